/** A command that came within this time is remembered in memory. */
export const REMEMBERED_MS = 20_000

/** Clocks of clients may be ahead by this much before their ids are looked up. */
const SKEW_MS = 5_000

/** A client's clock may be ahead by a day; ids further ahead are looked up and not remembered. */
const FAR_AHEAD_MS = 24 * 3_600_000

/** When a UUID of version 7 says it was made, in milliseconds since the epoch; null for others. */
export function madeAt(commandId: string): number | null {
  if (commandId[14] !== '7') return null
  return Number.parseInt(commandId.slice(0, 8) + commandId.slice(9, 13), 16)
}

/**
 * Whether memory alone can tell that a command never came before: it was made after this account
 * was loaded and within the time that memory keeps. Anything else is looked up in the store, and a
 * unique key stands behind both.
 */
export function isFresh(commandId: string, now: number, loadedAt: number): boolean {
  const made = madeAt(commandId)
  return (
    made !== null &&
    made > loadedAt + SKEW_MS &&
    made > now - REMEMBERED_MS + SKEW_MS &&
    made <= now + SKEW_MS
  )
}

/** Until when a command must be remembered so that `isFresh` stays true to its word. */
export function rememberUntil(commandId: string, now: number): number {
  const made = madeAt(commandId) ?? now
  const ahead = made > now && made < now + FAR_AHEAD_MS ? made : now
  return ahead + REMEMBERED_MS
}
