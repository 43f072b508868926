import type { Hono } from 'hono'
import { z } from 'zod'
import { articlePage, articleView } from '#protocol/knowledge'
import { id, line } from '#protocol/scalars'
import { params, query } from './checked.ts'
import { documented } from './documented.ts'
import type { StaffEnv } from './identities.ts'
import { numberText } from './number-text.ts'
import type { Parts } from './parts.ts'
import { problem } from './problem.ts'

/** Articles on one page of the list, unless fewer are asked for. */
const ARTICLES_PAGE = 100
const MAX_ARTICLES_PAGE = 500

const articlesQuery = z
  .strictObject({
    afterTitle: line.optional(),
    afterArticleId: id.optional(),
    limit: numberText(z.int().min(1).max(MAX_ARTICLES_PAGE)).optional(),
  })
  .refine((asked) => (asked.afterTitle === undefined) === (asked.afterArticleId === undefined), {
    message: 'afterTitle and afterArticleId go together',
  })

/** Adds what staff sees of articles to the routes of an account. */
export function addArticleRoutes(routes: Hono<StaffEnv>, { knowledge }: Parts): void {
  routes.get(
    '/:accountId/articles',
    documented({
      tag: 'Staff',
      summary: 'Articles, by title',
      description: 'Those of all and of own groups; whoever leads keeps all of the account’s.',
      security: 'staff',
      answer: { says: 'One page.', schema: articlePage },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id })),
    query(articlesQuery),
    async (c) => {
      const { who } = c.var
      const { afterTitle: title, afterArticleId: articleId, limit } = c.req.valid('query')
      const after = title === undefined || articleId === undefined ? null : { title, articleId }
      const asked = { after, limit: limit ?? ARTICLES_PAGE }
      const shown = await knowledge.articles(who.accountId, who.personId, asked)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )

  routes.get(
    '/:accountId/articles/:articleId',
    documented({
      tag: 'Staff',
      summary: 'An article with its words',
      security: 'staff',
      answer: { says: 'The article.', schema: articleView },
      refuses: ['forbidden', 'notFound', 'notReady'],
    }),
    params(z.strictObject({ accountId: id, articleId: id })),
    query(z.strictObject({})),
    async (c) => {
      const { who } = c.var
      const { articleId } = c.req.valid('param')
      const shown = await knowledge.article(who.accountId, who.personId, articleId)
      return shown.kind === 'refused' ? problem(c, shown.refusal) : c.json(shown.value)
    },
  )
}
