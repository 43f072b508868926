import { describe, expect, it } from 'vitest'
import { ACCOUNT, group, smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'

const MINUTE = 60_000

async function taken(test: TestHost): Promise<string> {
  await test.online('ann')
  const chatId = await test.writes('c1')
  done(await test.staff('ann', { type: 'takeChat', chatId }))
  return chatId
}

async function restart(test: TestHost): Promise<TestHost> {
  await test.host.stop()
  return TestHost.start({ clock: test.clock, memory: test.memory, account: null })
}

describe('running limits', () => {
  it('[TI1] fire late at most by a moment, and never early', async () => {
    const test = await TestHost.start({ account: smallAccount({ responseLimitMs: 2 * MINUTE }) })
    const chatId = await taken(test)
    await test.clock.pass(2 * MINUTE - 1)
    expect(test.chat(chatId).state).toBe('assigned.awaitingAgent')
    await test.clock.pass(101)
    expect(test.chat(chatId).state).toBe('queued')
  })

  it('[TI2] one that was armed in a state since left is not delivered', async () => {
    const test = await TestHost.start({ account: smallAccount({ responseLimitMs: 2 * MINUTE }) })
    const chatId = await taken(test)
    await test.clock.pass(MINUTE)
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Here I am' }))
    await test.clock.pass(5 * MINUTE)
    expect(test.chat(chatId).state).toBe('assigned.awaitingCustomer')
  })

  it('[TI3] survive a restart with their first deadline', async () => {
    const test = await TestHost.start({ account: smallAccount({ idleLimitMs: 10 * MINUTE }) })
    const chatId = await taken(test)
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Here I am' }))
    await test.clock.pass(6 * MINUTE)
    const after = await restart(test)
    await after.connect('ann', true)
    await after.clock.pass(4 * MINUTE - 1_000)
    expect(after.chat(chatId).open).toBe(true)
    await after.clock.pass(2_000)
    expect(after.host.peek(ACCOUNT)?.chats.get(chatId)?.open ?? false).toBe(false)
  })

  it('[TI4] that concern people and fell due during an outage get two fresh minutes', async () => {
    const test = await TestHost.start({ account: smallAccount({ idleLimitMs: 10 * MINUTE }) })
    const chatId = await taken(test)
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Here I am' }))
    await test.host.stop()
    await test.clock.pass(60 * MINUTE)
    const after = await TestHost.start({ clock: test.clock, memory: test.memory, account: null })
    await after.connect('ann', true)
    await after.clock.pass(2 * MINUTE - 1_000)
    expect(after.chat(chatId).open).toBe(true)
    await after.clock.pass(2_000)
    expect(after.host.peek(ACCOUNT)?.chats.get(chatId)?.open ?? false).toBe(false)
  })

  it('[TI5] a queue limit does not run while nobody of the group is reachable', async () => {
    const account = smallAccount({ queueLimitMs: 5 * MINUTE })
    account.groups = [group('support', { overflowGroupId: 'sales' }), group('sales')]
    account.members = account.members.map((each) =>
      each.personId === 'ann' ? { ...each, groupIds: ['support'] } : each,
    )
    account.members = account.members.filter(({ personId }) => personId !== 'bob')
    const test = await TestHost.start({ account })
    await test.online('ann')
    const chatId = await test.writes('c1')
    await test.clock.pass(4 * MINUTE)
    done(await test.staff('ann', { type: 'goOffline' }))
    await test.clock.pass(30 * MINUTE)
    expect(test.chat(chatId).groupId).toBe('support')
    done(await test.staff('ann', { type: 'goOnline' }))
    await test.clock.pass(50_000)
    expect(test.chat(chatId).groupId).toBe('support')
    await test.clock.pass(15_000)
    expect(test.chat(chatId).groupId).toBe('sales')
  })

  it('[TI6] count the open hours of the group, but closing counts by the clock', async () => {
    const account = smallAccount({ idleLimitMs: 30 * MINUTE })
    // The clock of the tests starts on a Monday at nine in the morning, UTC.
    const hours = {
      timeZone: 'UTC',
      weekly: [
        { weekday: 1, from: '08:00', to: '09:10' },
        { weekday: 2, from: '08:00', to: '18:00' },
      ],
      holidays: [],
    }
    account.groups = [group('support', { hours }), group('sales')]
    const test = await TestHost.start({ account })
    const chatId = await taken(test)
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Here I am' }))
    await test.clock.pass(12 * 60 * MINUTE)
    expect(test.chat(chatId).open).toBe(true)
    await test.clock.pass(11 * 60 * MINUTE + 21 * MINUTE)
    expect(test.host.peek(ACCOUNT)?.chats.get(chatId)?.open ?? false).toBe(false)
  })

  it('[GR8] run on by other hours as soon as these are saved, also where the chat sleeps', async () => {
    const test = await TestHost.start({ account: smallAccount({ idleLimitMs: 30 * MINUTE }) })
    const chatId = await taken(test)
    done(await test.staff('ann', { type: 'sendMessage', chatId, text: 'Here I am' }))
    await test.clock.pass(20 * MINUTE)
    const save = {
      type: 'saveGroup',
      groupId: 'support',
      name: 'Support',
      publicName: 'Support',
      overflowGroupId: null,
      defaultAgentId: null,
    } as const
    // The clock of the tests starts on a Monday at nine in the morning, UTC.
    const weekly = [{ weekday: 2 as const, from: '08:00', to: '18:00' }]
    const hours = { timeZone: 'UTC', weekly, holidays: [] }
    done(await test.staff('ada', { ...save, hours }))
    const isOpen = () => test.host.peek(ACCOUNT)?.chats.get(chatId)?.open ?? false
    await test.clock.pass(22 * 60 * MINUTE + 49 * MINUTE)
    expect(isOpen()).toBe(true)
    await test.clock.pass(2 * MINUTE)
    expect(isOpen()).toBe(false)

    const other = await test.writes('c2')
    done(await test.staff('ann', { type: 'takeChat', chatId: other }))
    done(await test.staff('ann', { type: 'sendMessage', chatId: other, text: 'Hello' }))
    done(await test.staff('ada', { ...save, hours: null }))
    done(await test.staff('ada', save))
    await test.clock.pass(29 * MINUTE)
    expect(test.chat(other).open).toBe(true)
    await test.clock.pass(2 * MINUTE)
    expect(test.host.peek(ACCOUNT)?.chats.get(other)?.open ?? false).toBe(false)
  })

  it('[TI7] wake a chat that sleeps', async () => {
    const test = await TestHost.start({ account: smallAccount({ responseLimitMs: 10 * MINUTE }) })
    const chatId = await taken(test)
    await test.clock.pass(5 * MINUTE)
    expect(test.host.peek(ACCOUNT)?.actors.has(`chat:${chatId}`)).toBe(false)
    await test.clock.pass(5 * MINUTE + 1_000)
    expect(test.chat(chatId).state).toBe('queued')
  })
})

describe('agents and their sockets', () => {
  it('[TI8] a socket that returns within the grace changes nothing', async () => {
    const test = await TestHost.start({ account: smallAccount({ graceMs: 30_000 }) })
    const chatId = await taken(test)
    await test.connect('ann', false)
    await test.clock.pass(29_000)
    await test.connect('ann', true)
    await test.clock.pass(60_000)
    expect(test.chat(chatId)).toMatchObject({ agentId: 'ann', state: 'assigned.awaitingAgent' })
  })

  it('[TI9] after the grace the chats go back to their lines with their first waiting time', async () => {
    const test = await TestHost.start({ account: smallAccount({ graceMs: 30_000 }) })
    const chatId = await taken(test)
    const { firstWaitingAt } = test.chat(chatId)
    await test.clock.pass(10_000)
    await test.connect('ann', false)
    await test.clock.pass(31_000)
    expect(test.chat(chatId)).toMatchObject({ agentId: null, state: 'queued', firstWaitingAt })
  })

  it('[TI10] after a restart connected agents are in grace until their sockets return', async () => {
    const test = await TestHost.start({ account: smallAccount({ graceMs: 30_000 }) })
    const chatId = await taken(test)
    const after = await restart(test)
    await after.host.look(ACCOUNT)
    expect(after.host.peek(ACCOUNT)?.agent('ann')?.value.connection).toBe('grace')
    await after.connect('ann', true)
    await after.clock.pass(MINUTE)
    expect(after.chat(chatId).agentId).toBe('ann')
  })
})
