import type { PendingDelivery, Settlement, Store } from '#storage/store'
import type { Clock, Log } from '../ports.ts'

/** Deliveries that are taken at once. */
const MOST_AT_ONCE = 200

/** Looked for this often, besides right after a turn that made some. */
const ROUND_MS = 5_000

/** Waits between tries in milliseconds; after the last one a delivery is a dead letter. */
const RETRY_MS = [1_000, 5_000, 30_000, 300_000, 1_800_000]

/** Delivers what turns left for third parties. Throws where it should be tried again. */
export type Deliver = (delivery: PendingDelivery) => Promise<void>

/**
 * Carries deliveries out at least once, per chat in order.
 *
 * O1 a delivery is settled only after it was carried out. O2 its effect id is the receiver's key
 * against doubles. O3 one that cannot be delivered becomes a dead letter and lets the next one pass.
 * O4 nothing waits for a slow one but what comes after it in its own chat.
 */
export class OutboxWorker {
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log
  readonly #shards: () => number[]
  readonly #deliver: Deliver
  readonly #isSlow: (delivery: PendingDelivery) => boolean
  readonly #gaveUp: Deliver
  /** Slow ones under way, by account and effect. */
  readonly #aside = new Set<string>()
  /** Of these, what is settled: forgotten after a look at the store that began later. */
  readonly #settledAside = new Set<string>()
  #running = false
  #again = false
  #stopped = false
  #cancel: (() => void) | null = null
  readonly counters = { delivered: 0, retried: 0, dead: 0 }

  constructor(options: {
    store: Store
    clock: Clock
    log: Log
    /** Shards that this node owns now. */
    shards: () => number[]
    deliver: Deliver
    /** Whether a delivery waits for the network of others. */
    isSlow?: (delivery: PendingDelivery) => boolean
    /** Says of one that it is a dead letter now, to whom it concerns. */
    gaveUp?: Deliver
  }) {
    this.#store = options.store
    this.#clock = options.clock
    this.#log = options.log
    this.#shards = options.shards
    this.#deliver = options.deliver
    this.#isSlow = options.isSlow ?? (() => false)
    this.#gaveUp = options.gaveUp ?? (async () => {})
  }

  start(): void {
    const round = (): void => {
      this.kick()
      this.#cancel = this.#clock.schedule(ROUND_MS, round)
    }
    round()
  }

  stop(): void {
    this.#stopped = true
    this.#cancel?.()
  }

  /** Looks for deliveries now, or once more after the present round. */
  kick(): void {
    if (this.#stopped) return
    if (this.#running) {
      this.#again = true
      return
    }
    this.#running = true
    void this.#run()
  }

  async #run(): Promise<void> {
    try {
      do {
        this.#again = false
        const settled = [...this.#settledAside]
        const most = MOST_AT_ONCE + this.#aside.size
        const all = await this.#store.takeOutbox(this.#shards(), this.#clock.now(), most)
        if (this.#stopped) return
        const taken = all.filter((delivery) => !this.#setAside(delivery))
        for (const key of settled) {
          this.#settledAside.delete(key)
          this.#aside.delete(key)
        }
        if (taken.length === 0) continue
        const settlements = await Promise.all(taken.map((delivery) => this.#try(delivery)))
        await this.#store.settleOutbox(settlements)
        this.#again = true
      } while (this.#again && !this.#stopped)
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'outbox not read')
    } finally {
      this.#running = false
    }
  }

  /** O4: true for what is delivered beside the rounds, begun now or before. */
  #setAside(delivery: PendingDelivery): boolean {
    const key = `${delivery.accountId} ${delivery.effectId}`
    if (this.#aside.has(key)) return true
    if (!this.#isSlow(delivery)) return false
    this.#aside.add(key)
    const settle = async (): Promise<void> => {
      try {
        await this.#store.settleOutbox([await this.#try(delivery)])
      } catch (error) {
        this.#log.warn({ error: String(error) }, 'a delivery was not settled')
      } finally {
        this.#settledAside.add(key)
      }
      this.kick()
    }
    void settle()
    return true
  }

  async #say(delivery: PendingDelivery): Promise<void> {
    try {
      await this.#gaveUp(delivery)
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'nobody was told of a dead delivery')
    }
  }

  async #try(delivery: PendingDelivery): Promise<Settlement> {
    const { accountId, effectId, attempts } = delivery
    try {
      await this.#deliver(delivery)
      this.counters.delivered += 1
      return { accountId, effectId, outcome: { kind: 'done' } }
    } catch (error) {
      const wait = RETRY_MS[attempts]
      const words = String(error)
      if (wait === undefined) {
        this.counters.dead += 1
        this.#log.error({ accountId, effectId, error: words }, 'a delivery is dead')
        await this.#say(delivery)
        return { accountId, effectId, outcome: { kind: 'dead', error: words } }
      }
      this.counters.retried += 1
      const at = this.#clock.now() + wait
      return { accountId, effectId, outcome: { kind: 'retry', at, error: words } }
    }
  }
}
