import { sql } from 'kysely'
import { openDatabase } from '#storage/database'
import { DatabaseError } from '#storage/database-error'

const POLL_MS = 5

/** A crashed server replays its log first. */
const PATIENCE_MS = 60_000

/** When the server behind this address began, as it says itself. @throws DatabaseError */
export async function postgresStart(url: string): Promise<string> {
  const database = await openDatabase(url)
  try {
    const { rows } = await sql<{ start: string }>`
      select pg_postmaster_start_time()::text as start`.execute(database.db)
    return rows[0]?.start ?? ''
  } finally {
    await database.close()
  }
}

/**
 * Resolves when another server than the one that began at `before` accepts connections at this
 * address, with the time of the monotonic clock before the attempt that succeeded.
 * @throws Error where none does in time.
 */
export async function untilPostgresAccepts(url: string, before: string): Promise<number> {
  const until = performance.now() + PATIENCE_MS
  while (performance.now() < until) {
    const askedAt = performance.now()
    if (await isNewServer(url, before)) return askedAt
    await Bun.sleep(POLL_MS)
  }
  throw new Error('Postgres did not come back')
}

async function isNewServer(url: string, before: string): Promise<boolean> {
  try {
    return (await postgresStart(url)) !== before
  } catch (error) {
    // Of an orphan that is being stopped, the connection breaks in the middle of the question.
    if (error instanceof DatabaseError || error instanceof Error) return false
    throw error
  }
}
