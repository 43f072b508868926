import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { BatchConnection } from './batch-connection.ts'
import { DatabaseForTests } from './database-for-tests.ts'
import { openDatabase } from './database.ts'
import { PostgresStore } from './postgres-store.ts'
import { Scribe, chatRow, groupRow, rareRows } from './store-fixtures.ts'
import { OutcomeUnknown, StoreUnavailable } from './store.ts'

const LEASE_MS = 600_000
const BATCHES = 'parley batches'
const OPTIONS = { applicationName: 'parley test', settings: {} }
const SLEEP = 'select pg_sleep(60)'

const tested = DatabaseForTests.forThisFile()
let store: PostgresStore
let scribe: Scribe

beforeEach(async () => {
  await tested.empty()
  store = new PostgresStore(tested.database)
  await store.register('n1', LEASE_MS)
  await store.claim('n1')
  scribe = new Scribe('acme')
  await store.commit([scribe.founding()])
  scribe.event('chat:c1')
})

/** Holds the account's row: a batch that holds its shard already waits there, as if it were paused. */
const accountRow = sql`select 1 from accounts where account_id = 'acme' for update`

test('[ST41] a raise waits for a batch of the old epoch, so that the new owner loads what it wrote', async () => {
  await tested.holding(accountRow, async (release) => {
    const paused = store.commit([scribe.batch({ chats: [chatRow('c1')] })])
    await tested.waitsForLock(BATCHES)
    const raised = store.raise('n1', [scribe.shard])
    await tested.waitsForLock('parley control')
    release()
    expect(await raised).toEqual([{ shard: scribe.shard, epoch: 2 }])
    expect(await store.loadAccount('acme')).toMatchObject({ seq: 2, openChats: [chatRow('c1')] })
    expect(await paused).toEqual({ fenced: [] })
  })
})

test('[ST41] a batch that meets a raise under way is fenced when that is done', async () => {
  const raise = sql`update shards set epoch = epoch + 1 where id = ${scribe.shard}`
  await tested.holding(raise, async (release) => {
    const late = store.commit([scribe.batch({ chats: [chatRow('c1')] })])
    await tested.waitsForLock(BATCHES)
    release()
    expect(await late).toEqual({ fenced: ['acme'] })
  })
  expect(await store.loadAccount('acme')).toMatchObject({ seq: 1, openChats: [] })
})

test('[ST41] batches of many shards and raises of them, in any order, never block each other for ever', async () => {
  const scribes = Array.from({ length: 24 }, (_, n) => new Scribe(`account-${n}`))
  await store.commit(scribes.map((one) => one.founding()))
  const shards = scribes.map((one) => one.shard)
  for (let round = 0; round < 20; round++) {
    for (const one of scribes) one.event('chat:c1')
    const batches = scribes.map((one) => one.batch())
    const [, { fenced }] = await Promise.all([
      store.raise('n1', shards.toReversed()),
      store.commit(round % 2 ? batches : batches.toReversed()),
    ])
    for (const one of scribes) {
      one.epoch += 1
      if (fenced.includes(one.accountId)) one.forget('chat:c1')
    }
  }
  const accounts = await Promise.all(scribes.map((one) => store.loadAccount(one.accountId)))
  expect(accounts.map((account) => account?.seq)).toEqual(scribes.map((one) => one.seq))
})

test('[ST47] commits that are asked for together are written one after the other', async () => {
  const others = Array.from({ length: 8 }, (_, n) => new Scribe(`account-${n}`))
  const rare = (n: number) => ({ groups: [groupRow(`group-${n}`)] })
  const commits = others.map((one, n) => store.commit([one.founding({}, rare(n))]))
  expect(await Promise.all(commits)).toEqual(others.map(() => ({ fenced: [] })))
  const accounts = await Promise.all(others.map((one) => store.loadAccount(one.accountId)))
  expect(accounts.map((account) => account?.groups)).toEqual(others.map((_, n) => rare(n).groups))
})

test('[ST42] of a batch whose connection dies under way the outcome is unknown, and the next one works', async () => {
  const batch = scribe.batch({ chats: [chatRow('c1')] })
  await tested.holding(accountRow, async () => {
    const commit = store.commit([batch])
    await tested.waitsForLock(BATCHES)
    await Promise.all([expect(commit).rejects.toThrow(OutcomeUnknown), tested.kill(BATCHES)])
  })
  expect(await store.loadAccount('acme')).toMatchObject({ seq: 1, openChats: [] })
  expect(await store.commit([batch])).toEqual({ fenced: [] })
})

test('[ST42] the same of a batch with rare rows, which is a transaction of several statements', async () => {
  const batch = scribe.batch({ rare: rareRows({ groups: [groupRow('billing')] }) })
  await tested.holding(accountRow, async () => {
    const commit = store.commit([batch])
    await tested.waitsForLock(BATCHES)
    await Promise.all([expect(commit).rejects.toThrow(OutcomeUnknown), tested.kill(BATCHES)])
  })
  expect(await store.commit([batch])).toEqual({ fenced: [] })
  expect((await store.loadAccount('acme'))?.groups).toEqual([groupRow('billing')])
})

test('[ST42] a connection that died while nothing was under way is made anew', async () => {
  const idle = new BatchConnection(tested.url, OPTIONS, 10_000)
  const before = await idle.run(async (connection) => connection)
  await tested.kill(OPTIONS.applicationName)
  await expect.poll(() => before.isBroken).toBe(true)
  expect(await idle.run((connection) => connection.query('select 1 as one'))).toEqual([{ one: 1 }])
  await idle.close()
})

test('[ST42] reads survive the death of their connections, also of one under way', async () => {
  await tested.holding(sql`lock table accounts`, async (release) => {
    const load = store.loadAccount('acme')
    await tested.waitsForLock('parley reads')
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'parley reads' and datname = current_database()
    `.execute(tested.database.control)
    release()
    expect(await load).toMatchObject({ seq: 1 })
  })
  expect(await store.loadAccount('acme')).toMatchObject({ seq: 1 })
})

test('[ST43] a batch that cannot be sent is unavailable, not unknown', async () => {
  const connection = new BatchConnection('postgres://nobody@127.0.0.1:1/none', OPTIONS, 1_000)
  await expect(connection.run(async () => {})).rejects.toThrow(StoreUnavailable)
  await connection.close()
  await expect(connection.run(async () => {})).rejects.toThrow(StoreUnavailable)
})

test('[ST43] a batch that waits too long for a lock is unavailable, and nothing of it is written', async () => {
  const impatient = await openDatabase(tested.url, { lockTimeoutMs: 20 })
  const batch = scribe.batch({ chats: [chatRow('c1')] })
  await tested.holding(accountRow, async () => {
    const commit = new PostgresStore(impatient).commit([batch])
    await expect(commit).rejects.toThrow(StoreUnavailable)
  })
  expect(await store.loadAccount('acme')).toMatchObject({ seq: 1, openChats: [] })
  expect(await new PostgresStore(impatient).commit([batch])).toEqual({ fenced: [] })
  await impatient.close()
})

test('[ST43] a batch that takes too long is unavailable, and one without an answer is unknown', async () => {
  const impatient = await openDatabase(tested.url, { statementTimeoutMs: 20 })
  const sleep = impatient.batch.run((connection) => connection.query(SLEEP))
  await expect(sleep).rejects.toThrow(StoreUnavailable)
  await impatient.close()
  const deaf = new BatchConnection(tested.url, OPTIONS, 20)
  await expect(deaf.run((connection) => connection.query(SLEEP))).rejects.toThrow(OutcomeUnknown)
  expect(await deaf.run((connection) => connection.query('select 1 as one'))).toEqual([{ one: 1 }])
  await deaf.close()
})

test('[ST23] every connection commits to the disk, also where the database says otherwise', async () => {
  const url = await tested.newDatabase()
  const name = new URL(url).pathname.slice(1)
  await sql`alter database ${sql.id(name)} set synchronous_commit = off`.execute(tested.db)
  const lax = await openDatabase(url)
  const show = "select current_setting('synchronous_commit') as value"
  const shown = sql.raw<{ value: string }>(show)
  const all = [
    ...(await shown.execute(lax.db)).rows,
    ...(await shown.execute(lax.control)).rows,
    ...(await lax.batch.run((connection) => connection.query<{ value: string }>(show))),
  ]
  expect(all.map((row) => row.value)).toEqual(['on', 'on', 'on'])
  await lax.close()
})
