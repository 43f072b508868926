import type { AnyMachineSnapshot } from 'xstate'
import type { ChatContext } from './chat-context.ts'
import type { ChatEvent, ChatInput } from './chat-events.ts'
import { DECISION, LIMITS, NINE, WRITTEN } from './chat-life.ts'
import { delaysIn } from './versions.ts'
import type { Told } from './life.ts'
import type { MachineEvent } from './step.ts'

/* What a chat's chart is explored with: every way to begin, samples of every event, every delay. */

/** Who can send an event. */
export type Sender = 'customer' | 'agent' | 'supervisor' | 'host'

const toDesk = { kind: 'group', groupId: 'desk', overflowGroupId: null } as const
const later = NINE + 60_000

/** Samples of every event there is, with who can send it at any time that the chart takes it. */
export const CHAT_SAMPLES: Record<ChatEvent['type'], { by: Sender; events: Told<ChatEvent>[] }> = {
  customerWrote: { by: 'customer', events: [{ type: 'customerWrote', messageId: 'm2' }] },
  customerEnded: { by: 'customer', events: [{ type: 'customerEnded' }] },
  customerLeft: { by: 'host', events: [{ type: 'customerLeft' }] },
  customerReturned: { by: 'host', events: [{ type: 'customerReturned' }] },
  customerBlocked: { by: 'supervisor', events: [{ type: 'customerBlocked', blockId: 'b1' }] },
  customerUnblocked: { by: 'supervisor', events: [{ type: 'customerUnblocked' }] },
  messageLeft: { by: 'customer', events: [{ type: 'messageLeft' }] },
  personRequested: { by: 'customer', events: [{ type: 'personRequested' }] },
  botRequested: { by: 'customer', events: [{ type: 'botRequested', botId: 'greeter' }] },
  botWrote: {
    by: 'host',
    events: [null, 'm1', 'm2'].map((answers) => ({ type: 'botWrote', messageId: 'b1', answers })),
  },
  botFailed: {
    by: 'host',
    events: ['m1', 'm2'].map((answers) => ({ type: 'botFailed', answers, reason: 'nonsense' })),
  },
  botHandedOver: {
    by: 'host',
    events: [
      { type: 'botHandedOver', answers: 'm1' },
      {
        type: 'botHandedOver',
        answers: 'm2',
        line: { groupId: 'desk', overflowGroupId: null, priority: 1, firstWaitingAt: null },
      },
    ],
  },
  botTook: { by: 'host', events: [{ type: 'botTook' }] },
  agentTook: {
    by: 'agent',
    events: ['ann', 'bob'].map((agentId) => ({ type: 'agentTook', agentId })),
  },
  agentTookOver: {
    by: 'supervisor',
    events: ['ann', 'bob'].map((agentId) => ({ type: 'agentTookOver', agentId })),
  },
  agentAssigned: {
    by: 'host',
    events: ['ann', 'bob'].map((agentId) => ({
      type: 'agentAssigned',
      agentId,
      decision: DECISION,
    })),
  },
  offerMade: {
    by: 'host',
    events: ['ann', 'bob'].map((agentId) => ({ type: 'offerMade', agentId, decision: DECISION })),
  },
  offerAccepted: {
    by: 'agent',
    events: ['ann', 'bob'].map((agentId) => ({ type: 'offerAccepted', agentId })),
  },
  offerDeclined: {
    by: 'agent',
    events: ['ann', 'bob'].map((agentId) => ({ type: 'offerDeclined', agentId })),
  },
  offerWithdrawn: {
    by: 'host',
    events: ['ann', 'bob'].map((agentId) => ({
      type: 'offerWithdrawn',
      agentId,
      reason: 'connectionLost',
    })),
  },
  agentWrote: {
    by: 'agent',
    events: ['ann', 'bob'].map((agentId) => ({ type: 'agentWrote', agentId, messageId: 'm9' })),
  },
  putOnHold: { by: 'agent', events: [{ type: 'putOnHold', until: later, forMs: 60_000 }] },
  holdEnded: { by: 'agent', events: [{ type: 'holdEnded' }] },
  returnedToQueue: {
    by: 'agent',
    events: [
      { type: 'returnedToQueue', reason: 'agent' },
      { type: 'returnedToQueue', reason: 'connectionLost' },
    ],
  },
  forwarded: {
    by: 'agent',
    events: [
      { type: 'forwarded', to: toDesk, noteId: null },
      { type: 'forwarded', to: { kind: 'agent', agentId: 'ann' }, noteId: null },
      { type: 'forwarded', to: { kind: 'agent', agentId: 'bob' }, noteId: 'n1' },
      { type: 'forwarded', to: { kind: 'bot', botId: 'helper' }, noteId: null },
    ],
  },
  forwardDeclined: {
    by: 'agent',
    events: ['ann', 'bob'].map((agentId) => ({ type: 'forwardDeclined', agentId })),
  },
  agentClosed: { by: 'agent', events: [{ type: 'agentClosed' }] },
  closeUndone: { by: 'agent', events: [{ type: 'closeUndone' }] },
  priorityChanged: { by: 'supervisor', events: [{ type: 'priorityChanged', priority: 2 }] },
  lineMoved: {
    by: 'host',
    events: [
      { type: 'lineMoved', groupId: 'sales', overflowGroupId: null },
      { type: 'lineMoved', fromGroupId: 'billing', groupId: 'sales', overflowGroupId: 'desk' },
    ],
  },
  settingsChanged: {
    by: 'host',
    events: [{ type: 'settingsChanged', version: 2, limits: LIMITS }],
  },
}

export const CHAT_BIRTHS: Partial<ChatInput>[] = [
  {},
  { botId: 'greeter', sticky: { agentId: 'ann', until: later } },
  { botId: 'greeter', blockId: 'b0' },
  { agentId: 'ann', messageId: null, line: { ...WRITTEN.line, overflowGroupId: null } },
]

const stamped = Object.values(CHAT_SAMPLES).flatMap(({ events }) =>
  events.map((event): MachineEvent => ({ by: 'system', at: NINE + 5_000, ...event })),
)

/** Everything that could happen in a snapshot, whether it is taken or not. */
export function chatTries(snapshot: AnyMachineSnapshot): MachineEvent[] {
  const delays = delaysIn(snapshot).map((type) => ({
    type,
    at: NINE + 5_000,
    by: 'timer' as const,
  }))
  return [...stamped, ...delays]
}

/** What decides what may happen next; times and counters only whether there are any. */
export function chatKey({ value, ...snapshot }: AnyMachineSnapshot): string {
  const context: ChatContext = snapshot.context
  return JSON.stringify([
    value,
    context.agentId,
    context.botId,
    context.forward && [context.forward.to, context.forward.from.groupId],
    context.hold !== null,
    context.unansweredSince !== null,
    context.lastCustomerMessageId,
    context.line.groupId,
    context.line.overflowGroupId,
    context.leftMessage,
    context.customerPresent,
    context.closed?.reason,
    context.closingFrom,
    context.blockId,
  ])
}
