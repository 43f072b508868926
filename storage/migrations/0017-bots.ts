import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const STATEMENTS = [
  `create table bots (
    account_id ${id} not null,
    bot_id ${id} not null,
    kind text not null,
    name text not null,
    url text,
    secret text,
    threshold integer,
    groups jsonb not null,
    deleted boolean not null,
    primary key (account_id, bot_id)
  )`,
]

/** Who answers customers first. */
export const bots: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
