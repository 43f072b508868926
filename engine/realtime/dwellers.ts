/**
 * Since when those who are in a state are there, oldest first: the oldest and the median are looked
 * up, not searched. Whoever comes is nearly always the newest.
 */
export class Dwellers {
  readonly #sinces: number[] = []
  /** Those of whom it is not known since when. */
  #unknown = 0

  get count(): number {
    return this.#sinces.length + this.#unknown
  }

  get oldest(): number | null {
    return this.#sinces[0] ?? null
  }

  /** Half of them are there longer. */
  get median(): number | null {
    return this.#sinces[(this.#sinces.length - 1) >> 1] ?? null
  }

  add(since: number | null): void {
    if (since === null) this.#unknown += 1
    else this.#sinces.splice(this.#placeOf(since), 0, since)
  }

  remove(since: number | null): void {
    if (since === null) {
      this.#unknown -= 1
      return
    }
    const place = this.#placeOf(since) - 1
    if (this.#sinces[place] === since) this.#sinces.splice(place, 1)
  }

  /** After all that are as old. */
  #placeOf(since: number): number {
    let low = 0
    let high = this.#sinces.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#sinces[middle] ?? 0) <= since) low = middle + 1
      else high = middle
    }
    return low
  }
}
