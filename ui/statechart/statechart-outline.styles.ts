import { css } from 'lit'
import { heatColours } from './heat.styles.ts'

export const outlineStyles = [
  heatColours,
  css`
    :host {
      display: block;
      overflow: auto;
      padding: 16px;
    }
    .state {
      margin-block-end: 12px;
    }
    .head {
      display: flex;
      align-items: baseline;
      gap: 12px;
      padding: 10px 14px;
      border: 1px solid var(--line-strong);
      border-radius: var(--radius-card);
      background: var(--heat, var(--ground-raised));
      cursor: pointer;
    }
    .head[data-active='true'] {
      border-color: var(--accent);
      box-shadow: inset 0 0 0 1px var(--accent);
      background: var(--accent-soft);
    }
    .head[aria-selected='true'] {
      outline: 2px solid var(--ring);
      outline-offset: 2px;
    }
    .name {
      flex: 1;
      font-size: var(--size-16);
      font-weight: 600;
    }
    .mark {
      color: var(--accent-text);
      font-size: var(--size-12);
      font-weight: 600;
    }
    .count {
      font-variant-numeric: tabular-nums;
      font-weight: 600;
    }
    .head .count {
      font-size: var(--size-20);
      line-height: 1;
    }
    .dwell,
    .about,
    .anywhere {
      color: var(--text-2);
      font-size: var(--size-12);
    }
    .about {
      padding: 4px 14px 0;
    }
    .ways {
      padding-block: 4px;
    }
    .way {
      display: flex;
      flex-wrap: wrap;
      gap: 2px 10px;
      padding: 5px 14px;
      min-block-size: 28px;
      border-radius: var(--radius);
      color: var(--text-2);
      font-size: var(--size-13);
      line-height: var(--leading-list);
      cursor: pointer;
    }
    .way:hover {
      background: var(--fill);
    }
    .way[data-taken='true'] {
      color: var(--accent-text);
      font-weight: 600;
    }
    .note {
      color: var(--accent-text);
      font-variant-numeric: tabular-nums;
      font-weight: 600;
    }
    .does {
      flex-basis: 100%;
      color: var(--text-3);
      font-size: var(--size-12);
    }
    .inner {
      margin-inline-start: 12px;
      padding-inline-start: 12px;
      border-inline-start: 1px solid var(--line-strong);
    }
    @media (pointer: coarse) {
      .way {
        min-block-size: 44px;
        align-items: center;
      }
    }
    @media print {
      :host {
        overflow: visible;
      }
      .state {
        break-inside: avoid;
      }
    }
    @media (forced-colors: active) {
      .head[data-active='true'] {
        outline: 3px solid Highlight;
      }
    }
  `,
]
