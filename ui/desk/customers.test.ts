import { expect, fixture, html } from '@open-wc/testing'
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands'
import type { CustomerView } from '#protocol/customer-card'
import type { DeskSnapshot } from '#protocol/staff-frames'
import type { StaffCommand } from '#protocol/staff-commands'
import { conversationFrom } from '../client/conversation-state.ts'
import {
  adoptTokens,
  button,
  find,
  inside,
  isAccessible,
  settled,
  textOf,
} from '../testing/look.ts'
import {
  NOW,
  agentView,
  connectedDesk,
  conversationSnapshot,
  customerView,
  deskState,
  messageView,
} from '../testing/staff-fixtures.ts'
import type { CustomerBlock } from './customer-block.ts'
import type { CustomerDetails } from './customer-details.ts'
import type { CustomerNotes } from './customer-notes.ts'
import type { CustomerPanel } from './customer-panel.ts'
import './customer-panel.ts'
import type { CustomersPage } from './customers-page.ts'
import './parley-desk.ts'
import type { ParleyDesk } from './parley-desk.ts'
import { staffStream } from './staff-stream.ts'

let commands: StaffCommand[] = []
const listen = ({ detail }: CustomEvent<StaffCommand>) => commands.push(detail)
const now = () => NOW

const BLOCK = {
  blockId: 'b1',
  reason: 'Threats',
  message: 'We end this here.',
  by: 'agent:jonas',
  at: NOW - 3_600_000,
  endedAt: null,
  endedBy: null,
}

describe('the card of a customer', () => {
  before(adoptTokens)
  beforeEach(() => {
    commands = []
  })
  after(() => emulateMedia({ colorScheme: 'light' }))

  async function panel(change: Partial<CustomerView> = {}) {
    return fixture<CustomerPanel>(html`
      <parley-customer-panel
        .conversation=${conversationFrom(conversationSnapshot())}
        .customer=${{ kind: 'ready', customer: customerView(change) } as const}
        .page=${{ address: 'https://shop.example/cart?step=2', title: 'Your cart' }}
        .desk=${deskState()}
        .now=${now}
        @parley-command=${listen}
      ></parley-customer-panel>
    `)
  }

  it('[BO82] says what the chat is about and what the bot found out, with links', async () => {
    const element = await panel()
    const handover = {
      handoverId: 'h1',
      botId: 'pine',
      at: NOW,
      subject: 'A lost parcel',
      attributes: [
        { name: 'order', value: 'A-17' },
        { name: 'Where it is', value: 'https://carrier.example/track/a-very-long-number-of-it/17' },
      ],
    }
    expect(textOf(inside(element))).not.to.contain('Found out by the bot')
    element.conversation = conversationFrom(conversationSnapshot({ handover }))
    element.style.inlineSize = '280px'
    await element.updateComplete
    await isAccessible(element)
    const words = textOf(inside(element))
    expect(words).to.match(/Subject\s*A lost parcel/)
    expect(words).to.match(/Found out by the bot\s*order\s*A-17/)
    const [link] = inside(element).querySelectorAll<HTMLAnchorElement>('dd a[href*="carrier"]')
    expect(link?.rel).to.contain('noopener')
    expect(element.scrollWidth).to.be.at.most(element.clientWidth)
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UC1] is accessible, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const element = await panel({ block: BLOCK, blocks: [BLOCK], mayUnblock: true })
      await isAccessible(element)
      const words = [...inside(element).querySelectorAll('*')]
        .map((one) => textOf(one.shadowRoot ?? null))
        .join(' ')
      for (const shown of ['Ada Nwosu, verified', 'Plan', 'Calls back on Mondays', 'Threats']) {
        expect(words).to.contain(shown)
      }
      const earlier = inside(find(inside(element), 'parley-customer-chats'))
      expect(
        [...earlier.querySelectorAll('a')].map((link) => link.getAttribute('href')),
      ).to.deep.equal(['#/mine/chat/chat0'])
    })
  }

  it('[UC4] shows the page that the customer is on as a link', async () => {
    const element = await panel()
    const link = find<HTMLAnchorElement>(inside(element), '.page a')
    expect(link.href).to.equal('https://shop.example/cart?step=2')
    expect(link.rel).to.equal('noreferrer noopener')
    expect(textOf(find(inside(element), '.page'))).to.equal('Your cart shop.example/cart')
    element.page = null
    await element.updateComplete
    expect(inside(element).querySelector('.page')).to.equal(null)
  })

  async function details(change: Partial<CustomerView> = {}) {
    const element = await fixture<CustomerDetails>(html`
      <parley-customer-details
        .customer=${customerView(change)}
        @parley-command=${listen}
      ></parley-customer-details>
    `)
    return { element, root: inside(element) }
  }

  it('[UC2] edits a value where it stands, by keyboard', async () => {
    const { element, root } = await details()
    button(root, 'E-mail').focus()
    await sendKeys({ press: 'Enter' })
    await settled()
    await isAccessible(element)
    await sendKeys({ type: 'nwosu@mail.example' })
    await sendKeys({ press: 'Enter' })
    expect(commands).to.deep.equal([
      { type: 'saveCustomer', customerId: 'ada', change: { email: 'nwosu@mail.example' } },
    ])
    await settled()
    expect(root.activeElement).to.equal(button(root, 'E-mail'))
  })

  it('[UC2] leaves a value as it is by Escape, and takes one away by emptying it', async () => {
    const { root } = await details()
    button(root, 'Language').click()
    await settled()
    await sendKeys({ type: 'xx' })
    await sendKeys({ press: 'Escape' })
    await settled()
    expect(commands).to.deep.equal([])
    expect(textOf(button(root, 'Language'))).to.equal('en')
    button(root, 'Shop').click()
    await settled()
    await sendKeys({ press: 'Delete' })
    await sendKeys({ press: 'Enter' })
    expect(commands).to.deep.equal([
      {
        type: 'saveCustomer',
        customerId: 'ada',
        change: { attributes: [{ name: 'Shop', value: null }] },
      },
    ])
  })

  it('[UC2] adds an attribute, and lets nobody edit what is verified', async () => {
    const { root } = await details()
    expect(() => button(root, 'Name:')).to.throw()
    expect(() => button(root, 'Plan')).to.throw()
    button(root, 'Add attribute').click()
    await settled()
    await sendKeys({ type: 'Size' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ type: 'L' })
    await sendKeys({ press: 'Enter' })
    expect(commands).to.deep.equal([
      {
        type: 'saveCustomer',
        customerId: 'ada',
        change: { attributes: [{ name: 'Size', value: 'L' }] },
      },
    ])
  })

  it('[UC2] does not send what is no address or phone number', async () => {
    const { root } = await details()
    for (const [label, words] of [
      ['E-mail', 'nobody'],
      ['Phone', 'call me'],
      ['Language', 'German please'],
    ] as const) {
      button(root, label).click()
      await settled()
      await sendKeys({ type: words })
      await sendKeys({ press: 'Enter' })
      await sendKeys({ press: 'Escape' })
      await settled()
    }
    expect(commands).to.deep.equal([])
  })

  it('[UC3] takes notes, keeps what is written with its customer, and deletes where one may', async () => {
    const customer = customerView({
      notes: [
        ...customerView().notes,
        { noteId: 'note2', text: 'Old', author: 'agent:tomas', at: NOW, mayDelete: false },
      ],
    })
    const element = await fixture<CustomerNotes>(html`
      <parley-customer-notes
        .customer=${customer}
        .desk=${deskState()}
        .now=${now}
        @parley-command=${listen}
      ></parley-customer-notes>
    `)
    const root = inside(element)
    await isAccessible(element)
    find(root, 'textarea').focus()
    await sendKeys({ type: ' Likes tea ' })
    element.customer = customerView({ customerId: 'bo' })
    await element.updateComplete
    expect(find<HTMLTextAreaElement>(root, 'textarea').value).to.equal('')
    element.customer = customer
    await element.updateComplete
    expect(find<HTMLTextAreaElement>(root, 'textarea').value).to.equal(' Likes tea ')
    button(root, 'Add note').click()
    expect(root.querySelectorAll('li button')).to.have.length(1)
    button(root, 'Delete the note by Jonas Lind').click()
    expect(commands).to.deep.equal([
      { type: 'addNote', customerId: 'ada', text: 'Likes tea' },
      { type: 'deleteNote', customerId: 'ada', noteId: 'note1' },
    ])
  })

  it('[UC5] says why and by whom the customer is blocked, and unblocks where one may', async () => {
    const element = await fixture<CustomerBlock>(html`
      <parley-customer-block
        .customer=${customerView({ block: BLOCK, mayUnblock: true })}
        .desk=${deskState()}
        .now=${now}
        @parley-command=${listen}
      ></parley-customer-block>
    `)
    expect(textOf(inside(element)))
      .to.contain('Threats')
      .and.to.contain('Jonas Lind')
    expect(textOf(inside(element))).to.contain('“We end this here.”')
    button(inside(element), 'Unblock customer').click()
    expect(commands).to.deep.equal([{ type: 'unblockCustomer', customerId: 'ada' }])
    element.customer = customerView({ block: BLOCK })
    await element.updateComplete
    expect(inside(element).querySelector('button')).to.equal(null)
    element.customer = customerView()
    await element.updateComplete
    expect(textOf(inside(element))).to.equal('')
  })

  it('[UC7] words that are gone say so', () => {
    const gone = messageView({ text: null })
    const conversation = conversationFrom(conversationSnapshot({ messages: [gone], comments: [] }))
    const parts = staffStream({ conversation, unsent: [], meId: 'mira', newAfter: null })
    expect(parts.at(-1)).to.deep.include({ kind: 'notice', data: { code: 'erased' } })
  })
})

describe('the page of customers', () => {
  beforeEach(async () => {
    await setViewport({ width: 1440, height: 900 })
    history.replaceState(null, '', '#')
  })
  after(async () => {
    await emulateMedia({ colorScheme: 'light' })
    history.replaceState(null, '', '#')
  })

  async function show(
    address: string,
    options: { desk?: Partial<DeskSnapshot>; customer?: Partial<CustomerView> } = {},
  ) {
    history.replaceState(null, '', address)
    const { client, network } = connectedDesk(options)
    const desk = await fixture<ParleyDesk>(html`
      <parley-desk
        routes
        .client=${client}
        .accounts=${[{ accountId: 'acme', name: 'Acme support' }]}
      ></parley-desk>
    `)
    await steady(desk)
    return { desk, network, page: find<CustomersPage>(inside(desk), 'parley-customers-page') }
  }

  async function steady(desk: ParleyDesk): Promise<void> {
    for (let depth = 0; depth < 5; depth++) {
      await settled()
      await desk.updateComplete
    }
  }

  const boss = { me: agentView({ role: 'administrator' }) }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UC6] is accessible, with its list and one of them, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { desk, page } = await show('#/customers/ada', {
        desk: boss,
        customer: { mayErase: true, block: BLOCK, blocks: [BLOCK], mayUnblock: true },
      })
      await isAccessible(desk)
      expect(textOf(find(inside(page), '.row'))).to.contain('Ada Nwosu')
      expect(textOf(find(inside(page), 'h2'))).to.equal('Ada Nwosu')
      expect(find(inside(desk), '.rail [aria-current]').textContent).to.contain('Customers')
    })
  }

  it('[UC6] has an address for each customer, and Back works', async () => {
    const { desk, page } = await show('#/customers')
    expect(textOf(inside(page))).to.contain('Nobody is chosen')
    const change = () =>
      new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    let changed = change()
    find(inside(page), '.row').click()
    await changed
    await steady(desk)
    expect(location.hash).to.equal('#/customers/ada')
    expect(textOf(find(inside(page), 'h2'))).to.equal('Ada Nwosu')
    changed = change()
    history.back()
    await changed
    await steady(desk)
    expect(textOf(inside(page))).to.contain('Nobody is chosen')
    changed = change()
    find(inside(desk), '.rail a').click()
    await changed
    await steady(desk)
    expect(inside(desk).querySelector('parley-customers-page')).to.equal(null)
    expect(inside(desk).querySelector('parley-chat-list')).not.to.equal(null)
  })

  it('[UC6] filters by who is blocked for those who lead, and for nobody else', async () => {
    const { page } = await show('#/customers')
    expect(inside(page).querySelector('.filter')).to.equal(null)
    const lead = await show('#/customers', { desk: boss })
    button(inside(lead.page), 'Blocked').click()
    await steady(lead.desk)
    expect(button(inside(lead.page), 'Blocked').getAttribute('aria-pressed')).to.equal('true')
  })

  it('[UC6] is one column with a way back where there is room for one only', async () => {
    await setViewport({ width: 390, height: 844 })
    const { desk, page } = await show('#/customers/ada', { desk: boss })
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    await steady(desk)
    expect(getComputedStyle(find(inside(page), '.list')).display).to.equal('none')
    expect(find(inside(page), '.back').getAttribute('href')).to.equal('#/customers')
    expect(document.documentElement.scrollWidth).to.be.at.most(390)
    await isAccessible(desk)
  })

  it('[UC6] blocks a customer by the newest chat, with the words of the account', async () => {
    const { desk, page, network } = await show('#/customers/ada', { desk: boss })
    button(inside(page), 'Block customer').click()
    await steady(desk)
    const dialog = inside(find(inside(desk), 'parley-block-dialog'))
    expect(find<HTMLTextAreaElement>(dialog, '#message').value).to.equal(
      'We cannot serve you here any more.',
    )
    find<HTMLInputElement>(dialog, '#reason').value = 'Threats'
    find<HTMLButtonElement>(dialog, '.danger').click()
    expect(network.socket.heardOf('command').at(-1)?.['command']).to.deep.include({
      type: 'blockCustomer',
      chatId: 'chat1',
      reason: 'Threats',
    })
  })

  it('[UC7] erases after being asked twice', async () => {
    const { page, network } = await show('#/customers/ada', {
      desk: boss,
      customer: { mayErase: true },
    })
    button(inside(page), 'Erase customer').click()
    await settled()
    const dialog = find(inside(page), 'parley-erase-dialog')
    await isAccessible(dialog)
    const erase = find<HTMLButtonElement>(inside(dialog), '.danger')
    erase.click()
    expect(network.socket.heardOf('command')).to.deep.equal([])
    find<HTMLInputElement>(inside(dialog), 'input').click()
    erase.click()
    expect(network.socket.heardOf('command').at(-1)?.['command']).to.deep.equal({
      type: 'eraseCustomer',
      customerId: 'ada',
    })
  })

  it('[UC7] shows a tombstone, and no way to erase what is gone', async () => {
    const nothing = { name: null, email: null, phone: null, language: null, attributes: [] }
    const { page } = await show('#/customers/ada', {
      desk: boss,
      customer: {
        mayErase: true,
        erasedAt: NOW,
        chats: [],
        hasOpenChat: false,
        email: null,
        details: nothing,
        notes: [],
      },
    })
    expect(textOf(inside(page))).to.contain('Erased on')
    expect(() => button(inside(page), 'Erase customer')).to.throw()
  })

  it('[UC4] the page of a customer comes live, and is forgotten by a reconnect', async () => {
    const { client, network } = connectedDesk({ conversation: {} })
    const page = { address: 'https://shop.example/cart', title: 'Your cart' }
    network.socket.sayNumbered({ type: 'page', chatId: 'chat1', page }).flush()
    expect(client.page('chat1')).to.deep.equal(page)
    network.socket.sayNumbered({ type: 'page', chatId: 'chat1', page: null }).flush()
    expect(client.page('chat1')).to.equal(null)
    network.socket.sayNumbered({ type: 'page', chatId: 'chat1', page }).flush()
    network.socket.close(4001)
    network.clock.advance(5_000)
    network.socket.accept()
    const welcome = { type: 'welcome', protocol: 1, personId: 'mira', seq: 10, now: 0 }
    network.socket.sayNumbered({ ...welcome, heartbeatMs: 15_000 }).flush()
    expect(client.page('chat1')).to.equal(null)
  })
})
