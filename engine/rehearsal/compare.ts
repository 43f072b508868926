/** How what was seen differs from what there was. */
export interface Difference {
  /** There, but not seen. */
  missing: string[]
  /** Seen once more than it is there. */
  extra: string[]
  /** Seen before something that stands before it. */
  misordered: string[]
}

/** Compares two lists, in which the same entry may stand several times, by their order. */
export function compare(there: readonly string[], seen: readonly string[]): Difference {
  const places = new Map<string, number[]>()
  for (const [place, entry] of there.entries()) {
    const known = places.get(entry)
    if (known === undefined) places.set(entry, [place])
    else known.push(place)
  }
  const difference: Difference = { missing: [], extra: [], misordered: [] }
  let furthest = -1
  for (const entry of seen) {
    const place = places.get(entry)?.shift()
    if (place === undefined) {
      difference.extra.push(entry)
    } else {
      if (place < furthest) difference.misordered.push(entry)
      furthest = Math.max(furthest, place)
    }
  }
  for (const [entry, left] of places) {
    for (const _place of left) difference.missing.push(entry)
  }
  return difference
}
