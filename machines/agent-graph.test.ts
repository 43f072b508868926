import { getAdjacencyMap } from 'xstate/graph'
import { describe, expect, it } from 'vitest'
import type { AgentEvent } from './agent-events.ts'
import { HIRED } from './agent-life.ts'
import { AGENT_SAMPLES, agentKey, agentTries, loadOf } from './agent-situations.ts'
import { agentMachine, inHand, whyNotAccepting } from './agent.ts'
import { step } from './step.ts'

const vertices = getAdjacencyMap(agentMachine, {
  input: HIRED,
  events: (snapshot) => agentTries(snapshot) as unknown as AgentEvent[],
  serializeState: agentKey,
  limit: 2_000_000,
})
const all = Object.values(vertices).map(({ state }) => state)
const steps = all.map(
  (snapshot) =>
    [
      snapshot,
      agentTries(snapshot).map((event) => ({ event, result: step(agentMachine, snapshot, event) })),
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
        expect([leaves('presence'), leaves('connection')], agentKey(snapshot)).toEqual([true, true])
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
    expect([...new Set(taken)].filter((type) => type in AGENT_SAMPLES).sort()).toEqual(
      Object.keys(AGENT_SAMPLES).sort(),
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
