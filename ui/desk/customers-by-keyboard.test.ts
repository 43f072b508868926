import { expect } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { byKeyboard, focusedName, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { beginsAfresh, keyboardDesk } from '../testing/keyboard-desk.ts'
import { find, inside, isAccessible, textOf } from '../testing/look.ts'
import { NOW, agentView, customerView } from '../testing/staff-fixtures.ts'

const BOSS = { me: agentView({ role: 'administrator' }) }
const BLOCK = {
  blockId: 'b1',
  reason: 'Threats',
  message: 'We end this here.',
  by: 'agent:jonas',
  at: NOW - 3_600_000,
  endedAt: null,
  endedBy: null,
}

const GUEST = customerView({
  customerId: 'guest',
  customerName: 'A. Nwosu',
  email: 'ada@work.example',
  channelId: 'app',
  channelName: 'Mobile app',
  details: {
    name: { value: 'A. Nwosu', from: 'customer' },
    email: { value: 'ada@work.example', from: 'customer' },
    phone: null,
    language: null,
    attributes: [],
  },
})

const PART = { createdAt: NOW, isVerified: false, mergedAt: null, mergedBy: null }
const PARTS = [
  { ...PART, customerId: 'ada', customerName: 'Ada', channelId: 'web', channelName: 'Shop' },
  {
    ...PART,
    customerId: 'guest',
    customerName: 'A. Nwosu',
    channelId: 'app',
    channelName: 'Mobile app',
    mergedAt: NOW,
    mergedBy: 'agent:mira',
  },
]

byKeyboard(
  [
    'parley-erase-dialog',
    'parley-customers-page',
    'parley-customer-panel',
    'parley-customer-details',
    'parley-customer-notes',
    'parley-customer-block',
    'parley-customer-chats',
    'parley-customer-parts',
    'parley-merge-dialog',
    'parley-merge-preview',
  ],
  () => {
    beginsAfresh()

    it('[UK19] the customers: searched, one of them chosen, blocked, erased', async () => {
      const { desk, root, sent, dialog } = await keyboardDesk({
        desk: BOSS,
        customer: { mayErase: true },
      })
      await tabTo('Customers')
      await keys('Enter')
      await tabTo('Search customers')
      await type('ada')
      await tabTo('Blocked')
      await keys('Space')
      await tabTo('All', 'Shift+Tab')
      await keys('Space')
      await tabTo('Ada Nwosu')
      await keys('Enter')
      await isAccessible(desk)
      await tabTo('Block customer')
      await keys('Enter')
      await isAccessible(dialog('parley-block-dialog'))
      await keys('Escape')
      expect(focusedName()).to.equal('Block customer')
      await tabTo('Erase customer')
      await keys('Enter')
      const page = inside(find(root, 'parley-customers-page'))
      await isAccessible(find(page, 'parley-erase-dialog'))
      await keys('Escape')
      expect(focusedName()).to.equal('Erase customer')
      await keys('Enter')
      await tabTo('I want to delete all this for ever')
      await keys('Space')
      await tabTo('Erase customer')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'eraseCustomer', customerId: 'ada' })
    })

    it('[UK19] the card of a customer: values, notes, the block, earlier chats', async () => {
      const { desk, open, sent, root } = await keyboardDesk({
        desk: BOSS,
        customer: { block: BLOCK, blocks: [BLOCK], mayUnblock: true },
      })
      await open()
      const panel = find(root, 'parley-customer-panel')
      await tabTo('Unblock customer')
      await isAccessible(desk)
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'unblockCustomer', customerId: 'ada' })
      await tabTo('Phone: Add')
      await keys('Enter')
      await type('+49 30 1234')
      await keys('Enter')
      expect(sent()).to.deep.include({ type: 'saveCustomer' })
      expect(focusedName()).to.contain('Phone')
      await tabTo('Note about the customer')
      await type('Likes tea')
      await tabTo('Add note')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'addNote', customerId: 'ada', text: 'Likes tea' })
      expect(focusedName()).not.to.equal('Add note')
      await tabTo('Delete the note by Jonas Lind')
      await keys('Space')
      expect(sent()).to.deep.include({ type: 'deleteNote' })
      const earlier = inside(find(inside(panel), 'parley-customer-chats'))
      const name = textOf(find(earlier, 'a'))
      await tabTo('Closed chats of this customer')
      await tabTo(name)
      await keys('Enter')
      expect(root.querySelector('parley-conversation')?.chat).to.equal('chat0')
    })

    it('[UK19] the card in a drawer, opened and folded', async () => {
      await setViewport({ width: 1000, height: 800 })
      const { open, root } = await keyboardDesk()
      await open()
      await keys('Alt+KeyO')
      await tabTo('Fold the panel')
      await isAccessible(find(root, 'dialog.drawer'))
      await keys('Enter')
      expect(root.querySelector('dialog.drawer')).to.equal(null)
      expect(focusedName()).to.equal('Message to Ada Nwosu')
      await setViewport({ width: 1440, height: 900 })
    })

    it('[UK19] two customers become one person, after others were looked at', async () => {
      const { desk, sent, root } = await keyboardDesk({
        desk: BOSS,
        customer: { details: { ...GUEST.details, email: { value: 'a@b.example', from: 'staff' } } },
        others: [GUEST],
      })
      await tabTo('Customers')
      await keys('Enter')
      await tabTo('Ada Nwosu')
      await keys('Enter')
      await tabTo('Merge')
      await keys('Enter')
      const merge = dialogOfPage(root, 'parley-merge-dialog')
      expect(focusedName()).to.equal('Who is the same person?')
      await isAccessible(merge)
      await keys('Escape')
      expect(focusedName()).to.equal('Merge')
      await keys('Enter')
      await type('A. Nwosu')
      await keys('Enter')
      await tabTo('A. Nwosu')
      await keys('Enter')
      await isAccessible(merge)
      await tabTo('Someone else')
      await keys('Enter')
      await tabTo('A. Nwosu')
      await keys('Space')
      await tabTo('Ada Nwosu')
      await keys('ArrowDown')
      await tabTo('ada@work.example')
      await keys('ArrowUp')
      await isAccessible(merge)
      await tabTo('Merge customers')
      await keys('Enter')
      expect(sent()).to.deep.include({
        type: 'mergeCustomers',
        customerId: 'guest',
        take: ['email'],
      })
      expect(focusedName()).to.equal('Merge')
      await isAccessible(desk)
    })

    it('[UK19] one of the customers who are a person is taken out again', async () => {
      const { desk, sent } = await keyboardDesk({
        desk: BOSS,
        customer: { parts: PARTS, mayUnmerge: true },
      })
      await tabTo('Customers')
      await keys('Enter')
      await tabTo('Ada Nwosu')
      await keys('Enter')
      await tabTo('Take out A. Nwosu')
      await isAccessible(desk)
      await keys('Space')
      expect(sent()).to.deep.equal({ type: 'unmergeCustomer', customerId: 'guest' })
    })
  },
)

/** The dialog of the page of customers that an element shows. */
function dialogOfPage(root: ShadowRoot, name: string): HTMLDialogElement {
  const page = inside(find(root, 'parley-customers-page'))
  return find(inside(find(page, name)), 'dialog')
}
