import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import { customerClientFrame, type CustomerItem } from '#protocol/customer-frames'
import type { ConnectionNotice } from '../elements/connection-notice.ts'
import {
  channelView,
  customer,
  customerChat,
  customerItem,
  welcomeCustomer,
  type Customer,
} from '../testing/customer-fixtures.ts'
import { button, find, inside, settled, textOf, isAccessible } from '../testing/look.ts'
import { brandOf } from './brand.ts'
import type { ChatWindow } from './chat-window.ts'
import './parley-chat.ts'
import type { ParleyChat } from './parley-chat.ts'

interface Shown extends Customer {
  chat: ParleyChat
  view: ChatWindow
}

async function show(
  options: {
    items?: CustomerItem[]
    chat?: Parameters<typeof customerChat>[0]
    known?: boolean
    open?: boolean
  } = {},
): Promise<Shown> {
  const { items = [customerItem()], known = true, open = true } = options
  const who = customer({ known })
  const rest = {
    channel: () => Promise.resolve({ ok: true, value: channelView() }) as never,
    newCustomer: () => Promise.resolve({ ok: true, value: { token: 'token' } }) as never,
  }
  const chat = await fixture<ParleyChat>(
    html`<parley-chat channel="web" .client=${who.client} .rest=${rest}></parley-chat>`,
  )
  if (known) {
    who.client.start()
    welcomeCustomer(who.network, { items, chat: customerChat(options.chat) })
  }
  await chat.prepare()
  const view = find<ChatWindow>(inside(chat), 'parley-chat-window')
  if (open) chat.show()
  await steady(chat, view)
  return { ...who, chat, view }
}

async function steady(chat: ParleyChat, view: ChatWindow): Promise<void> {
  await settled()
  await chat.updateComplete
  await view.updateComplete
  await settled()
  await view.updateComplete
}

afterEach(() => sessionStorage.clear())

const textarea = (view: ChatWindow) => find<HTMLTextAreaElement>(inside(view), 'textarea')
const launcher = (chat: ParleyChat) => find(inside(chat), '.launcher')

describe('parley-chat', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UI22] is accessible, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { chat } = await show({
        items: [
          customerItem({ n: 1, from: 'bot', name: 'Pine', text: 'Hello' }),
          customerItem({ n: 2, kind: 'notice', from: 'system', name: null, text: 'Mira joined' }),
          customerItem({ n: 3, from: 'me', name: null, text: 'Hi' }),
          customerItem({ n: 4, text: 'See https://example.com' }),
        ],
      })
      await isAccessible(chat)
    })
  }

  it('[UI22] writes and sends by keyboard alone', async () => {
    const { chat, view, network } = await show({ open: false })
    launcher(chat).focus()
    await sendKeys({ press: 'Enter' })
    await steady(chat, view)
    await sendKeys({ type: 'Where is it?' })
    await sendKeys({ down: 'Shift' })
    await sendKeys({ press: 'Enter' })
    await sendKeys({ up: 'Shift' })
    await sendKeys({ type: 'Order 12' })
    await sendKeys({ press: 'Enter' })
    await steady(chat, view)
    const commands = network.socket.heardOf('command').map((frame) => frame['command'])
    expect(commands).to.deep.include({ type: 'sendMessage', text: 'Where is it?\nOrder 12' })
    expect(textarea(view).value).to.equal('')
  })

  it('[UI23] puts the focus where one writes, and back to the launcher', async () => {
    const { chat, view } = await show({ open: false })
    launcher(chat).click()
    await steady(chat, view)
    expect(inside(view).activeElement).to.equal(textarea(view))
    await sendKeys({ press: 'Escape' })
    await steady(chat, view)
    expect(chat.open).to.equal(false)
    expect(inside(chat).activeElement).to.equal(launcher(chat))
  })

  it('[UI24] says new words of others, never those that were there', async () => {
    const { chat, view, network } = await show({ items: [customerItem({ text: 'Old words' })] })
    const log = find(inside(view), '[role="log"]')
    expect(textOf(log)).to.equal('')
    network.socket
      .say({ type: 'item', item: customerItem({ n: 2, text: 'New words' }) })
      .say({ type: 'item', item: customerItem({ n: 3, from: 'me', name: null, text: 'Mine' }) })
      .flush()
    await steady(chat, view)
    expect([...log.children].map(textOf)).to.deep.equal(['Mira: New words', 'Sent'])
  })

  it('[UI25] says nothing of a lost connection for five seconds, then what is safe', async () => {
    const { chat, view, network } = await show()
    network.socket.close(1006)
    await steady(chat, view)
    const notice = find<ConnectionNotice>(inside(view), 'parley-connection-notice')
    const at = network.clock.now()
    notice.now = () => at + 4_900
    await notice.updateComplete
    expect(textOf(inside(notice))).to.equal('')
    notice.now = () => at + 5_000
    await notice.updateComplete
    expect(textOf(inside(notice))).to.contain('Reconnecting')
    expect(textOf(inside(notice))).to.contain('What you write is kept')
  })

  it('[UI26] says whether a bot or a person answers', async () => {
    const { chat, view, network } = await show({
      chat: { state: 'bot', with: { kind: 'bot', name: 'Pine', picture: null } },
    })
    const header = find(inside(view), 'header')
    expect(textOf(header)).to.contain('Pine You are talking to a bot')
    network.socket.say({ type: 'chat', chat: customerChat() }).flush()
    await steady(chat, view)
    expect(textOf(header)).to.contain('Mira A person is here for you')
  })

  it('[UO6] shows the picture of who answers, from the server', async () => {
    const { chat, view, network } = await show()
    const person = { kind: 'person', name: 'Mira', picture: null } as const
    const initials = customerChat({ with: person })
    network.socket.say({ type: 'chat', chat: initials }).flush()
    await steady(chat, view)
    const avatar = () => inside(find(inside(view), 'header parley-avatar'))
    expect(textOf(avatar())).to.equal('M')
    const shown = customerChat({ with: { ...person, picture: 'a-hash' } })
    network.socket.say({ type: 'chat', chat: shown }).flush()
    await steady(chat, view)
    const image = find<HTMLImageElement>(avatar(), 'img')
    expect(new URL(image.src).pathname).to.equal('/api/v1/pictures/a-hash')
    expect(new URL(image.src).origin).to.equal('https://parley.test')
  })

  it('[UI27] counts unread messages until they were seen', async () => {
    const { chat, view, network } = await show({
      items: [customerItem({ n: 1 }), customerItem({ n: 2 })],
      open: false,
    })
    expect(launcher(chat).getAttribute('aria-label')).to.equal('Open the chat, 2 new messages')
    expect(network.socket.heardOf('command')).to.have.length(0)
    chat.show()
    await steady(chat, view)
    expect(network.socket.heardOf('command').map((frame) => frame['command'])).to.deep.equal([
      { type: 'markRead', n: 2 },
    ])
    chat.fold()
    await steady(chat, view)
    expect(launcher(chat).getAttribute('aria-label')).to.equal('Open the chat')
  })

  it('[UI28] invites to a new chat where one ended, and lets nobody write who is blocked', async () => {
    const { chat, view, network } = await show({ chat: { state: 'ended', with: null } })
    expect(textOf(inside(view))).to.contain('Write again to start a new chat')
    expect(textarea(view)).to.be.instanceOf(HTMLTextAreaElement)
    const blocked = customerChat({ state: 'blocked', with: null })
    network.socket.say({ type: 'chat', chat: blocked }).flush()
    await steady(chat, view)
    expect(inside(view).querySelector('textarea')).to.equal(null)
    expect(textOf(inside(view))).to.contain('You cannot write here any more')
  })

  it('[UI29] takes an e-mail address while nobody answers', async () => {
    const { chat, view, network } = await show({
      chat: {
        state: 'waiting',
        with: { kind: 'group', name: 'Orders', picture: null },
        canLeaveMessage: true,
      },
    })
    button(inside(view), 'Get the answer by e-mail').click()
    await steady(chat, view)
    await isAccessible(chat)
    const input = find<HTMLInputElement>(inside(view), 'input[type="email"]')
    input.focus()
    await sendKeys({ type: 'ada@example.com' })
    await sendKeys({ press: 'Enter' })
    await steady(chat, view)
    const commands = network.socket.heardOf('command').map((frame) => frame['command'])
    expect(commands).to.deep.include({ type: 'leaveMessage', email: 'ada@example.com' })
  })

  it('[UI30] makes links of web addresses and of nothing else', async () => {
    const text = 'See https://example.com/a?b=1. <img src=x onerror=alert(1)> javascript:alert(1)'
    const { view } = await show({ items: [customerItem({ text })] })
    const links = [...inside(view).querySelectorAll('.bubble a')]
    expect(links.map((link) => link.getAttribute('href'))).to.deep.equal([
      'https://example.com/a?b=1',
    ])
    expect(links[0]?.getAttribute('rel')).to.contain('noopener')
    expect(inside(view).querySelector('.bubble img')).to.equal(null)
    expect(textOf(inside(view))).to.contain('<img src=x onerror=alert(1)>')
  })

  it('[UI31] chooses a readable text for any colour', () => {
    expect(brandOf('#0d6782')?.onColour).to.equal('#ffffff')
    expect(brandOf('#f2c14e')?.onColour).to.equal('#10181c')
    expect(brandOf('red; background: url(x)')).to.equal(null)
  })

  it('[UI32] asks for a person, and ends the chat after asking once', async () => {
    const { chat, view, network } = await show({
      chat: {
        state: 'bot',
        with: { kind: 'bot', name: 'Pine', picture: null },
        canTalkToPerson: true,
      },
    })
    const asked = () =>
      network.socket
        .heardOf('command')
        .map((frame) => (frame['command'] as { type: string }).type)
        .filter((type) => type !== 'markRead')
    button(inside(view), 'Talk to a person').click()
    await steady(chat, view)
    expect(asked()).to.deep.equal(['talkToPerson'])
    button(inside(view), 'End chat').click()
    await steady(chat, view)
    expect(asked()).to.deep.equal(['talkToPerson'])
    find<HTMLButtonElement>(inside(view), '.card .primary').click()
    await steady(chat, view)
    expect(asked()).to.deep.equal(['talkToPerson', 'endChat'])
  })

  it('[BO80] goes back to the bot from a person, by a button that says so', async () => {
    const { chat, view, network } = await show({ chat: { canTalkToBot: true } })
    find<HTMLButtonElement>(inside(view), '[aria-label="Back to the bot"]').click()
    await steady(chat, view)
    expect(network.socket.heardOf('command').at(-1)?.['command']).to.deep.equal({
      type: 'talkToBot',
    })
    network.socket.say({ type: 'chat', chat: customerChat({ canTalkToBot: false }) }).flush()
    await steady(chat, view)
    expect(inside(view).querySelector('[aria-label="Back to the bot"]')).to.equal(null)
  })

  it('[BO81] says what the bot offers to say, and leaves a message where it offers that', async () => {
    const { chat, view, network } = await show({
      chat: {
        state: 'bot',
        with: { kind: 'bot', name: 'Pine', picture: null },
        canTalkToPerson: true,
        canLeaveMessage: true,
      },
      items: [
        customerItem({
          n: 1,
          from: 'bot',
          name: 'Pine',
          text: 'What is it about?',
          buttons: [
            { label: 'My parcel', action: 'say' },
            { label: 'Leave a message', action: 'leaveMessage' },
          ],
        }),
      ],
    })
    expect(textOf(inside(view))).not.to.contain('Rather not wait?')
    button(inside(view), 'Leave a message').click()
    await steady(chat, view)
    expect(inside(view).activeElement?.id).to.equal('email')
    button(inside(view), 'Not now').click()
    await steady(chat, view)
    button(inside(view), 'My parcel').click()
    await steady(chat, view)
    expect(network.socket.heardOf('command').at(-1)?.['command']).to.deep.include({
      type: 'sendMessage',
      text: 'My parcel',
    })
  })

  it('[UC9] tells the page it stands on, and who the page says that the customer is', async () => {
    const { chat, view, network } = await show()
    const here = { address: location.origin + location.pathname + location.search }
    expect(network.socket.heardOf('page')[0]?.['page']).to.deep.include(here)
    const title = document.title
    document.title = '\u{1f600}'.repeat(200)
    history.replaceState(null, '', '?step=2')
    dispatchEvent(new PopStateEvent('popstate'))
    await waitUntil(() => network.socket.heardOf('page').length > 1)
    const last = customerClientFrame.parse(network.socket.heardOf('page').at(-1))
    expect(last).to.have.nested.property('page.address').that.contains('?step=2')
    document.title = title
    history.replaceState(null, '', location.pathname)
    chat.customerName = ' Ada Nwosu '
    await steady(chat, view)
    expect(network.socket.heardOf('command').at(-1)?.['command']).to.deep.equal({
      type: 'introduce',
      name: 'Ada Nwosu',
    })
  })

  it('[UI67] keeps what was begun through a reload, from the first keystroke on', async () => {
    sessionStorage.clear()
    const first = await show()
    expect(sessionStorage.length).to.equal(0)
    textarea(first.view).focus()
    await sendKeys({ type: 'Half a sentence' })
    expect(sessionStorage.getItem('parley:draft:web')).to.equal('Half a sentence')
    first.chat.remove()
    const { chat, view } = await show()
    expect(textarea(view).value).to.equal('Half a sentence')
    textarea(view).focus()
    await sendKeys({ press: 'Enter' })
    await steady(chat, view)
    expect(sessionStorage.length).to.equal(0)
  })

  it('[UI68] keeps an e-mail address that was not taken, and says what is wrong beside it', async () => {
    const { chat, view, network } = await show({
      chat: {
        state: 'waiting',
        with: { kind: 'group', name: 'Orders', picture: null },
        canLeaveMessage: true,
      },
    })
    button(inside(view), 'Get the answer by e-mail').click()
    await steady(chat, view)
    const input = () => find<HTMLInputElement>(inside(view), '#email')
    expect(inside(view).activeElement).to.equal(input())
    await sendKeys({ type: 'a@b' })
    await sendKeys({ press: 'Enter' })
    const id = network.socket.heardOf('command').at(-1)?.['id']
    const refusal = { code: 'invalid', says: 'This is not a valid request.' }
    network.socket.say({ type: 'refused', id, refusal }).flush()
    await steady(chat, view)
    expect(input().value).to.equal('a@b')
    expect(textOf(find(inside(view), '#email-says'))).to.equal(
      'This does not look like an e-mail address.',
    )
    expect(inside(view).activeElement).to.equal(input())
    await isAccessible(chat)
    button(inside(view), 'Not now').click()
    await steady(chat, view)
    expect(inside(view).querySelector('#email')).to.equal(null)
    expect(inside(view).activeElement).to.equal(textarea(view))
  })

  it('[UI68] asks for the address where nobody is there, unless one rather waits', async () => {
    const { chat, view } = await show({
      items: [
        customerItem({ n: 1, from: 'me', name: null, text: 'Hello?' }),
        customerItem({
          n: 2,
          kind: 'notice',
          from: 'system',
          name: null,
          code: 'waiting',
          unstaffed: true,
        }),
      ],
      chat: {
        state: 'waiting',
        with: { kind: 'group', name: 'Orders', picture: null },
        canLeaveMessage: true,
      },
    })
    expect(inside(view).querySelector('#email')).not.to.equal(null)
    button(inside(view), 'Not now').click()
    await steady(chat, view)
    expect(inside(view).querySelector('#email')).to.equal(null)
  })

  it('[UI69] parts a new chat from the one that ended', async () => {
    const end = { kind: 'notice', from: 'system', name: null, code: 'closed' } as const
    const { view } = await show({
      items: [
        customerItem({ n: 1, from: 'me', name: null, text: 'Thanks' }),
        customerItem({ n: 2, ...end, text: 'Orders ended this chat.' }),
        customerItem({ n: 3, ...end, code: 'rated', text: 'You rated this chat.' }),
        customerItem({ n: 4, from: 'me', name: null, text: 'One more thing' }),
      ],
    })
    const parts = [...inside(view).querySelectorAll('.bubble, .notice, .parted')].map(textOf)
    expect(parts.slice(-5)).to.deep.equal([
      'Thanks',
      'Orders ended this chat.',
      'You rated this chat.',
      'New chat',
      'One more thing',
    ])
  })

  it('[UI70] sends no blanks around a message, and none alone', async () => {
    const { chat, view, network } = await show()
    textarea(view).focus()
    await sendKeys({ type: '  Order 12  ' })
    await sendKeys({ press: 'Enter' })
    await sendKeys({ type: '   ' })
    await sendKeys({ press: 'Enter' })
    await steady(chat, view)
    const sent = network.socket
      .heardOf('command')
      .map((frame) => frame['command'] as { type: string })
      .filter(({ type }) => type === 'sendMessage')
    expect(sent).to.deep.equal([{ type: 'sendMessage', text: 'Order 12' }])
    expect(textarea(view).value).to.equal('')
  })
})
