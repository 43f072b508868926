import { sql } from 'kysely'
import { commitFigures } from './commit-figures.ts'
import type { Db } from './database.ts'
import type { JournalRow } from './rows.ts'
import type { FigureRow, StayRow } from './statistics-rows.ts'
import { namesOf } from './columns.ts'
import { STAY_COLUMNS } from './statistics-statement.ts'

/** How far the past of an account is counted for a zone: what is there, then what it adds up to. */
export type BookProgress =
  | { at: 'chats'; closedAt: number; chatId: string }
  | { at: 'stays'; kind: string; id: string; cameAt: number; chatId: string }
  | { at: 'agents'; actor: string }
  | { at: 'end' }

export interface OpenBook {
  accountId: string
  zone: string
  fromSeq: number
  begunAt: number
  /** Null where nothing is done yet. */
  progress: BookProgress | null
}

/** Clocks of the database and of whoever closed a chat may differ by so much. */
const CLOCK_SKEW_MS = 60_000

/** Books whose past is not counted yet, the oldest first. */
export async function openBooks(db: Db): Promise<OpenBook[]> {
  const rows = await db
    .selectFrom('figureBooks')
    .select(['accountId', 'zone', 'fromSeq', 'begunAt', 'progress'])
    .where('doneAt', 'is', null)
    .orderBy('begunAt')
    .orderBy('accountId')
    .execute()
  return rows.map(({ progress, ...book }) => {
    const known: unknown = progress
    return { ...book, progress: known as BookProgress | null }
  })
}

/** Closed chats of before the book that have no stays yet. */
export async function uncountedChats(
  db: Db,
  { accountId, begunAt }: OpenBook,
  after: { closedAt: number; chatId: string },
  limit: number,
): Promise<{ chats: { chatId: string; isCounted: boolean }[]; last: typeof after | null }> {
  const { rows } = await sql<{ chatId: string; closedAt: number; isCounted: boolean }>`
    select c.chat_id, c.closed_at, exists (
      select 1 from stays s
      where s.account_id = c.account_id and s.kind = 'account' and s.id = ''
        and s.came_at between c.opened_at and c.closed_at and s.chat_id = c.chat_id
    ) as is_counted
    from chats c
    where c.account_id = ${accountId} and c.closed_at <= ${begunAt + CLOCK_SKEW_MS}
      and (c.closed_at, c.chat_id) > (${after.closedAt}, ${after.chatId})
    order by c.closed_at, c.chat_id limit ${limit}`.execute(db)
  const last = rows.at(-1)
  return {
    chats: rows,
    last: last === undefined ? null : { closedAt: last.closedAt, chatId: last.chatId },
  }
}

/** Stays up to the book's sequence, with the ratings that were given before it. */
export async function staysOf(
  db: Db,
  { accountId, fromSeq, begunAt }: OpenBook,
  after: Pick<StayRow, 'cameAt' | 'chatId'> & { kind: string; id: string },
  limit: number,
): Promise<(StayRow & { rating: number | null })[]> {
  const { kind, id, cameAt, chatId } = after
  return db
    .selectFrom('stays')
    .innerJoin('chats', (join) =>
      join
        .onRef('chats.accountId', '=', 'stays.accountId')
        .onRef('chats.chatId', '=', 'stays.chatId'),
    )
    .select(namesOf(STAY_COLUMNS).map((name) => `stays.${name}` as const))
    .select(
      sql<number | null>`case when chats.rated_at <= ${begunAt} then chats.rating end`.as('rating'),
    )
    .where('stays.accountId', '=', accountId)
    .where('stays.seq', '<=', fromSeq)
    .where(
      sql<boolean>`(stays.kind, stays.id, stays.came_at, stays.chat_id) >
        (${kind}, ${id}, ${cameAt}, ${chatId})`,
    )
    .orderBy('stays.kind')
    .orderBy('stays.id')
    .orderBy('stays.cameAt')
    .orderBy('stays.chatId')
    .limit(limit)
    .execute()
}

/** The next agent, by name. */
export async function agentAfter(db: Db, accountId: string, after: string): Promise<string | null> {
  const found = await db
    .selectFrom('actors')
    .select('actor')
    .where('accountId', '=', accountId)
    .where('actor', '>', after)
    .where('actor', '<', 'agent;')
    .orderBy('actor')
    .limit(1)
    .executeTakeFirst()
  return found?.actor ?? null
}

/** Rows of one journal up to a sequence of the account. */
export function upTo(journal: readonly JournalRow[], seq: number): JournalRow[] {
  return journal.filter((row) => row.seq <= seq)
}

/**
 * Writes what was counted and how far that goes, at once; nothing where the book was begun anew
 * meanwhile, or somebody else went on with it. Gives whether it was written.
 */
export function goOn(
  db: Db,
  book: OpenBook,
  counted: { stays: StayRow[]; figures: FigureRow[] },
  progress: BookProgress,
  now: number,
): Promise<boolean> {
  const { accountId, zone, fromSeq } = book
  const before = book.progress === null ? null : JSON.stringify(book.progress)
  return db.transaction().execute(async (trx) => {
    const { rows } = await sql`
      update figure_books
      set progress = ${JSON.stringify(progress)}::text::json,
        done_at = ${progress.at === 'end' ? now : null}
      where account_id = ${accountId} and zone = ${zone} and from_seq = ${fromSeq}
        and done_at is null and progress::text::jsonb is not distinct from ${before}::text::jsonb
      returning 1`.execute(trx)
    if (rows.length === 0) return false
    await commitFigures(trx, accountId, counted)
    return true
  })
}
