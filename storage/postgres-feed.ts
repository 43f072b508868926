import { sql } from 'kysely'
import {
  actorColumns,
  chatColumns,
  commentColumns,
  handoverColumns,
  messageColumns,
  namesOf,
  readMarkColumns,
} from './columns.ts'
import type { Db } from './database.ts'
import { pageOf, staffReadIn } from './feed.ts'
import type {
  Changes,
  Feed,
  StoredConversation,
  StoredCustomerScreen,
  Touched,
  Words,
} from './feed.ts'
import type { ChatRow, HandoverRow, JournalRow, MessageRow, ReadMarkRow } from './rows.ts'
import { journalsOf } from './journals.ts'
import { reading } from './outcome.ts'
import { wordsInListsOf } from './words-in-lists.ts'

/*
 * F1 The account's sequence is read first, and everything else after it. So what is told up to that
 *    sequence is complete; rows that are replaced as a whole may be newer.
 * F2 Messages and comments above that sequence are left out: their turn comes with the next read.
 */

/** The feed on Postgres. It throws `StoreUnavailable` where the database does not answer. */
export class PostgresFeed implements Feed {
  constructor(private readonly db: Db) {}

  changesSince(accountId: string, afterSeq: number, limit: number): Promise<Changes | null> {
    return reading(() => this.#changesSince(accountId, afterSeq, limit))
  }

  conversation(
    accountId: string,
    chatId: string,
    beforeSeq: number | null,
    limit: number,
  ): Promise<StoredConversation> {
    return reading(() => this.#conversation(accountId, chatId, beforeSeq, limit))
  }

  touched(accountId: string, upToSeq: number, limit: number): Promise<Touched> {
    return reading(() => this.#touched(accountId, upToSeq, limit))
  }

  journals(accountId: string, actors: readonly string[]): Promise<JournalRow[]> {
    return reading(() => journalsOf(this.db, accountId, actors))
  }

  customerStream(
    accountId: string,
    customerId: string,
    afterCustomerSeq: number,
    limit: number,
  ): Promise<MessageRow[]> {
    return reading(() =>
      this.#messages(accountId)
        .where('customerId', '=', customerId)
        .where('customerSeq', '>', afterCustomerSeq)
        .orderBy('customerSeq')
        .limit(limit)
        .execute(),
    )
  }

  async customerTail(accountId: string, customerId: string, limit: number): Promise<MessageRow[]> {
    const newestFirst = await reading(() =>
      this.#messages(accountId)
        .where('customerId', '=', customerId)
        .orderBy('customerSeq', 'desc')
        .limit(limit)
        .execute(),
    )
    return newestFirst.toReversed()
  }

  async customerScreen(
    accountId: string,
    customerId: string,
    limit: number,
  ): Promise<StoredCustomerScreen> {
    const messages = await this.customerTail(accountId, customerId, limit)
    const chatId = messages.at(-1)?.chatId
    if (chatId === undefined) return { messages, chat: null, staffRead: 0 }
    const [[chat], readMarks] = await Promise.all([
      reading(() => this.#chats(accountId, [chatId])),
      this.readMarks(accountId, [chatId]),
    ])
    return { messages, chat: chat ?? null, staffRead: staffReadIn(readMarks) }
  }

  words(accountId: string, messageIds: string[], length: number): Promise<Words[]> {
    return reading(() =>
      this.db
        .selectFrom('messages')
        .select(['messageId', 'chatId', 'author', 'at'])
        .select(wordsInListsOf(length).as('text'))
        .where('accountId', '=', accountId)
        .where('messageId', '=', sql<string>`any(${messageIds})`)
        .orderBy('messageId')
        .execute(),
    )
  }

  readMarks(accountId: string, chatIds: string[]): Promise<ReadMarkRow[]> {
    return reading(() =>
      this.db
        .selectFrom('readMarks')
        .select(namesOf(readMarkColumns))
        .where('accountId', '=', accountId)
        .where('chatId', '=', sql<string>`any(${chatIds})`)
        .orderBy('chatId')
        .orderBy('reader')
        .execute(),
    )
  }

  async customerNames(accountId: string, customerIds: string[]): Promise<Map<string, string>> {
    const found = await reading(() =>
      this.db
        .selectFrom('customerDetails')
        .select(['customerId', sql<string>`coalesce(called, name)`.as('name')])
        .where('accountId', '=', accountId)
        .where('customerId', '=', sql<string>`any(${customerIds})`)
        .where(sql<boolean>`coalesce(called, name) is not null`)
        .execute(),
    )
    return new Map(found.map(({ customerId, name }) => [customerId, name]))
  }

  handovers(accountId: string, handoverIds: string[]): Promise<HandoverRow[]> {
    return reading(() =>
      this.db
        .selectFrom('handovers')
        .select(namesOf(handoverColumns))
        .where('accountId', '=', accountId)
        .where('handoverId', '=', sql<string>`any(${handoverIds})`)
        .orderBy('handoverId')
        .execute(),
    )
  }

  async #touched(accountId: string, upToSeq: number, limit: number): Promise<Touched> {
    const newest = this.db
      .selectFrom('journal')
      .select(['actor', 'actorSeq', 'at', 'seq'])
      .where('accountId', '=', accountId)
      .where('seq', '<=', upToSeq)
      .orderBy('seq', 'desc')
      .limit(limit)
    const actors = await this.db
      .selectFrom(newest.as('newest'))
      .groupBy('actor')
      .select(({ fn }) => [
        'actor',
        fn.max<number>('actorSeq').as('actorSeq'),
        fn.min<number>('at').as('since'),
        fn.min<number>('seq').as('seq'),
      ])
      .execute()
    const first = Math.min(...actors.map(({ seq }) => seq))
    return {
      actors: actors.map(({ actor, actorSeq }) => ({ actor, actorSeq })),
      since: actors.length === 0 ? null : Math.min(...actors.map(({ since }) => since)),
      isAll: actors.length === 0 || first === 1,
    }
  }

  async #changesSince(accountId: string, afterSeq: number, limit: number): Promise<Changes | null> {
    const seq = await this.#seq(accountId) // F1
    if (seq === null || afterSeq > seq || seq - afterSeq > limit) return null
    const touched = this.db
      .selectFrom('journal')
      .select('actor')
      .distinct()
      .where('accountId', '=', accountId)
      .where('seq', '>', afterSeq)
      .where('seq', '<=', seq)
    const actors = (await touched.execute()).map((row) => row.actor)
    const chatIds = actors.filter(isChat).map((actor) => actor.slice('chat:'.length))
    const [chats, messages, comments, agents] = await Promise.all([
      this.#chats(accountId, chatIds),
      this.#messages(accountId)
        .where('seq', '>', afterSeq)
        .where('seq', '<=', seq)
        .orderBy('seq')
        .orderBy('customerSeq')
        .execute(),
      this.#comments(accountId)
        .where('seq', '>', afterSeq)
        .where('seq', '<=', seq)
        .orderBy('seq')
        .orderBy('commentId')
        .execute(),
      this.db
        .selectFrom('actors')
        .select(namesOf(actorColumns))
        .where('accountId', '=', accountId)
        .where('actor', '=', sql<string>`any(${actors.filter(isAgent)})`)
        .orderBy('actor')
        .execute(),
    ])
    return { seq, chats, messages, comments, agents }
  }

  async #conversation(
    accountId: string,
    chatId: string,
    beforeSeq: number | null,
    limit: number,
  ): Promise<StoredConversation> {
    const seq = (await this.#seq(accountId)) ?? 0
    const [chat] = await this.#chats(accountId, [chatId])
    if (!chat) return { seq, chat: null, messages: [], comments: [], readMarks: [], more: false }
    const newest = beforeSeq === null ? seq : Math.min(seq, beforeSeq - 1)
    const [messages, comments, readMarks] = await Promise.all([
      this.#messages(accountId)
        .where('customerId', '=', chat.customerId)
        .where('chatId', '=', chatId)
        .where('seq', '<=', newest)
        .orderBy('customerSeq', 'desc')
        .limit(limit + 1)
        .execute(),
      this.#comments(accountId)
        .where('chatId', '=', chatId)
        .where('seq', '<=', newest)
        .orderBy('seq', 'desc')
        .orderBy('commentId', 'desc')
        .limit(limit + 1)
        .execute(),
      this.readMarks(accountId, [chatId]),
    ])
    return {
      seq,
      chat,
      ...pageOf(messages.toReversed(), comments.toReversed(), limit),
      readMarks,
    }
  }

  async #seq(accountId: string): Promise<number | null> {
    const account = await this.db
      .selectFrom('accounts')
      .select('seq')
      .where('accountId', '=', accountId)
      .executeTakeFirst()
    return account?.seq ?? null
  }

  #chats(accountId: string, chatIds: string[]): Promise<ChatRow[]> {
    return this.db
      .selectFrom('chats')
      .select(namesOf(chatColumns))
      .where('accountId', '=', accountId)
      .where('chatId', '=', sql<string>`any(${chatIds})`)
      .orderBy('chatId')
      .execute()
  }

  #messages(accountId: string) {
    return this.db
      .selectFrom('messages')
      .select(namesOf(messageColumns))
      .where('accountId', '=', accountId)
  }

  #comments(accountId: string) {
    return this.db
      .selectFrom('comments')
      .select(namesOf(commentColumns))
      .where('accountId', '=', accountId)
  }
}

function isChat(actor: string): boolean {
  return actor.startsWith('chat:')
}

function isAgent(actor: string): boolean {
  return actor.startsWith('agent:')
}
