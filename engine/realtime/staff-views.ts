import { MAX_MENTIONS } from '#protocol/limits'
import { tagColour } from '#protocol/staff-commands'
import type {
  ChatView,
  CommentView,
  DeskChannelView,
  HandoverView,
  MentionView,
  MessageView,
  OwnAccountView,
  SettingsView,
  TagView,
} from '#protocol/staff-views'
import type { Json } from '#storage/json'
import type {
  ChannelRow,
  ChatRow,
  CommentRow,
  HandoverRow,
  MessageRow,
  TagRow,
} from '#storage/rows'
import { maySeeMention } from '../authorise.ts'
import type { Access, Viewer } from '../authorise.ts'
import { findingsOf } from '../bots/handover.ts'
import { filesIn } from '../files/file-facts.ts'
import type { ShowFiles } from '../files/file-links.ts'
import type { Account } from '../host/account.ts'
import type { Settings } from '../host/settings.ts'
import type { UnreadMention } from '../host/unread-mentions.ts'
import type { DeskElsewhere } from './connection.ts'

/** What a chat is shown with beside its row. */
export interface ChatFacts {
  dueAt: number | null
  /** Null where nobody wrote yet, undefined where it is not known here and stays as it was. */
  preview: { author: string; text: string; at: number } | null | undefined
  /** Null where it is not known. */
  customerName: string | null
  /** What a bot handed it over with; undefined where it is not known here and stays as it was. */
  handover: HandoverRow | null | undefined
}

export function toChatView(
  chat: ChatRow,
  access: Exclude<Access, 'none'>,
  facts: ChatFacts,
): ChatView {
  const view: ChatView = {
    chatId: chat.chatId,
    seq: chat.seq,
    customerId: chat.customerId,
    customerName: facts.customerName ?? madeUpName(chat.customerId),
    channelId: chat.channelId,
    groupId: chat.groupId,
    state: chat.state,
    open: chat.open,
    agentId: chat.agentId,
    targetAgentId: chat.targetAgentId,
    priority: chat.priority,
    firstWaitingAt: chat.firstWaitingAt,
    unansweredSince: chat.unansweredSince,
    stateSince: chat.stateSince,
    dueAt: facts.dueAt,
    openedAt: chat.openedAt,
    closedAt: chat.closedAt,
    closedBy: chat.closedBy,
    closeReason: chat.closeReason,
    erasedAt: chat.erasedAt,
    holdUntil: chat.holdUntil,
    answered: chat.answered,
    leftMessage: chat.leftMessage,
    customerPresent: chat.customerPresent,
    continues: chat.continues,
    stickyAgentId: chat.stickyAgentId,
    tagIds: chat.tagIds,
    closeReasonId: chat.closeReasonId,
    rating: chat.rating,
    unread: chat.unread,
    access,
  }
  if (access === 'row') {
    const nothing = { preview: null, unread: 0, subject: null }
    return { ...view, ...nothing, tagIds: [], closeReasonId: null, rating: null }
  }
  const { preview, handover } = facts
  return {
    ...view,
    ...(handover === undefined ? {} : { subject: handover?.subject ?? null }),
    ...(preview === undefined
      ? {}
      : { preview: preview && { author: preview.author, text: preview.text, at: preview.at } }),
  }
}

export function toHandoverView(handover: HandoverRow): HandoverView {
  const { handoverId, botId, at, subject } = handover
  return { handoverId, botId, at, subject, attributes: findingsOf(handover) }
}

export function toDeskChannelView({ channelId, name, kind }: ChannelRow): DeskChannelView {
  return { channelId, name, kind }
}

export function toTagView({ tagId, name, colour, deleted }: TagRow): TagView {
  return { tagId, name, colour: tagColour.parse(colour), deleted }
}

export function toMessageView(message: MessageRow, viewer: Viewer, show: ShowFiles): MessageView {
  return {
    messageId: message.messageId,
    chatId: message.chatId,
    seq: message.seq,
    author: message.author,
    kind: message.kind,
    text: message.text,
    data: fieldsOf(message.data),
    files: show(message.chatId, filesIn(message.data)),
    at: message.at,
    commandId: message.author === `agent:${viewer.personId}` ? message.commandId : null,
  }
}

export function toCommentView(comment: CommentRow, viewer: Viewer, show: ShowFiles): CommentView {
  return {
    commentId: comment.commentId,
    chatId: comment.chatId,
    seq: comment.seq,
    author: comment.author,
    kind: comment.kind,
    visibleTo: comment.visibleTo,
    text: comment.text,
    data: fieldsOf(comment.data),
    files: show(comment.chatId, filesIn(comment.data)),
    mentions: mentionsIn(comment.data),
    at: comment.at,
    commandId: comment.author === `agent:${viewer.personId}` ? comment.commandId : null,
  }
}

/** What of a viewer's unread mentions is theirs to see: of chats that they know of. */
export function toMentionViews(
  unread: readonly UnreadMention[],
  viewer: Viewer,
  settings: Pick<Settings, 'assignment'>,
): MentionView[] {
  return unread
    .filter(({ chat }) => maySeeMention(chat, viewer, settings))
    .slice(0, MAX_MENTIONS)
    .map(({ mention: { commentId, chatId, seq, at } }) => ({ commentId, chatId, seq, at }))
}

export function toSettingsView(account: Account): SettingsView {
  return { version: account.settings.version, ...account.settings.values }
}

/** How staff calls a customer who gave no name: short, and the same every time. */
export function madeUpName(customerId: string): string {
  return `Visitor ${customerId
    .replace(/[^A-Za-z0-9]/g, '')
    .slice(-4)
    .toUpperCase()}`
}

/** Whom a comment names. */
function mentionsIn(data: Json): string[] {
  if (typeof data !== 'object' || data === null || !('mentions' in data)) return []
  const { mentions } = data
  if (!Array.isArray(mentions)) return []
  return mentions.filter((personId) => typeof personId === 'string')
}

/** What is said besides files and names, which are shown for themselves; null for nothing. */
function fieldsOf(data: Json): Record<string, Json> | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null
  const { files: _files, mentions: _mentions, ...fields } = data
  return Object.keys(fields).length === 0 ? null : fields
}

/** One of one's own accounts, from its committed rows. */
export function toOwnAccountView(desk: DeskElsewhere): OwnAccountView {
  const { accountId, name, role, unread, agent } = desk
  return { accountId, name, role, presence: presenceIn(agent), unread }
}

/** Who never was an agent of the account is offline there. */
function presenceIn(snapshot: Json): OwnAccountView['presence'] {
  const presence = fieldsOf(fieldsOf(snapshot)?.value ?? null)?.presence
  return presence === 'online' || presence === 'away' ? presence : 'offline'
}
