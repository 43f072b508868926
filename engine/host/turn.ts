import type { AnyMachineSnapshot } from 'xstate'
import type { By } from '#machines/actor-ref'
import type { AgentEvent, AgentInput } from '#machines/agent-events'
import { whyNotAccepting } from '#machines/agent'
import type { ChatContext } from '#machines/chat'
import type { ChatEvent, ChatInput } from '#machines/chat-events'
import { chatStateOf } from '#machines/chat-state'
import { XSTATE_VERSION } from '#machines/registry'
import { countedChat, tallied } from '#machines/stays'
import type { ChatTally } from '#machines/stays'
import { delayNameOf } from '#machines/delay-name'
import { birth, budgetOf, step, timerEvent } from '#machines/step'
import { MIGRATED } from '#machines/versions'
import type { Taken } from '#machines/step'
import type { OpeningHours } from '#protocol/opening-hours'
import type { Json } from '#storage/json'
import type {
  BotRow,
  ChannelRow,
  ChatRow,
  CommentRow,
  CustomerRow,
  FileRow,
  GroupRow,
  JournalRow,
  MemberRow,
  MessageRow,
  OutboxRow,
  ReadMarkRow,
  TagRow,
  TimerRow,
} from '#storage/rows'
import type { WebhookKind } from '#protocol/webhook-kinds'
import type { FigureRow, StayRow } from '#storage/statistics-rows'
import type { WebhookDeliveryRow, WebhookRow } from '#storage/webhook-rows'
import type { BlockWords, KnownCustomer } from '#storage/store'
import type { Ids } from '../ports.ts'
import { chatMoment } from '../statistics/chat-moment.ts'
import { presenceFigures, ratingFigures, stayFigures, stayRows } from '../statistics/counting.ts'
import type { Account, AgentState, AwakeActor } from './account.ts'
import { agentStateOf, willTake } from './account.ts'
import { refuse } from './answer.ts'
import { contextOf, holder, inLine, isSamePlace, toChatRow } from './chat-row.ts'
import { mayBeLastWords } from './last-words.ts'
import { budgetsOf, dueAt, withBudget, withHours } from './deadlines.ts'
import { carryOut } from './effects.ts'
import { Rare } from './gathered.ts'
import { orderMissedMail } from './missed-mail.ts'
import type { Reach } from './reach.ts'
import type { VersionedSettings } from './settings.ts'
import { newsOf } from './webhook-events.ts'
import { chatLimitsOf } from './settings.ts'

type Unstamped<E> = E extends unknown ? Omit<E, 'at' | 'by'> : never
export type NewChatEvent = Unstamped<ChatEvent>
export type NewAgentEvent = Unstamped<AgentEvent>

/** One step of an actor's machine. */
export interface MachineStep {
  actor: string
  actorSeq: number
  machine: string
  /** `born`, or the event's type. */
  event: string
  by: string
  snapshot: AnyMachineSnapshot
  /** The transitions that were taken, by their ids in the machine's graph. */
  passed: readonly string[]
  /** Of a chat, the group that it was in; null of an agent. */
  groupId: string | null
  at: number
}

/** Ends a turn that needs what sleeps: the host wakes it and begins the turn anew. */
export class Asleep extends Error {
  override name = 'Asleep'
  constructor(
    readonly needs: {
      chats: string[]
      actors: string[]
      customers: string[]
      /** Chats whose past statistics need. */
      pasts?: string[]
    },
  ) {
    super('asleep')
  }
}

const NO_NEEDS = { chats: [], actors: [], customers: [] }

export interface TurnOptions {
  account: Account
  at: number
  by: By
  commandId: string | null
  ids: Ids
  /** What was looked for and does not exist. */
  absent: ReadonlySet<string>
  reach: Reach
}

/**
 * One turn of an account: steps of actors and rows that go with them, laid over the account's
 * memory. Nothing is changed until `Host` applies it.
 *
 * U1 a turn happens whole or not at all. U2 whoever has a chat before and after a step is told to
 * that agent's actor in the same turn, so limits and ownership hold by construction. U3 an actor
 * hears of new settings before its next event. U4 an actor of an older version goes over to the
 * present one before its next event, and that stands in the journal.
 */
export class Turn {
  readonly at: number
  readonly by: By
  readonly commandId: string | null
  readonly account: Account
  readonly #ids: Ids
  readonly #absent: ReadonlySet<string>
  readonly #reach: Reach

  seq: number
  accountActorSeq: number
  readonly journal: JournalRow[] = []
  readonly actors = new Map<string, AwakeActor>()
  readonly timers = new Map<string, { actor: string; timerId: string; row: TimerRow | null }>()
  readonly chats = new Map<string, ChatRow>()
  readonly customers = new Map<string, CustomerRow>()
  readonly messages: MessageRow[] = []
  readonly comments: CommentRow[] = []
  readonly outbox: OutboxRow[] = []
  /** What webhooks are to be told of it; nothing where there are none. */
  readonly webhookDeliveries: WebhookDeliveryRow[] = []
  /** Events for webhooks since the newest row of the journal. */
  #newsOfRow = { seq: 0, count: 0 }
  /** What is counted in it. */
  readonly stays: StayRow[] = []
  readonly figures: FigureRow[] = []
  readonly readMarks = new Map<string, ReadMarkRow>()
  /** What its actors' machines did, in their order. */
  readonly steps: MachineStep[] = []
  readonly rare = new Rare()
  readonly revokedPersonIds = new Set<string>()
  /** Of whom details, notes or blocks changed. */
  readonly changedCustomerIds = new Set<string>()
  /** Of whom other mentions are unread than before; found when the turn becomes memory. */
  readonly mentionedIds = new Set<string>()
  readonly #touchedGroups = new Set<string>()
  /** The chat that its customer rated, and sees as the newest of theirs. */
  ratedChatId: string | null = null
  matchWanted = false
  hasRare = false
  newSettings: VersionedSettings | null = null

  constructor(options: TurnOptions) {
    this.account = options.account
    this.at = options.at
    this.by = options.by
    this.commandId = options.commandId
    this.#ids = options.ids
    this.#absent = options.absent
    this.#reach = options.reach
    this.seq = options.account.seq
    this.accountActorSeq = options.account.accountActorSeq
  }

  // -- what is --------------------------------------------------------------------------------

  get settings(): VersionedSettings {
    return this.newSettings ?? this.account.settings
  }

  newId(): string {
    return this.#ids.next()
  }

  /** Whether this server sends mail: else none is ordered. */
  get sendsMail(): boolean {
    return this.#reach.sendsMail
  }

  /** Whether a customer would get what is written: here now, or by mail. */
  canReach(customerId: string): boolean {
    if (this.#reach.isHere(this.account.accountId, customerId)) return true
    return this.sendsMail && (this.known(customerId).details?.email ?? null) !== null
  }

  group(groupId: string): GroupRow {
    const group = this.rare.groups.get(groupId) ?? this.account.groups.get(groupId)
    if (group === undefined || group.successorId !== null) refuse('notFound', { groupId })
    return group
  }

  /** Whether there is such a group, or was. */
  hasGroup(groupId: string): boolean {
    return this.rare.groups.has(groupId) || this.account.groups.has(groupId)
  }

  /** The group, or the one that it leads on to. Refuses with `notFound`. */
  livingGroup(groupId: string): GroupRow {
    return this.group(this.account.retired.get(groupId) ?? groupId)
  }

  member(personId: string): MemberRow {
    const member = this.rare.members.get(personId) ?? this.account.members.get(personId)
    if (member === undefined) refuse('notFound', { personId })
    return member
  }

  channel(channelId: string): ChannelRow {
    const channel = this.rare.channels.get(channelId) ?? this.account.channels.get(channelId)
    if (channel === undefined) refuse('notFound', { channelId })
    return channel
  }

  /** Null for one that was deleted, or never was. */
  bot(botId: string): BotRow | null {
    const bot = this.rare.bots.get(botId) ?? this.account.bots.get(botId)
    return bot === undefined || bot.deleted ? null : bot
  }

  /** Null for one that was deleted, or never was. */
  webhook(webhookId: string): WebhookRow | null {
    const webhook = this.rare.webhooks.get(webhookId) ?? this.account.webhooks.get(webhookId)
    return webhook === undefined || webhook.deleted ? null : webhook
  }

  /** A tag that chats can get. Refuses with `notFound`, deleted ones too. */
  tag(tagId: string): TagRow {
    const tag = this.rare.tags.get(tagId) ?? this.account.tags.get(tagId)
    if (tag === undefined || tag.deleted) refuse('notFound', { tagId })
    return tag
  }

  /** A chat's row, open or closed. Refuses with `notFound`. */
  chat(chatId: string): ChatRow {
    const chat = this.chats.get(chatId) ?? this.account.chats.get(chatId)
    if (chat !== undefined) return chat
    if (this.#absent.has(`chat:${chatId}`)) refuse('notFound', { chatId })
    throw new Asleep({ chats: [chatId], actors: [], customers: [] })
  }

  chatContext(chatId: string): ChatContext {
    return contextOf(this.#actor(`chat:${chatId}`))
  }

  agent(agentId: string): AgentState {
    return agentStateOf(this.#actor(`agent:${agentId}`))
  }

  customer(customerId: string): CustomerRow {
    const customer = this.findCustomer(customerId)
    if (customer === null) refuse('notFound')
    return customer
  }

  /** An upload that nobody used yet, and that did not expire. */
  upload(fileId: string): FileRow | null {
    const file = this.rare.files.get(fileId) ?? this.account.uploads.get(fileId)
    return file === undefined || (file.expiresAt ?? 0) <= this.at ? null : file
  }

  /** Null for a customer who never wrote. */
  findCustomer(customerId: string): CustomerRow | null {
    const found = this.customers.get(customerId) ?? this.account.customers.get(customerId)?.row
    if (found !== undefined) return found
    if (this.#absent.has(`customer:${customerId}`)) return null
    throw new Asleep({ chats: [], actors: [], customers: [customerId] })
  }

  /** What is known of a customer, with what this turn changed. Refuses with `notFound`. */
  known(customerId: string): KnownCustomer {
    const row = this.customer(customerId)
    const awake = this.account.customers.get(customerId)
    const notes = [...this.rare.customerNotes.values()].filter(
      (note) => note.customerId === customerId,
    )
    const closed = [...this.chats.values()].filter(
      (chat) => chat.customerId === customerId && !chat.open,
    )
    return {
      row,
      details: this.rare.customerDetails.get(customerId) ?? awake?.details ?? null,
      notes: [
        ...(awake?.notes ?? []),
        ...notes.map(({ noteId, author }) => ({ noteId, author })),
      ].filter(({ noteId }) => !this.rare.customerNotesGone.has(noteId)),
      closedIn: [...new Set([...(awake?.closedIn ?? []), ...closed.map((chat) => chat.groupId)])],
      parts: this.#partsOf(customerId, awake?.parts ?? []),
      block: this.#blockWords(row, awake?.block ?? null),
    }
  }

  /**
   * All customers who are the same person as one of them: who stands for it, then who was merged
   * into that one. Refuses with `notFound`.
   */
  person(customerId: string): KnownCustomer[] {
    const head = this.known(this.customer(customerId).mergedInto ?? customerId)
    return [head, ...head.parts.map((part) => this.known(part))]
  }

  /** Wakes in one go what the turn is going to need. Closed chats' actors are not woken. */
  prepare(chatIds: readonly string[]): void {
    const needs = { chats: [] as string[], actors: [] as string[], customers: [] as string[] }
    for (const chatId of chatIds) {
      const chat = this.chats.get(chatId) ?? this.account.chats.get(chatId)
      const actor = `chat:${chatId}`
      if (chat === undefined && !this.#absent.has(actor)) needs.chats.push(chatId)
      if (!this.#isAwake(actor)) needs.actors.push(actor)
      if (chat !== undefined && !this.#knowsCustomer(chat.customerId)) {
        needs.customers.push(chat.customerId)
      }
    }
    if (needs.chats.length + needs.actors.length + needs.customers.length > 0) {
      throw new Asleep(needs)
    }
  }

  /** Wakes rows in one go: of chats that are over too, without their actors, and of customers. */
  wakeRows({
    chats = [],
    customers = [],
  }: {
    chats?: readonly string[]
    customers?: readonly string[]
  }): void {
    const knows = (id: string): boolean =>
      this.chats.has(id) || this.account.chats.has(id) || this.#absent.has(`chat:${id}`)
    const needs = {
      chats: chats.filter((id) => !knows(id)),
      actors: [],
      customers: customers.filter((id) => !this.#knowsCustomer(id)),
    }
    if (needs.chats.length + needs.customers.length > 0) throw new Asleep(needs)
  }

  // -- what happens ---------------------------------------------------------------------------

  /**
   * Opens a chat. Its customer must be known to the turn. `write` puts the words that belong to the
   * event into the stream, before any notice that the event leads to.
   */
  openChat(
    input: Omit<ChatInput, 'at' | 'by' | 'limits' | 'settingsVersion'>,
    write?: () => void,
  ): ChatRow {
    const machine = this.account.machines.current('chat')
    const stamped: ChatInput = {
      ...input,
      at: this.at,
      by: this.by,
      limits: chatLimitsOf(this.settings.values),
      settingsVersion: this.settings.version,
    }
    const taken = birth(this.account.machines.of(machine), stamped)
    const actor = `chat:${input.chatId}`
    this.#record(actor, 1, 'born', stamped, machine)
    const awake = this.#putActor(actor, machine, taken, 1, input.line.groupId)
    const row = this.#putChatRow(null, awake)
    this.#tellNews(null, row)
    this.#tellHolders(null, row)
    this.#arm(awake, taken, row.groupId)
    this.putCustomer({ ...this.customer(input.customerId), openChatId: input.chatId })
    write?.()
    carryOut(this, taken.effects, awake)
    return this.chat(input.chatId)
  }

  /**
   * Lets an event happen to a chat. Refuses with the code of the guard that says no. `write` puts
   * the words that belong to the event into the stream, before any notice that it leads to.
   */
  stepChat(chatId: string, event: NewChatEvent, write?: () => void): ChatRow {
    const before = this.chat(chatId)
    const awake = this.#withSettings(this.#actor(`chat:${chatId}`), before)
    return this.#stepChat(awake, { ...event, at: this.at, by: this.by }, write)
  }

  /** Delivers a delay that ran out, if it still runs and was armed when it says. */
  fireTimer(timer: TimerRow): void {
    const timerId = this.#presentTimerId(timer)
    const awake = this.#actor(timer.actor)
    if (timerId === null) return
    const event = timerEvent(timerId, this.at)
    this.#dropTimer(timer.actor, timerId)
    if (timer.actor.startsWith('chat:')) {
      const chat = this.chat(timer.actor.slice('chat:'.length))
      this.#stepChat(this.#withSettings(awake, chat), event)
    } else {
      this.#stepAgent(awake, event)
    }
  }

  /** U4, where nothing else happens to the actor. */
  goOver(actor: string): void {
    this.#actor(actor)
  }

  /** A delay that no state waits for any more. */
  dropTimer(timer: { actor: string; timerId: string }): void {
    this.#dropTimer(timer.actor, timer.timerId)
  }

  stepAgent(agentId: string, event: NewAgentEvent): void {
    this.#stepAgent(this.#actor(`agent:${agentId}`), { ...event, at: this.at, by: this.by })
  }

  bearAgent(agentId: string, limit: number): void {
    const machine = this.account.machines.current('agent')
    const input: AgentInput = {
      agentId,
      limit,
      graceMs: this.settings.values.graceMs,
      settingsVersion: this.settings.version,
      at: this.at,
      by: this.by,
    }
    const taken = birth(this.account.machines.of(machine), input)
    this.#record(`agent:${agentId}`, 1, 'born', input, machine)
    this.#putActor(`agent:${agentId}`, machine, taken, 1, null)
  }

  saysBlock(chatId: string, blockId: string): string | null {
    const { customerId } = this.chat(chatId)
    const written = this.rare.blocks.get(blockId) ?? this.known(customerId).block
    return written === null || written.message === '' ? null : written.message
  }

  isStaffed(chatId: string): boolean {
    const { groupId } = this.chat(chatId)
    for (const { personId, active, groupIds } of this.account.members.values()) {
      if (!active || !groupIds.includes(groupId) || !this.isAgent(personId)) continue
      if (willTake(whyNotAccepting(this.agent(personId)))) return true
    }
    return false
  }

  isAgent(agentId: string): boolean {
    return this.#isAwake(`agent:${agentId}`)
  }

  /** Notes a change of people, groups or settings in the journal: ids and numbers only. */
  recordForAccount(type: string, data: Record<string, Json>): void {
    this.accountActorSeq += 1
    this.#record('account', this.accountActorSeq, type, data, 'account@1')
    this.hasRare = true
  }

  /** Keeps what became of an upload, and notes it in the journal: ids and numbers only. */
  putFile(row: FileRow, type: 'fileBegun' | 'fileReady' | 'fileDropped'): void {
    this.rare.files.set(row.fileId, row)
    this.recordForAccount(type, { fileId: row.fileId, size: row.size })
  }

  hasWritten(messageId: string | null): boolean {
    return this.messages.some((message) => message.messageId === messageId)
  }

  /**
   * Leaves an event of a chat for every webhook that asked for its kind: ids, numbers and codes
   * only. Its id is that of the newest row in the journal, which it belongs to.
   */
  tellWebhooks(chat: ChatRow, kind: WebhookKind, data: Record<string, Json>): void {
    if (this.account.webhooks.size === 0) return
    const { chatId, customerId, channelId, groupId } = chat
    const by = this.journal.at(-1)?.by ?? this.by
    const eventId = this.#nextEventId()
    for (const { webhookId, state, kinds } of this.account.webhooks.values()) {
      if (state !== 'on' || !kinds.includes(kind)) continue
      const about = { customerId, channelId, groupId, by, ...data }
      this.#leave({ webhookId, eventId, chatId, kind, data: about })
    }
  }

  /** Leaves an event for one webhook that only tries the way. */
  tryWebhook(webhookId: string): string {
    const eventId = this.#nextEventId()
    this.#leave({ webhookId, eventId, chatId: null, kind: 'test', data: { by: this.by } })
    return eventId
  }

  /** Writes a message into a chat and the customer's stream; gives its row. */
  writeMessage(message: {
    chatId: string
    messageId: string
    author: string
    kind: MessageRow['kind']
    text: string | null
    data?: Json
  }): MessageRow {
    const chat = this.chat(message.chatId)
    const customer = this.customer(chat.customerId)
    const row: MessageRow = {
      messageId: message.messageId,
      chatId: message.chatId,
      customerId: chat.customerId,
      seq: this.seq,
      customerSeq: customer.streamSeq + 1,
      author: message.author,
      kind: message.kind,
      text: message.text,
      data: message.data ?? null,
      at: this.at,
      commandId: message.kind === 'text' ? this.commandId : null,
    }
    this.messages.push(row)
    this.putCustomer({ ...customer, streamSeq: row.customerSeq })
    if (mayBeLastWords(row)) {
      const fromCustomer = message.author.startsWith('customer:')
      const fromAgent = message.author.startsWith('agent:')
      this.putChat({
        ...chat,
        seq: this.seq,
        lastMessageId: row.messageId,
        lastMessageAt: this.at,
        unread: fromCustomer ? chat.unread + 1 : fromAgent ? 0 : chat.unread,
      })
    }
    if (message.kind === 'text') {
      const { messageId, author: by, customerSeq } = row
      this.tellWebhooks(chat, 'messageSaid', { messageId, by, customerSeq })
    }
    const isReply = message.kind === 'text' && !message.author.startsWith('customer:')
    if (isReply) orderMissedMail(this, message.chatId)
    return row
  }

  writeComment(
    comment: Pick<CommentRow, 'chatId' | 'author' | 'kind' | 'visibleTo' | 'text'> & {
      commentId?: string
      data?: Json
    },
  ): CommentRow {
    const row: CommentRow = {
      commentId: comment.commentId ?? this.newId(),
      chatId: comment.chatId,
      seq: this.seq,
      author: comment.author,
      kind: comment.kind,
      visibleTo: comment.visibleTo,
      text: comment.text,
      data: comment.data ?? null,
      at: this.at,
      commandId: comment.kind === 'comment' ? this.commandId : null,
    }
    this.comments.push(row)
    return row
  }

  /** Notes something about a chat that its statechart does not know: a comment, a rating. */
  recordForChat(chatId: string, type: string, data: Record<string, Json>): void {
    const { hasRare } = this
    this.recordForAccount(type, { ...data, chatId })
    this.hasRare = hasRare
  }

  putChat(row: ChatRow): void {
    const before = this.chats.get(row.chatId) ?? this.account.chats.get(row.chatId)
    this.chats.set(row.chatId, row)
    if (before === undefined || inLine(before) || inLine(row)) this.#touchedGroups.add(row.groupId)
    if (before !== undefined && before.groupId !== row.groupId) {
      this.#touchedGroups.add(before.groupId)
    }
  }

  putCustomer(row: CustomerRow): void {
    this.customers.set(row.customerId, row)
  }

  /** Notes in the journal that something of a customer changed, and tells it of the open chats. */
  recordForCustomer(customerId: string, type: string, data: Record<string, Json>): void {
    this.recordForAccount(type, { customerId, ...data })
    this.tellOfCustomer(customerId)
  }

  /** Tells that something of a customer changed which stands in the journal already. */
  tellOfCustomer(customerId: string): void {
    this.changedCustomerIds.add(customerId)
    this.putCustomer(this.customer(customerId))
    const { openChatId } = this.customer(customerId)
    if (openChatId !== null) this.putChat({ ...this.chat(openChatId), seq: this.seq })
  }

  markRead(mark: ReadMarkRow): void {
    this.readMarks.set(`${mark.chatId} ${mark.reader}`, mark)
  }

  /** Whether nothing happened in this turn. */
  get isEmpty(): boolean {
    const rows = [this.journal, this.messages, this.comments, this.outbox]
    const maps = [this.actors, this.timers, this.chats, this.customers, this.readMarks]
    return !this.hasRare && rows.every((r) => r.length === 0) && maps.every((m) => m.size === 0)
  }

  /** Whether it changed people, groups or settings, by which chats are given. */
  get changesRules(): boolean {
    const { members, groups } = this.rare
    return members.size > 0 || groups.size > 0 || this.newSettings !== null
  }

  /** Groups whose line this turn changed. */
  get touchedGroups(): ReadonlySet<string> {
    return this.#touchedGroups
  }

  // -- inside ---------------------------------------------------------------------------------

  #stepChat(
    awake: AwakeActor,
    event: { type: string; at: number; by: By },
    write?: () => void,
  ): ChatRow {
    const result = step(this.account.machines.of(awake.machine), awake.snapshot, event)
    const chatId = awake.actor.slice('chat:'.length)
    const before = this.chat(chatId)
    if (!result.taken) refuse(result.code, { state: before.state, agentId: before.agentId })
    const seq = awake.seq + 1
    this.#record(awake.actor, seq, event.type, event, awake.machine)
    const endSeq = this.seq
    const next = this.#putActor(awake.actor, awake.machine, result, seq, before.groupId)
    const row = this.#putChatRow(before, next)
    this.#tellNews(before, row)
    this.#tellHolders(before, row)
    this.#arm(next, result, row.groupId)
    if (!row.open && before.open) {
      this.#endChat(before, row)
      this.#countChat(next, chatId, endSeq)
    }
    write?.()
    carryOut(this, result.effects, next)
    return this.chat(chatId)
  }

  #stepAgent(awake: AwakeActor, event: { type: string; at: number; by: By }): void {
    const agentId = awake.actor.slice('agent:'.length)
    const result = step(this.account.machines.of(awake.machine), awake.snapshot, event)
    if (!result.taken) {
      const { limit } = agentStateOf(awake).context
      refuse(result.code, { agentId, ...(result.code === 'belowLimit' ? { limit } : {}) })
    }
    const seq = awake.seq + 1
    this.#record(awake.actor, seq, event.type, event, awake.machine)
    const next = this.#putActor(awake.actor, awake.machine, result, seq, null)
    this.#arm(next, result, null)
    const wasAccepting = whyNotAccepting(agentStateOf(awake)) === null
    const isAccepting = whyNotAccepting(agentStateOf(next)) === null
    if (isAccepting && (!wasAccepting || event.type === 'chatLeft')) this.matchWanted = true
    carryOut(this, result.effects, next)
  }

  /** U2: tells the agents who lost and who got the chat; the one who gets it may refuse. */
  #tellHolders(before: ChatRow | null, after: ChatRow): void {
    const from = before === null ? null : holder(before)
    const to = holder(after)
    if (from?.agentId === to?.agentId && from?.as === to?.as) return
    const { chatId } = after
    if (from !== null && to !== null && from.agentId === to.agentId && from.as === 'offer') {
      this.stepAgent(to.agentId, { type: 'offerBecameChat', chatId })
      return
    }
    if (from !== null) this.stepAgent(from.agentId, { type: 'chatLeft', chatId })
    if (to !== null) {
      const why = whyNotAccepting(this.agent(to.agentId))
      // Whether there is room is the chart's own word.
      if (why !== null && why !== 'belowLimit') refuse(why, { agentId: to.agentId })
      this.stepAgent(to.agentId, { type: 'chatGiven', chatId, as: to.as })
    }
  }

  /** Every chat in an agent's hands goes back to its line, every offer on to the next agent. */
  returnAll(agentId: string, reason: 'connectionLost' | 'wentOffline' | 'deactivated'): void {
    const { chats, offers } = this.agent(agentId).context
    this.prepare([...chats, ...offers])
    for (const chatId of chats) this.stepChat(chatId, { type: 'returnedToQueue', reason })
    this.withdrawOffers(agentId, reason === 'wentOffline' ? 'presenceChanged' : reason)
  }

  withdrawOffers(
    agentId: string,
    reason: 'connectionLost' | 'presenceChanged' | 'deactivated',
  ): void {
    const { offers } = this.agent(agentId).context
    this.prepare(offers)
    for (const chatId of offers) this.stepChat(chatId, { type: 'offerWithdrawn', agentId, reason })
  }

  /** U3 */
  #withSettings(awake: AwakeActor, row: ChatRow): AwakeActor {
    const { version, values } = this.settings
    if (contextOf(awake).settingsVersion >= version || !row.open) return awake
    const event = {
      type: 'settingsChanged',
      version,
      limits: chatLimitsOf(values),
      at: this.at,
      by: 'system' as const,
    }
    const result = step(this.account.machines.of(awake.machine), awake.snapshot, event)
    if (!result.taken) return awake
    const seq = awake.seq + 1
    this.#record(awake.actor, seq, event.type, event, awake.machine)
    const next = this.#putActor(awake.actor, awake.machine, result, seq, row.groupId)
    this.#rearm(next, row.groupId)
    return next
  }

  /** U4 */
  #goOver(awake: AwakeActor): AwakeActor {
    const { actor, owed } = awake
    const chatId = actor.startsWith('chat:') ? actor.slice('chat:'.length) : null
    const groupId = chatId === null ? null : this.chat(chatId).groupId
    let seq = awake.seq
    for (const { from, version, moved, begun } of owed) {
      seq += 1
      this.#record(actor, seq, MIGRATED, { from, by: 'system' }, version)
      for (const timer of this.timersOf(actor)) {
        const timerId = moved.get(timer.timerId)
        if (timerId === undefined || timerId === timer.timerId) continue
        this.#dropTimer(actor, timer.timerId)
        if (timerId !== null) this.#putTimer({ ...timer, timerId })
      }
      for (const [timerId, budgetMs] of begun) {
        this.#startTimer(actor, seq, timerId, budgetMs, groupId)
      }
    }
    const next = { ...awake, seq, turn: this.account.turn + 1, touchedAt: this.at, owed: [] }
    if (chatId === null) {
      this.#countPresence(awake)
      next.since = this.at
    } else next.tally ??= this.account.tallyAt(chatId, awake.seq)
    this.actors.set(actor, next)
    if (chatId !== null) this.#putChatRow(this.chat(chatId), next)
    return next
  }

  /** Under which id a delay runs after its actor went over; null where it ended with that. */
  #presentTimerId({ actor, timerId }: TimerRow): string | null {
    const owed = this.actors.get(actor)?.owed ?? this.account.actors.get(actor)?.owed ?? []
    return owed.reduce<string | null>((id, { moved }) => {
      const next = id === null ? null : moved.get(id)
      return next === undefined ? id : next
    }, timerId)
  }

  #record(actor: string, actorSeq: number, type: string, event: object, machine: string): void {
    this.seq += 1
    const { type: _type, at: _at, by: _by, ...data } = event as Record<string, Json>
    this.journal.push({
      seq: this.seq,
      turn: this.account.turn + 1,
      actor,
      actorSeq,
      type,
      data: type === 'born' ? (event as Record<string, Json>) : data,
      at: this.at,
      by: 'by' in event ? (event.by as string) : this.by,
      commandId: this.commandId,
      machine,
      xstate: XSTATE_VERSION,
    })
  }

  #putActor(
    actor: string,
    machine: string,
    taken: Taken,
    seq: number,
    groupId: string | null,
  ): AwakeActor {
    const { snapshot, passed } = taken
    const row = this.journal.at(-1)
    const { type = '', by = this.by } = row ?? {}
    const at = { actor, actorSeq: seq, groupId, at: this.at }
    this.steps.push({ ...at, machine, event: type, by, snapshot, passed })
    const before = this.actors.get(actor) ?? this.account.actors.get(actor) ?? null
    const awake: AwakeActor = {
      actor,
      machine,
      snapshot: taken.snapshot,
      seq,
      turn: this.account.turn + 1,
      touchedAt: this.at,
      since: this.at,
      tally: null,
      owed: [],
    }
    this.actors.set(actor, awake)
    if (groupId === null) this.#countPresence(before)
    else if (row !== undefined) awake.tally = this.#tally(before, awake, row)
    return awake
  }

  #putChatRow(before: ChatRow | null, awake: AwakeActor): ChatRow {
    const row = toChatRow(before, awake, this.seq, this.at)
    if (inLine(row) && (before === null || !isSamePlace(before, row))) {
      this.matchWanted = true
    }
    this.putChat(row)
    return row
  }

  /** What a step is to others; accounts without webhooks pay nothing for it. */
  #tellNews(before: ChatRow | null, after: ChatRow): void {
    const step = this.journal.at(-1)
    if (this.account.webhooks.size === 0 || step === undefined) return
    for (const { kind, data } of newsOf(before, after, step)) this.tellWebhooks(after, kind, data)
  }

  #nextEventId(): string {
    const row = this.journal.at(-1)
    if (row === undefined) throw new Error('Webhooks are told what stands in the journal')
    const { seq, count } = this.#newsOfRow
    const index = seq === row.seq ? count : 0
    this.#newsOfRow = { seq: row.seq, count: index + 1 }
    return `${row.actor}:${row.actorSeq}:${index}`
  }

  #leave(event: Omit<WebhookDeliveryRow, 'seq' | 'at'>): void {
    this.webhookDeliveries.push({ ...event, seq: this.seq, at: this.at })
  }

  /** A chat's tally after a step; null where its past is not known. */
  #tally(before: AwakeActor | null, awake: AwakeActor, row: JournalRow): ChatTally | null {
    const chatId = awake.actor.slice('chat:'.length)
    const known =
      before === null ? null : (before.tally ?? this.account.tallyAt(chatId, before.seq))
    if (before !== null && known === null) return null
    const state = chatStateOf(awake.snapshot.value)
    return tallied(known, chatMoment(row, { state, context: contextOf(awake) }))
  }

  /** What ended is counted in the same turn; one whose past retention took is not. */
  #countChat({ tally }: AwakeActor, chatId: string, endSeq: number): void {
    if (tally === null && this.#absent.has(`past:${chatId}`)) return
    if (tally === null) throw new Asleep({ ...NO_NEEDS, pasts: [chatId] })
    const counted = countedChat(tally)
    if (counted === null) return
    const rows = stayRows(counted, endSeq)
    this.stays.push(...rows)
    for (const row of rows) this.figures.push(...stayFigures(row, this.#zone))
  }

  /** A chat that is over was rated, or rated anew. */
  countRating(chat: ChatRow, score: number): void {
    const { chatId, rating: before } = chat
    if (this.#absent.has(`past:${chatId}`)) return
    const counted = this.account.countedChat(chatId)
    if (counted === null) throw new Asleep({ ...NO_NEEDS, pasts: [chatId] })
    for (const row of stayRows(counted, this.seq)) {
      this.figures.push(...ratingFigures(row, this.#zone, { before, now: score }))
    }
  }

  /** How an agent spent the time until this step. */
  #countPresence(before: AwakeActor | null): void {
    if (before === null || before.since >= this.at) return
    const agentId = before.actor.slice('agent:'.length)
    const state = agentStateOf(before)
    this.figures.push(...presenceFigures(agentId, this.#zone, before.since, this.at, state))
  }

  get #zone(): string {
    return this.settings.values.timeZone
  }

  #endChat(before: ChatRow, row: ChatRow): void {
    const customer = this.customer(row.customerId)
    const last = holder(before)
    // An offer that nobody took is nobody's chat.
    const agentId = last?.as === 'chat' ? last.agentId : null
    this.putCustomer({
      ...customer,
      openChatId: customer.openChatId === row.chatId ? null : customer.openChatId,
      lastChatId: row.chatId,
      ...(agentId === null ? {} : { lastAgentId: agentId, lastClosedAt: this.at }),
    })
    this.putChat({ ...row, agentId })
    if (agentId !== null) this.#wrapUp(agentId, row.chatId)
  }

  /** Whoever had the chat that ended keeps its place taken for a while, unless they are not at work. */
  #wrapUp(agentId: string, chatId: string): void {
    const forMs = this.settings.values.wrapUpMs
    const { value } = this.agent(agentId)
    if (forMs === 0 || value.presence === 'offline' || value.connection === 'gone') return
    this.stepAgent(agentId, { type: 'wrapUpBegan', chatId, forMs })
  }

  #arm({ actor, seq }: AwakeActor, taken: Taken, groupId: string | null): void {
    for (const [timerId, budgetMs] of taken.timers) {
      if (budgetMs === null) this.#dropTimer(actor, timerId)
      else this.#startTimer(actor, seq, timerId, budgetMs, groupId)
    }
  }

  #startTimer(
    actor: string,
    armedSeq: number,
    timerId: string,
    budgetMs: number,
    groupId: string | null,
  ): void {
    const hours = groupId === null ? null : (this.account.hours.get(groupId) ?? null)
    const due = dueAt(timerId, hours, this.at, budgetMs)
    const leftMs = budgetMs
    this.#putTimer({ actor, timerId, budgetMs, leftMs, since: this.at, dueAt: due, armedSeq })
  }

  /** Moves the deadlines of running delays whose budget a setting changed. */
  #rearm(awake: AwakeActor, groupId: string): void {
    for (const timer of this.timersOf(awake.actor)) {
      const budgetMs = budgetOf(
        this.account.machines.of(awake.machine),
        awake.snapshot,
        timer.timerId,
      )
      this.#moveDeadline(timer, groupId, budgetMs)
    }
  }

  #moveDeadline(timer: TimerRow, groupId: string, budgetMs: number | null): void {
    if (budgetMs === null || budgetMs === timer.budgetMs) return
    this.#putTimer(withBudget(timer, budgetMs, this.account.hours.get(groupId) ?? null, this.at))
  }

  /** Moves every deadline in this account that the new settings change, of sleeping chats too. */
  moveDeadlines(): void {
    const budgets = budgetsOf(chatLimitsOf(this.settings.values))
    for (const [actor, timers] of this.account.timers) {
      const groupId = this.account.chats.get(actor.slice('chat:'.length))?.groupId
      if (groupId === undefined) continue
      for (const timer of timers.values()) {
        this.#moveDeadline(timer, groupId, budgets.get(delayNameOf(timer.timerId) ?? '') ?? null)
      }
    }
  }

  /** Moves the deadlines of this group's chats that other hours change. */
  moveToHours(groupId: string, after: OpeningHours | null): void {
    const hours = { before: this.account.hours.get(groupId) ?? null, after }
    for (const [actor, timers] of this.account.timers) {
      if (this.account.chats.get(actor.slice('chat:'.length))?.groupId !== groupId) continue
      for (const timer of timers.values()) {
        const moved = withHours(timer, hours, this.at)
        if (moved !== timer) this.#putTimer(moved)
      }
    }
  }

  timersOf(actor: string): TimerRow[] {
    const timers = new Map(this.account.timers.get(actor))
    for (const change of this.timers.values()) {
      if (change.actor !== actor) continue
      if (change.row === null) timers.delete(change.timerId)
      else timers.set(change.timerId, change.row)
    }
    return [...timers.values()]
  }

  #putTimer(row: TimerRow): void {
    this.timers.set(`${row.actor} ${row.timerId}`, { actor: row.actor, timerId: row.timerId, row })
  }

  #dropTimer(actor: string, timerId: string): void {
    this.timers.set(`${actor} ${timerId}`, { actor, timerId, row: null })
  }

  #actor(actor: string): AwakeActor {
    const awake = this.actors.get(actor) ?? this.account.actors.get(actor)
    if (awake !== undefined) return awake.owed.length === 0 ? awake : this.#goOver(awake)
    if (this.#absent.has(actor)) refuse('notFound')
    throw new Asleep({ chats: [], actors: [actor], customers: [] })
  }

  #partsOf(customerId: string, before: readonly string[]): string[] {
    const isPart = (id: string) => (this.customers.get(id)?.mergedInto ?? null) === customerId
    const kept = before.filter((id) => !this.customers.has(id) || isPart(id))
    const added = [...this.customers.keys()].filter((id) => isPart(id) && !kept.includes(id))
    // As the store orders those of one moment.
    return [...kept, ...added.sort()]
  }

  #blockWords({ blockId, customerId }: CustomerRow, before: BlockWords | null): BlockWords | null {
    if (blockId === null) return null
    const known = this.rare.blocks.get(blockId) ?? before
    if (known === null) return null
    const { reason, message } = known
    const isErased = this.rare.erasures.has(customerId)
    return { blockId, reason: isErased ? '' : reason, message: isErased ? '' : message }
  }

  #isAwake(actor: string): boolean {
    return this.actors.has(actor) || this.account.actors.has(actor) || this.#absent.has(actor)
  }

  #knowsCustomer(customerId: string): boolean {
    return (
      this.customers.has(customerId) ||
      this.account.customers.has(customerId) ||
      this.#absent.has(`customer:${customerId}`)
    )
  }
}
