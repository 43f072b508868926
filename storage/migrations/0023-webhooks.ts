import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const STATEMENTS = [
  `create table webhooks (
    account_id ${id} not null,
    webhook_id ${id} not null,
    name text not null,
    url text not null,
    kinds jsonb not null,
    secret text,
    former_secret text,
    former_until bigint,
    state text not null check (state in ('on', 'off', 'failed', 'gone')),
    since bigint not null,
    deleted boolean not null,
    primary key (account_id, webhook_id)
  )`,
  `create table webhook_deliveries (
    account_id ${id} not null,
    webhook_id ${id} not null,
    event_id ${id} not null,
    chat_id ${id},
    seq bigint not null,
    kind text not null,
    data jsonb,
    at bigint not null,
    position bigint not null generated always as identity,
    state text not null default 'pending' check (state in ('pending', 'delivered', 'failed')),
    attempts integer not null default 0,
    next_at bigint not null,
    tries jsonb not null default '[]',
    primary key (account_id, webhook_id, event_id)
  ) with (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.05)`,
  `create index webhook_deliveries_due on webhook_deliveries
    (account_id, webhook_id, next_at, position) where state = 'pending'`,
  // In a chat the next event waits for the first try of the one before.
  `create index webhook_deliveries_untried on webhook_deliveries
    (account_id, webhook_id, chat_id, position) where state = 'pending' and attempts = 0`,
  `create index webhook_deliveries_log on webhook_deliveries (account_id, webhook_id, position)`,
  `create index webhook_deliveries_failed on webhook_deliveries
    (account_id, webhook_id, position) where state = 'failed'`,
  // Whoever is erased is erased here too.
  `create index webhook_deliveries_chat on webhook_deliveries (account_id, chat_id)`,
  `create index webhook_deliveries_at on webhook_deliveries (at)`,
  `create table webhook_health (
    account_id ${id} not null,
    webhook_id ${id} not null,
    failing_since bigint,
    failures integer not null,
    delivered_at bigint,
    tried_at bigint not null,
    primary key (account_id, webhook_id)
  ) with (fillfactor = 70)`,
]

/** Where accounts tell others what happens, and what became of it. */
export const webhooks: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
