import type { CommandKey, Store } from '#storage/store'
import type { CommandRow } from '#storage/rows'

/** Commands that are asked for at once; one round trip answers them all. */
const MOST_AT_ONCE = 500

interface Waiting {
  key: CommandKey
  resolve: (found: CommandRow | null) => void
  reject: (error: unknown) => void
}

/** Asks the store for earlier answers to commands, many in one query, one query at a time. */
export class Lookups {
  readonly #store: Store
  #waiting: Waiting[] = []
  #busy = false

  constructor(store: Store) {
    this.#store = store
  }

  /** The first answer to a command, or null where it was never carried out. */
  find(key: CommandKey): Promise<CommandRow | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ key, resolve, reject })
      if (!this.#busy) {
        this.#busy = true
        queueMicrotask(() => void this.#drain())
      }
    })
  }

  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      const asked = this.#waiting.splice(0, MOST_AT_ONCE)
      try {
        const found = await this.#store.findCommands(asked.map(({ key }) => key))
        const byKey = new Map(found.map((row) => [nameOf(row), row]))
        for (const { key, resolve } of asked) resolve(byKey.get(nameOf(key)) ?? null)
      } catch (error) {
        for (const { reject } of asked) reject(error)
      }
    }
    this.#busy = false
  }
}

function nameOf(key: CommandKey): string {
  return `${key.accountId} ${key.sender} ${key.commandId}`
}
