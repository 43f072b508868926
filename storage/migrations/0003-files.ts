import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/*
 * Files as they come about: a row is begun before the first byte is kept, so that no bytes are ever
 * without a row; it is ready when all are kept, and used once, in a message or in a comment. What
 * was not used has a time at which it expires.
 */

const id = 'text collate "C"'

const STATEMENTS = [
  `alter table files alter column chat_id drop not null`,
  `alter table files
    add column customer_id ${id} not null,
    add column uploaded_by ${id} not null,
    add column state text not null check (state in ('begun', 'ready', 'used', 'dropped')),
    add column audience text check (audience in ('customer', 'staff', 'author')),
    add column kind text not null,
    add column expires_at bigint,
    add constraint files_expire check ((state = 'used') = (expires_at is null)),
    add constraint files_are_used_once check (
      num_nonnulls(message_id, comment_id) = (case when state = 'used' then 1 else 0 end)
    )`,
  `create index files_customer on files (account_id, customer_id)`,
  `create index files_unused on files (account_id) where expires_at is not null`,
  `create index files_expiry on files (expires_at) where expires_at is not null`,
]

/** Files in chats. */
export const files: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
