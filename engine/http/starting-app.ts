import { Hono } from 'hono'
import { healthRoutes } from './health-routes.ts'
import type { Parts } from './parts.ts'
import { refuse } from './problem.ts'
import { dataHeaders } from './security-headers.ts'
import type { HttpEnv } from './transport.ts'

/** When a client that came too early may come again, in milliseconds. */
const RETRY_AFTER_MS = 1_000

/** What is served while the server starts: how far it is, and to come again. */
export function startingApp(parts: Pick<Parts, 'readiness' | 'metrics'>): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()
  app.use(dataHeaders)
  app.route('/', healthRoutes(parts))
  app.notFound((c) => refuse(c, 'notReady', { retryAfterMs: RETRY_AFTER_MS }))
  return app
}
