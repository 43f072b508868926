import { noFigures } from './statistics-rows.ts'
import type { FigureCounts, FigureRow, StayRow } from './statistics-rows.ts'
import type {
  ActorRow,
  ArticleRow,
  BlockRow,
  BotRow,
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
  MentionRow,
  MessageRow,
  OutboxRow,
  PrompterRow,
  TimerRow,
} from './rows.ts'
import { shardOf } from './shard.ts'
import type { WebhookDeliveryRow, WebhookRow, WebhookTry } from './webhook-rows.ts'
import type { AccountBatch, RareRows } from './store.ts'

/** When everything in the fixtures happens. */
export const AT = 1_800_000_000_000

/** Writes down an account's events and makes batches of them, with the right sequences. */
export class Scribe {
  readonly shard: number
  seq = 0
  turn = 0
  readonly #actorSeqs = new Map<string, number>()
  #pending: JournalRow[] = []

  constructor(
    readonly accountId: string,
    public epoch = 1,
  ) {
    this.shard = shardOf(accountId)
  }

  /** Notes an event for the next batch, as a turn of its own. */
  event(actor: string, row: Partial<JournalRow> = {}): JournalRow {
    const actorSeq = (this.#actorSeqs.get(actor) ?? 0) + 1
    this.#actorSeqs.set(actor, actorSeq)
    this.turn += 1
    const written = {
      seq: this.seq + this.#pending.length + 1,
      turn: this.turn,
      actor,
      actorSeq,
      type: actorSeq === 1 ? 'born' : 'happened',
      data: { at: AT },
      at: AT,
      by: 'system',
      commandId: null,
      machine: 'chat@1',
      xstate: '5.0.0',
      ...row,
    }
    this.#pending.push(written)
    return written
  }

  /** Takes the newest event of an actor back: its batch was not written. */
  forget(actor: string): void {
    this.#actorSeqs.set(actor, (this.#actorSeqs.get(actor) ?? 0) - 1)
    this.seq -= 1
  }

  /** A batch of the noted events and these rows. */
  batch(rows: Partial<AccountBatch> = {}): AccountBatch {
    const fromSeq = this.seq
    const journal = this.#pending
    this.#pending = []
    this.seq += journal.length
    const { accountId, shard, epoch, seq, turn } = this
    return {
      ...{ accountId, shard, epoch, fromSeq, seq, turn, journal },
      actors: [],
      timersSet: [],
      timersGone: [],
      chats: [],
      messages: [],
      comments: [],
      customers: [],
      commands: [],
      outbox: [],
      readMarks: [],
      lines: [],
      stays: [],
      figures: [],
      webhookDeliveries: [],
      rare: null,
      ...rows,
    }
  }

  /** The batch that founds the account. */
  founding(rows: Partial<AccountBatch> = {}, rare: Partial<RareRows> = {}): AccountBatch {
    this.event('account', { type: 'founded', machine: 'account@1' })
    return this.batch({ ...rows, rare: { ...rareRows(), account: ACCOUNT, ...rare } })
  }
}

const ACCOUNT = { name: 'Acme', createdAt: AT }

export function rareRows(rows: Partial<RareRows> = {}): RareRows {
  return {
    account: null,
    settings: null,
    groups: [],
    members: [],
    channels: [],
    tags: [],
    quickReplies: [],
    articles: [],
    prompters: [],
    suggestionUses: [],
    handovers: [],
    bots: [],
    webhooks: [],
    webhookResends: [],
    blocks: [],
    customerDetails: [],
    customerNotes: [],
    customerNotesGone: [],
    blocksEnded: [],
    erasures: [],
    erasedChats: [],
    files: [],
    mentions: [],
    figureBook: null,
    ...rows,
  }
}

/** What was said of the lane `support` in a turn. */
export function lineRow(turn: number, row: Partial<LineRow> = {}): LineRow {
  return {
    turn,
    at: AT,
    groupId: 'support',
    targetAgentId: '',
    kind: 'answer',
    chatId: null,
    data: { policy: 'leastBusy', leftOut: [], others: 0 },
    ...row,
  }
}

/** An upload that is ready to be used. */
export function fileRow(fileId: string, row: Partial<FileRow> = {}): FileRow {
  return {
    fileId,
    chatId: 'c1',
    customerId: 'customer-of-c1',
    uploadedBy: 'agent:p1',
    state: 'ready',
    messageId: null,
    commentId: null,
    audience: null,
    name: 'Größe "1".pdf',
    mime: 'application/pdf',
    kind: 'other',
    size: 12_345,
    storageKey: `acme/${fileId}`,
    at: AT,
    expiresAt: AT + 86_400_000,
    ...row,
  }
}

/** The same once it was sent in a message. */
export function usedFileRow(fileId: string, row: Partial<FileRow> = {}): FileRow {
  const used = { messageId: 'm1', audience: 'customer', expiresAt: null, state: 'used' } as const
  return fileRow(fileId, { ...used, ...row })
}

export function actorRow(actor: string, row: Partial<ActorRow> = {}): ActorRow {
  const snapshot = { value: { connection: 'gone' }, status: 'active', context: { chats: [] } }
  return { actor, machine: 'chat@1', seq: 1, snapshot, ...row }
}

export function timerRow(actor: string, row: Partial<TimerRow> = {}): TimerRow {
  return {
    actor,
    timerId: 'responseLimit',
    budgetMs: 60_000,
    leftMs: 60_000,
    since: AT,
    dueAt: AT + 60_000,
    armedSeq: 1,
    ...row,
  }
}

export function chatRow(chatId: string, row: Partial<ChatRow> = {}): ChatRow {
  return {
    chatId,
    seq: 1,
    customerId: `customer-of-${chatId}`,
    channelId: 'widget',
    groupId: 'billing',
    botId: null,
    state: 'queued',
    open: true,
    agentId: null,
    targetAgentId: null,
    priority: 0,
    firstWaitingAt: AT,
    passedOver: ['p1'],
    stickyAgentId: null,
    stickyUntil: null,
    unansweredSince: AT,
    stateSince: AT,
    openedAt: AT,
    closedAt: null,
    closedBy: null,
    closeReason: null,
    lastMessageId: null,
    lastMessageAt: null,
    unread: 0,
    answered: false,
    leftMessage: false,
    customerPresent: true,
    holdUntil: null,
    continues: null,
    subjectId: null,
    handoverId: null,
    tagIds: [],
    closeReasonId: null,
    rating: null,
    ratedAt: null,
    mailDueAt: null,
    mailedSeq: 0,
    mailedAt: null,
    erasedAt: null,
    ...row,
  }
}

/** The same chat, closed at a time. */
export function closed(chat: ChatRow, closedAt: number): ChatRow {
  return { ...chat, state: 'closed', open: false, closedAt, closedBy: 'timer', closeReason: 'idle' }
}

export function messageRow(chat: ChatRow, row: Partial<MessageRow> = {}): MessageRow {
  return {
    messageId: `message-${chat.chatId}-${row.customerSeq ?? 1}`,
    chatId: chat.chatId,
    customerId: chat.customerId,
    seq: chat.seq,
    customerSeq: 1,
    author: `customer:${chat.customerId}`,
    kind: 'text',
    text: 'Hello',
    data: null,
    at: AT,
    commandId: null,
    ...row,
  }
}

export function commentRow(chat: ChatRow, row: Partial<CommentRow> = {}): CommentRow {
  return {
    commentId: `comment-${chat.chatId}-${row.seq ?? chat.seq}`,
    chatId: chat.chatId,
    seq: chat.seq,
    author: 'agent:p1',
    kind: 'comment',
    visibleTo: 'staff',
    text: 'Knows us for years',
    data: null,
    at: AT,
    commandId: null,
    ...row,
  }
}

/** That a person is named in a comment. */
export function mentionRow(personId: string, comment: CommentRow): MentionRow {
  const { commentId, chatId, seq, at } = comment
  return { personId, commentId, chatId, seq, at }
}

export function customerRow(customerId: string, row: Partial<CustomerRow> = {}): CustomerRow {
  return {
    customerId,
    channelId: 'widget',
    streamSeq: 0,
    openChatId: null,
    lastChatId: null,
    lastAgentId: null,
    lastClosedAt: null,
    blockId: null,
    createdAt: AT,
    transcriptDay: 0,
    transcriptCount: 0,
    mergedInto: null,
    mergedAt: null,
    mergedBy: null,
    ...row,
  }
}

export function detailsRow(
  customerId: string,
  row: Partial<CustomerDetailsRow> = {},
): CustomerDetailsRow {
  return {
    customerId,
    name: null,
    email: null,
    phone: null,
    language: null,
    attributes: [],
    sources: {},
    erasedAt: null,
    called: null,
    prefers: {},
    ...row,
  }
}

export function noteRow(noteId: string, customerId: string): CustomerNoteRow {
  return { noteId, customerId, text: `words of ${noteId}`, author: 'agent:p1', at: AT }
}

export function blockRow(blockId: string, customerId: string): BlockRow {
  return {
    blockId,
    customerId,
    reason: 'rude',
    message: 'No.',
    by: 'agent:p1',
    at: AT,
    endedAt: null,
    endedBy: null,
  }
}

export function commandRow(commandId: string, row: Partial<CommandRow> = {}): CommandRow {
  return { sender: 'agent:p1', commandId, digest: 'd1', answer: { ok: true }, at: AT, ...row }
}

export function outboxRow(chatId: string, row: Partial<OutboxRow> = {}): OutboxRow {
  return {
    effectId: `chat:${chatId}:${row.seq ?? 1}:0`,
    chatId,
    seq: 1,
    kind: 'webhook',
    payload: { chatId },
    at: AT,
    ...row,
  }
}

export function articleRow(articleId: string, row: Partial<ArticleRow> = {}): ArticleRow {
  return {
    articleId,
    title: `How to ${articleId}`,
    url: null,
    text: '',
    language: 'en',
    audience: 'customer',
    groupIds: [],
    savedAt: AT,
    deleted: false,
    ...row,
  }
}

export function prompterRow(prompterId: string, row: Partial<PrompterRow> = {}): PrompterRow {
  return {
    prompterId,
    kind: 'knowledge',
    name: `Prompter ${prompterId}`,
    readsChats: true,
    isAsked: true,
    url: null,
    model: null,
    instructions: null,
    secret: null,
    deleted: false,
    ...row,
  }
}

export function botRow(botId: string, row: Partial<BotRow> = {}): BotRow {
  return {
    botId,
    kind: 'knowledge',
    name: `Bot ${botId}`,
    url: null,
    secret: null,
    threshold: 50,
    groups: [],
    deleted: false,
    ...row,
  }
}

export function webhookRow(webhookId: string, row: Partial<WebhookRow> = {}): WebhookRow {
  return {
    webhookId,
    name: `Webhook ${webhookId}`,
    url: 'https://crm.example/told',
    kinds: ['chatStarted', 'messageSaid'],
    secret: 'a secret',
    formerSecret: null,
    formerUntil: null,
    state: 'on',
    since: AT,
    deleted: false,
    ...row,
  }
}

/** An event of a chat, or of the account where that is null, for a webhook. */
export function webhookDeliveryRow(
  webhookId: string,
  chatId: string | null,
  seq: number,
  row: Partial<WebhookDeliveryRow> = {},
): WebhookDeliveryRow {
  return {
    webhookId,
    eventId: `${chatId === null ? 'account' : `chat:${chatId}`}:${seq}:0`,
    chatId,
    seq,
    kind: 'chatStarted',
    data: { customerId: `customer-of-${chatId}` },
    at: AT,
    ...row,
  }
}

/** What a bot said as it handed a chat over. */
export function handoverRow(
  handoverId: string,
  { chatId, customerId }: Pick<ChatRow, 'chatId' | 'customerId'>,
  row: Partial<HandoverRow> = {},
): HandoverRow {
  return {
    handoverId,
    chatId,
    customerId,
    botId: 'pine',
    seq: 2,
    subjectId: 's1',
    subject: 'A lost "parcel"',
    attributes: [{ name: 'order', value: 'A-17' }],
    at: AT,
    ...row,
  }
}

export function webhookTry(row: Partial<WebhookTry> = {}): WebhookTry {
  return { at: AT, tookMs: 12, status: 500, why: 'status', answer: 'no', ...row }
}

export function groupRow(groupId: string, row: Partial<GroupRow> = {}): GroupRow {
  return {
    groupId,
    name: groupId,
    publicName: groupId,
    overflowGroupId: null,
    defaultAgentId: null,
    roundRobinAfter: null,
    number: null,
    hours: null,
    successorId: null,
    ...row,
  }
}

export function stayRow(chatId: string, row: Partial<StayRow> = {}): StayRow {
  return {
    kind: 'account',
    id: '',
    chatId,
    channelId: 'widget',
    seq: 1,
    cameAt: AT,
    chats: 1,
    answered: 0,
    handedOver: false,
    handoverMs: null,
    cameAgain: false,
    subjectId: null,
    abandoned: false,
    blocked: false,
    leftMessage: false,
    last: false,
    forwards: 0,
    forwardsIn: 0,
    overflows: 0,
    offers: 0,
    accepted: 0,
    declined: 0,
    missed: 0,
    returned: 0,
    customerMessages: 0,
    agentMessages: 0,
    durationMs: 0,
    waitedMs: 0,
    handlingMs: 0,
    waitingMs: 0,
    firstResponseMs: null,
    repliesMs: [],
    ...row,
  }
}

/** Figures of the account on one day. */
export function figureRow(
  counts: Partial<FigureCounts>,
  row: Partial<Omit<FigureRow, 'counts'>> = {},
): FigureRow {
  const of = { kind: 'account', id: '', subjectId: '' } as const
  const whose = { zone: 'UTC', grain: 'day', day: 20_000, ...of } as const
  return { ...whose, ...row, counts: { ...noFigures(), ...counts } }
}

/** So many durations in one class, counted from 0. */
export function classesWith(index: number, n = 1): number[] {
  return noFigures().waiting.map((_none, at) => (at === index ? n : 0))
}
