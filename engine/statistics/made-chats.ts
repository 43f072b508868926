import { type RawBuilder, sql } from 'kysely'
import { CLASSES, CLASS_BOUNDS_MS } from '#machines/duration-classes'
import { columnName } from '#storage/columns'
import type { Db } from '#storage/database'
import { FIGURE_LISTS, FIGURE_LIST_NAMES, FIGURE_SUMS } from '#storage/statistics-rows'
import type { FigureList } from '#storage/statistics-rows'

/** An account as large as its statistics are to be measured. */
export interface Wanted {
  accountId: string
  chats: number
  groups: number
  agents: number
  channels: number
  days: number
  /** What bots say that about half of them are about. */
  subjects: number
  /** The last moment at which one of them came. */
  until: number
}

/** Rows that one statement makes. */
const BATCH = 250_000

const DAY_MS = 86_400_000

/**
 * Makes closed chats with their stays, one group and one agent each, spread over days and hands, and
 * the figures that these add up to in UTC: rows only, no journals and no words. Tells how many there
 * are after each piece.
 */
export async function makeChats(
  db: Db,
  wanted: Wanted,
  tell: (made: number) => void,
): Promise<void> {
  const plain = db.withoutPlugins()
  for (let from = 0; from < wanted.chats; from += BATCH) {
    const to = Math.min(from + BATCH, wanted.chats)
    await plain.transaction().execute(async (trx) => {
      await sql`set local statement_timeout = 0`.execute(trx)
      await sql`create temporary table made on commit drop as ${chatsBetween(wanted, from, to)}`.execute(
        trx,
      )
      await chatRows(wanted).execute(trx)
      await stayRows(wanted).execute(trx)
    })
    tell(to)
  }
  await plain.transaction().execute(async (trx) => {
    await sql`set local statement_timeout = 0`.execute(trx)
    for (const kind of ['account', 'channel', 'group', 'agent'] as const) {
      await dayFigures(wanted.accountId, kind, 'whole').execute(trx)
    }
    for (const kind of ['group', 'agent'] as const) {
      await dayFigures(wanted.accountId, kind, 'bySubject').execute(trx)
    }
    await monthFigures(wanted.accountId).execute(trx)
  })
  for (const table of ['chats', 'stays', 'figures']) {
    await sql`vacuum analyze ${sql.table(table)}`.execute(plain)
  }
}

/** Everything about a chat comes from its number, so that a run is the same again. */
function chatsBetween(
  { chats, groups, agents, channels, days, subjects, until }: Wanted,
  from: number,
  to: number,
): RawBuilder<unknown> {
  const spread = (days * DAY_MS) / chats
  // A number between 0 and 1 of a chat's number and a salt.
  const dice = (salt: number) => sql.raw(`((hashint8(n * 31 + ${salt}) & 1048575) / 1048576.0)`)
  return sql`
    select 'chat-' || lpad(n::text, 9, '0') as chat_id,
      ${sql.lit(until)}::bigint - ((${sql.lit(chats)} - n) * ${sql.lit(spread)}::numeric)::bigint as came_at,
      'group-' || (hashint8(n) & 1073741823) % ${sql.lit(groups)} as group_id,
      'agent-' || (hashint8(n + 7) & 1073741823) % ${sql.lit(agents)} as agent_id,
      'channel-' || (hashint8(n + 3) & 1073741823) % ${sql.lit(channels)} as channel_id,
      (1000 * exp(10 * ${dice(1)}))::bigint as waiting_ms,
      (3000 * exp(8 * ${dice(2)}))::bigint as handling_ms,
      (2000 * exp(6 * ${dice(4)}))::bigint as reply_ms,
      case when ${dice(7)} < 0.5
        then 'subject-' || (hashint8(n + 13) & 1073741823) % ${sql.lit(subjects)} end as subject_id,
      ${dice(5)} < 0.85 as is_answered,
      case when ${dice(6)} < 0.2 then 1 + (hashint8(n + 11) & 1073741823) % 5 end as rating
    from generate_series(${sql.lit(from + 1)}::bigint, ${sql.lit(to)}::bigint) n`
}

function chatRows({ accountId }: Wanted): RawBuilder<unknown> {
  return sql`
    insert into chats (account_id, chat_id, seq, customer_id, channel_id, group_id, state, open,
      agent_id, priority, first_waiting_at, passed_over, state_since, opened_at, closed_at,
      close_reason, unread, answered, left_message, customer_present, tag_ids, rating, rated_at,
      mailed_seq)
    select ${accountId}, chat_id, 1, 'of-' || chat_id, channel_id, group_id, 'closed', false,
      agent_id, 0, came_at, '[]', came_at + waiting_ms + handling_ms, came_at,
      came_at + waiting_ms + handling_ms, 'solved', 0, is_answered, false, false, '[]', rating,
      case when rating is not null then came_at + waiting_ms + handling_ms end, 0
    from made`
}

function stayRows({ accountId }: Wanted): RawBuilder<unknown> {
  return sql`
    insert into stays (account_id, kind, id, came_at, chat_id, channel_id, seq, chats, answered,
      handed_over, abandoned, blocked, left_message, last, forwards, duration_ms, waited_ms,
      handling_ms, waiting_ms, first_response_ms, replies_ms, subject_id)
    select ${accountId}, k.kind,
      case k.kind when 'account' then '' when 'group' then group_id else agent_id end,
      came_at, chat_id, channel_id, 1, 1, is_answered::integer, false, false, false, false, true, 0,
      case k.kind when 'agent' then 0 else waiting_ms end + handling_ms,
      case k.kind when 'agent' then 0 else waiting_ms end, handling_ms,
      case k.kind when 'agent' then null else waiting_ms end,
      case when is_answered then case k.kind when 'agent' then 0 else waiting_ms end + reply_ms end,
      case when is_answered then json_build_array(reply_ms) else '[]' end, subject_id
    from made, (values ('account'), ('group'), ('agent')) k (kind)
    order by 2, 3, 4`
}

/** What the stays of each day add up to; a channel's are those of its chats. */
function dayFigures(
  accountId: string,
  kind: 'account' | 'channel' | 'group' | 'agent',
  of: 'whole' | 'bySubject',
): RawBuilder<unknown> {
  const sums: Record<string, string> = {
    chats: 'sum(chats)',
    answered: 'sum(answered)',
    forwards: 'sum(forwards)',
    durationMs: 'sum(duration_ms)',
    waitedMs: 'sum(waited_ms)',
    handlingMs: 'sum(handling_ms)',
    waitingMs: 'coalesce(sum(waiting_ms), 0)',
    firstResponseMs: 'coalesce(sum(first_response_ms), 0)',
    repliesMs: 'coalesce(sum(reply_ms), 0)',
  }
  const lists: Record<FigureList, string> = {
    waiting: counted(CLASSES, 'waiting_class'),
    firstResponse: counted(CLASSES, 'first_response_class'),
    replies: counted(CLASSES, 'reply_class'),
    handling: counted(CLASSES, 'handling_class'),
    durations: counted(CLASSES, 'duration_class'),
    abandoning: counted(CLASSES, 'null::integer'),
    hours: counted(HOURS, 'hour'),
    ratings: counted(RATINGS, 'rating - 1'),
  }
  const values = [
    ...FIGURE_SUMS.map((name) => sums[name] ?? '0'),
    ...FIGURE_LIST_NAMES.map((name) => lists[name]),
  ]
  return sql.raw(`
    insert into figures (account_id, zone, grain, kind, day, id, subject_id, ${COUNT_COLUMNS})
    select '${accountId}', 'UTC', 'day', '${kind}', day, of_id, subject, ${values.join(',\n')}
    from (
      select s.*, c.rating, ${kind === 'channel' ? 's.channel_id' : 's.id'} as of_id,
        ${of === 'whole' ? "''" : 's.subject_id'} as subject,
        (s.came_at / ${DAY_MS})::integer as day,
        (s.came_at / ${HOUR_MS} % 24)::integer as hour,
        (s.replies_ms ->> 0)::bigint as reply_ms,
        ${classOf('s.waiting_ms')} as waiting_class,
        ${classOf('s.first_response_ms')} as first_response_class,
        ${classOf('(s.replies_ms ->> 0)::bigint')} as reply_class,
        ${classOf('nullif(s.handling_ms, 0)')} as handling_class,
        ${classOf('s.duration_ms')} as duration_class
      from stays s join chats c on c.account_id = s.account_id and c.chat_id = s.chat_id
      where s.account_id = '${accountId}' and s.kind = '${kind === 'channel' ? 'account' : kind}'
        ${of === 'whole' ? '' : 'and s.subject_id is not null'}
      offset 0
    ) made
    group by day, of_id, subject`)
}

/** What the days add up to. */
function monthFigures(accountId: string): RawBuilder<unknown> {
  const sums = FIGURE_SUMS.map((name) => `sum(${columnName(name)})`)
  const lists = FIGURE_LIST_NAMES.map((name) => {
    const items = Array.from({ length: FIGURE_LISTS[name] }, (_, at) => {
      return `sum(${columnName(name)}[${at + 1}])`
    })
    return `array[${items.join(', ')}]`
  })
  return sql.raw(`
    insert into figures (account_id, zone, grain, kind, day, id, subject_id, ${COUNT_COLUMNS})
    select account_id, zone, 'month', kind,
      date_trunc('month', date '1970-01-01' + day)::date - date '1970-01-01', id, subject_id,
      ${[...sums, ...lists].join(',\n')}
    from figures where account_id = '${accountId}' and grain = 'day'
    group by account_id, zone, kind, 5, id, subject_id`)
}

const HOUR_MS = 3_600_000
const HOURS = FIGURE_LISTS.hours
const RATINGS = FIGURE_LISTS.ratings
const COUNT_COLUMNS = [...FIGURE_SUMS, ...FIGURE_LIST_NAMES].map(columnName).join(', ')
const BOUNDS = `array[${CLASS_BOUNDS_MS.map((ms) => ms + 1).join(',')}]::bigint[]`

function classOf(value: string): string {
  return `width_bucket(${value}, ${BOUNDS})`
}

/** How many there are of each number from 0 on. */
function counted(length: number, value: string): string {
  const items = Array.from({ length }, (_, n) => `count(*) filter (where ${value} = ${n})`)
  return `array[${items.join(', ')}]`
}
