import { describe, expect, it } from 'vitest'
import { CLOSE } from '#protocol/close-codes'
import { HEARTBEAT_MS, HELLO_TIMEOUT_MS, MAX_SEND_BUFFER_BYTES } from '#protocol/limits'
import { MAX_TOPICS, PROTOCOL_VERSION } from '#protocol/limits'
import type { StaffCommand } from '#protocol/staff-commands'
import type { StaffIdentity } from './connection.ts'
import { settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import { TestHub, changesOf, testAuthenticator } from '../testing/test-hub.ts'

const hello = { type: 'hello', protocol: PROTOCOL_VERSION } as const

describe('a hello', () => {
  it('[WS1] comes first, within its time, in this version, with a good token', async () => {
    const { hub, ...rest } = await start()
    const early = rest.tests.staffSocket()
    await early.say({ type: 'subscribe', topic: 'desk' })
    expect(early.closedWith?.code).toBe(CLOSE.badFrame.code)
    const silent = rest.tests.staffSocket()
    await rest.tests.test.clock.pass(HELLO_TIMEOUT_MS + 1)
    expect(silent.closedWith?.code).toBe(CLOSE.helloTimeout.code)
    const old = rest.tests.staffSocket()
    await old.say({ ...hello, protocol: 99, token: 'staff:ann' })
    expect(old.closedWith?.code).toBe(CLOSE.wrongVersion.code)
    const stranger = rest.tests.staffSocket()
    await stranger.say({ ...hello, token: 'nonsense' })
    expect(stranger.closedWith?.code).toBe(CLOSE.unauthorized.code)
    const nobody = rest.tests.staffSocket()
    await nobody.say(hello)
    expect(nobody.closedWith?.code).toBe(CLOSE.unauthorized.code)
    expect(hub.sockets).toEqual({ staff: 0, customers: 0 })
  })

  it('[WS2] is answered with the account and the heartbeat; the cookie may stand for the token', async () => {
    const { tests } = await start()
    const end = tests.staffSocket('staff:ann')
    await end.say(hello)
    expect(end.last('welcome')).toMatchObject({
      personId: 'ann',
      account: { accountId: 'acme', name: 'Acme' },
      heartbeatMs: HEARTBEAT_MS,
    })
    expect(end.last('welcome').seq).toBeGreaterThan(0)
  })
})

describe('the desk', () => {
  it('[WS3] is a snapshot and then changes, numbered densely on each socket', async () => {
    const { tests } = await start()
    await tests.test.online('ann')
    const end = await tests.staff('ann', 'desk')
    expect(end.last('snapshot').desk.chats).toEqual([])
    const chatId = await tests.test.writes('c1', 'Good morning')
    done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
    const states = changesOf(end, 'chat').map(({ chat }) => chat.state)
    expect(states).toEqual(['queued', 'assigned.awaitingAgent'])
    expect(changesOf(end, 'chat')[0]?.chat.preview?.text).toBe('Good morning')
    expect(end.frames.map(({ n }) => n)).toEqual(end.frames.map((_, index) => index + 1))
    expect(changesOf(end, 'agent').at(-1)?.agent.inHand).toBe(1)
  })

  it('[CM1] names channels, and one that is renamed anew, live and resumed', async () => {
    const { tests } = await start()
    const end = await tests.staff('ann', 'desk')
    const { seq, desk } = end.last('snapshot')
    expect(desk.channels).toContainEqual({ channelId: 'web', name: 'web', kind: 'widget' })
    await end.drop()
    const [bob, cleo] = [await tests.staff('bob', 'desk'), await tests.staff('cleo', 'desk')]
    const renamed: StaffCommand = {
      type: 'saveChannel',
      channelId: 'web',
      kind: 'widget',
      name: 'Our shop',
      groupId: 'support',
      botId: null,
      allowedOrigins: ['https://shop.example'],
      colour: '#123456',
    }
    done(await tests.test.staff('ada', renamed))
    // Neither its group, nor where its widget may stand.
    const told = {
      kind: 'channel',
      channel: { channelId: 'web', name: 'Our shop', kind: 'widget' },
    }
    expect(changesOf(bob, 'channel')).toEqual([told])
    expect(changesOf(cleo, 'channel')).toEqual([told])
    const again = await tests.staff('ann')
    await again.say({ type: 'subscribe', topic: 'desk', after: seq })
    expect(again.of('snapshot')).toEqual([])
    expect(changesOf(again, 'channel')).toContainEqual(told)
  })

  it('[WS4] shows a chat only while its viewer may see it', async () => {
    const { tests } = await start()
    await tests.test.online('ann')
    const cleo = await tests.staff('cleo', 'desk')
    const chatId = await tests.test.writes('c1')
    expect(changesOf(cleo, 'chat')).toHaveLength(0)
    const to = { kind: 'group', groupId: 'sales' } as const
    done(await tests.test.staff('ann', { type: 'forwardChat', chatId, to }))
    expect(changesOf(cleo, 'chat').at(-1)?.chat).toMatchObject({ chatId, access: 'full' })
    const back = { kind: 'group', groupId: 'support' } as const
    done(await tests.test.staff('ann', { type: 'forwardChat', chatId, to: back }))
    expect(changesOf(cleo, 'chatGone')).toEqual([{ kind: 'chatGone', chatId }])
  })

  it('[WS18] shows a conversation that comes back into sight with what was missed', async () => {
    const { tests } = await start()
    await tests.test.online('ann')
    await tests.test.online('cleo')
    const chatId = await tests.test.writes('c1', 'To sales, please')
    const sales = { kind: 'group', groupId: 'sales' } as const
    done(await tests.test.staff('ann', { type: 'forwardChat', chatId, to: sales }))
    done(await tests.test.staff('cleo', { type: 'takeChat', chatId }))
    const cleo = await tests.staff('cleo', `chat:${chatId}`)
    const support = { kind: 'group', groupId: 'support' } as const
    done(await tests.test.staff('cleo', { type: 'forwardChat', chatId, to: support }))
    expect(changesOf(cleo, 'chatGone')).toEqual([{ kind: 'chatGone', chatId }])
    done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
    done(await tests.test.staff('ann', { type: 'sendMessage', chatId, text: 'Out of sight' }))
    expect(JSON.stringify(cleo.frames)).not.toContain('Out of sight')
    const toCleo = { kind: 'agent', agentId: 'cleo' } as const
    done(await tests.test.staff('ann', { type: 'forwardChat', chatId, to: toCleo }))
    await settled()
    const { conversation } = cleo.last('conversation')
    expect(conversation.chat.targetAgentId).toBe('cleo')
    expect(conversation.messages.map(({ text }) => text)).toContain('Out of sight')
    done(await tests.test.staff('cleo', { type: 'takeChat', chatId }))
    expect(changesOf(cleo, 'message').at(-1)?.message.data).toMatchObject({ code: 'joined' })
    expect(cleo.frames.map(({ n }) => n)).toEqual(cleo.frames.map((_, index) => index + 1))
  })

  it('[WS33] shows the last words of people, not those of the bot', async () => {
    const { tests } = await start()
    const ann = await tests.staff('ann', 'desk')
    const chatId = await tests.test.writes('c1', 'Where is my lamp?', 'bot')
    await tests.test.clock.pass(1_000)
    done(await tests.test.customer('c1', { type: 'talkToPerson' }, undefined, 'bot'))
    expect(changesOf(ann, 'chat').at(-1)?.chat).toMatchObject({
      chatId,
      preview: { text: 'Where is my lamp?' },
    })
    const again = await tests.staff('ann', 'desk')
    expect(again.last('snapshot').desk.chats[0]?.preview?.text).toBe('Where is my lamp?')
  })

  it('[WS5] gives a colleague the row of a chat in hand, without its words', async () => {
    const { tests } = await start()
    await tests.test.online('ann')
    const chatId = await tests.test.writes('c1', 'Private matters')
    done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
    const bob = await tests.staff('bob', 'desk', `chat:${chatId}`)
    const row = bob.last('snapshot').desk.chats.find((chat) => chat.chatId === chatId)
    expect(row).toMatchObject({ access: 'row', agentId: 'ann', preview: null })
    expect(bob.last('topicRefused').refusal.code).toBe('notFound')
    done(await tests.test.customer('c1', { type: 'sendMessage', text: 'More private matters' }))
    expect(JSON.stringify(bob.frames)).not.toContain('rivate matters')
  })
})

describe('a conversation', () => {
  it('[WS6] brings messages, comments and what is possible, each once and in order', async () => {
    const { tests, chatId } = await talking()
    const end = await tests.staff('ann', `chat:${chatId}`)
    expect(end.last('conversation').conversation.possible).toMatchObject({
      sendMessage: null,
      takeChat: 'notNow',
    })
    done(await tests.test.staff('ann', { type: 'sendMessage', chatId, text: 'one' }))
    done(await tests.test.customer('c1', { type: 'sendMessage', text: 'two' }))
    const words = { type: 'comment', chatId, text: 'three', visibleTo: 'staff' } as const
    done(await tests.test.staff('ann', words))
    const texts = changesOf(end, 'message').map(({ message }) => message.text)
    expect(texts).toEqual(['one', 'two'])
    expect(changesOf(end, 'comment').map(({ comment }) => comment.text)).toEqual(['three'])
    expect(changesOf(end, 'possible')).toHaveLength(0)
    done(await tests.test.staff('ann', { type: 'closeChat', chatId }))
    expect(changesOf(end, 'possible').at(-1)?.possible).toMatchObject({ undoClose: null })
  })

  it('[WS7] keeps a personal comment for its author, supervisors too cannot see it', async () => {
    const { tests, chatId } = await talking()
    const sue = await tests.staff('sue', 'desk', `chat:${chatId}`)
    const ada = await tests.staff('ada', 'desk', `chat:${chatId}`)
    const mine = await tests.staff('ann', `chat:${chatId}`)
    const words = { type: 'comment', chatId, text: 'only mine', visibleTo: 'author' } as const
    done(await tests.test.staff('ann', words))
    expect(changesOf(mine, 'comment')).toHaveLength(1)
    const later = await tests.staff('ada', `chat:${chatId}`)
    for (const end of [sue, ada, later]) {
      expect(JSON.stringify(end.frames)).not.toContain('only mine')
    }
  })

  it('[WS8] resumes from a cursor with exactly what was missed', async () => {
    const { tests, chatId } = await talking()
    const end = await tests.staff('ann', `chat:${chatId}`)
    done(await tests.test.staff('ann', { type: 'sendMessage', chatId, text: 'seen' }))
    const { seq } = end.last('change')
    await end.drop()
    done(await tests.test.staff('ann', { type: 'sendMessage', chatId, text: 'missed' }))
    done(await tests.test.customer('c1', { type: 'sendMessage', text: 'missed too' }))
    const again = await tests.staff('ann')
    await again.say({ type: 'subscribe', topic: `chat:${chatId}`, after: seq })
    expect(again.of('conversation')).toHaveLength(0)
    const texts = changesOf(again, 'message').map(({ message }) => message.text)
    expect(texts).toEqual(['missed', 'missed too'])
    expect(again.last('resumed').seq).toBeGreaterThan(seq)
  })

  it('[WS9] gets a fresh snapshot where its cursor is ahead of the server', async () => {
    const { tests, chatId } = await talking()
    const end = await tests.staff('ann')
    await end.say({ type: 'subscribe', topic: `chat:${chatId}`, after: 9_999 })
    expect(end.last('conversation').conversation.chat.chatId).toBe(chatId)
  })
})

describe('a socket', () => {
  it('[WS10] hears the newest sequence in the data path', async () => {
    const { tests } = await start()
    const end = await tests.staff('ann', 'desk')
    await tests.test.writes('c1')
    const { seq } = end.last('change')
    await tests.test.clock.pass(HEARTBEAT_MS)
    expect(end.last('heartbeat').seq).toBe(seq)
  })

  it('[WS11] that reads too slowly is cut off, not waited for', async () => {
    const { tests } = await start()
    const end = await tests.staff('ann', 'desk')
    end.buffered = MAX_SEND_BUFFER_BYTES + 1
    await tests.test.writes('c1')
    expect(end.closedWith?.code).toBe(CLOSE.tooSlow.code)
  })

  it('[WS35] is not too slow because one answer is long, but when it has not read the one before', async () => {
    const { tests } = await start()
    const end = await tests.staff('ann')
    end.leaves = MAX_SEND_BUFFER_BYTES + 1
    await end.say({ type: 'subscribe', topic: 'desk' })
    expect(end.of('snapshot')).toHaveLength(1)
    expect(end.closedWith).toBeNull()
    await tests.test.writes('c1')
    expect(end.closedWith?.code).toBe(CLOSE.tooSlow.code)
  })

  it('[WS12] gets acknowledgements and refusals by the id of its command', async () => {
    const { tests } = await start()
    await tests.test.online('ann')
    const end = await tests.staff('ann')
    const chatId = await tests.test.writes('c1')
    const id = tests.test.newId()
    await end.say({ type: 'command', id, command: { type: 'takeChat', chatId } })
    expect(end.last('ack').id).toBe(id)
    const other = tests.test.newId()
    await end.say({ type: 'command', id: other, command: { type: 'acceptOffer', chatId } })
    expect(end.last('refused')).toMatchObject({ id: other, refusal: { code: 'notNow' } })
  })

  it('[WS13] of someone who is deactivated is closed, and their chats return', async () => {
    const { tests, chatId } = await talking()
    const end = await tests.staff('ann', 'desk')
    done(await tests.test.staff('ada', { type: 'deactivateMember', personId: 'ann' }))
    expect(end.closedWith?.code).toBe(CLOSE.unauthorized.code)
    expect(tests.test.chat(chatId)).toMatchObject({ state: 'queued', agentId: null })
  })

  it('[WS14] whose session is revoked is closed', async () => {
    const { tests, hub } = await start()
    const end = await tests.staff('ann')
    hub.revoke('staff:ann')
    expect(end.closedWith?.code).toBe(CLOSE.unauthorized.code)
  })

  it('[AU17] whose session has ended by time is closed, and a database that is away ends none', async () => {
    let answer: () => Promise<StaffIdentity | null> = () =>
      testAuthenticator.staff('staff:ann', null)
    const authenticator = { ...testAuthenticator, staff: () => answer() }
    const tests = await TestHub.start({ authenticator })
    const end = await tests.staff('ann')
    answer = () => Promise.reject(new Error('away'))
    await tests.test.clock.pass(11 * 60_000)
    expect(end.closedWith).toBeNull()
    answer = async () => null
    await tests.test.clock.pass(11 * 60_000)
    expect(end.closedWith?.code).toBe(CLOSE.unauthorized.code)
  })

  it('[WS14] whose session is revoked during its hello is closed too', async () => {
    let asked = 0
    const authenticator = {
      ...testAuthenticator,
      staff: async (token: string, accountId: string | null) => {
        asked += 1
        return asked === 1 ? testAuthenticator.staff(token, accountId) : null
      },
    }
    const tests = await TestHub.start({ authenticator })
    const end = await tests.staff('ann')
    expect(end.closedWith?.code).toBe(CLOSE.unauthorized.code)
    expect(end.of('welcome')).toHaveLength(0)
  })

  it('[WS15] opens and closes the connection of its agent, the last one counts', async () => {
    const { tests } = await start()
    const one = await tests.staff('ann')
    const two = await tests.staff('ann')
    const connection = () => tests.test.host.peek('acme')?.agent('ann')?.value.connection
    expect(connection()).toBe('connected')
    await one.drop()
    expect(connection()).toBe('connected')
    await two.drop()
    expect(connection()).toBe('grace')
  })

  it('[HD22] keeps its agent connected and accepting however long it says nothing', async () => {
    const { tests } = await start()
    const end = await tests.staff('ann')
    await end.say({ type: 'command', id: tests.test.newId(), command: { type: 'goOnline' } })
    const told = end.of('heartbeat').length
    await tests.test.clock.pass(3_600_000)
    expect(end.closedWith).toBe(null)
    expect(end.of('heartbeat').length - told).toBe(3_600_000 / HEARTBEAT_MS)
    const agent = tests.test.host.peek('acme')?.agent('ann')
    expect(agent?.value).toMatchObject({ connection: 'connected', presence: 'online' })
  })

  it('[WS16] follows a bounded number of topics', async () => {
    const { tests } = await start()
    const end = await tests.staff('ada')
    for (let index = 0; index <= MAX_TOPICS; index += 1) {
      const chatId = await tests.test.writes(`c${index}`)
      await end.say({ type: 'subscribe', topic: `chat:${chatId}` })
    }
    expect(end.last('topicRefused').refusal.code).toBe('tooManyRequests')
  })

  it('[WS17] is closed to resume when the memory behind it is lost', async () => {
    const { tests, hub } = await start()
    const end = await tests.staff('ann', 'desk')
    hub.lose('acme')
    expect(end.closedWith?.code).toBe(CLOSE.resync.code)
  })
})

async function start() {
  const tests = await TestHub.start()
  return { tests, hub: tests.hub }
}

/** Ann has the chat of customer c1. */
async function talking(): Promise<{ tests: TestHub; chatId: string }> {
  const { tests } = await start()
  await tests.test.online('ann')
  const chatId = await tests.test.writes('c1')
  done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
  return { tests, chatId }
}
