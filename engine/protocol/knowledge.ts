import { z } from 'zod'
import { id, time } from './scalars.ts'

/** An article as it is listed. */
export const articleEntry = z.object({
  articleId: id,
  title: z.string(),
  /** Where it can be read; null where it is nowhere else. */
  url: z.string().nullable(),
  language: z.string().nullable(),
  /** Whether customers may be given it, or staff alone. */
  audience: z.enum(['customer', 'staff']),
  /** Whose it is; of all, where there are none. */
  groupIds: z.array(id),
  savedAt: time,
})

/** `GET /api/v1/accounts/{accountId}/articles/{articleId}`. */
export const articleView = articleEntry.extend({
  /** Markdown; empty where only title and address are known. */
  text: z.string(),
})

/** `GET /api/v1/accounts/{accountId}/articles`: by title. */
export const articlePage = z.object({
  articles: z.array(articleEntry),
  /** Ask with these as `afterTitle` and `afterArticleId` for the next page; null on the last. */
  next: z.object({ title: z.string(), articleId: id }).nullable(),
})

export type ArticleEntry = z.infer<typeof articleEntry>
export type ArticleView = z.infer<typeof articleView>
export type ArticlePage = z.infer<typeof articlePage>
