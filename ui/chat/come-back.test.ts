import { expect, fixture, html } from '@open-wc/testing'
import { ChannelMemory } from '../client/customer-memory.ts'
import { FakeStorage } from '../testing/fake-storage.ts'
import { channelView, customer } from '../testing/customer-fixtures.ts'
import { settled } from '../testing/look.ts'
import { comeBack } from './come-back.ts'
import './parley-chat.ts'
import type { ParleyChat } from './parley-chat.ts'
import { takeReturnLink } from './return-link.ts'
import { widgetParts } from './widget-parts.ts'

const PLACE = { server: 'https://desk.example', channelId: 'web', link: 'pl_link' }

/** A server that answers once, and what it was asked. */
function server(status: number, answer: object) {
  const asked: { url: string; body: unknown }[] = []
  const fetch = (url: string, init?: RequestInit): Promise<Response> => {
    asked.push({ url, body: JSON.parse(typeof init?.body === 'string' ? init.body : 'null') })
    return Promise.resolve(Response.json(answer, { status }))
  }
  return { asked, fetch }
}

const tokenIn = (storage: FakeStorage) => new ChannelMemory('web', storage).get().token

describe('the link of a mail', () => {
  afterEach(() => history.replaceState(null, '', location.pathname + location.search))

  it('[UW2] is taken out of the address at once, and only that of this channel', () => {
    history.replaceState(null, '', '#parley=other.pl_link')
    expect(takeReturnLink('web')).to.equal(null)
    expect(location.hash).to.equal('#parley=other.pl_link')
    history.replaceState({ kept: 1 }, '', '#parley=web.pl_link')
    expect(takeReturnLink('web')).to.equal('pl_link')
    expect(location.href).not.to.contain('parley=')
    expect(history.state).to.deep.equal({ kept: 1 })
    history.replaceState(null, '', '#orders')
    expect(takeReturnLink('web')).to.equal(null)
    expect(location.hash).to.equal('#orders')
  })

  it('[UW2] leads into the chat for this tab; another customer of the browser stays who they are', async () => {
    const [own, ofTab] = [new FakeStorage(), new FakeStorage()]
    new ChannelMemory('web', own).set({ token: 'pc_mine' })
    const { asked, fetch } = server(200, { token: 'pv_visit', until: 5 })
    expect(await comeBack(PLACE, own, ofTab, fetch)).to.equal(true)
    expect(asked[0]?.url).to.equal('https://desk.example/api/v1/channels/web/returns')
    expect(asked[0]?.body).to.deep.equal({ link: 'pl_link', token: 'pc_mine' })
    expect(tokenIn(ofTab)).to.equal('pv_visit')
    expect(tokenIn(own)).to.equal('pc_mine')
  })

  it('[UW2] changes nothing for that customer here, nor where it is over', async () => {
    const [own, ofTab] = [new FakeStorage(), new FakeStorage()]
    const mine = server(200, { token: 'pc_mine', until: null })
    expect(await comeBack(PLACE, own, ofTab, mine.fetch)).to.equal(true)
    expect(tokenIn(ofTab)).to.equal(null)
    const over = server(410, { refusal: { code: 'linkOver', says: 'Over' } })
    expect(await comeBack(PLACE, own, ofTab, over.fetch)).to.equal(false)
    expect(tokenIn(ofTab)).to.equal(null)
  })

  it('[UW2] opens the window, and the connection waits until it was exchanged', async () => {
    history.replaceState(null, '', '#parley=web.pl_link')
    const exchanged = Promise.withResolvers<boolean>()
    const asked: unknown[] = []
    const who = customer({ known: false })
    let made = 0
    const parts = {
      ...widgetParts,
      back: () =>
        Promise.resolve({
          comeBack: (place: unknown) => {
            asked.push(place)
            return exchanged.promise
          },
        }),
      client: () =>
        Promise.resolve({
          ownClient: () => {
            made += 1
            return who.client
          },
        }),
    }
    const rest = { channel: () => Promise.resolve({ ok: true, value: channelView() }) as never }
    const chat = await fixture<ParleyChat>(
      html`<parley-chat
        channel="web"
        server="https://desk.example"
        .rest=${rest}
        .parts=${parts}
      ></parley-chat>`,
    )
    expect(chat.open).to.equal(true)
    await settled()
    expect(asked).to.deep.equal([PLACE])
    expect(made).to.equal(0)
    exchanged.resolve(true)
    await chat.prepare()
    expect(made).to.equal(1)
  })
})
