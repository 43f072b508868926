import type { AnyStateMachine } from 'xstate'
import { agentMachine } from './agent.ts'
import { chatMachine } from './chat.ts'

export type ActorKind = 'chat' | 'agent'

/** The version of XState that takes the steps; it stands in the journal beside each. */
export const XSTATE_VERSION = '5.33.3'

/** The machine that new actors of a kind are born with. */
export const CURRENT: Record<ActorKind, string> = { chat: 'chat@1', agent: 'agent@1' }

const machines = new Map<string, AnyStateMachine>([
  ['chat@1', chatMachine],
  ['agent@1', agentMachine],
])

/** Every released version by its name (`chat@1`). Throws for a version that nobody released. */
export function machineOf(version: string): AnyStateMachine {
  const machine = machines.get(version)
  if (machine === undefined) throw new Error(`No machine ${version}`)
  return machine
}

export function knowsMachine(version: string): boolean {
  return machines.has(version)
}
