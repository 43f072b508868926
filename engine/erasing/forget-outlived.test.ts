import { describe, expect, it } from 'vitest'
import { settingsChange } from '#protocol/staff-commands'
import type { StaffCommand } from '#protocol/staff-commands'
import { replayFully } from '../simulation/full-replay.ts'
import { settled } from '../testing/manual-clock.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHub } from '../testing/test-hub.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { forgetOutlived } from './forget-outlived.ts'

const DAY_MS = 24 * 3_600_000

/** Keeps words for two days, or for as long as is said. */
async function started(retentionMs = 2 * DAY_MS): Promise<TestHost> {
  const test = await TestHost.start()
  if (retentionMs > 0) await staff(test, { type: 'changeSettings', change: { retentionMs } })
  return test
}

async function staff(test: TestHost, command: StaffCommand, personId = 'ada'): Promise<void> {
  done(await test.staff(personId, command))
}

/** A customer writes and ends the chat; gives its id. */
async function chatOf(test: TestHost, customerId: string, text: string): Promise<string> {
  const chatId = await test.writes(customerId, text)
  done(await test.customer(customerId, { type: 'endChat' }))
  return chatId
}

/** A round; gives how many turns it took. */
async function forget({ host, memory, clock }: TestHost): Promise<number> {
  const round = forgetOutlived({ host, outlived: memory, clock, cursors: new Map() })
  await clock.pass(20_000)
  return round
}

/** The next process, so much later: nobody was there meanwhile. */
async function after(ms: number, { host, clock, memory }: TestHost): Promise<TestHost> {
  await host.stop()
  clock.skip(ms)
  return TestHost.start({ clock, memory, account: null })
}

function contentsOf({ memory }: TestHost) {
  const contents = memory.contents(ACCOUNT)
  if (contents === null) throw new Error('nothing is stored')
  return contents
}

function said(test: TestHost): string[] {
  return contentsOf(test).messages.flatMap(({ text, kind }) =>
    kind === 'text' && text !== null ? [text] : [],
  )
}

describe('what an account keeps for a time only', () => {
  it('[ER5] is kept for ever where nothing is set, and a day at least', async () => {
    let test = await started(0)
    await chatOf(test, 'c1', 'Old words')
    test = await after(400 * DAY_MS, test)
    expect(await forget(test)).toBe(0)
    expect(said(test)).toEqual(['Old words'])
    for (const retentionMs of [1, DAY_MS - 1, 4_000 * DAY_MS]) {
      expect(settingsChange.safeParse({ retentionMs }).success).toBe(false)
    }
    for (const retentionMs of [0, DAY_MS, 3_650 * DAY_MS]) {
      expect(settingsChange.safeParse({ retentionMs }).success).toBe(true)
    }
  })

  it('[ER6] goes when its chat ended that long ago, not sooner, and the journal replays', async () => {
    let test = await started()
    const chatId = await chatOf(test, 'c1', 'Old words')
    await staff(test, { type: 'addNote', customerId: 'c1', text: 'A note' })
    const change = { name: 'Ada Nwosu' }
    await staff(test, { type: 'saveCustomer', customerId: 'c1', change })
    test = await after(2 * DAY_MS - 60_000, test)
    await forget(test)
    expect(said(test)).toEqual(['Old words'])
    await test.clock.pass(60_000)
    await forget(test)
    expect(said(test)).toEqual([])
    const { chats, customerDetails, customerNotes, journal } = contentsOf(test)
    expect(chats.find((chat) => chat.chatId === chatId)?.erasedAt).toEqual(expect.any(Number))
    expect(customerDetails).toMatchObject([{ name: null, erasedAt: expect.any(Number) }])
    expect(customerNotes).toEqual([])
    expect(journal.at(-1)).toMatchObject({ type: 'customerErased', by: 'system' })
    const wrong: string[] = []
    replayFully(contentsOf(test), {
      holds: (holds, promise, words) => {
        if (!holds) wrong.push(`${promise}: ${words()}`)
      },
    })
    expect(wrong).toEqual([])
    // And once.
    expect(await forget(test)).toBe(0)
  })

  it('[ER7] goes chat by chat of whoever came back, and what is known of them stays', async () => {
    let test = await started()
    const old = await chatOf(test, 'c1', 'Old words')
    await staff(test, { type: 'saveCustomer', customerId: 'c1', change: { name: 'Ada Nwosu' } })
    test = await after(DAY_MS, test)
    await chatOf(test, 'c1', 'Newer words')
    test = await after(DAY_MS + 60_000, test)
    const open = await test.writes('c2', 'Of another')
    await forget(test)
    expect(said(test)).toEqual(['Newer words', 'Of another'])
    expect(contentsOf(test).customerDetails).toMatchObject([{ name: 'Ada Nwosu' }])
    expect(test.chat(open).open).toBe(true)
    expect(contentsOf(test).journal.at(-1)).toMatchObject({
      type: 'chatsErased',
      data: { chatIds: [old] },
    })
  })

  it('[ER8] is, of whoever is blocked, what was said; the person once nobody is blocked any more', async () => {
    let test = await started()
    const chatId = await test.writes('c1', 'Old words')
    await staff(test, { type: 'blockCustomer', chatId, reason: 'Rude', message: 'No.' })
    await staff(test, { type: 'saveCustomer', customerId: 'c1', change: { name: 'Ada Nwosu' } })
    test = await after(2 * DAY_MS + 60_000, test)
    await forget(test)
    expect(said(test)).toEqual([])
    expect(contentsOf(test).blocks).toMatchObject([{ reason: 'Rude', message: 'No.' }])
    expect(contentsOf(test).customerDetails).toMatchObject([{ name: 'Ada Nwosu' }])
    await staff(test, { type: 'unblockCustomer', customerId: 'c1' })
    await forget(test)
    expect(contentsOf(test).blocks).toMatchObject([{ reason: '', message: '' }])
    expect(contentsOf(test).customerDetails).toMatchObject([{ name: null }])
  })

  it('[ER9] goes in turns of a few chats', async () => {
    let test = await started()
    for (let each = 0; each < 45; each += 1) await chatOf(test, `c${each}`, `Words ${each}`)
    test = await after(2 * DAY_MS + 60_000, test)
    expect(await forget(test)).toBe(3)
    expect(said(test)).toEqual([])
  })

  it('[ER10] leaves a chat into which nothing is written any more', async () => {
    let test = await started()
    const old = await chatOf(test, 'c1', 'Old words')
    test = await after(DAY_MS, test)
    await chatOf(test, 'c1', 'Newer words')
    test = await after(DAY_MS + 60_000, test)
    await forget(test)
    const comment = { type: 'comment', chatId: old, text: 'Late', visibleTo: 'staff' } as const
    expect(refusalOf(await test.staff('ada', comment))).toBe('erased')
    await test.host.stop()
    const next = await TestHost.start({ clock: test.clock, memory: test.memory, account: null })
    expect(refusalOf(await next.staff('ada', comment))).toBe('erased')
  })

  it('[ER11] begins anew on the screens that show it, and on its customer’s', async () => {
    const first = await started(DAY_MS)
    const old = await chatOf(first, 'c1', 'Old words')
    const { clock, memory } = first
    await first.host.stop()
    clock.skip(DAY_MS - 60_000)
    const tests = await TestHub.start({ clock, memory, account: null })
    const { test } = tests
    await test.writes('c1', 'Newer words')
    const others = await test.writes('c2', 'Of another')
    const end = await tests.staff('ann', 'desk', `chat:${old}`, `chat:${others}`)
    const cursor = end.last('conversation').seq
    const customer = await tests.customer('c1')
    const before = end.of('conversation').length
    await test.clock.pass(90_000)
    await forget(test)
    await settled()
    expect(customer.closedWith?.reason).toBe('erased')
    // Whoever had the words begins anew, now or whenever they come back.
    const again = (await tests.customer('c1', 1)).last('welcome')
    expect(again.fresh).toBe(true)
    expect(again.items.map(({ text }) => text)).not.toContain('Old words')
    const told = end.of('change').flatMap(({ changes }) => changes)
    expect(told).toContainEqual({ kind: 'customer', customerId: 'c1', erased: true })
    // Not the conversation with somebody else.
    expect(end.of('conversation')).toHaveLength(before + 1)
    const { chat, messages } = end.last('conversation').conversation
    expect(chat).toMatchObject({ chatId: old, erasedAt: expect.any(Number) })
    expect(messages.some(({ text }) => text === 'Old words')).toBe(false)
    // Whoever was away meanwhile, also over a restart.
    await test.host.stop()
    const next = await TestHub.start({ clock: test.clock, memory: test.memory, account: null })
    const back = await next.staff('ann')
    await back.say({ type: 'subscribe', topic: `chat:${old}`, after: cursor })
    expect(back.of('conversation')).toHaveLength(1)
  })
})
