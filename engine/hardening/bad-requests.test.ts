import { describe, expect, it } from 'vitest'
import { MAX_FRAME_BYTES } from '#protocol/limits'
import { problem } from '#protocol/rest'
import type { StaffCommand } from '#protocol/staff-commands'
import { AppForTests } from '../http/app-for-tests.ts'
import type { Asked, Told } from '../http/app-for-tests.ts'
import { everythingStored } from './everything-stored.ts'
import { CUSTOMER_COMMANDS, staffCommands } from './examples.ts'
import type { Ids } from './examples.ts'
import { NONSENSE, spoiled } from './spoiled.ts'

const tests = AppForTests.forThisFile()

const API = '/api/v1'

const NOWHERE: Ids = {
  chatId: 'no-chat',
  customerId: 'nobody',
  groupId: 'no-group',
  otherGroupId: 'no-other-group',
  agentId: 'no-one',
  channelId: 'no-channel',
}

/** Every route that takes a body, who may ask it, and right bodies. */
const BODIES: { path: string; as: 'staff' | 'customer' | 'nobody'; right: () => unknown[] }[] = [
  {
    path: `${API}/session`,
    as: 'nobody',
    right: () => [{ email: 'nobody@parley.example', password: 'a-long-password' }],
  },
  {
    path: `${API}/session/password`,
    as: 'staff',
    right: () => [{ current: 'not-this-one', next: 'a-long-password' }],
  },
  {
    path: `${API}/session/forgotten`,
    as: 'nobody',
    right: () => [{ email: 'nobody@parley.example' }],
  },
  {
    path: `${API}/session/reset`,
    as: 'nobody',
    right: () => [{ token: 'pr_nothing', password: 'a-long-password' }],
  },
  {
    path: `${API}/session/pictures`,
    as: 'staff',
    right: () => [{ image: 'bm8gaW1hZ2U=' }],
  },
  {
    path: `${API}/accounts/acme/commands`,
    as: 'staff',
    right: () => staffCommands(NOWHERE).map(identified),
  },
  {
    path: `${API}/channels/site/commands`,
    as: 'customer',
    right: () => CUSTOMER_COMMANDS.map(identified),
  },
  { path: `${API}/channels/site/customers`, as: 'nobody', right: () => [{}] },
  {
    path: `${API}/channels/site/returns`,
    as: 'nobody',
    right: () => [{ link: 'pl_nothing' }, { link: 'pl_nothing', token: 'pc_nothing' }],
  },
]

/** What stands for one part of an address, and is not there or not right. */
const WRONG_PARTS = [
  '..',
  '.',
  '%2e%2e',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  'a%00b',
  '%',
  '%zz',
  '%c0%ae',
  '%ed%a0%80',
  '%ff',
  'a%0d%0aset-cookie:%20a=b',
  'a%20b',
  '*',
  ':chatId',
  '__proto__',
  'constructor',
  'xstate.stop',
  'chat:1',
  "'%20or%20'1'='1",
  '<script>',
  'x'.repeat(65),
  'x'.repeat(5_000),
  'undefined',
  'null',
  'NaN',
]

const WRONG_QUERIES: Record<string, string[]> = {
  [`${API}/accounts/acme/desk`]: ['more=1', '__proto__=1', 'token=ps_x'],
  [`${API}/accounts/acme/chats`]: [
    '',
    'state=open',
    'state=closed&state=open',
    'state[]=closed',
    'state=closed&more=1',
    'state=closed&__proto__=1',
    'state=closed&constructor=1',
    'state=closed&groupId=',
    'state=closed&groupId=a%00b',
    'state=closed&groupId=..%2f',
    'state=closed&groupId=a&groupId=b%20c',
    "state=closed&agentId='%20or%201=1",
    'state=closed&customerId=xstate.stop',
    'state=closed&limit=0',
    'state=closed&limit=201',
    'state=closed&limit=-1',
    'state=closed&limit=1.5',
    'state=closed&limit=1e2',
    'state=closed&limit=0x10',
    'state=closed&limit=NaN',
    'state=closed&limit=Infinity',
    'state=closed&limit=%20',
    'state=closed&limit=99999999999999999999',
    'state=closed&beforeClosedAt=1',
    'state=closed&beforeChatId=a',
    'state=closed&beforeClosedAt=8640000000000001&beforeChatId=a',
    `state=closed&groupId=${'x'.repeat(65)}`,
  ],
  [`${API}/accounts/acme/customers`]: [
    'more=1',
    'search=',
    'search=%20',
    `search=${'x'.repeat(501)}`,
    'blocked=1',
    'blocked=false',
    'limit=0',
    'limit=201',
    'limit=1e2',
    'beforeCreatedAt=1',
    'beforeCustomerId=a',
    'beforeCreatedAt=8640000000000001&beforeCustomerId=a',
    'beforeCreatedAt=1&beforeCustomerId=..%2f',
  ],
  [`${API}/accounts/acme/customers/nobody`]: ['before=1', 'more=1'],
  [`${API}/accounts/acme/chats/no-chat`]: ['before=1', 'more=1'],
  [`${API}/accounts/acme/statistics/groups`]: [
    '',
    'from=2026-01-01',
    'from=2026-01-01&to=2025-12-31',
    'from=2026-02-30&to=2026-03-01',
    'from=2010-01-01&to=2026-01-01',
    'from=2026-1-1&to=2026-01-02',
    'from=2026-01-01&to=2026-01-02&withinMs=61000',
    'from=2026-01-01&to=2026-01-02&more=1',
  ],
  [`${API}/accounts/acme/statistics/weather`]: ['from=2026-01-01&to=2026-01-02'],
  [`${API}/accounts/acme/statistics/groups/chats`]: [
    'from=2026-01-01&to=2026-01-02',
    'from=2026-01-01&to=2026-01-02&figure=weather',
    'from=2026-01-01&to=2026-01-02&figure=chats&beforeCameAt=1',
    'from=2026-01-01&to=2026-01-02&figure=chats&limit=201',
  ],
  [`${API}/accounts/acme/chats/no-chat/journal`]: ['words=yes', 'words=', 'more=1'],
  [`${API}/accounts/acme/agents/mia/journal`]: ['words=true', 'more=1'],
  [`${API}/accounts/acme/chats/no-chat/steps`]: ['after=-1', 'after=x', 'limit=0', 'limit=501'],
  [`${API}/accounts/acme/chats/no-chat/why`]: [
    'after=-1',
    'after=x',
    'limit=0',
    'limit=101',
    'more=1',
  ],
  [`${API}/accounts/acme/agents/mia/steps`]: ['after=1.5', 'limit=1e2', 'more=1'],
  [`${API}/accounts/acme/chats/no-chat/messages`]: [
    '',
    'before=',
    'before=-1',
    'before=NaN',
    'before=1.0',
    'before=9007199254740993',
    'before=1&more=1',
  ],
  [`${API}/channels/site`]: ['more=1', 'after=1'],
  [`${API}/channels/site/items`]: ['after=', 'after=-1', 'after=x', 'after=1&more=1', 'before=1'],
}

describe('a bad request', () => {
  it.each(BODIES)('[HD11] with a spoiled body to $path is refused by name', async (route) => {
    const asked = await askedAs(route.as)
    const before = await everythingStored(tests.db)
    // Sockets, which read with the same schemas, meet all of them.
    for (const right of route.right()) {
      for (const { about, value } of spoiled(right).filter((_one, index) => index % 3 === 0)) {
        const isEmpty = JSON.stringify(value) === '{}'
        if (isEmpty && route.path.endsWith('customers')) continue
        const told = await tests.ask('POST', route.path, { ...asked, body: value })
        expectRefused(told, 'invalid', `${JSON.stringify(right)} with ${about}`)
      }
    }
    expect(await everythingStored(tests.db)).toEqual(before)
    expect(tests.faults).toEqual([])
  })

  it.each(BODIES)('[HD11] with nonsense for a body to $path is refused by name', async (route) => {
    const asked = await askedAs(route.as)
    const before = await everythingStored(tests.db)
    for (const [about, raw] of Object.entries(NONSENSE)) {
      const takesNothing = route.path.endsWith('customers')
      if (takesNothing && /^\s*$|^\{\}$/.test(raw)) continue
      const told = await tests.ask('POST', route.path, { ...asked, raw })
      expectRefused(told, 'invalid', about)
    }
    const bytes = [
      new Uint8Array([0xff, 0xfe, 0x00, 0xd8]),
      new Uint8Array(1_000).map((_, index) => (index * 7919) % 256),
    ]
    for (const raw of bytes) {
      expectRefused(await tests.ask('POST', route.path, { ...asked, raw }), 'invalid', 'bytes')
    }
    const raw = ' '.repeat(MAX_FRAME_BYTES + 1)
    const tooLarge = await tests.ask('POST', route.path, { ...asked, raw })
    expectRefused(tooLarge, 'tooLarge', 'too large')
    const strange: Record<string, string>[] = [
      { 'content-length': '-1' },
      { 'content-length': '99999999999999999999' },
      { 'content-encoding': 'gzip' },
      { 'content-type': 'application/json; charset=utf-16' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': '' },
    ]
    for (const headers of strange) {
      if (route.path.endsWith('customers') && 'content-type' in headers) continue
      const told = await tests.ask('POST', route.path, { ...asked, raw: '{"more":', headers })
      expect([400, 413], JSON.stringify(headers)).toContain(told.status)
    }
    expect(await everythingStored(tests.db)).toEqual(before)
    expect(tests.faults).toEqual([])
  })

  it('[HD11] with a wrong part in its address finds nothing', async () => {
    const staff = await askedAs('staff')
    const customer = await askedAs('customer')
    const before = await everythingStored(tests.db)
    for (const part of WRONG_PARTS) {
      const asks: [method: string, path: string, asked: Asked][] = [
        ['GET', `${API}/accounts/${part}/desk`, staff],
        ['GET', `${API}/accounts/${part}/chats?state=closed`, staff],
        ['GET', `${API}/accounts/${part}/customers`, staff],
        ['GET', `${API}/accounts/acme/customers/${part}`, staff],
        ['GET', `${API}/accounts/${part}/search?text=x`, staff],
        ['POST', `${API}/accounts/${part}/commands`, { ...staff, body: goOnline() }],
        ['GET', `${API}/accounts/acme/chats/${part}`, staff],
        ['GET', `${API}/accounts/acme/chats/${part}/messages?before=9`, staff],
        ['GET', `${API}/accounts/acme/chats/${part}/journal`, staff],
        ['GET', `${API}/accounts/acme/agents/${part}/steps`, staff],
        ['GET', `${API}/channels/${part}`, {}],
        ['GET', `${API}/channels/${part}/items`, customer],
        ['GET', `${API}/channels/${part}/socket`, {}],
        ['POST', `${API}/channels/${part}/customers`, { body: {} }],
        ['POST', `${API}/channels/${part}/commands`, { ...customer, body: goOnline() }],
        ['GET', `${API}/${part}`, staff],
        ['GET', `/${part}`, staff],
      ]
      for (const [method, path, asked] of asks) {
        const told = await tests.ask(method, path, asked)
        expect(told.status, `${method} ${path}`).toBeGreaterThanOrEqual(400)
        expect(told.status, `${method} ${path}`).toBeLessThan(500)
        if (told.headers.get('content-type')?.startsWith('application/problem')) {
          const { code } = problem.parse(told.json).refusal
          expect(['notFound', 'invalid', 'unauthorized'], path).toContain(code)
        }
      }
    }
    expect(await everythingStored(tests.db)).toEqual(before)
    expect(tests.faults).toEqual([])
  })

  it('[HD11] with a wrong query is refused by name', async () => {
    const as = { staff: await askedAs('staff'), customer: await askedAs('customer') }
    const before = await everythingStored(tests.db)
    for (const [path, queries] of Object.entries(WRONG_QUERIES)) {
      const asked = path.includes('/channels/') ? as.customer : as.staff
      for (const query of queries) {
        const told = await tests.ask('GET', `${path}?${query}`, asked)
        expectRefused(told, 'invalid', `${path}?${query}`)
      }
    }
    expect(await everythingStored(tests.db)).toEqual(before)
    expect(tests.faults).toEqual([])
  })

  it('[HD11] with strange headers is nobody’s, or refused by name', async () => {
    const token = await tests.signedIn('ada')
    const path = `${API}/accounts/acme/desk`
    const before = await everythingStored(tests.db)
    for (const authorization of [
      '',
      'Bearer',
      'Bearer ',
      `Basic ${btoa('ada:x')}`,
      `bearer ${token} ${token}`,
      `Bearer ${token},Bearer ${token}`,
      `Bearer ${'x'.repeat(20_000)}`,
      'Bearer __proto__',
      'Bearer ps_',
      'Bearer ps_%00',
      'Bearer ps_é',
      `Bearer pt_${'x'.repeat(43)}`,
    ]) {
      const told = await tests.ask('GET', path, { headers: { authorization } })
      expectRefused(told, 'unauthorized', authorization.slice(0, 40))
    }
    for (const cookie of [
      'parley_session',
      'parley_session=',
      'parley_session=%',
      'parley_session=%E0%A4%A',
      `parley_session=${'x'.repeat(20_000)}`,
      '__proto__=1; parley_session=ps_x',
      ';;;=;=',
    ]) {
      const told = await tests.ask('GET', path, { headers: { cookie } })
      expectRefused(told, 'unauthorized', cookie.slice(0, 40))
    }
    for (const origin of ['', 'null', 'x', 'http://', 'http://[::', 'javascript:alert(1)']) {
      const told = await tests.ask('GET', path, { token, headers: { origin } })
      expectRefused(told, 'forbidden', origin)
    }
    for (const host of ['x y', '[::', 'desk.example:99999', '../..']) {
      const headers = { host, origin: 'http://desk.example' }
      const told = await tests.ask('GET', path, { token, headers })
      expectRefused(told, 'forbidden', host)
    }
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'PROPFIND']) {
      const told = await tests.ask(method, path, { token })
      expect(told.status, method).toBe(method === 'HEAD' ? 200 : 404)
    }
    expect(await everythingStored(tests.db)).toEqual(before)
    expect(tests.faults).toEqual([])
  })

  it('[HD11] of a socket that is no socket is refused by name', async () => {
    for (const path of [`${API}/staff/socket`, `${API}/channels/site/socket`]) {
      const told = await tests.ask('POST', path, { body: {} })
      expectRefused(told, 'notFound', path)
    }
    expect(tests.faults).toEqual([])
  })
})

describe('whatever the schemas let in', () => {
  const TEXTS = [
    'a',
    'a\tb\r\nc',
    '\\u0000 and \\ud800, in letters only',
    '𝄞👩‍👩‍👧‍👦e\u0301\u202eabc\u2028\u2029\ufeff\uffff\ufffe',
    '"}],\'; drop table chats; -- ${1} $1 %s {{1}} \\',
    '<script>alert(1)</script>',
    '語'.repeat(500),
    '__proto__',
    'xstate.stop',
  ]
  const IDS = ['__proto__', 'constructor', 'toString', '-', '_', '0', 'x'.repeat(64), 'NaN']
  const ADDRESSES = [
    'http://a.b',
    'https://shop.example:8443/path?x=1#y',
    'https://xn--nxasmq6b.example',
    'https://例え.example/\u00e9',
    `https://a.example/${'x'.repeat(280)}`,
    'https://a.example/\u0000',
    'https://a.example/\ud800',
    'HTTPS://A.EXAMPLE',
    'http://user:secret@a.example',
  ]

  it('[HD12] the database takes: no text, id or number of a client makes a fault', async () => {
    const token = await tests.signedIn('ada')
    const { token: customer } = await tests.customer()
    const said: string[] = []
    const send = async (command: StaffCommand | { type: string }): Promise<Told> => {
      const body = identified(command)
      const told = await tests.ask('POST', `${API}/accounts/acme/commands`, { token, body })
      said.push(`${told.status} ${JSON.stringify(command).slice(0, 300)}`)
      return told
    }
    const writes = async (text: string): Promise<Told> => {
      const body = identified({ type: 'sendMessage', text })
      const told = await tests.ask('POST', `${API}/channels/site/commands`, {
        token: customer,
        body,
      })
      said.push(`${told.status} ${JSON.stringify(text).slice(0, 300)}`)
      return told
    }
    const everybody = { role: 'agent', groupIds: [], chatLimit: null } as const
    for (const name of TEXTS) {
      expect((await writes(name)).status, name).toBe(200)
      const group = { overflowGroupId: null, defaultAgentId: null }
      await send({ type: 'saveGroup', groupId: 'new', name, publicName: name, ...group })
      await send({ type: 'saveMember', personId: 'new', name, publicName: name, ...everybody })
    }
    expect((await writes('語'.repeat(8_000))).status).toBe(200)
    const desk = await tests.ask('GET', `${API}/accounts/acme/desk`, { token })
    const { chats } = desk.json as { chats: { chatId: string }[] }
    const chatId = chats[0]?.chatId ?? ''
    expect(chatId).not.toBe('')
    for (const text of TEXTS) {
      await send({ type: 'comment', chatId, text, visibleTo: 'staff' })
      const to = { kind: 'group', groupId: text.length % 2 === 0 ? 'sales' : 'support' } as const
      await send({ type: 'forwardChat', chatId, to, note: text })
    }
    for (const id of IDS) {
      const words = { name: 'Some', publicName: 'Some' }
      const group = { overflowGroupId: null, defaultAgentId: null }
      await send({ type: 'saveGroup', groupId: id, ...words, ...group })
      await send({ type: 'saveMember', personId: id, ...words, ...everybody, groupIds: [id] })
      await send({ type: 'forwardChat', chatId, to: { kind: 'group', groupId: id } })
      await send({ type: 'forwardChat', chatId, to: { kind: 'agent', agentId: id } })
      await send({ type: 'goOffline', agentId: id })
      await send({ type: 'goAway', reason: id })
      for (const command of staffCommands({
        chatId: id,
        customerId: id,
        groupId: id,
        otherGroupId: 'support',
        agentId: id,
        channelId: `channel-${id}`.slice(0, 64),
      })) {
        if (command.type !== 'saveMember' && command.type !== 'deleteGroup') await send(command)
      }
    }
    for (const address of ADDRESSES) {
      const channel = {
        channelId: 'site',
        kind: 'widget',
        name: 'Shop',
        groupId: 'support',
      } as const
      const look = { botId: null, colour: '#000000' }
      await send({ type: 'saveChannel', ...channel, ...look, allowedOrigins: [address] })
    }
    await send({ type: 'markRead', chatId, seq: Number.MAX_SAFE_INTEGER })
    await send({ type: 'goOnline' })
    await send({ type: 'holdChat', chatId, until: 8_640_000_000_000_000 })
    const year = 365 * 24 * 3_600_000
    const limits = { queueLimitMs: year, idleLimitMs: year, graceMs: year, responseLimitMs: 1_000 }
    await send({ type: 'changeSettings', change: { ...limits, undoMs: 1, stickyMs: 0 } })
    const faults = said.filter((line) => !/^(200|400|403|404|409) /.test(line))
    expect(faults).toEqual([])
    expect(tests.faults).toEqual([])
    expect((await tests.ask('GET', `${API}/accounts/acme/desk`, { token })).status).toBe(200)
    expect((await tests.ask('GET', `${API}/channels/site`)).status).toBe(200)
    expect((await writes('Still here')).status).toBe(200)
  })
})

function identified(command: object): { id: string; command: object } {
  return { id: Bun.randomUUIDv7(), command }
}

function goOnline(): object {
  return identified({ type: 'goOnline' })
}

async function askedAs(who: 'staff' | 'customer' | 'nobody'): Promise<Asked> {
  if (who === 'staff') return { token: await tests.signedIn('ada') }
  return who === 'customer' ? { token: (await tests.customer()).token } : {}
}

function expectRefused(told: Told, code: string, about: string): void {
  const { refusal, status } = problem.parse(told.json ?? { text: told.text, status: told.status })
  expect(refusal.code, about).toBe(code)
  expect(told.status, about).toBe(status)
}
