import { inHand } from './agent.ts'
import type { AgentContext, AgentStateValue } from './agent.ts'

/** How an agent spent a span of time in which nothing happened to it. Times in milliseconds. */
export interface PresenceTime {
  onlineMs: number
  awayMs: number
  /** Online or away with something in hand: chats, offers, or wrapping up. */
  busyMs: number
  /** With something to wrap up. */
  wrapUpMs: number
  /** The time of each chat in hand, added up: over busy time, how many at once. */
  chatMs: number
}

/** Whoever is offline, or has no socket for longer than the grace, is not at work. */
export function presenceTime(
  { value, context }: { value: AgentStateValue; context: AgentContext },
  ms: number,
): PresenceTime {
  const atWork = value.connection !== 'gone' && value.presence !== 'offline'
  return {
    onlineMs: atWork && value.presence === 'online' ? ms : 0,
    awayMs: atWork && value.presence === 'away' ? ms : 0,
    busyMs: atWork && inHand(context) > 0 ? ms : 0,
    wrapUpMs: atWork && context.wrapUps.length > 0 ? ms : 0,
    chatMs: atWork ? context.chats.length * ms : 0,
  }
}
