import { getAdjacencyMap } from 'xstate/graph'
import type { SnapshotFrom } from 'xstate'
import { describe, expect, it } from 'vitest'
import type { ChatEvent } from './chat-events.ts'
import { WRITTEN } from './chat-life.ts'
import { CHAT_STATES, chatStateOf, holderOf, isOver, isWaiting } from './chat-state.ts'
import type { ChatStateName } from './chat-state.ts'
import { CHAT_BIRTHS, CHAT_SAMPLES, chatKey, chatTries } from './chat-situations.ts'
import type { Sender } from './chat-situations.ts'
import { chatMachine } from './chat.ts'
import type { ChatContext } from './chat.ts'
import { contextAtBirth } from './chat-context.ts'
import { step } from './step.ts'
import type { MachineEvent } from './step.ts'

type Snapshot = SnapshotFrom<typeof chatMachine>
interface Situation {
  snapshot: Snapshot
  /** What each event would do here. */
  results: { event: MachineEvent; result: ReturnType<typeof step> }[]
}

/** Everything that can happen to a chat, whoever does what and whichever time runs out. */
function explore(): Situation[] {
  const found = new Map<string, Situation>()
  for (const birth of CHAT_BIRTHS) {
    getAdjacencyMap(chatMachine, {
      input: { ...WRITTEN, ...birth },
      serializeState: chatKey,
      stopWhen: (snapshot) => found.has(chatKey(snapshot)),
      // Events that are refused lead nowhere: tried here, left out of the graph.
      events: (snapshot) => {
        const results = chatTries(snapshot).map((event) => ({
          event,
          result: step(chatMachine, snapshot, event),
        }))
        found.set(chatKey(snapshot), { snapshot, results })
        return results
          .filter(({ result }) => result.taken)
          .map(({ event }) => event as unknown as ChatEvent)
      },
      limit: 2_000_000,
    })
  }
  return [...found.values()]
}

const situations = explore()
const stateOf = (snapshot: Snapshot): ChatStateName => chatStateOf(snapshot.value)
const all = situations.map(({ snapshot }) => snapshot)

function roleOf({ type }: MachineEvent): Sender | 'timer' {
  return type in CHAT_SAMPLES ? CHAT_SAMPLES[type as ChatEvent['type']].by : 'timer'
}

describe(`a chat, in all ${all.length} situations that it can get into`, () => {
  it('[MC11] reaches every state', () => {
    expect(new Set(all.map(stateOf))).toEqual(new Set(CHAT_STATES))
    const values = new Set(all.map(({ value }) => JSON.stringify(value)))
    expect(values).toContain('{"forwarded":"offered"}')
    expect(values).toContain('{"queued":"offered"}')
  })

  it('[MC11] never rests where only a decision is taken', () => {
    expect(all.filter(({ value }) => value === 'opening')).toEqual([])
  })

  it('[MC12] leaves every state but the last two, by time or by what somebody can always do', () => {
    for (const { snapshot, results } of situations) {
      const from = stateOf(snapshot)
      const leaving = results.filter(
        ({ result }) => result.taken && chatStateOf(result.snapshot.value) !== from,
      )
      const roles = new Set(leaving.map(({ event }) => roleOf(event)))
      if (isOver(from)) expect(roles).toEqual(new Set())
      else
        expect([...roles], chatKey(snapshot)).toEqual(expect.arrayContaining(['customer', 'agent']))
    }
  })

  it('[MC12] of staff, somebody can always end it or send it on', () => {
    for (const { snapshot, results } of situations) {
      if (isOver(stateOf(snapshot))) continue
      const taken = results.filter(({ result }) => result.taken).map(({ event }) => event.type)
      if (stateOf(snapshot) === 'closing') expect(taken).toContain('closeUndone')
      else expect(taken).toEqual(expect.arrayContaining(['agentClosed', 'forwarded']))
    }
  })

  it('[MC13] takes every delay of its state, delivered by the timer with its time', () => {
    const fired = new Set<string>()
    for (const { snapshot, results } of situations) {
      const timers = results.filter(({ event }) => event.by === 'timer')
      expect(timers.length > 0, chatKey(snapshot)).toBe(!isOver(stateOf(snapshot)))
      for (const { event, result } of timers) {
        expect(result.taken, `${event.type} ${chatKey(snapshot)}`).toBe(true)
        fired.add(event.type)
      }
    }
    expect([...fired].sort()).toEqual([
      'xstate.after.botLimit.chat.bot.answering',
      'xstate.after.forwardLimit.chat.forwarded',
      'xstate.after.holdTime.chat.assigned.onHold',
      'xstate.after.idleLimit.chat.assigned.awaitingCustomer',
      'xstate.after.idleLimit.chat.bot.listening',
      'xstate.after.offerLimit.chat.forwarded.offered',
      'xstate.after.offerLimit.chat.queued.offered',
      'xstate.after.queueLimit.chat.queued',
      'xstate.after.responseLimit.chat.assigned.awaitingAgent',
      'xstate.after.undoLimit.chat.closing',
    ])
  })

  it('[MC13] takes every event somewhere', () => {
    const taken = situations.flatMap(({ results }) =>
      results.filter(({ result }) => result.taken).map(({ event }) => event.type),
    )
    expect([...new Set(taken)].filter((type) => type in CHAT_SAMPLES).sort()).toEqual(
      Object.keys(CHAT_SAMPLES).sort(),
    )
  })

  it('[CH40] takes no event at all when it is over', () => {
    for (const { snapshot, results } of situations) {
      if (!isOver(stateOf(snapshot))) continue
      for (const { result } of results) expect(result).toEqual({ taken: false, code: 'notNow' })
    }
  })

  it('[CH41] takes a message of the customer until it is over', () => {
    for (const { snapshot, results } of situations) {
      const wrote = results.find(({ event }) => event.type === 'customerWrote')
      expect(wrote?.result.taken).toBe(!isOver(stateOf(snapshot)))
    }
  })

  it('[BO4] of somebody who is blocked is in no line and in nobody’s hands', () => {
    const blocked = all.filter((snapshot) => snapshot.context.blockId !== null)
    const states = new Set(blocked.map(stateOf))
    expect([...states].sort()).toEqual([
      'blocked',
      'bot.answering',
      'bot.listening',
      'closed',
      'closing',
    ])
    expect(blocked.filter((one) => holderOf(stateOf(one), one.context) !== null)).toEqual([])
  })

  it('[MC14] its effects are JSON without undefined, its refusals have codes', () => {
    const codes = new Set<string>()
    const effects = new Set<string>()
    const marked = (_key: string, value: unknown) => (value === undefined ? 'UNDEFINED' : value)
    for (const { results } of situations) {
      for (const { result } of results) {
        if (!result.taken) codes.add(result.code)
        else {
          for (const effect of result.effects) effects.add(JSON.stringify(effect, marked))
        }
      }
    }
    const known = [...Object.keys(chatMachine.implementations.guards), 'notNow']
    expect([...codes].filter((code) => !known.includes(code))).toEqual([])
    expect([...effects].filter((text) => text.includes('UNDEFINED'))).toEqual([])
  })

  it('[MC14] its context is JSON without undefined, and has the known keys only', () => {
    const keys = Object.keys(contextAtBirth(WRITTEN)).sort()
    for (const { context } of all) {
      expect(Object.keys(context).sort()).toEqual(keys)
      expect(JSON.parse(JSON.stringify(context))).toStrictEqual(context)
    }
  })

  it('[MC14] keeps no word of a state that it left', () => {
    for (const snapshot of all) expect(staleOf(stateOf(snapshot), snapshot)).toEqual([])
  })
})

/** What the context must not hold, or must hold, in that state. */
function staleOf(state: ChatStateName, { context, value }: Snapshot): string[] {
  const mustBe = (name: keyof ChatContext, there: boolean) =>
    (context[name] !== null) === there ? [] : [`${state}: ${name} ${JSON.stringify(context[name])}`]
  const inHand = state.startsWith('assigned.') || state === 'offered'
  const closing = state === 'closing'
  const { closingFrom } = context
  const withBot = state.startsWith('bot.') || closingFrom?.startsWith('bot.') === true
  const forwarded = JSON.stringify(value).includes('forwarded')
  return [
    ...(closing ? [] : mustBe('agentId', inHand)),
    ...(closing ? [] : mustBe('forward', forwarded)),
    ...(closing ? [] : mustBe('hold', state === 'assigned.onHold')),
    ...mustBe('closingFrom', closing),
    ...mustBe('closed', closing || state === 'closed'),
    // While a block holds, the bot alone has the chat: no line, no agent.
    ...(withBot || state === 'closed' ? [] : mustBe('blockId', state === 'blocked')),
    ...(state === 'assigned.awaitingCustomer' ? mustBe('unansweredSince', false) : []),
    ...(state === 'assigned.awaitingAgent' || isWaiting(state)
      ? mustBe('unansweredSince', true)
      : []),
    ...((isWaiting(state) || inHand) && context.line.firstWaitingAt === null ? ['no place'] : []),
    ...(closing && (holderOf(state, context) !== null) !== heldBefore(context) ? ['holder'] : []),
  ]
}

function heldBefore({ closingFrom }: ChatContext): boolean {
  return closingFrom === 'assigned' || closingFrom === 'onHold'
}
