import type { By } from './actor-ref.ts'
import type { ChatInput, ChatLimits, CloseReason, ForwardTarget, Line } from './chat-events.ts'

/** JSON without undefined; no word that anybody wrote is ever in it, only ids. */
export interface ChatContext {
  chatId: string
  customerId: string
  channelId: string
  line: Line
  botId: string | null
  /** Who has the chat, or to whom it is offered. */
  agentId: string | null
  /** Agents who let this chat go; passed over while anyone else accepts. An answer clears it. */
  passedOver: string[]
  /** Under way to someone, with the line it came from. */
  forward: { to: ForwardTarget; by: By; from: Line } | null
  sticky: { agentId: string; until: number } | null
  continues: string | null
  /**
   * Since when the customer waits for a person's answer: their oldest unanswered message, or the
   * return, the forward or the hold that left them waiting. Null where a person answered last.
   */
  unansweredSince: number | null
  /** The message that an answer of the bot must refer to. */
  lastCustomerMessageId: string | null
  /** Whether a person ever answered in this chat. */
  answered: boolean
  /** Whether the bot that has the floor answered already. */
  botAnswered: boolean
  /** How often in a row the bot that has the floor knew no answer. */
  botMisses: number
  leftMessage: boolean
  customerPresent: boolean
  hold: { until: number; forMs: number } | null
  closed: { by: By; reason: CloseReason } | null
  /** While closing: where the chat goes on if closing is undone. */
  closingFrom: ClosingFrom | null
  /**
   * The block of the customer: in `blocked` the one that ended the chat, before that the one that
   * holds. While one holds, only the bot serves the customer.
   */
  blockId: string | null
  settingsVersion: number
  limits: ChatLimits
}

export type ClosingFrom =
  | 'bot.answering'
  | 'bot.listening'
  | 'queued'
  | 'forwarded'
  | 'assigned'
  | 'onHold'

/** What a chat knows when it is born; only a chat that the bot gets first does not wait yet. */
export function contextAtBirth(input: ChatInput): ChatContext {
  const startsWithBot = input.botId !== null && input.agentId === null
  const startsInLine = input.botId === null && input.agentId === null
  return {
    chatId: input.chatId,
    customerId: input.customerId,
    channelId: input.channelId,
    line: {
      ...input.line,
      firstWaitingAt: startsWithBot ? null : (input.line.firstWaitingAt ?? input.at),
    },
    botId: input.botId,
    agentId: input.agentId,
    passedOver: [],
    forward: null,
    sticky: input.sticky,
    continues: input.continues,
    unansweredSince: input.messageId !== null || startsInLine ? input.at : null,
    lastCustomerMessageId: input.messageId,
    answered: false,
    botAnswered: false,
    botMisses: 0,
    leftMessage: false,
    // Whoever writes is here; of whom an agent opens a chat for, nothing is known.
    customerPresent: input.messageId !== null,
    hold: null,
    closed: null,
    closingFrom: null,
    blockId: input.blockId ?? null,
    settingsVersion: input.settingsVersion,
    limits: input.limits,
  }
}
