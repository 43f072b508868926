import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const STATEMENTS = [
  `create table mentions (
    account_id ${id} not null,
    person_id ${id} not null,
    comment_id ${id} not null,
    chat_id ${id} not null,
    seq bigint not null,
    at bigint not null,
    primary key (account_id, person_id, comment_id)
  )`,
  `create index mentions_newest on mentions (account_id, person_id, seq desc)`,
  `create index mentions_chat on mentions (account_id, chat_id)`,
]

/** Who is named in which comment. */
export const mentions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
