import { describe, expect, it } from 'vitest'
import type { CustomerCommand } from '#protocol/customer-commands'
import { RATING_CHANGE_MS, RATING_OPEN_MS } from '#protocol/limits'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'

const GOOD: CustomerCommand = { type: 'rateChat', score: 4, words: 'Quick and kind' }
const account = smallAccount({ rating: true })

async function ended(test: TestHost): Promise<string> {
  const chatId = await test.writes('c1')
  done(await test.customer('c1', { type: 'endChat' }))
  return chatId
}

/** The same account after a time in which no server ran: days of heartbeats take their time. */
async function later(test: TestHost, ms: number): Promise<TestHost> {
  await test.host.stop()
  const { clock, memory } = test
  await clock.pass(ms)
  return TestHost.start({ clock, memory, account: null })
}

describe('a rating', () => {
  it('[RG1] is of the chat that ended last, where the account wants it', async () => {
    const test = await TestHost.start({ account })
    expect(refusalOf(await test.customer('c1', GOOD))).toBe('noChat')
    await test.writes('c1')
    expect(refusalOf(await test.customer('c1', GOOD))).toBe('noChat')
    done(await test.customer('c1', { type: 'endChat' }))
    await test.writes('c1', 'A new chat')
    done(await test.customer('c1', GOOD))
    const rated = test.memory.contents(ACCOUNT)?.chats.map(({ state, rating }) => [state, rating])
    expect(rated?.toSorted()).toEqual([
      ['closed', 4],
      ['queued', null],
    ])
    done(await test.staff('ada', { type: 'changeSettings', change: { rating: false } }))
    expect(refusalOf(await test.customer('c1', GOOD))).toBe('notRateable')
  })

  it('[RG1] is not of a blocked chat, nor of a customer who was blocked and let in again', async () => {
    const test = await TestHost.start({ account })
    const chatId = await test.writes('c1')
    const block = { type: 'blockCustomer', chatId, reason: 'Rude', message: 'No.' } as const
    done(await test.staff('sue', block))
    expect(refusalOf(await test.customer('c1', GOOD))).toBe('blocked')
    done(await test.staff('sue', { type: 'unblockCustomer', customerId: 'c1' }))
    expect(refusalOf(await test.customer('c1', GOOD))).toBe('notRateable')
  })

  it('[RG2] can be changed for an hour, and given for seven days', async () => {
    const test = await TestHost.start({ account })
    await ended(test)
    const inTime = await later(test, RATING_OPEN_MS - 10_000)
    done(await inTime.customer('c1', GOOD))
    const changing = await later(inTime, RATING_CHANGE_MS - 10_000)
    done(await changing.customer('c1', { type: 'rateChat', score: 2 }))
    expect(changing.memory.contents(ACCOUNT)?.chats[0]?.rating).toBe(2)
    const after = await later(changing, 20_000)
    expect(refusalOf(await after.customer('c1', GOOD))).toBe('notRateable')
  })

  it('[RG2] cannot be given after that', async () => {
    const test = await TestHost.start({ account })
    await ended(test)
    const late = await later(test, RATING_OPEN_MS)
    expect(refusalOf(await late.customer('c1', GOOD))).toBe('notRateable')
  })

  it('[RG3] is shown to staff with its words, to the customer without', async () => {
    const tests = await TestHub.start({ account })
    const { test } = tests
    const end = await tests.customer('c1')
    const chatId = await ended(test)
    expect(end.last('chat').chat).toMatchObject({ state: 'ended', canRate: true, rated: null })
    const staff = await tests.staff('sue', `chat:${chatId}`)
    done(await test.customer('c1', GOOD))
    expect(end.last('chat').chat).toMatchObject({ canRate: true, rated: 4 })
    expect(JSON.stringify(end.frames)).not.toContain('Quick and kind')
    const told = staff.of('change').flatMap(({ changes }) => changes)
    const note = { kind: 'note', text: 'Quick and kind', data: { code: 'rated', score: 4 } }
    expect(told).toContainEqual({ kind: 'comment', comment: expect.objectContaining(note) })
    expect(told).toContainEqual({ kind: 'chat', chat: expect.objectContaining({ rating: 4 }) })
    const { journal, commands } = test.memory.contents(ACCOUNT) ?? {}
    expect(JSON.stringify([journal, commands])).not.toContain('Quick')
  })
})
