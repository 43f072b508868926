import { nothing, svg, html, type TemplateResult } from 'lit'

const WIDTH = 120
const HEIGHT = 32
const ROOM = 2 // for half the line, and the dot at the end

/** A line that says no more than how something went; nothing where it is one point or none. */
export function sparkline(
  values: readonly (number | null)[],
  range: { least: number; most: number } = rangeOf(values),
): TemplateResult | typeof nothing {
  if (values.filter((value) => value !== null).length < 2) return nothing
  const across = (index: number): number =>
    ROOM + (index / (values.length - 1)) * (WIDTH - 2 * ROOM)
  const up = (value: number): number => {
    const share = (value - range.least) / (range.most - range.least || 1)
    return HEIGHT - ROOM - share * (HEIGHT - 2 * ROOM)
  }
  const path = pieces(values)
    .map((piece) =>
      piece
        .map(
          ([index, value], at) =>
            `${at === 0 ? 'M' : 'L'}${round(across(index))} ${round(up(value))}`,
        )
        .join(''),
    )
    .join('')
  return html`<svg
    class="spark"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${svg`<path d=${path} fill="none" stroke="currentColor" vector-effect="non-scaling-stroke" />`}
  </svg>`
}

/** Values that follow each other, where none is missing between them. */
function pieces(values: readonly (number | null)[]): [index: number, value: number][][] {
  const found: [number, number][][] = [[]]
  for (const [index, value] of values.entries()) {
    if (value === null) found.push([])
    else found.at(-1)?.push([index, value])
  }
  return found.filter((piece) => piece.length > 0)
}

function rangeOf(values: readonly (number | null)[]): { least: number; most: number } {
  const known = values.filter((value) => value !== null)
  return { least: 0, most: Math.max(...known) }
}

function round(n: number): number {
  return Math.round(n * 10) / 10
}
