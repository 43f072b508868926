import { expect } from '@open-wc/testing'
import type { ChatView } from '#protocol/staff-views'
import {
  chatView,
  connectedDesk,
  conversationSnapshot,
  deskSnapshot,
  longConversation,
  messageView,
  welcomeStaff,
} from '../testing/staff-fixtures.ts'
import { settled } from '../testing/look.ts'
import type { StaffClient } from './staff-client.ts'

function ready(client: StaffClient) {
  const opened = client.conversation('chat1')
  if (opened?.kind !== 'ready') throw new Error('the conversation is not here')
  return opened.conversation
}

describe('staff client', () => {
  it('[LV3] says that no list is shown, and again after a reconnection, until one is', () => {
    const { client, network } = connectedDesk()
    const looking = () => network.socket.heardOf('looking')
    client.showLists(true)
    expect(looking()).to.deep.equal([])
    client.showLists(false)
    client.showLists(false)
    const unseen = { type: 'looking', chatId: null, lists: false }
    expect(looking()).to.deep.equal([unseen])
    network.socket.close(1006)
    network.clock.advance(1_000)
    welcomeStaff(network)
    expect(looking()).to.deep.equal([unseen])
    client.showLists(true)
    expect(looking().at(-1)).to.deep.equal({ type: 'looking', chatId: null })
  })

  it('[UI12] believes nothing after a hole, and resumes each topic after what it showed', () => {
    const { client, network } = connectedDesk({ conversation: {} })
    const first = network.socket
    first.sayNumbered({
      type: 'change',
      topic: 'chat:chat1',
      seq: 12,
      changes: [{ kind: 'message', message: messageView({ seq: 12, text: 'Hello?' }) }],
    })
    first.lose()
    first.sayNumbered({
      type: 'change',
      topic: 'desk',
      seq: 14,
      changes: [{ kind: 'chat', chat: chatView({ seq: 14, customerName: 'Nobody' }) }],
    })
    first.flush()
    expect(client.desk?.chats.get('chat1')?.customerName).to.equal('Ada Nwosu')
    expect(first.isClosed).to.equal(true)

    network.clock.advance(0)
    const { socket } = network
    expect(socket).not.to.equal(first)
    socket.accept()
    socket.sayNumbered({
      type: 'welcome',
      protocol: 1,
      personId: 'mira',
      account: { accountId: 'acme', name: 'Acme support' },
      seq: 14,
      now: network.clock.now(),
      heartbeatMs: 15_000,
    })
    socket.flush()
    expect(socket.heardOf('subscribe')).to.deep.equal([
      { type: 'subscribe', topic: 'desk', after: 10 },
      { type: 'subscribe', topic: 'chat:chat1', after: 12 },
    ])
  })

  it('[UD2] shows what is true after its page stood still, by resuming what it showed', () => {
    const { client, network } = connectedDesk()
    const first = network.socket
    network.clock.freeze(3_600_000)
    network.wake()
    expect(first.isClosed).to.equal(true)
    network.clock.advance(1_000)
    const { socket } = network
    expect(socket).not.to.equal(first)
    welcomeStaff(network)
    expect(socket.heardOf('subscribe')).to.deep.equal([
      { type: 'subscribe', topic: 'desk', after: 10 },
    ])
    const changes = [{ kind: 'chatGone', chatId: 'chat1' }]
    socket.sayNumbered({ type: 'change', topic: 'desk', seq: 99, changes }).flush()
    expect(client.desk?.chats.has('chat1')).to.equal(false)
  })

  it('[UI13] lets the higher sequence count, in whatever order they come', () => {
    const { client, network } = connectedDesk({ conversation: {} })
    const change = (seq: number, customerName: string) =>
      network.socket.sayNumbered({
        type: 'change',
        topic: 'desk',
        seq: 30,
        changes: [{ kind: 'chat', chat: chatView({ seq, customerName }) }],
      })
    change(20, 'Newer')
    change(15, 'Older')
    network.socket.flush()
    expect(client.desk?.chats.get('chat1')?.customerName).to.equal('Newer')
    expect(ready(client).chat.customerName).to.equal('Newer')
  })

  it('[UI13] keeps the last words where a newer word leaves them out', () => {
    const { client, network } = connectedDesk()
    const { preview: _, ...chat } = chatView({ seq: 20 })
    network.socket
      .sayNumbered({ type: 'change', topic: 'desk', seq: 20, changes: [{ kind: 'chat', chat }] })
      .flush()
    expect(client.desk?.chats.get('chat1')?.preview?.text).to.equal('Where is my parcel?')
  })

  it('[UI14] shows what I wrote at once, and once', async () => {
    const { client, network } = connectedDesk({ conversation: {} })
    const { socket } = network
    client.sendMessage('chat1', 'On its way')
    expect(client.unsent('chat1').map(({ status }) => status)).to.deep.equal(['sending'])
    const id = socket.heardOf('command')[0]?.['id']
    if (typeof id !== 'string') throw new Error('no command was sent')
    socket.sayNumbered({ type: 'ack', id, seq: 20, result: {} }).flush()
    await settled()
    expect(client.unsent('chat1').map(({ status }) => status)).to.deep.equal(['sent'])
    const message = messageView({
      seq: 20,
      author: 'agent:mira',
      text: 'On its way',
      commandId: id,
    })
    const changes = [{ kind: 'message', message }]
    socket.sayNumbered({ type: 'change', topic: 'chat:chat1', seq: 20, changes })
    socket.sayNumbered({ type: 'change', topic: 'chat:chat1', seq: 20, changes })
    socket.flush()
    expect(client.unsent('chat1')).to.deep.equal([])
    const shown = ready(client).messages.filter(({ text }) => text === 'On its way')
    expect(shown).to.have.length(1)
  })

  it('[UI15] keeps what was not taken, to be tried again with its id or deleted', async () => {
    const { client, network } = connectedDesk({ conversation: {} })
    const { socket } = network
    client.comment('chat1', 'For us', 'staff')
    const id = socket.heardOf('command')[0]?.['id']
    const refusal = { code: 'chatOver', says: 'This chat is over.' }
    socket.sayNumbered({ type: 'refused', id, refusal }).flush()
    await settled()
    const [failed] = client.unsent('chat1')
    expect(failed?.status).to.equal('failed')
    expect(failed?.says).to.equal('This chat is over.')
    client.retry('chat1', String(id))
    expect(socket.heardOf('command')[1]).to.deep.equal(socket.heardOf('command')[0])
    socket.sayNumbered({ type: 'refused', id, refusal }).flush()
    await settled()
    client.discard('chat1', String(id))
    expect(client.unsent('chat1')).to.deep.equal([])
  })

  it('[UI16] forgets who types after six seconds', () => {
    const { client, network } = connectedDesk({ conversation: {} })
    const typing = { type: 'typing', chatId: 'chat1', who: 'customer', typing: true }
    network.socket.sayNumbered(typing).flush()
    expect(client.typing('chat1')).to.deep.equal(['customer'])
    network.clock.advance(6_000)
    expect(client.typing('chat1')).to.deep.equal([])
  })

  it('[UI2] writes again after a reconnect what the server did not acknowledge', () => {
    const { client, network } = connectedDesk({ conversation: {} })
    client.sendMessage('chat1', 'one')
    const [command] = network.socket.heardOf('command')
    network.socket.close(1006)
    client.sendMessage('chat1', 'two')
    network.clock.advance(1_000)
    welcomeStaff(network)
    expect(network.socket.heardOf('command')).to.deep.equal([command])
    expect(client.unsent('chat1').map(({ text }) => text)).to.deep.equal(['one', 'two'])
  })

  it('[UI58] shows a conversation that went out of sight as gone, until it comes back', () => {
    const { client, network } = connectedDesk({ conversation: {} })
    network.socket
      .sayNumbered({
        type: 'change',
        topic: 'chat:chat1',
        seq: 12,
        changes: [{ kind: 'chatGone', chatId: 'chat1' }],
      })
      .flush()
    expect(client.conversation('chat1')).to.deep.equal({ kind: 'gone', last: chatView() })
    network.socket
      .sayNumbered({
        type: 'conversation',
        topic: 'chat:chat1',
        seq: 14,
        conversation: conversationSnapshot(),
      })
      .flush()
    expect(client.conversation('chat1')?.kind).to.equal('ready')
  })

  it('[UI59] asks again for a refused conversation once the desk says that it may be read', () => {
    const row = chatView({ access: 'row', agentId: 'jonas' })
    const { client, network } = connectedDesk({ desk: { chats: [row] } })
    client.open('chat1')
    const refusal = { code: 'forbidden', says: 'Your role does not allow this.' }
    network.socket.sayNumbered({ type: 'topicRefused', topic: 'chat:chat1', refusal }).flush()
    expect(client.conversation('chat1')?.kind).to.equal('refused')
    const asked = () =>
      network.socket.heardOf('subscribe').filter(({ topic }) => topic === 'chat:chat1')
    expect(asked()).to.have.length(1)

    const change = (seq: number, access: 'row' | 'full') =>
      network.socket
        .sayNumbered({
          type: 'change',
          topic: 'desk',
          seq,
          changes: [{ kind: 'chat', chat: chatView({ seq, access, state: 'queued' }) }],
        })
        .flush()
    change(12, 'row')
    expect(asked()).to.have.length(1)
    change(13, 'full')
    expect(asked()).to.have.length(2)
    expect(client.conversation('chat1')?.kind).to.equal('loading')
  })

  it('[UI59] asks again for a refused conversation on a new visit', () => {
    const { client, network } = connectedDesk()
    client.open('chat1')
    const refusal = { code: 'forbidden', says: 'Your role does not allow this.' }
    network.socket.sayNumbered({ type: 'topicRefused', topic: 'chat:chat1', refusal }).flush()
    client.open('chat1')
    expect(
      network.socket.heardOf('subscribe').filter(({ topic }) => topic === 'chat:chat1'),
    ).to.have.length(2)
  })

  it('[UL10] shows a desk that comes in parts when it is whole', () => {
    const { client, network } = connectedDesk()
    const before = client.desk
    const say = (part: number, ...chatIds: string[]) =>
      network.socket.sayNumbered({
        type: 'snapshotPart',
        topic: 'desk',
        part,
        chats: chatIds.map((chatId) => chatView({ chatId })),
      })
    const whole = (parts: number, gone: string[], chats: ChatView[]) =>
      network.socket.sayNumbered({
        type: 'snapshot',
        topic: 'desk',
        seq: 20,
        parts,
        gone,
        desk: deskSnapshot({ chats }),
      })
    const ids = () => [...(client.desk?.chats.keys() ?? [])].sort()
    say(1, 'of an earlier one')
    say(1, 'a', 'b')
    say(2, 'c', 'd')
    network.socket.flush()
    expect(client.desk).to.equal(before)
    whole(2, ['b'], [chatView({ chatId: 'c', seq: 19, customerName: 'Newer' })])
    network.socket.flush()
    expect(ids()).to.deep.equal(['a', 'c', 'd'])
    expect(client.desk?.chats.get('c')?.customerName).to.equal('Newer')
    say(1, 'of one that began anew')
    whole(0, [], [chatView({ chatId: 'e' })])
    network.socket.flush()
    expect(ids()).to.deep.equal(['e'])
  })

  it('[UL10] believes nothing of a desk of which a part was lost', () => {
    const { client, network } = connectedDesk()
    const part = (number: number, chatId: string) => ({
      type: 'snapshotPart',
      topic: 'desk',
      part: number,
      chats: [chatView({ chatId })],
    })
    const first = network.socket
    first.sayNumbered(part(1, 'a'))
    first.lose()
    first.sayNumbered(part(3, 'c'))
    first.flush()
    expect(first.isClosed).to.equal(true)
    network.clock.advance(0)
    expect(network.socket).not.to.equal(first)
    welcomeStaff(network, { chats: [chatView({ chatId: 'x' })] })
    expect(network.socket.heardOf('subscribe')).to.deep.equal([
      { type: 'subscribe', topic: 'desk', after: 10 },
    ])
    expect([...(client.desk?.chats.keys() ?? [])]).to.deep.equal(['x'])
  })

  it('[UL11] loads an old line with what stands between, in large pages', async () => {
    const { asked, ...long } = longConversation(10_000)
    const { client } = connectedDesk(long)
    expect(ready(client).messages).to.have.length(100)
    await client.loadBackTo('chat1', 9_950)
    expect(asked).to.deep.equal([])
    await client.loadBackTo('chat1', 8_888)
    expect(asked).to.deep.equal([500, 500, 500])
    await client.loadBackTo('chat1', 0)
    const seqs = ready(client).messages.map(({ seq }) => seq)
    expect(seqs).to.deep.equal(Array.from({ length: 10_000 }, (_, n) => n + 1))
    expect(ready(client).more).to.equal(false)
  })
})
