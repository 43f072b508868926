import type { MiddlewareHandler } from 'hono'
import { id } from '#protocol/scalars'
import { isFromElsewhere, ownPagesOnly } from './browser-guard.ts'
import type { Parts } from './parts.ts'
import { refuse } from './problem.ts'
import type { HttpEnv } from './transport.ts'

/**
 * Lets an account's requests in from our own pages, as `ownPagesOnly` does, and from exactly the
 * origins that the account lists, with the answers to their preflights. Others are refused with
 * `forbidden`, alike for accounts that do not exist. No cookie is ever asked for from elsewhere.
 */
export function embedOriginsToo(
  parts: Pick<Parts, 'embedOrigins' | 'publicUrl'>,
): MiddlewareHandler<HttpEnv> {
  const ownPages = ownPagesOnly(parts.publicUrl)
  return async function allowOrigins(c, next) {
    c.header('vary', 'Origin')
    if (!isFromElsewhere(c, parts.publicUrl)) return ownPages(c, next)
    const origin = c.req.header('origin') ?? ''
    const accountId = id.safeParse(c.req.param('accountId'))
    const isListed = accountId.success && (await parts.embedOrigins.has(accountId.data, origin))
    if (!isListed) return refuse(c, 'forbidden')
    c.header('access-control-allow-origin', origin)
    if (c.req.method !== 'OPTIONS') return next()
    c.header('access-control-allow-methods', 'GET, POST, DELETE')
    c.header('access-control-allow-headers', 'authorization, content-type')
    c.header('access-control-max-age', '600')
    return c.body(null, 204)
  }
}
