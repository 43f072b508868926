import { expect, waitUntil } from '@open-wc/testing'
import { focusedElement } from '../elements/focus-back.ts'
import { arrived, byKeyboard, focusedName, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { connectedConsole } from '../testing/console-fixtures.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { agentView, chatView, customerView, NOW } from '../testing/staff-fixtures.ts'
import { snippetOf } from './channels-page.ts'

const at = (hash: string) => history.replaceState(null, '', hash)

const TAG = { tagId: 'refund', name: 'Refund', colour: 'teal', deleted: false } as const

const BLOCKED = customerView({
  block: {
    blockId: 'block1',
    reason: 'Insults',
    message: 'We end this here.',
    by: 'agent:jonas',
    at: NOW,
    endedAt: null,
    endedBy: null,
  },
})

before(adoptTokens)
afterEach(() => at(location.pathname + location.search))

/** The text of the table of a page. */
const table = (page: ShadowRoot): string => textOf(inside(find(page, 'parley-data-table')))

describe('people', () => {
  it('[CO9] a person is saved whole, with what was changed', async () => {
    at('#/people/jonas')
    const { page, sent } = await connectedConsole()
    const people = page('parley-people-page')
    const role = find<HTMLSelectElement>(people, '#role')
    role.value = 'supervisor'
    role.dispatchEvent(new Event('change'))
    find<HTMLInputElement>(people, 'input[value="billing"]').click()
    await arrived()
    expect(textOf(find(people, '[role="status"]'))).to.equal('Changed: Role and Groups')
    button(people, 'Save').click()
    await arrived()
    expect(sent()).to.deep.equal({
      type: 'saveMember',
      personId: 'jonas',
      role: 'supervisor',
      name: 'Jonas Lind',
      publicName: 'Jonas',
      groupIds: ['orders', 'billing'],
      chatLimit: null,
    })
  })

  it('[CO9] deactivating says what becomes of the chats first, and activates again', async () => {
    at('#/people/jonas')
    const { page, sent } = await connectedConsole()
    const people = page('parley-people-page')
    button(people, 'Deactivate …').click()
    const dialog = find<HTMLDialogElement>(people, 'dialog.question')
    expect(dialog.open).to.equal(true)
    expect(textOf(dialog)).to.contain('go back to the front of their lines')
    find<HTMLButtonElement>(dialog, '.danger').click()
    await arrived()
    expect(sent()).to.deep.equal({ type: 'deactivateMember', personId: 'jonas' })
    at('#/people/tomas')
    const { page: theirs, sent: sentThen } = await connectedConsole()
    button(theirs('parley-people-page'), 'Activate again').click()
    await arrived()
    expect(sentThen()).to.include({ type: 'saveMember', personId: 'tomas' })
  })

  it('[CO9] a supervisor changes own groups of a person and nothing else', async () => {
    at('#/people/jonas')
    const me = agentView({ role: 'supervisor', groupIds: ['orders'] })
    const { page } = await connectedConsole({ me })
    const people = page('parley-people-page')
    expect(find<HTMLInputElement>(people, '#name').readOnly).to.equal(true)
    expect(find<HTMLSelectElement>(people, '#role').disabled).to.equal(true)
    expect(find<HTMLInputElement>(people, 'input[value="billing"]').disabled).to.equal(true)
    expect(find<HTMLInputElement>(people, 'input[value="orders"]').disabled).to.equal(false)
    expect(textOf(people)).not.to.contain('Deactivate')
  })
})

describe('groups', () => {
  it('[CO10] a new group gets an id, and its page opens', async () => {
    at('#/groups/new')
    const { page, sent, answer } = await connectedConsole()
    const groups = page('parley-groups-page')
    for (const id of ['name', 'publicName']) {
      const input = find<HTMLInputElement>(groups, `#${id}`)
      input.value = 'Returns'
      input.dispatchEvent(new Event('input'))
    }
    await arrived()
    button(groups, 'Save').click()
    await arrived()
    const command = sent() as { groupId: string }
    expect(command).to.include({ type: 'saveGroup', name: 'Returns', overflowGroupId: null })
    await answer()
    await waitUntil(() => location.hash === `#/groups/${command.groupId}`)
  })

  it('[CO10] members are moved one by one', async () => {
    at('#/groups/billing')
    const { page, sent } = await connectedConsole()
    const groups = page('parley-groups-page')
    find<HTMLInputElement>(groups, 'input[value="jonas"]').click()
    await arrived()
    const form = find<HTMLFormElement>(groups, 'form[aria-labelledby="members"]')
    button(form, 'Save').click()
    await arrived()
    expect(sent()).to.include({ type: 'saveMember', personId: 'jonas' })
    expect(sent()).to.deep.include({ groupIds: ['orders', 'billing'] })
  })

  it('[CO10] deleting names what refers to the group, and its successor', async () => {
    at('#/groups/orders')
    const { page, sent } = await connectedConsole()
    const groups = page('parley-groups-page')
    button(groups, 'Delete group …').click()
    await arrived()
    const dialog = find<HTMLDialogElement>(groups, 'dialog.question')
    expect(textOf(dialog)).to.contain('1 channel leads here, 2 chats wait.')
    find<HTMLButtonElement>(dialog, '.danger').click()
    await arrived()
    expect(sent()).to.deep.equal({
      type: 'deleteGroup',
      groupId: 'orders',
      successorId: 'billing',
    })
  })
})

describe('channels', () => {
  it('[CO11] the preview has the colour that is chosen, and readable text on it', async () => {
    at('#/channels/web')
    const { page } = await connectedConsole()
    const channels = page('parley-channels-page')
    const colour = find<HTMLInputElement>(channels, '#colour')
    colour.value = '#f6d743'
    colour.dispatchEvent(new Event('input'))
    await arrived()
    const bar = getComputedStyle(find(channels, '.bar'))
    expect(bar.backgroundColor).to.equal('rgb(246, 215, 67)')
    expect(bar.color).to.equal('rgb(16, 24, 28)')
  })

  it('[CO11] the snippet is what a page needs, and what is no site is said', async () => {
    at('#/channels/web')
    const { page, sent } = await connectedConsole()
    const channels = page('parley-channels-page')
    expect(textOf(find(channels, 'pre'))).to.equal(
      snippetOf(location.origin, 'web').replace('\n', ' '),
    )
    const sites = find<HTMLTextAreaElement>(channels, '#origins')
    sites.value = 'https://shop.example\nshop.example'
    sites.dispatchEvent(new Event('input'))
    await arrived()
    expect(textOf(channels)).to.contain('This is no address of a site: shop.example')
    button(channels, 'Save').click()
    expect(sent()).to.equal(undefined)
    sites.value = 'https://shop.example\n\nhttps://www.shop.example'
    sites.dispatchEvent(new Event('input'))
    await arrived()
    button(channels, 'Save').click()
    await arrived()
    expect(sent()).to.deep.include({
      channelId: 'web',
      allowedOrigins: ['https://shop.example', 'https://www.shop.example'],
    })
  })
})

describe('now', () => {
  it('[CO14] shows lines with their longest wait, agents, and chats that can be taken over', async () => {
    at('#/now')
    const chats = [
      chatView({ chatId: 'chat2', agentId: 'jonas', customerName: 'Bo Lind' }),
      chatView(),
    ]
    const { page, sent } = await connectedConsole({ chats })
    const now = page('parley-now-page')
    expect(textOf(find(now, '.figures'))).to.contain('Longest wait')
    const open = find(now, 'parley-data-table:last-of-type')
    expect(textOf(inside(open))).to.contain('Bo Lind')
    button(inside(open), 'Take over from Jonas Lind: Bo Lind').click()
    await arrived()
    expect(sent()).to.deep.equal({ type: 'takeOverChat', chatId: 'chat2' })
  })

  it('[CO14] a wall screen shows the figures alone', async () => {
    at('#/now/wall')
    const { page, root, element } = await connectedConsole()
    expect(root.querySelector('nav')).to.equal(null)
    expect(page('parley-now-page').querySelector('parley-data-table')).to.equal(null)
    await isAccessible(element)
  })
})

byKeyboard(
  [
    'parley-now-page',
    'parley-people-page',
    'parley-member-sign-ins',
    'parley-groups-page',
    'parley-channels-page',
    'parley-texts-page',
    'parley-blocked-page',
    'parley-tags-page',
    'parley-quick-replies-page',
    'parley-api-tokens-page',
  ],
  () => {
    it('[CO8] people are found, led to and given a limit', async () => {
      at('#/people')
      const { element, page, sent } = await connectedConsole()
      await tabTo('Jonas Lind')
      await keys('Enter')
      await waitUntil(() => location.hash === '#/people/jonas')
      await tabTo('Chats at a time')
      await type('7')
      await tabTo('Save')
      await keys('Enter')
      expect(sent()).to.include({ type: 'saveMember', personId: 'jonas', chatLimit: 7 })
      await isAccessible(element)
      expect(page('parley-people-page')).not.to.equal(null)
    })

    it('[CO17] somebody is invited, and the link shown to be passed on', async () => {
      at('#/people')
      const { element, page, asked } = await connectedConsole()
      await tabTo('Invite somebody')
      await keys('Enter')
      await waitUntil(() => location.hash === '#/people/new')
      await tabTo('E-mail')
      await type('nia@new.example')
      await tabTo('Name')
      await type('Nia Bello')
      await tabTo('Orders')
      await keys('Space')
      await tabTo('Invite')
      await keys('Enter')
      expect(asked.at(-1)).to.deep.equal({
        email: 'nia@new.example',
        name: 'Nia Bello',
        role: 'agent',
        groupIds: ['orders'],
      })
      const people = page('parley-people-page')
      expect(textOf(people)).to.contain('Nia Bello is in')
      const link = find<HTMLInputElement>(people, 'input[readonly]')
      expect(link.value).to.equal(new URL('/sign-in#reset=pr_2', location.origin).href)
      await isAccessible(element)
    })

    it('[CO40] where somebody is signed in is seen, and ended', async () => {
      at('#/people/jonas')
      const { element, page } = await connectedConsole()
      const signIns = inside(find(page('parley-people-page'), 'parley-member-sign-ins'))
      await waitUntil(() => textOf(signIns).includes('Firefox on Linux'))
      expect(textOf(signIns)).to.contain('192.0.2.7')
      await tabTo('Sign out everywhere')
      await keys('Enter')
      await waitUntil(() => textOf(signIns).includes('Nowhere at present.'))
      expect(textOf(find(signIns, '[role="status"]'))).to.equal('Jonas Lind is signed out')
      await isAccessible(element)
    })

    it('[CO18] a token is made, shown once, and revoked after a question', async () => {
      at('#/api-tokens')
      const { element, page } = await connectedConsole()
      const tokens = page('parley-api-tokens-page')
      await waitUntil(() => table(tokens).includes('Nightly export'))
      expect(table(tokens)).to.contain('Mira Okafor')
      await tabTo('What it is for')
      await type('Shop')
      await keys('Enter')
      await waitUntil(() => tokens.querySelector('input[readonly]') !== null)
      expect(find<HTMLInputElement>(tokens, 'input[readonly]').value).to.equal('pt_secret')
      expect(table(tokens)).to.contain('Shop')
      await tabTo('Revoke Nightly export')
      await keys('Enter')
      await isAccessible(element)
      await tabTo('Revoke')
      await keys('Enter')
      await waitUntil(() => !table(tokens).includes('Nightly export'))
    })

    it('[CO8] a group is deleted, and the focus comes back when it is not', async () => {
      at('#/groups/billing')
      const { element } = await connectedConsole()
      await tabTo('Delete group …')
      await keys('Enter')
      await isAccessible(element)
      await tabTo('Cancel')
      await keys('Enter')
      expect(focusedName()).to.equal('Delete group …')
    })

    it('[CO8] a channel is named, and its snippet reached', async () => {
      at('#/channels/web')
      const { element, sent } = await connectedConsole()
      await tabTo('Name')
      await keys('End')
      await type(' two')
      await tabTo('Save')
      await keys('Enter')
      expect(sent()).to.include({ type: 'saveChannel', name: 'Shop two' })
      await tabTo('Copy')
      await isAccessible(element)
    })

    it('[CO12] texts are the account’s own words', async () => {
      at('#/texts')
      const { element, sent } = await connectedConsole()
      await tabTo('Farewell')
      await keys('Control+a')
      await type('Bye')
      await tabTo('Save')
      await keys('Enter')
      expect(sent()).to.deep.equal({
        type: 'changeSettings',
        change: { texts: { farewell: 'Bye' } },
      })
      await isAccessible(element)
    })

    it('[CO13] who is blocked is listed with why and by whom, and unblocked after a question', async () => {
      at('#/blocked')
      const { element, page, sent, answer } = await connectedConsole(
        {},
        { customers: async () => ({ ok: true, value: { customers: [BLOCKED], next: null } }) },
      )
      await waitUntil(() => table(page('parley-blocked-page')).includes('Insults'))
      expect(table(page('parley-blocked-page'))).to.contain('Jonas Lind')
      await tabTo('Unblock Ada Nwosu')
      await keys('Enter')
      await isAccessible(element)
      await tabTo('Unblock')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'unblockCustomer', customerId: 'ada' })
      await answer()
      expect(textOf(page('parley-blocked-page'))).not.to.contain('Insults')
    })

    it('[CO15] tags are made, named and deleted', async () => {
      at('#/tags/refund')
      const { element, sent } = await connectedConsole({ tags: [TAG] })
      await tabTo('Name')
      await keys('End')
      await type('s')
      await tabTo('Save')
      await keys('Enter')
      expect(sent()).to.deep.equal({
        type: 'saveTag',
        tagId: 'refund',
        name: 'Refunds',
        colour: 'teal',
      })
      await isAccessible(element)
      await tabTo('Delete tag …', 'Shift+Tab')
      await keys('Enter')
      await tabTo('Delete tag')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'deleteTag', tagId: 'refund' })
    })

    it('[CO15] quick replies of all are made, and what is no shortcut is said', async () => {
      at('#/quick-replies/new')
      const { element, page, sent } = await connectedConsole()
      await waitUntil(() => page('parley-quick-replies-page').querySelector('#shortcut') !== null)
      await tabTo('Shortcut')
      await type('two words')
      expect(textOf(page('parley-quick-replies-page'))).to.contain('A shortcut is letters')
      await keys('Control+a')
      await type('hello')
      await tabTo('Text')
      await type('Good morning')
      await tabTo('Save')
      await keys('Enter')
      expect(sent()).to.deep.equal({
        type: 'saveQuickReply',
        replyId: null,
        whose: 'account',
        shortcut: 'hello',
        text: 'Good morning',
      })
      await isAccessible(element)
    })

    it('[CO14] a chat is taken over', async () => {
      at('#/now')
      const { element, sent } = await connectedConsole({
        chats: [chatView({ chatId: 'chat2', agentId: 'jonas', customerName: 'Bo Lind' })],
      })
      await tabTo('For a wall screen')
      await tabTo('Take over from Jonas Lind')
      await keys('Enter')
      expect(sent()).to.deep.equal({ type: 'takeOverChat', chatId: 'chat2' })
      await isAccessible(element)
      expect(focusedElement()).not.to.equal(null)
    })
  },
)
