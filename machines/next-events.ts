import type { AnyMachineSnapshot } from 'xstate'
import type { AgentContext } from './agent.ts'
import type { AgentEvent } from './agent-events.ts'
import type { ChatContext } from './chat-context.ts'
import type { ChatEvent } from './chat-events.ts'
import { NOT_NOW } from './explain-refusal.ts'
import { agentSample, chatSample } from './sample-events.ts'
import type { SampleEvent } from './sample-events.ts'
import { step } from './step.ts'
import type { MachineEvent } from './step.ts'

/** An event that the states of this moment know, and what would come of it. */
export interface NextEvent {
  event: MachineEvent
  /** Why not: the name of the guard that says no; null where it would be taken. */
  code: string | null
  /** The transitions that it would take, by their ids. */
  transitions: string[]
}

/** Why the machine would not take an event now; null where it would. The actor itself is untouched. */
export function whyNot(
  snapshot: AnyMachineSnapshot,
  event: SampleEvent,
  at: number,
): string | null {
  const result = step(snapshot.machine, snapshot, { ...event, at, by: 'system' })
  return result.taken ? null : result.code
}

/**
 * What can happen next to a chat, in the order of its chart: every event that its states know, as
 * whoever it concerns would send it, and for each why not where a guard says no. Delays are none of
 * it: they come by themselves.
 * @param agentId who looks at it, for events that any agent may send.
 */
export function nextOfChat(snapshot: AnyMachineSnapshot, agentId: string, at: number): NextEvent[] {
  const context: unknown = snapshot.context
  const chat = context as ChatContext
  const { agentId: holder, forward } = chat
  const target = forward?.to.kind === 'agent' ? forward.to.agentId : null
  const senders = [holder, target, agentId].filter((one) => one !== null)
  return knownTypes(snapshot).map((type) =>
    nextOf(
      snapshot,
      senders.map((sender) => chatSample(type as ChatEvent['type'], chat, sender)),
      at,
    ),
  )
}

/** What can happen next to an agent. */
export function nextOfAgent(snapshot: AnyMachineSnapshot, at: number): NextEvent[] {
  const context: unknown = snapshot.context
  return knownTypes(snapshot).map((type) =>
    nextOf(snapshot, [agentSample(type as AgentEvent['type'], context as AgentContext)], at),
  )
}

/** The first that is taken, else the last that is not. */
function nextOf(snapshot: AnyMachineSnapshot, samples: SampleEvent[], at: number): NextEvent {
  let last: NextEvent | null = null
  for (const sample of samples) {
    const event: MachineEvent = { ...sample, at, by: 'system' }
    const result = step(snapshot.machine, snapshot, event)
    if (result.taken) return { event, code: null, transitions: result.passed }
    last = { event, code: result.code, transitions: [] }
  }
  return last ?? { event: { type: '', at, by: 'system' }, code: NOT_NOW, transitions: [] }
}

/** The types of the events that active states name, the innermost state's first. */
function knownTypes(snapshot: AnyMachineSnapshot): string[] {
  const inwards = [...snapshot._nodes].sort((a, b) => b.path.length - a.path.length)
  const types = inwards.flatMap((node) => node.ownEvents)
  return [...new Set(types)].filter((type) => !type.startsWith('xstate.') && type !== '')
}
