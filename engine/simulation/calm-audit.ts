import { CONVERSATION_PAGE, PREVIEW_LENGTH } from '#protocol/limits'
import { filesIn } from '../files/file-facts.ts'
import { mayBeLastWords } from '../host/last-words.ts'
import { toHandoverView } from '../realtime/staff-views.ts'
import type { ChatView } from '#protocol/staff-views'
import type { ChatRow, CommentRow, MemberRow, MessageRow } from '#storage/rows'
import type { AccountHistory } from './account-history.ts'
import { isSame } from '../replay/compare.ts'
import type { CustomerTab } from './customer-tab.ts'
import type { StaffTab, Talk } from './staff-tab.ts'
import type { PromiseName, Witness } from './violation.ts'
import { maySee } from './who-may-see.ts'

/** A delay may be this much later than it says: two fresh minutes after an outage, and a bit. */
const LATE_MS = 2 * 60_000 + 10_000

/** Of a long conversation this much is shown at least; what is personal was left out of a page. */
const PAGE = CONVERSATION_PAGE / 2

/** Columns that a list shows as they are. */
const SHOWN = [
  'seq',
  'customerId',
  'channelId',
  'groupId',
  'state',
  'agentId',
  'targetAgentId',
  'priority',
  'firstWaitingAt',
  'unansweredSince',
  'stateSince',
  'holdUntil',
  'answered',
  'leftMessage',
  'customerPresent',
  'stickyAgentId',
] as const satisfies readonly (keyof ChatRow & keyof ChatView)[]

/** Of these the row alone says nothing. */
const SHOWN_IN_FULL = [...SHOWN, 'tagIds', 'closeReasonId', 'rating'] as const

/**
 * What must hold once nothing is under way any more: everybody who is connected has seen what they
 * may see, once and in order, and nobody waits who could be served.
 */
export class CalmAudit {
  readonly #witness: Witness
  readonly #history: AccountHistory
  readonly #now: number

  readonly #loadedAt: number

  /** @param loadedAt when a host read the account last: from then on an outage is over. */
  constructor(history: AccountHistory, witness: Witness, now: number, loadedAt: number) {
    this.#history = history
    this.#witness = witness
    this.#now = now
    this.#loadedAt = loadedAt
  }

  account(): void {
    this.#nobodyWaitsInVain()
    this.#noTimerIsForgotten()
  }

  /** @param connected whether any tab of this person is open at the process that owns the account. */
  presence(personId: string, connected: boolean): void {
    const agent = this.#history.agents.get(personId)
    const member = this.#history.members.get(personId)
    if (agent === undefined || member === undefined) return
    const active = agent.context.active === member.active
    this.#holds(active, 'presence', () => `${personId} is ${member.active ? '' : 'not '}active`)
    const { connection } = agent.value
    const same = connected ? connection === 'connected' : connection !== 'connected'
    this.#holds(same, 'presence', () => `${personId} is ${connection}, sockets: ${connected}`)
  }

  customer(tab: CustomerTab): void {
    const stream = this.#history.streams.get(tab.customerId) ?? []
    const kept = stream.slice(stream.length - tab.items.length)
    const same =
      tab.newest === stream.length &&
      kept.every((message, index) => isItem(message, tab.items[index]))
    this.#holds(
      same,
      'seenByViewers',
      () => `${tab.sender} has ${tab.newest} of ${stream.length} items`,
    )
    const row = this.#openChatOf(tab.customerId)
    if (row === null || tab.chat === null) return
    this.#holds(row.customerPresent, 'presence', () => `${tab.sender} is here, the chat says not`)
    const { with: partner, state } = tab.chat
    const talks = row.state.startsWith('assigned.') && row.agentId !== null
    const name = talks ? this.#history.members.get(row.agentId ?? '')?.publicName : undefined
    const told =
      (talks ? partner?.name === name : partner?.kind !== 'person' || row.state === 'closing') &&
      row.state.startsWith('bot.') === (state === 'bot')
    this.#holds(told, 'seenByViewers', () => `${tab.sender} is told ${state}, it is ${row.state}`)
  }

  staff(tab: StaffTab): void {
    const person = this.#history.members.get(tab.personId)
    if (person === undefined || !tab.isLive('desk')) return
    this.#desk(tab, person)
    for (const [chatId, talk] of tab.talks) {
      if (tab.isLive(`chat:${chatId}`)) this.#talk(tab, person, chatId, talk)
    }
  }

  // -- the account ----------------------------------------------------------------------------

  #nobodyWaitsInVain(): void {
    const { settings, members, agents } = this.#history
    if (settings.assignment !== 'automatic') return
    for (const chat of this.#history.openChats) {
      if (!chat.waits) continue
      const { groupId } = chat.context.line
      const target = chat.targetAgentId
      const free = [...agents].find(([agentId, agent]) => {
        const member = members.get(agentId)
        if (!agent.accepts || member?.active !== true) return false
        return target === null ? member.groupIds.includes(groupId) : agentId === target
      })
      const isBot = chat.context.forward?.to.kind === 'bot'
      this.#holds(
        free === undefined || isBot,
        'notStuck',
        () => `${chat.context.chatId} is ${chat.state} in ${groupId}, ${free?.[0]} accepts`,
      )
    }
  }

  #noTimerIsForgotten(): void {
    for (const [actor, timers] of this.#history.timers) {
      for (const { timerId, dueAt } of timers.values()) {
        // A queue limit stands still while nobody of the group is reachable.
        if (dueAt === null || timerId.includes('queueLimit')) continue
        const late = this.#now - Math.max(dueAt, this.#loadedAt)
        this.#holds(late < LATE_MS, 'timerNotLost', () => `${actor}: ${timerId} is ${late} ms late`)
      }
    }
  }

  // -- what staff sees ------------------------------------------------------------------------

  #desk(tab: StaffTab, person: MemberRow): void {
    const { settings } = this.#history
    const expected = new Map<string, ChatRow>()
    for (const { context } of this.#history.openChats) {
      const row = this.#history.chats.get(context.chatId)
      if (row !== undefined && maySee(row, person, settings, this.#history.groups) !== 'none') {
        expected.set(row.chatId, row)
      }
    }
    for (const chatId of tab.chats.keys()) {
      const row = this.#history.chats.get(chatId)
      this.#sees(expected.has(chatId), tab, () => `still shows ${chatId} (${row?.state})`)
    }
    for (const [chatId, row] of expected) {
      const view = tab.chats.get(chatId)
      if (view === undefined) {
        this.#sees(false, tab, () => `does not show ${chatId} (${row.state} in ${row.groupId})`)
        continue
      }
      const shown = view.access === 'full' ? SHOWN_IN_FULL : SHOWN
      const wrong = shown
        .filter((name) => !isSame(view[name], row[name]))
        .map((name) => `${name} ${String(view[name])} for ${String(row[name])}`)
      const access = maySee(row, person, settings, this.#history.groups)
      if (view.access !== access) wrong.push(`access ${view.access} for ${access}`)
      if (access === 'full') {
        if (view.unread !== row.unread) wrong.push(`unread ${view.unread} for ${row.unread}`)
        if (!this.#isPreview(view, chatId)) wrong.push('preview')
      }
      const subject = this.#history.handovers.get(chatId)?.subject ?? null
      if ((view.subject ?? null) !== (access === 'full' ? subject : null)) wrong.push('subject')
      this.#sees(wrong.length === 0, tab, () => `shows ${chatId} with ${wrong.join()}`)
    }
    this.#mentions(tab, person)
    this.#colleagues(tab)
  }

  #mentions(tab: StaffTab, person: MemberRow): void {
    const { personId } = person
    const unread = this.#history.mentions.filter(({ chatId, seq, ...mention }) => {
      const chat = this.#history.chats.get(chatId)
      if (mention.personId !== personId || chat === undefined) return false
      const cursor = this.#history.readMarks.get(chatId)?.get(`agent:${personId}`)
      if (seq <= (cursor?.seq ?? 0)) return false
      const { settings, groups } = this.#history
      return maySee(chat, person, settings, groups) !== 'none'
    })
    const expected = unread.map(({ commentId }) => commentId).toReversed()
    const shown = tab.mentions.map(({ commentId }) => commentId)
    this.#sees(
      isSame(shown, expected),
      tab,
      () => `is named in ${expected.join()}: ${shown.join()}`,
    )
  }

  #colleagues(tab: StaffTab): void {
    for (const [agentId, view] of tab.agents) {
      const agent = this.#history.agents.get(agentId)
      if (agent === undefined) continue
      const same =
        view.presence === agent.value.presence &&
        view.connection === agent.value.connection &&
        view.inHand === agent.inHand &&
        view.limit === agent.context.limit
      const { value, context, inHand } = agent
      const now = `${JSON.stringify(value)} with ${inHand} of ${context.limit}`
      this.#sees(same, tab, () => `shows ${JSON.stringify(view)}, it is ${now}`)
    }
    for (const [groupId, view] of tab.groups) {
      const waiting = this.#history.openChats.filter(
        (chat) => chat.waits && chat.context.line.groupId === groupId,
      ).length
      this.#sees(view.waiting === waiting, tab, () => `${groupId}: ${view.waiting} for ${waiting}`)
    }
    const { settings } = tab
    const same =
      settings !== null &&
      Object.entries(this.#history.settings).every(([name, value]) =>
        isSame(settings[name as keyof typeof settings], value),
      )
    this.#sees(same, tab, () => 'shows other settings')
  }

  #isPreview(view: ChatView, chatId: string): boolean {
    const last = this.#history.messages.get(chatId)?.findLast(mayBeLastWords)
    // One without words is called by its first file.
    const words = last?.text === '' ? filesIn(last.data)[0]?.name : last?.text
    const known = view.access === 'full' ? words?.slice(0, PREVIEW_LENGTH) : undefined
    return (view.preview ?? undefined)?.text === known
  }

  #talk(tab: StaffTab, person: MemberRow, chatId: string, talk: Talk): void {
    const row = this.#history.chats.get(chatId)
    if (row === undefined) return
    const access = maySee(row, person, this.#history.settings, this.#history.groups)
    this.#sees(access === 'full', tab, () => `reads ${chatId} (${row.state}), may see: ${access}`)
    const stateShown = talk.chat.state === row.state && talk.chat.agentId === row.agentId
    this.#sees(stateShown, tab, () => `reads ${chatId} as ${talk.chat.state}, it is ${row.state}`)
    const messages = this.#history.messages.get(chatId) ?? []
    const comments = (this.#history.comments.get(chatId) ?? []).filter((comment) =>
      mayRead(comment, tab.personId),
    )
    // Of a long conversation, everything from the first line on that is shown, of both streams.
    const shown = [...talk.messages, ...talk.comments]
    const from = talk.more ? Math.min(...shown.map(({ seq }) => seq)) : 0
    const isShown = ({ seq }: { seq: number }): boolean => seq >= from
    this.#sees(
      isSame(messages.filter(isShown).map(messageOf), talk.messages.map(messageOf)),
      tab,
      () => `has ${talk.messages.length} of ${messages.length} messages in ${chatId}`,
    )
    this.#sees(
      isSame(comments.filter(isShown).map(commentOf), talk.comments.map(commentOf)),
      tab,
      () => `has ${talk.comments.length} of ${comments.length} comments in ${chatId}`,
    )
    this.#sees(
      !talk.more || shown.length >= PAGE,
      tab,
      () => `has only ${shown.length} lines of ${chatId}`,
    )
    const handover = this.#history.handovers.get(chatId)
    this.#sees(
      isSame(talk.handover, handover === undefined ? null : toHandoverView(handover)),
      tab,
      () => `has another handover of ${chatId}`,
    )
    for (const { reader, seq } of this.#history.readMarks.get(chatId)?.values() ?? []) {
      if (reader === 'staff') continue
      const shown = talk.readMarks.get(reader)
      this.#sees(shown === seq, tab, () => `${reader} read ${chatId} to ${seq}, shown ${shown}`)
    }
  }

  // -- helpers --------------------------------------------------------------------------------

  #openChatOf(customerId: string): ChatRow | null {
    const chatId = this.#history.customers.get(customerId)?.openChatId ?? null
    return chatId === null ? null : (this.#history.chats.get(chatId) ?? null)
  }

  #sees(holds: boolean, tab: StaffTab, words: () => string): void {
    this.#holds(holds, 'seenByViewers', () => `${tab.sender} ${words()}`)
  }

  #holds(holds: boolean, promise: PromiseName, words: () => string): void {
    this.#witness.holds(holds, promise, () => `${this.#history.accountId}: ${words()}`)
  }
}

function mayRead(comment: CommentRow, personId: string): boolean {
  return comment.visibleTo === 'staff' || comment.author === `agent:${personId}`
}

function isItem(message: MessageRow, item: CustomerTab['items'][number] | undefined): boolean {
  if (item === undefined || item.n !== message.customerSeq || item.kind !== message.kind) {
    return false
  }
  // Whoever saw words before they were erased may still have them.
  if (message.kind === 'notice' || message.text === null) return true
  const files = filesIn(message.data).map(({ fileId }) => fileId)
  const shown = item.files.map(({ fileId }) => fileId)
  return item.text === message.text && isSame(files, shown)
}

function messageOf({ messageId }: { messageId: string }): string {
  return messageId
}

function commentOf({ commentId }: { commentId: string }): string {
  return commentId
}
