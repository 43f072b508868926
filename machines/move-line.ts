import type { ChatContext } from './chat-context.ts'
import type { LineMove } from './chat-events.ts'

type Places = Pick<ChatContext, 'line' | 'forward'>

/**
 * The chat's line, its overflow, and the line it was forwarded to or came from, after the move.
 * Place and priority are kept. What does not name the replaced group stays the same object.
 */
export function moveLine({ line, forward }: Places, move: LineMove): Places {
  const from = move.fromGroupId ?? line.groupId
  return {
    line: replaced(line, from, move),
    forward: forward && {
      ...forward,
      to: forward.to.kind === 'group' ? replaced(forward.to, from, move) : forward.to,
      from: replaced(forward.from, from, move),
    },
  }
}

/** Whether anything would be another after the move. */
export function changesPlaces(before: Places, move: LineMove): boolean {
  const after = moveLine(before, move)
  return (
    after.line !== before.line ||
    after.forward?.to !== before.forward?.to ||
    after.forward?.from !== before.forward?.from
  )
}

function replaced<P extends { groupId: string; overflowGroupId: string | null }>(
  place: P,
  fromGroupId: string,
  { groupId, overflowGroupId }: LineMove,
): P {
  if (place.groupId === fromGroupId) {
    return place.groupId === groupId && place.overflowGroupId === overflowGroupId
      ? place
      : { ...place, groupId, overflowGroupId }
  }
  if (place.overflowGroupId !== fromGroupId || groupId === fromGroupId) return place
  return { ...place, overflowGroupId: groupId === place.groupId ? null : groupId }
}
