import { MAX_NOTES } from '#protocol/limits'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import { mayDeleteNote, mayUnblock } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { personChangedByStaff } from './person-details.ts'
import { personFor, recordForPerson, toPart } from './person.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

const DONE: Result = {}

export function saveCustomer(turn: Turn, viewer: Viewer, command: Of<'saveCustomer'>): Result {
  const { customerId, change } = command
  const person = personFor(turn, viewer, customerId)
  const { rows, fields } = personChangedByStaff(person.map(toPart), change)
  if (fields.length === 0) return DONE
  for (const row of rows) turn.rare.customerDetails.set(row.customerId, row)
  recordForPerson(turn, customerId, 'customerSaved', { fields })
  return DONE
}

export function addNote(turn: Turn, viewer: Viewer, command: Of<'addNote'>): Result {
  const { customerId, text } = command
  const person = personFor(turn, viewer, customerId)
  if (person.flatMap(({ notes }) => notes).length >= MAX_NOTES) refuse('tooMany')
  const noteId = turn.newId()
  const author = `agent:${viewer.personId}`
  turn.rare.customerNotes.set(noteId, { noteId, customerId, text, author, at: turn.at })
  recordForPerson(turn, customerId, 'noteAdded', { noteId })
  return { noteId }
}

export function deleteNote(turn: Turn, viewer: Viewer, command: Of<'deleteNote'>): Result {
  const { customerId, noteId } = command
  const notes = personFor(turn, viewer, customerId).flatMap((part) => part.notes)
  const note = notes.find((one) => one.noteId === noteId)
  if (note === undefined) refuse('notFound')
  if (!mayDeleteNote(note, viewer)) refuse('forbidden')
  turn.rare.customerNotesGone.add(noteId)
  recordForPerson(turn, customerId, 'noteDeleted', { noteId })
  return DONE
}

export function unblockCustomer(
  turn: Turn,
  viewer: Viewer,
  command: Of<'unblockCustomer'>,
): Result {
  if (viewer.role === 'agent') refuse('forbidden')
  const person = turn.person(command.customerId)
  if (person.every(({ row }) => row.blockId === null)) refuse('notNow')
  const lastChats = person.map(({ row }) =>
    row.lastChatId === null ? null : turn.chat(row.lastChatId),
  )
  if (!lastChats.some((chat) => mayUnblock(chat, viewer))) refuse('notFound')
  turn.prepare(person.flatMap(({ row }) => row.openChatId ?? []))
  const endedBy = `agent:${viewer.personId}`
  for (const { row } of person) {
    const { customerId, blockId } = row
    if (blockId === null) continue
    turn.rare.blocksEnded.set(blockId, { blockId, endedAt: turn.at, endedBy })
    turn.putCustomer({ ...row, blockId: null })
    if (row.openChatId !== null) turn.stepChat(row.openChatId, { type: 'customerUnblocked' })
    turn.recordForCustomer(customerId, 'customerUnblocked', { blockId })
  }
  return DONE
}
