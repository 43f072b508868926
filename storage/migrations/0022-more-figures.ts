import { type Kysely, sql } from 'kysely'
import type { Migration } from 'kysely/migration'

/* Ids compare as bytes, as in the first migration. */
const id = 'text collate "C"'

const COUNTS = [
  'forwards_in',
  'overflows',
  'offers',
  'accepted',
  'declined',
  'missed',
  'returned',
  'customer_messages',
  'agent_messages',
]
const SUMS = [...COUNTS, 'came_again', 'handover_ms', 'abandoning_ms', 'wrap_up_ms', 'chat_ms']

/** What few chats may be, of which a list must not read all others; by the names of indexes. */
const RARE = {
  unanswered: 'answered < chats',
  bot_resolved: 'chats = 0',
  handed_over: 'handed_over',
  abandoned: 'abandoned',
  blocked: 'blocked',
  left_message: 'left_message',
  came_again: 'came_again',
  forwards: 'forwards > 0',
  forwards_in: 'forwards_in > 0',
  overflows: 'overflows > 0',
  declined: 'declined > 0',
  missed: 'missed > 0',
  returned: 'returned > 0',
}

const CLASSES = 30
const HOURS = 24

/** Longer than any journal is kept: see the retention of the journal. */
const KEPT_DAYS = 399

const STATEMENTS = [
  `alter table stays
    ${COUNTS.map((name) => `add column ${name} integer not null default 0`).join(', ')},
    add column came_again boolean not null default false,
    add column handover_ms bigint,
    add column subject_id ${id}`,
  `alter table figures
    ${SUMS.map((name) => `add column ${name} bigint not null default 0`).join(', ')},
    ${['durations', 'abandoning'].map((name) => `add column ${name} ${list(CLASSES)}`).join(', ')},
    add column hours ${list(HOURS)},
    add column subject_id ${id} not null default ''`,
  `alter table figures drop constraint figures_pkey,
    add primary key (account_id, zone, grain, kind, day, id, subject_id)`,
  // Whose journals are all there is counted anew, with what was not counted before.
  `create temporary table counted_anew on commit drop as
    select account_id from accounts a where seq > 0 and not exists (
      select 1 from chats c where c.account_id = a.account_id
        and c.closed_at < (extract(epoch from now()) - ${KEPT_DAYS} * 86400) * 1000)`,
  `insert into figure_books (account_id, zone, from_seq, begun_at)
    select f.account_id, f.zone, a.seq, (extract(epoch from now()) * 1000)::bigint
    from (select distinct account_id, zone from figures) f
    join counted_anew using (account_id) join accounts a using (account_id)
    on conflict (account_id, zone) do update
      set from_seq = excluded.from_seq, begun_at = excluded.begun_at, progress = null, done_at = null`,
  'delete from figures where account_id in (select account_id from counted_anew)',
  'delete from stays where account_id in (select account_id from counted_anew)',
  'drop table counted_anew',
  ...Object.entries(RARE).map(
    ([name, isSo]) =>
      `create index stays_${name} on stays (account_id, kind, id, came_at, chat_id) where ${isSo}`,
  ),
  `create index stays_channel on stays (account_id, channel_id, came_at, chat_id)
    where kind = 'account'`,
  `create index stays_subject on stays (account_id, kind, id, subject_id, came_at, chat_id)
    where subject_id is not null`,
  'create index chats_rated on chats (account_id, chat_id) where rating is not null',
]

/** As many zeros, which cost no room in what is there already. */
function list(length: number): string {
  return `integer[] not null default array_fill(0, array[${length}])`
}

/** What statistics count besides, what chats are about, and when they come. */
export const moreFigures: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
  },
}
