import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands'
import type { DeskSnapshot } from '#protocol/staff-frames'
import type { ChatView } from '#protocol/staff-views'
import { deskFrom } from '../client/desk-state.ts'
import { pressKeys } from '../testing/keys.ts'
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
  chatView,
  connectedDesk,
  deskSnapshot,
  deskState,
  settingsView,
} from '../testing/staff-fixtures.ts'
import './chat-list.ts'
import type { ChatList } from './chat-list.ts'
import { Drafts } from './drafts.ts'
import { manyPossible } from './many-possible.ts'
import './parley-desk.ts'
import type { ParleyDesk } from './parley-desk.ts'
import { Selection } from './selection.ts'

const MANY = 10_000

const queued = (chatId: string, minutes: number, change: Partial<ChatView> = {}): ChatView =>
  chatView({
    chatId,
    customerId: `of ${chatId}`,
    customerName: chatId,
    state: 'queued',
    agentId: null,
    firstWaitingAt: NOW - minutes * 60_000,
    unansweredSince: null,
    ...change,
  })

const mine = (chatId: string, change: Partial<ChatView> = {}): ChatView =>
  chatView({ chatId, customerId: `of ${chatId}`, customerName: chatId, unread: 0, ...change })

async function showList(chats: ChatView[]) {
  const selection = new Selection()
  const list = await fixture<ChatList>(html`
    <parley-chat-list
      .style=${'block-size: 600px; inline-size: 320px'}
      .desk=${deskState({ chats })}
      .tab=${'queue'}
      .drafts=${new Drafts('acme', null)}
      .selection=${selection}
      .now=${() => NOW}
    ></parley-chat-list>
  `)
  await waitUntil(() => rowsOf(list).length > 0)
  return { list, selection }
}

const rowsOf = (list: Element) => [...inside(list).querySelectorAll<HTMLElement>('.row')]
const boxes = (list: Element) => [
  ...inside(list).querySelectorAll<HTMLInputElement>('.choose input'),
]
const bar = (list: Element) => inside(find(inside(list), 'parley-selection-bar'))

async function press(list: ChatList, key: string): Promise<void> {
  await pressKeys(key)
  await list.updateComplete
  await list.updateComplete
}

describe('selecting chats', () => {
  before(adoptTokens)
  afterEach(() => emulateMedia({ colorScheme: 'light' }))

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UM3] is accessible, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme })
      const { list } = await showList([queued('Ada', 3), queued('Bo', 9)])
      rowsOf(list)[0]?.focus()
      await press(list, 'x')
      expect(textOf(find(bar(list), '[role="status"]'))).to.equal('1 selected')
      await isAccessible(list)
    })
  }

  it('[UM3] works by keyboard alone: x, Shift and arrows, all of them, Escape', async () => {
    const { list, selection } = await showList(
      ['a', 'b', 'c', 'd', 'e'].map((id, n) => queued(id, 9 - n)),
    )
    rowsOf(list)[1]?.focus()
    await press(list, 'x')
    expect([...selection.ids]).to.deep.equal(['b'])
    await press(list, 'Shift+ArrowDown')
    await press(list, 'Shift+ArrowDown')
    expect([...selection.ids].toSorted()).to.deep.equal(['b', 'c', 'd'])
    await press(list, 'Shift+ArrowUp')
    expect([...selection.ids].toSorted()).to.deep.equal(['b', 'c'])
    expect(boxes(list).map(({ checked }) => checked)).to.deep.equal([
      false,
      true,
      true,
      false,
      false,
    ])
    await press(list, 'ArrowDown')
    expect(selection.size).to.equal(2)
    await press(list, 'Control+a')
    expect(selection.size).to.equal(5)
    await press(list, 'Escape')
    expect(selection.size).to.equal(0)
    expect(inside(list).querySelector('parley-selection-bar')).to.equal(null)
    expect(inside(list).activeElement?.classList.contains('row')).to.equal(true)
  })

  it('[UM3] works with the pointer: boxes, and ranges with Shift', async () => {
    const { list, selection } = await showList(
      ['a', 'b', 'c', 'd'].map((id, n) => queued(id, 9 - n)),
    )
    boxes(list)[0]?.click()
    await list.updateComplete
    expect([...selection.ids]).to.deep.equal(['a'])
    const opened: Event[] = []
    list.addEventListener('click', (event) => {
      if (!event.defaultPrevented && event.target instanceof HTMLAnchorElement) opened.push(event)
    })
    rowsOf(list)[2]?.dispatchEvent(
      new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, shiftKey: true }),
    )
    await list.updateComplete
    expect([...selection.ids].toSorted()).to.deep.equal(['a', 'b', 'c'])
    expect(opened).to.deep.equal([])
    boxes(list)[1]?.dispatchEvent(
      new MouseEvent('click', { bubbles: true, composed: true, cancelable: true, shiftKey: true }),
    )
    await list.updateComplete
    expect([...selection.ids].toSorted()).to.deep.equal(['a', 'b'])
    expect(boxes(list).map(({ checked }) => checked)).to.deep.equal([true, true, false, false])
  })

  it('[UM4] reaches over all of 10,000 rows, and says which of them are gone', async () => {
    const chats = Array.from({ length: MANY }, (_, n) => queued(`c${n}`, MANY - n))
    const { list, selection } = await showList(chats)
    rowsOf(list)[0]?.focus()
    await press(list, 'x')
    await press(list, 'Shift+End')
    expect(selection.size).to.equal(MANY)
    expect(rowsOf(list).length).to.be.lessThan(40)
    // Two are gone and one is new: what is gone is not selected, in an order that stands still.
    list.desk = deskFrom(
      deskSnapshot({ chats: [...chats.slice(0, -2), queued('new', MANY + 1)] }),
      11,
    )
    await list.updateComplete
    expect(selection.size).to.equal(MANY - 2)
    expect(textOf(find(bar(list), '[role="status"]'))).to.equal(`${MANY - 2} selected`)
    await press(list, 'Control+a')
    expect(selection.has('new')).to.equal(false)
    list.tab = 'mine'
    await list.updateComplete
    expect(selection.size).to.equal(0)
  })

  it('[UM4] is not touched by a list that left the page', async () => {
    const { list, selection } = await showList([queued('a', 9), queued('b', 8)])
    list.requestUpdate()
    list.remove()
    await list.updateComplete
    list.tab = 'mine'
    await list.updateComplete
    selection.toggle('a')
    await list.updateComplete
    expect(selection.size).to.equal(1)
  })

  it('[UM5] says for each action with how many it can be done, and why not with the others', () => {
    const chats = [
      mine('a'),
      mine('b', { state: 'closing' }),
      mine('c', { agentId: 'jonas', access: 'row' }),
      mine('d', { state: 'closed', open: false }),
      queued('e', 3),
    ]
    const says = (kind: 'forward' | 'tag' | 'close' | 'block', role: 'agent' | 'supervisor') =>
      manyPossible(kind, chats, deskState({ me: agentView({ role }) })).says
    expect(says('forward', 'agent')).to.equal('3 of 5 can be forwarded; 1 is over, 1 is closing')
    expect(says('tag', 'agent')).to.equal('3 of 5 can be tagged; 2 are not yours')
    expect(says('close', 'agent')).to.equal(
      '1 of 5 can be closed; 2 are not yours, 1 is over, 1 is closing',
    )
    expect(says('block', 'agent')).to.equal('3 of 5 can be blocked; 2 are not yours')
    expect(says('close', 'supervisor')).to.equal(
      '2 of 5 can be closed; 1 is not yours, 1 is over, 1 is closing',
    )
    expect(manyPossible('close', [mine('a')], deskState()).says).to.equal(null)
  })
})

describe('what is done with a selection', () => {
  before(async () => {
    adoptTokens()
    await setViewport({ width: 1440, height: 900 })
  })

  async function showDesk(snapshot: Partial<DeskSnapshot>) {
    const { client, network } = connectedDesk({ desk: snapshot })
    const desk = await fixture<ParleyDesk>(html`
      <parley-desk
        .client=${client}
        .accounts=${[{ accountId: 'acme', name: 'Acme support' }]}
      ></parley-desk>
    `)
    await steady(desk)
    const list = find<ChatList>(inside(desk), 'parley-chat-list')
    await waitUntil(() => rowsOf(list).length > 0)
    rowsOf(list)[0]?.focus()
    await pressKeys('Control+a')
    await steady(desk)
    const many = find(inside(desk), 'parley-many-dialogs')
    const dialog = (name: string) => inside(find(inside(many), `parley-${name}-dialog`))
    return { desk, network, list, dialog }
  }

  async function steady(desk: ParleyDesk): Promise<void> {
    for (let depth = 0; depth < 5; depth++) {
      await settled()
      await desk.updateComplete
    }
  }

  const chats = [
    mine('a', { tagIds: ['vip'] }),
    mine('b'),
    mine('c', { agentId: 'mira', state: 'closing' }),
  ]
  const tag = (tagId: string) => ({
    tagId,
    name: tagId,
    colour: 'teal' as const,
    deleted: false,
  })

  it('[UM6] closing asks for reason and tags once, and closes each', async () => {
    const settings = settingsView({
      closeReasons: [{ reasonId: 'solved', name: 'Solved' }],
      closeReasonRequired: true,
    })
    const { desk, network, list, dialog } = await showDesk({ chats, settings, tags: [tag('vip')] })
    button(bar(list), 'Close…').click()
    await steady(desk)
    const close = dialog('close')
    expect(textOf(find(close, 'h2'))).to.equal('Close 2 chats')
    expect(textOf(close)).to.contain('2 of 3 can be closed; 1 is closing.')
    await isAccessible(find(close, 'dialog'))
    expect(button(close, 'Close 2 chats').disabled).to.equal(true)
    find<HTMLInputElement>(close, 'input[type=radio]').click()
    find(inside(find(close, 'parley-tag-picker')), '[role=option]').click()
    await steady(desk)
    button(close, 'Close 2 chats').click()
    await steady(desk)
    const sent = network.socket.heardOf('command')
    expect(sent.map(({ command }) => command)).to.deep.equal([
      { type: 'closeChat', chatId: 'a', reasonId: 'solved' },
      { type: 'closeChat', chatId: 'b', reasonId: 'solved', tagIds: ['vip'] },
    ])
    expect(textOf(find(bar(list), '[role="status"]'))).to.equal('Closing: 0 of 2')
    const refusal = { code: 'holdsChat', says: 'Held.', details: { agentId: 'jonas' } }
    network.socket.sayNumbered({ type: 'refused', id: sent[0]?.['id'], refusal })
    network.socket.sayNumbered({ type: 'ack', id: sent[1]?.['id'], seq: 12, result: {} }).flush()
    await steady(desk)
    const toast = find(inside(desk), '.toast')
    expect(textOf(toast)).to.contain('1 done, 1 refused: Jonas Lind has this chat.')
    // What was refused stays selected, and what could not be asked for does too.
    expect(boxes(list).filter(({ checked }) => checked)).to.have.length(2)
    expect(textOf(bar(list))).to.contain('1 refused: Jonas Lind has this chat.')
    button(toast, 'Undo').click()
    await steady(desk)
    expect(network.socket.heardOf('command').at(-1)?.['command']).to.deep.equal({
      type: 'undoClose',
      chatId: 'b',
    })
  })

  it('[UM6] closing asks even where the account asks nothing, with the number', async () => {
    const { desk, list, dialog } = await showDesk({ chats })
    button(bar(list), 'Close…').focus()
    await sendKeys({ press: 'Enter' })
    await steady(desk)
    expect(find<HTMLDialogElement>(dialog('close'), 'dialog').open).to.equal(true)
    expect(button(dialog('close'), 'Close 2 chats').disabled).to.equal(false)
    await sendKeys({ press: 'Escape' })
    await steady(desk)
    expect(textOf(bar(list).activeElement)).to.equal('Close…')
  })

  it('[UM6] forwarding asks for the target once', async () => {
    const { desk, network, list, dialog } = await showDesk({ chats })
    button(bar(list), 'Forward…').click()
    await steady(desk)
    const forward = dialog('forward')
    expect(textOf(find(forward, 'h2'))).to.equal('Forward 2 chats')
    await isAccessible(find(forward, 'dialog'))
    find<HTMLInputElement>(forward, '[value="group:billing"]').click()
    await steady(desk)
    button(forward, 'Forward').click()
    await steady(desk)
    const to = { kind: 'group', groupId: 'billing' }
    expect(network.socket.heardOf('command').map(({ command }) => command)).to.deep.equal([
      { type: 'forwardChat', chatId: 'a', to },
      { type: 'forwardChat', chatId: 'b', to },
    ])
  })

  it('[UM6] tagging gives each the tags that it does not have', async () => {
    const { desk, network, list, dialog } = await showDesk({ chats, tags: [tag('vip')] })
    button(bar(list), 'Tag…').click()
    await steady(desk)
    const tags = dialog('tag')
    expect(textOf(find(tags, 'h2'))).to.equal('Tag 3 chats')
    await isAccessible(find(tags, 'dialog'))
    find(inside(find(tags, 'parley-tag-picker')), '[role=option]').click()
    await steady(desk)
    button(tags, 'Tag 3 chats').click()
    await steady(desk)
    expect(network.socket.heardOf('command').map(({ command }) => command)).to.deep.equal([
      { type: 'tagChat', chatId: 'b', tagId: 'vip' },
      { type: 'tagChat', chatId: 'c', tagId: 'vip' },
    ])
    for (const { id } of network.socket.heardOf('command')) {
      network.socket.sayNumbered({ type: 'ack', id, seq: 12, result: {} })
    }
    network.socket.flush()
    await steady(desk)
    expect(textOf(find(inside(desk), '.toast'))).to.contain('3 done.')
    expect(inside(list).querySelector('parley-selection-bar')).to.equal(null)
    expect(inside(list).activeElement?.classList.contains('row')).to.equal(true)
  })

  it('[UM6] blocking asks for reason and message once, and blocks each customer once', async () => {
    const two = [mine('a'), mine('b', { customerId: 'of a' }), mine('c')]
    const { desk, network, list, dialog } = await showDesk({ chats: two })
    button(bar(list), 'Block…').click()
    await steady(desk)
    const block = dialog('block')
    expect(textOf(find(block, 'h2'))).to.equal('Block 2 customers')
    await isAccessible(find(block, 'dialog'))
    find(block, '#reason').focus()
    await sendKeys({ type: 'Threats' })
    button(block, 'Block 2 customers').click()
    await steady(desk)
    const sent = network.socket.heardOf('command').map(({ command }) => command)
    expect(sent).to.have.length(2)
    expect(sent[0]).to.deep.include({ type: 'blockCustomer', reason: 'Threats' })
  })
})
