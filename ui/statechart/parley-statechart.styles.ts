import { css } from 'lit'
import { heatColours } from './heat.styles.ts'

export const statechartStyles = [
  heatColours,
  css`
    :host {
      display: flex;
      flex-direction: column;
      min-block-size: 0;
      min-inline-size: 0;
      block-size: 100%;
      background: var(--ground-sunken);
    }
    .tools {
      display: flex;
      flex: none;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px;
      padding: 6px 12px;
    }
    :host([data-small]) .tools {
      flex-wrap: nowrap;
      overflow-x: auto;
      scrollbar-width: none;
    }
    :host([data-small]) .overview {
      display: none;
    }
    .tools > * {
      flex: none;
    }
    .tools .gap {
      flex: 1;
    }
    .tools .button {
      min-block-size: 28px;
      padding-inline: 9px;
    }
    .tools .icon-only {
      inline-size: 28px;
      padding: 0;
    }
    .tools [aria-pressed='true'].button {
      background: var(--fill-hover);
      color: var(--text);
    }
    .gap {
      flex: 1;
    }
    .switch {
      display: inline-flex;
      padding: 2px;
      border-radius: 8px;
      background: var(--fill);
    }
    .switch button {
      min-block-size: 26px;
      padding-inline: 10px;
      color: var(--text-2);
      font-size: var(--size-13);
    }
    .switch [aria-pressed='true'] {
      background: var(--ground-raised);
      color: var(--text);
      font-weight: 600;
      box-shadow: 0 0 0 1px var(--line-strong);
    }
    .stage {
      position: relative;
      flex: 1;
      min-block-size: 0;
      overflow: hidden;
      touch-action: none;
      cursor: grab;
      direction: ltr;
    }
    .stage:active {
      cursor: grabbing;
    }
    svg.picture {
      position: absolute;
      inset: 0;
      inline-size: 100%;
      block-size: 100%;
      background: var(--ground-sunken);
      font-family: var(--font);
      user-select: none;
    }

    [data-follows='true'] {
      transition: transform 320ms cubic-bezier(0.2, 0, 0.1, 1);
    }
    @media (prefers-reduced-motion: reduce) {
      [data-follows='true'] {
        transition: none;
      }
    }
    .overview {
      position: absolute;
      inset-block-end: 12px;
      inset-inline-end: 12px;
      inline-size: min(150px, 30%);
      max-block-size: 110px;
      padding: 5px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--ground);
      pointer-events: none;
    }
    .overview .one {
      fill: var(--grey-6);
    }
    .overview .around {
      fill: none;
      stroke: var(--grey-6);
      stroke-width: 8;
    }
    .overview .one[data-active='true'] {
      fill: var(--accent);
    }
    .overview .around[data-active='true'] {
      stroke: var(--accent-line);
    }
    .overview .seen {
      fill: none;
      stroke: var(--text-2);
      stroke-width: 2;
      vector-effect: non-scaling-stroke;
    }

    .box {
      fill: var(--heat, var(--ground-raised));
      stroke: var(--line-strong);
      stroke-width: 1.5;
      transition: fill var(--move);
    }
    .outer .box {
      fill: transparent;
      stroke: var(--grey-7);
      pointer-events: stroke;
    }
    .outer [data-kind='parallel'] .box {
      stroke-dasharray: 7 5;
    }
    .header {
      fill: transparent;
    }
    .words {
      pointer-events: none;
    }
    .end {
      fill: none;
      stroke: var(--line-strong);
      stroke-width: 1.5;
    }
    .state {
      cursor: pointer;
      outline: none;
    }
    .leaf:hover .box {
      stroke: var(--line-control);
    }
    .state:focus-visible .box {
      stroke: var(--ring);
      stroke-width: 4;
    }
    .state[data-selected='true'] .box {
      stroke: var(--text);
      stroke-width: 3;
    }
    .state[data-active='true'] .box {
      stroke: var(--accent);
      stroke-width: 3;
    }
    .leaf [data-active='true'] .box {
      fill: var(--accent-soft);
      stroke-width: 4;
    }
    .title {
      fill: var(--text);
      font-weight: 600;
    }
    .outer .title {
      fill: var(--text-2);
    }
    .leaf[data-heat='0'] .count {
      fill: var(--text-3);
      font-weight: 400;
    }
    .count {
      fill: var(--text);
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
    .total {
      fill: var(--text-2);
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
    .dwell {
      fill: var(--text-2);
      font-variant-numeric: tabular-nums;
    }

    .line {
      fill: none;
      stroke: var(--grey-8);
      stroke-width: var(--width, 1.5);
      transition: stroke-width var(--move);
    }
    .hit {
      fill: none;
      stroke: transparent;
      stroke-width: 16;
      pointer-events: stroke;
    }
    .way,
    .label {
      cursor: pointer;
    }
    .arrow {
      fill: var(--grey-8);
      stroke: none;
    }
    circle.first {
      fill: var(--text-2);
    }
    .way[data-busy='true'] .line {
      stroke: var(--grey-9);
    }
    .way[data-busy='true'] .arrow {
      fill: var(--grey-9);
    }
    .way[data-near='true'] .line,
    .way:hover .line {
      stroke: var(--text);
    }
    .way[data-near='true'] .arrow,
    .way:hover .arrow {
      fill: var(--text);
    }
    .way[data-step] .line {
      stroke: var(--accent);
      stroke-width: 3.5;
      stroke-opacity: 0.75;
    }
    .way[data-step] .arrow {
      fill: var(--accent);
    }
    .way[data-step='0'] .line {
      stroke-width: 5.5;
      stroke-opacity: 1;
    }
    [data-imagined='true'] .way[data-step='0'] .line,
    [data-imagined='true'] .leaf [data-active='true'] .box {
      stroke-dasharray: 9 6;
    }
    [data-imagined='true'] .leaf [data-active='true'] .box {
      fill: var(--ground-raised);
    }
    .dots {
      position: absolute;
      inset-block-start: 0;
      inset-inline-start: 0;
      inline-size: 0;
      block-size: 0;
      transform-origin: 0 0;
      pointer-events: none;
    }
    .dot {
      position: absolute;
      inset-block-start: -5px;
      inset-inline-start: -5px;
      inline-size: 10px;
      block-size: 10px;
      border-radius: 50%;
      background: var(--accent);
      will-change: transform;
    }

    .under {
      fill: var(--ground-sunken);
    }
    .label text {
      fill: var(--text-2);
    }
    .label .guard {
      fill: var(--text-3);
    }
    .label .passes,
    .label .note {
      fill: var(--text);
      font-weight: 600;
      font-variant-numeric: tabular-nums;
    }
    .label .note,
    .label[data-step] text {
      fill: var(--accent-text);
    }

    .slip rect {
      fill: var(--fill);
    }
    .slip text {
      fill: var(--text-2);
    }

    .legend {
      position: absolute;
      inset-block-end: 12px;
      inset-inline-start: 16px;
      display: flex;
      align-items: center;
      gap: 2px;
      padding: 4px 6px;
      border-radius: var(--radius);
      background: var(--ground);
      color: var(--text-2);
      font-size: var(--size-12);
      font-variant-numeric: tabular-nums;
      pointer-events: none;
    }
    .legend [data-heat] {
      min-inline-size: 28px;
      padding: 2px 6px;
      border-radius: 4px;
      background: var(--heat);
      color: var(--text);
      text-align: center;
    }
    .legend .what {
      padding-inline: 6px 2px;
    }
    .card {
      position: absolute;
      z-index: 2;
      max-inline-size: 300px;
      padding: 10px 12px;
      border: 1px solid var(--line);
      border-radius: var(--radius-card);
      background: var(--ground-raised);
      box-shadow: var(--shadow-float);
      color: var(--text-2);
      font-size: var(--size-12);
      line-height: 1.4;
      pointer-events: none;
    }
    .card .name {
      color: var(--text);
      font-size: var(--size-13);
      font-weight: 600;
    }
    .card ul {
      margin-block-start: 6px;
    }
    .card li + li {
      margin-block-start: 2px;
    }
    .does {
      display: block;
      color: var(--text-3);
    }
    parley-statechart-outline {
      flex: 1;
      min-block-size: 0;
    }
    .loading {
      display: grid;
      gap: 24px;
      place-content: center;
      grid-auto-flow: column;
      block-size: 100%;
    }
    .loading span {
      inline-size: 140px;
      block-size: 64px;
      border-radius: 12px;
      background: var(--fill);
    }

    @media print {
      :host {
        background: none;
      }
      .tools,
      .overview,
      .card {
        display: none;
      }
      .stage {
        overflow: visible;
      }
    }
    @media (forced-colors: active) {
      .box,
      .end,
      .line {
        stroke: CanvasText;
      }
      .leaf .box {
        fill: Canvas;
      }
      .arrow,
      circle.first,
      .title,
      .count,
      .total,
      .dwell,
      .label text,
      .slip text {
        fill: CanvasText;
      }
      .under {
        fill: Canvas;
      }
      .slip rect {
        fill: Canvas;
        stroke: GrayText;
      }
      .state[data-active='true'] .box,
      .state:focus-visible .box,
      .way[data-step] .line {
        stroke: Highlight;
      }
      .legend [data-heat] {
        border: 1px solid CanvasText;
      }
    }
  `,
]
