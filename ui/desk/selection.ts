/** What is being done with a selection, and how to end that early. */
export interface Work {
  /** Such as *Closing 40 of 200*. */
  words: string
  stop(): void
}

/**
 * Which chats of the list in sight are selected.
 *
 * X1 only what the list has is selected: `keep` drops what left it. X2 a range runs from where one
 * selected last; reaching on from there moves its other end, and leaves alone what was selected
 * before. X3 `keep` makes nobody render again: it is called while they do.
 */
export class Selection {
  readonly #listeners = new Set<() => void>()
  #ids: ReadonlySet<string> = new Set()
  #anchor: string | null = null
  #reached: readonly string[] = []
  #work: Work | null = null
  #says: string | null = null

  get ids(): ReadonlySet<string> {
    return this.#ids
  }

  get size(): number {
    return this.#ids.size
  }

  /** Null while nothing is being done with it. */
  get work(): Work | null {
    return this.#work
  }

  /** Why what is selected still is: what was refused last. */
  get says(): string | null {
    return this.#says
  }

  has(id: string): boolean {
    return this.#ids.has(id)
  }

  /** Calls `listener` after each change; returns how to end that. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Selects one more, or one less; ranges start there. */
  toggle(id: string): void {
    const ids = new Set(this.#ids)
    if (!ids.delete(id)) ids.add(id)
    this.#anchor = id
    this.#reached = []
    this.#become(ids)
  }

  /** X2: selects all between the place where one selected last, else `from`, and `to`. */
  reach(from: string, to: string, order: readonly string[]): void {
    if (this.#anchor === null || !order.includes(this.#anchor)) this.#anchor = from
    const ends = [order.indexOf(this.#anchor), order.indexOf(to)]
    if (ends.includes(-1)) return
    const ids = new Set(this.#ids)
    for (const id of this.#reached) ids.delete(id)
    const range = order.slice(Math.min(...ends), Math.max(...ends) + 1)
    this.#reached = range.filter((id) => !ids.has(id))
    this.#become(new Set([...ids, ...range]))
  }

  all(order: readonly string[]): void {
    this.#reached = []
    this.#become(new Set(order))
  }

  clear(): void {
    this.#anchor = null
    this.#reached = []
    this.#become(new Set())
  }

  /** Takes out what something was done with; the rest says why it is still there. */
  drop(done: readonly string[], says: string | null): void {
    const ids = new Set(this.#ids)
    for (const id of done) ids.delete(id)
    this.#become(ids)
    this.#says = ids.size === 0 ? null : says
  }

  /** X1, X3 */
  keep(has: (id: string) => boolean): void {
    const left = [...this.#ids].filter(has)
    if (left.length < this.#ids.size) this.#ids = new Set(left)
  }

  works(work: Work | null): void {
    this.#work = work
    this.#tell()
  }

  #become(ids: ReadonlySet<string>): void {
    this.#ids = ids
    this.#says = null
    this.#tell()
  }

  #tell(): void {
    for (const listener of this.#listeners) listener()
  }
}
