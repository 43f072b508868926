/** A list as it is shown: in its order, or as it stood while somebody points at it. */
export interface Shown<T> {
  rows: readonly { item: T; isGone: boolean }[]
  /** How many are there that do not show yet. */
  waiting: number
}

/**
 * Keeps a list still while pointer or focus is in it: what is there stays where it is, what left
 * is marked, what is new waits. The same list is shown as the same rows.
 */
export class HeldOrder<T> {
  readonly #idOf: (item: T) => string
  #held: T[] | null = null
  #last: { of: readonly T[]; held: T[] | null; shown: Shown<T> } | null = null

  constructor(idOf: (item: T) => string) {
    this.#idOf = idOf
  }

  get isHeld(): boolean {
    return this.#held !== null
  }

  hold(items: readonly T[]): void {
    this.#held ??= [...items]
  }

  release(): void {
    this.#held = null
  }

  shown(items: readonly T[]): Shown<T> {
    if (this.#last === null || this.#last.of !== items || this.#last.held !== this.#held) {
      this.#last = { of: items, held: this.#held, shown: this.#show(items) }
    }
    return this.#last.shown
  }

  #show(items: readonly T[]): Shown<T> {
    if (this.#held === null) {
      return { rows: items.map((item) => ({ item, isGone: false })), waiting: 0 }
    }
    const now = new Map(items.map((item) => [this.#idOf(item), item]))
    const rows = this.#held.map((old) => {
      const item = now.get(this.#idOf(old))
      return { item: item ?? old, isGone: item === undefined }
    })
    const held = new Set(this.#held.map(this.#idOf))
    return { rows, waiting: items.filter((item) => !held.has(this.#idOf(item))).length }
  }
}
