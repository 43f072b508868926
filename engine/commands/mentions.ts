import type { ChatRow, CommentRow } from '#storage/rows'
import { mayBeMentioned } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'

/** Refuses people who are not there with `notFound`, and those who do not know of the chat with `cannotSee`. */
export function checkMentions(
  turn: Turn,
  viewer: Viewer,
  chat: ChatRow,
  personIds: readonly string[],
): void {
  for (const personId of personIds) {
    const member = turn.member(personId)
    if (!member.active || personId === viewer.personId) refuse('notFound', { personId })
    if (!mayBeMentioned(member, chat, turn.account.retired, turn.settings.values)) {
      refuse('cannotSee', { personId })
    }
  }
}

/** Keeps that a comment names these people. */
export function mention(turn: Turn, comment: CommentRow, personIds: readonly string[]): void {
  const { commentId, chatId, seq, at } = comment
  for (const personId of personIds) {
    turn.rare.mentions.set(`${personId} ${commentId}`, { personId, commentId, chatId, seq, at })
    turn.hasRare = true
  }
}
