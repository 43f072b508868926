import type { Mailer } from '../mail/mailer.ts'
import type { PendingDelivery, Store } from '#storage/store'
import type { Feed } from '#storage/feed'
import type { Outlived } from '#storage/outlived'
import type { HostOptions } from '../host/host.ts'
import type { Clock, Log } from '../ports.ts'
import type { Authenticator } from '../realtime/connection.ts'
import type { FaultCounts } from './fault-kinds.ts'
import { ProcessClock } from './process-clock.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import { SimulatedIds } from './simulated-ids.ts'
import { SimulatedNode } from './simulated-node.ts'
import type { SeenTry } from './simulated-webhooks.ts'
import type { StoreFaults } from './store-faults.ts'
import { StoreLine } from './store-line.ts'
import type { Orphan } from './store-line.ts'
import type { Witness } from './violation.ts'

/** A test that breaks a promise from outside does it here. */
export interface Sabotage {
  machines?: HostOptions['machines']
  /** The database as a process reaches it; `clock` dies with the process. */
  store?: (inner: Store & Feed & Outlived, clock: Clock) => Store & Feed & Outlived
}

/** How long until somebody starts a process again, in milliseconds. */
const RESTART_MS = { least: 300, most: 4_000 }

/** How far wall clocks of processes are apart at most, in milliseconds. */
const SKEW_MS = 300

/** The processes of a simulated world, on one database. */
export class Fleet {
  readonly #world: SimulatedClock
  readonly #random: SeededRandom
  readonly #ids: SeededRandom
  readonly #witness: Witness
  readonly #counts: FaultCounts
  readonly #faults: StoreFaults
  readonly #orphans = new Set<Orphan>()
  readonly #reach: (node: string) => Store & Feed & Outlived
  readonly #authenticator: Authenticator
  readonly #sabotage: Sabotage
  readonly #mailer: Mailer
  readonly #onDelivery: (delivery: PendingDelivery) => void
  readonly #onWebhookTry: (seen: SeenTry) => void
  readonly #onCrash: () => void
  readonly #wanted: number
  #started = 0
  #nodes: { node: SimulatedNode; line: StoreLine }[] = []

  constructor(options: {
    world: SimulatedClock
    random: SeededRandom
    witness: Witness
    faults: StoreFaults
    /** The database as a process of that name reaches it. */
    reach: (node: string) => Store & Feed & Outlived
    authenticator: Authenticator
    sabotage: Sabotage
    mailer: Mailer
    onDelivery: (delivery: PendingDelivery) => void
    onWebhookTry: (seen: SeenTry) => void
    onCrash: () => void
  }) {
    this.#world = options.world
    this.#random = options.random
    this.#ids = options.random.fork('host ids')
    this.#witness = options.witness
    this.#counts = options.faults.counts
    this.#faults = options.faults
    this.#reach = options.reach
    this.#authenticator = options.authenticator
    this.#sabotage = options.sabotage
    this.#mailer = options.mailer
    this.#onDelivery = options.onDelivery
    this.#onWebhookTry = options.onWebhookTry
    this.#onCrash = options.onCrash
    // Half of all worlds have a second process that waits to take over.
    this.#wanted = this.#random.chance(0.5) ? 2 : 1
  }

  /** Processes that clients can connect to. */
  get accepting(): SimulatedNode[] {
    return this.#nodes.map(({ node }) => node).filter((node) => node.accepts)
  }

  /** The process that owns most accounts now; null where none does. */
  get owner(): SimulatedNode | null {
    const running = this.#nodes.map(({ node }) => node)
    return running.find((node) => node.host.lease.owned().length > 0) ?? null
  }

  get calm(): boolean {
    return this.#nodes.every(({ node, line }) => node.clock.runs && line.underWay === 0)
  }

  /** Starts as many processes as there should be. */
  start(): void {
    while (this.#nodes.length < this.#wanted) this.#begin()
  }

  crashOwner(): void {
    const node = this.#victim()
    if (node === null) return
    this.#counts.crash += 1
    node.crash()
    this.#onCrash()
  }

  stopOwner(): void {
    const node = this.#victim()
    if (node === null) return
    this.#counts.stop += 1
    node.stop()
  }

  /** Pauses the owner; another process takes over meanwhile. */
  pauseOwner(durationMs: number): void {
    const node = this.#victim()
    if (node === null) return
    this.#counts.leaseLost += 1
    node.clock.pause()
    if (this.#nodes.every((other) => !other.node.clock.runs)) this.#begin()
    this.#world.schedule(durationMs, () => {
      this.#witness.saw(`${node.name} goes on`)
      node.clock.resume()
    })
  }

  #victim(): SimulatedNode | null {
    const running = this.#nodes.map(({ node }) => node).filter((node) => node.clock.runs)
    const { owner } = this
    return owner !== null && owner.clock.runs ? owner : (running[0] ?? null)
  }

  #begin(): void {
    this.#started += 1
    const name = `node${this.#started}`
    const random = this.#random.fork(name)
    const clock = new ProcessClock(this.#world, random.between(-SKEW_MS, SKEW_MS))
    const reached = this.#reach(name)
    const line = new StoreLine({
      world: this.#world,
      process: clock,
      inner: this.#sabotage.store?.(reached, clock) ?? reached,
      random,
      faults: this.#faults,
      orphans: this.#orphans,
    })
    const node = new SimulatedNode({
      name,
      clock,
      store: line,
      ids: new SimulatedIds(clock, this.#ids, 'host'),
      log: this.#logOf(name),
      authenticator: this.#authenticator,
      machines: this.#sabotage.machines,
      mailer: this.#mailer,
      random: random.fork('bots'),
      webhookRandom: random.fork('webhooks'),
      onDelivery: this.#onDelivery,
      onWebhookTry: this.#onWebhookTry,
      onStopped: () => this.#ended(node),
    })
    this.#nodes.push({ node, line })
    this.#witness.saw(`${name} starts`)
    node.start()
  }

  #ended(node: SimulatedNode): void {
    this.#witness.saw(`${node.name} ended`)
    this.#nodes = this.#nodes.filter((other) => other.node !== node)
    this.#world.schedule(this.#random.between(RESTART_MS.least, RESTART_MS.most), () =>
      this.start(),
    )
  }

  #logOf(name: string): Log {
    return {
      info: () => {},
      warn: (about, message) =>
        this.#witness.saw(`${name} warns: ${message} ${JSON.stringify(about).slice(0, 200)}`),
      error: (about, message) => {
        this.#witness.saw(`${name} says: ${message} ${JSON.stringify(about).slice(0, 300)}`)
        const ours = message === 'a turn failed' || message === 'a delivery is dead'
        this.#witness.holds(!ours, 'noFault', () => `${message}: ${JSON.stringify(about)}`)
      },
    }
  }
}
