/** Wakes whoever waits for something to change. */
export class Signal {
  #next = Promise.withResolvers<void>()

  /** Resolves when `notify` is called after this moment. */
  next(): Promise<void> {
    return this.#next.promise
  }

  notify(): void {
    const { resolve } = this.#next
    this.#next = Promise.withResolvers<void>()
    resolve()
  }
}
