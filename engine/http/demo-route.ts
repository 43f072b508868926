import { Hono } from 'hono'
import { z } from 'zod'
import { id } from '#protocol/scalars'
import { documented } from './documented.ts'
import type { Parts } from './parts.ts'
import type { HttpEnv } from './transport.ts'

const demo = z.object({
  channelId: id.nullable(),
  /** The page of a made-up CRM with the desk in it. */
  crm: z.url().nullable(),
})

/** What the start page needs to know of the demo account. */
export function demoRoute(parts: Parts): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  routes.get(
    '/',
    documented({
      tag: 'Operation',
      summary: 'The demonstration',
      security: 'nobody',
      answer: {
        says: 'Its channel and the CRM that embeds it; null where there is none.',
        schema: demo,
      },
    }),
    async (c) => c.json({ channelId: await parts.demoChannelId(), crm: parts.demoCrm }),
  )
  return routes
}
