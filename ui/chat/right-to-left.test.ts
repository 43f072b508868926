import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import { speak, type Load } from '../locales/language.ts'
import {
  channelView,
  customer,
  customerChat,
  customerItem,
  welcomeCustomer,
} from '../testing/customer-fixtures.ts'
import { adoptTokens, find, inside, isAccessible } from '../testing/look.ts'
import { boxOf, overhang, staysInside } from '../testing/reading.ts'
import './parley-chat.ts'
import type { ParleyChat } from './parley-chat.ts'

const bring: Load = () => import('../locales/de.ts')

const ITEMS = [
  customerItem({ n: 1, text: 'Good morning.' }),
  customerItem({ n: 2, from: 'me', name: null, text: 'שלום!' }),
]

async function show(direction: 'rtl' | 'ltr', lang = 'en') {
  document.documentElement.dir = direction
  const { client, network } = customer({ known: true })
  const rest = {
    channel: async () => ({ ok: true as const, value: channelView() }),
    newCustomer: async () => ({ ok: true as const, value: { token: 'token' } }),
  }
  const widget = await fixture<ParleyChat>(html`
    <parley-chat channel="web" lang=${lang} .client=${client} .rest=${rest}></parley-chat>
  `)
  client.start()
  welcomeCustomer(network, { items: ITEMS, chat: customerChat() })
  await widget.prepare()
  find(inside(widget), '.launcher').click()
  await widget.updateComplete
  const window = find(inside(widget), 'parley-chat-window')
  for (const animation of inside(widget).getAnimations()) animation.finish()
  const bubble = (from: 'me' | 'person') => find(inside(window), `.group.${from} .bubble`)
  return { widget, window, bubble }
}

describe('the head of the widget', () => {
  before(adoptTokens)
  afterEach(() => speak('en', bring))

  it('[UZ7] has one line below its name, in German too', async () => {
    await speak('de', bring)
    const { window } = await show('ltr', 'de')
    const line = find(inside(window), 'header p')
    expect(line.textContent.trim()).not.to.equal('')
    expect(line.offsetHeight).to.be.lessThan(24)
  })
})

describe('the widget on a page that is read from right to left', () => {
  before(adoptTokens)
  afterEach(async () => {
    document.documentElement.dir = 'ltr'
    await setViewport({ width: 1280, height: 800 })
  })

  for (const [width, height] of [
    [1440, 900],
    [390, 844],
  ] as const) {
    it(`[UR1] fits a window of ${width} pixels, with the customer’s words where lines end`, async () => {
      await setViewport({ width, height })
      const { widget, window, bubble } = await show('rtl')
      await isAccessible(widget)
      expect(overhang(inside(widget))).to.equal(0)
      expect(staysInside(window)).to.equal(true)
      const { left, width: room } = window.getBoundingClientRect()
      expect(bubble('me').getBoundingClientRect().right).to.be.lessThan(left + room / 2)
      expect(bubble('person').getBoundingClientRect().left).to.be.greaterThan(left + room / 2)
    })
  }

  it('[UR1] stands at the side where lines end, as its launcher does', async () => {
    const { window } = await show('rtl')
    expect(window.getBoundingClientRect().left).to.be.lessThan(innerWidth / 2)
  })

  for (const direction of ['rtl', 'ltr'] as const) {
    it(`[UR4] shows words in their own direction on a page of ${direction}`, async () => {
      const { bubble } = await show(direction)
      expect(boxOf(bubble('me'), '!').right).to.be.at.most(boxOf(bubble('me'), 'שלום').left + 1)
      const theirs = bubble('person')
      expect(boxOf(theirs, '.').left).to.be.at.least(boxOf(theirs, 'morning').right - 1)
    })
  }
})
