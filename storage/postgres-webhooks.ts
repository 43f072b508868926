import { sql } from 'kysely'
import type { Db } from './database.ts'
import { columnName, namesOf } from './columns.ts'
import { KEPT_TRIES, webhookDeliveryColumns } from './webhook-rows.ts'
import type { PendingWebhookDelivery, WebhookHealth, WebhookSettlement } from './webhook-rows.ts'

const DELIVERY = sql.raw(
  namesOf(webhookDeliveryColumns)
    .map((name) => `due.${columnName(name)}`)
    .join(', '),
)

/**
 * What webhooks of these shards are to be told now, of each at most `perWebhook`. Of a chat's events
 * that were never tried only the oldest is among them.
 */
export async function takeWebhookDeliveries(
  db: Db,
  shards: number[],
  now: number,
  perWebhook: number,
): Promise<PendingWebhookDelivery[]> {
  const { rows } = await sql<PendingWebhookDelivery>`
    select due.account_id, due.attempts, ${DELIVERY} from webhooks w
    join accounts a on a.account_id = w.account_id and a.shard = any(${shards})
    cross join lateral (
      select d.* from webhook_deliveries d
      where d.account_id = w.account_id and d.webhook_id = w.webhook_id
        and d.state = 'pending' and d.next_at <= ${now}
        and (d.attempts > 0 or not exists (
          select from webhook_deliveries e
          where e.account_id = d.account_id and e.webhook_id = d.webhook_id
            and e.chat_id = d.chat_id and e.position < d.position
            and e.state = 'pending' and e.attempts = 0
        ))
      order by d.next_at, d.position
      limit ${perWebhook}
    ) due
    order by w.account_id, w.webhook_id, due.next_at, due.position`.execute(db)
  return rows
}

/** Notes what became of a try; gives how the webhook does since. */
export async function settleWebhookDelivery(
  db: Db,
  { accountId, webhookId, eventId, outcome, tried, counts }: WebhookSettlement,
): Promise<WebhookHealth | null> {
  const state = outcome.kind === 'retry' ? 'pending' : outcome.kind
  const nextAt = outcome.kind === 'retry' ? outcome.at : null
  const isTold = outcome.kind === 'delivered'
  const { answer, ...facts } = tried
  // Who was erased while the answer was on its way is erased from it too.
  const { rows } = await sql<WebhookHealth>`
    with settled as (
      update webhook_deliveries d
      set attempts = d.attempts + 1, state = ${state},
        next_at = coalesce(${nextAt}::bigint, d.next_at),
        tries = (case when jsonb_array_length(d.tries) >= ${sql.lit(KEPT_TRIES)} then d.tries - 0
          else d.tries end) || jsonb_build_array(${JSON.stringify(facts)}::text::jsonb
          || jsonb_build_object('answer', case when exists (
            select from chats h
            left join customer_details c
              on c.account_id = h.account_id and c.customer_id = h.customer_id
            where h.account_id = d.account_id and h.chat_id = d.chat_id
              and greatest(h.erased_at, c.erased_at) >= ${tried.at}
          ) then null else ${answer}::text end))
      where d.account_id = ${accountId} and d.webhook_id = ${webhookId}
        and d.event_id = ${eventId} and d.state = 'pending'
      returning 1
    )
    insert into webhook_health as h
      (account_id, webhook_id, failing_since, failures, delivered_at, tried_at)
    select ${accountId}, ${webhookId}, ${isTold ? null : tried.at}::bigint, ${isTold ? 0 : 1}::integer,
      ${isTold ? tried.at : null}::bigint, ${tried.at}::bigint
    where ${counts}
    on conflict (account_id, webhook_id) do update set
      failing_since = case when ${isTold} then null
        else coalesce(h.failing_since, excluded.failing_since) end,
      failures = case when ${isTold} then 0 else h.failures + 1 end,
      delivered_at = coalesce(excluded.delivered_at, h.delivered_at),
      tried_at = excluded.tried_at
    returning h.webhook_id, h.failing_since, h.failures, h.delivered_at, h.tried_at`.execute(db)
  return rows[0] ?? null
}
