import type { OwnedShard, Store } from '#storage/store'

/**
 * A store for the first turn of one account that nobody knows yet, beside a server that runs.
 *
 * Nobody else can have this account in memory, so its shard need not be ours: the shard's epoch is
 * borrowed, and the commit fails as any does when the owner changes meanwhile. No node is made
 * known, and no other account is touched.
 */
export function unownedStore(
  store: Store,
  shard: number,
  epochOf: (shard: number) => Promise<number>,
): Store {
  const borrowed = async (): Promise<OwnedShard[]> => [{ shard, epoch: await epochOf(shard) }]
  return {
    register: async () => {},
    renew: async () => true,
    claim: borrowed,
    raise: borrowed,
    release: async () => {},
    owner: async () => null,
    accountsToWake: async () => [],
    takeOutbox: async () => [],
    settleOutbox: async () => {},
    takeWebhookDeliveries: async () => [],
    settleWebhookDelivery: async () => null,
    sweep: (now) => store.sweep(now),
    loadAccount: (accountId) => store.loadAccount(accountId),
    loadChats: (accountId, chatIds) => store.loadChats(accountId, chatIds),
    loadActors: (accountId, actors) => store.loadActors(accountId, actors),
    journals: (accountId, actors) => store.journals(accountId, actors),
    loadCustomers: (accountId, customerIds) => store.loadCustomers(accountId, customerIds),
    findCommands: (keys) => store.findCommands(keys),
    commit: (batches) => store.commit(batches),
  }
}
