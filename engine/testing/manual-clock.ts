import type { Clock } from '../ports.ts'

/** A clock that a test moves by hand; timers run in the order of their times. */
export class ManualClock implements Clock {
  #now: number
  readonly #timers: { at: number; order: number; callback: () => void }[] = []
  #order = 0

  /** Starts at a time in milliseconds since the epoch. */
  constructor(now = Date.UTC(2026, 0, 5, 9)) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#now
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, delayMs), order: (this.#order += 1), callback }
    this.#timers.push(timer)
    this.#timers.sort((a, b) => a.at - b.at || a.order - b.order)
    return () => {
      const index = this.#timers.indexOf(timer)
      if (index >= 0) this.#timers.splice(index, 1)
    }
  }

  /** What is scheduled and did not run yet. */
  get pending(): number {
    return this.#timers.length
  }

  /** Lets time pass, with everything that falls due in it and what follows from that. */
  async pass(ms: number): Promise<void> {
    const until = this.#now + ms
    await settled()
    for (let next = this.#timers[0]; next !== undefined && next.at <= until;) {
      this.#timers.shift()
      this.#now = Math.max(this.#now, next.at)
      next.callback()
      await settled()
      next = this.#timers[0]
    }
    this.#now = until
    await settled()
  }

  /** Jumps without letting anything run, as a process that was stopped does. */
  skip(ms: number): void {
    this.#now += ms
  }
}

/** Resolves when all promises that can go on without time have gone on. */
export async function settled(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await new Promise<void>((resolve) => {
      setImmediate(resolve)
    })
  }
}
