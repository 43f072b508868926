/** A command that came within this time is remembered in memory. */
export const REMEMBERED_MS = 20_000

/** Clocks of clients may be ahead by this much before their ids are looked up. */
const SKEW_MS = 5_000

/** Ids further ahead count as this far: answers are kept no longer. */
const FAR_AHEAD_MS = 7 * 24 * 3_600_000

/** When a UUID of version 7 says it was made, in milliseconds since the epoch; null for others. */
export function madeAt(commandId: string): number | null {
  if (commandId[14] !== '7') return null
  return Number.parseInt(commandId.slice(0, 8) + commandId.slice(9, 13), 16)
}

/**
 * Whether memory alone can tell that a command never came before: it was made after the time from
 * which memory knows its sender's commands, and within the time that memory keeps. Anything else is
 * looked up in the store, and a unique key stands behind both.
 */
export function isFresh(commandId: string, now: number, knownSince: number): boolean {
  const made = madeAt(commandId)
  return (
    made !== null &&
    made > knownSince + SKEW_MS &&
    made > now - REMEMBERED_MS + SKEW_MS &&
    made <= now + SKEW_MS
  )
}

/**
 * When an id of a client whose clock is ahead says it was made; null for all others. Until that time
 * has come, memory cannot tell such ids from new ones.
 */
export function aheadUntil(commandId: string, now: number): number | null {
  const made = madeAt(commandId)
  if (made === null || made <= now + SKEW_MS) return null
  return Math.min(made, now + FAR_AHEAD_MS)
}
