import { MemoryStore } from '#storage/memory-store'
import { shardOf } from '#storage/shard'
import type { OwnedShard } from '#storage/store'
import { describe } from '../host/describe.ts'
import { foundAccount } from '../commands/staff-account.ts'
import type { Authenticator } from '../realtime/connection.ts'
import { AccountHistory } from './account-history.ts'
import { CalmAudit } from './calm-audit.ts'
import { Chaos } from './chaos.ts'
import { nextCustomerCommand } from './customer-behaviour.ts'
import { CustomerTab } from './customer-tab.ts'
import { noFaults } from './fault-kinds.ts'
import type { FaultCounts } from './fault-kinds.ts'
import { Fleet } from './fleet.ts'
import type { Sabotage } from './fleet.ts'
import { replayFully } from './full-replay.ts'
import { Ledger } from './ledger.ts'
import { OutboxAudit } from './outbox-audit.ts'
import { planAccounts } from './plan.ts'
import type { AccountPlan } from './plan.ts'
import { SeededRandom } from './seeded-random.ts'
import { SimulatedClock } from './simulated-clock.ts'
import { SimulatedIds } from './simulated-ids.ts'
import { nextStaffCommand } from './staff-behaviour.ts'
import { StaffTab } from './staff-tab.ts'
import { StoreFaults } from './store-faults.ts'
import { Sent } from './tab.ts'
import type { Surroundings } from './tab.ts'
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
  readonly #histories = new Map<string, AccountHistory>()
  readonly #outbox: OutboxAudit
  readonly #ledger: Ledger
  readonly #fleet: Fleet
  readonly #clientIds: SimulatedIds
  readonly #staff: StaffTab[] = []
  readonly #customers: CustomerTab[] = []
  readonly #chaos: Chaos
  /** Which process owns a shard, by its epoch. */
  readonly #owners = new Map<number, { node: string; epoch: number }>()
  readonly #accountOfChat = new Map<string, string>()
  readonly #loadedAt = new Map<string, number>()
  readonly #hot = new Map<string, string>()
  #step = 0
  #count = 0

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
    for (const { accountId } of this.#plans) {
      this.#histories.set(accountId, new AccountHistory(accountId, this.#witness))
    }
    this.#outbox = new OutboxAudit(this.#witness)
    this.#ledger = new Ledger(this.#witness, (accountId) => this.#history(accountId))
    this.#clientIds = new SimulatedIds(this.#world, this.#random.fork('client ids'), 'client')
    this.#fleet = new Fleet({
      world: this.#world,
      random: this.#random.fork('fleet'),
      witness: this.#witness,
      faults: this.#faults,
      reach: (node) => this.#reach(node),
      authenticator: this.#authenticator(),
      sabotage,
      onDelivery: (delivery) => this.#outbox.delivered(delivery),
      onCrash: () => this.#replay(),
    })
    this.#populate()
    this.#chaos = new Chaos({
      random: this.#random.fork('chaos'),
      witness: this.#witness,
      store: this.#faults,
      fleet: this.#fleet,
      tabs: [...this.#staff, ...this.#customers],
      accountIds: this.#plans.map(({ accountId }) => accountId),
      steps,
    })
  }

  async run(): Promise<SeedResult> {
    await this.#found()
    while (this.#goesOn()) {
      this.#step += 1
      this.#chaos.strike(this.#step)
      this.#act()
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

  #history(accountId: string): AccountHistory {
    const history = this.#histories.get(accountId)
    if (history === undefined) throw new Error(`No account ${accountId}`)
    return history
  }

  #reach(node: string) {
    return watchedStore(this.#store, node, {
      owns: (name, shards) => this.#owns(name, shards),
      settled: (settlements) => this.#outbox.settled(settlements),
      loaded: (accountId) => this.#loadedAt.set(accountId, this.#world.now()),
      committed: (name, batches) => {
        for (const batch of batches) {
          const owner = this.#owners.get(batch.shard)
          this.#witness.holds(
            owner?.node === name && owner.epoch === batch.epoch,
            'oneWriter',
            () => `${name} wrote ${batch.accountId}, which ${owner?.node} owns`,
          )
          this.#history(batch.accountId).committed(batch)
          this.#outbox.written(batch)
          for (const { chatId } of batch.chats) {
            if (!this.#accountOfChat.has(chatId)) this.#hot.set(batch.accountId, chatId)
            this.#accountOfChat.set(chatId, batch.accountId)
          }
          this.#witness.saw(
            `${name} wrote ${batch.accountId} ${batch.fromSeq}–${batch.seq}: ${batch.journal
              .map(({ actor, type }) => `${actor.slice(-6)} ${type}`)
              .join(', ')}`,
          )
        }
      },
    })
  }

  #owns(node: string, shards: OwnedShard[]): void {
    for (const { shard, epoch } of shards) this.#owners.set(shard, { node, epoch })
  }

  /** Tokens of a simulated world are the ids of people. */
  #authenticator(): Authenticator {
    return {
      staff: async (personId, accountId) => {
        if (accountId === null) return null
        const member = this.#history(accountId).members.get(personId)
        return member?.active === true ? { accountId, personId, sessionId: personId } : null
      },
      customer: async (channelId, customerId) => ({
        accountId: channelId.slice(0, 2),
        channelId,
        customerId,
      }),
    }
  }

  #populate(): void {
    const around: Surroundings = {
      world: this.#world,
      random: this.#random.fork('network'),
      ids: this.#clientIds,
      witness: this.#witness,
      ledger: this.#ledger,
      counts: this.#counts,
      nodes: () => this.#fleet.accepting,
    }
    const accountOfChat = (chatId: string) => this.#accountOfChat.get(chatId)
    for (const { accountId, members, customers } of this.#plans) {
      for (const { personId } of members) {
        const sent = new Sent()
        const mayReturn = () =>
          this.#history(accountId).members.get(personId)?.active === true ||
          around.random.chance(0.1)
        for (let tabs = around.random.pick([1, 1, 2]); tabs > 0; tabs -= 1) {
          const who = { accountId, personId }
          this.#staff.push(new StaffTab(around, who, sent, { mayReturn, accountOfChat }))
        }
      }
      for (const { customerId, channelId } of customers) {
        const sent = new Sent()
        for (let tabs = around.random.pick([1, 1, 2]); tabs > 0; tabs -= 1) {
          this.#customers.push(new CustomerTab(around, { accountId, channelId, customerId }, sent))
        }
      }
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
    for (const tab of this.#staff) tab.enter()
    for (const tab of this.#customers) if (this.#random.chance(0.8)) tab.enter()
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

  // -- who acts -------------------------------------------------------------------------------

  #act(): void {
    const random = this.#random
    const act = random.weighted<() => void>([
      [42, () => this.#customerActs(random.pick(this.#customers))],
      [50, () => this.#staffActs(random.pick(this.#staff))],
      [3, () => this.#comesOrGoes()],
      [3, () => this.#sendsAgain()],
      [2, () => this.#reusesAnId()],
    ])
    act()
  }

  #customerActs(tab: CustomerTab): void {
    if (!tab.open) return tab.enter()
    const command = nextCustomerCommand({
      random: this.#random,
      accountId: tab.accountId,
      chat: tab.chat,
      newest: tab.newest,
      count: (this.#count += 1),
    })
    this.#witness.saw(`${tab.sender}: ${JSON.stringify(command)}`)
    tab.command(this.#commandId(), command)
  }

  #staffActs(tab: StaffTab): void {
    if (!tab.open) return tab.enter()
    const random = this.#random
    const plan = this.#plans.find(({ accountId }) => accountId === tab.accountId)
    const history = this.#history(tab.accountId)
    const member = history.members.get(tab.personId)
    if (plan === undefined || member === undefined) return
    const chats = [...tab.chats.values()]
    if (chats.length > 0 && random.chance(0.2)) tab.read(random.pick(chats).chatId)
    if (tab.talks.size > 0 && random.chance(0.03)) tab.put(random.pick([...tab.talks.keys()]))
    const command = nextStaffCommand({
      now: this.#world.now(),
      random,
      plan,
      groupIds: [...tab.groups.keys()],
      personId: tab.personId,
      role: member.role,
      presence: tab.agents.get(tab.personId)?.presence ?? null,
      chats,
      hotChatId: this.#hot.get(tab.accountId) ?? null,
      anyChatId: () => this.#anyChat(history),
      foreignChatId: () => this.#anyChat(this.#history(random.pick(this.#plans).accountId)),
      count: (this.#count += 1),
    })
    if (command === null) return
    this.#witness.saw(`${tab.sender}: ${JSON.stringify(command)}`)
    tab.command(this.#commandId(), command)
  }

  #anyChat(history: AccountHistory): string {
    const ids = [...history.chats.keys()]
    return ids.length === 0 ? 'no-chat' : this.#random.pick(ids)
  }

  #comesOrGoes(): void {
    const random = this.#random
    const tab = random.pick<StaffTab | CustomerTab>([...this.#staff, ...this.#customers])
    if (tab.open) tab.leave()
    else tab.enter()
  }

  /** The same command with the same id once more, after it was answered. */
  #sendsAgain(): void {
    const tab = this.#random.pick<StaffTab | CustomerTab>([...this.#staff, ...this.#customers])
    if (tab.remembered.length === 0) return
    const { id, command } = this.#random.pick(tab.remembered)
    tab.again(id, command)
  }

  /** Another command with an id that was used before. */
  #reusesAnId(): void {
    const tab = this.#random.pick(this.#customers)
    if (tab.remembered.length === 0) return
    const { id } = this.#random.pick(tab.remembered)
    const other = nextCustomerCommand({
      random: this.#random,
      accountId: tab.accountId,
      chat: tab.chat,
      newest: tab.newest,
      count: (this.#count += 1),
    })
    tab.again(id, other)
  }

  /** Mostly of this moment; sometimes of a clock that is wrong, or of a version without a time. */
  #commandId(): string {
    const random = this.#random
    const now = this.#world.now()
    return random.weighted([
      [90, () => this.#clientIds.next()],
      [4, () => this.#clientIds.at(now + random.between(-60_000, 60_000))],
      [1, () => this.#clientIds.at(now + random.pick([-1, 1]) * 48 * HOUR_MS)],
      [5, () => this.#clientIds.timeless()],
    ])()
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
    const tabs = [...this.#staff, ...this.#customers]
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
    for (const history of this.#histories.values()) {
      const loadedAt = this.#loadedAt.get(history.accountId) ?? 0
      const audit = new CalmAudit(history, this.#witness, this.#world.now(), loadedAt)
      audit.account()
      const here = this.#staff.filter(({ accountId }) => accountId === history.accountId)
      for (const personId of history.members.keys()) {
        const open = here.some((tab) => tab.personId === personId && tab.open)
        audit.presence(personId, open)
      }
      for (const tab of here) if (tab.open) audit.staff(tab)
      for (const tab of this.#customers) {
        if (tab.accountId === history.accountId && tab.open) audit.customer(tab)
      }
    }
    this.#outbox.judge(this.#world.now())
  }

  #replay(): void {
    for (const { accountId } of this.#plans) {
      const contents = this.#store.contents(accountId)
      if (contents !== null) replayFully(contents, this.#witness)
    }
  }
}
