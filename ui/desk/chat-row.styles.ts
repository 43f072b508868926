import { css } from 'lit'

/** Rows that show chats, in every list of them. */
export const chatRowStyles = css`
  .row {
    display: grid;
    grid-template-columns: 36px minmax(0, 1fr);
    column-gap: 10px;
    align-content: center;
    block-size: 100%;
    padding: 0 10px;
    border-radius: 8px;
    color: inherit;
    text-decoration: none;
    line-height: var(--leading-list);
    --avatar-size: 36px;
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
  .subject {
    flex: 0 1 auto;
    max-inline-size: 65%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--size-13);
    color: var(--text);
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
  .mentioned {
    flex: none;
    inline-size: 18px;
    border-radius: var(--radius-full);
    background: var(--comment);
    box-shadow: inset 0 0 0 1px var(--comment-edge);
    color: var(--comment-text);
    font-size: var(--size-12);
    font-weight: 600;
    line-height: 18px;
    text-align: center;
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
  .channel {
    flex: 0 9 auto;
    min-inline-size: 3ch;
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
`
