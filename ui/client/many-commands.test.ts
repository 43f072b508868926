import { expect } from '@open-wc/testing'
import { FakeClock } from '../testing/fake-clock.ts'
import { settled } from '../testing/look.ts'
import { connectedDesk, welcomeStaff } from '../testing/staff-fixtures.ts'
import { manyCommands } from './many-commands.ts'

const closing = (n: number) => ({ type: 'closeChat' as const, chatId: `c${n}` })

describe('many commands', () => {
  it('[UM1] have an id each, are settled each for itself, and go out again with it', async () => {
    const { client, network } = connectedDesk()
    const told: number[] = []
    const all = manyCommands([closing(1), closing(2), closing(3)], {
      send: (command) => client.command(command),
      clock: network.clock,
      told: (count) => told.push(count),
      stopped: new AbortController().signal,
    })
    const ids = network.socket.heardOf('command').map(({ id }) => id)
    expect(new Set(ids).size).to.equal(3)
    const refusal = { code: 'holdsChat', says: 'Ben has it.' }
    network.socket.sayNumbered({ type: 'refused', id: ids[1], refusal })
    network.socket.sayNumbered({ type: 'ack', id: ids[0], seq: 11, result: {} }).flush()
    await settled()
    expect(told).to.deep.equal([])
    network.socket.close(1006)
    network.clock.advance(2_000)
    welcomeStaff(network)
    expect(network.socket.heardOf('command').map(({ id }) => id)).to.deep.equal([ids[2]])
    network.socket.sayNumbered({ type: 'ack', id: ids[2], seq: 12, result: {} }).flush()
    expect((await all).map(({ ok }) => ok)).to.deep.equal([true, false, true])
    expect(told).to.deep.equal([3])
  })

  it('[UM2] go out in small batches, so that a socket is never flooded, and can be stopped', async () => {
    const clock = new FakeClock()
    const stop = new AbortController()
    let sent = 0
    const send = async () => {
      sent++
      return { ok: true as const, ack: sent }
    }
    const told: number[] = []
    const all = manyCommands(
      Array.from({ length: 50 }, (_, n) => closing(n)),
      { send, clock, told: (count) => told.push(count), stopped: stop.signal },
    )
    await settled()
    expect(sent).to.equal(20)
    clock.advance(999)
    await settled()
    expect(sent).to.equal(20)
    clock.advance(1)
    await settled()
    expect(sent).to.equal(40)
    stop.abort()
    const became = await all
    expect(sent).to.equal(40)
    expect(told).to.deep.equal([20, 40])
    expect(became.filter(({ ok }) => ok)).to.have.length(40)
    expect(became).to.have.length(50)
  })
})
