/** What an account that is awake here lists; null where it is not. */
type InMemory = (accountId: string) => readonly string[] | null

/** What an account lists, as it is stored; nothing for one that does not exist. */
type Stored = (accountId: string) => Promise<readonly string[]>

/**
 * Pages of others that may show an account's desk. They are asked for before anybody is known, by
 * browsers that look ahead: so from the store, where the account sleeps, without waking it.
 */
export class EmbedOrigins {
  readonly #inMemory: InMemory
  readonly #stored: Stored

  constructor(parts: { inMemory: InMemory; stored: Stored }) {
    this.#inMemory = parts.inMemory
    this.#stored = parts.stored
  }

  /** Compared as a whole text: what is listed is written as browsers write it. */
  async has(accountId: string, origin: string): Promise<boolean> {
    return (await this.#of(accountId)).includes(origin)
  }

  /** Whether any page may. */
  async hasAny(accountId: string): Promise<boolean> {
    return (await this.#of(accountId)).length > 0
  }

  async #of(accountId: string): Promise<readonly string[]> {
    return this.#inMemory(accountId) ?? (await this.#stored(accountId))
  }
}
