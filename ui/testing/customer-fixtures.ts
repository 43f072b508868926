import type { CustomerChatView, CustomerItem } from '#protocol/customer-frames'
import type { ChannelView } from '#protocol/rest'
import { CustomerClient } from '../client/customer-client.ts'
import { FakeFiles } from './fake-files.ts'
import { FakeNetwork } from './fake-network.ts'
import { FakeStorage } from './fake-storage.ts'

const AT = Date.UTC(2026, 10, 23, 8, 50)

export function customerItem(change: Partial<CustomerItem> = {}): CustomerItem {
  return {
    n: 1,
    kind: 'text',
    from: 'person',
    name: 'Mira',
    picture: null,
    text: 'Good morning',
    code: null,
    files: [],
    buttons: [],
    at: AT,
    commandId: null,
    ...change,
  }
}

export function channelView(change: Partial<ChannelView> = {}): ChannelView {
  return {
    channelId: 'web',
    name: 'Acme',
    colour: '#0d6782',
    welcome: 'Hello, how can we help?',
    answering: true,
    sendsMail: true,
    files: {
      maxBytes: 20 * 1_024 * 1_024,
      classes: ['image', 'audio', 'video', 'document', 'other'],
    },
    ...change,
  }
}

export function customerChat(change: Partial<CustomerChatView> = {}): CustomerChatView {
  return {
    state: 'talking',
    with: { kind: 'person', name: 'Mira', picture: null },
    canTalkToPerson: false,
    canTalkToBot: false,
    canLeaveMessage: false,
    canRate: false,
    rated: null,
    ...change,
  }
}

/** Plays the server's part from the opening of a customer's socket to its welcome. */
export function welcomeCustomer(
  network: FakeNetwork,
  welcome: {
    items?: CustomerItem[]
    chat?: CustomerChatView
    fresh?: boolean
    newest?: number
    readN?: number
  } = {},
): void {
  const { items = [], chat = customerChat(), fresh = true, readN = 0 } = welcome
  const { socket } = network
  socket.accept()
  socket
    .say({
      type: 'welcome',
      protocol: 1,
      newest: welcome.newest ?? items.at(-1)?.n ?? 0,
      fresh,
      items,
      chat,
      readN,
      now: network.clock.now(),
      heartbeatMs: 15_000,
    })
    .flush()
}

export interface Customer {
  client: CustomerClient
  network: FakeNetwork
  storage: FakeStorage
  files: FakeFiles
  /** How many tokens were asked for. */
  tokens: () => number
}

/** A customer over the channel `web`; `known` customers have a token already. */
export function customer(options: { known: boolean; storage?: FakeStorage }): Customer {
  const network = new FakeNetwork()
  const storage = options.storage ?? new FakeStorage()
  if (options.known && storage.getItem('parley:web') === null) {
    storage.setItem('parley:web', JSON.stringify({ token: 'token0', seenN: 0, outbox: [] }))
  }
  const files = new FakeFiles()
  let tokens = 0
  const client = new CustomerClient(network.ports, {
    base: 'https://parley.test',
    channelId: 'web',
    storage,
    rest: {
      uploadFile: files.uploadFile,
      removeFile: files.removeFile,
      file: files.file,
      newCustomer: () => {
        tokens++
        return Promise.resolve({ ok: true, value: { token: `token${tokens}` } })
      },
    },
  })
  return { client, network, storage, files, tokens: () => tokens }
}
