import { css } from 'lit'

/** A place where nothing is: what will be here, and what to do. */
export const nothingStyles = css`
  .nothing {
    flex: 1;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 4px;
    padding: 32px;
    text-align: center;
    text-wrap: balance;
    color: var(--text-3);
  }
  .nothing > .icon {
    inline-size: 36px;
    block-size: 36px;
    margin-block-end: 8px;
    color: var(--grey-7);
  }
  .nothing .title {
    font-size: var(--size-16);
    font-weight: 600;
    color: var(--text-2);
  }
  .nothing a:not(.button) {
    color: var(--accent-text);
  }
  .nothing .button {
    margin-block-start: 16px;
  }
`
