import { expect } from '@open-wc/testing'
import { CLOSE } from '#protocol/close-codes'
import {
  customer,
  customerChat,
  customerItem,
  welcomeCustomer,
} from '../testing/customer-fixtures.ts'
import { settled } from '../testing/look.ts'

describe('customer client', () => {
  it('[UI17] stores nothing and connects to nothing before the first message', async () => {
    const { client, network, storage, tokens } = customer({ known: false })
    client.start()
    await settled()
    expect(network.sockets).to.have.length(0)
    expect(storage.kept.size).to.equal(0)
    expect(tokens()).to.equal(0)

    client.sendMessage('Hello')
    await settled()
    expect(tokens()).to.equal(1)
    expect(network.sockets).to.have.length(1)
    expect(network.socket.url).to.equal('wss://parley.test/api/v1/channels/web/socket')
    welcomeCustomer(network)
    expect(network.socket.heardOf('hello')[0]?.['token']).to.equal('token1')
    expect(network.socket.heardOf('command')).to.have.length(1)
  })

  it('[UI18] resumes after the last good number, and shows nothing twice', () => {
    const { client, network } = customer({ known: true })
    client.start()
    welcomeCustomer(network, { items: [customerItem({ n: 1 }), customerItem({ n: 2 })] })
    network.socket.say({ type: 'item', item: customerItem({ n: 2 }) })
    network.socket.say({ type: 'item', item: customerItem({ n: 4 }) }).flush()
    expect(client.items.map(({ n }) => n)).to.deep.equal([1, 2])
    network.clock.advance(0)
    expect(network.sockets).to.have.length(2)
    welcomeCustomer(network, {
      fresh: false,
      items: [customerItem({ n: 3 }), customerItem({ n: 4 })],
    })
    expect(network.socket.heardOf('hello')[0]?.['after']).to.equal(2)
    expect(client.items.map(({ n }) => n)).to.deep.equal([1, 2, 3, 4])
  })

  it('[UQ5] shows nothing any more where words were erased, and asks for everything anew', () => {
    const { client, network } = customer({ known: true })
    client.start()
    welcomeCustomer(network, { items: [customerItem({ n: 1 }), customerItem({ n: 2 })] })
    network.socket.close(CLOSE.erased.code)
    expect(client.items).to.deep.equal([])
    network.clock.advance(60_000)
    const text = 'This message was deleted.'
    welcomeCustomer(network, {
      items: [customerItem({ n: 1, text }), customerItem({ n: 2, text })],
    })
    expect(network.socket.heardOf('hello')[0]?.['after']).to.equal(undefined)
    expect(client.items.map((item) => item.text)).to.deep.equal([text, text])
  })

  it('[UI18] resumes when a heartbeat names a number that does not come', () => {
    const { client, network } = customer({ known: true })
    client.start()
    welcomeCustomer(network, { items: [customerItem({ n: 1 })] })
    const now = network.clock.now()
    network.socket.say({ type: 'heartbeat', newest: 2, now }).flush()
    network.clock.advance(1_600)
    expect(network.sockets).to.have.length(2)
    expect(client.items).to.have.length(1)
  })

  it('[UI19] shows a message as sending, sent and read', async () => {
    const { client, network } = customer({ known: true })
    client.start()
    welcomeCustomer(network)
    client.sendMessage('Hello')
    expect(client.unsent.map(({ status }) => status)).to.deep.equal(['sending'])
    const id = String(network.socket.heardOf('command')[0]?.['id'])
    network.socket.say({ type: 'ack', id, n: 1 }).flush()
    await settled()
    expect(client.unsent.map(({ status }) => status)).to.deep.equal(['sent'])
    const item = customerItem({ n: 1, from: 'me', name: null, text: 'Hello', commandId: id })
    network.socket.say({ type: 'item', item }).say({ type: 'read', n: 1 }).flush()
    expect(client.unsent).to.deep.equal([])
    expect(client.items).to.have.length(1)
    expect(client.readN).to.equal(1)
  })

  it('[UV1] says once that words are here, a moment later', async () => {
    const { client, network } = customer({ known: true })
    client.start()
    welcomeCustomer(network)
    network.socket.say({ type: 'item', item: customerItem({ n: 1, text: 'Good day' }) }).flush()
    network.clock.advance(900)
    expect(network.socket.heardOf('command')).to.deep.equal([])
    network.clock.advance(200)
    network.clock.advance(5_000)
    const said = network.socket.heardOf('command').map(({ command }) => command)
    expect(said).to.deep.equal([{ type: 'markDelivered', n: 1 }])
  })

  it('[UV1] does not say so of what was read, or of own words', async () => {
    const { client, network } = customer({ known: true })
    client.start()
    welcomeCustomer(network)
    const mine = customerItem({ n: 1, from: 'me', name: null, text: 'Hello' })
    network.socket.say({ type: 'item', item: mine }).flush()
    network.clock.advance(2_000)
    network.socket.say({ type: 'item', item: customerItem({ n: 2, text: 'Good day' }) }).flush()
    client.markRead()
    network.clock.advance(2_000)
    const said = network.socket.heardOf('command').map(({ command }) => command)
    expect(said).to.deep.equal([{ type: 'markRead', n: 2 }])
  })

  it('[UI19] keeps a refused message and tries it again with its id', async () => {
    const { client, network } = customer({ known: true })
    client.start()
    welcomeCustomer(network)
    client.sendMessage('Hello')
    const [command] = network.socket.heardOf('command')
    const refusal = { code: 'invalid', says: 'This is not a valid request.' }
    network.socket.say({ type: 'refused', id: command?.['id'], refusal }).flush()
    await settled()
    expect(client.unsent[0]?.status).to.equal('failed')
    client.retry(String(command?.['id']))
    expect(network.socket.heardOf('command')).to.deep.equal([command, command])
  })

  it('[UI20] sends after a reload, with its id, what was not acknowledged', () => {
    const before = customer({ known: true })
    before.client.start()
    welcomeCustomer(before.network)
    before.client.sendMessage('Are you there?')
    const [command] = before.network.socket.heardOf('command')

    const after = customer({ known: true, storage: before.storage })
    expect(after.client.unsent.map(({ text }) => text)).to.deep.equal(['Are you there?'])
    after.client.start()
    welcomeCustomer(after.network)
    expect(after.network.socket.heardOf('command')).to.deep.equal([command])
  })

  it('[UI21] replaces an unknown token once, and sends what waits under the new one', async () => {
    const { client, network, tokens } = customer({ known: true })
    client.start()
    client.sendMessage('Hello')
    network.socket.accept()
    network.socket.close(4401)
    await settled()
    expect(tokens()).to.equal(1)
    welcomeCustomer(network)
    expect(network.socket.heardOf('hello')[0]?.['token']).to.equal('token1')
    expect(network.socket.heardOf('command')).to.have.length(1)

    network.socket.close(4401)
    await settled()
    expect(tokens()).to.equal(1)
  })

  it('[UC9] says its page after each welcome, and when it changes', () => {
    const { client, network } = customer({ known: true })
    const cart = { address: 'https://shop.example/cart', title: 'Cart' }
    client.sayPage(cart)
    client.start()
    welcomeCustomer(network)
    client.sayPage({ ...cart })
    const done = { address: 'https://shop.example/done', title: 'Done' }
    client.sayPage(done)
    const said = () => network.socket.heardOf('page').map(({ page }) => page)
    expect(said()).to.deep.equal([cart, done])
    network.socket.close(4001)
    network.clock.advance(5_000)
    welcomeCustomer(network)
    expect(said()).to.deep.equal([done])
  })

  it('[UC9] says who the customer is once something was written, and once', async () => {
    const { client, network } = customer({ known: true })
    client.introduce({ name: 'Ada', email: 'ada@mail.example' })
    client.start()
    welcomeCustomer(network, { chat: { ...customerChat(), state: 'none', with: null } })
    expect(network.socket.heardOf('command')).to.have.length(0)
    network.socket.say({ type: 'chat', chat: customerChat() }).flush()
    const [said] = network.socket.heardOf('command')
    expect(said?.['command']).to.deep.equal({
      type: 'introduce',
      name: 'Ada',
      email: 'ada@mail.example',
    })
    network.socket.say({ type: 'ack', id: said?.['id'], n: null }).flush()
    await settled()
    client.introduce({ name: 'Ada', email: 'ada@mail.example' })
    expect(network.socket.heardOf('command')).to.have.length(1)
    client.introduce({ name: 'Ada Nwosu' })
    expect(network.socket.heardOf('command').at(-1)?.['command']).to.deep.equal({
      type: 'introduce',
      name: 'Ada Nwosu',
    })
  })
})
