import { Hono } from 'hono'
import { docsPage } from './docs-page.ts'
import { DOCS_STYLE } from './docs-style.ts'
import { openApiOf } from './openapi.ts'
import type { OpenApi } from './openapi.ts'
import { pageHeaders } from './security-headers.ts'
import type { HttpEnv } from './transport.ts'

/** The description of the interface: `/openapi.json`, and `/docs` to read it in a browser. */
export function docsRoutes(app: Hono<HttpEnv>): Hono<HttpEnv> {
  // Routes do not change while a server runs, so it is made once, when somebody first asks.
  let made: Promise<OpenApi> | null = null
  const document = (): Promise<OpenApi> => (made ??= openApiOf(app))
  const routes = new Hono<HttpEnv>()
  routes.get('/openapi.json', async (c) => c.json(await document()))
  routes.get('/docs', pageHeaders, async (c) => c.html(docsPage(await document())))
  routes.get('/docs/style.css', (c) => c.body(DOCS_STYLE, 200, { 'content-type': 'text/css' }))
  return routes
}
