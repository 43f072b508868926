import type { FoundCustomer, FoundLine, MentionsList } from '#protocol/rest'
import { PREVIEW_LENGTH } from '#protocol/limits'
import type { Words } from '#storage/feed'
import type { StoredMention } from '#storage/mentions'
import type { ChatRow, HandoverRow } from '#storage/rows'
import type { FoundDetails } from '#storage/search'
import type { FoundLines } from '#storage/search'
import { marksIn } from '#storage/search-words'
import { madeUpName, toChatView } from '../realtime/staff-views.ts'
import { excerptOf } from './excerpt.ts'

/** A line of a chat that the viewer may read. */
export function toFoundLine(
  line: FoundLines['lines'][number],
  words: readonly string[],
  facts: { customerName: string | null; handover: HandoverRow | null },
): FoundLine {
  const { kind, lineId, seq, author, at, text } = line
  const chat = readable(line.chat, facts)
  return { kind, lineId, seq, author, at, ...excerptOf(text, words), chat }
}

/** A comment that names the viewer, in a chat that they know of: its own words, and nothing else of the chat. */
export function toListedMention(
  { mention, comment, chat, isRead }: StoredMention,
  customerName: string | null,
): MentionsList['mentions'][number] {
  const { commentId, chatId, seq, at } = mention
  const { author, text } = comment
  return {
    commentId,
    chatId,
    seq,
    at,
    author,
    text,
    isRead,
    customerName: customerName ?? madeUpName(chat.customerId),
    groupId: chat.groupId,
    open: chat.open,
  }
}

/** A customer with chats that the viewer may read. */
export function toFoundCustomer(
  { customerId, name, email }: FoundDetails,
  chats: ChatRow[],
  words: readonly string[],
  handovers: ReadonlyMap<string, HandoverRow>,
): FoundCustomer {
  const marks = { name: marksIn(name ?? '', words), email: marksIn(email ?? '', words) }
  const shown = chats.map((chat) => {
    return readable(chat, { customerName: name, handover: handovers.get(chat.chatId) ?? null })
  })
  return { customerId, name, email, marks, chats: shown }
}

/** A chat's last words as lists show them; null where nobody wrote. */
export function previewIn(
  words: Words | undefined,
): { author: string; text: string; at: number } | null {
  if (words === undefined) return null
  return { author: words.author, text: words.text.slice(0, PREVIEW_LENGTH), at: words.at }
}

function readable(
  chat: ChatRow,
  facts: { customerName: string | null; handover: HandoverRow | null },
) {
  return toChatView(chat, 'full', { dueAt: null, preview: undefined, ...facts })
}
