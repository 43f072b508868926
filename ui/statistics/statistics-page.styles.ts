import { css } from 'lit'

export const statisticsPageStyles = css`
  .reports {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-block-end: 16px;
    border-block-end: 1px solid var(--line);
  }
  .reports a {
    display: inline-flex;
    align-items: center;
    min-block-size: 36px;
    padding-inline: 12px;
    margin-block-end: -1px;
    color: var(--text-2);
    text-decoration: none;
    border-block-end: 2px solid transparent;
    border-radius: var(--radius) var(--radius) 0 0;
  }
  .reports a:hover {
    background: var(--fill);
    color: var(--text);
  }
  .reports a[aria-current] {
    font-weight: 600;
    color: var(--accent-text);
    border-block-end-color: var(--accent);
  }
  .toolbar {
    gap: 12px 16px;
    margin-block-end: 12px;
  }
  .toolbar .field {
    flex: 0 1 168px;
    min-inline-size: 132px;
  }
  .compares {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 36px;
    font-size: var(--size-13);
    cursor: pointer;
  }
  .about {
    min-block-size: 20px;
    margin-block-end: 20px;
    font-size: var(--size-13);
    color: var(--text-2);
  }
  .about b {
    font-weight: 600;
    color: var(--text);
  }
  .whole {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
    transition: opacity var(--move) 120ms;
  }
  .whole[aria-busy='true'] {
    opacity: 0.5;
  }
  .card {
    min-inline-size: 0;
    padding: 16px 20px;
    border: 1px solid var(--line);
    border-radius: var(--radius-card);
    background: var(--ground-raised);
  }
  .card h2 {
    margin-block-end: 8px;
    font-size: var(--size-16);
    font-weight: 600;
  }
  .note {
    margin-block-start: 12px;
    font-size: var(--size-12);
    color: var(--text-3);
  }
  .headlines {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(220px, 1fr));
    gap: 16px;
  }
  .headline {
    display: flex;
    flex-direction: column;
    gap: 4px;
  }
  .headline dt {
    font-size: var(--size-13);
    color: var(--text-2);
  }
  .headline dd {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    align-items: end;
    gap: 2px 16px;
    margin: 0;
  }
  .large {
    font-size: var(--size-28);
    font-weight: 600;
    line-height: var(--leading-list);
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  .headline .change {
    grid-column: 1 / -1;
    grid-row: 2;
  }
  .spark {
    grid-row: 1;
    grid-column: 2;
    justify-self: end;
    inline-size: min(120px, 100%);
    block-size: 32px;
    overflow: visible;
    color: var(--accent);
  }
  .spark path {
    stroke-width: 1.5;
    stroke-linejoin: round;
    stroke-linecap: round;
  }
  :host(:dir(rtl)) .spark {
    direction: ltr;
  }
  .change {
    font-size: var(--size-12);
    color: var(--text-3);
    font-variant-numeric: tabular-nums;
  }
  .by {
    font-weight: 600;
    color: var(--text-2);
  }
  .by[data-tone='good'] {
    color: var(--good);
  }
  .by[data-tone='bad'] {
    color: var(--bad);
  }
  .figure {
    color: inherit;
    text-decoration: underline;
    text-decoration-color: var(--line-strong);
    text-decoration-thickness: 1px;
    text-underline-offset: 4px;
  }
  .figure:hover {
    color: var(--accent-text);
    text-decoration-color: currentColor;
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr));
    align-items: start;
    gap: 16px;
  }
  .pile {
    display: grid;
    gap: inherit;
  }
  .plain {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
  }
  .plain th {
    font-weight: 400;
    text-align: start;
  }
  .plain thead th {
    padding: 4px 0 6px 12px;
    font-size: var(--size-12);
    text-align: end;
    color: var(--text-3);
  }
  .plain tbody th,
  .plain tbody td {
    block-size: 32px;
    padding-block: 4px;
    border-block-start: 1px solid var(--line);
  }
  .plain tbody td {
    padding-inline-start: 12px;
    text-align: end;
    white-space: nowrap;
  }
  .plain .strong {
    font-weight: 600;
  }
  .plain .dim {
    color: var(--text-3);
  }
  .plain .wide {
    inline-size: 42%;
  }
  .share {
    display: grid;
    grid-template-columns: minmax(24px, 1fr) 36px;
    align-items: center;
    gap: 8px;
  }
  .bar {
    block-size: 6px;
    border-radius: var(--radius-full);
    background: var(--fill);
    overflow: hidden;
  }
  .bar > span {
    display: block;
    block-size: 100%;
    border-radius: var(--radius-full);
    background: var(--accent-line);
  }
  .problem {
    gap: 8px;
    margin-block-end: 16px;
  }
  .nothing {
    display: grid;
    justify-items: center;
    gap: 4px;
    padding: 64px 24px;
    text-align: center;
    color: var(--text-3);
    border: 1px dashed var(--line-strong);
    border-radius: var(--radius-card);
  }
  .nothing .icon {
    inline-size: 32px;
    block-size: 32px;
    margin-block-end: 8px;
  }
  .nothing .title {
    font-weight: 600;
    color: var(--text-2);
  }
  .skeletons {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(220px, 1fr));
    gap: 16px;
  }
  .skeleton {
    block-size: 104px;
    border-radius: var(--radius-card);
    background: var(--fill);
  }
  .skeleton.wide {
    grid-column: 1 / -1;
    block-size: 320px;
  }
  @media (pointer: coarse) {
    .reports a,
    .compares {
      min-block-size: 44px;
    }
  }
  @media (max-width: 767px) {
    .card {
      padding: 12px;
    }
    .toolbar .field {
      flex: 1 1 132px;
    }
    .headlines {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 8px;
    }
    .whole,
    .pair {
      gap: 8px;
    }
    .large {
      font-size: var(--size-20);
    }
    .spark {
      inline-size: 100%;
    }
    .folds {
      display: none;
    }
    .plain tbody td,
    .plain thead th {
      padding-inline-start: 8px;
    }
  }
`
