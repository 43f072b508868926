import { describe, expect, it } from 'vitest'
import type { CustomerCommand } from '#protocol/customer-commands'
import { DEFAULT_SETTINGS } from '../host/settings.ts'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { channelView, customerToken } from '#protocol/rest'
import type { StaffCommand } from '#protocol/staff-commands'
import { customerItems } from '../http/rest-screens.ts'
import { done } from '../testing/test-host.ts'
import type { CustomerEnd } from '../testing/test-hub.ts'
import { BOSS, acme, rival } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig, codeOf } from './rig.ts'

describe('a customer', () => {
  it('[HD7] learns no id and no number of staff’s side, whatever happens to the chat', async () => {
    const { rig, told, streamLength } = await everythingThatHappens()
    const said = JSON.stringify(told)
    const found = secretsOf(rig).filter((secret) => said.includes(secret))
    expect(found).toEqual([])
    // Whatever counts, counts this customer's own stream: others wrote much more.
    expect(rig.test.host.peek('acme')?.seq).toBeGreaterThan(3 * streamLength)
    // But for how large a file may be, which is a setting.
    const counts = numbersIn(told).filter((found) => found !== DEFAULT_SETTINGS.fileMaxBytes)
    expect(Math.max(...counts)).toBe(streamLength)
  })

  it('[HD7] gets nothing by REST that the schemas do not name', async () => {
    const { rig } = await everythingThatHappens()
    const { token } = await customerOf(rig, 'web')
    await rig.customerByRest('web', token, { type: 'sendMessage', text: 'Hello' })
    const channel = (await rig.ask('GET', '/api/v1/channels/web')).json
    expect(channelView.strict().parse(channel)).toEqual(channel)
    const items = (await rig.ask('GET', '/api/v1/channels/web/items', { token })).json
    expect(customerItems.strict().parse(items)).toEqual(items)
    const body = {}
    const made = (await rig.ask('POST', '/api/v1/channels/web/customers', { body })).json
    expect(customerToken.strict().parse(made)).toEqual(made)
  })
})

describe('the token of a customer', () => {
  it('[HD8] opens its own channel’s door and no other', async () => {
    const rig = await Rig.start({ acme: acme(), rival: rival() })
    const own = await customerOf(rig, 'web')
    const before = rig.stored()
    for (const channelId of ['web2', 'bot', 'theirs', 'no-channel']) {
      expect(await doors(rig, channelId, own.token), channelId).toEqual(SHUT)
    }
    expect(rig.stored()).toBe(before)
    expect((await rig.customer('web', own.token)).of('welcome')).toHaveLength(1)
  })

  it('[HD8] that was altered, or is of another kind, opens none', async () => {
    const rig = await Rig.start({ acme: acme(), rival: rival() })
    const own = await customerOf(rig, 'web')
    const other = await customerOf(rig, 'web')
    const theirs = await customerOf(rig, 'theirs')
    const [, random = '', mac = ''] = own.token.split('_')
    const [, otherRandom = '', otherMac = ''] = other.token.split('_')
    const before = rig.stored()
    for (const token of [
      `pc_${random}_${otherMac}`,
      `pc_${otherRandom}_${mac}`,
      `pc_${random}_${mac.slice(0, -1)}`,
      `pc_${random}_${mac}A`,
      `pc_${random.slice(1)}A_${mac}`,
      `pc_${random}`,
      `pc__${mac}`,
      own.token.toUpperCase(),
      ` ${own.token}`,
      `${own.token}\n`,
      `${own.token}\u0000`,
      own.who.customerId,
      theirs.token,
      sessionOf('ada'),
      '__proto__',
      'null',
      '',
    ]) {
      expect(await doors(rig, 'web', token), JSON.stringify(token)).toEqual(SHUT)
    }
    expect(rig.stored()).toBe(before)
  })

  it('[HD8] is nothing among staff, and a staff token nothing among customers', async () => {
    const rig = await Rig.start({ acme: acme(), rival: rival() })
    const { token } = await customerOf(rig, 'web')
    const end = rig.staffSocket()
    await end.say({ type: 'hello', protocol: PROTOCOL_VERSION, token, accountId: 'acme' })
    expect(end.closedWith?.reason).toBe('unauthorized')
    const staffs = ['desk', 'chats?state=closed', 'search?text=Hello']
    for (const path of [...staffs.map((one) => `accounts/acme/${one}`), 'session']) {
      expect((await rig.ask('GET', `/api/v1/${path}`, { token })).status, path).toBe(401)
    }
    const body = { id: rig.test.newId(), command: { type: 'goOnline' } }
    const told = await rig.ask('POST', '/api/v1/accounts/acme/commands', { token, body })
    expect(codeOf(told)).toBe('unauthorized')
  })
})

const SHUT = { socket: 'unauthorized', items: 'shut', command: 'shut' }

/** What a token opens at a channel. */
async function doors(rig: Rig, channelId: string, token: string): Promise<typeof SHUT> {
  const end = await rig.customer(channelId, token)
  expect(end.frames).toEqual([])
  const shut = ({ status }: { status: number }): string =>
    status === 401 || status === 404 ? 'shut' : `open (${status})`
  const path = `/api/v1/channels/${channelId}`
  const bearer = /^[\w.~+/=-]+$/.test(token) ? { token } : {}
  const body = { id: rig.test.newId(), command: { type: 'sendMessage', text: 'Hello' } }
  return {
    socket: end.closedWith?.reason ?? 'open',
    items: shut(await rig.ask('GET', `${path}/items`, bearer)),
    command: shut(await rig.ask('POST', `${path}/commands`, { ...bearer, body })),
  }
}

async function customerOf(rig: Rig, channelId: string) {
  const found = await rig.people.channel(channelId)
  const token = rig.auth.newCustomer(found?.accountId ?? '', channelId)
  const who = await rig.auth.customer(channelId, token)
  if (who === null) throw new Error('a token of ours is not known')
  return { token, who }
}

/** Two customers live through all that a chat can meet, others write; gives all that the two were told. */
async function everythingThatHappens() {
  const rig = await Rig.start({ acme: acme({ undoMs: 1_000 }), rival: rival() })
  const { test } = rig
  await test.online('mia', 'tom', 'sam', 'lou')
  const told: unknown[] = []
  const { token, who } = await customerOf(rig, 'bot')
  const end = await rig.customer('bot', token)
  const staff = async (personId: string, command: StaffCommand): Promise<void> => {
    done(await test.staff(personId, command))
  }
  const send = async (command: CustomerCommand): Promise<void> => {
    await end.say({ type: 'command', id: test.newId(), command })
    const body = { id: test.newId(), command }
    told.push(await rig.ask('POST', '/api/v1/channels/bot/commands', { token, body }))
  }
  const chatId = (): string =>
    test.host.peek('acme')?.customers.get(who.customerId)?.row.openChatId ?? ''

  await send({ type: 'sendMessage', text: 'Hello' })
  for (let index = 0; index < 40; index += 1) await test.writes(`c-other-${index}`, 'Others')
  await test.clock.pass(100)
  await send({ type: 'talkToPerson' })
  await send({ type: 'leaveMessage', email: 'me@mail.example' })
  await staff('mia', { type: 'takeChat', chatId: chatId() })
  await staff('mia', { type: 'comment', chatId: chatId(), text: 'rude', visibleTo: 'staff' })
  await staff('mia', { type: 'comment', chatId: chatId(), text: 'mine', visibleTo: 'author' })
  await staff('mia', { type: 'sendMessage', chatId: chatId(), text: 'Let me look' })
  await send({ type: 'markDelivered', n: 3 })
  await send({ type: 'markRead', n: 3 })
  await staff('mia', { type: 'markRead', chatId: chatId(), seq: test.host.peek('acme')?.seq ?? 0 })
  await staff('mia', { type: 'holdChat', chatId: chatId(), until: test.clock.now() + 5_000 })
  await test.clock.pass(6_000)
  const to = { kind: 'agent', agentId: 'lou' } as const
  await staff('mia', { type: 'forwardChat', chatId: chatId(), to, note: 'rude' })
  await staff('lou', { type: 'takeChat', chatId: chatId() })
  await staff('sam', { type: 'takeOverChat', chatId: chatId() })
  await staff('sam', { type: 'returnChat', chatId: chatId() })
  await staff('tom', { type: 'takeChat', chatId: chatId() })
  await staff('tom', { type: 'closeChat', chatId: chatId() })
  await test.clock.pass(2_000)
  const closed = test.host.peek('acme')?.customers.get(who.customerId)?.row.lastChatId ?? ''
  await staff('tom', { type: 'continueChat', chatId: closed })
  await send({ type: 'sendMessage', text: 'Once more' })
  await end.drop()
  told.push((await rig.customer('bot', token)).frames)
  await staff(BOSS, { type: 'blockCustomer', chatId: chatId(), reason: 'rude', message: 'No.' })
  for (const command of [
    { type: 'sendMessage', text: 'Hello?' },
    { type: 'talkToPerson' },
    { type: 'endChat' },
    { type: 'markRead', n: 1 },
    { type: 'markDelivered', n: 1 },
  ] as const) {
    await send(command)
  }
  const after: CustomerEnd = await rig.customer('bot', token)
  await test.clock.pass(20_000)
  const paths = ['', '/items', '/items?after=2']
  told.push(
    end.frames,
    after.frames,
    await Promise.all(
      paths.map((path) => rig.ask('GET', `/api/v1/channels/bot${path}`, { token })),
    ),
  )
  return { rig, told: told.map(withoutText), streamLength: after.last('welcome').newest }
}

/** An answer of REST says all in its JSON; its text would hide numbers from the reader. */
function withoutText(told: unknown): unknown {
  const text: unknown = JSON.parse(JSON.stringify(told), (key, value: unknown) =>
    key === 'text' && typeof value === 'string' && value.startsWith('{') ? undefined : value,
  )
  return text
}

/** All ids and words that are staff's alone. */
function secretsOf(rig: Rig): string[] {
  const contents = rig.test.memory.contents('acme')
  if (contents === null) throw new Error('nothing is stored')
  const { chats, messages, comments, blocks, customers, members, groups } = contents
  return [
    ...chats.map(({ chatId }) => chatId),
    ...messages.map(({ messageId }) => messageId),
    ...comments.map(({ commentId }) => commentId),
    ...blocks.map(({ blockId }) => blockId),
    ...customers.map(({ customerId }) => customerId),
    ...members.flatMap(({ personId, name }) => [`"${personId}"`, `agent:${personId}`, name]),
    ...groups.map(({ groupId }) => `"${groupId}"`),
    ...['greeter', 'rude', 'mine', 'Others', 'acme', 'rivals', '"seq":null', 'chatId', 'agentId'],
    ...['groupId', 'commentId', 'messageId', 'customerId', 'blockId', 'passedOver', 'visibleTo'],
  ]
}

const CLOCKS = new Set(['at', 'now', 'heartbeatMs', 'protocol', 'status', 'retryAfterMs'])

function numbersIn(told: unknown): number[] {
  if (typeof told === 'number') return [told]
  if (typeof told !== 'object' || told === null) return []
  return Object.entries(told).flatMap(([key, value]) => (CLOCKS.has(key) ? [] : numbersIn(value)))
}
