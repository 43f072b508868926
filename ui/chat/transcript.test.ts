import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { Refusal } from '../client/refused.ts'
import {
  channelView,
  customer,
  customerChat,
  customerItem,
  welcomeCustomer,
} from '../testing/customer-fixtures.ts'
import {
  adoptTokens,
  button,
  find,
  inside,
  isAccessible,
  settled,
  textOf,
} from '../testing/look.ts'
import './chat-window.ts'
import type { ChatWindow } from './chat-window.ts'
import './transcript.ts'
import type { Transcript } from './transcript.ts'

const NO_ADDRESS: Refusal = { code: 'noAddress', says: 'No e-mail address is known.' }

/** A form that is answered in turn. */
async function show(...answers: (Refusal | null)[]) {
  const asked: (string | null)[] = []
  const done: Event[] = []
  const element = await fixture<Transcript>(html`
    <parley-transcript
      .ask=${(email: string | null) => {
        asked.push(email)
        return Promise.resolve(answers.shift() ?? null)
      }}
      @parley-done=${(event: Event) => done.push(event)}
    ></parley-transcript>
  `)
  const press = async (name: string): Promise<void> => {
    button(inside(element), name).click()
    await settled()
    await element.updateComplete
  }
  return { element, asked, done, press }
}

describe('parley-transcript', () => {
  before(adoptTokens)

  it('[UW3] is accessible, by axe and by keyboard', async () => {
    const { element, asked } = await show()
    await isAccessible(element)
    element.focus()
    await sendKeys({ press: 'Enter' })
    await settled()
    expect(asked).to.deep.equal([null])
    expect(textOf(inside(element))).to.contain('It is on its way to you')
    await isAccessible(element)
  })

  it('[UW3] asks for an address only where none is known', async () => {
    const { element, asked, press, done } = await show(NO_ADDRESS, null)
    expect(inside(element).querySelector('input')).to.equal(null)
    await press('Send it')
    const field = find<HTMLInputElement>(inside(element), 'input')
    expect(inside(element).activeElement).to.equal(field)
    await isAccessible(element)
    field.value = ' ada@mail.example '
    await press('Send it')
    expect(asked).to.deep.equal([null, 'ada@mail.example'])
    await press('Close')
    expect(done).to.have.length(1)
  })

  it('[UW3] says what is wrong with an address, and when it is enough for a day', async () => {
    const enough: Refusal = { code: 'mailedEnough', says: '' }
    const { element, press } = await show(NO_ADDRESS, { code: 'invalid', says: 'x' }, enough)
    await press('Send it')
    await press('Send it')
    expect(textOf(find(inside(element), '.error'))).to.contain('does not look like')
    find<HTMLInputElement>(inside(element), 'input').value = 'nonsense'
    await press('Send it')
    expect(textOf(find(inside(element), '.error'))).to.contain('does not look like')
    await press('Send it')
    expect(textOf(find(inside(element), '.error'))).to.contain('as often as it can be today')
  })

  it('[UW3] is a button of the chat where mail is sent and something was said', async () => {
    const { client, network } = customer({ known: true })
    const view = await fixture<ChatWindow>(html`
      <parley-chat-window .client=${client} .channel=${channelView()} shown></parley-chat-window>
    `)
    client.start()
    welcomeCustomer(network, { items: [customerItem()], chat: customerChat() })
    await view.updateComplete
    button(inside(view), 'Get this chat by e-mail').click()
    await view.updateComplete
    expect(textOf(inside(find(inside(view), 'parley-transcript')))).to.contain('Send it')
    view.channel = channelView({ sendsMail: false })
    await view.updateComplete
    expect(textOf(find(inside(view), 'header'))).not.to.contain('e-mail')
    expect(inside(view).querySelector('[title="Get this chat by e-mail"]')).to.equal(null)
  })
})
