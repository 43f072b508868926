import type {
  ActorRow,
  ChatRow,
  CommentRow,
  HandoverRow,
  JournalRow,
  MessageRow,
  ReadMarkRow,
} from './rows.ts'

/** What changed in an account between two of its sequences, each thing as it is now. */
export interface Changes {
  /** Up to which account sequence this tells everything. */
  seq: number
  chats: ChatRow[]
  messages: MessageRow[]
  comments: CommentRow[]
  /** Agents' actors whose snapshot changed. */
  agents: ActorRow[]
}

/** A chat with everything in it that has a sequence up to `seq`, newest `limit` of both streams. */
export interface StoredConversation {
  seq: number
  chat: ChatRow | null
  messages: MessageRow[]
  comments: CommentRow[]
  readMarks: ReadMarkRow[]
  /** Whether there are older ones than these. */
  more: boolean
}

/** What a customer sees at once: the newest of their stream, and the chat that it ends with. */
export interface StoredCustomerScreen {
  messages: MessageRow[]
  chat: ChatRow | null
  /** How far staff has read in that chat, as a number of the customer's stream; 0 for nothing. */
  staffRead: number
}

/** What a message says, or how it begins. */
export interface Words {
  messageId: string
  chatId: string
  author: string
  text: string
  at: number
}

/** Actors of a stretch of the journal. */
export interface Touched {
  /** With their newest numbers in it. */
  actors: { actor: string; actorSeq: number }[]
  /** The time of its oldest row; null where there is none. */
  since: number | null
  /** Whether it is the whole journal. */
  isAll: boolean
}

/** What sockets resume from: committed rows, read past the host. */
export interface Feed {
  /** Null where more than `limit` rows changed, or the cursor is ahead: a snapshot is cheaper then. */
  changesSince(accountId: string, afterSeq: number, limit: number): Promise<Changes | null>
  /** The newest messages and comments with `seq` below `beforeSeq` (all, where it is null), ascending. */
  conversation(
    accountId: string,
    chatId: string,
    beforeSeq: number | null,
    limit: number,
  ): Promise<StoredConversation>
  /** A customer's stream above a number, ascending; at most `limit` of the oldest. */
  customerStream(
    accountId: string,
    customerId: string,
    afterCustomerSeq: number,
    limit: number,
  ): Promise<MessageRow[]>
  /** The newest `limit` of a customer's stream, ascending. */
  customerTail(accountId: string, customerId: string, limit: number): Promise<MessageRow[]>
  customerScreen(
    accountId: string,
    customerId: string,
    limit: number,
  ): Promise<StoredCustomerScreen>
  /**
   * Of these messages, in their order of ids, the first `length` characters of each, for lists; of
   * one without words the name of its first file.
   */
  words(accountId: string, messageIds: string[], length: number): Promise<Words[]>
  readMarks(accountId: string, chatIds: string[]): Promise<ReadMarkRow[]>
  /** Who stands in the newest `limit` rows of the journal up to a sequence. */
  touched(accountId: string, upToSeq: number, limit: number): Promise<Touched>
  /** The journals of actors from their births, as far as retention kept them, each in its order. */
  journals(accountId: string, actors: readonly string[]): Promise<JournalRow[]>
  /** By id, of those whose name is known. */
  customerNames(accountId: string, customerIds: string[]): Promise<Map<string, string>>
  /** What bots said with handovers, by their ids. */
  handovers(accountId: string, handoverIds: string[]): Promise<HandoverRow[]>
}

/**
 * One page of both streams, which are given with one row more than the page holds, where there is one.
 * Where a stream goes on further back, nothing of the other one is older than what of it is here: the
 * next page, of what stands before, leaves nothing out.
 */
export function pageOf(
  messages: MessageRow[],
  comments: CommentRow[],
  limit: number,
): { messages: MessageRow[]; comments: CommentRow[]; more: boolean } {
  // What shares a sequence with the row that is too much comes with it, on the next page.
  const from = (stream: { seq: number }[]): number => {
    const [beyond] = stream
    if (beyond === undefined || stream.length <= limit) return 0
    return stream.find(({ seq }) => seq > beyond.seq)?.seq ?? beyond.seq
  }
  const begin = Math.max(from(messages), from(comments))
  return {
    messages: messages.filter(({ seq }) => seq >= begin),
    comments: comments.filter(({ seq }) => seq >= begin),
    more: begin > 0,
  }
}

/** How far staff has read, of the marks of one chat. */
export function staffReadIn(readMarks: ReadMarkRow[]): number {
  return readMarks.find(({ reader }) => reader === 'staff')?.seq ?? 0
}
