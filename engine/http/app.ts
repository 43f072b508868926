import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { bodyLimit } from 'hono/body-limit'
import { MAX_FRAME_BYTES } from '#protocol/limits'
import { FilesUnavailable } from '#storage/file-bytes'
import { StoreUnavailable } from '#storage/store'
import { accountRoutes } from './account-routes.ts'
import { ownPagesOnly } from './browser-guard.ts'
import { channelRoutes } from './channel-routes.ts'
import { demoRoute } from './demo-route.ts'
import { nothingPage } from './nothing-page.ts'
import { docsRoutes } from './docs-routes.ts'
import { embedOriginsToo } from './embed-origins.ts'
import { embeddedFileRoute } from './file-routes.ts'
import { healthRoutes } from './health-routes.ts'
import { oneselfRoutes } from './oneself-routes.ts'
import { pageRoutes } from './page-routes.ts'
import type { Parts } from './parts.ts'
import { pictureRoute } from './picture-route.ts'
import { refuse } from './problem.ts'
import { perAddress } from './rates.ts'
import { dataHeaders, pageHeaders } from './security-headers.ts'
import { sessionRoutes } from './session-routes.ts'
import { accountSocketRoute, customerSocketRoute, staffSocketRoute } from './socket-routes.ts'
import type { HttpEnv } from './transport.ts'

const API = '/api/v1'

const UPLOAD = /^\/api\/v1\/(accounts\/[^/]+\/chats|channels)\/[^/]+\/files$/

/** When a request that the database did not answer may come again, in milliseconds. */
const RETRY_AFTER_MS = 1_000

/**
 * The whole of what HTTP serves, over parts that are given.
 *
 * P1 nothing is read before its size is checked, nothing is used before its shape is. P2 every
 * refusal under `/api` is a problem with a code; no error says more than that to the outside.
 */
export function createApp(parts: Parts): Hono<HttpEnv> {
  const app = new Hono<HttpEnv>()

  app.use('/api/*', dataHeaders)
  app.use('/api/*', perAddress(parts.rates.requestsPerAddress, parts.proxies))
  app.use('/api/*', async (c, next) => {
    await next()
    // What staff reads must not stay in a shared computer's cache.
    if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store')
  })
  const limited = bodyLimit({ maxSize: MAX_FRAME_BYTES, onError: (c) => refuse(c, 'tooLarge') })
  // Uploads are counted as they come, against the account's own limit.
  app.use('/api/*', (c, next) => (isUpload(c.req) ? next() : limited(c, next)))
  app.use(`${API}/session`, ownPagesOnly(parts.publicUrl))
  app.use(`${API}/session/*`, ownPagesOnly(parts.publicUrl))
  app.use(`${API}/accounts/:accountId/*`, embedOriginsToo(parts))

  app.route(`${API}/session`, sessionRoutes(parts))
  app.route(`${API}/session`, oneselfRoutes(parts))
  app.route(`${API}/pictures`, pictureRoute(parts))
  // Before those that want a token of every request.
  app.route(`${API}/accounts`, accountSocketRoute(parts))
  app.route(`${API}/accounts`, embeddedFileRoute(parts))
  app.route(`${API}/accounts`, accountRoutes(parts))
  app.route(`${API}/staff`, staffSocketRoute(parts))
  app.route(`${API}/channels`, customerSocketRoute(parts))
  app.route(`${API}/channels`, channelRoutes(parts))
  app.route(`${API}/demo`, demoRoute(parts))
  app.route('/', healthRoutes(parts))
  app.route(API, docsRoutes(app))
  if (parts.pages !== null) app.route('/', pageRoutes(parts.pages))

  app.notFound(async (c) => {
    if (c.req.path.startsWith('/api/')) return refuse(c, 'notFound')
    c.res = await c.html(nothingPage(), 404)
    await pageHeaders(c, () => Promise.resolve())
    return c.res
  })
  app.onError((error, c) => {
    if (error instanceof HTTPException) {
      return refuse(c, error.status === 413 ? 'tooLarge' : 'invalid')
    }
    // The client went away in the middle of its own request: nobody hears this.
    if (error instanceof DOMException && error.name === 'AbortError') return refuse(c, 'invalid')
    const about = { path: c.req.path, method: c.req.method, error: String(error.stack ?? error) }
    if (error instanceof StoreUnavailable || error instanceof FilesUnavailable) {
      parts.log.warn(about, 'a request met a database or files that are away')
      return refuse(c, 'transient', { retryAfterMs: RETRY_AFTER_MS })
    }
    parts.log.error(about, 'a request failed')
    return refuse(c, 'fault')
  })
  return app
}

function isUpload({ method, path }: { method: string; path: string }): boolean {
  return method === 'POST' && UPLOAD.test(path)
}
