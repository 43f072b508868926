import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* A session that names an account is a sign-in of an embedding page: it reaches that account alone. */
const STATEMENTS = [`alter table sessions add column account_id text collate "C"`]

/** The desk inside pages of others. */
export const embedded: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
