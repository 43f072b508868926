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

/** A file that was uploaded to be sent with a message or comment. */
export interface SentFile {
  fileId: string
  accountId: string
  /** The message or comment that it goes with. */
  commandId: string
  conversationId: string
  /** `customer`, or the id of the agent. */
  sentBy: string
  visibleTo: 'customer' | 'staff' | 'author'
  /** SHA-256 of its bytes. */
  digest: string
  /** What became of the message or comment. */
  fate: Fate
}

/** How somebody tried to get at a file's bytes. */
export type FileWay =
  /** By a link that they were told, or by a new one that they asked for. */
  | 'ownLink'
  | 'newLink'
  /** By a link in which something was changed, or that is another one's. */
  | 'alteredLink'
  | 'borrowedLink'

export interface FileViewer {
  role: 'customer' | 'agent' | 'supervisor' | 'administrator' | 'nobody'
  accountId: string
  /** The person; of customers the conversation. */
  id: string
  groupIds: string[]
}

/** Somebody reached for a file: what came was it, something else, or a refusal. */
export interface FileVisit {
  fileId: string
  viewer: FileViewer
  way: FileWay
  outcome: 'same' | 'other' | 'refused'
}

/** What a blocked customer tried, and what they were told: as a refusal, or by the bot's chat. */
export interface BlockedTry {
  conversationId: string
  way: string
  /** Null where it was done. */
  code: string | null
  says: string
}

/** An agent went offline with a choice for the chats in hand. */
export interface SaidOffline {
  accountId: string
  agentId: string
  choice: ChoiceKind
  fate: Fate
}

export const CHOICES = ['keep', 'return', 'forward', 'bot', 'close'] as const
export type ChoiceKind = (typeof CHOICES)[number]

export interface SaidTag {
  chatId: string
  tagId: string
  fate: Fate
}

export interface SaidRating {
  conversationId: string
  score: number
  fate: Fate
}

/** An item of a customer's stream as it came over the wire. */
export interface SeenItem {
  n: number
  /** `me`, `person`, `bot` or `system`. */
  from: string
  /** Words of a message, code of a notice. */
  says: string
  fileIds: string[]
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
  fileIds: string[]
}

export interface SeenComment {
  commentId: string
  text: string
  fileIds: string[]
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
  /** Which end it was to have. */
  ends: 'closed' | 'blocked'
  /** What the block says to the customer, where it ends so. */
  blockMessage: string | null
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
  files: SentFile[]
  fileVisits: FileVisit[]
  blockedTries: BlockedTry[]
  offline: SaidOffline[]
  tags: SaidTag[]
  ratings: SaidRating[]
  /** A comment in a frame of somebody who may not see it. */
  leaks: { viewer: string; mark: string }[]
  /** The same command answered in two ways. */
  contradictions: { commandId: string; answers: string[] }[]
  /** Frames that a dense numbering missed. */
  holes: { viewer: string; count: number }[]
}

/** What the database holds after the end, or what an administrator reads where it is out of reach. */
export interface DatabaseRecord {
  chats: {
    accountId: string
    chatId: string
    state: string
    groupId: string
    customerId: string
    tagIds: string[]
    rating: number | null
    /** Since when it waits or waited for a person; null where it never left the bot. */
    firstWaitingAt: number | null
  }[]
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
    fileIds: string[]
  }[]
  comments: {
    accountId: string
    chatId: string
    commentId: string
    seq: number
    author: string
    visibleTo: 'staff' | 'author'
    text: string
    fileIds: string[]
  }[]
  /** Whether the record holds comments that only their author sees. */
  withPersonalComments: boolean
  /** Events of agents' actors in the order of the journal; null where it is out of reach. */
  hands: HandEvent[] | null
  /** What happened to chats, in the order of the journal; empty where it is out of reach. */
  moves: ChatMove[]
}

/** Something that happened to a chat, as the journal tells it. */
export interface ChatMove {
  accountId: string
  turn: number
  chatId: string
  /** It went back to its line or was forwarded; closing began, or was undone. */
  kind: 'returned' | 'toGroup' | 'toAgent' | 'toBot' | 'closed' | 'undone'
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
    | { type: 'online' }
    | { type: 'away' }
    | { type: 'offline'; choice: ChoiceKind }
}
