import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { DiskFiles } from '#storage/disk-files'
import { MemoryStore } from '#storage/memory-store'
import type { BotRow } from '#storage/rows'
import { FileLinks } from '../files/file-links.ts'
import { filesIn } from '../files/file-facts.ts'
import { Files } from '../files/files.ts'
import { PNG } from '../files/samples.ts'
import type { Host } from '../host/host.ts'
import { Breaker } from '../outgoing/breaker.ts'
import { Outgoing, SIGNATURE_HEADER, signature } from '../outgoing/outgoing.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { ACCOUNT, channel, smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'
import { FILE_DEADLINE_MS } from './bot-files.ts'
import { Bots } from './bots.ts'

const SECRET = 'a secret of more than 16 letters'
const SILENT = { info() {}, warn() {}, error() {} }
const MAX_BYTES = 100_000

const ends: (() => void | Promise<void>)[] = []

afterEach(async () => {
  for (const end of ends.splice(0)) await end()
})

type Serves = (response: ServerResponse, request: IncomingMessage) => void

/** A service on the loopback: its bot at `/bot`, everything else a place for files. */
async function service(clock: ManualClock, answer: (at: string) => unknown, serves: Serves) {
  const fetched: string[] = []
  const server = createServer((request, response) => {
    if (request.url !== '/bot') {
      fetched.push(`${request.method} ${request.url}`)
      serves(response, request)
      return
    }
    request.resume()
    request.on('end', () => {
      const body = JSON.stringify(answer(place()))
      response.setHeader(SIGNATURE_HEADER, signature(SECRET, body, clock.now()))
      response.end(body)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const place = (): string => {
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    return `http://127.0.0.1:${address.port}`
  }
  return { fetched, at: place() }
}

/** An account whose channel `bot` names a webhook that sends files. */
async function withBot(
  answer: (at: string) => unknown,
  serves: Serves = (response) => void response.end(PNG),
  allowPrivate = true,
) {
  const clock = new ManualClock()
  const { at, fetched } = await service(clock, answer, serves)
  const memory = new MemoryStore(() => clock.now())
  const folder = join(tmpdir(), `parley-bot-files-${crypto.randomUUID()}`)
  ends.push(() => rm(folder, { recursive: true, force: true }))
  const bytes = new DiskFiles(folder)
  const row: BotRow = {
    botId: 'pine',
    kind: 'webhook',
    name: 'Pine',
    url: `${at}/bot`,
    secret: SECRET,
    threshold: null,
    groups: [],
    deleted: false,
  }
  let made = 0
  const filesOf = (host: Host) =>
    new Files({
      host,
      stored: memory,
      bytes,
      links: new FileLinks(new Uint8Array(32).fill(7), () => clock.now()),
      loadChat: async (accountId, chatId) =>
        (await memory.loadChats(accountId, [chatId]))[0] ?? null,
      ids: { next: () => `file-${(made += 1)}` },
      now: () => clock.now(),
      log: SILENT,
    })
  const asksAllowed = new Outgoing({ clock, allowPrivate: true })
  const fetches = new Outgoing({ clock, allowPrivate })
  const test = await TestHost.start({
    clock,
    memory,
    account: {
      ...smallAccount({ botLimitMs: 60_000, fileMaxBytes: MAX_BYTES }),
      bots: [row],
      channels: [channel('bot', { botId: 'pine' })],
    },
    deliver: (host) => {
      const bots = new Bots({
        host,
        clock,
        outgoing: {
          post: (asking) => asksAllowed.post(asking),
          fetch: (asked, take) => fetches.fetch(asked, take),
        },
        breaker: new Breaker(clock),
        files: filesOf(host),
        wordsOf: async () => 'Hello',
        find: async () => [],
      })
      return (delivery) => bots.deliver(delivery)
    },
  })
  const said = () =>
    (memory.contents(ACCOUNT)?.messages ?? [])
      .filter(({ author }) => author === 'bot:pine')
      .map(({ text, data }) => ({ text, files: filesIn(data) }))
  const rows = () => memory.contents(ACCOUNT)?.files ?? []
  return { test, clock, at, fetched, said, rows, bytes }
}

const withPicture = (text: string) => (at: string) => ({
  messages: [{ text, files: [{ url: `${at}/a%20map.png` }] }],
})

describe('files of a bot', () => {
  it('[BO70] are fetched from their address, kept, and said with its words and buttons', async () => {
    const { test, fetched, said, rows } = await withBot((at) => ({
      messages: [
        {
          text: 'Here is the way.',
          files: [{ url: `${at}/a%20map.png` }, { name: 'note.txt', data: 'SGVsbG8=' }],
          buttons: [{ label: 'Thank you' }],
        },
      ],
    }))
    const chatId = await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(said()).toHaveLength(1))
    expect(fetched).toEqual(['GET /a%20map.png'])
    expect(said()[0]).toMatchObject({
      text: 'Here is the way.',
      files: [
        { name: 'a map.png', mime: 'image/png', kind: 'image', size: PNG.byteLength },
        { name: 'note.txt', kind: 'other', size: 5 },
      ],
    })
    expect(rows()).toHaveLength(2)
    for (const row of rows()) {
      expect(row).toMatchObject({ chatId, uploadedBy: 'bot:pine', state: 'used', expiresAt: null })
      expect(row.audience).toBe('customer')
    }
  })

  it('[BO70] may be all that a message says', async () => {
    const { test, said } = await withBot(withPicture(''))
    await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(said()).toMatchObject([{ text: '', files: [{ kind: 'image' }] }]))
  })

  const BAD: [name: string, serves: Serves][] = [
    ['says no', (response) => void response.writeHead(404).end('no')],
    ['leads elsewhere', (response) => void response.writeHead(302, { location: '/b.png' }).end()],
    ['breaks off', (response) => void response.destroy()],
    [
      'gives half of it',
      (response) => {
        response.writeHead(200, { 'content-length': '5000' })
        response.write(PNG, () => response.destroy())
      },
    ],
    ['gives too much', (response) => void response.end(Buffer.alloc(MAX_BYTES + 1))],
    [
      'gives without end',
      (response) => {
        const more = (): void => {
          if (!response.destroyed) response.write('x'.repeat(10_000), more)
        }
        more()
      },
    ],
    ['gives a program', (response) => void response.end(Buffer.from('MZ\u0090\u0000', 'latin1'))],
  ]
  it.each(BAD)('[BO71] whose place %s are left out; the words are said', async (_, serves) => {
    const { test, said, rows } = await withBot(withPicture('Here is the way.'), serves)
    const chatId = await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(said()).toEqual([{ text: 'Here is the way.', files: [] }]))
    expect(test.chat(chatId).state).toBe('bot.listening')
    expect(rows().every(({ state }) => state === 'dropped')).toBe(true)
  })

  it('[BO71] that never come are given up at their deadline', async () => {
    const { test, clock, said, fetched } = await withBot(withPicture('Here is the way.'), () => {})
    await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(fetched).toHaveLength(1))
    await clock.pass(FILE_DEADLINE_MS)
    await vi.waitFor(() => expect(said()).toEqual([{ text: 'Here is the way.', files: [] }]))
  })

  it('[BO71] of which nothing is left are nonsense: the customer gets people', async () => {
    const { test, said } = await withBot(
      withPicture(''),
      (response) => void response.writeHead(500).end(),
    )
    const chatId = await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(test.chat(chatId).state).toBe('queued'))
    expect(said()).toEqual([])
  })

  it('[BO71] at an address that is not everybody’s are not fetched, unless that is allowed', async () => {
    const { test, said, fetched } = await withBot(withPicture('Here is the way.'), undefined, false)
    await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(said()).toHaveLength(1))
    expect(said()[0]?.files).toEqual([])
    expect(fetched).toEqual([])
  })

  it('[BO72] that come after a person has the chat are not used, and swept', async () => {
    const go = Promise.withResolvers<void>()
    const { test, fetched, said, rows } = await withBot(
      withPicture('Here is the way.'),
      (response) => void go.promise.then(() => response.end(PNG)),
    )
    const chatId = await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(fetched).toHaveLength(1))
    done(await test.customer('c1', { type: 'talkToPerson' }, undefined, 'bot'))
    await test.online('ann')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    go.resolve()
    await vi.waitFor(() => expect(test.outbox.counters.delivered).toBe(1))
    expect(said()).toEqual([])
    expect(rows().some(({ state }) => state === 'used')).toBe(false)
  })
})
