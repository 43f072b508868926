import { MemoryStore } from '#storage/memory-store'
import { shardOf } from '#storage/shard'
import { describe } from '../host/describe.ts'
import { foundAccount } from '../commands/staff-account.ts'
import type { Authenticator } from '../realtime/connection.ts'
import { CalmAudit } from './calm-audit.ts'
import { Chaos } from './chaos.ts'
import { Crowd } from './crowd.ts'
import { noFaults } from './fault-kinds.ts'
import type { FaultCounts } from './fault-kinds.ts'
import { Fleet } from './fleet.ts'
import type { Sabotage } from './fleet.ts'
import { replayFully } from './full-replay.ts'
import { Ledger } from './ledger.ts'
import { planAccounts } from './plan.ts'
import type { AccountPlan } from './plan.ts'
import { Records } from './records.ts'
import { SeededRandom } from './seeded-random.ts'
import { SimulatedMail } from './simulated-mail.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { SimulatedIds } from './simulated-ids.ts'
import { StoreFaults } from './store-faults.ts'
import { Witness } from './violation.ts'
import type { Violation } from './violation.ts'
import { watchedStore } from './watched-store.ts'

/** When every simulated world begins: 2026-01-05 09:00 UTC, a Monday. */
const STARTS_AT = 1_767_603_600_000

/** How often everything stops going wrong for a while, in steps. */
const CALM_EVERY = 250

/** Long enough for leases to run out, clients to return, and commands to be answered. */
const CALM_MS = 75_000

const HOUR_MS = 3_600_000

export interface SeedResult {
  seed: number
  steps: number
  virtualHours: number
  faults: FaultCounts
  violations: Violation[]
  /** Of everything that happened: a seed that is run again has the same. */
  fingerprint: string
  /** What happened last, where a promise was broken. */
  last: string[]
}

export interface SeedOptions {
  seed: number
  steps: number
  sabotage?: Sabotage
}

/** Runs one simulated world to its end, or to the first promise that it breaks. */
export async function runSeed(options: SeedOptions): Promise<SeedResult> {
  const simulation = new Simulation(options)
  const unhandled = (reason: unknown): void => simulation.unhandled(reason)
  process.on('unhandledRejection', unhandled)
  try {
    return await simulation.run()
  } finally {
    process.off('unhandledRejection', unhandled)
  }
}

class Simulation {
  readonly #seed: number
  readonly #steps: number
  readonly #world = new SimulatedClock(STARTS_AT)
  readonly #random: SeededRandom
  readonly #witness: Witness
  readonly #counts = noFaults()
  readonly #faults = new StoreFaults(this.#counts)
  readonly #store = new MemoryStore(() => this.#world.now())
  readonly #plans: AccountPlan[]
  readonly #records: Records
  readonly #ledger: Ledger
  readonly #fleet: Fleet
  readonly #crowd: Crowd
  readonly #chaos: Chaos
  #step = 0

  constructor({ seed, steps, sabotage = {} }: SeedOptions) {
    this.#seed = seed
    this.#steps = steps
    this.#random = new SeededRandom(seed)
    this.#witness = new Witness(
      () => this.#world.now() - STARTS_AT,
      () => {
        this.#world.halted = true
      },
    )
    this.#plans = planAccounts(this.#random.fork('plans'))
    const accountIds = this.#plans.map(({ accountId }) => accountId)
    this.#records = new Records(accountIds, this.#witness, () => this.#world.now())
    this.#ledger = new Ledger(this.#witness, (accountId) => this.#records.history(accountId))
    this.#fleet = new Fleet({
      world: this.#world,
      random: this.#random.fork('fleet'),
      witness: this.#witness,
      faults: this.#faults,
      reach: (node) => watchedStore(this.#store, node, this.#records),
      authenticator: this.#authenticator(),
      sabotage,
      mailer: new SimulatedMail(this.#witness, this.#random.fork('mail')),
      onDelivery: (delivery) => this.#records.outbox.delivered(delivery),
      onWebhookTry: (seen) => this.#records.webhooks.seen(seen),
      onCrash: () => this.#replay(),
    })
    const around = {
      world: this.#world,
      random: this.#random.fork('network'),
      ids: new SimulatedIds(this.#world, this.#random.fork('client ids'), 'client'),
      witness: this.#witness,
      ledger: this.#ledger,
      counts: this.#counts,
      fileOf: (accountId: string, fileId: string) =>
        this.#records.history(accountId).files.get(fileId),
      nodes: () => this.#fleet.accepting,
    }
    this.#crowd = new Crowd(this.#plans, around, this.#records, this.#random.fork('crowd'))
    this.#chaos = new Chaos({
      random: this.#random.fork('chaos'),
      witness: this.#witness,
      store: this.#faults,
      fleet: this.#fleet,
      tabs: this.#crowd.tabs,
      accountIds,
      steps,
    })
  }

  async run(): Promise<SeedResult> {
    await this.#found()
    while (this.#goesOn()) {
      this.#step += 1
      this.#chaos.strike(this.#step)
      this.#crowd.act()
      await this.#world.pass(this.#gap())
      if (this.#step % CALM_EVERY === 0) await this.#calm()
    }
    await this.#calm()
    if (!this.#world.halted) {
      this.#ledger.judge()
      this.#replay()
    }
    return {
      seed: this.#seed,
      steps: this.#step,
      virtualHours: (this.#world.now() - STARTS_AT) / HOUR_MS,
      faults: this.#counts,
      violations: this.#witness.violations,
      fingerprint: this.#witness.fingerprint,
      last: this.#witness.violations.length === 0 ? [] : this.#witness.last,
    }
  }

  /** A promise of the engine that nobody waits for failed: that would end a process. */
  unhandled(reason: unknown): void {
    this.#witness.broken('noFault', `nobody caught ${describe(reason)}`)
  }

  /** Until all steps are done, and every kind of fault came about. */
  #goesOn(): boolean {
    if (this.#world.halted) return false
    if (this.#step < this.#steps) return true
    const missing = this.#chaos.missing(this.#counts)
    for (const kind of missing) this.#chaos.cause(kind)
    return missing.length > 0
  }

  // -- the world ------------------------------------------------------------------------------

  /** Tokens of a simulated world are the ids of people. */
  #authenticator(): Authenticator {
    return {
      staff: async (personId, accountId) => {
        if (accountId === null) return null
        const member = this.#records.history(accountId).members.get(personId)
        return member?.active === true ? { accountId, personId, sessionId: personId } : null
      },
      customer: async (channelId, customerId) => ({
        accountId: channelId.slice(0, 2),
        channelId,
        customerId,
      }),
      desksOf: async () => [],
    }
  }

  async #found(): Promise<void> {
    this.#fleet.start()
    await this.#world.pass(5_000)
    const host = this.#fleet.owner?.host
    if (host === undefined) throw new Error('Nobody owns the shards')
    for (const plan of this.#plans) {
      host.found(plan.accountId, shardOf(plan.accountId))
      const request = { accountId: plan.accountId, by: 'system' as const, command: null }
      void host.run({ ...request, lane: 'account', decide: (turn) => foundAccount(turn, plan) })
    }
    await this.#world.pass(5_000)
    this.#crowd.enter()
    await this.#world.pass(2_000)
  }

  /** Time between two steps: often none at all, so that things collide. */
  #gap(): number {
    const random = this.#random
    return random.weighted([
      [40, 0],
      [40, random.between(1, 300)],
      [15, random.between(300, 4_000)],
      [4.6, random.between(4_000, 30_000)],
      [0.4, random.between(60_000, 400_000)],
    ])
  }

  // -- quiet moments --------------------------------------------------------------------------

  /** Nothing goes wrong and nobody acts until nothing is under way; then everything must be right. */
  async #calm(): Promise<void> {
    if (this.#world.halted) return
    this.#witness.saw('calm')
    this.#faults.heal()
    await this.#world.pass(CALM_MS)
    for (let round = 0; round < 600 && !this.#isStill(); round += 1) await this.#world.pass(100)
    if (this.#world.halted) return
    if (this.#isStill()) this.#judge()
    else this.#witness.broken('answered', 'something is still under way after a quiet while')
  }

  #isStill(): boolean {
    const { tabs } = this.#crowd
    return (
      this.#world.halted ||
      (this.#fleet.calm && tabs.every((tab) => tab.underWay === 0 && !tab.waits))
    )
  }

  #judge(): void {
    const { owner } = this.#fleet
    if (owner === null) {
      this.#witness.broken('oneWriter', 'nobody owns anything in a quiet moment')
      return
    }
    const { staff, customers } = this.#crowd
    for (const history of this.#records.histories) {
      const loadedAt = this.#records.loadedAt(history.accountId)
      const audit = new CalmAudit(history, this.#witness, this.#world.now(), loadedAt)
      audit.account()
      const here = staff.filter(({ accountId }) => accountId === history.accountId)
      for (const personId of history.members.keys()) {
        const open = here.some((tab) => tab.personId === personId && tab.open)
        audit.presence(personId, open)
      }
      for (const tab of here) if (tab.open) audit.staff(tab)
      for (const tab of customers) {
        if (tab.accountId === history.accountId && tab.open) audit.customer(tab)
      }
    }
    this.#records.outbox.judge(this.#world.now())
    for (const { accountId } of this.#plans) {
      const stored = this.#store.contents(accountId)?.webhookDeliveries ?? []
      this.#records.webhooks.judge(accountId, stored, this.#world.now())
    }
  }

  #replay(): void {
    for (const { accountId } of this.#plans) {
      const contents = this.#store.contents(accountId)
      if (contents !== null) replayFully(contents, this.#witness)
    }
  }
}
