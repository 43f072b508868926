import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DeskSnapshot } from '#protocol/staff-frames'
import { CustomerClient } from './customer-client.ts'
import { chatView } from '../rehearsal/honest-run.ts'
import { LinkOver } from './link.ts'
import { ScriptedServer } from './scripted-server.ts'
import { StaffClient } from './staff-client.ts'

const FIRST = '01900000-0000-7000-8000-000000000001'
const SECOND = '01900000-0000-7000-8000-000000000002'

const CHAT = {
  state: 'talking',
  with: null,
  canTalkToPerson: false,
  canTalkToBot: false,
  canLeaveMessage: false,
  canRate: false,
  rated: null,
}

const EMPTY_DESK: DeskSnapshot = {
  me: {
    agentId: 'ann',
    name: 'Ann',
    publicName: 'Ann',
    role: 'agent',
    groupIds: [],
    presence: 'online',
    awayReason: null,
    connection: 'connected',
    inHand: 0,
    limit: 4,
    notAccepting: null,
    active: true,
    wrapUps: [],
    picture: null,
  },
  account: { accountId: 'shop', name: 'Shop' },
  sendsMail: false,
  settings: {
    version: 1,
    assignment: 'byHand',
    policy: 'leastBusy',
    offers: false,
    chatLimit: 4,
    queueOrder: 'longestWaiting',
    queueLimitMs: 1,
    offerLimitMs: 1,
    responseLimitMs: 1,
    idleLimitMs: 1,
    forwardLimitMs: 1,
    botLimitMs: 1,
    undoMs: 1,
    graceMs: 1,
    stickyMs: 1,
    missedReplyMs: 1,
    rating: false,
    wrapUpMs: 0,
    closeReasons: [],
    closeReasonRequired: false,
    texts: { blocked: 'No.', farewell: 'Bye.' },
    fileMaxBytes: 1,
    fileClasses: [],
    embedOrigins: [],
    timeZone: 'UTC',
    retentionMs: 0,
  },
  groups: [],
  agents: [],
  channels: [],
  mentions: [],
  tags: [],
  chats: [],
}

let server: ScriptedServer
let failures: Error[]
const open: { close(): void }[] = []

beforeEach(() => {
  server = new ScriptedServer()
  failures = []
})

afterEach(async () => {
  for (const client of open.splice(0)) client.close()
  await server.stop()
})

function customer(): CustomerClient {
  const client = new CustomerClient({
    baseUrl: server.baseUrl,
    channelId: 'web',
    token: 'token',
    failed: (error) => failures.push(error),
  })
  open.push(client)
  return client
}

function staff(): StaffClient {
  const client = new StaffClient({
    baseUrl: server.baseUrl,
    token: 'token',
    accountId: 'shop',
    failed: (error) => failures.push(error),
  })
  open.push(client)
  return client
}

function item(n: number): object {
  return {
    n,
    kind: 'text',
    from: 'person',
    name: 'Ann',
    text: `line ${n}`,
    code: null,
    files: [],
    picture: null,
    buttons: [],
    at: n,
    commandId: null,
  }
}

function customerWelcome(newest: number, items: object[], fresh = false): object {
  return {
    type: 'welcome',
    protocol: 1,
    newest,
    fresh,
    items,
    chat: CHAT,
    readN: 0,
    now: 0,
    heartbeatMs: 15_000,
  }
}

function staffWelcome(seq: number): object {
  return {
    type: 'welcome',
    n: 1,
    protocol: 1,
    personId: 'ann',
    account: { accountId: 'shop', name: 'Shop' },
    seq,
    now: 0,
    heartbeatMs: 15_000,
  }
}

describe('commands', () => {
  it('[RE11] are sent again after a reconnect, under their ids and in their order', async () => {
    const client = customer()
    const far = await server.accept()
    await far.next()
    far.say(customerWelcome(0, [], true))
    const first = client.command({ type: 'sendMessage', text: 'one' }, FIRST)
    const second = client.command({ type: 'sendMessage', text: 'two' }, SECOND)
    expect(await far.next()).toMatchObject({ id: FIRST })
    expect(await far.next()).toMatchObject({ id: SECOND })
    client.drop()

    const again = await server.accept()
    await again.next()
    again.say(customerWelcome(0, []))
    expect(await again.next()).toEqual({
      type: 'command',
      id: FIRST,
      command: { type: 'sendMessage', text: 'one' },
    })
    expect(await again.next()).toMatchObject({ id: SECOND })
    again.say({ type: 'ack', id: FIRST, n: 1 }, { type: 'ack', id: SECOND, n: 2 })
    expect(await first).toEqual({ kind: 'ack', ack: { n: 1 } })
    expect(await second).toEqual({ kind: 'ack', ack: { n: 2 } })
    expect(client.resent).toBe(2)
  })

  it('[RE11] are sent again after a refusal that allows it, and not after another', async () => {
    const client = customer()
    const far = await server.accept()
    await far.next()
    far.say(customerWelcome(0, [], true))
    const answer = client.command({ type: 'endChat' }, FIRST)
    await far.next()
    far.say({ type: 'refused', id: FIRST, refusal: { code: 'busy', says: '', retryAfterMs: 1 } })
    expect(await far.next()).toMatchObject({ id: FIRST })
    far.say({ type: 'refused', id: FIRST, refusal: { code: 'noChat', says: '' } })
    expect(await answer).toEqual({ kind: 'refused', refusal: { code: 'noChat', says: '' } })
  })

  it('[RE11] fail where the server closes the socket for good', async () => {
    const client = customer()
    const far = await server.accept()
    await far.next()
    const answer = client.command({ type: 'endChat' }, FIRST)
    far.close(4401)
    await expect(answer).rejects.toBeInstanceOf(LinkOver)
    expect(failures).toHaveLength(1)
  })
})

describe('a customer’s stream', () => {
  it('[RE12] goes on after what is known, and what comes twice is dropped', async () => {
    const client = customer()
    const far = await server.accept()
    expect(await far.next()).toEqual({ type: 'hello', protocol: 1, token: 'token' })
    far.say(customerWelcome(1, [item(1)], true), { type: 'item', item: item(2) })
    far.say({ type: 'refused', id: FIRST, refusal: { code: 'noChat', says: '' } })
    await heard(() => client.newest === 2)
    far.close(4001)

    const again = await server.accept()
    expect(await again.next()).toMatchObject({ type: 'hello', after: 2 })
    again.say(customerWelcome(3, [item(2), item(3)]))
    await heard(() => client.newest === 3)
    expect(client.items.map(({ n }) => n)).toEqual([1, 2, 3])
    expect(client.figures).toEqual({ resumes: 1, holes: 0 })
  })

  it('[RE12] with a hole in it is resumed from before the hole', async () => {
    const client = customer()
    const far = await server.accept()
    await far.next()
    far.say(customerWelcome(1, [item(1)], true), { type: 'item', item: item(3) })
    const again = await server.accept()
    expect(await again.next()).toMatchObject({ type: 'hello', after: 1 })
    expect(client.items.map(({ n }) => n)).toEqual([1])
    expect(client.figures.holes).toBe(1)
  })

  it('[RE12] that a heartbeat says to be longer is resumed too', async () => {
    customer()
    const far = await server.accept()
    await far.next()
    far.say(customerWelcome(1, [item(1)], true), { type: 'heartbeat', newest: 2, now: 0 })
    const again = await server.accept()
    expect(await again.next()).toMatchObject({ type: 'hello', after: 1 })
  })
})

describe('staff’s topics', () => {
  it('[RE13] are followed again from what was told of each, or from a heartbeat', async () => {
    const client = staff()
    client.follow('desk')
    const far = await server.accept()
    expect(await far.next()).toMatchObject({ type: 'hello', accountId: 'shop' })
    far.say(staffWelcome(3))
    expect(await far.next()).toEqual({ type: 'subscribe', topic: 'desk' })
    far.say({ type: 'snapshot', n: 2, topic: 'desk', seq: 4, parts: 0, gone: [], desk: EMPTY_DESK })
    far.say({ type: 'change', n: 3, topic: 'desk', seq: 7, changes: [] })
    await heard(() => client.connected)
    client.follow('chat:one')
    expect(await far.next()).toEqual({ type: 'subscribe', topic: 'chat:one' })
    // Not live yet: the heartbeat says nothing about this one.
    far.say({ type: 'heartbeat', n: 4, seq: 9, now: 0 })
    far.close(4006)

    const again = await server.accept()
    await again.next()
    again.say(staffWelcome(9))
    expect(await again.next()).toEqual({ type: 'subscribe', topic: 'desk', after: 9 })
    expect(await again.next()).toEqual({ type: 'subscribe', topic: 'chat:one' })
  })

  it('[RE13] begin anew where a conversation went out of sight', async () => {
    const client = staff()
    client.follow('chat:one')
    const far = await server.accept()
    await far.next()
    far.say(staffWelcome(3))
    await far.next()
    const changes = [{ kind: 'chatGone', chatId: 'one' }]
    const conversation = {
      chat: chatView(2, null),
      messages: [],
      comments: [],
      readMarks: {},
      possible: {},
      handover: null,
      more: false,
    }
    far.say({ type: 'conversation', n: 2, topic: 'chat:one', seq: 4, conversation })
    far.say({ type: 'change', n: 3, topic: 'chat:one', seq: 5, changes })
    far.say({ type: 'heartbeat', n: 4, seq: 9, now: 0 })
    far.close(4006)

    const again = await server.accept()
    await again.next()
    again.say(staffWelcome(9))
    expect(await again.next()).toEqual({ type: 'subscribe', topic: 'chat:one' })
  })

  it('[RE13] do not hear what is left of an earlier following', async () => {
    const client = staff()
    const far = await server.accept()
    await far.next()
    far.say(staffWelcome(3))
    await heard(() => client.connected)
    client.follow('chat:one')
    client.unfollow('chat:one')
    client.follow('chat:one')
    const changes = [{ kind: 'chat', chat: chatView(2, null) }]
    far.say({ type: 'change', n: 2, topic: 'chat:one', seq: 4, changes })
    far.close(4006)

    const again = await server.accept()
    await again.next()
    again.say(staffWelcome(9))
    expect(await again.next()).toEqual({ type: 'subscribe', topic: 'chat:one' })
    expect(client.conversations.get('one')?.loaded).toBe(false)
  })

  it('[RE13] are resumed where a numbered frame is missing', async () => {
    const client = staff()
    const far = await server.accept()
    await far.next()
    far.say(staffWelcome(3), { type: 'heartbeat', n: 3, seq: 9, now: 0 })
    const again = await server.accept()
    expect(await again.next()).toMatchObject({ type: 'hello' })
    expect(client.figures.holes).toBe(1)
  })
})

describe('a server that breaks the protocol', () => {
  it('[RE14] ends the client with the reason', async () => {
    customer()
    const far = await server.accept()
    await far.next()
    far.say({ type: 'surprise' })
    await heard(() => failures.length === 1)
    expect(failures[0]?.name).toBe('WireFault')
  })
})

/** Resolves when what the client heard made something true. */
async function heard(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve))
}
