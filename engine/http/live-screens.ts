import type { CustomerIdentity } from '../realtime/connection.ts'
import type { ChannelView, QuickReplies } from '#protocol/rest'
import type { ConversationSnapshot, DeskSnapshot } from '#protocol/staff-frames'
import { CUSTOMER_PAGE } from '#protocol/limits'
import type { Feed } from '#storage/feed'
import type { ArchiveFilter } from '#storage/lists'
import type { ChatRow } from '#storage/rows'
import { accessTo } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import type { FileLinks } from '../files/file-links.ts'
import { toRefusal } from '../host/answer.ts'
import type { Host } from '../host/host.ts'
import { toCustomerItem } from '../realtime/customer-views.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { toChatView } from '../realtime/staff-views.ts'
import type { ChatFacts } from '../realtime/staff-views.ts'
import { WELCOME } from '../texts.ts'
import { DEFAULT_COLOUR, channelSettings } from './channel-settings.ts'
import type { ArchiveCursor, ArchivePage, CustomerItems } from './rest-screens.ts'
import type { ArchiveQuery, Screens, Shown } from './screens.ts'

/** A page of an account's closed chats, those closed last first. */
type ClosedChats = (
  accountId: string,
  filter: ArchiveFilter,
  after: ArchiveCursor | null,
  limit: number,
) => Promise<{ chats: ChatRow[]; next: ArchiveCursor | null }>

/** What REST shows, from the same screens, rights and mappers as the sockets. */
export class LiveScreens implements Screens {
  readonly #staff: StaffScreens
  readonly #host: Pick<Host, 'look'>
  readonly #feed: Feed
  readonly #closedChats: ClosedChats
  readonly #links: FileLinks

  constructor(parts: {
    staff: StaffScreens
    host: Pick<Host, 'look'>
    feed: Feed
    closedChats: ClosedChats
    links: FileLinks
  }) {
    this.#staff = parts.staff
    this.#host = parts.host
    this.#feed = parts.feed
    this.#closedChats = parts.closedChats
    this.#links = parts.links
  }

  desk(accountId: string, personId: string): Promise<Shown<DeskSnapshot>> {
    return this.#staff.desk(accountId, personId)
  }

  quickReplies(accountId: string, personId: string): Promise<Shown<QuickReplies>> {
    return this.#staff.quickReplies(accountId, personId)
  }

  conversation(
    accountId: string,
    personId: string,
    chatId: string,
    beforeSeq: number | null = null,
  ): Promise<Shown<ConversationSnapshot>> {
    return this.#staff.conversation(accountId, personId, chatId, beforeSeq)
  }

  async archive(
    accountId: string,
    personId: string,
    query: ArchiveQuery,
  ): Promise<Shown<ArchivePage>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refused('notReady')
    const { account, viewer } = who
    const { agentId, customerId, before, limit } = query
    // The list narrows, the authoriser decides.
    const groupIds = groupsOf(viewer, query.groupId)
    const filter = { groupIds, agentId, customerId }
    const page = await this.#closedChats(accountId, filter, before, limit)
    const names = await this.#staff.names(account, page.chats)
    const chats = page.chats.flatMap((row) => {
      const access = accessTo(row, viewer, account.settings.values)
      return access === 'none' ? [] : [toChatView(row, access, factsOf(names.get(row.customerId)))]
    })
    return { kind: 'shown', seq: account.seq, value: { chats, next: page.next } }
  }

  async channel(accountId: string, channelId: string): Promise<Shown<ChannelView>> {
    const account = await this.#host.look(accountId)
    if (account === null) return refused('notReady')
    const channel = account.channels.get(channelId)
    if (channel === undefined) return refused('notFound')
    const { fileMaxBytes, fileClasses } = account.settings.values
    const value: ChannelView = {
      channelId,
      name: account.groups.get(channel.groupId)?.publicName ?? channel.name,
      colour: channelSettings(channel.settings).colour ?? DEFAULT_COLOUR,
      welcome: WELCOME,
      answering: account.isStaffed(channel.groupId),
      files: { maxBytes: fileMaxBytes, classes: fileClasses },
    }
    return { kind: 'shown', seq: account.seq, value }
  }

  async customerItems(who: CustomerIdentity, after: number): Promise<Shown<CustomerItems>> {
    const { accountId, customerId } = who
    const account = await this.#host.look(accountId)
    if (account === null) return refused('notReady')
    const messages = await this.#feed.customerStream(accountId, customerId, after, CUSTOMER_PAGE)
    const [newest] = await this.#feed.customerTail(accountId, customerId, 1)
    const show = this.#links.showTo({ kind: 'customer', ...who })
    const items = messages.map((message) => toCustomerItem(message, account, show))
    const value = { items, newest: newest?.customerSeq ?? 0 }
    return { kind: 'shown', seq: account.seq, value }
  }
}

/** What a chat that is over is shown with. */
function factsOf(customerName: string | undefined): ChatFacts {
  return { dueAt: null, preview: undefined, customerName: customerName ?? null }
}

/** The groups whose archive to look through; null for all. */
function groupsOf(viewer: Viewer, wanted: string | null): string[] | null {
  if (viewer.role === 'administrator') return wanted === null ? null : [wanted]
  return viewer.groupIds.filter((groupId) => wanted === null || groupId === wanted)
}

function refused(
  code: Parameters<typeof toRefusal>[0],
): Extract<Shown<never>, { kind: 'refused' }> {
  return { kind: 'refused', refusal: toRefusal(code) }
}
