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
  TimerKey,
  TimerRow,
} from './rows.ts'

export type SqlType = 'text' | 'bigint' | 'integer' | 'boolean' | 'json'

/** The name of a property's column: `accountId` is `account_id`. */
export function columnName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** The properties of a row, typed, to select exactly these. */
export function namesOf<Row>(columns: Columns<Row>): Extract<keyof Row, string>[] {
  const names: Extract<keyof Row, string>[] = []
  for (const name in columns) names.push(name)
  return names
}

/** The SQL type of each property of a row; a property without one does not compile. */
export type Columns<Row> = { readonly [Name in keyof Row]: SqlType }

export const journalColumns: Columns<JournalRow> = {
  seq: 'bigint',
  turn: 'bigint',
  actor: 'text',
  actorSeq: 'bigint',
  type: 'text',
  data: 'json',
  at: 'bigint',
  by: 'text',
  commandId: 'text',
  machine: 'text',
  xstate: 'text',
}

export const actorColumns: Columns<ActorRow> = {
  actor: 'text',
  machine: 'text',
  seq: 'bigint',
  snapshot: 'json',
}

export const timerColumns: Columns<TimerRow> = {
  actor: 'text',
  timerId: 'text',
  budgetMs: 'bigint',
  leftMs: 'bigint',
  since: 'bigint',
  dueAt: 'bigint',
  armedSeq: 'bigint',
}

export const timerKeyColumns: Columns<TimerKey> = { actor: 'text', timerId: 'text' }

export const chatColumns: Columns<ChatRow> = {
  chatId: 'text',
  seq: 'bigint',
  customerId: 'text',
  channelId: 'text',
  groupId: 'text',
  botId: 'text',
  state: 'text',
  open: 'boolean',
  agentId: 'text',
  targetAgentId: 'text',
  priority: 'integer',
  firstWaitingAt: 'bigint',
  passedOver: 'json',
  stickyAgentId: 'text',
  stickyUntil: 'bigint',
  unansweredSince: 'bigint',
  stateSince: 'bigint',
  openedAt: 'bigint',
  closedAt: 'bigint',
  closedBy: 'text',
  closeReason: 'text',
  lastMessageId: 'text',
  lastMessageAt: 'bigint',
  unread: 'integer',
  answered: 'boolean',
  leftMessage: 'boolean',
  customerPresent: 'boolean',
  holdUntil: 'bigint',
  continues: 'text',
  subjectId: 'text',
  handoverId: 'text',
  tagIds: 'json',
  closeReasonId: 'text',
  rating: 'integer',
  ratedAt: 'bigint',
  mailDueAt: 'bigint',
  mailedSeq: 'bigint',
  mailedAt: 'bigint',
  erasedAt: 'bigint',
}

export const messageColumns: Columns<MessageRow> = {
  messageId: 'text',
  chatId: 'text',
  customerId: 'text',
  seq: 'bigint',
  customerSeq: 'bigint',
  author: 'text',
  kind: 'text',
  text: 'text',
  data: 'json',
  at: 'bigint',
  commandId: 'text',
}

export const commentColumns: Columns<CommentRow> = {
  commentId: 'text',
  chatId: 'text',
  seq: 'bigint',
  author: 'text',
  kind: 'text',
  visibleTo: 'text',
  text: 'text',
  data: 'json',
  at: 'bigint',
  commandId: 'text',
}

export const customerColumns: Columns<CustomerRow> = {
  customerId: 'text',
  channelId: 'text',
  streamSeq: 'bigint',
  openChatId: 'text',
  lastChatId: 'text',
  lastAgentId: 'text',
  lastClosedAt: 'bigint',
  blockId: 'text',
  createdAt: 'bigint',
  transcriptDay: 'integer',
  transcriptCount: 'integer',
  mergedInto: 'text',
  mergedAt: 'bigint',
  mergedBy: 'text',
}

export const commandColumns: Columns<CommandRow> = {
  sender: 'text',
  commandId: 'text',
  digest: 'text',
  answer: 'json',
  at: 'bigint',
}

export const outboxColumns: Columns<OutboxRow> = {
  effectId: 'text',
  chatId: 'text',
  seq: 'bigint',
  kind: 'text',
  payload: 'json',
  at: 'bigint',
}

export const fileColumns: Columns<FileRow> = {
  fileId: 'text',
  chatId: 'text',
  customerId: 'text',
  uploadedBy: 'text',
  state: 'text',
  messageId: 'text',
  commentId: 'text',
  audience: 'text',
  name: 'text',
  mime: 'text',
  kind: 'text',
  size: 'bigint',
  storageKey: 'text',
  at: 'bigint',
  expiresAt: 'bigint',
}

export const readMarkColumns: Columns<ReadMarkRow> = {
  chatId: 'text',
  reader: 'text',
  seq: 'bigint',
  at: 'bigint',
}

export const mentionColumns: Columns<MentionRow> = {
  personId: 'text',
  commentId: 'text',
  chatId: 'text',
  seq: 'bigint',
  at: 'bigint',
}

export const groupColumns: Columns<GroupRow> = {
  groupId: 'text',
  name: 'text',
  publicName: 'text',
  overflowGroupId: 'text',
  defaultAgentId: 'text',
  roundRobinAfter: 'text',
  number: 'integer',
  hours: 'json',
  successorId: 'text',
}

export const memberColumns: Columns<MemberRow> = {
  personId: 'text',
  role: 'text',
  name: 'text',
  publicName: 'text',
  groupIds: 'json',
  chatLimit: 'integer',
  active: 'boolean',
  picture: 'text',
}

export const channelColumns: Columns<ChannelRow> = {
  channelId: 'text',
  kind: 'text',
  name: 'text',
  groupId: 'text',
  botId: 'text',
  settings: 'json',
}

export const lineColumns: Columns<LineRow> = {
  turn: 'bigint',
  at: 'bigint',
  groupId: 'text',
  targetAgentId: 'text',
  kind: 'text',
  chatId: 'text',
  data: 'json',
}

export const tagColumns: Columns<TagRow> = {
  tagId: 'text',
  name: 'text',
  colour: 'text',
  deleted: 'boolean',
}

export const quickReplyColumns: Columns<QuickReplyRow> = {
  replyId: 'text',
  ownerId: 'text',
  shortcut: 'text',
  text: 'text',
  deleted: 'boolean',
}

export const articleColumns: Columns<ArticleRow> = {
  articleId: 'text',
  title: 'text',
  url: 'text',
  text: 'text',
  language: 'text',
  audience: 'text',
  groupIds: 'json',
  savedAt: 'bigint',
  deleted: 'boolean',
}

export const prompterColumns: Columns<PrompterRow> = {
  prompterId: 'text',
  kind: 'text',
  name: 'text',
  readsChats: 'boolean',
  isAsked: 'boolean',
  url: 'text',
  model: 'text',
  instructions: 'text',
  secret: 'text',
  deleted: 'boolean',
}

export const suggestionUseColumns: Columns<SuggestionUseRow> = {
  suggestionId: 'text',
  prompterId: 'text',
  personId: 'text',
  chatId: 'text',
  outcome: 'text',
  at: 'bigint',
}

export const botColumns: Columns<BotRow> = {
  botId: 'text',
  kind: 'text',
  name: 'text',
  url: 'text',
  secret: 'text',
  threshold: 'integer',
  groups: 'json',
  deleted: 'boolean',
}

export const handoverColumns: Columns<HandoverRow> = {
  handoverId: 'text',
  chatId: 'text',
  customerId: 'text',
  botId: 'text',
  seq: 'bigint',
  subjectId: 'text',
  subject: 'text',
  attributes: 'json',
  at: 'bigint',
}

export const blockColumns: Columns<BlockRow> = {
  blockId: 'text',
  customerId: 'text',
  reason: 'text',
  message: 'text',
  by: 'text',
  at: 'bigint',
  endedAt: 'bigint',
  endedBy: 'text',
}

export const customerDetailsColumns: Columns<CustomerDetailsRow> = {
  customerId: 'text',
  name: 'text',
  email: 'text',
  phone: 'text',
  language: 'text',
  attributes: 'json',
  sources: 'json',
  erasedAt: 'bigint',
  called: 'text',
  prefers: 'json',
}

export const customerNoteColumns: Columns<CustomerNoteRow> = {
  noteId: 'text',
  customerId: 'text',
  text: 'text',
  author: 'text',
  at: 'bigint',
}
