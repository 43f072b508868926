import { MAX_TAGS } from '#protocol/limits'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import { keepsShelf } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { addTags } from './add-tags.ts'
import { chatFor } from './staff-chat.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

const DONE: Result = {}

/** Names are unique among those that were not deleted, whatever their case. */
export function saveTag(turn: Turn, viewer: Viewer, command: Of<'saveTag'>): Result {
  if (!keepsShelf(viewer)) refuse('forbidden')
  const { name, colour } = command
  if (command.tagId !== null) turn.tag(command.tagId)
  const others = [...turn.account.tags.values()].filter(
    (tag) => !tag.deleted && tag.tagId !== command.tagId,
  )
  const taken = others.find((tag) => tag.name.toLowerCase() === name.toLowerCase())
  if (taken !== undefined) refuse('nameTaken', { tagId: taken.tagId })
  if (others.length >= MAX_TAGS) refuse('tooMany')
  const tagId = command.tagId ?? turn.newId()
  turn.rare.tags.set(tagId, { tagId, name, colour, deleted: false })
  turn.recordForAccount('tagSaved', { tagId })
  return { tagId }
}

/** Chats that carry it keep it, and its name; no chat gets it any more. */
export function deleteTag(turn: Turn, viewer: Viewer, command: Of<'deleteTag'>): Result {
  if (!keepsShelf(viewer)) refuse('forbidden')
  const tag = turn.tag(command.tagId)
  turn.rare.tags.set(tag.tagId, { ...tag, deleted: true })
  turn.recordForAccount('tagDeleted', { tagId: tag.tagId })
  return DONE
}

export function tagChat(turn: Turn, viewer: Viewer, command: Of<'tagChat'>): Result {
  const chat = chatFor(turn, viewer, command)
  turn.tag(command.tagId)
  if (!chat.tagIds.includes(command.tagId)) addTags(turn, chat.chatId, [command.tagId])
  return DONE
}

/** Also of a tag that was deleted meanwhile. */
export function untagChat(turn: Turn, viewer: Viewer, command: Of<'untagChat'>): Result {
  const chat = chatFor(turn, viewer, command)
  const { tagId } = command
  if (!chat.tagIds.includes(tagId)) {
    turn.tag(tagId)
    return DONE
  }
  turn.recordForChat(chat.chatId, 'untagged', { tagIds: [tagId] })
  const tagIds = chat.tagIds.filter((one) => one !== tagId)
  turn.putChat({ ...chat, seq: turn.seq, tagIds })
  return DONE
}
