import { css } from 'lit'

/** How a list looks that opens above the field in which one types. */
export const typedListStyles = css`
  :host {
    display: block;
    position: relative;
  }
  .list {
    position: absolute;
    inset-inline-start: 12px;
    inset-block-end: calc(100% + 44px);
    z-index: 10;
    inline-size: min(var(--list-size), calc(100% - 24px));
    box-sizing: border-box;
    padding: 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius-card);
    color: var(--text);
    background: var(--ground-raised);
    box-shadow: var(--shadow-float);
  }
  li {
    display: flex;
    align-items: center;
    gap: 10px;
    min-block-size: 36px;
    padding: 4px 10px;
    border-radius: var(--radius);
    font-size: var(--size-13);
    line-height: var(--leading-list);
    cursor: default;
  }
  li:hover {
    background: var(--fill);
  }
  li.active {
    background: var(--accent-soft);
  }
  li span {
    flex: 1;
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .none {
    padding: 6px 10px;
    font-size: var(--size-13);
    color: var(--text-3);
  }
  @media (pointer: coarse) {
    li {
      min-block-size: 44px;
    }
  }
`
