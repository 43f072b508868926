import type { Json } from './json.ts'

/*
 * The rows of an account's data as the host writes and reads them. Times are milliseconds since
 * the epoch. `seq` is the account's sequence: dense, and its order is the order of commits.
 */

/** One event of one actor: the truth from which everything else can be made again. */
export interface JournalRow {
  seq: number
  /** Rows of one turn share it. */
  turn: number
  /** `chat:<id>`, `agent:<id>` or `account` (people, groups, settings). */
  actor: string
  /** Dense per actor, from 1. */
  actorSeq: number
  /** `born` for a birth, else the event's type. */
  type: string
  /** The event, or the input of a birth; ids and numbers only, no words of anybody. */
  data: Json
  at: number
  by: string
  commandId: string | null
  /** `chat@1`. */
  machine: string
  /** The version of XState that took the step: an upgrade can change what a replay gives. */
  xstate: string
}

/** The newest snapshot of an actor. */
export interface ActorRow {
  actor: string
  machine: string
  /** Its newest `actorSeq`. */
  seq: number
  snapshot: Json
}

/** A delay that runs, or is paused. */
export interface TimerRow {
  actor: string
  timerId: string
  /** The whole budget. */
  budgetMs: number
  /** What of the budget was left at `since`. */
  leftMs: number
  /** From when `leftMs` counts. */
  since: number
  /** When it runs out; null while it is paused. */
  dueAt: number | null
  /** The actor's sequence that armed it. */
  armedSeq: number
}

export interface TimerKey {
  actor: string
  timerId: string
}

/** A chat as lists, lines and routing see it. */
export interface ChatRow {
  chatId: string
  /** The account's sequence of its last change. */
  seq: number
  customerId: string
  channelId: string
  groupId: string
  botId: string | null
  state: string
  open: boolean
  /** Who has it or to whom it is offered. */
  agentId: string | null
  /** To which agent alone it is forwarded. */
  targetAgentId: string | null
  priority: number
  firstWaitingAt: number | null
  passedOver: string[]
  stickyAgentId: string | null
  stickyUntil: number | null
  unansweredSince: number | null
  /** Since when it is in this state. */
  stateSince: number
  openedAt: number
  closedAt: number | null
  closedBy: string | null
  closeReason: string | null
  lastMessageId: string | null
  lastMessageAt: number | null
  /** Customer's messages that whoever has the chat has not read. */
  unread: number
  answered: boolean
  leftMessage: boolean
  customerPresent: boolean
  holdUntil: number | null
  continues: string | null
  /**
   * What it is about, as a bot said last: stable, the same for the same words, and none of them.
   * Null where no bot said so.
   */
  subjectId: string | null
  /** The newest handover of a bot; null where there was none that said anything. */
  handoverId: string | null
  /** The account's tags that it carries, in the order in which they came; closed chats take them too. */
  tagIds: string[]
  /** Which of the account's reasons it was closed for. */
  closeReasonId: string | null
  /** What the customer gave it, 1 to 5; their word about it stands among the comments. */
  rating: number | null
  /** When it was rated first. */
  ratedAt: number | null
  /** When the mail with what its customer missed goes out; null where none waits. */
  mailDueAt: number | null
  /** Up to which sequence its customer was mailed what they missed; 0 for nothing. */
  mailedSeq: number
  /** When the last such mail went out. */
  mailedAt: number | null
  /** When all that was said in it was erased; once and for ever. */
  erasedAt: number | null
}

/** What the customer and staff see in a chat. */
export interface MessageRow {
  messageId: string
  chatId: string
  customerId: string
  seq: number
  /** Dense per customer, from 1: the customer's stream. */
  customerSeq: number
  /** `customer:<id>`, `agent:<id>`, `bot:<id>` or `system` for a notice. */
  author: string
  kind: 'text' | 'notice'
  text: string | null
  /** `{code, …}` of a notice; what the bot's buttons say and do. */
  data: Json
  at: number
  commandId: string | null
}

/** What only staff sees in a chat: comments of agents and notes of the chart. */
export interface CommentRow {
  commentId: string
  chatId: string
  seq: number
  author: string
  kind: 'comment' | 'note'
  visibleTo: 'staff' | 'author'
  text: string | null
  /** `{code, …}` of a note. */
  data: Json
  at: number
  commandId: string | null
}

export interface CustomerRow {
  customerId: string
  channelId: string
  /** The newest number of this customer's stream. */
  streamSeq: number
  /** The customer's open chat on this channel, if there is one. */
  openChatId: string | null
  lastChatId: string | null
  lastAgentId: string | null
  lastClosedAt: number | null
  blockId: string | null
  createdAt: number
  /** The last day on which a transcript was asked for, in days since the epoch, and how many then. */
  transcriptDay: number
  transcriptCount: number
  /** Who stands for the person that this customer is a part of; null for most, who stand alone. */
  mergedInto: string | null
  mergedAt: number | null
  /** `agent:<id>`. */
  mergedBy: string | null
}

/** What is known of a customer as a person: words, so never in the journal. */
export interface CustomerDetailsRow {
  customerId: string
  name: string | null
  email: string | null
  phone: string | null
  /** A language tag, such as `de` or `pt-BR`. */
  language: string | null
  /** In order: `{name, value, from}`. */
  attributes: Json
  /** Where name, e-mail, phone and language are from, by field: `verified`, `customer` or `staff`. */
  sources: Json
  /** When everything of this customer was erased; null for nearly all. */
  erasedAt: number | null
  /** What lists call a part of a person of several; null where the own name counts. */
  called: string | null
  /** Of who stands for several: by field or `attribute <name>`, from which of them it is shown. */
  prefers: Json
}

/** What staff notes about a customer. */
export interface CustomerNoteRow {
  noteId: string
  customerId: string
  text: string
  /** `agent:<id>`. */
  author: string
  at: number
}

/** The first answer to a command, for whoever sends it again. */
export interface CommandRow {
  /** `agent:<id>`, `customer:<id>` … */
  sender: string
  commandId: string
  /** SHA-256 of the canonical body, base64url. */
  digest: string
  answer: Json
  at: number
}

export interface OutboxRow {
  /** `<actor>:<actorSeq>:<index>`: stable, the receiver's key against doubles. */
  effectId: string
  /** Deliveries of one chat are made in the order of `seq`. */
  chatId: string
  seq: number
  kind: string
  payload: Json
  at: number
}

/** A file of a chat; its bytes are kept elsewhere, under `storageKey`. */
export interface FileRow {
  fileId: string
  /** Null while a customer has not sent it: before the first message there is no chat. */
  chatId: string | null
  /** Whose chat it is of. */
  customerId: string
  /** `agent:<id>` or `customer:<id>`: nobody else can use it. */
  uploadedBy: string
  /** Its bytes are coming; they are all kept; it stands in a message or comment; it was given up. */
  state: 'begun' | 'ready' | 'used' | 'dropped'
  messageId: string | null
  commentId: string | null
  /** Who may see it, once it was used: of a message everybody, of a comment staff or its author. */
  audience: 'customer' | 'staff' | 'author' | null
  name: string
  /** What its bytes say that it is; empty while it is begun. */
  mime: string
  kind: 'image' | 'audio' | 'video' | 'other'
  /** In bytes; while it is begun, what is set aside for it. */
  size: number
  storageKey: string
  at: number
  /** When it is forgotten unless it is used; null once it was. */
  expiresAt: number | null
}

/** A person of staff who is named in a comment: unread until they have read the chat that far. */
export interface MentionRow {
  personId: string
  commentId: string
  chatId: string
  /** The comment's. */
  seq: number
  at: number
}

/** How far a reader has read a chat: `agent:<id>` or `customer`. */
export interface ReadMarkRow {
  chatId: string
  reader: string
  seq: number
  at: number
}

export interface SettingsRow {
  version: number
  settings: Json
}

export interface GroupRow {
  groupId: string
  name: string
  /** What customers read. */
  publicName: string
  overflowGroupId: string | null
  defaultAgentId: string | null
  /** Who was given the last chat under round robin. */
  roundRobinAfter: string | null
  /** By which bots name it: no other group has it. */
  number: number | null
  /** Opening hours: `{timeZone, weekly, holidays}`, or null for always open. */
  hours: Json
  /** The group that a deleted one leads on to, which may be deleted itself; null for one that lives. */
  successorId: string | null
}

export interface MemberRow {
  /** The person's id; as an actor, `agent:<personId>`. */
  personId: string
  role: 'agent' | 'supervisor' | 'administrator'
  /** What colleagues read. */
  name: string
  /** What customers read. */
  publicName: string
  groupIds: string[]
  /** Chats in hand at most; null: the group's or account's. */
  chatLimit: number | null
  active: boolean
  /** The id of what colleagues and customers see; null: initials. */
  picture: string | null
}

export interface ChannelRow {
  channelId: string
  kind: 'widget' | 'api'
  name: string
  groupId: string
  botId: string | null
  /** Look, allowed origins, texts. */
  settings: Json
}

/** A word of the account that chats are marked with. A deleted one keeps its name for old chats. */
export interface TagRow {
  tagId: string
  name: string
  colour: string
  deleted: boolean
}

/** A text that agents insert by its shortcut. A deleted one has no words any more. */
export interface QuickReplyRow {
  replyId: string
  /** Whose own it is; null: the account's. */
  ownerId: string | null
  shortcut: string
  text: string
  deleted: boolean
}

/** A text of the account's knowledge. A deleted one has no words any more. */
export interface ArticleRow {
  articleId: string
  title: string
  /** Where it can be read by whoever is told of it; null where it is nowhere else. */
  url: string | null
  /** Markdown; empty where only title and address are known. */
  text: string
  /** A language tag; null where it is not known. */
  language: string | null
  /** Who may be given it: customers too, or staff alone. */
  audience: 'customer' | 'staff'
  /** The groups whose people use it; none: all of the account. */
  groupIds: string[]
  savedAt: number
  deleted: boolean
}

/** Who suggests answers to agents. A deleted one has no settings any more. */
export interface PrompterRow {
  prompterId: string
  kind: 'knowledge' | 'webhook' | 'model'
  /** What agents call it. */
  name: string
  /** Whether it reads chats, and whether agents ask it. */
  readsChats: boolean
  isAsked: boolean
  /** Of a webhook and of a model's service; null where there is none. */
  url: string | null
  /** The model's name, as its service knows it. */
  model: string | null
  /** What a model is told besides; null for nothing. */
  instructions: string | null
  /** Signs what a webhook is sent, or opens a model's service. */
  secret: string | null
  deleted: boolean
}

/** What somebody made of a suggestion. */
export interface SuggestionUseRow {
  suggestionId: string
  prompterId: string
  personId: string
  /** Null where it was for no chat. */
  chatId: string | null
  outcome: 'taken' | 'edited' | 'dismissed'
  at: number
}

/** Who answers customers first. A deleted one has no settings any more. */
export interface BotRow {
  botId: string
  kind: 'knowledge' | 'webhook'
  /** What customers read. */
  name: string
  /** Of a webhook; null for others. */
  url: string | null
  /** Signs what a webhook is sent, and what it answers. */
  secret: string | null
  /** How well an article has to match before it is an answer, in per cent; null for a webhook. */
  threshold: number | null
  /** `[{number, groupId}]`: the numbers by which the bot names groups. */
  groups: Json
  deleted: boolean
}

/** What a bot said with a handover: words, so never in the journal, which names it. */
export interface HandoverRow {
  handoverId: string
  chatId: string
  customerId: string
  botId: string
  /** The account's sequence at which it was said. */
  seq: number
  subjectId: string | null
  /** What the chat is about; null where no bot said so, or when it was erased. */
  subject: string | null
  /** In order `{name, value}`: all that bots found out in this chat by then. */
  attributes: Json
  at: number
}

export interface BlockRow {
  blockId: string
  customerId: string
  /** Why, for staff. */
  reason: string
  /** What the customer reads. */
  message: string
  by: string
  at: number
  endedAt: number | null
  /** Who ended it. */
  endedBy: string | null
}

/**
 * What happened to a waiting line: why nobody gets what waits, a chat that came and one that left.
 * Ids, numbers and codes only.
 */
export interface LineRow {
  /** The turn that it happened in. */
  turn: number
  at: number
  groupId: string
  /** The agent to whom alone these chats may go; empty: whoever of the group. */
  targetAgentId: string
  kind: 'answer' | 'entered' | 'left'
  /** Which chat came or left; null for an answer. */
  chatId: string | null
  data: Json
}
