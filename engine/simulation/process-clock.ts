import type { Clock } from '../ports.ts'

/**
 * The clock of one process in a simulated world. A paused process (SIGSTOP, a stalled machine)
 * hears nothing, and everything at once when it goes on; a killed one never hears anything again.
 */
export class ProcessClock implements Clock {
  readonly #world: Clock
  readonly #skewMs: number
  #state: 'runs' | 'paused' | 'killed' = 'runs'
  #missed: (() => void)[] = []

  /** @param skewMs how far its wall clock is ahead of the world's. */
  constructor(world: Clock, skewMs: number) {
    this.#world = world
    this.#skewMs = skewMs
  }

  get runs(): boolean {
    return this.#state === 'runs'
  }

  get killed(): boolean {
    return this.#state === 'killed'
  }

  now(): number {
    return this.#world.now() + this.#skewMs
  }

  monotonic(): number {
    return this.#world.monotonic()
  }

  schedule(delayMs: number, callback: () => void): () => void {
    let wanted = true
    const cancel = this.#world.schedule(delayMs, () => {
      this.deliver(() => {
        if (wanted) callback()
      })
    })
    return () => {
      wanted = false
      cancel()
    }
  }

  /** Something from outside reaches the process: now, when it goes on, or never. */
  deliver(callback: () => void): void {
    if (this.#state === 'runs') callback()
    else if (this.#state === 'paused') this.#missed.push(callback)
  }

  pause(): void {
    if (this.#state === 'runs') this.#state = 'paused'
  }

  resume(): void {
    if (this.#state !== 'paused') return
    this.#state = 'runs'
    const missed = this.#missed
    this.#missed = []
    // One after the other, as an event loop would take them: a promise may run in between.
    for (const callback of missed) this.#world.schedule(0, () => this.deliver(callback))
  }

  kill(): void {
    this.#state = 'killed'
    this.#missed = []
  }
}
