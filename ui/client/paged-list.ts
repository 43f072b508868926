import type { Answer } from './rest.ts'
import type { Refusal } from './refused.ts'

/** One page of something, and where the next one begins. */
export interface Page<Item, Cursor> {
  items: readonly Item[]
  /** Null on the last page. */
  next: Cursor | null
}

/**
 * A long list on the server that is read page by page.
 *
 * P1 what comes for another question than the last one is not shown. P2 an item that is here already
 * does not come twice.
 */
export class PagedList<Asked, Item, Cursor> {
  items: readonly Item[] = []
  /** What the items are the answer to; null before the first question. */
  asked: Asked | null = null
  isLoading = false
  /** Why the last page did not come. */
  refusal: Refusal | null = null
  readonly #load: (asked: Asked, after: Cursor | null) => Promise<Answer<Page<Item, Cursor>>>
  readonly #keyOf: (item: Item) => string
  readonly #listeners = new Set<() => void>()
  #next: Cursor | null = null
  #round = 0

  constructor(options: {
    load: (asked: Asked, after: Cursor | null) => Promise<Answer<Page<Item, Cursor>>>
    keyOf: (item: Item) => string
  }) {
    this.#load = options.load
    this.#keyOf = options.keyOf
  }

  /** Whether there are more pages, as far as is known. */
  get hasMore(): boolean {
    return this.#next !== null
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Asks anew; what was there stays until the first page is here. */
  ask(asked: Asked): Promise<void> {
    this.asked = asked
    this.#round += 1
    return this.#read(asked, null)
  }

  /** Reads the next page, unless one is under way or there is none. */
  async more(): Promise<void> {
    if (this.isLoading || this.asked === null || (this.#next === null && this.refusal === null))
      return
    await this.#read(this.asked, this.#next)
  }

  /** Nothing that was read is here any longer, nor comes from what is under way. */
  forget(): void {
    this.#round += 1
    this.items = []
    this.asked = null
    this.isLoading = false
    this.refusal = null
    this.#next = null
    this.#tell()
  }

  async #read(asked: Asked, after: Cursor | null): Promise<void> {
    const round = this.#round
    this.isLoading = true
    this.refusal = null
    this.#tell()
    const answer = await this.#load(asked, after)
    // P1
    if (round !== this.#round) return
    this.isLoading = false
    if (answer.ok) {
      const { items, next } = answer.value
      const here = after === null ? [] : this.items
      // P2
      const keys = new Set(here.map(this.#keyOf))
      this.items = [...here, ...items.filter((item) => !keys.has(this.#keyOf(item)))]
      this.#next = next
    } else {
      this.refusal = answer.refusal
      if (after === null) this.items = []
    }
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
