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
      name: z.enum(['database', 'migrations', 'shards', 'running']),
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
      summary: 'Whether every part is ready to serve',
      security: 'nobody',
      answer: { says: 'All parts are ready.', schema: readiness },
      more: { 503: { says: 'Some part is not; which one, and why.', schema: readiness } },
    }),
    async (c) => {
      const found = await parts.readiness()
      const ready = found.every((part) => part.ready)
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
