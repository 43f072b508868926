import { sql } from 'kysely'
import type { Db } from './database.ts'
import { reading } from './outcome.ts'
import type { ChatRow } from './rows.ts'

/** What accounts do not want to keep any longer: committed rows, a bounded number at a time. */
export interface Outlived {
  /** Accounts on these shards that keep words for a time only. */
  accountsThatForget(shards: number[]): Promise<{ accountId: string; retentionMs: number }[]>
  /** Chats that ended before a time and whose words are still there, those that ended first first. */
  outlivedChats(accountId: string, before: number, limit: number): Promise<OutlivedChat[]>
  /**
   * Of the next `limit` people after one, by id, those of whom something is known though their last
   * chat was erased and ended before a time; `last` is null where there are no more.
   */
  outlivedPeople(
    accountId: string,
    before: number,
    after: string,
    limit: number,
  ): Promise<OutlivedPeople>
}

export type OutlivedChat = Pick<ChatRow, 'chatId' | 'customerId'>

export interface OutlivedPeople {
  customerIds: string[]
  last: string | null
}

/** What outlived its account's wish, on Postgres. */
export function storedOutlived(db: Db): Outlived {
  return {
    accountsThatForget: (shards) =>
      reading(async () => {
        const { rows } = await sql<{ accountId: string; retentionMs: number }>`
          select account_id, (settings ->> 'retentionMs')::bigint as retention_ms from accounts
          where shard = any(${shards}) and (settings ->> 'retentionMs')::bigint > 0
          order by account_id`.execute(db)
        return rows
      }),
    outlivedChats: (accountId, before, limit) =>
      reading(() =>
        db
          .selectFrom('chats')
          .select(['chatId', 'customerId'])
          .where('accountId', '=', accountId)
          .where('closedAt', 'is not', null)
          .where('erasedAt', 'is', null)
          .where('closedAt', '<', before)
          .orderBy('closedAt')
          .orderBy('chatId')
          .limit(limit)
          .execute(),
      ),
    outlivedPeople: (accountId, before, after, limit) =>
      reading(() => peopleAfter(db, accountId, before, after, limit)),
  }
}

/** Whoever is blocked, or talks with somebody, is kept; a person is known by all of its customers. */
async function peopleAfter(
  db: Db,
  accountId: string,
  before: number,
  after: string,
  limit: number,
): Promise<OutlivedPeople> {
  const { rows } = await sql<{ customerId: string; isOver: boolean }>`
    with people as materialized (
      select u.customer_id, u.open_chat_id, u.block_id, u.last_chat_id from customers u
      where u.account_id = ${accountId} and u.customer_id > ${after} and u.merged_into is null
      order by u.customer_id limit ${limit}
    )
    select u.customer_id,
      u.open_chat_id is null and u.block_id is null
      and exists (
        select from chats h
        where h.account_id = ${accountId} and h.chat_id = u.last_chat_id
          and h.closed_at < ${before} and h.erased_at is not null
      )
      and exists (
        select from customers p
        where p.account_id = ${accountId}
          and (p.customer_id = u.customer_id or p.merged_into = u.customer_id)
          and (
            exists (
              select from customer_details d
              where d.account_id = ${accountId} and d.customer_id = p.customer_id
                and (coalesce(d.name, d.email, d.phone, d.language, d.called) is not null
                  or d.attributes <> '[]')
            )
            or exists (
              select from customer_notes n
              where n.account_id = ${accountId} and n.customer_id = p.customer_id
            )
            or exists (
              select from blocks b
              where b.account_id = ${accountId} and b.customer_id = p.customer_id
                and (b.reason <> '' or b.message <> '')
            )
          )
      ) as is_over
    from people u order by u.customer_id`.execute(db)
  return {
    customerIds: rows.filter(({ isOver }) => isOver).map(({ customerId }) => customerId),
    last: rows.length < limit ? null : (rows.at(-1)?.customerId ?? null),
  }
}
