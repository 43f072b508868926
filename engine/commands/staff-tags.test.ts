import { describe, expect, it } from 'vitest'
import { MAX_TAGS, MAX_TAGS_OF_CHAT } from '#protocol/limits'
import { ACCOUNT } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'

async function tagged(test: TestHost, name: string): Promise<string> {
  const { tagId } = done(
    await test.staff('sue', { type: 'saveTag', tagId: null, name, colour: 'teal' }),
  ).result
  if (typeof tagId !== 'string') throw new Error('no id')
  return tagId
}

/** A chat in ann's hands. */
async function inHand(test: TestHost): Promise<string> {
  await test.online('ann')
  const chatId = await test.writes('c1')
  done(await test.staff('ann', { type: 'takeChat', chatId }))
  return chatId
}

const UNDO_MS = 10_000

describe('the tags of an account', () => {
  it('[TG1] have names that no other one has, whatever their case', async () => {
    const test = await TestHost.start()
    const tagId = await tagged(test, 'Refund')
    const again = { type: 'saveTag', tagId: null, name: 'REFUND', colour: 'blue' } as const
    expect(refusalOf(await test.staff('ada', again))).toBe('nameTaken')
    done(await test.staff('ada', { ...again, tagId }))
    expect(test.host.peek(ACCOUNT)?.tags.get(tagId)?.name).toBe('REFUND')
    done(await test.staff('sue', { type: 'deleteTag', tagId }))
    expect(await tagged(test, 'Refund')).not.toBe(tagId)
    expect(refusalOf(await test.staff('sue', { type: 'deleteTag', tagId }))).toBe('notFound')
  })

  it('[TG1] do not pass their number', async () => {
    const test = await TestHost.start()
    for (let n = 0; n < MAX_TAGS; n += 1) await tagged(test, `Tag ${n}`)
    const more = { type: 'saveTag', tagId: null, name: 'One more', colour: 'teal' } as const
    expect(refusalOf(await test.staff('sue', more))).toBe('tooMany')
  })

  it('[TG2] mark a chat while it is open and when it is over', async () => {
    const test = await TestHost.start()
    const [refund, urgent] = [await tagged(test, 'Refund'), await tagged(test, 'Urgent')]
    const chatId = await inHand(test)
    done(await test.staff('ann', { type: 'tagChat', chatId, tagId: refund }))
    const { seq } = test.chat(chatId)
    done(await test.staff('ann', { type: 'tagChat', chatId, tagId: refund }))
    expect(test.chat(chatId)).toMatchObject({ tagIds: [refund], seq })
    done(await test.staff('ann', { type: 'closeChat', chatId }))
    await test.clock.pass(UNDO_MS)
    done(await test.staff('ann', { type: 'tagChat', chatId, tagId: urgent }))
    done(await test.staff('sue', { type: 'untagChat', chatId, tagId: refund }))
    const stored = test.memory.contents(ACCOUNT)?.chats[0]
    expect(stored).toMatchObject({ state: 'closed', tagIds: [urgent] })
  })

  it('[TG2] are refused when unknown or deleted, and when there are too many', async () => {
    const test = await TestHost.start()
    const chatId = await inHand(test)
    const tagId = await tagged(test, 'Gone')
    done(await test.staff('sue', { type: 'deleteTag', tagId }))
    for (const one of [tagId, 'nothing']) {
      const code = refusalOf(await test.staff('ann', { type: 'tagChat', chatId, tagId: one }))
      expect(code).toBe('notFound')
    }
    for (let n = 0; n < MAX_TAGS_OF_CHAT; n += 1) {
      done(await test.staff('ann', { type: 'tagChat', chatId, tagId: await tagged(test, `T${n}`) }))
    }
    const last = await tagged(test, 'Last')
    expect(refusalOf(await test.staff('ann', { type: 'tagChat', chatId, tagId: last }))).toBe(
      'tooMany',
    )
  })

  it('[TG3] come with closing, in one turn', async () => {
    const test = await TestHost.start()
    const chatId = await inHand(test)
    const tagId = await tagged(test, 'Refund')
    const close = { type: 'closeChat', chatId } as const
    expect(refusalOf(await test.staff('ann', { ...close, tagIds: [tagId, 'nothing'] }))).toBe(
      'notFound',
    )
    expect(test.chat(chatId)).toMatchObject({ state: 'assigned.awaitingAgent', tagIds: [] })
    done(await test.staff('ann', { ...close, tagIds: [tagId, tagId] }))
    expect(test.chat(chatId)).toMatchObject({ state: 'closing', tagIds: [tagId] })
    const journal = test.memory.contents(ACCOUNT)?.journal ?? []
    const turns = ['agentClosed', 'tagged'].map(
      (type) => journal.find((row) => row.type === type)?.turn,
    )
    expect(turns[0]).toBe(turns[1])
  })

  it('[TG4] stay on their chats when they are deleted, and can be taken off', async () => {
    const test = await TestHost.start()
    const chatId = await inHand(test)
    const tagId = await tagged(test, 'Refund')
    done(await test.staff('ann', { type: 'tagChat', chatId, tagId }))
    done(await test.staff('sue', { type: 'deleteTag', tagId }))
    expect(test.chat(chatId).tagIds).toEqual([tagId])
    done(await test.staff('ann', { type: 'untagChat', chatId, tagId }))
    expect(test.chat(chatId).tagIds).toEqual([])
  })
})

describe('whoever looks', () => {
  it('[TG5] hears of tags, and of those of a chat that is over, live and resumed', async () => {
    const tests = await TestHub.start()
    const { test } = tests
    const desk = await tests.staff('sue', 'desk')
    const tagId = await tagged(test, 'Refund')
    const told = desk.of('change').flatMap(({ changes }) => changes)
    expect(told).toContainEqual({
      kind: 'tag',
      tag: { tagId, name: 'Refund', colour: 'teal', deleted: false },
    })
    const chatId = await inHand(test)
    done(await test.staff('ann', { type: 'closeChat', chatId }))
    await test.clock.pass(UNDO_MS)
    const topic = `chat:${chatId}` as const
    const end = await tests.staff('sue', topic)
    const seen = end.last('conversation').seq
    await end.drop()
    const other = await tests.staff('ada', topic)
    done(await test.staff('ann', { type: 'tagChat', chatId, tagId }))
    const live = other.of('change').flatMap(({ changes }) => changes)
    expect(live).toContainEqual(
      expect.objectContaining({ kind: 'chat', chat: expect.objectContaining({ tagIds: [tagId] }) }),
    )
    const again = await tests.staff('sue', 'desk')
    await again.say({ type: 'subscribe', topic, after: seen })
    const resumed = again.of('change').flatMap(({ changes }) => changes)
    expect(resumed).toContainEqual(
      expect.objectContaining({ kind: 'chat', chat: expect.objectContaining({ tagIds: [tagId] }) }),
    )
    expect(again.last('snapshot').desk.tags).toHaveLength(1)
  })

  it('[TG6] as a customer hears nothing of an old chat that is tagged', async () => {
    const tests = await TestHub.start()
    const { test } = tests
    const tagId = await tagged(test, 'Refund')
    const end = await tests.customer('c1')
    const chatId = await inHand(test)
    done(await test.staff('ann', { type: 'closeChat', chatId }))
    await test.clock.pass(UNDO_MS)
    await test.writes('c1', 'One more thing')
    const before = end.frames.length
    done(await test.staff('ann', { type: 'tagChat', chatId, tagId }))
    expect(end.frames).toHaveLength(before)
    expect(end.last('chat').chat.state).toBe('waiting')
  })
})
