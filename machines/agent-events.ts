import type { Stamp } from './actor-ref.ts'

/** What becomes of the chats in hand when an agent goes offline. */
export type OfflineChoice =
  | { kind: 'keep' }
  | { kind: 'return' }
  | { kind: 'forward'; groupId: string }
  | { kind: 'bot' }
  | { kind: 'close' }

/** A reason for being away: one of the account's codes; `missedOffers` is set by the chart. */
export type AwayReason = string

export type AgentEvent = Stamp &
  (
    | { type: 'wentOnline' }
    | { type: 'wentAway'; reason: AwayReason }
    | { type: 'wentOffline'; choice: OfflineChoice }
    | { type: 'socketOpened' }
    | { type: 'socketClosed' }
    | { type: 'chatGiven'; chatId: string; as: 'chat' | 'offer' }
    | { type: 'offerBecameChat'; chatId: string }
    | { type: 'chatLeft'; chatId: string }
    | { type: 'offerMissed' }
    /** A chat ended in this agent's hands and leaves something to do, for so many milliseconds. */
    | { type: 'wrapUpBegan'; chatId: string; forMs: number }
    /** The agent is done with all of it. */
    | { type: 'wrapUpEnded' }
    | { type: 'limitChanged'; limit: number }
    | { type: 'settingsChanged'; version: number; graceMs: number }
    | { type: 'deactivated' }
    | { type: 'reactivated' }
  )

export interface AgentInput extends Stamp {
  agentId: string
  /** Chats in hand at most, at least 1. */
  limit: number
  /** How long a lost socket may take to return, in milliseconds by the clock. */
  graceMs: number
  settingsVersion: number
}

export type AgentEffect =
  /** The connection is gone for good: chats in hand go back to their lines, offers go on. */
  | { type: 'returnChats'; params: { agentId: string } }
  /** Offers to an agent who stopped accepting go on to the next one. */
  | { type: 'withdrawOffers'; params: { agentId: string } }
  /** Two offers in a row were missed: presence is now away. */
  | { type: 'tellAgent'; params: { code: 'setAwayForMissedOffers' } }
