import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import { openDatabase } from './database.ts'
import { checkVersion, migrate } from './migrate.ts'
import { SHARD_COUNT } from './store.ts'

const tested = DatabaseForTests.forThisFile()

test('[ST20] migrating again changes nothing', async () => {
  expect(await migrate(tested.db)).toEqual([])
  const { rows } = await sql<{ count: number }>`select count(*) from shards`.execute(tested.db)
  expect(rows).toEqual([{ count: SHARD_COUNT }])
})

test('[ST20] of processes that start together one migrates, and all go on', async () => {
  const url = await tested.newDatabase()
  const databases = await Promise.all(Array.from({ length: 4 }, () => openDatabase(url)))
  const ran = await Promise.all(databases.map(({ db }) => migrate(db)))
  expect(ran.flat()).toEqual([
    '0001-main',
    '0002-group-successors',
    '0003-files',
    '0004-talk',
    '0005-customers',
    '0006-oneself',
    '0007-search',
    '0008-mails',
    '0009-merged-customers',
    '0010-mentions',
    '0011-articles',
    '0012-line-log',
    '0013-embedded',
    '0014-statistics',
    '0015-past-answers',
    '0016-prompters',
    '0017-bots',
    '0021-erasing',
    '0022-more-figures',
    '0023-webhooks',
    '0024-handovers',
    '0025-group-numbers',
  ])
  await Promise.all(databases.map((database) => database.close()))
})

test('[ST21] a database of a newer version is refused, and says so', async () => {
  const database = await openDatabase(await tested.newDatabase())
  await migrate(database.db)
  await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(
    database.db,
  )
  await expect(migrate(database.db)).rejects.toMatchObject({
    name: 'DatabaseError',
    problem: 'newerSchema',
    message: expect.stringContaining('newer version of Parley (migration 9999-later)'),
  })
  await database.close()
})

test('[ST21] a Postgres before 15 is refused, and the message names both versions', () => {
  expect(() => checkVersion(150_000, '15.0')).not.toThrow()
  expect(() => checkVersion(140_012, '14.12')).toThrow(/Postgres 14\.12 .* version 15 or newer/)
})

test('[ST22] a database that cannot be used says why', async () => {
  const address = new URL(tested.serverUrl)
  const changed = (change: (url: URL) => void) => {
    const url = new URL(address)
    change(url)
    return url.href
  }
  const refused = async (url: string) =>
    openDatabase(url).then(
      async (database) => database.close(),
      (error: unknown) => error,
    )
  const problem = (kind: string) => ({ name: 'DatabaseError', problem: kind })
  expect(await refused('not an address')).toMatchObject(problem('badUrl'))
  expect(await refused('mysql://localhost/x')).toMatchObject(problem('badUrl'))
  expect(await refused(changed((url) => (url.port = '1')))).toMatchObject(problem('unreachable'))
  expect(await refused(changed((url) => (url.password = 'wrong')))).toMatchObject(
    problem('notAllowed'),
  )
  expect(await refused(changed((url) => (url.pathname = '/none')))).toMatchObject(
    problem('noSuchDatabase'),
  )
})
