import { OutcomeUnknown, Rejected } from '#storage/store'
import type { AccountBatch, Store } from '#storage/store'
import type { Clock, Log } from '../ports.ts'
import { pause } from '../ports.ts'
import type { Account } from './account.ts'
import { describe } from './describe.ts'
import type { Lease } from './lease.ts'

/** Turns of one transaction: enough to share an fsync widely, few enough to answer in time. */
export const MAX_BATCH_TURNS = 1_000
export const MAX_BATCH_BYTES = 1_000_000

/** Trying a batch again while the database is away, until the lease ends. */
const RETRY_COMMIT_MS = [50, 100, 200, 400, 800]

/** The longest of them, for what must not give up while the lease lasts. */
const LAST_RETRY_MS = 800

/** Batches of an account that was just rejected. */
export interface Losses {
  /** The account's memory is worth nothing any more; nobody may build on it (H4). */
  lose(account: Account): void
  /** Its rows were rejected twice: with others and alone. */
  rejected(account: Account): void
  /** Its batch is durable. */
  landed(account: Account): void
  /** A flight ended, well or not: there is room for more turns. */
  room(account: Account): void
}

/**
 * Makes gathered turns durable, many accounts in one transaction.
 *
 * G1 one batch is in flight; turns go on meanwhile and gather in the next. G2 a batch that fails is
 * tried again account by account, so that one account's rows cannot hold up another's. G3 where the
 * outcome is unknown, own shards are raised, which waits for the orphan to end, before anything of
 * these accounts is read again.
 */
export class GroupCommit {
  readonly #store: Store
  readonly #clock: Clock
  readonly #log: Log
  readonly #lease: Lease
  readonly #losses: Losses
  readonly #dirty = new Set<Account>()
  #flying = false
  /** Pending while shards are being raised (G3). */
  #raising: Promise<void> = Promise.resolve()
  readonly counters = { batches: 0, batchTurns: 0, rejectedBatches: 0, commitMs: 0 }

  constructor(options: { store: Store; clock: Clock; log: Log; lease: Lease; losses: Losses }) {
    this.#store = options.store
    this.#clock = options.clock
    this.#log = options.log
    this.#lease = options.lease
    this.#losses = options.losses
  }

  /** Resolves when accounts may be read from the store (G3). */
  get settled(): Promise<void> {
    return this.#raising
  }

  /** There is something of this account to write. */
  add(account: Account): void {
    this.#dirty.add(account)
    if (this.#flying) return
    this.#flying = true
    // Whatever happens in the same tick still joins the batch.
    queueMicrotask(() => void this.#fly())
  }

  remove(account: Account): void {
    this.#dirty.delete(account)
  }

  /** G1 */
  async #fly(): Promise<void> {
    while (this.#dirty.size > 0) {
      const flight = this.#board()
      const startedAt = this.#clock.monotonic()
      await this.#commit(flight)
      this.counters.batches += 1
      this.counters.commitMs += this.#clock.monotonic() - startedAt
      for (const account of flight) this.#losses.room(account)
    }
    this.#flying = false
  }

  #board(): Account[] {
    const flight: Account[] = []
    let turns = 0
    let bytes = 0
    for (const account of this.#dirty) {
      const { gathered } = account
      this.#dirty.delete(account)
      if (gathered === null) continue
      account.flying = gathered
      account.gathered = null
      flight.push(account)
      turns += gathered.turns
      bytes += gathered.bytes
      if (turns >= MAX_BATCH_TURNS || bytes >= MAX_BATCH_BYTES) break
    }
    this.counters.batchTurns += turns
    return flight
  }

  async #commit(flight: Account[]): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      const writable = this.#writable(flight)
      if (writable.length === 0) return
      try {
        await this.#write(writable)
        return
      } catch (error) {
        if (error instanceof OutcomeUnknown) return this.#afterUnknown(writable, error)
        if (error instanceof Rejected) return this.#oneByOne(writable, error)
        this.#log.warn({ error: describe(error), attempt }, 'batch not written')
        const wait = RETRY_COMMIT_MS[attempt]
        if (wait === undefined) {
          for (const account of writable) this.#fail(account)
          return
        }
        await pause(this.#clock, wait)
      }
    }
  }

  /** Those that may still be written; the others fail here. */
  #writable(flight: Account[]): Account[] {
    const waiting = flight.filter((account) => account.flying !== null)
    return waiting.filter((account) => {
      const may = !account.lost && this.#lease.epochOf(account.shard) !== null
      if (!may) this.#fail(account)
      return may
    })
  }

  async #write(accounts: Account[]): Promise<void> {
    const batches = accounts.map((account) =>
      toBatch(account, this.#lease.epochOf(account.shard) ?? -1),
    )
    const { fenced } = await this.#store.commit(batches)
    for (const account of accounts) {
      if (fenced.includes(account.accountId)) {
        this.#log.warn({ accountId: account.accountId, shard: account.shard }, 'fenced')
        this.#lease.drop(account.shard)
        this.#fail(account)
      } else {
        this.#land(account)
      }
    }
  }

  #land(account: Account): void {
    const { flying } = account
    account.flying = null
    if (flying === null) return
    account.durableTurn = account.turn - (account.gathered?.turns ?? 0)
    flying.settle('committed')
    this.#losses.landed(account)
  }

  #fail(account: Account): void {
    const { flying } = account
    account.flying = null
    this.#losses.lose(account)
    flying?.settle('lost')
  }

  /** G2 */
  async #oneByOne(accounts: Account[], error: Error): Promise<void> {
    this.counters.rejectedBatches += 1
    this.#log.warn({ error: describe(error), accounts: accounts.length }, 'batch rejected')
    for (const account of accounts) {
      if (this.#writable([account]).length === 0) continue
      try {
        await this.#write([account])
      } catch (again) {
        if (again instanceof OutcomeUnknown) {
          await this.#afterUnknown([account], again)
          continue
        }
        this.#log.error({ accountId: account.accountId, error: describe(again) }, 'account lost')
        if (again instanceof Rejected) this.#losses.rejected(account)
        this.#fail(account)
      }
    }
  }

  /** G3 */
  async #afterUnknown(accounts: Account[], error: Error): Promise<void> {
    this.#log.warn({ error: describe(error) }, 'outcome of a batch unknown')
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#raising = promise
    for (const account of accounts) this.#losses.lose(account)
    const shards = [...new Set(accounts.map((account) => account.shard))]
    for (let attempt = 0; this.#lease.valid; attempt += 1) {
      try {
        await this.#lease.raise(shards)
        break
      } catch (again) {
        this.#log.warn({ error: describe(again), attempt }, 'shards not raised')
        await pause(this.#clock, RETRY_COMMIT_MS[attempt] ?? LAST_RETRY_MS)
      }
    }
    resolve()
    for (const account of accounts) this.#fail(account)
  }
}

function toBatch(account: Account, epoch: number): AccountBatch {
  const { flying, gathered } = account
  if (flying === null) throw new Error('Nothing to write')
  return flying.toBatch({
    accountId: account.accountId,
    shard: account.shard,
    epoch,
    seq: gathered?.fromSeq ?? account.seq,
    turn: account.turn - (gathered?.turns ?? 0),
  })
}
