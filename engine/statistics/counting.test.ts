import { describe, expect, it } from 'vitest'
import { awayId } from '#storage/statistics-rows'
import type { FigureRow, StayRow } from '#storage/statistics-rows'
import { stayRow } from '#storage/store-fixtures'
import type { MemoryStore } from '#storage/memory-store'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'
import { stayFigures } from './counting.ts'
import { localHour } from './local-day.ts'
import { miscount } from './miscount.ts'

const account = smallAccount({ rating: true, timeZone: 'Europe/Berlin' })
const MINUTE = 60_000

function counted(memory: MemoryStore) {
  const contents = memory.contents(ACCOUNT)
  if (contents === null) throw new Error('no such account')
  return contents
}

/** What is counted is what a recount from the journal gives. */
function expectRecounted(memory: MemoryStore): void {
  expect(miscount(counted(memory))).toBeNull()
}

function figure(memory: MemoryStore, kind: FigureRow['kind'], id: string): FigureRow['counts'] {
  const row = counted(memory).figures.find(
    (one) => one.grain === 'month' && one.kind === kind && one.id === id,
  )
  if (row === undefined) throw new Error(`nothing is counted of ${kind} ${id}`)
  return row.counts
}

/** Ann takes what a customer wrote, answers and closes it. */
async function served(test: TestHost, customerId: string): Promise<string> {
  const chatId = await test.writes(customerId)
  await test.clock.pass(MINUTE)
  done(await test.staff('ann', { type: 'takeChat', chatId }))
  done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Hello' }))
  await test.clock.pass(MINUTE)
  done(await test.staff('ann', { type: 'closeChat', chatId }))
  await test.clock.pass(MINUTE)
  return chatId
}

describe('counting', () => {
  it('[SA12] what ends is counted in the turn that ends it, for all whom it concerned', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    await served(test, 'c1')
    const { memory } = test
    expect(figure(memory, 'account', '')).toMatchObject({ chats: 1, answered: 1 })
    expect(figure(memory, 'channel', 'web')).toMatchObject({ chats: 1, answered: 1 })
    expect(figure(memory, 'group', 'support')).toMatchObject({ waitingMs: MINUTE })
    expect(figure(memory, 'agent', 'ann')).toMatchObject({ chats: 1, durationMs: MINUTE })
    expectRecounted(memory)
  })

  it('[SA13] a chat that slept, or outlived a server, is counted whole', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    const chatId = await test.writes('c1')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Hello' }))
    await test.clock.pass(5 * MINUTE)
    await test.host.stop()
    const { clock, memory } = test
    const after = await TestHost.start({ clock, memory, account: null })
    done(await after.customer('c1', { type: 'sendMessage', text: 'Still there?' }))
    done(await after.customer('c1', { type: 'endChat' }))
    expect(figure(memory, 'account', '')).toMatchObject({ chats: 1, answered: 1 })
    expectRecounted(memory)
  })

  it('[SA14] a rating counts also where the chat was recalled before it ended', async () => {
    const test = await TestHost.start({ account })
    await test.writes('c1')
    await test.host.stop()
    const { clock, memory } = test
    const after = await TestHost.start({ clock, memory, account: null })
    done(await after.customer('c1', { type: 'endChat' }))
    done(await after.customer('c1', { type: 'rateChat', score: 5 }))
    expect(figure(memory, 'account', '').ratings).toEqual([0, 0, 0, 0, 1])
    expectRecounted(memory)
  })

  it('[SA14] a late rating counts where the chat was last, and a changed one instead', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    await served(test, 'c1')
    done(await test.customer('c1', { type: 'rateChat', score: 2 }))
    expect(figure(test.memory, 'agent', 'ann').ratings).toEqual([0, 1, 0, 0, 0])
    done(await test.customer('c1', { type: 'rateChat', score: 5 }))
    expect(figure(test.memory, 'agent', 'ann').ratings).toEqual([0, 0, 0, 0, 1])
    expect(figure(test.memory, 'group', 'support').ratings).toEqual([0, 0, 0, 0, 1])
    expectRecounted(test.memory)
  })

  it('[SA15] time at work is counted by the days in which it was, busy time within it', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    await served(test, 'c1')
    done(await test.staff('ann', { type: 'goAway', reason: 'lunch' }))
    await test.clock.pass(20 * MINUTE)
    done(await test.staff('ann', { type: 'goOnline' }))
    const { onlineMs, awayMs, busyMs } = figure(test.memory, 'agent', 'ann')
    expect(awayMs).toBe(20 * MINUTE)
    expect(onlineMs).toBe(3 * MINUTE)
    expect(busyMs).toBeGreaterThanOrEqual(MINUTE)
    expect(busyMs).toBeLessThan(2 * MINUTE)
    expectRecounted(test.memory)
  })

  it('[SA31] time away is counted by its reasons, and time with chats by how many they are', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    const chats = [await test.writes('c1'), await test.writes('c2')]
    for (const chatId of chats) done(await test.staff('ann', { type: 'takeChat', chatId }))
    await test.clock.pass(3 * MINUTE)
    done(await test.staff('ann', { type: 'goAway', reason: 'lunch' }))
    await test.clock.pass(20 * MINUTE)
    done(await test.staff('ann', { type: 'goAway', reason: 'training' }))
    await test.clock.pass(5 * MINUTE)
    done(await test.staff('ann', { type: 'goOnline' }))
    const { memory } = test
    expect(figure(memory, 'away', awayId('ann', 'lunch')).awayMs).toBe(20 * MINUTE)
    expect(figure(memory, 'away', awayId('ann', 'training')).awayMs).toBe(5 * MINUTE)
    const { awayMs, busyMs, chatMs } = figure(memory, 'agent', 'ann')
    expect(awayMs).toBe(25 * MINUTE)
    expect(chatMs / busyMs).toBe(2)
    expectRecounted(memory)
  })

  it('[SA30] chats are counted by the hour of the account’s clocks at which they came', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    const cameAt = test.clock.now()
    await served(test, 'c1')
    const { hours } = figure(test.memory, 'account', '')
    expect(hours.indexOf(1)).toBe(localHour('Europe/Berlin', cameAt))
    expect(hours.reduce((sum, n) => sum + n, 0)).toBe(1)
    expect(localHour('Europe/Berlin', Date.UTC(2026, 6, 1, 22, 59))).toBe(0)
  })

  it('[SA32] what chats are about parts the figures of groups and agents, beside those of all', () => {
    const partsOf = (stay: StayRow) =>
      stayFigures(stay, 'UTC')
        .filter(({ grain }) => grain === 'day')
        .map(({ kind, subjectId, counts }) => [kind, subjectId, counts.chats])
    const about = { subjectId: 'refund', id: 'x' }
    expect(partsOf(stayRow('c1', { ...about, kind: 'group' }))).toEqual([
      ['group', '', 1],
      ['group', 'refund', 1],
    ])
    expect(partsOf(stayRow('c1', { ...about, kind: 'agent', chats: 2 }))).toEqual([
      ['agent', '', 2],
      ['agent', 'refund', 2],
    ])
    expect(partsOf(stayRow('c1', { ...about, id: '' }))).toEqual([
      ['account', '', 1],
      ['channel', '', 1],
    ])
  })

  it('[SA16] in another time zone it is counted from then on, and the past by a book', async () => {
    const test = await TestHost.start({ account })
    await test.online('ann')
    await served(test, 'c1')
    done(await test.staff('ada', { type: 'changeSettings', change: { timeZone: 'Asia/Tokyo' } }))
    await served(test, 'c2')
    const zones = (zone: string) => counted(test.memory).figures.filter((row) => row.zone === zone)
    const chatsIn = (zone: string) =>
      zones(zone).find(({ kind, grain }) => kind === 'account' && grain === 'month')?.counts.chats
    expect(chatsIn('Europe/Berlin')).toBe(1)
    expect(chatsIn('Asia/Tokyo')).toBe(1)
  })
})
