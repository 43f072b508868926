import type { MemoryStore } from '#storage/memory-store'
import type { WebhookLog } from '#storage/webhook-log'

/** The log of webhooks of a store in memory. */
export function memoryWebhookLog(memory: MemoryStore): WebhookLog {
  return {
    health: async (accountId) => memory.contents(accountId)?.webhookHealth ?? [],
    deliveries: async (accountId, webhookId, { state, kind, before, limit }) =>
      (memory.contents(accountId)?.webhookDeliveries ?? [])
        .filter((row) => row.webhookId === webhookId)
        .filter((row) => state === null || row.state === state)
        .filter((row) => kind === null || row.kind === kind)
        .filter(({ position }) => before === null || position < before)
        .toReversed()
        .slice(0, limit),
  }
}
