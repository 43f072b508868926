import { css } from 'lit'

/** The strip above every page of staff: logo, account, and me with my presence. */
export const stripStyles = css`
  header.strip {
    flex: none;
    display: flex;
    align-items: center;
    gap: 12px;
    block-size: 52px;
    padding-inline: 16px 8px;
    border-block-end: 1px solid var(--line);
    background: var(--ground-sunken);
  }
  .brand {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 32px;
    color: var(--text);
    font-weight: 600;
    text-decoration: none;
    border-radius: var(--radius);
  }
  .logo {
    inline-size: 24px;
    block-size: 24px;
    color: var(--accent-text);
  }
  .gap {
    flex: 1;
  }
`
