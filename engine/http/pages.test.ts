import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { Hono } from 'hono'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pageRoutes } from './page-routes.ts'
import { loadPages } from './pages.ts'
import type { HttpEnv } from './transport.ts'

let folder = ''
let app = new Hono<HttpEnv>()
const script = `console.log(${JSON.stringify('x'.repeat(500))})`

beforeAll(async () => {
  const above = await mkdtemp(join(tmpdir(), 'parley-pages-'))
  folder = join(above, 'ui')
  await mkdir(join(folder, 'parts'), { recursive: true })
  await writeFile(join(above, 'secret.txt'), 'secret')
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Start</title>')
  await writeFile(join(folder, 'sign-in.html'), '<!doctype html><title>Sign in</title>')
  await writeFile(join(folder, 'desk.html'), '<!doctype html><title>Desk</title>')
  await writeFile(join(folder, 'console.html'), '<!doctype html><title>Console</title>')
  await writeFile(join(folder, 'widget.js'), script)
  await writeFile(join(folder, 'parts', 'desk-abcdefgh.js'), script)
  await writeFile(join(folder, 'notes.sh'), 'echo')
  await symlink(join(above, 'secret.txt'), join(folder, 'link.txt'))
  app = new Hono<HttpEnv>()
  app.route('/', pageRoutes(await loadPages(folder)))
})
afterAll(() => rm(join(folder, '..'), { recursive: true, force: true }))

const ask = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers })

describe('pages', () => {
  it.each([
    ['/', 'Start'],
    ['/index.html', 'Start'],
    ['/sign-in', 'Sign in'],
    ['/sign-in/', 'Sign in'],
    ['/desk', 'Desk'],
    ['/desk/chats/17', 'Desk'],
    ['/desk?chat=17', 'Desk'],
    ['/console/acme', 'Console'],
  ])('[HT13] %s is a page', async (path, title) => {
    const told = await ask(path)
    expect(told.status).toBe(200)
    expect(told.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(await told.text()).toContain(`<title>${title}</title>`)
  })

  it('[HT13] run nothing of others, and stand in no frame', async () => {
    const told = await ask('/')
    const policy = told.headers.get('content-security-policy') ?? ''
    for (const rule of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
    ]) {
      expect(policy).toContain(rule)
    }
    expect(policy).not.toContain('unsafe')
    expect(told.headers.get('x-content-type-options')).toBe('nosniff')
    expect(told.headers.get('referrer-policy')).toBe('no-referrer')
    expect(told.headers.get('x-frame-options')).toBe('DENY')
  })

  it('[HT13] are sent again only when they changed, and small', async () => {
    const plain = await ask('/widget.js')
    expect(plain.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(plain.headers.get('cache-control')).toBe('no-cache')
    expect(plain.headers.get('access-control-allow-origin')).toBe('*')
    expect(plain.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
    expect(await plain.text()).toBe(script)
    const etag = plain.headers.get('etag') ?? ''
    const known = await ask('/widget.js', { 'if-none-match': `"other", W/${etag}` })
    expect(known.status).toBe(304)
    expect(await known.text()).toBe('')
    expect((await ask('/widget.js', { 'if-none-match': '"other"' })).status).toBe(200)

    const zipped = await ask('/widget.js', { 'accept-encoding': 'br, gzip;q=0.8' })
    expect(zipped.headers.get('content-encoding')).toBe('gzip')
    expect(zipped.headers.get('etag')).not.toBe(etag)
    expect(zipped.headers.get('vary')).toContain('Accept-Encoding')
    expect(gunzipSync(await zipped.arrayBuffer()).toString()).toBe(script)
    const refused = await ask('/widget.js', { 'accept-encoding': 'gzip;q=0' })
    expect(refused.headers.get('content-encoding')).toBeNull()
  })

  it('[HT13] a name that holds the hash of its content may be kept for ever', async () => {
    const told = await ask('/parts/desk-abcdefgh.js')
    expect(told.headers.get('cache-control')).toContain('immutable')
  })

  it.each([
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e%2fsecret.txt',
    '/parts/../../secret.txt',
    '/parts',
    '/notes.sh',
    '/link.txt',
    '/etc/passwd',
    '/desk/widget.js',
    '/__proto__',
    '/constructor',
    '/widget.js%00.html',
    '/%',
    '/api/v1/none',
  ])('[HT13] %s is nothing', async (path) => {
    const told = await ask(path)
    expect(told.status).toBe(404)
    expect(await told.text()).not.toContain('secret')
  })
})
