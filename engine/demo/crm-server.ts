import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const FOLDER = fileURLToPath(new URL('crm', import.meta.url))

const TYPES: Record<string, string> = {
  'crm.css': 'text/css; charset=utf-8',
  'crm.js': 'text/javascript; charset=utf-8',
  'leaf.svg': 'image/svg+xml',
}

export interface CrmParts {
  port: number
  /** Where Parley is. */
  parley: string
  account: string
  /** Of an administrator; it never leaves this server. */
  apiToken: string
  /** Who is signed in here. */
  personId: string
}

/**
 * A made-up CRM on an origin of its own, with the desk in its page. Its server vouches for who is
 * signed in, as anybody's would, and its policy is the one of `ui/README.md`.
 */
export function serveCrm(parts: CrmParts): { origin: string; stop: () => Promise<void> } {
  const server = Bun.serve({ port: parts.port, fetch: (request) => answer(request, parts) })
  return {
    origin: `http://localhost:${server.port}`,
    stop: () => server.stop(true),
  }
}

async function answer(request: Request, parts: CrmParts): Promise<Response> {
  const name = new URL(request.url).pathname.slice(1)
  if (name === 'token') return request.method === 'POST' ? mint(parts) : gone()
  const type = TYPES[name]
  if (type !== undefined) {
    return new Response(Bun.file(join(FOLDER, name)), { headers: { 'content-type': type } })
  }
  return name === '' ? page(parts) : gone()
}

function gone(): Response {
  return new Response('There is nothing here.', { status: 404 })
}

function mint({ parley, account, apiToken, personId }: CrmParts): Promise<Response> {
  return fetch(`${parley}/api/v1/accounts/${account}/members/${personId}/embed-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}` },
  })
}

async function page({ parley, account }: CrmParts): Promise<Response> {
  const text = await Bun.file(join(FOLDER, 'index.html')).text()
  const html = text.replaceAll('%PARLEY%', parley).replaceAll('%ACCOUNT%', account)
  const socket = parley.replace(/^http/, 'ws')
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${parley}`,
    "style-src 'self'",
    `connect-src 'self' ${parley} ${socket}`,
    `img-src 'self' ${parley} blob: data:`,
    `media-src ${parley} blob:`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types lit-html 'allow-duplicates'",
  ]
  return new Response(html, {
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cache-control': 'no-store',
    },
  })
}
