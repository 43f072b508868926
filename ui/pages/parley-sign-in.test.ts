import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { Rest } from '../client/rest.ts'
import { adoptTokens, find, inside, settled, textOf, isAccessible } from '../testing/look.ts'
import './parley-sign-in.ts'
import type { SignIn } from './parley-sign-in.ts'

async function show() {
  const asked: string[][] = []
  let signedIn = 0
  const rest: Pick<Rest, 'signIn'> = {
    signIn: (email, password) => {
      asked.push([email, password])
      return Promise.resolve(
        password === 'right'
          ? { ok: true, value: { token: 't', personId: 'p', name: 'Mira', accounts: [] } }
          : { ok: false, refusal: { code: 'wrongPassword', says: 'E-mail or password is wrong.' } },
      )
    },
  }
  const page = await fixture<SignIn>(
    html`<parley-sign-in .rest=${rest} @parley-signed-in=${() => signedIn++}></parley-sign-in>`,
  )
  return { page, asked, signedIn: () => signedIn }
}

describe('parley-sign-in', () => {
  before(adoptTokens)

  it('[UI54] is accessible and signs in by keyboard', async () => {
    const { page, asked, signedIn } = await show()
    await isAccessible(page)
    await sendKeys({ type: 'mira@acme.example' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ type: 'right' })
    await sendKeys({ press: 'Enter' })
    await settled()
    expect(asked).to.deep.equal([['mira@acme.example', 'right']])
    expect(signedIn()).to.equal(1)
  })

  it('[UI54] says what went wrong and lets one try again', async () => {
    const { page, signedIn } = await show()
    await sendKeys({ type: 'mira@acme.example' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ type: 'wrong' })
    await sendKeys({ press: 'Enter' })
    await settled()
    await page.updateComplete
    expect(textOf(find(inside(page), '[role="alert"]'))).to.equal('E-mail or password is wrong.')
    expect(signedIn()).to.equal(0)
    await page.updateComplete
    expect(inside(page).activeElement?.id).to.equal('password')
    await isAccessible(page)
  })
})
