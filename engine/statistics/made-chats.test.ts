import { expect, it } from 'vitest'
import { namesOf } from '#storage/columns'
import { DatabaseForTests } from '#storage/database-for-tests'
import { addFigure, figureKey } from '#storage/statistics-rows'
import type { FigureRow } from '#storage/statistics-rows'
import { STAY_COLUMNS } from '#storage/statistics-statement'
import { figuresIn } from '#storage/statistics-audit'
import { ratingFigures, stayFigures } from './counting.ts'
import { makeChats } from './made-chats.ts'
import { measureReports } from './measure-reports.ts'

const tested = DatabaseForTests.forThisFile()

it('[SA24] chats are made by the number, what they add up to is what counting gives, and each report is measured', async () => {
  const { db } = tested
  const size = { chats: 1_500, groups: 3, agents: 5, channels: 2, days: 40, subjects: 4 }
  const wanted = { accountId: 'acme', until: Date.UTC(2026, 2, 10), ...size }
  const told: number[] = []
  await makeChats(db, wanted, (made) => told.push(made))
  expect(told).toEqual([1_500])

  const stays = await db
    .selectFrom('stays')
    .innerJoin('chats', 'chats.chatId', 'stays.chatId')
    .select(namesOf(STAY_COLUMNS).map((name) => `stays.${name}` as const))
    .select('chats.rating')
    .execute()
  const again = new Map<string, FigureRow>()
  for (const { rating, ...stay } of stays) {
    for (const row of stayFigures(stay, 'UTC')) addFigure(again, row)
    if (rating === null) continue
    for (const row of ratingFigures(stay, 'UTC', { before: null, now: rating })) {
      addFigure(again, row)
    }
  }
  const found = new Map((await figuresIn(db, 'acme', 'UTC')).map((row) => [figureKey(row), row]))
  expect([...found.keys()].toSorted()).toEqual([...again.keys()].toSorted())
  for (const [key, { counts }] of again) expect(found.get(key)?.counts, key).toEqual(counts)

  const lines = await measureReports(db, wanted, 1)
  expect(lines.map(({ what }) => what)).toContain('select count(*)')
  expect(lines.length).toBe(16)
})
