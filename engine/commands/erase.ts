import type { StaffCommand } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import type { OutlivedChat } from '#storage/outlived'
import type { KnownCustomer } from '#storage/store'
import { mayErase } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { noDetails } from './customer-details.ts'
import { dropUploadsIn, dropUploadsOf } from './files.ts'

type Result = Record<string, Json>

/** What an account does not want to keep any longer, as it was read; a turn looks again. */
export interface ToForget {
  chats: readonly OutlivedChat[]
  customerIds: readonly string[]
}

/** Erases a person on request. Refuses with `forbidden` whoever may not. */
export function eraseCustomer(
  turn: Turn,
  viewer: Viewer,
  { customerId }: Extract<StaffCommand, { type: 'eraseCustomer' }>,
): Result {
  if (!mayErase(viewer)) refuse('forbidden')
  erasePerson(turn, turn.person(customerId))
  return {}
}

/**
 * Erases what an account keeps for a time only: the words of chats that ended before it, and people
 * whole whose last chat did. Whoever is blocked or talks with somebody is kept as a person.
 */
export function eraseOutlived(turn: Turn, { chats, customerIds }: ToForget): Result {
  const { retentionMs } = turn.settings.values
  if (retentionMs === 0) return {}
  const before = turn.at - retentionMs
  const people = peopleOf(turn, [...customerIds, ...chats.map((chat) => chat.customerId)])
  const isOld = (chatId: string): boolean => {
    const { open, closedAt } = turn.chat(chatId)
    return !open && closedAt !== null && closedAt < before
  }
  const isOver = ({ row }: KnownCustomer): boolean =>
    row.openChatId === null &&
    row.blockId === null &&
    (row.lastChatId === null || isOld(row.lastChatId))

  turn.wakeRows({ chats: chats.map(({ chatId }) => chatId) })
  const whole = new Set<string>()
  for (const person of people) {
    if (!person.every(isOver)) continue
    erasePerson(turn, person)
    for (const { row } of person) whole.add(row.customerId)
  }
  const rest = chats.filter(
    ({ chatId, customerId }) =>
      !whole.has(customerId) && isOld(chatId) && turn.chat(chatId).erasedAt === null,
  )
  if (rest.length === 0) return {}
  for (const { chatId } of rest) dropUploadsIn(turn, chatId)
  turn.recordForAccount('chatsErased', { chatIds: rest.map(({ chatId }) => chatId) })
  for (const { chatId, customerId } of rest) {
    turn.rare.erasedChats.set(chatId, { chatId, customerId, upToSeq: turn.seq, at: turn.at })
    turn.tellOfCustomer(customerId)
  }
  return {}
}

/**
 * Ends what is open and takes every word of and with a person away, in all parts: messages,
 * comments, files, notes, details, the words of blocks. Chats, their states and numbers stay, so
 * that journals replay and statistics count. That several customers were one person is gone too.
 */
function erasePerson(turn: Turn, person: readonly KnownCustomer[]): void {
  turn.prepare(person.flatMap(({ row }) => row.openChatId ?? []))
  for (const { row, notes } of person) {
    const { customerId } = row
    if (row.openChatId !== null) turn.stepChat(row.openChatId, { type: 'customerEnded' })
    for (const { noteId } of notes) turn.rare.customerNotesGone.add(noteId)
    dropUploadsOf(turn, customerId)
    turn.rare.customerDetails.set(customerId, { ...noDetails(customerId), erasedAt: turn.at })
    const alone = { mergedInto: null, mergedAt: null, mergedBy: null }
    turn.putCustomer({ ...turn.customer(customerId), ...alone })
    turn.recordForCustomer(customerId, 'customerErased', {})
  }
  for (const { row } of person) {
    const { customerId } = row
    turn.rare.erasures.set(customerId, { customerId, upToSeq: turn.seq, at: turn.at })
  }
}

/** The people of these customers, each once, and their last chats: all that is asleep at once. */
function peopleOf(turn: Turn, customerIds: readonly string[]): KnownCustomer[][] {
  turn.wakeRows({ customers: customerIds })
  const heads = new Set(customerIds.map((id) => turn.customer(id).mergedInto ?? id))
  turn.wakeRows({ customers: [...heads] })
  turn.wakeRows({ customers: [...heads].flatMap((id) => turn.known(id).parts) })
  const people = [...heads].map((id) => turn.person(id))
  turn.wakeRows({ chats: people.flat().flatMap(({ row }) => row.lastChatId ?? []) })
  return people
}
