import type { Clock } from './clock.ts'

/** The other side is told at most this often that somebody still types. */
const RENEW_MS = 3_000

/** Without a key for this long nobody types any more. */
const PAUSE_MS = 4_500

/** Turns key presses into few signals: on, renewed while it goes on, off. */
export class TypingSignal {
  #on = false
  #lastSent = 0
  #stopTimer: () => void = () => {}

  constructor(
    readonly clock: Clock,
    readonly send: (typing: boolean) => void,
  ) {}

  touch(): void {
    const now = this.clock.now()
    if (!this.#on || now - this.#lastSent >= RENEW_MS) {
      this.#on = true
      this.#lastSent = now
      this.send(true)
    }
    this.#stopTimer()
    this.#stopTimer = this.clock.after(PAUSE_MS, () => this.stop())
  }

  stop(): void {
    this.#stopTimer()
    if (!this.#on) return
    this.#on = false
    this.send(false)
  }
}
