import { describe, expect, it } from 'vitest'
import { CLOSE } from '#protocol/close-codes'
import { HEARTBEAT_MS, MAX_SOCKETS } from '#protocol/limits'
import { settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import { TestHub } from '../testing/test-hub.ts'
import type { CustomerEnd } from '../testing/test-hub.ts'

describe('a customer', () => {
  it('[WS20] who never wrote gets an empty stream, and nothing is stored', async () => {
    const tests = await TestHub.start()
    const end = await tests.customer('c1')
    expect(end.last('welcome')).toMatchObject({ newest: 0, items: [], chat: { state: 'none' } })
    expect(tests.test.memory.contents('acme')?.customers).toEqual([])
  })

  it('[WS21] sees one dense stream of what customers may see', async () => {
    const { tests, end, chatId } = await talking()
    const words = { type: 'comment', chatId, text: 'rude remark', visibleTo: 'staff' } as const
    done(await tests.test.staff('ann', words))
    done(await tests.test.staff('ann', { type: 'sendMessage', chatId, text: 'Hello there' }))
    done(await tests.test.staff('ann', words))
    done(await tests.test.customer('c1', { type: 'sendMessage', text: 'Thank you' }))
    const numbers = itemsOf(end).map(({ n }) => n)
    expect(numbers).toEqual(numbers.map((_, index) => index + 1))
    expect(itemsOf(end).map(({ from }) => from)).toEqual(['me', 'system', 'system', 'person', 'me'])
  })

  it('[WS22] gets no trace of comments, notes, ids of chats or other chats', async () => {
    const { tests, end, chatId } = await talking()
    const words = { type: 'comment', chatId, text: 'rude remark', visibleTo: 'staff' } as const
    const before = end.frames.length
    done(await tests.test.staff('ann', words))
    await tests.test.writes('c2', 'Someone else')
    expect(end.frames).toHaveLength(before)
    const said = JSON.stringify(end.frames)
    for (const secret of ['rude', chatId, 'Someone else', 'agentId', 'groupId', '"seq"']) {
      expect(said).not.toContain(secret)
    }
  })

  it('[WS23] resumes after the number they have, with exactly what they missed', async () => {
    const { tests, end, chatId } = await talking()
    const seen = itemsOf(end).at(-1)?.n ?? 0
    await end.drop()
    done(await tests.test.staff('ann', { type: 'sendMessage', chatId, text: 'missed' }))
    const again = await tests.customer('c1', seen)
    const { fresh, items } = again.last('welcome')
    expect(fresh).toBe(false)
    expect(items.map(({ n, text }) => [n, text])).toEqual([[seen + 1, 'missed']])
  })

  it('[WS24] whose number is ahead of the server starts anew', async () => {
    const { tests } = await talking()
    const again = await tests.customer('c1', 5_000)
    expect(again.last('welcome')).toMatchObject({ fresh: true })
    expect(again.last('welcome').items[0]?.n).toBe(1)
  })

  it('[WS25] hears who answers, honestly, as the chat goes on', async () => {
    const tests = await TestHub.start()
    const end = await tests.customer('c1', undefined, 'bot')
    await tests.test.online('ann')
    const chatId = await tests.test.writes('c1', 'Hello', 'bot')
    await tests.test.clock.pass(100)
    expect(end.last('chat').chat).toMatchObject({ state: 'bot', with: { kind: 'bot' } })
    expect(itemsOf(end).at(-1)).toMatchObject({
      from: 'bot',
      buttons: [{ action: 'talkToPerson' }],
    })
    done(await tests.test.customer('c1', { type: 'talkToPerson' }))
    expect(end.last('chat').chat).toMatchObject({ state: 'waiting', with: { kind: 'group' } })
    done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
    expect(end.last('chat').chat.with).toEqual({ kind: 'person', name: 'ann', picture: null })
    done(await tests.test.customer('c1', { type: 'endChat' }))
    expect(end.last('chat').chat.state).toBe('ended')
  })

  it('[WS37] hears at once what who answers, and the group, are called from now on', async () => {
    const { tests, end, chatId } = await talking()
    const profile = { type: 'saveProfile', name: 'Ann Lee', picture: null } as const
    done(await tests.test.staff('ann', { ...profile, publicName: 'Annie' }))
    expect(end.last('chat').chat.with).toEqual({ kind: 'person', name: 'Annie', picture: null })
    const told = end.of('chat').length
    done(await tests.test.staff('ann', { ...profile, name: 'Ann B. Lee', publicName: 'Annie' }))
    expect(end.of('chat')).toHaveLength(told)
    done(await tests.test.staff('ann', { type: 'returnChat', chatId }))
    const group = { type: 'saveGroup', groupId: 'support', name: 'Support' } as const
    const ways = { overflowGroupId: null, defaultAgentId: null }
    done(await tests.test.staff('ada', { ...group, ...ways, publicName: 'Our helpers' }))
    expect(end.last('chat').chat.with).toMatchObject({ kind: 'group', name: 'Our helpers' })
  })

  it('[WS26] who writes on instead of pressing the button is handed over by the greeter', async () => {
    const tests = await TestHub.start()
    const end = await tests.customer('c1', undefined, 'bot')
    await tests.test.writes('c1', 'Hello', 'bot')
    await tests.test.clock.pass(100)
    await tests.test.writes('c1', 'My invoice is wrong', 'bot')
    await tests.test.clock.pass(100)
    expect(end.last('chat').chat.state).toBe('waiting')
    expect(itemsOf(end).filter(({ from }) => from === 'bot')).toHaveLength(1)
  })

  it('[WS26] who is forwarded to the greeter is greeted again, not handed back', async () => {
    const tests = await TestHub.start()
    const end = await tests.customer('c1', undefined, 'bot')
    const chatId = await tests.test.writes('c1', 'Hello', 'bot')
    await tests.test.clock.pass(100)
    await tests.test.online('ann')
    done(await tests.test.customer('c1', { type: 'talkToPerson' }, 'bot'))
    done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
    done(await tests.test.staff('ann', { type: 'forwardChat', chatId, to: { kind: 'bot' } }))
    await tests.test.clock.pass(100)
    expect(end.last('chat').chat).toMatchObject({ state: 'bot', canTalkToPerson: true })
    expect(itemsOf(end).at(-1)).toMatchObject({
      from: 'bot',
      buttons: [{ action: 'talkToPerson' }],
    })
  })

  it('[WS27] in two tabs is one: both hear everything, left is said when the last is gone', async () => {
    const tests = await TestHub.start()
    const one = await tests.customer('c1')
    const two = await tests.customer('c1')
    const chatId = await tests.test.writes('c1', 'Hello')
    expect(itemsOf(one)).toEqual(itemsOf(two))
    await one.drop()
    await tests.test.clock.pass(10_000)
    expect(tests.test.chat(chatId).customerPresent).toBe(true)
    await two.drop()
    await tests.test.clock.pass(10_000)
    expect(tests.test.chat(chatId).customerPresent).toBe(false)
    await tests.customer('c1')
    expect(tests.test.chat(chatId).customerPresent).toBe(true)
  })

  it('[WS32] who does not come back to a server that starts has left after a minute', async () => {
    const before = await TestHub.start()
    await before.customer('c1')
    await before.customer('c2')
    const [gone, back] = [await before.test.writes('c1'), await before.test.writes('c2')]
    await before.test.host.stop()
    const { clock, memory } = before.test
    const tests = await TestHub.start({ clock, memory, account: null })
    await tests.customer('c2')
    await clock.pass(59_000)
    expect(tests.test.chat(gone).customerPresent).toBe(true)
    await clock.pass(2_000)
    expect(tests.test.chat(gone).customerPresent).toBe(false)
    expect(tests.test.chat(back).customerPresent).toBe(true)
    await tests.customer('c1')
    expect(tests.test.chat(gone).customerPresent).toBe(true)
  })

  it('[PS5] is here in a chat that an agent continues only while a tab is open', async () => {
    const tests = await TestHub.start()
    const { test } = tests
    await test.online('ann')
    const continued = async (customerId: string, here: boolean): Promise<boolean> => {
      const chatId = await test.writes(customerId)
      done(await test.staff('ann', { type: 'takeChat', chatId }))
      done(await test.staff('ann', { type: 'closeChat', chatId }))
      await test.clock.pass(60_000)
      if (here) await tests.customer(customerId)
      const again = done(await test.staff('ann', { type: 'continueChat', chatId }))
      await settled()
      return test.chat(idIn(again.result)).customerPresent
    }
    expect(await continued('c1', false)).toBe(false)
    expect(await continued('c2', true)).toBe(true)
  })

  it('[WS34] has a bounded number of sockets: the oldest goes, and they stay present', async () => {
    const tests = await TestHub.start()
    const chatId = await tests.test.writes('c1')
    const first = await tests.customer('c1')
    for (let more = 1; more < MAX_SOCKETS; more += 1) await tests.customer('c1')
    expect(first.closedWith).toBeNull()
    const last = await tests.customer('c1')
    expect(first.closedWith?.code).toBe(CLOSE.tooManySockets.code)
    expect(last.of('welcome')).toHaveLength(1)
    await tests.test.clock.pass(20_000)
    expect(tests.test.chat(chatId).customerPresent).toBe(true)
  })

  it('[WS28] hears that staff has read, and staff hears it of the customer', async () => {
    const { tests, end, chatId } = await talking()
    const staff = await tests.staff('ann', `chat:${chatId}`)
    const seq = tests.test.host.peek('acme')?.seq ?? 0
    done(await tests.test.staff('ann', { type: 'markRead', chatId, seq }))
    expect(end.last('read').n).toBe(itemsOf(end).at(-1)?.n)
    done(await tests.test.customer('c1', { type: 'markRead', n: itemsOf(end).at(-1)?.n ?? 0 }))
    const read = staff
      .of('change')
      .flatMap(({ changes }) => changes)
      .filter(({ kind }) => kind === 'read')
    expect(read.at(-1)).toMatchObject({ reader: 'customer', chatId })
  })

  it('[WS36] tells staff what came to a device, once all of it is there', async () => {
    const { tests, end, chatId } = await talking()
    const staff = await tests.staff('ann', `chat:${chatId}`)
    const newest = itemsOf(end).at(-1)?.n ?? 0
    const marks = () =>
      staff
        .of('change')
        .flatMap(({ changes }) => changes)
        .flatMap((change) => (change.kind === 'read' ? [change] : []))
    done(await tests.test.customer('c1', { type: 'markDelivered', n: newest - 1 }))
    expect(marks()).toEqual([])
    done(await tests.test.customer('c1', { type: 'markDelivered', n: newest }))
    expect(marks()).toMatchObject([{ reader: 'device', chatId }])
    expect(end.of('read')).toEqual([])
    const again = await tests.staff('ann', `chat:${chatId}`)
    const { conversation } = again.last('conversation')
    expect(conversation.readMarks['device']).toBe(marks()[0]?.seq)
  })

  it('[WS29] sees typing of whoever has the chat, and nobody sees typing elsewhere', async () => {
    const { tests, end, chatId } = await talking()
    const ann = await tests.staff('ann', `chat:${chatId}`)
    const bob = await tests.staff('bob', 'desk')
    await ann.say({ type: 'typing', chatId, typing: true })
    expect(end.last('typing').typing).toBe(true)
    await bob.say({ type: 'typing', chatId, typing: true })
    expect(end.of('typing')).toHaveLength(1)
    await end.say({ type: 'typing', typing: true })
    expect(ann.last('typing')).toMatchObject({ chatId, who: 'customer:c1' })
    expect(bob.of('typing')).toHaveLength(0)
  })

  it('[WS30] is told only code and words of a refusal', async () => {
    const { end, tests } = await talking()
    const id = tests.test.newId()
    await end.say({ type: 'command', id, command: { type: 'talkToPerson' } })
    const { refusal } = end.last('refused')
    expect(Object.keys(refusal).sort()).toEqual(['code', 'says'])
  })

  it('[WS31] hears the newest number in the data path; a bad token is turned away', async () => {
    const { tests, end } = await talking()
    await tests.test.clock.pass(HEARTBEAT_MS)
    expect(end.last('heartbeat').newest).toBe(itemsOf(end).at(-1)?.n)
    const stranger = tests.customerSocket()
    await stranger.say({ type: 'hello', protocol: 1, token: 'staff:ann' })
    expect(stranger.closedWith?.code).toBe(CLOSE.unauthorized.code)
  })
})

function itemsOf(end: CustomerEnd) {
  return [...end.of('welcome').flatMap(({ items }) => items), ...end.of('item').map((f) => f.item)]
}

async function talking(): Promise<{ tests: TestHub; end: CustomerEnd; chatId: string }> {
  const tests = await TestHub.start()
  const end = await tests.customer('c1')
  await tests.test.online('ann')
  const chatId = await tests.test.writes('c1', 'Hello')
  done(await tests.test.staff('ann', { type: 'takeChat', chatId }))
  return { tests, end, chatId }
}

function idIn(result: Record<string, unknown>): string {
  const { chatId } = result
  if (typeof chatId !== 'string') throw new Error('no chat was named')
  return chatId
}
