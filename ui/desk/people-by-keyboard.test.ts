import { expect } from '@open-wc/testing'
import type { MentionsList } from '#protocol/rest'
import { arrowTo, byKeyboard, focusedName, keys, tabTo } from '../testing/by-keyboard.ts'
import { beginsAfresh, keyboardDesk } from '../testing/keyboard-desk.ts'
import { find, inside, isAccessible } from '../testing/look.ts'
import { NOW, agentView } from '../testing/staff-fixtures.ts'

const naming = (seq: number, customerName: string): MentionsList['mentions'][number] => ({
  commentId: `comment${seq}`,
  chatId: 'chat1',
  seq,
  at: NOW,
  author: 'agent:jonas',
  text: '@Mira Okafor, look',
  customerName,
  groupId: 'orders',
  isRead: false,
  open: true,
})

byKeyboard(['parley-colleagues', 'parley-mentions-menu'], () => {
  beginsAfresh()

  it('[UK20] colleagues are unfolded, and one of them is set offline', async () => {
    const { desk, sent, dialog } = await keyboardDesk({
      desk: { me: agentView({ role: 'supervisor' }) },
    })
    await tabTo('Mine')
    await keys('ArrowRight', 'ArrowRight')
    await tabTo('Colleagues')
    await keys('Enter')
    await tabTo('Set offline: Jonas Lind')
    await isAccessible(desk)
    await keys('Enter')
    const offline = dialog('parley-offline-dialog')
    await isAccessible(offline)
    await keys('Escape')
    expect(focusedName()).to.equal('Set offline: Jonas Lind')
    await keys('Space')
    await tabTo('Cancel')
    await keys('Tab', 'Enter')
    expect(sent()).to.deep.include({ type: 'goOffline', agentId: 'jonas' })
    await tabTo('Colleagues', 'Shift+Tab')
    await keys('Space')
    expect(focusedName()).to.contain('Colleagues')
  })

  it('[UK20] what names me is looked through, and leads to its comment', async () => {
    const { root } = await keyboardDesk({
      mentions: [naming(9, 'Ada Nwosu'), naming(4, 'Bo Lind')],
    })
    await tabTo('Mentions')
    await keys('Enter')
    await isAccessible(find(root, 'parley-mentions-menu'))
    await keys('Escape')
    expect(focusedName()).to.contain('Mentions')
    await keys('Space')
    expect(focusedName()).to.contain('Chat with Ada Nwosu')
    await keys('ArrowDown')
    expect(focusedName()).to.contain('Chat with Bo Lind')
    await arrowTo('Chat with Ada Nwosu')
    await keys('Enter')
    expect(find(root, 'parley-conversation')).to.deep.include({ chat: 'chat1', at: 9 })
    expect(inside(find(root, 'parley-mentions-menu')).querySelector(':popover-open')).to.equal(null)
  })
})
