import { describe, expect, it } from 'vitest'
import { ChatLife, WRITTEN, annTook, annWrote, cleoWrote, forwardedToDesk } from './chat-life.ts'
import { chatMachine } from './chat.ts'
import type { ChatEvent } from './chat-events.ts'
import { differenceWords } from './difference.ts'
import type { Difference } from './difference.ts'
import { firstDifference } from './json-difference.ts'
import { journaled } from './journaled-life.ts'
import type { Told } from './life.ts'
import { MACHINES } from './registry.ts'
import { Replay } from './replay.ts'
import type { JournalEvent, ReplayedStep } from './replay.ts'
import { isIn, statesIn } from './state-words.ts'
import type { Machines } from './versions.ts'

const TAKEN_OVER = { type: 'agentTookOver', agentId: 'bob', by: 'agent:bob' } as const
const STORY: (Told<ChatEvent> | { timeIsUp: string })[] = [
  annTook,
  annWrote,
  cleoWrote,
  { timeIsUp: 'responseLimit' },
  TAKEN_OVER,
  forwardedToDesk,
]

function story(events = STORY) {
  return journaled('chat:chat-1', new ChatLife(), WRITTEN, events)
}

function replayed(
  journal: readonly JournalEvent[],
  machines: Machines = MACHINES,
): { replay: Replay; steps: ReplayedStep[]; difference: Difference | null } {
  const replay = new Replay('chat:chat-1', machines)
  const steps: ReplayedStep[] = []
  for (const event of journal) {
    const result = replay.take(event)
    if (result.kind === 'difference') return { replay, steps, difference: result.difference }
    steps.push(result.step)
  }
  return { replay, steps, difference: null }
}

/** The chat's chart, where nobody takes over what an agent has. */
const cautious = MACHINES.with({
  name: 'chat@2',
  machine: chatMachine.provide({
    guards: { isAnotherAgent: ({ context }) => context.agentId !== null },
  }),
})

describe('a journal', () => {
  it('[RP1] is folded into steps with state, effects, guards and delays', () => {
    const { replay, steps, difference } = replayed(story().journal)
    expect(difference).toBeNull()
    expect(steps.map(({ state }) => state)).toEqual([
      'queued.inLine',
      'assigned.awaitingAgent',
      'assigned.awaitingCustomer',
      'assigned.awaitingAgent',
      'queued.inLine',
      'assigned.awaitingAgent',
      'forwarded.untaken',
    ])
    expect(steps.map(({ guards }) => guards.join())).toEqual([
      '',
      '',
      'holdsChat',
      '',
      '',
      'isAnotherAgent',
      'goesElsewhere',
    ])
    expect(steps[4]?.effects.map(({ type }) => type)).toEqual(['tellStaff', 'tellCustomer'])
    expect([...(steps[1]?.timers ?? [])].map(([, budget]) => budget)).toEqual([null, 120_000])
    expect([...replay.timers.keys()]).toEqual(['xstate.after.forwardLimit.chat.forwarded'])
    expect([...replay.timers.values()]).toMatchObject([{ armedSeq: 7, budgetMs: 180_000 }])
  })

  it('[RP2] that skips a step, begins with none or changes its machine ends there', () => {
    const { journal } = story()
    const [born, took, wrote] = journal
    const wrong = (...events: (JournalEvent | undefined)[]) =>
      replayed(events.filter((event) => event !== undefined)).difference?.got
    expect(wrong(took)).toBe('step 2 after 0')
    expect(wrong(born, wrote)).toBe('step 3 after 1')
    expect(wrong(took && { ...took, actorSeq: 1 })).toBe('no birth')
    expect(wrong(born, took && { ...took, machine: 'chat@7' })).toBe(
      'chat@2, and no migration from it',
    )
    expect(wrong(born && { ...born, machine: 'chat@7' })).toBe('a fault: No machine chat@7')
  })

  it('[RP2] [RP3] on a chart with another guard says which one, where, and the way', () => {
    const { difference, steps } = replayed(story().journal, cautious)
    expect(steps).toHaveLength(5)
    expect(difference && differenceWords(difference)).toBe(
      'chat:chat-1 at step 6, agentTookOver by agent:bob: expected to be taken, ' +
        'got a refusal: the guard isAnotherAgent says no\n' +
        '  path: queued.inLine → assigned.awaitingAgent → assigned.awaitingCustomer → ' +
        'assigned.awaitingAgent → queued.inLine',
    )
  })

  it('[RP2] [RP3] that was recorded with another state or effect says both', () => {
    const [born, took] = story().journal
    if (born === undefined || took === undefined) throw new Error('nothing was recorded')
    const asked = (recorded: { state?: string; effects?: string[] }) => {
      const replay = new Replay('chat:chat-1')
      replay.take(born)
      const result = replay.take(took, recorded)
      return result.kind === 'step' ? null : [result.difference.expected, result.difference.got]
    }
    expect(asked({ state: 'assigned.awaitingAgent', effects: ['tellCustomer joined'] })).toBeNull()
    expect(asked({ state: 'queued.offered' })).toEqual([
      'the state queued.offered',
      'assigned.awaitingAgent',
    ])
    expect(asked({ effects: [] })).toEqual(['the effects none', 'tellCustomer joined'])
  })

  it('[RP4] leads to what is stored, or says where that is something else', () => {
    const { journal, stored } = story()
    const { replay } = replayed(journal)
    const { value, context, status } = stored.snapshot
    const turned = Object.fromEntries(Object.entries({ ...(context as object) }).toReversed())
    expect(replay.compare('chat@2', 7, { status, context: turned, value })).toBeNull()
    expect(replay.compare('chat@2', 6, stored.snapshot)?.expected).toBe('6 steps')
    expect(replay.compare('chat@3', 7, stored.snapshot)?.expected).toBe('chat@3')
    const line = { groupId: 'desk', overflowGroupId: null, priority: 3, firstWaitingAt: null }
    const other = replay.compare('chat@2', 7, {
      ...stored.snapshot,
      context: { ...(context as object), line },
    })
    expect(other).toMatchObject({ step: 7, event: 'snapshot', got: expect.any(String) })
    expect(other?.expected).toBe('context.line.firstWaitingAt null')
  })
})

describe('two JSON values', () => {
  it('[RP4] differ at the first place, whatever the order of keys', () => {
    expect(firstDifference({ a: 1, b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 1 })).toBeNull()
    expect(firstDifference({ a: [1, 2] }, { a: [1, 3] })).toEqual({
      where: 'a.1',
      expected: '2',
      got: '3',
    })
    expect(firstDifference({ a: 1 }, {})).toEqual({ where: 'a', expected: '1', got: 'nothing' })
    expect(firstDifference({ a: [] }, { a: {} })?.where).toBe('a')
    expect(firstDifference(null, { a: 1 })?.expected).toBe('null')
  })
})

describe('states', () => {
  it('[RP1] are said by their paths, those of parallel regions each', () => {
    expect(statesIn('closed')).toEqual(['closed'])
    expect(statesIn({ assigned: 'onHold' })).toEqual(['assigned.onHold'])
    expect(statesIn({ presence: 'online', connection: { lost: 'twice' } })).toEqual([
      'presence.online',
      'connection.lost.twice',
    ])
    expect(isIn({ assigned: 'onHold' }, 'assigned')).toBe(true)
    expect(isIn({ assigned: 'onHold' }, 'assigned.on')).toBe(false)
  })
})
