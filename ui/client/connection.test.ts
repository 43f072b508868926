import { expect } from '@open-wc/testing'
import type { CustomerCommand } from '#protocol/customer-commands'
import type { CustomerClientFrame, CustomerServerFrame } from '#protocol/customer-frames'
import { welcomeCustomer } from '../testing/customer-fixtures.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import { FakeNetwork } from '../testing/fake-network.ts'
import { settled } from '../testing/look.ts'
import { backOffMs } from './back-off.ts'
import { newCommandId } from './command-id.ts'
import { Connection, type ConnectionStatus } from './connection.ts'
import { storableText } from './storable-text.ts'
import { TypingSignal } from './typing-signal.ts'

function connect() {
  const network = new FakeNetwork()
  const statuses: ConnectionStatus['kind'][] = []
  const connection = new Connection<CustomerServerFrame, CustomerClientFrame, CustomerCommand>(
    network.ports,
    {
      url: 'wss://parley.test/socket',
      hello: () => ({ type: 'hello', protocol: 1, token: 'secret' }),
      commandFrame: (id, command) => ({ type: 'command', id, command }),
      received: () => {},
      changed: ({ kind }) => statuses.push(kind),
    },
  )
  connection.start()
  return { network, connection, statuses }
}

const write = (text: string): CustomerCommand => ({ type: 'sendMessage', text })

function texts(frames: Record<string, unknown>[]): unknown[] {
  return frames.map(({ command }) => (command as { text: string }).text)
}

describe('connection', () => {
  it('[UI1] says hello first, and sends commands only after the welcome', () => {
    const { network, connection } = connect()
    void connection.command(write('early'))
    const { socket } = network
    expect(socket.heard).to.deep.equal([])
    socket.accept()
    expect(socket.heard).to.deep.equal([{ type: 'hello', protocol: 1, token: 'secret' }])
    welcomeCustomer(network)
    expect(texts(socket.heardOf('command'))).to.deep.equal(['early'])
    expect(socket.url).not.to.contain('secret')
  })

  it('[UD1] keeps its socket where timers run once a minute: the heartbeats are the server’s', () => {
    const { network, statuses } = connect()
    network.clock.throttledTo = 60_000
    welcomeCustomer(network)
    const { socket, clock } = network
    for (let beats = 0; beats < 4 * 60; beats += 1) {
      clock.advance(15_000)
      socket.say({ type: 'heartbeat', newest: 0, now: clock.now() }).flush()
    }
    expect(network.sockets).to.deep.equal([socket])
    expect(statuses.at(-1)).to.equal('live')
    // It needs none of its own: nothing went out but the hello.
    expect(socket.heard.map(({ type }) => type)).to.deep.equal(['hello'])
  })

  it('[UD1] gives a socket up that is silent, also where timers run once a minute', () => {
    const { network } = connect()
    network.clock.throttledTo = 60_000
    welcomeCustomer(network)
    network.clock.advance(180_000)
    expect(network.sockets.length).to.be.above(1)
  })

  it('[UI2] sends again, with the same ids and in order, what was not acknowledged', async () => {
    const { network, connection } = connect()
    welcomeCustomer(network)
    const first = connection.command(write('one'))
    void connection.command(write('two'))
    void connection.command(write('three'))
    const [one, two] = network.socket.heardOf('command')
    network.socket.say({ type: 'ack', id: one?.['id'], n: 1 }).flush()
    expect((await first).ok).to.equal(true)

    network.socket.close(1006)
    network.clock.advance(1_000)
    expect(network.sockets).to.have.length(2)
    welcomeCustomer(network)
    const again = network.socket.heardOf('command')
    expect(texts(again)).to.deep.equal(['two', 'three'])
    expect(again[0]?.['id']).to.equal(two?.['id'])
  })

  it('[UI3] sends the next of a lane when the one before it is settled', async () => {
    const { network, connection } = connect()
    welcomeCustomer(network)
    void connection.command(write('one'), { lane: 'write' })
    void connection.command(write('two'), { lane: 'write' })
    void connection.command({ type: 'endChat' })
    const { socket } = network
    expect(socket.heardOf('command')).to.have.length(2)
    socket.say({ type: 'ack', id: socket.heardOf('command')[0]?.['id'], n: 1 }).flush()
    await settled()
    expect(texts(socket.heardOf('command').slice(2))).to.deep.equal(['two'])
  })

  it('[UI4] sends a command again after the time that a busy server names', () => {
    const { network, connection } = connect()
    welcomeCustomer(network)
    void connection.command(write('one'), { lane: 'write' })
    void connection.command(write('two'), { lane: 'write' })
    const { socket, clock } = network
    const id = socket.heardOf('command')[0]?.['id']
    const refusal = { code: 'busy', says: 'Busy', retryAfterMs: 700 }
    socket.say({ type: 'refused', id, refusal }).flush()
    clock.advance(699)
    expect(socket.heardOf('command')).to.have.length(1)
    clock.advance(1)
    expect(socket.heardOf('command').map((frame) => frame['id'])).to.deep.equal([id, id])
  })

  it('[UI5] hands a refusal for good back, and never sends that command again', async () => {
    const { network, connection } = connect()
    welcomeCustomer(network)
    const asked = connection.command(write('one'))
    const { socket } = network
    const refusal = { code: 'blocked', says: 'This customer is blocked.' }
    socket.say({ type: 'refused', id: socket.heardOf('command')[0]?.['id'], refusal }).flush()
    expect(await asked).to.deep.equal({ ok: false, refusal })
    socket.close(1006)
    network.clock.advance(1_000)
    welcomeCustomer(network)
    expect(network.socket.heardOf('command')).to.deep.equal([])
  })

  it('[UI6] gives up a socket that missed two heartbeats, and not one that speaks', () => {
    const { network } = connect()
    welcomeCustomer(network)
    const { clock } = network
    for (let beat = 0; beat < 6; beat++) {
      clock.advance(15_000)
      network.socket.say({ type: 'heartbeat', newest: 0, now: clock.now() }).flush()
    }
    expect(network.sockets).to.have.length(1)
    clock.advance(30_000)
    expect(network.sockets).to.have.length(1)
    clock.advance(8_000)
    expect(network.sockets).to.have.length(2)
    expect(network.sockets[0]?.isClosed).to.equal(true)
  })

  it('[UI7] waits longer after each failure, with jitter and a limit', () => {
    const least = [0, 1, 2, 3].map((attempt) => backOffMs(attempt, 0))
    expect(least).to.deep.equal([250, 500, 1_000, 2_000])
    expect(backOffMs(2, 0.999)).to.be.within(1_900, 2_000)
    expect(backOffMs(40, 0.999)).to.be.at.most(20_000)
  })

  it('[UI7] tries at once when the network is back', () => {
    const { network } = connect()
    for (let failure = 0; failure < 6; failure++) {
      network.socket.close(1006)
      network.clock.advance(20_000)
    }
    network.socket.close(1006)
    const before = network.sockets.length
    network.wake()
    expect(network.sockets).to.have.length(before + 1)
  })

  it('[UI8] stops where trying again does not help, and returns soon to one that stops', () => {
    const { network, connection } = connect()
    welcomeCustomer(network)
    network.clock.advance(10_000)
    network.socket.close(4001)
    network.clock.advance(1_000)
    expect(network.sockets).to.have.length(2)
    welcomeCustomer(network)
    network.socket.close(4401)
    network.clock.advance(600_000)
    expect(network.sockets).to.have.length(2)
    expect(connection.status).to.deep.equal({ kind: 'over', reason: 'unauthorized' })
  })

  it('[UI9] makes ids that are UUIDs of version 7 and sort by time', () => {
    const ids = [1_000, 1_001, Date.UTC(2026, 10, 23)].map((at) => newCommandId(at, Math.random))
    for (const id of ids) {
      expect(id).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    }
    expect([...ids].sort()).to.deep.equal(ids)
  })

  it('[UI10] leaves out what cannot be stored', () => {
    expect(storableText('a\u0000\u0007b')).to.equal('ab')
    expect(storableText('a\tb\r\nc')).to.equal('a\tb\r\nc')
    expect(storableText('half \uD83D of one')).to.equal('half \uFFFD of one')
    expect(storableText('whole 🙂')).to.equal('whole 🙂')
  })

  it('[UI11] says typing when it begins, renews it, and takes it back after a pause', () => {
    const clock = new FakeClock()
    const said: boolean[] = []
    const signal = new TypingSignal(clock, (typing) => said.push(typing))
    for (let key = 0; key < 8; key++) {
      signal.touch()
      clock.advance(500)
    }
    expect(said).to.deep.equal([true, true])
    clock.advance(5_000)
    expect(said).to.deep.equal([true, true, false])
  })
})
