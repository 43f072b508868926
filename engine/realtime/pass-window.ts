const SLOTS = 60

/** How often something happened in the last sixty slots of time. */
class Ring {
  readonly #slotMs: number
  readonly #slots = new Uint32Array(SLOTS)
  /** The newest slot that is counted in. */
  #newest = 0
  #sum = 0

  constructor(slotMs: number) {
    this.#slotMs = slotMs
  }

  add(at: number): void {
    const slot = Math.floor(at / this.#slotMs)
    this.#turnTo(slot)
    if (slot <= this.#newest - SLOTS) return
    this.#slots[slot % SLOTS] = (this.#slots[slot % SLOTS] ?? 0) + 1
    this.#sum += 1
  }

  sum(now: number): number {
    this.#turnTo(Math.floor(now / this.#slotMs))
    return this.#sum
  }

  /** Forgets the slots that passed. */
  #turnTo(slot: number): void {
    if (slot <= this.#newest) return
    if (slot - this.#newest >= SLOTS) {
      this.#slots.fill(0)
      this.#sum = 0
    } else {
      for (let next = this.#newest + 1; next <= slot; next++) {
        this.#sum -= this.#slots[next % SLOTS] ?? 0
        this.#slots[next % SLOTS] = 0
      }
    }
    this.#newest = slot
  }
}

/** How often a transition was taken in the last minute, to a second, and in the last hour, to a minute. */
export class PassWindow {
  readonly #minute = new Ring(1_000)
  readonly #hour = new Ring(60_000)

  add(at: number): void {
    this.#minute.add(at)
    this.#hour.add(at)
  }

  minute(now: number): number {
    return this.#minute.sum(now)
  }

  hour(now: number): number {
    return this.#hour.sum(now)
  }
}
