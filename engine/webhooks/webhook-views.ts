import { toldKind, webhookKind, webhookTry } from '#protocol/webhooks'
import type { WebhookDelivery, WebhookView } from '#protocol/webhooks'
import type { LoggedDelivery, WebhookHealth, WebhookRow } from '#storage/webhook-rows'

/** A webhook as administrators see it: its secrets are nobody's to see. */
export function toWebhookView(webhook: WebhookRow, health: WebhookHealth | null): WebhookView {
  const { webhookId, name, url, kinds, state, since, formerUntil } = webhook
  return {
    webhookId,
    name,
    url,
    kinds: kinds.flatMap((kind) => webhookKind.safeParse(kind).data ?? []),
    state,
    since,
    formerSecretUntil: formerUntil,
    failingSince: health?.failingSince ?? null,
    deliveredAt: health?.deliveredAt ?? null,
    triedAt: health?.triedAt ?? null,
  }
}

/** An event of the log; nothing for one that this version does not know. */
export function toDeliveryView(row: LoggedDelivery): WebhookDelivery[] {
  const kind = toldKind.safeParse(row.kind)
  if (!kind.success) return []
  const { eventId, chatId, at, state, attempts, nextAt } = row
  return [
    {
      eventId,
      kind: kind.data,
      chatId,
      at,
      state,
      attempts,
      nextAt: state === 'pending' ? nextAt : null,
      tries: row.tries.flatMap((tried) => webhookTry.safeParse(tried).data ?? []),
    },
  ]
}
