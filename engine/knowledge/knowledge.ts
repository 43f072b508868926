import type { ArticleReader, Articles } from '#storage/articles'
import type { PastAnswers, PastReader } from '#storage/past-answers'
import type { ArticleRow } from '#storage/rows'
import { plainQuestion } from './plain-question.ts'
import { rankArticles } from './rank-articles.ts'
import type { Ranked, RankedArticle } from './rank-articles.ts'

/** As whom somebody asks: which articles, and from which chats past answers may be taken; null for none. */
export interface Asker {
  articles: ArticleReader
  past: PastReader | null
}

export interface FoundArticle {
  article: ArticleRow
  /** How well it answers, of 1. */
  match: number
}

/** What an account knows of a question: its articles, and what its agents answered before. */
export class Knowledge {
  readonly #articles: Articles
  readonly #past: PastAnswers

  constructor(parts: { articles: Articles; past: PastAnswers }) {
    this.#articles = parts.articles
    this.#past = parts.past
  }

  /** @throws SearchTooBroad; StoreUnavailable where the database does not answer. */
  async rank(accountId: string, question: string, asker: Asker): Promise<Ranked> {
    const words = plainQuestion(question)
    if (words === '') return { articles: [], past: [] }
    const [own, past] = await Promise.all([
      this.#articles.words(accountId, words, asker.articles),
      asker.past === null ? undefined : this.#past.words(accountId, words, asker.past),
    ])
    return rankArticles(own, past)
  }

  /** The articles that answer best, with their words. Throws as `rank` does. */
  async articles(
    accountId: string,
    question: string,
    asker: Asker,
    limit: number,
  ): Promise<FoundArticle[]> {
    const { articles } = await this.rank(accountId, question, asker)
    return this.named(accountId, articles.slice(0, limit))
  }

  /** Ranked articles with their words, in their order; those that are gone are left out. */
  async named(
    accountId: string,
    best: readonly Pick<RankedArticle, 'articleId' | 'match'>[],
  ): Promise<FoundArticle[]> {
    if (best.length === 0) return []
    const rows = await this.#articles.named(
      accountId,
      best.map(({ articleId }) => articleId),
    )
    return best.flatMap(({ articleId, match }) => {
      const article = rows.find((row) => row.articleId === articleId)
      return article === undefined ? [] : [{ article, match }]
    })
  }
}
