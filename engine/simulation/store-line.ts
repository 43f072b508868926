import { OutcomeUnknown, Rejected, StoreUnavailable } from '#storage/store'
import type {
  AccountBatch,
  CommandKey,
  KnownCustomer,
  OwnedShard,
  PendingDelivery,
  Settlement,
  Store,
  StoredAccount,
  Swept,
} from '#storage/store'
import type {
  Changes,
  Feed,
  StoredConversation,
  StoredCustomerScreen,
  Touched,
  Words,
} from '#storage/feed'
import type { Outlived, OutlivedChat, OutlivedPeople } from '#storage/outlived'
import type {
  ActorRow,
  ChatRow,
  CommandRow,
  HandoverRow,
  JournalRow,
  MessageRow,
  ReadMarkRow,
} from '#storage/rows'
import type {
  PendingWebhookDelivery,
  WebhookHealth,
  WebhookSettlement,
} from '#storage/webhook-rows'
import type { ProcessClock } from './process-clock.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { SimulatedClock } from './simulated-clock.ts'
import type { StoreFaults } from './store-faults.ts'

/** One way to the database or back, in milliseconds. */
const QUICK_MS = { least: 0, most: 4 }
const SLOW_MS = { least: 20, most: 900 }
const SLOW_CHANCE = 0.03

/** How much later a batch may be written that its host gave up, in milliseconds. */
const LATE_MS = { least: 10, most: 6_000 }

/** A batch that the database still works on although nobody waits for it. */
export interface Orphan {
  shards: Set<number>
  /** Holds its shards' rows: who raises or claims them waits. */
  land: () => Promise<void>
}

/**
 * The line of one process to the database: every call takes its time there and back, a pool of
 * connections lets calls overtake each other, and what `StoreFaults` says goes wrong.
 *
 * N1 a call that reached the database happens, whatever becomes of the process that made it. N2
 * whoever raises or claims shards waits for orphans that hold them, as Postgres' row locks do.
 */
export class StoreLine implements Store, Feed, Outlived {
  readonly #world: SimulatedClock
  readonly #process: ProcessClock
  readonly #inner: Store & Feed & Outlived
  readonly #random: SeededRandom
  readonly #faults: StoreFaults
  readonly #orphans: Set<Orphan>
  #underWay = 0

  constructor(options: {
    world: SimulatedClock
    process: ProcessClock
    inner: Store & Feed & Outlived
    random: SeededRandom
    faults: StoreFaults
    /** Of all processes at this database. */
    orphans: Set<Orphan>
  }) {
    this.#world = options.world
    this.#process = options.process
    this.#inner = options.inner
    this.#random = options.random
    this.#faults = options.faults
    this.#orphans = options.orphans
  }

  /** Calls that were not answered yet. */
  get underWay(): number {
    return this.#process.killed ? 0 : this.#underWay
  }

  register(incarnation: string, leaseMs: number): Promise<void> {
    return this.#ask(() => this.#inner.register(incarnation, leaseMs))
  }

  renew(incarnation: string, leaseMs: number): Promise<boolean> {
    return this.#ask(() => this.#inner.renew(incarnation, leaseMs))
  }

  claim(incarnation: string): Promise<OwnedShard[]> {
    return this.#ask(async () => {
      for (const orphan of [...this.#orphans]) await orphan.land()
      return this.#inner.claim(incarnation)
    })
  }

  raise(incarnation: string, shards: number[]): Promise<OwnedShard[]> {
    return this.#ask(async () => {
      for (const orphan of [...this.#orphans]) {
        if (shards.some((shard) => orphan.shards.has(shard))) await orphan.land()
      }
      return this.#inner.raise(incarnation, shards)
    })
  }

  release(incarnation: string): Promise<void> {
    return this.#ask(() => this.#inner.release(incarnation))
  }

  owner(): Promise<string | null> {
    return this.#ask(() => this.#inner.owner())
  }

  loadAccount(accountId: string): Promise<StoredAccount | null> {
    return this.#ask(() => this.#inner.loadAccount(accountId))
  }

  loadChats(accountId: string, chatIds: string[]): Promise<ChatRow[]> {
    return this.#ask(() => this.#inner.loadChats(accountId, chatIds))
  }

  loadActors(accountId: string, actors: string[]): Promise<ActorRow[]> {
    return this.#ask(() => this.#inner.loadActors(accountId, actors))
  }

  loadCustomers(accountId: string, customerIds: string[]): Promise<KnownCustomer[]> {
    return this.#ask(() => this.#inner.loadCustomers(accountId, customerIds))
  }

  findCommands(keys: CommandKey[]): Promise<(CommandRow & { accountId: string })[]> {
    return this.#ask(() => this.#inner.findCommands(keys))
  }

  accountsToWake(shards: number[], until: number): Promise<string[]> {
    return this.#ask(() => this.#inner.accountsToWake(shards, until))
  }

  commit(batches: AccountBatch[]): Promise<{ fenced: string[] }> {
    const faults = this.#faults
    return this.#call(() => {
      if (faults.failing > 0) {
        faults.failing -= 1
        faults.counts.commitFailed += 1
        return Promise.reject(new StoreUnavailable('the database says: not now'))
      }
      const { rejecting } = faults
      if (rejecting !== null && batches.some((batch) => batch.accountId === rejecting.accountId)) {
        rejecting.times -= 1
        if (rejecting.times <= 0) faults.rejecting = null
        faults.counts.accountRejected += 1
        return Promise.reject(new Rejected(`a row of ${rejecting.accountId} breaks a rule`))
      }
      if (faults.unheard !== null) return this.#commitUnheard(batches)
      return this.#inner.commit(batches)
    })
  }

  takeOutbox(shards: number[], now: number, limit: number): Promise<PendingDelivery[]> {
    return this.#ask(() => this.#inner.takeOutbox(shards, now, limit))
  }

  settleOutbox(settlements: Settlement[]): Promise<void> {
    return this.#ask(() => this.#inner.settleOutbox(settlements))
  }

  takeWebhookDeliveries(
    shards: number[],
    now: number,
    perWebhook: number,
  ): Promise<PendingWebhookDelivery[]> {
    return this.#ask(() => this.#inner.takeWebhookDeliveries(shards, now, perWebhook))
  }

  settleWebhookDelivery(settlement: WebhookSettlement): Promise<WebhookHealth | null> {
    return this.#ask(() => this.#inner.settleWebhookDelivery(settlement))
  }

  sweep(now: number): Promise<Swept> {
    return this.#ask(() => this.#inner.sweep(now))
  }

  changesSince(accountId: string, afterSeq: number, limit: number): Promise<Changes | null> {
    return this.#ask(() => this.#inner.changesSince(accountId, afterSeq, limit))
  }

  conversation(
    accountId: string,
    chatId: string,
    beforeSeq: number | null,
    limit: number,
  ): Promise<StoredConversation> {
    return this.#ask(() => this.#inner.conversation(accountId, chatId, beforeSeq, limit))
  }

  customerStream(
    accountId: string,
    customerId: string,
    afterCustomerSeq: number,
    limit: number,
  ): Promise<MessageRow[]> {
    return this.#ask(() =>
      this.#inner.customerStream(accountId, customerId, afterCustomerSeq, limit),
    )
  }

  customerTail(accountId: string, customerId: string, limit: number): Promise<MessageRow[]> {
    return this.#ask(() => this.#inner.customerTail(accountId, customerId, limit))
  }

  customerScreen(
    accountId: string,
    customerId: string,
    limit: number,
  ): Promise<StoredCustomerScreen> {
    return this.#ask(() => this.#inner.customerScreen(accountId, customerId, limit))
  }

  words(accountId: string, messageIds: string[], length: number): Promise<Words[]> {
    return this.#ask(() => this.#inner.words(accountId, messageIds, length))
  }

  customerNames(accountId: string, customerIds: string[]): Promise<Map<string, string>> {
    return this.#ask(() => this.#inner.customerNames(accountId, customerIds))
  }

  handovers(accountId: string, handoverIds: string[]): Promise<HandoverRow[]> {
    return this.#ask(() => this.#inner.handovers(accountId, handoverIds))
  }

  touched(accountId: string, upToSeq: number, limit: number): Promise<Touched> {
    return this.#ask(() => this.#inner.touched(accountId, upToSeq, limit))
  }

  journals(accountId: string, actors: readonly string[]): Promise<JournalRow[]> {
    return this.#ask(() => this.#inner.journals(accountId, actors))
  }

  readMarks(accountId: string, chatIds: string[]): Promise<ReadMarkRow[]> {
    return this.#ask(() => this.#inner.readMarks(accountId, chatIds))
  }

  accountsThatForget(shards: number[]): Promise<{ accountId: string; retentionMs: number }[]> {
    return this.#ask(() => this.#inner.accountsThatForget(shards))
  }

  outlivedChats(accountId: string, before: number, limit: number): Promise<OutlivedChat[]> {
    return this.#ask(() => this.#inner.outlivedChats(accountId, before, limit))
  }

  outlivedPeople(
    accountId: string,
    before: number,
    after: string,
    limit: number,
  ): Promise<OutlivedPeople> {
    return this.#ask(() => this.#inner.outlivedPeople(accountId, before, after, limit))
  }

  #commitUnheard(batches: AccountBatch[]): Promise<never> {
    const faults = this.#faults
    const { unheard } = faults
    faults.unheard = null
    const unknown = new OutcomeUnknown('the connection died')
    if (unheard === 'written') {
      faults.counts.commitUnheard += 1
      return this.#inner.commit(batches).then(() => Promise.reject(unknown))
    }
    faults.counts.commitUnwritten += 1
    if (unheard === 'late') this.#adopt(batches)
    return Promise.reject(unknown)
  }

  /** N2: half of the orphans hold their rows already, the others come to them later. */
  #adopt(batches: AccountBatch[]): void {
    let landed = false
    const orphan: Orphan = {
      shards: new Set(batches.map(({ shard }) => shard)),
      land: async () => {
        if (landed) return
        landed = true
        this.#orphans.delete(orphan)
        // A batch that turns out to break a rule is just not written; nobody waits for it.
        await this.#inner.commit(batches).catch(() => undefined)
      },
    }
    if (this.#random.chance(0.5)) this.#orphans.add(orphan)
    const afterMs = this.#random.between(LATE_MS.least, LATE_MS.most)
    this.#world.schedule(afterMs, () => void orphan.land())
  }

  /** A call that is lost without harm where the database cannot be reached. */
  #ask<T>(perform: () => Promise<T>): Promise<T> {
    return this.#call(() => {
      if (this.#faults.unreachable > 0) {
        this.#faults.unreachable -= 1
        this.#faults.counts.storeFailed += 1
        return Promise.reject(new StoreUnavailable('the database is not there'))
      }
      return perform()
    })
  }

  /** N1 */
  #call<T>(perform: () => Promise<T>): Promise<T> {
    this.#underWay += 1
    return new Promise((resolve, reject) => {
      const back = (answer: () => void): void => {
        this.#process.schedule(this.#latency(), () => {
          this.#underWay -= 1
          answer()
        })
      }
      this.#world.schedule(this.#latency(), () => {
        perform().then(
          (value) => back(() => resolve(value)),
          (error: unknown) => back(() => reject(error)),
        )
      })
    })
  }

  #latency(): number {
    const { least, most } = this.#random.chance(SLOW_CHANCE) ? SLOW_MS : QUICK_MS
    return this.#faults.slowMs + this.#random.between(least, most)
  }
}
