import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const STATEMENTS = [
  // What is known of a customer: each value with where it is from, and words to search by.
  `alter table customer_details
    add column phone text,
    add column language text,
    add column sources jsonb not null default '{}',
    add column erased_at bigint,
    add column search text not null default ''`,
  `update customer_details set attributes = '[]'`,
  `update customer_details set search = trim(regexp_replace(
    lower(coalesce(name, '') || ' ' || coalesce(email, '')), '[^[:alnum:]]+', ' ', 'g'))`,
  `create index customer_details_search on customer_details
    using gin (to_tsvector('simple', search))`,
  `create table customer_notes (
    account_id ${id} not null,
    note_id ${id} not null,
    customer_id ${id} not null,
    text text not null,
    author ${id} not null,
    at bigint not null,
    primary key (account_id, note_id)
  )`,
  `create index customer_notes_customer on customer_notes (account_id, customer_id, at)`,
  `alter table blocks add column ended_by ${id}`,
  `create index customers_newest on customers (account_id, created_at, customer_id)`,
  // A customer's chats, over all channels; neither column ever changes.
  `create index chats_customer on chats (account_id, customer_id, opened_at, chat_id)`,
]

/** Details, notes and blocks of customers, and how to find them. */
export const customers: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
