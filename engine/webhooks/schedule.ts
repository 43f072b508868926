import type { Random } from '../ports.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/**
 * Waits between tries, in milliseconds; after the last one an event is given up, three days after the
 * first. They are those that https://www.standardwebhooks.com proposes.
 */
export const RETRY_MS = [
  5_000,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/** Each wait is longer by up to this part of it, so that what failed together does not come together. */
const JITTER = 0.1

/** Who asks for more time than this, in milliseconds, gets this much. */
const MOST_AFTER_MS = 24 * HOUR

/**
 * How long to wait after a try that failed, in milliseconds; null where it was the last one. `asked`
 * is what `retry-after` said: seconds, or a date.
 */
export function waitAfter(
  attempts: number,
  asked: string | null,
  now: number,
  random: Random,
): number | null {
  const wait = RETRY_MS[attempts]
  if (wait === undefined) return null
  const askedMs = Math.min(MOST_AFTER_MS, msIn(asked, now))
  return Math.max(askedMs, Math.round(wait * (1 + JITTER * random.next())))
}

/** https://www.rfc-editor.org/rfc/rfc9110#field.retry-after; 0 for what is neither. */
function msIn(asked: string | null, now: number): number {
  if (asked === null) return 0
  const ms = /^\d{1,9}$/.test(asked) ? Number(asked) * 1_000 : Date.parse(asked) - now
  return Number.isFinite(ms) ? Math.max(0, ms) : 0
}
