import type { ArticleEntry } from '#protocol/knowledge'
import type { Answer } from '../client/answer.ts'
import type { ArticleCursor } from '../client/rest.ts'
import type { ConsoleRest } from './console-book.ts'

/** All articles of an account by title, without their words. */
export async function allArticles(
  rest: Pick<ConsoleRest, 'articles'>,
  accountId: string,
): Promise<Answer<ArticleEntry[]>> {
  const all: ArticleEntry[] = []
  let after: ArticleCursor | null = null
  do {
    const answer = await rest.articles(accountId, after)
    if (!answer.ok) return answer
    all.push(...answer.value.articles)
    after = answer.value.next
  } while (after !== null)
  return { ok: true, value: all }
}
