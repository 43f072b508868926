import type { BlockRow, ChatRow, CustomerDetailsRow, CustomerNoteRow, CustomerRow } from './rows.ts'

/** What narrows the list of customers; null means all. */
export interface CustomerFilter {
  /** Each is the beginning of a word of the name, of a part of the e-mail address, of the phone. */
  words: string[]
  /** The beginning of an id, which finds a customer too. */
  idPrefix: string | null
  blocked: boolean
  /** Only customers of chats that these rights may reach; the authoriser decides afterwards. */
  reader: { personId: string; groupIds: string[] } | null
}

/** The place in the list after which the next page begins: those who came last stand first. */
export interface CustomerCursor {
  createdAt: number
  customerId: string
}

/** What says who may see a customer. */
export type PlaceOfChat = Pick<ChatRow, 'groupId' | 'state' | 'open' | 'agentId' | 'targetAgentId'>

/** One of the customers that are a person, with what was said of it alone. */
export interface PartOfPerson {
  row: CustomerRow
  details: CustomerDetailsRow | null
}

/** A person: who stands for it, and who was merged into that one, in that order. */
export interface ListedCustomer extends PartOfPerson {
  parts: PartOfPerson[]
  /** The block that holds now. */
  block: BlockRow | null
  /** The open chat, and one for each group in which others ended. */
  places: PlaceOfChat[]
}

/** What is known of a person in all of its parts. */
export interface StoredCustomer extends PartOfPerson {
  parts: PartOfPerson[]
  /** Oldest first. */
  notes: CustomerNoteRow[]
  /** Newest first. */
  blocks: BlockRow[]
  /** Newest first, at most as many as were asked for. */
  chats: ChatRow[]
  /** The group of every chat that ended, also of those that were not asked for. */
  closedIn: string[]
}

/** Customers as people look them up, each person once: committed rows, read past the host. */
export interface CustomerBook {
  list(
    accountId: string,
    filter: CustomerFilter,
    after: CustomerCursor | null,
    limit: number,
  ): Promise<{ customers: ListedCustomer[]; next: CustomerCursor | null }>
  /** The person of a customer, by whichever part; null for one who never wrote. */
  customer(accountId: string, customerId: string, chats: number): Promise<StoredCustomer | null>
}

/** Those that were merged into a customer, in that order. */
export function partsOf(rows: readonly CustomerRow[], customerId: string): CustomerRow[] {
  return rows
    .filter(({ mergedInto }) => mergedInto === customerId)
    .sort((a, b) => {
      const later = (a.mergedAt ?? 0) - (b.mergedAt ?? 0)
      return later === 0 ? (a.customerId < b.customerId ? -1 : 1) : later
    })
}

/** Where the page after these rows begins; `rows` are one more than the page where there are more. */
export function nextPage(rows: readonly CustomerRow[], limit: number): CustomerCursor | null {
  const last = rows[limit - 1]
  if (rows.length <= limit || last === undefined) return null
  return { createdAt: last.createdAt, customerId: last.customerId }
}
