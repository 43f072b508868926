import { expect } from '@open-wc/testing'
import { sendMouse, setViewport } from '@web/test-runner-commands'
import { arrived, keys, tabTo } from '../testing/by-keyboard.ts'
import { ADA, BO, beginsAfresh, keyboardDesk } from '../testing/keyboard-desk.ts'
import { button, find, inside, isAccessible } from '../testing/look.ts'
import { speak, type Load } from '../locales/language.ts'
import { boxOf, overhang, staysInside } from '../testing/reading.ts'
import {
  agentView,
  chatView,
  commentView,
  conversationSnapshot,
  customerView,
  messageView,
} from '../testing/staff-fixtures.ts'
import type { Composer } from './composer.ts'
import type { Splitter } from './splitter.ts'

const bring: Load = () => import('../locales/de.ts')

const SARA = chatView({
  customerName: 'שרה לוי',
  unread: 0,
  preview: { author: 'customer:ada', text: 'איפה החבילה שלי?', at: ADA.openedAt },
})

const HEBREW = {
  messages: [
    messageView({ seq: 3, text: 'שלום!' }),
    messageView({ seq: 4, author: 'agent:mira', text: 'Where are you?' }),
    messageView({
      seq: 5,
      author: 'system',
      kind: 'notice',
      text: null,
      data: { code: 'forwarded', groupId: 'returns' },
    }),
  ],
  comments: [commentView({ seq: 6, text: 'אמרתי (שוב)!' })],
}

async function show(options: Parameters<typeof keyboardDesk>[0] = {}) {
  const shown = await keyboardDesk(options)
  const pane = () => inside(find(shown.root, 'parley-conversation'))
  const list = () => inside(find(shown.root, 'parley-chat-list'))
  return { ...shown, pane, list }
}

function readFrom(direction: 'rtl' | 'ltr'): void {
  document.documentElement.dir = direction
}

async function drag(from: Element, by: number): Promise<void> {
  const { x, y, width } = from.getBoundingClientRect()
  const at = (dx: number): [number, number] => [Math.round(x + width / 2 + dx), Math.round(y + 300)]
  await sendMouse({ type: 'move', position: at(0) })
  await sendMouse({ type: 'down' })
  await sendMouse({ type: 'move', position: at(by) })
  await sendMouse({ type: 'up' })
  await arrived()
}

describe('the desk on a page that is read from right to left', function () {
  this.timeout(30_000)
  beginsAfresh()
  beforeEach(() => readFrom('rtl'))
  afterEach(() => readFrom('ltr'))

  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    it(`[UR1] fits a window of ${width} pixels, and is accessible`, async () => {
      await setViewport({ width, height })
      const { desk, root, open } = await show()
      expect(overhang(root)).to.equal(0)
      await isAccessible(desk)
      await open()
      expect(overhang(root)).to.equal(0)
      await isAccessible(desk)
      await setViewport({ width: 1440, height: 900 })
    })
  }

  it('[UR1] shows the customer’s words where lines begin, and the agent’s where they end', async () => {
    const { open, pane } = await show()
    await open()
    const [customer, agent] = ['.group.customer .bubble', '.group.agent .bubble'].map((one) =>
      find(pane(), one).getBoundingClientRect(),
    )
    const middle = find(pane(), '.stream').getBoundingClientRect()
    expect(customer?.left).to.be.greaterThan(middle.left + middle.width / 2)
    expect(agent?.right).to.be.lessThan(middle.left + middle.width / 2)
  })

  it('[UR2] the edges of columns go where they are drawn and where arrows point', async () => {
    const { root, open } = await show()
    await open()
    const list = find<Splitter>(root, 'parley-splitter:not([column])')
    const side = find<Splitter>(root, 'parley-splitter[column=after]')
    const before = [list.width, side.width] as const
    await tabTo('Width of the list')
    await keys('ArrowLeft')
    expect(list.width).to.equal(before[0] + 16)
    side.focus()
    await keys('ArrowRight')
    expect(side.width).to.equal(before[1] + 16)
    await drag(side, -10)
    expect(side.width).to.equal(before[1] + 6)
    await drag(list, 6)
    expect(list.width).to.equal(before[0] + 10)
  })

  it('[UR2] arrows lead to the tab that they point at', async () => {
    const { root } = await show()
    await tabTo('Mine')
    await keys('ArrowLeft')
    expect(find(root, 'parley-chat-list')).to.have.property('tab', 'queue')
    await keys('ArrowRight')
    expect(find(root, 'parley-chat-list')).to.have.property('tab', 'mine')
  })

  it('[UR2] the drawer comes from the side where the panel is', async () => {
    await setViewport({ width: 1000, height: 800 })
    const { root, open } = await show()
    await open()
    await keys('Alt+KeyO')
    const drawer = find(root, 'dialog.drawer')
    const [animation] = drawer.getAnimations()
    animation?.finish()
    expect(drawer.getBoundingClientRect().left).to.equal(0)
    expect(getComputedStyle(drawer).getPropertyValue('--from')).to.equal('-16px')
    await setViewport({ width: 1440, height: 900 })
  })

  for (const direction of ['rtl', 'ltr'] as const) {
    it(`[UR3] what floats stays inside of the window, ${direction}`, async () => {
      await setViewport({ width: 390, height: 844 })
      readFrom(direction)
      const { root, open, pane } = await show({
        opened: { possible: { ...conversationSnapshot().possible, tagChat: null } },
      })
      const opened = async (host: Element, words: string): Promise<Element> => {
        button(inside(host), words).click()
        await arrived()
        const open = find(inside(host), ':popover-open')
        return open
      }
      for (const [tag, words] of [
        ['parley-account-switch', 'Account:'],
        ['parley-presence-switch', 'Mira Okafor'],
        ['parley-mentions-menu', 'Mentions'],
      ] as const) {
        const floats = await opened(find(root, tag), words)
        expect(staysInside(floats), tag).to.equal(true)
        if (floats instanceof HTMLElement) floats.hidePopover()
      }
      await open()
      for (const [tag, words] of [
        ['parley-show-menu', 'Show'],
        ['parley-chat-actions', 'More'],
        ['parley-chat-tags', 'Tag'],
      ] as const) {
        const floats = await opened(find(pane(), tag), words)
        expect(staysInside(floats), tag).to.equal(true)
        if (floats instanceof HTMLElement) floats.hidePopover()
      }
      await setViewport({ width: 1440, height: 900 })
    })
  }

  it('[UR3] a menu begins at the edge where its button begins', async () => {
    const { open, pane } = await show()
    await open()
    const menus = inside(find(pane(), 'parley-show-menu'))
    const shows = button(menus, 'Show')
    shows.click()
    await arrived()
    const floats = find(menus, ':popover-open').getBoundingClientRect()
    expect(floats.right).to.be.closeTo(shows.getBoundingClientRect().right, 1)
  })

  it('[UR4] addresses are read from left to right, and stand where their place begins', async () => {
    const email = 'ada.nwosu+orders@mail.example'
    const { open, root } = await show({
      customer: { details: { ...customerView().details, email: { value: email, from: 'staff' } } },
    })
    await open()
    const details = inside(
      find(inside(find(root, 'parley-customer-panel')), 'parley-customer-details'),
    )
    const [name, after] = [boxOf(details, 'ada'), boxOf(details, '.nwosu')]
    expect(name.right).to.be.at.most(after.left + 1)
    expect(boxOf(details, '@').left).to.be.lessThan(boxOf(details, 'mail.'.slice(0, 4)).left)
    expect(after.top).to.equal(name.top)
  })
})

describe('what people write from right to left, on a page that is read from left to right', function () {
  this.timeout(30_000)
  beginsAfresh()

  it('[UR4] has its own direction in rows, and stands where the row begins', async () => {
    const { list } = await show({ desk: { chats: [SARA, BO] } })
    const row = find(list(), '.row')
    expect(boxOf(row, '?').right).to.be.at.most(boxOf(row, 'איפה').left + 1)
    const [name, preview] = [find(row, '.name'), find(row, '.preview')]
    expect(getComputedStyle(name).direction).to.equal('rtl')
    expect(boxOf(name, 'שרה').left).to.be.lessThan(name.getBoundingClientRect().left + 60)
    expect(preview.getBoundingClientRect().left).to.be.closeTo(name.getBoundingClientRect().left, 1)
  })

  it('[UR4] has its own direction in bubbles and comments, not that of their sides', async () => {
    const { pane, ...shown } = await show({ desk: { chats: [SARA, BO] } })
    await openHebrew(shown)
    const bubble = find(pane(), '.group.customer .bubble')
    expect(boxOf(bubble, '!').right).to.be.at.most(boxOf(bubble, 'שלום').left + 1)
    const answer = find(pane(), '.group.agent .bubble')
    expect(boxOf(answer, '?').left).to.be.at.least(boxOf(answer, 'Where').right)
    const comment = find(pane(), '.comment .words')
    expect(boxOf(comment, '!').right).to.be.at.most(boxOf(comment, 'אמרתי').left + 1)
    expect(bubble.getBoundingClientRect().left).to.be.lessThan(answer.getBoundingClientRect().left)
  })

  it('[UR4] leaves the sentences around it their own, in notices and labels', async () => {
    const { pane, ...shown } = await show({
      desk: {
        chats: [SARA, BO],
        groups: [
          {
            groupId: 'returns',
            name: 'החזרות',
            publicName: '',
            waiting: 0,
            oldestWaitingAt: null,
            accepting: 1,
          },
        ],
      },
    })
    await openHebrew(shown)
    const notice = find(pane(), '.notice')
    expect(boxOf(notice, 'Forwarded').right).to.be.at.most(boxOf(notice, 'החזרות').left + 1)
    expect(boxOf(notice, 'החזרות').right).to.be.at.most(
      find(notice, 'time').getBoundingClientRect().left + 1,
    )
  })

  it('[UR4] is written in its own direction; an empty field has that of its page', async () => {
    const { open, pane } = await show()
    await open()
    const composer = inside(find(pane(), 'parley-composer'))
    const field = find<HTMLTextAreaElement>(composer, 'textarea')
    field.value = 'שלום'
    expect(getComputedStyle(field).direction).to.equal('rtl')
    field.value = ''
    readFrom('rtl')
    expect(getComputedStyle(field).direction).to.equal('rtl')
    readFrom('ltr')
    expect(getComputedStyle(field).direction).to.equal('ltr')
  })

  it('[UR4] is a name in dialogs and of colleagues too', async () => {
    const { root } = await show({
      desk: {
        me: agentView({ role: 'supervisor' }),
        agents: [agentView(), agentView({ agentId: 'dana', name: 'דנה כהן (תל אביב)' })],
      },
    })
    await tabTo('Mine')
    await keys('ArrowRight', 'ArrowRight')
    const colleagues = inside(find(inside(find(root, 'parley-chat-list')), 'parley-colleagues'))
    find<HTMLDetailsElement>(colleagues, 'details').open = true
    expect(getComputedStyle(find(colleagues, 'li b')).direction).to.equal('rtl')
  })
})

describe('the desk where there is little room', function () {
  this.timeout(30_000)
  beginsAfresh()
  afterEach(() => speak('en', bring))

  it('[UZ8] breaks a long address before its parts', async () => {
    const email = 'adaeze.nwosu-okonkwo@orders.mail.example'
    const { open, root } = await show({
      customer: { details: { ...customerView().details, email: { value: email, from: 'staff' } } },
    })
    await open()
    const panel = find(root, 'parley-customer-panel')
    const details = inside(find(inside(panel), 'parley-customer-details'))
    for (const part of ['adaeze', 'nwosu-okonkwo'.slice(0, 5), '@orders', '.mail', '.example'])
      expect(boxOf(details, part).height, part).to.be.lessThan(24)
    expect(overhang(inside(panel))).to.equal(0)
  })

  it('[UZ9] writes comments on a phone, in German too', async () => {
    await speak('de', bring)
    await setViewport({ width: 390, height: 844 })
    const { open, pane } = await show()
    await open()
    const composer = find<Composer>(pane(), 'parley-composer')
    composer.choose('comment')
    await arrived()
    const { right } = find(inside(composer), 'select').getBoundingClientRect()
    expect(right).to.be.at.most(390)
    await setViewport({ width: 1440, height: 900 })
  })
})

/** Opens the chat in Hebrew. */
async function openHebrew(
  shown: Pick<Awaited<ReturnType<typeof keyboardDesk>>, 'root' | 'network'>,
): Promise<void> {
  find(inside(find(shown.root, 'parley-chat-list')), '.row').focus()
  await keys('Enter')
  const conversation = conversationSnapshot({ ...HEBREW, chat: SARA })
  shown.network.socket
    .sayNumbered({ type: 'conversation', topic: 'chat:chat1', seq: 10, conversation })
    .flush()
  await arrived()
}
