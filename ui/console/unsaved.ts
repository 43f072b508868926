/** Which drafts hold something that is not saved: leaving would lose it. */
export class Unsaved {
  readonly #drafts = new Set<object>()

  get any(): boolean {
    return this.#drafts.size > 0
  }

  note(draft: object, holds: boolean): void {
    if (holds) this.#drafts.add(draft)
    else this.#drafts.delete(draft)
  }

  clear(): void {
    this.#drafts.clear()
  }
}
