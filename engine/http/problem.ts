import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem } from '#protocol/rest'
import { REFUSALS } from '#protocol/refusals'
import type { Refusal, RefusalCode } from '#protocol/refusals'

export const PROBLEM_TYPE = 'application/problem+json'

/** What an answer needs of a request's context. */
export type Answering = Pick<Context, 'body'>

/** Answers with a refusal, as RFC 9457 wants it. */
export function problem(c: Answering, refusal: Refusal): Response {
  const { status } = REFUSALS[refusal.code]
  const body: Problem = { type: 'about:blank', title: refusal.says, status, refusal }
  const headers: Record<string, string> = { 'content-type': PROBLEM_TYPE }
  if (refusal.retryAfterMs !== undefined) {
    headers['retry-after'] = String(Math.ceil(refusal.retryAfterMs / 1_000))
  }
  if (status === 401) headers['www-authenticate'] = 'Bearer'
  return c.body(JSON.stringify(body), status as ContentfulStatusCode, headers)
}

/** Answers with a refusal of our own making. */
export function refuse(
  c: Answering,
  code: RefusalCode,
  more: Pick<Refusal, 'retryAfterMs' | 'details'> = {},
): Response {
  return problem(c, { code, says: REFUSALS[code].says, ...more })
}
