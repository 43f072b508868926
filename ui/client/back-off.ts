/** The first wait; most drops are over within a second. */
const FIRST_MS = 500

/** Nobody waits longer than this for a server that is back. */
const LONGEST_MS = 20_000

/** Clients of a server that stops come back spread over this, not all at once. */
const GOING_AWAY_SPREAD_MS = 800

/**
 * How long to wait before trying again: doubled for each failed attempt, of which a random half is
 * kept, so that a thousand clients do not return together. `random` gives a number in [0, 1).
 */
export function backOffMs(attempt: number, random: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt)
  return Math.round(full / 2 + (full / 2) * random)
}

/** The wait before returning to a server that said that it stops and another one takes over. */
export function goingAwayMs(random: number): number {
  return Math.round(GOING_AWAY_SPREAD_MS * random)
}
