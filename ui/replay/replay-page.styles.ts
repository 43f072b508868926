import { css } from 'lit'

export const replayPageStyles = css`
  :host {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    background: var(--ground);
    container: replay / inline-size;
  }
  .head {
    display: flex;
    flex: none;
    align-items: center;
    gap: 12px;
    padding: 12px 20px;
    border-block-end: 1px solid var(--line);
  }
  .title {
    flex: 1;
    min-inline-size: 0;
  }
  h1 {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-size: var(--size-16);
    font-weight: 600;
    line-height: 1.3;
  }
  .title p {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--text-2);
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
  }
  nav {
    display: flex;
    flex: none;
    gap: 4px;
  }
  .menu {
    inset: auto;
    position-area: block-end span-inline-start;
    inline-size: 300px;
    margin: 6px 0;
    padding: 16px;
    border: 1px solid var(--line);
    border-radius: var(--radius-card);
    background: var(--ground-raised);
    box-shadow: var(--shadow-float);
    color: var(--text);
  }
  .menu h2 {
    font-size: var(--size-14);
    font-weight: 600;
  }
  .menu p,
  .hint {
    color: var(--text-2);
    font-size: var(--size-13);
  }
  .hint {
    display: block;
  }
  .words {
    display: grid;
    grid-template-columns: auto 1fr;
    gap: 8px;
    align-items: start;
    margin-block-start: 12px;
    font-size: var(--size-13);
  }
  .words input {
    margin-block-start: 3px;
    accent-color: var(--accent);
  }
  .menu .button {
    margin-block-start: 14px;
  }
  .menu .error {
    margin-block-start: 12px;
    color: var(--bad);
  }
  .notice {
    display: flex;
    flex: none;
    align-items: center;
    gap: 10px;
    padding: 8px 20px;
    background: var(--warn-soft);
    color: var(--text);
    font-size: var(--size-13);
    white-space: pre-line;
  }
  .notice .icon {
    flex: none;
    color: var(--warn);
  }
  .notice span {
    flex: 1;
  }
  .body {
    display: grid;
    flex: 1;
    grid-template-columns: minmax(280px, 22%) minmax(0, 1fr) minmax(320px, 25%);
    min-block-size: 0;
  }
  .left {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    border-inline-end: 1px solid var(--line);
  }
  .left > :last-child {
    flex: 1;
    min-block-size: 0;
  }
  .left-title {
    padding: 14px 20px 10px;
    font-size: var(--size-14);
    font-weight: 600;
  }
  .switch {
    display: flex;
    flex: none;
    margin: 10px 16px;
    padding: 2px;
    border-radius: 8px;
    background: var(--fill);
  }
  .switch button {
    flex: 1;
    min-block-size: 28px;
    border-radius: var(--radius);
    color: var(--text-2);
    font-size: var(--size-13);
  }
  .switch [aria-pressed='true'] {
    background: var(--ground-raised);
    color: var(--text);
    font-weight: 600;
    box-shadow: 0 0 0 1px var(--line-strong);
  }
  .chart {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
    min-inline-size: 0;
    background: var(--ground-sunken);
  }
  parley-statechart {
    flex: 1;
    min-block-size: 0;
  }
  .banner {
    display: flex;
    flex: none;
    align-items: center;
    gap: 8px;
    padding: 8px 16px;
    border-block-end: 1px dashed var(--accent-line);
    background: var(--accent-softer);
    color: var(--accent-text);
    font-size: var(--size-13);
  }
  .banner > span {
    min-inline-size: 0;
  }
  .banner .not {
    flex: none;
    margin-inline-start: auto;
    color: var(--text-2);
  }
  .banner .icon {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
  }
  aside {
    overflow-y: auto;
    min-block-size: 0;
    border-inline-start: 1px solid var(--line);
  }
  .ask {
    padding: 0 20px 24px;
  }
  .ask .button {
    min-block-size: 36px;
    white-space: normal;
    line-height: 1.25;
    text-align: start;
  }
  .ask .icon {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
  }
  .loads {
    padding: 16px 20px;
    color: var(--text-2);
    font-size: var(--size-13);
  }
  parley-replay-timeline {
    flex: none;
  }
  .hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .loading {
    display: grid;
    flex: 1;
    grid-template-columns: 22% 1fr 25%;
    grid-template-rows: 1fr 92px;
    gap: 20px;
    padding: 20px;
  }
  .loading span {
    border-radius: var(--radius-card);
    background: var(--fill);
  }
  .loading .line {
    grid-column: 1 / -1;
  }

  @container replay (max-width: 1080px) {
    .body {
      grid-template-columns: minmax(0, 1fr) minmax(300px, 36%);
      grid-template-rows: minmax(0, 1.2fr) minmax(0, 1fr);
    }
    .chart {
      grid-area: 1 / 1;
    }
    .left {
      grid-area: 2 / 1;
      border-inline-end: 0;
      border-block-start: 1px solid var(--line);
    }
    aside {
      grid-area: 1 / 2 / 3 / 3;
    }
  }
  :host([narrow]) .head {
    flex-wrap: wrap;
    gap: 6px 10px;
    padding: 8px 12px;
  }
  :host([narrow]) .title {
    flex-basis: 70%;
  }
  :host([narrow]) .title p {
    white-space: normal;
    font-size: var(--size-12);
  }
  :host([narrow]) nav {
    margin-inline-start: -8px;
  }
  :host([narrow]) .body {
    display: block;
    overflow-y: auto;
  }
  :host([narrow]) .chart {
    block-size: 320px;
    border-block-end: 1px solid var(--line);
  }
  :host([narrow]) aside {
    overflow: visible;
    border: 0;
  }
  :host([narrow]) .left {
    block-size: 60vh;
    border-block-start: 1px solid var(--line);
  }
  :host([narrow]) .body {
    display: flex;
    flex-direction: column;
  }
  :host([narrow]) .body > * {
    flex: none;
  }
  :host([narrow]) .chart {
    order: 1;
  }
  :host([narrow]) aside {
    order: 2;
  }
  :host([narrow]) .left {
    order: 3;
  }
  :host([narrow]) parley-replay-timeline {
    padding-inline: 12px;
    box-shadow: var(--shadow-float);
  }
  @media print {
    nav,
    .ask,
    parley-replay-timeline {
      display: none;
    }
  }
`
