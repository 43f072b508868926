import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing'
import { emulateMedia, sendKeys } from '@web/test-runner-commands'
import type { CustomerClientOptions } from '../client/customer-client.ts'
import { speak } from '../locales/language.ts'
import { channelView, customer } from '../testing/customer-fixtures.ts'
import { button, find, inside, isAccessible, settled, textOf } from '../testing/look.ts'
import './parley-chat.ts'
import type { ParleyChat } from './parley-chat.ts'
import { widgetParts, type WidgetParts } from './widget-parts.ts'

const KNOWN = 'parley:known'

/** A widget whose parts come when the test says so. */
async function show(channel = 'web') {
  const asked: string[] = []
  const arrivals: { come: () => void; fail: () => void }[] = []
  const made: CustomerClientOptions[] = []
  const who = customer({ known: false })
  const later = <T>(what: string, load: () => Promise<T>): Promise<T> => {
    asked.push(what)
    return new Promise((resolve, reject) => {
      const fail = (): void => reject(new Error('lost'))
      arrivals.push({ come: () => resolve(load()), fail })
    })
  }
  const ownClient = (options: CustomerClientOptions) => {
    made.push(options)
    return who.client
  }
  const parts: WidgetParts = {
    ...widgetParts,
    window: () => later('window', widgetParts.window),
    client: () => later('client', () => Promise.resolve({ ownClient })),
  }
  const view = channelView({ channelId: channel })
  const rest = {
    channel: () => Promise.resolve({ ok: true, value: view }) as never,
    newCustomer: () => Promise.resolve({ ok: true, value: { token: 'token' } }) as never,
  }
  const chat = await fixture<ParleyChat>(
    html`<parley-chat .channel=${channel} .rest=${rest} .parts=${parts}></parley-chat>`,
  )
  const root = inside(chat)
  const steady = async (): Promise<void> => {
    for (let turn = 0; turn < 4; turn++) {
      await settled()
      await chat.updateComplete
    }
  }
  const all = async (how: 'come' | 'fail'): Promise<void> => {
    for (const arrival of arrivals.splice(0)) arrival[how]()
    await steady()
  }
  return { chat, root, asked, made, steady, all, launcher: find(root, '.launcher'), who }
}

describe('the widget in its stages', () => {
  afterEach(async () => {
    localStorage.removeItem(KNOWN)
    await speak('en', widgetParts.words)
  })

  it('[UG9] speaks what its page gives it, from the launcher on, and changes at once', async () => {
    const { chat, root, launcher, steady, all } = await show()
    expect(launcher.getAttribute('aria-label')).to.equal('Open the chat')
    chat.show()
    await steady()
    await all('come')
    chat.lang = 'de-AT'
    await waitUntil(() => launcher.getAttribute('aria-label') === 'Chat einklappen')
    await waitUntil(() => find(root, 'parley-chat-window').shadowRoot !== null)
    const view = inside(find(root, 'parley-chat-window'))
    await waitUntil(() => find(view, 'textarea').getAttribute('aria-label') === 'Ihre Nachricht')
    expect(find(root, '.root').lang).to.equal('de')
  })

  it('[UG6] connects whoever wrote before, and nobody else', async () => {
    localStorage.setItem(KNOWN, JSON.stringify({ token: 'a token' }))
    const { asked, made, all } = await show('known')
    expect(asked[0]).to.equal('client')
    await all('come')
    expect(made.map(({ channelId }) => channelId)).to.deep.equal(['known'])
    const stranger = await show()
    expect(stranger.asked).not.to.include('client')
  })

  it('[UG6] brings the conversation once a pointer or the focus is on the launcher, or nothing else is to do', async () => {
    const hovered = await show()
    hovered.launcher.dispatchEvent(new PointerEvent('pointerenter'))
    expect(hovered.asked).to.include('window')
    const focused = await show()
    focused.launcher.focus()
    expect(focused.asked).to.include('window')
    const idle = await show()
    await waitUntil(() => idle.asked.includes('window'))
    expect(idle.asked.filter((what) => what === 'window')).to.have.length(1)
  })

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[UG7] opens at once, and puts the focus where one writes when that is there, ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const { chat, root, launcher, steady, all } = await show()
      const opened = oneEvent(chat, 'parley-open')
      launcher.click()
      await opened
      expect(find<HTMLDialogElement>(root, 'dialog').open).to.equal(true)
      expect(textOf(find(root, 'h2'))).to.equal('Acme')
      await isAccessible(chat)
      await all('come')
      const view = find(root, 'parley-chat-window')
      await waitUntil(() => view.shadowRoot?.activeElement?.localName === 'textarea')
      await steady()
      expect(root.querySelectorAll('.cover')).to.have.length(0)
    })
  }

  it('[UG7] folds while it still comes, and stays folded', async () => {
    const { chat, root, launcher, steady, all } = await show()
    launcher.click()
    await steady()
    await sendKeys({ press: 'Escape' })
    await steady()
    expect(chat.open).to.equal(false)
    await all('come')
    expect(root.activeElement).to.equal(launcher)
  })

  it('[UG8] says that the conversation could not be loaded, and asks again at the next press', async () => {
    const { chat, root, asked, launcher, steady, all } = await show()
    launcher.click()
    await steady()
    await all('fail')
    expect(textOf(find(root, '.cover'))).to.contain('The chat could not be loaded.')
    await isAccessible(chat)
    const before = asked.length
    button(root, 'Try again').click()
    await steady()
    expect(asked.length).to.be.greaterThan(before)
    expect(textOf(find(root, '.cover'))).not.to.contain('could not')
    await all('fail')
    chat.fold()
    await steady()
    launcher.click()
    await steady()
    await all('come')
    const view = find(root, 'parley-chat-window')
    await waitUntil(() => view.shadowRoot?.activeElement?.localName === 'textarea')
  })
})
