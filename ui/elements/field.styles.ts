import { css } from 'lit'

/** Labels, inputs, choices and what is said below them. */
export const fields = css`
  .field {
    display: grid;
    gap: 4px;
  }
  .field > label,
  .label {
    font-size: var(--size-13);
    font-weight: 600;
  }
  .hint {
    font-size: var(--size-12);
    color: var(--text-3);
  }
  .error {
    font-size: var(--size-13);
    color: var(--bad);
  }
  input:not([type='radio']):not([type='checkbox']),
  textarea,
  select {
    font: inherit;
    color: inherit;
    inline-size: 100%;
    min-block-size: 36px;
    padding: 7px 10px;
    background: var(--ground-raised);
    border: 1px solid var(--line-control);
    border-radius: var(--radius);
  }
  textarea {
    resize: vertical;
    min-block-size: 76px;
  }
  ::placeholder {
    color: var(--text-3);
    opacity: 1;
  }
  input[type='radio'],
  input[type='checkbox'] {
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--accent);
    flex: none;
  }
  @media (pointer: coarse) {
    input:not([type='radio']):not([type='checkbox']),
    textarea,
    select {
      min-block-size: 44px;
      font-size: var(--size-16);
    }
  }
`
