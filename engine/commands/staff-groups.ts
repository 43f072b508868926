import { changesPlaces } from '#machines/move-line'
import type { LineMove } from '#machines/chat-events'
import type { Json } from '#storage/json'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { administers } from './staff-account.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

const DONE: Result = {}

export function saveGroup(turn: Turn, viewer: Viewer, command: Of<'saveGroup'>): Result {
  administers(viewer)
  const { type: _type, ...fields } = command
  const { groupId, overflowGroupId } = command
  const known = turn.account.groups.get(groupId)
  if ((known !== undefined && known.successorId !== null) || overflowGroupId === groupId)
    refuse('notNow')
  if (overflowGroupId !== null) turn.group(overflowGroupId)
  if (command.defaultAgentId !== null) turn.member(command.defaultAgentId)
  turn.rare.groups.set(groupId, {
    roundRobinAfter: null,
    hours: null,
    ...known,
    ...fields,
    successorId: null,
  })
  turn.recordForAccount('groupSaved', { groupId })
  if (known !== undefined && known.overflowGroupId !== overflowGroupId) {
    moveLines(turn, { fromGroupId: groupId, groupId, overflowGroupId })
  }
  return DONE
}

/**
 * What refers to the group refers to its successor from then on: lines in order, channels,
 * overflows and people. The archive keeps the name.
 */
export function deleteGroup(turn: Turn, viewer: Viewer, command: Of<'deleteGroup'>): Result {
  administers(viewer)
  const { groupId, successorId } = command
  const group = turn.group(groupId)
  const successor = turn.group(successorId)
  if (groupId === successorId) refuse('sameTarget')
  const overflowGroupId = successor.overflowGroupId === groupId ? null : successor.overflowGroupId
  turn.rare.groups.set(groupId, { ...group, successorId })
  for (const other of turn.account.groups.values()) {
    if (other.overflowGroupId !== groupId || other.successorId !== null) continue
    const next = other.groupId === successorId ? null : successorId
    turn.rare.groups.set(other.groupId, { ...other, overflowGroupId: next })
  }
  for (const channel of turn.account.channels.values()) {
    if (channel.groupId !== groupId) continue
    turn.rare.channels.set(channel.channelId, { ...channel, groupId: successorId })
  }
  for (const member of turn.account.members.values()) {
    if (!member.groupIds.includes(groupId)) continue
    const groupIds = new Set(member.groupIds.map((id) => (id === groupId ? successorId : id)))
    turn.rare.members.set(member.personId, { ...member, groupIds: [...groupIds] })
  }
  turn.recordForAccount('groupDeleted', { groupId, successorId })
  moveLines(turn, { fromGroupId: groupId, groupId: successorId, overflowGroupId })
  return DONE
}

/** Tells every open chat that names the line, those in hand and under way too. */
function moveLines(turn: Turn, move: LineMove): void {
  const open = [...turn.account.chats.values()].filter((chat) => chat.open)
  turn.prepare(open.map(({ chatId }) => chatId))
  for (const { chatId } of open) {
    if (!changesPlaces(turn.chatContext(chatId), move)) continue
    turn.stepChat(chatId, { type: 'lineMoved', ...move })
  }
}
