import { sql } from 'kysely'
import { storedArticles } from '#storage/articles'
import { openDatabase } from '#storage/database'
import type { Database, Db } from '#storage/database'
import { migrate } from '#storage/migrate'
import { learnPastAnswers, storedPastAnswers } from '#storage/past-answers'
import { PostgresStore } from '#storage/postgres-store'
import { shardOf } from '#storage/shard'
import { Knowledge } from '../knowledge.ts'
import type { Asker } from '../knowledge.ts'
import { plainQuestion } from '../plain-question.ts'
import { bm25 } from './bm25.ts'
import type { Stems } from './bm25.ts'
import type { CareArticle, CareConversation } from './care-data.ts'
import { titleOf } from './care-data.ts'
import { GROUP_ID, knownAccount } from './known-account.ts'

const FOLDS = 5

/** One question that was asked of both, with the places at which the right article stood; null: nowhere. */
export interface Asked {
  fold: number
  place: number | null
  bm25Place: number | null
  ms: number
}

const ASKER: Asker = {
  articles: { audience: 'staff', groupIds: null },
  past: { groupIds: [GROUP_ID] },
}

/**
 * Asks the knowledge of each company every question once, with the other four fifths of its
 * conversations for its past. All of it is what the product does: articles, messages and chats are
 * rows, past answers are learned from these, and Postgres finds them.
 */
export async function measure(
  url: string,
  articles: readonly CareArticle[],
  conversations: readonly CareConversation[],
  tell: (asked: number) => void,
): Promise<Asked[]> {
  const database = await openDatabase(url)
  try {
    await migrate(database.db)
    const store = new PostgresStore(database)
    await store.register('measure', 3_600_000)
    const epochs = new Map((await store.claim('measure')).map(({ shard, epoch }) => [shard, epoch]))
    const asked: Asked[] = []
    for (let fold = 0; fold < FOLDS; fold += 1) {
      for (const company of new Set(conversations.map((one) => one.company))) {
        const ofCompany = conversations.flatMap((one, index) =>
          one.company === company ? [{ ...one, isAsked: index % FOLDS === fold }] : [],
        )
        const past = ofCompany.filter(({ isAsked }) => !isAsked)
        const known = new Map(
          articles.filter((one) => one.company === company).map((one) => [one.articleId, one.url]),
        )
        // Where an answer led is known by that.
        for (const { articleId, url: address } of past) {
          if (!known.has(articleId)) known.set(articleId, address)
        }
        const accountId = `${company}-${fold}`
        const epoch = epochs.get(shardOf(accountId)) ?? 0
        await store.commit([knownAccount(accountId, epoch, known, past)])
        while ((await learnPastAnswers(database.db)) > 0);
        const questions = ofCompany.filter(({ isAsked }) => isAsked)
        asked.push(...(await askAll(database, accountId, known, past, questions, fold)))
        tell(asked.length)
      }
    }
    return asked
  } finally {
    await database.close()
  }
}

async function askAll(
  { db }: Database,
  accountId: string,
  known: ReadonlyMap<string, string>,
  past: readonly CareConversation[],
  questions: readonly CareConversation[],
  fold: number,
): Promise<Asked[]> {
  const knowledge = new Knowledge({ articles: storedArticles(db), past: storedPastAnswers(db) })
  const articleIds = [...known.keys()]
  const texts = [...known].map(([articleId, url]) => {
    const led = past.filter((one) => one.articleId === articleId)
    return [titleOf(url), ...led.flatMap(({ question, answer }) => [question, answer])].join('\n')
  })
  const documents = await stemsOf(db, texts)
  const asked: Asked[] = []
  for (const { question, articleId } of questions) {
    const [stems = new Map<string, number>()] = await stemsOf(db, [question])
    const plain = bm25(documents, stems).map((index) => articleIds[index])
    const began = performance.now()
    const ranked = await knowledge.rank(accountId, question, ASKER)
    const ms = performance.now() - began
    const place = ranked.articles.findIndex((one) => one.articleId === articleId)
    const bm25Place = plain.indexOf(articleId)
    asked.push({ fold, ms, place: orNull(place), bm25Place: orNull(bm25Place) })
  }
  return asked
}

function orNull(index: number): number | null {
  return index === -1 ? null : index
}

/** Texts as the stems that Postgres makes of them, for both alike. */
async function stemsOf(db: Db, texts: readonly string[]): Promise<Stems[]> {
  const { rows } = await sql<{ place: number; word: string; often: number }>`
    select t.place::integer, w.lexeme as word, cardinality(w.positions) as often
    from unnest(${texts.map(plainQuestion)}::text[]) with ordinality as t(text, place),
      unnest(to_tsvector('english', regexp_replace(t.text, '[^[:alnum:]]+', ' ', 'g'))) as w`.execute(
    db,
  )
  const stems = texts.map(() => new Map<string, number>())
  for (const { place, word, often } of rows) stems[place - 1]?.set(word, often)
  return stems
}
