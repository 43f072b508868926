import { css } from 'lit'

/** What every page of the console looks like: a title, a sentence, sections in one column. */
export const consolePageStyles = css`
  :host {
    display: block;
  }
  .page-head {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    gap: 12px;
    margin-block-end: 24px;
  }
  .page-head > div {
    flex: 1 1 320px;
    min-inline-size: 0;
  }
  h1 {
    font-size: var(--size-20);
    font-weight: 600;
    line-height: var(--leading-list);
    overflow-wrap: anywhere;
  }
  .page-head p {
    margin-block-start: 4px;
    max-inline-size: 72ch;
    color: var(--text-2);
  }
  .crumb {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    min-block-size: 24px;
    margin-block-end: 4px;
    font-size: var(--size-13);
    color: var(--accent-text);
    text-decoration: none;
  }
  .crumb:hover {
    text-decoration: underline;
    text-underline-offset: 2px;
  }
  .section {
    max-inline-size: 720px;
    margin-block-end: 24px;
    border: 1px solid var(--line);
    border-radius: var(--radius-card);
    background: var(--ground-raised);
  }
  .section-head {
    padding: 16px 20px 0;
  }
  .section-head h2 {
    font-size: var(--size-16);
    font-weight: 600;
  }
  .section-head p {
    margin-block-start: 2px;
    font-size: var(--size-13);
    color: var(--text-2);
  }
  .fields {
    display: grid;
    gap: 20px;
    padding: 16px 20px 20px;
  }
  .section-foot {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
    padding: 10px 20px;
    border-block-start: 1px solid var(--line);
    border-end-start-radius: var(--radius-card);
    border-end-end-radius: var(--radius-card);
    background: var(--ground-sunken);
  }
  .section-foot[data-changed='true'] {
    background: var(--accent-softer);
  }
  .section-foot p {
    flex: 1 1 200px;
    min-inline-size: 0;
    font-size: var(--size-13);
    color: var(--text-2);
    overflow-wrap: anywhere;
  }
  .good,
  .bad {
    display: inline-flex;
    align-items: center;
    gap: 6px;
  }
  .good {
    color: var(--good);
  }
  .bad {
    color: var(--bad);
  }
  .field .hint,
  .check .hint,
  fieldset > .hint {
    font-size: var(--size-13);
    color: var(--text-2);
    max-inline-size: 64ch;
  }
  .field input:not([type='radio']):not([type='checkbox']),
  .field select,
  .field textarea {
    max-inline-size: 420px;
  }
  .field input.short:not([type='radio']):not([type='checkbox']) {
    max-inline-size: 110px;
  }
  .field textarea {
    max-inline-size: none;
  }
  fieldset {
    display: grid;
    gap: 4px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 4px;
    font-size: var(--size-13);
    font-weight: 600;
  }
  .check {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 2px 10px;
    align-items: center;
    min-block-size: 28px;
    cursor: pointer;
  }
  .check .hint {
    grid-column: 2;
  }
  .check b {
    font-weight: 400;
  }
  .check.strong b {
    font-size: var(--size-13);
    font-weight: 600;
  }
  .with-unit,
  .secret {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
  }
  .secret input:not([type='radio']):not([type='checkbox']) {
    flex: 1 1 260px;
    font-family: var(--font-code, ui-monospace, monospace);
    font-size: var(--size-13);
  }
  .problem {
    display: flex;
    align-items: center;
    gap: 6px;
    font-size: var(--size-13);
    color: var(--bad);
  }
  .toolbar {
    display: flex;
    flex-wrap: wrap;
    align-items: flex-end;
    gap: 12px;
    margin-block-end: 16px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .quiet-words {
    color: var(--text-3);
  }
  @media (max-width: 480px) {
    .fields,
    .section-head,
    .section-foot {
      padding-inline: 16px;
    }
  }
`
