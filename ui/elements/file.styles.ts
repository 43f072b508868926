import { css } from 'lit'

/** The button for files, and what shows while files hang over a conversation. */
export const fileStyles = css`
  :host {
    position: relative;
  }
  .attach {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 32px;
    block-size: 32px;
    border-radius: var(--radius);
    color: var(--text-2);
    font-size: 18px;
  }
  .attach:hover {
    background: var(--fill-hover);
    color: var(--text);
  }
  .attach[aria-disabled='true'] {
    background: none;
    color: var(--text-3);
    opacity: 0.6;
    cursor: default;
  }
  .drop-here {
    position: absolute;
    inset: 8px;
    z-index: 3;
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 8px;
    border: 2px dashed var(--ring);
    border-radius: var(--radius-card);
    background: color-mix(in oklab, var(--ground) 92%, transparent);
    font-weight: 600;
    text-align: center;
    pointer-events: none;
  }
  .drop-here .icon {
    font-size: 24px;
  }
  .drop-here.comment {
    border-color: var(--comment-edge);
    background: color-mix(in oklab, var(--comment) 94%, transparent);
    color: var(--comment-text);
  }
  @media (pointer: coarse) {
    .attach {
      inline-size: 44px;
      block-size: 44px;
    }
  }
`
