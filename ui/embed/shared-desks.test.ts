import { expect } from '@open-wc/testing'
import { settled } from '../testing/look.ts'
import { deskSnapshot } from '../testing/staff-fixtures.ts'
import { FakeNetwork } from '../testing/fake-network.ts'
import { SharedDesks, type Seat } from './shared-desks.ts'

const ACME: Seat = { server: 'https://chat.test', account: 'acme', person: '' }
const MINUTE = 60_000
const UNAUTHORIZED = 4401

function page(answers: (url: string, token: string) => number = () => 200) {
  const network = new FakeNetwork()
  const asked: { url: string; token: string | null; credentials: string | undefined }[] = []
  const desks = new SharedDesks(network.ports, async (url, init) => {
    const token = new Headers(init?.headers).get('authorization')?.replace('Bearer ', '') ?? ''
    asked.push({ url, token, credentials: init?.credentials })
    return new Response('{}', { status: answers(url, token) })
  })
  let given = 0
  const getToken = async () => `token-${++given}`
  return { network, desks, asked, getToken, given: () => given }
}

/** Plays the server until the desk is there; the token is good for ten minutes. */
function welcome(network: FakeNetwork): void {
  const { socket } = network
  socket.accept()
  const now = network.clock.now()
  socket.sayNumbered({
    type: 'welcome',
    protocol: 1,
    personId: 'mira',
    account: { accountId: 'acme', name: 'Acme support' },
    seq: 10,
    now,
    heartbeatMs: 300_000,
    until: now + 10 * MINUTE,
  })
  const desk = deskSnapshot()
  socket.sayNumbered({ type: 'snapshot', topic: 'desk', seq: 10, parts: 0, gone: [], desk })
  socket.flush()
}

describe('desks in a page of others', () => {
  it('[EM20] wait for a token, and say hello with it to the account’s own socket', async () => {
    const { network, desks, getToken } = page()
    const seat = desks.take(ACME, getToken)
    expect(network.sockets).to.have.lengthOf(0)
    await settled()
    expect(network.socket.url).to.equal('wss://chat.test/api/v1/accounts/acme/socket')
    network.socket.accept()
    expect(network.socket.heardOf('hello')).to.deep.equal([
      { type: 'hello', protocol: 1, token: 'token-1', accountId: 'acme' },
    ])
    seat.leave()
  })

  it('[EM20] ask for the next token a minute before the end, and resume with it', async () => {
    const { network, desks, getToken, given } = page()
    const { client } = desks.take(ACME, getToken)
    await settled()
    welcome(network)
    network.clock.advance(9 * MINUTE - 1)
    await settled()
    expect(given()).to.equal(1)
    network.clock.advance(1)
    await settled()
    expect(given()).to.equal(2)
    network.clock.advance(1_000)
    await settled()
    expect(network.sockets).to.have.lengthOf(2)
    welcome(network)
    expect(network.socket.heardOf('hello')[0]).to.include({ token: 'token-2' })
    expect(network.socket.heardOf('subscribe')).to.deep.equal([
      { type: 'subscribe', topic: 'desk', after: 10 },
    ])
    expect(client.status.kind).to.equal('live')
  })

  it('[EM20] a page that has no token now is asked again, and the old one stays meanwhile', async () => {
    const { network, desks } = page()
    let asks = 0
    const { client } = desks.take(ACME, () => {
      asks += 1
      if (asks === 2) throw new Error('the page is busy')
      return `token-${asks}`
    })
    await settled()
    welcome(network)
    network.clock.advance(9 * MINUTE)
    await settled()
    expect([asks, client.status.kind]).to.deep.equal([2, 'live'])
    network.clock.advance(10_000)
    await settled()
    expect(asks).to.equal(3)
    network.clock.advance(1_000)
    await settled()
    network.socket.accept()
    expect(network.socket.heardOf('hello')[0]).to.include({ token: 'token-3' })
  })

  it('[EM20] a page that never had one is asked again and again', async () => {
    const { network, desks } = page()
    let asks = 0
    desks.take(ACME, async () => {
      asks += 1
      return asks < 3 ? '' : 'late'
    })
    for (let tries = 0; tries < 3; tries++) {
      await settled()
      network.clock.advance(4_000)
    }
    await settled()
    expect(asks).to.equal(3)
    expect(network.sockets).to.have.lengthOf(1)
  })

  it('[EM23] ask anew when a token is refused, and no more when the next one is refused too', async () => {
    const { network, desks, getToken, given } = page()
    const { client } = desks.take(ACME, getToken)
    await settled()
    network.socket.accept()
    network.socket.close(UNAUTHORIZED)
    await settled()
    network.clock.advance(1_000)
    await settled()
    expect(given()).to.equal(2)
    expect(network.sockets).to.have.lengthOf(2)
    network.socket.accept()
    network.socket.close(UNAUTHORIZED)
    await settled()
    expect(client.status).to.deep.equal({ kind: 'over', reason: 'unauthorized' })
    network.clock.advance(10 * MINUTE)
    await settled()
    expect(given()).to.equal(2)
  })

  it('[EM23] a token that was good and ends counts as no refusal', async () => {
    const { network, desks, getToken } = page()
    const { client } = desks.take(ACME, getToken)
    for (let times = 0; times < 4; times++) {
      await settled()
      welcome(network)
      network.socket.close(UNAUTHORIZED)
      await settled()
      network.clock.advance(10_000)
    }
    expect(client.status.kind).not.to.equal('over')
  })

  it('[EM21] of one server, account and person are one, of others are others', async () => {
    const { network, desks, getToken } = page()
    const first = desks.take(ACME, getToken)
    const second = desks.take({ ...ACME, server: 'https://chat.test/' }, getToken)
    expect(second.client).to.equal(first.client)
    const others = [
      { ...ACME, account: 'shop' },
      { ...ACME, person: 'tom' },
      { ...ACME, server: 'https://other.test' },
    ].map((seat) => desks.take(seat, getToken))
    await settled()
    expect(network.sockets).to.have.lengthOf(4)
    expect(new Set([first, ...others].map(({ client }) => client)).size).to.equal(4)
  })

  it('[EM21] ask for a token by whoever is left', async () => {
    const { network, desks } = page()
    const asked: string[] = []
    const by = (name: string) => () => {
      asked.push(name)
      return name
    }
    const first = desks.take(ACME, by('first'))
    const second = desks.take(ACME, by('second'))
    await settled()
    welcome(network)
    first.leave()
    network.clock.advance(9 * MINUTE)
    await settled()
    expect(asked).to.deep.equal(['first', 'second'])
    second.leave()
  })

  it('[EM22] that are taken out and put back go on as they were', async () => {
    const { network, desks, getToken } = page()
    const first = desks.take(ACME, getToken)
    await settled()
    welcome(network)
    first.leave()
    first.leave()
    network.clock.advance(9_000)
    const again = desks.take(ACME, getToken)
    expect(again.client).to.equal(first.client)
    network.clock.advance(MINUTE)
    expect(network.sockets).to.have.lengthOf(1)
    expect(network.socket.isClosed).to.equal(false)
    again.leave()
    network.clock.advance(10_000)
    expect(network.socket.isClosed).to.equal(true)
    expect(desks.count).to.equal(0)
    network.clock.advance(20 * MINUTE)
    await settled()
    expect(network.sockets).to.have.lengthOf(1)
  })

  it('[EM22] that are left do not end before their words are sent', async () => {
    const { network, desks, getToken } = page()
    const seat = desks.take(ACME, getToken)
    await settled()
    welcome(network)
    seat.client.sendMessage('chat1', 'Wait for me')
    seat.leave()
    network.clock.advance(25_000)
    expect(network.socket.isClosed).to.equal(false)
    const [sent] = network.socket.heardOf('command')
    network.socket.sayNumbered({ type: 'ack', id: sent?.['id'], seq: 11, result: {} }).flush()
    await settled()
    network.clock.advance(10_000)
    expect(network.socket.isClosed).to.equal(true)
    expect(desks.count).to.equal(0)
  })

  it('[EM24] ask by REST with the token, without a cookie, and once more where it is refused', async () => {
    const { desks, asked, getToken } = page((_url, token) => (token === 'token-1' ? 401 : 200))
    const { rest } = desks.take(ACME, getToken)
    const answer = await rest.quickReplies('acme')
    expect(answer.ok).to.equal(true)
    const url = 'https://chat.test/api/v1/accounts/acme/quick-replies'
    expect(asked).to.deep.equal([
      { url, token: 'token-1', credentials: 'omit' },
      { url, token: 'token-2', credentials: 'omit' },
    ])
    const more = page(() => 401)
    const taken = more.desks.take(ACME, more.getToken)
    expect((await taken.rest.quickReplies('acme')).ok).to.equal(false)
    expect(more.asked).to.have.lengthOf(2)
  })
})
