import type { Db } from '#storage/database'
import { agentAfter, goOn, openBooks, staysOf, uncountedChats, upTo } from '#storage/figure-books'
import type { BookProgress, OpenBook } from '#storage/figure-books'
import { journalsOf } from '#storage/journals'
import { addFigure } from '#storage/statistics-rows'
import type { FigureRow, StayRow } from '#storage/statistics-rows'
import type { Clock } from '../ports.ts'
import { ratingFigures, stayFigures } from './counting.ts'
import { recountedChat, recountedPresence } from './recount.ts'

/** Chats whose journals are read at once, and stays that are added up at once. */
const CHATS_PAGE = 200
const STAYS_PAGE = 2_000

/**
 * Counts the past that no turn counted: of a database from before there were statistics, and of a
 * time zone that an account changed to. It goes on where it stopped, a piece at a time, while turns
 * count what happens; nothing is counted twice, for each piece is written with how far it goes.
 *
 * Gives how many pieces it wrote. Rejects as the database does.
 */
export async function countPast(db: Db, clock: Clock, isOver: () => boolean): Promise<number> {
  let pieces = 0
  for (const begun of await openBooks(db)) {
    let book = begun
    while (!isOver()) {
      const next = await piece(db, book)
      if (!(await goOn(db, book, next, next.progress, clock.now()))) break
      pieces += 1
      if (next.progress.at === 'end') break
      book = { ...book, progress: next.progress }
    }
  }
  return pieces
}

interface Piece {
  stays: StayRow[]
  figures: FigureRow[]
  progress: BookProgress
}

function piece(db: Db, book: OpenBook): Promise<Piece> {
  const progress = book.progress ?? { at: 'chats', closedAt: 0, chatId: '' }
  switch (progress.at) {
    case 'chats':
      return endedChats(db, book, progress)
    case 'stays':
      return addedStays(db, book, progress)
    case 'agents':
      return spentTime(db, book, progress.actor)
    case 'end':
      return Promise.resolve({ stays: [], figures: [], progress })
  }
}

/** Chats that ended before there were stays, as far as retention kept their journals. */
async function endedChats(
  db: Db,
  book: OpenBook,
  after: { closedAt: number; chatId: string },
): Promise<Piece> {
  const { chats, last } = await uncountedChats(db, book, after, CHATS_PAGE)
  if (last === null) {
    const progress = { at: 'stays', kind: '', id: '', cameAt: 0, chatId: '' } as const
    return { stays: [], figures: [], progress }
  }
  const actors = chats.flatMap(({ chatId, isCounted }) => (isCounted ? [] : `chat:${chatId}`))
  const rows = await journalsOf(db, book.accountId, actors)
  const stays = actors.flatMap((actor) => recountedChat(rows.filter((row) => row.actor === actor)))
  return { stays, figures: [], progress: { at: 'chats', ...last } }
}

async function addedStays(
  db: Db,
  book: OpenBook,
  after: Extract<BookProgress, { at: 'stays' }>,
): Promise<Piece> {
  const rows = await staysOf(db, book, after, STAYS_PAGE)
  const figures = new Map<string, FigureRow>()
  for (const { rating, ...stay } of rows) {
    for (const row of stayFigures(stay, book.zone)) addFigure(figures, row)
    if (rating === null) continue
    const given = { before: null, now: rating }
    for (const row of ratingFigures(stay, book.zone, given)) addFigure(figures, row)
  }
  const last = rows.at(-1)
  if (last === undefined) {
    return { stays: [], figures: [], progress: { at: 'agents', actor: 'agent:' } }
  }
  const { kind, id, cameAt, chatId } = last
  return {
    stays: [],
    figures: [...figures.values()],
    progress: { at: 'stays', kind, id, cameAt, chatId },
  }
}

async function spentTime(db: Db, book: OpenBook, after: string): Promise<Piece> {
  const { accountId, zone, fromSeq } = book
  const actor = await agentAfter(db, accountId, after)
  if (actor === null) return { stays: [], figures: [], progress: { at: 'end' } }
  const journal = upTo(await journalsOf(db, accountId, [actor]), fromSeq)
  return { stays: [], figures: recountedPresence(journal, zone), progress: { at: 'agents', actor } }
}
