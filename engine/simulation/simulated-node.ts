import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { PendingDelivery, Store } from '#storage/store'
import type { Feed } from '#storage/feed'
import type { Outlived } from '#storage/outlived'
import { Bots } from '../bots/bots.ts'
import { forgetOutlived } from '../erasing/forget-outlived.ts'
import { hostDesk } from '../host/host-desk.ts'
import { ReturnLinks } from '../auth/return-links.ts'
import { FileLinks } from '../files/file-links.ts'
import { Host } from '../host/host.ts'
import type { HostOptions } from '../host/host.ts'
import { MAIL } from '../host/missed-mail.ts'
import { OutboxWorker } from '../host/outbox.ts'
import { CustomerMails } from '../mail/customer-mails.ts'
import type { Mailer } from '../mail/mailer.ts'
import { PostOffice } from '../mail/post-office.ts'
import { every } from '../operation/every.ts'
import { Breaker } from '../outgoing/breaker.ts'
import { pause } from '../ports.ts'
import type { Log } from '../ports.ts'
import type { Authenticator, Connection, SocketHandler } from '../realtime/connection.ts'
import { Hub } from '../realtime/hub.ts'
import { WebhookDispatcher } from '../webhooks/dispatcher.ts'
import { Screens } from '../realtime/screens.ts'
import type { Link } from './link.ts'
import type { ProcessClock } from './process-clock.ts'
import type { SeededRandom } from './seeded-random.ts'
import { SimulatedBots } from './simulated-bots.ts'
import { SimulatedWebhooks } from './simulated-webhooks.ts'
import type { SeenTry } from './simulated-webhooks.ts'
import type { SimulatedIds } from './simulated-ids.ts'

/** How often a process wakes accounts whose timers fall due. */
const WAKE_MS = 30_000

/** How often a process erases what accounts keep for a time only. */
const FORGET_MS = 20_000

/** Chats in one part of a desk: so few that most desks come in parts. */
const DESK_PART = 3

/** One process of the product, put together as `main.ts` does, on simulated ports. */
export class SimulatedNode {
  readonly name: string
  readonly clock: ProcessClock
  readonly host: Host
  readonly hub: Hub
  readonly #outbox: OutboxWorker
  readonly #webhooks: WebhookDispatcher
  readonly links = new Set<Link>()
  readonly #onStopped: () => void
  readonly #outlived: Outlived
  readonly #log: Log
  #accepting = false
  #stopping = false

  constructor(options: {
    name: string
    clock: ProcessClock
    store: Store & Feed & Outlived
    ids: SimulatedIds
    log: Log
    authenticator: Authenticator
    machines?: HostOptions['machines']
    /** Where its mails go. */
    mailer: Mailer
    /** How its bots' services behave. */
    random: SeededRandom
    /** How its webhooks' servers behave, and when what failed is tried again. */
    webhookRandom: SeededRandom
    /** Told before a delivery is made. */
    onDelivery: (delivery: PendingDelivery) => void
    /** Told of each try to tell a webhook. */
    onWebhookTry: (seen: SeenTry) => void
    /** The process ended by itself: in order, or because it could not start. */
    onStopped: () => void
  }) {
    const { name, clock, store, ids, log } = options
    this.name = name
    this.clock = clock
    this.#onStopped = options.onStopped
    this.#outlived = store
    this.#log = log
    this.host = new Host({
      store,
      clock,
      ids,
      log,
      machines: options.machines,
      publish: (changes) => this.hub.publish(changes),
      onLoaded: (account) => this.hub.awaitCustomers(account),
      onLost: (accountId) => this.hub.lose(accountId),
      onOutbox: () => this.#outbox.kick(),
      onWebhooks: () => this.#webhooks.kick(),
      reach: {
        sendsMail: true,
        isHere: (accountId, customerId) => this.hub.isHere(accountId, customerId),
      },
    })
    const links = new FileLinks(new Uint8Array(32).fill(7), () => clock.now())
    this.hub = new Hub({
      clock,
      host: this.host,
      desk: hostDesk(this.host),
      screens: new Screens(this.host, store, (...asked) => store.loadActors(...asked), links, {
        partChats: DESK_PART,
        breathe: () => pause(clock, 1),
      }),
      feed: store,
      authenticator: options.authenticator,
      links,
    })
    const { mailer } = options
    const publicUrl = 'https://desk.example'
    const postOffice = new PostOffice({
      mailer,
      people: { person: () => Promise.resolve(null), accountsOfPerson: () => Promise.resolve([]) },
      webhookOf: () => Promise.resolve(null),
      passwordReset: { newLink: () => Promise.reject(new Error('nobody forgets a password here')) },
      toCustomers: new CustomerMails({
        host: this.host,
        store,
        feed: store,
        links: new ReturnLinks(new Uint8Array(32).fill(7), () => clock.now()),
        allow: () => Promise.resolve(true),
        mailer,
        publicUrl,
      }),
      publicUrl,
    })
    const bots = new Bots({
      host: this.host,
      clock,
      outgoing: new SimulatedBots(options.random, clock),
      files: null,
      breaker: new Breaker(clock),
      wordsOf: async (accountId, messageId) =>
        (await store.words(accountId, [messageId], MAX_TEXT_LENGTH))[0]?.text ?? null,
      find: async (_accountId, question) => {
        const match = options.random.between(0, 100)
        return [{ title: 'An article', url: null, text: `About ${question.length}`, match }]
      },
    })
    this.#outbox = new OutboxWorker({
      store,
      clock,
      log,
      shards: () => this.host.lease.owned(),
      isSlow: ({ kind }) => kind === 'askBot',
      deliver: (delivery) => {
        options.onDelivery(delivery)
        if (delivery.kind === MAIL) return postOffice.deliver(delivery)
        return bots.deliver(delivery)
      },
    })
    const { webhookRandom, onWebhookTry } = options
    this.#webhooks = new WebhookDispatcher({
      store,
      feed: store,
      host: this.host,
      outgoing: new SimulatedWebhooks(webhookRandom, clock, onWebhookTry),
      clock,
      random: webhookRandom,
      log,
    })
  }

  /** Whether clients can connect to it. */
  get accepts(): boolean {
    return this.#accepting && !this.clock.killed
  }

  get stopping(): boolean {
    return this.#stopping
  }

  start(): void {
    this.host.start().then(
      () => {
        if (this.clock.killed) return
        this.#accepting = true
        this.#outbox.start()
        this.#webhooks.start()
        const wake = (): void => {
          void this.host.wakeDue()
          this.clock.schedule(WAKE_MS, wake)
        }
        this.clock.schedule(WAKE_MS, wake)
        const cursors = new Map<string, string>()
        every({ clock: this.clock, log: this.#log }, FORGET_MS, 'forgetting', () =>
          forgetOutlived({ host: this.host, outlived: this.#outlived, clock: this.clock, cursors }),
        )
      },
      () => this.crash(),
    )
  }

  acceptStaff(connection: Connection): SocketHandler {
    return this.hub.acceptStaff(connection, null)
  }

  acceptCustomer(connection: Connection, channelId: string): SocketHandler {
    return this.hub.acceptCustomer(connection, channelId)
  }

  /** Dies at once: memory, timers and connections are gone. */
  crash(): void {
    if (this.clock.killed) return
    this.host.abandon()
    this.#end()
  }

  /** Stops in order, as on SIGTERM. */
  stop(): void {
    if (this.#stopping || this.clock.killed) return
    this.#stopping = true
    this.#accepting = false
    this.#outbox.stop()
    this.#webhooks.stop()
    this.hub.closeAll('goingAway')
    this.host.stop().then(
      () => this.#end(),
      () => this.#end(),
    )
  }

  #end(): void {
    if (this.clock.killed) return
    this.#accepting = false
    this.clock.kill()
    for (const link of this.links) link.cut()
    this.links.clear()
    this.#onStopped()
  }
}
