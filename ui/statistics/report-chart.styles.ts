import { css } from 'lit'

export const reportChartStyles = css`
  :host {
    display: block;
  }
  .card {
    padding: 16px 20px;
    border: 1px solid var(--line);
    border-radius: var(--radius-card);
    background: var(--ground-raised);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 16px;
    margin-block-end: 12px;
  }
  h2 {
    font-size: var(--size-16);
    font-weight: 600;
  }
  .measures {
    display: flex;
    flex: 1;
    flex-wrap: wrap;
    gap: 2px;
  }
  .measures a {
    display: inline-flex;
    align-items: center;
    min-block-size: 28px;
    padding-inline: 10px;
    border-radius: var(--radius-full);
    font-size: var(--size-13);
    color: var(--text-2);
    text-decoration: none;
  }
  .measures a:hover {
    background: var(--fill);
    color: var(--text);
  }
  .measures a[aria-current] {
    background: var(--accent-soft);
    color: var(--accent-text);
    font-weight: 600;
  }
  @media (pointer: coarse) {
    .measures a {
      min-block-size: 44px;
    }
  }
  @media (max-width: 767px) {
    .card {
      padding: 12px;
    }
    h2 {
      flex: 1;
    }
    .measures {
      flex: 1 0 100%;
      flex-wrap: nowrap;
      order: 1;
      margin-inline: -12px;
      padding-inline: 12px;
      overflow-x: auto;
    }
    .measures a {
      flex: none;
    }
  }
`
