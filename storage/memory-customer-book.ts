import {
  type CustomerBook,
  type CustomerFilter,
  type ListedCustomer,
  type StoredCustomer,
  nextPage,
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
        .filter((row) => after === null || newestFirst(after, row) < 0)
        .filter((row) => isFound(contents, row, filter))
        .sort(newestFirst)
      const customers = rows.slice(0, limit).map((row) => listed(contents, row))
      return { customers, next: nextPage(rows.slice(0, limit + 1), limit) }
    },
    customer: async (accountId, customerId, chats) => {
      const contents = contentsOf(accountId)
      const row = contents?.customers.find((one) => one.customerId === customerId)
      return contents === null || row === undefined ? null : stored(contents, row, chats)
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
    const isReached = chatsOf(contents, row.customerId).some(
      (chat) =>
        reader.groupIds.includes(chat.groupId) ||
        (chat.open && (chat.agentId === reader.personId || chat.targetAgentId === reader.personId)),
    )
    if (!isReached) return false
  }
  if (words.length === 0 && idPrefix === null) return true
  if (idPrefix !== null && row.customerId.startsWith(idPrefix)) return true
  const details = detailsOf(contents, row.customerId)
  const known = details === null ? [] : findableBy(details)
  return words.length > 0 && words.every((word) => known.some((one) => one.startsWith(word)))
}

function listed(contents: AccountContents, row: CustomerRow): ListedCustomer {
  const { customerId, blockId } = row
  const chats = chatsOf(contents, customerId)
  const over = { state: 'closed', open: false, agentId: null, targetAgentId: null }
  return {
    row,
    details: detailsOf(contents, customerId),
    block: contents.blocks.find((block) => block.blockId === blockId) ?? null,
    places: [
      ...chats
        .filter(({ open }) => open)
        .map(({ groupId, state, open, agentId, targetAgentId }) => {
          return { groupId, state, open, agentId, targetAgentId }
        }),
      ...closedIn(contents, customerId).map((groupId) => ({ ...over, groupId })),
    ],
  }
}

function stored(contents: AccountContents, row: CustomerRow, limit: number): StoredCustomer {
  const { customerId } = row
  const isOf = (one: { customerId: string }) => one.customerId === customerId
  return {
    row,
    details: detailsOf(contents, customerId),
    notes: contents.customerNotes
      .filter(isOf)
      .sort((a, b) => a.at - b.at || (a.noteId < b.noteId ? -1 : 1)),
    blocks: contents.blocks
      .filter(isOf)
      .sort((a, b) => b.at - a.at || (a.blockId < b.blockId ? 1 : -1)),
    chats: chatsOf(contents, customerId)
      .sort((a, b) => b.openedAt - a.openedAt || (a.chatId < b.chatId ? 1 : -1))
      .slice(0, limit),
    closedIn: closedIn(contents, customerId),
  }
}

function chatsOf(contents: AccountContents, customerId: string) {
  return contents.chats.filter((chat) => chat.customerId === customerId)
}

function closedIn(contents: AccountContents, customerId: string): string[] {
  const closed = chatsOf(contents, customerId).filter(({ open }) => !open)
  return [...new Set(closed.map(({ groupId }) => groupId))].sort()
}

function detailsOf(contents: AccountContents, customerId: string) {
  return contents.customerDetails.find((one) => one.customerId === customerId) ?? null
}
