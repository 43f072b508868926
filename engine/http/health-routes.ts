import { Hono } from 'hono'
import { z } from 'zod'
import { documented } from './documented.ts'
import type { Parts } from './parts.ts'
import type { HttpEnv } from './transport.ts'

const alive = z.object({ alive: z.literal(true) })

const readiness = z.object({
  ready: z.boolean(),
  parts: z.array(
    z.object({
      name: z.enum(['database', 'migrations', 'shards', 'files', 'running']),
      ready: z.boolean(),
      says: z.string().optional(),
      owner: z.string().nullable().optional(),
    }),
  ),
})

/** For those who watch over servers: `/healthz`, `/readyz`, `/metrics`. */
export function healthRoutes(parts: Pick<Parts, 'readiness' | 'metrics'>): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()

  routes.get(
    '/healthz',
    documented({
      tag: 'Operation',
      summary: 'Whether the process lives',
      security: 'nobody',
      answer: { says: 'It does.', schema: alive },
    }),
    (c) => c.json({ alive: true }),
  )

  routes.get(
    '/readyz',
    documented({
      tag: 'Operation',
      summary: 'Whether every part that chats need is ready to serve',
      security: 'nobody',
      answer: { says: 'All parts are ready.', schema: readiness },
      more: { 503: { says: 'Some part is not; which one, and why.', schema: readiness } },
    }),
    async (c) => {
      const found = await parts.readiness()
      // Chats go on without files: where they are kept may be away for everybody at once.
      const ready = found.every((part) => part.ready || part.name === 'files')
      return c.json({ ready, parts: found }, ready ? 200 : 503)
    },
  )

  routes.get(
    '/metrics',
    documented({
      tag: 'Operation',
      summary: 'Figures in the text format of Prometheus',
      security: 'nobody',
      answer: { says: 'The figures.', schema: z.string(), mediaType: 'text/plain' },
    }),
    async (c) => {
      const { contentType, text } = await parts.metrics()
      return c.body(text, 200, { 'content-type': contentType })
    },
  )

  return routes
}
