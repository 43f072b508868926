import type { Random } from '../ports.ts'

/** Chances from a seed (mulberry32), so that a rehearsal's choices can be had again. */
export class Chance implements Random {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let mixed = this.#state
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }

  /** True with a probability. */
  is(probability: number): boolean {
    return this.next() < probability
  }

  /** An integer from 0 to below `count`. */
  below(count: number): number {
    return Math.floor(this.next() * count)
  }

  /** One of a list; null where it is empty. */
  of<T>(list: readonly T[]): T | null {
    return list[this.below(list.length)] ?? null
  }
}
