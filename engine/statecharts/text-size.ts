/*
 * How wide words are, where there is no screen to measure them on. Widths are shares of the type
 * size in wide common faces: a narrower one leaves some air, a wider one is still readable.
 */

const NARROW = /[fijlrtI.,:;'|![\]() ]/
const WIDE = /[mwMWABCDEFGHJKLNOPQRSTUVXYZ@%]/

const BOLD = 1.08

/** The width of a line of text of a type size, in the same unit. */
export function textWidth(text: string, size: number, bold = false): number {
  let width = 0
  for (const character of text) {
    width += NARROW.test(character) ? 0.36 : WIDE.test(character) ? 0.78 : 0.6
  }
  return Math.ceil(width * size * (bold ? BOLD : 1))
}
