import { css } from 'lit'

export const lineChartStyles = css`
  :host {
    display: block;
  }
  .said {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 16px;
    min-block-size: 20px;
    margin-block-end: 4px;
    font-size: var(--size-13);
    color: var(--text-2);
    font-variant-numeric: tabular-nums;
  }
  .said b {
    min-inline-size: 56px;
    font-weight: 600;
    color: var(--text);
  }
  .key {
    display: inline-flex;
    align-items: center;
    gap: 6px;
    max-inline-size: 100%;
    overflow-wrap: anywhere;
  }
  .key::before {
    content: '';
    flex: none;
    inline-size: 14px;
    border-block-start: 2px solid var(--chart-1);
  }
  .key[data-line='2']::before {
    border-color: var(--chart-2);
  }
  .key[data-line='3']::before {
    border-color: var(--chart-3);
  }
  .key[data-line='4']::before {
    border-color: var(--chart-4);
    border-block-start-style: dashed;
  }
  .key[data-line='5']::before {
    border-color: var(--chart-5);
    border-block-start-style: dotted;
  }
  .key[data-line='behind']::before {
    border-color: var(--grey-8);
    border-block-start-style: dashed;
  }
  /* Time goes from left to right, whatever way the words around it are read. */
  .frame {
    position: relative;
    display: flex;
    direction: ltr;
    border-radius: var(--radius);
  }
  .names {
    position: relative;
    flex: 1;
    min-inline-size: 0;
  }
  .name {
    position: absolute;
    inset-inline: 4px 0;
    overflow: hidden;
    font-size: var(--size-12);
    line-height: 20px;
    white-space: nowrap;
    text-overflow: ellipsis;
    unicode-bidi: plaintext;
    color: var(--text-2);
  }
  .name[data-line='1'] {
    font-weight: 600;
    color: var(--accent-text);
  }
  .name[data-line='2'] {
    color: var(--chart-2);
  }
  .name[data-line='3'] {
    color: var(--chart-3);
  }
  .name[data-line='4'] {
    color: var(--chart-4);
  }
  /* What the library draws; its own sheet does not reach in here. */
  .uplot,
  .u-wrap {
    position: relative;
    user-select: none;
  }
  .u-over,
  .u-under,
  .u-axis,
  .u-cursor-x,
  .u-cursor-y,
  .u-cursor-pt,
  .u-select {
    position: absolute;
  }
  .u-under {
    overflow: hidden;
  }
  .uplot canvas {
    display: block;
    position: relative;
    inline-size: 100%;
    block-size: 100%;
  }
  .u-cursor-x {
    inset-block-start: 0;
    inset-inline-start: 0;
    block-size: 100%;
    border-inline-end: 1px solid var(--line-strong);
    pointer-events: none;
  }
  .u-cursor-pt {
    inset-block-start: 0;
    inset-inline-start: 0;
    border-radius: var(--radius-full);
    pointer-events: none;
  }
  .u-select {
    display: none;
  }
  .u-off {
    display: none;
  }
`
