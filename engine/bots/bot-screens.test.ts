import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import { afterEach, describe, expect, it } from 'vitest'
import { bots } from '#protocol/bots'
import type { StaffCommand } from '#protocol/staff-commands'
import { botTrial } from '#protocol/trials'
import type { BotTrial } from '#protocol/trials'
import { Breaker } from '../outgoing/breaker.ts'
import { Outgoing, SIGNATURE_HEADER, signature } from '../outgoing/outgoing.ts'
import { ACCOUNT } from '../testing/small-account.ts'
import { done } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'
import { BotScreens } from './bot-screens.ts'

const SECRET = 'a secret of more than 16 letters'
const ends: (() => void)[] = []

afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** A real service on the loopback; gives its address. */
async function service(answer: (response: ServerResponse, body: string) => void): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString()
    })
    request.on('end', () => answer(response, body))
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
  return `http://127.0.0.1:${address.port}/bot`
}

type Save = Extract<StaffCommand, { type: 'saveBot' }>

/** An account with one bot, and what administrators see of it. */
async function withBot(serves: Save['serves'], match = 0) {
  const { test, screens: staff } = await TestHub.start()
  const { clock } = test
  const breaker = new Breaker(clock)
  const screens = new BotScreens({
    staff,
    clock,
    breaker,
    outgoing: new Outgoing({ clock, allowPrivate: true }),
    ids: { next: () => crypto.randomUUID() },
    find: async () => [{ title: 'Refunds', url: null, text: 'It takes a week.', match }],
  })
  const groups = [{ number: 7, groupId: 'sales' }]
  const saved = await test.staff('ada', {
    type: 'saveBot',
    botId: null,
    name: 'Pine',
    serves,
    groups,
  })
  const { botId } = done(saved).result
  if (typeof botId !== 'string') throw new Error('no id')
  const shown = (text: string, personId = 'ada') =>
    screens.try(ACCOUNT, personId, botId, { text, groupId: 'support', language: null })
  const tried = async (text: string): Promise<BotTrial> => {
    const told = await shown(text)
    if (told.kind === 'refused') throw new Error(told.refusal.code)
    return botTrial.parse(told.value)
  }
  return { test, clock, breaker, screens, botId, shown, tried }
}

const webhook = (url: string) => ({ kind: 'webhook', url, secret: SECRET }) as const

describe('a bot that is tried out', () => {
  it('[BO90] answers as it would a customer of the group, and nothing is written', async () => {
    const heard: unknown[] = []
    const said = {
      messages: [{ text: 'Hello', buttons: [{ label: 'Track it' }] }],
      handover: { group: 7, subject: 'A parcel', attributes: { order: 'A-17' } },
    }
    const one: { now: (() => number) | null } = { now: null }
    const url = await service((response, body) => {
      heard.push(JSON.parse(body))
      const answer = JSON.stringify(said)
      response.setHeader(SIGNATURE_HEADER, signature(SECRET, answer, one.now?.() ?? 0))
      response.end(answer)
    })
    const { test, clock, tried } = await withBot(webhook(url))
    one.now = () => clock.now()
    const before = JSON.stringify(test.memory.contents(ACCOUNT))
    expect(await tried('Where is it?')).toMatchObject({
      problem: null,
      messages: [{ text: 'Hello', buttons: [{ label: 'Track it', action: 'say' }] }],
      handover: {
        groupId: 'sales',
        subject: 'A parcel',
        attributes: { order: 'A-17' },
        note: null,
      },
    })
    expect(heard).toMatchObject([
      { chat: { id: 'trial', groupId: 'support' }, message: { text: 'Where is it?' } },
    ])
    expect(JSON.stringify(test.memory.contents(ACCOUNT))).toBe(before)
  })

  it('[BO90] of the built-in kind answers from articles, or says that it does not know', async () => {
    const serves = { kind: 'knowledge', threshold: 60 } as const
    const knows = await withBot(serves, 80)
    const [message] = (await knows.tried('When do I get my refund?')).messages
    expect(message?.text).toBe('Refunds\n\nIt takes a week.')
    const doesNot = await withBot(serves, 20)
    const told = await doesNot.tried('When do I get my refund?')
    expect(told.messages[0]?.buttons).toMatchObject([{ action: 'talkToPerson' }])
    expect(told.handover).toBeNull()
  })

  it('[BO90] says why it has no answer', async () => {
    const unsigned = await service((response) => response.end('{"handover":{}}'))
    const no = await service((response) => response.writeHead(418).end())
    const problem = async (url: string) => (await (await withBot(webhook(url))).tried('x')).problem
    expect(await problem(unsigned)).toEqual({ code: 'unsigned', status: null })
    expect(await problem(no)).toEqual({ code: 'status', status: 418 })
    expect(await problem('http://127.0.0.1:1/')).toEqual({ code: 'unreachable', status: null })
  })

  it('[BO90] is an administrator’s, and has to be there', async () => {
    const { screens, botId, shown } = await withBot({ kind: 'knowledge', threshold: 60 })
    expect(await shown('x', 'sue')).toMatchObject({ refusal: { code: 'forbidden' } })
    const asked = { text: 'x', groupId: 'nowhere', language: null }
    const missing = { refusal: { code: 'notFound' } }
    expect(await screens.try(ACCOUNT, 'ada', botId, asked)).toMatchObject(missing)
    const nobody = { ...asked, groupId: 'support' }
    expect(await screens.try(ACCOUNT, 'ada', 'nobody', nobody)).toMatchObject(missing)
  })

  it('[BO91] rests until it answers again, and is listed so', async () => {
    const one: { isWell: boolean; now: () => number } = { isWell: false, now: () => 0 }
    const url = await service((response) => {
      const answer = '{"handover":{}}'
      response.setHeader(SIGNATURE_HEADER, signature(SECRET, answer, one.now()))
      if (one.isWell) response.end(answer)
      else response.writeHead(500).end()
    })
    const { clock, breaker, screens, botId, tried } = await withBot(webhook(url))
    one.now = () => clock.now()
    for (let round = 0; round < 3; round += 1) breaker.failed(`${ACCOUNT} ${botId} ${url}`)
    const restsUntil = async () => {
      const shown = await screens.list(ACCOUNT, 'ada')
      return shown.kind === 'shown' ? bots.parse(shown.value).bots[0]?.restsUntil : shown
    }
    expect(await restsUntil()).toBe(clock.now() + 30_000)
    await tried('x')
    expect(await restsUntil()).toBe(clock.now() + 30_000)
    one.isWell = true
    await tried('x')
    expect(await restsUntil()).toBeNull()
  })
})
