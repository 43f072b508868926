import { expect } from '@open-wc/testing'
import { defaultPreferences } from '#protocol/default-preferences'
import type { SignIns } from '#protocol/rest'
import { arrowTo, byKeyboard, focusedName, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { VIP, beginsAfresh, keyboardDesk } from '../testing/keyboard-desk.ts'
import { find, inside, isAccessible } from '../testing/look.ts'
import { NOW, agentView, conversationSnapshot, settingsView } from '../testing/staff-fixtures.ts'
import type { ProfileRest } from './profile-dialog.ts'

function profileRest() {
  const nothing = { ok: true, value: null } as const
  const signIn = (sessionId: string, current: boolean): SignIns['signIns'][number] => ({
    sessionId,
    device: current ? 'X11; Linux x86_64 Firefox/140.0' : 'iPhone Safari/604.1',
    address: '192.0.2.1',
    createdAt: NOW,
    lastSeenAt: NOW,
    current,
  })
  const told = {
    preferences: defaultPreferences,
    passwords: [] as string[][],
    signIns: [signIn('s1', true), signIn('s2', false)],
  }
  const rest: ProfileRest = {
    preferences: async () => ({ ok: true, value: told.preferences }),
    savePreferences: async (preferences) => {
      told.preferences = preferences
      return nothing
    },
    bringPicture: async () => ({ ok: true, value: { picture: 'a-hash' } }),
    changePassword: async (current, next) => {
      told.passwords.push([current, next])
      return { ok: true, value: { token: 't', personId: 'mira', name: 'Mira', accounts: [] } }
    },
    signIns: async () => ({ ok: true, value: { signIns: told.signIns } }),
    signOutOf: async (id) => {
      told.signIns = told.signIns.filter(({ sessionId }) => sessionId !== id)
      return nothing
    },
    signOutElsewhere: async () => nothing,
  }
  return { rest, told }
}

byKeyboard(
  [
    'parley-forward-dialog',
    'parley-block-dialog',
    'parley-close-dialog',
    'parley-offline-dialog',
    'parley-profile-dialog',
    'parley-quick-replies-dialog',
    'parley-tag-dialog',
    'parley-selection-bar',
    'parley-command-bar',
    'parley-keys-dialog',
  ],
  () => {
    beginsAfresh()

    it('[UK18] forwarding, closing with a reason, blocking', async () => {
      const settings = settingsView({
        closeReasons: [{ reasonId: 'solved', name: 'Solved' }],
        closeReasonRequired: true,
      })
      const { open, sent, dialog, network } = await keyboardDesk({
        desk: { settings, tags: [VIP] },
        opened: { possible: { ...conversationSnapshot().possible, tagChat: null } },
      })
      const types = () =>
        network.socket.heardOf('command').map(({ command }) => (command as { type: string }).type)
      await open()
      await tabTo('Forward', 'Shift+Tab')
      await keys('Enter')
      await isAccessible(dialog('parley-forward-dialog'))
      await keys('Escape')
      expect(focusedName()).to.contain('Forward')
      await keys('Enter')
      await tabTo('Orders')
      await keys('ArrowDown')
      await tabTo('Cancel')
      await keys('Tab', 'Enter')
      expect(sent()).to.deep.include({ type: 'forwardChat', chatId: 'chat1' })

      await tabTo('Close chat')
      await keys('Enter')
      await isAccessible(dialog('parley-close-dialog'))
      await tabTo('Solved')
      await keys('Space')
      await tabTo('Find a tag')
      await keys('Enter')
      await tabTo('Close chat')
      await keys('Enter')
      expect(types()).to.include('closeChat')

      await tabTo('Block customer')
      await keys('Space')
      await isAccessible(dialog('parley-block-dialog'))
      await tabTo('Reason')
      await type('Threats')
      await tabTo('Block customer')
      await keys('Enter')
      expect(types()).to.include('blockCustomer')
    })

    it('[UK18] going offline with chats in hand', async () => {
      const { sent, dialog, network } = await keyboardDesk({
        desk: { me: agentView({ inHand: 2 }) },
      })
      await tabTo('Mira Okafor')
      await keys('Enter')
      await arrowTo('Offline')
      await keys('Enter')
      const offline = dialog('parley-offline-dialog')
      await isAccessible(offline)
      await tabTo('Stay online')
      await keys('Enter')
      expect(focusedName()).to.contain('Mira Okafor')
      expect(network.socket.heardOf('command')).to.deep.equal([])
      await keys('Enter')
      await arrowTo('Offline')
      await keys('Enter')
      await tabTo('Stay online')
      await keys('Tab', 'Enter')
      expect(sent()).to.deep.include({ type: 'goOffline' })
    })

    it('[UK18] oneself: names, a picture, preferences, the password and sign-ins', async () => {
      const { rest, told } = profileRest()
      const { sent, dialog } = await keyboardDesk({ rest })
      await tabTo('Mira Okafor')
      await keys('Enter')
      await arrowTo('Profile and password')
      await keys('Enter')
      const profile = dialog('parley-profile-dialog')
      await isAccessible(profile)
      await tabTo('Preferences')
      await keys('Enter')
      await tabTo('Languages you can answer in')
      await type('de')
      await tabTo('Save')
      await keys('Enter')
      expect(told.preferences.speaks).to.include('de')
      await tabTo('Password')
      await keys('Enter')
      await tabTo('Current password')
      await type('right')
      await keys('Tab')
      await type('long enough now')
      await keys('Enter')
      expect(told.passwords).to.deep.equal([['right', 'long enough now']])
      await tabTo('Signed in', 'Shift+Tab')
      await keys('Enter')
      await tabTo('Sign out ')
      await keys('Enter')
      expect(told.signIns).to.have.length(1)
      expect(profile.open).to.equal(true)
      await tabTo('Profile', 'Shift+Tab')
      await keys('Enter')
      await tabTo('Public name')
      await keys('Control+a')
      await type('Mia')
      await keys('Enter')
      expect(sent()).to.deep.include({ type: 'saveProfile', publicName: 'Mia' })
      expect(focusedName()).to.contain('Mira Okafor')
    })

    it('[UK18] quick replies are added, changed and deleted', async () => {
      const reply = { replyId: 'r1', shortcut: 'hello', text: 'Hello', whose: 'own' as const }
      const { open, sent, take, dialog } = await keyboardDesk({ quickReplies: [reply] })
      await open()
      await keys('Alt+KeyQ')
      const replies = dialog('parley-quick-replies-dialog')
      await tabTo('Add a quick reply')
      await keys('Enter')
      expect(focusedName()).to.equal('Shortcut')
      await isAccessible(replies)
      await type('bye')
      await keys('Tab')
      await type('Goodbye')
      await tabTo('Add')
      await keys('Enter')
      expect(sent()).to.deep.include({ type: 'saveQuickReply', shortcut: 'bye', text: 'Goodbye' })
      await take({ replyId: 'r2' })
      expect(replies.open).to.equal(true)
      await tabTo('Edit /hello')
      await keys('Enter')
      await tabTo('Back')
      await keys('Enter')
      await tabTo('Delete /hello')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'deleteQuickReply', replyId: 'r1' })
      await take()
      await tabTo('Done')
      await keys('Enter')
      expect(focusedName()).to.equal('Message to Ada Nwosu')
    })

    it('[UK18] tags for many', async () => {
      const { root, network } = await keyboardDesk({ desk: { tags: [VIP] } })
      await tabTo('Ada Nwosu')
      await keys('Control+a')
      await tabTo('Tag…', 'Shift+Tab')
      await isAccessible(find(inside(find(root, 'parley-chat-list')), 'parley-selection-bar'))
      await keys('Enter')
      const many = inside(find(root, 'parley-many-dialogs'))
      const dialog = find<HTMLDialogElement>(inside(find(many, 'parley-tag-dialog')), 'dialog')
      await isAccessible(dialog)
      await tabTo('Cancel')
      await keys('Enter')
      expect(focusedName()).to.equal('Tag…')
      await keys('Enter')
      await tabTo('Find a tag')
      await keys('Enter')
      await tabTo('Tag 2 chats')
      await keys('Enter')
      expect(network.socket.heardOf('command').map(({ command }) => command)).to.deep.equal([
        { type: 'tagChat', chatId: 'chat1', tagId: 'vip' },
        { type: 'tagChat', chatId: 'chat2', tagId: 'vip' },
      ])
    })

    it('[UK18] the command bar and the list of keys', async () => {
      const { open, dialog } = await keyboardDesk()
      await open()
      await keys('Control+KeyK')
      await isAccessible(dialog('parley-command-bar'))
      await type('keys')
      await keys('ArrowDown', 'ArrowUp', 'Escape')
      expect(focusedName()).to.equal('Message to Ada Nwosu')
      await keys('Control+Slash')
      const help = dialog('parley-keys-dialog')
      await isAccessible(help)
      const close = find(help, '.dialog-foot button')
      expect(close.offsetWidth).to.be.lessThan(help.offsetWidth / 2)
      await tabTo('Close')
      await keys('Enter')
      expect(help.open).to.equal(false)
      expect(focusedName()).to.equal('Message to Ada Nwosu')
    })
  },
)
