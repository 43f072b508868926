import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import {
  customer,
  customerChat,
  customerItem,
  welcomeCustomer,
} from '../testing/customer-fixtures.ts'
import './chat-window.ts'
import type { ChatWindow } from './chat-window.ts'
import './rating.ts'
import type { Rating } from './rating.ts'

async function show(rated: number | null = null) {
  const given: unknown[] = []
  const element = await fixture<Rating>(html`
    <parley-rating
      .rated=${rated}
      @parley-rate=${({ detail }: CustomEvent) => given.push(detail)}
    ></parley-rating>
  `)
  return { element, given }
}

describe('parley-rating', () => {
  before(adoptTokens)

  it('[UT10] is accessible, by axe and by keyboard', async () => {
    const { element, given } = await show()
    await isAccessible(element)
    button(inside(element), '1 of 5').focus()
    for (let n = 1; n < 4; n += 1) await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Enter' })
    expect(given).to.deep.equal([{ score: 4 }])
  })

  it('[UT10] asks for a word once it has a number, and gives thanks', async () => {
    const { element, given } = await show(4)
    await isAccessible(element)
    expect(button(inside(element), '4 of 5').getAttribute('aria-pressed')).to.equal('true')
    expect(textOf(inside(element))).to.contain('Thank you')
    find(inside(element), 'input').focus()
    await sendKeys({ type: ' Quick and kind ' })
    await sendKeys({ press: 'Enter' })
    await element.updateComplete
    expect(given).to.deep.equal([{ score: 4, words: 'Quick and kind' }])
    expect(inside(element).querySelector('form')).to.equal(null)
  })

  it('[UT11] stands in the widget when the chat that ended may be rated', async () => {
    const who = customer({ known: true })
    who.client.start()
    welcomeCustomer(who.network, {
      items: [customerItem()],
      chat: customerChat({ state: 'ended', with: null, canRate: true }),
    })
    const view = await fixture<ChatWindow>(
      html`<parley-chat-window .client=${who.client} shown></parley-chat-window>`,
    )
    const rating = find<Rating>(inside(view), 'parley-rating')
    await rating.updateComplete
    button(inside(rating), '5 of 5').click()
    const frame = who.network.socket.heardOf('command').at(-1)
    expect(frame?.['command']).to.deep.equal({ type: 'rateChat', score: 5 })
  })

  it('[UT11] is not there where it may not', async () => {
    const who = customer({ known: true })
    who.client.start()
    welcomeCustomer(who.network, {
      items: [customerItem()],
      chat: customerChat({ state: 'ended', with: null }),
    })
    const view = await fixture<ChatWindow>(
      html`<parley-chat-window .client=${who.client} shown></parley-chat-window>`,
    )
    expect(inside(view).querySelector('parley-rating')).to.equal(null)
  })
})
