import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '#protocol/staff-commands'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import { BOSS, VIEWERS, acme, rival } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig } from './rig.ts'
import { ACTS, MAY, naming } from './who-may-account.ts'
import type { Act, Foreign } from './who-may-account.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]

const ACT_NAMES = Object.keys(ACTS) as Act[]

describe('what staff may do in an account', () => {
  it.each(NAMES)('[HD2] %s', async (viewer) => {
    const personId = VIEWERS[viewer]
    for (const act of ACT_NAMES) {
      for (const way of ['socket', 'REST'] as const) {
        const { rig, noteId } = await desk()
        const end = await rig.staff(personId)
        const command = namingNote(ACTS[act], noteId)
        done(await rig.test.staff(personId, { type: 'goOnline' }))
        const before = rig.stored()
        const outcome =
          way === 'socket' ? await rig.bySocket(end, command) : await rig.byRest(personId, command)
        expect(outcome, `${act} by ${way}`).toBe(MAY[act][viewer])
        if (outcome !== 'done') expect(rig.stored(), act).toBe(before)
      }
    }
  })

  it('[HD2] nobody acts who was deactivated', async () => {
    const { rig } = await desk()
    const end = await rig.staff('tom')
    done(await rig.test.staff(BOSS, { type: 'deactivateMember', personId: 'tom' }))
    expect(end.closedWith?.reason).toBe('unauthorized')
    await settled()
    const before = rig.stored()
    for (const act of ACT_NAMES) expect(await rig.byRest('tom', ACTS[act])).toBe('notFound')
    expect((await rig.staff('tom')).closedWith?.reason).toBe('unauthorized')
    expect(rig.stored()).toBe(before)
  })
})

describe('what belongs to another account', () => {
  it.each(NAMES)('[HD3] is not there for %s, as if it did not exist', async (viewer) => {
    const { rig, chatId, theirs } = await desk()
    const personId = VIEWERS[viewer]
    // Whoever has the chat may do most with it.
    await rig.test.online(personId)
    const to = { kind: 'agent', agentId: personId } as const
    done(await rig.test.staff(BOSS, { type: 'forwardChat', chatId, to }))
    done(await rig.test.staff(personId, { type: 'takeChat', chatId }))
    const end = await rig.staff(personId)
    const before = rig.stored()
    const refused = async (command: StaffCommand, ids: Foreign): Promise<string> => {
      const code = await rig.bySocket(end, command)
      const said = JSON.stringify(end.last('refused').refusal)
      return `${code} ${Object.values(ids).reduce((text, id) => text.replaceAll(id, '…'), said)}`
    }
    const nobodys = {
      chatId: 'no-chat',
      customerId: 'nobody',
      groupId: 'no-group',
      tagId: 'no-tag',
      replyId: 'no-reply',
      articleId: 'no-article',
      prompterId: 'no-prompter',
      botId: 'no-bot',
      webhookId: 'no-webhook',
      agentId: 'no-one',
    }
    const unknown = naming(nobodys, chatId)
    for (const [index, { command, whose }] of naming(theirs, chatId).entries()) {
      const may =
        whose === 'everybody' ||
        viewer === 'administrator' ||
        (whose === 'leads' && viewer.startsWith('supervisor'))
      const wanted = may ? 'notFound' : 'forbidden'
      const about = JSON.stringify(command)
      // So many frames are sent that more would be too fast.
      if (index % 30 === 29) await rig.test.clock.pass(10_000)
      const said = await refused(command, theirs)
      expect(said.split(' ')[0], about).toBe(wanted)
      expect(said).toBe(await refused(unknown[index]?.command ?? command, nobodys))
      expect(await rig.byRest(personId, command), about).toBe(wanted)
      expect(await rig.byRest(personId, command, 'rival'), about).toBe('notFound')
    }
    // So many frames were sent that more would be too fast.
    await rig.test.clock.pass(10_000)
    for (const topic of ['desk', `chat:${theirs.chatId}`] as const) {
      await end.say({ type: 'subscribe', topic })
      await end.say({ type: 'subscribe', topic, after: 1 })
    }
    expect(end.of('topicRefused')).toHaveLength(2)
    const customer = `/api/v1/accounts/acme/customers/${theirs.customerId}`
    expect((await rig.ask('GET', customer, { token: sessionOf(personId) })).status).toBe(404)
    const chats = '/api/v1/accounts/acme/chats'
    for (const path of [`/${theirs.chatId}`, `/${theirs.chatId}/messages?before=99`]) {
      const told = await rig.ask('GET', `${chats}${path}`, { token: sessionOf(personId) })
      expect(told.status, path).toBe(404)
    }
    const shown = [
      await rig.ask('GET', '/api/v1/accounts/acme/desk', { token: sessionOf(personId) }),
      await rig.ask('GET', `${chats}?state=closed`, { token: sessionOf(personId) }),
      await rig.ask('GET', '/api/v1/accounts/acme/customers', { token: sessionOf(personId) }),
      await rig.ask('GET', `${chats}?state=closed&groupId=rivals`, { token: sessionOf(personId) }),
      end.of('snapshot'),
      end.of('change'),
    ]
    const found = Object.values(theirs).filter((id) => JSON.stringify(shown).includes(id))
    expect(found).toEqual([])
    expect(rig.stored()).toBe(before)
  })

  it('[HD3] has no socket for people of elsewhere', async () => {
    const { rig } = await desk()
    const hello = { type: 'hello', protocol: PROTOCOL_VERSION } as const
    for (const [personId, accountId] of [
      ['ada', 'rival'],
      ['max-of-them', 'acme'],
      ['max-of-them', 'no-account'],
    ] as const) {
      const end = rig.staffSocket()
      await end.say({ ...hello, token: sessionOf(personId), accountId })
      expect(end.closedWith?.reason).toBe('unauthorized')
      expect(end.frames).toEqual([])
    }
  })
})

/** A desk with a chat in `support`, a customer who was blocked there, and a chat of the rival's. */
async function desk(): Promise<{
  rig: Rig
  chatId: string
  noteId: string
  theirs: Foreign
}> {
  const rig = await Rig.start({ acme: acme(), rival: rival() })
  const { test } = rig
  const blocked = await test.writes('c-blocked')
  const words = { reason: 'rude', message: 'No.' }
  done(await test.staff(BOSS, { type: 'blockCustomer', chatId: blocked, ...words }))
  const note = { type: 'addNote', customerId: 'c-blocked', text: 'Words' } as const
  const { noteId } = done(await test.staff('tom', note)).result
  const chatId = await test.writes('c-own')
  const who = { accountId: 'rival', channelId: 'theirs', customerId: 'c-theirs' }
  const text = 'Words of theirs'
  done(await test.desk.customer(who, test.newId(), { type: 'sendMessage', text }))
  const theirChatId = test.host.peek('rival')?.customers.get('c-theirs')?.row.openChatId ?? ''
  const theirs = {
    tagId: 'their-tag',
    replyId: 'their-reply',
    articleId: 'their-article',
    prompterId: 'their-prompter',
    botId: 'their-bot',
    webhookId: 'their-webhook',
    chatId: theirChatId,
    customerId: 'c-theirs',
    groupId: 'rivals',
    agentId: 'ron-of-them',
  }
  return { rig, chatId, noteId: typeof noteId === 'string' ? noteId : '', theirs }
}

function namingNote(command: StaffCommand, noteId: string): StaffCommand {
  return command.type === 'deleteNote' ? { ...command, noteId } : command
}
