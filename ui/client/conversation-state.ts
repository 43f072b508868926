import type { FileView } from '#protocol/files'
import type { ConversationSnapshot, StaffChange } from '#protocol/staff-frames'
import type {
  ChatView,
  CommentView,
  HandoverView,
  MessageView,
  Possibilities,
} from '#protocol/staff-views'
import { freshened } from './freshened.ts'
import { newerChat, readBy } from './desk-state.ts'

/** What I wrote and the stream does not show yet. */
export interface Unsent {
  id: string
  kind: 'message' | 'comment'
  visibleTo: 'staff' | 'author'
  text: string
  /** Uploaded already; their addresses are of this page. */
  files: readonly FileView[]
  /** Whom it names. */
  mentions: readonly string[]
  at: number
  /** `sent` is stored, only its line in the stream is still to come. */
  status: 'sending' | 'sent' | 'failed'
  /** Why it was not taken. */
  says: string | null
}

/** One conversation as staff sees it. */
export interface ConversationState {
  chat: ChatView
  /** By sequence. */
  messages: readonly MessageView[]
  comments: readonly CommentView[]
  readMarks: Readonly<Record<string, number>>
  possible: Possibilities
  /** What a bot gave it to people with; null where none said anything. */
  handover: HandoverView | null
  more: boolean
}

export function conversationFrom(snapshot: ConversationSnapshot): ConversationState {
  return {
    ...snapshot,
    messages: [...snapshot.messages].sort(bySeq),
    comments: [...snapshot.comments].sort(bySeq),
  }
}

/** Takes in what changed of this conversation; changes of others are passed by. */
export function changeConversation(
  conversation: ConversationState,
  changes: readonly StaffChange[],
): ConversationState {
  let next = conversation
  const { chatId } = conversation.chat
  for (const change of changes) {
    switch (change.kind) {
      case 'chat':
        if (change.chat.chatId === chatId && change.chat.seq >= next.chat.seq) {
          next = { ...next, chat: newerChat(next.chat, change.chat) }
        }
        break
      case 'message':
        if (change.message.chatId === chatId) {
          next = { ...next, messages: put(next.messages, change.message, 'messageId') }
        }
        break
      case 'comment':
        if (change.comment.chatId === chatId) {
          next = { ...next, comments: put(next.comments, change.comment, 'commentId') }
        }
        break
      case 'read':
        if (change.chatId === chatId) {
          const { reader, seq } = change
          const mark = Math.max(next.readMarks[reader] ?? 0, seq)
          next = {
            ...next,
            readMarks: { ...next.readMarks, [reader]: mark },
            chat: readBy(next.chat, reader, seq),
          }
        }
        break
      case 'handover':
        if (change.chatId === chatId) next = { ...next, handover: change.handover }
        break
      case 'possible':
        if (change.chatId === chatId) next = { ...next, possible: change.possible }
        break
      case 'chatGone':
      case 'agent':
      case 'group':
      case 'settings':
      case 'channel':
      case 'tag':
      case 'mentions':
      case 'customer':
        break
    }
  }
  return next
}

/** Puts a page of older lines in front. */
export function withOlder(
  conversation: ConversationState,
  older: { messages: MessageView[]; comments: CommentView[]; more: boolean },
): ConversationState {
  return {
    ...conversation,
    messages: merged(older.messages, conversation.messages, 'messageId'),
    comments: merged(older.comments, conversation.comments, 'commentId'),
    more: older.more,
  }
}

/** Both lists in the order of the sequence, of each id the line that is known already. */
function merged<T extends { seq: number }>(
  older: readonly T[],
  known: readonly T[],
  key: keyof T,
): readonly T[] {
  const ids = new Set(known.map((item) => item[key]))
  return [...older.filter((item) => !ids.has(item[key])), ...known].sort(bySeq)
}

/** Gives a file a new address, wherever it stands. */
export function withFile(conversation: ConversationState, file: FileView): ConversationState {
  const freshen = <T extends { files: FileView[] }>(lines: readonly T[]): readonly T[] =>
    lines.map((line) => ({ ...line, files: freshened(line.files, file) }))
  const { messages, comments } = conversation
  return { ...conversation, messages: freshen(messages), comments: freshen(comments) }
}

/** Keeps one of each id, the one with the higher sequence, in the order of the sequence. */
function put<T extends { seq: number }>(list: readonly T[], item: T, key: keyof T): readonly T[] {
  const last = list.at(-1)
  if (last === undefined || (item.seq > last.seq && !list.some((one) => one[key] === item[key]))) {
    return [...list, item]
  }
  const known = list.find((one) => one[key] === item[key])
  if (known !== undefined && known.seq > item.seq) return list
  return [...list.filter((one) => one !== known), item].sort(bySeq)
}

function bySeq(a: { seq: number }, b: { seq: number }): number {
  return a.seq - b.seq
}
