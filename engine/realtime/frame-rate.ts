import { FRAMES_PER_SECOND, FRAME_BURST } from '#protocol/limits'

/** A token bucket: how many frames a socket may still send. */
export class FrameRate {
  #tokens = FRAME_BURST
  #at: number

  constructor(now: number) {
    this.#at = now
  }

  /** Whether one more frame is allowed at a time in milliseconds. */
  allows(now: number): boolean {
    const refill = ((now - this.#at) / 1_000) * FRAMES_PER_SECOND
    this.#tokens = Math.min(FRAME_BURST, this.#tokens + refill)
    this.#at = now
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }
}
