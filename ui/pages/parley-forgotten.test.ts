import { expect, fixture, html } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import { adoptTokens, find, inside, isAccessible, settled, textOf } from '../testing/look.ts'
import './parley-forgotten.ts'
import type { Forgotten } from './parley-forgotten.ts'

async function show(token: string | null, sendsMail = true) {
  const asked: string[][] = []
  const rest: Forgotten['rest'] = {
    forgot: async (email) => {
      asked.push([email])
      return { ok: true, value: { sendsMail } }
    },
    resetPassword: async (used, password) => {
      asked.push([used, password])
      return used === 'pr_good'
        ? { ok: true, value: null }
        : { ok: false, refusal: { code: 'linkOver', says: 'This link was used, or is over.' } }
    },
  }
  const page = await fixture<Forgotten>(
    html`<parley-forgotten .rest=${rest} .token=${token}></parley-forgotten>`,
  )
  const enter = async (words: string): Promise<void> => {
    await sendKeys({ type: words })
    await sendKeys({ press: 'Enter' })
    await settled()
    await page.updateComplete
  }
  return { page, asked, enter, root: inside(page) }
}

describe('parley-forgotten', () => {
  before(adoptTokens)
  after(() => emulateMedia({ colorScheme: 'light' }))

  it('[UO8] asks for a link by keyboard, and says the same to everybody', async () => {
    const { page, asked, enter, root } = await show(null)
    await isAccessible(page)
    await enter('mira@acme.example')
    expect(asked).to.deep.equal([['mira@acme.example']])
    expect(textOf(find(root, '[role="status"]'))).to.contain('If somebody signs in with this')
    await isAccessible(page)
  })

  it('[UO8] says who can help where the server sends no mail', async () => {
    const { enter, root } = await show(null, false)
    await enter('mira@acme.example')
    expect(textOf(find(root, '[role="status"]'))).to.contain('An administrator of your account')
  })

  it('[UO8] takes a new password behind a link', async () => {
    await emulateMedia({ colorScheme: 'dark' })
    const { page, asked, enter, root } = await show('pr_good')
    await isAccessible(page)
    await enter('short')
    expect(textOf(find(root, '[role="alert"]'))).to.contain('10 characters or more')
    expect(asked).to.deep.equal([])
    await enter(' and longer')
    expect(asked).to.deep.equal([['pr_good', 'short and longer']])
    expect(textOf(find(root, '[role="status"]'))).to.contain('The password is changed')
  })

  it('[UO8] says that a link is over', async () => {
    const { enter, root } = await show('pr_old')
    await enter('long enough now')
    expect(textOf(find(root, '[role="alert"]'))).to.contain('This link was used')
  })
})
