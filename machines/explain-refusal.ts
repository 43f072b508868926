import type { AnyEventObject, AnyMachineSnapshot, AnyStateMachine } from 'xstate'

/** The code for an event that no active state knows. */
export const NOT_NOW = 'notNow'

/**
 * Why a snapshot does not take an event: the name of the guard that said no, deepest state first,
 * or `notNow` where no active state knows the event. Of several ways that a state has for an event
 * the last one is the widest: its guard is the reason.
 */
export function explainRefusal(
  machine: AnyStateMachine,
  snapshot: AnyMachineSnapshot,
  event: AnyEventObject,
): string {
  const deepestFirst = [...snapshot._nodes].sort((a, b) => b.path.length - a.path.length)
  for (const node of deepestFirst) {
    for (const candidate of (node.transitions.get(event.type) ?? []).toReversed()) {
      const name = guardName(candidate.guard)
      if (name !== null && !passes(machine, name, snapshot, event)) return name
    }
  }
  return NOT_NOW
}

function passes(
  machine: AnyStateMachine,
  name: string,
  snapshot: AnyMachineSnapshot,
  event: AnyEventObject,
): boolean {
  const guard: unknown = machine.implementations.guards[name]
  if (typeof guard !== 'function') return false
  return guard({ context: snapshot.context, event }, undefined) === true
}

function guardName(guard: unknown): string | null {
  if (typeof guard === 'string') return guard
  if (typeof guard === 'object' && guard !== null && 'type' in guard) {
    return typeof guard.type === 'string' ? guard.type : null
  }
  return null
}
