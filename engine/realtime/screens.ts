import type { AnyMachineSnapshot } from 'xstate'
import type { ConversationSnapshot, StaffChange } from '#protocol/staff-frames'
import type { Mentionable, QuickReplies } from '#protocol/rest'
import {
  CONVERSATION_PAGE,
  DESK_PART_CHATS,
  MAX_PAGE_BYTES,
  MAX_RESUME_CHANGES,
  MAX_RESUME_ITEMS,
  PREVIEW_LENGTH,
} from '#protocol/limits'
import type { ActorRow, ChatRow, HandoverRow, JournalRow, MessageRow } from '#storage/rows'
import type { Feed } from '#storage/feed'
import type { PlainSnapshot } from '#machines/step'
import {
  accessTo,
  leads,
  mayBeMentioned,
  maySeeCharts,
  maySeeComment,
  mayWatchChat,
  viewerOf,
} from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import type { FileLinks } from '../files/file-links.ts'
import type { Account } from '../host/account.ts'
import { agentView, dueAtOf, groupView, previewOf } from '../host/changes.ts'
import type { Host } from '../host/host.ts'
import { mayBeLastWords } from '../host/last-words.ts'
import { deskPage } from './desk-page.ts'
import type { DeskPage, DeskPlace } from './desk-page.ts'
import { DeskShowing } from './desk-showing.ts'
import { bytesOf, fitsFrom } from './page-bytes.ts'
import { possibleNow } from './possible.ts'
import type { Moment } from './possible.ts'
import { refusedScreen } from './shown.ts'
import type { Shown } from './shown.ts'
import {
  toChatView,
  toCommentView,
  toDeskChannelView,
  toHandoverView,
  toMentionViews,
  toMessageView,
  toSettingsView,
  toTagView,
} from './staff-views.ts'

/** What decides what is possible in a chat. */
interface ChatOfTheMoment {
  chat: { row: ChatRow; snapshot: AnyMachineSnapshot } | null
  moment: Moment
}

/** Loads an actor that sleeps, to see what it would take. */
type LoadActors = (accountId: string, actors: string[]) => Promise<ActorRow[]>

/**
 * What staff sees at once, for sockets and REST alike.
 *
 * S1 memory is looked at in one go, and what was seen leaves only after the gate. S2 the words of
 * conversations come from committed rows. S3 every row passes `accessTo` of the viewer's rights at that moment. S4 whole desks
 * are shown one after the other: when a team comes back at once, customers' messages go between. S5
 * what is shown at once is bounded by count and by bytes.
 */
export class Screens {
  readonly #host: Host
  readonly #feed: Feed
  readonly #loadActors: LoadActors
  readonly #links: FileLinks
  readonly #partChats: number
  readonly #breathe: () => Promise<void>
  #line: Promise<unknown> = Promise.resolve()

  constructor(
    host: Host,
    feed: Feed,
    loadActors: LoadActors,
    links: FileLinks,
    options: { partChats?: number | undefined; breathe?: () => Promise<void> } = {},
  ) {
    this.#links = links
    this.#host = host
    this.#feed = feed
    this.#loadActors = loadActors
    this.#partChats = options.partChats ?? DESK_PART_CHATS
    this.#breathe = options.breathe ?? nextTask
  }

  /** The account and the rights of one of its people; null where there are none or not here. */
  async viewer(
    accountId: string,
    personId: string,
  ): Promise<{ account: Account; viewer: Viewer } | null> {
    const account = await this.#host.look(accountId)
    const member = account?.members.get(personId)
    if (account === null || member === undefined || !member.active) return null
    return { account, viewer: viewerOf(member, account.retired) }
  }

  /** The same without waiting, for what follows a snapshot; null where the memory is gone. */
  present(accountId: string, personId: string): { account: Account; viewer: Viewer } | null {
    const account = this.#host.peek(accountId)
    const member = account?.members.get(personId)
    if (account === null || member === undefined || !member.active) return null
    return { account, viewer: viewerOf(member, account.retired) }
  }

  /** Ids of the open chats that a viewer may see. */
  visible(accountId: string, personId: string): string[] {
    const who = this.present(accountId, personId)
    if (who === null) return []
    const settings = who.account.settings.values
    return [...who.account.chats.values()]
      .filter((chat) => chat.open && accessTo(chat, who.viewer, settings) !== 'none')
      .map(({ chatId }) => chatId)
  }

  /** A desk as this viewer sees it, step by step; built `inLine`. */
  showDesk(accountId: string, personId: string, mostChats = this.#partChats): DeskShowing {
    const { sendsMail } = this.#host.reach
    return new DeskShowing(() => this.viewer(accountId, personId), mostChats, sendsMail)
  }

  /** S4 */
  inLine<T>(build: () => Promise<T>): Promise<T> {
    const built = this.#line.then(build)
    this.#line = built.catch(() => {}).then(() => this.#breathe())
    return built
  }

  /** Lets others go between two parts of a desk. */
  breathe(): Promise<void> {
    return this.#breathe()
  }

  /** A page of a desk, for who asks by REST. */
  desk(accountId: string, personId: string, place: DeskPlace): Promise<Shown<DeskPage>> {
    const { sendsMail } = this.#host.reach
    return this.inLine(() => deskPage(() => this.viewer(accountId, personId), place, sendsMail))
  }

  /** The account's quick replies and one's own, by shortcut. */
  async quickReplies(accountId: string, personId: string): Promise<Shown<QuickReplies>> {
    const who = await this.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account } = who
    const { seq } = account
    const replies = [...account.quickReplies.values()]
      .filter(({ ownerId }) => ownerId === null || ownerId === personId)
      .map(({ replyId, ownerId, shortcut, text }) => ({
        replyId,
        whose: ownerId === null ? ('account' as const) : ('own' as const),
        shortcut,
        text,
      }))
      .sort((a, b) => (a.shortcut < b.shortcut ? -1 : a.shortcut > b.shortcut ? 1 : 0))
    if ((await account.gate()) === 'lost') return refusedScreen('transient')
    return { kind: 'shown', seq, value: { replies } }
  }

  /** A conversation's newest page, or the page before a sequence. */
  async conversation(
    accountId: string,
    personId: string,
    chatId: string,
    beforeSeq: number | null = null,
    limit = CONVERSATION_PAGE,
  ): Promise<
    | (Extract<Shown<ConversationSnapshot>, { kind: 'shown' }> & ChatOfTheMoment)
    | Extract<Shown<ConversationSnapshot>, { kind: 'refused' }>
  > {
    const who = await this.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const stored = await this.#feed.conversation(accountId, chatId, beforeSeq, limit)
    const { chat } = stored
    const settings = account.settings.values
    const access = chat === null ? 'none' : accessTo(chat, viewer, settings)
    if (chat === null || access !== 'full') return refusedScreen('notFound')
    const snapshot = await this.#snapshotOf(account, chatId)
    const names = await this.names(account, [chat])
    const handover = (await this.handovers(account, [chat])).get(chatId) ?? null
    const moment = await this.#momentOf(account, personId, chat)
    const show = this.#links.showTo({ kind: 'staff', accountId, personId })
    const preview = previewOf(account, chat) ?? lastWordsIn(stored.messages)
    // S5
    const comments = stored.comments.filter((comment) => maySeeComment(comment, viewer))
    const from = fitsFrom([...stored.messages, ...comments])
    const fits = ({ seq }: { seq: number }): boolean => seq >= from
    const value: ConversationSnapshot = {
      chat: toChatView(chat, access, {
        dueAt: dueAtOf(account, chat),
        preview,
        customerName: names.get(chat.customerId) ?? null,
        handover,
      }),
      handover: handover === null ? null : toHandoverView(handover),
      messages: stored.messages.filter(fits).map((message) => toMessageView(message, viewer, show)),
      comments: comments.filter(fits).map((comment) => toCommentView(comment, viewer, show)),
      readMarks: Object.fromEntries(
        stored.readMarks
          .filter(({ reader }) => reader !== 'staff')
          .map(({ reader, seq }) => [reader, seq]),
      ),
      possible: snapshot === null ? {} : possibleNow(chat, snapshot, viewer, settings, moment),
      more: stored.more || from > 0,
    }
    if ((await account.gate()) === 'lost') return refusedScreen('transient')
    return {
      kind: 'shown',
      seq: stored.seq,
      value,
      chat: snapshot === null ? null : { row: chat, snapshot },
      moment,
    }
  }

  /** Whom a comment of a chat that the viewer may read can name now: all others who know of it. */
  async mentionable(
    accountId: string,
    personId: string,
    chatId: string,
  ): Promise<Shown<Mentionable>> {
    const stored = await this.#chat(accountId, chatId)
    const who = await this.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const { seq } = account
    const settings = account.settings.values
    const chat = account.chats.get(chatId) ?? stored
    if (chat === null || accessTo(chat, viewer, settings) !== 'full') {
      return refusedScreen('notFound')
    }
    const personIds = [...account.members.values()]
      .filter((member) => mayBeMentioned(member, chat, account.retired, settings))
      .map((member) => member.personId)
      .filter((one) => one !== personId)
    if ((await account.gate()) === 'lost') return refusedScreen('transient')
    return { kind: 'shown', seq, value: { personIds } }
  }

  /** What a viewer missed since a sequence; null where a snapshot is cheaper or the cursor is ahead. */
  async missed(
    accountId: string,
    personId: string,
    after: number,
    chatId: string | null,
  ): Promise<{ seq: number; changes: StaffChange[] } | null> {
    const who = await this.viewer(accountId, personId)
    if (who === null) return null
    const { account, viewer } = who
    // With other rights other chats are visible, which did not change themselves.
    // What was erased since must not stay on a screen.
    const sawOthers = () =>
      after < account.erasedSeq || (chatId === null && after < account.rightsSeq)
    if (sawOthers()) return null
    const stored = await this.#feed.changesSince(accountId, after, MAX_RESUME_CHANGES)
    if (stored === null || sawOthers()) return null
    // Memory is looked at after the rows: what it knows is at least as new, and comes again live.
    const settings = account.settings.values
    const changes: StaffChange[] = []
    if (chatId === null) {
      for (const id of account.groups.keys()) {
        const group = groupView(account, id)
        if (group !== null) changes.push({ kind: 'group', group })
      }
      for (const id of account.members.keys()) {
        const agent = agentView(account, id)
        if (agent !== null) changes.push({ kind: 'agent', agent })
      }
      for (const channel of account.channels.values()) {
        changes.push({ kind: 'channel', channel: toDeskChannelView(channel) })
      }
      for (const tag of account.tags.values()) changes.push({ kind: 'tag', tag: toTagView(tag) })
      changes.push({ kind: 'settings', settings: toSettingsView(account) })
      const unread = account.mentions.of(personId, account.chats)
      changes.push({ kind: 'mentions', mentions: toMentionViews(unread, viewer, settings) })
    }
    // What somebody has read changes a row and no statechart: the journal does not name the chat.
    const named = new Set(stored.chats.map((chat) => chat.chatId))
    const unnamed = [...account.chats.values()].filter(
      ({ chatId, open, seq }) => open && seq > after && seq <= stored.seq && !named.has(chatId),
    )
    // Nor do tags and ratings of a chat that is over: whoever looks at it gets it as it is now.
    const looked = chatId === null || named.has(chatId) ? null : await this.#chat(accountId, chatId)
    const late = looked !== null && !looked.open && looked.seq > after ? [looked] : []
    const chats = [...stored.chats, ...unnamed, ...late]
    if (chatId === null && chats.length > MAX_RESUME_ITEMS) return null
    const isAbout = (item: { chatId: string }) => item.chatId === chatId
    const items = [...stored.messages, ...stored.comments].filter(isAbout)
    if (items.length > MAX_RESUME_ITEMS) return null
    const bytes = items.reduce((sum, item) => sum + bytesOf(item), 0)
    if (bytes > MAX_PAGE_BYTES) return null
    if ((await account.gate()) === 'lost') return null
    const lastIds = chats.flatMap(({ lastMessageId }) => lastMessageId ?? [])
    const previews = await this.#previews(accountId, lastIds)
    const names = await this.names(account, chats)
    const handovers = await this.handovers(account, chats)
    for (const chat of chats) {
      if (chatId !== null && chat.chatId !== chatId) continue
      const access = accessTo(chat, viewer, settings)
      // It came or goes while it was read: what was missed would be half of it.
      if (chatId !== null && access !== 'full') return null
      if (access === 'none' || (!chat.open && chatId === null)) {
        changes.push({ kind: 'chatGone', chatId: chat.chatId })
        continue
      }
      const facts = {
        dueAt: dueAtOf(account, chat),
        preview: previews.get(chat.chatId) ?? null,
        customerName: names.get(chat.customerId) ?? null,
        handover: handovers.get(chat.chatId) ?? null,
      }
      changes.push({ kind: 'chat', chat: toChatView(chat, access, facts) })
      if (chatId === null) continue
      const { handover } = facts
      if (handover !== null) {
        changes.push({ kind: 'handover', chatId, handover: toHandoverView(handover) })
      }
      const snapshot = await this.#snapshotOf(account, chatId)
      const moment = await this.#momentOf(account, personId, chat)
      if (snapshot !== null) {
        const possible = possibleNow(chat, snapshot, viewer, settings, moment)
        changes.push({ kind: 'possible', chatId, possible })
      }
    }
    if (chatId !== null) {
      if (!(await this.#mayRead(accountId, chatId, viewer, settings))) return null
      const show = this.#links.showTo({ kind: 'staff', accountId, personId })
      for (const message of stored.messages) {
        if (message.chatId !== chatId) continue
        changes.push({ kind: 'message', message: toMessageView(message, viewer, show) })
      }
      for (const comment of stored.comments) {
        if (comment.chatId !== chatId || !maySeeComment(comment, viewer)) continue
        changes.push({ kind: 'comment', comment: toCommentView(comment, viewer, show) })
      }
      for (const mark of await this.#feed.readMarks(accountId, [chatId])) {
        if (mark.reader === 'staff') continue
        changes.push({ kind: 'read', chatId, reader: mark.reader, seq: mark.seq })
      }
    }
    return { seq: stored.seq, changes }
  }

  /**
   * Whether a customer would get what is written to them; null where what is known of them sleeps,
   * and only that could say so.
   */
  canReach(account: Account, customerId: string): boolean | null {
    const { reach } = this.#host
    if (reach.isHere(account.accountId, customerId)) return true
    if (!reach.sendsMail) return false
    const awake = account.customers.get(customerId)
    return awake === undefined ? null : (awake.details?.email ?? null) !== null
  }

  /** The customer of a chat that is over is woken where it matters; of an open one nobody asks. */
  async #momentOf(account: Account, personId: string, chat: ChatRow): Promise<Moment> {
    const { customerId, open } = chat
    let canReach = open ? true : this.canReach(account, customerId)
    if (canReach === null || (!open && !account.customers.has(customerId))) {
      await this.#host.run({
        accountId: account.accountId,
        by: 'system',
        command: null,
        lane: `customer:${customerId}`,
        decide: (turn) => {
          turn.known(customerId)
          return {}
        },
      })
      canReach = this.canReach(account, customerId)
    }
    const notAccepting = agentView(account, personId)?.notAccepting ?? null
    const isBlocked = (account.customers.get(customerId)?.row.blockId ?? null) !== null
    return { notAccepting, canReach: canReach ?? false, isBlocked }
  }

  /**
   * One chat's or agent's machine as it is now, with its journal; null where it is not there, or not
   * this viewer's to watch.
   */
  async actor(
    accountId: string,
    personId: string,
    actor: string,
  ): Promise<{
    account: Account
    machine: string
    snapshot: AnyMachineSnapshot
    journal: JournalRow[]
  } | null> {
    const who = await this.viewer(accountId, personId)
    if (who === null || !(await this.mayWatch(who, actor))) return null
    const { account } = who
    const journal = await this.#feed.journals(accountId, [actor])
    const awake = account.actors.get(actor)
    if (awake !== undefined)
      return { account, machine: awake.machine, snapshot: awake.snapshot, journal }
    const [row] = await this.#loadActors(accountId, [actor])
    if (row === undefined || !account.machines.knows(row.machine)) return null
    const plain: unknown = row.snapshot
    const snapshot = account.machines.restore(row.machine, plain as PlainSnapshot)
    return { account, machine: row.machine, snapshot, journal }
  }

  /** Whether a viewer may watch a chat's or an agent's machine at this moment. */
  async mayWatch(who: { account: Account; viewer: Viewer }, actor: string): Promise<boolean> {
    const { account, viewer } = who
    const id = actor.slice(actor.indexOf(':') + 1)
    if (actor.startsWith('agent:')) {
      const member = account.members.get(id)
      return member !== undefined && leads(viewer, member)
    }
    if (!maySeeCharts(viewer)) return false
    const chat = account.chats.get(id) ?? (await this.#chat(account.accountId, id))
    return chat !== null && mayWatchChat(chat, viewer, account.settings.values)
  }

  /** The names of chats' customers, as far as they are known: by memory, else by committed rows. */
  async names(account: Account, chats: readonly ChatRow[]): Promise<Map<string, string>> {
    const names = new Map<string, string>()
    const asleep = new Set<string>()
    for (const { customerId, open } of chats) {
      const name = account.customerNames.get(customerId)
      if (name !== undefined) names.set(customerId, name)
      else if (!open && !account.customers.has(customerId)) asleep.add(customerId)
    }
    if (asleep.size === 0) return names
    const found = await this.#feed.customerNames(account.accountId, [...asleep])
    return new Map([...names, ...found])
  }

  /** What bots handed chats over with, by chat: by memory, else by committed rows. */
  async handovers(account: Account, chats: readonly ChatRow[]): Promise<Map<string, HandoverRow>> {
    const known = new Map<string, HandoverRow>()
    const asleep: string[] = []
    for (const { chatId, handoverId } of chats) {
      const handover = account.handovers.get(chatId)
      if (handover !== undefined) known.set(chatId, handover)
      else if (handoverId !== null) asleep.push(handoverId)
    }
    if (asleep.length === 0) return known
    const found = await this.#feed.handovers(account.accountId, asleep)
    return new Map([...known, ...found.map((one) => [one.chatId, one] as const)])
  }

  /** The last words of chats by their ids, cut as those that come live are. */
  async #previews(
    accountId: string,
    messageIds: string[],
  ): Promise<Map<string, { author: string; text: string; at: number }>> {
    if (messageIds.length === 0) return new Map()
    const words = await this.#feed.words(accountId, messageIds, PREVIEW_LENGTH)
    return new Map(
      words.map(({ chatId, author, text, at }) => [
        chatId,
        { author, at, text: text.slice(0, PREVIEW_LENGTH) },
      ]),
    )
  }

  async #chat(accountId: string, chatId: string): Promise<ChatRow | null> {
    return (await this.#feed.conversation(accountId, chatId, null, 1)).chat
  }

  async #mayRead(
    accountId: string,
    chatId: string,
    viewer: Viewer,
    settings: Parameters<typeof accessTo>[2],
  ): Promise<boolean> {
    const chat = await this.#chat(accountId, chatId)
    return chat !== null && accessTo(chat, viewer, settings) === 'full'
  }

  async #snapshotOf(account: Account, chatId: string): Promise<AnyMachineSnapshot | null> {
    const awake = account.actors.get(`chat:${chatId}`)
    if (awake !== undefined) return awake.snapshot
    const [row] = await this.#loadActors(account.accountId, [`chat:${chatId}`])
    // Of a chat that is over, the version may be one that is not known any more.
    if (row === undefined || !account.machines.knows(row.machine)) return null
    const plain: unknown = row.snapshot
    return account.machines.restore(row.machine, plain as PlainSnapshot)
  }
}

function lastWordsIn(
  messages: readonly MessageRow[],
): { author: string; text: string; at: number } | undefined {
  const last = messages.findLast(mayBeLastWords)
  if (last === undefined) return undefined
  return { author: last.author, text: (last.text ?? '').slice(0, PREVIEW_LENGTH), at: last.at }
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
