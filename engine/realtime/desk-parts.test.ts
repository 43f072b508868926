import { describe, expect, it } from 'vitest'
import {
  DESK_PART_CHATS,
  DRAINED_BYTES,
  MAX_RESUME_ITEMS,
  MAX_SEND_BUFFER_BYTES,
} from '#protocol/limits'
import type { StaffServerFrame } from '#protocol/staff-frames'
import { DeskMirror } from '../client/desk-mirror.ts'
import { settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import { TestHub, changesOf } from '../testing/test-hub.ts'
import type { StaffEnd } from '../testing/test-hub.ts'

describe('a large desk', () => {
  it('[LI1] comes in parts, and is whole with the last one', async () => {
    const tests = await TestHub.start({ partChats: 3 })
    const chatIds = await waiting(tests, 8)
    const end = await tests.staff('ann', 'desk')
    await settled()
    expect(end.of('snapshotPart').map(({ part, chats }) => [part, chats.length])).toEqual([
      [1, 3],
      [2, 3],
    ])
    expect(end.last('snapshot')).toMatchObject({ parts: 2, gone: [] })
    expect(idsSeen(end)).toEqual(chatIds)
    const more = await tests.test.writes('late')
    expect(changesOf(end, 'chat').at(-1)?.chat.chatId).toBe(more)
    expect(end.frames.map(({ n }) => n)).toEqual(end.frames.map((_, index) => index + 1))
  })

  it('[LI1] waits between its parts until its client has read', async () => {
    const tests = await TestHub.start({ partChats: 3 })
    const chatIds = await waiting(tests, 8)
    const end = await tests.staff('ann')
    end.buffered = DRAINED_BYTES + 1
    await end.say({ type: 'subscribe', topic: 'desk' })
    expect(end.of('snapshotPart')).toHaveLength(1)
    end.handler?.drained()
    await settled()
    expect(end.of('snapshotPart')).toHaveLength(1)
    await end.drain()
    expect(end.of('snapshot')).toHaveLength(1)
    expect(idsSeen(end)).toEqual(chatIds)
  })

  it('[LI1] is as it was at its last frame, whatever changed between its parts', async () => {
    const tests = await TestHub.start({ partChats: 3 })
    await tests.test.online('ann', 'bob')
    const [first = '', second = '', ...rest] = await waiting(tests, 8)
    const end = await tests.staff('bob')
    end.buffered = DRAINED_BYTES + 1
    await end.say({ type: 'subscribe', topic: 'desk' })
    // Of the first part one chat is over and one in hand; another one is new.
    done(await tests.test.customer('c0', { type: 'endChat' }))
    done(await tests.test.staff('ann', { type: 'takeChat', chatId: second }))
    const added = await tests.test.writes('late')
    expect(end.of('change')).toHaveLength(0)
    await end.drain()
    const { gone, seq } = end.last('snapshot')
    expect(gone).toEqual([first])
    expect(seq).toBe(tests.test.host.peek('acme')?.seq)
    const seen = mirrorOf(end)
    expect([...seen.chats.keys()].sort()).toEqual([second, ...rest, added].sort())
    expect(seen.chats.get(second)).toMatchObject({ agentId: 'ann', access: 'row' })
    // What the last frame holds does not come again.
    expect(end.of('change')).toHaveLength(0)
    done(await tests.test.staff('ann', { type: 'sendMessage', chatId: second, text: 'Hello' }))
    expect(changesOf(end, 'chat').map(({ chat }) => chat.chatId)).toEqual([second])
    expect(changesOf(end, 'chat')[0]?.chat.seq).toBeGreaterThan(seq)
  })

  it('[WY27] looks at its chats no oftener in many parts than in one', async () => {
    expect(await looksAtDesk(3, 19)).toBeLessThan(1.3 * (await looksAtDesk(100, 0)))
  })

  it('[LI1] begins anew where rights change between its parts', async () => {
    const tests = await TestHub.start({ partChats: 3 })
    const chatIds = await waiting(tests, 8)
    const end = await tests.staff('bob')
    end.buffered = DRAINED_BYTES + 1
    await end.say({ type: 'subscribe', topic: 'desk' })
    done(await tests.test.staff('ada', { type: 'changeSettings', change: { chatLimit: 2 } }))
    const automatic = { type: 'changeSettings', change: { assignment: 'automatic' } } as const
    done(await tests.test.staff('ada', automatic))
    await end.drain()
    expect(mirrorOf(end).chats.size).toBe(0)
    expect(end.of('snapshot')).toHaveLength(1)
    const byHand = { type: 'changeSettings', change: { assignment: 'byHand' } } as const
    done(await tests.test.staff('ada', byHand))
    await settled()
    expect([...mirrorOf(end).chats.keys()].sort()).toEqual(chatIds.toSorted())
  })

  it('[LI1] of 10,000 chats never owes its client more than it may', async () => {
    const largest = 1_000 * DESK_PART_CHATS
    expect(largest + DRAINED_BYTES).toBeLessThan(MAX_SEND_BUFFER_BYTES)
    const tests = await TestHub.start()
    const chatIds = await waiting(tests, 2 * DESK_PART_CHATS + 1)
    const end = await tests.staff('ada')
    let most = 0
    const send = end.send.bind(end)
    end.send = (text) => {
      end.buffered += text.length
      most = Math.max(most, text.length)
      send(text)
    }
    await end.say({ type: 'subscribe', topic: 'desk' })
    for (let round = 0; round < 9 && end.of('snapshot').length === 0; round += 1) await end.drain()
    expect(end.closedWith).toBeNull()
    expect(most).toBeLessThan(largest)
    expect(idsSeen(end)).toEqual(chatIds)
  })

  it('[LI2] that nobody reads keeps nothing, and keeps nobody waiting', async () => {
    const tests = await TestHub.start({ partChats: 3 })
    const chatIds = await waiting(tests, 8)
    const slow = await tests.staff('ann')
    slow.buffered = DRAINED_BYTES + 1
    await slow.say({ type: 'subscribe', topic: 'desk' })
    const quick = await tests.staff('ada', 'desk')
    await settled()
    expect(quick.of('snapshot')).toHaveLength(1)
    for (let round = 0; round < 30; round += 1) await tests.test.writes('c1', `again ${round}`)
    expect(slow.of('change')).toHaveLength(0)
    await slow.drain()
    expect(slow.of('change')).toHaveLength(0)
    expect(idsSeen(slow)).toEqual(chatIds)
    const about = tests.test.chat(chatIds[1] ?? '')
    expect(mirrorOf(slow).chats.get(about.chatId)?.seq).toBe(about.seq)
  })
})

describe('what was missed', () => {
  it('[LI3] is told from the cursor while it fits, else as a fresh snapshot', async () => {
    const tests = await TestHub.start()
    const end = await tests.staff('ada', 'desk')
    const { seq } = end.last('snapshot')
    await end.drop()
    await waiting(tests, 5)
    const few = await tests.staff('ada')
    await few.say({ type: 'subscribe', topic: 'desk', after: seq })
    expect(few.of('snapshot')).toHaveLength(0)
    expect(few.last('resumed').seq).toBeGreaterThan(seq)
    await waiting(tests, MAX_RESUME_ITEMS, 'm')
    const many = await tests.staff('ada')
    await many.say({ type: 'subscribe', topic: 'desk', after: seq })
    await settled()
    expect(many.of('resumed')).toHaveLength(0)
    expect(mirrorOf(many).chats.size).toBe(MAX_RESUME_ITEMS + 5)
  })
})

describe('last words', () => {
  it('[LI4] come with a chat that begins to be seen after the server started anew', async () => {
    const first = await TestHub.start()
    await first.test.online('ann')
    const chatId = await first.test.writes('c1', 'To sales, please')
    await first.test.host.stop()
    const tests = await TestHub.start({
      clock: first.test.clock,
      memory: first.test.memory,
      account: null,
    })
    await tests.test.online('ann', 'cleo')
    const cleo = await tests.staff('cleo', 'desk')
    const to = { kind: 'group', groupId: 'sales' } as const
    done(await tests.test.staff('ann', { type: 'forwardChat', chatId, to }))
    expect(changesOf(cleo, 'chat').at(-1)?.chat.preview?.text).toBe('To sales, please')
    done(await tests.test.staff('cleo', { type: 'takeChat', chatId }))
    expect(changesOf(cleo, 'chat').at(-1)?.chat.preview?.text).toBe('To sales, please')
  })
})

/** So many customers wait, each in a chat. */
async function waiting(tests: TestHub, count: number, prefix = 'c'): Promise<string[]> {
  const chatIds: string[] = []
  for (let index = 0; index < count; index += 1) {
    chatIds.push(await tests.test.writes(`${prefix}${index}`))
  }
  return chatIds
}

/** What a client makes of all that came. */
function mirrorOf(end: StaffEnd): DeskMirror {
  const mirror = new DeskMirror()
  const take = (frame: StaffServerFrame): void => {
    if (frame.type === 'snapshotPart') mirror.takePart(frame.part, frame.chats)
    if (frame.type === 'snapshot') mirror.show(frame.desk, frame.parts, frame.gone)
    if (frame.type === 'change') for (const change of frame.changes) mirror.change(change)
  }
  for (const frame of end.frames) take(frame)
  return mirror
}

function idsSeen(end: StaffEnd): string[] {
  return [...mirrorOf(end).chats.keys()].toSorted()
}

/** How often it is asked whether a chat is open, while a desk of sixty is shown in some parts. */
async function looksAtDesk(partChats: number, parts: number): Promise<number> {
  const tests = await TestHub.start({ partChats })
  const chatIds = await waiting(tests, 60)
  const chats = tests.test.host.peek('acme')?.chats
  let looks = 0
  for (const chatId of chatIds) {
    const row = tests.test.chat(chatId)
    chats?.set(chatId, {
      ...row,
      get open() {
        looks += 1
        return row.open
      },
    })
  }
  const end = await tests.staff('ann', 'desk')
  for (let round = 0; round < 60 && end.of('snapshot').length === 0; round += 1) await settled()
  expect(end.last('snapshot').parts).toBe(parts)
  expect(idsSeen(end)).toHaveLength(60)
  return looks
}
