import { MAX_TAGS_OF_CHAT } from '#protocol/limits'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'

/** Marks a chat, open or closed, with tags that it does not carry yet. Refuses unknown ones. */
export function addTags(turn: Turn, chatId: string, tagIds: readonly string[]): void {
  if (tagIds.length === 0) return
  const chat = turn.chat(chatId)
  for (const tagId of tagIds) turn.tag(tagId)
  const carried = [...new Set([...chat.tagIds, ...tagIds])]
  if (carried.length > MAX_TAGS_OF_CHAT) refuse('tooMany')
  turn.recordForChat(chatId, 'tagged', { tagIds: [...tagIds] })
  turn.putChat({ ...chat, seq: turn.seq, tagIds: carried })
}
