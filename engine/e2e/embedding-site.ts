import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const HERE = fileURLToPath(new URL('.', import.meta.url))
const GUIDE = join(HERE, '../../ui/README.md')

/** Frameworks that have a page, each with what it adds to the policy. */
const TRUSTED: Record<string, string> = { plain: '', react: '', vue: ' vue' }

export interface SiteParts {
  /** Where Parley is. */
  server: string
  account: string
  /** Of an administrator; it stays on the site's server. */
  apiToken: string
  channel: string
  /** Whose desk the pages show. */
  person: string
}

/**
 * A site that embeds Parley, on an origin of its own: a page for each framework, a shop with the
 * widget, a server that mints tokens, and the policy that our guide names, word for word.
 */
export class EmbeddingSite {
  /** What browsers reported against the policy. */
  readonly reports: unknown[] = []
  /** Tokens that were given out. */
  given = 0
  readonly #server: ReturnType<typeof Bun.serve>
  #parts: SiteParts | null = null
  readonly #scripts = new Map<string, string>()

  private constructor() {
    this.#server = Bun.serve({ port: 0, fetch: (request) => this.#answer(request) })
  }

  static async start(): Promise<EmbeddingSite> {
    const site = new EmbeddingSite()
    for (const name of Object.keys(TRUSTED)) site.#scripts.set(name, await bundled(name))
    return site
  }

  get origin(): string {
    return `http://localhost:${this.#server.port}`
  }

  /** Whom it embeds; known once the product lets it. */
  embeds(parts: SiteParts): void {
    this.#parts = parts
  }

  async stop(): Promise<void> {
    await this.#server.stop(true)
  }

  async #answer(request: Request): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url)
    if (pathname === '/reports') {
      this.reports.push(await request.json())
      return new Response(null, { status: 204 })
    }
    if (pathname === '/token') return this.#mint(searchParams.get('person') ?? '')
    const script = this.#scripts.get(/^\/pages\/(\w+)\.js$/.exec(pathname)?.[1] ?? '')
    if (script !== undefined) {
      return new Response(script, { headers: { 'content-type': 'text/javascript' } })
    }
    if (pathname === '/style.css') {
      return new Response('body { margin: 0 }', { headers: { 'content-type': 'text/css' } })
    }
    return this.#page(pathname.slice(1))
  }

  async #mint(personId: string): Promise<Response> {
    const { server, account, apiToken } = this.#known()
    this.given += 1
    return fetch(`${server}/api/v1/accounts/${account}/members/${personId}/embed-tokens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${apiToken}` },
    })
  }

  #page(name: string): Response {
    const { server, account, channel, person } = this.#known()
    const trusted = TRUSTED[name]
    const isShop = name === 'shop'
    if (trusted === undefined && !isShop) return new Response(null, { status: 404 })
    const told = JSON.stringify({ server, account, person }).replaceAll('"', '&quot;')
    const body = isShop
      ? `<parley-chat channel="${channel}"></parley-chat>`
      : `<div id="root"></div><script type="module" src="/pages/${name}.js"></script>`
    const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">
      <title>A page of others</title><meta name="parley" content="${told}">
      <link rel="icon" href="data:,"><link rel="stylesheet" href="/style.css">
      <script type="module" src="${server}/${isShop ? 'widget' : 'parley-desk'}.js"></script>
      </head><body>${body}</body></html>`
    const policy = `${policyOf(server)}${trusted ?? ''}; report-uri /reports`
    return new Response(html, {
      headers: { 'content-type': 'text/html', 'content-security-policy': policy },
    })
  }

  #known(): SiteParts {
    if (this.#parts === null) throw new Error('nobody is embedded yet')
    return this.#parts
  }
}

/** The policy of the guide, for this server. Throws where the guide has none. */
export function policyOf(server: string): string {
  const [, policy] =
    /^Content-Security-Policy: (.*?)\n```/ms.exec(readFileSync(GUIDE, 'utf8')) ?? []
  if (policy === undefined) throw new Error('the guide names no policy')
  return policy
    .replaceAll(/\s+/g, ' ')
    .replaceAll('wss://chat.example', server.replace(/^http/, 'ws'))
    .replaceAll('https://chat.example', server)
    .trim()
}

async function bundled(name: string): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [join(HERE, `embedding-pages/${name}.js`)],
    target: 'browser',
    format: 'esm',
    conditions: ['browser', 'production'],
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
  })
  const [script] = outputs
  if (script === undefined) throw new Error(`${name} was not built`)
  return script.text()
}
