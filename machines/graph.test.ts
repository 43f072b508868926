import * as fc from 'fast-check'
import { and, not, or, setup, stateIn } from 'xstate'
import { describe, expect, it } from 'vitest'
import { agentAtWork } from './agent-life.ts'
import { annTook, annWrote, botChat, queuedChat, takenChat } from './chat-life.ts'
import { activeStates, graphOf, transitionIdsOf } from './graph.ts'
import { RELEASED, machineOf } from './registry.ts'
import { step } from './step.ts'

/** Every kind of part that a chart can have. */
const everything = setup({
  types: { events: {} as { type: 'go' } | { type: 'stay' } | { type: 'back' } },
  guards: { isA: () => true, isB: () => false },
  actions: { greet: () => {}, leave: () => {}, note: () => {} },
  delays: { soon: 1_000 },
}).createMachine({
  id: 'everything',
  version: '7',
  initial: 'first',
  states: {
    first: {
      description: 'Where it begins.',
      entry: 'greet',
      exit: ['leave', { type: 'note' }],
      on: {
        go: [
          { guard: 'isA', target: 'both', actions: 'note' },
          { guard: not('isA'), target: 'last' },
          { guard: and(['isA', not('isB')]), target: 'last' },
          { guard: or([and(['isA', 'isB']), 'isB']), target: 'last' },
          { guard: stateIn('#everything.last'), target: 'last' },
        ],
        stay: { actions: ['note', 'greet'] },
      },
      after: { soon: 'both', 500: { target: 'last' } },
      always: { guard: 'isB', target: 'last' },
    },
    both: {
      type: 'parallel',
      states: {
        left: {
          initial: 'one',
          states: { one: { on: { go: 'two' } }, two: { type: 'final' } },
        },
        right: { initial: 'only', states: { only: {} } },
      },
      onDone: 'last',
      on: {
        go: { target: ['.left.two', '.right.only'], reenter: true },
        back: 'before',
      },
    },
    before: { type: 'history', target: 'both' },
    last: { type: 'final' },
  },
})

describe('the graph form', () => {
  it('[GF1] has every state: its kind, its place, its first child and its description', () => {
    const { machine, root, states } = graphOf(everything)
    expect([machine, root]).toEqual(['everything@7', 'everything'])
    expect(states.map(({ id, type, parent }) => [id, type, parent])).toEqual([
      ['everything', 'compound', null],
      ['everything.first', 'atomic', 'everything'],
      ['everything.both', 'parallel', 'everything'],
      ['everything.both.left', 'compound', 'everything.both'],
      ['everything.both.left.one', 'atomic', 'everything.both.left'],
      ['everything.both.left.two', 'final', 'everything.both.left'],
      ['everything.both.right', 'compound', 'everything.both'],
      ['everything.both.right.only', 'atomic', 'everything.both.right'],
      ['everything.before', 'history', 'everything'],
      ['everything.last', 'final', 'everything'],
    ])
    const initials = states.filter(({ initial }) => initial !== null)
    expect(initials.map(({ id, initial }) => [id, initial])).toEqual([
      ['everything', 'everything.first'],
      ['everything.both.left', 'everything.both.left.one'],
      ['everything.both.right', 'everything.both.right.only'],
    ])
    expect(states[1]).toMatchObject({
      key: 'first',
      description: 'Where it begins.',
      entry: ['greet'],
      exit: ['leave', 'note'],
    })
  })

  it('[GF2] has every transition: what it stays for, its condition, where it leads, what it does', () => {
    const { transitions } = graphOf(everything)
    expect(
      transitions.map(({ id, kind, event, delay, guard, targets }) => [
        id,
        kind,
        event ?? delay,
        guard,
        targets.join(),
      ]),
    ).toEqual([
      ['everything.first#0', 'event', 'go', 'isA', 'everything.both'],
      ['everything.first#1', 'event', 'go', 'not isA', 'everything.last'],
      ['everything.first#2', 'event', 'go', 'isA and not isB', 'everything.last'],
      ['everything.first#3', 'event', 'go', '(isA and isB) or isB', 'everything.last'],
      ['everything.first#4', 'event', 'go', 'unnamed', 'everything.last'],
      ['everything.first#5', 'event', 'stay', null, ''],
      ['everything.first#6', 'delay', '500', null, 'everything.last'],
      ['everything.first#7', 'delay', 'soon', null, 'everything.both'],
      ['everything.first#8', 'always', null, 'isB', 'everything.last'],
      [
        'everything.both#0',
        'event',
        'go',
        null,
        'everything.both.left.two,everything.both.right.only',
      ],
      ['everything.both#1', 'event', 'back', null, 'everything.before'],
      ['everything.both#2', 'done', null, null, 'everything.last'],
      ['everything.both.left.one#0', 'event', 'go', null, 'everything.both.left.two'],
    ])
    expect(transitions.map(({ reenter }) => reenter).indexOf(true)).toBe(9)
    expect(transitions[5]?.actions).toEqual(['note', 'greet'])
    expect(transitions[3]?.guards).toEqual(['isA', 'isB', 'isB'])
  })

  it.each(RELEASED)('[GF4] of %s is its definition as plain data, and nothing else', (version) => {
    const machine = machineOf(version)
    const graph = graphOf(machine)
    expect(graph.machine).toBe(version)
    expect(JSON.parse(JSON.stringify(graph))).toEqual(graph)
    const ids = new Set(graph.states.map(({ id }) => id))
    const count = (node: typeof machine.root): number =>
      1 + Object.values(node.states).reduce((sum, child) => sum + count(child), 0)
    expect(ids.size).toBe(count(machine.root))
    const transitionIds = graph.transitions.map(({ id }) => id)
    expect(new Set(transitionIds).size).toBe(transitionIds.length)
    expect([...transitionIdsOf(machine).values()]).toEqual(transitionIds)
    for (const { source, targets, guards, delay } of graph.transitions) {
      for (const id of [source, ...targets]) expect(ids).toContain(id)
      for (const name of guards) expect(Object.keys(machine.implementations.guards)).toContain(name)
      if (delay !== null) expect(Object.keys(machine.implementations.delays)).toContain(delay)
    }
    for (const { entry, exit } of graph.states) {
      for (const name of [...entry, ...exit]) {
        expect(Object.keys(machine.implementations.actions)).toContain(name)
      }
    }
  })

  it.each(RELEASED)('[GF4] of %s keeps the ids of its transitions', async (version) => {
    const ways = graphOf(machineOf(version)).transitions.map(
      ({ id, event, delay, guard }) =>
        `${id} ${event ?? delay ?? 'always'}${guard === null ? '' : ` [${guard}]`}\n`,
    )
    await expect(ways.join('')).toMatchFileSnapshot(`./golden/${version}.transitions.txt`)
  })
})

describe('what a step took', () => {
  it('[GF3] is told by the ids of the graph: from its source, in order', () => {
    const taken = takenChat()
    taken.when(annWrote)
    expect(taken.last).toMatchObject({ passed: [wayOf('chat.assigned', 'agentWrote')] })
    const back = queuedChat()
    back.when(annTook)
    expect(back.last).toMatchObject({ passed: [wayOf('chat.queued.inLine', 'agentTook')] })
  })

  it('[GF3] of a birth is what was decided in it, and of a refusal nothing', () => {
    expect(botChat().last).toMatchObject({ passed: ['chat.opening#0'] })
    const { machine } = queuedChat()
    const refused = step(machine, queuedChat().snapshot, { type: 'x', at: 1, by: 'system' })
    expect(refused).toEqual({ taken: false, code: 'notNow' })
    const { snapshot } = queuedChat()
    expect(step(machine, snapshot, { type: 'customerEnded', at: 1, by: 'system' })).toMatchObject({
      passed: [wayOf('chat.queued', 'customerEnded')],
    })
  })

  it('[GF3] names every region that moved', () => {
    const agent = agentAtWork()
    agent.when({ type: 'deactivated' })
    expect(agent.last).toMatchObject({ passed: [wayOf('agent', 'deactivated')] })
  })
})

describe('active states', () => {
  it('[GF5] are those of a state value with all that they are in', () => {
    expect(activeStates(everything, { both: { left: 'one', right: 'only' } })).toEqual([
      'everything',
      'everything.both',
      'everything.both.left',
      'everything.both.left.one',
      'everything.both.right',
      'everything.both.right.only',
    ])
    const { machine, snapshot } = takenChat()
    expect(activeStates(machine, snapshot.value)).toEqual([
      'chat',
      'chat.assigned',
      'chat.assigned.awaitingAgent',
    ])
  })

  it('[GF5] are those that the machine itself holds active', () => {
    fc.assert(
      fc.property(fc.constantFrom(queuedChat, takenChat, botChat, agentAtWork), (make) => {
        const { machine, snapshot } = make()
        const own = snapshot._nodes.map(({ id }) => id)
        expect(activeStates(machine, snapshot.value).toSorted()).toEqual(own.toSorted())
      }),
    )
  })
})

function wayOf(source: string, event: string): string {
  const graph = graphOf(machineOf(source.startsWith('chat') ? 'chat@2' : 'agent@1'))
  const found = graph.transitions.find((one) => one.source === source && one.event === event)
  return found?.id ?? ''
}
