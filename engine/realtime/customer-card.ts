import type {
  BlockView,
  CustomerDetailsView,
  CustomerEntry,
  CustomerView,
  PersonPart,
} from '#protocol/customer-card'
import type { ListedCustomer, PartOfPerson, StoredCustomer } from '#storage/customer-book'
import type { BlockRow, CustomerDetailsRow, HandoverRow } from '#storage/rows'
import { accessTo, mayDeleteNote, mayErase, mayMergeVerified, mayUnblock } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { attributesOf, valueOf } from '../commands/customer-details.ts'
import { detailsOfPerson, isVerified } from '../commands/person-details.ts'
import type { Part } from '../commands/person-details.ts'
import type { Account } from '../host/account.ts'
import { madeUpName, toChatView } from './staff-views.ts'

export function toCustomerEntry(listed: ListedCustomer, account: Account): CustomerEntry {
  return entryOf(listed, listed.block, account)
}

/** A customer with all that this viewer may know; that the customer may be seen was decided before. */
export function toCustomerView(
  stored: StoredCustomer & { handovers: ReadonlyMap<string, HandoverRow> },
  viewer: Viewer,
  account: Account,
): CustomerView {
  const settings = account.settings.values
  const { row, parts, notes, blocks, chats, handovers } = stored
  const person = [stored, ...parts]
  const details = detailsOfPerson(person.map(toPart))
  const block = blocks.find(({ blockId }) => blockId === row.blockId) ?? null
  const { name } = details
  const blocked = person.filter((part) => part.row.blockId !== null)
  const lastChats = person.map((part) => chats.find(({ chatId }) => chatId === part.row.lastChatId))
  return {
    ...entryOf(stored, block, account),
    createdAt: Math.min(...person.map((part) => part.row.createdAt)),
    details: toDetailsView(details),
    notes: notes.map(({ noteId, text, author, at }) => {
      return { noteId, text, author, at, mayDelete: mayDeleteNote({ author }, viewer) }
    }),
    blocks: blocks.filter(isNoRepetition).map(toBlockView),
    chats: chats.flatMap((chat) => {
      const access = accessTo(chat, viewer, settings)
      const handover = handovers.get(chat.chatId) ?? null
      const facts = { dueAt: null, preview: undefined, customerName: name, handover }
      return access === 'none' ? [] : [toChatView(chat, access, facts)]
    }),
    parts: parts.length === 0 ? [] : person.map((part) => toPersonPart(part, account)),
    mayUnmerge:
      parts.length > 0 && (mayMergeVerified(viewer) || !person.map(toPart).some(isVerified)),
    mayUnblock: blocked.length > 0 && lastChats.some((chat) => mayUnblock(chat ?? null, viewer)),
    mayErase: mayErase(viewer),
  }
}

function entryOf(
  { parts, ...head }: PartOfPerson & { parts: PartOfPerson[] },
  block: BlockRow | null,
  account: Account,
): CustomerEntry {
  const person = [head, ...parts]
  const { customerId, channelId } = head.row
  const { name, email, phone, erasedAt } = detailsOfPerson(person.map(toPart))
  const closings = person.map(({ row }) => row.lastClosedAt ?? 0)
  return {
    customerId,
    customerName: name ?? madeUpName(customerId),
    email,
    phone,
    channelId,
    channelName: channelNameIn(account, channelId),
    createdAt: Math.max(...person.map(({ row }) => row.createdAt)),
    lastClosedAt: Math.max(...closings) || null,
    hasOpenChat: person.some(({ row }) => row.openChatId !== null),
    isVerified: person.map(toPart).some(isVerified),
    block: block === null ? null : toBlockView(block),
    erasedAt,
  }
}

function toPersonPart({ row, details }: PartOfPerson, account: Account): PersonPart {
  const { customerId, channelId, createdAt, mergedAt, mergedBy } = row
  return {
    customerId,
    customerName: details?.name ?? madeUpName(customerId),
    channelId,
    channelName: channelNameIn(account, channelId),
    createdAt,
    isVerified: isVerified({ details }),
    mergedAt,
    mergedBy,
  }
}

function toPart({ row, details }: PartOfPerson): Part {
  return { customerId: row.customerId, details }
}

function channelNameIn(account: Account, channelId: string): string {
  return account.channels.get(channelId)?.name ?? channelId
}

/** One act blocks every part of a person: it is told once. */
function isNoRepetition({ at, by }: BlockRow, place: number, blocks: BlockRow[]): boolean {
  return blocks.findIndex((one) => one.at === at && one.by === by) === place
}

function toDetailsView(details: CustomerDetailsRow): CustomerDetailsView {
  return {
    name: valueOf(details, 'name'),
    email: valueOf(details, 'email'),
    phone: valueOf(details, 'phone'),
    language: valueOf(details, 'language'),
    attributes: attributesOf(details),
  }
}

function toBlockView(block: BlockRow): BlockView {
  const { blockId, reason, message, by, at, endedAt, endedBy } = block
  return { blockId, reason, message, by, at, endedAt, endedBy }
}
