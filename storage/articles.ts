import { type RawBuilder, sql } from 'kysely'
import { articleColumns, namesOf } from './columns.ts'
import type { Db } from './database.ts'
import type { ArticleRow } from './rows.ts'
import { withinTime } from './search.ts'

/*
 * What an account knows, and which of it has the words of a question: Postgres finds them by stems,
 * and misspelt ones by trigrams. How well it fits is judged by who asks.
 */

/** Who is given articles: customers only those for them, people of groups those of their groups. */
export interface ArticleReader {
  audience: 'customer' | 'staff'
  /** Null for all. */
  groupIds: readonly string[] | null
}

/** The place after which the next page begins, by title. */
export interface ArticleCursor {
  title: string
  articleId: string
}

export interface ArticlePage {
  articles: ArticleRow[]
  next: ArticleCursor | null
}

/** A word of a question, with all that has it. */
export interface FoundWord<Document> {
  /** The stem, as one language has it. */
  word: string
  documents: Document[]
}

/** An article that has a word. */
export interface ArticleWithWord {
  articleId: string
  /** How much the word counts there: most in a title, less in an address, least in a long text; at most 1. */
  weight: number
  inTitle: boolean
  /** Different words in all, and in the title. */
  length: number
  titleLength: number
}

export interface WordsInArticles {
  /** Articles that the reader may be given. */
  count: number
  averageLength: number
  /** Every word of the question, also those that nothing has. */
  words: FoundWord<ArticleWithWord>[]
}

/** Articles as they are looked up: committed rows, read past the host. */
export interface Articles {
  list(
    accountId: string,
    reader: ArticleReader,
    after: ArticleCursor | null,
    limit: number,
  ): Promise<ArticlePage>
  /** Those of them that are there, in no order; deleted ones are not. */
  named(accountId: string, articleIds: readonly string[]): Promise<ArticleRow[]>
  /** Which articles have the words of a question. @throws SearchTooBroad. */
  words(accountId: string, question: string, reader: ArticleReader): Promise<WordsInArticles>
}

/** Articles on Postgres. They throw `StoreUnavailable` where the database does not answer. */
export function storedArticles(db: Db): Articles {
  return {
    list: (...asked) => list(db, ...asked),
    named: (...asked) => named(db, ...asked),
    words: (...asked) => words(db, ...asked),
  }
}

/** Whether misspelt words are found: the database allows the extension for it. */
export async function hasTrigrams(db: Db): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select to_regproc('word_similarity') is not null as has`.execute(db)
  return rows[0]?.has ?? false
}

async function list(
  db: Db,
  accountId: string,
  reader: ArticleReader,
  after: ArticleCursor | null,
  limit: number,
): Promise<ArticlePage> {
  const rows = await withinTime(db, (trx) => {
    let query = trx
      .selectFrom('articles as a')
      .select(namesOf(articleColumns))
      .where('accountId', '=', accountId)
      .where(isForReader(reader))
    if (after !== null) {
      query = query.where(
        sql<boolean>`(a.title collate "C", a.article_id) > (${after.title}, ${after.articleId})`,
      )
    }
    return query
      .orderBy(sql`a.title collate "C"`)
      .orderBy('articleId')
      .limit(limit + 1)
      .execute()
  })
  const articles = rows.slice(0, limit)
  const last = articles.at(-1)
  const isMore = rows.length > limit && last !== undefined
  return { articles, next: isMore ? { title: last.title, articleId: last.articleId } : null }
}

function named(db: Db, accountId: string, articleIds: readonly string[]): Promise<ArticleRow[]> {
  return withinTime(db, (trx) =>
    trx
      .selectFrom('articles')
      .select(namesOf(articleColumns))
      .where('accountId', '=', accountId)
      .where('articleId', '=', sql<string>`any(${articleIds})`)
      .where('deleted', '=', false)
      .execute(),
  )
}

/** Shorter words are like too many others. */
const MIN_LENGTH_OF_MISSPELT = 5

/** So like has a word to be to one of a title, that it is taken for it; of 1. */
const MIN_SIMILARITY = 0.55

interface WordRow extends ArticleWithWord {
  word: string
}

async function words(
  db: Db,
  accountId: string,
  question: string,
  reader: ArticleReader,
): Promise<WordsInArticles> {
  return withinTime(db, async (trx) => {
    const { rows: facts } = await sql<{ config: string; count: number; length: number }>`
      select a.config, count(*)::integer as count, sum(length(a.words))::integer as length
      from articles a where a.account_id = ${accountId} and ${isForReader(reader)}
      group by a.config`.execute(trx)
    const count = facts.reduce((sum, one) => sum + one.count, 0)
    const length = facts.reduce((sum, one) => sum + one.length, 0)
    const configs = facts.map(({ config }) => config)
    const asked = await askedWords(trx, configs, question)
    const found = new Map(asked.map(({ word }) => [word, [] as ArticleWithWord[]]))
    const { rows } = await sql<WordRow>`
      select q.word, a.article_id, ts_rank(${WEIGHTS}, a.words, q.query) * ${RANK_OF_ONE} as weight,
        ts_filter(a.words, '{a}') @@ q.query as in_title, ${LENGTHS}
      from ${queriesOf(asked)} join articles a on a.config = q.config
      where a.account_id = ${accountId} and ${isForReader(reader)}
        and a.words @@ (${accountWord(accountId)}::tsquery && q.query)`.execute(trx)
    for (const { word, ...document } of rows) found.get(word)?.push(document)
    const unknown = asked.filter(({ word }) => found.get(word)?.length === 0 && mayBeMisspelt(word))
    if (unknown.length > 0 && (await hasTrigrams(trx))) {
      const { rows: like } = await sql<WordRow>`
        select q.word, a.article_id, word_similarity(q.word, a.title) as weight, true as in_title,
          ${LENGTHS}
        from ${queriesOf(unknown)} join articles a on a.config = q.config
        where a.account_id = ${accountId} and ${isForReader(reader)}
          and q.word <% a.title and word_similarity(q.word, a.title) >= ${MIN_SIMILARITY}`.execute(
        trx,
      )
      for (const { word, ...document } of like) found.get(word)?.push(document)
    }
    return {
      count,
      averageLength: count === 0 ? 0 : length / count,
      words: [...found].map(([word, documents]) => ({ word, documents })),
    }
  })
}

/** How much a word counts in a text (D), nowhere (C), in an address (B) and in a title (A). */
const WEIGHTS = sql.raw(`'{0.5, 0.5, 0.8, 1}'::real[]`)

/* `ts_rank` of one word that occurs once in a title is 1 / (π² / 6). */
const RANK_OF_ONE = sql.raw(String(Math.PI ** 2 / 6))

const LENGTHS = sql.raw(
  `length(a.words) - 1 as length, length(ts_filter(a.words, '{a}')) as title_length`,
)

export interface AskedWord {
  config: string
  word: string
}

/** The words of a question as each of the configurations has them, the longest first. */
export async function askedWords(
  db: Db,
  configs: readonly string[],
  question: string,
): Promise<AskedWord[]> {
  const { rows } = await sql<AskedWord>`
    select c.config, w.lexeme as word
    from unnest(${configs}::text[]) as c(config),
      unnest(to_tsvector(c.config::regconfig,
        regexp_replace(${question}, '[^[:alnum:]]+', ' ', 'g'))) as w
    order by length(w.lexeme) desc, w.lexeme`.execute(db)
  return rows.slice(0, MAX_ASKED_WORDS)
}

/** A table `q` of words with the query that finds them. */
export function queriesOf(asked: readonly AskedWord[]): RawBuilder<unknown> {
  // Whatever a word holds, it is one word in a query.
  return sql`(
    select u.config, u.word,
      ('''' || replace(replace(u.word, '\\', '\\\\'), '''', '''''') || '''')::tsquery as query
    from unnest(
      ${asked.map(({ config }) => config)}::text[], ${asked.map(({ word }) => word)}::text[]
    ) as u(config, word)) q`
}

/** The account as the word that it is in its rows' words. */
export function accountWord(accountId: string): string {
  return `'account:${accountId}'`
}

function isForReader({ audience, groupIds }: ArticleReader): RawBuilder<boolean> {
  const forAudience = audience === 'staff' ? sql`true` : sql`a.audience = 'customer'`
  const forGroups =
    groupIds === null
      ? sql`true`
      : sql`(a.group_ids = '[]' or a.group_ids ?| ${[...groupIds]}::text[])`
  return sql<boolean>`not a.deleted and ${forAudience} and ${forGroups}`
}

function mayBeMisspelt(word: string): boolean {
  return word.length >= MIN_LENGTH_OF_MISSPELT && !/\d/.test(word)
}

/** Who asks at greater length does not ask more. */
const MAX_ASKED_WORDS = 40
