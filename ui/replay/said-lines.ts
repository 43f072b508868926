import type { ReplayedStepView } from '#protocol/replay'
import type { CommentView, MessageView } from '#protocol/staff-views'
import type { ConversationState } from '../client/conversation-state.ts'

/** A message, a notice or a comment of a chat, and the step that it belongs to. */
export type SaidLine = { at: number; seq: number; author: string; index: number } & (
  | { kind: 'message'; message: MessageView }
  | { kind: 'comment'; comment: CommentView }
)

type Step = Pick<ReplayedStepView, 'at' | 'data'>

/** What was said in a chat, each line with its step: the one that names it, else the last one before it. */
export function saidLines(
  conversation: Pick<ConversationState, 'messages' | 'comments'>,
  steps: readonly Step[],
): SaidLine[] {
  const named = new Map<string, number>()
  for (const [index, { data }] of steps.entries()) {
    const { messageId } = data
    if (typeof messageId === 'string' && messageId !== '') named.set(messageId, index)
  }
  const lines: SaidLine[] = [
    ...conversation.messages.map((message) => ({
      kind: 'message' as const,
      message,
      at: message.at,
      seq: message.seq,
      author: message.author,
      index: named.get(message.messageId) ?? lastUntil(steps, message.at),
    })),
    ...conversation.comments.map((comment) => ({
      kind: 'comment' as const,
      comment,
      at: comment.at,
      seq: comment.seq,
      author: comment.author,
      index: lastUntil(steps, comment.at),
    })),
  ]
  return lines.sort((a, b) => a.seq - b.seq)
}

/** The last step that happened until then; the first one where none did. */
export function lastUntil(steps: readonly Pick<Step, 'at'>[], at: number): number {
  let [low, high] = [0, steps.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((steps[middle]?.at ?? 0) <= at) low = middle + 1
    else high = middle
  }
  return Math.max(0, low - 1)
}
