import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLOSE } from '#protocol/close-codes'
import { FRAME_BURST, MAX_FRAME_BYTES, PROTOCOL_VERSION } from '#protocol/limits'
import { DatabaseForTests, START_MS } from '#storage/database-for-tests'
import { startServer } from '../server.ts'
import type { RunningServer } from '../server.ts'
import { everythingStored } from './everything-stored.ts'

const databases = DatabaseForTests.forThisFile()
const errors: unknown[] = []
let server: RunningServer
let staffToken = ''
let customerToken = ''

const STAFF = '/api/v1/staff/socket'
const CUSTOMER = '/api/v1/channels/demo/socket'

/** WebSocket's own code. */
const MESSAGE_TOO_BIG = 1009

beforeAll(async () => {
  server = await startServer({
    port: 0,
    host: '127.0.0.1',
    dataFolder: '/nowhere',
    databaseUrl: databases.url,
    demo: true,
    publicUrl: null,
    proxies: 0,
    s3: null,
    mail: null,
    rateFactor: 1_000,
    userInterface: false,
    log: { info() {}, warn() {}, error: (about) => errors.push(about) },
  })
  const administrator = server.demo?.find(({ role }) => role === 'administrator')
  const { email, password } = administrator ?? { email: '', password: '' }
  staffToken = await tokenBy('/api/v1/session', { email, password })
  customerToken = await tokenBy('/api/v1/channels/demo/customers', {})
}, START_MS)

afterAll(() => server.stop(), START_MS)

describe('a running server', () => {
  it('[HD17] closes sockets on which binary or too long frames come', async () => {
    for (const [path, token] of [
      [STAFF, staffToken],
      [CUSTOMER, customerToken],
    ] as const) {
      const frames: [frame: string | Uint8Array<ArrayBuffer>, code: number][] = [
        [new Uint8Array([1, 2, 3]), CLOSE.badFrame.code],
        [new TextEncoder().encode('{"type":"hello"}'), CLOSE.badFrame.code],
        [new Uint8Array(0), CLOSE.badFrame.code],
        ['', CLOSE.badFrame.code],
        ['x'.repeat(MAX_FRAME_BYTES + 1), CLOSE.badFrame.code],
        // So long that the transport itself ends it.
        ['x'.repeat(10 * MAX_FRAME_BYTES), MESSAGE_TOO_BIG],
        ['語'.repeat(MAX_FRAME_BYTES / 2), CLOSE.badFrame.code],
      ]
      for (const [frame, code] of frames) {
        for (const greeted of [false, true]) {
          const about = `${path}, ${greeted}, ${frame.length}`
          expect(await closeCodeAfter(path, greeted ? token : null, frame), about).toBe(code)
        }
      }
    }
    await expectServes()
  })

  it('[HD17] closes sockets that break the framing of WebSocket', async () => {
    const { accounts: _before, ...before } = await everythingStored(databases.db)
    for (const bytes of [
      // not masked, a reserved bit, an unknown opcode, a control frame in parts or too long
      [0x81, 0x02, 0x7b, 0x7d],
      [0xf1, 0x80, 0, 0, 0, 0],
      [0x83, 0x80, 0, 0, 0, 0],
      [0x09, 0x80, 0, 0, 0, 0],
      [0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0],
      // a text that is not UTF-8, a length beyond all
      [0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe],
      [0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
    ]) {
      const socket = await upgraded(STAFF)
      socket.write(new Uint8Array(bytes))
      await ended(socket)
    }
    // Sockets of the test before this one may still be leaving: a turn of the account, no more.
    expect(await everythingStored(databases.db)).toMatchObject(before)
    await expectServes()
  })

  it('[HD17] ends connections that speak something else', async () => {
    for (const words of [
      'hello\r\n\r\n',
      '\u0000\u0001\u0002\u0003\r\n\r\n',
      'GET\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
      `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`,
      `GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`,
      'POST /api/v1/session HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n',
      'POST /api/v1/session HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
      'GET /api/v1/staff/socket HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: Upgrade\r\n\r\n',
    ]) {
      const socket = await opened()
      socket.end(words)
      await ended(socket)
    }
    await expectServes()
  })

  it('[HD17] refuses a socket’s address to whoever opens no socket', async () => {
    for (const path of [STAFF, CUSTOMER]) {
      const others: Record<string, string>[] = [{}, { upgrade: 'h2c' }, { connection: 'upgrade' }]
      for (const headers of others) {
        const response = await fetch(addressOf(path), { headers })
        expect(response.status).toBe(400)
        expect(await response.json()).toMatchObject({ refusal: { code: 'invalid' } })
      }
    }
    await expectServes()
  })

  it('[HD15] cuts a socket off whose client does not read, and serves the others', async () => {
    const accountPath = '/api/v1/accounts/demo'
    const text = '語'.repeat(8_000)
    for (let index = 0; index < 60; index += 1) {
      const command = { type: 'sendMessage', text }
      await ask('/api/v1/channels/demo/commands', customerToken, identified(command))
    }
    const desk = await ask(`${accountPath}/desk`, staffToken)
    const { chats } = (await desk.json()) as { chats: { chatId: string }[] }
    const topic = `chat:${chats[0]?.chatId}`
    const socket = await upgraded(STAFF)
    const hello = { type: 'hello', protocol: PROTOCOL_VERSION, token: staffToken }
    socket.write(masked(JSON.stringify(hello)))
    await new Promise<void>((resolve) => socket.once('data', () => resolve()))
    socket.pause()
    // Each answer is of more than a megabyte, and the machine itself holds some of them.
    for (let [asked, staffSockets] = [0, 1]; staffSockets > 0;) {
      if (asked < FRAME_BURST / 2)
        socket.write(masked(JSON.stringify({ type: 'subscribe', topic })))
      asked += 1
      await ask(`${accountPath}/chats?state=closed`, staffToken)
      const metrics = await (await fetch(addressOf('/metrics'))).text()
      staffSockets = Number(/staff_sockets (\d+)/.exec(metrics)?.[1])
    }
    await expectServes()
    socket.destroy()
  })

  it('[HD17] met no fault of its own', () => {
    expect(errors).toEqual([])
  })
})

function addressOf(path: string): string {
  return `http://127.0.0.1:${server.port}${path}`
}

function ask(path: string, token: string, body?: object): Promise<Response> {
  return fetch(addressOf(path), {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })
}

async function tokenBy(path: string, body: object): Promise<string> {
  const { token } = (await (await ask(path, '', body)).json()) as { token: string }
  return token
}

function identified(command: object): { id: string; command: object } {
  return { id: Bun.randomUUIDv7(), command }
}

async function expectServes(): Promise<void> {
  const ready = await fetch(addressOf('/readyz'))
  expect(ready.status).toBe(200)
}

/** Opens a socket, says hello where there is a token, sends the frame, and waits for the end. */
function closeCodeAfter(
  path: string,
  token: string | null,
  frame: string | Uint8Array<ArrayBuffer>,
): Promise<number> {
  const socket = new WebSocket(addressOf(path).replace('http', 'ws'))
  return new Promise((resolve) => {
    socket.addEventListener('close', ({ code }) => resolve(code))
    socket.addEventListener('open', () => {
      if (token === null) return socket.send(frame)
      socket.send(JSON.stringify({ type: 'hello', protocol: PROTOCOL_VERSION, token }))
    })
    socket.addEventListener('message', () => socket.send(frame), { once: true })
  })
}

function opened(): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(server.port, '127.0.0.1', () => resolve(socket))
    socket.once('error', reject)
  })
}

/** A WebSocket by hand: its far end may then break every rule. */
async function upgraded(path: string): Promise<Socket> {
  const socket = await opened()
  const lines = [
    `GET ${path} HTTP/1.1`,
    'host: localhost',
    'upgrade: websocket',
    'connection: Upgrade',
    'sec-websocket-version: 13',
    'sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==',
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  await new Promise<void>((resolve) => socket.once('data', () => resolve()))
  return socket
}

function ended(socket: Socket): Promise<void> {
  socket.on('error', () => {})
  return new Promise((resolve) => {
    socket.once('close', () => resolve())
    socket.resume()
  })
}

/** A text frame as clients send it. */
function masked(text: string): Uint8Array {
  const payload = new TextEncoder().encode(text)
  const length = payload.length
  const head = length < 126 ? [0x81, 0x80 | length] : [0x81, 0x80 | 126, length >> 8, length & 0xff]
  // A mask of zeros changes nothing.
  return new Uint8Array([...head, 0, 0, 0, 0, ...payload])
}
