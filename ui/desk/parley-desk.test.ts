import { expect, fixture, html } from '@open-wc/testing'
import { emulateMedia, sendKeys, sendMouse, setViewport } from '@web/test-runner-commands'
import type { DeskSnapshot } from '#protocol/staff-frames'
import { button, find, inside, settled, textOf, isAccessible } from '../testing/look.ts'
import {
  agentView,
  chatView,
  connectedDesk,
  conversationSnapshot,
} from '../testing/staff-fixtures.ts'
import type { FakeNetwork } from '../testing/fake-network.ts'
import { deskEvent } from './desk-events.ts'
import { archiveAsked } from './archive-filter.ts'
import './parley-desk.ts'
import type { ParleyDesk } from './parley-desk.ts'

async function show(
  options: {
    desk?: Partial<DeskSnapshot>
    routes?: boolean
    rest?: ParleyDesk['finder']
    signedOut?: () => void
    shutOut?: () => void
  } = {},
) {
  const { client, network } = connectedDesk({ desk: options.desk ?? {} })
  const desk = await fixture<ParleyDesk>(html`
    <parley-desk
      .client=${client}
      .accounts=${[{ accountId: 'acme', name: 'Acme support' }]}
      ?routes=${options.routes ?? false}
      .finder=${options.rest ?? null}
      @parley-signed-out=${options.signedOut ?? (() => {})}
      @parley-shut-out=${options.shutOut ?? (() => {})}
    ></parley-desk>
  `)
  await steady(desk)
  return { desk, client, network, root: inside(desk) }
}

/** Parts of parts render one after the other. */
async function steady(desk: ParleyDesk): Promise<void> {
  for (let depth = 0; depth < 4; depth++) {
    await settled()
    await desk.updateComplete
  }
}

async function frame(): Promise<void> {
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

function showConversation(network: FakeNetwork): void {
  network.socket
    .sayNumbered({
      type: 'conversation',
      topic: 'chat:chat1',
      seq: 10,
      conversation: conversationSnapshot(),
    })
    .flush()
}

/** Plays the server's part after a command that it took. */
async function acknowledge(desk: ParleyDesk, network: FakeNetwork): Promise<void> {
  const id = network.socket.heardOf('command').at(-1)?.['id']
  network.socket.sayNumbered({ type: 'ack', id, seq: 11, result: {} }).flush()
  await steady(desk)
}

const EMPTY_FILTER = archiveAsked({})

const rows = (root: ShadowRoot) => [
  ...inside(find(root, 'parley-chat-list')).querySelectorAll<HTMLElement>('.row'),
]
const actions = (root: ShadowRoot) =>
  inside(find(inside(find(root, 'parley-conversation')), 'parley-chat-actions'))

describe('parley-desk', () => {
  beforeEach(async () => {
    await setViewport({ width: 1440, height: 900 })
    history.replaceState(null, '', '#')
    sessionStorage.clear()
  })
  after(async () => {
    await emulateMedia({ colorScheme: 'light' })
    history.replaceState(null, '', '#')
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UI52] is accessible with a conversation, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { desk, root, network } = await show()
      rows(root)[0]?.click()
      await steady(desk)
      showConversation(network)
      await steady(desk)
      await isAccessible(desk)
      expect(textOf(inside(find(root, 'parley-customer-panel')))).to.contain('Ada Nwosu')
    })
  }

  it('[UI52] is accessible with nothing in it', async () => {
    const { desk, root } = await show({
      desk: { chats: [], me: agentView({ presence: 'offline', inHand: 0 }) },
    })
    await isAccessible(desk)
    expect(textOf(root)).to.contain('You are offline')
  })

  it('[LV3] says when a chart or a replay is shown instead of lists, and leaves a page of others alone', async () => {
    const { desk, network } = await show({ routes: true })
    const said = () => network.socket.heardOf('looking').at(-1)?.['lists']
    const goTo = async (hash: string) => {
      location.hash = hash
      await frame()
      await steady(desk)
    }
    expect(network.socket.heardOf('looking')).to.deep.equal([])
    await goTo('#/statecharts')
    expect(said()).to.equal(false)
    await goTo('#/statecharts?state=chat.queued')
    expect(said()).to.equal(undefined)
    await goTo('#/statecharts/chat/chat1')
    expect(said()).to.equal(false)
    await goTo('#/')
    expect(said()).to.equal(undefined)
    const others = await show()
    location.hash = '#/statecharts'
    await frame()
    await steady(others.desk)
    expect(others.network.socket.heardOf('looking')).to.deep.equal([])
    location.hash = ''
  })

  it('[UI48] has an address for each chat and tab, and Back works', async () => {
    history.replaceState(null, '', '#/queue')
    const { desk, root } = await show({ routes: true })
    expect(find(root, 'parley-chat-list')).to.have.property('tab', 'queue')
    const changed = () =>
      new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    let change = changed()
    location.hash = '#/mine/chat/chat1'
    await change
    await steady(desk)
    expect(find(root, 'parley-conversation')).to.have.property('chat', 'chat1')
    change = changed()
    history.back()
    await change
    await steady(desk)
    expect(root.querySelector('parley-conversation')).to.equal(null)
    expect(find(root, 'parley-chat-list')).to.have.property('tab', 'queue')
  })

  it('[UL8] has an address for filters and for what is looked for, and Back works', async () => {
    const asked: unknown[] = []
    const rest: ParleyDesk['finder'] = {
      closedChats: async (_accountId, filter) => {
        asked.push(filter)
        return { ok: true, value: { chats: [], next: null } }
      },
      search: async (_accountId, text) => {
        asked.push(text)
        return { ok: true, value: { customers: [], lines: [], next: null } }
      },
    }
    history.replaceState(null, '', '#/closed?group=billing')
    const { desk, root } = await show({ routes: true, rest })
    expect(asked).to.deep.include({ ...EMPTY_FILTER, groupId: 'billing' })
    const changed = () =>
      new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    let change = changed()
    const list = inside(find(root, 'parley-chat-list'))
    const archive = inside(find(list, 'parley-archive-list'))
    const words = find<HTMLInputElement>(archive, 'input[type=search]')
    words.focus()
    await sendKeys({ type: 'late parcel' })
    await sendKeys({ press: 'Tab' })
    await change
    await steady(desk)
    expect(location.hash).to.equal('#/closed?group=billing&text=late+parcel')
    expect(asked.at(-1)).to.deep.include({ groupId: 'billing', text: 'late parcel' })
    change = changed()
    history.back()
    await change
    await steady(desk)
    expect(asked.at(-1)).to.deep.equal({ ...EMPTY_FILTER, groupId: 'billing' })
    expect(find<HTMLInputElement>(archive, 'input[type=search]').value).to.equal('')
  })

  it('[UL12] asks anew in another account, and a search leaves the page of customers', async () => {
    const asked: string[] = []
    const rest: ParleyDesk['finder'] = {
      closedChats: async (accountId) => {
        asked.push(accountId)
        return { ok: true, value: { chats: [], next: null } }
      },
      search: async (accountId, text) => {
        asked.push(`${accountId} ${text}`)
        return { ok: true, value: { customers: [], lines: [], next: null } }
      },
    }
    history.replaceState(null, '', '#/closed')
    const { desk, root } = await show({ routes: true, rest })
    expect(asked).to.deep.equal(['acme'])
    const account = { accountId: 'books', name: 'Books' }
    desk.client = connectedDesk({ desk: { account } }).client
    await steady(desk)
    expect(asked).to.deep.equal(['acme', 'books'])

    const hash = async (to: string) => {
      const change = new Promise((resolve) =>
        addEventListener('hashchange', resolve, { once: true }),
      )
      location.hash = to
      await change
      await steady(desk)
    }
    await hash('#/search?text=parcel')
    await hash('#/customers')
    expect(root.querySelector('parley-search-list')).to.equal(null)
    desk.dispatchEvent(deskEvent('parley-search', { text: 'lamp' }))
    await steady(desk)
    expect(root.querySelector('parley-search-list')).not.to.equal(null)
    expect(asked.at(-1)).to.equal('books lamp')
  })

  it('[UL7] leads to the search by a slash, unless one types, and Back leads out', async () => {
    const asked: string[] = []
    const rest: ParleyDesk['finder'] = {
      closedChats: async () => ({ ok: true, value: { chats: [], next: null } }),
      search: async (_accountId, text) => {
        asked.push(text)
        return { ok: true, value: { customers: [], lines: [], next: null } }
      },
    }
    history.replaceState(null, '', '#/team')
    const { desk, root } = await show({ routes: true, rest })
    const field = find(root, 'parley-search-field')
    const isFocused = () => root.activeElement === field
    const find1 = find<HTMLInputElement>(inside(find(root, 'parley-chat-list')), 'input')
    find1.focus()
    await sendKeys({ press: '/' })
    expect(isFocused()).to.equal(false)
    expect(find1.value).to.equal('/')
    find1.blur()
    await sendKeys({ press: '/' })
    expect(isFocused()).to.equal(true)
    await sendKeys({ type: 'parcel' })
    const change = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    await sendKeys({ press: 'Enter' })
    await change
    await steady(desk)
    expect(location.hash).to.equal('#/search?text=parcel')
    expect(asked).to.deep.equal(['parcel'])
    expect(textOf(inside(find(root, 'parley-search-list')))).to.contain('Nothing found')
    await isAccessible(desk)
    await sendKeys({ type: 's' })
    await sendKeys({ press: 'Enter' })
    await steady(desk)
    expect(asked).to.deep.equal(['parcel', 'parcels'])
    const back = new Promise((resolve) => addEventListener('hashchange', resolve, { once: true }))
    history.back()
    await back
    await steady(desk)
    expect(find(root, 'parley-chat-list')).to.have.property('tab', 'team')
  })

  it('[UI49] says who has the chat', async () => {
    const { desk, root, network } = await show({
      desk: { chats: [chatView({ state: 'queued', agentId: null })] },
    })
    button(inside(find(root, 'parley-chat-list')), 'In queue').click()
    await steady(desk)
    rows(root)[0]?.click()
    await steady(desk)
    network.socket
      .sayNumbered({
        type: 'conversation',
        topic: 'chat:chat1',
        seq: 10,
        conversation: conversationSnapshot({
          chat: chatView({ state: 'queued', agentId: null }),
          possible: { takeChat: null },
        }),
      })
      .flush()
    await steady(desk)
    button(actions(root), 'Take chat').click()
    const command = network.socket.heardOf('command').at(-1)
    expect(command?.['command']).to.deep.equal({ type: 'takeChat', chatId: 'chat1' })
    const refusal = { code: 'taken', says: 'Taken.', details: { agentId: 'jonas' } }
    network.socket.sayNumbered({ type: 'refused', id: command?.['id'], refusal }).flush()
    await steady(desk)
    expect(textOf(find(root, '[role="alert"]'))).to.contain('Jonas Lind has this chat.')
  })

  it('[UI50] folds into one column with a way back, and its panel into a drawer', async () => {
    await setViewport({ width: 1024, height: 768 })
    const { desk, root, network } = await show()
    await frame()
    rows(root)[0]?.click()
    await steady(desk)
    showConversation(network)
    await steady(desk)
    expect(root.querySelector('aside')).to.equal(null)
    button(inside(find(root, 'parley-conversation')), 'Customer').click()
    await steady(desk)
    expect(root.querySelector('aside')).not.to.equal(null)

    await setViewport({ width: 390, height: 844 })
    await frame()
    await steady(desk)
    expect(getComputedStyle(find(root, 'parley-chat-list')).display).to.equal('none')
    find(inside(find(root, 'parley-conversation')), '.back').click()
    await steady(desk)
    expect(getComputedStyle(find(root, 'parley-chat-list')).display).not.to.equal('none')
    expect(getComputedStyle(find(root, 'main')).display).to.equal('none')
    expect(document.documentElement.scrollWidth).to.be.at.most(390)
    await isAccessible(desk)
  })

  it('[UI51] shows an offer wherever one is, and takes it', async () => {
    const offer = chatView({ state: 'offered', dueAt: Date.now() + 20_000 })
    const { desk, root, network } = await show({ desk: { chats: [offer] } })
    button(inside(find(root, 'parley-chat-list')), 'Team').click()
    await steady(desk)
    const offers = inside(find(root, 'parley-offers'))
    expect(textOf(offers)).to.contain('Ada Nwosu offered to you · Orders')
    button(offers, 'Accept').click()
    const command = network.socket.heardOf('command').at(-1)
    expect(command?.['command']).to.deep.equal({ type: 'acceptOffer', chatId: 'chat1' })
  })

  it('[UI56] takes widths by dragging and by arrow keys', async () => {
    localStorage.removeItem('parley:desk-widths')
    const { desk, root } = await show()
    const splitter = find(root, 'parley-splitter')
    const list = find(root, 'parley-chat-list')
    const before = list.getBoundingClientRect().width
    splitter.focus()
    await sendKeys({ press: 'ArrowRight' })
    await steady(desk)
    expect(list.getBoundingClientRect().width).to.equal(before + 16)
    await sendKeys({ press: 'ArrowLeft' })
    await steady(desk)
    expect(list.getBoundingClientRect().width).to.equal(before)
    const { left, top } = splitter.getBoundingClientRect()
    const [x, y] = [Math.round(left), Math.round(top + 300)]
    await sendMouse({ type: 'move', position: [x, y] })
    await sendMouse({ type: 'down' })
    await sendMouse({ type: 'move', position: [x - 24, y] })
    await sendMouse({ type: 'up' })
    await steady(desk)
    expect(list.getBoundingClientRect().width).to.equal(before - 24)
    localStorage.removeItem('parley:desk-widths')
  })

  it('[UI57] asks about chats in hand before signing out', async () => {
    let left = 0
    const { desk, root, network } = await show({ signedOut: () => left++ })
    button(inside(find(root, 'parley-presence-switch')), 'Sign out').click()
    await steady(desk)
    const dialog = find<HTMLDialogElement>(inside(find(root, 'parley-offline-dialog')), 'dialog')
    expect(dialog.open).to.equal(true)
    button(dialog, 'Go offline').click()
    expect(left).to.equal(0)
    const command = network.socket.heardOf('command').at(-1)
    expect(command?.['command']).to.deep.equal({ type: 'goOffline', choice: { kind: 'keep' } })
    network.socket.sayNumbered({ type: 'ack', id: command?.['id'], seq: 11, result: {} }).flush()
    await steady(desk)
    expect(left).to.equal(1)
  })

  it('[UI8] leaves when the server ends the session', async () => {
    let left = 0
    const { desk, network } = await show({ shutOut: () => left++ })
    network.socket.close(4401)
    await steady(desk)
    expect(left).to.be.at.least(1)
  })

  it('[UI61] goes to the next chat of mine after closing one, and lets me undo it', async () => {
    const { desk, root, network } = await show({
      desk: { chats: [chatView(), chatView({ chatId: 'chat2', customerName: 'Ben Stone' })] },
    })
    rows(root)[0]?.click()
    await steady(desk)
    showConversation(network)
    await steady(desk)
    button(actions(root), 'Close chat').click()
    await acknowledge(desk, network)
    expect(find(root, 'parley-conversation')).to.have.property('chat', 'chat2')
    const said = find(root, '[role="alert"]')
    expect(textOf(said)).to.contain('The chat with Ada Nwosu closes.')
    button(said, 'Undo').click()
    await acknowledge(desk, network)
    expect(find(root, 'parley-conversation')).to.have.property('chat', 'chat1')
    expect(network.socket.heardOf('command').at(-1)?.['command']).to.deep.equal({
      type: 'undoClose',
      chatId: 'chat1',
    })
  })

  it('[UI61] shows that nothing is open where that was the last one', async () => {
    const { desk, root, network } = await show()
    rows(root)[0]?.click()
    await steady(desk)
    showConversation(network)
    await steady(desk)
    button(actions(root), 'Return').click()
    await acknowledge(desk, network)
    expect(root.querySelector('parley-conversation')).to.equal(null)
    expect(textOf(find(root, '[role="alert"]'))).to.equal('Ada Nwosu is back in the line.')
  })

  it('[UI58] keeps a draft of a chat that is gone, and stays there with it', async () => {
    sessionStorage.setItem('parley:draft:acme:mira:chat1:message', 'Half a sentence')
    const { desk, root, network } = await show()
    rows(root)[0]?.click()
    await steady(desk)
    showConversation(network)
    await steady(desk)
    button(actions(root), 'Return').click()
    await acknowledge(desk, network)
    network.socket
      .sayNumbered({
        type: 'change',
        topic: 'chat:chat1',
        seq: 12,
        changes: [{ kind: 'chatGone', chatId: 'chat1' }],
      })
      .flush()
    await frame()
    await steady(desk)
    const conversation = inside(find(root, 'parley-conversation'))
    expect(textOf(conversation)).to.contain('This chat is no longer with you')
    expect(conversation.querySelector('parley-composer')).to.equal(null)
    const draft = inside(find(conversation, 'parley-stuck-draft'))
    expect(textOf(draft)).to.contain('Half a sentence')
    await isAccessible(desk)
    button(draft, 'Discard').click()
    await steady(desk)
    expect(sessionStorage.getItem('parley:draft:acme:mira:chat1:message')).to.equal(null)
    expect(conversation.querySelector('parley-stuck-draft')).to.equal(null)
  })

  it('[UI63] puts the focus where one writes after taking, undoing and holding', async () => {
    const { desk, root, network } = await show()
    rows(root)[0]?.click()
    await steady(desk)
    showConversation(network)
    await steady(desk)
    const isWriting = () => {
      const composer = find(inside(find(root, 'parley-conversation')), 'parley-composer')
      return inside(composer).activeElement?.localName === 'textarea'
    }
    expect(isWriting()).to.equal(true)
    for (const type of ['takeChat', 'takeOverChat', 'acceptOffer', 'undoClose'] as const) {
      button(actions(root), 'Forward').focus()
      expect(isWriting()).to.equal(false)
      actions(root).host.dispatchEvent(deskEvent('parley-command', { type, chatId: 'chat1' }))
      await acknowledge(desk, network)
      expect(isWriting(), type).to.equal(true)
    }
    button(actions(root), 'Hold').click()
    await steady(desk)
    button(actions(root), 'In 1 hour').click()
    await acknowledge(desk, network)
    expect(isWriting()).to.equal(true)
  })

  it('[UI63] puts the focus where one writes when the page begins with a chat', async () => {
    history.replaceState(null, '', '#/mine/chat/chat1')
    const { desk, root } = await show({ routes: true })
    await steady(desk)
    const composer = find(inside(find(root, 'parley-conversation')), 'parley-composer')
    expect(inside(composer).activeElement?.localName).to.equal('textarea')
  })

  it('[UI63] puts the focus back on the row that one came from', async () => {
    await setViewport({ width: 390, height: 844 })
    const { desk, root, network } = await show()
    await frame()
    rows(root)[0]?.click()
    await steady(desk)
    showConversation(network)
    await steady(desk)
    find(inside(find(root, 'parley-conversation')), '.back').click()
    await steady(desk)
    expect(inside(find(root, 'parley-chat-list')).activeElement).to.equal(rows(root)[0])
  })

  it('[UI73] opens the drawer over the rest, and leaves it by Escape', async () => {
    await setViewport({ width: 1024, height: 768 })
    const { desk, root, network } = await show()
    await frame()
    rows(root)[0]?.click()
    await steady(desk)
    showConversation(network)
    await steady(desk)
    const opener = button(inside(find(root, 'parley-conversation')), 'Customer')
    opener.focus()
    opener.click()
    await steady(desk)
    const drawer = find<HTMLDialogElement>(root, 'dialog.drawer')
    expect(drawer.matches(':modal')).to.equal(true)
    expect(drawer.matches(':focus-within')).to.equal(true)
    await isAccessible(desk)
    await sendKeys({ press: 'Escape' })
    await steady(desk)
    expect(root.querySelector('dialog.drawer')).to.equal(null)
    expect(inside(find(root, 'parley-conversation')).activeElement).to.equal(opener)
    opener.click()
    await steady(desk)
    await setViewport({ width: 390, height: 844 })
    await frame()
    await steady(desk)
    expect(root.querySelector('aside')).to.equal(null)
  })

  it('[UI81] replaces an address that leads nowhere', async () => {
    history.replaceState(null, '', '#/nonsense')
    const { desk } = await show({ routes: true })
    expect(location.hash).to.equal('#/mine')
    const changed = new Promise((resolve) =>
      addEventListener('hashchange', resolve, { once: true }),
    )
    location.hash = '#/queue/nonsense'
    await changed
    await steady(desk)
    expect(location.hash).to.equal('#/queue')
  })

  it('[UI82] goes online from where it says that one is offline, by one button at a time', async () => {
    const { desk, root, network } = await show({
      desk: { chats: [], me: agentView({ presence: 'offline', inHand: 0 }) },
    })
    const asked = () => network.socket.heardOf('command').map((frame) => frame['command'])
    expect(find(root, '.nothing').querySelector('button')).to.equal(null)
    button(inside(find(root, 'parley-chat-list')), 'Go online').click()
    expect(asked()).to.deep.equal([{ type: 'goOnline' }])
    await acknowledge(desk, network)
    find(inside(find(root, 'parley-chat-list')), '#tab-team').click()
    await steady(desk)
    button(find(root, '.nothing'), 'Go online').click()
    expect(asked()).to.have.length(2)
  })

  it('[UI82] leads to the queue where nothing is open and customers wait', async () => {
    const { desk, root } = await show({
      desk: { chats: [chatView({ state: 'queued', agentId: null })] },
    })
    const link = find(root, '.nothing a')
    expect(textOf(link)).to.equal('1 customer waits in the queue')
    link.click()
    await steady(desk)
    expect(find(root, 'parley-chat-list')).to.have.property('tab', 'queue')
  })
})
