import { describe, expect, it } from 'vitest'
import type { StaffChange } from '#protocol/staff-frames'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import { TestHub, changesOf } from '../testing/test-hub.ts'
import { DESK_AT_ONCE, DeskBundle, LEAST_COST, LOOKED_AT, UNSEEN } from './desk-bundle.ts'

/** More than is told at once. */
const MANY = DESK_AT_ONCE / LEAST_COST + 4

describe('what changes on a desk', () => {
  it('[LS1] is told at once while there is room', async () => {
    const { told, bundle, clock } = gathering()
    for (let seq = 1; seq <= 10; seq += 1) bundle.put(seq, [tag('urgent', `${seq}`)])
    expect(told.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    await clock.pass(LOOKED_AT.longestMs)
    expect(told).toHaveLength(10)
    bundle.put(11, [])
    expect(told).toHaveLength(10)
  })

  it('[LS1] is gathered beyond that, of each thing the last word, with the last sequence', async () => {
    const { told, bundle, clock } = gathering()
    let seq = 0
    while (told.length === seq) bundle.put((seq += 1), [tag('urgent', `${seq}`)])
    bundle.put(seq + 1, [tag('late', 'first'), { kind: 'chatGone', chatId: 'c1' }])
    bundle.put(seq + 2, [tag('late', 'last')])
    const before = told.length
    await clock.pass(LOOKED_AT.longestMs)
    expect(told.slice(before)).toMatchObject([
      {
        seq: seq + 2,
        changes: [tag('urgent', `${seq}`), { kind: 'chatGone', chatId: 'c1' }, tag('late', 'last')],
      },
    ])
  })

  it('[LS1] takes 100 kB a second at most, however much happens', async () => {
    const { told, bundle, clock } = gathering()
    for (let ms = 0; ms < 10_000; ms += 1) {
      // 50 things, one of them each millisecond.
      bundle.put(ms + 1, [tag(`t${ms % 50}`, 'x'.repeat(800))])
      await clock.pass(1)
    }
    const sent = told.reduce((sum, { length }) => sum + length, 0)
    expect(sent).toBeLessThanOrEqual(DESK_AT_ONCE + 10 * LOOKED_AT.perSecond + 50_000)
    expect(sent).toBeGreaterThan(5 * LOOKED_AT.perSecond)
  })

  it('[LS1] is told once a second where all of it takes more than that', async () => {
    const { told, bundle, clock } = gathering()
    for (let ms = 0; ms < 10_000; ms += 10) {
      const all = Array.from({ length: 400 }, (_, n) => tag(`t${n}`, 'x'.repeat(800)))
      bundle.put(ms + 1, all)
      await clock.pass(10)
    }
    expect(told.length).toBeGreaterThanOrEqual(10)
    expect(told.length).toBeLessThanOrEqual(12)
  })

  it('[LS1] keeps the last words of a chat where a later word leaves them out', async () => {
    const tests = await TestHub.start()
    const end = await tests.staff('ann', 'desk')
    await tests.test.writes('c1', 'My parcel is late')
    const [{ chat } = { chat: null }] = changesOf(end, 'chat')
    if (chat === null) throw new Error('the chat is not told')
    const { told, bundle } = gathering()
    for (let n = 0; n < MANY; n += 1) bundle.put(1, [tag('urgent', 'Urgent')])
    const { preview, ...later } = chat
    bundle.put(2, [{ kind: 'chat', chat }])
    bundle.put(3, [{ kind: 'chat', chat: { ...later, open: false } }])
    bundle.flush()
    expect(told.at(-1)?.changes).toContainEqual({
      kind: 'chat',
      chat: { ...later, open: false, preview },
    })
  })

  it('[LS5] takes a fifth where no list is shown, and waits for five seconds', async () => {
    const { told, bundle, clock } = gathering(UNSEEN)
    for (let ms = 0; ms < 20_000; ms += 10) {
      const all = Array.from({ length: 400 }, (_, n) => tag(`t${n}`, 'x'.repeat(800)))
      bundle.put(ms + 1, all)
      await clock.pass(10)
    }
    expect(told.length).toBeGreaterThanOrEqual(4)
    expect(told.length).toBeLessThanOrEqual(6)
    bundle.put(30_000, [tag('late', 'first')])
    const before = told.length
    bundle.pace = LOOKED_AT
    expect(told.slice(before)).toMatchObject([{ seq: 30_000 }])
  })

  it('[LS5] is told as soon as its client shows a list again', async () => {
    const tests = await TestHub.start()
    const end = await tests.staff('ann', 'desk')
    await end.say({ type: 'looking', chatId: null, lists: false })
    await fill(tests, end)
    const chatId = await tests.test.writes('c1', 'Good morning')
    const isTold = () => changesOf(end, 'chat').some(({ chat }) => chat.chatId === chatId)
    expect(isTold()).toBe(false)
    await end.say({ type: 'looking', chatId: null })
    expect(isTold()).toBe(true)
  })

  it('[LS2] is told before the answer to a command of its viewer', async () => {
    const tests = await TestHub.start()
    await tests.test.online('ann')
    const end = await tests.staff('ann', 'desk')
    await fill(tests, end)
    const chatId = await tests.test.writes('c1', 'Good morning')
    expect(changesOf(end, 'chat').some(({ chat }) => chat.chatId === chatId)).toBe(false)
    const id = Bun.randomUUIDv7()
    await end.say({ type: 'command', id, command: { type: 'takeChat', chatId } })
    const [change, ack] = end.frames.slice(-2)
    expect(ack).toMatchObject({ type: 'ack', id })
    expect(change).toMatchObject({
      type: 'change',
      changes: expect.arrayContaining([
        expect.objectContaining({
          kind: 'chat',
          chat: expect.objectContaining({ agentId: 'ann' }),
        }),
      ]),
    })
  })

  it('[LS2] is told before a refusal, and before a conversation', async () => {
    const tests = await TestHub.start()
    await tests.test.online('bob')
    const end = await tests.staff('ann', 'desk')
    await fill(tests, end)
    const chatId = await tests.test.writes('c1', 'Good morning')
    done(await tests.test.staff('bob', { type: 'takeChat', chatId }))
    const id = Bun.randomUUIDv7()
    await end.say({ type: 'command', id, command: { type: 'takeChat', chatId } })
    expect(end.frames.slice(-2).map(({ type }) => type)).toEqual(['change', 'refused'])
    expect(changesOf(end, 'chat').at(-1)?.chat).toMatchObject({ chatId, agentId: 'bob' })
    await tests.test.writes('c1', 'Are you there')
    await end.say({ type: 'subscribe', topic: `chat:${await tests.test.writes('c2')}` })
    expect(end.frames.slice(-2).map(({ type }) => type)).toEqual(['change', 'conversation'])
    expect(end.frames.map(({ n }) => n)).toEqual(end.frames.map((_, index) => index + 1))
  })

  it('[LS3] is told as its viewer may see it by then', async () => {
    const tests = await TestHub.start()
    await tests.test.online('ann')
    const end = await tests.staff('sue', 'desk')
    await fill(tests, end)
    const chatId = await tests.test.writes('c1', 'Good morning')
    const to = { kind: 'group', groupId: 'sales' } as const
    done(await tests.test.staff('ada', { type: 'forwardChat', chatId, to }))
    await tests.test.clock.pass(LOOKED_AT.longestMs)
    const about = end
      .of('change')
      .flatMap(({ changes }) => changes)
      .filter((one) => JSON.stringify(one).includes(chatId))
    expect(about).toEqual([{ kind: 'chatGone', chatId }])
  })
})

function gathering(pace = LOOKED_AT) {
  const clock = new ManualClock()
  const told: { seq: number; changes: StaffChange[]; length: number }[] = []
  const bundle = new DeskBundle(clock, pace, (seq, changes) => {
    const { length } = JSON.stringify(changes)
    told.push({ seq, changes, length })
    return length
  })
  return { clock, told, bundle }
}

function tag(tagId: string, name: string): StaffChange {
  return { kind: 'tag', tag: { tagId, name, colour: 'blue', deleted: false } }
}

/** So much happens that what comes next is gathered. */
async function fill(tests: TestHub, end: { frames: unknown[] }): Promise<void> {
  for (let n = 0; n < MANY; n += 1) await tests.test.writes(`busy${n}`, 'Hello')
  await settled()
  expect(end.frames.length).toBeGreaterThan(10)
}
