import { getAdjacencyMap } from 'xstate/graph'
import type { SnapshotFrom } from 'xstate'
import { describe, expect, it } from 'vitest'
import type { AgentEvent } from './agent-events.ts'
import { HIRED } from './agent-life.ts'
import { agentMachine, inHand, whyNotAccepting } from './agent.ts'
import { NINE } from './chat-life.ts'
import type { Told } from './life.ts'
import { step } from './step.ts'
import type { MachineEvent } from './step.ts'

type Snapshot = SnapshotFrom<typeof agentMachine>

const CHATS = ['1', '2', '3', '4']

const SAMPLES: Record<AgentEvent['type'], Told<AgentEvent>[]> = {
  wentOnline: [{ type: 'wentOnline' }],
  wentAway: [{ type: 'wentAway', reason: 'lunch' }],
  wentOffline: [{ type: 'wentOffline', choice: { kind: 'keep' } }],
  socketOpened: [{ type: 'socketOpened' }],
  socketClosed: [{ type: 'socketClosed' }],
  chatGiven: CHATS.flatMap((chatId) => [
    { type: 'chatGiven', chatId, as: 'chat' },
    { type: 'chatGiven', chatId, as: 'offer' },
  ]),
  offerBecameChat: CHATS.map((chatId) => ({ type: 'offerBecameChat', chatId })),
  chatLeft: CHATS.map((chatId) => ({ type: 'chatLeft', chatId })),
  wrapUpBegan: [
    { type: 'wrapUpBegan', chatId: '1', forMs: 30_000 },
    { type: 'wrapUpBegan', chatId: '2', forMs: 60_000 },
  ],
  wrapUpEnded: [{ type: 'wrapUpEnded' }],
  offerMissed: [{ type: 'offerMissed' }],
  limitChanged: [1, HIRED.limit].map((limit) => ({ type: 'limitChanged', limit })),
  settingsChanged: [{ type: 'settingsChanged', version: 2, graceMs: 5_000 }],
  deactivated: [{ type: 'deactivated' }],
  reactivated: [{ type: 'reactivated' }],
}

const stamped = Object.values(SAMPLES).flatMap((events) =>
  events.map((event): MachineEvent => ({ by: 'system', at: NINE + 5_000, ...event })),
)

const timersOf = (snapshot: Snapshot): MachineEvent[] => {
  const types = snapshot._nodes.flatMap((node) => node.after.map(({ eventType }) => eventType))
  return [...new Set(types)].map((type) => ({ type, at: NINE + 5_000, by: 'timer' as const }))
}

const eventsOf = (snapshot: Snapshot) => [...stamped, ...timersOf(snapshot)]

/** Nothing in hand, one less than the limit, the limit, more than a lowered limit. */
function loadOf({ context }: Snapshot): string {
  const free = context.limit - inHand(context)
  if (free < 0) return 'over'
  if (free === 0) return 'limit'
  if (inHand(context) === 0) return 'none'
  return free === 1 ? 'limit - 1' : 'some'
}

function keyOf(snapshot: Snapshot): string {
  const { value, context } = snapshot
  return JSON.stringify([
    value,
    loadOf(snapshot),
    context.chats.length,
    context.offers.length,
    context.wrapUps.map(({ chatId }) => chatId),
    context.limit,
    context.missedOffers,
    context.awayReason,
    context.active,
  ])
}

const vertices = getAdjacencyMap(agentMachine, {
  input: HIRED,
  events: (snapshot) => eventsOf(snapshot) as unknown as AgentEvent[],
  serializeState: keyOf,
  limit: 2_000_000,
})
const all = Object.values(vertices).map(({ state }) => state)
const steps = all.map(
  (snapshot) =>
    [
      snapshot,
      eventsOf(snapshot).map((event) => ({ event, result: step(agentMachine, snapshot, event) })),
    ] as const,
)

describe(`an agent, in all ${all.length} situations that they can get into`, () => {
  it('[MC11] reaches every presence with every connection, under every load', () => {
    for (const presence of ['online', 'away', 'offline'] as const) {
      for (const connection of ['connected', 'grace', 'gone'] as const) {
        const here = all.filter(
          ({ value }) => value.presence === presence && value.connection === connection,
        )
        expect(new Set(here.map(loadOf)), `${presence} ${connection}`).toEqual(
          new Set(['none', 'some', 'limit - 1', 'limit', 'over']),
        )
      }
    }
  })

  it('[MC12] leaves every state of presence and of connection by time or by an event', () => {
    for (const [snapshot, results] of steps) {
      const leaves = (region: 'presence' | 'connection') =>
        results.some(
          ({ result }) => result.taken && result.snapshot.value[region] !== snapshot.value[region],
        )
      if (snapshot.context.active) {
        expect([leaves('presence'), leaves('connection')], keyOf(snapshot)).toEqual([true, true])
      } else {
        const back = results.find(({ event }) => event.type === 'reactivated')
        expect(back?.result.taken).toBe(true)
      }
    }
  })

  it('[MC13] takes the delays that ran out, delivered by the timer with its time', () => {
    const fired = new Set<string>()
    for (const [snapshot, results] of steps) {
      const timers = results.filter(({ event }) => event.by === 'timer')
      const { connection, wrapUp } = snapshot.value
      const running = [connection === 'grace', wrapUp === 'running'].filter(Boolean)
      expect(timers.length).toBe(running.length)
      for (const { event, result } of timers) {
        expect(result.taken).toBe(true)
        fired.add(event.type)
      }
    }
    expect([...fired].sort()).toEqual([
      'xstate.after.grace.agent.connection.grace',
      'xstate.after.wrapUpTime.agent.wrapUp.running',
    ])
  })

  it('[MC13] takes every event somewhere', () => {
    const taken = steps.flatMap(([, results]) =>
      results.filter(({ result }) => result.taken).map(({ event }) => event.type),
    )
    expect([...new Set(taken)].filter((type) => type in SAMPLES).sort()).toEqual(
      Object.keys(SAMPLES).sort(),
    )
  })

  it('[AG10] takes a missed offer in every situation, so that no offer hangs on its agent', () => {
    for (const [, results] of steps) {
      const missed = results.find(({ event }) => event.type === 'offerMissed')
      expect(missed?.result.taken).toBe(true)
    }
  })

  it('[MC14] its context and effects are JSON without undefined, its keys known', () => {
    const keys = Object.keys(all[0]?.context ?? {}).sort()
    for (const [{ context }, results] of steps) {
      expect(Object.keys(context).sort()).toEqual(keys)
      expect(JSON.parse(JSON.stringify(context))).toStrictEqual(context)
      for (const { result } of results) {
        if (result.taken) {
          expect(JSON.parse(JSON.stringify(result.effects))).toStrictEqual(result.effects)
        }
      }
    }
  })

  it('[AG2] is accepting in no situation but online, connected and below the limit', () => {
    for (const { value, context } of all) {
      const accepting =
        value.presence === 'online' &&
        value.connection === 'connected' &&
        inHand(context) < context.limit
      expect(whyNotAccepting({ value, context }) === null).toBe(accepting)
    }
  })

  it('[AG3] gets no chat above the limit in any situation, and none twice', () => {
    for (const [{ context }, results] of steps) {
      const { chats, offers, wrapUps } = context
      expect(new Set([...chats, ...offers]).size + wrapUps.length).toBe(inHand(context))
      for (const { event, result } of results) {
        if (!result.taken || event.type !== 'chatGiven') continue
        expect(inHand(result.snapshot.context)).toBeLessThanOrEqual(context.limit)
      }
    }
  })

  it('[AG9] never rests online with two missed offers', () => {
    for (const { value, context } of all) {
      if (value.presence === 'online') expect(context.missedOffers).toBeLessThan(2)
      expect(context.awayReason !== null).toBe(value.presence === 'away')
    }
  })

  it('[AG16] leaves wrapping up by time and by the agent, and rests in it only with something left', () => {
    for (const [{ value, context }, results] of steps) {
      expect(context.wrapUps.length > 0).toBe(value.wrapUp === 'running')
      if (value.wrapUp === 'none') continue
      const ends = results.flatMap(({ event, result }) =>
        result.taken && (event.by === 'timer' || event.type === 'wrapUpEnded')
          ? [result.snapshot.context.wrapUps.length]
          : [],
      )
      expect(Math.min(...ends)).toBe(0)
    }
  })

  it('[AG13] is gone and offline in every situation after being deactivated', () => {
    for (const { value, context } of all.filter((one) => !one.context.active)) {
      expect(value).toEqual({ presence: 'offline', connection: 'gone', wrapUp: 'none' })
      expect(context.missedOffers).toBe(0)
    }
  })
})
