import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '#protocol/staff-commands'
import { MemoryStore } from '#storage/memory-store'
import type { AccountBatch } from '#storage/store'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost, done, refusalOf } from '../testing/test-host.ts'
import { MAX_PENDING } from './host.ts'

/** A store whose commits end when the test says so. */
class SlowStore extends MemoryStore {
  readonly waiting: (() => void)[] = []
  slow = false

  override async commit(batches: AccountBatch[]): Promise<{ fenced: string[] }> {
    if (this.slow) {
      await new Promise<void>((resolve) => {
        this.waiting.push(resolve)
      })
    }
    return super.commit(batches)
  }

  async letGo(): Promise<void> {
    this.waiting.shift()?.()
    await settled()
  }
}

async function startSlow(): Promise<{ test: TestHost; store: SlowStore }> {
  const clock = new ManualClock()
  const store = new SlowStore(() => clock.now())
  const test = await TestHost.start({ clock, memory: store })
  return { test, store }
}

describe('commands', () => {
  it('[TU1] the same id again gets the first answer and happens once', async () => {
    const test = await TestHost.start()
    const id = test.newId()
    const first = await test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id)
    const again = await test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id)
    expect(again).toEqual(first)
    const contents = await test.memory.customerTail(ACCOUNT, 'c1', 10)
    expect(contents.filter((message) => message.kind === 'text')).toHaveLength(1)
  })

  it('[TU1] also after a restart, and long after memory forgot it', async () => {
    const test = await TestHost.start()
    const id = test.newId()
    const first = done(await test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id))
    await test.clock.pass(120_000)
    expect(await test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id)).toEqual(first)
    await test.host.stop()
    const after = await TestHost.start({ clock: test.clock, memory: test.memory, account: null })
    expect(await after.customer('c1', { type: 'sendMessage', text: 'Hello' }, id)).toEqual(first)
  })

  it('[TU2] the same id while the first is under way joins it', async () => {
    const { test, store } = await startSlow()
    store.slow = true
    const id = test.newId()
    const both = [
      test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id),
      test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id),
    ]
    await settled()
    await store.letGo()
    const [first, second] = await Promise.all(both)
    expect(second).toEqual(first)
  })

  it('[TU3] the same id with another body is refused', async () => {
    const test = await TestHost.start()
    const id = test.newId()
    done(await test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id))
    const other = await test.customer('c1', { type: 'sendMessage', text: 'Bye' }, id)
    expect(refusalOf(other)).toBe('reused')
  })

  it('[TU4] a refusal is not remembered: the same id may succeed later', async () => {
    const test = await TestHost.start()
    const chatId = await test.writes('c1')
    const id = test.newId()
    expect(refusalOf(await test.staff('ann', { type: 'takeChat', chatId }, id))).toBe('online')
    await test.online('ann')
    done(await test.staff('ann', { type: 'takeChat', chatId }, id))
  })

  it('[TU5] ids of two senders do not meet', async () => {
    const test = await TestHost.start()
    const id = test.newId()
    done(await test.customer('c1', { type: 'sendMessage', text: 'Hello' }, id))
    done(await test.customer('c2', { type: 'sendMessage', text: 'Good morning' }, id))
  })

  it('[TU6] who comes when too much waits is refused with a time to come again', async () => {
    const { test, store } = await startSlow()
    store.slow = true
    const answers = Array.from({ length: MAX_PENDING + 1 }, (_, index) =>
      test.customer(`c${index}`, { type: 'sendMessage', text: 'Hello' }),
    )
    const last = await answers.at(-1)
    expect(last).toMatchObject({ kind: 'refused', refusal: { code: 'busy' } })
    if (last?.kind === 'refused') expect(last.refusal.retryAfterMs).toBeGreaterThan(0)
    store.slow = false
    while (store.waiting.length > 0) await store.letGo()
    const others = await Promise.all(answers.slice(0, -1))
    expect(others.every((answer) => answer.kind === 'done')).toBe(true)
  })
})

describe('the gate', () => {
  it('[TU7] an acknowledgement and what sockets hear wait for the commit', async () => {
    const { test, store } = await startSlow()
    store.slow = true
    const before = test.published.length
    let answered = false
    const answer = test.customer('c1', { type: 'sendMessage', text: 'Hello' }).then((result) => {
      answered = true
      return result
    })
    await settled()
    expect(answered).toBe(false)
    expect(test.published).toHaveLength(before)
    await store.letGo()
    done(await answer)
    expect(test.published).toHaveLength(before + 1)
  })

  it('[TU8] a refusal waits for the turn that it looked at', async () => {
    const { test, store } = await startSlow()
    const chatId = await test.writes('c1')
    await test.online('ann', 'bob')
    store.slow = true
    const first = test.staff('ann', { type: 'takeChat', chatId })
    let refused = false
    const second = test.staff('bob', { type: 'takeChat', chatId }).then((answer) => {
      refused = true
      return answer
    })
    await settled()
    expect(refused).toBe(false)
    await store.letGo()
    done(await first)
    const answer = await second
    expect(answer).toMatchObject({ refusal: { code: 'taken', details: { agentId: 'ann' } } })
  })

  it('[TU9] turns go on while a batch is written, and gather in the next one', async () => {
    const { test, store } = await startSlow()
    store.slow = true
    const answers = [test.customer('c1', { type: 'sendMessage', text: 'one' })]
    await settled()
    for (let index = 2; index <= 20; index += 1) {
      answers.push(test.customer(`c${index}`, { type: 'sendMessage', text: 'more' }))
    }
    await settled()
    const before = test.host.counters.batches
    store.slow = false
    await store.letGo()
    await Promise.all(answers)
    expect(test.host.counters.batches - before).toBe(2)
  })
})

describe('turns', () => {
  it('[TU10] of two agents who take one chat at once one gets it, the other hears who', async () => {
    const test = await TestHost.start()
    await test.online('ann', 'bob')
    const chatId = await test.writes('c1')
    const answers = await Promise.all([
      test.staff('ann', { type: 'takeChat', chatId }),
      test.staff('bob', { type: 'takeChat', chatId }),
    ])
    expect(answers.map(({ kind }) => kind)).toEqual(['done', 'refused'])
    expect(test.chat(chatId).agentId).toBe('ann')
  })

  it('[TU11] nobody gets more chats than the limit, however they come', async () => {
    const test = await TestHost.start({ account: smallAccount({ chatLimit: 2 }) })
    await test.online('ann', 'bob')
    const chats = await Promise.all(['c1', 'c2', 'c3'].map((id) => test.writes(id)))
    const answers = await Promise.all(
      chats.map((chatId) => test.staff('ann', { type: 'takeChat', chatId })),
    )
    expect(answers.map((answer) => answer.kind)).toEqual(['done', 'done', 'refused'])
    expect(answers[2]).toMatchObject({ refusal: { code: 'belowLimit', details: { limit: 2 } } })
  })

  it('[TU12] no words of anybody are in journal, snapshots, outbox or stored answers', async () => {
    const test = await TestHost.start()
    await test.online('ann', 'bob')
    const chatId = await test.writes('c1', 'SECRET one', 'bot')
    await settled()
    await test.customer('c1', { type: 'talkToPerson' }, test.newId(), 'bot')
    await test.staff('ann', { type: 'takeChat', chatId })
    await test.staff('ann', { type: 'sendMessage', chatId, text: 'SECRET two' })
    await test.staff('ann', { type: 'comment', chatId, text: 'SECRET 3', visibleTo: 'staff' })
    const to = { kind: 'group', groupId: 'sales' } as const
    done(await test.staff('ann', { type: 'forwardChat', chatId, to, note: 'SECRET four' }))
    await test.staff('bob', { type: 'takeChat', chatId })
    const block = {
      type: 'blockCustomer',
      chatId,
      reason: 'SECRET 5',
      message: 'SECRET 6',
    } as const
    done(await test.staff('bob', block))
    done(await test.customer('c1', { type: 'introduce', name: 'SECRET 7' }))
    const change = { name: 'SECRET 8', attributes: [{ name: 'SECRET 9', value: 'SECRET 10' }] }
    done(await test.staff('bob', { type: 'saveCustomer', customerId: 'c1', change }))
    done(await test.staff('bob', { type: 'addNote', customerId: 'c1', text: 'SECRET 11' }))
    const texts = { blocked: 'SECRET 12' }
    done(await test.staff('ada', { type: 'changeSettings', change: { texts } }))
    const { journal, actors, outbox, commands } = contentsOf(test)
    expect(journal.length).toBeGreaterThan(10)
    expect(JSON.stringify({ journal, actors, outbox, commands })).not.toContain('SECRET')
  })

  it('[TU16] what changes nothing and is no command writes nothing', async () => {
    const test = await TestHost.start()
    const before = { ...test.host.counters, turn: test.host.peek(ACCOUNT)?.turn }
    await test.connect('ann', false)
    expect(test.host.peek(ACCOUNT)?.turn).toBe(before.turn)
    expect(test.host.counters.batches).toBe(before.batches)
  })

  it('[TU17] an account keeps an administrator, and cannot choose the id of a channel', async () => {
    const test = await TestHost.start()
    const ada: StaffCommand = {
      type: 'saveMember',
      personId: 'ada',
      role: 'agent',
      name: 'Ada',
      publicName: 'Ada',
      groupIds: [],
      chatLimit: null,
    }
    expect(refusalOf(await test.staff('ada', ada))).toBe('lastAdministrator')
    const channel = (channelId: string | null): StaffCommand => ({
      type: 'saveChannel',
      channelId,
      kind: 'widget',
      name: 'Shop',
      groupId: 'support',
      botId: null,
      allowedOrigins: [],
      colour: '#123456',
    })
    const chosen = await test.staff('ada', channel('somebody-elses'))
    expect(refusalOf(chosen)).toBe('notFound')
    const made = done(await test.staff('ada', channel(null)))
    expect(typeof made.result.channelId).toBe('string')
  })

  it('[TU13] a chat that slept goes on as if it had not', async () => {
    const test = await TestHost.start()
    await test.online('ann')
    const chatId = await test.writes('c1')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    await test.clock.pass(90_000)
    const account = test.host.peek(ACCOUNT)
    expect(account?.actors.has(`chat:${chatId}`)).toBe(false)
    expect(account?.chats.has(chatId)).toBe(true)
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Still here' }))
    expect(test.chat(chatId).state).toBe('assigned.awaitingCustomer')
  })

  it('[TU14] a chat that is over leaves memory', async () => {
    const test = await TestHost.start()
    const chatId = await test.writes('c1')
    done(await test.customer('c1', { type: 'endChat' }))
    await settled()
    const account = test.host.peek(ACCOUNT)
    expect(account?.chats.has(chatId)).toBe(false)
    expect(account?.actors.has(`chat:${chatId}`)).toBe(false)
  })

  it('[TU15] new settings reach a chat before its next event, and move its running limit', async () => {
    const test = await TestHost.start({ account: smallAccount({ responseLimitMs: 300_000 }) })
    await test.online('ann')
    const chatId = await test.writes('c1')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    await test.clock.pass(30_000)
    const change = { responseLimitMs: 60_000 }
    done(await test.staff('ada', { type: 'changeSettings', change }))
    await test.clock.pass(29_000)
    expect(test.chat(chatId).state).toBe('assigned.awaitingAgent')
    await test.clock.pass(2_000)
    expect(test.chat(chatId).state).toBe('queued')
  })
})

function contentsOf(test: TestHost): NonNullable<ReturnType<MemoryStore['contents']>> {
  const contents = test.memory.contents(ACCOUNT)
  if (contents === null) throw new Error('nothing is stored')
  return contents
}
