import type { CommandRow } from '#storage/rows'
import type {
  AccountBatch,
  CommandKey,
  OwnedShard,
  PendingDelivery,
  Settlement,
  Store,
  Swept,
} from '#storage/store'
import type { PendingWebhookDelivery } from '#storage/webhook-rows'

/**
 * A store behind which a host makes batches that are written later: between `begin` and `end`
 * commits are only kept. Shards are those of the host that really owns them.
 */
export class CapturingStore implements Store {
  readonly #store: Store
  readonly #owned: () => OwnedShard[]
  #kept: AccountBatch[][] | null = null

  constructor(store: Store, owned: () => OwnedShard[]) {
    this.#store = store
    this.#owned = owned
  }

  /** From now on commits are kept, and said to be durable. */
  begin(): void {
    this.#kept = []
  }

  /** What was kept, one for each commit, in order; whoever asked for it writes it. */
  end(): AccountBatch[][] {
    const kept = this.#kept ?? []
    this.#kept = null
    return kept
  }

  async commit(batches: AccountBatch[]): Promise<{ fenced: string[] }> {
    if (this.#kept === null) return this.#store.commit(batches)
    this.#kept.push(batches)
    return { fenced: [] }
  }

  async register(): Promise<void> {}

  async renew(): Promise<boolean> {
    return true
  }

  async claim(): Promise<OwnedShard[]> {
    return this.#owned()
  }

  async raise(): Promise<OwnedShard[]> {
    return this.#owned()
  }

  async release(): Promise<void> {}

  async owner(): Promise<string | null> {
    return null
  }

  async accountsToWake(): Promise<string[]> {
    return []
  }

  async takeOutbox(): Promise<PendingDelivery[]> {
    return []
  }

  async takeWebhookDeliveries(): Promise<PendingWebhookDelivery[]> {
    return []
  }

  async settleWebhookDelivery(): Promise<null> {
    return null
  }

  loadAccount(accountId: string) {
    return this.#store.loadAccount(accountId)
  }

  loadChats(accountId: string, chatIds: string[]) {
    return this.#store.loadChats(accountId, chatIds)
  }

  loadActors(accountId: string, actors: string[]) {
    return this.#store.loadActors(accountId, actors)
  }

  journals(accountId: string, actors: readonly string[]) {
    return this.#store.journals(accountId, actors)
  }

  loadCustomers(accountId: string, customerIds: string[]) {
    return this.#store.loadCustomers(accountId, customerIds)
  }

  findCommands(keys: CommandKey[]): Promise<(CommandRow & { accountId: string })[]> {
    return this.#store.findCommands(keys)
  }

  settleOutbox(settlements: Settlement[]): Promise<void> {
    return this.#store.settleOutbox(settlements)
  }

  sweep(now: number): Promise<Swept> {
    return this.#store.sweep(now)
  }
}
