import { sql } from 'kysely'
import {
  chatColumns,
  customerDetailsColumns,
  journalColumns,
  memberColumns,
  namesOf,
  outboxColumns,
} from './columns.ts'
import type { Db } from './database.ts'
import { chatHasWords, withinTime } from './search.ts'
import type { ChatRow, CustomerDetailsRow, JournalRow, MemberRow, OutboxRow } from './rows.ts'

/* What only screens ask: committed rows, read past the port. */

/** What narrows the archive; null and absent mean all. */
export interface ArchiveFilter {
  /** The groups that the reader may see; an empty list sees nothing. */
  groupIds?: string[] | null
  agentId?: string | null
  /** One customer, and all who are the same person. */
  customerId?: string | null
  channelId?: string | null
  /** Carried by the chat, also where the account has deleted it. */
  tagId?: string | null
  closeReason?: string | null
  /** From this time on. */
  closedFrom?: number | null
  /** Before this time. */
  closedBefore?: number | null
  /** With all of these words in what `personId` may see of it, or in the customer's name. */
  words?: { words: readonly string[]; personId: string } | null
}

/** The place in the archive after which the next page begins. */
export interface ArchiveCursor {
  closedAt: number
  chatId: string
}

export interface ArchivePage {
  chats: ChatRow[]
  /** Null on the last page. */
  next: ArchiveCursor | null
}

/**
 * A page of closed chats, those closed last first.
 * @throws SearchTooBroad where words are looked for that are in too much.
 */
export function closedChats(
  db: Db,
  accountId: string,
  filter: ArchiveFilter,
  after: ArchiveCursor | null,
  limit: number,
): Promise<ArchivePage> {
  if (!filter.words) return archivePage(db, accountId, filter, after, limit)
  return withinTime(db, (trx) => archivePage(trx, accountId, filter, after, limit))
}

async function archivePage(
  db: Db,
  accountId: string,
  filter: ArchiveFilter,
  after: ArchiveCursor | null,
  limit: number,
): Promise<ArchivePage> {
  let query = db
    .selectFrom('chats')
    .select(namesOf(chatColumns))
    .where('accountId', '=', accountId)
    .where('closedAt', 'is not', null)
  if (filter.groupIds) query = query.where('groupId', '=', sql<string>`any(${filter.groupIds})`)
  if (filter.agentId) query = query.where('agentId', '=', filter.agentId)
  if (filter.customerId) {
    const person = sql<string>`any(${personOf(accountId, filter.customerId)})`
    query = query.where('customerId', '=', person)
  }
  if (filter.channelId) query = query.where('channelId', '=', filter.channelId)
  if (filter.tagId) {
    // both conditions: the index holds tagged chats only
    const tagged = JSON.stringify([filter.tagId])
    query = query.where(sql<boolean>`tag_ids @> ${tagged}::text::jsonb and tag_ids <> '[]'`)
  }
  if (filter.closeReason) query = query.where('closeReason', '=', filter.closeReason)
  if (filter.closedFrom != null) query = query.where('closedAt', '>=', filter.closedFrom)
  if (filter.closedBefore != null) query = query.where('closedAt', '<', filter.closedBefore)
  if (filter.words) {
    const { words, personId } = filter.words
    query = query.where(chatHasWords(accountId, words, personId))
  }
  if (after) {
    query = query.where(sql<boolean>`(closed_at, chat_id) < (${after.closedAt}, ${after.chatId})`)
  }
  const rows = await query
    .orderBy('closedAt', 'desc')
    .orderBy('chatId', 'desc')
    .limit(limit + 1)
    .execute()
  const chats = rows.slice(0, limit)
  const last = chats.at(-1)
  const hasMore = rows.length > limit
  return {
    chats,
    next:
      hasMore && last?.closedAt != null ? { closedAt: last.closedAt, chatId: last.chatId } : null,
  }
}

/** The ids of all customers who are the same person as one of them. */
function personOf(accountId: string, customerId: string) {
  return sql<string[]>`array(
    select ${customerId}
    union
    select p.customer_id from customers c
    join customers p on p.account_id = c.account_id and (
      p.customer_id = c.merged_into or p.merged_into = coalesce(c.merged_into, c.customer_id))
    where c.account_id = ${accountId} and c.customer_id = ${customerId}
  )`
}

/** What is known of customers as people; of those of whom nothing is, no row. */
export function customerDetails(
  db: Db,
  accountId: string,
  customerIds: string[],
): Promise<CustomerDetailsRow[]> {
  return db
    .selectFrom('customerDetails')
    .select(namesOf(customerDetailsColumns))
    .where('accountId', '=', accountId)
    .where('customerId', '=', sql<string>`any(${customerIds})`)
    .orderBy('customerId')
    .execute()
}

/** All members of an account, inactive ones too, by name. */
export function members(db: Db, accountId: string): Promise<MemberRow[]> {
  return db
    .selectFrom('members')
    .select(namesOf(memberColumns))
    .where('accountId', '=', accountId)
    .orderBy('name')
    .orderBy('personId')
    .execute()
}

/** An actor's journal from its birth, as far as retention kept it. */
export function journalOf(db: Db, accountId: string, actor: string): Promise<JournalRow[]> {
  return db
    .selectFrom('journal')
    .select(namesOf(journalColumns))
    .where('accountId', '=', accountId)
    .where('actor', '=', actor)
    .orderBy('actorSeq')
    .execute()
}

export interface OpenChatCount {
  groupId: string
  state: string
  count: number
}

/** How many open chats each group has in each state. */
export function openChatCounts(db: Db, accountId: string): Promise<OpenChatCount[]> {
  return db
    .selectFrom('chats')
    .select(({ fn }) => ['groupId', 'state', fn.countAll<number>().as('count')])
    .where('accountId', '=', accountId)
    .where('open', '=', true)
    .groupBy(['groupId', 'state'])
    .orderBy('groupId')
    .orderBy('state')
    .execute()
}

export interface DeadLetter extends OutboxRow {
  attempts: number
  error: string | null
}

/** Deliveries that were given up, newest first. */
export function deadLetters(db: Db, accountId: string, limit: number): Promise<DeadLetter[]> {
  return db
    .selectFrom('outbox')
    .select([...namesOf(outboxColumns), 'attempts', 'error'])
    .where('accountId', '=', accountId)
    .where('state', '=', 'dead')
    .orderBy('at', 'desc')
    .orderBy('position', 'desc')
    .limit(limit)
    .execute()
}
