import { expect, fixture, html } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import { adoptTokens, find, inside, isAccessible, textOf } from '../testing/look.ts'
import './account-switch.ts'
import type { AccountSwitch, KnownAccount } from './account-switch.ts'

const ACCOUNTS: KnownAccount[] = [
  { accountId: 'acme', name: 'Acme support', presence: 'online', unread: 0 },
  { accountId: 'harbour', name: 'Harbour Books', presence: 'away', unread: 120 },
  { accountId: 'mill', name: 'The Old Mill', presence: 'offline', unread: 2 },
]

async function show(accounts = ACCOUNTS) {
  const chosen: string[] = []
  let opened = 0
  const one = await fixture<AccountSwitch>(html`
    <parley-account-switch
      .accounts=${accounts}
      current="acme"
      .current=${'acme'}
      @parley-account=${(event: CustomEvent<{ accountId: string }>) =>
        chosen.push(event.detail.accountId)}
      @parley-accounts-open=${() => (opened += 1)}
    ></parley-account-switch>
  `)
  return { one, root: inside(one), chosen, opened: () => opened }
}

describe('parley-account-switch', () => {
  before(adoptTokens)
  after(() => emulateMedia({ colorScheme: 'light' }))

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UO1] is accessible, closed and open, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { one, root } = await show()
      await isAccessible(one)
      find(root, '.button').click()
      await isAccessible(one)
    })
  }

  it('[UO1] is only a name where there is one account', async () => {
    const { root } = await show(ACCOUNTS.slice(0, 1))
    expect(root.querySelector('button')).to.equal(null)
    expect(textOf(root)).to.contain('Acme support')
  })

  it('[UO1] shows presence and unread of each, and what is unread elsewhere', async () => {
    const { root } = await show()
    expect(textOf(find(root, '.button'))).to.contain('99+, 122 unread in other accounts')
    const items = [...root.querySelectorAll('.menu button')].map(textOf)
    expect(items[0]).to.equal('Acme support Online')
    expect(items[1]).to.equal('Harbour Books Away 99+, 120 unread')
    expect(items[2]).to.equal('The Old Mill Offline 2, 2 unread')
  })

  it('[UO1] is operated by keyboard, and asks anew when it opens', async () => {
    const { root, chosen, opened } = await show()
    find(root, '.button').focus()
    const toggled = new Promise((resolve) =>
      find(root, '.menu').addEventListener('toggle', resolve, { once: true }),
    )
    await sendKeys({ press: 'Enter' })
    await toggled
    expect(opened()).to.equal(1)
    expect(textOf(root.activeElement)).to.contain('Acme support')
    await sendKeys({ press: 'ArrowUp' })
    await sendKeys({ press: 'ArrowUp' })
    await sendKeys({ press: 'Enter' })
    expect(chosen).to.deep.equal(['harbour'])
    expect(root.activeElement).to.equal(find(root, '.button'))
    expect(find(root, '.menu').matches(':popover-open')).to.equal(false)
  })
})
