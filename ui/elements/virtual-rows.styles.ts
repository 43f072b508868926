import { css } from 'lit'

/** Rows of a `VirtualRows` list, each at its place. */
export const virtualRowsStyles = css`
  .virtual {
    position: relative;
    inline-size: 100%;
    overflow-anchor: none;
  }
  .virtual > li {
    position: absolute;
    inset-block-start: 0;
    inset-inline: 0;
    contain: layout style;
  }
`
