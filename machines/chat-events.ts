import type { Stamp } from './actor-ref.ts'
import type { Decision } from './decision.ts'

/** Budgets of time in milliseconds, all above 0. The host turns them into deadlines. */
export interface ChatLimits {
  /** Waiting in a line, before the overflow group or the offer to leave a message. */
  queueMs: number
  /** An offer that nobody answered; by the clock. */
  offerMs: number
  /** An unanswered customer's message of an assigned chat. */
  responseMs: number
  /** A customer's silence after a person's or the bot's answer. */
  idleMs: number
  /** Forwarded and not taken yet. */
  forwardMs: number
  /** How long closing can be undone; by the clock. */
  undoMs: number
  /** A bot that does not answer; by the clock. */
  botMs: number
}

/** A chat's place: order in a line is (priority, first waiting time, chat id). */
export interface Line {
  groupId: string
  /** Where the queue limit sends the chat, if the group says so. */
  overflowGroupId: string | null
  /** Higher goes first. */
  priority: number
  /** When the chat first waited for a person; kept through returns and forwards. */
  firstWaitingAt: number | null
}

export type ForwardTarget =
  | { kind: 'group'; groupId: string; overflowGroupId: string | null }
  | { kind: 'agent'; agentId: string }
  | { kind: 'bot'; botId: string }

/** A group's place in lines is taken by another one, or its overflow group changed. */
export interface LineMove {
  /** The group that is replaced; without it, the group in whose line the chat is. */
  fromGroupId?: string
  groupId: string
  overflowGroupId: string | null
}

export type ReturnReason = 'agent' | 'connectionLost' | 'wentOffline' | 'deactivated'

export type CloseReason = 'solved' | 'endedByCustomer' | 'abandoned' | 'idle'

/** Why a bot cannot answer: nothing came back, what came back was no answer, or it is left to rest. */
export type BotFailure = 'unreachable' | 'nonsense' | 'resting'

/** Why an offer was taken back without being answered: it is not counted as missed. */
export type WithdrawReason = 'connectionLost' | 'presenceChanged' | 'deactivated'

export type ChatEvent = Stamp &
  (
    | { type: 'customerWrote'; messageId: string }
    | { type: 'customerEnded' }
    | { type: 'customerLeft' }
    | { type: 'customerReturned' }
    | { type: 'customerBlocked'; blockId: string }
    | { type: 'customerUnblocked' }
    | { type: 'messageLeft' }
    | { type: 'personRequested' }
    | { type: 'botRequested'; botId: string }
    | { type: 'botWrote'; messageId: string; answers: string | null; missed?: true }
    | {
        type: 'botHandedOver'
        answers: string | null
        line?: Line
        /** Names what the bot said with it, and what the chat is about. */
        handoverId?: string
        subjectId?: string
      }
    | { type: 'botFailed'; answers: string | null; reason: BotFailure }
    | { type: 'botTook' }
    | { type: 'agentTook'; agentId: string }
    | { type: 'agentTookOver'; agentId: string }
    | { type: 'agentAssigned'; agentId: string; decision: Decision }
    | { type: 'offerMade'; agentId: string; decision: Decision }
    | { type: 'offerAccepted'; agentId: string }
    | { type: 'offerDeclined'; agentId: string }
    | { type: 'offerWithdrawn'; agentId: string; reason: WithdrawReason }
    | { type: 'agentWrote'; agentId: string; messageId: string }
    | { type: 'putOnHold'; until: number; forMs: number }
    | { type: 'holdEnded' }
    | { type: 'returnedToQueue'; reason: ReturnReason }
    | { type: 'forwarded'; to: ForwardTarget; noteId: string | null }
    | { type: 'forwardDeclined'; agentId: string }
    | { type: 'agentClosed' }
    | { type: 'closeUndone' }
    | { type: 'priorityChanged'; priority: number }
    | ({ type: 'lineMoved' } & LineMove)
    | { type: 'settingsChanged'; version: number; limits: ChatLimits }
  )

/** A chat's birth; there is no event for it. */
export interface ChatInput extends Stamp {
  chatId: string
  customerId: string
  channelId: string
  line: Line
  /** The bot that gets the customer first, if the channel names one. */
  botId: string | null
  /** The agent who continues a closed chat by this one; then nothing waits. */
  agentId: string | null
  /** The customer's first message; null where an agent opened the chat. */
  messageId: string | null
  /** The agent who is asked first, and until when (milliseconds since the epoch). */
  sticky: { agentId: string; until: number } | null
  /** The closed chat that this one goes on from. */
  continues: string | null
  /** The block that holds for the customer, whom only a bot serves then. Absent: none. */
  blockId?: string
  settingsVersion: number
  limits: ChatLimits
}

/** What a chat tells the world besides its state; the host carries it out after the turn. */
export type ChatEffect =
  | { type: 'tellCustomer'; params: CustomerNotice }
  | { type: 'tellStaff'; params: StaffNote }
  | { type: 'askBot'; params: { botId: string; answers: string | null } }
  | { type: 'countMissedOffer'; params: { agentId: string } }
  | { type: 'remindAgent'; params: { agentId: string } }

export type CustomerNotice =
  | { code: 'waiting' }
  | { code: 'joined'; agentId: string }
  | { code: 'forwarded'; groupId: string }
  | { code: 'forwardedToBot' }
  | { code: 'returned' }
  | { code: 'onHold'; until: number }
  | { code: 'leaveMessage' }
  | { code: 'closed'; reason: CloseReason }
  | { code: 'blocked'; blockId: string }
  | { code: 'stillBlocked'; blockId: string }

export type StaffNote =
  | { code: 'responseLimitReached'; agentId: string }
  | { code: 'returned'; agentId: string; reason: ReturnReason }
  | { code: 'offerMissed'; agentId: string }
  | { code: 'offerDeclined'; agentId: string }
  | { code: 'offerWithdrawn'; agentId: string; reason: WithdrawReason }
  | { code: 'overflowed'; fromGroupId: string; toGroupId: string }
  | { code: 'forwardExpired' }
  | { code: 'forwardDeclined'; agentId: string }
  | { code: 'botSilent'; botId: string }
  | { code: 'botFailed'; botId: string; reason: BotFailure }
  | { code: 'botRequested'; fromAgentId: string | null }
  | { code: 'blockHeld'; blockId: string }
  | { code: 'takenOver'; fromAgentId: string | null; byAgentId: string }
  | { code: 'customerLeft' }
  | { code: 'customerReturned' }
  | { code: 'closeUndone' }
