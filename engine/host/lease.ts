import type { Store } from '#storage/store'
import type { Clock, Ids, Log } from '../ports.ts'

/** How long a node that says nothing is believed to live. */
export const LEASE_MS = 6_000

/** Two renewals may fail before the lease is in danger. */
const RENEW_MS = 2_000

/** What a node leaves to the time that its last writes and answers need on their way. */
const MARGIN_MS = 1_000

/**
 * Which shards this node owns, and whether it may still believe so.
 *
 * L1 an incarnation that let its lease run out never revives: the node begins a new one, with
 * nothing its own. L2 validity is judged by the monotonic clock, from before the renewal was sent.
 */
export class Lease {
  readonly #store: Store
  readonly #clock: Clock
  readonly #ids: Ids
  readonly #log: Log
  readonly #onLost: () => void
  readonly #onGained: (shards: number[]) => void
  #incarnation = ''
  #validUntil = 0
  #epochs = new Map<number, number>()
  #cancel: (() => void) | null = null
  #stopped = false
  #owner: string | null = null
  #generation = 0

  constructor(options: {
    store: Store
    clock: Clock
    ids: Ids
    log: Log
    /** Everything in memory is worth nothing any more. */
    onLost: () => void
    onGained: (shards: number[]) => void
  }) {
    this.#store = options.store
    this.#clock = options.clock
    this.#ids = options.ids
    this.#log = options.log
    this.#onLost = options.onLost
    this.#onGained = options.onGained
  }

  get incarnation(): string {
    return this.#incarnation
  }

  /** Whether this node may write and answer now. */
  get valid(): boolean {
    return this.#clock.monotonic() < this.#validUntil
  }

  /** The shards that this node owns now. */
  owned(): number[] {
    return this.valid ? [...this.#epochs.keys()] : []
  }

  /** Changes whenever shards are gained, dropped or raised. */
  get generation(): number {
    return this.#generation
  }

  /** Who owns the shards, as far as this node knows; null while it is this one or nobody. */
  get owner(): string | null {
    return this.#owner
  }

  /** The epoch under which a shard may be written; null where it is not ours or the lease ran out. */
  epochOf(shard: number): number | null {
    return this.valid ? (this.#epochs.get(shard) ?? null) : null
  }

  async start(): Promise<void> {
    await this.#begin()
    await this.#round()
    this.#plan()
  }

  /** Gives everything up, so that another node can take over at once. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel?.()
    this.#validUntil = 0
    this.#epochs.clear()
    await this.#store.release(this.#incarnation)
  }

  /** Stops without a word to the store, as a crash does. */
  abandon(): void {
    this.#stopped = true
    this.#cancel?.()
    this.#validUntil = 0
    this.#epochs.clear()
  }

  /**
   * Raises the epochs of shards of ours, after which no earlier batch of ours can still be written.
   * Throws what the store throws.
   */
  async raise(shards: number[]): Promise<void> {
    this.#generation += 1
    const raised = await this.#store.raise(this.#incarnation, shards)
    for (const shard of shards) this.#epochs.delete(shard)
    for (const { shard, epoch } of raised) this.#epochs.set(shard, epoch)
  }

  /** Forgets a shard that turned out to belong to another node. */
  drop(shard: number): void {
    this.#generation += 1
    this.#epochs.delete(shard)
  }

  async #begin(): Promise<void> {
    this.#incarnation = this.#ids.next()
    this.#generation += 1
    this.#epochs.clear()
    const sentAt = this.#clock.monotonic()
    await this.#store.register(this.#incarnation, LEASE_MS)
    this.#validUntil = sentAt + LEASE_MS - MARGIN_MS
  }

  #plan(): void {
    if (this.#stopped) return
    this.#cancel = this.#clock.schedule(RENEW_MS, () => {
      this.#round()
        .catch((error: unknown) => this.#log.warn({ error: String(error) }, 'lease not renewed'))
        .finally(() => this.#plan())
    })
  }

  async #round(): Promise<void> {
    const sentAt = this.#clock.monotonic()
    if (!(await this.#store.renew(this.#incarnation, LEASE_MS))) {
      this.#validUntil = 0
      this.#log.warn({ incarnation: this.#incarnation }, 'lease ran out; starting over')
      this.#onLost()
      if (!this.#stopped) await this.#begin()
      return
    }
    if (this.#stopped) return
    this.#validUntil = sentAt + LEASE_MS - MARGIN_MS
    const owned = await this.#store.claim(this.#incarnation)
    if (this.#stopped) return
    const gained = owned.filter(({ shard }) => !this.#epochs.has(shard))
    this.#epochs = new Map(owned.map(({ shard, epoch }) => [shard, epoch]))
    this.#owner = owned.length > 0 ? null : await this.#store.owner()
    if (gained.length > 0) this.#generation += 1
    if (gained.length > 0) this.#onGained(gained.map(({ shard }) => shard))
  }
}
