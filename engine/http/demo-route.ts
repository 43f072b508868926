import { Hono } from 'hono'
import { z } from 'zod'
import { id } from '#protocol/scalars'
import { documented } from './documented.ts'
import type { Parts } from './parts.ts'
import type { HttpEnv } from './transport.ts'

const demo = z.object({ channelId: id.nullable() })

/** What the start page needs to know of the demo account. */
export function demoRoute(parts: Parts): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  routes.get(
    '/',
    documented({
      tag: 'Operation',
      summary: 'The channel of the demo account',
      security: 'nobody',
      answer: { says: 'Its id, or null where there is no demo account.', schema: demo },
    }),
    async (c) => c.json({ channelId: await parts.demoChannelId() }),
  )
  return routes
}
