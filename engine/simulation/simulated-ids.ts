import type { Clock, Ids } from '../ports.ts'
import type { SeededRandom } from './seeded-random.ts'

/** Two hexadecimal digits near the end of an id that say who made it. */
export const MADE_BY = { host: 'aa', client: 'cc', file: 'ff' } as const

/**
 * UUIDs of version 7 (RFC 9562, section 5.7) of virtual time and a seed. Those of one millisecond
 * sort in the order in which they were made: the bits after the version count (section 6.2, 1).
 */
export class SimulatedIds implements Ids {
  readonly #clock: Clock
  readonly #random: SeededRandom
  readonly #madeBy: string
  #lastAt = 0
  #count = 0

  constructor(clock: Clock, random: SeededRandom, madeBy: keyof typeof MADE_BY) {
    this.#clock = clock
    this.#random = random
    this.#madeBy = MADE_BY[madeBy]
  }

  next(): string {
    return this.at(this.#clock.now())
  }

  /** An id that says that it was made at that time. */
  at(time: number): string {
    this.#count = time === this.#lastAt ? this.#count + 1 : 0
    this.#lastAt = time
    const stamp = time.toString(16).padStart(12, '0')
    const counter = (this.#count % 4_096).toString(16).padStart(3, '0')
    const variant = (8 + this.#random.between(0, 3)).toString(16)
    const node = `${this.#madeBy}${this.#digits(10)}`
    const head = `${stamp.slice(0, 8)}-${stamp.slice(8)}`
    return `${head}-7${counter}-${variant}${this.#digits(3)}-${node}`
  }

  /** An id of version 4: it says no time. */
  timeless(): string {
    const variant = (8 + this.#random.between(0, 3)).toString(16)
    const node = `${this.#madeBy}${this.#digits(10)}`
    return `${this.#digits(8)}-${this.#digits(4)}-4${this.#digits(3)}-${variant}${this.#digits(3)}-${node}`
  }

  #digits(count: number): string {
    let digits = ''
    for (let left = count; left > 0; left -= 1) digits += this.#random.between(0, 15).toString(16)
    return digits
  }
}
