import { expect, fixture, html } from '@open-wc/testing'
import { arrived, byKeyboard, focusedName, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { find, inside, isAccessible, textOf } from '../testing/look.ts'
import { ADA, BO, beginsAfresh } from '../testing/keyboard-desk.ts'
import { FakeNetwork } from '../testing/fake-network.ts'
import { connectedDesk, conversationSnapshot, welcomeStaff } from '../testing/staff-fixtures.ts'
import { deviceWords } from '../desk/device-words.ts'
import type { ParleyDesk } from '../desk/parley-desk.ts'
import { SharedDesks } from './shared-desks.ts'
import './desk-list.ts'
import './desk-conversation.ts'
import './customer-card.ts'

beginsAfresh()

/** What a page of others hears, through a shadow root of its own. */
async function around(made: ReturnType<typeof html>) {
  const heard: { type: string; detail: unknown }[] = []
  const page = await fixture<HTMLElement>(html`<section></section>`)
  const note = (event: Event) => {
    if (event instanceof CustomEvent) heard.push({ type: event.type, detail: event.detail })
  }
  for (const name of ['parley-place', 'parley-unread', 'parley-command', 'parley-dialog']) {
    page.addEventListener(name, note)
  }
  const root = page.attachShadow({ mode: 'open' })
  const inner = await fixture<ParleyDesk>(made)
  root.append(inner)
  await arrived()
  return { heard, inner }
}

const desk = () => connectedDesk({ desk: { chats: [ADA, BO] } })

function tell(network: ReturnType<typeof desk>['network']): void {
  const conversation = conversationSnapshot({ chat: ADA })
  network.socket
    .sayNumbered({ type: 'conversation', topic: 'chat:chat1', seq: 10, conversation })
    .flush()
}

describe('parts of the desk alone', () => {
  byKeyboard(['parley-chat-list', 'parley-composer'], () => {
    it('[EM25] the list is accessible, and chooses by keyboard', async () => {
      const { client, network } = desk()
      const { heard, inner } = await around(
        html`<parley-desk-list .client=${client}></parley-desk-list>`,
      )
      await isAccessible(inner)
      await tabTo('Ada Nwosu')
      await keys('Enter')
      await arrived()
      expect(inner.chatId).to.equal('chat1')
      expect(heard).to.deep.include({ type: 'parley-place', detail: { chatId: 'chat1' } })
      expect(heard.map((one) => one.type)).not.to.include('parley-dialog')
      expect(network.socket.heardOf('subscribe')).to.have.lengthOf(1)
    })

    it('[EM25] a conversation is accessible, and answered by keyboard', async () => {
      const { client, network } = desk()
      const { heard, inner } = await around(
        html`<parley-desk-conversation
          .client=${client}
          chat-id="chat1"
        ></parley-desk-conversation>`,
      )
      tell(network)
      await arrived()
      await isAccessible(inner)
      await tabTo('Message to Ada')
      await type('On its way')
      await keys('Enter')
      await arrived()
      expect(network.socket.heardOf('command').at(-1)?.['command']).to.include({
        type: 'sendMessage',
        chatId: 'chat1',
        text: 'On its way',
      })
      expect(heard.map((one) => one.type)).not.to.include('parley-command')
    })

    it('[EM25] a conversation brings the dialogs that it needs', async () => {
      const { client, network } = desk()
      const { inner } = await around(
        html`<parley-desk-conversation
          .client=${client}
          chat-id="chat1"
        ></parley-desk-conversation>`,
      )
      tell(network)
      await arrived()
      await tabTo('Forward')
      await keys('Enter')
      await arrived()
      const dialog = find<HTMLDialogElement>(
        inside(find(inside(inner), 'parley-forward-dialog')),
        'dialog',
      )
      expect(dialog.open).to.equal(true)
      await isAccessible(dialog)
      await keys('Escape')
      expect(focusedName()).to.contain('Forward')
    })

    it('[EM25] the card of a customer is accessible, and led through by keyboard', async () => {
      const { client, network } = desk()
      const { inner } = await around(
        html`<parley-customer-card .client=${client} chat-id="chat1"></parley-customer-card>`,
      )
      tell(network)
      await arrived()
      await isAccessible(inner)
      await tabTo('Ada Nwosu')
      expect(textOf(inside(find(inside(inner), 'parley-customer-panel')))).to.contain('Details')
    })
  })

  it('[EM26] show the chat that the page names, and none where it names none', async () => {
    const { client, network } = desk()
    const { heard, inner } = await around(
      html`<parley-desk-conversation .client=${client}></parley-desk-conversation>`,
    )
    inner.setAttribute('chat-id', 'chat1')
    await arrived()
    expect(network.socket.heardOf('subscribe').at(-1)).to.include({ topic: 'chat:chat1' })
    inner.removeAttribute('chat-id')
    await arrived()
    expect(inner.shadowRoot?.querySelector('parley-conversation')).to.equal(null)
    expect(
      heard.filter((one) => one.type === 'parley-place').map((one) => one.detail),
    ).to.deep.equal([{ chatId: 'chat1' }, { chatId: null }])
  })
})

it('[EM27] the desk leaves to the page what is the page’s', async () => {
  const page = new FakeNetwork()
  const desks = new SharedDesks(page.ports, async () => new Response('{}', { status: 500 }))
  const seat = desks.take({ server: location.origin, account: 'acme', person: '' }, () => 'token')
  const made = await fixture<ParleyDesk>(html`<parley-desk></parley-desk>`)
  // As its link takes one for it.
  Object.defineProperty(made, 'link', { value: { follow: () => seat } })
  made.requestUpdate()
  await arrived()
  welcomeStaff(page)
  await arrived()
  const root = inside(made)
  expect(root.querySelector('a.brand')).to.equal(null)
  expect(root.querySelector('slot[name=brand]')).not.to.equal(null)
  expect(root.querySelector('slot[name=actions]')).not.to.equal(null)
  const own = inside(find(root, 'parley-presence-switch'))
  expect(textOf(own)).to.contain('Away: Lunch')
  expect(textOf(own)).not.to.contain('Sign out')
  expect(textOf(own)).not.to.contain('Profile')
  await isAccessible(made)
  seat.leave()
  expect(deviceWords('embedded')).to.equal('A page with the desk in it')
})
