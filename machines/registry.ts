import type { AnyStateMachine } from 'xstate'
import { agentMachine } from './agent.ts'
import { chatMachine } from './chat.ts'
import { firstChat } from './released/chat-1.ts'
import { Machines } from './versions.ts'

export type { ActorKind } from './versions.ts'

/** The version of XState that takes the steps; it stands in the journal beside each. */
export const XSTATE_VERSION = '5.33.3'

/**
 * Every released version of each machine. A changed chart is a new one, with a migration from the one before, which
 * stays as long as journals of it are to be replayed.
 */
export const MACHINES = new Machines([
  { name: 'chat@1', machine: firstChat },
  {
    name: 'chat@2',
    machine: chatMachine,
    migration: {
      // Nobody who is blocked had an open chat, and no bot counted what it did not know.
      snapshot: (before) => ({
        ...before,
        context: Object.assign({ botMisses: 0 }, before.context),
      }),
    },
  },
  { name: 'agent@1', machine: agentMachine, added: { wrapUps: [], wrapUpLeftMs: 0 } },
])

/** The names of all released versions. */
export const RELEASED: readonly string[] = MACHINES.names

/** Every released version by its name (`chat@1`). Throws for a version that nobody released. */
export function machineOf(version: string): AnyStateMachine {
  return MACHINES.of(version)
}
