import { Hono } from 'hono'
import type { Context } from 'hono'
import type { PageFile, Pages } from './pages.ts'
import { pageHeaders } from './security-headers.ts'
import type { HttpEnv } from './transport.ts'

/** A file whose name changes with its content. */
const FOR_EVER = 'public, max-age=31536000, immutable'

/** Anything else is asked for again, and costs an answer without a body. */
const ASK_AGAIN = 'no-cache'

/** The user interface: pages, scripts, styles. */
export function pageRoutes(pages: Pages): Hono<HttpEnv> {
  const routes = new Hono<HttpEnv>()
  routes.get('*', async (c, next) => {
    const file = c.req.path.startsWith('/api/') ? null : pages.find(c.req.path)
    if (file === null) return next()
    return pageHeaders(c, async () => {
      c.res = send(c, file)
      await Promise.resolve()
    })
  })
  return routes
}

function send(c: Context, file: PageFile): Response {
  const zipped = file.gzip !== null && accepts(c.req.header('accept-encoding'), 'gzip')
  const etag = `"${file.etag}${zipped ? '-gzip' : ''}"`
  const headers: Record<string, string> = {
    'content-type': file.type,
    'cache-control': file.immutable ? FOR_EVER : ASK_AGAIN,
    vary: 'Accept-Encoding',
    etag,
  }
  if (!file.type.startsWith('text/html')) {
    // The widget's scripts run on other people's pages.
    headers['access-control-allow-origin'] = '*'
    headers['cross-origin-resource-policy'] = 'cross-origin'
  }
  const known = (c.req.header('if-none-match') ?? '').split(',').map((one) => one.trim())
  if (known.some((one) => one === '*' || one.replace(/^W\//, '') === etag)) {
    return new Response(null, { status: 304, headers })
  }
  if (zipped) headers['content-encoding'] = 'gzip'
  return new Response(zipped && file.gzip !== null ? file.gzip : file.bytes, { headers })
}

function accepts(header: string | undefined, coding: string): boolean {
  return (header ?? '').split(',').some((part) => {
    const [name = '', ...more] = part.split(';').map((one) => one.trim())
    return name.toLowerCase() === coding && !more.some((one) => /^q=0(\.0*)?$/.test(one))
  })
}
