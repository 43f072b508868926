import { sql } from 'kysely'
import { actorColumns, chatColumns, journalColumns, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import type { ActorRow, ChatRow, JournalRow } from './rows.ts'

/* Journals for those who replay them: committed rows, read past the port. */

/** Actors of one page, and events of one: what is in memory at a time. */
const ACTORS_PAGE = 500
const EVENTS_PAGE = 5_000

/** Some actors of an account, in the order of their names. */
export interface StoredActors {
  actors: ActorRow[]
  /** The rows of those that are chats. */
  chats: (ChatRow & { journalSwept: boolean })[]
}

/** Every account that there is. */
export async function accountIds(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('accounts').select('accountId').orderBy('accountId').execute()
  return rows.map(({ accountId }) => accountId)
}

/**
 * Reads actors of an account with their whole journals, page by page; each page as it was at one
 * moment, whatever is written meanwhile. `use` gets the events of a page in the order of actors and
 * steps, in pieces of bounded size; none of an actor that has no snapshot is left out.
 * @param since only actors that something happened to since then (milliseconds since the epoch).
 */
export async function readJournals(
  db: Db,
  accountId: string,
  since: number | null,
  use: (stored: StoredActors, events: AsyncIterable<JournalRow[]>) => Promise<void>,
): Promise<void> {
  let after: string | null = ''
  while (after !== null) {
    const from: string = after
    after = await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute(async (trx) => {
        const stored = await actorsAfter(trx, accountId, from, since)
        const last =
          stored.actors.length < ACTORS_PAGE ? null : (stored.actors.at(-1)?.actor ?? null)
        const names = since === null ? null : stored.actors.map(({ actor }) => actor)
        await use(stored, eventsBetween(trx, accountId, from, last, names))
        return last
      })
  }
}

async function actorsAfter(
  db: Db,
  accountId: string,
  after: string,
  since: number | null,
): Promise<StoredActors> {
  let query = db
    .selectFrom('actors')
    .select(namesOf(actorColumns))
    .where('accountId', '=', accountId)
    .where('actor', '>', after)
  if (since !== null) {
    // The newest event of each is found by its number: there is no index by time.
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('journal as j')
          .select('j.at')
          .where('j.accountId', '=', accountId)
          .where('j.actor', '=', where.ref('actors.actor'))
          .where('j.actorSeq', '=', where.ref('actors.seq'))
          .where('j.at', '>=', since),
      ),
    )
  }
  const actors = await query.orderBy('actor').limit(ACTORS_PAGE).execute()
  const chatIds = actors.flatMap(({ actor }) => chatIdOf(actor) ?? [])
  const chats = await db
    .selectFrom('chats')
    .select([...namesOf(chatColumns), 'journalSwept'])
    .where('accountId', '=', accountId)
    .where('chatId', '=', sql<string>`any(${chatIds})`)
    .execute()
  return { actors, chats }
}

async function* eventsBetween(
  db: Db,
  accountId: string,
  after: string,
  last: string | null,
  names: readonly string[] | null,
): AsyncGenerator<JournalRow[]> {
  let [actor, seq] = [after, Number.MAX_SAFE_INTEGER]
  while (true) {
    let query = db
      .selectFrom('journal')
      .select(namesOf(journalColumns))
      .where('accountId', '=', accountId)
      .where(sql<boolean>`(actor, actor_seq) > (${actor}, ${seq})`)
      .where('actor', '<>', 'account')
    if (last !== null) query = query.where('actor', '<=', last)
    if (names !== null) query = query.where('actor', '=', sql<string>`any(${names})`)
    const rows = await query.orderBy('actor').orderBy('actorSeq').limit(EVENTS_PAGE).execute()
    const newest = rows.at(-1)
    if (newest === undefined) return
    yield rows
    if (rows.length < EVENTS_PAGE) return
    actor = newest.actor
    seq = newest.actorSeq
  }
}

/** Where an actor with this name is: all accounts that have one. */
export async function accountsOfActor(db: Db, actor: string): Promise<string[]> {
  const rows = await db
    .selectFrom('actors')
    .select('accountId')
    .where('actor', '=', actor)
    .orderBy('accountId')
    .execute()
  return rows.map(({ accountId }) => accountId)
}

/** A part of an actor's journal, from the event after a number on, with its snapshot of that moment. */
export interface StoredJournal {
  events: JournalRow[]
  /** Whether there are events after these. */
  more: boolean
  stored: ActorRow | null
  /** Of a chat, when all that was said in it was erased. */
  erasedAt: number | null
}

/**
 * Events of an actor's journal after a number of its own, at most `limit`, and what is stored of the
 * actor.
 */
export function journalFrom(
  db: Db,
  accountId: string,
  actor: string,
  limit: number,
  after = 0,
): Promise<StoredJournal> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute(async (trx) => {
      const rows = await trx
        .selectFrom('journal')
        .select(namesOf(journalColumns))
        .where('accountId', '=', accountId)
        .where('actor', '=', actor)
        .where('actorSeq', '>', after)
        .orderBy('actorSeq')
        .limit(limit + 1)
        .execute()
      const stored = await trx
        .selectFrom('actors')
        .select(namesOf(actorColumns))
        .where('accountId', '=', accountId)
        .where('actor', '=', actor)
        .executeTakeFirst()
      const chat = await trx
        .selectFrom('chats')
        .select('erasedAt')
        .where('accountId', '=', accountId)
        .where('chatId', '=', chatIdOf(actor) ?? '')
        .executeTakeFirst()
      return {
        events: rows.slice(0, limit),
        more: rows.length > limit,
        stored: stored ?? null,
        erasedAt: chat?.erasedAt ?? null,
      }
    })
}

/** What was said in a chat, by the ids that stand in its journal. */
export interface SaidInChat {
  id: string
  kind: 'message' | 'comment'
  at: number
  author: string
  text: string
}

/**
 * What is left of what people said in a chat: messages, and comments that all staff may read.
 * @param personId whose own personal comments are told too; null: nobody's.
 */
export async function saidInChat(
  db: Db,
  accountId: string,
  chatId: string,
  personId: string | null,
): Promise<SaidInChat[]> {
  const messages = await db
    .selectFrom('messages')
    .select(['messageId as id', 'seq', 'at', 'author', 'text'])
    .where('accountId', '=', accountId)
    .where('chatId', '=', chatId)
    .where('text', 'is not', null)
    .execute()
  const comments = await db
    .selectFrom('comments')
    .select(['commentId as id', 'seq', 'at', 'author', 'text'])
    .where('accountId', '=', accountId)
    .where('chatId', '=', chatId)
    .where('text', 'is not', null)
    .where((where) =>
      where.or([where('visibleTo', '=', 'staff'), where('author', '=', `agent:${personId ?? ''}`)]),
    )
    .execute()
  const said = [
    ...messages.map((row) => ({ ...row, kind: 'message' as const })),
    ...comments.map((row) => ({ ...row, kind: 'comment' as const })),
  ]
  return said
    .sort((a, b) => a.seq - b.seq)
    .map(({ id, kind, at, author, text }) => ({ id, kind, at, author, text: text ?? '' }))
}

function chatIdOf(actor: string): string | null {
  return actor.startsWith('chat:') ? actor.slice('chat:'.length) : null
}

/** The journals of actors from their births, as far as retention kept them, each in its order. */
export async function journalsOf(
  db: Db,
  accountId: string,
  actors: readonly string[],
): Promise<JournalRow[]> {
  if (actors.length === 0) return []
  return db
    .selectFrom('journal')
    .select(namesOf(journalColumns))
    .where('accountId', '=', accountId)
    .where('actor', 'in', actors)
    .orderBy('actor')
    .orderBy('actorSeq')
    .execute()
}
