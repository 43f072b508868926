import type { AnyStateMachine } from 'xstate'
import { agentMachine } from './agent.ts'
import { chatMachine } from './chat.ts'
import type { PlainSnapshot } from './step.ts'

export type ActorKind = 'chat' | 'agent'

/** The version of XState that takes the steps; it stands in the journal beside each. */
export const XSTATE_VERSION = '5.33.3'

/** The machine that new actors of a kind are born with. */
export const CURRENT: Record<ActorKind, string> = { chat: 'chat@1', agent: 'agent@1' }

const machines = new Map<string, AnyStateMachine>([
  ['chat@1', chatMachine],
  ['agent@1', agentMachine],
])

/** The names of all released versions. */
export const RELEASED: readonly string[] = [...machines.keys()]

/** Every released version by its name (`chat@1`). Throws for a version that nobody released. */
export function machineOf(version: string): AnyStateMachine {
  const machine = machines.get(version)
  if (machine === undefined) throw new Error(`No machine ${version}`)
  return machine
}

export function knowsMachine(version: string): boolean {
  return machines.has(version)
}

/** What contexts of a version have by now that snapshots of it may lack: they were taken before. */
const ADDED: Record<string, Record<string, unknown>> = {
  'agent@1': { wrapUps: [], wrapUpLeftMs: 0 },
}

/** A stored snapshot with all that its version has. */
export function completed(version: string, plain: PlainSnapshot): PlainSnapshot {
  const added = ADDED[version]
  if (added === undefined || typeof plain.context !== 'object') return plain
  return { ...plain, context: { ...added, ...plain.context } }
}
