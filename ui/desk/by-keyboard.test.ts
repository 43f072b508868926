import { expect, waitUntil } from '@open-wc/testing'
import { focusedElement } from '../elements/focus-back.ts'
import { byKeyboard, chooseFiles, focusedName, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { aFile } from '../testing/fake-files.ts'
import { ADA, BO, VIP, beginsAfresh, keyboardDesk } from '../testing/keyboard-desk.ts'
import { find, inside, isAccessible, textOf } from '../testing/look.ts'
import { NOW, agentView, chatView, conversationSnapshot } from '../testing/staff-fixtures.ts'
import { EmojiPicker } from './emoji-picker.ts'

/** Emoji are loaded when they are wanted. */
const LOADS = { timeout: 8_000 }

/** All that a chat in hand lets one do. */
const POSSIBLE = { ...conversationSnapshot().possible, tagChat: null }

byKeyboard(
  [
    'parley-desk',
    'parley-account-switch',
    'parley-presence-switch',
    'parley-wrap-up-chip',
    'parley-offers',
    'parley-search-field',
    'parley-search-list',
    'parley-chat-list',
    'parley-archive-list',
    'parley-splitter',
    'parley-conversation',
    'parley-composer',
    'parley-quick-replies',
    'parley-emoji-button',
    'parley-emoji-picker',
    'parley-chat-actions',
    'parley-chat-tags',
    'parley-tag-picker',
    'parley-show-menu',
    'parley-undo-bar',
    'parley-stuck-draft',
  ],
  () => {
    beginsAfresh()

    it('[UK17] the strip: another account, presence, the end of wrapping up', async () => {
      const me = agentView({ wrapUps: [NOW + 60_000] })
      const { desk, said, sent, take, change } = await keyboardDesk({ desk: { me } })
      await tabTo('Account:')
      await keys('Enter', 'ArrowDown', 'Enter')
      expect(said.at(-1)?.detail).to.deep.equal({ accountId: 'books' })
      expect(focusedName()).to.contain('Account:')
      await tabTo('Done')
      await isAccessible(desk)
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'endWrapUp' })
      await take()
      await change({ kind: 'agent', agent: agentView() })
      await tabTo('Mira Okafor')
      await keys('Space', 'ArrowDown', 'Enter')
      expect(sent()).to.deep.include({ type: 'goAway' })
      expect(focusedName()).to.contain('Mira Okafor')
    })

    it('[UK17] an offer is declined, and the focus goes on', async () => {
      const chat = chatView({
        chatId: 'offer',
        customerName: 'Cem Ak',
        state: 'offered',
        dueAt: NOW + 20_000,
      })
      const { desk, sent, take, change } = await keyboardDesk({ desk: { chats: [ADA, chat] } })
      await tabTo('Decline')
      await isAccessible(desk)
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'declineOffer', chatId: 'offer' })
      await take()
      await change({ kind: 'chatGone', chatId: 'offer' })
      expect(focusedName()).to.equal('Chats')
    })

    it('[UK17] the lists, their tabs and the widths of columns', async () => {
      const { root } = await keyboardDesk({
        closed: {
          chats: [chatView({ chatId: 'old', customerName: 'Cem Ak', open: false })],
          next: null,
        },
      })
      const list = find(root, 'parley-chat-list')
      await tabTo('Mine')
      await keys('ArrowRight')
      expect(list).to.have.property('tab', 'queue')
      await keys('ArrowLeft')
      expect(list).to.have.property('tab', 'mine')
      await tabTo('Find in this list')
      await type('bo')
      await tabTo('Bo Lind')
      await keys('ArrowDown')
      await tabTo('Width of the list')
      await keys('ArrowRight')
      expect(find(root, 'parley-splitter')).to.have.property('width', 336)
    })

    it('[UK17] closed chats are narrowed and widened again', async () => {
      const { root, desk } = await keyboardDesk({
        closed: {
          chats: [chatView({ chatId: 'old', customerName: 'Cem Ak', open: false })],
          next: null,
        },
      })
      const place = () => root.querySelector('parley-chat-list')?.filter
      await tabTo('Mine')
      await keys('ArrowLeft')
      await tabTo('Words in closed chats')
      await type('tea')
      await keys('Enter')
      expect(place()).to.deep.equal({ text: 'tea' })
      await tabTo('Filters')
      await keys('Enter')
      await tabTo('Group')
      await keys('ArrowDown')
      expect(place()).to.deep.equal({ text: 'tea', group: 'orders' })
      await isAccessible(desk)
      await tabTo('Clear filters')
      await keys('Enter')
      expect(place()).to.deep.equal({})
      await tabTo('Group', 'Shift+Tab')
      await keys('ArrowDown')
      await tabTo('Filters', 'Shift+Tab')
      await keys('Space')
      await tabTo('Remove the filter Orders')
      await keys('Enter')
      expect(place()).to.deep.equal({})
      await tabTo('Cem Ak')
    })

    it('[UK17] the search, and the way to what was found', async () => {
      const { desk, root } = await keyboardDesk({
        found: {
          customers: [],
          lines: [
            {
              kind: 'message',
              lineId: 'line7',
              seq: 7,
              author: 'customer:bo',
              at: NOW,
              excerpt: 'Where is my parcel?',
              marks: [[12, 18]],
              chat: BO,
            },
          ],
          next: null,
        },
      })
      await tabTo('Search in all chats')
      await type('parcel')
      await keys('Enter')
      await tabTo('Bo Lind')
      await isAccessible(desk)
      await keys('Enter')
      expect(find(root, 'parley-conversation')).to.have.property('at', 7)
      await tabTo('Close the search', 'Shift+Tab')
      await keys('Enter')
      expect(root.querySelector('parley-search-list')).to.equal(null)
    })

    it('[UK17] writing: both modes, files, quick replies and emoji', async () => {
      const { open, sent, take, files, root } = await keyboardDesk({
        quickReplies: [
          { replyId: 'r1', shortcut: 'hello', text: 'Good morning', whose: 'account' },
        ],
      })
      await open()
      expect(focusedName()).to.equal('Message to Ada Nwosu')
      await type('/hel')
      await waitUntil(() => focusedElement()?.getAttribute('aria-expanded') !== 'false')
      await isAccessible(composerOf(root))
      await keys('Enter', 'Enter')
      expect(sent()).to.deep.include({ type: 'sendMessage', text: 'Good morning' })
      await take()
      await tabTo('Attach files')
      await chooseFiles(() => keys('Enter'), aFile('a.txt'))
      expect(files.uploads).to.have.length(1)
      await tabTo('Remove a.txt', 'Shift+Tab')
      await keys('Enter')
      await tabTo('Message', 'Shift+Tab')
      await keys('ArrowRight')
      expect(focusedName()).to.equal('Comment')
      await tabTo('Who sees the comment')
      await keys('ArrowDown', 'Tab')
      await type('Mine alone')
      await keys('Enter')
      expect(sent()).to.deep.include({ type: 'comment', visibleTo: 'author', text: 'Mine alone' })
    })

    it('[UK17] emoji, and back to where one was writing', async () => {
      EmojiPicker.source = () => '/node_modules/emoji-picker-element-data/en/emojibase/data.json'
      const { open, sent, root } = await keyboardDesk()
      await open()
      await tabTo('Insert an emoji')
      await keys('Enter')
      await waitUntil(
        () => focusedElement()?.getAttribute('placeholder') === 'Find an emoji',
        'open',
        LOADS,
      )
      await waitUntil(() => pickerOf(root).querySelector('[data-at]') !== null, 'filled', LOADS)
      await isAccessible(composerOf(root))
      await type('parrot')
      await waitUntil(
        () => textOf(pickerOf(root).querySelector('[data-at]')) === '🦜',
        'found',
        LOADS,
      )
      await keys('Enter')
      await waitUntil(() => focusedName() === 'Message to Ada Nwosu')
      await keys('Enter')
      expect(sent()).to.deep.include({ text: '🦜' })
    })

    it('[UK17] what is done with a chat: tags, what it shows, holding', async () => {
      const { root, open, sent } = await keyboardDesk({
        desk: { tags: [VIP] },
        opened: { possible: POSSIBLE },
      })
      await open()
      await tabTo('Tag', 'Shift+Tab')
      await keys('Enter')
      expect(focusedName()).to.equal('Find a tag')
      await isAccessible(find(paneOf(root), 'parley-chat-tags'))
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'tagChat', chatId: 'chat1', tagId: 'vip' })
      await keys('Escape')
      expect(focusedName()).to.equal('Tag')
      await tabTo('Hold')
      await keys('Enter', 'ArrowDown', 'Enter')
      expect(sent()).to.deep.include({ type: 'holdChat', chatId: 'chat1' })
      await tabTo('Show:')
      await keys('Enter', 'ArrowDown')
      await isAccessible(find(paneOf(root), 'parley-chat-actions'))
      await isAccessible(find(paneOf(root), 'parley-show-menu'))
      await keys('Enter')
      expect(focusedName()).to.contain('Show: ')
      expect(textOf(inside(find(root, 'parley-conversation')))).to.contain('hidden')
    })

    it('[UK17] closing is undone, and what was begun is kept or discarded', async () => {
      const closing = { ...ADA, state: 'closing', dueAt: NOW + 10_000 }
      const { open, sent, network, root } = await keyboardDesk({
        opened: { chat: closing, possible: { undoClose: null, comment: null } },
      })
      await open()
      await tabTo('Undo', 'Shift+Tab')
      await isAccessible(find(paneOf(root), 'parley-undo-bar'))
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'undoClose', chatId: 'chat1' })
      const say = async (chat: typeof ADA, possible: Record<string, string | null>) => {
        const changes = [
          { kind: 'chat', chat },
          { kind: 'possible', chatId: 'chat1', possible },
        ]
        network.socket.sayNumbered({ type: 'change', topic: 'chat:chat1', seq: 12 + n++, changes })
        network.socket.flush()
        await new Promise(requestAnimationFrame)
      }
      let n = 0
      await say({ ...ADA, seq: 12 }, POSSIBLE)
      await tabTo('Message to Ada Nwosu')
      await type('Half a sentence')
      await say(
        { ...ADA, seq: 13, state: 'closed', open: false },
        { comment: null, sendMessage: 'chatOver' },
      )
      await tabTo('Discard', 'Shift+Tab')
      await isAccessible(find(paneOf(root), 'parley-stuck-draft'))
      await keys('Enter')
      expect(
        inside(find(root, 'parley-conversation')).querySelector('parley-stuck-draft'),
      ).to.equal(null)
      expect(focusedElement()).not.to.equal(null)
    })

    it('[UK17] what the desk says for a moment goes, and gives the focus back', async () => {
      const { root, open } = await keyboardDesk({ opened: { possible: { comment: null } } })
      await open()
      await keys('Alt+KeyE')
      expect(textOf(find(root, '.toast'))).to.contain('Close chat:')
      await isAccessible(find(root, 'parley-conversation'))
      await tabTo('Dismiss')
      await keys('Enter')
      expect(root.querySelector('.toast')).to.equal(null)
    })
  },
)

function paneOf(root: ShadowRoot): ShadowRoot {
  return inside(find(root, 'parley-conversation'))
}

function composerOf(root: ShadowRoot): Element {
  return find(paneOf(root), 'parley-composer')
}

/** The picker that is open. */
function pickerOf(root: ShadowRoot): ShadowRoot {
  const button = inside(find(inside(composerOf(root)), 'parley-emoji-button'))
  return inside(find(button, 'parley-emoji-picker'))
}
