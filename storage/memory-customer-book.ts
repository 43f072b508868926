import {
  type CustomerBook,
  type CustomerFilter,
  type ListedCustomer,
  type PartOfPerson,
  type StoredCustomer,
  nextPage,
  partsOf,
} from './customer-book.ts'
import { findableBy } from './customer-search.ts'
import type { AccountContents } from './memory-account.ts'
import type { CustomerRow } from './rows.ts'

/** The book over what a store in memory holds. */
export function memoryCustomerBook(
  contentsOf: (accountId: string) => AccountContents | null,
): CustomerBook {
  return {
    list: async (accountId, filter, after, limit) => {
      const contents = contentsOf(accountId)
      if (contents === null) return { customers: [], next: null }
      const rows = contents.customers
        .filter(({ mergedInto }) => mergedInto === null)
        .filter((row) => after === null || newestFirst(after, row) < 0)
        .filter((row) => isFound(contents, row, filter))
        .sort(newestFirst)
      const customers = rows.slice(0, limit).map((row) => listed(contents, row))
      return { customers, next: nextPage(rows.slice(0, limit + 1), limit) }
    },
    customer: async (accountId, customerId, chats) => {
      const contents = contentsOf(accountId)
      if (contents === null) return null
      const named = (id: string) => contents.customers.find((one) => one.customerId === id)
      const row = named(named(customerId)?.mergedInto ?? customerId)
      return row === undefined ? null : stored(contents, row, chats)
    },
  }
}

type Place = Pick<CustomerRow, 'createdAt' | 'customerId'>

function newestFirst(a: Place, b: Place): number {
  if (a.createdAt !== b.createdAt) return b.createdAt - a.createdAt
  if (a.customerId === b.customerId) return 0
  return a.customerId < b.customerId ? 1 : -1
}

function isFound(contents: AccountContents, row: CustomerRow, filter: CustomerFilter): boolean {
  const { words, idPrefix, blocked, reader } = filter
  if (blocked && row.blockId === null) return false
  if (reader !== null) {
    const isReached = chatsOf(contents, row).some(
      (chat) =>
        reader.groupIds.includes(chat.groupId) ||
        (chat.open && (chat.agentId === reader.personId || chat.targetAgentId === reader.personId)),
    )
    if (!isReached) return false
  }
  if (words.length === 0 && idPrefix === null) return true
  return [row, ...partsOf(contents.customers, row.customerId)].some(({ customerId }) => {
    if (idPrefix !== null && customerId.startsWith(idPrefix)) return true
    const details = detailsOf(contents, customerId)
    const known = details === null ? [] : findableBy(details)
    return words.length > 0 && words.every((word) => known.some((one) => one.startsWith(word)))
  })
}

function listed(contents: AccountContents, row: CustomerRow): ListedCustomer {
  const { customerId, blockId } = row
  const chats = chatsOf(contents, row)
  const over = { state: 'closed', open: false, agentId: null, targetAgentId: null }
  return {
    row,
    details: detailsOf(contents, customerId),
    parts: partsWithDetails(contents, row),
    block: contents.blocks.find((block) => block.blockId === blockId) ?? null,
    places: [
      ...chats
        .filter(({ open }) => open)
        .map(({ groupId, state, open, agentId, targetAgentId }) => {
          return { groupId, state, open, agentId, targetAgentId }
        }),
      ...closedIn(contents, row).map((groupId) => ({ ...over, groupId })),
    ],
  }
}

function stored(contents: AccountContents, row: CustomerRow, limit: number): StoredCustomer {
  const { customerId } = row
  const isOf = isOfPerson(contents, row)
  return {
    row,
    details: detailsOf(contents, customerId),
    parts: partsWithDetails(contents, row),
    notes: contents.customerNotes
      .filter(isOf)
      .sort((a, b) => a.at - b.at || (a.noteId < b.noteId ? -1 : 1)),
    blocks: contents.blocks
      .filter(isOf)
      .sort((a, b) => b.at - a.at || (a.blockId < b.blockId ? 1 : -1)),
    chats: chatsOf(contents, row)
      .sort((a, b) => b.openedAt - a.openedAt || (a.chatId < b.chatId ? 1 : -1))
      .slice(0, limit),
    closedIn: closedIn(contents, row),
  }
}

function partsWithDetails(contents: AccountContents, { customerId }: CustomerRow): PartOfPerson[] {
  return partsOf(contents.customers, customerId).map((row) => {
    return { row, details: detailsOf(contents, row.customerId) }
  })
}

function isOfPerson(contents: AccountContents, { customerId }: CustomerRow) {
  const ids = [
    customerId,
    ...partsOf(contents.customers, customerId).map((part) => part.customerId),
  ]
  return (one: { customerId: string }): boolean => ids.includes(one.customerId)
}

function chatsOf(contents: AccountContents, row: CustomerRow) {
  return contents.chats.filter(isOfPerson(contents, row))
}

function closedIn(contents: AccountContents, row: CustomerRow): string[] {
  const closed = chatsOf(contents, row).filter(({ open }) => !open)
  return [...new Set(closed.map(({ groupId }) => groupId))].sort()
}

function detailsOf(contents: AccountContents, customerId: string) {
  return contents.customerDetails.find((one) => one.customerId === customerId) ?? null
}
