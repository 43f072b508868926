import { expect } from '@open-wc/testing'
import { arrived } from '../testing/by-keyboard.ts'
import { ADA, beginsAfresh, keyboardDesk } from '../testing/keyboard-desk.ts'
import { find, inside, isAccessible, textOf } from '../testing/look.ts'
import { commentView, conversationSnapshot, messageView } from '../testing/staff-fixtures.ts'
import { deskEvent } from './desk-events.ts'
import { Drafts } from './drafts.ts'

beginsAfresh()

const ERASED_AT = Date.UTC(2026, 2, 4, 9)

/** Ada's chat as it comes anew once its words were erased. */
const AFTER = {
  chat: { ...ADA, open: false, state: 'closed', customerName: 'Visitor ADA', erasedAt: ERASED_AT },
  messages: [
    messageView({ messageId: 'm1', seq: 1, text: null }),
    messageView({ messageId: 'm2', seq: 2, author: 'agent:mira', text: null }),
  ],
  comments: [commentView({ seq: 3, text: null })],
}

describe('words that were erased', () => {
  it('[UQ1] are a line that says when, once for all that stood together, and accessible', async () => {
    const { root, open } = await keyboardDesk({ opened: AFTER })
    await open()
    const conversation = inside(find(root, 'parley-conversation'))
    const lines = [...conversation.querySelectorAll('.notice')].map(textOf)
    expect(lines.filter((line) => line.includes('Erased on'))).to.have.length(1)
    expect(textOf(conversation)).not.to.contain('Where is my parcel?')
    expect(textOf(conversation)).to.contain('Its words were erased.')
    await isAccessible(find(root, 'parley-conversation'))
  })

  it('[UQ2] stay nowhere on a desk that showed them: conversation, draft, requests', async () => {
    const { root, desk, network, open, change } = await keyboardDesk({ opened: { chat: ADA } })
    await open()
    const { client } = desk
    if (client === null) throw new Error('the desk has no client')
    const conversation = inside(find(root, 'parley-conversation'))
    const writing = find<HTMLTextAreaElement>(
      inside(find(conversation, 'parley-composer')),
      'textarea',
    )
    writing.value = 'About your parcel'
    writing.dispatchEvent(new Event('input', { bubbles: true }))
    void client.prompters.ask('helper', 'What do I say to Ada?', 'chat1')
    void client.prompters.ask('helper', 'When do we open?', null)
    await arrived()
    expect(keptByTab()).to.contain('About your parcel')

    await change({ kind: 'customer', customerId: 'ada', erased: true })
    expect(textOf(conversation)).not.to.contain('Where is my parcel?')
    expect(keptByTab()).not.to.contain('About your parcel')
    const asked = client.prompters.asked('helper').map(({ question }) => question)
    expect(asked).to.deep.equal(['When do we open?'])
    network.socket
      .sayNumbered({
        type: 'conversation',
        topic: 'chat:chat1',
        seq: 30,
        conversation: conversationSnapshot(AFTER),
      })
      .flush()
    await arrived()
    expect(textOf(conversation)).to.contain('Erased on')
  })

  it('[UQ2] of somebody else leave everything as it is', async () => {
    const { root, desk, open, change } = await keyboardDesk({ opened: { chat: ADA } })
    await open()
    void desk.client?.prompters.ask('helper', 'What do I say to Ada?', 'chat1')
    await change({ kind: 'customer', customerId: 'bo', erased: true })
    const conversation = inside(find(root, 'parley-conversation'))
    expect(textOf(conversation)).to.contain('Where is my parcel?')
    expect(desk.client?.prompters.asked('helper')).to.have.length(1)
  })

  it('[UQ2] are found no more: what was found is asked for anew', async () => {
    const line = {
      kind: 'message' as const,
      lineId: 'm1',
      chatId: 'chat1',
      seq: 1,
      author: 'customer:ada',
      at: ERASED_AT,
      excerpt: 'Where is my parcel?',
      marks: [],
      chat: ADA,
    }
    const found = { customers: [], lines: [line], next: null }
    const { desk, root, change } = await keyboardDesk({ found })
    desk.dispatchEvent(deskEvent('parley-search', { text: 'parcel' }))
    await arrived()
    const list = inside(find(root, 'parley-search-list'))
    expect(textOf(list)).to.contain('Where is my parcel?')
    found.lines = []
    await change({ kind: 'customer', customerId: 'ada', erased: true })
    expect(textOf(list)).not.to.contain('Where is my parcel?')
  })

  it('[UQ2] leave no draft of a chat, nor the names of files that waited in it', () => {
    const keeper = new Map<string, string>()
    const drafts = new Drafts('acme:mira', {
      getItem: (key) => keeper.get(key) ?? null,
      setItem: (key, value) => void keeper.set(key, value),
      removeItem: (key) => void keeper.delete(key),
    })
    drafts.set('chat1', 'message', 'Words')
    drafts.set('chat2', 'comment', 'Others')
    keeper.set('parley:files:acme:mira:chat1:message', '[{"name":"scan.pdf"}]')
    drafts.forget('chat1')
    expect(drafts.has('chat1')).to.equal(false)
    expect([...keeper.values()]).to.deep.equal(['Others'])
  })
})

/** All that the browser keeps for this tab. */
function keptByTab(): string {
  return Object.values(sessionStorage).join('\n')
}
