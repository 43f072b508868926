import type { AccountBatch, OwnedShard, Settlement } from '#storage/store'
import type { WebhookSettlement } from '#storage/webhook-rows'
import { AccountHistory } from './account-history.ts'
import { OutboxAudit } from './outbox-audit.ts'
import type { Witness } from './violation.ts'
import { WebhookAudit } from './webhook-audit.ts'
import type { StoreWatcher } from './watched-store.ts'

/** Everything that became durable in a simulated world, account by account, and who wrote it. */
export class Records implements StoreWatcher {
  readonly outbox: OutboxAudit
  readonly webhooks: WebhookAudit
  readonly #witness: Witness
  readonly #now: () => number
  readonly #histories = new Map<string, AccountHistory>()
  /** Which process owns a shard, by its epoch. */
  readonly #owners = new Map<number, { node: string; epoch: number }>()
  readonly #accountOfChat = new Map<string, string>()
  readonly #newestChat = new Map<string, string>()
  readonly #loadedAt = new Map<string, number>()

  constructor(accountIds: readonly string[], witness: Witness, now: () => number) {
    this.#witness = witness
    this.#now = now
    this.outbox = new OutboxAudit(witness)
    this.webhooks = new WebhookAudit(witness)
    for (const accountId of accountIds) {
      this.#histories.set(accountId, new AccountHistory(accountId, witness))
    }
  }

  get histories(): Iterable<AccountHistory> {
    return this.#histories.values()
  }

  /** Throws for an account that nobody planned. */
  history(accountId: string): AccountHistory {
    const history = this.#histories.get(accountId)
    if (history === undefined) throw new Error(`No account ${accountId}`)
    return history
  }

  accountOfChat(chatId: string): string | undefined {
    return this.#accountOfChat.get(chatId)
  }

  /** The chat of an account that was opened last. */
  newestChat(accountId: string): string | null {
    return this.#newestChat.get(accountId) ?? null
  }

  /** When a host read an account last. */
  loadedAt(accountId: string): number {
    return this.#loadedAt.get(accountId) ?? 0
  }

  loaded(accountId: string): void {
    this.#loadedAt.set(accountId, this.#now())
  }

  owns(node: string, shards: OwnedShard[]): void {
    for (const { shard, epoch } of shards) this.#owners.set(shard, { node, epoch })
  }

  settled(settlements: Settlement[]): void {
    this.outbox.settled(settlements)
  }

  toldWebhook(settlement: WebhookSettlement): void {
    this.webhooks.settled(settlement)
  }

  committed(node: string, batches: AccountBatch[]): void {
    for (const batch of batches) {
      const { accountId, shard, epoch, fromSeq, seq, journal, chats } = batch
      const owner = this.#owners.get(shard)
      this.#witness.holds(
        owner?.node === node && owner.epoch === epoch,
        'oneWriter',
        () => `${node} wrote ${accountId}, which ${owner?.node} owns`,
      )
      this.history(accountId).committed(batch)
      this.outbox.written(batch)
      this.webhooks.written(batch)
      for (const { chatId } of chats) {
        if (!this.#accountOfChat.has(chatId)) this.#newestChat.set(accountId, chatId)
        this.#accountOfChat.set(chatId, accountId)
      }
      const events = journal.map(({ actor, type }) => `${actor.slice(-6)} ${type}`)
      this.#witness.saw(`${node} wrote ${accountId} ${fromSeq}–${seq}: ${events.join(', ')}`)
    }
  }
}
