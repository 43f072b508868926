import type { Random } from '../ports.ts'

/**
 * Random numbers that one seed decides: sfc32 of Chris Doty-Humphrey's PractRand (public domain),
 * its state filled by SplitMix32, the 32-bit kin of Sebastiano Vigna's splitmix64.
 */
export class SeededRandom implements Random {
  readonly #seed: number
  #a: number
  #b: number
  #c: number
  #counter = 1

  constructor(seed: number) {
    this.#seed = seed >>> 0
    let state = this.#seed
    const fill = (): number => {
      state = (state + 0x9e3779b9) | 0
      let mixed = state ^ (state >>> 16)
      mixed = Math.imul(mixed, 0x21f0aaad)
      mixed ^= mixed >>> 15
      mixed = Math.imul(mixed, 0x735a2d97)
      return mixed ^ (mixed >>> 15)
    }
    this.#a = fill()
    this.#b = fill()
    this.#c = fill()
    for (let round = 0; round < 12; round += 1) this.next()
  }

  next(): number {
    const sum = (((this.#a + this.#b) | 0) + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (this.#c << 21) | (this.#c >>> 11)
    this.#c = (this.#c + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  }

  /** Another stream of the same seed: what is drawn from one never moves another. */
  fork(name: string): SeededRandom {
    let hash = this.#seed ^ 0x811c9dc5
    for (const letter of name) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
    return new SeededRandom(hash)
  }

  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1))
  }

  chance(probability: number): boolean {
    return this.next() < probability
  }

  /** One of several. Throws where there is none. */
  pick<T>(from: readonly T[]): T {
    const picked = from[Math.floor(this.next() * from.length)]
    if (from.length === 0) throw new Error('Nothing to pick from')
    return picked as T
  }

  /** One of several, each as likely as its weight says. Throws where there is none. */
  weighted<T>(from: readonly (readonly [weight: number, what: T])[]): T {
    let left = this.next() * from.reduce((sum, [weight]) => sum + weight, 0)
    for (const [weight, what] of from) {
      left -= weight
      if (left < 0) return what
    }
    const last = from.at(-1)
    if (last === undefined) throw new Error('Nothing to pick from')
    return last[1]
  }
}
