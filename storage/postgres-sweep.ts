import { sql } from 'kysely'
import { databaseNow } from './database-clock.ts'
import type { Db } from './database.ts'
import { RETENTION, type Retention, SWEEP_ROWS } from './retention.ts'
import type { Swept } from './store.ts'

/** Nodes of long ago are of no use to anybody; their names are random and never come back. */
const NODE_RETENTION_MS = 86_400_000

/** Chats whose journal one sweep looks at; most have some dozen rows. */
const SWEEP_CHATS = 500

/**
 * Removes one chunk of each table. The journal goes by whole chats, so that none ever lacks its
 * beginning: a chat that alone has more rows than a chunk is removed alone.
 */
export async function sweep(db: Db, now: number, retention: Retention = RETENTION): Promise<Swept> {
  const commands = await sql<{ removed: number }>`
    with over as materialized (
      select ctid from commands where at < ${now - retention.commandsMs}
      order by at limit ${sql.lit(SWEEP_ROWS)}
    ),
    gone as (delete from commands where ctid in (select ctid from over) returning 1)
    select count(*) as removed from gone`.execute(db)
  const outbox = await sql<{ removed: number }>`
    with over as materialized (
      select ctid from outbox
      where (state = 'done' and at < ${now - retention.deliveredMs})
        or (state = 'dead' and at < ${now - retention.deadLettersMs})
      limit ${sql.lit(SWEEP_ROWS)}
    ),
    gone as (
      delete from outbox where ctid in (select ctid from over) and state <> 'pending' returning 1
    )
    select count(*) as removed from gone`.execute(db)
  const journal = await sql<{ removed: number }>`
    with closed as materialized (
      select account_id, chat_id, closed_at from chats
      where closed_at < ${now - retention.journalMs} and not journal_swept
      order by closed_at, chat_id
      limit ${sql.lit(SWEEP_CHATS)}
    ),
    counted as (
      select c.account_id, c.chat_id,
        row_number() over chats_so_far as place,
        sum(coalesce(a.seq, 0)) over chats_so_far as rows_so_far
      from closed c
      left join actors a on a.account_id = c.account_id and a.actor = 'chat:' || c.chat_id
      window chats_so_far as (order by c.closed_at, c.chat_id)
    ),
    taken as materialized (
      select account_id, chat_id from counted
      where place = 1 or rows_so_far <= ${sql.lit(SWEEP_ROWS)}
    ),
    gone as (
      delete from journal j using taken t
      where j.account_id = t.account_id and j.actor = 'chat:' || t.chat_id
      returning 1
    ),
    marked as (
      update chats c set journal_swept = true from taken t
      where c.account_id = t.account_id and c.chat_id = t.chat_id
    )
    select count(*) as removed from gone`.execute(db)
  const lines = await sql<{ removed: number }>`
    with over as materialized (
      select ctid from line_log where at < ${now - retention.journalMs}
      limit ${sql.lit(SWEEP_ROWS)}
    ),
    gone as (delete from line_log where ctid in (select ctid from over) returning 1)
    select count(*) as removed from gone`.execute(db)
  const webhooks = await sql<{ removed: number }>`
    with over as materialized (
      select ctid from webhook_deliveries where at < ${now - retention.webhookLogMs}
      limit ${sql.lit(SWEEP_ROWS)}
    ),
    gone as (
      delete from webhook_deliveries where ctid in (select ctid from over) returning 1
    )
    select count(*) as removed from gone`.execute(db)
  await sql`
    delete from nodes n
    where lease_until < ${databaseNow} - ${sql.lit(NODE_RETENTION_MS)}
      and not exists (select from shards s where s.owner = n.incarnation)`.execute(db)
  return {
    commands: commands.rows[0]?.removed ?? 0,
    outbox: outbox.rows[0]?.removed ?? 0,
    journal: journal.rows[0]?.removed ?? 0,
    lines: lines.rows[0]?.removed ?? 0,
    webhooks: webhooks.rows[0]?.removed ?? 0,
  }
}
