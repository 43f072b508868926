import { kindOf } from '#machines/replay'
import type { Machines } from '#machines/versions'
import { ReplayedAgent } from './replayed-agent.ts'
import { ReplayedChat } from './replayed-chat.ts'

/** An actor that is to be made again from its journal, by its name. */
export function replayed(actor: string, machines?: Machines): ReplayedChat | ReplayedAgent {
  return kindOf(actor) === 'chat'
    ? new ReplayedChat(actor, machines)
    : new ReplayedAgent(actor, machines)
}
