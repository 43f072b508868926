import { describe, expect, it } from 'vitest'
import { createApiToken, revokeApiToken } from '#storage/api-tokens'
import { newToken } from '../auth/secret-tokens.ts'
import { SESSION_MS } from '../auth/sessions.ts'
import { AppForTests, OWN } from './app-for-tests.ts'

const tests = AppForTests.forThisFile()
const id = '01890000-0000-7000-8000-000000000001'

/** Everything that only staff may ask. */
const STAFF: [method: string, path: string, body?: unknown][] = [
  ['POST', '/api/v1/accounts/acme/chats/c1/files?name=a', {}],
  ['GET', '/api/v1/accounts/acme/chats/c1/files/f1'],
  ['DELETE', '/api/v1/accounts/acme/chats/c1/files/f1'],
  ['GET', '/api/v1/accounts/acme/chats/c1/files/f1/content?until=1&signature=x'],
  ['GET', '/api/v1/accounts/acme/desk'],
  ['GET', '/api/v1/accounts/acme/quick-replies'],
  ['GET', '/api/v1/accounts/acme/prompters'],
  ['POST', '/api/v1/accounts/acme/prompters/a-prompter/suggestions'],
  ['GET', '/api/v1/accounts/acme/articles'],
  ['GET', '/api/v1/accounts/acme/bots'],
  ['GET', '/api/v1/accounts/acme/webhooks'],
  ['GET', '/api/v1/accounts/acme/webhooks/a-webhook/deliveries?state=failed'],
  ['GET', '/api/v1/accounts/acme/articles/an-article'],
  ['GET', '/api/v1/accounts/acme/mentions'],
  ['GET', '/api/v1/accounts/acme/chats/some-chat/mentionable'],
  ['GET', '/api/v1/accounts/acme/statecharts/chat@1'],
  ['GET', '/api/v1/accounts/acme/chats?state=closed'],
  ['GET', '/api/v1/accounts/acme/customers'],
  ['GET', '/api/v1/accounts/acme/customers/some-customer'],
  ['GET', '/api/v1/accounts/acme/search?text=word'],
  ['GET', '/api/v1/accounts/acme/chats/some-chat'],
  ['GET', '/api/v1/accounts/acme/chats/some-chat/messages?before=9'],
  ['GET', '/api/v1/accounts/acme/api-tokens'],
  ['POST', '/api/v1/accounts/acme/members/mia/embed-tokens'],
  ['POST', '/api/v1/accounts/acme/commands', { id, command: { type: 'goOnline' } }],
]

const SESSIONS: typeof STAFF = [
  ['GET', '/api/v1/session'],
  ['DELETE', '/api/v1/session'],
  ['POST', '/api/v1/session/password', { current: 'x', next: 'a-long-password' }],
]

const CUSTOMERS: typeof STAFF = [
  ['POST', '/api/v1/channels/site/files?name=a', {}],
  ['GET', '/api/v1/channels/site/files/f1'],
  ['DELETE', '/api/v1/channels/site/files/f1'],
  ['GET', '/api/v1/channels/site/items'],
  ['POST', '/api/v1/channels/site/commands', { id, command: { type: 'endChat' } }],
]

async function apiToken(personId: string, accountId: string) {
  const token = newToken('pt')
  const tokenId = Bun.randomUUIDv7()
  await createApiToken(tests.db, token, {
    tokenId,
    accountId,
    personId,
    name: 'test',
    createdAt: 1,
  })
  return { token, tokenId }
}

describe('nobody', () => {
  const tokens: [name: string, token: () => Promise<string | null> | string | null][] = [
    ['no token', () => null],
    ['an empty token', () => ''],
    ['nonsense', () => 'nonsense'],
    ['a session that never was', () => newToken('ps')],
    ['an API token that never was', () => newToken('pt')],
    ['a token that is cut', async () => (await tests.signedIn('ada')).slice(0, -1)],
    ['a token with more', async () => `${await tests.signedIn('ada')}x`],
    ['a very long token', () => `ps_${'x'.repeat(5_000)}`],
    ['a token with a quote', () => `ps_' or '1'='1`],
    ['true', () => 'true'],
    ['undefined', () => 'undefined'],
  ]
  it.each(tokens)('[AU14] %s gets 401 on every route', async (_name, make) => {
    const token = await make()
    for (const [method, path, body] of [...STAFF, ...SESSIONS, ...CUSTOMERS]) {
      const asked = { body, ...(token === null ? {} : { token }) }
      const told = await tests.ask(method, path, asked)
      expect(told.status, `${method} ${path}`).toBe(401)
      expect(told.json).toMatchObject({ refusal: { code: 'unauthorized' } })
    }
  })

  it('[AU14] is who has a session that ended or was revoked', async () => {
    const ended = await tests.signedIn('ada')
    const revoked = await tests.signedIn('ada')
    await tests.parts.sessions.end(revoked)
    const is = async (token: string) => {
      for (const [method, path, body] of [...STAFF, ...SESSIONS]) {
        expect((await tests.ask(method, path, { token, body })).status, path).toBe(401)
        const cookie = { cookie: token, origin: OWN, body }
        expect((await tests.ask(method, path, cookie)).status, path).toBe(401)
      }
    }
    await is(revoked)
    tests.aheadMs = SESSION_MS
    await is(ended).finally(() => (tests.aheadMs = 0))
  })

  it('[AU14] is a customer among staff, and staff among customers', async () => {
    const { token } = await tests.customer()
    for (const [method, path, body] of [...STAFF, ...SESSIONS]) {
      expect((await tests.ask(method, path, { token, body })).status, path).toBe(401)
      expect((await tests.ask(method, path, { cookie: token, origin: OWN, body })).status).toBe(401)
    }
    const staff = [await tests.signedIn('ada'), (await apiToken('ada', 'acme')).token]
    for (const one of staff) {
      for (const [method, path, body] of CUSTOMERS) {
        expect((await tests.ask(method, path, { token: one, body })).status, path).toBe(401)
        expect((await tests.ask(method, path, { cookie: one, origin: OWN, body })).status).toBe(401)
      }
    }
  })

  it('[AU2] is a customer of another channel, of the same account or another', async () => {
    for (const [channelId, accountId] of [
      ['second', 'acme'],
      ['theirs', 'rival'],
    ]) {
      const { token } = await tests.customer(channelId, accountId)
      for (const [method, path, body] of CUSTOMERS) {
        expect((await tests.ask(method, path, { token, body })).status, path).toBe(401)
      }
    }
  })

  it('[AU14] a token in the address is no token', async () => {
    const token = await tests.signedIn('ada')
    for (const name of ['token', 'access_token', 'authorization']) {
      const told = await tests.ask('GET', `/api/v1/accounts/acme/desk?${name}=${token}`)
      expect(told.status).toBe(401)
    }
  })
})

describe('a stranger', () => {
  it('[AU13] of another account finds nothing there, as if it did not exist', async () => {
    const strangers = [await tests.signedIn('max'), (await apiToken('max', 'rival')).token]
    for (const token of strangers) {
      for (const [method, path, body] of STAFF) {
        const theirs = await tests.ask(method, path, { token, body })
        const nobodys = await tests.ask(method, path.replace('acme', 'no-such'), { token, body })
        expect(theirs.status, path).toBe(404)
        expect(theirs.text).toBe(nobodys.text)
      }
    }
  })

  it('[AU12] is an API token outside its account, also where its person works', async () => {
    const { token } = await apiToken('ada', 'rival')
    expect((await tests.ask('GET', '/api/v1/accounts/acme/desk', { token })).status).toBe(404)
    // Ada is no member of rival: the token gives nothing that its person does not have.
    expect((await tests.ask('GET', '/api/v1/accounts/rival/desk', { token })).status).toBe(404)
    expect(await tests.parts.auth.staff(token, null)).toBeNull()
  })
})

describe('an API token', () => {
  it('[AU12] reaches its account until it is revoked, and is no session', async () => {
    const { token, tokenId } = await apiToken('mia', 'acme')
    expect((await tests.ask('GET', '/api/v1/accounts/acme/desk', { token })).status).toBe(200)
    expect(await tests.parts.auth.staff(token, null)).toMatchObject({ personId: 'mia' })
    for (const [method, path, body] of SESSIONS) {
      expect((await tests.ask(method, path, { token, body })).status, path).toBe(401)
    }
    await revokeApiToken(tests.db, 'acme', tokenId, Date.now())
    expect((await tests.ask('GET', '/api/v1/accounts/acme/desk', { token })).status).toBe(401)
    const [row] = await tests.db
      .selectFrom('apiTokens')
      .selectAll()
      .where('tokenId', '=', tokenId)
      .execute()
    expect(JSON.stringify(row)).not.toContain(token)
    expect(row?.lastUsedAt).not.toBeNull()
  })
})

describe('a deactivated member', () => {
  it('[AU13] finds nothing any more', async () => {
    const token = await tests.signedIn('lou')
    const administrator = await tests.signedIn('ada')
    expect((await tests.ask('GET', '/api/v1/accounts/acme/desk', { token })).status).toBe(200)
    const command = { type: 'deactivateMember', personId: 'lou' }
    const path = '/api/v1/accounts/acme/commands'
    const told = await tests.ask('POST', path, { token: administrator, body: { id, command } })
    expect(told.status).toBe(200)
    expect((await tests.ask('GET', '/api/v1/accounts/acme/desk', { token })).status).toBe(404)
    expect((await tests.ask('GET', '/api/v1/session', { token })).json).toMatchObject({
      accounts: [],
    })
  })
})

describe('a page', () => {
  const FOREIGN = [
    'https://evil.example',
    'http://desk.example.evil.example',
    'http://desk.example:8080',
    'null',
    'file://',
  ]
  const all = [
    ...STAFF,
    ...SESSIONS,
    ['POST', '/api/v1/session', { email: 'a@b.de', password: 'x' }],
  ]

  it.each(FOREIGN)('[AU10] of %s does nothing with a cookie, or with a token', async (origin) => {
    const token = await tests.signedIn('ada')
    for (const [method, path, body] of all as typeof STAFF) {
      for (const as of [{ cookie: token }, { token }, {}]) {
        const told = await tests.ask(method, path, { ...as, origin, body })
        expect(told.status, `${method} ${path}`).toBe(403)
        expect(told.headers.get('access-control-allow-origin')).toBeNull()
      }
    }
    expect((await tests.ask('GET', '/api/v1/session', { token })).status).toBe(200)
  })

  it('[AU10] that does not say where it is from changes nothing with a cookie', async () => {
    const cookie = await tests.signedIn('ada')
    for (const [method, path, body] of [...STAFF, ...SESSIONS]) {
      const told = await tests.ask(method, path, { cookie, body })
      expect(told.status === 403, `${method} ${path}`).toBe(method !== 'GET')
    }
  })

  it('[AU10] of ours acts with the cookie', async () => {
    const cookie = await tests.signedIn('ada')
    const command = { type: 'goOnline' }
    const path = '/api/v1/accounts/acme/commands'
    const body = { id: Bun.randomUUIDv7(), command }
    expect((await tests.ask('POST', path, { cookie, origin: OWN, body })).status).toBe(200)
  })

  it('[AU9] of a listed origin may ask the channel, and only that channel', async () => {
    const origin = 'https://shop.example'
    const { token } = await tests.customer()
    for (const [method, path] of [
      ['GET', ''],
      ['GET', '/items'],
      ['POST', '/customers'],
    ] as const) {
      const body = method === 'POST' ? {} : undefined
      const told = await tests.ask(method, `/api/v1/channels/site${path}`, { origin, token, body })
      expect(told.status, path).toBeLessThan(300)
      expect(told.headers.get('access-control-allow-origin')).toBe(origin)
      expect(told.headers.get('access-control-allow-credentials')).toBeNull()
      expect(told.headers.get('vary')).toContain('Origin')
      const other = await tests.ask(method, `/api/v1/channels/second${path}`, {
        origin,
        token,
        body,
      })
      expect(other.status).toBe(403)
      expect(other.headers.get('access-control-allow-origin')).toBeNull()
    }
  })

  it('[AU9] of another origin may not, whatever it resembles', async () => {
    for (const origin of [
      'https://shop.example.evil.example',
      'http://shop.example',
      'https://shop.example:8443',
      'https://evil.example',
      'null',
    ]) {
      for (const path of ['', '/items', '/socket']) {
        const told = await tests.ask('GET', `/api/v1/channels/site${path}`, { origin })
        expect(told.status, `${origin} ${path}`).toBe(403)
      }
    }
    expect(tests.accepted).toEqual([])
  })

  it('[AU9] of a listed origin is told so before it asks', async () => {
    const ask = (origin: string) =>
      tests.ask('OPTIONS', '/api/v1/channels/site/commands', {
        origin,
        headers: { 'access-control-request-method': 'POST' },
      })
    const told = await ask('https://shop.example')
    expect(told.status).toBe(204)
    expect(told.headers.get('access-control-allow-origin')).toBe('https://shop.example')
    expect(told.headers.get('access-control-allow-headers')).toContain('authorization')
    expect((await ask('https://evil.example')).status).toBe(403)
  })
})

describe('the opening of a socket', () => {
  const upgrade = { upgrade: 'websocket', connection: 'Upgrade' }

  it('[AU10] with a cookie needs a page of ours', async () => {
    const cookie = await tests.signedIn('ada')
    const open = (more: object) =>
      tests.ask('GET', '/api/v1/staff/socket', { headers: upgrade, ...more })
    const before = tests.accepted.length
    for (const origin of ['https://evil.example', 'null', 'http://desk.example:1']) {
      expect((await open({ cookie, origin })).status).toBe(403)
      expect((await open({ origin })).status).toBe(403)
    }
    expect((await open({ cookie })).status).toBe(403)
    expect(tests.accepted).toHaveLength(before)
    await open({ cookie, origin: OWN })
    expect(tests.accepted.at(-1)).toEqual({ who: 'staff', cookieToken: cookie })
    await open({})
    expect(tests.accepted.at(-1)).toEqual({ who: 'staff', cookieToken: null })
  })

  it('[AU9] of a customer needs a page that the channel knows, or none', async () => {
    const open = (channelId: string, origin?: string) =>
      tests.ask('GET', `/api/v1/channels/${channelId}/socket`, {
        headers: upgrade,
        ...(origin === undefined ? {} : { origin }),
      })
    expect((await open('no-such')).status).toBe(404)
    expect((await open('..%2f')).status).toBe(404)
    expect((await open('site', 'https://evil.example')).status).toBe(403)
    const before = tests.accepted.length
    for (const origin of [undefined, OWN, 'https://shop.example']) await open('site', origin)
    expect(tests.accepted.slice(before)).toEqual([
      { who: 'site' },
      { who: 'site' },
      { who: 'site' },
    ])
  })
})

describe('a customer', () => {
  it('[AU1] who got a token has left nothing in the database', async () => {
    const told = await tests.ask('POST', '/api/v1/channels/site/customers', { body: {} })
    expect(told.status).toBe(201)
    const { token } = told.json as { token: string }
    expect((await tests.ask('GET', '/api/v1/channels/site/items', { token })).json).toEqual({
      items: [],
      newest: 0,
    })
    expect(await tests.db.selectFrom('customers').selectAll().execute()).toEqual([])
    const body = { id: Bun.randomUUIDv7(), command: { type: 'sendMessage', text: 'Hello' } }
    expect(
      (await tests.ask('POST', '/api/v1/channels/site/commands', { token, body })).status,
    ).toBe(200)
    expect(await tests.db.selectFrom('customers').selectAll().execute()).toHaveLength(1)
  })
})
