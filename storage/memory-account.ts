import { partsOf } from './customer-book.ts'
import type { Changes, StoredConversation, Touched } from './feed.ts'
import { pageOf } from './feed.ts'
import type { LineAsked, StoredLine } from './line-shelf.ts'
import type { OutlivedChat, OutlivedPeople } from './outlived.ts'
import { Table, copy, key, newest, pick, sweepTable } from './memory-table.ts'
import {
  COMMAND_RETENTION_DAYS,
  DEAD_LETTER_RETENTION_DAYS,
  DELIVERED_RETENTION_DAYS,
  JOURNAL_RETENTION_DAYS,
  daysBefore,
} from './retention.ts'
import type {
  ActorRow,
  ArticleRow,
  BlockRow,
  BotRow,
  ChannelRow,
  ChatRow,
  CommandRow,
  CommentRow,
  CustomerDetailsRow,
  CustomerNoteRow,
  CustomerRow,
  FileRow,
  GroupRow,
  HandoverRow,
  JournalRow,
  LineRow,
  MemberRow,
  MentionRow,
  MessageRow,
  OutboxRow,
  PrompterRow,
  QuickReplyRow,
  ReadMarkRow,
  SettingsRow,
  SuggestionUseRow,
  TagRow,
  TimerKey,
  TimerRow,
} from './rows.ts'
import {
  type AccountBatch,
  type BlockWords,
  type Erasure,
  type KnownCustomer,
  LAST_WORDS_LENGTH,
  MAX_UNREAD_MENTIONS,
  type PendingDelivery,
  Rejected,
  type Settlement,
  type StoredAccount,
} from './store.ts'
import { addFigure, figureKey } from './statistics-rows.ts'
import type { FigureRow, StayRow } from './statistics-rows.ts'
import { isWakefulAgent } from './wakeful-agent.ts'
import { MemoryWebhooks } from './memory-webhooks.ts'
import type {
  LoggedDelivery,
  PendingWebhookDelivery,
  WebhookHealth,
  WebhookRow,
  WebhookSettlement,
} from './webhook-rows.ts'
import { wordsInLists } from './words-in-lists.ts'

interface Delivery extends OutboxRow {
  state: 'pending' | 'done' | 'dead'
  attempts: number
  nextAt: number
  error: string | null
}

/** All rows of one account, as an auditor reads them. */
export interface AccountContents {
  accountId: string
  name: string
  createdAt: number
  shard: number
  seq: number
  turn: number
  accountActorSeq: number
  settings: SettingsRow | null
  groups: GroupRow[]
  members: MemberRow[]
  channels: ChannelRow[]
  tags: TagRow[]
  quickReplies: QuickReplyRow[]
  articles: ArticleRow[]
  prompters: PrompterRow[]
  suggestionUses: SuggestionUseRow[]
  bots: BotRow[]
  webhooks: WebhookRow[]
  webhookDeliveries: LoggedDelivery[]
  webhookHealth: WebhookHealth[]
  handovers: HandoverRow[]
  blocks: BlockRow[]
  customers: CustomerRow[]
  customerDetails: CustomerDetailsRow[]
  customerNotes: CustomerNoteRow[]
  actors: ActorRow[]
  timers: TimerRow[]
  journal: JournalRow[]
  chats: ChatRow[]
  messages: MessageRow[]
  comments: CommentRow[]
  commands: CommandRow[]
  outbox: Delivery[]
  readMarks: ReadMarkRow[]
  files: FileRow[]
  mentions: MentionRow[]
  lines: LineRow[]
  stays: StayRow[]
  figures: FigureRow[]
}

/** One account of the memory store; see the invariants there. */
export class MemoryAccount {
  readonly accountId: string
  readonly shard: number
  seq = 0

  readonly #name: string
  readonly #createdAt: number
  #turn = 0
  #accountActorSeq = 0
  #erasedSeq = 0
  #settings: SettingsRow | null = null
  /** Chats whose journal retention took. */
  readonly #swept = new Set<string>()

  readonly #groups = new Table<GroupRow>('groups', (row) => row.groupId)
  readonly #members = new Table<MemberRow>('members', (row) => row.personId)
  readonly #channels = new Table<ChannelRow>('channels', (row) => row.channelId)
  readonly #tags = new Table<TagRow>('tags', (row) => row.tagId)
  readonly #replies = new Table<QuickReplyRow>('quick_replies', (row) => row.replyId)
  readonly #articles = new Table<ArticleRow>('articles', (row) => row.articleId)
  readonly #prompters = new Table<PrompterRow>('prompters', (row) => row.prompterId)
  readonly #uses = new Table<SuggestionUseRow>('suggestion_uses', (row) => row.suggestionId)
  readonly #bots = new Table<BotRow>('bots', (row) => row.botId)
  readonly #webhooks = new MemoryWebhooks()
  readonly #handovers = new Table<HandoverRow>('handovers', (row) => row.handoverId)
  readonly #blocks = new Table<BlockRow>('blocks', (row) => row.blockId)
  readonly #customers = new Table<CustomerRow>('customers', (row) => row.customerId)
  readonly #details = new Table<CustomerDetailsRow>('customer_details', (row) => row.customerId)
  readonly #notes = new Table<CustomerNoteRow>('customer_notes', (row) => row.noteId)
  readonly #files = new Table<FileRow>('files', (row) => row.fileId)
  readonly #mentions = new Table<MentionRow>('mentions', (row) => key(row.personId, row.commentId))
  readonly #actors = new Table<ActorRow>('actors', (row) => row.actor)
  readonly #timers = new Table<TimerRow>('timers', timerKey)
  readonly #journal = new Table<JournalRow>(
    'journal',
    (row) => String(row.seq),
    (row) => key(row.actor, String(row.actorSeq)),
  )
  readonly #chats = new Table<ChatRow>('chats', (row) => row.chatId)
  /** Customer and channel to the chat that is open there. */
  readonly #openAt = new Map<string, string>()
  readonly #messages = new Table<MessageRow>(
    'messages',
    (row) => row.messageId,
    (row) => key(row.customerId, String(row.customerSeq)),
  )
  readonly #streams = new Map<string, MessageRow[]>()
  readonly #comments = new Table<CommentRow>('comments', (row) => row.commentId)
  readonly #commands = new Table<CommandRow>('commands', (row) => key(row.sender, row.commandId))
  readonly #outbox = new Table<Delivery>('outbox', (row) => row.effectId)
  readonly #readMarks = new Table<ReadMarkRow>('read_marks', (row) => key(row.chatId, row.reader))
  #lines: LineRow[] = []
  readonly #stays = new Table<StayRow>('stays', ({ kind, id, cameAt, chatId }) =>
    key(kind, id, String(cameAt), chatId),
  )
  readonly #figures = new Table<FigureRow>('figures', figureKey)

  constructor(
    { accountId, shard }: { accountId: string; shard: number },
    { name, createdAt }: { name: string; createdAt: number },
  ) {
    this.accountId = accountId
    this.shard = shard
    this.#name = name
    this.#createdAt = createdAt
  }

  /** @throws Rejected where a row of the batch cannot be written; nothing is changed here. */
  check(batch: AccountBatch): void {
    this.#journal.checkNew(batch.journal)
    this.#messages.checkNew(batch.messages)
    this.#comments.checkNew(batch.comments)
    this.#commands.checkNew(batch.commands)
    this.#outbox.checkNew(batch.outbox.map(asDelivery))
    this.#actors.checkOnce(batch.actors)
    this.#timers.checkOnce(batch.timersSet)
    this.#chats.checkOnce(batch.chats)
    this.#customers.checkOnce(batch.customers)
    this.#readMarks.checkOnce(batch.readMarks)
    this.#stays.checkNew(batch.stays)
    this.#figures.checkOnce(batch.figures)
    this.#checkOpenChats(batch.chats)
    this.#webhooks.check(batch)
    if (!batch.rare) return
    this.#groups.checkOnce(batch.rare.groups)
    this.#members.checkOnce(batch.rare.members)
    this.#channels.checkOnce(batch.rare.channels)
    this.#tags.checkOnce(batch.rare.tags)
    this.#replies.checkOnce(batch.rare.quickReplies)
    this.#articles.checkOnce(batch.rare.articles)
    this.#prompters.checkOnce(batch.rare.prompters)
    this.#uses.checkOnce(batch.rare.suggestionUses)
    this.#bots.checkOnce(batch.rare.bots)
    this.#handovers.checkOnce(batch.rare.handovers)
    this.#blocks.checkOnce(batch.rare.blocks)
    this.#details.checkOnce(batch.rare.customerDetails)
    this.#notes.checkOnce(batch.rare.customerNotes)
    this.#files.checkOnce(batch.rare.files)
    this.#mentions.checkOnce(batch.rare.mentions)
  }

  write(batch: AccountBatch): void {
    this.seq = batch.seq
    this.#turn = batch.turn
    for (const row of batch.journal) {
      if (row.actor === 'account') this.#accountActorSeq = row.actorSeq
    }
    this.#journal.put(batch.journal)
    this.#actors.put(batch.actors)
    for (const gone of batch.timersGone) this.#timers.rows.delete(timerKey(gone))
    this.#timers.put(batch.timersSet)
    this.#putChats(batch.chats)
    this.#messages.put(batch.messages)
    for (const message of batch.messages) this.#addToStream(message)
    this.#comments.put(batch.comments)
    this.#customers.put(batch.customers)
    this.#commands.put(batch.commands)
    this.#outbox.put(batch.outbox.map(asDelivery))
    this.#readMarks.put(
      batch.readMarks.filter((row) => {
        const before = this.#readMarks.rows.get(key(row.chatId, row.reader))
        return row.seq >= (before?.seq ?? 0)
      }),
    )
    this.#lines.push(...batch.lines)
    if (batch.rare?.figureBook) this.#forgetFigures(batch.rare.figureBook.zone)
    this.#stays.put(batch.stays)
    for (const row of batch.figures) addFigure(this.#figures.rows, row)
    this.#webhooks.write(batch)
    if (!batch.rare) return
    this.#settings = batch.rare.settings ?? this.#settings
    this.#groups.put(batch.rare.groups)
    this.#members.put(batch.rare.members)
    this.#channels.put(batch.rare.channels)
    this.#tags.put(batch.rare.tags)
    this.#replies.put(batch.rare.quickReplies)
    this.#articles.put(batch.rare.articles)
    this.#prompters.put(batch.rare.prompters)
    this.#uses.put(batch.rare.suggestionUses)
    this.#bots.put(batch.rare.bots)
    this.#handovers.put(batch.rare.handovers)
    this.#blocks.put(batch.rare.blocks)
    this.#details.put(batch.rare.customerDetails)
    this.#notes.put(batch.rare.customerNotes)
    for (const noteId of batch.rare.customerNotesGone) this.#notes.rows.delete(noteId)
    for (const { blockId, ...end } of batch.rare.blocksEnded) {
      const block = this.#blocks.rows.get(blockId)
      if (block) Object.assign(block, end)
    }
    for (const erasure of batch.rare.erasures) this.#erase(erasure)
    for (const { upToSeq } of [...batch.rare.erasures, ...batch.rare.erasedChats]) {
      this.#erasedSeq = Math.max(this.#erasedSeq, upToSeq)
    }
    for (const { chatId, upToSeq, at } of batch.rare.erasedChats) {
      this.#eraseChat(chatId, upToSeq)
      const chat = this.#chats.rows.get(chatId)
      if (chat) chat.erasedAt ??= at
    }
    this.#files.put(batch.rare.files)
    this.#mentions.put(batch.rare.mentions)
  }

  #forgetFigures(zone: string): void {
    for (const row of this.#figures.all()) if (row.zone === zone) this.#figures.remove(row)
  }

  load(): StoredAccount {
    return copy({
      accountId: this.accountId,
      name: this.#name,
      shard: this.shard,
      seq: this.seq,
      turn: this.#turn,
      accountActorSeq: this.#accountActorSeq,
      erasedSeq: this.#erasedSeq,
      settings: this.#settings,
      groups: this.#groups.sorted(),
      members: this.#members.sorted(),
      channels: this.#channels.sorted(),
      tags: this.#tags.sorted(),
      quickReplies: this.#replies.sorted().filter((row) => !row.deleted),
      articles: this.#articles
        .sorted()
        .filter((row) => !row.deleted)
        .map(({ articleId, groupIds }) => ({ articleId, groupIds })),
      prompters: this.#prompters.sorted().filter((row) => !row.deleted),
      bots: this.#bots.sorted().filter((row) => !row.deleted),
      webhooks: this.#webhooks.living(),
      agents: this.#actors.sorted().filter((row) => row.actor.startsWith('agent:')),
      agentsSince: this.#agentsSince(),
      openChats: this.#chats.sorted().filter((row) => row.open),
      handovers: this.handoversNamed(
        this.#chats.all().flatMap(({ open, handoverId }) => (open && handoverId) || []),
      ),
      lastWords: this.#chats
        .sorted()
        .filter((row) => row.open)
        .flatMap(({ lastMessageId }) => this.messagesNamed(lastMessageId ? [lastMessageId] : []))
        .map((message) => {
          const { chatId, seq, author, at } = message
          const words = Array.from(wordsInLists(message)).slice(0, LAST_WORDS_LENGTH)
          return { chatId, seq, author, at, text: words.join('') }
        }),
      timers: this.#timers.sorted(),
      customerNames: this.#namesOfOpen(),
      uploads: this.#files
        .sorted()
        .filter(({ state, expiresAt }) => expiresAt !== null && state !== 'dropped'),
      mentions: this.#unreadMentions(),
      mentionedChats: this.#mentionedChats(),
    })
  }

  contents(): AccountContents {
    return copy({
      accountId: this.accountId,
      name: this.#name,
      createdAt: this.#createdAt,
      shard: this.shard,
      seq: this.seq,
      turn: this.#turn,
      accountActorSeq: this.#accountActorSeq,
      settings: this.#settings,
      groups: this.#groups.sorted(),
      members: this.#members.sorted(),
      channels: this.#channels.sorted(),
      tags: this.#tags.sorted(),
      quickReplies: this.#replies.sorted(),
      articles: this.#articles.sorted(),
      prompters: this.#prompters.sorted(),
      suggestionUses: this.#uses.sorted(),
      bots: this.#bots.sorted(),
      webhooks: this.#webhooks.all(),
      webhookDeliveries: this.#webhooks.logged(),
      webhookHealth: this.#webhooks.health(),
      handovers: this.#handovers.sorted(),
      blocks: this.#blocks.sorted(),
      customers: this.#customers.sorted(),
      customerDetails: this.#details.sorted(),
      customerNotes: this.#notes.sorted(),
      actors: this.#actors.sorted(),
      timers: this.#timers.sorted(),
      journal: this.#journal.all(),
      chats: this.#chats.sorted(),
      messages: this.#messages.all(),
      comments: this.#comments.all(),
      commands: this.#commands.all(),
      outbox: this.#outbox.all(),
      readMarks: this.#readMarks.sorted(),
      files: this.#files.sorted(),
      mentions: this.#mentions.sorted(),
      lines: this.#lines,
      stays: this.#stays.sorted(),
      figures: this.#figures.sorted(),
    })
  }

  #agentsSince(): { actor: string; at: number }[] {
    const newest = new Map(this.#journal.all().map(({ actor, at }) => [actor, at]))
    return [...newest]
      .filter(([actor]) => actor.startsWith('agent:'))
      .map(([actor, at]) => ({ actor, at }))
      .sort((one, other) => (one.actor < other.actor ? -1 : 1))
  }

  chatsNamed(chatIds: string[]): ChatRow[] {
    return pick(this.#chats, chatIds)
  }

  actorsNamed(actors: string[]): ActorRow[] {
    return pick(this.#actors, actors)
  }

  customersNamed(customerIds: string[]): KnownCustomer[] {
    return pick(this.#customers, customerIds).map((row) => {
      const { customerId } = row
      const isOf = (one: { customerId: string }) => one.customerId === customerId
      const closed = this.#chats.all().filter((chat) => isOf(chat) && !chat.open)
      return {
        row,
        details: copy(this.#details.rows.get(customerId) ?? null),
        notes: this.#notes
          .sorted()
          .filter(isOf)
          .map(({ noteId, author }) => ({ noteId, author })),
        closedIn: [...new Set(closed.map(({ groupId }) => groupId))].sort(),
        parts: partsOf(this.#customers.all(), customerId).map((part) => part.customerId),
        block: this.#blockWords(row.blockId),
      }
    })
  }

  #blockWords(held: string | null): BlockWords | null {
    const block = held === null ? undefined : this.#blocks.rows.get(held)
    if (block === undefined) return null
    const { blockId, reason, message } = block
    return { blockId, reason, message }
  }

  detailsNamed(customerIds: string[]): CustomerDetailsRow[] {
    return pick(this.#details, customerIds)
  }

  handoversNamed(handoverIds: string[]): HandoverRow[] {
    return pick(this.#handovers, handoverIds)
  }

  messagesNamed(messageIds: string[]): MessageRow[] {
    return pick(this.#messages, messageIds)
  }

  filesNamed(fileIds: string[]): FileRow[] {
    return pick(this.#files, fileIds)
  }

  filesOf(customerId: string): FileRow[] {
    return copy(this.#files.sorted().filter((row) => row.customerId === customerId)).sort(byAge)
  }

  expiredFiles(before: number): FileRow[] {
    return copy(this.#files.sorted().filter((row) => (row.expiresAt ?? before) < before))
  }

  forgetFile(fileId: string): void {
    const row = this.#files.rows.get(fileId)
    if (row !== undefined && row.expiresAt !== null) this.#files.remove(row)
  }

  command(sender: string, commandId: string): CommandRow | undefined {
    const row = this.#commands.rows.get(key(sender, commandId))
    return row && copy(row)
  }

  hasChannel(channelId: string): boolean {
    return this.#channels.rows.has(channelId)
  }

  mustBeAwake(until: number): boolean {
    return (
      this.#timers.all().some((timer) => timer.dueAt !== null && timer.dueAt <= until) ||
      this.#actors.all().some(isWakefulAgent) ||
      this.#outbox.all().some((row) => row.state === 'pending' && row.nextAt <= until)
    )
  }

  deliveries(now: number): PendingDelivery[] {
    const oldest = new Map<string, Delivery>()
    for (const row of this.#outbox.all()) {
      const other = oldest.get(row.chatId)
      if (row.state === 'pending' && (!other || row.seq < other.seq)) oldest.set(row.chatId, row)
    }
    return [...oldest.values()]
      .filter((row) => row.nextAt <= now)
      .sort((a, b) => a.seq - b.seq || (a.chatId < b.chatId ? -1 : 1))
      .map(({ state: _state, nextAt: _nextAt, error: _error, ...row }) =>
        copy({ ...row, accountId: this.accountId }),
      )
  }

  settle({ effectId, outcome }: Settlement): void {
    const row = this.#outbox.rows.get(effectId)
    if (!row || row.state !== 'pending') return
    row.attempts += 1
    if (outcome.kind === 'retry') row.nextAt = outcome.at
    else row.state = outcome.kind
    row.error = outcome.kind === 'done' ? null : outcome.error
  }

  webhookDeliveries(now: number, perWebhook: number): PendingWebhookDelivery[] {
    return this.#webhooks.take(this.accountId, now, perWebhook)
  }

  settleWebhookDelivery(settlement: WebhookSettlement): WebhookHealth | null {
    return this.#webhooks.settle(settlement, (chatId, since) => {
      const { customerId = '', erasedAt = null } = this.#chats.rows.get(chatId) ?? {}
      const ofCustomer = this.#details.rows.get(customerId)?.erasedAt ?? null
      return Math.max(erasedAt ?? -1, ofCustomer ?? -1) >= since
    })
  }

  sweepWebhooks(now: number, limit: number): number {
    return this.#webhooks.sweep(now, limit)
  }

  sweepCommands(now: number, limit: number): number {
    const before = daysBefore(now, COMMAND_RETENTION_DAYS)
    return sweepTable(this.#commands, limit, (row) => row.at < before)
  }

  sweepOutbox(now: number, limit: number): number {
    const before = {
      pending: -Infinity,
      done: daysBefore(now, DELIVERED_RETENTION_DAYS),
      dead: daysBefore(now, DEAD_LETTER_RETENTION_DAYS),
    }
    return sweepTable(this.#outbox, limit, (row) => row.at < before[row.state])
  }

  /** Takes whole chats, so that no journal ever lacks its beginning; at least one where there is one. */
  sweepJournal(now: number, limit: number): number {
    const before = daysBefore(now, JOURNAL_RETENTION_DAYS)
    const due = this.#chats
      .all()
      .filter(
        (row) => row.closedAt !== null && row.closedAt < before && !this.#swept.has(row.chatId),
      )
      .sort((a, b) => (a.closedAt ?? 0) - (b.closedAt ?? 0) || (a.chatId < b.chatId ? -1 : 1))
    let removed = 0
    for (const { chatId } of due) {
      const rows = this.#journal.all().filter((row) => row.actor === `chat:${chatId}`)
      if (removed + rows.length > limit && !(removed === 0 && limit > 0)) break
      for (const row of rows) this.#journal.remove(row)
      this.#swept.add(chatId)
      removed += rows.length
    }
    return removed
  }

  sweepLines(now: number, limit: number): number {
    const before = daysBefore(now, JOURNAL_RETENTION_DAYS)
    const over = new Set(this.#lines.filter(({ at }) => at < before).slice(0, Math.max(0, limit)))
    this.#lines = this.#lines.filter((row) => !over.has(row))
    return over.size
  }

  line({ groupId, targetAgentId, fromTurn, toTurn }: LineAsked, limit: number): StoredLine {
    const rows = this.#lines
      .filter((row) => row.groupId === groupId && row.targetAgentId === targetAgentId)
      .toSorted((a, b) => a.turn - b.turn)
    const during = rows.filter(
      ({ turn }) => turn >= fromTurn && (toTurn === null || turn <= toTurn),
    )
    const before = rows.findLast(({ kind, turn }) => kind === 'answer' && turn <= fromTurn)
    const more = during.length > limit
    return copy({ answer: before ?? null, rows: during.slice(0, limit), more })
  }

  touched(upToSeq: number, limit: number): Touched {
    const rows = this.#journal
      .all()
      .filter(({ seq }) => seq <= upToSeq)
      .sort((a, b) => b.seq - a.seq)
    const newest = rows.slice(0, limit)
    const actors = new Map<string, number>()
    for (const { actor, actorSeq } of newest) {
      actors.set(actor, Math.max(actorSeq, actors.get(actor) ?? 0))
    }
    return {
      actors: [...actors].map(([actor, actorSeq]) => ({ actor, actorSeq })),
      since: newest.at(-1)?.at ?? null,
      isAll: newest.length === 0 || newest.at(-1)?.seq === 1,
    }
  }

  journals(actors: readonly string[]): JournalRow[] {
    return this.#journal
      .all()
      .filter(({ actor }) => actors.includes(actor))
      .sort((a, b) => (a.actor < b.actor ? -1 : a.actor > b.actor ? 1 : a.actorSeq - b.actorSeq))
  }

  changesSince(afterSeq: number, limit: number): Changes | null {
    if (afterSeq > this.seq || this.seq - afterSeq > limit) return null
    const touched = new Set<string>()
    for (let seq = afterSeq + 1; seq <= this.seq; seq++) {
      const row = this.#journal.rows.get(String(seq))
      if (row) touched.add(row.actor)
    }
    const chatIds = [...touched].filter(isChat).map((actor) => actor.slice('chat:'.length))
    const agents = [...touched].filter((actor) => actor.startsWith('agent:'))
    const isNew = (row: { seq: number }) => row.seq > afterSeq
    return copy({
      seq: this.seq,
      chats: pick(this.#chats, chatIds),
      messages: this.#messages.all().filter(isNew).sort(byStreamOrder),
      comments: this.#comments.all().filter(isNew).sort(byCommentOrder),
      agents: pick(this.#actors, agents),
    })
  }

  conversation(chatId: string, beforeSeq: number | null, limit: number): StoredConversation {
    const chat = this.#chats.rows.get(chatId)
    if (!chat) {
      return { seq: this.seq, chat: null, messages: [], comments: [], readMarks: [], more: false }
    }
    const wanted = (row: { chatId: string; seq: number }) =>
      row.chatId === chatId && (beforeSeq === null || row.seq < beforeSeq)
    const messages = (this.#streams.get(chat.customerId) ?? []).filter(wanted)
    const comments = this.#comments.all().filter(wanted).sort(byCommentOrder)
    return copy({
      seq: this.seq,
      chat,
      ...pageOf(newest(messages, limit + 1), newest(comments, limit + 1), limit),
      readMarks: this.readMarksOf([chatId]),
    })
  }

  stream(customerId: string): MessageRow[] {
    return copy(this.#streams.get(customerId) ?? [])
  }

  readMarksOf(chatIds: string[]): ReadMarkRow[] {
    const wanted = new Set(chatIds)
    return copy(this.#readMarks.sorted().filter((row) => wanted.has(row.chatId)))
  }

  #unreadMentions(): MentionRow[] {
    const unread = this.#mentions.sorted().filter(({ personId, chatId, seq }) => {
      const cursor = this.#readMarks.rows.get(key(chatId, `agent:${personId}`))
      return seq > (cursor?.seq ?? 0)
    })
    const newestFirst = unread.sort((a, b) => b.seq - a.seq)
    const counts = new Map<string, number>()
    return newestFirst.filter(({ personId }) => {
      const count = counts.get(personId) ?? 0
      counts.set(personId, count + 1)
      return count < MAX_UNREAD_MENTIONS
    })
  }

  #mentionedChats(): ChatRow[] {
    const named = new Set(this.#unreadMentions().map(({ chatId }) => chatId))
    return this.#chats.sorted().filter(({ chatId, open }) => !open && named.has(chatId))
  }

  #namesOfOpen(): { customerId: string; name: string }[] {
    const here = new Set(
      this.#chats
        .all()
        .filter(({ open }) => open)
        .map(({ customerId }) => customerId),
    )
    return this.#details.sorted().flatMap(({ customerId, called, name: own }) => {
      const name = called ?? own
      return name !== null && here.has(customerId) ? [{ customerId, name }] : []
    })
  }

  #erase({ customerId, upToSeq, at }: Erasure): void {
    const isOf = (one: { customerId: string }) => one.customerId === customerId
    const bornAfter = new Set(
      this.#journal
        .all()
        .filter(({ actorSeq, seq }) => actorSeq === 1 && seq > upToSeq)
        .map(({ actor }) => actor),
    )
    for (const chat of this.#chats.all()) {
      if (!isOf(chat)) continue
      this.#eraseChat(chat.chatId, upToSeq)
      if (!chat.open && !bornAfter.has(`chat:${chat.chatId}`)) chat.erasedAt ??= at
    }
    for (const block of this.#blocks.all()) {
      if (isOf(block) && block.at <= at) Object.assign(block, { reason: '', message: '' })
    }
    for (const file of this.#files.all()) if (isOf(file)) forget(file)
  }

  #eraseChat(chatId: string, upToSeq: number): void {
    const isOf = (one: { chatId: string | null }) => one.chatId === chatId
    for (const message of this.#messages.all()) {
      if (!isOf(message) || message.seq > upToSeq) continue
      message.text = null
      if (message.kind === 'text') message.data = null
    }
    for (const comment of this.#comments.all()) {
      if (!isOf(comment) || comment.seq > upToSeq) continue
      comment.text = null
      if (comment.kind === 'comment') comment.data = null
    }
    for (const handover of this.#handovers.all()) {
      if (!isOf(handover) || handover.seq > upToSeq) continue
      Object.assign(handover, { subject: null, attributes: [] })
    }
    for (const file of this.#files.all()) if (isOf(file)) forget(file)
    for (const mention of this.#mentions.all()) if (isOf(mention)) this.#mentions.remove(mention)
    for (const delivery of this.#outbox.all()) if (isOf(delivery)) delivery.error = null
    this.#webhooks.erase(chatId)
  }

  outlivedChats(before: number, limit: number): OutlivedChat[] {
    return this.#chats
      .all()
      .filter(({ closedAt, erasedAt }) => erasedAt === null && (closedAt ?? Infinity) < before)
      .sort((a, b) => (a.closedAt ?? 0) - (b.closedAt ?? 0) || (a.chatId < b.chatId ? -1 : 1))
      .slice(0, limit)
      .map(({ chatId, customerId }) => ({ chatId, customerId }))
  }

  outlivedPeople(before: number, after: string, limit: number): OutlivedPeople {
    const people = this.#customers
      .sorted()
      .filter(({ customerId, mergedInto }) => customerId > after && mergedInto === null)
      .slice(0, limit)
    const isOver = ({ openChatId, blockId, lastChatId, customerId }: CustomerRow): boolean => {
      const last = lastChatId === null ? undefined : this.#chats.rows.get(lastChatId)
      const parts = this.#customers.all().filter(({ mergedInto }) => mergedInto === customerId)
      const ids = [customerId, ...parts.map((part) => part.customerId)]
      return (
        openChatId === null &&
        blockId === null &&
        (last?.erasedAt ?? null) !== null &&
        (last?.closedAt ?? Infinity) < before &&
        ids.some((id) => this.#isKnown(id))
      )
    }
    return {
      customerIds: people.filter(isOver).map(({ customerId }) => customerId),
      last: people.length < limit ? null : (people.at(-1)?.customerId ?? null),
    }
  }

  #isKnown(customerId: string): boolean {
    const isOf = (one: { customerId: string }) => one.customerId === customerId
    const known = this.#details.rows.get(customerId)
    const values = [known?.name, known?.email, known?.phone, known?.language, known?.called]
    return (
      values.some((value) => (value ?? null) !== null) ||
      (Array.isArray(known?.attributes) && known.attributes.length > 0) ||
      this.#notes.all().some(isOf) ||
      this.#blocks.all().some((block) => isOf(block) && block.reason + block.message !== '')
    )
  }

  get retentionMs(): number {
    const settings = this.#settings?.settings
    const isObject = typeof settings === 'object' && settings !== null && !Array.isArray(settings)
    const kept = isObject ? settings.retentionMs : 0
    return typeof kept === 'number' ? kept : 0
  }

  #addToStream(message: MessageRow): void {
    const stream = this.#streams.get(message.customerId) ?? []
    stream.push(message)
    stream.sort((a, b) => a.customerSeq - b.customerSeq)
    this.#streams.set(message.customerId, stream)
  }

  /** @throws Rejected where two open chats of one customer would be on one channel. */
  #checkOpenChats(changed: ChatRow[]): void {
    const opened = changed.filter((row) => row.open)
    if (opened.length === 0) return
    const changedIds = new Set(changed.map((row) => row.chatId))
    const taken = new Set<string>()
    for (const row of opened) {
      const place = placeOf(row)
      const holder = this.#openAt.get(place)
      if (taken.has(place) || (holder !== undefined && !changedIds.has(holder))) {
        throw new Rejected(`customer ${row.customerId} has an open chat already`)
      }
      taken.add(place)
    }
  }

  #putChats(changed: ChatRow[]): void {
    for (const { chatId } of changed) {
      const before = this.#chats.rows.get(chatId)
      if (before?.open) this.#openAt.delete(placeOf(before))
    }
    this.#chats.put(
      changed.map((row) => ({
        ...row,
        erasedAt: this.#chats.rows.get(row.chatId)?.erasedAt ?? row.erasedAt,
      })),
    )
    for (const row of changed) if (row.open) this.#openAt.set(placeOf(row), row.chatId)
  }
}

/** The next sweep takes the bytes, and then the row. */
function forget(file: FileRow): void {
  const gone = { state: 'dropped', messageId: null, commentId: null, audience: null } as const
  Object.assign(file, { ...gone, name: '', expiresAt: 0 })
}

function placeOf(row: ChatRow): string {
  return key(row.customerId, row.channelId)
}

function timerKey({ actor, timerId }: TimerKey): string {
  return key(actor, timerId)
}

function byStreamOrder(a: MessageRow, b: MessageRow): number {
  return a.seq - b.seq || a.customerSeq - b.customerSeq
}

function byCommentOrder(a: CommentRow, b: CommentRow): number {
  return a.seq - b.seq || (a.commentId < b.commentId ? -1 : 1)
}

function byAge(a: FileRow, b: FileRow): number {
  return a.at - b.at || (a.fileId < b.fileId ? -1 : 1)
}

function isChat(actor: string): boolean {
  return actor.startsWith('chat:')
}

function asDelivery(row: OutboxRow): Delivery {
  return { ...row, state: 'pending', attempts: 0, nextAt: row.at, error: null }
}
