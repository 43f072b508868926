import { css } from 'lit'

export const chatListStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    background: var(--ground-sunken);
  }
  .head {
    padding: 8px 8px 8px;
    border-block-end: 1px solid var(--line);
  }
  .tabs {
    display: flex;
    gap: 2px;
  }
  .tabs button {
    position: relative;
    display: inline-flex;
    align-items: center;
    gap: 6px;
    min-block-size: 32px;
    padding-inline: 10px;
    font-size: var(--size-13);
    color: var(--text-2);
    white-space: nowrap;
  }
  .tabs button:hover {
    background: var(--fill);
  }
  .tabs [aria-selected='true'] {
    font-weight: 600;
    color: var(--text);
    background: var(--fill);
  }
  .count {
    color: var(--text-3);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  .dot {
    inline-size: 7px;
    block-size: 7px;
    border-radius: var(--radius-full);
    background: var(--accent-text);
  }
  .find {
    position: relative;
    display: block;
    margin-block-start: 8px;
  }
  .find .icon {
    position: absolute;
    inset-block-start: 8px;
    inset-inline-start: 9px;
    inline-size: 16px;
    block-size: 16px;
    color: var(--text-3);
  }
  .find input {
    inline-size: 100%;
    block-size: 32px;
    padding-inline: 32px 8px;
    font: inherit;
    font-size: var(--size-13);
    color: inherit;
    background: var(--ground);
    border: 1px solid var(--line-strong);
    border-radius: var(--radius);
  }
  .find input::placeholder {
    color: var(--text-3);
    opacity: 1;
  }
  .rows {
    position: relative;
    flex: 1;
    min-block-size: 0;
    overflow-y: auto;
    overscroll-behavior: contain;
    padding: 6px;
  }
  .row {
    display: grid;
    grid-template-columns: 36px minmax(0, 1fr);
    column-gap: 10px;
    padding: 9px 10px;
    border-radius: 8px;
    color: inherit;
    text-decoration: none;
    line-height: var(--leading-list);
    --avatar-size: 36px;
    content-visibility: auto;
    contain-intrinsic-block-size: auto 72px;
  }
  .row > parley-avatar {
    grid-row: 1 / 4;
    margin-block-start: 1px;
  }
  .row:hover {
    background: var(--grey-4);
  }
  .row[aria-current] {
    background: var(--accent-soft);
    box-shadow: inset 3px 0 0 var(--accent-text);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .row.gone {
    opacity: 0.55;
  }
  .first,
  .second,
  .third {
    display: flex;
    align-items: baseline;
    gap: 8px;
    min-inline-size: 0;
  }
  .name {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--size-14);
  }
  .unread .name {
    font-weight: 600;
  }
  .time {
    flex: none;
    font-size: var(--size-12);
    color: var(--text-3);
    font-variant-numeric: tabular-nums;
  }
  .time.waits {
    font-weight: 600;
    color: var(--text-2);
  }
  .time[data-tone='accent'] {
    font-weight: 600;
    color: var(--accent-text);
  }
  .time[data-tone='warn'] {
    color: var(--warn);
  }
  .time[data-tone='bad'] {
    color: var(--bad);
  }
  .second {
    margin-block-start: 3px;
  }
  .preview {
    flex: 1;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--size-13);
    min-block-size: 1.25em;
    color: var(--text-2);
  }
  .unread .preview {
    color: var(--text);
  }
  .unread-count {
    flex: none;
    min-inline-size: 18px;
    padding-inline: 5px;
    border-radius: var(--radius-full);
    background: var(--accent);
    color: var(--on-accent);
    font-size: var(--size-12);
    font-weight: 600;
    line-height: 18px;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  .third {
    gap: 4px;
    margin-block-start: 3px;
    font-size: var(--size-12);
    color: var(--text-3);
  }
  .place {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .draft,
  .left {
    flex: none;
  }
  .draft {
    color: var(--accent-text);
    font-weight: 600;
  }
  .waiting {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: block;
    margin: 0 auto 6px;
    padding: 4px 14px;
    min-block-size: 28px;
    border-radius: var(--radius-full);
    background: var(--accent);
    color: var(--on-accent);
    font-size: var(--size-12);
    font-weight: 600;
    box-shadow: var(--shadow-float);
  }
  .empty {
    display: grid;
    justify-items: center;
    gap: 4px;
    padding: 48px 24px;
    text-align: center;
    text-wrap: balance;
    font-size: var(--size-13);
    color: var(--text-3);
  }
  .empty .icon {
    inline-size: 28px;
    block-size: 28px;
    margin-block-end: 8px;
    color: var(--grey-8);
  }
  .empty .title {
    font-size: var(--size-14);
    font-weight: 600;
    color: var(--text-2);
  }
  .skeleton li {
    display: grid;
    grid-template-columns: 36px 1fr;
    gap: 8px 10px;
    padding: 12px 10px;
  }
  .skeleton i {
    grid-row: 1 / 3;
    inline-size: 36px;
    block-size: 36px;
    border-radius: var(--radius-full);
    background: var(--fill);
  }
  .skeleton b {
    block-size: 10px;
    border-radius: 5px;
    inline-size: 55%;
    background: var(--fill);
  }
  .skeleton b + b {
    inline-size: 85%;
  }
  @media (pointer: coarse) {
    .tabs button,
    .find input {
      min-block-size: 44px;
    }
    .find .icon {
      inset-block-start: 14px;
    }
    .find input {
      font-size: var(--size-16);
    }
    .row {
      padding-block: 12px;
    }
  }
`
