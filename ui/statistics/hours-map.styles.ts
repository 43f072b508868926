import { css } from 'lit'

export const hoursMapStyles = css`
  .card:has(.hours) {
    container-type: inline-size;
  }
  .hours {
    inline-size: 100%;
    table-layout: fixed;
    border-collapse: separate;
    border-spacing: 2px;
    font-size: var(--size-12);
    font-variant-numeric: tabular-nums;
  }
  .hours th {
    font-weight: 400;
    color: var(--text-3);
  }
  .hours thead td {
    inline-size: 44px;
  }
  .hours tbody th {
    text-align: start;
  }
  .hours tbody td {
    block-size: 26px;
    border-radius: 4px;
    text-align: center;
    color: var(--text);
    background: color-mix(in oklch, var(--accent) calc(var(--load) * 55%), var(--ground-sunken));
  }
  .hours tbody td:hover {
    outline: 2px solid var(--ring);
  }
  /* Where there is no room for numbers, they are one hover away and in what is read aloud. */
  @container (max-width: 780px) {
    .hours {
      border-spacing: 1px;
    }
    .hours thead td {
      inline-size: 34px;
    }
    .hours tbody td {
      block-size: 20px;
      border-radius: 2px;
    }
    .hours tbody td span,
    .hours thead th:not(:nth-child(6n + 2)) span {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  }
`
