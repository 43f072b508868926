import type { Clock } from '../client/clock.ts'

/** Time that stands still until a test moves it. */
export class FakeClock implements Clock {
  /** Timers run only at multiples of this: a browser's for a page that nobody looks at. */
  throttledTo = 1
  #now: number
  #timers: { at: number; run: () => void }[] = []

  constructor(now = Date.UTC(2026, 10, 23, 9, 0)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(ms: number, run: () => void): () => void {
    const due = this.#now + ms
    const timer = { at: Math.ceil(due / this.throttledTo) * this.throttledTo, run }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((one) => one !== timer)
    }
  }

  /** Time goes on and nothing runs: a page that its browser has frozen. */
  freeze(ms: number): void {
    this.#now += ms
  }

  /** Runs what falls due within `ms`, in its order, each at its time. */
  advance(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const [next] = this.#timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)
      if (next === undefined) break
      this.#timers = this.#timers.filter((one) => one !== next)
      this.#now = next.at
      next.run()
    }
    this.#now = end
  }
}
