import type {
  BlockView,
  CustomerDetailsView,
  CustomerEntry,
  CustomerView,
} from '#protocol/customer-card'
import type { ListedCustomer, StoredCustomer } from '#storage/customer-book'
import type { BlockRow, CustomerDetailsRow, CustomerRow } from '#storage/rows'
import { accessTo, mayDeleteNote, mayErase, mayUnblock } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { attributesOf, noDetails, valueOf } from '../commands/customer-details.ts'
import type { Account } from '../host/account.ts'
import { madeUpName, toChatView } from './staff-views.ts'

export function toCustomerEntry(
  { row, details, block }: ListedCustomer,
  account: Account,
): CustomerEntry {
  return entryOf(row, details, block, account)
}

/** A customer with all that this viewer may know; that the customer may be seen was decided before. */
export function toCustomerView(
  stored: StoredCustomer,
  viewer: Viewer,
  account: Account,
): CustomerView {
  const settings = account.settings.values
  const { row, details, notes, blocks, chats } = stored
  const block = blocks.find(({ blockId }) => blockId === row.blockId) ?? null
  const lastChat = chats.find(({ chatId }) => chatId === row.lastChatId) ?? null
  const name = details?.name ?? null
  return {
    ...entryOf(row, details, block, account),
    details: toDetailsView(details ?? noDetails(row.customerId)),
    notes: notes.map(({ noteId, text, author, at }) => {
      return { noteId, text, author, at, mayDelete: mayDeleteNote({ author }, viewer) }
    }),
    blocks: blocks.map(toBlockView),
    chats: chats.flatMap((chat) => {
      const access = accessTo(chat, viewer, settings)
      const facts = { dueAt: null, preview: undefined, customerName: name }
      return access === 'none' ? [] : [toChatView(chat, access, facts)]
    }),
    mayUnblock: row.blockId !== null && mayUnblock(lastChat, viewer),
    mayErase: mayErase(viewer),
  }
}

function entryOf(
  row: CustomerRow,
  details: CustomerDetailsRow | null,
  block: BlockRow | null,
  account: Account,
): CustomerEntry {
  return {
    customerId: row.customerId,
    customerName: details?.name ?? madeUpName(row.customerId),
    email: details?.email ?? null,
    phone: details?.phone ?? null,
    channelId: row.channelId,
    channelName: account.channels.get(row.channelId)?.name ?? row.channelId,
    createdAt: row.createdAt,
    lastClosedAt: row.lastClosedAt,
    hasOpenChat: row.openChatId !== null,
    block: block === null ? null : toBlockView(block),
    erasedAt: details?.erasedAt ?? null,
  }
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
