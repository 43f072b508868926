import { sql } from 'kysely'
import {
  blockColumns,
  chatColumns,
  customerColumns,
  customerDetailsColumns,
  customerNoteColumns,
  namesOf,
} from './columns.ts'
import {
  type CustomerBook,
  type CustomerCursor,
  type CustomerFilter,
  type ListedCustomer,
  type PartOfPerson,
  type PlaceOfChat,
  type StoredCustomer,
  nextPage,
} from './customer-book.ts'
import type { Db } from './database.ts'
import { reading } from './outcome.ts'
import { jsonObject } from './row-parameters.ts'
import type { BlockRow, CustomerDetailsRow, CustomerRow } from './rows.ts'

/** The book on Postgres. It throws `StoreUnavailable` where the database does not answer. */
export class PostgresCustomerBook implements CustomerBook {
  constructor(private readonly db: Db) {}

  async list(
    accountId: string,
    filter: CustomerFilter,
    after: CustomerCursor | null,
    limit: number,
  ): Promise<{ customers: ListedCustomer[]; next: CustomerCursor | null }> {
    let query = this.db
      .selectFrom('customers')
      .select(namesOf(customerColumns))
      .select([
        DETAILS.as('details'),
        PARTS.as('parts'),
        sql<BlockRow | null>`(
          select ${sql.raw(jsonObject(blockColumns, 'b'))} from blocks b
          where b.account_id = customers.account_id and b.block_id = customers.block_id
        )`.as('block'),
        sql<PlaceOfChat[]>`(
          select coalesce(json_agg(distinct jsonb_build_object(
            'groupId', h.group_id, 'open', h.open,
            'state', case when h.open then h.state else 'closed' end,
            'agentId', case when h.open then h.agent_id end,
            'targetAgentId', case when h.open then h.target_agent_id end)), '[]')
          from chats h
          where h.account_id = customers.account_id and ${isOfPerson('h')}
        )`.as('places'),
      ])
      .where('accountId', '=', accountId)
      .where('mergedInto', 'is', null)
    if (filter.blocked) query = query.where('blockId', 'is not', null)
    if (filter.words.length > 0 || filter.idPrefix !== null) query = query.where(found(filter))
    if (filter.reader !== null) {
      const { personId, groupIds } = filter.reader
      query = query.where(sql<boolean>`exists (
        select 1 from chats h
        where h.account_id = customers.account_id and ${isOfPerson('h')} and (
          h.group_id = any(${groupIds})
          or h.open and (h.agent_id = ${personId} or h.target_agent_id = ${personId})
        )
      )`)
    }
    if (after !== null) {
      const { createdAt, customerId } = after
      query = query.where(sql<boolean>`(created_at, customer_id) < (${createdAt}, ${customerId})`)
    }
    const rows = await reading(() =>
      query
        .orderBy('createdAt', 'desc')
        .orderBy('customerId', 'desc')
        .limit(limit + 1)
        .execute(),
    )
    const customers = rows.slice(0, limit).map(({ details, parts, block, places, ...row }) => {
      return { row, details, parts, block, places }
    })
    return { customers, next: nextPage(rows, limit) }
  }

  async customer(
    accountId: string,
    customerId: string,
    chatLimit: number,
  ): Promise<StoredCustomer | null> {
    const { db } = this
    const head = await reading(() => this.#head(accountId, customerId))
    if (head === undefined) return null
    const { details, parts, ...row } = head
    const ofPerson = sql<string>`any(${[row, ...parts.map((part) => part.row)].map(idOf)})`
    const [notes, blocks, chats, closedIn] = await reading(() =>
      Promise.all([
        db
          .selectFrom('customerNotes')
          .select(namesOf(customerNoteColumns))
          .where('accountId', '=', accountId)
          .where('customerId', '=', ofPerson)
          .orderBy('at')
          .orderBy('noteId')
          .execute(),
        db
          .selectFrom('blocks')
          .select(namesOf(blockColumns))
          .where('accountId', '=', accountId)
          .where('customerId', '=', ofPerson)
          .orderBy('at', 'desc')
          .orderBy('blockId', 'desc')
          .execute(),
        db
          .selectFrom('chats')
          .select(namesOf(chatColumns))
          .where('accountId', '=', accountId)
          .where('customerId', '=', ofPerson)
          .orderBy('openedAt', 'desc')
          .orderBy('chatId', 'desc')
          .limit(chatLimit)
          .execute(),
        db
          .selectFrom('chats')
          .select('groupId')
          .distinct()
          .where('accountId', '=', accountId)
          .where('customerId', '=', ofPerson)
          .where('open', '=', false)
          .orderBy('groupId')
          .execute(),
      ]),
    )
    return {
      row,
      details,
      parts,
      notes,
      blocks,
      chats,
      closedIn: closedIn.map(({ groupId }) => groupId),
    }
  }

  /** Who stands for a customer, with who was merged into that one. */
  #head(accountId: string, customerId: string) {
    const standsFor = this.db
      .selectFrom('customers')
      .select(sql<string>`coalesce(merged_into, customer_id)`.as('id'))
      .where('accountId', '=', accountId)
      .where('customerId', '=', customerId)
    return this.db
      .selectFrom('customers')
      .select(namesOf(customerColumns))
      .select([DETAILS.as('details'), PARTS.as('parts')])
      .where('accountId', '=', accountId)
      .where('customerId', '=', standsFor)
      .executeTakeFirst()
  }
}

/** The details of the row `customers`. */
const DETAILS = sql<CustomerDetailsRow | null>`(
  select ${sql.raw(jsonObject(customerDetailsColumns, 'd'))} from customer_details d
  where d.account_id = customers.account_id and d.customer_id = customers.customer_id
)`

/** Those that were merged into the row `customers`, in that order. */
const PARTS = sql<PartOfPerson[]>`(
  select coalesce(json_agg(json_build_object(
    'row', ${sql.raw(jsonObject(customerColumns, 'p'))},
    'details', (select ${sql.raw(jsonObject(customerDetailsColumns, 'd'))}
      from customer_details d
      where d.account_id = p.account_id and d.customer_id = p.customer_id)
  ) order by p.merged_at, p.customer_id), '[]')
  from customers p
  where p.account_id = customers.account_id and p.merged_into = customers.customer_id
)`

/** Of the row `customers` or of one that was merged into it. */
function isOfPerson(alias: string) {
  const id = sql.ref(`${alias}.customerId`)
  return sql<boolean>`(${id} = customers.customer_id or ${id} in (
    select p.customer_id from customers p
    where p.account_id = customers.account_id and p.merged_into = customers.customer_id))`
}

function idOf({ customerId }: CustomerRow): string {
  return customerId
}

/** By words of what is known, each by its beginning, or by the id's beginning. */
function found({ words, idPrefix }: CustomerFilter) {
  // words hold letters and digits only, so that none of them is an operator
  const asked = words.map((word) => `${word}:*`).join(' & ')
  const byWords = sql<boolean>`customer_id in (
    select coalesce(c.merged_into, c.customer_id) from customer_details d
    join customers c using (account_id, customer_id)
    where d.account_id = customers.account_id
      and to_tsvector('simple', d.search) @@ to_tsquery('simple', ${asked})
  )`
  const byId = sql<boolean>`(starts_with(customer_id, ${idPrefix ?? ''}) or exists (
    select 1 from customers p
    where p.account_id = customers.account_id and p.merged_into = customers.customer_id
      and starts_with(p.customer_id, ${idPrefix ?? ''})))`
  if (words.length === 0) return byId
  return idPrefix === null ? byWords : sql<boolean>`(${byWords} or ${byId})`
}
