import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const STATEMENTS = [
  `create table handovers (
    account_id ${id} not null,
    handover_id ${id} not null,
    chat_id ${id} not null,
    customer_id ${id} not null,
    bot_id ${id} not null,
    seq bigint not null,
    subject_id ${id},
    subject text,
    attributes jsonb not null,
    at bigint not null,
    primary key (account_id, handover_id)
  )`,
  // To erase them with their chat.
  'create index handovers_chat on handovers (account_id, chat_id)',
  // What a subject is called is what its newest handover calls it.
  `create index handovers_subject on handovers (account_id, subject_id, seq)
    where subject is not null`,
  `alter table chats add column subject_id ${id}, add column handover_id ${id}`,
]

/** What bots say with a handover. */
export const handovers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
