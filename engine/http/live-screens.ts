import type { CustomerIdentity } from '../realtime/connection.ts'
import type { ChannelView } from '#protocol/rest'
import type { ConversationSnapshot, DeskSnapshot } from '#protocol/staff-frames'
import { CUSTOMER_PAGE } from '#protocol/limits'
import type { Feed } from '#storage/feed'
import type { ChatRow } from '#storage/rows'
import { accessTo } from '../authorise.ts'
import { toRefusal } from '../host/answer.ts'
import type { Host } from '../host/host.ts'
import { toCustomerItem } from '../realtime/customer-views.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { toChatView } from '../realtime/staff-views.ts'
import { WELCOME } from '../texts.ts'
import { DEFAULT_COLOUR, channelSettings } from './channel-settings.ts'
import type { ArchivePage, CustomerItems } from './rest-screens.ts'
import type { ArchiveQuery, Screens, Shown } from './screens.ts'

/** Which closed chats to find; `groupIds` null for those of all groups. */
export interface ClosedChats extends ArchiveQuery {
  groupIds: readonly string[] | null
}

export interface ArchiveList {
  /** Newest closing first, then by id downwards; at most `limit`. */
  closedChats(accountId: string, wanted: ClosedChats): Promise<ChatRow[]>
}

/** What REST shows, from the same screens, rights and mappers as the sockets. */
export class LiveScreens implements Screens {
  readonly #staff: StaffScreens
  readonly #host: Pick<Host, 'look'>
  readonly #feed: Feed
  readonly #list: ArchiveList

  constructor(parts: {
    staff: StaffScreens
    host: Pick<Host, 'look'>
    feed: Feed
    list: ArchiveList
  }) {
    this.#staff = parts.staff
    this.#host = parts.host
    this.#feed = parts.feed
    this.#list = parts.list
  }

  desk(accountId: string, personId: string): Promise<Shown<DeskSnapshot>> {
    return this.#staff.desk(accountId, personId)
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
    // The list narrows, the authoriser decides.
    const groupIds = viewer.role === 'administrator' ? null : viewer.groupIds
    const rows = await this.#list.closedChats(accountId, {
      ...query,
      groupIds,
      limit: query.limit + 1,
    })
    const page = rows.slice(0, query.limit)
    const last = rows.length > query.limit ? page.at(-1) : undefined
    const chats = page.flatMap((row) => {
      const access = accessTo(row, viewer, account.settings.values)
      return access === 'none' ? [] : [toChatView(row, access, { dueAt: null, preview: undefined })]
    })
    const { closedAt = null, chatId = '' } = last ?? {}
    const next = closedAt === null ? null : { closedAt, chatId }
    return { kind: 'shown', seq: account.seq, value: { chats, next } }
  }

  async channel(accountId: string, channelId: string): Promise<Shown<ChannelView>> {
    const account = await this.#host.look(accountId)
    if (account === null) return refused('notReady')
    const channel = account.channels.get(channelId)
    if (channel === undefined) return refused('notFound')
    const candidates = account.candidatesOf(channel.groupId)
    const value: ChannelView = {
      channelId,
      name: account.groups.get(channel.groupId)?.publicName ?? channel.name,
      colour: channelSettings(channel.settings).colour ?? DEFAULT_COLOUR,
      welcome: WELCOME,
      // Somebody who has all hands full will have a free one; somebody offline will not.
      answering: candidates.some(
        ({ notAccepting }) => notAccepting === null || notAccepting === 'belowLimit',
      ),
    }
    return { kind: 'shown', seq: account.seq, value }
  }

  async customerItems(who: CustomerIdentity, after: number): Promise<Shown<CustomerItems>> {
    const { accountId, customerId } = who
    const account = await this.#host.look(accountId)
    if (account === null) return refused('notReady')
    const messages = await this.#feed.customerStream(accountId, customerId, after, CUSTOMER_PAGE)
    const [newest] = await this.#feed.customerTail(accountId, customerId, 1)
    const items = messages.map((message) => toCustomerItem(message, account))
    const value = { items, newest: newest?.customerSeq ?? 0 }
    return { kind: 'shown', seq: account.seq, value }
  }
}

function refused(
  code: Parameters<typeof toRefusal>[0],
): Extract<Shown<never>, { kind: 'refused' }> {
  return { kind: 'refused', refusal: toRefusal(code) }
}
