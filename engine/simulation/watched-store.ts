import type { AccountBatch, OwnedShard, Settlement, Store } from '#storage/store'
import type { Feed } from '#storage/feed'
import type { Outlived } from '#storage/outlived'
import type { WebhookSettlement } from '#storage/webhook-rows'

/** Hears what one process really did to the database, whatever the process itself heard of it. */
export interface StoreWatcher {
  owns(node: string, shards: OwnedShard[]): void
  committed(node: string, batches: AccountBatch[]): void
  settled(settlements: Settlement[]): void
  toldWebhook(settlement: WebhookSettlement): void
  loaded(accountId: string): void
}

/** The database as one process reaches it, with a watcher who sees every write that happened. */
export function watchedStore(
  inner: Store & Feed & Outlived,
  node: string,
  watcher: StoreWatcher,
): Store & Feed & Outlived {
  return {
    register: (incarnation, leaseMs) => inner.register(incarnation, leaseMs),
    renew: (incarnation, leaseMs) => inner.renew(incarnation, leaseMs),
    claim: async (incarnation) => {
      const owned = await inner.claim(incarnation)
      watcher.owns(node, owned)
      return owned
    },
    raise: async (incarnation, shards) => {
      const owned = await inner.raise(incarnation, shards)
      watcher.owns(node, owned)
      return owned
    },
    release: (incarnation) => inner.release(incarnation),
    owner: () => inner.owner(),
    loadAccount: (accountId) => {
      watcher.loaded(accountId)
      return inner.loadAccount(accountId)
    },
    loadChats: (accountId, chatIds) => inner.loadChats(accountId, chatIds),
    loadActors: (accountId, actors) => inner.loadActors(accountId, actors),
    loadCustomers: (accountId, customerIds) => inner.loadCustomers(accountId, customerIds),
    findCommands: (keys) => inner.findCommands(keys),
    accountsToWake: (shards, until) => inner.accountsToWake(shards, until),
    commit: async (batches) => {
      // As it is now: what becomes of the host's memory later is not what was written.
      const written: AccountBatch[] = JSON.parse(JSON.stringify(batches))
      const { fenced } = await inner.commit(batches)
      watcher.committed(
        node,
        written.filter(({ accountId }) => !fenced.includes(accountId)),
      )
      return { fenced }
    },
    takeOutbox: (shards, now, limit) => inner.takeOutbox(shards, now, limit),
    settleOutbox: async (settlements) => {
      await inner.settleOutbox(settlements)
      watcher.settled(settlements)
    },
    takeWebhookDeliveries: (shards, now, perWebhook) =>
      inner.takeWebhookDeliveries(shards, now, perWebhook),
    settleWebhookDelivery: async (settlement) => {
      const health = await inner.settleWebhookDelivery(settlement)
      watcher.toldWebhook(settlement)
      return health
    },
    sweep: (now) => inner.sweep(now),
    changesSince: (accountId, afterSeq, limit) => inner.changesSince(accountId, afterSeq, limit),
    conversation: (accountId, chatId, beforeSeq, limit) =>
      inner.conversation(accountId, chatId, beforeSeq, limit),
    customerStream: (accountId, customerId, afterCustomerSeq, limit) =>
      inner.customerStream(accountId, customerId, afterCustomerSeq, limit),
    customerTail: (accountId, customerId, limit) =>
      inner.customerTail(accountId, customerId, limit),
    customerScreen: (accountId, customerId, limit) =>
      inner.customerScreen(accountId, customerId, limit),
    words: (accountId, messageIds, length) => inner.words(accountId, messageIds, length),
    touched: (accountId, upToSeq, limit) => inner.touched(accountId, upToSeq, limit),
    journals: (accountId, actors) => inner.journals(accountId, actors),
    readMarks: (accountId, chatIds) => inner.readMarks(accountId, chatIds),
    customerNames: (accountId, customerIds) => inner.customerNames(accountId, customerIds),
    accountsThatForget: (shards) => inner.accountsThatForget(shards),
    outlivedChats: (...asked) => inner.outlivedChats(...asked),
    outlivedPeople: (...asked) => inner.outlivedPeople(...asked),
    handovers: (accountId, handoverIds) => inner.handovers(accountId, handoverIds),
  }
}
