import type { AgentContext } from '#machines/agent'
import type { AgentEvent } from '#machines/agent-events'
import type { ChatContext } from '#machines/chat-context'
import type { ChatEvent, ReturnReason, WithdrawReason } from '#machines/chat-events'
import { delayNameOf } from '#machines/delay-name'
import { nextOfAgent, nextOfChat } from '#machines/next-events'
import { kindOf } from '#machines/replay'
import type { Replay } from '#machines/replay'
import { stateWords } from '#machines/state-words'
import type { WhatCouldBe, WhatIfField } from '#protocol/replay'

/** How long a hold or a wrap-up is, where nobody says. */
const USUAL_MS = 30 * 60_000

const RETURNS: readonly ReturnReason[] = ['agent', 'connectionLost', 'wentOffline', 'deactivated']
const WITHDRAWALS: readonly WithdrawReason[] = ['connectionLost', 'presenceChanged', 'deactivated']

const agent: WhatIfField = { name: 'agentId', kind: 'agent' }

/** What a viewer may choose of a chat's events; what is not here comes from customer, bot and host. */
function ofChats({
  botId,
}: ChatContext): Partial<Record<ChatEvent['type'], readonly WhatIfField[]>> {
  return {
    agentTook: [agent],
    agentTookOver: [agent],
    agentAssigned: [agent],
    offerMade: [agent],
    offerAccepted: [agent],
    offerDeclined: [agent],
    offerWithdrawn: [agent, choice('reason', WITHDRAWALS)],
    forwardDeclined: [agent],
    agentWrote: [agent],
    returnedToQueue: [choice('reason', RETURNS)],
    putOnHold: [{ name: 'forMs', kind: 'duration', end: 'until' }],
    forwarded: [{ name: 'to', kind: 'target', botId }],
    priorityChanged: [{ name: 'priority', kind: 'number' }],
    lineMoved: [{ name: 'groupId', kind: 'group' }],
  }
}

/** What a viewer may choose of an agent's events, with the chats that this agent has. */
function ofAgents({
  chats,
  offers,
}: AgentContext): Partial<Record<AgentEvent['type'], readonly WhatIfField[]>> {
  const kinds = ['keep', 'return', 'bot', 'close'] as const
  return {
    wentAway: [{ name: 'reason', kind: 'words' }],
    wentOffline: [
      {
        name: 'choice',
        kind: 'choice',
        choices: kinds.map((kind) => ({ name: kind, value: { kind } })),
      },
    ],
    chatGiven: [choice('as', ['chat', 'offer'])],
    offerBecameChat: [{ name: 'chatId', kind: 'chat', chats: offers }],
    chatLeft: [{ name: 'chatId', kind: 'chat', chats: [...chats, ...offers] }],
    wrapUpBegan: [{ name: 'forMs', kind: 'duration', end: null }],
    limitChanged: [{ name: 'limit', kind: 'number' }],
    settingsChanged: [{ name: 'graceMs', kind: 'duration', end: null }],
  }
}

/**
 * What could happen from here: every event that the states know, with what may be chosen of it and,
 * where a guard says no as it stands, that guard; and the delays that run.
 * @param viewerId who looks at it, for events that any agent may send.
 * @param groupIds the groups that there are.
 */
export function whatCouldBe(
  replay: Replay,
  viewerId: string,
  at: number,
  groupIds: readonly string[],
): WhatCouldBe {
  const { actor, snapshot, timers } = replay
  const isChat = kindOf(actor) === 'chat'
  const context: unknown = snapshot.context
  const ownGroupId = isChat ? (context as ChatContext).line.groupId : null
  const otherGroupId = groupIds.find((groupId) => groupId !== ownGroupId) ?? null
  const next = isChat ? nextOfChat(snapshot, viewerId, at) : nextOfAgent(snapshot, at)
  const fields: Partial<Record<string, readonly WhatIfField[]>> = isChat
    ? ofChats(context as ChatContext)
    : ofAgents(context as AgentContext)
  return {
    state: stateWords(snapshot.value),
    events: next.map(({ event: { at: _at, by: _by, ...event }, code }) => ({
      event: usual(event, at, otherGroupId),
      code,
      fields: [...(fields[event.type] ?? [])],
    })),
    delays: [...timers].map(([id, { armedAt }]) => ({
      id,
      name: delayNameOf(id) ?? id,
      armedAt,
      budgetMs: replay.budgetOf(id),
    })),
  }
}

/** A sample's group or stretch of time is any; a form begins with one that people would choose. */
function usual<E extends { type: string }>(event: E, at: number, otherGroupId: string | null): E {
  if (event.type === 'lineMoved' && otherGroupId !== null) {
    return { ...event, groupId: otherGroupId }
  }
  if (!('forMs' in event)) return event
  return { ...event, forMs: USUAL_MS, ...('until' in event && { until: at + USUAL_MS }) }
}

function choice(name: string, names: readonly string[]): WhatIfField {
  return { name, kind: 'choice', choices: names.map((one) => ({ name: one, value: one })) }
}
