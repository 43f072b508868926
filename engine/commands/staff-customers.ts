import { MAX_NOTES } from '#protocol/limits'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import type { KnownCustomer } from '#storage/store'
import { mayDeleteNote, mayErase, maySeeCustomer, mayUnblock } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { changedByStaff, noDetails } from './customer-details.ts'
import { dropUploadsOf } from './files.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

const DONE: Result = {}

/** The customer that a command is about. Refuses with `notFound` whom this viewer may not see. */
function customerFor(turn: Turn, viewer: Viewer, customerId: string): KnownCustomer {
  const known = turn.known(customerId)
  const { openChatId } = known.row
  const open = openChatId === null ? [] : [turn.chat(openChatId)]
  const seen = { open, closedIn: known.closedIn }
  if (!maySeeCustomer(seen, viewer, turn.settings.values)) refuse('notFound')
  return known
}

export function saveCustomer(turn: Turn, viewer: Viewer, command: Of<'saveCustomer'>): Result {
  const { customerId, change } = command
  const { details: before } = customerFor(turn, viewer, customerId)
  const { details, fields } = changedByStaff(before ?? noDetails(customerId), change)
  if (fields.length > 0) turn.putDetails(details, fields)
  return DONE
}

export function addNote(turn: Turn, viewer: Viewer, command: Of<'addNote'>): Result {
  const { customerId, text } = command
  if (customerFor(turn, viewer, customerId).notes.length >= MAX_NOTES) refuse('tooMany')
  const noteId = turn.newId()
  const author = `agent:${viewer.personId}`
  turn.rare.customerNotes.set(noteId, { noteId, customerId, text, author, at: turn.at })
  turn.recordForCustomer(customerId, 'noteAdded', { noteId })
  return { noteId }
}

export function deleteNote(turn: Turn, viewer: Viewer, command: Of<'deleteNote'>): Result {
  const { customerId, noteId } = command
  const { notes } = customerFor(turn, viewer, customerId)
  const note = notes.find((one) => one.noteId === noteId)
  if (note === undefined) refuse('notFound')
  if (!mayDeleteNote(note, viewer)) refuse('forbidden')
  turn.rare.customerNotesGone.add(noteId)
  turn.recordForCustomer(customerId, 'noteDeleted', { noteId })
  return DONE
}

export function unblockCustomer(
  turn: Turn,
  viewer: Viewer,
  command: Of<'unblockCustomer'>,
): Result {
  if (viewer.role === 'agent') refuse('forbidden')
  const { customerId } = command
  const customer = turn.customer(customerId)
  const { blockId, lastChatId } = customer
  if (blockId === null) refuse('notNow')
  const lastChat = lastChatId === null ? null : turn.chat(lastChatId)
  if (!mayUnblock(lastChat, viewer)) refuse('notFound')
  const endedBy = `agent:${viewer.personId}`
  turn.rare.blocksEnded.set(blockId, { blockId, endedAt: turn.at, endedBy })
  turn.putCustomer({ ...customer, blockId: null })
  turn.recordForCustomer(customerId, 'customerUnblocked', { blockId })
  return DONE
}

/**
 * Ends what is open and takes every word of and with this customer away: messages, comments, notes,
 * details, the words of blocks. Chats, their states and numbers stay, so that journals replay and
 * statistics count.
 */
export function eraseCustomer(turn: Turn, viewer: Viewer, command: Of<'eraseCustomer'>): Result {
  if (!mayErase(viewer)) refuse('forbidden')
  const { customerId } = command
  const { row, notes } = turn.known(customerId)
  if (row.openChatId !== null) {
    turn.prepare([row.openChatId])
    turn.stepChat(row.openChatId, { type: 'customerEnded' })
  }
  for (const { noteId } of notes) turn.rare.customerNotesGone.add(noteId)
  dropUploadsOf(turn, customerId)
  turn.rare.customerDetails.set(customerId, { ...noDetails(customerId), erasedAt: turn.at })
  turn.recordForCustomer(customerId, 'customerErased', {})
  turn.rare.erasures.set(customerId, { customerId, upToSeq: turn.seq })
  return DONE
}
