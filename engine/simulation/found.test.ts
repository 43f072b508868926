import { describe, expect, it } from 'vitest'
import { CLOSE } from '#protocol/close-codes'
import { MemoryStore } from '#storage/memory-store'
import { StoreUnavailable } from '#storage/store'
import type { KnownCustomer } from '#storage/store'
import type { Changes, Words } from '#storage/feed'
import type { ActorRow } from '#storage/rows'
import { TimerWheel } from '../host/timer-wheel.ts'
import { ManualClock, settled } from '../testing/manual-clock.ts'
import { smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'
import { TestHub, changesOf } from '../testing/test-hub.ts'

const MINUTE = 60_000

/** A store in memory whose readings do what the test says before they answer. */
class UneasyStore extends MemoryStore {
  beforeChanges: () => Promise<void> = async () => {}
  beforeWords: () => Promise<void> = async () => {}
  beforeActors: () => Promise<void> = async () => {}
  beforeCustomers: () => Promise<void> = async () => {}
  beforeAccount: () => Promise<void> = async () => {}

  override async changesSince(
    ...asked: Parameters<MemoryStore['changesSince']>
  ): Promise<Changes | null> {
    await this.beforeChanges()
    return super.changesSince(...asked)
  }

  override async words(...asked: Parameters<MemoryStore['words']>): Promise<Words[]> {
    await this.beforeWords()
    return super.words(...asked)
  }

  override async loadActors(accountId: string, actors: string[]): Promise<ActorRow[]> {
    await this.beforeActors()
    return super.loadActors(accountId, actors)
  }

  override async loadCustomers(accountId: string, customerIds: string[]): Promise<KnownCustomer[]> {
    await this.beforeCustomers()
    return super.loadCustomers(accountId, customerIds)
  }

  override async loadAccount(accountId: string) {
    await this.beforeAccount()
    return super.loadAccount(accountId)
  }
}

async function uneasy(settings: Parameters<typeof smallAccount>[0] = {}) {
  const clock = new ManualClock()
  const memory = new UneasyStore(() => clock.now())
  const tests = await TestHub.start({ clock, memory, account: smallAccount(settings) })
  return { tests, test: tests.test, clock, memory }
}

function unreachable(): Promise<never> {
  return Promise.reject(new StoreUnavailable('not there'))
}

describe('delays, as a simulated world found them wrong', () => {
  it('[SI9] one that is set anew while others of its moment fire does not fire with them', async () => {
    const clock = new ManualClock()
    const fired: string[] = []
    const wheel: TimerWheel = new TimerWheel(clock, (key) => {
      fired.push(key)
      if (key === 'first') wheel.set('second', clock.now() + MINUTE)
    })
    wheel.set('first', clock.now() + 1_000)
    wheel.set('second', clock.now() + 1_000)
    await clock.pass(2_000)
    expect(fired).toEqual(['first'])
    await clock.pass(MINUTE)
    expect(fired).toEqual(['first', 'second'])
  })

  it('[SI9] one whose chat cannot be woken strikes when the store is back', async () => {
    const { test, clock, memory } = await uneasy({ responseLimitMs: 5 * MINUTE })
    await test.online('ann')
    const chatId = await test.writes('c1')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    memory.beforeActors = unreachable
    await clock.pass(5 * MINUTE + 1_000)
    expect(test.chat(chatId).state).toBe('assigned.awaitingAgent')
    memory.beforeActors = async () => {}
    await clock.pass(1_000)
    expect(test.chat(chatId).state).toBe('queued')
  })

  it('[SI9] one that a setting made longer while its chat was woken runs on', async () => {
    const { test, clock, memory } = await uneasy({ responseLimitMs: 5 * MINUTE })
    await test.online('ann')
    const chatId = await test.writes('c1')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    let wake: () => void = () => {}
    memory.beforeActors = () => new Promise((resolve) => (wake = resolve))
    await clock.pass(5 * MINUTE + 1_000)
    const change = { responseLimitMs: 10 * MINUTE }
    done(await test.staff('ada', { type: 'changeSettings', change }))
    memory.beforeActors = async () => {}
    wake()
    await settled()
    expect(test.chat(chatId).state).toBe('assigned.awaitingAgent')
    await clock.pass(5 * MINUTE)
    expect(test.chat(chatId).state).toBe('queued')
  })
})

describe('routing, as a simulated world found it wrong', () => {
  it('[SI9] whoever accepts gets a chat that comes back from one agent to the same line', async () => {
    const account = smallAccount({ assignment: 'automatic', forwardLimitMs: MINUTE })
    const test = await TestHost.start({ account })
    await test.online('ann', 'bob')
    done(await test.staff('bob', { type: 'goAway', reason: 'lunch' }))
    const chatId = await test.writes('c1')
    expect(test.chat(chatId).agentId).toBe('ann')
    const to = { kind: 'agent', agentId: 'bob' } as const
    done(await test.staff('ann', { type: 'forwardChat', chatId, to }))
    expect(test.chat(chatId).targetAgentId).toBe('bob')
    await test.clock.pass(MINUTE + 1_000)
    expect(test.chat(chatId)).toMatchObject({ targetAgentId: null, agentId: 'ann' })
  })

  it('[SI9] what was decided before a chat was woken is decided again', async () => {
    const { test, clock, memory } = await uneasy({ assignment: 'automatic' })
    const chatId = await test.writes('c1')
    await clock.pass(3 * MINUTE) // the chat sleeps
    let wake: () => void = () => {}
    memory.beforeActors = () => new Promise((resolve) => (wake = resolve))
    await test.online('ann')
    const change = { assignment: 'byHand' } as const
    done(await test.staff('ada', { type: 'changeSettings', change }))
    wake()
    await settled()
    expect(test.chat(chatId)).toMatchObject({ state: 'queued', agentId: null })
  })
})

describe('a store that is away, as a simulated world found it', () => {
  it('[SI9] is not asked without a pause for the chat that somebody could get', async () => {
    const { test, clock, memory } = await uneasy({ assignment: 'automatic' })
    const chatId = await test.writes('c1')
    await clock.pass(3 * MINUTE) // the chat sleeps
    let asked = 0
    memory.beforeActors = () => {
      asked += 1
      return unreachable()
    }
    await test.online('ann')
    await settled()
    await settled()
    expect(asked).toBe(1)
    await clock.pass(2_000)
    expect(asked).toBeLessThan(20)
    memory.beforeActors = async () => {}
    await clock.pass(1_000)
    expect(test.chat(chatId).agentId).toBe('ann')
  })
})

describe('answers, as a simulated world found them wrong', () => {
  it('[SI9] a clock that is ahead does not make a command new that was carried out', async () => {
    const { test, clock, memory } = await uneasy()
    await test.online('ann')
    const chatId = await test.writes('c1')
    const take = { type: 'takeChat', chatId } as const
    const aheadMs = 12_000
    const [stamp, rest] = [
      (clock.now() + aheadMs).toString(16).padStart(12, '0'),
      '8000-000000000099',
    ]
    const id = `${stamp.slice(0, 8)}-${stamp.slice(8)}-7000-${rest}`
    const first = done(await test.staff('ann', take, id))
    done(await test.staff('ann', { type: 'closeChat', chatId }))
    await test.host.stop()
    await clock.pass(1_000)
    const after = await TestHost.start({ clock, memory, account: null })
    await clock.pass(10_000)
    expect(await after.staff('ann', take, id)).toEqual(first)
  })
})

describe('who is there, as a simulated world found it wrong', () => {
  it('[SI9] a customer who comes back while the store is away is there once it is back', async () => {
    const { tests, test, clock, memory } = await uneasy()
    const chatId = await test.writes('c1')
    await (await tests.customer('c1')).drop()
    await clock.pass(10_000)
    expect(test.chat(chatId).customerPresent).toBe(false)
    await clock.pass(3 * MINUTE) // the customer sleeps
    memory.beforeCustomers = unreachable
    await tests.customer('c1')
    memory.beforeCustomers = async () => {}
    await clock.pass(1_000)
    expect(test.chat(chatId).customerPresent).toBe(true)
  })
})

describe('screens, as a simulated world found them wrong', () => {
  it('[SI9] a colleague who changes while others resume is shown as they are then', async () => {
    const { tests, test, memory } = await uneasy()
    const first = await tests.staff('ann', 'desk')
    const after = first.last('snapshot').seq
    memory.beforeChanges = async () => {
      memory.beforeChanges = async () => {}
      await test.online('bob')
    }
    const again = await tests.staff('ann')
    await again.say({ type: 'subscribe', topic: 'desk', after })
    const bob = changesOf(again, 'agent').findLast(({ agent }) => agent.agentId === 'bob')
    expect(bob?.agent.presence).toBe('online')
  })

  it('[SI9] a chat that ends while its viewer resumes is taken back', async () => {
    const { tests, test, memory } = await uneasy()
    const chatId = await test.writes('c1')
    const first = await tests.staff('ann', 'desk')
    const after = first.last('snapshot').seq
    const again = await tests.staff('ann')
    let ended: Promise<unknown> = Promise.resolve()
    memory.beforeChanges = async () => {
      memory.beforeChanges = async () => {}
      // In memory before the reading ends, durable only after it.
      const commit = memory.commit.bind(memory)
      let read: () => void = () => {}
      const reading = new Promise<void>((resolve) => (read = resolve))
      memory.commit = async (batches) => {
        await reading
        return commit(batches)
      }
      ended = test.customer('c1', { type: 'endChat' })
      setImmediate(read)
    }
    await again.say({ type: 'subscribe', topic: 'desk', after })
    await ended
    await settled()
    const last = again
      .of('change')
      .flatMap(({ changes }) => changes)
      .findLast((change) => change.kind === 'chat' || change.kind === 'chatGone')
    const gone = last?.kind === 'chatGone' || (last?.kind === 'chat' && !last.chat.open)
    expect(gone, JSON.stringify({ chatId, last })).toBe(true)
  })

  it('[SI9] what was read meanwhile is known to who resumes', async () => {
    const { tests, test } = await uneasy()
    await test.online('ann')
    const chatId = await test.writes('c1')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    done(await test.customer('c1', { type: 'sendMessage', text: 'Anybody?' }))
    const first = await tests.staff('ada', 'desk')
    const { seq } = first.last('snapshot')
    await first.drop()
    done(await test.staff('ann', { type: 'markRead', chatId, seq: seq + 100 }))
    const again = await tests.staff('ada')
    await again.say({ type: 'subscribe', topic: 'desk', after: seq })
    const shown = changesOf(again, 'chat').find(({ chat }) => chat.chatId === chatId)
    expect(shown?.chat.unread).toBe(0)
  })

  it('[SI9] who joins a group, or loses one, is shown everything anew, live and on return', async () => {
    const { tests, test } = await uneasy()
    const chatId = await test.writes('c1')
    const live = await tests.staff('cleo', 'desk')
    const { seq } = live.last('snapshot')
    expect(live.last('snapshot').desk.chats).toEqual([])
    const cleo = { role: 'agent', name: 'cleo', publicName: 'cleo', chatLimit: null } as const
    const groupIds = ['support', 'sales']
    done(await test.staff('ada', { type: 'saveMember', personId: 'cleo', ...cleo, groupIds }))
    await settled()
    expect(live.last('snapshot').desk.chats.map((chat) => chat.chatId)).toEqual([chatId])
    const back = await tests.staff('cleo')
    await back.say({ type: 'subscribe', topic: 'desk', after: seq })
    expect(back.last('snapshot').desk.chats.map((chat) => chat.chatId)).toEqual([chatId])
    done(await test.staff('ada', { type: 'deleteGroup', groupId: 'sales', successorId: 'support' }))
    await settled()
    expect(back.last('snapshot').desk.groups.map(({ groupId }) => groupId)).toEqual(['support'])
  })

  it('[SI9] a hello while the store is away closes the socket and nothing else', async () => {
    const { tests, test, memory } = await uneasy()
    await test.host.stop()
    const after = await TestHub.start({ clock: test.clock, memory, account: null })
    memory.beforeAccount = unreachable
    const end = await after.staff('ann')
    expect(end.closedWith?.code).toBe(CLOSE.resync.code)
    expect(tests.hub.sockets.staff).toBe(0)
  })
})

describe('conversations, as a rehearsal found them wrong', () => {
  it('[WS18] one that comes back into sight while it is resumed is shown anew, and once', async () => {
    const { tests, test, memory } = await uneasy()
    await test.online('ann', 'cleo')
    const chatId = await test.writes('c1', 'To sales, please')
    const sales = { kind: 'group', groupId: 'sales' } as const
    done(await test.staff('ann', { type: 'forwardChat', chatId, to: sales }))
    done(await test.staff('cleo', { type: 'takeChat', chatId }))
    const before = await tests.staff('cleo', `chat:${chatId}`)
    const { seq } = before.last('conversation')
    await before.drop()
    const support = { kind: 'group', groupId: 'support' } as const
    done(await test.staff('cleo', { type: 'forwardChat', chatId, to: support }))
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Out of sight' }))
    memory.beforeWords = async () => {
      memory.beforeWords = async () => {}
      const to = { kind: 'agent', agentId: 'cleo' } as const
      done(await test.staff('ann', { type: 'forwardChat', chatId, to }))
    }
    const again = await tests.staff('cleo')
    await again.say({ type: 'subscribe', topic: `chat:${chatId}`, after: seq })
    await settled()
    const texts = again
      .of('conversation')
      .flatMap(({ conversation }) => conversation.messages.map(({ text }) => text))
      .concat(changesOf(again, 'message').map(({ message }) => message.text))
    expect(texts.filter((text) => text === 'Out of sight')).toHaveLength(1)
    expect(changesOf(again, 'chatGone')).toEqual([])
    expect(again.last('conversation').conversation.chat.targetAgentId).toBe('cleo')
  })
})
