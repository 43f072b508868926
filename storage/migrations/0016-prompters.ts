import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const STATEMENTS = [
  `create table prompters (
    account_id ${id} not null,
    prompter_id ${id} not null,
    kind text not null,
    name text not null,
    reads_chats boolean not null,
    is_asked boolean not null,
    url text,
    model text,
    instructions text,
    secret text,
    deleted boolean not null,
    primary key (account_id, prompter_id)
  )`,
  `create table suggestion_uses (
    account_id ${id} not null,
    suggestion_id ${id} not null,
    prompter_id ${id} not null,
    person_id ${id} not null,
    chat_id ${id},
    outcome text not null,
    at bigint not null,
    primary key (account_id, suggestion_id)
  )`,
  `create index suggestion_uses_prompter on suggestion_uses (account_id, prompter_id, outcome)`,
]

/** Who suggests answers, and what agents make of them. */
export const prompters: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
