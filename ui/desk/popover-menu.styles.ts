import { css } from 'lit'

/** A menu that floats below its button. */
export const menuStyles = css`
  .menu {
    position: fixed;
    inset: auto;
    inline-size: min(var(--menu-width, 252px), calc(100vw - 16px));
    max-block-size: calc(100dvh - 64px);
    overflow-y: auto;
    margin: 0;
    padding: 6px;
    border: 1px solid var(--line);
    border-radius: var(--radius-card);
    color: inherit;
    background: var(--ground-raised);
    box-shadow: var(--shadow-float);
  }
  .menu > p {
    padding: 6px 10px;
    font-size: var(--size-12);
    color: var(--text-3);
  }
  .menu > button {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: 34px;
    padding: 5px 10px;
    font-size: var(--size-13);
    line-height: var(--leading-list);
    text-align: start;
  }
  .menu > button:hover,
  .menu > button:focus-visible {
    background: var(--fill);
  }
  .menu b {
    font-weight: 400;
  }
  .menu [aria-checked='true'] b {
    font-weight: 600;
  }
  .menu small {
    font-size: var(--size-12);
    color: var(--text-3);
  }
  .menu .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .menu [aria-disabled='true'] {
    color: var(--text-3);
    cursor: default;
  }
  @media (pointer: coarse) {
    .menu > button {
      min-block-size: 44px;
    }
  }
`
