import { MemoryStore } from '#storage/memory-store'
import { shardOf } from '#storage/shard'
import type { CustomerClientFrame } from '#protocol/customer-frames'
import { PROTOCOL_VERSION } from '#protocol/limits'
import { foundAccount } from '../commands/staff-account.ts'
import { FileLinks } from '../files/file-links.ts'
import { Host } from '../host/host.ts'
import { hostDesk } from '../host/host-desk.ts'
import type { Clock, Ids, Log } from '../ports.ts'
import type { Authenticator } from '../realtime/connection.ts'
import { Hub } from '../realtime/hub.ts'
import { Screens } from '../realtime/screens.ts'

/** Customers who come, and what each of them writes: enough for the machine to compile the way. */
const CUSTOMERS = 80
const MESSAGES = 4

const ACCOUNT = 'practice'
const SILENT: Log = { info: () => {}, warn: () => {}, error: () => {} }

const NEW_ACCOUNT: Parameters<typeof foundAccount>[1] = {
  name: ACCOUNT,
  settings: {},
  groups: [
    {
      groupId: 'group',
      name: 'Group',
      publicName: 'Group',
      overflowGroupId: null,
      defaultAgentId: null,
      roundRobinAfter: null,
      number: null,
      hours: null,
      successorId: null,
    },
  ],
  members: [],
  channels: [
    {
      channelId: 'channel',
      kind: 'widget',
      name: 'Channel',
      groupId: 'group',
      botId: null,
      settings: {},
    },
  ],
}

/** Everybody is a customer by the name that the token says. */
const EVERYBODY: Authenticator = {
  staff: async () => null,
  customer: async (channelId, token) => ({ accountId: ACCOUNT, channelId, customerId: token }),
  desksOf: async () => [],
}

/**
 * Lets customers who are not there write to an account that is not there, in a store that is only
 * memory: code that runs for the first time is several times slower, and the first real customers
 * should not wait for that. Nothing is left of it. Gives the messages that were taken.
 */
export async function practise(ports: { clock: Clock; ids: Ids }): Promise<number> {
  const { clock, ids } = ports
  const store = new MemoryStore(() => clock.now())
  const host: Host = new Host({
    store,
    clock,
    ids,
    log: SILENT,
    publish: (changes) => hub.publish(changes),
    onLost: () => {},
    onOutbox: () => {},
  })
  const links = new FileLinks(new Uint8Array(32), () => clock.now())
  const screens = new Screens(host, store, (...asked) => store.loadActors(...asked), links)
  const desk = hostDesk(host)
  const authenticator = EVERYBODY
  const hub = new Hub({ clock, host, desk, screens, feed: store, authenticator, links })
  await host.start()
  host.found(ACCOUNT, shardOf(ACCOUNT))
  await host.run({
    accountId: ACCOUNT,
    by: 'system',
    command: null,
    lane: 'account',
    decide: (turn) => foundAccount(turn, NEW_ACCOUNT),
  })
  let taken = 0
  for (let customer = 0; customer < CUSTOMERS; customer += 1) {
    taken += await visit(hub, ids, `customer-${customer}`)
  }
  hub.closeAll('goingAway')
  host.abandon()
  return taken
}

/** Comes over a socket, writes, and hears of each message before the next; gives those taken. */
async function visit(hub: Hub, ids: Ids, customerId: string): Promise<number> {
  let heard = Promise.withResolvers<void>()
  let taken = 0
  const waitsFor = new Set(['welcome', 'ack', 'refused'])
  const socket = hub.acceptCustomer(
    {
      send: (text) => {
        const { type } = JSON.parse(text) as { type: string }
        if (type === 'ack') taken += 1
        if (waitsFor.has(type)) heard.resolve()
      },
      close: () => heard.resolve(),
      bufferedBytes: () => 0,
    },
    'channel',
  )
  const say = async (frame: CustomerClientFrame): Promise<void> => {
    heard = Promise.withResolvers()
    socket.receive(JSON.stringify(frame))
    await heard.promise
  }
  await say({ type: 'hello', protocol: PROTOCOL_VERSION, token: customerId })
  for (let message = 0; message < MESSAGES; message += 1) {
    const command = { type: 'sendMessage', text: 'Is anybody there?' } as const
    await say({ type: 'command', id: ids.next(), command })
  }
  socket.closed()
  return taken
}
