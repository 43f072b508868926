import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { BOT_DEADLINE_MS } from '#protocol/limits'
import type { BotRow } from '#storage/rows'
import { Breaker } from '../outgoing/breaker.ts'
import { Outgoing, SIGNATURE_HEADER, signature } from '../outgoing/outgoing.ts'
import { ManualClock } from '../testing/manual-clock.ts'
import { ACCOUNT, channel, smallAccount } from '../testing/small-account.ts'
import { TestHost, done } from '../testing/test-host.ts'
import { Bots } from './bots.ts'
import type { FindFits } from './bots.ts'
import { EFFECT_HEADER } from './webhook-bot.ts'

const SECRET = 'a secret of more than 16 letters'
const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

type Answering = (
  response: ServerResponse,
  body: string,
  request: IncomingMessage,
) => void | Promise<void>

/** A real service on the loopback, and what it was asked. */
async function service(answer: Answering) {
  const asked: { body: string; request: IncomingMessage }[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => {
      asked.push({ body, request })
      void answer(response, body, request)
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
  return { asked, url: `http://127.0.0.1:${address.port}/bot` }
}

/** An account whose channel `bot` names a webhook, or the built-in bot. */
async function withBot(bot: Partial<BotRow>, find: FindFits = async () => [], allowPrivate = true) {
  const clock = new ManualClock()
  const memory: { test: TestHost | null } = { test: null }
  const outgoing = new Outgoing({ clock, allowPrivate })
  const breaker = new Breaker(clock)
  const account = smallAccount({ botLimitMs: 60_000 })
  const row: BotRow = {
    botId: 'pine',
    kind: 'webhook',
    name: 'Pine',
    url: null,
    secret: SECRET,
    threshold: null,
    groups: [{ number: 7, groupId: 'sales' }],
    deleted: false,
    ...bot,
  }
  const test = await TestHost.start({
    clock,
    account: {
      ...account,
      bots: [row],
      channels: [channel('web'), channel('bot', { botId: 'pine' })],
    },
    deliver: (host) => {
      const wordsOf = async (accountId: string, messageId: string) => {
        const messages = memory.test?.memory.contents(accountId)?.messages ?? []
        return messages.find((message) => message.messageId === messageId)?.text ?? null
      }
      const bots = new Bots({ host, clock, outgoing, files: null, breaker, wordsOf, find })
      return (delivery) => bots.deliver(delivery)
    },
  })
  memory.test = test
  const words = () =>
    (test.memory.contents(ACCOUNT)?.messages ?? [])
      .filter(({ author }) => author === 'bot:pine')
      .map(({ text }) => text)
  const notes = () =>
    (test.memory.contents(ACCOUNT)?.comments ?? []).map(({ data, text }) => ({ data, text }))
  return { test, clock, words, notes, breaker }
}

/** Signs an answer as a bot does. */
function say(response: ServerResponse, clock: ManualClock, answer: unknown, secret = SECRET): void {
  const body = typeof answer === 'string' ? answer : JSON.stringify(answer)
  response.setHeader(SIGNATURE_HEADER, signature(secret, body, clock.now()))
  response.end(body)
}

const state = (test: TestHost, chatId: string) => test.chat(chatId).state

describe('a webhook bot', () => {
  it('[BO30] is told of a message, signed, and what it answers is said once', async () => {
    const clock: { now: ManualClock | null } = { now: null }
    const { asked, url } = await service((response) => {
      const buttons = [{ label: 'Where is my parcel?' }, { label: 'Stop', action: 'talkToPerson' }]
      if (clock.now) say(response, clock.now, { messages: [{ text: 'Hello', buttons }] })
    })
    const made = await withBot({ url })
    clock.now = made.clock
    const { test, words } = made
    const chatId = await test.writes('c1', 'Where is it?', 'bot')
    await vi.waitFor(() => expect(state(test, chatId)).toBe('bot.listening'))
    expect(words()).toEqual(['Hello'])
    const [first] = asked
    const told: unknown = JSON.parse(first?.body ?? '')
    expect(told).toMatchObject({
      protocol: 1,
      event: 'message',
      bot: { id: 'pine', name: 'Pine' },
      chat: { id: chatId, channelId: 'bot', groupId: 'support' },
      customer: { id: 'c1' },
      message: { text: 'Where is it?' },
      blocked: false,
      staffed: false,
    })
    const { headers } = first?.request ?? {}
    expect(headers?.[SIGNATURE_HEADER]).toBe(signature(SECRET, first?.body ?? '', made.clock.now()))
    expect(headers?.[EFFECT_HEADER]).toBe(`chat:${chatId}:1:0`)
    expect(JSON.stringify(test.memory.contents(ACCOUNT)?.outbox)).not.toContain('Where is it')
  })

  it('[BO31] hands over to a group by its number, with a subject, what it found out and a word', async () => {
    const clock: { now: ManualClock | null } = { now: null }
    const { url } = await service((response) => {
      const handover = {
        group: 7,
        subject: 'A lost parcel',
        attributes: { order: 'A-17' },
        note: 'Sounds upset',
      }
      if (clock.now) {
        say(response, clock.now, { messages: [{ text: 'A person can help.' }], handover })
      }
    })
    const made = await withBot({ url })
    clock.now = made.clock
    const { test, notes, words } = made
    const chatId = await test.writes('c1', 'It is lost', 'bot')
    await vi.waitFor(() => expect(state(test, chatId)).toBe('queued'))
    expect(test.chat(chatId).groupId).toBe('sales')
    expect(words()).toEqual(['A person can help.'])
    expect(notes()).toContainEqual({
      data: { code: 'botHandover' },
      text: 'A lost parcel\norder: A-17\nSounds upset',
    })
    expect(JSON.stringify(test.memory.contents(ACCOUNT)?.journal)).not.toMatch(/parcel|upset/)
  })

  it('[GR7] hands over to the group of a number of the account, where the bot has none of its own', async () => {
    const clock: { now: ManualClock | null } = { now: null }
    const { url } = await service((response) => {
      if (clock.now) say(response, clock.now, { handover: { group: 3 } })
    })
    const made = await withBot({ url })
    clock.now = made.clock
    const { test } = made
    const sales = {
      type: 'saveGroup',
      groupId: 'sales',
      name: 'Sales',
      publicName: 'Sales',
    } as const
    const nobody = { overflowGroupId: null, defaultAgentId: null }
    done(await test.staff('ada', { ...sales, ...nobody, number: 3 }))
    const chatId = await test.writes('c1', 'It is lost', 'bot')
    await vi.waitFor(() => expect(test.chat(chatId)).toMatchObject({ groupId: 'sales' }))
  })

  const FAILURES: [name: string, answer: Answering, reason: string][] = [
    ['says no', (response) => void response.writeHead(500).end('{}'), 'unreachable'],
    ['breaks off', (response) => void response.destroy(), 'unreachable'],
    ['says far too much', (response) => void response.end('x'.repeat(600_000)), 'unreachable'],
    [
      'leads elsewhere',
      (response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      'unreachable',
    ],
    ['talks without a signature', (response) => void response.end('{"messages":[]}'), 'nonsense'],
  ]
  it.each(FAILURES)(
    '[BO32] that %s gives its customer to people at once',
    async (_, answer, reason) => {
      const { url } = await service(answer)
      const { test, notes, words } = await withBot({ url })
      const chatId = await test.writes('c1', 'Hello', 'bot')
      await vi.waitFor(() => expect(state(test, chatId)).toBe('queued'))
      expect(notes().map(({ data }) => data)).toContainEqual({
        code: 'botFailed',
        botId: 'pine',
        reason,
      })
      expect(words()).toEqual([])
    },
  )

  it.each([
    ['no JSON', '{"messages":'],
    ['another shape', { messages: [{ words: 'Hello' }] }],
    ['nothing', { messages: [] }],
    ['an unknown button', { messages: [{ text: 'Hi', buttons: [{ label: 'x', action: 'buy' }] }] }],
    ['what cannot be stored', { messages: [{ text: 'a\u0000b' }] }],
  ])('[BO32] that talks nonsense does so too: %s', async (_, answer) => {
    const clock: { now: ManualClock | null } = { now: null }
    const { url } = await service((response) => {
      if (clock.now) say(response, clock.now, answer)
    })
    const made = await withBot({ url })
    clock.now = made.clock
    const chatId = await made.test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(state(made.test, chatId)).toBe('queued'))
    expect(made.words()).toEqual([])
  })

  it('[BO33] that never answers delays no turn, and its deadline gives the customer to people', async () => {
    const { url, asked } = await service(() => {})
    const { test, clock } = await withBot({ url })
    const chatId = await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    const other = await test.writes('c2', 'Hello', 'web')
    done(await test.customer('c1', { type: 'sendMessage', text: 'Still there?' }, undefined, 'bot'))
    expect([state(test, chatId), state(test, other)]).toEqual(['bot.answering', 'queued'])
    await clock.pass(BOT_DEADLINE_MS)
    // The first question is of yesterday: nothing comes of it, and the second one is asked.
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    await clock.pass(BOT_DEADLINE_MS)
    await vi.waitFor(() => expect(state(test, chatId)).toBe('queued'))
  })

  it('[BO34] whose customer got a person meanwhile is not heard any more', async () => {
    const clock: { now: ManualClock | null } = { now: null }
    const answering = Promise.withResolvers<void>()
    const { url, asked } = await service(async (response) => {
      await answering.promise
      if (clock.now) say(response, clock.now, { messages: [{ text: 'Too late' }] })
    })
    const made = await withBot({ url })
    clock.now = made.clock
    const { test, words } = made
    const chatId = await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(asked).toHaveLength(1))
    done(await test.customer('c1', { type: 'talkToPerson' }, undefined, 'bot'))
    await test.online('ann')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    answering.resolve()
    await vi.waitFor(() => expect(test.outbox.counters.delivered).toBe(1))
    expect(words()).toEqual([])
    expect(test.chat(chatId).agentId).toBe('ann')
  })

  it('[BO35] that failed three times rests: its customers go to people unasked', async () => {
    const { url, asked } = await service((response) => void response.writeHead(500).end())
    const { test, notes } = await withBot({ url })
    for (const customerId of ['c1', 'c2', 'c3', 'c4']) {
      const chatId = await test.writes(customerId, 'Hello', 'bot')
      await vi.waitFor(() => expect(state(test, chatId)).toBe('queued'))
    }
    expect(asked).toHaveLength(3)
    expect(notes().map(({ data }) => data)).toContainEqual({
      code: 'botFailed',
      botId: 'pine',
      reason: 'resting',
    })
  })
})

describe('a webhook bot inside a private network', () => {
  it('[BO92] is not asked, whatever its address is called, and its customers get people', async () => {
    const { url, asked } = await service((response) => void response.end('{}'))
    for (const host of ['127.0.0.1', 'localhost', '[::ffff:127.0.0.1]']) {
      const inside = url.replace('127.0.0.1', host)
      const { test, notes } = await withBot({ url: inside }, async () => [], false)
      const chatId = await test.writes('c1', 'Hello', 'bot')
      await vi.waitFor(() => expect(state(test, chatId)).toBe('queued'))
      expect(notes().map(({ data }) => data)).toContainEqual({
        code: 'botFailed',
        botId: 'pine',
        reason: 'unreachable',
      })
    }
    expect(asked).toEqual([])
  })
})

describe('the knowledge bot', () => {
  const article = { title: 'Refunds', url: 'https://help.example/r', text: 'It takes a week.' }

  it('[BO40] answers its customers from what is found for their group', async () => {
    const asked: unknown[] = []
    const find: FindFits = async (...question) => {
      asked.push(question)
      return [{ ...article, match: 80 }]
    }
    const { test, words } = await withBot({ kind: 'knowledge', threshold: 60 }, find)
    const chatId = await test.writes('c1', 'When do I get my refund?', 'bot')
    await vi.waitFor(() => expect(state(test, chatId)).toBe('bot.listening'))
    expect(asked).toEqual([[ACCOUNT, 'When do I get my refund?', 'support']])
    expect(words()).toEqual(['Refunds\n\nIt takes a week.\n\nhttps://help.example/r'])
  })

  it('[BO41] hands over after two misses in a row, while somebody is there', async () => {
    const { test, notes } = await withBot({ kind: 'knowledge', threshold: 60 })
    await test.online('ann')
    const chatId = await test.writes('c1', 'Something odd', 'bot')
    await vi.waitFor(() => expect(state(test, chatId)).toBe('bot.listening'))
    done(await test.customer('c1', { type: 'sendMessage', text: 'Odder' }, undefined, 'bot'))
    await vi.waitFor(() => expect(state(test, chatId)).toBe('queued'))
    expect(notes().at(-1)?.text).toContain('knew no answer')
  })

  it('[BO42] says that nobody is there and takes a message, which then waits', async () => {
    const { test, words } = await withBot({ kind: 'knowledge', threshold: 60 })
    const chatId = await test.writes('c1', 'I want to talk to a human', 'bot')
    await vi.waitFor(() => expect(state(test, chatId)).toBe('bot.listening'))
    expect(words()[0]).toContain('Nobody is here')
    const leave = { type: 'leaveMessage', email: 'c1@mail.example' } as const
    done(await test.customer('c1', leave, undefined, 'bot'))
    expect(test.chat(chatId)).toMatchObject({ state: 'queued', leftMessage: true })
  })
})

describe('the knowledge bot outside the hours of a group', () => {
  it('[BO42] says so and takes a message, whoever is there', async () => {
    const { test, words } = await withBot({ kind: 'knowledge', threshold: 60 })
    await test.online('ann')
    const support = { groupId: 'support', name: 'Support', publicName: 'Support' }
    const rest = { overflowGroupId: null, defaultAgentId: null }
    // The clock of the tests starts on a Monday at nine in the morning, UTC.
    const weekly = [{ weekday: 2 as const, from: '08:00', to: '18:00' }]
    const hours = { timeZone: 'UTC', weekly, holidays: [] }
    done(await test.staff('ada', { type: 'saveGroup', ...support, ...rest, hours }))
    const chatId = await test.writes('c1', 'I want to talk to a human', 'bot')
    await vi.waitFor(() => expect(state(test, chatId)).toBe('bot.listening'))
    expect(words()[0]).toContain('Nobody is here')
    done(await test.staff('ada', { type: 'saveGroup', ...support, ...rest, hours: null }))
    const again = { type: 'sendMessage', text: 'Can I talk to a person?' } as const
    done(await test.customer('c1', again, undefined, 'bot'))
    await vi.waitFor(() => expect(state(test, chatId)).toBe('queued'))
  })
})

describe('the way back to the bot', () => {
  it('[BO47] says nothing new: who asked for a person is not handed over again', async () => {
    const { test, words } = await withBot({ kind: 'knowledge', threshold: 60 })
    await test.online('ann')
    const chatId = await test.writes('c1', 'I want to talk to a human', 'bot')
    await vi.waitFor(() => expect(state(test, chatId)).toBe('queued'))
    done(await test.customer('c1', { type: 'talkToBot' }, undefined, 'bot'))
    await vi.waitFor(() => expect(state(test, chatId)).toBe('bot.listening'))
    expect(words().at(-1)).toContain('what is it about')
  })

  it('[BO47] is told to a webhook without a message', async () => {
    const clock: { now: ManualClock | null } = { now: null }
    const { url, asked } = await service((response) => {
      if (clock.now) say(response, clock.now, { messages: [{ text: 'Hello' }] })
    })
    const made = await withBot({ url })
    clock.now = made.clock
    const { test } = made
    const chatId = await test.writes('c1', 'Where is it?', 'bot')
    await vi.waitFor(() => expect(state(test, chatId)).toBe('bot.listening'))
    done(await test.customer('c1', { type: 'talkToPerson' }, undefined, 'bot'))
    done(await test.customer('c1', { type: 'talkToBot' }, undefined, 'bot'))
    await vi.waitFor(() => expect(state(test, chatId)).toBe('bot.listening'))
    expect(asked.map(({ body }) => JSON.parse(body).message?.text ?? null)).toEqual([
      'Where is it?',
      null,
    ])
  })

  it('[BO24] is open from the line and from a person, who loses the chat', async () => {
    const { test, notes } = await withBot({ kind: 'knowledge', threshold: 60 })
    const says = (type: 'talkToPerson' | 'talkToBot') =>
      test.customer('c1', { type }, undefined, 'bot')
    const chatId = await test.writes('c1', 'Hello', 'bot')
    await vi.waitFor(() => expect(state(test, chatId)).toBe('bot.listening'))
    expect(await says('talkToBot')).toMatchObject({ refusal: { code: 'notNow' } })
    done(await says('talkToPerson'))
    await test.online('ann')
    done(await test.staff('ann', { type: 'takeChat', chatId }))
    done(await says('talkToBot'))
    expect(test.chat(chatId)).toMatchObject({ agentId: null, botId: 'pine' })
    expect(state(test, chatId)).toContain('bot.')
    expect(notes().map(({ data }) => data)).toContainEqual({
      code: 'botRequested',
      fromAgentId: 'ann',
    })
    const none = await test.customer('c9', { type: 'talkToBot' })
    expect(none).toMatchObject({ refusal: { code: 'noChat' } })
  })
})
