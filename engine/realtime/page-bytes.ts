import { MAX_PAGE_BYTES } from '#protocol/limits'
import type { Json } from '#storage/json'

/** Ids, times and names of fields in a row, as JSON. */
const ENVELOPE_BYTES = 500

interface Row {
  text: string | null
  data: Json
}

/** About how much a message or comment takes in a frame: JSON in UTF-8. */
export function bytesOf({ text, data }: Row): number {
  const words = text === null ? 0 : Buffer.byteLength(JSON.stringify(text))
  return ENVELOPE_BYTES + words + (data === null ? 0 : Buffer.byteLength(JSON.stringify(data)))
}

/**
 * The sequence from which on messages and comments fit one page, from the newest back; 0 where all of
 * them do. What one turn wrote stays together: a page before this sequence begins where this one ends.
 */
export function fitsFrom(
  rows: readonly (Row & { seq: number })[],
  mostBytes = MAX_PAGE_BYTES,
): number {
  const bytesAt = new Map<number, number>()
  for (const row of rows) bytesAt.set(row.seq, (bytesAt.get(row.seq) ?? 0) + bytesOf(row))
  const newestFirst = [...bytesAt].sort(([a], [b]) => b - a)
  let bytes = 0
  let from = Number.POSITIVE_INFINITY
  for (const [seq, more] of newestFirst) {
    bytes += more
    // The newest turn comes whatever it takes.
    if (bytes > mostBytes && from !== Number.POSITIVE_INFINITY) return from
    from = seq
  }
  return 0
}

/** As many rows as fit one page, at least the first one. */
export function firstThatFit<R extends Row>(rows: readonly R[], mostBytes = MAX_PAGE_BYTES): R[] {
  let bytes = 0
  const end = rows.findIndex((row, index) => {
    bytes += bytesOf(row)
    return bytes > mostBytes && index > 0
  })
  return end < 0 ? [...rows] : rows.slice(0, end)
}
