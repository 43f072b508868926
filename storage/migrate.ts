import { sql } from 'kysely'
import { type Migration, Migrator } from 'kysely/migration'
import { DatabaseError } from './database-error.ts'
import type { Db } from './database.ts'
import { main } from './migrations/0001-main.ts'
import { groupSuccessors } from './migrations/0002-group-successors.ts'
import { files } from './migrations/0003-files.ts'
import { talk } from './migrations/0004-talk.ts'
import { customers } from './migrations/0005-customers.ts'
import { oneself } from './migrations/0006-oneself.ts'
import { search } from './migrations/0007-search.ts'
import { mails } from './migrations/0008-mails.ts'
import { mergedCustomers } from './migrations/0009-merged-customers.ts'
import { mentions } from './migrations/0010-mentions.ts'
import { articles } from './migrations/0011-articles.ts'
import { lineLog } from './migrations/0012-line-log.ts'
import { embedded } from './migrations/0013-embedded.ts'
import { statistics } from './migrations/0014-statistics.ts'
import { pastAnswers } from './migrations/0015-past-answers.ts'
import { prompters } from './migrations/0016-prompters.ts'
import { bots } from './migrations/0017-bots.ts'
import { erasing } from './migrations/0021-erasing.ts'
import { moreFigures } from './migrations/0022-more-figures.ts'
import { webhooks } from './migrations/0023-webhooks.ts'
import { handovers } from './migrations/0024-handovers.ts'
import { groupNumbers } from './migrations/0025-group-numbers.ts'

/** In order, and for ever: a released migration is neither changed nor removed. */
const MIGRATIONS: Record<string, Migration> = {
  '0001-main': main,
  '0002-group-successors': groupSuccessors,
  '0003-files': files,
  '0004-talk': talk,
  '0005-customers': customers,
  '0006-oneself': oneself,
  '0007-search': search,
  '0008-mails': mails,
  '0009-merged-customers': mergedCustomers,
  '0010-mentions': mentions,
  '0011-articles': articles,
  '0012-line-log': lineLog,
  '0013-embedded': embedded,
  '0014-statistics': statistics,
  '0015-past-answers': pastAnswers,
  '0016-prompters': prompters,
  '0017-bots': bots,
  '0021-erasing': erasing,
  '0022-more-figures': moreFigures,
  '0023-webhooks': webhooks,
  '0024-handovers': handovers,
  '0025-group-numbers': groupNumbers,
}

/** With it came actors, their journals and timers. */
const FIRST = '0001-main'

const OLDEST_POSTGRES = 15
const LOCK = 0x7061726c // 'parl': the advisory lock of starting processes

/**
 * Brings the schema up to date and gives the names of the migrations that it ran; none where
 * nothing was to be done. Of processes that start together one migrates, the others wait.
 *
 * @throws DatabaseError `tooOld` (Postgres before 15) or `newerSchema` (a newer Parley was here);
 * what a migration throws, which then left nothing behind.
 */
export async function migrate(db: Db): Promise<string[]> {
  return db.connection().execute(async (connection) => {
    const plain = connection.withoutPlugins()
    const { rows } = await sql<{ number: number; version: string }>`
      select current_setting('server_version_num')::integer as number,
        current_setting('server_version') as version`.execute(plain)
    for (const { number, version } of rows) checkVersion(number, version)
    await sql`set statement_timeout = 0`.execute(plain)
    await sql`select pg_advisory_lock(${sql.lit(LOCK)})`.execute(plain)
    try {
      await checkSchema(plain)
      return await migrateLocked(plain)
    } finally {
      await sql`select pg_advisory_unlock(${sql.lit(LOCK)})`.execute(plain)
      await sql`reset statement_timeout`.execute(plain)
    }
  })
}

async function migrateLocked(db: Db): Promise<string[]> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error, results } = await migrator.migrateToLatest()
  if (error)
    throw error instanceof Error ? error : new Error('a migration failed', { cause: error })
  return (results ?? []).map((result) => result.migrationName)
}

/** @throws DatabaseError `tooOld`. */
export function checkVersion(versionNumber: number, version: string): void {
  if (versionNumber >= OLDEST_POSTGRES * 10_000) return
  throw new DatabaseError(
    'tooOld',
    `Postgres ${version} is too old: Parley needs version ${OLDEST_POSTGRES} or newer.`,
  )
}

/**
 * Makes sure that the tables are those of this version, for whoever only reads them.
 * @throws DatabaseError `olderSchema` or `newerSchema`.
 */
export async function requireCurrentSchema(db: Db): Promise<void> {
  const plain = db.withoutPlugins()
  await checkSchema(plain)
  const there = await migrationsIn(plain)
  const missing = Object.keys(MIGRATIONS).filter((name) => !there.has(name))
  if (missing.length > 0) throw olderSchema(missing)
}

/**
 * Makes sure that there are actors and their journals, in the tables of this version or of an older
 * one: these are as they were in the first.
 * @throws DatabaseError `olderSchema` where there are none, or `newerSchema`.
 */
export async function requireActors(db: Db): Promise<void> {
  if (!(await hasActors(db))) throw olderSchema([FIRST])
}

/**
 * Whether there are actors and journals, also of an older version's tables.
 * @throws DatabaseError `newerSchema`.
 */
export async function hasActors(db: Db): Promise<boolean> {
  const plain = db.withoutPlugins()
  await checkSchema(plain)
  return (await migrationsIn(plain)).has(FIRST)
}

async function migrationsIn(db: Db): Promise<Set<string>> {
  const { rows: found } = await sql<{ name: string | null }>`
    select to_regclass('kysely_migration')::text as name`.execute(db)
  if (found[0]?.name == null) return new Set()
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  return new Set(rows.map(({ name }) => name))
}

function olderSchema(missing: readonly string[]): DatabaseError {
  return new DatabaseError(
    'olderSchema',
    `This database was last used by an older version of Parley (it lacks ${missing.join(', ')}). ` +
      'Start the server of this version on it once, then try again.',
  )
}

async function checkSchema(db: Db): Promise<void> {
  const there = [...(await migrationsIn(db))].toSorted()
  const unknown = there.filter((name) => !(name in MIGRATIONS))
  if (unknown.length === 0) return
  throw new DatabaseError(
    'newerSchema',
    `This database was used by a newer version of Parley (migration ${unknown.join(', ')}). ` +
      'Start that version, or restore a backup of before.',
  )
}
