import { describe, expect, it } from 'vitest'
import { CLOSE } from '#protocol/close-codes'
import {
  FRAMES_PER_SECOND,
  FRAME_BURST,
  HELLO_TIMEOUT_MS,
  MAX_SEND_BUFFER_BYTES,
  PROTOCOL_VERSION,
} from '#protocol/limits'
import { MemoryStore } from '#storage/memory-store'
import type { AccountBatch } from '#storage/store'
import type { Answer } from '../host/answer.ts'
import { MAX_BATCH_TURNS } from '../host/group-commit.ts'
import { MAX_PENDING } from '../host/host.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { TestHost } from '../testing/test-host.ts'
import { ACCOUNT, found } from '../testing/small-account.ts'
import { acme, rival } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig } from './rig.ts'

const PING = JSON.stringify({ type: 'typing', typing: true })
const STAFF_PING = JSON.stringify({ type: 'typing', chatId: 'no-chat', typing: true })

describe('a flood of frames', () => {
  it.each(['staff', 'customer'] as const)('[HD13] of %s closes the socket', async (who) => {
    const { rig, token } = await desk()
    const end = who === 'staff' ? await rig.staff('ada') : await rig.customer('web', token)
    const ping = who === 'staff' ? STAFF_PING : PING
    // The hello was the first of the burst.
    for (let sent = 1; sent < FRAME_BURST; sent += 1) end.handler?.receive(ping)
    expect(end.closedWith).toBeNull()
    rig.test.clock.skip(1_000)
    for (let sent = 0; sent < FRAMES_PER_SECOND; sent += 1) end.handler?.receive(ping)
    expect(end.closedWith).toBeNull()
    end.handler?.receive(ping)
    expect(end.closedWith?.code).toBe(CLOSE.tooManyFrames.code)
  })

  it('[HD13] counts bad frames and hellos too, and what comes after it does not count', async () => {
    const { rig, token } = await desk()
    const end = await rig.customer('web', token)
    await settled()
    const before = rig.stored()
    const id = rig.test.newId()
    const bad = JSON.stringify({ type: 'command', id, command: { type: 'shutdown' } })
    for (let sent = 0; sent < FRAME_BURST; sent += 1) end.handler?.receive(bad)
    expect(end.closedWith?.code).toBe(CLOSE.tooManyFrames.code)
    const frames = end.frames.length
    expect(frames).toBeLessThanOrEqual(FRAME_BURST)
    const command = { type: 'sendMessage', text: 'Hello' }
    for (let sent = 0; sent < 1_000; sent += 1) {
      end.handler?.receive(JSON.stringify({ type: 'command', id: rig.test.newId(), command }))
    }
    await settled()
    expect(end.frames).toHaveLength(frames)
    expect(rig.hub.sockets.customers).toBe(0)
    expect(rig.stored()).toBe(before)
  })
})

/** A store whose commits wait until they are let go. */
class HeldStore extends MemoryStore {
  held = false
  readonly #waiting: (() => void)[] = []

  override async commit(batches: AccountBatch[]): Promise<{ fenced: string[] }> {
    if (this.held && batches.some(({ accountId }) => accountId === ACCOUNT)) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve))
    }
    return super.commit(batches)
  }

  letGo(): void {
    this.held = false
    for (const go of this.#waiting.splice(0)) go()
  }
}

describe('a flood of commands', () => {
  it('[HD14] finds a bounded mailbox: the rest is refused with a time to come again', async () => {
    const clock = new ManualClock()
    const store = new HeldStore(() => clock.now())
    const test = await TestHost.start({ clock, memory: store })
    const hello = { type: 'sendMessage', text: 'Hello' } as const
    store.held = true
    const waits = Array.from({ length: MAX_PENDING }, (_, index) =>
      test.customer(`c${index}`, hello),
    )
    await settled()
    const account = test.host.peek(ACCOUNT)
    const size = () => ({
      pending: test.host.awake.pending,
      recent: account?.recent.size,
      customers: account?.customers.size,
      chats: account?.chats.size,
      gathered: account?.gathered?.turns ?? 0,
    })
    const full = size()
    expect(full.pending).toBe(MAX_PENDING)
    expect(full.gathered).toBeLessThanOrEqual(MAX_BATCH_TURNS)

    Bun.gc(true)
    const heap = process.memoryUsage().heapUsed
    const counts = { busy: 0, other: 0 }
    for (let round = 0; round < 20; round += 1) {
      const answers = await Promise.all(
        Array.from({ length: 1_000 }, (_, index) => {
          const text = `${round} ${index} ${'x'.repeat(2_000)}`
          return test.customer(`d${round}-${index}`, { type: 'sendMessage', text })
        }),
      )
      for (const answer of answers) counts[isBusy(answer) ? 'busy' : 'other'] += 1
    }
    expect(counts).toEqual({ busy: 20_000, other: 0 })
    expect(size()).toEqual(full)
    Bun.gc(true)
    // Kept, they would be 40 MB of words alone.
    expect(process.memoryUsage().heapUsed - heap).toBeLessThan(15_000_000)

    store.letGo()
    await clock.pass(1_000)
    const answered = await Promise.all(waits)
    expect(answered.every(({ kind }) => kind === 'done')).toBe(true)
    expect(test.host.awake.pending).toBe(0)
    expect(await test.customer('late', hello)).toMatchObject({ kind: 'done' })
  })

  it('[HD14] of one account is not felt by another', async () => {
    const test = await TestHost.start()
    await found(test.host, rival(), 'rival')
    const hello = { type: 'sendMessage', text: 'Hello' } as const
    const flood = Array.from({ length: 2 * MAX_PENDING }, (_, index) =>
      test.customer(`c${index}`, hello),
    )
    const who = { accountId: 'rival', channelId: 'theirs', customerId: 'c-theirs' }
    expect(await test.desk.customer(who, test.newId(), hello)).toMatchObject({ kind: 'done' })
    const refused = (await Promise.all(flood)).filter(isBusy)
    expect(refused).toHaveLength(MAX_PENDING)
  })
})

describe('a client that does not read', () => {
  it.each(['staff', 'customer'] as const)('[HD15] of %s is cut off', async (who) => {
    const { rig, token } = await desk()
    const chatId = await rig.test.writes('c-other')
    const end =
      who === 'staff'
        ? await rig.staff('ada', 'desk', `chat:${chatId}`)
        : await rig.customer('web', token)
    const others = await rig.staff('bea', 'desk')
    let sent = 0
    const deliver = end.send.bind(end)
    end.send = (text) => {
      end.buffered += text.length
      sent += text.length
      deliver(text)
    }
    const { customerId } = (await rig.auth.customer('web', token)) ?? { customerId: '' }
    for (let index = 0; index < 400 && end.closedWith === null; index += 1) {
      await rig.test.writes(who === 'staff' ? 'c-other' : customerId, 'x'.repeat(8_000))
    }
    expect(end.closedWith?.code).toBe(CLOSE.tooSlow.code)
    expect(sent).toBeLessThan(MAX_SEND_BUFFER_BYTES + 20_000)
    expect(others.closedWith).toBeNull()
    expect(rig.hub.sockets).toEqual({ staff: 1, customers: 0 })
  })
})

describe('a socket without a hello', () => {
  it('[HD16] is closed in time, whatever it says instead', async () => {
    const { rig } = await desk()
    const silent = [rig.staffSocket(), rig.customerSocket('web')]
    await rig.test.clock.pass(HELLO_TIMEOUT_MS - 1)
    expect(silent.map(({ closedWith }) => closedWith)).toEqual([null, null])
    await rig.test.clock.pass(1)
    expect(silent.map(({ closedWith }) => closedWith?.code)).toEqual([
      CLOSE.helloTimeout.code,
      CLOSE.helloTimeout.code,
    ])
    expect(rig.hub.sockets).toEqual({ staff: 0, customers: 0 })
  })

  it('[HD16] does nothing while its hello is looked into', async () => {
    const { rig, token } = await desk()
    const before = rig.stored()
    const hello = { type: 'hello', protocol: PROTOCOL_VERSION } as const
    const id = rig.test.newId()
    const staff = rig.staffSocket()
    staff.handler?.receive(JSON.stringify({ ...hello, token: sessionOf('ada') }))
    staff.handler?.receive(
      JSON.stringify({ type: 'command', id, command: { type: 'goAway', reason: 'x' } }),
    )
    const customer = rig.customerSocket('web')
    customer.handler?.receive(JSON.stringify({ ...hello, token }))
    const command = { type: 'sendMessage', text: 'Hello' }
    customer.handler?.receive(JSON.stringify({ type: 'command', id, command }))
    await settled()
    for (const end of [staff, customer]) {
      expect(end.closedWith?.code).toBe(CLOSE.badFrame.code)
      expect(end.frames).toEqual([])
    }
    expect(rig.hub.sockets).toEqual({ staff: 0, customers: 0 })
    expect(rig.stored()).toBe(before)
  })

  it('[HD16] is told to come again while the database is away', async () => {
    const { rig, token } = await desk()
    rig.people.away = true
    const ends = [await rig.staff('ada'), await rig.customer('web', token)]
    for (const end of ends) {
      expect(end.frames).toEqual([])
      const reasons = Object.entries(CLOSE).filter(([, { again }]) => again)
      expect(reasons.map(([reason]) => reason)).toContain(end.closedWith?.reason)
    }
    rig.people.away = false
    expect((await rig.staff('ada')).of('welcome')).toHaveLength(1)
  })
})

async function desk() {
  const rig = await Rig.start({ acme: acme(), rival: rival() })
  return { rig, token: rig.auth.newCustomer('acme', 'web') }
}

function isBusy(answer: Answer): boolean {
  return (
    answer.kind === 'refused' &&
    answer.refusal.code === 'busy' &&
    (answer.refusal.retryAfterMs ?? 0) > 0
  )
}
