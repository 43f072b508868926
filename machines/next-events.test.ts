import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AgentEvent } from './agent-events.ts'
import { AgentLife, agentAtWork } from './agent-life.ts'
import { annTook, annWrote, botChat, offeredChat, queuedChat, takenChat } from './chat-life.ts'
import { nextOfAgent, nextOfChat, whyNot } from './next-events.ts'
import type { Told } from './life.ts'
import type { NextEvent } from './next-events.ts'
import { agentSample } from './sample-events.ts'
import { step } from './step.ts'

const CHATS = [queuedChat, botChat, offeredChat, takenChat]
const FAR = 9_999_999_999_999

const AGENT_EVENTS = [
  'wentOnline',
  'wentAway',
  'wentOffline',
  'socketOpened',
  'socketClosed',
  'chatGiven',
  'chatLeft',
  'offerBecameChat',
  'offerMissed',
  'wrapUpBegan',
  'wrapUpEnded',
  'limitChanged',
  'settingsChanged',
  'deactivated',
  'reactivated',
] as const satisfies AgentEvent['type'][]

/** With one chat in hand and one that is offered. */
function inHand(): AgentLife {
  return agentAtWork().given(
    { type: 'chatGiven', chatId: 'chat-1', as: 'chat' },
    { type: 'chatGiven', chatId: 'chat-2', as: 'offer' },
  )
}

function wrappingUp(): AgentLife {
  return agentAtWork().given({ type: 'wrapUpBegan', chatId: 'chat-1', forMs: 60_000 })
}

function codes(next: readonly NextEvent[]): Record<string, string | null> {
  return Object.fromEntries(next.map(({ event, code }) => [event.type, code]))
}

describe('what can happen next', () => {
  it('[GF6] to a chat is each event that its states know, and why not where a guard says no', () => {
    expect(codes(nextOfChat(takenChat().snapshot, 'sue', FAR))).toMatchObject({
      agentWrote: null,
      agentTookOver: null,
      customerWrote: null,
      customerLeft: null,
      customerReturned: 'isAbsent',
      putOnHold: null,
      settingsChanged: null,
    })
    expect(codes(nextOfChat(takenChat().snapshot, 'sue', FAR))).not.toHaveProperty('agentTook')
    expect(whyNot(takenChat().snapshot, { type: 'agentTook', agentId: 'sue' }, FAR)).toBe('notNow')
    expect(codes(nextOfChat(queuedChat().snapshot, 'sue', FAR))).toMatchObject({ agentTook: null })
  })

  it('[GF6] to an agent likewise', () => {
    const atWork = codes(nextOfAgent(agentAtWork().snapshot, FAR))
    expect(atWork).toMatchObject({ wentAway: null, socketClosed: null, chatGiven: null })
    expect(atWork).toMatchObject({ chatLeft: 'hasChat', reactivated: 'isInactive' })
    const away = new AgentLife()
    away.when({ type: 'deactivated' })
    expect(codes(nextOfAgent(away.snapshot, FAR))).toMatchObject({ wentOnline: 'isActive' })
  })

  it('[GF6] is exactly what the machine does: what is possible is taken by the same way, what is not gets that code', () => {
    const walk = fc.array(fc.nat({ max: 60 }), { maxLength: 25 })
    fc.assert(
      fc.property(fc.constantFrom(...CHATS), walk, (make, picks) => {
        let { snapshot } = make()
        let at = FAR
        for (const pick of picks) {
          const next = nextOfChat(snapshot, 'sue', (at += 1))
          for (const { event, code, transitions } of next) {
            const result = step(snapshot.machine, snapshot, event)
            expect(result.taken ? null : result.code, event.type).toBe(code)
            if (result.taken) expect(result.passed).toEqual(transitions)
          }
          const taken = next.filter(({ code }) => code === null)
          const chosen = taken[pick % (taken.length || 1)]
          if (chosen === undefined) return
          const result = step(snapshot.machine, snapshot, chosen.event)
          if (result.taken) snapshot = result.snapshot
        }
      }),
    )
  })

  it('[GF6] is exactly what the machine does with an agent too, delays included', () => {
    const walk = fc.array(fc.nat({ max: 60 }), { maxLength: 40 })
    const makes = fc.constantFrom(() => new AgentLife(), agentAtWork, inHand, wrappingUp)
    fc.assert(
      fc.property(makes, walk, (make, picks) => {
        const agent = make()
        let at = FAR
        for (const pick of picks) {
          const { snapshot } = agent
          const next = nextOfAgent(snapshot, (at += 1))
          for (const { event, code, transitions } of next) {
            const result = step(snapshot.machine, snapshot, event)
            expect(result.taken ? null : result.code, event.type).toBe(code)
            if (result.taken) expect(result.passed).toEqual(transitions)
          }
          // What is not named is known to no state that is active.
          const named = new Set(next.map(({ event }) => event.type))
          for (const type of AGENT_EVENTS.filter((one) => !named.has(one))) {
            const sample = agentSample(type, agent.context)
            expect(whyNot(snapshot, sample, at), type).toBe('notNow')
          }
          const taken = next.filter(({ code }) => code === null)
          const ways = taken.length + agent.running.length
          const chosen = taken[pick % (ways || 1)]
          const delay = agent.running[(pick % (ways || 1)) - taken.length]
          if (chosen !== undefined) agent.when(chosen.event as Told<AgentEvent>)
          else if (delay !== undefined) agent.whenTimeIsUp(delay)
          at = Math.max(at, agent.now)
        }
      }),
    )
  })

  it('[GF6] leaves the actor as it is', () => {
    const chat = takenChat()
    const before = JSON.stringify(chat.snapshot.context)
    nextOfChat(chat.snapshot, 'sue', FAR)
    expect(JSON.stringify(chat.snapshot.context)).toBe(before)
    chat.when(annWrote)
    expect(chat.last).toMatchObject({ taken: true })
    expect(queuedChat().when(annTook).last.taken).toBe(true)
  })
})
