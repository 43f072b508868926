import { describe, expect, it } from 'vitest'
import { MAX_FRAME_BYTES } from '#protocol/limits'
import { StoreUnavailable } from '#storage/store'
import { AppForTests, PASSWORD } from './app-for-tests.ts'
import { createApp } from './app.ts'
import { startingApp } from './starting-app.ts'

type App = ReturnType<typeof createApp>

const tests = AppForTests.forThisFile()
const id = () => Bun.randomUUIDv7()
const COMMANDS = '/api/v1/accounts/acme/commands'

async function rowCounts(): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const table of [
    'journal',
    'chats',
    'messages',
    'customers',
    'commands',
    'members',
  ] as const) {
    counts[table] = (await tests.db.selectFrom(table).selectAll().execute()).length
  }
  return counts
}

describe('an error', () => {
  it.each([
    ['GET', '/api/v1/nothing', 404, 'notFound'],
    ['GET', '/api/v2/session', 404, 'notFound'],
    ['GET', '/api/', 404, 'notFound'],
    ['PUT', '/api/v1/session', 404, 'notFound'],
    ['POST', '/api/v1/accounts/acme/desk', 401, 'unauthorized'],
    ['GET', '/api/v1/channels/no-such', 404, 'notFound'],
    ['GET', `/api/v1/channels/${'x'.repeat(65)}`, 404, 'notFound'],
    ['GET', '/api/v1/channels/a%00b', 404, 'notFound'],
  ])('[HT1] %s %s is a problem with a code', async (method, path, status, code) => {
    const told = await tests.ask(method, path)
    expect(told.status).toBe(status)
    expect(told.headers.get('content-type')).toBe('application/problem+json')
    expect(told.json).toMatchObject({ type: 'about:blank', status, refusal: { code } })
    expect(told.headers.get('cache-control')).toBe('no-store')
    expect(told.headers.get('x-content-type-options')).toBe('nosniff')
    expect(told.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('[HT1] of ours says nothing of its cause, and is logged', async () => {
    const failing = (error: Error) =>
      createApp({
        ...tests.parts,
        demoChannelId: async () => {
          throw error
        },
      })
    const fault = await tests.ask('GET', '/api/v1/demo', {}, failing(new Error('secret cause')))
    expect(fault.status).toBe(500)
    expect(fault.json).toMatchObject({ refusal: { code: 'fault' } })
    expect(fault.text).not.toMatch(/secret|Error|\.ts/)
    expect(JSON.stringify(tests.faults.at(-1))).toContain('secret cause')
    const away = new StoreUnavailable('database gone')
    const transient = await tests.ask('GET', '/api/v1/demo', {}, failing(away))
    expect(transient.status).toBe(503)
    expect(transient.json).toMatchObject({ refusal: { code: 'transient', retryAfterMs: 1_000 } })
    expect(transient.headers.get('retry-after')).toBe('1')
    expect(transient.text).not.toContain('gone')
  })
})

describe('a body', () => {
  const bytes = (count: number) => new TextEncoder().encode(`"${'x'.repeat(count - 2)}"`)

  it('[HT2] that is too large is refused, with and without its length said', async () => {
    const token = await tests.signedIn('mia')
    for (const path of [COMMANDS, '/api/v1/session', '/api/v1/channels/site/customers']) {
      const said = await tests.ask('POST', path, { token, raw: bytes(MAX_FRAME_BYTES + 1) })
      expect(said.status, path).toBe(413)
      expect(said.json).toMatchObject({ refusal: { code: 'tooLarge' } })
      const unsaid = await tests.app.request(
        path,
        {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'transfer-encoding': 'chunked' },
          body: new Blob([bytes(MAX_FRAME_BYTES + 1)]).stream(),
        },
        { address: '', upgrade: () => false },
      )
      expect(unsaid.status, path).toBe(413)
    }
  })

  it('[HT2] with the longest text, escaped at its worst, is not', async () => {
    const { token } = await tests.customer()
    const command = { type: 'sendMessage', text: '…' }
    const raw = JSON.stringify({ id: id(), command }).replace('…', '\\u8a9e'.repeat(8_000))
    const told = await tests.ask('POST', '/api/v1/channels/site/commands', { token, raw })
    expect(told.status).toBe(200)
  })

  it.each([
    ['', 400],
    ['{', 400],
    ['nonsense', 400],
    ['"text"', 400],
    ['null', 400],
    ['[]', 400],
    ['{}', 400],
    ['['.repeat(30_000), 400],
    [`${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`, 400],
    ['{"id":"x","id":"y"}', 400],
    ['{"__proto__":{"id":"x"}}', 400],
    ['{"constructor":{"prototype":{"admin":true}}}', 400],
    ['\u0000', 400],
  ])('[HT3] %.40s is refused, and nothing is written', async (raw, status) => {
    const token = await tests.signedIn('ada')
    const { token: customer } = await tests.customer()
    const before = await rowCounts()
    for (const [path, as] of [
      [COMMANDS, token],
      ['/api/v1/channels/site/commands', customer],
    ] as const) {
      const told = await tests.ask('POST', path, { token: as, raw })
      expect(told.status).toBe(status)
      expect(told.json).toMatchObject({ refusal: { code: 'invalid' } })
    }
    expect(await rowCounts()).toEqual(before)
    expect((await tests.ask('GET', '/healthz')).status).toBe(200)
  })

  it.each([
    [{ type: 'takeChat' }, 'command.chatId'],
    [{ type: 'takeChat', chatId: 'a b' }, 'command.chatId'],
    [{ type: 'takeChat', chatId: 'c', agentId: 'mia' }, 'command'],
    [{ type: 'xstate.after.queueLimit.chat.queued' }, 'command.type'],
    [{ type: 'agentAssigned', chatId: 'c', agentId: 'mia' }, 'command.type'],
    [{ type: 'toString' }, 'command.type'],
    [{ type: ['goOnline'] }, 'command.type'],
    [{ type: 'sendMessage', chatId: 'c', text: 'a\u0000b' }, 'command.text'],
    [{ type: 'sendMessage', chatId: 'c', text: '\ud800' }, 'command.text'],
    [{ type: 'sendMessage', chatId: 'c', text: '   ' }, 'command.text'],
    [{ type: 'sendMessage', chatId: 'c', text: 'x'.repeat(8_001) }, 'command.text'],
    [{ type: 'holdChat', chatId: 'c', until: '5' }, 'command.until'],
    [{ type: 'holdChat', chatId: 'c', until: 1e300 }, 'command.until'],
    [{ type: 'setPriority', chatId: 'c', priority: 0.5 }, 'command.priority'],
  ])('[HT3] the command %j is refused by its field', async (command, field) => {
    const token = await tests.signedIn('ada')
    const before = await rowCounts()
    const told = await tests.ask('POST', COMMANDS, { token, body: { id: id(), command } })
    expect(told.status).toBe(400)
    expect(told.json).toMatchObject({ refusal: { code: 'invalid', details: { field } } })
    expect(await rowCounts()).toEqual(before)
  })

  it('[HT3] of another type than JSON is not read', async () => {
    const body = JSON.stringify({ email: 'mia@parley.example', password: PASSWORD })
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data']) {
      const headers = { 'content-type': type }
      expect((await tests.ask('POST', '/api/v1/session', { raw: body, headers })).status).toBe(400)
    }
  })

  it.each([
    ['/api/v1/accounts/acme/chats', 'state'],
    ['/api/v1/accounts/acme/chats?state=open', 'state'],
    ['/api/v1/accounts/acme/chats?state=closed&limit=0', 'limit'],
    ['/api/v1/accounts/acme/chats?state=closed&limit=1000', 'limit'],
    ['/api/v1/accounts/acme/chats?state=closed&limit=1e2', 'limit'],
    ['/api/v1/accounts/acme/chats?state=closed&limit=5&limit=6', 'limit'],
    ['/api/v1/accounts/acme/chats?state=closed&beforeClosedAt=5', ''],
    ['/api/v1/accounts/acme/chats?state=closed&groupId=%27%20or%201%3D1--', 'groupId'],
    ['/api/v1/accounts/acme/chats?state=closed&order=desc', ''],
    ['/api/v1/accounts/acme/chats?state=closed&text=', 'text'],
    ['/api/v1/accounts/acme/chats?state=closed&text=a%00b', 'text'],
    ['/api/v1/accounts/acme/chats?state=closed&closedFrom=yesterday', 'closedFrom'],
    ['/api/v1/accounts/acme/chats?state=closed&closedBefore=-1', 'closedBefore'],
    ['/api/v1/accounts/acme/search', 'text'],
    ['/api/v1/accounts/acme/search?text=%20', 'text'],
    ['/api/v1/accounts/acme/search?text=a%00b', 'text'],
    ['/api/v1/accounts/acme/search?text=a&limit=0', 'limit'],
    ['/api/v1/accounts/acme/search?text=a&beforeSeq=5', ''],
    ['/api/v1/accounts/acme/search?text=a&beforeSeq=5&beforeLineId=%27', 'beforeLineId'],
    ['/api/v1/accounts/acme/search?text=a&groupId=support', ''],
    ['/api/v1/accounts/acme/chats/c/messages?before=9&limit=501', 'limit'],
    ['/api/v1/accounts/acme/chats/c/messages', 'before'],
    ['/api/v1/accounts/acme/chats/c/messages?before=-1', 'before'],
    ['/api/v1/accounts/acme/chats/c/messages?before=99999999999999999', 'before'],
    ['/api/v1/accounts/acme/chats/a%20b', 'chatId'],
    ['/api/v1/accounts/acme/desk?all=true', ''],
  ])('[HT3] the parameters of %s are refused by their name', async (path, field) => {
    const told = await tests.ask('GET', path, { token: await tests.signedIn('ada') })
    expect(told.status).toBe(400)
    expect(told.json).toMatchObject({ refusal: { code: 'invalid', details: { field } } })
  })
})

describe('operation', () => {
  it('[HT7] /healthz says that the process lives, whatever else does not', async () => {
    tests.readyParts = [{ name: 'database', ready: false, says: 'The database does not answer.' }]
    expect((await tests.ask('GET', '/healthz')).json).toEqual({ alive: true })
    tests.readyParts = [{ name: 'running', ready: true }]
  })

  it('[HT8] /readyz is 200 only when every part that chats need is ready, and names what is not', async () => {
    expect((await tests.ask('GET', '/readyz')).status).toBe(200)
    tests.readyParts = [
      { name: 'database', ready: true },
      { name: 'shards', ready: false, says: 'Another server owns the shards.', owner: 'other' },
    ]
    const told = await tests.ask('GET', '/readyz')
    expect(told.status).toBe(503)
    expect(told.json).toEqual({ ready: false, parts: tests.readyParts })
    // Chats go on without files; that they are away is said all the same.
    tests.readyParts = [
      { name: 'running', ready: true },
      { name: 'files', ready: false, says: 'Files cannot be kept or read now; chats go on.' },
    ]
    const without = await tests.ask('GET', '/readyz')
    expect([without.status, without.json]).toEqual([200, { ready: true, parts: tests.readyParts }])
    tests.readyParts = [{ name: 'running', ready: true }]
  })

  it('[HT9] /metrics are in the text format of Prometheus', async () => {
    const told = await tests.ask('GET', '/metrics')
    expect(told.status).toBe(200)
    expect(told.headers.get('content-type')).toContain('text/plain; version=0.0.4')
    expect(told.text).toContain('parley_turns_total')
  })

  it('[HT16] a server that starts says how far it is, and to come again', async () => {
    const readiness = async () => [{ name: 'migrations' as const, ready: false }]
    const app = startingApp({ ...tests.parts, readiness })
    expect((await tests.ask('GET', '/healthz', {}, app)).status).toBe(200)
    expect((await tests.ask('GET', '/readyz', {}, app)).status).toBe(503)
    for (const path of ['/api/v1/session', '/', '/desk', '/api/v1/staff/socket']) {
      const told = await tests.ask('GET', path, {}, app)
      expect(told.status).toBe(503)
      expect(told.json).toMatchObject({ refusal: { code: 'notReady', retryAfterMs: 1_000 } })
    }
  })
})

describe('rates', () => {
  const one = { points: 1, perSeconds: 60 }

  it.each([
    ['requestsPerAddress', 'GET', '/api/v1/demo'],
    ['socketsPerAddress', 'GET', '/api/v1/staff/socket'],
    ['socketsPerAddress', 'GET', '/api/v1/channels/site/socket'],
    ['customersPerAddress', 'POST', '/api/v1/channels/site/customers'],
  ] as const)(
    '[HT15] %s: the second %s %s of an address is refused',
    async (name, method, path) => {
      const app = createApp({ ...tests.parts, rates: { ...tests.parts.rates, [name]: one } })
      const body = method === 'POST' ? {} : undefined
      const ask = (address: string) => tests.ask(method, path, { body, address }, app)
      expect((await ask('192.0.2.1')).status).toBeLessThan(300)
      const told = await ask('192.0.2.1')
      expect(told.status).toBe(429)
      expect(told.json).toMatchObject({ refusal: { code: 'tooManyRequests' } })
      expect(Number(told.headers.get('retry-after'))).toBeGreaterThan(50)
      expect((await ask('192.0.2.2')).status).toBeLessThan(300)
    },
  )

  it('[HT15] commands are counted by who sends them', async () => {
    const rates = { ...tests.parts.rates, commandsPerSender: one }
    const app = createApp({ ...tests.parts, rates })
    const [mia, sam] = [await tests.signedIn('mia'), await tests.signedIn('sam')]
    const ask = (token: string) => {
      const body = { id: id(), command: { type: 'goOffline' } }
      return tests.ask('POST', COMMANDS, { token, body }, app)
    }
    expect((await ask(mia)).status).not.toBe(429)
    expect((await ask(mia)).status).toBe(429)
    expect((await ask(sam)).status).not.toBe(429)
    const { token } = await tests.customer()
    const path = '/api/v1/channels/site/commands'
    const body = { id: id(), command: { type: 'endChat' } }
    expect((await tests.ask('POST', path, { token, body }, app)).status).not.toBe(429)
    expect((await tests.ask('POST', path, { token, body }, app)).status).toBe(429)
  })

  it('[HT15] an address that the client made up does not count, one of our own proxy does', async () => {
    const rates = { ...tests.parts.rates, requestsPerAddress: one }
    const ask = (app: App, forwarded: string) =>
      tests.ask('GET', '/api/v1/demo', { headers: { 'x-forwarded-for': forwarded } }, app)
    const bare = createApp({ ...tests.parts, rates })
    expect((await ask(bare, '198.51.100.1')).status).toBe(200)
    expect((await ask(bare, '198.51.100.2')).status).toBe(429)
    const proxied = createApp({ ...tests.parts, rates, proxies: 1 })
    expect((await ask(proxied, 'made-up, 198.51.100.1')).status).toBe(200)
    expect((await ask(proxied, 'something-else, 198.51.100.1')).status).toBe(429)
    expect((await ask(proxied, '198.51.100.1, 198.51.100.2')).status).toBe(200)
  })
})
