/*
 * Durations are kept as counts by class: classes add up over days, groups and agents, which
 * medians do not. Their bounds are times that people name, so that *within a minute* is exact.
 */

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** The upper bounds of the classes, which belong to them; what is longer is in a last class. */
export const CLASS_BOUNDS_MS: readonly number[] = [
  ...[2, 5, 10, 15, 20, 30, 45].map((n) => n * SECOND),
  ...[1, 1.5, 2, 3, 4, 5, 7, 10, 15, 20, 30, 45].map((n) => n * MINUTE),
  ...[1, 1.5, 2, 3, 4, 6, 8, 12, 24, 48].map((n) => n * HOUR),
]

/** How many classes there are. */
export const CLASSES = CLASS_BOUNDS_MS.length + 1

/** The class of a duration, from 0. */
export function classOf(ms: number): number {
  const found = CLASS_BOUNDS_MS.findIndex((bound) => ms <= bound)
  return found < 0 ? CLASS_BOUNDS_MS.length : found
}

/** How many durations are in each class. */
export function classCounts(durations: readonly number[]): number[] {
  const counts = Array.from({ length: CLASSES }, () => 0)
  for (const ms of durations) counts[classOf(ms)] = (counts[classOf(ms)] ?? 0) + 1
  return counts
}

/**
 * About how long so many of all took at most (`share` 0.5 is the median), taken evenly within a
 * class; of the last, open one its lower bound. Null where there are none.
 */
export function quantileOf(counts: readonly number[], share: number): number | null {
  const total = counts.reduce((sum, n) => sum + n, 0)
  if (total === 0) return null
  let left = share * total
  for (const [index, n] of counts.entries()) {
    if (n > 0 && left <= n) {
      const from = CLASS_BOUNDS_MS[index - 1] ?? 0
      const to = CLASS_BOUNDS_MS[index] ?? from
      return Math.round(from + (to - from) * (left / n))
    }
    left -= n
  }
  return CLASS_BOUNDS_MS.at(-1) ?? null
}

/** How many took no longer than the bound of a class. */
export function countWithin(counts: readonly number[], boundMs: number): number {
  const last = CLASS_BOUNDS_MS.indexOf(boundMs)
  return counts.slice(0, last + 1).reduce((sum, n) => sum + n, 0)
}
