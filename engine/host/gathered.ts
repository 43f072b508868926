import type {
  AccountBatch,
  BlockEnd,
  ErasedChat,
  Erasure,
  FigureBook,
  RareRows,
} from '#storage/store'
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
  TimerRow,
} from '#storage/rows'
import { addFigure } from '#storage/statistics-rows'
import type { FigureRow, StayRow } from '#storage/statistics-rows'
import type { WebhookDeliveryRow, WebhookResend, WebhookRow } from '#storage/webhook-rows'

/** Whether what gathered became durable, or was lost with the memory of its account. */
export type Fate = 'committed' | 'lost'

/** Rows of rare things; whole rows, the last one per key counts. */
export class Rare {
  account: { name: string; createdAt: number } | null = null
  settings: SettingsRow | null = null
  readonly groups = new Map<string, GroupRow>()
  readonly members = new Map<string, MemberRow>()
  readonly channels = new Map<string, ChannelRow>()
  readonly tags = new Map<string, TagRow>()
  readonly quickReplies = new Map<string, QuickReplyRow>()
  readonly articles = new Map<string, ArticleRow>()
  readonly prompters = new Map<string, PrompterRow>()
  readonly suggestionUses = new Map<string, SuggestionUseRow>()
  readonly bots = new Map<string, BotRow>()
  readonly webhooks = new Map<string, WebhookRow>()
  /** What webhooks are to be told again, in the order in which it was asked for. */
  readonly webhookResends: WebhookResend[] = []
  readonly handovers = new Map<string, HandoverRow>()
  readonly blocks = new Map<string, BlockRow>()
  readonly customerDetails = new Map<string, CustomerDetailsRow>()
  readonly customerNotes = new Map<string, CustomerNoteRow>()
  readonly customerNotesGone = new Set<string>()
  readonly blocksEnded = new Map<string, BlockEnd>()
  readonly erasures = new Map<string, Erasure>()
  readonly erasedChats = new Map<string, ErasedChat>()
  readonly files = new Map<string, FileRow>()
  /** By person and comment. */
  readonly mentions = new Map<string, MentionRow>()
  /** The figures of a time zone begin anew. */
  figureBook: FigureBook | null = null

  /** Whether a group is deleted: its people then have other rights. */
  get endsGroups(): boolean {
    return [...this.groups.values()].some(({ successorId }) => successorId !== null)
  }

  add(other: Rare): void {
    this.account = other.account ?? this.account
    this.settings = other.settings ?? this.settings
    mergeInto(this.groups, other.groups)
    mergeInto(this.members, other.members)
    mergeInto(this.channels, other.channels)
    mergeInto(this.tags, other.tags)
    mergeInto(this.quickReplies, other.quickReplies)
    mergeInto(this.articles, other.articles)
    mergeInto(this.prompters, other.prompters)
    mergeInto(this.suggestionUses, other.suggestionUses)
    mergeInto(this.bots, other.bots)
    mergeInto(this.webhooks, other.webhooks)
    this.webhookResends.push(...other.webhookResends)
    mergeInto(this.handovers, other.handovers)
    mergeInto(this.blocks, other.blocks)
    mergeInto(this.customerDetails, other.customerDetails)
    mergeInto(this.customerNotes, other.customerNotes)
    for (const noteId of other.customerNotesGone) {
      this.customerNotes.delete(noteId)
      this.customerNotesGone.add(noteId)
    }
    mergeInto(this.blocksEnded, other.blocksEnded)
    mergeInto(this.erasures, other.erasures)
    mergeInto(this.erasedChats, other.erasedChats)
    mergeInto(this.files, other.files)
    mergeInto(this.mentions, other.mentions)
    this.figureBook = other.figureBook ?? this.figureBook
  }

  rows(): RareRows {
    return {
      account: this.account,
      settings: this.settings,
      groups: [...this.groups.values()],
      members: [...this.members.values()],
      channels: [...this.channels.values()],
      tags: [...this.tags.values()],
      quickReplies: [...this.quickReplies.values()],
      articles: [...this.articles.values()],
      prompters: [...this.prompters.values()],
      suggestionUses: [...this.suggestionUses.values()],
      bots: [...this.bots.values()],
      webhooks: [...this.webhooks.values()],
      webhookResends: this.webhookResends,
      handovers: [...this.handovers.values()],
      blocks: [...this.blocks.values()],
      customerDetails: [...this.customerDetails.values()],
      customerNotes: [...this.customerNotes.values()],
      customerNotesGone: [...this.customerNotesGone],
      blocksEnded: [...this.blocksEnded.values()],
      erasures: [...this.erasures.values()],
      erasedChats: [...this.erasedChats.values()],
      files: [...this.files.values()],
      mentions: [...this.mentions.values()],
      figureBook: this.figureBook,
    }
  }
}

/** What the turns of one account wrote and no batch took yet. */
export class Gathered {
  turns = 0
  /** A rough count of bytes, to keep a batch small. */
  bytes = 0
  readonly journal: JournalRow[] = []
  readonly actors = new Map<string, ActorRow>()
  readonly timers = new Map<string, { actor: string; timerId: string; row: TimerRow | null }>()
  readonly chats = new Map<string, ChatRow>()
  readonly messages: MessageRow[] = []
  readonly comments: CommentRow[] = []
  readonly customers = new Map<string, CustomerRow>()
  readonly commands: CommandRow[] = []
  readonly outbox: OutboxRow[] = []
  readonly readMarks = new Map<string, ReadMarkRow>()
  readonly lines: LineRow[] = []
  readonly stays: StayRow[] = []
  readonly webhookDeliveries: WebhookDeliveryRow[] = []
  readonly #figures = new Map<string, FigureRow>()
  rare: Rare | null = null
  /** Run in order when the fate is known. */
  readonly whenSettled: ((fate: Fate) => void)[] = []
  readonly settled: Promise<Fate>
  readonly #settle: (fate: Fate) => void

  constructor(readonly fromSeq: number) {
    const { promise, resolve } = Promise.withResolvers<Fate>()
    this.settled = promise
    this.#settle = resolve
  }

  addFigure(row: FigureRow): void {
    addFigure(this.#figures, row)
  }

  settle(fate: Fate): void {
    for (const hear of this.whenSettled) hear(fate)
    this.#settle(fate)
  }

  /** The batch to write; `accountActorSeq` of the account goes with its sequence. */
  toBatch(to: {
    accountId: string
    shard: number
    epoch: number
    seq: number
    turn: number
  }): AccountBatch {
    const timersSet: TimerRow[] = []
    const timersGone: { actor: string; timerId: string }[] = []
    for (const { actor, timerId, row } of this.timers.values()) {
      if (row === null) timersGone.push({ actor, timerId })
      else timersSet.push(row)
    }
    return {
      ...to,
      fromSeq: this.fromSeq,
      journal: this.journal,
      actors: [...this.actors.values()],
      timersSet,
      timersGone,
      chats: [...this.chats.values()],
      messages: this.messages,
      comments: this.comments,
      customers: [...this.customers.values()],
      commands: this.commands,
      outbox: this.outbox,
      readMarks: [...this.readMarks.values()],
      lines: this.lines,
      stays: this.stays,
      figures: [...this.#figures.values()],
      webhookDeliveries: this.webhookDeliveries,
      rare: this.rare?.rows() ?? null,
    }
  }
}

function mergeInto<K, V>(target: Map<K, V>, source: Map<K, V>): void {
  for (const [key, value] of source) target.set(key, value)
}
