import type { Clock, Ids, Random } from '../ports.ts'

/** Timers of the runtime fire at once when asked for more than this, about 25 days. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  schedule(delayMs, callback) {
    let timer: ReturnType<typeof setTimeout>
    const wait = (leftMs: number): void => {
      const nextMs = Math.min(leftMs, LONGEST_TIMEOUT_MS)
      timer = setTimeout(() => (leftMs > nextMs ? wait(leftMs - nextMs) : callback()), nextMs)
    }
    wait(Math.max(0, delayMs))
    return () => clearTimeout(timer)
  },
}

export const systemIds: Ids = { next: () => Bun.randomUUIDv7() }

export const systemRandom: Random = { next: () => Math.random() }
