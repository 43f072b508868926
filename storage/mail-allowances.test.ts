import { expect, test } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import { sweepAllowances, takeAllowance } from './mail-allowances.ts'
import { AT } from './store-fixtures.ts'

const tested = DatabaseForTests.forThisFile()

test('[MR10] an address gets so many mails since a time; trying the same one again takes no more', async () => {
  const take = (effect: string, now: number, addressHash = 'h1') =>
    takeAllowance(tested.db, { addressHash, effect, most: 2, since: now - 1_000, now })
  expect(await take('e1', AT)).toBe(true)
  expect(await take('e1', AT + 1)).toBe(true)
  const both = await Promise.all([take('e2', AT + 2), take('e3', AT + 2)])
  expect(both.toSorted()).toEqual([false, true])
  expect(await take('e4', AT + 3)).toBe(false)
  expect(await take('e1', AT + 3)).toBe(true)
  expect(await take('e4', AT + 3, 'h2')).toBe(true)
  expect(await take('e4', AT + 1_001)).toBe(true)
  await sweepAllowances(tested.db, AT + 3)
  const left = await tested.db.selectFrom('mailAllowances').select('effect').execute()
  expect(left.map(({ effect }) => effect)).toEqual(['e4', 'e4'])
})
