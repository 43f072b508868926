import { css } from 'lit'

/** A form alone on its page, under the logo. */
export const signInStyles = css`
  :host {
    display: block;
  }
  .head {
    display: grid;
    justify-items: center;
    gap: 12px;
    margin-block-end: 24px;
    text-align: center;
  }
  .logo {
    inline-size: 40px;
    block-size: 40px;
    color: var(--accent-text);
  }
  h1 {
    margin: 0;
    font-size: var(--size-20);
    font-weight: 600;
    letter-spacing: -0.01em;
  }
  form,
  .outcome {
    display: grid;
    gap: 16px;
    padding: 24px;
    border: 1px solid var(--line);
    border-radius: 12px;
    background: var(--ground-raised);
  }
  #says:not(:has(p)) {
    display: none;
  }
  .error {
    display: flex;
    gap: 8px;
    align-items: center;
  }
  .button {
    min-block-size: 40px;
    font-size: var(--size-14);
  }
`
