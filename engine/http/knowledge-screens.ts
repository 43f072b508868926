import type { ArticleEntry, ArticlePage, ArticleView } from '#protocol/knowledge'
import type { ArticleCursor, Articles } from '#storage/articles'
import type { ArticleRow } from '#storage/rows'
import { mayReadArticle } from '../authorise.ts'
import { readerOf } from '../knowledge/reader-of.ts'
import type { Screens as StaffScreens } from '../realtime/screens.ts'
import { refusedScreen } from '../realtime/shown.ts'
import type { Shown } from '../realtime/shown.ts'

/** What staff sees of the account's articles, with the rights of that moment. */
export class KnowledgeScreens {
  readonly #staff: Pick<StaffScreens, 'viewer'>
  readonly #articles: Articles

  constructor(staff: Pick<StaffScreens, 'viewer'>, articles: Articles) {
    this.#staff = staff
    this.#articles = articles
  }

  async articles(
    accountId: string,
    personId: string,
    { after, limit }: { after: ArticleCursor | null; limit: number },
  ): Promise<Shown<ArticlePage>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const page = await this.#articles.list(accountId, readerOf(viewer), after, limit)
    // The list narrows, the authoriser decides.
    const seen = page.articles.filter((article) => mayReadArticle(article, viewer))
    const value = { articles: seen.map(toArticleEntry), next: page.next }
    return { kind: 'shown', seq: account.seq, value }
  }

  async article(
    accountId: string,
    personId: string,
    articleId: string,
  ): Promise<Shown<ArticleView>> {
    const who = await this.#staff.viewer(accountId, personId)
    if (who === null) return refusedScreen('notReady')
    const { account, viewer } = who
    const [article] = await this.#articles.named(accountId, [articleId])
    if (article === undefined || !mayReadArticle(article, viewer)) return refusedScreen('notFound')
    const value = { ...toArticleEntry(article), text: article.text }
    return { kind: 'shown', seq: account.seq, value }
  }
}

function toArticleEntry(article: ArticleRow): ArticleEntry {
  const { articleId, title, url, language, audience, groupIds, savedAt } = article
  return { articleId, title, url, language, audience, groupIds, savedAt }
}
