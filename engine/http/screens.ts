import type { ChannelView, QuickReplies } from '#protocol/rest'
import type { Refusal } from '#protocol/refusals'
import type { ConversationSnapshot, DeskSnapshot } from '#protocol/staff-frames'
import type { CustomerIdentity } from '../realtime/connection.ts'
import type { ArchiveCursor, ArchivePage, CustomerItems } from './rest-screens.ts'

/**
 * Something to look at, as it was at the account's sequence `seq`, or why this viewer may not: the
 * same refusals that sockets give.
 */
export type Shown<T> =
  | { kind: 'shown'; seq: number; value: T }
  | { kind: 'refused'; refusal: Refusal }

export interface ArchiveQuery {
  groupId: string | null
  agentId: string | null
  customerId: string | null
  /** Only chats that were closed before this one. */
  before: ArchiveCursor | null
  limit: number
}

/**
 * What REST shows. Whoever implements it decides what the viewer may see, with the authoriser and
 * the mappers that sockets use; the HTTP layer only knows who asks. Committed rows only.
 */
export interface Screens {
  desk(accountId: string, personId: string): Promise<Shown<DeskSnapshot>>
  /** The newest page of a conversation, or what stands before a sequence. */
  conversation(
    accountId: string,
    personId: string,
    chatId: string,
    beforeSeq?: number | null,
  ): Promise<Shown<ConversationSnapshot>>
  /** Closed and blocked chats, newest closing first. */
  archive(accountId: string, personId: string, query: ArchiveQuery): Promise<Shown<ArchivePage>>
  /** The account's quick replies and one's own. */
  quickReplies(accountId: string, personId: string): Promise<Shown<QuickReplies>>
  /** What a widget needs before anybody wrote. */
  channel(accountId: string, channelId: string): Promise<Shown<ChannelView>>
  /** A customer's own stream above a number, oldest first. */
  customerItems(who: CustomerIdentity, after: number): Promise<Shown<CustomerItems>>
}
