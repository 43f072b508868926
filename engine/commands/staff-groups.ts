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

/** What saving a group may leave out. */
const NOTHING_SAID = { roundRobinAfter: null, number: null, hours: null }

export function saveGroup(turn: Turn, viewer: Viewer, command: Of<'saveGroup'>): Result {
  administers(viewer)
  const { type: _type, ...fields } = command
  const { groupId, overflowGroupId, number, hours } = command
  const known = turn.account.groups.get(groupId)
  if ((known !== undefined && known.successorId !== null) || overflowGroupId === groupId)
    refuse('notNow')
  if (overflowGroupId !== null) turn.group(overflowGroupId)
  if (command.defaultAgentId !== null) turn.member(command.defaultAgentId)
  if (number !== undefined && number !== null) takeNumber(turn, groupId, number)
  turn.rare.groups.set(groupId, {
    ...NOTHING_SAID,
    ...known,
    ...fields,
    successorId: null,
  })
  turn.recordForAccount('groupSaved', { groupId })
  if (hours !== undefined && known !== undefined) turn.moveToHours(groupId, hours)
  if (known !== undefined && known.overflowGroupId !== overflowGroupId) {
    moveLines(turn, { fromGroupId: groupId, groupId, overflowGroupId })
  }
  return DONE
}

/** Refuses a number that another living group has; one of a deleted group leads here from then on. */
function takeNumber(turn: Turn, groupId: string, number: number): void {
  for (const other of turn.account.groups.values()) {
    if (other.number !== number || other.groupId === groupId) continue
    if (other.successorId === null) refuse('numberTaken', { groupId: other.groupId })
    turn.rare.groups.set(other.groupId, { ...other, number: null })
  }
}

/**
 * What refers to the group refers to its successor from then on: lines in order, channels,
 * overflows and people; its number leads on there. The archive keeps the name.
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
