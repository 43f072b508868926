import { css } from 'lit'

export const statechartsPageStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    background: var(--ground-sunken);
  }
  header {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 24px;
    padding: 12px 20px;
    border-block-end: 1px solid var(--line);
    background: var(--ground);
  }
  .title {
    flex: 1;
    min-inline-size: 200px;
  }
  h1 {
    font-size: var(--size-16);
    font-weight: 600;
    line-height: 1.3;
  }
  .title p,
  .quiet {
    color: var(--text-2);
    font-size: var(--size-13);
  }
  a {
    color: var(--accent-text);
  }
  .choices {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px 12px;
  }
  .switch {
    display: inline-flex;
    padding: 2px;
    border-radius: 8px;
    background: var(--fill);
  }
  .switch a,
  .switch button {
    display: inline-flex;
    align-items: center;
    min-block-size: 28px;
    padding-inline: 12px;
    border-radius: var(--radius);
    color: var(--text-2);
    font-size: var(--size-13);
    text-decoration: none;
  }
  .switch [aria-current='page'],
  .switch [aria-pressed='true'] {
    background: var(--ground-raised);
    color: var(--text);
    font-weight: 600;
    box-shadow: 0 0 0 1px var(--line-strong);
  }
  select {
    inline-size: auto;
    min-block-size: 32px;
  }
  .body {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(0, 1fr);
    min-block-size: 0;
  }
  .body[data-side='true'] {
    grid-template-columns: minmax(0, 1fr) minmax(300px, 376px);
  }
  .chart {
    display: grid;
    min-block-size: 0;
    min-inline-size: 0;
  }
  aside {
    overflow-y: auto;
    min-block-size: 0;
    border-inline-start: 1px solid var(--line);
    background: var(--ground);
  }
  section {
    padding: 16px;
    border-block-end: 1px solid var(--line);
  }
  section p + p {
    margin-block-start: 4px;
  }
  .top {
    display: flex;
    align-items: center;
    justify-content: space-between;
  }
  h2 {
    font-size: var(--size-14);
    font-weight: 600;
    margin: 0;
  }
  .rows {
    margin-block-start: 12px;
  }
  .rows li {
    display: flex;
    align-items: center;
    border-radius: var(--radius);
  }
  .rows li:hover {
    background: var(--fill);
  }
  .row {
    display: flex;
    flex: 1;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    padding: 6px 8px;
    border-radius: var(--radius);
    color: var(--text);
    text-decoration: none;
  }
  .words {
    display: grid;
    flex: 1;
    min-inline-size: 0;
    line-height: var(--leading-list);
  }
  .name,
  .second {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-size: var(--size-13);
    font-weight: 600;
  }
  .second,
  .row time {
    color: var(--text-2);
    font-size: var(--size-12);
    font-variant-numeric: tabular-nums;
  }
  .acts {
    display: flex;
    flex: none;
  }
  .acts .button {
    inline-size: 28px;
  }
  .more {
    inline-size: 100%;
    margin-block-start: 8px;
  }
  .timers {
    display: grid;
    gap: 10px;
    margin-block-start: 8px;
    font-size: var(--size-13);
  }
  .timers li {
    display: grid;
    grid-template-columns: 1fr auto;
    gap: 4px;
  }
  .timers b {
    font-variant-numeric: tabular-nums;
  }
  .bar {
    grid-column: 1 / -1;
    block-size: 4px;
    border-radius: 2px;
    background: var(--fill-hover);
    overflow: hidden;
  }
  .bar span {
    display: block;
    block-size: 100%;
    background: var(--accent);
  }
  .next,
  .steps {
    display: grid;
    gap: 4px;
    margin-block-start: 8px;
    font-size: var(--size-13);
    line-height: var(--leading-list);
  }
  .next li {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .next .icon {
    inline-size: 16px;
    block-size: 16px;
    color: var(--good);
  }
  .next .no,
  .next .no .icon {
    color: var(--text-3);
  }
  .why {
    margin-inline-start: auto;
    font-size: var(--size-12);
  }
  .steps li {
    display: grid;
    grid-template-columns: 60px 1fr;
    gap: 8px;
  }
  .steps time,
  .who {
    color: var(--text-2);
    font-size: var(--size-12);
    font-variant-numeric: tabular-nums;
  }
  .who {
    display: block;
  }
  .to {
    color: var(--accent-text);
    font-weight: 600;
  }
  :host([narrow]) header {
    padding: 10px 12px;
  }
  :host([narrow]) .body[data-side='true'] {
    grid-template-columns: minmax(0, 1fr);
    grid-template-rows: minmax(0, 1fr) minmax(0, 45%);
  }
  :host([narrow]) aside {
    border-inline-start: 0;
    border-block-start: 1px solid var(--line-strong);
  }
  @media print {
    header .choices,
    aside {
      display: none;
    }
  }
`
