import { css } from 'lit'

/** Buttons: quiet by default, `primary` for the one thing to do, `danger` for what cannot be undone. */
export const buttons = css`
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    margin: 0;
    cursor: pointer;
    border-radius: var(--radius);
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 6px;
    min-block-size: 32px;
    padding-inline: 12px;
    border: 1px solid var(--line-strong);
    background: var(--ground-raised);
    color: var(--text);
    font-size: var(--size-13);
    font-weight: 600;
    line-height: 1;
    white-space: nowrap;
    text-decoration: none;
    border-radius: var(--radius);
    transition:
      background-color 120ms ease-out,
      border-color 120ms ease-out;
  }
  .button:hover {
    background: var(--fill);
  }
  .button:active {
    background: var(--fill-hover);
  }
  .button.primary {
    background: var(--accent);
    border-color: transparent;
    color: var(--on-accent);
  }
  .button.primary:hover {
    background: var(--accent-hover);
  }
  .button.danger {
    background: var(--bad-solid);
    border-color: transparent;
    color: oklch(0.995 0 0);
  }
  .button.quiet {
    border-color: transparent;
    background: none;
    color: var(--text-2);
  }
  .button.quiet:hover {
    background: var(--fill);
    color: var(--text);
  }
  .button.quiet.danger {
    color: var(--bad);
  }
  .button.quiet.danger:hover {
    background: var(--bad-soft);
    color: var(--bad);
  }
  .button.icon-only {
    inline-size: 32px;
    padding: 0;
  }
  .button[aria-disabled='true'],
  .button:disabled {
    cursor: default;
    color: var(--text-3);
    background: none;
    border-color: var(--line);
    font-weight: 400;
  }
  .button.primary[aria-disabled='true'],
  .button.primary:disabled {
    background: var(--fill);
    border-color: transparent;
  }
  .button.quiet[aria-disabled='true'] {
    border-color: transparent;
  }
  @media (pointer: coarse) {
    .button {
      min-block-size: 44px;
    }
    .button.icon-only {
      inline-size: 44px;
    }
  }
`
