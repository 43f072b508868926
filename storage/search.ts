import { type RawBuilder, sql } from 'kysely'
import { chatColumns, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import { reading, writing } from './outcome.ts'
import type { ChatRow, CustomerDetailsRow } from './rows.ts'
import { StoreUnavailable } from './store.ts'
import { codeOf } from './store-error.ts'

/* What people look for: words in what was said and in customers' names, in committed rows. */

/** A search that takes longer costs others more than it gives. */
const SEARCH_TIMEOUT_MS = 3_000

/** The search took too long: its words are in too much. */
export class SearchTooBroad extends Error {
  override name = 'SearchTooBroad'
}

/** Who looks: a reader sees chats of these groups and their own; null sees all. */
export interface Seeker {
  personId: string
  groupIds: string[] | null
}

/** The place after which the next page begins. */
export interface LineCursor {
  seq: number
  lineId: string
}

/** A message or comment that has all words; the chat is as it is now. */
export interface FoundLine {
  kind: 'message' | 'comment'
  lineId: string
  chatId: string
  seq: number
  author: string
  text: string
  at: number
  /** Of a comment. */
  visibleTo: 'staff' | 'author' | null
}

export interface FoundLines {
  lines: (FoundLine & { chat: ChatRow })[]
  /** Null on the last page. */
  next: LineCursor | null
}

/**
 * Messages and comments with all of these words, each as the beginning of a word; newest first. The
 * reader is narrowed to what may be theirs, the authoriser decides of each.
 *
 * @throws SearchTooBroad; StoreUnavailable where the database does not answer.
 */
export function findLines(
  db: Db,
  accountId: string,
  words: readonly string[],
  seeker: Seeker,
  after: LineCursor | null,
  limit: number,
): Promise<FoundLines> {
  const before = (id: string): RawBuilder<unknown> =>
    after === null ? sql`` : sql`and (l.seq, ${sql.ref(id)}) < (${after.seq}, ${after.lineId})`
  return withinTime(db, async (trx) => {
    const { rows } = await sql<FoundLine>`
      select * from (
        (select 'message' as kind, l.message_id as line_id, l.chat_id, l.seq, l.author, l.text,
          l.at, null as visible_to
        from messages l
        where l.account_id = ${accountId} and l.text is not null
          and ${hasAll(accountId, words, sql`l.text`)} ${before('l.message_id')}
          and ${isOfSeeker(accountId, seeker)}
        order by l.seq desc, l.message_id desc limit ${limit + 1})
        union all
        (select 'comment', l.comment_id, l.chat_id, l.seq, l.author, l.text, l.at, l.visible_to
        from comments l
        where l.account_id = ${accountId} and l.text is not null
          and ${hasAll(accountId, words, sql`l.text`)} ${before('l.comment_id')}
          and (l.visible_to = 'staff' or l.author = ${`agent:${seeker.personId}`})
          and ${isOfSeeker(accountId, seeker)}
        order by l.seq desc, l.comment_id desc limit ${limit + 1})
      ) found
      order by seq desc, line_id desc limit ${limit + 1}`.execute(trx)
    const page = rows.slice(0, limit)
    const chats = await chatsNamed(trx, accountId, [...new Set(page.map(({ chatId }) => chatId))])
    const last = page.at(-1)
    return {
      lines: page.flatMap((line) => {
        const chat = chats.get(line.chatId)
        return chat === undefined ? [] : [{ ...line, chat }]
      }),
      next: rows.length > limit && last ? { seq: last.seq, lineId: last.lineId } : null,
    }
  })
}

/** What of a customer is looked through. */
export type FoundDetails = Pick<CustomerDetailsRow, 'customerId' | 'name' | 'email'>

export interface FoundCustomer {
  details: FoundDetails
  /** Their chats that may be the reader's, the newest first, a bounded number. */
  chats: ChatRow[]
}

const CHATS_OF_CUSTOMER = 5

/**
 * People in whose name or e-mail address, in any part, all of these words begin words, by id.
 *
 * @throws SearchTooBroad; StoreUnavailable where the database does not answer.
 */
export function findCustomers(
  db: Db,
  accountId: string,
  words: readonly string[],
  seeker: Seeker,
  limit: number,
): Promise<FoundCustomer[]> {
  // of who stands for the person, or of who was merged into that one
  const isOfHead = sql<boolean>`l.customer_id in (
    select h.customer_id union all select p.customer_id from customers p
    where p.account_id = ${accountId} and p.merged_into = h.customer_id)`
  return withinTime(db, async (trx) => {
    const { rows } = await sql<FoundDetails & { chatIds: string[] }>`
      with heads as (
        select distinct coalesce(c.merged_into, m.customer_id) as customer_id
        from ${detailsWith(accountId, words)} m
        left join customers c on c.account_id = ${accountId} and c.customer_id = m.customer_id
      )
      select h.customer_id, coalesce(d.called, d.name) as name, d.email, array(
        select l.chat_id from chats l
        where l.account_id = ${accountId} and ${isOfHead}
          and ${isOfSeeker(accountId, seeker)}
        order by l.opened_at desc, l.chat_id desc limit ${CHATS_OF_CUSTOMER}
      ) as chat_ids
      from heads h
      left join customer_details d on d.account_id = ${accountId} and d.customer_id = h.customer_id
      where exists (select 1 from chats l
          where l.account_id = ${accountId} and ${isOfHead}
            and ${isOfSeeker(accountId, seeker)})
      order by h.customer_id limit ${limit}`.execute(trx)
    const chats = await chatsNamed(
      trx,
      accountId,
      rows.flatMap(({ chatIds }) => chatIds),
    )
    return rows.map((row) => ({
      details: pickDetails(row),
      chats: row.chatIds.flatMap((chatId) => chats.get(chatId) ?? []),
    }))
  })
}

/** A condition on rows with `chat_id` and `customer_id` named `chats`: something of it has the words. */
export function chatHasWords(
  accountId: string,
  words: readonly string[],
  personId: string,
): RawBuilder<boolean> {
  return sql<boolean>`(
    chats.chat_id in (
      select l.chat_id from messages l
      where l.account_id = ${accountId} and l.text is not null
        and ${hasAll(accountId, words, sql`l.text`)}
      union all
      select l.chat_id from comments l
      where l.account_id = ${accountId} and l.text is not null
        and (l.visible_to = 'staff' or l.author = ${`agent:${personId}`})
        and ${hasAll(accountId, words, sql`l.text`)})
    or chats.customer_id in (
      select m.customer_id from ${detailsWith(accountId, words)} m
      union
      select p.customer_id from ${detailsWith(accountId, words)} m
      join customers c on c.account_id = ${accountId} and c.customer_id = m.customer_id
      join customers p on p.account_id = c.account_id and (
        p.customer_id = c.merged_into or p.merged_into = coalesce(c.merged_into, c.customer_id))))`
}

/** Runs queries of a search in a transaction of bounded length. */
export async function withinTime<T>(
  db: Db,
  ask: (trx: Db) => Promise<T>,
  timeoutMs = SEARCH_TIMEOUT_MS,
): Promise<T> {
  try {
    return await reading(() =>
      db.transaction().execute(async (trx) => {
        await sql`set local statement_timeout = ${sql.lit(timeoutMs)}`.execute(trx)
        return ask(trx)
      }),
    )
  } catch (error) {
    const isTooLong = error instanceof StoreUnavailable && codeOf(error.cause) === CANCELED
    throw isTooLong ? new SearchTooBroad('the search took too long', { cause: error }) : error
  }
}

/** Merges what was said since the last time into the indices, so that commits need not. Gives pages. */
export async function mergeNewWords(db: Db): Promise<number> {
  const { rows } = await writing(() =>
    sql<{ pages: number }>`
      select (gin_clean_pending_list('messages_words'::regclass)
        + gin_clean_pending_list('comments_words'::regclass))::integer as pages`.execute(db),
  )
  return rows[0]?.pages ?? 0
}

/** SQLSTATE of a statement that ran into its timeout. */
const CANCELED = '57014'

/** Customers in whose name or e-mail address all of these words begin words. */
function detailsWith(accountId: string, words: readonly string[]): RawBuilder<unknown> {
  return sql`(
    select customer_id from customer_details
    where account_id = ${accountId} and ${hasAll(accountId, words, NAME_AND_EMAIL)})`
}

const NAME_AND_EMAIL = sql.raw("coalesce(name, '') || ' ' || coalesce(email, '')")

function hasAll(
  accountId: string,
  words: readonly string[],
  text: RawBuilder<unknown>,
): RawBuilder<boolean> {
  // Words are letters and numbers alone; an account's id has no quote either.
  const query = [`'account:${accountId}'`, ...words.map((word) => `'${word}':*`)].join(' & ')
  // The expression of the index, letter for letter: of migration 0003.
  return sql<boolean>`(array_to_tsvector(array['account:' || account_id]) ||
    to_tsvector('simple'::regconfig, regexp_replace(${text}, '[^[:alnum:]]+', ' ', 'g')))
    @@ ${query}::tsquery`
}

/** Of the chat of a row `l`. */
function isOfSeeker(accountId: string, { personId, groupIds }: Seeker): RawBuilder<boolean> {
  if (groupIds === null) return sql<boolean>`true`
  return sql<boolean>`exists (select 1 from chats c
    where c.account_id = ${accountId} and c.chat_id = l.chat_id
      and (c.group_id = any(${groupIds}) or c.agent_id = ${personId}
        or c.target_agent_id = ${personId}))`
}

async function chatsNamed(
  db: Db,
  accountId: string,
  chatIds: string[],
): Promise<Map<string, ChatRow>> {
  const rows = await db
    .selectFrom('chats')
    .select(namesOf(chatColumns))
    .where('accountId', '=', accountId)
    .where('chatId', '=', sql<string>`any(${chatIds})`)
    .execute()
  return new Map(rows.map((row) => [row.chatId, row]))
}

function pickDetails({ customerId, name, email }: FoundDetails): FoundDetails {
  return { customerId, name, email }
}
