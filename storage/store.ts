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
import type { FigureRow, StayRow } from './statistics-rows.ts'
import type {
  PendingWebhookDelivery,
  WebhookDeliveryRow,
  WebhookHealth,
  WebhookResend,
  WebhookRow,
  WebhookSettlement,
} from './webhook-rows.ts'

/** How many shards accounts hash to; fixed for the life of a database. */
export const SHARD_COUNT = 256

export interface OwnedShard {
  shard: number
  /** Raised with each change of owner; a batch that names an older one writes nothing. */
  epoch: number
}

/** Everything of an account that its host keeps in memory from the first command on. */
export interface StoredAccount {
  accountId: string
  name: string
  shard: number
  /** The newest account sequence; 0 for an account that nothing happened in. */
  seq: number
  turn: number
  /** The newest sequence of the actor `account`. */
  accountActorSeq: number
  /** At which sequence words were erased last; 0 for never. */
  erasedSeq: number
  settings: SettingsRow | null
  groups: GroupRow[]
  members: MemberRow[]
  channels: ChannelRow[]
  tags: TagRow[]
  /** Those that were not deleted. */
  quickReplies: QuickReplyRow[]
  /** Of those that were not deleted. */
  articles: ArticleHead[]
  /** Those that were not deleted. */
  prompters: PrompterRow[]
  /** Those that were not deleted. */
  bots: BotRow[]
  /** Those that were not deleted. */
  webhooks: WebhookRow[]
  agents: ActorRow[]
  /** When something happened to each of them last. */
  agentsSince: { actor: string; at: number }[]
  openChats: ChatRow[]
  /** The newest handover of each open chat that a bot said something with. */
  handovers: HandoverRow[]
  /** Of open chats, the beginning of what was said last. */
  lastWords: LastWords[]
  timers: TimerRow[]
  /** Names of those whose chats are open, where they are known. */
  customerNames: { customerId: string; name: string }[]
  /** Files that were uploaded, or are being so, and that nobody used yet. */
  uploads: FileRow[]
  /** What nobody has read yet of it, of each person the newest ones. */
  mentions: MentionRow[]
  /** The chats of these that are over. */
  mentionedChats: ChatRow[]
}

/** A customer with what turns need to know of the person. */
export interface KnownCustomer {
  row: CustomerRow
  /** Null where nothing is known. */
  details: CustomerDetailsRow | null
  notes: NoteHead[]
  /** The groups in which chats of this customer were closed. */
  closedIn: string[]
  /** Those that were merged into this one, in that order. */
  parts: string[]
  /** The block that holds now. */
  block: BlockWords | null
}

/** A block's words: for staff, and for the customer. */
export type BlockWords = Pick<BlockRow, 'blockId' | 'reason' | 'message'>

/** An article without its words. */
export type ArticleHead = Pick<ArticleRow, 'articleId' | 'groupIds'>

/** A note without its words. */
export type NoteHead = Pick<CustomerNoteRow, 'noteId' | 'author'>

/** How the newest words of a chat begin. */
export interface LastWords {
  chatId: string
  seq: number
  author: string
  text: string
  at: number
}

/** Of so many mentions that a person has not read the newest count; nobody catches up with more. */
export const MAX_UNREAD_MENTIONS = 100

/** So much of them is loaded, in characters: what lists show. */
export const LAST_WORDS_LENGTH = 140

/** All that turns of one account wrote since the batch before. Upserts are whole rows, one per key. */
export interface AccountBatch {
  accountId: string
  shard: number
  epoch: number
  /** The account's sequence before this batch. */
  fromSeq: number
  seq: number
  turn: number
  journal: JournalRow[]
  actors: ActorRow[]
  timersSet: TimerRow[]
  timersGone: TimerKey[]
  chats: ChatRow[]
  messages: MessageRow[]
  comments: CommentRow[]
  customers: CustomerRow[]
  commands: CommandRow[]
  outbox: OutboxRow[]
  readMarks: ReadMarkRow[]
  lines: LineRow[]
  /** Chats that ended, as statistics count them. */
  stays: StayRow[]
  /** What is added to figures, one row per key. */
  figures: FigureRow[]
  /** What webhooks are to be told; none in accounts that have no webhook. */
  webhookDeliveries: WebhookDeliveryRow[]
  /** Rare rows; absent in nearly every batch. */
  rare: RareRows | null
}

export interface RareRows {
  /** The account's own row, where this batch founds it. */
  account: { name: string; createdAt: number } | null
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
  webhookResends: WebhookResend[]
  handovers: HandoverRow[]
  blocks: BlockRow[]
  customerDetails: CustomerDetailsRow[]
  customerNotes: CustomerNoteRow[]
  customerNotesGone: string[]
  blocksEnded: BlockEnd[]
  /** Of these customers no words are left of what was said up to a sequence. */
  erasures: Erasure[]
  /** Nor in these chats, whatever is left of their customers. */
  erasedChats: ErasedChat[]
  files: FileRow[]
  mentions: MentionRow[]
  /** A time zone whose figures are made anew from what was counted up to a sequence. */
  figureBook: FigureBook | null
}

export interface FigureBook {
  zone: string
  fromSeq: number
  begunAt: number
}

export interface BlockEnd {
  blockId: string
  endedAt: number
  endedBy: string
}

export interface Erasure {
  customerId: string
  /** Words up to this account sequence. */
  upToSeq: number
  at: number
}

export interface ErasedChat extends Erasure {
  chatId: string
}

export interface CommandKey {
  accountId: string
  sender: string
  commandId: string
}

export interface PendingDelivery extends OutboxRow {
  accountId: string
  attempts: number
}

export interface Settlement {
  accountId: string
  effectId: string
  /** Done, to be tried again at a time, or given up as a dead letter. */
  outcome:
    | { kind: 'done' }
    | { kind: 'retry'; at: number; error: string }
    | { kind: 'dead'; error: string }
}

/** What a sweep removed, in rows. */
export interface Swept {
  commands: number
  outbox: number
  journal: number
  lines: number
  webhooks: number
}

/**
 * What the host needs of a database, and no more; what only screens ask goes past it.
 *
 * Every method throws `StoreUnavailable` where the outcome is certain to be nothing, and
 * `OutcomeUnknown` where a write may or may not have happened.
 */
export interface Store {
  /** Makes a node known, with a lease that runs from now. An incarnation is never used twice. */
  register(incarnation: string, leaseMs: number): Promise<void>
  /** False where the lease ran out already: an expired incarnation never revives. */
  renew(incarnation: string, leaseMs: number): Promise<boolean>
  /** Takes every shard whose owner has no valid lease, raising its epoch; gives all that are owned. */
  claim(incarnation: string): Promise<OwnedShard[]>
  /** Raises the epoch of own shards; waits for batches that still hold them. Gives those still owned. */
  raise(incarnation: string, shards: number[]): Promise<OwnedShard[]>
  /** Gives all shards up and ends the lease. */
  release(incarnation: string): Promise<void>
  /** Who owns most shards with a valid lease, for those who do not; null where nobody does. */
  owner(): Promise<string | null>

  /** Null for an account that was never founded. */
  loadAccount(accountId: string): Promise<StoredAccount | null>
  /** Chats by id, closed ones too. */
  loadChats(accountId: string, chatIds: string[]): Promise<ChatRow[]>
  loadActors(accountId: string, actors: string[]): Promise<ActorRow[]>
  /** The journals of actors from their births, as far as retention kept them, each in its order. */
  journals(accountId: string, actors: readonly string[]): Promise<JournalRow[]>
  loadCustomers(accountId: string, customerIds: string[]): Promise<KnownCustomer[]>
  findCommands(keys: CommandKey[]): Promise<(CommandRow & { accountId: string })[]>
  /** Accounts on these shards that must be awake: timers due until then, agents connected, or deliveries. */
  accountsToWake(shards: number[], until: number): Promise<string[]>

  /**
   * Writes batches of several accounts as one durable transaction. Gives the ids of the accounts
   * whose shard has another owner or epoch by now: of these nothing was written, of all others
   * everything. Throws `Rejected` when the database refused a row: then nothing at all was written.
   */
  commit(batches: AccountBatch[]): Promise<{ fenced: string[] }>

  /** Deliveries that may be tried now: per chat only the oldest one that is not settled. */
  takeOutbox(shards: number[], now: number, limit: number): Promise<PendingDelivery[]>
  settleOutbox(settlements: Settlement[]): Promise<void>

  /**
   * What webhooks are to be told now, of each at most so much. Of a chat's events that were never
   * tried only the oldest is among them.
   */
  takeWebhookDeliveries(
    shards: number[],
    now: number,
    perWebhook: number,
  ): Promise<PendingWebhookDelivery[]>
  /** Notes what became of a try; gives how the webhook does since, where the try says something of it. */
  settleWebhookDelivery(settlement: WebhookSettlement): Promise<WebhookHealth | null>

  /** Removes what retention no longer keeps, a bounded number of rows at a time. */
  sweep(now: number): Promise<Swept>
}

/** The database refused a row of the batch; nothing of it was written. */
export class Rejected extends Error {
  override name = 'Rejected'
}

/** Nothing was written; trying again later may help. */
export class StoreUnavailable extends Error {
  override name = 'StoreUnavailable'
}

/** The connection died while a write was under way: it may or may not be durable. */
export class OutcomeUnknown extends Error {
  override name = 'OutcomeUnknown'
}
