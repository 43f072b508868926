import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { MachineCounts } from '#protocol/statechart'
import { settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'
import type { StaffEnd } from '../testing/test-hub.ts'
import { Dwellers } from './dwellers.ts'
import { PassWindow } from './pass-window.ts'

const IN_LINE = 'chat.queued.inLine'
const AWAITING = 'chat.assigned.awaitingAgent'

/** Somebody who watches, with what they were told so far, put together. */
async function watching(tests: TestHub, personId: string, topic: `machines:${string}`) {
  const end = await tests.staff(personId, topic)
  await settled()
  return end
}

function seen(end: StaffEnd) {
  const states = new Map<string, MachineCounts['states'][number]>()
  const passes = new Map<string, MachineCounts['transitions'][number]>()
  for (const { whole, machines } of end.of('machines')) {
    if (whole) for (const known of [states, passes]) known.clear()
    for (const machine of machines) {
      for (const one of machine.states) states.set(one.state, one)
      for (const one of machine.transitions) passes.set(one.transition, one)
    }
  }
  return { states, passes }
}

const countIn = (end: StaffEnd, state: string) => seen(end).states.get(state)?.count ?? 0
const passesOf = (end: StaffEnd) =>
  [...seen(end).passes.values()].filter(({ hour }) => hour > 0).map(({ transition }) => transition)

describe('watching machines', () => {
  it('[SV6] begins with how many are in each state and since when, then tells what differs', async () => {
    const tests = await TestHub.start()
    await tests.test.online('ann')
    const first = await tests.test.writes('c1')
    const at = tests.test.clock.now()
    await tests.test.clock.pass(60_000)
    await tests.test.writes('c2')
    const end = await watching(tests, 'ada', 'machines:acme')
    const [whole] = end.of('machines')
    expect(whole?.whole).toBe(true)
    expect(seen(end).states.get(IN_LINE)).toMatchObject({ count: 2, oldestSince: at })
    expect([countIn(end, 'chat'), countIn(end, 'chat.queued')]).toEqual([2, 2])
    expect(countIn(end, 'agent.presence.online')).toBe(1)
    expect(countIn(end, AWAITING)).toBe(0)
    done(await tests.test.staff('ann', { type: 'takeChat', chatId: first }))
    await tests.test.clock.pass(250)
    const told = end.of('machines').at(-1)
    expect(told?.whole).toBe(false)
    expect([countIn(end, IN_LINE), countIn(end, AWAITING)]).toEqual([1, 1])
    expect(seen(end).states.get(AWAITING)).toMatchObject({
      oldestSince: tests.test.clock.now() - 250,
    })
    const names = told?.machines.flatMap(({ states }) => states.map(({ state }) => state)) ?? []
    expect(names).not.toContain('agent.presence.online')
    expect(passesOf(end)).toContain('chat.queued.inLine#0')
  })

  it('[SV6] counts a chat that is over no more, and one that moves in its new group only', async () => {
    const tests = await TestHub.start()
    await tests.test.online('ann')
    const chatId = await tests.test.writes('c1')
    const ended = await tests.test.writes('c2')
    const sales = await watching(tests, 'ada', 'machines:sales')
    const support = await watching(tests, 'ada', 'machines:support')
    expect([countIn(support, 'chat'), countIn(sales, 'chat')]).toEqual([2, 0])
    done(await tests.test.customer('c2', { type: 'endChat' }))
    const to = { kind: 'group', groupId: 'sales' } as const
    done(await tests.test.staff('ada', { type: 'forwardChat', chatId, to }))
    await tests.test.clock.pass(250)
    expect([countIn(support, 'chat'), countIn(sales, 'chat')]).toEqual([0, 1])
    expect(countIn(sales, 'chat.forwarded.untaken')).toBe(1)
    expect(ended).not.toBe(chatId)
  })

  it('[SV7] is told at most four times a second, of states and transitions only, whatever happens', async () => {
    const tests = await TestHub.start()
    await tests.test.online('ann')
    const chatId = await tests.test.writes('c1')
    done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
    const end = await watching(tests, 'ada', 'machines:acme')
    const before = end.of('machines').length
    for (let round = 0; round < 100; round++) {
      done(await tests.test.staff('ann', { type: 'sendMessage', chatId, text: 'One more' }))
      done(await tests.test.customer('c1', { type: 'sendMessage', text: 'And one' }))
      await tests.test.clock.pass(20)
    }
    await tests.test.clock.pass(250)
    const told = end.of('machines').slice(before)
    expect(told.length).toBeLessThanOrEqual(10)
    expect(told.length).toBeGreaterThanOrEqual(7)
    for (const { machines } of told) {
      for (const { states, transitions } of machines) {
        expect(new Set(states.map(({ state }) => state)).size).toBe(states.length)
        expect(transitions.length).toBeLessThanOrEqual(109)
      }
    }
    const wrote = [...seen(end).passes.values()].find(({ minute }) => minute === 100)
    expect(wrote?.hour).toBe(100)
    await tests.test.clock.pass(61_000)
    expect(seen(end).passes.get(wrote?.transition ?? '')).toMatchObject({ minute: 0, hour: 100 })
  })

  it('[SV7] whoever reads slowly is left out, and gets the whole when they have read', async () => {
    const tests = await TestHub.start()
    const end = await watching(tests, 'ada', 'machines:acme')
    end.buffered = 10_000_000
    const before = end.of('machines').length
    await tests.test.writes('c1')
    await tests.test.clock.pass(1_000)
    expect(end.of('machines')).toHaveLength(before)
    end.buffered = 0
    await tests.test.clock.pass(1_000)
    expect(end.of('machines').at(-1)?.whole).toBe(true)
    expect(countIn(end, IN_LINE)).toBe(1)
  })

  it('[SV8] is for administrators, and for supervisors of the group; for nobody else', async () => {
    const tests = await TestHub.start()
    const asked = async (personId: string, topic: `machines:${string}`) => {
      const end = await watching(tests, personId, topic)
      return end.of('topicRefused')[0]?.refusal.code ?? end.of('machines').length
    }
    expect(await asked('ada', 'machines:acme')).toBe(1)
    expect(await asked('ada', 'machines:sales')).toBe(1)
    expect(await asked('sue', 'machines:support')).toBe(1)
    expect(await asked('sue', 'machines:sales')).toBe('forbidden')
    expect(await asked('sue', 'machines:acme')).toBe('forbidden')
    expect(await asked('ann', 'machines:support')).toBe('forbidden')
    expect(await asked('ann', 'machines:acme')).toBe('forbidden')
    expect(await asked('ada', 'machines:nowhere')).toBe('notFound')
  })

  it('[SV8] ends with the right to it', async () => {
    const tests = await TestHub.start()
    const end = await watching(tests, 'sue', 'machines:support')
    done(
      await tests.test.staff('ada', {
        type: 'saveMember',
        personId: 'sue',
        role: 'agent',
        name: 'sue',
        publicName: 'sue',
        groupIds: ['support'],
        chatLimit: null,
      }),
    )
    await settled()
    expect(end.of('topicRefused')[0]?.refusal.code).toBe('forbidden')
    const told = end.of('machines').length
    await tests.test.writes('c1')
    await tests.test.clock.pass(2_000)
    expect(end.of('machines')).toHaveLength(told)
  })

  it('[SV9] knows what was taken in the last hour before anybody watched, from the journal', async () => {
    const tests = await TestHub.start()
    await tests.test.online('ann')
    const chatId = await tests.test.writes('c1')
    await tests.test.clock.pass(30_000)
    done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
    await tests.test.clock.pass(30_000)
    const end = await watching(tests, 'sue', 'machines:support')
    await tests.test.clock.pass(1_000)
    expect(passesOf(end)).toEqual(
      expect.arrayContaining(['chat.opening#3', 'chat.queued.inLine#0']),
    )
    const { countedSince } = end.of('machines').at(-1) ?? { countedSince: 0 }
    expect(countedSince).toBeLessThanOrEqual(tests.test.clock.now() - 3_500_000)
    const taken = seen(end).passes.get('chat.queued.inLine#0')
    expect(taken).toMatchObject({ minute: 1, hour: 1 })
  })

  it('[SV10] costs nothing while nobody watches', async () => {
    const tests = await TestHub.start()
    await tests.test.writes('c1')
    expect(tests.hub.watchedAccounts).toBe(0)
    const end = await watching(tests, 'ada', 'machines:acme')
    const other = await watching(tests, 'sue', 'machines:support')
    expect(tests.hub.watchedAccounts).toBe(1)
    await end.say({ type: 'unsubscribe', topic: 'machines:acme' })
    expect(tests.hub.watchedAccounts).toBe(1)
    await other.drop()
    expect(tests.hub.watchedAccounts).toBe(0)
  })
})

describe('those who are in a state', () => {
  it('[SV6] are counted, with the oldest and the median, as if they were sorted each time', () => {
    const since = fc.option(fc.integer({ min: 0, max: 50 }), { nil: null })
    fc.assert(
      fc.property(fc.array(since, { maxLength: 40 }), fc.nat(), (sinces, gone) => {
        const dwellers = new Dwellers()
        for (const one of sinces) dwellers.add(one)
        const left = sinces.filter((_, index) => index !== gone % (sinces.length || 1))
        const leaver = sinces[gone % (sinces.length || 1)]
        if (leaver !== undefined) dwellers.remove(leaver)
        const known = left.filter((one) => one !== null).toSorted((a, b) => a - b)
        expect(dwellers.count).toBe(left.length)
        expect(dwellers.oldest).toBe(known[0] ?? null)
        expect(dwellers.median).toBe(known[Math.ceil(known.length / 2) - 1] ?? null)
      }),
    )
  })

  it('[SV6] pass transitions, counted in the last minute and hour', () => {
    const at = 10_000_000
    const window = new PassWindow()
    window.add(at)
    window.add(at + 30_000)
    expect([window.minute(at + 59_000), window.hour(at + 59_000)]).toEqual([2, 2])
    expect([window.minute(at + 61_000), window.hour(at + 61_000)]).toEqual([1, 2])
    expect([window.minute(at + 3_700_000), window.hour(at + 3_700_000)]).toEqual([0, 0])
    const late = new PassWindow()
    late.add(at)
    late.add(at - 7_200_000)
    late.add(at - 120_000)
    expect([late.minute(at), late.hour(at)]).toEqual([1, 2])
  })
})
