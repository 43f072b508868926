import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/*
 * Mails to customers: which one waits and how far they were mailed stands with the chat, what a
 * customer asked for with the customer. How often an address was written to is counted by a keyed
 * hash of it, whatever account or customer it was for.
 */

const id = 'text collate "C"'

const STATEMENTS = [
  `alter table chats add column mail_due_at bigint`,
  `alter table chats add column mailed_seq bigint not null default 0`,
  `alter table chats add column mailed_at bigint`,
  `alter table customers add column transcript_day integer not null default 0`,
  `alter table customers add column transcript_count integer not null default 0`,
  `create table mail_allowances (
    address_hash ${id} not null,
    effect ${id} not null,
    at bigint not null,
    primary key (address_hash, effect)
  )`,
  `create index mail_allowances_at on mail_allowances (at)`,
]

/** Mails to customers. */
export const mails: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
