import { z } from 'zod'
import { fileClass, fileView } from './files.ts'
import { closeReason, tagColour } from './staff-commands.ts'
import { id, sequence, time } from './scalars.ts'

/** A chat as staff sees it in lists and above a conversation. */
export const chatView = z.object({
  chatId: id,
  /** Account sequence of its last change. */
  seq: sequence,
  customerId: id,
  customerName: z.string(),
  channelId: id,
  groupId: id,
  /** `queued`, `assigned.awaitingAgent` …: the statechart's own names. */
  state: z.string(),
  open: z.boolean(),
  /** Who has it, or to whom it is offered. */
  agentId: id.nullable(),
  /** To which agent alone it is forwarded. */
  targetAgentId: id.nullable(),
  priority: z.int(),
  firstWaitingAt: time.nullable(),
  unansweredSince: time.nullable(),
  stateSince: time,
  /** When the state's delay runs out; null where none runs. */
  dueAt: time.nullable(),
  openedAt: time,
  closedAt: time.nullable(),
  closedBy: z.string().nullable(),
  closeReason: z.string().nullable(),
  /** When all that was said in it was erased. */
  erasedAt: time.nullable(),
  holdUntil: time.nullable(),
  answered: z.boolean(),
  leftMessage: z.boolean(),
  customerPresent: z.boolean(),
  continues: id.nullable(),
  /** The agent who talked with this customer last, while that counts. */
  stickyAgentId: id.nullable(),
  /** What it is about, as a bot said; null where none did, absent where it is as before. */
  subject: z.string().nullable().optional(),
  tagIds: z.array(id),
  /** Which of the account's reasons it was closed for. */
  closeReasonId: id.nullable(),
  /** What the customer gave it, 1 to 5. */
  rating: z.int().nullable(),
  /** Last words; null where the viewer may see the row only, absent where they are as before. */
  preview: z.object({ author: z.string(), text: z.string(), at: time }).nullable().optional(),
  /** Customer's messages that whoever has the chat has not read. */
  unread: z.int(),
  /** `full`: in hand, or may be read and acted on; `row`: only that it exists. */
  access: z.enum(['full', 'row']),
})

/** What a bot said when it gave a chat to people. */
export const handoverView = z.object({
  handoverId: id,
  botId: id,
  at: time,
  subject: z.string().nullable(),
  /** What bots found out, in order. */
  attributes: z.array(z.object({ name: z.string(), value: z.string() })),
})

export const messageView = z.object({
  messageId: id,
  chatId: id,
  seq: sequence,
  /** `customer:<id>`, `agent:<id>`, `bot:<id>` or `system`. */
  author: z.string(),
  kind: z.enum(['text', 'notice']),
  text: z.string().nullable(),
  /** Of a notice: `{code, …}`. */
  data: z.record(z.string(), z.json()).nullable(),
  files: z.array(fileView),
  at: time,
  /** The id of the command that sent it, on one's own messages. */
  commandId: z.string().nullable(),
})

export const commentView = z.object({
  commentId: id,
  chatId: id,
  seq: sequence,
  author: z.string(),
  kind: z.enum(['comment', 'note']),
  visibleTo: z.enum(['staff', 'author']),
  text: z.string().nullable(),
  data: z.record(z.string(), z.json()).nullable(),
  files: z.array(fileView),
  /** Whom it names. */
  mentions: z.array(id),
  at: time,
  commandId: z.string().nullable(),
})

/** A comment that names the viewer, who has not read it. */
export const mentionView = z.object({
  commentId: id,
  chatId: id,
  /** The comment's, to be met in its conversation. */
  seq: sequence,
  at: time,
})

export const agentView = z.object({
  agentId: id,
  name: z.string(),
  publicName: z.string(),
  /** Of `/api/v1/pictures/{pictureId}`; null: initials. */
  picture: id.nullable(),
  role: z.enum(['agent', 'supervisor', 'administrator']),
  groupIds: z.array(id),
  presence: z.enum(['online', 'away', 'offline']),
  awayReason: z.string().nullable(),
  connection: z.enum(['connected', 'grace', 'gone']),
  /** What counts against the limit: chats, offers out, and chats being wrapped up. */
  inHand: z.int(),
  limit: z.int(),
  /** Which condition keeps this agent from getting a chat; null while accepting. */
  notAccepting: z.enum(['online', 'connected', 'belowLimit']).nullable(),
  active: z.boolean(),
  /** When each of those being wrapped up ends by itself, the next one first. */
  wrapUps: z.array(time),
})

export const groupView = z.object({
  groupId: id,
  name: z.string(),
  publicName: z.string(),
  /** Chats in its line now. */
  waiting: z.int(),
  /** Since when the first of them waits. */
  oldestWaitingAt: time.nullable(),
  accepting: z.int(),
})

/** A channel as staff reads of it; its settings are the administrator's. */
export const deskChannelView = z.object({
  channelId: id,
  name: z.string(),
  kind: z.enum(['widget', 'api']),
})

export const tagView = z.object({
  tagId: id,
  name: z.string(),
  colour: tagColour,
  /** Old chats still carry it; no chat gets it any more. */
  deleted: z.boolean(),
})

export const quickReplyView = z.object({
  replyId: id,
  whose: z.enum(['account', 'own']),
  shortcut: z.string(),
  text: z.string(),
})

/** Settings that the desk needs to know. */
export const settingsView = z.object({
  version: z.int(),
  assignment: z.enum(['byHand', 'automatic']),
  policy: z.enum(['leastBusy', 'longestIdle', 'roundRobin']),
  offers: z.boolean(),
  chatLimit: z.int(),
  queueOrder: z.enum(['longestWaiting', 'newest', 'priority']),
  queueLimitMs: z.int(),
  offerLimitMs: z.int(),
  responseLimitMs: z.int(),
  idleLimitMs: z.int(),
  forwardLimitMs: z.int(),
  botLimitMs: z.int(),
  undoMs: z.int(),
  graceMs: z.int(),
  stickyMs: z.int(),
  missedReplyMs: z.int(),
  rating: z.boolean(),
  wrapUpMs: z.int(),
  closeReasons: z.array(closeReason),
  closeReasonRequired: z.boolean(),
  /** What customers read, in the account's own words. */
  texts: z.object({ blocked: z.string(), farewell: z.string() }),
  fileMaxBytes: z.int(),
  fileClasses: z.array(fileClass),
  /** Origins of pages that may embed the desk. */
  embedOrigins: z.array(z.string()),
  /** Whose days statistics count in, by its IANA name. */
  timeZone: z.string(),
  /** How long what was said is kept after its chat ended; 0 for ever. */
  retentionMs: z.int(),
})

export const accountView = z.object({ accountId: id, name: z.string() })

/** One of one's own accounts, seen from another one. */
export const ownAccountView = z.object({
  accountId: id,
  name: z.string(),
  role: z.enum(['agent', 'supervisor', 'administrator']),
  /** One's own in that account. */
  presence: z.enum(['online', 'away', 'offline']),
  /** Customers' messages that one has not read, in one's own chats there. */
  unread: z.int().min(0),
})

/** What can happen to a chat now: each command with null, or the code it would be refused with. */
export const possibilities = z.record(z.string(), z.string().nullable())

export type ChatView = z.infer<typeof chatView>
export type HandoverView = z.infer<typeof handoverView>
export type MessageView = z.infer<typeof messageView>
export type CommentView = z.infer<typeof commentView>
export type MentionView = z.infer<typeof mentionView>
export type AgentView = z.infer<typeof agentView>
export type DeskChannelView = z.infer<typeof deskChannelView>
export type TagView = z.infer<typeof tagView>
export type QuickReplyView = z.infer<typeof quickReplyView>
export type OwnAccountView = z.infer<typeof ownAccountView>
export type GroupView = z.infer<typeof groupView>
export type SettingsView = z.infer<typeof settingsView>
export type Possibilities = z.infer<typeof possibilities>
