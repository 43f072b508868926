import { describe, expect, it } from 'vitest'
import { namesOf } from '#storage/columns'
import { DatabaseForTests } from '#storage/database-for-tests'
import type { AccountContents } from '#storage/memory-account'
import { PostgresStore } from '#storage/postgres-store'
import { storedStatistics } from '#storage/statistics'
import { Scribe, rareRows } from '#storage/store-fixtures'
import type { FigureCounts } from '#storage/statistics-rows'
import { STAY_COLUMNS } from '#storage/statistics-statement'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'
import { countPast } from './books.ts'

const tested = DatabaseForTests.forThisFile()
const MINUTE = 60_000
const ALL = { grain: 'month', from: 0, to: 100_000 } as const

/** A day of talk. */
async function talked(): Promise<TestHost> {
  const account = smallAccount({ rating: true, timeZone: 'Europe/Berlin' })
  const test = await TestHost.start({ account })
  await test.online('ann')
  for (const customerId of ['c1', 'c2', 'c3']) {
    const chatId = await test.writes(customerId)
    await test.clock.pass(MINUTE)
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Hello' }))
    await test.clock.pass(MINUTE)
    done(await test.customer(customerId, { type: 'endChat' }))
    done(await test.customer(customerId, { type: 'rateChat', score: 4 }))
  }
  done(await test.staff('ann', { type: 'goAway', reason: 'lunch' }))
  return test
}

/** What a host wrote in memory, as a batch in a real database; gives all of it. */
async function stored({ memory }: TestHost): Promise<AccountContents> {
  await tested.empty()
  const contents = memory.contents(ACCOUNT)
  if (contents === null) throw new Error('no such account')
  const { accountId, shard, seq, turn, name, createdAt, settings } = contents
  const store = new PostgresStore(tested.database)
  await store.register('n1', MINUTE)
  const epoch = (await store.claim('n1')).find((one) => one.shard === shard)?.epoch ?? 0
  const rare = { ...rareRows(), account: { name, createdAt }, settings }
  const { journal, actors, chats, stays, figures, customers } = contents
  const scribe = new Scribe(ACCOUNT)
  const rows = { journal, actors, chats, stays, figures, customers, rare }
  const place = { accountId, shard, epoch, fromSeq: 0, seq, turn }
  await store.commit([{ ...scribe.batch(rows), ...place }])
  return contents
}

async function allFigures(zone: string): Promise<Map<string, FigureCounts>> {
  const shelf = storedStatistics(tested.db)
  const found = new Map<string, FigureCounts>()
  for (const kind of ['account', 'channel', 'group', 'agent', 'away'] as const) {
    for (const { id, counts } of await shelf.figures(ACCOUNT, { zone, kind, ids: null }, [ALL])) {
      found.set(`${kind} ${id}`, counts)
    }
  }
  return found
}

/** In another zone chats come at other hours. */
function sameHours(figures: Map<string, FigureCounts>): Map<string, FigureCounts> {
  return new Map([...figures].map(([id, counts]) => [id, { ...counts, hours: [] }]))
}

async function book(zone: string, fromSeq: number, begunAt: number): Promise<void> {
  const row = { accountId: ACCOUNT, zone, fromSeq, begunAt, progress: null, doneAt: null }
  await tested.db.insertInto('figureBooks').values(row).execute()
}

describe('the past', () => {
  it('[SA17] that was there before is counted as turns would have, once', async () => {
    const test = await talked()
    const { seq } = await stored(test)
    const counted = await allFigures('Europe/Berlin')
    const read = () =>
      tested.db
        .selectFrom('stays')
        .select(namesOf(STAY_COLUMNS))
        .orderBy('chatId')
        .orderBy('kind')
        .execute()
    const stays = await read()
    expect(counted.get('account ')?.chats).toBe(3)
    expect(counted.get('agent ann')).toMatchObject({ chats: 3, ratings: [0, 0, 0, 3, 0] })

    await tested.db.deleteFrom('stays').execute()
    for (const zone of ['UTC', 'Europe/Paris']) await book(zone, seq, test.clock.now())
    const since = () => storedStatistics(tested.db).computingSince(ACCOUNT, 'UTC')
    expect(await since()).toBe(test.clock.now())
    expect(await countPast(tested.db, test.clock, () => false)).toBeGreaterThan(0)
    expect(await read()).toEqual(stays)
    expect(sameHours(await allFigures('UTC'))).toEqual(sameHours(counted))
    expect(await allFigures('Europe/Paris')).toEqual(counted)
    expect(await since()).toBeNull()
    expect(await countPast(tested.db, test.clock, () => false)).toBe(0)
    expect(sameHours(await allFigures('UTC'))).toEqual(sameHours(counted))
  })

  it('[SA18] goes on where it stopped, while turns count what happens', async () => {
    const test = await talked()
    const fromSeq = test.host.peek(ACCOUNT)?.seq ?? 0
    const begunAt = test.clock.now()
    const change = { type: 'changeSettings', change: { timeZone: 'Asia/Kolkata' } } as const
    done(await test.staff('ada', change))
    await test.writes('c4')
    done(await test.customer('c4', { type: 'endChat' }))
    await stored(test)
    await book('Asia/Kolkata', fromSeq, begunAt)
    const since = () => storedStatistics(tested.db).computingSince(ACCOUNT, 'Asia/Kolkata')
    let calls = 0
    await countPast(tested.db, test.clock, () => (calls += 1) > 2)
    expect(await since()).toBe(begunAt)
    await countPast(tested.db, test.clock, () => false)
    expect(await since()).toBeNull()
    const figures = await allFigures('Asia/Kolkata')
    expect(figures.get('account ')).toMatchObject({ chats: 4, abandoned: 1 })
    expect(figures.get('agent ann')?.ratings).toEqual([0, 0, 0, 3, 0])
  })
})
