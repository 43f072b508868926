import type { AgentContext } from './agent.ts'
import type { AgentEvent } from './agent-events.ts'
import type { ChatContext } from './chat-context.ts'
import type { ChatEvent } from './chat-events.ts'
import type { Stamp } from './actor-ref.ts'
import type { Decision } from './decision.ts'

const NO_DECISION: Decision = { policy: 'byHand', reason: 'onlyOne', considered: [], leftOut: [] }

type Unstamped<E> = E extends Stamp ? Omit<E, keyof Stamp> : never
export type SampleEvent = Unstamped<ChatEvent> | Unstamped<AgentEvent>

/*
 * What would be sent now, if somebody sent it: each event there is with what it would carry, so that
 * the charts themselves say whether they would take it. The ids in it stand for any.
 */

/** For a chat, as the agent `agentId` would send it, and what comes from customer, bot and host. */
export function chatSample(
  type: ChatEvent['type'],
  context: ChatContext,
  agentId: string,
): Unstamped<ChatEvent> {
  const answers = context.lastCustomerMessageId
  const { groupId } = context.line
  switch (type) {
    case 'customerWrote':
      return { type, messageId: '' }
    case 'customerBlocked':
      return { type, blockId: '' }
    case 'botWrote':
      return { type, messageId: '', answers }
    case 'botHandedOver':
      return { type, answers }
    case 'botFailed':
      return { type, answers, reason: 'unreachable' }
    case 'botRequested':
      return { type, botId: context.botId ?? '' }
    case 'agentTook':
    case 'agentTookOver':
    case 'offerAccepted':
    case 'offerDeclined':
    case 'forwardDeclined':
      return { type, agentId }
    case 'agentAssigned':
    case 'offerMade':
      return { type, agentId, decision: NO_DECISION }
    case 'offerWithdrawn':
      return { type, agentId, reason: 'presenceChanged' }
    case 'agentWrote':
      return { type, agentId, messageId: '' }
    case 'putOnHold':
      return { type, until: 1, forMs: 1 }
    case 'returnedToQueue':
      return { type, reason: 'agent' }
    case 'forwarded':
      return { type, to: { kind: 'group', groupId, overflowGroupId: null }, noteId: null }
    case 'priorityChanged':
      return { type, priority: context.line.priority + 1 }
    case 'lineMoved':
      return { type, groupId: `${groupId}+`, overflowGroupId: null }
    case 'settingsChanged':
      return { type, version: context.settingsVersion + 1, limits: context.limits }
    case 'customerEnded':
    case 'customerLeft':
    case 'customerReturned':
    case 'customerUnblocked':
    case 'messageLeft':
    case 'personRequested':
    case 'botTook':
    case 'holdEnded':
    case 'agentClosed':
    case 'closeUndone':
      return { type }
  }
}

/** For an agent; of chats the first in hand or offered, where the event names one. */
export function agentSample(
  type: AgentEvent['type'],
  context: AgentContext,
): Unstamped<AgentEvent> {
  switch (type) {
    case 'wentAway':
      return { type, reason: '' }
    case 'wentOffline':
      return { type, choice: { kind: 'keep' } }
    case 'chatGiven':
      return { type, chatId: '', as: 'chat' }
    case 'offerBecameChat':
      return { type, chatId: context.offers[0] ?? '' }
    case 'chatLeft':
      return { type, chatId: context.chats[0] ?? context.offers[0] ?? '' }
    case 'wrapUpBegan':
      return { type, chatId: '', forMs: 1 }
    case 'limitChanged':
      return { type, limit: context.limit + 1 }
    case 'settingsChanged':
      return { type, version: context.settingsVersion + 1, graceMs: context.graceMs }
    case 'wentOnline':
    case 'socketOpened':
    case 'socketClosed':
    case 'offerMissed':
    case 'wrapUpEnded':
    case 'deactivated':
    case 'reactivated':
      return { type }
  }
}
