/** A stretch of time between two steps that is drawn shorter than it was. */
export interface Wait {
  /** Which step it comes after, from 0. */
  after: number
  ms: number
  /** Where it is drawn. */
  from: number
  to: number
}

/** Where each step of a timeline is drawn. */
export interface TimeScale {
  /** By step, from the beginning; never one before the one before it. */
  readonly at: Float64Array
  readonly waits: readonly Wait[]
}

/** Shorter than this is no wait that would have to be said. */
const LEAST_WAIT_MS = 20_000

/** How many times longer than usual a stretch is drawn at the most. */
const MOST_OF_USUAL = 6

/** Room of steps that happened in the same moment: they can still be told apart. */
const APART_PX = 12

/** What a shortened stretch needs for its words. */
const WAIT_PX = 96

/** At most so much of the room is for such words, and so much for telling steps apart. */
const WAITS_SHARE = 0.5
const APART_SHARE = 0.4

/**
 * Lays steps out along a line, at their time. Long waits are drawn as short ones, all of the same
 * length, and are told apart so that they can be said as such; all other stretches are as long as
 * they took.
 * @param times of the steps in milliseconds, ascending.
 */
export function timeScale(times: readonly number[], width: number): TimeScale {
  const count = times.length
  const at = new Float64Array(count)
  if (count < 2 || width <= 0) return { at, waits: [] }
  const gaps = times.slice(1).map((time, place) => Math.max(0, time - (times[place] ?? time)))
  const longest = longestDrawn(gaps)
  const isWait = (gap: number) => gap > longest
  const waitCount = gaps.filter(isWait).length
  const wait = waitCount === 0 ? 0 : Math.min(WAIT_PX, (width * WAITS_SHARE) / waitCount)
  const apart = Math.min(APART_PX, (width * APART_SHARE) / (count - 1))
  const room = width - waitCount * wait - apart * (count - 1)
  const told = gaps.reduce((sum, gap) => sum + (isWait(gap) ? 0 : gap), 0)
  // With nothing but moments and waits there is room left: it goes to all of them alike.
  const spare = told === 0 ? room / (count - 1) : 0
  const perMs = told === 0 ? 0 : room / told
  const waits: Wait[] = []
  for (const [place, gap] of gaps.entries()) {
    const from = at[place] ?? 0
    const length = apart + spare + (isWait(gap) ? wait : gap * perMs)
    at[place + 1] = from + length
    if (isWait(gap)) waits.push({ after: place, ms: gap, from, to: from + length })
  }
  return { at, waits }
}

/** The step that is drawn nearest to a place. */
export function stepNear({ at }: TimeScale, place: number): number {
  let [low, high] = [0, at.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((at[middle] ?? 0) < place) low = middle + 1
    else high = middle
  }
  const before = at[low - 1]
  const here = at[low]
  return before !== undefined && here !== undefined && place - before < here - place
    ? low - 1
    : Math.max(0, low)
}

/** From here on a stretch is a wait: some times what is usual. */
function longestDrawn(gaps: readonly number[]): number {
  const usual = gaps.filter((gap) => gap >= 1_000).toSorted((a, b) => a - b)
  const median = usual[usual.length >> 1] ?? 0
  return Math.max(LEAST_WAIT_MS, MOST_OF_USUAL * median)
}
