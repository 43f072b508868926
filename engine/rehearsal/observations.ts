/*
 * What a rehearsal's clients said and saw, as plain data: the audit judges nothing else, so a test
 * can show it falsified observations.
 */

/** What became of something that was said; `unknown` where nobody answered before the end. */
export type Fate = 'acknowledged' | 'refused' | 'unknown'

export interface SaidLine {
  conversationId: string
  position: number
  commandId: string
  text: string
  from: 'customer' | 'agent'
  fate: Fate
}

export interface SaidComment {
  accountId: string
  chatId: string
  agentId: string
  commandId: string
  text: string
  visibleTo: 'staff' | 'author'
  fate: Fate
}

/** An item of a customer's stream as it came over the wire. */
export interface SeenItem {
  n: number
  /** `me`, `person`, `bot` or `system`. */
  from: string
  /** Words of a message, code of a notice. */
  says: string
}

/** A conversation as its customer saw it. */
export interface CustomerSight {
  conversationId: string
  /** The stream's newest number before it. */
  afterN: number
  /** In the order of arrival, without what a fresh stream repeats. */
  items: SeenItem[]
}

export interface SeenMessage {
  messageId: string
  author: string
  /** Words of a message, code of a notice. */
  says: string
}

export interface SeenComment {
  commentId: string
  text: string
}

/** A conversation as somebody of staff saw it, from one snapshot to the next or to the end. */
export interface StaffSight {
  accountId: string
  personId: string
  chatId: string
  /** Sequence up to which everything was told. */
  reachedSeq: number
  /** The snapshot was one page only. */
  partial: boolean
  messages: SeenMessage[]
  comments: SeenComment[]
}

/** A chat's holder at a sequence, as one viewer was told. */
export interface SeenHolder {
  accountId: string
  chatId: string
  seq: number
  agentId: string | null
}

/** Somebody was told that a chat is theirs. */
export interface Taken {
  accountId: string
  chatId: string
  agentId: string
  seq: number
}

/** An agent with more chats in hand than the limit, as a viewer was told. */
export interface SeenOverLimit {
  agentId: string
  inHand: number
  limit: number
}

/** A conversation as it was meant. */
export interface Meant {
  conversationId: string
  accountId: string
  lines: { from: 'customer' | 'agent'; text: string }[]
  /** Which chat it became, as far as staff could tell. */
  chatId: string | null
  /** Its clients got to its end. */
  finished: boolean
}

export interface Observations {
  meant: Meant[]
  lines: SaidLine[]
  comments: SaidComment[]
  customers: CustomerSight[]
  staff: StaffSight[]
  holders: SeenHolder[]
  taken: Taken[]
  overLimit: SeenOverLimit[]
  /** A comment in a frame of somebody who may not see it. */
  leaks: { viewer: string; mark: string }[]
  /** The same command answered in two ways. */
  contradictions: { commandId: string; answers: string[] }[]
  /** Frames that a dense numbering missed. */
  holes: { viewer: string; count: number }[]
}

/** What the database holds after the end, or what an administrator reads where it is out of reach. */
export interface DatabaseRecord {
  chats: { accountId: string; chatId: string; state: string }[]
  /** By chat in the order of the customer's stream. */
  messages: {
    accountId: string
    chatId: string
    messageId: string
    seq: number
    author: string
    kind: 'text' | 'notice'
    says: string
    commandId: string | null
  }[]
  comments: {
    accountId: string
    chatId: string
    commentId: string
    seq: number
    author: string
    visibleTo: 'staff' | 'author'
    text: string
  }[]
  /** Whether the record holds comments that only their author sees. */
  withPersonalComments: boolean
  /** Events of agents' actors in the order of the journal; null where it is out of reach. */
  hands: HandEvent[] | null
}

/** What an agent's actor heard. */
export interface HandEvent {
  accountId: string
  seq: number
  /** Events of one turn happen together. */
  turn: number
  agentId: string
  event:
    | { type: 'limit'; limit: number }
    | { type: 'given'; chatId: string; as: 'chat' | 'offer' }
    | { type: 'accepted'; chatId: string }
    | { type: 'left'; chatId: string }
}
