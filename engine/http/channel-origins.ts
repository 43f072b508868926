import type { MiddlewareHandler } from 'hono'
import { id } from '#protocol/scalars'
import { isListedOrigin, isOwnOrigin } from '../auth/origin.ts'
import { channelSettings } from './channel-settings.ts'
import type { Parts } from './parts.ts'
import { refuse } from './problem.ts'
import type { HttpEnv } from './transport.ts'

/** Of a channel's requests: the account that the channel belongs to is known. */
export interface ChannelEnv extends HttpEnv {
  Variables: { accountId: string }
}

/**
 * Lets a channel's own pages in, and those of no page: of our own origin, of the origins that the
 * channel lists, and of programs, which name none. Answers their preflights; refuses pages of
 * others with `forbidden` and a channel that does not exist with `notFound`.
 */
export function channelOrigins(
  parts: Pick<Parts, 'auth' | 'publicUrl'>,
): MiddlewareHandler<ChannelEnv> {
  return async function allowOrigins(c, next) {
    const channelId = id.safeParse(c.req.param('channelId'))
    const found = channelId.success ? await parts.auth.channel(channelId.data) : null
    if (found === null) return refuse(c, 'notFound')
    const origin = c.req.header('origin')
    if (origin !== undefined) {
      const { allowedOrigins } = channelSettings(found.channel.settings)
      const isOwn = isOwnOrigin(origin, c.req.header('host') ?? null, parts.publicUrl)
      if (!isOwn && !isListedOrigin(origin, allowedOrigins)) return refuse(c, 'forbidden')
      if (!isOwn) c.header('access-control-allow-origin', origin)
    }
    c.header('vary', 'Origin')
    if (c.req.method === 'OPTIONS') {
      c.header('access-control-allow-methods', 'GET, POST, DELETE')
      c.header('access-control-allow-headers', 'authorization, content-type')
      c.header('access-control-max-age', '600')
      return c.body(null, 204)
    }
    c.set('accountId', found.accountId)
    return next()
  }
}
