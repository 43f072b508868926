import { type RawBuilder, sql } from 'kysely'
import { chatColumns, columnName, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import type { ChatRow } from './rows.ts'
import {
  FIGURE_LISTS,
  FIGURE_LIST_NAMES,
  FIGURE_SUMS,
  type FigureCounts,
  type FigureRow,
  type StayRow,
} from './statistics-rows.ts'

/** Days or months one after the other, both ends included. */
export interface FigureSpan {
  grain: FigureRow['grain']
  from: number
  to: number
}

export interface AskedFigures {
  zone: string
  kind: FigureRow['kind']
  /** Null for all that there are. */
  ids: readonly string[] | null
  /** By what chats are about, of those of which a bot said so; else all together. */
  bySubject?: boolean
  /** Only of so many with most chats; all where it is absent. */
  most?: number
}

/** Of whom figures are, and of which subject; of all where that is empty. */
export interface FigureOf {
  id: string
  subjectId: string
}

/** Which of the chats that were counted. */
export type StayFigure =
  | { figure: 'chats' | 'answered' | 'unanswered' | 'botResolved' | 'handedOver' | 'abandoned' }
  | { figure: 'blocked' | 'leftMessage' | 'forwards' | 'forwardsIn' | 'rated' | 'cameAgain' }
  | { figure: 'overflows' | 'offers' | 'accepted' | 'declined' | 'missed' | 'returned' }
  | { figure: 'within'; ms: number }

export interface AskedStays {
  kind: StayRow['kind']
  id: string
  /** Of this channel alone; null for all. */
  channelId: string | null
  /** Of what a bot said is about this; null for all. */
  subjectId: string | null
  /** Of chats that ended in these groups; null for all. */
  groupIds: readonly string[] | null
  /** From this time on, and before that. */
  cameFrom: number
  cameBefore: number
  which: StayFigure
}

export interface StayCursor {
  cameAt: number
  chatId: string
}

type CountedStay = Pick<
  StayRow,
  'chatId' | 'cameAt' | 'durationMs' | 'waitingMs' | 'firstResponseMs'
>

export interface CountedPage {
  stays: { stay: CountedStay; chat: ChatRow }[]
  /** Null on the last page. */
  next: StayCursor | null
}

/** How many chats are open that came in a period, by where they are. */
export interface StillOpen {
  groupId: string
  channelId: string
  agentId: string | null
  chats: number
}

/** What statistics are read from: committed rows. */
export interface StatisticsShelf {
  /** The sums over spans that do not overlap, of each of whom there is something. */
  figures(
    accountId: string,
    asked: AskedFigures,
    spans: readonly FigureSpan[],
  ): Promise<(FigureOf & { counts: FigureCounts })[]>
  /** How many chats came in each hour of each day of the week, Monday first. */
  hours(
    accountId: string,
    asked: AskedFigures,
    days: { from: number; to: number },
  ): Promise<number[][]>
  /** Each day or month of a span of which there is something, in order. */
  series(
    accountId: string,
    asked: AskedFigures,
    span: FigureSpan,
  ): Promise<{ id: string; day: number; counts: FigureCounts }[]>
  /** The chats that a figure counts, those that came last first. */
  counted(
    accountId: string,
    asked: AskedStays,
    before: StayCursor | null,
    limit: number,
  ): Promise<CountedPage>
  /** What some subjects are called, by their ids; those whose customers were erased are not. */
  subjects(accountId: string, subjectIds: readonly string[]): Promise<Map<string, string>>
  stillOpen(accountId: string, cameFrom: number, cameBefore: number): Promise<StillOpen[]>
  /** Since when the past is being counted for a zone; null where all of it is. */
  computingSince(accountId: string, zone: string): Promise<number | null>
}

/** Statistics on Postgres. */
export function storedStatistics(db: Db): StatisticsShelf {
  return {
    figures: (...asked) => figures(db, ...asked),
    hours: (...asked) => hours(db, ...asked),
    series: (...asked) => series(db, ...asked),
    counted: (...asked) => counted(db, ...asked),
    subjects: (...asked) => subjects(db, ...asked),
    stillOpen: (...asked) => stillOpen(db, ...asked),
    computingSince: async (accountId, zone) => {
      const book = await db
        .selectFrom('figureBooks')
        .select('begunAt')
        .where('accountId', '=', accountId)
        .where('zone', '=', zone)
        .where('doneAt', 'is', null)
        .executeTakeFirst()
      return book?.begunAt ?? null
    },
  }
}

/** One sum for each number, so that the server merges lists at the speed of plain sums. */
const SUMS = [
  ...FIGURE_SUMS.map((name) => `'${name}', sum(${columnName(name)})`),
  ...FIGURE_LIST_NAMES.map((name) => {
    const items = Array.from({ length: FIGURE_LISTS[name] }, (_, at) => {
      return `sum(${columnName(name)}[${at + 1}])`
    })
    return `'${name}', json_build_array(${items.join(', ')})`
  }),
].join(', ')

const COUNTS = [...FIGURE_SUMS, ...FIGURE_LIST_NAMES]
  .map((name) => `'${name}', ${columnName(name)}`)
  .join(', ')

async function figures(
  db: Db,
  accountId: string,
  { zone, kind, ids, bySubject = false, most }: AskedFigures,
  spans: readonly FigureSpan[],
): Promise<(FigureOf & { counts: FigureCounts })[]> {
  if (spans.length === 0) return []
  const inSpans = sql.join(
    spans.map(({ grain, from, to }) => sql`(grain = ${grain} and day between ${from} and ${to})`),
    sql` or `,
  )
  const rowsAsked = sql`from figures
    where account_id = ${accountId} and zone = ${zone} and kind = ${kind}
      and (${inSpans}) ${ofThese(ids)} and ${bySubject ? sql`subject_id <> ''` : ALL_SUBJECTS}`
  // Adding up one number of all tells whose hundreds of numbers are wanted.
  const ofMost =
    most === undefined
      ? sql``
      : sql`and (id, subject_id) in (
          select id, subject_id ${rowsAsked}
          group by id, subject_id order by sum(chats) desc, id, subject_id limit ${most})`
  const { rows } = await sql<FigureOf & { counts: FigureCounts }>`
    select id, subject_id, json_build_object(${sql.raw(SUMS)}) as counts ${rowsAsked} ${ofMost}
    group by id, subject_id order by id, subject_id`.execute(db)
  return rows
}

const HOURS = Array.from({ length: 24 }, (_, hour) => `sum(hours[${hour + 1}])`).join(', ')

async function hours(
  db: Db,
  accountId: string,
  { zone, kind, ids }: AskedFigures,
  { from, to }: { from: number; to: number },
): Promise<number[][]> {
  // Day 0 was a Thursday.
  const { rows } = await sql<{ weekday: number; came: number[] }>`
    select (day + 3) % 7 as weekday, json_build_array(${sql.raw(HOURS)}) as came from figures
    where account_id = ${accountId} and zone = ${zone} and grain = 'day' and kind = ${kind}
      and day between ${from} and ${to} ${ofThese(ids)} and ${ALL_SUBJECTS}
    group by 1`.execute(db)
  return emptyWeek().map(
    (none, weekday) => rows.find((row) => row.weekday === weekday)?.came ?? none,
  )
}

/** Seven days of 24 hours in which nobody came. */
export function emptyWeek(): number[][] {
  return Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0))
}

async function series(
  db: Db,
  accountId: string,
  { zone, kind, ids }: AskedFigures,
  { grain, from, to }: FigureSpan,
): Promise<{ id: string; day: number; counts: FigureCounts }[]> {
  const { rows } = await sql<{ id: string; day: number; counts: FigureCounts }>`
    select id, day, json_build_object(${sql.raw(COUNTS)}) as counts from figures
    where account_id = ${accountId} and zone = ${zone} and grain = ${grain} and kind = ${kind}
      and day between ${from} and ${to} ${ofThese(ids)} and ${ALL_SUBJECTS}
    order by day, id`.execute(db)
  return rows
}

const ALL_SUBJECTS = sql`subject_id = ''`

function ofThese(ids: readonly string[] | null): RawBuilder<unknown> {
  return ids === null ? sql`` : sql`and id = any(${ids})`
}

async function counted(
  db: Db,
  accountId: string,
  asked: AskedStays,
  before: StayCursor | null,
  limit: number,
): Promise<CountedPage> {
  const { kind, id, channelId, subjectId, groupIds, cameFrom, cameBefore, which } = asked
  const columns = sql.raw(
    namesOf(chatColumns)
      .map((name) => `c.${columnName(name)}`)
      .join(', '),
  )
  const { rows } = await sql<ChatRow & CountedStay>`
    select ${columns}, s.came_at, s.duration_ms, s.waiting_ms, s.first_response_ms
    from stays s join chats c on c.account_id = s.account_id and c.chat_id = s.chat_id
    where s.account_id = ${accountId} and s.kind = ${kind} and s.id = ${id}
      and s.came_at >= ${cameFrom} and s.came_at < ${cameBefore} and ${stayCondition(which)}
      ${channelId === null ? sql`` : sql`and s.channel_id = ${channelId}`}
      ${subjectId === null ? sql`` : sql`and s.subject_id = ${subjectId}`}
      ${groupIds === null ? sql`` : sql`and c.group_id = any(${groupIds})`}
      ${before === null ? sql`` : sql`and (s.came_at, s.chat_id) < (${before.cameAt}, ${before.chatId})`}
    order by s.came_at desc, s.chat_id desc limit ${limit + 1}`.execute(db)
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  return {
    stays: page.map(({ cameAt, durationMs, waitingMs, firstResponseMs, ...chat }) => {
      const { chatId } = chat
      return { stay: { chatId, cameAt, durationMs, waitingMs, firstResponseMs }, chat }
    }),
    next:
      rows.length > limit && last !== undefined
        ? { cameAt: last.cameAt, chatId: last.chatId }
        : null,
  }
}

/** Which stays a figure counts; `s` is the stay, `c` its chat. */
export function stayCondition(which: StayFigure): RawBuilder<unknown> {
  switch (which.figure) {
    case 'chats':
      return sql`s.chats > 0`
    case 'answered':
      return sql`s.answered > 0`
    case 'unanswered':
      return sql`s.answered < s.chats`
    case 'botResolved':
      return sql`s.kind = 'account' and s.chats = 0`
    case 'handedOver':
      return sql`s.handed_over`
    case 'abandoned':
      return sql`s.abandoned`
    case 'blocked':
      return sql`s.blocked`
    case 'leftMessage':
      return sql`s.left_message`
    case 'cameAgain':
      return sql`s.came_again`
    case 'forwards':
    case 'forwardsIn':
    case 'overflows':
    case 'offers':
    case 'accepted':
    case 'declined':
    case 'missed':
    case 'returned':
      return sql`${sql.ref(`s.${which.figure}`)} > 0`
    case 'rated':
      return sql`s.last and c.rating is not null`
    case 'within':
      return sql`not s.left_message and s.waiting_ms <= ${which.ms}`
  }
}

async function subjects(
  db: Db,
  accountId: string,
  subjectIds: readonly string[],
): Promise<Map<string, string>> {
  if (subjectIds.length === 0) return new Map()
  const { rows } = await sql<{ subjectId: string; subject: string }>`
    select distinct on (subject_id) subject_id, subject from handovers
    where account_id = ${accountId} and subject_id = any(${subjectIds}) and subject is not null
    order by subject_id, seq desc`.execute(db)
  return new Map(rows.map(({ subjectId, subject }) => [subjectId, subject]))
}

async function stillOpen(
  db: Db,
  accountId: string,
  cameFrom: number,
  cameBefore: number,
): Promise<StillOpen[]> {
  const { rows } = await sql<StillOpen>`
    select group_id, channel_id, agent_id, count(*)::integer as chats from chats
    where account_id = ${accountId} and open and first_waiting_at >= ${cameFrom}
      and first_waiting_at < ${cameBefore}
    group by group_id, channel_id, agent_id
    order by group_id, channel_id, agent_id`.execute(db)
  return rows
}
