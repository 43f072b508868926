/*
 * What the engine needs of the world besides a store. Made once in `main.ts`; the simulation makes
 * others, so that the whole engine runs in one process on virtual time from one seed.
 */

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Milliseconds that only ever grow, also while the wall clock is set. */
  monotonic(): number
  /** Calls back once after a delay in milliseconds; gives a function that prevents it. */
  schedule(delayMs: number, callback: () => void): () => void
}

export interface Ids {
  /** A new id that sorts by time: UUID version 7. */
  next(): string
}

export interface Random {
  /** At least 0, below 1. */
  next(): number
}

export interface Log {
  info(about: Record<string, unknown>, message: string): void
  warn(about: Record<string, unknown>, message: string): void
  error(about: Record<string, unknown>, message: string): void
}

/** Resolves after a delay by a clock. */
export function pause(clock: Clock, delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(delayMs, resolve)
  })
}
