import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const SUMS = [
  'chats',
  'answered',
  'bot_resolved',
  'handed_over',
  'abandoned',
  'blocked',
  'left_message',
  'forwards',
  'duration_ms',
  'waited_ms',
  'handling_ms',
  'waiting_ms',
  'first_response_ms',
  'replies_ms',
  'online_ms',
  'away_ms',
  'busy_ms',
]
const LISTS = ['waiting', 'first_response', 'replies', 'handling', 'ratings']

const STATEMENTS = [
  // Its key is the list of the chats that a figure counts, in the order in which they came.
  `create table stays (
    account_id ${id} not null,
    kind ${id} not null,
    id ${id} not null,
    came_at bigint not null,
    chat_id ${id} not null,
    channel_id ${id} not null,
    seq bigint not null,
    chats integer not null,
    answered integer not null,
    handed_over boolean not null,
    abandoned boolean not null,
    blocked boolean not null,
    left_message boolean not null,
    last boolean not null,
    forwards integer not null,
    duration_ms bigint not null,
    waited_ms bigint not null,
    handling_ms bigint not null,
    waiting_ms bigint,
    first_response_ms bigint,
    replies_ms json not null,
    primary key (account_id, kind, id, came_at, chat_id)
  )`,
  `create table figures (
    account_id ${id} not null,
    zone ${id} not null,
    grain ${id} not null,
    kind ${id} not null,
    day integer not null,
    id ${id} not null,
    ${SUMS.map((name) => `${name} bigint not null`).join(', ')},
    ${LISTS.map((name) => `${name} integer[] not null`).join(', ')},
    primary key (account_id, zone, grain, kind, day, id)
  ) with (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05)`,
  // Figures of a zone that are made from what was there before: up to which sequence, how far they
  // are, and when they were whole.
  `create table figure_books (
    account_id ${id} not null,
    zone ${id} not null,
    from_seq bigint not null,
    begun_at bigint not null,
    progress json,
    done_at bigint,
    primary key (account_id, zone)
  )`,
  // Accounts that there are already have a past that was not counted.
  `insert into figure_books (account_id, zone, from_seq, begun_at)
  select account_id, 'UTC', seq, (extract(epoch from now()) * 1000)::bigint from accounts
  where seq > 0`,
]

/** Chats as statistics count them, and figures that add up. */
export const statistics: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
