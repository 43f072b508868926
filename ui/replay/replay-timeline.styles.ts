import { css } from 'lit'

/** The colours of bands: where somebody waits is warm, who is served has the accent, what rests is grey. */
export const toneColours = css`
  [data-tone='bot'] {
    --tone: light-dark(oklch(0.9 0.03 285), oklch(0.36 0.045 285));
    --tone-edge: light-dark(oklch(0.6 0.07 285), oklch(0.62 0.08 285));
  }
  [data-tone='waits'] {
    --tone: light-dark(oklch(0.92 0.055 70), oklch(0.36 0.055 62));
    --tone-edge: var(--warn-mark);
  }
  [data-tone='owed'] {
    --tone: light-dark(oklch(0.86 0.065 218), oklch(0.43 0.07 222));
    --tone-edge: var(--accent);
  }
  [data-tone='answered'] {
    --tone: light-dark(oklch(0.94 0.025 222), oklch(0.32 0.04 226));
    --tone-edge: light-dark(oklch(0.65 0.08 220), oklch(0.56 0.08 220));
  }
  [data-tone='rests'] {
    --tone: var(--fill-hover);
    --tone-edge: var(--grey-8);
  }
  [data-tone='over'] {
    --tone: var(--grey-3);
    --tone-edge: var(--grey-7);
  }
  [data-tone='good'] {
    --tone: light-dark(oklch(0.93 0.05 152), oklch(0.34 0.06 152));
    --tone-edge: var(--good-mark);
  }
  [data-tone='bad'] {
    --tone: var(--bad-soft);
    --tone-edge: var(--bad-mark);
  }
`

export const timelineStyles = css`
  :host {
    display: block;
    container: timeline / inline-size;
    padding: 10px 20px 12px;
    border-block-start: 1px solid var(--line);
    background: var(--ground);
  }
  .controls {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: 4px 16px;
    min-block-size: 36px;
  }
  .buttons {
    display: flex;
    align-items: center;
    gap: 2px;
  }
  .buttons .play {
    inline-size: 36px;
    min-block-size: 36px;
    margin-inline: 4px;
    border-radius: var(--radius-full);
  }
  .play .icon {
    fill: currentColor;
  }
  .said {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    color: var(--text-2);
    font-size: var(--size-13);
    font-variant-numeric: tabular-nums;
  }
  .said b {
    color: var(--text);
    font-weight: 600;
  }
  .speed {
    display: flex;
    align-items: center;
    gap: 8px;
    color: var(--text-2);
    font-size: var(--size-13);
  }
  select {
    inline-size: auto;
    min-block-size: 32px;
  }
  .track {
    position: relative;
    margin-block-start: 6px;
    padding-block: 16px 18px;
    cursor: pointer;
    touch-action: none;
    user-select: none;
    border-radius: var(--radius);
    /* like the chart, time runs one way in every language */
    direction: ltr;
  }
  .track:focus-visible {
    outline: 2px solid var(--ring);
    outline-offset: 4px;
  }
  svg {
    display: block;
    inline-size: 100%;
    overflow: visible;
  }
  .band {
    fill: var(--tone);
  }
  .edge {
    fill: var(--tone-edge);
  }
  .name {
    fill: var(--text);
    font-size: 12px;
    pointer-events: none;
  }
  .region {
    fill: var(--text-2);
    font-size: 11px;
    pointer-events: none;
  }
  .tick {
    stroke: var(--text-3);
    stroke-width: 1;
    vector-effect: non-scaling-stroke;
  }
  .wait {
    fill: url(#wait);
  }
  .cut {
    stroke: var(--ground);
    stroke-width: 2;
    fill: none;
  }
  .hatch {
    stroke: var(--grey-8);
    stroke-width: 1;
    opacity: 0.7;
  }
  .took {
    position: absolute;
    inset-block-start: 0;
    translate: -50% 0;
    color: var(--text-2);
    font-size: 11px;
    line-height: 14px;
    white-space: nowrap;
    pointer-events: none;
    font-variant-numeric: tabular-nums;
  }
  .ends {
    position: absolute;
    inset-block-end: 0;
    inset-inline: 0;
    display: flex;
    justify-content: space-between;
    color: var(--text-2);
    font-size: 11px;
    line-height: 14px;
    font-variant-numeric: tabular-nums;
    pointer-events: none;
  }
  .head {
    position: absolute;
    inset-block: 12px 14px;
    inset-inline-start: 0;
    inline-size: 0;
    pointer-events: none;
    transition: transform var(--move);
  }
  .track[data-dragged] .head {
    transition: none;
  }
  .head::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: -1px;
    inline-size: 2px;
    background: var(--text);
    box-shadow: 0 0 0 1.5px var(--ground);
  }
  .head::after {
    content: '';
    position: absolute;
    inset-block-start: -4px;
    inset-inline-start: -6px;
    inline-size: 12px;
    block-size: 12px;
    border: 2px solid var(--ground);
    border-radius: var(--radius-full);
    background: var(--text);
  }
  .unread {
    fill: var(--fill);
  }
  @media (prefers-reduced-motion: reduce) {
    .head {
      transition: none;
    }
  }
  @container timeline (max-width: 720px) {
    .controls {
      grid-template-columns: auto 1fr auto;
    }
    .said {
      grid-area: 2 / 1 / 3 / -1;
      white-space: normal;
      line-height: 1.3;
    }
    .speed label span {
      display: none;
    }
  }
  @media (pointer: coarse) {
    .track {
      padding-block: 20px 22px;
    }
  }
  @media (forced-colors: active) {
    .band {
      fill: Canvas;
      stroke: CanvasText;
    }
    .name,
    .region {
      fill: CanvasText;
    }
    .tick {
      stroke: CanvasText;
    }
    .head::before,
    .head::after {
      background: Highlight;
    }
  }
`
