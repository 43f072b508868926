import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { emulateMedia } from '@web/test-runner-commands'
import type { CustomerItem } from '#protocol/customer-frames'
import { focusedElement } from '../elements/focus-back.ts'
import {
  arrived,
  byKeyboard,
  chooseFiles,
  focusedName,
  keys,
  tabTo,
  type,
} from '../testing/by-keyboard.ts'
import {
  channelView,
  customer,
  customerChat,
  customerItem,
  welcomeCustomer,
} from '../testing/customer-fixtures.ts'
import { aFile } from '../testing/fake-files.ts'
import { find, inside, isAccessible } from '../testing/look.ts'
import './parley-chat.ts'
import type { ParleyChat } from './parley-chat.ts'

async function show(chat: Parameters<typeof customerChat>[0] = {}, items = [customerItem()]) {
  const who = customer({ known: true })
  const rest = {
    channel: async () => ({ ok: true as const, value: channelView() }),
    newCustomer: async () => ({ ok: true as const, value: { token: 'token' } }),
  }
  const widget = await fixture<ParleyChat>(html`
    <parley-chat channel="web" .client=${who.client} .rest=${rest}></parley-chat>
  `)
  who.client.start()
  welcomeCustomer(who.network, { items, chat: customerChat(chat) })
  await widget.prepare()
  await tabTo('Open the chat')
  await keys('Enter')
  await arrived()
  const sent = () => who.network.socket.heardOf('command').at(-1)?.['command']
  /** The server's answer to what was sent last. */
  const take = async (after: object[] = []): Promise<void> => {
    const id = who.network.socket.heardOf('command').at(-1)?.['id']
    who.network.socket.say({ type: 'ack', id, result: {} })
    for (const frame of after) who.network.socket.say(frame)
    who.network.socket.flush()
    await arrived()
  }
  const refuse = async (code: string): Promise<void> => {
    const id = who.network.socket.heardOf('command').at(-1)?.['id']
    const refusal = { code, says: 'Not like this.' }
    who.network.socket.say({ type: 'refused', id, refusal }).flush()
    await arrived()
  }
  const window = () => inside(find(inside(widget), 'parley-chat-window'))
  return { ...who, widget, sent, take, refuse, window }
}

const WAITING = {
  state: 'waiting',
  with: { kind: 'group', name: 'Orders', picture: null },
  canLeaveMessage: true,
} as const

const FILE: CustomerItem['files'][number] = {
  fileId: 'f1',
  name: 'contract.pdf',
  mime: 'application/pdf',
  size: 48_211,
  kind: 'other',
  url: '/api/v1/channels/web/files/f1/content?until=9999999999999&signature=x',
}

byKeyboard(
  [
    'parley-chat',
    'parley-chat-window',
    'parley-attachment-chips',
    'parley-sent-files',
    'parley-rating',
    'parley-transcript',
  ],
  () => {
    afterEach(() => sessionStorage.clear())
    after(() => emulateMedia({ colorScheme: 'light' }))

    it('[UK16] open, write, fold, and open again', async () => {
      const { sent, widget } = await show()
      expect(focusedName()).to.equal('Your message')
      await type('Where is it?')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'sendMessage', text: 'Where is it?' })
      expect(focusedName()).to.equal('Your message')
      await isAccessible(widget)
      await keys('Escape')
      expect(focusedName()).to.equal('Open the chat')
      await keys('Space')
      await tabTo('Fold the chat')
      await keys('Enter')
      expect(focusedName()).to.equal('Open the chat')
    })

    it('[UK16] add files, take one away and send the other, open what was sent', async () => {
      const { widget, files, sent } = await show({}, [customerItem({ files: [FILE] })])
      await tabTo('Attach files', 'Shift+Tab')
      await chooseFiles(() => keys('Enter'), aFile('a.txt'), aFile('b.txt'))
      expect(focusedName()).to.equal('Your message')
      await tabTo('Remove a.txt', 'Shift+Tab')
      await isAccessible(widget)
      await keys('Enter')
      expect(focusedName()).to.equal('Remove b.txt')
      await files.last.arrive({ fileId: 'b' })
      await tabTo('Your message')
      await keys('Enter')
      expect(sent()).to.deep.include({ type: 'sendMessage', fileIds: ['b'] })
      await tabTo('contract.pdf', 'Shift+Tab')
      expect(focusedElement()?.localName).to.equal('a')
      await keys('ArrowDown')
    })

    it('[UK16] the last file that is taken away leaves the focus where one writes', async () => {
      await show()
      await tabTo('Attach files', 'Shift+Tab')
      await chooseFiles(() => keys('Space'), aFile('a.txt'))
      await tabTo('Remove a.txt', 'Shift+Tab')
      await keys('Space')
      expect(focusedName()).to.equal('Attach files')
    })

    it('[UK16] leave an e-mail address, or rather wait', async () => {
      const { sent, take } = await show(WAITING)
      await tabTo('Get the answer by e-mail', 'Shift+Tab')
      await keys('Enter')
      expect(focusedName()).to.equal('Get the answer by e-mail')
      await tabTo('Not now')
      await keys('Space')
      expect(focusedName()).to.equal('Your message')
      await tabTo('Get the answer by e-mail', 'Shift+Tab')
      await keys('Enter')
      await type('ada@mail.example')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'leaveMessage', email: 'ada@mail.example' })
      await take([{ type: 'chat', chat: customerChat({ ...WAITING, canLeaveMessage: false }) }])
      expect(focusedName()).to.equal('Your message')
    })

    it('[UK16] end the chat after being asked, and rate it', async () => {
      const { widget, sent, take, window } = await show()
      await tabTo('End chat', 'Shift+Tab')
      await keys('Enter')
      expect(focusedName()).to.equal('Keep talking')
      await keys('Escape')
      expect(widget.open).to.equal(true)
      expect(focusedName()).to.equal('End chat')
      await keys('Enter', 'Tab')
      expect(focusedName()).to.equal('End chat')
      await isAccessible(widget)
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'endChat' })
      const ended = customerChat({ state: 'ended', with: null, canRate: true })
      await take([{ type: 'chat', chat: ended }])
      expect(focusedName()).to.equal('Your message')
      await tabTo('4 of 5', 'Shift+Tab')
      await keys('Space')
      expect(sent()).to.deep.equal({ type: 'rateChat', score: 4 })
      await take([{ type: 'chat', chat: { ...ended, rated: 4 } }])
      await isAccessible(widget)
      await tabTo('A word about it, if you like')
      await type('Quick and kind')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'rateChat', score: 4, words: 'Quick and kind' })
      expect(window().querySelector('parley-rating')).not.to.equal(null)
    })

    it('[UK16] have the chat sent by e-mail, or rather not', async () => {
      const { widget, sent, refuse, take } = await show()
      await tabTo('Get this chat by e-mail', 'Shift+Tab')
      await keys('Enter')
      await waitUntil(() => focusedName() === 'Send it')
      await tabTo('Not now', 'Shift+Tab')
      await keys('Space')
      expect(focusedName()).to.equal('Your message')
      await tabTo('Get this chat by e-mail', 'Shift+Tab')
      await keys('Enter')
      await waitUntil(() => focusedName() === 'Send it')
      await isAccessible(widget)
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'sendTranscript' })
      await refuse('noAddress')
      await waitUntil(() => focusedName() === 'Get this chat by e-mail')
      await isAccessible(widget)
      await type('ada@mail.example')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'sendTranscript', email: 'ada@mail.example' })
      await take()
      await waitUntil(() => focusedName() === 'Close')
      await keys('Enter')
      expect(focusedName()).to.equal('Your message')
    })

    it('[UK16] ask for a person, and try again or delete what was not sent', async () => {
      const { sent, take, refuse, network } = await show({ state: 'bot', canTalkToPerson: true })
      await tabTo('Talk to a person', 'Shift+Tab')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'talkToPerson' })
      await take([{ type: 'chat', chat: customerChat() }])
      expect(focusedName()).to.equal('Your message')
      await type('Hello')
      await keys('Enter')
      await refuse('invalid')
      await tabTo('Try again', 'Shift+Tab')
      await keys('Enter')
      expect(
        network.socket.heardOf('command').filter(({ command }) => isText(command)),
      ).to.have.length(2)
      await refuse('invalid')
      await tabTo('Delete', 'Shift+Tab')
      await keys('Enter')
      expect(focusedName()).not.to.equal('Delete')
    })
  },
)

function isText(command: unknown): boolean {
  return (command as { type: string }).type === 'sendMessage'
}
