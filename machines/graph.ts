import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { delayNameOf } from './delay-name.ts'

/** A chart as data: what can be drawn, listed and counted. Made from the machine itself. */
export interface MachineGraph {
  /** The machine's version: `chat@1`. */
  machine: string
  /** The state that all others are in. */
  root: string
  /** From the outside in, each parent before its children, in the order of the chart. */
  states: GraphState[]
  /** By their source, in the order in which the chart tries them. */
  transitions: GraphTransition[]
}

export interface GraphState {
  /** `chat.assigned.onHold` */
  id: string
  key: string
  type: 'atomic' | 'compound' | 'parallel' | 'final' | 'history'
  /** Null of the root. */
  parent: string | null
  /** The child that a compound state is entered by; null of all others. */
  initial: string | null
  description: string | null
  /** Names of the actions of entering and leaving. */
  entry: string[]
  exit: string[]
}

export interface GraphTransition {
  /** `<source>#<n>`: the n-th of its source, the same for ever in a released version. */
  id: string
  source: string
  /** What it stays for: an event, a delay that runs out, a condition, or a part that is done. */
  kind: 'event' | 'delay' | 'always' | 'done'
  /** The event's type; null of what is no event from outside. */
  event: string | null
  /** The delay's name, or its milliseconds; null of what is no delay. */
  delay: string | null
  /** The condition as it is read: `isA and not isB`; null where there is none. */
  guard: string | null
  /** The names of all guards in it. */
  guards: string[]
  /** Where it leads; nowhere else than where one is, where it is empty. */
  targets: string[]
  actions: string[]
  /** Whether its source is left and entered again although the target is inside it. */
  reenter: boolean
}

/** The graph form of a machine, by walking the machine's own definition. */
export function graphOf(machine: AnyStateMachine): MachineGraph {
  const nodes = withInner(machine.root)
  return {
    machine: `${machine.id}@${machine.version ?? ''}`,
    root: machine.root.id,
    states: nodes.map(toState),
    transitions: nodes.flatMap((node) =>
      transitionsOf(node).map((transition, index) => toTransition(node, transition, index)),
    ),
  }
}

/** By transition, as the machine itself holds it: its id in the graph. */
export type TransitionIds = ReadonlyMap<AnyTransitionDefinition, string>

const idsOfMachines = new WeakMap<AnyStateMachine, TransitionIds>()

/** The ids of a machine's transitions, made once. */
export function transitionIdsOf(machine: AnyStateMachine): TransitionIds {
  const known = idsOfMachines.get(machine)
  if (known !== undefined) return known
  const ids = new Map(
    withInner(machine.root).flatMap((node) =>
      transitionsOf(node).map((transition, index) => [transition, idOf(node, index)] as const),
    ),
  )
  idsOfMachines.set(machine, ids)
  return ids
}

/** All states that are active with a state value, from the outside in. */
export function activeStates(machine: AnyStateMachine, value: unknown): string[] {
  const active: string[] = []
  const enter = (node: AnyStateNode, inside: unknown): void => {
    active.push(node.id)
    if (typeof inside === 'string') {
      const child = node.states[inside]
      if (child !== undefined) active.push(child.id)
      return
    }
    for (const [key, deeper] of Object.entries(inside ?? {})) {
      const child = node.states[key]
      if (child !== undefined) enter(child, deeper)
    }
  }
  enter(machine.root, value)
  return active
}

function withInner(node: AnyStateNode): AnyStateNode[] {
  return [node, ...Object.values(node.states).flatMap(withInner)]
}

function transitionsOf(node: AnyStateNode): AnyTransitionDefinition[] {
  return [...node.transitions.values(), node.always ?? []].flat()
}

function idOf(node: AnyStateNode, index: number): string {
  return `${node.id}#${index}`
}

function toState(node: AnyStateNode): GraphState {
  const [initial] = node.type === 'compound' ? (node.initial.target ?? []) : []
  return {
    id: node.id,
    key: node.key,
    type: node.type,
    parent: node.parent?.id ?? null,
    initial: initial?.id ?? null,
    description: node.description ?? null,
    entry: namesOf(node.entry),
    exit: namesOf(node.exit),
  }
}

function toTransition(
  node: AnyStateNode,
  transition: AnyTransitionDefinition,
  index: number,
): GraphTransition {
  const { eventType, guard, target, actions, reenter } = transition
  const delay = delayNameOf(eventType)
  const kind = kindOf(eventType, delay)
  return {
    id: idOf(node, index),
    source: node.id,
    kind,
    event: kind === 'event' ? eventType : null,
    delay,
    guard: readGuard(guard),
    guards: guardNames(guard),
    targets: (target ?? []).map(({ id }) => id),
    actions: namesOf(actions),
    reenter,
  }
}

function kindOf(eventType: string, delay: string | null): GraphTransition['kind'] {
  if (eventType === '') return 'always'
  if (delay !== null) return 'delay'
  return eventType.startsWith('xstate.done.') ? 'done' : 'event'
}

/** XState's own part of every `after` is none of the chart's actions. */
function namesOf(actions: readonly unknown[]): string[] {
  return actions.flatMap((action) => {
    const name = nameOf(action)
    return name === null || name.startsWith('xstate.') ? [] : [name]
  })
}

function readGuard(guard: unknown): string | null {
  if (guard === undefined) return null
  if (!isCombined(guard)) return nameOf(guard) ?? 'unnamed'
  const inner = guard.guards.map((part) => bracketed(part))
  if (guard.name === 'not') return `not ${inner.join()}`
  return inner.join(` ${guard.name} `)
}

function bracketed(guard: unknown): string {
  const read = readGuard(guard) ?? ''
  return isCombined(guard) && guard.guards.length > 1 ? `(${read})` : read
}

function guardNames(guard: unknown): string[] {
  if (isCombined(guard)) return guard.guards.flatMap(guardNames)
  const name = nameOf(guard)
  return name === null ? [] : [name]
}

/** `and`, `or` and `not` are functions that hold the guards which they combine. */
function isCombined(guard: unknown): guard is { name: string; guards: readonly unknown[] } {
  return typeof guard === 'function' && 'guards' in guard && Array.isArray(guard.guards)
}

function nameOf(part: unknown): string | null {
  if (typeof part === 'string') return part
  const isNamed = typeof part === 'object' || typeof part === 'function'
  if (!isNamed || part === null || !('type' in part)) return null
  return typeof part.type === 'string' ? part.type : null
}
