import { MAX_ATTRIBUTES, MAX_PARTS_OF_PERSON } from '#protocol/limits'
import type { StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import type { Json } from '#storage/json'
import type { BlockWords, KnownCustomer } from '#storage/store'
import { mayCommand, mayMergeVerified } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { attributesOf, noDetails } from './customer-details.ts'
import { attributeChoice, giverOf, isVerified, preferring } from './person-details.ts'
import type { Choice } from './person-details.ts'
import { blockPerson, callAnew, personFor, recordForPerson, toPart } from './person.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

/*
 * Two customers become one person by a pointer: who was merged points at who stands for both. Chats,
 * journals and the streams that customers see stay what they were; staff sees the person as one.
 */

/**
 * Makes two customers one person. Refuses with `unverified` where one of them is verified and the
 * other is not, unless the command says that this is known; with `twoIdentities` two that are
 * verified on one channel; with `forbidden` where it would block somebody whom this viewer may not.
 */
export function mergeCustomers(turn: Turn, viewer: Viewer, command: Of<'mergeCustomers'>): Result {
  const stays = personFor(turn, viewer, command.customerId)
  const goes = personFor(turn, viewer, command.otherId)
  const { row: head } = first(stays)
  const { row: other } = first(goes)
  const all = [...stays, ...goes]
  if (head.customerId === other.customerId) refuse('notNow')
  if (all.length > MAX_PARTS_OF_PERSON) refuse('tooMany')
  mindIdentities(viewer, stays, goes, command.knowsUnverified ?? false)
  const block = all.find((part) => part.block !== null)?.block ?? null
  if (block !== null) mindBlock(turn, viewer, all)

  const choices = chosen(stays, goes, command)
  const names = all.flatMap((part) => attributesOf(rowOf(part)).map(({ name }) => name))
  if (new Set(names).size > MAX_ATTRIBUTES) refuse('tooMany')
  turn.rare.customerDetails.set(head.customerId, preferring(rowOf(first(stays)), choices))

  const mergedInto = head.customerId
  const mergedBy = `agent:${viewer.personId}`
  for (const { row } of goes) {
    turn.putCustomer({ ...turn.customer(row.customerId), mergedInto, mergedAt: turn.at, mergedBy })
  }
  const { customerId } = head
  recordForPerson(turn, customerId, 'customersMerged', { otherId: other.customerId })
  if (block !== null) blockPerson(turn, viewer, customerId, wordsOf(turn, block))
  return { customerId }
}

/** Takes a customer out of a person again: each is then what it was, and what was said of it since. */
export function unmergeCustomer(
  turn: Turn,
  viewer: Viewer,
  { customerId }: Of<'unmergeCustomer'>,
): Result {
  const person = personFor(turn, viewer, customerId)
  const { row } = turn.known(customerId)
  if (row.mergedInto === null) refuse('notNow')
  if (person.some(isVerified) && !mayMergeVerified(viewer)) refuse('forbidden')
  turn.putCustomer({ ...row, mergedInto: null, mergedAt: null, mergedBy: null })
  callAnew(turn, [turn.known(customerId)])
  recordForPerson(turn, row.mergedInto, 'customerUnmerged', { otherId: customerId })
  turn.tellOfCustomer(customerId)
  return { customerId }
}

/** Never an unverified customer into a verified one in silence, and never two identities into one. */
function mindIdentities(
  viewer: Viewer,
  stays: readonly KnownCustomer[],
  goes: readonly KnownCustomer[],
  knowsUnverified: boolean,
): void {
  const [here, there] = [stays.filter(isVerified), goes.filter(isVerified)]
  if (here.length + there.length === 0) return
  const meets = ({ row }: KnownCustomer) => here.some((one) => one.row.channelId === row.channelId)
  if (there.some(meets)) refuse('twoIdentities')
  if (!mayMergeVerified(viewer)) refuse('forbidden')
  const isMixed = here.length === 0 || there.length === 0
  if (isMixed && !knowsUnverified) refuse('unverified')
}

/** Whoever makes one person of somebody who is blocked and somebody who is not blocks the latter. */
function mindBlock(turn: Turn, viewer: Viewer, all: readonly KnownCustomer[]): void {
  for (const { row } of all) {
    const chatId = row.openChatId ?? row.lastChatId
    if (row.blockId !== null || chatId === null) continue
    const chat = turn.chat(chatId)
    if (!mayCommand('blockCustomer', chat, viewer, turn.settings.values)) refuse('forbidden')
  }
}

/** From which part each value is shown that is taken from the other one. */
function chosen(
  stays: readonly KnownCustomer[],
  goes: readonly KnownCustomer[],
  { take, takeAttributes }: Of<'mergeCustomers'>,
): Map<Choice, string> {
  const choices = new Map<Choice, string>()
  for (const choice of [...take, ...takeAttributes.map(attributeChoice)]) {
    const known = giverOf(stays.map(toPart), choice)?.known
    if (known?.from === 'verified') refuse('verified')
    const giver = giverOf(goes.map(toPart), choice)
    if (giver !== null) choices.set(choice, giver.customerId)
  }
  return choices
}

/** Of somebody who was erased while blocked no words are left: then they are the account's own. */
function wordsOf(turn: Turn, block: BlockWords): Pick<BlockWords, 'reason' | 'message'> {
  const { reason, message } = block
  return { reason, message: message === '' ? turn.settings.values.texts.blocked : message }
}

function rowOf({ row, details }: KnownCustomer) {
  return details ?? noDetails(row.customerId)
}

function first(person: readonly KnownCustomer[]): KnownCustomer {
  const [head] = person
  if (head === undefined) refuse('notFound')
  return head
}
