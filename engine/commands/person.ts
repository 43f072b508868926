import type { Json } from '#storage/json'
import type { BlockWords, KnownCustomer } from '#storage/store'
import { maySeeCustomer } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { calledAnew } from './person-details.ts'
import type { Part } from './person-details.ts'

/* What happens to a person happens to every customer that the person is. */

/**
 * The person that a command is about, by any part; who stands for it comes first. Refuses with
 * `notFound` whom this viewer may not see.
 */
export function personFor(turn: Turn, viewer: Viewer, customerId: string): KnownCustomer[] {
  const person = turn.person(customerId)
  const open = person.flatMap(({ row }) => (row.openChatId === null ? [] : [row.openChatId]))
  const seen = {
    open: open.map((chatId) => turn.chat(chatId)),
    closedIn: person.flatMap(({ closedIn }) => closedIn),
  }
  if (!maySeeCustomer(seen, viewer, turn.settings.values)) refuse('notFound')
  return person
}

/** Notes what happened to a person, and tells it of every part, each by the name of the person. */
export function recordForPerson(
  turn: Turn,
  customerId: string,
  type: string,
  data: Record<string, Json>,
): void {
  const person = turn.person(customerId)
  callAnew(turn, person)
  turn.recordForCustomer(customerId, type, data)
  for (const { row } of person) {
    if (row.customerId !== customerId) turn.tellOfCustomer(row.customerId)
  }
}

/** Blocks every part of a person that is not blocked yet; what they have open ends. */
export function blockPerson(
  turn: Turn,
  viewer: Viewer,
  customerId: string,
  { reason, message }: Pick<BlockWords, 'reason' | 'message'>,
): Map<string, string> {
  const person = turn.person(customerId).filter(({ row }) => row.blockId === null)
  turn.prepare(person.flatMap(({ row }) => row.openChatId ?? []))
  const blockIds = new Map<string, string>()
  for (const { row } of person) {
    const blockId = turn.newId()
    blockIds.set(row.customerId, blockId)
    turn.rare.blocks.set(blockId, {
      blockId,
      customerId: row.customerId,
      reason,
      message,
      by: `agent:${viewer.personId}`,
      at: turn.at,
      endedAt: null,
      endedBy: null,
    })
    if (row.openChatId !== null) turn.stepChat(row.openChatId, { type: 'customerBlocked', blockId })
    turn.putCustomer({ ...turn.customer(row.customerId), blockId })
    turn.recordForCustomer(row.customerId, 'blockSaved', { blockId })
  }
  return blockIds
}

export function toPart({ row, details }: KnownCustomer): Part {
  return { customerId: row.customerId, details }
}

/** Each part is called in lists as the person is. */
export function callAnew(turn: Turn, person: readonly KnownCustomer[]): void {
  for (const row of calledAnew(person.map(toPart))) {
    turn.rare.customerDetails.set(row.customerId, row)
  }
}
