import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const STATEMENTS = [
  `create table line_log (
    account_id ${id} not null,
    group_id ${id} not null,
    target_agent_id ${id} not null,
    turn bigint not null,
    at bigint not null,
    kind ${id} not null,
    chat_id ${id},
    data json not null
  )`,
  `create index line_log_lane on line_log (account_id, group_id, target_agent_id, turn)`,
  // What was said last may be long ago, with many comings and goings since.
  `create index line_log_answers on line_log (account_id, group_id, target_agent_id, turn)
    where kind = 'answer'`,
  // Rows come in the order of time and are only ever looked for by it to be swept.
  `create index line_log_age on line_log using brin (at) with (pages_per_range = 32)`,
]

/** What happened to waiting lines: why nobody got what waited, and who came and left. */
export const lineLog: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
