import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WEBHOOK_KINDS } from '#protocol/webhook-kinds'
import { webhookEvent } from '#protocol/webhooks'
import type { WebhookEvent } from '#protocol/webhooks'
import type { LoggedDelivery, WebhookRow } from '#storage/webhook-rows'
import { isSigned } from '../bots/webhook-bot.ts'
import { Outgoing, SIGNATURE_HEADER } from '../outgoing/outgoing.ts'
import type { Random } from '../ports.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { ACCOUNT, smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'
import {
  EVENT_HEADER,
  FAILED_AFTER_MS,
  KEPT_BYTES,
  PER_WEBHOOK,
  TELL_DEADLINE_MS,
  WebhookDispatcher,
} from './dispatcher.ts'
import { RETRY_MS } from './schedule.ts'

const SECRET = 'a secret of at least 32 signs, to sign with'
const NEVER_LATER: Random = { next: () => 0 }
const SILENT = { info() {}, warn() {}, error() {} }

const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

interface Heard {
  event: WebhookEvent
  body: string
  request: IncomingMessage
}

type Answering = (response: ServerResponse, heard: Heard) => void

const ok: Answering = (response) => response.writeHead(204).end()

/** A real server on the loopback, what it was told, and how it answers from now on. */
async function receiver(answer: Answering = ok) {
  const place = { url: '', heard: [] as Heard[], answer }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => {
      const heard = { event: webhookEvent.parse(JSON.parse(body)), body, request }
      place.heard.push(heard)
      place.answer(response, heard)
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  place.url = `http://127.0.0.1:${address.port}/told?a=1`
  return place
}

/** An account with one webhook, and a dispatcher that tells it. */
async function telling(
  webhook: Partial<WebhookRow>,
  more: { allowPrivate?: boolean; sendsMail?: boolean; clock?: ManualClock } = {},
) {
  const { allowPrivate = true, sendsMail = false } = more
  const row: WebhookRow = {
    webhookId: 'crm',
    name: 'The CRM',
    url: 'http://127.0.0.1:1/',
    kinds: [...WEBHOOK_KINDS],
    secret: SECRET,
    formerSecret: null,
    formerUntil: null,
    state: 'on',
    since: 0,
    deleted: false,
    ...webhook,
  }
  const test = await TestHost.start({
    account: { ...smallAccount(), webhooks: [row] },
    reach: { sendsMail, isHere: () => true },
  })
  const clock = more.clock ?? test.clock
  const dispatcher = new WebhookDispatcher({
    store: test.memory,
    feed: test.memory,
    host: test.host,
    outgoing: new Outgoing({ clock, allowPrivate }),
    clock,
    random: NEVER_LATER,
    log: SILENT,
  })
  test.onWebhooks = () => dispatcher.kick()
  const log = (): LoggedDelivery[] => test.memory.contents(ACCOUNT)?.webhookDeliveries ?? []
  const stored = () =>
    test.memory.contents(ACCOUNT)?.webhooks.find((one) => one.webhookId === 'crm')
  /** Time passes; the dispatcher looks, as it does every few seconds. */
  const later = async (ms: number): Promise<void> => {
    await clock.pass(ms)
    dispatcher.kick()
  }
  /** Somebody tries the way; gives the event's id. */
  const tryIt = async (): Promise<string> => {
    const { eventId } = done(
      await test.staff('ada', { type: 'testWebhook', webhookId: 'crm' }),
    ).result
    if (typeof eventId !== 'string') throw new Error('no id')
    return eventId
  }
  return { test, dispatcher, log, stored, later, tryIt }
}

const tries = (log: LoggedDelivery[], at = 0) =>
  (log[at]?.tries ?? []).map(({ status, why }) => [status, why])

describe('a webhook', () => {
  it('[WH10] is told what happens, signed, with the same id in body and header', async () => {
    const crm = await receiver()
    const { test } = await telling({ url: crm.url, kinds: ['chatStarted', 'messageSaid'] })
    const chatId = await test.writes('c1', 'Where is it?')
    await vi.waitFor(() => expect(crm.heard).toHaveLength(2))
    const [started, said] = crm.heard
    expect(started?.event).toMatchObject({
      protocol: 1,
      id: `chat:${chatId}:1:0`,
      kind: 'chatStarted',
      accountId: ACCOUNT,
      chat: { id: chatId, channelId: 'web', groupId: 'support' },
      customer: { id: 'c1', name: null },
      by: { kind: 'customer', id: 'c1' },
    })
    expect(said?.event).toMatchObject({ kind: 'messageSaid', message: { text: 'Where is it?' } })
    expect(said?.request).toMatchObject({ method: 'POST', url: '/told?a=1' })
    const { headers } = said?.request ?? {}
    expect(headers?.[EVENT_HEADER]).toBe(said?.event.id)
    const signed = String(headers?.[SIGNATURE_HEADER])
    expect(isSigned(signed, SECRET, said?.body ?? '', test.clock.now())).toBe(true)
  })

  it('[WH11] is told an event of which only ids are kept, and nothing that was erased by then', async () => {
    const crm = await receiver((response) => response.writeHead(500).end('You said: Where is it?'))
    const { test, log, later } = await telling({
      url: crm.url,
      kinds: ['messageSaid', 'chatRated'],
    })
    await test.writes('c1', 'Where is it?')
    await vi.waitFor(() => expect(log()[0]?.tries).toHaveLength(1))
    const { tries: tried, ...row } = log()[0] ?? { tries: [] }
    expect(JSON.stringify(row)).not.toContain('Where')
    expect(tried[0]?.answer).toBe('You said: Where is it?')
    done(await test.staff('ada', { type: 'eraseCustomer', customerId: 'c1' }))
    expect(JSON.stringify(log())).not.toContain('Where')
    crm.answer = ok
    await later(RETRY_MS[0] ?? 0)
    await vi.waitFor(() => expect(crm.heard).toHaveLength(2))
    expect(crm.heard[0]?.event).toMatchObject({ message: { text: 'Where is it?' } })
    expect(crm.heard[1]?.event).toMatchObject({ message: { text: null } })
  })

  it('[WH11] whose answer comes after its customer was erased leaves no word of theirs', async () => {
    let answer = (): void => {}
    const crm = await receiver((response) => {
      answer = () => response.end('You said: Where is it?')
    })
    const { test, log } = await telling({ url: crm.url, kinds: ['messageSaid'] })
    await test.writes('c1', 'Where is it?')
    await vi.waitFor(() => expect(crm.heard).toHaveLength(1))
    done(await test.staff('ada', { type: 'eraseCustomer', customerId: 'c1' }))
    answer()
    await vi.waitFor(() => expect(log()[0]?.state).toBe('delivered'))
    expect(log()[0]?.tries[0]).toMatchObject({ status: 200, answer: null })
  })

  it('[WH12] that fails is told again by the schedule, under one id, and given up after it', async () => {
    const crm = await receiver((response) => response.writeHead(503).end('busy'))
    // A clock of its own: in three days a host has much to do.
    const clock = new ManualClock()
    const { log, later, tryIt } = await telling({ url: crm.url }, { clock })
    const eventId = await tryIt()
    for (const [index, wait] of RETRY_MS.entries()) {
      await vi.waitFor(() => expect(log()[0]?.tries).toHaveLength(index + 1))
      await later(wait - 1)
      expect(crm.heard).toHaveLength(index + 1)
      await later(1)
    }
    await vi.waitFor(() => expect(log()[0]?.state).toBe('failed'))
    expect(new Set(crm.heard.map(({ event }) => event.id))).toEqual(new Set([eventId]))
    expect(crm.heard).toHaveLength(1 + RETRY_MS.length)
    expect(log()[0]?.tries.at(-1)).toMatchObject({ status: 503, why: 'status', answer: 'busy' })
  })

  it('[WH13] is slow, silent, huge, broken or garbage, and only its status counts', async () => {
    const crm = await receiver()
    const { test, log, later, tryIt } = await telling({ url: crm.url })
    const all: Record<string, { answer: Answering; wanted: [number | null, string | null] }> = {
      never: { answer: () => {}, wanted: [null, 'late'] },
      huge: { answer: (response) => response.end('x'.repeat(2_000_000)), wanted: [200, null] },
      half: {
        answer: (response) => {
          response.writeHead(200, { 'content-length': '100' })
          response.write('{"half":', () => response.destroy())
        },
        wanted: [200, null],
      },
      endless: {
        answer: (response) => {
          response.writeHead(202)
          response.write('more to come')
        },
        wanted: [202, null],
      },
      gone: { answer: (response) => response.destroy(), wanted: [null, 'unreachable'] },
      garbage: {
        answer: (response) => response.socket?.end('garbage'),
        wanted: [null, 'unreachable'],
      },
      redirect: {
        answer: (response) => response.writeHead(307, { location: crm.url }).end(),
        wanted: [307, 'redirected'],
      },
      no: {
        answer: (response) => response.writeHead(404).end('\u0000no'),
        wanted: [404, 'status'],
      },
    }
    for (const [index, [name, { answer, wanted }]] of Object.entries(all).entries()) {
      crm.answer = answer
      await tryIt()
      await vi.waitFor(() => expect(crm.heard, name).toHaveLength(index + 1))
      if (name === 'never' || name === 'endless') {
        await vi.waitFor(() => expect(test.clock.pending).toBeGreaterThan(0))
        await later(name === 'never' ? TELL_DEADLINE_MS : TELL_DEADLINE_MS / 2)
        // What was tried before comes again, and is none of this.
      }
      if (name === 'endless') await later(TELL_DEADLINE_MS / 2)
      await vi.waitFor(() => expect(tries(log(), index)[0], name).toEqual(wanted))
      // Those that failed are out of the way.
      for (const row of log()) {
        if (row.state !== 'pending') continue
        await test.memory.settleWebhookDelivery({
          accountId: ACCOUNT,
          webhookId: 'crm',
          eventId: row.eventId,
          outcome: { kind: 'failed' },
          tried: { at: 0, tookMs: 0, status: null, why: null, answer: null },
          counts: false,
        })
      }
    }
    const answers = log().map((row) => row.tries[0]?.answer)
    expect(answers[1]).toBe('x'.repeat(KEPT_BYTES))
    expect(answers.at(-1)).toBe('no')
  })

  it('[WH14] in a private network is not asked, unless that is allowed', async () => {
    const crm = await receiver()
    const { log, tryIt } = await telling({ url: crm.url }, { allowPrivate: false })
    await tryIt()
    await vi.waitFor(() => expect(tries(log())).toEqual([[null, 'notAllowed']]))
    expect(crm.heard).toEqual([])
  })

  it('[WH15] has of each chat one event on its way until that was tried, and a few in all', async () => {
    const waiting: ServerResponse[] = []
    const crm = await receiver((response) => waiting.push(response))
    const { test, log, dispatcher } = await telling({ url: crm.url, kinds: ['messageSaid'] })
    const customers = ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']
    for (const customer of customers) {
      for (const text of ['One', 'Two', 'Three']) await test.writes(customer, text)
    }
    await vi.waitFor(() => expect(crm.heard).toHaveLength(PER_WEBHOOK))
    dispatcher.kick()
    await test.clock.pass(0)
    expect(crm.heard).toHaveLength(PER_WEBHOOK)
    expect(crm.heard.map(({ event }) => textOf(event))).toEqual(['One', 'One', 'One', 'One'])
    // The first one fails: the next of its chat goes out all the same.
    waiting.shift()?.writeHead(500).end()
    crm.answer = ok
    for (const response of waiting) response.end()
    await vi.waitFor(() => {
      expect(log().filter(({ state }) => state === 'delivered')).toHaveLength(17)
    })
    for (const customer of customers) {
      const told = crm.heard.filter(({ event }) => customerOf(event) === customer)
      expect(told.map(({ event }) => textOf(event))).toEqual(['One', 'Two', 'Three'])
      const sequences = told.map(({ event }) => event.sequence)
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b))
    }
  })

  it('[WH15] that is slow holds up no other', async () => {
    const slow = await receiver(() => {})
    const quick = await receiver()
    const { test } = await telling({ url: slow.url })
    const save = { type: 'saveWebhook', webhookId: null, name: 'Quick', isOn: true } as const
    done(
      await test.staff('ada', { ...save, url: quick.url, kinds: ['chatStarted'], secret: SECRET }),
    )
    for (const customer of ['c1', 'c2', 'c3', 'c4', 'c5', 'c6']) await test.writes(customer)
    await vi.waitFor(() => expect(quick.heard).toHaveLength(6))
  })

  it('[WH16] that says 410 is switched off at once, and its administrators are told', async () => {
    const crm = await receiver((response) => response.writeHead(410).end())
    const { test, log, stored, tryIt } = await telling({ url: crm.url }, { sendsMail: true })
    await tryIt()
    await vi.waitFor(() => expect(stored()?.state).toBe('gone'))
    expect(log()[0]).toMatchObject({ state: 'failed' })
    const contents = test.memory.contents(ACCOUNT)
    expect(contents?.outbox.map(({ payload }) => payload)).toEqual([
      { mail: 'webhookOff', personId: 'ada', webhookId: 'crm' },
    ])
    expect(contents?.journal.at(-1)).toMatchObject({ type: 'webhookSwitchedOff', by: 'system' })
    // Nothing is left for it from then on.
    await test.writes('c1')
    expect(log()).toHaveLength(1)
  })

  it('[WH16] that fails for days is switched off, and what waits is given up until somebody asks for it', async () => {
    const crm = await receiver((response) => response.writeHead(500).end())
    const { test, log, stored, later, tryIt } = await telling({ url: crm.url })
    // As if it had failed for nearly so long.
    await test.memory.settleWebhookDelivery({
      accountId: ACCOUNT,
      webhookId: 'crm',
      eventId: 'account:1:0',
      outcome: { kind: 'failed' },
      tried: {
        at: test.clock.now() - FAILED_AFTER_MS + 5_000,
        tookMs: 1,
        status: 500,
        why: 'status',
        answer: null,
      },
      counts: true,
    })
    await tryIt()
    await tryIt()
    await vi.waitFor(() => expect(log()[1]?.tries).toHaveLength(1))
    await later(4_999)
    expect(stored()?.state).toBe('on')
    await later(1)
    await vi.waitFor(() => expect(stored()?.state).toBe('failed'))
    await later(RETRY_MS[1] ?? 0)
    await vi.waitFor(() => expect(log().map(({ state }) => state)).toEqual(['failed', 'failed']))
    expect(log()[0]?.tries.at(-1)).toMatchObject({ why: 'off', status: null })
    // Somebody switches it on again: what it missed is told, and the past does not count.
    const { name, url, kinds } = stored() ?? { name: '', url: '', kinds: [] }
    const again = { type: 'saveWebhook', webhookId: 'crm', name, url, isOn: true } as const
    expect(kinds).toEqual([...WEBHOOK_KINDS])
    done(await test.staff('ada', { ...again, kinds: [...WEBHOOK_KINDS], secret: null }))
    await tryIt()
    await vi.waitFor(() => expect(log()[2]?.tries).toHaveLength(1))
    expect(stored()?.state).toBe('on')
    crm.answer = ok
    const what = { failedSince: 0 }
    done(await test.staff('ada', { type: 'resendToWebhook', webhookId: 'crm', what }))
    await vi.waitFor(() => {
      expect(log().map(({ state }) => state)).toEqual(['delivered', 'delivered', 'pending'])
    })
  })

  it('[WH17] is told one event again when somebody asks, under the same id', async () => {
    const crm = await receiver()
    const { test, log, tryIt } = await telling({ url: crm.url })
    const eventId = await tryIt()
    await vi.waitFor(() => expect(log()[0]?.state).toBe('delivered'))
    const again = { type: 'resendToWebhook', webhookId: 'crm', what: { eventId } } as const
    done(await test.staff('ada', again))
    await vi.waitFor(() => expect(log()[0]?.tries).toHaveLength(2))
    expect(crm.heard.map(({ event }) => event.id)).toEqual([eventId, eventId])
  })

  it('[WH18] is signed to with two secrets for a day after one replaced the other', async () => {
    const crm = await receiver()
    const next = 'another secret of at least 32 signs, to sign with'
    const formerUntil = new ManualClock().now() + 5_000
    const rotated = { secret: next, formerSecret: SECRET, formerUntil }
    const { test, tryIt } = await telling({ url: crm.url, ...rotated })
    const signedWith = async () => {
      const count = crm.heard.length
      await tryIt()
      await vi.waitFor(() => expect(crm.heard).toHaveLength(count + 1))
      const { body = '', request } = crm.heard.at(-1) ?? {}
      const [time = '', ...each] = String(request?.headers[SIGNATURE_HEADER]).split(',')
      return [next, SECRET].map((secret) =>
        each.some((one) => isSigned(`${time},${one}`, secret, body, test.clock.now())),
      )
    }
    expect(await signedWith()).toEqual([true, true])
    await test.clock.pass(4_999)
    expect(await signedWith()).toEqual([true, true])
    await test.clock.pass(1)
    expect(await signedWith()).toEqual([true, false])
  })

  it('[WH19] is told what a server left that died, by the next one', async () => {
    const crm = await receiver()
    const { test, log } = await telling({ url: crm.url, kinds: ['chatStarted'] })
    test.onWebhooks = () => {}
    await test.writes('c1')
    test.host.abandon()
    await test.clock.pass(60_000)
    expect(crm.heard).toEqual([])
    const next = new TestHost({ clock: test.clock, memory: test.memory })
    await next.host.start()
    const dispatcher = new WebhookDispatcher({
      store: next.memory,
      feed: next.memory,
      host: next.host,
      outgoing: new Outgoing({ clock: next.clock, allowPrivate: true }),
      clock: next.clock,
      random: NEVER_LATER,
      log: SILENT,
    })
    dispatcher.start()
    await vi.waitFor(() => expect(log()[0]?.state).toBe('delivered'))
    expect(crm.heard).toHaveLength(1)
    dispatcher.stop()
  })
})

function textOf(event: WebhookEvent): string | null {
  return event.kind === 'messageSaid' ? event.message.text : null
}

function customerOf(event: WebhookEvent): string | null {
  return 'customer' in event ? event.customer.id : null
}
