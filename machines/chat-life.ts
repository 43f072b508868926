import type { ChatEvent, ChatInput, ChatLimits } from './chat-events.ts'
import { chatMachine } from './chat.ts'
import type { ChatContext } from './chat.ts'
import { chatStateOf, holderOf } from './chat-state.ts'
import type { ChatStateName } from './chat-state.ts'
import type { Decision } from './decision.ts'
import { Life } from './life.ts'
import type { Told } from './life.ts'

/** Every budget is another number, so that a story sees which one runs. */
export const LIMITS: ChatLimits = {
  queueMs: 300_000,
  offerMs: 30_000,
  responseMs: 120_000,
  idleMs: 600_000,
  forwardMs: 180_000,
  undoMs: 10_000,
  botMs: 20_000,
}

/** When stories begin: 2026-01-05 09:00 UTC, a Monday. */
export const NINE = 1_767_603_600_000

export const DECISION: Decision = {
  policy: 'leastBusy',
  reason: 'leastBusy',
  considered: [{ agentId: 'ann', inHand: 0, idleSince: NINE }],
  leftOut: [],
}

/** A customer's first message to Billing, whose overflow is Desk; no bot. */
export const WRITTEN: ChatInput = {
  at: NINE,
  by: 'customer:cleo',
  chatId: 'chat-1',
  customerId: 'cleo',
  channelId: 'web',
  line: { groupId: 'billing', overflowGroupId: 'desk', priority: 0, firstWaitingAt: null },
  botId: null,
  agentId: null,
  messageId: 'm1',
  sticky: null,
  continues: null,
  settingsVersion: 1,
  limits: LIMITS,
}

/** A chat's life; see `Life`. */
export class ChatLife extends Life<ChatEvent> {
  constructor(input: Partial<ChatInput> = {}) {
    super(chatMachine, { ...WRITTEN, ...input })
  }

  get state(): ChatStateName {
    return chatStateOf(this.snapshot.value)
  }

  get context(): ChatContext {
    return this.snapshot.context
  }

  get holder(): ReturnType<typeof holderOf> {
    return holderOf(this.state, this.context)
  }
}

/** The customer wrote, and there is no bot. */
export function queuedChat(input: Partial<ChatInput> = {}): ChatLife {
  return new ChatLife(input)
}

/** The customer wrote to Greeter, who owes an answer. */
export function botChat(input: Partial<ChatInput> = {}): ChatLife {
  return new ChatLife({ botId: 'greeter', ...input })
}

/** Ann took the chat and owes an answer. */
export function takenChat(input: Partial<ChatInput> = {}): ChatLife {
  return queuedChat(input).given(annTook)
}

/** Ann took the chat and answered. */
export function answeredChat(input: Partial<ChatInput> = {}): ChatLife {
  return takenChat(input).given(annWrote)
}

/** The chat is offered to Ann. */
export function offeredChat(input: Partial<ChatInput> = {}): ChatLife {
  return queuedChat(input).given(offeredToAnn)
}

export const annTook = {
  type: 'agentTook',
  agentId: 'ann',
  by: 'agent:ann',
} as const satisfies Told<ChatEvent>
export const annWrote = {
  type: 'agentWrote',
  agentId: 'ann',
  messageId: 'm2',
  by: 'agent:ann',
} as const satisfies Told<ChatEvent>
export const offeredToAnn = {
  type: 'offerMade',
  agentId: 'ann',
  decision: DECISION,
} as const satisfies Told<ChatEvent>
export const cleoWrote = {
  type: 'customerWrote',
  messageId: 'm3',
  by: 'customer:cleo',
} as const satisfies Told<ChatEvent>
export const annClosed = { type: 'agentClosed', by: 'agent:ann' } as const satisfies Told<ChatEvent>
export const forwardedToDesk = {
  type: 'forwarded',
  to: { kind: 'group', groupId: 'desk', overflowGroupId: null },
  noteId: null,
  by: 'agent:ann',
} as const satisfies Told<ChatEvent>
export const forwardedToBob = {
  type: 'forwarded',
  to: { kind: 'agent', agentId: 'bob' },
  noteId: null,
  by: 'agent:ann',
} as const satisfies Told<ChatEvent>
export const forwardedToBot = {
  type: 'forwarded',
  to: { kind: 'bot', botId: 'helper' },
  noteId: null,
  by: 'agent:ann',
} as const satisfies Told<ChatEvent>
