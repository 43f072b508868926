import { expect, waitUntil } from '@open-wc/testing'
import { focusedElement } from '../elements/focus-back.ts'
import { emulateMedia } from '@web/test-runner-commands'
import type { SignIn } from './parley-sign-in.ts'
import type { Forgotten } from './parley-forgotten.ts'
import { byKeyboard, arrived, focusedName, keys, tabTo, type } from '../testing/by-keyboard.ts'
import { adoptTokens, find, inside, isAccessible, textOf } from '../testing/look.ts'

/** The page as its file has it, but for its script. */
async function page(name: string): Promise<HTMLElement> {
  const text = await (await fetch(new URL(name, import.meta.url))).text()
  const { body } = new DOMParser().parseFromString(text, 'text/html')
  const main = document.createElement('div')
  main.append(...body.childNodes)
  document.body.prepend(main)
  return main
}

byKeyboard(['parley-sign-in', 'parley-forgotten'], () => {
  before(adoptTokens)
  afterEach(() => {
    history.replaceState(null, '', location.pathname + location.search)
    document.body.querySelectorAll(':scope > div').forEach((one) => one.remove())
  })
  after(() => emulateMedia({ colorScheme: 'light' }))

  it('[UK15] the start page leads to each of its parts', async () => {
    const start = await page('index.html')
    await import('./start.ts')
    await arrived()
    const cards: (string | null)[] = []
    for (const part of ['Desk', 'Widget', 'API']) {
      await tabTo(part)
      cards.push(focusedElement()?.getAttribute('href') ?? null)
    }
    expect(cards).to.deep.equal(['/desk', '/demo', '/api/v1/docs'])
    await isAccessible(start)
  })

  it('[UK15] the page of the shop, and the chat on it', async () => {
    history.replaceState(null, '', '?channel=web')
    await page('demo.html')
    await import('./widget.ts')
    await import('./demo.ts')
    await waitUntil(() => document.querySelector('parley-chat') !== null)
    for (const name of ['Back to Parley', 'Lamps', 'Tables', 'My orders', 'Open the chat']) {
      await tabTo(name)
    }
    await keys('Enter')
    await waitUntil(() => focusedName() === 'Your message')
    await isAccessible(document.body)
    await keys('Escape')
    expect(focusedName()).to.equal('Open the chat')
    document.querySelector('parley-chat')?.remove()
  })

  it('[UK15] the page of the console, while its server cannot be asked', async () => {
    history.replaceState(null, '', '#/settings')
    await page('console.html')
    await import('./console.ts')
    await waitUntil(() => document.querySelector('parley-console') !== null)
    await tabTo('Parley, start page')
    await tabTo('Back to the desk')
    await tabTo('Audit log')
    await keys('Enter')
    expect(location.hash).to.equal('#/audit')
    await isAccessible(document.body)
    document.querySelector('parley-console')?.remove()
  })

  it('[UK15] the page of the desk, while its server cannot be asked', async () => {
    history.replaceState(null, '', '#/mine')
    await page('desk.html')
    await import('./desk.ts')
    await waitUntil(() => document.querySelector('parley-desk') !== null)
    await tabTo('Parley, start page')
    await tabTo('Chats')
    await tabTo('Customers')
    await keys('Enter')
    expect(location.hash).to.equal('#/customers')
    expect(focusedName()).to.equal('Customers')
    await isAccessible(document.body)
    await tabTo('Chats', 'Shift+Tab')
    await keys('Enter')
    expect(location.hash).to.equal('#/mine')
    await isAccessible(document.body)
    document.querySelector('parley-desk')?.remove()
  })

  it('[UK15] signing in, a forgotten password and the way back', async () => {
    await page('sign-in.html')
    await import('./sign-in.ts')
    await arrived()
    expect(focusedName()).to.equal('E-mail')
    await type('mira@acme.example')
    await keys('Tab')
    expect(focusedName()).to.equal('Password')
    await type('so and so')
    await tabTo('Show password')
    await keys('Space')
    const signIn = find<SignIn>(document, 'parley-sign-in')
    expect(find<HTMLInputElement>(inside(signIn), '#password').type).to.equal('text')
    expect(focusedName()).to.equal('Hide password')
    await isAccessible(signIn)
    await tabTo('Sign in')
    await tabTo('Forgotten your password?')
    await keys('Enter')
    expect(location.hash).to.equal('#forgotten')
    expect(focusedName()).to.equal('E-mail')
    await isAccessible(find(document, 'parley-forgotten'))
    await tabTo('Send a link')
    await tabTo('Back to signing in')
    await keys('Enter')
    expect(document.querySelector('parley-forgotten')).to.equal(null)
    expect(focusedName()).to.equal('E-mail')
  })

  it('[UK15] the focus stays when the link is on its way', async () => {
    await page('sign-in.html')
    const forgotten = document.createElement('parley-forgotten')
    forgotten.rest = {
      forgot: async () => ({ ok: true, value: { sendsMail: true } }),
      resetPassword: async () => ({ ok: true, value: null }),
    }
    find(document, 'main').replaceChildren(forgotten)
    await arrived()
    await type('mira@acme.example')
    await keys('Enter')
    expect(textOf(find(inside(forgotten), '[role="status"]'))).to.contain('a link is on its way')
    expect(focusedName()).to.equal('Back to signing in')
    await isAccessible(forgotten satisfies Forgotten)
  })
})
