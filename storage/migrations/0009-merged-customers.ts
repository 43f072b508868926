import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const STATEMENTS = [
  // Of a customer who is the same person as another one: who stands for both, since when, by whom.
  `alter table customers
    add column merged_into ${id},
    add column merged_at bigint,
    add column merged_by ${id}`,
  // Nearly empty, and never touched by a chat.
  `create index customers_merged on customers (account_id, merged_into)
    where merged_into is not null`,
  // What lists call one of several parts of a person, and from which part each value is shown.
  `alter table customer_details
    add column called text,
    add column prefers jsonb not null default '{}'`,
]

/** Customers that are one person. */
export const mergedCustomers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
