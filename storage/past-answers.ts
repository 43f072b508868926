import { type RawBuilder, sql } from 'kysely'
import { type FoundWord, accountWord, askedWords, queriesOf } from './articles.ts'
import { wordsOf } from './article-words.ts'
import type { Db } from './database.ts'
import { writing } from './outcome.ts'
import { pageAddress, pageOf } from './page-address.ts'
import type { ChatRow } from './rows.ts'
import { withinTime } from './search.ts'
import { chatColumns, namesOf } from './columns.ts'
import { textSearchConfig } from './text-search-config.ts'

/** What agents answered in chats that are over, as far as somebody may read those chats. */
export interface PastAnswers {
  /** Which of them have the words of a question, and to which articles they led. @throws SearchTooBroad. */
  words(accountId: string, question: string, reader: PastReader): Promise<WordsInPast>
  /** What was said in some of them, as it is now; nothing of what was erased. */
  said(accountId: string, answerIds: readonly string[]): Promise<SaidBefore[]>
}

/** Who is given past answers: of chats that ended in these groups; null for all. */
export interface PastReader {
  groupIds: readonly string[] | null
}

/** A past answer whose question or words have a word. */
export interface PastWithWord {
  answerId: string
  /** The article that it led to; null where it led to none. */
  articleId: string | null
  /** 1 in the question, less in the answer. */
  weight: number
  /** Different words in all. */
  length: number
}

/** How often answers led to an article, and how many words these have in all. */
export interface UseOfArticle {
  articleId: string
  count: number
  length: number
}

export interface WordsInPast {
  count: number
  averageLength: number
  uses: UseOfArticle[]
  words: FoundWord<PastWithWord>[]
}

export interface SaidBefore {
  answerId: string
  chat: ChatRow
  /** The answer's messages, as they stand. */
  texts: string[]
  at: number
}

export function storedPastAnswers(db: Db): PastAnswers {
  return {
    words: (...asked) => words(db, ...asked),
    said: (...asked) => said(db, ...asked),
  }
}

async function words(
  db: Db,
  accountId: string,
  question: string,
  reader: PastReader,
): Promise<WordsInPast> {
  return withinTime(db, async (trx) => {
    const { rows: facts } = await sql<{ config: string; count: number; length: number }>`
      select p.config, count(*)::integer as count, sum(length(p.words) - 1)::integer as length
      from past_answers p
      where p.account_id = ${accountId} and ${isForReader(accountId, reader)}
      group by p.config`.execute(trx)
    const count = facts.reduce((sum, one) => sum + one.count, 0)
    const length = facts.reduce((sum, one) => sum + one.length, 0)
    if (count === 0) return { count, averageLength: 0, uses: [], words: [] }
    const configs = facts.map(({ config }) => config)
    const asked = await askedWords(trx, configs, question)
    const { rows: uses } = await sql<UseOfArticle>`
      select l.article_id, count(*)::integer as count,
        sum(length(p.words) - 1)::integer as length
      from past_answers p join lateral ${ARTICLE_OF} l on l.article_id is not null
      where p.account_id = ${accountId} and ${isForReader(accountId, reader)}
      group by l.article_id`.execute(trx)
    const { rows } = await sql<PastWithWord & { word: string }>`
      with hits as materialized (
        select q.word, p.answer_id, p.links, p.account_id, length(p.words) - 1 as length,
          case when ts_filter(p.words, '{a}') @@ q.query then 1 else ${IN_ANSWER} end as weight,
          count(*) over (partition by q.word) as found
        from ${queriesOf(asked)} join past_answers p on p.config = q.config
        where p.account_id = ${accountId} and ${isForReader(accountId, reader)}
          and p.words @@ (${accountWord(accountId)}::tsquery && q.query)
      )
      select p.word, p.answer_id, p.length, p.weight, l.article_id
      from hits p left join lateral ${ARTICLE_OF} l on true
      where p.found <= ${Math.max(MOST_IN_FEW, count * TOO_COMMON)}`.execute(trx)
    const found = new Map(asked.map(({ word }) => [word, [] as PastWithWord[]]))
    for (const { word, ...document } of rows) found.get(word)?.push(document)
    return {
      count,
      averageLength: length / count,
      uses,
      words: [...found].map(([word, documents]) => ({ word, documents })),
    }
  })
}

/** Words of an answer say less of what was asked. */
const IN_ANSWER = sql.raw('0.5::double precision')

/* What nearly everybody says tells nothing apart, and costs most. */
const TOO_COMMON = 0.3
const MOST_IN_FEW = 60

async function said(
  db: Db,
  accountId: string,
  answerIds: readonly string[],
): Promise<SaidBefore[]> {
  if (answerIds.length === 0) return []
  return withinTime(db, async (trx) => {
    const { rows } = await sql<{ answerId: string; chatId: string; texts: string[]; at: number }>`
      select p.answer_id, p.chat_id, p.at, array_agg(m.text order by m.customer_seq) as texts
      from past_answers p
      join messages m on m.account_id = p.account_id and m.message_id = any(p.message_ids)
      where p.account_id = ${accountId} and p.answer_id = any(${[...answerIds]})
        and m.text is not null
      group by p.answer_id, p.chat_id, p.at`.execute(trx)
    const chats = await trx
      .selectFrom('chats')
      .select(namesOf(chatColumns))
      .where('accountId', '=', accountId)
      .where('chatId', '=', sql<string>`any(${rows.map(({ chatId }) => chatId)})`)
      .execute()
    return rows.flatMap(({ answerId, chatId, texts, at }) => {
      const chat = chats.find((one) => one.chatId === chatId)
      return chat === undefined ? [] : [{ answerId, chat, texts, at }]
    })
  })
}

/** Chats that one bite looks at. */
const BITE = 200

/** So many answers of an account are kept, the newest: what was answered long ago is seldom so now. */
const MOST_PAST_ANSWERS = 5_000

/**
 * Takes questions and answers of chats that ended since the last time, a bite of them, and gives how
 * many chats that were. Whoever erases a customer meanwhile waits for it and then erases these too.
 */
export async function learnPastAnswers(db: Db, bite = BITE): Promise<number> {
  return writing(() =>
    db.transaction().execute(async (trx) => {
      const { rows: chats } = await sql<{ accountId: string; chatId: string }>`
        select c.account_id, c.chat_id from chats c
        where c.closed_at is not null and not c.learned
        order by c.closed_at limit ${bite} for update skip locked`.execute(trx)
      if (chats.length === 0) return 0
      const taken = sql`unnest(
        ${chats.map(({ accountId }) => accountId)}::text[],
        ${chats.map(({ chatId }) => chatId)}::text[]) as t(account_id, chat_id)`
      await sql`
        select m.message_id from messages m join ${taken} using (account_id, chat_id)
        where m.text is not null order by m.account_id, m.message_id for share of m`.execute(trx)
      await sql`
        with said as (
          select m.account_id, m.chat_id, m.message_id, m.customer_seq, m.at, m.text,
            m.author like 'agent:%' as answers,
            lag(m.author like 'agent:%') over stream as after_answer
          from messages m join ${taken} using (account_id, chat_id)
          where m.kind = 'text' and m.text is not null
            and (m.author like 'agent:%' or m.author like 'customer:%')
          window stream as (partition by m.account_id, m.chat_id order by m.customer_seq)
        ),
        exchanges as (
          select *, count(*) filter (where not answers and after_answer)
            over (partition by account_id, chat_id order by customer_seq) as exchange
          from said
        ),
        answered as (
          select account_id, chat_id, min(at) as at,
            (array_agg(message_id order by customer_seq) filter (where answers)) as message_ids,
            string_agg(text, ' ' order by customer_seq) filter (where not answers) as question,
            string_agg(text, ' ' order by customer_seq) filter (where answers) as answer
          from exchanges group by account_id, chat_id, exchange
        ),
        languages as (
          select distinct on (t.account_id) t.account_id, a.config
          from ${taken} join articles a on a.account_id = t.account_id and not a.deleted
          group by t.account_id, a.config order by t.account_id, count(*) desc
        )
        insert into past_answers
          (account_id, answer_id, chat_id, message_ids, links, config, words, at)
        select w.account_id, w.message_ids[1], w.chat_id, w.message_ids,
          array(
            select ${sql.raw(pageAddress("rtrim(found[1], '.,;:!?)]')"))}
            from regexp_matches(w.answer, 'https?://[^[:space:]<>"]+', 'gi') as found),
          c.config,
          array_to_tsvector(array['account:' || w.account_id])
            || setweight(${sql.raw(wordsOf('c.config', plain('w.question')))}, 'A')
            || setweight(${sql.raw(wordsOf('c.config', plain('w.answer')))}, 'D'),
          w.at
        from answered w
        left join chats h on h.account_id = w.account_id and h.chat_id = w.chat_id
        left join customer_details d
          on d.account_id = h.account_id and d.customer_id = h.customer_id
        left join languages g on g.account_id = w.account_id
        cross join lateral (
          select coalesce(${configOf('d.language')}, g.config, 'simple') as config) c
        where w.question is not null and w.answer is not null
        on conflict (account_id, answer_id) do nothing`.execute(trx)
      await sql`
        update chats c set learned = true from ${taken}
        where c.account_id = t.account_id and c.chat_id = t.chat_id`.execute(trx)
      for (const accountId of new Set(chats.map((one) => one.accountId))) {
        await sql`
          delete from past_answers p where p.account_id = ${accountId} and p.at < (
            select o.at from past_answers o where o.account_id = ${accountId}
            order by o.at desc offset ${MOST_PAST_ANSWERS} limit 1)`.execute(trx)
      }
      return chats.length
    }),
  )
}

/** Of what was said, words alone: no addresses, no names by which people are called. */
function plain(text: string): string {
  return `regexp_replace(${text}, 'https?\\s*://\\S+|\\S+@\\S+|@\\w+|&[a-z]+;', ' ', 'gi')`
}

/** SQL of the configuration for a customer's language; null where it is not known. */
function configOf(language: string): RawBuilder<unknown> {
  const known = ['ar', 'ca', 'da', 'de', 'en', 'es', 'fi', 'fr', 'it', 'nl', 'pt', 'ru', 'sv']
  const cases = known.map((tag) => `when '${tag}' then '${textSearchConfig(tag)}'`).join(' ')
  return sql.raw(`case split_part(lower(${language}), '-', 1) ${cases} end`)
}

/**
 * The article that an answer `p` led to: the first one whose very address it names, else one on the
 * page that it names.
 */
const ARTICLE_OF = sql.raw(`(
  select coalesce(
    (select a.article_id from unnest(p.links) with ordinality as link(address, place)
      join articles a on a.account_id = p.account_id and a.address = link.address
      where not a.deleted order by link.place, a.article_id limit 1),
    (select a.article_id from unnest(p.links) with ordinality as link(address, place)
      join articles a on a.account_id = p.account_id and a.page = ${pageOf('link.address')}
      where not a.deleted order by link.place, a.article_id limit 1)
  ) as article_id
  where p.links <> '{}')`)

function isForReader(accountId: string, { groupIds }: PastReader): RawBuilder<boolean> {
  if (groupIds === null) return sql<boolean>`true`
  return sql<boolean>`exists (select 1 from chats c
    where c.account_id = ${accountId} and c.chat_id = p.chat_id
      and c.group_id = any(${[...groupIds]}))`
}
