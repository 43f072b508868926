import type { AccountContents } from './memory-account.ts'
import type { StoredMention } from './mentions.ts'

/** What names a person in an account of the memory store, of one chat or of all, newest first, read or not. */
export function memoryMentionsOf(
  { mentions, comments, chats, readMarks }: AccountContents,
  personId: string,
  chatId: string | null,
  limit: number,
): StoredMention[] {
  const theirs = mentions
    .filter((mention) => mention.personId === personId)
    .filter((mention) => chatId === null || mention.chatId === chatId)
    .sort((a, b) => b.seq - a.seq || (a.commentId < b.commentId ? -1 : 1))
  return theirs.slice(0, limit).flatMap((mention) => {
    const comment = comments.find(({ commentId }) => commentId === mention.commentId)
    const chat = chats.find(({ chatId }) => chatId === mention.chatId)
    if (comment === undefined || chat === undefined) return []
    const { author, visibleTo, text } = comment
    const cursor = readMarks.find(
      (mark) => mark.chatId === mention.chatId && mark.reader === `agent:${personId}`,
    )
    const isRead = mention.seq <= (cursor?.seq ?? 0)
    return [{ mention, comment: { author, visibleTo, text }, chat, isRead }]
  })
}
