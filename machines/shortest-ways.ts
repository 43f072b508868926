import { getShortestPaths } from 'xstate/graph'
import type { AnyMachineSnapshot } from 'xstate'
import { agentKey, agentTries } from './agent-situations.ts'
import { HIRED } from './agent-life.ts'
import { CHAT_BIRTHS, chatKey, chatTries } from './chat-situations.ts'
import { WRITTEN } from './chat-life.ts'
import { MACHINES } from './registry.ts'
import { isIn, stateWords } from './state-words.ts'
import { birth, step } from './step.ts'
import type { MachineEvent } from './step.ts'
import type { ActorKind } from './versions.ts'

/** How an actor can get somewhere: from its birth, step by step. */
export interface Way {
  /** The input of its birth. */
  born: object
  steps: WayStep[]
}

export interface WayStep {
  event: MachineEvent
  /** The state that it leads to, in words. */
  state: string
}

/** What each kind of actor can be born with, and what can happen to it. */
const EXPLORED = {
  chat: {
    births: CHAT_BIRTHS.map((more) => ({ ...WRITTEN, ...more })),
    tries: chatTries,
    keyOf: chatKey,
  },
  agent: { births: [HIRED], tries: agentTries, keyOf: agentKey },
} as const

/** No chart has more situations: what is beyond is a counter in the context. */
const MOST = 2_000_000

/**
 * The shortest ways of an actor to a state, for each birth one by each transition that leads there,
 * the shortest first.
 * @param from a state that the way goes through, where one is given.
 */
export function shortestWays(kind: ActorKind, to: string, from: string | null = null): Way[] {
  const { births } = EXPLORED[kind]
  const ways = births.flatMap((born) => {
    const first = birth(MACHINES.of(MACHINES.current(kind)), born).snapshot
    if (from === null) return waysFrom(kind, first, to).map((steps) => ({ born, steps }))
    const begin = waysFrom(kind, first, from).slice(0, 1)
    return begin.flatMap((before) => {
      const start = before.at(-1)?.snapshot ?? first
      return waysFrom(kind, start, to).map((after) => ({ born, steps: [...before, ...after] }))
    })
  })
  return ways
    .filter(({ steps }) => steps.length > 0)
    .sort((a, b) => a.steps.length - b.steps.length)
    .map(({ born, steps }) => ({
      born,
      steps: steps.map(({ event, snapshot }) => ({ event, state: stateWords(snapshot.value) })),
    }))
}

interface Step {
  event: MachineEvent
  snapshot: AnyMachineSnapshot
  passed: string
}

/** Of all that lead to a state the shortest by each last transition, the shortest first. */
function waysFrom(kind: ActorKind, start: AnyMachineSnapshot, to: string): Step[][] {
  if (isIn(start.value, to)) return [[]]
  const { tries, keyOf } = EXPLORED[kind]
  const { machine } = start
  const paths = getShortestPaths(machine, {
    fromState: start,
    // Events that are refused lead nowhere.
    events: (snapshot: AnyMachineSnapshot) =>
      tries(snapshot).filter((event) => step(machine, snapshot, event).taken),
    serializeState: keyOf,
    toState: (snapshot: AnyMachineSnapshot) => isIn(snapshot.value, to),
    stopWhen: (snapshot: AnyMachineSnapshot) => isIn(snapshot.value, to),
    limit: MOST,
  })
  const shortest = new Map<string, Step[]>()
  for (const path of paths) {
    const way = path.steps.flatMap(({ event }) =>
      event.type.startsWith('xstate.init') ? [] : (event as MachineEvent),
    )
    const steps = walked(start, way)
    const last = steps.at(-1)
    if (last === undefined) continue
    const known = shortest.get(last.passed)
    if (known === undefined || known.length > steps.length) shortest.set(last.passed, steps)
  }
  return [...shortest.values()].sort((a, b) => a.length - b.length)
}

function walked(start: AnyMachineSnapshot, events: readonly MachineEvent[]): Step[] {
  let snapshot = start
  return events.flatMap((event) => {
    const result = step(start.machine, snapshot, event)
    if (!result.taken) return []
    snapshot = result.snapshot
    return { event, snapshot, passed: result.passed.join() }
  })
}
