import { css } from 'lit'

export const customersPageStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(280px, 360px) minmax(0, 1fr);
    min-block-size: 0;
    min-inline-size: 0;
  }
  :host([narrow]) {
    grid-template-columns: minmax(0, 1fr);
  }
  :host([narrow]) [data-behind='true'] {
    display: none;
  }
  .list {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    overflow-y: auto;
    border-inline-end: 1px solid var(--line);
  }
  .head {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: grid;
    gap: 8px;
    padding: 12px 16px;
    background: var(--ground);
    border-block-end: 1px solid var(--line);
  }
  h1 {
    font-size: var(--size-16);
    font-weight: 600;
  }
  .search {
    position: relative;
  }
  .search .icon {
    position: absolute;
    inset-block-start: 10px;
    inset-inline-start: 10px;
    color: var(--text-3);
  }
  .search input:not([type='radio']):not([type='checkbox']) {
    padding-inline-start: 34px;
  }
  .filter {
    display: flex;
    gap: 4px;
  }
  .filter button {
    min-block-size: 28px;
    padding-inline: 10px;
    font-size: var(--size-13);
    color: var(--text-2);
  }
  .filter button:hover {
    background: var(--fill);
  }
  .filter button[aria-pressed='true'] {
    background: var(--accent-soft);
    color: var(--accent-text);
    font-weight: 600;
  }
  .rows {
    padding: 4px 8px;
  }
  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 10px;
    min-block-size: 52px;
    padding: 6px 8px;
    border-radius: var(--radius);
    color: inherit;
    text-decoration: none;
    line-height: var(--leading-list);
    --avatar-size: 32px;
  }
  .row:hover {
    background: var(--fill);
  }
  .row[aria-current='true'] {
    background: var(--accent-soft);
  }
  .row:focus-visible {
    outline-offset: -2px;
  }
  .words,
  .facts {
    display: grid;
    gap: 2px;
  }
  .words > * {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .name {
    font-weight: 600;
  }
  .second,
  .facts {
    font-size: var(--size-12);
    color: var(--text-3);
    min-block-size: 1.25em;
  }
  .row:hover :is(.second, .facts),
  .row[aria-current='true'] :is(.second, .facts) {
    color: var(--text-2);
  }
  .facts {
    justify-items: end;
    white-space: nowrap;
    font-variant-numeric: tabular-nums;
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 4px;
  }
  .mark.open {
    color: var(--accent-text);
  }
  .row .mark.blocked {
    color: var(--bad);
  }
  .more {
    align-self: center;
    margin-block: 8px 16px;
  }
  .one {
    position: relative;
    display: flex;
    flex-direction: column;
    min-inline-size: 0;
    min-block-size: 0;
    overflow-y: auto;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 12px;
    padding: 16px 24px;
    border-block-end: 1px solid var(--line);
    --avatar-size: 48px;
  }
  :host([narrow]) .top {
    padding: 12px 16px;
  }
  .who {
    flex: 1 1 180px;
    min-inline-size: 0;
  }
  h2 {
    font-size: var(--size-20);
    font-weight: 600;
    line-height: var(--leading-list);
    overflow-wrap: anywhere;
  }
  .who p {
    font-size: var(--size-12);
    color: var(--text-3);
    overflow-wrap: anywhere;
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
  }
  .tombstone {
    flex-basis: 100%;
    padding: 8px 12px;
    border-radius: var(--radius);
    background: var(--fill);
    font-size: var(--size-13);
    color: var(--text-2);
  }
  .known {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(320px, 100%), 1fr));
    gap: 24px 32px;
    max-inline-size: 960px;
    padding: 20px 24px 32px;
  }
  :host([narrow]) .known {
    padding: 16px;
  }
  .column {
    display: grid;
    align-content: start;
    gap: 24px;
    min-inline-size: 0;
  }
  section.column {
    gap: 0;
  }
  h3 {
    margin-block-end: 8px;
    font-size: var(--size-12);
    font-weight: 600;
    color: var(--text-3);
  }
  .skeleton {
    display: grid;
    gap: 10px;
    padding: 16px;
  }
  .skeleton span {
    block-size: 44px;
    border-radius: var(--radius);
    background: var(--fill);
  }
  @media (pointer: coarse) {
    .filter button {
      min-block-size: 44px;
    }
  }
`
