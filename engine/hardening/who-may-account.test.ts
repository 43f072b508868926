import { describe, expect, it } from 'vitest'
import type { StaffCommand } from '#protocol/staff-commands'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { settled } from '../testing/manual-clock.ts'
import { done } from '../testing/test-host.ts'
import { BOSS, VIEWERS, acme, rival } from './cast.ts'
import type { ViewerName } from './cast.ts'
import { sessionOf } from './memory-people.ts'
import { Rig } from './rig.ts'
import { rowsOf } from './table.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]

/** Of Tom, who is an agent of `support`. */
const TOM: Extract<StaffCommand, { type: 'saveMember' }> = {
  type: 'saveMember',
  personId: 'tom',
  role: 'agent',
  name: 'staff tom',
  publicName: 'Public agent',
  groupIds: ['support'],
  chatLimit: 100,
}

const GROUP: Extract<StaffCommand, { type: 'saveGroup' }> = {
  type: 'saveGroup',
  groupId: 'support',
  name: 'Help',
  publicName: 'Helpers',
  overflowGroupId: 'sales',
  defaultAgentId: 'tom',
}

const CHANNEL: Extract<StaffCommand, { type: 'saveChannel' }> = {
  type: 'saveChannel',
  channelId: 'web',
  kind: 'widget',
  name: 'Shop',
  groupId: 'support',
  botId: null,
  allowedOrigins: ['https://shop.example'],
  colour: '#123456',
}

const REPLY = { type: 'saveQuickReply', shortcut: 'words', text: 'Words of mine' } as const

/** What Tom noted; the answer says its id, which the acts then name. */
const NOTE = 'the-note-of-tom'

/** What is not about one chat. The blocked customer was blocked in `support`. */
const ACTS = {
  'go online': { type: 'goOnline' },
  'go away': { type: 'goAway', reason: 'lunch' },
  'go offline': { type: 'goOffline' },
  'say who one is': { type: 'saveProfile', name: 'N', publicName: 'P', picture: 'a-picture' },
  'set Tom offline': { type: 'goOffline', agentId: 'tom', choice: { kind: 'return' } },
  'unblock the customer': { type: 'unblockCustomer', customerId: 'c-blocked' },
  'say who the customer is': {
    type: 'saveCustomer',
    customerId: 'c-blocked',
    change: { name: 'Ada', attributes: [{ name: 'plan', value: 'pro' }] },
  },
  'note something': { type: 'addNote', customerId: 'c-blocked', text: 'Words' },
  "delete Tom's note": { type: 'deleteNote', customerId: 'c-blocked', noteId: NOTE },
  'erase the customer': { type: 'eraseCustomer', customerId: 'c-blocked' },
  'change settings': { type: 'changeSettings', change: { chatLimit: 3 } },
  'change a group': GROUP,
  'make a group': { ...GROUP, groupId: 'new' },
  'delete a group': { type: 'deleteGroup', groupId: 'support', successorId: 'sales' },
  'put Tom in sales too': { ...TOM, groupIds: ['support', 'sales'] },
  'take Tom out of support': { ...TOM, groupIds: [] },
  'put Tom in front too': { ...TOM, groupIds: ['support', 'front'] },
  'make Tom a supervisor': { ...TOM, role: 'supervisor' },
  'call Tom something else': { ...TOM, name: 'Thomas' },
  'give Tom a limit': { ...TOM, chatLimit: null },
  'bring somebody in': { ...TOM, personId: 'new', groupIds: ['support'] },
  'deactivate Tom': { type: 'deactivateMember', personId: 'tom' },
  'change a channel': CHANNEL,
  'make a channel': { ...CHANNEL, channelId: null },
  'be done wrapping up': { type: 'endWrapUp' },
  'make a tag': { type: 'saveTag', tagId: null, name: 'New', colour: 'blue' },
  'change a tag': { type: 'saveTag', tagId: 'refund', name: 'Money', colour: 'blue' },
  'delete a tag': { type: 'deleteTag', tagId: 'refund' },
  'make a reply for all': { ...REPLY, replyId: null, whose: 'account' },
  'make an own reply': { ...REPLY, replyId: null, whose: 'own' },
  'change a reply of all': { ...REPLY, replyId: 'hello', whose: 'account' },
  'make one of all own': { ...REPLY, replyId: 'hello', whose: 'own' },
  'delete a reply of all': { type: 'deleteQuickReply', replyId: 'hello' },
  'change a reply of Mia': { ...REPLY, replyId: 'mias', whose: 'own' },
  'give a reply of Mia away': { ...REPLY, replyId: 'mias', whose: 'account' },
  'delete a reply of Mia': { type: 'deleteQuickReply', replyId: 'mias' },
} satisfies Record<string, StaffCommand>

type Act = keyof typeof ACTS

const MAY: Record<Act, Record<ViewerName, string>> = rowsOf(
  Object.keys(ACTS) as Act[],
  NAMES,
  `
                        | agent of the group | agent of another | supervisor of it | of another | administrator
go online               | done               | done             | done             | done       | done
go away                 | done               | done             | done             | done       | done
go offline              | done               | done             | done             | done       | done
say who one is          | done               | done             | done             | done       | done
set Tom offline         | forbidden          | forbidden        | done             | forbidden  | done
unblock the customer    | forbidden          | forbidden        | done             | notFound   | done
say who the customer is | done               | notFound         | done             | notFound   | done
note something          | done               | notFound         | done             | notFound   | done
delete Tom's note       | forbidden          | notFound         | done             | notFound   | done
erase the customer      | forbidden          | forbidden        | forbidden        | forbidden  | done
change settings         | forbidden          | forbidden        | forbidden        | forbidden  | done
change a group          | forbidden          | forbidden        | forbidden        | forbidden  | done
make a group            | forbidden          | forbidden        | forbidden        | forbidden  | done
delete a group          | forbidden          | forbidden        | forbidden        | forbidden  | done
put Tom in sales too    | forbidden          | forbidden        | forbidden        | done       | done
take Tom out of support | forbidden          | forbidden        | done             | forbidden  | done
put Tom in front too    | forbidden          | forbidden        | forbidden        | forbidden  | done
make Tom a supervisor   | forbidden          | forbidden        | forbidden        | forbidden  | done
call Tom something else | forbidden          | forbidden        | forbidden        | forbidden  | done
give Tom a limit        | forbidden          | forbidden        | forbidden        | forbidden  | done
bring somebody in       | forbidden          | forbidden        | forbidden        | forbidden  | done
deactivate Tom          | forbidden          | forbidden        | forbidden        | forbidden  | done
change a channel        | forbidden          | forbidden        | forbidden        | forbidden  | done
make a channel          | forbidden          | forbidden        | forbidden        | forbidden  | done
be done wrapping up     | notNow             | notNow           | notNow           | notNow     | notNow
make a tag              | forbidden          | forbidden        | done             | done       | done
change a tag            | forbidden          | forbidden        | done             | done       | done
delete a tag            | forbidden          | forbidden        | done             | done       | done
make a reply for all    | forbidden          | forbidden        | done             | done       | done
make an own reply       | done               | done             | done             | done       | done
change a reply of all   | forbidden          | forbidden        | done             | done       | done
make one of all own     | forbidden          | forbidden        | done             | done       | done
delete a reply of all   | forbidden          | forbidden        | done             | done       | done
change a reply of Mia   | done               | notFound         | notFound         | notFound   | notFound
give a reply of Mia away | forbidden         | forbidden        | notFound         | notFound   | notFound
delete a reply of Mia   | done               | notFound         | notFound         | notFound   | notFound
`,
)

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
      const said = await refused(command, theirs)
      expect(said.split(' ')[0], about).toBe(wanted)
      expect(said).toBe(await refused(unknown[index]?.command ?? command, nobodys))
      expect(await rig.byRest(personId, command), about).toBe(wanted)
      expect(await rig.byRest(personId, command, 'rival'), about).toBe('notFound')
    }
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

interface Foreign {
  tagId: string
  replyId: string
  chatId: string
  customerId: string
  groupId: string
  agentId: string
}

/** Commands that name these ids; those about a chat in hand, the rest of whose words are right. */
function naming(
  { chatId, customerId, groupId, agentId, tagId, replyId }: Foreign,
  ownChatId: string,
): { command: StaffCommand; whose: 'everybody' | 'leads' | 'administrators' }[] {
  const own = { type: 'forwardChat', chatId: ownChatId } as const
  const words = { text: 'Words', reason: 'Words', message: 'Words' }
  const everybody: StaffCommand[] = [
    { type: 'takeChat', chatId },
    { type: 'takeOverChat', chatId },
    { type: 'acceptOffer', chatId },
    { type: 'declineOffer', chatId },
    { type: 'declineForward', chatId },
    { type: 'sendMessage', chatId, text: words.text },
    { type: 'comment', chatId, text: words.text, visibleTo: 'author' },
    { type: 'forwardChat', chatId, to: { kind: 'group', groupId: 'support' } },
    { type: 'holdChat', chatId, until: 8_000_000_000_000 },
    { type: 'resumeChat', chatId },
    { type: 'returnChat', chatId },
    { type: 'closeChat', chatId },
    { type: 'undoClose', chatId },
    { type: 'tagChat', chatId, tagId: 'refund' },
    { type: 'untagChat', chatId, tagId: 'refund' },
    { type: 'tagChat', chatId: ownChatId, tagId },
    { type: 'untagChat', chatId: ownChatId, tagId },
    { type: 'closeChat', chatId: ownChatId, tagIds: [tagId] },
    { ...REPLY, replyId, whose: 'own' },
    { type: 'deleteQuickReply', replyId },
    { type: 'continueChat', chatId },
    { type: 'setPriority', chatId, priority: 1 },
    { type: 'blockCustomer', chatId, reason: words.reason, message: words.message },
    { type: 'markRead', chatId, seq: 1 },
    { ...own, to: { kind: 'group', groupId } },
    { ...own, to: { kind: 'agent', agentId } },
    { type: 'goOffline', agentId },
    { type: 'goOffline', agentId, choice: { kind: 'close' } },
    { type: 'goOffline', choice: { kind: 'forward', groupId } },
  ]
  const administrators: StaffCommand[] = [
    { ...GROUP, overflowGroupId: groupId },
    { ...GROUP, defaultAgentId: agentId },
    { ...TOM, groupIds: ['support', groupId] },
    { type: 'deleteGroup', groupId, successorId: 'sales' },
    { type: 'deleteGroup', groupId: 'support', successorId: groupId },
    { type: 'deactivateMember', personId: agentId },
    { ...CHANNEL, groupId },
  ]
  return [
    ...everybody.map((command) => ({ command, whose: 'everybody' as const })),
    { command: { type: 'unblockCustomer', customerId }, whose: 'leads' },
    { command: { type: 'saveTag', tagId, name: 'Words', colour: 'teal' }, whose: 'leads' },
    { command: { type: 'deleteTag', tagId }, whose: 'leads' },
    { command: { type: 'saveCustomer', customerId, change: { name: 'Ada' } }, whose: 'everybody' },
    { command: { type: 'addNote', customerId, text: 'Words' }, whose: 'everybody' },
    { command: { type: 'deleteNote', customerId, noteId: NOTE }, whose: 'everybody' },
    { command: { type: 'eraseCustomer', customerId }, whose: 'administrators' },
    ...administrators.map((command) => ({ command, whose: 'administrators' as const })),
  ]
}

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
