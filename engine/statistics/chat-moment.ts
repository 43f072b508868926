import type { ChatContext } from '#machines/chat'
import type { ChatStateName } from '#machines/chat-state'
import type { ChatMoment } from '#machines/stays'
import type { JournalRow } from '#storage/rows'

/** A step of a chat as statistics take it: its journal row, with what came of it. */
export function chatMoment(
  { type, at, data }: Pick<JournalRow, 'type' | 'at' | 'data'>,
  { state, context }: { state: ChatStateName; context: ChatContext },
): ChatMoment {
  const subjectId = type === 'botHandedOver' ? subjectIn(data) : undefined
  return { type, at, state, context, ...(subjectId === undefined ? {} : { subjectId }) }
}

function subjectIn(data: JournalRow['data']): string | undefined {
  if (data === null || typeof data !== 'object' || !('subjectId' in data)) return undefined
  return typeof data['subjectId'] === 'string' ? data['subjectId'] : undefined
}
