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
  .head.plain {
    border: 0;
  }
  .tabs {
    display: flex;
    gap: 2px;
  }
  .tabs button {
    position: relative;
    flex: 1 0 auto;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-block-size: 32px;
    padding-inline: 4px;
    font-size: var(--size-13);
    color: var(--text-2);
    white-space: nowrap;
  }
  .tabs button:last-child {
    flex-shrink: 1;
    min-inline-size: 0;
  }
  .tab-name {
    overflow: hidden;
    text-overflow: ellipsis;
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
  .section {
    display: flex;
    align-items: end;
    gap: 6px;
    block-size: 100%;
    padding: 0 10px 6px;
    font-size: var(--size-12);
    font-weight: 600;
    color: var(--text-3);
  }
  .section .count {
    font-weight: 400;
  }
  .unseen {
    display: flex;
    align-items: center;
    gap: 8px;
    margin: 2px 4px 6px;
    padding: 8px 10px;
    border: 1px solid var(--line);
    border-radius: 8px;
    font-size: var(--size-13);
    color: var(--text-2);
  }
  .unseen .icon {
    inline-size: 16px;
    block-size: 16px;
    color: var(--text-3);
  }
  .unseen b {
    font-variant-numeric: tabular-nums;
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
  }
`
