import type {
  ArchivePage,
  ChannelView,
  Mentionable,
  MentionsList,
  QuickReplies,
  SearchPage,
} from '#protocol/rest'
import type { ArchiveCursor } from '#storage/lists'
import type { LineCursor } from '#storage/search'
import type { ConversationSnapshot } from '#protocol/staff-frames'
import type { Statechart } from '#protocol/statechart'
import type { CustomerIdentity } from '../realtime/connection.ts'
import type { Shown } from '../realtime/shown.ts'
import type { CustomerItems } from './rest-screens.ts'
import type { DeskPage, DeskPlace } from '../realtime/desk-page.ts'

export interface ArchiveQuery {
  groupId: string | null
  agentId: string | null
  customerId: string | null
  channelId: string | null
  tagId: string | null
  /** Closed from this time on, and before that one. */
  closedFrom: number | null
  closedBefore: number | null
  /** With all of these words in it; empty for any. */
  words: readonly string[]
  /** Only chats that were closed before this one. */
  before: ArchiveCursor | null
  limit: number
}

export interface SearchQuery {
  words: readonly string[]
  before: LineCursor | null
  limit: number
}

/**
 * What REST shows. Whoever implements it decides what the viewer may see, with the authoriser and
 * the mappers that sockets use; the HTTP layer only knows who asks. Committed rows only.
 */
export interface Screens {
  desk(accountId: string, personId: string, place: DeskPlace): Promise<Shown<DeskPage>>
  /** The newest page of a conversation, or what stands before a sequence. */
  conversation(
    accountId: string,
    personId: string,
    chatId: string,
    beforeSeq?: number | null,
    limit?: number,
  ): Promise<Shown<ConversationSnapshot>>
  /** Closed and blocked chats, newest closing first. */
  archive(accountId: string, personId: string, query: ArchiveQuery): Promise<Shown<ArchivePage>>
  /** The account's quick replies and one's own. */
  quickReplies(accountId: string, personId: string): Promise<Shown<QuickReplies>>
  /** What names oneself, of one chat or of all that one knows of, read or not, newest first. */
  mentions(accountId: string, personId: string, chatId: string | null): Promise<Shown<MentionsList>>
  /** Whom a comment of a chat can name now. */
  mentionable(accountId: string, personId: string, chatId: string): Promise<Shown<Mentionable>>
  /** Where words stand, newest first; customers whose names have them. */
  search(accountId: string, personId: string, query: SearchQuery): Promise<Shown<SearchPage>>
  /** A released machine as a chart, with its picture. */
  statechart(accountId: string, personId: string, version: string): Promise<Shown<Statechart>>
  /** What a widget needs before anybody wrote. */
  channel(
    accountId: string,
    channelId: string,
    languages: readonly string[],
  ): Promise<Shown<ChannelView>>
  /** A customer's own stream above a number, oldest first. */
  customerItems(
    who: CustomerIdentity,
    after: number,
    languages: readonly string[],
  ): Promise<Shown<CustomerItems>>
}
