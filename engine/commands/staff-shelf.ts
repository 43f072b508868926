import { MAX_QUICK_REPLIES } from '#protocol/limits'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import type { QuickReplyRow } from '#storage/rows'
import { keepsShelf } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

const DONE: Result = {}

/** Shortcuts are unique among the account's, and among each person's own, whatever their case. */
export function saveQuickReply(turn: Turn, viewer: Viewer, command: Of<'saveQuickReply'>): Result {
  const { shortcut, text } = command
  const ownerId = command.whose === 'own' ? viewer.personId : null
  if (ownerId === null && !keepsShelf(viewer)) refuse('forbidden')
  if (command.replyId !== null) replyFor(turn, viewer, command.replyId)
  const others = [...turn.account.quickReplies.values()].filter(
    (reply) => reply.ownerId === ownerId && reply.replyId !== command.replyId,
  )
  const taken = others.find((one) => one.shortcut.toLowerCase() === shortcut.toLowerCase())
  if (taken !== undefined) refuse('nameTaken', { replyId: taken.replyId })
  if (others.length >= MAX_QUICK_REPLIES) refuse('tooMany')
  const replyId = command.replyId ?? turn.newId()
  turn.rare.quickReplies.set(replyId, { replyId, ownerId, shortcut, text, deleted: false })
  turn.recordForAccount('quickReplySaved', { replyId })
  return { replyId }
}

/** Its words are gone with it. */
export function deleteQuickReply(
  turn: Turn,
  viewer: Viewer,
  command: Of<'deleteQuickReply'>,
): Result {
  const { replyId, ownerId } = replyFor(turn, viewer, command.replyId)
  const nothing = { shortcut: '', text: '', deleted: true }
  turn.rare.quickReplies.set(replyId, { replyId, ownerId, ...nothing })
  turn.recordForAccount('quickReplyDeleted', { replyId })
  return DONE
}

/** One that this viewer may change; that of a colleague does not exist for them. */
function replyFor(turn: Turn, viewer: Viewer, replyId: string): QuickReplyRow {
  const reply = turn.account.quickReplies.get(replyId)
  if (reply === undefined || (reply.ownerId !== null && reply.ownerId !== viewer.personId)) {
    refuse('notFound', { replyId })
  }
  if (reply.ownerId === null && !keepsShelf(viewer)) refuse('forbidden')
  return reply
}
