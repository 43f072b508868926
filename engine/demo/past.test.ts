import { expect, it } from 'vitest'
import { openDatabase } from '#storage/database'
import { DatabaseForTests } from '#storage/database-for-tests'
import { foundDemoAccount } from '../bootstrap/demo-account.ts'
import { withHost } from '../bootstrap/with-host.ts'
import { replayDatabase } from '../replay/replay-database.ts'
import { SeededRandom } from '../simulation/seeded-random.ts'
import { SimulatedClock } from '../simulation/simulated-clock.ts'
import { SimulatedIds } from '../simulation/simulated-ids.ts'
import { beginningOf, livePast } from './past.ts'
import { engage } from './prepare.ts'

const databases = DatabaseForTests.forThisFile()

/** A Tuesday at five, so that a Monday and a Tuesday are lived through. */
const UNTIL = Date.UTC(2026, 0, 6, 17)
const DAYS = 2

const PATIENCE_MS = 60_000

it(
  '[RU10] a demonstration begins with days that replay, and nobody is left in them',
  { timeout: PATIENCE_MS },
  async () => {
    const url = await databases.newDatabase()
    const random = new SeededRandom(1)
    const clock = new SimulatedClock(beginningOf({ until: UNTIL, days: DAYS }))
    const ids = new SimulatedIds(clock, random.fork('ids'), 'host')
    await withHost(
      url,
      async (workshop) => {
        await foundDemoAccount(workshop)
        await engage(workshop)
        await livePast({ ...workshop, clock }, { until: UNTIL, days: DAYS, random })
      },
      { clock, ids },
    )
    const database = await openDatabase(url)
    const { db } = database
    try {
      const chats = await db
        .selectFrom('chats')
        .select(['open', 'answered', 'rating', 'openedAt', 'closedAt'])
        .execute()
      expect(chats.length).toBeGreaterThan(15)
      expect(chats.filter(({ open }) => open)).toEqual([])
      expect(chats.filter(({ answered }) => answered).length).toBeGreaterThan(chats.length / 2)
      expect(chats.some(({ answered }) => !answered)).toBe(true)
      expect(chats.some(({ rating }) => rating !== null)).toBe(true)
      for (const { openedAt, closedAt } of chats) {
        expect(openedAt).toBeGreaterThan(UNTIL - DAYS * 86_400_000)
        expect(closedAt).toBeLessThan(UNTIL)
      }
      expect(await replayDatabase(db)).toMatchObject({ mismatches: 0, words: [] })
    } finally {
      await database.close()
    }
  },
)
