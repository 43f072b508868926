import type { ArticleReader, ArticleWithWord, Articles } from './articles.ts'
import type { ArticleRow } from './rows.ts'
import { searchWords } from './search-words.ts'

/** Articles of a store in memory. Words are themselves here: there are no stems, and nothing is misspelt. */
export function memoryArticles(
  contents: (accountId: string) => { articles: ArticleRow[] } | null,
): Articles {
  const readable = (accountId: string, reader: ArticleReader): ArticleRow[] =>
    (contents(accountId)?.articles ?? []).filter((article) => isFor(article, reader))
  return {
    list: async (accountId, reader, after, limit) => {
      const all = readable(accountId, reader)
        .toSorted(byTitle)
        .filter((one) => after === null || byTitle(after, one) < 0)
      const articles = all.slice(0, limit)
      const last = articles.at(-1)
      const isMore = all.length > limit && last !== undefined
      return { articles, next: isMore ? { title: last.title, articleId: last.articleId } : null }
    },
    named: async (accountId, articleIds) =>
      (contents(accountId)?.articles ?? []).filter(
        ({ articleId, deleted }) => !deleted && articleIds.includes(articleId),
      ),
    words: async (accountId, question, reader) => {
      const articles = readable(accountId, reader)
      const lengths = articles.map((one) => wordsIn(one).length)
      return {
        count: articles.length,
        averageLength: lengths.reduce((sum, length) => sum + length, 0) / (articles.length || 1),
        words: searchWords(question).map((word) => ({
          word,
          documents: articles.flatMap((article) => withWord(article, word)),
        })),
      }
    },
  }
}

function withWord(article: ArticleRow, word: string): ArticleWithWord[] {
  const { articleId, title } = article
  const inTitle = searchWords(title).includes(word)
  if (!inTitle && !wordsIn(article).includes(word)) return []
  const length = wordsIn(article).length
  const titleLength = searchWords(title).length
  return [{ articleId, weight: inTitle ? 1 : 0.5, inTitle, length, titleLength }]
}

function wordsIn({ title, url, text }: ArticleRow): string[] {
  return searchWords(`${title} ${url ?? ''} ${text}`)
}

function isFor(article: ArticleRow, { audience, groupIds }: ArticleReader): boolean {
  if (article.deleted || (audience === 'customer' && article.audience !== 'customer')) return false
  if (groupIds === null || article.groupIds.length === 0) return true
  return article.groupIds.some((groupId) => groupIds.includes(groupId))
}

type Place = Pick<ArticleRow, 'title' | 'articleId'>

function byTitle(a: Place, b: Place): number {
  if (a.title !== b.title) return a.title < b.title ? -1 : 1
  return a.articleId < b.articleId ? -1 : 1
}
