import type { CustomerIdentity } from '../realtime/connection.ts'
import type {
  ArchivePage,
  ChannelView,
  Mentionable,
  MentionsList,
  QuickReplies,
  SearchPage,
} from '#protocol/rest'
import type { ConversationSnapshot } from '#protocol/staff-frames'
import type { Statechart } from '#protocol/statechart'
import { CUSTOMER_PAGE, MENTIONS_LISTED, PREVIEW_LENGTH } from '#protocol/limits'
import type { Feed } from '#storage/feed'
import type { Archive } from '#storage/archive'
import { SearchTooBroad } from '#storage/search'
import type { ChatRow } from '#storage/rows'
import { accessTo, maySeeCharts, maySeeComment, maySeeMention } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import type { FileLinks } from '../files/file-links.ts'
import type { Host } from '../host/host.ts'
import { toCustomerItem } from '../realtime/customer-views.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { refusedScreen } from '../realtime/shown.ts'
import type { Shown } from '../realtime/shown.ts'
import { toChatView } from '../realtime/staff-views.ts'
import type { Statecharts } from '../statecharts/statecharts.ts'
import { textsIn } from '../texts.ts'
import { DEFAULT_COLOUR, channelSettings } from './channel-settings.ts'
import { previewIn, toFoundCustomer, toFoundLine, toListedMention } from './found-views.ts'
import { FOUND_CUSTOMERS } from './rest-screens.ts'
import type { CustomerItems } from './rest-screens.ts'
import type { ArchiveQuery, Screens, SearchQuery } from './screens.ts'
import type { DeskPage, DeskPlace } from '../realtime/desk-page.ts'
import { firstThatFit } from '../realtime/page-bytes.ts'

/** What REST shows, from the same screens, rights and mappers as the sockets. */
export class LiveScreens implements Screens {
  readonly #staff: StaffScreens
  readonly #host: Pick<Host, 'look' | 'reach'>
  readonly #feed: Feed
  readonly #archive: Archive
  readonly #links: FileLinks
  readonly #statecharts: Statecharts

  constructor(parts: {
    staff: StaffScreens
    host: Pick<Host, 'look' | 'reach'>
    feed: Feed
    archive: Archive
    links: FileLinks
    statecharts: Statecharts
  }) {
    this.#staff = parts.staff
    this.#host = parts.host
    this.#feed = parts.feed
    this.#archive = parts.archive
    this.#links = parts.links
    this.#statecharts = parts.statecharts
  }

  desk(accountId: string, personId: string, place: DeskPlace): Promise<Shown<DeskPage>> {
    return this.#staff.desk(accountId, personId, place)
  }

  quickReplies(accountId: string, personId: string): Promise<Shown<QuickReplies>> {
    return this.#staff.quickReplies(accountId, personId)
  }

  conversation(
    accountId: string,
    personId: string,
    chatId: string,
    beforeSeq: number | null = null,
    limit?: number,
  ): Promise<Shown<ConversationSnapshot>> {
    return this.#staff.conversation(accountId, personId, chatId, beforeSeq, limit)
  }

  mentionable(accountId: string, personId: string, chatId: string): Promise<Shown<Mentionable>> {
    return this.#staff.mentionable(accountId, personId, chatId)
  }

  async mentions(
    accountId: string,
    personId: string,
    chatId: string | null,
  ): Promise<Shown<MentionsList>> {
    const found = await this.#archive.mentionsOf(accountId, personId, chatId, MENTIONS_LISTED)
    // Rights are those of the moment after the reading.
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const mine = found.filter(
      ({ chat, comment }) =>
        maySeeMention(chat, viewer, account.settings.values) && maySeeComment(comment, viewer),
    )
    const names = await this.#staff.names(
      account,
      mine.map(({ chat }) => chat),
    )
    const mentions = mine.map((one) => toListedMention(one, names.get(one.chat.customerId) ?? null))
    return { kind: 'shown', seq: account.seq, value: { mentions } }
  }

  async archive(
    accountId: string,
    personId: string,
    query: ArchiveQuery,
  ): Promise<Shown<ArchivePage>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const { groupId, before, limit, words, ...narrowed } = query
    // The list narrows, the authoriser decides.
    const filter = {
      ...narrowed,
      groupIds: groupsOf(viewer, groupId),
      words: words.length === 0 ? null : { words, personId },
    }
    return withinReason(async () => {
      const page = await this.#archive.closedChats(accountId, filter, before, limit)
      // Rights are those of the moment after the reading.
      const now = this.#staff.present(accountId, personId)
      if (now === null) return refusedScreen('notReady')
      const seen = page.chats.flatMap((row) => {
        const access = accessTo(row, now.viewer, now.account.settings.values)
        return access === 'none' ? [] : [{ row, access }]
      })
      const lastIds = seen.flatMap(({ row }) => row.lastMessageId ?? [])
      const last = await this.#feed.words(accountId, lastIds, PREVIEW_LENGTH)
      const previews = new Map(last.map((one) => [one.chatId, one]))
      const rows = seen.map(({ row }) => row)
      const names = await this.#staff.names(now.account, rows)
      const handovers = await this.#staff.handovers(now.account, rows)
      const chats = seen.map(({ row, access }) =>
        toChatView(row, access, {
          dueAt: null,
          preview: previewIn(previews.get(row.chatId)),
          customerName: names.get(row.customerId) ?? null,
          handover: handovers.get(row.chatId) ?? null,
        }),
      )
      return { kind: 'shown', seq: account.seq, value: { chats, next: page.next } }
    })
  }

  async search(
    accountId: string,
    personId: string,
    { words, before, limit }: SearchQuery,
  ): Promise<Shown<SearchPage>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    // The search narrows, the authoriser decides.
    const seeker = { personId, groupIds: groupsOf(viewer, null) }
    return withinReason(async () => {
      const [found, people] = await Promise.all([
        this.#archive.findLines(accountId, words, seeker, before, limit),
        before === null
          ? this.#archive.findCustomers(accountId, words, seeker, FOUND_CUSTOMERS)
          : [],
      ])
      const chats = found.lines.map(({ chat }) => chat)
      const names = await this.#staff.names(account, chats)
      const handovers = await this.#staff.handovers(account, [
        ...chats,
        ...people.flatMap((one) => one.chats),
      ])
      // Rights are those of the moment after the reading.
      const now = this.#staff.present(accountId, personId)
      if (now === null) return refusedScreen('notReady')
      const settings = now.account.settings.values
      const mayRead = (chat: ChatRow) => accessTo(chat, now.viewer, settings) === 'full'
      const lines = found.lines
        .filter(({ chat }) => mayRead(chat))
        .filter(
          ({ visibleTo, author }) => !visibleTo || maySeeComment({ visibleTo, author }, now.viewer),
        )
        .map((line) => {
          const customerName = names.get(line.chat.customerId) ?? null
          const handover = handovers.get(line.chat.chatId) ?? null
          return toFoundLine(line, words, { customerName, handover })
        })
      const customers = people.flatMap(({ details, chats }) => {
        const theirs = chats.filter(mayRead)
        return theirs.length === 0 ? [] : [toFoundCustomer(details, theirs, words, handovers)]
      })
      return { kind: 'shown', seq: account.seq, value: { customers, lines, next: found.next } }
    })
  }

  async statechart(
    accountId: string,
    personId: string,
    version: string,
  ): Promise<Shown<Statechart>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    if (!maySeeCharts(who.viewer)) return refusedScreen('forbidden')
    const chart = await this.#statecharts.chart(version)
    if (chart === null) return refusedScreen('notFound')
    return { kind: 'shown', seq: who.account.seq, value: chart }
  }

  async channel(
    accountId: string,
    channelId: string,
    languages: readonly string[],
  ): Promise<Shown<ChannelView>> {
    const account = await this.#host.look(accountId)
    if (account === null) return refusedScreen('notReady')
    const channel = account.channels.get(channelId)
    if (channel === undefined) return refusedScreen('notFound')
    const { fileMaxBytes, fileClasses } = account.settings.values
    const value: ChannelView = {
      channelId,
      name: account.groups.get(channel.groupId)?.publicName ?? channel.name,
      colour: channelSettings(channel.settings).colour ?? DEFAULT_COLOUR,
      welcome: textsIn(languages).welcome,
      answering: account.isStaffed(channel.groupId),
      sendsMail: this.#host.reach.sendsMail,
      files: { maxBytes: fileMaxBytes, classes: fileClasses },
    }
    return { kind: 'shown', seq: account.seq, value }
  }

  async customerItems(
    who: CustomerIdentity,
    after: number,
    languages: readonly string[],
  ): Promise<Shown<CustomerItems>> {
    const { accountId, customerId } = who
    const account = await this.#host.look(accountId)
    if (account === null) return refusedScreen('notReady')
    const messages = await this.#feed.customerStream(accountId, customerId, after, CUSTOMER_PAGE)
    const [newest] = await this.#feed.customerTail(accountId, customerId, 1)
    const show = this.#links.showTo({ kind: 'customer', ...who })
    const texts = textsIn(languages)
    const items = firstThatFit(messages).map((message) =>
      toCustomerItem(message, account, show, texts),
    )
    const value = { items, newest: newest?.customerSeq ?? 0 }
    return { kind: 'shown', seq: account.seq, value }
  }
}

/** The groups whose archive to look through; null for all. */
function groupsOf(viewer: Viewer, wanted: string | null): string[] | null {
  if (viewer.role === 'administrator') return wanted === null ? null : [wanted]
  return viewer.groupIds.filter((groupId) => wanted === null || groupId === wanted)
}

/** Refuses what takes too long, for the reason. */
async function withinReason<T>(show: () => Promise<Shown<T>>): Promise<Shown<T>> {
  try {
    return await show()
  } catch (error) {
    if (error instanceof SearchTooBroad) return refusedScreen('tooBroad')
    throw error
  }
}
