import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CLOSE } from '#protocol/close-codes'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { openDatabase } from '#storage/database'
import type { Database } from '#storage/database'
import { DatabaseForTests } from '#storage/database-for-tests'
import { foundWithAdministrator } from './bootstrap/first-administrator.ts'
import { systemClock, systemIds } from './operation/system-ports.ts'
import type { Log } from './ports.ts'
import { startServer } from './server.ts'
import type { RunningServer, ServerOptions } from './server.ts'

const databases = DatabaseForTests.forThisFile()
const log: Log = { info() {}, warn() {}, error() {} }
const running: RunningServer[] = []
let databaseUrl = ''

async function start(more: Partial<ServerOptions> = {}): Promise<RunningServer> {
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    dataFolder: '/nowhere',
    databaseUrl,
    demo: null,
    publicUrl: null,
    proxies: 0,
    s3: null,
    mail: null,
    rateFactor: 1_000,
    log,
    userInterface: false,
    ...more,
  })
  running.push(server)
  return server
}

async function stop(server: RunningServer): Promise<void> {
  running.splice(running.indexOf(server), 1)
  await server.stop()
}

async function withDb<T>(use: (db: Database['db']) => Promise<T>): Promise<T> {
  const database = await openDatabase(databaseUrl)
  try {
    return await use(database.db)
  } finally {
    await database.close()
  }
}

async function ask(server: RunningServer, path: string, body?: object) {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const json: unknown = text.startsWith('{') ? JSON.parse(text) : null
  return { status: response.status, text, json }
}

beforeAll(async () => {
  databaseUrl = await databases.newDatabase()
})
afterEach(async () => {
  for (const server of [...running]) await stop(server)
})

describe('a server on an empty database of one’s own', () => {
  it('[RU5] makes no demo account unless it is asked for, and says that there is no account', async () => {
    const server = await start()
    expect(server).toMatchObject({ demo: null, hasNoAccount: true })
    expect((await ask(server, '/readyz')).status).toBe(200)
    expect((await ask(server, '/api/v1/demo')).json).toEqual({ channelId: null, crm: null })
  })

  it('[RU6] an account and its administrator can be made while it runs', async () => {
    const server = await start()
    const database = await openDatabase(databaseUrl)
    try {
      const parts = { database, clock: systemClock, ids: systemIds, log }
      const wanted = { email: 'boss@acme.example', name: 'Bea Boss', account: 'Acme' }
      const made = await foundWithAdministrator(parts, wanted)
      const { email, password } = made
      const signedIn = await ask(server, '/api/v1/session', { email, password })
      expect(signedIn.json).toMatchObject({
        name: 'Bea Boss',
        accounts: [{ accountId: made.accountId, name: 'Acme', role: 'administrator' }],
      })
      const channel = await ask(server, `/api/v1/channels/${made.channelId}`)
      expect(channel.json).toMatchObject({ name: 'Support' })
      // The running server writes to the new account: its shard's epoch was only borrowed.
      const customer = await ask(server, `/api/v1/channels/${made.channelId}/customers`, {})
      expect(customer.status).toBe(201)
      expect((await ask(server, '/readyz')).status).toBe(200)

      const again = await foundWithAdministrator(parts, { ...wanted, account: 'Beta' })
      expect(again.personId).toBe(made.personId)
      expect((await ask(server, '/api/v1/session', { email, password })).status).toBe(401)
      const renewed = { email, password: again.password }
      const both = await ask(server, '/api/v1/session', renewed)
      expect((both.json as { accounts: object[] }).accounts).toHaveLength(2)
    } finally {
      await database.close()
    }
    await stop(server)
    expect(await start({ demo: true })).toMatchObject({ demo: null, hasNoAccount: false })
  })
})

describe('the demo account', () => {
  it('[RU5] is made once, with sign-ins that work and a widget with a bot that knows something', async () => {
    databaseUrl = await databases.newDatabase()
    const first = await start({ demo: true })
    const signIns = first.demo ?? []
    expect(signIns.map(({ role }) => role).toSorted()).toEqual([
      'administrator',
      'agent',
      'agent',
      'agent',
      'agent',
      'supervisor',
    ])
    const groups = signIns.filter(({ role }) => role === 'agent').flatMap((one) => one.groups)
    expect([...new Set(groups)].toSorted()).toEqual(['Billing', 'Sales', 'Support'])
    for (const { email, password, role } of signIns) {
      const told = await ask(first, '/api/v1/session', { email, password })
      const second = { accountId: 'harbour', name: 'Harbour Books', role: 'administrator' }
      const more = role === 'supervisor' ? [second] : []
      expect(told.json).toMatchObject({ accounts: [{ accountId: 'demo', role }, ...more] })
    }
    expect((await ask(first, '/api/v1/demo')).json).toEqual({ channelId: 'demo', crm: null })
    const channels = await withDb((db) =>
      db.selectFrom('channels').selectAll().orderBy('channelId').execute(),
    )
    expect(channels).toMatchObject([
      { channelId: 'demo', kind: 'widget', botId: 'assistant' },
      { channelId: 'harbour', kind: 'widget', botId: null },
    ])
    await stop(first)
    expect(await start({ demo: true })).toMatchObject({ demo: null, hasNoAccount: false })
  })
})

describe('two servers on one database', () => {
  it('[HT8] the second owns nothing, says who does, and serves when the first is gone', async () => {
    const first = await start({ demo: true })
    const second = await start()
    const told = await ask(second, '/readyz')
    expect(told.status).toBe(503)
    expect(told.json).toMatchObject({
      ready: false,
      parts: [
        { name: 'running', ready: true },
        { name: 'database', ready: true },
        { name: 'files', ready: true },
        { name: 'migrations', ready: true },
        { name: 'shards', ready: false, owner: expect.any(String) },
      ],
    })
    expect((await ask(second, '/healthz')).status).toBe(200)
    const channel = await ask(second, '/api/v1/channels/demo')
    expect(channel.json).toMatchObject({ refusal: { code: 'notReady' } })
    await stop(first)
    const third = await start()
    const ready = await Promise.all([ask(second, '/readyz'), ask(third, '/readyz')])
    expect(ready.filter(({ status }) => status === 200).length).toBeGreaterThan(0)
  })

  it('[RU7] a port in use is said, and nothing stays open', async () => {
    const first = await start()
    await expect(start({ port: first.port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
    await expect(start({ databaseUrl: 'postgres://nobody@127.0.0.1:1/x' })).rejects.toMatchObject({
      name: 'DatabaseError',
    })
    expect((await ask(first, '/readyz')).status).toBe(200)
  })
})

describe('a stop', () => {
  it('[RU8] answers what is under way, tells sockets to come again, and gives the shards up', async () => {
    const server = await start({ demo: true })
    const { token } = (await ask(server, '/api/v1/channels/demo/customers', {})).json as {
      token: string
    }
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/api/v1/channels/demo/socket`)
    const frames: { type: string }[] = []
    const met = new Map<string, () => void>()
    socket.addEventListener('message', ({ data }) => {
      const frame: unknown = JSON.parse(String(data))
      frames.push(frame as { type: string })
      met.get((frame as { type: string }).type)?.()
    })
    const heard = (type: string) =>
      new Promise<void>((resolve) => {
        met.set(type, resolve)
      })
    const over = new Promise<CloseEvent>((resolve) => {
      socket.addEventListener('close', resolve)
    })
    await new Promise((resolve) => {
      socket.addEventListener('open', resolve)
    })
    const welcome = heard('welcome')
    socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, token }))
    await welcome
    const item = heard('item')
    const ids = Array.from({ length: 20 }, () => Bun.randomUUIDv7())
    for (const id of ids) {
      const command = { type: 'sendMessage', text: `n ${id}` }
      socket.send(JSON.stringify({ type: 'command', id, command }))
    }
    await item
    await stop(server)
    expect(await over).toMatchObject({ code: CLOSE.goingAway.code, reason: 'goingAway' })
    const acknowledged = frames.flatMap((frame) =>
      frame.type === 'ack' && 'id' in frame ? [frame.id] : [],
    )
    const stored = await withDb((db) =>
      db.selectFrom('messages').select('commandId').where('author', 'like', 'customer:%').execute(),
    )
    const storedIds = stored.map(({ commandId }) => commandId)
    for (const id of acknowledged) expect(storedIds).toContain(id)
    // Whatever was written was said: a stop waits for what it has taken.
    expect(new Set(acknowledged)).toEqual(new Set(storedIds))
    const owners = await withDb((db) =>
      db.selectFrom('shards').select('owner').where('owner', 'is not', null).execute(),
    )
    expect(owners).toEqual([])
  })
})
