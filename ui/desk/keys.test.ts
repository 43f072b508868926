import { expect, fixture, html } from '@open-wc/testing'
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands'
import type { SearchPage } from '#protocol/rest'
import type { ConversationSnapshot, DeskSnapshot } from '#protocol/staff-frames'
import { pressKeys } from '../testing/keys.ts'
import { adoptTokens, find, inside, isAccessible, settled, textOf } from '../testing/look.ts'
import {
  NOW,
  agentView,
  chatView,
  connectedDesk,
  conversationSnapshot,
  settingsView,
} from '../testing/staff-fixtures.ts'
import { COMMAND_IDS, commandOf } from './commands.ts'
import { fit } from './fuzzy.ts'
import './parley-desk.ts'
import type { ParleyDesk } from './parley-desk.ts'

const ADA = chatView({ chatId: 'chat1', customerName: 'Ada Nwosu', unread: 0 })
const BO = chatView({ chatId: 'chat2', customerId: 'bo', customerName: 'Bo Lind', unread: 0 })

async function show(
  options: {
    desk?: Partial<DeskSnapshot>
    conversation?: Partial<ConversationSnapshot>
    found?: SearchPage
  } = {},
) {
  const found = options.found ?? { customers: [], lines: [], next: null }
  history.replaceState(null, '', '#/mine')
  const { client, network } = connectedDesk({ desk: { chats: [ADA, BO], ...options.desk } })
  const desk = await fixture<ParleyDesk>(html`
    <parley-desk
      .client=${client}
      .accounts=${[
        { accountId: 'acme', name: 'Acme support' },
        { accountId: 'books', name: 'Harbour Books' },
      ]}
      .finder=${{
        closedChats: async () => ({ ok: true, value: { chats: [], next: null } }),
        search: async () => ({ ok: true, value: found }),
      }}
    ></parley-desk>
  `)
  const root = inside(desk)
  const steady = async (): Promise<void> => {
    for (let depth = 0; depth < 6; depth++) {
      await settled()
      await desk.updateComplete
    }
  }
  /** Opens a chat, and plays the server's part of it. */
  const open = async (chat = ADA): Promise<void> => {
    const list = inside(find(root, 'parley-chat-list'))
    const row = [...list.querySelectorAll<HTMLElement>('.row')].find((one) =>
      textOf(one).includes(chat.customerName),
    )
    row?.click()
    await steady()
    const conversation = conversationSnapshot({
      chat,
      possible: { ...conversationSnapshot().possible, tagChat: null },
      ...options.conversation,
    })
    network.socket
      .sayNumbered({ type: 'conversation', topic: `chat:${chat.chatId}`, seq: 10, conversation })
      .flush()
    await steady()
  }
  const press = async (keys: string): Promise<void> => {
    await pressKeys(keys)
    // a menu that opens says so before the next frame
    await new Promise(requestAnimationFrame)
    await steady()
  }
  const commands = () => network.socket.heardOf('command').map(({ command }) => command)
  const opened = () => root.querySelector('parley-conversation')?.chat ?? null
  const dialog = (name: string) => find<HTMLDialogElement>(inside(find(root, name)), 'dialog')
  return { desk, root, network, steady, open, press, commands, opened, dialog }
}

/** Where the focus is, through all shadow roots. */
function focused(): Element | null {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at
}

const isWriting = () => focused()?.getAttribute('name') === 'text'

describe('the keys of the desk', () => {
  before(adoptTokens)
  beforeEach(async () => {
    localStorage.clear()
    sessionStorage.clear()
    await setViewport({ width: 1440, height: 900 })
  })
  after(async () => {
    await emulateMedia({ colorScheme: 'light' })
    history.replaceState(null, '', '#')
  })

  it('[UK1] are each one command’s, and each single letter has another key beside it', () => {
    const keys = COMMAND_IDS.flatMap((id) => [...commandOf(id).keys])
    expect(new Set(keys).size).to.equal(keys.length)
    for (const id of COMMAND_IDS) {
      const withModifier = commandOf(id).keys.filter((key) => /Alt|\$mod/.test(key))
      if (commandOf(id).keys.length > 0) expect(withModifier, id).to.have.length(1)
    }
  })

  it('[UK2] lead from chat to chat and from list to list', async () => {
    const { open, press, opened, root } = await show()
    await open()
    expect(isWriting()).to.equal(true)
    await press('Alt+KeyJ')
    expect(opened()).to.equal('chat2')
    await press('Alt+KeyK')
    expect(opened()).to.equal('chat1')
    await press('Alt+KeyK')
    expect(textOf(find(root, '.toast'))).to.contain('Previous chat: This is the first one.')
    await press('Alt+KeyN')
    expect(find(root, 'parley-chat-list')).to.have.property('tab', 'queue')
    await press('Alt+Shift+KeyN')
    expect(find(root, 'parley-chat-list')).to.have.property('tab', 'mine')
  })

  it('[UK13] lead through what was found, each to its place', async () => {
    const line = (seq: number, chat = ADA) => ({
      kind: 'message' as const,
      lineId: `line${seq}`,
      seq,
      author: `customer:${chat.customerId}`,
      at: NOW,
      excerpt: 'Where is my parcel?',
      marks: [[12, 18] as [number, number]],
      chat,
    })
    const customer = {
      customerId: 'bo',
      name: 'Bo Lind',
      email: null,
      marks: { name: [], email: [] },
      chats: [BO],
    }
    const found: SearchPage = { customers: [customer], lines: [line(20), line(7)], next: null }
    const { open, press, opened, root, steady } = await show({ found })
    await open()
    await press('Alt+KeyS')
    await sendKeys({ type: 'parcel' })
    await press('Enter')
    await steady()
    const current = () => {
      const list = inside(find(root, 'parley-search-list'))
      return list.querySelector('[aria-current]')?.getAttribute('href')
    }
    await press('Alt+KeyJ')
    expect(opened()).to.equal('chat2')
    expect(current()).to.equal('#/search/chat/chat2?text=parcel')
    await press('Alt+KeyJ')
    expect(current()).to.equal('#/search/chat/chat1/at/20?text=parcel')
    await press('Alt+KeyJ')
    expect(current()).to.equal('#/search/chat/chat1/at/7?text=parcel')
    await press('Alt+KeyJ')
    expect(textOf(find(root, '.toast'))).to.contain('Next chat: This is the last one.')
    await press('Alt+KeyK')
    await press('Alt+KeyK')
    expect(current()).to.equal('#/search/chat/chat2?text=parcel')
    expect(root.querySelector('parley-conversation')?.at).to.equal(null)
    await press('Alt+KeyI')
    expect(focused()?.classList.contains('row')).to.equal(true)
  })

  it('[UK3] take, forward, hold, return, close, tag and block, as their buttons do', async () => {
    const { open, press, commands, dialog, root } = await show({
      conversation: {
        possible: {
          ...conversationSnapshot().possible,
          takeOverChat: null,
          tagChat: null,
        },
      },
    })
    await open()
    await press('Alt+KeyF')
    expect(dialog('parley-forward-dialog').open).to.equal(true)
    await press('Escape')
    expect(isWriting()).to.equal(true)
    await press('Alt+Shift+KeyB')
    expect(dialog('parley-block-dialog').open).to.equal(true)
    await press('Escape')
    await press('Alt+KeyM')
    expect(focused()?.getAttribute('role')).to.equal('menuitem')
    await press('Escape')
    await press('Alt+KeyG')
    expect(focused()?.getAttribute('aria-label')).to.equal('Find a tag')
    await press('Escape')
    await press('Alt+KeyT')
    await press('Alt+KeyR')
    await press('Alt+KeyE')
    expect(commands().map((command) => (command as { type: string }).type)).to.include.members([
      'takeOverChat',
      'returnChat',
      'closeChat',
    ])
    expect(root.querySelector('.toast')).to.equal(null)
  })

  it('[UK3] close and go on to the next one of the list', async () => {
    const settings = settingsView({ undoMs: 0 })
    const third = chatView({ chatId: 'chat3', customerName: 'Cem Ak', unread: 0 })
    const { open, press, opened, network, steady } = await show({
      desk: { chats: [ADA, BO, third], settings },
    })
    await open(BO)
    await press('Control+Alt+KeyE')
    const sent = network.socket.heardOf('command').at(-1)
    expect(sent?.['command']).to.deep.equal({ type: 'closeChat', chatId: 'chat2' })
    network.socket.sayNumbered({ type: 'ack', id: sent?.['id'], seq: 11, result: {} }).flush()
    await steady()
    expect(opened()).to.equal('chat3')
  })

  it('[UK4] say why not, where something is not possible now', async () => {
    const { open, press, root } = await show({
      conversation: { possible: { forwardChat: 'notNow', closeChat: 'forbidden' } },
    })
    await press('Alt+KeyF')
    await open()
    await press('Alt+KeyE')
    expect(textOf(find(root, '.toast'))).to.contain('Close chat: Your role does not allow this.')
    await press('Alt+KeyM')
    expect(textOf(find(root, '.toast'))).to.contain('Hold: Only whoever has the chat can do this.')
  })

  it('[UK5] go where one writes, in both modes, and to the list, the words and the panel', async () => {
    const { open, press, root } = await show()
    await open()
    await press('Alt+KeyP')
    expect(focused()?.getAttribute('aria-label')).to.equal('Comment')
    await press('Alt+KeyL')
    expect(focused()?.getAttribute('aria-label')).to.equal('Message to Ada Nwosu')
    await press('Alt+KeyI')
    expect(focused()?.classList.contains('row')).to.equal(true)
    await press('Alt+KeyC')
    expect(focused()?.getAttribute('aria-label')).to.equal('Conversation')
    await press('Alt+KeyO')
    expect(focused()?.localName).to.equal('aside')
    await press('Alt+KeyW')
    expect(isWriting()).to.equal(true)
    await press('Alt+Shift+KeyF')
    expect(focused()?.getAttribute('placeholder')).to.equal('Find in this list')
    await press('Alt+KeyS')
    expect(focused()?.getAttribute('placeholder')).to.equal('Search in all chats')
    await press('Alt+Shift+KeyC')
    expect(root.querySelector('parley-customers-page')).not.to.equal(null)
  })

  it('[UK5] set presence and open what is one’s own', async () => {
    const { open, press, commands, dialog } = await show({
      desk: { me: agentView({ presence: 'away', awayReason: 'lunch' }) },
    })
    await open()
    await press('Alt+Shift+KeyO')
    expect(commands().at(-1)).to.deep.equal({ type: 'goOnline' })
    await press('Alt+Shift+KeyX')
    expect(dialog('parley-offline-dialog').open).to.equal(true)
    await press('Escape')
    await press('Alt+KeyQ')
    expect(dialog('parley-quick-replies-dialog').open).to.equal(true)
    await press('Escape')
    await press('Alt+Shift+KeyS')
    expect(textOf(focused())).to.contain('Acme support')
    await press('Escape')
    await press('Alt+Shift+KeyP')
    expect(dialog('parley-profile-dialog').open).to.equal(true)
  })

  it('[UK6] of a single letter work only while nobody types, and can be switched off', async () => {
    const { desk, open, press, opened, dialog } = await show()
    await open()
    await press('j')
    expect(opened()).to.equal('chat1')
    await press('Alt+KeyC')
    await press('j')
    expect(opened()).to.equal('chat2')
    await open()
    await press('Alt+KeyC')
    desk.singleKeys = false
    await press('j')
    expect(opened()).to.equal('chat1')
    await press('?')
    expect(dialog('parley-keys-dialog').open).to.equal(false)
    await press('Control+Slash')
    expect(dialog('parley-keys-dialog').open).to.equal(true)
    expect(textOf(dialog('parley-keys-dialog'))).not.to.contain('J Next')
  })

  it('[UK7] are left alone while a word is composed, by AltGr, in dialogs and outside of the desk', async () => {
    const { open, press, opened, dialog } = await show()
    await open()
    const event = (init: KeyboardEventInit) =>
      new KeyboardEvent('keydown', {
        key: 'j',
        code: 'KeyJ',
        altKey: true,
        bubbles: true,
        composed: true,
        cancelable: true,
        ...init,
      })
    focused()?.dispatchEvent(event({ isComposing: true }))
    focused()?.dispatchEvent(event({ modifierAltGraph: true }))
    expect(opened()).to.equal('chat1')
    await press('Alt+KeyF')
    await press('Alt+KeyJ')
    expect(opened()).to.equal('chat1')
    await press('Escape')
    expect(dialog('parley-forward-dialog').open).to.equal(false)
    const outside = await fixture<HTMLInputElement>(html`<input aria-label="Elsewhere" />`)
    outside.focus()
    await press('Alt+KeyJ')
    expect(opened()).to.equal('chat1')
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UK8] are listed under ?, accessible, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { open, press, dialog } = await show()
      await open()
      await press('Alt+KeyC')
      await press('Shift+?')
      const help = dialog('parley-keys-dialog')
      expect(help.open).to.equal(true)
      await isAccessible(help)
      const words = textOf(help)
      for (const id of COMMAND_IDS) {
        if (commandOf(id).keys.length > 0) expect(words).to.contain(commandOf(id).words())
      }
      expect(words).to.contain('Ctrl + Alt + E')
      await press('Escape')
      expect(focused()?.getAttribute('aria-label')).to.equal('Conversation')
    })
  }

  it('[UK8] stand at their buttons, for screen readers too', async () => {
    const { open, root } = await show()
    await open()
    const conversation = inside(find(root, 'parley-conversation'))
    const actions = inside(find(conversation, 'parley-chat-actions'))
    const forward = find(actions, '[aria-keyshortcuts="Alt+F F"]')
    expect(textOf(forward)).to.equal('Forward')
    expect(textOf(forward.nextElementSibling)).to.contain('Alt + F')
  })
})

describe('the command bar', () => {
  before(adoptTokens)
  beforeEach(async () => {
    localStorage.clear()
    await setViewport({ width: 1440, height: 900 })
  })
  after(() => emulateMedia({ colorScheme: 'light' }))

  async function withBar(options: Parameters<typeof show>[0] = {}) {
    const shown = await show(options)
    await shown.open()
    await shown.press('Control+KeyK')
    const bar = inside(find(shown.root, 'parley-command-bar'))
    const items = () => [...bar.querySelectorAll<HTMLElement>('[role=option]')]
    const type = async (words: string): Promise<void> => {
      await sendKeys({ type: words })
      await shown.steady()
    }
    return { ...shown, bar, items, type }
  }

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UK9] is accessible, and is done with by keyboard alone, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { dialog, bar, items, type, press } = await withBar()
      expect(dialog('parley-command-bar').open).to.equal(true)
      expect(focused()?.getAttribute('role')).to.equal('combobox')
      await isAccessible(dialog('parley-command-bar'))
      const active = () => find(bar, '[role=combobox]').getAttribute('aria-activedescendant')
      expect(active()).to.equal(items()[0]?.id)
      await press('ArrowDown')
      expect(active()).to.equal(items()[1]?.id)
      await press('ArrowUp')
      await press('ArrowUp')
      expect(active()).to.equal(items().at(-1)?.id)
      await type('forw')
      expect(textOf(items()[0] ?? null)).to.contain('Forward')
      await press('Enter')
      expect(dialog('parley-command-bar').open).to.equal(false)
      expect(dialog('parley-forward-dialog').open).to.equal(true)
      await press('Escape')
      expect(isWriting()).to.equal(true)
    })
  }

  it('[UK10] finds chats by their customers, and where a chat can be forwarded to', async () => {
    const { items, type, press, opened, dialog, root } = await withBar()
    await type('bo l')
    expect(textOf(items()[0] ?? null)).to.contain('Bo Lind')
    await press('Enter')
    expect(opened()).to.equal('chat2')
    await press('Alt+KeyK')
    await press('Control+KeyK')
    await type('billi')
    expect(textOf(items()[0] ?? null)).to.contain('Billing')
    await press('Enter')
    const forward = dialog('parley-forward-dialog')
    expect(forward.open).to.equal(true)
    expect(find<HTMLInputElement>(forward, '[value="group:billing"]').checked).to.equal(true)
    await press('Escape')
    await press('Control+KeyK')
    await type('zzzz')
    expect(textOf(inside(find(root, 'parley-command-bar')))).to.contain('Nothing is called')
  })

  it('[UK11] says why not, does nothing then, and has what was used lately first', async () => {
    const { items, type, press, dialog } = await withBar({
      conversation: { possible: { forwardChat: null } },
    })
    await type('block cust')
    const block = items()[0]
    expect(block?.getAttribute('aria-disabled')).to.equal('true')
    expect(textOf(block ?? null)).to.contain('Only whoever has the chat can do this')
    await press('Enter')
    expect(dialog('parley-command-bar').open).to.equal(true)
    await press('Escape')
    expect(isWriting()).to.equal(true)
    await press('Control+KeyK')
    await type('quick')
    await press('Enter')
    expect(dialog('parley-quick-replies-dialog').open).to.equal(true)
    await press('Escape')
    await press('Control+KeyK')
    expect(textOf(items()[0] ?? null)).to.contain('Quick replies')
  })

  it('[UK12] finds words by their start, their middle, initials and letters in order', () => {
    const best = (typed: string, ...words: string[]) =>
      words
        .map((one) => ({ one, score: fit(typed, one) }))
        .filter(({ score }) => score !== null)
        .toSorted((a, b) => (a.score ?? 0) - (b.score ?? 0))
        .map(({ one }) => one)
    expect(best('clo', 'Close chat', 'Go to the cloud', 'Enclose')).to.deep.equal([
      'Close chat',
      'Go to the cloud',
      'Enclose',
    ])
    expect(best('jero', 'Jérôme')).to.deep.equal(['Jérôme'])
    expect(best('gtl', 'Go to the list', 'Next list')).to.deep.equal(['Go to the list'])
    expect(best('frwrd', 'Forward', 'Block')).to.deep.equal(['Forward'])
    expect(best('q', 'Close', 'Queue')).to.deep.equal(['Queue'])
  })
})
