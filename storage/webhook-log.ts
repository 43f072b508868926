import { namesOf } from './columns.ts'
import type { Db } from './database.ts'
import { reading } from './outcome.ts'
import { webhookDeliveryColumns } from './webhook-rows.ts'
import type { LoggedDelivery, WebhookHealth } from './webhook-rows.ts'

/** What narrows the log of a webhook. */
export interface LogAsked {
  state: LoggedDelivery['state'] | null
  kind: string | null
  /** Before this position; null for the newest. */
  before: number | null
  limit: number
}

/** What became of what webhooks were to be told: committed rows, the newest first. */
export interface WebhookLog {
  health(accountId: string): Promise<WebhookHealth[]>
  deliveries(accountId: string, webhookId: string, asked: LogAsked): Promise<LoggedDelivery[]>
}

/** The log on Postgres. It throws `StoreUnavailable` where the database does not answer. */
export function storedWebhookLog(db: Db): WebhookLog {
  return {
    health: (accountId) =>
      reading(() =>
        db
          .selectFrom('webhookHealth')
          .select(['webhookId', 'failingSince', 'failures', 'deliveredAt', 'triedAt'])
          .where('accountId', '=', accountId)
          .execute(),
      ),
    deliveries: (accountId, webhookId, { state, kind, before, limit }) => {
      let query = db
        .selectFrom('webhookDeliveries')
        .select(namesOf(webhookDeliveryColumns))
        .select(['position', 'state', 'attempts', 'nextAt', 'tries'])
        .where('accountId', '=', accountId)
        .where('webhookId', '=', webhookId)
      if (state !== null) query = query.where('state', '=', state)
      if (kind !== null) query = query.where('kind', '=', kind)
      if (before !== null) query = query.where('position', '<', before)
      return reading(() => query.orderBy('position', 'desc').limit(limit).execute())
    },
  }
}
