import { sql } from 'kysely'
import type { Db } from './database.ts'
import { writing } from './outcome.ts'

/*
 * What was erased is out of every answer at once, and in the files of the database for a while: in
 * versions of rows that nobody sees any more, in what the planner keeps of columns, and as keys of
 * the indices of words, which no vacuum takes out. Both are cleaned beside commits, which go on
 * meanwhile. That it is wanted is written with the erasing, so that a process that dies loses
 * nothing; what is erased while one cleans is cleaned the next time.
 */

/** Tables that hold words of or about customers. */
const TABLES = [
  'messages',
  'comments',
  'customer_details',
  'customer_notes',
  'blocks',
  'files',
  'handovers',
  'mentions',
  'past_answers',
  'outbox',
]

/** Indices that have words as keys. */
const INDICES = [
  'messages_words',
  'comments_words',
  'customer_details_words',
  'customer_details_search',
  'past_answers_words',
]

/** Tables are gone through and indices made anew this often at most, where that takes long. */
const TABLES_EVERY_MS = 3_600_000
const INDICES_EVERY_MS = 24 * 3_600_000

/** What takes a moment is cleaned sooner. */
const SMALL_BYTES = 64 * 1024 * 1024
const SMALL_EVERY_MS = 60_000

/** What a round of cleaning did. */
export interface Cleaned {
  tables: boolean
  indices: boolean
}

/** Cleans what was erased, where that is wanted and due. */
export function cleanErased(db: Db, now: number): Promise<Cleaned> {
  return writing(async () => {
    const tables = await isDue(db, now, 'tables', TABLES, TABLES_EVERY_MS)
    if (tables) {
      const vacuum = sql.raw(`vacuum (analyze) ${TABLES.join(', ')}`)
      await withoutLimit(db, (own) => vacuum.execute(own))
      await note(db, now, 'tables')
    }
    const indices = await isDue(db, now, 'indices', INDICES, INDICES_EVERY_MS)
    if (indices) {
      await withoutLimit(db, renewIndices)
      await note(db, now, 'indices')
    }
    return { tables, indices }
  })
}

/** Of several processes that find the same to be due, each does it: that costs time and no more. */
async function isDue(
  db: Db,
  now: number,
  what: 'tables' | 'indices',
  names: readonly string[],
  everyMs: number,
): Promise<boolean> {
  const { rows } = await sql<{ cleanedAt: number; bytes: number }>`
    select c.cleaned_at,
      (select sum(pg_relation_size(name::regclass))::bigint from unnest(${names}::text[]) name)
        as bytes
    from cleanings c where c.what = ${what} and c.erased_at >= c.cleaned_at`.execute(db)
  return rows.some(
    ({ cleanedAt, bytes }) => cleanedAt + (bytes < SMALL_BYTES ? SMALL_EVERY_MS : everyMs) <= now,
  )
}

/** `now` is when the cleaning began: what was erased since is not cleaned. */
async function note(db: Db, now: number, what: 'tables' | 'indices'): Promise<void> {
  await db.updateTable('cleanings').set({ cleanedAt: now }).where('what', '=', what).execute()
}

/** One after the other; writes go on meanwhile. What an attempt left that was cut short goes first. */
async function renewIndices(own: Db): Promise<void> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    where not i.indisvalid and c.relname ~ ${`^(${INDICES.join('|')})_ccnew`}`.execute(own)
  for (const { name } of rows) {
    await sql`drop index concurrently if exists ${sql.id(name)}`.execute(own)
  }
  for (const name of INDICES) await sql.raw(`reindex index concurrently ${name}`).execute(own)
}

/** On a connection on which nothing takes too long. */
async function withoutLimit(db: Db, work: (own: Db) => Promise<unknown>): Promise<void> {
  await db.connection().execute(async (own) => {
    const { rows } = await sql<{ before: string }>`
      select current_setting('statement_timeout') as before`.execute(own)
    await sql`set statement_timeout = 0`.execute(own)
    try {
      await work(own)
    } finally {
      const [{ before } = { before: '0' }] = rows
      await sql`select set_config('statement_timeout', ${before}, false)`.execute(own)
    }
  })
}
