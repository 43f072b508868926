import type { Generated } from 'kysely'
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
  SuggestionUseRow,
  TagRow,
  TimerRow,
} from './rows.ts'
import type { Json } from './json.ts'
import type { StayRow } from './statistics-rows.ts'
import type { LoggedDelivery, WebhookHealth, WebhookRow } from './webhook-rows.ts'

/** A row of an account: every such table is keyed by the account first. */
type OfAccount<Row> = Row & { accountId: string }

/** All tables, as queries see them: properties are the columns' names in camel case. */
export interface Tables {
  shards: { id: number; owner: string | null; epoch: number }
  nodes: { incarnation: string; leaseUntil: number }
  people: PersonTable
  sessions: SessionTable
  apiTokens: ApiTokenTable
  resetLinks: ResetLinkTable
  mailAllowances: { addressHash: string; effect: string; at: number }
  cleanings: { what: 'tables' | 'indices'; erasedAt: number; cleanedAt: Generated<number> }
  pictures: { pictureId: string; mime: string; bytes: Uint8Array; createdAt: number }
  secrets: { name: string; value: Uint8Array; createdAt: number }
  accounts: AccountTable
  groups: OfAccount<GroupRow>
  members: OfAccount<MemberRow>
  channels: OfAccount<ChannelRow>
  tags: OfAccount<TagRow>
  quickReplies: OfAccount<QuickReplyRow>
  articles: OfAccount<ArticleRow & { config: string; words: Generated<string> }>
  prompters: OfAccount<PrompterRow>
  suggestionUses: OfAccount<SuggestionUseRow>
  bots: OfAccount<BotRow>
  webhooks: OfAccount<WebhookRow>
  webhookDeliveries: OfAccount<LoggedDelivery>
  webhookHealth: OfAccount<WebhookHealth>
  handovers: OfAccount<HandoverRow>
  blocks: OfAccount<BlockRow>
  customers: OfAccount<CustomerRow>
  customerDetails: OfAccount<CustomerDetailsRow & { search: Generated<string> }>
  customerNotes: OfAccount<CustomerNoteRow>
  actors: OfAccount<ActorRow & { wakeful: boolean }>
  journal: OfAccount<JournalRow & { epoch: number }>
  timers: OfAccount<TimerRow>
  chats: OfAccount<ChatRow & { journalSwept: Generated<boolean> }>
  messages: OfAccount<MessageRow>
  comments: OfAccount<CommentRow>
  commands: OfAccount<CommandRow>
  outbox: OfAccount<OutboxRow & OutboxState>
  readMarks: OfAccount<ReadMarkRow>
  mentions: OfAccount<MentionRow>
  lineLog: OfAccount<LineRow>
  files: OfAccount<FileRow>
  stays: OfAccount<StayRow>
  figureBooks: OfAccount<FigureBookTable>
}

interface FigureBookTable {
  zone: string
  fromSeq: number
  begunAt: number
  progress: Json
  doneAt: number | null
}

interface AccountTable {
  accountId: string
  name: string
  shard: number
  seq: number
  turn: number
  accountActorSeq: number
  erasedSeq: Generated<number>
  settings: Json
  settingsVersion: number | null
  createdAt: number
}

interface OutboxState {
  /** The order of writing. */
  position: Generated<number>
  state: Generated<'pending' | 'done' | 'dead'>
  attempts: Generated<number>
  nextAt: number
  error: string | null
}

interface PersonTable {
  personId: string
  email: string
  name: string
  passwordHash: string | null
  createdAt: number
  preferences: Json
}

interface SessionTable {
  tokenHash: string
  personId: string
  accountId: string | null
  createdAt: number
  expiresAt: number
  lastSeenAt: number
  revokedAt: number | null
  device: string
  address: string
}

interface ResetLinkTable {
  tokenHash: string
  personId: string
  createdAt: number
  expiresAt: number
  usedAt: number | null
}

interface ApiTokenTable {
  tokenId: string
  tokenHash: string
  accountId: string
  personId: string
  name: string
  createdAt: number
  lastUsedAt: number | null
  revokedAt: number | null
}
