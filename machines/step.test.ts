import canonicalize from 'canonicalize'
import * as fc from 'fast-check'
import { assign, setup } from 'xstate'
import { describe, expect, it } from 'vitest'
import { AgentLife, agentAtWork } from './agent-life.ts'
import {
  LIMITS,
  NINE,
  WRITTEN,
  annTook,
  annWrote,
  answeredChat,
  botChat,
  forwardedToDesk,
  offeredChat,
  queuedChat,
  takenChat,
} from './chat-life.ts'
import type { ChatLife } from './chat-life.ts'
import { chatMachine } from './chat.ts'
import { delayNameOf } from './delay-name.ts'
import { birth, budgetOf, fromPlain, step, timerEvent, toPlain } from './step.ts'
import type { PlainSnapshot } from './step.ts'

const QUEUE_LIMIT = 'xstate.after.queueLimit.chat.queued'
const RESPONSE_LIMIT = 'xstate.after.responseLimit.chat.assigned.awaitingAgent'

describe('a step', () => {
  it('[MC1] tells which delays began and which ended, each with its budget', () => {
    const chat = queuedChat()
    expect(chat.last).toMatchObject({ timers: new Map([[QUEUE_LIMIT, LIMITS.queueMs]]) })
    chat.when(annTook)
    expect(chat.last).toMatchObject({
      timers: new Map([
        [QUEUE_LIMIT, null],
        [RESPONSE_LIMIT, LIMITS.responseMs],
      ]),
    })
  })

  it('[MC1] knows the budget of a running delay under the present context', () => {
    const { machine, snapshot } = queuedChat()
    expect(budgetOf(machine, snapshot, QUEUE_LIMIT)).toBe(LIMITS.queueMs)
    expect(budgetOf(machine, snapshot, 'xstate.after.unknown.chat.queued')).toBeNull()
    expect(budgetOf(machine, snapshot, 'customerWrote')).toBeNull()
    expect(delayNameOf(RESPONSE_LIMIT)).toBe('responseLimit')
  })

  it('[MC2] takes a delay from the timer only, and no other event of XState itself', () => {
    const chat = takenChat()
    const { machine, snapshot } = chat
    const at = NINE + 99_000
    expect(step(machine, snapshot, timerEvent(RESPONSE_LIMIT, at))).toMatchObject({ taken: true })
    for (const by of ['system', 'agent:ann', 'customer:cleo'] as const) {
      const forged = step(machine, snapshot, { type: RESPONSE_LIMIT, at, by })
      expect(forged).toEqual({ taken: false, code: 'notNow' })
    }
    for (const type of ['stop', 'init', 'error.actor.x', 'done.actor.x', 'route', 'after', '']) {
      const event = { type: `xstate.${type}`, at, by: 'timer' as const, error: 'x' }
      expect(step(machine, snapshot, event)).toEqual({ taken: false, code: 'notNow' })
    }
  })

  it('[MC2] refuses a delay of a state that was left', () => {
    const { machine, snapshot } = answeredChat()
    const late = step(machine, snapshot, timerEvent(RESPONSE_LIMIT, NINE + 99_000))
    expect(late).toEqual({ taken: false, code: 'notNow' })
  })

  it('[MC3] refuses with the name of the guard that said no, the deepest state first', () => {
    expect(takenChat().when({ ...annWrote, agentId: 'bob' }).refusal).toBe('holdsChat')
    expect(queuedChat().when(annWrote).refusal).toBe('notNow')
    const chat = takenChat()
    const { machine, snapshot } = chat
    const unknown = { type: 'toString', at: NINE, by: 'system' } as const
    expect(step(machine, snapshot, unknown)).toEqual({ taken: false, code: 'notNow' })
    expect(step(machine, snapshot, { ...unknown, type: '*' })).toMatchObject({ taken: false })
    expect(step(machine, snapshot, { ...unknown, type: '' })).toMatchObject({ taken: false })
  })

  it('[MC3] refuses by a guard that somebody else provides', () => {
    const strict = chatMachine.provide({ guards: { isNewer: () => false } })
    const { snapshot } = birth(strict, WRITTEN)
    const event = { type: 'settingsChanged', version: 9, limits: LIMITS, at: NINE, by: 'system' }
    expect(step(strict, snapshot, event as never)).toEqual({ taken: false, code: 'isNewer' })
  })

  it('[MC3] leaves a refused snapshot as it was', () => {
    const chat = takenChat()
    const before = JSON.stringify(toPlain(chat.snapshot))
    chat.when({ ...annWrote, agentId: 'bob' })
    expect(JSON.stringify(toPlain(chat.snapshot))).toBe(before)
  })

  it('[MC4] carries nothing out, and leaves nothing behind of a turn that threw', () => {
    const fragile = setup({
      types: { events: {} as { type: 'go' } | { type: 'break' } },
      actions: {
        tell: () => {
          throw new Error('carried out')
        },
        fail: assign(() => {
          throw new Error('a fault')
        }),
      },
    }).createMachine({
      on: { go: { actions: 'tell' }, break: { actions: ['tell', 'fail'] } },
    })
    const stamp = { at: NINE, by: 'system' } as const
    const { snapshot } = birth(fragile, stamp)
    expect(() => step(fragile, snapshot, { type: 'break', ...stamp })).toThrow('a fault')
    expect(step(fragile, snapshot, { type: 'go', ...stamp })).toMatchObject({
      taken: true,
      effects: [{ type: 'tell', params: null }],
    })
  })

  it('[MC4] of one actor knows nothing of another one', () => {
    const [a, b] = [queuedChat({ chatId: 'a' }), queuedChat({ chatId: 'b' })]
    a.given(annTook)
    b.when({ type: 'priorityChanged', priority: 1 })
    expect(b.effects).toEqual([])
    expect(b.last).toMatchObject({ timers: new Map() })
    expect(b.context.chatId).toBe('b')
  })
})

const LIVES: [string, () => ChatLife | AgentLife][] = [
  ['with the bot', botChat],
  ['queued', queuedChat],
  ['offered', offeredChat],
  ['taken', takenChat],
  ['answered', answeredChat],
  ['held', () => takenChat().given({ type: 'putOnHold', until: NINE + 9_000, forMs: 9_000 })],
  ['forwarded', () => takenChat().given(forwardedToDesk)],
  ['closing', () => takenChat().given({ type: 'agentClosed' })],
  ['closed', () => takenChat().given({ type: 'customerEnded' })],
  ['blocked', () => takenChat().given({ type: 'customerBlocked', blockId: 'b' })],
  ['hired', () => new AgentLife()],
  ['at work', () => agentAtWork().given({ type: 'chatGiven', chatId: '1', as: 'offer' })],
  ['in grace', () => agentAtWork().given({ type: 'socketClosed' })],
]

/** One of each kind of event, for chats and agents; most are refused by most states. */
const STREAM = [
  { type: 'customerWrote', messageId: 'm7' },
  { type: 'agentTook', agentId: 'bob' },
  { type: 'agentWrote', agentId: 'bob', messageId: 'm8' },
  { type: 'offerAccepted', agentId: 'ann' },
  { type: 'putOnHold', until: NINE + 99_000, forMs: 5_000 },
  { type: 'forwarded', to: { kind: 'agent', agentId: 'bob' }, noteId: null },
  { type: 'agentClosed' },
  { type: 'closeUndone' },
  { type: 'personRequested' },
  { type: 'priorityChanged', priority: 3 },
  { type: 'customerEnded' },
  { type: 'chatGiven', chatId: '2', as: 'chat' },
  { type: 'offerMissed' },
  { type: 'socketOpened' },
  { type: 'socketClosed' },
  { type: 'wentAway', reason: 'lunch' },
  { type: 'deactivated' },
]

describe('a snapshot', () => {
  it.each(LIVES)('[MC5] of an actor %s, restored from JSON, goes on as the live one', (_, make) => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STREAM), { maxLength: 12 }), (events) => {
        const live = make()
        const { machine } = live
        let kept = JSON.stringify(toPlain(live.snapshot))
        let { snapshot } = live
        events.forEach((event, i) => {
          const stamped = { ...event, at: NINE + 100_000 + i, by: 'system' as const }
          const lived = step(machine, snapshot, stamped)
          const restored = step(machine, fromPlain(machine, JSON.parse(kept)), stamped)
          expect(plainOf(restored)).toEqual(plainOf(lived))
          if (!lived.taken || !restored.taken) return
          snapshot = lived.snapshot
          kept = JSON.stringify(toPlain(restored.snapshot))
        })
      }),
      { numRuns: 30 },
    )
  })

  it.each(LIVES)('[MC6] of an actor %s is the same after JSON, and has no undefined', (_, make) => {
    const plain = toPlain(make().snapshot)
    expect(Object.keys(plain)).toEqual(['value', 'context', 'status'])
    const again: PlainSnapshot = JSON.parse(JSON.stringify(plain))
    expect(again).toStrictEqual(plain)
    expect(canonicalize(again)).toBe(canonicalize(plain))
    const { machine } = make()
    expect(canonicalize(toPlain(fromPlain(machine, again)))).toBe(canonicalize(plain))
  })

  it('[MC6] restored runs no entry action again', () => {
    const { machine, snapshot } = botChat()
    const restored = fromPlain(machine, toPlain(snapshot))
    const next = step(machine, restored, { type: 'customerLeft', at: NINE, by: 'system' })
    expect(next).toMatchObject({ effects: [{ type: 'tellStaff' }], timers: new Map() })
  })
})

function plainOf(result: ReturnType<typeof step>): unknown {
  if (!result.taken) return result
  return { ...result, snapshot: toPlain(result.snapshot), timers: [...result.timers] }
}
