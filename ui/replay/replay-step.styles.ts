import { css } from 'lit'
import { toneColours } from './replay-timeline.styles.ts'

/** How a step and its consequences are set; shared by what happened and what might have. */
export const outcomeStyles = [
  toneColours,
  css`
    section,
    .top {
      padding: 14px 20px;
    }
    section {
      border-block-start: 1px solid var(--line);
    }
    .state {
      border: 0;
      padding-block-start: 0;
    }
    h2 {
      font-size: var(--size-20);
      font-weight: 600;
      line-height: 1.25;
      margin-block: 2px 4px;
      overflow-wrap: anywhere;
    }
    h3 {
      margin-block-end: 8px;
      color: var(--text-2);
      font-size: var(--size-12);
      font-weight: 600;
    }
    a {
      color: var(--accent-text);
      font-size: var(--size-13);
    }
    .quiet {
      color: var(--text-2);
      font-size: var(--size-13);
      font-variant-numeric: tabular-nums;
    }
    .move,
    .stays {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 8px;
      font-size: var(--size-13);
    }
    .stays {
      color: var(--text-2);
    }
    .move + .move {
      margin-block-start: 6px;
    }
    .chip {
      padding: 2px 8px 2px 7px;
      border-inline-start: 3px solid var(--tone-edge);
      border-radius: 3px;
      background: var(--tone);
      color: var(--text);
      line-height: 1.4;
    }
    .arrow {
      color: var(--text-3);
    }
    .guards {
      display: flex;
      gap: 6px;
      align-items: center;
      margin-block-start: 8px;
    }
    .icon {
      flex: none;
      inline-size: 15px;
      block-size: 15px;
    }
    .guards .icon {
      color: var(--good);
    }
    dl {
      display: grid;
      gap: 8px;
      font-size: var(--size-13);
      line-height: 1.35;
    }
    .facts {
      gap: 3px;
      margin-block-start: 6px;
    }
    .fact,
    .facts div {
      display: flex;
      flex-wrap: wrap;
      gap: 0 8px;
    }
    dt {
      color: var(--text-2);
    }
    dd {
      display: flex;
      flex-wrap: wrap;
      gap: 0 7px;
      min-inline-size: 0;
      font-variant-numeric: tabular-nums;
      overflow-wrap: anywhere;
    }
    del {
      color: var(--text-2);
      text-decoration-color: var(--grey-8);
    }
    ins {
      font-weight: 600;
      text-decoration: none;
    }
    .no {
      color: var(--text-3);
      font-style: italic;
    }
    .effects {
      display: grid;
      gap: 7px;
      font-size: var(--size-13);
      line-height: 1.35;
    }
    .effects li {
      display: grid;
      grid-template-columns: 15px minmax(0, 1fr);
      gap: 0 8px;
      align-items: start;
    }
    .effects .icon {
      margin-block-start: 1px;
      color: var(--text-2);
    }
    .effects .outcome {
      grid-column: 2;
      color: var(--text-2);
      font-size: var(--size-12);
    }
    .effects [data-is='delivered'] .icon {
      color: var(--good);
    }
    .effects [data-is='pending'] .icon {
      color: var(--warn);
    }
    .effects [data-is='dead'] .icon,
    .effects [data-is='dead'] .outcome {
      color: var(--bad);
    }
    .machine {
      padding: 12px 20px 20px;
      color: var(--text-3);
      font-size: var(--size-12);
      border-block-start: 1px solid var(--line);
    }
    .hidden {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
  `,
]

export const replayStepStyles = [
  outcomeStyles,
  css`
    :host {
      display: block;
    }
  `,
]
