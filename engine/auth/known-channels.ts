import type { ChannelRow } from '#storage/rows'
import type { ChannelStore } from './people-store.ts'

/** Channels whose account is remembered; the one that was learnt first is forgotten for a new one. */
const REMEMBERED = 10_000

/** A channel of an account that is awake here, as it is in memory. */
type InMemory = (accountId: string, channelId: string) => ChannelRow | null

/**
 * Every request of a customer names a channel. Which account a channel is of never changes, so it
 * is asked for once; what else is known of it comes from the account's memory, or else from the
 * store.
 */
export class KnownChannels implements ChannelStore {
  readonly #store: ChannelStore
  readonly #inMemory: InMemory
  readonly #accountOf = new Map<string, string>()

  constructor(store: ChannelStore, inMemory: InMemory) {
    this.#store = store
    this.#inMemory = inMemory
  }

  async channel(channelId: string): ReturnType<ChannelStore['channel']> {
    const accountId = this.#accountOf.get(channelId)
    const channel = accountId === undefined ? null : this.#inMemory(accountId, channelId)
    if (accountId !== undefined && channel !== null) return { accountId, channel }
    const found = await this.#store.channel(channelId)
    if (found !== null) this.#remember(channelId, found.accountId)
    return found
  }

  #remember(channelId: string, accountId: string): void {
    const [oldest] = this.#accountOf.keys()
    if (this.#accountOf.size >= REMEMBERED && oldest !== undefined) this.#accountOf.delete(oldest)
    this.#accountOf.set(channelId, accountId)
  }
}
