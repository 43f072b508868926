import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/*
 * Chats whose words are gone, and which are to go next. What was erased is still in rows that nobody
 * sees any more, in the keys of indices of words and in what the planner knows of columns, until that
 * is cleaned; here is when it was last. Columns of words that are never looked for have no statistics.
 */

const STATEMENTS = [
  `alter table chats add column erased_at bigint`,
  `alter table accounts add column erased_seq bigint not null default 0`,
  `create index chats_to_erase on chats (account_id, closed_at, chat_id)
    where closed_at is not null and erased_at is null`,
  // Why a mail did not go out may name its address.
  `create index outbox_errors on outbox (account_id, chat_id) where error is not null`,
  `create table cleanings (
    what text primary key,
    erased_at bigint not null default 0,
    cleaned_at bigint not null default 0
  )`,
  `alter table messages alter column text set statistics 0`,
  `alter table comments alter column text set statistics 0`,
  `alter table customer_notes alter column text set statistics 0`,
  `alter table blocks alter column reason set statistics 0, alter column message set statistics 0`,
  `alter table files alter column name set statistics 0`,
  `alter table outbox alter column error set statistics 0`,
]

/** Words that are erased. */
export const erasing: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
