import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/** A deleted group leads on to its successor: who may see its archive is asked of that one. */
export const groupSuccessors: Migration = {
  async up(db: Kysely<unknown>) {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}

const STATEMENTS = [
  `alter table groups add column successor_id text collate "C"`,
  `update groups g
    set successor_id = coalesce((
      select j.data ->> 'successorId' from journal j
      where j.account_id = g.account_id and j.actor = 'account' and j.type = 'groupDeleted'
        and j.data ->> 'groupId' = g.group_id
      order by j.seq desc limit 1
    ), g.group_id)
    where deleted`,
  `alter table groups drop column deleted`,
]
