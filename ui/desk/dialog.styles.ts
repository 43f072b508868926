import { css } from 'lit'

/** Dialogs of the desk: one question, its choices, and the way back first in reach. */
export const dialogStyles = css`
  dialog {
    inline-size: min(520px, calc(100vw - 32px));
    max-block-size: min(720px, calc(100dvh - 48px));
    padding: 0;
    border: 1px solid var(--line);
    border-radius: 12px;
    color: inherit;
    background: var(--ground-raised);
    box-shadow: var(--shadow-float);
    overflow: hidden;
  }
  dialog::backdrop {
    background: oklch(0.2 0.02 230 / 0.36);
  }
  dialog[open] {
    animation: rise 140ms ease-out;
  }
  @keyframes rise {
    from {
      opacity: 0;
      transform: translateY(8px);
    }
  }
  dialog form {
    display: flex;
    flex-direction: column;
    max-block-size: inherit;
  }
  .dialog-head {
    padding: 16px 20px 12px;
  }
  .dialog-head h2 {
    font-size: var(--size-16);
    font-weight: 600;
  }
  .dialog-head p {
    margin-block-start: 2px;
    font-size: var(--size-13);
    color: var(--text-2);
  }
  .dialog-body {
    display: grid;
    gap: 16px;
    min-block-size: 0;
    overflow-y: auto;
    padding: 4px 20px 16px;
  }
  .dialog-foot {
    display: flex;
    flex-flow: row wrap;
    justify-content: flex-end;
    gap: 8px;
    padding: 12px 20px;
    border-block-start: 1px solid var(--line);
    background: var(--ground-sunken);
  }
  form.dialog-foot {
    flex-direction: row;
  }
  .dialog-foot .button {
    min-block-size: 36px;
    padding-inline: 14px;
  }
  .choices {
    border: 0;
    margin: 0;
    padding: 0;
    min-inline-size: 0;
  }
  .choices legend {
    padding: 0 0 6px;
    font-size: var(--size-12);
    font-weight: 600;
    color: var(--text-3);
  }
  .choice {
    display: grid;
    grid-template-columns: auto auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 10px;
    padding: 7px 10px;
    margin-inline: -10px;
    border-radius: var(--radius);
    cursor: pointer;
    line-height: var(--leading-list);
  }
  .choice:hover {
    background: var(--fill);
  }
  .choice:has(:checked) {
    background: var(--accent-soft);
  }
  .choice:has(:focus-visible) {
    outline: 2px solid var(--ring);
    outline-offset: -2px;
  }
  .choice input:focus-visible {
    outline: none;
  }
  .choice .what {
    grid-column: 3;
    min-inline-size: 0;
  }
  .choice .what b {
    display: block;
    font-weight: 400;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .choice:has(:checked) .what b {
    font-weight: 600;
  }
  .choice small {
    font-size: var(--size-12);
    color: var(--text-3);
  }
  .choice .side {
    font-size: var(--size-12);
    color: var(--text-2);
    text-align: end;
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .choice.off {
    cursor: default;
    color: var(--text-3);
    background: none;
  }
  .warning {
    display: flex;
    gap: 8px;
    align-items: flex-start;
    padding: 8px 12px;
    border-radius: var(--radius);
    background: var(--warn-soft);
    color: var(--warn);
    font-size: var(--size-13);
  }
  .warning .icon {
    margin-block-start: 1px;
  }
`
