import type { Clock } from '../ports.ts'

/** So many failures one after the other, and a service is left alone. */
const FAILURES = 3

/** For so long at first, twice as long each time after, up to the last. In milliseconds. */
const FIRST_REST_MS = 30_000
const LONGEST_REST_MS = 10 * 60_000

interface Health {
  failures: number
  restMs: number
  /** Until when nobody asks, by the monotonic clock; null while it is asked. */
  restsUntil: number | null
}

/** Leaves services alone that fail, each by its key; after a rest one failure is enough for the next. */
export class Breaker {
  readonly #clock: Pick<Clock, 'monotonic'>
  readonly #health = new Map<string, Health>()

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock
  }

  /** For how much longer a service rests, in milliseconds; 0 where it may be asked. */
  restsFor(key: string): number {
    const until = this.#health.get(key)?.restsUntil ?? null
    return until === null ? 0 : Math.max(0, until - this.#clock.monotonic())
  }

  succeeded(key: string): void {
    this.#health.delete(key)
  }

  failed(key: string): void {
    const before = this.#health.get(key)
    const health = before ?? { failures: 0, restMs: 0, restsUntil: null }
    health.failures += 1
    if (health.failures >= FAILURES) {
      health.restMs = Math.min(LONGEST_REST_MS, Math.max(FIRST_REST_MS, health.restMs * 2))
      health.restsUntil = this.#clock.monotonic() + health.restMs
    }
    this.#health.set(key, health)
  }

  /** Its settings changed: what was before says nothing of it. */
  forget(key: string): void {
    this.#health.delete(key)
  }
}
