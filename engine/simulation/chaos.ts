import type { CustomerTab } from './customer-tab.ts'
import { FAULT_KINDS } from './fault-kinds.ts'
import type { FaultCounts, FaultKind } from './fault-kinds.ts'
import type { Fleet } from './fleet.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { StaffTab } from './staff-tab.ts'
import type { StoreFaults } from './store-faults.ts'
import type { Witness } from './violation.ts'

/** How often each kind is planned in a seed, at random steps. */
const TIMES: Record<FaultKind, { least: number; most: number }> = {
  crash: { least: 1, most: 3 },
  stop: { least: 1, most: 2 },
  commitFailed: { least: 2, most: 5 },
  commitUnheard: { least: 2, most: 5 },
  commitUnwritten: { least: 2, most: 5 },
  accountRejected: { least: 2, most: 5 },
  storeFailed: { least: 4, most: 12 },
  framesDropped: { least: 8, most: 20 },
  framesDoubled: { least: 10, most: 30 },
  framesDelayed: { least: 8, most: 20 },
  leaseLost: { least: 1, most: 2 },
}

/** Longer than a lease, so that another process takes over meanwhile; in milliseconds. */
const PAUSE_MS = { least: 7_000, most: 45_000 }

/** Plans what goes wrong at which step, and does it. */
export class Chaos {
  readonly #random: SeededRandom
  readonly #witness: Witness
  readonly #store: StoreFaults
  readonly #fleet: Fleet
  readonly #tabs: readonly (StaffTab | CustomerTab)[]
  readonly #accountIds: readonly string[]
  readonly #planned = new Map<number, FaultKind[]>()

  constructor(options: {
    random: SeededRandom
    witness: Witness
    store: StoreFaults
    fleet: Fleet
    tabs: readonly (StaffTab | CustomerTab)[]
    accountIds: readonly string[]
    steps: number
  }) {
    this.#random = options.random
    this.#witness = options.witness
    this.#store = options.store
    this.#fleet = options.fleet
    this.#tabs = options.tabs
    this.#accountIds = options.accountIds
    for (const kind of FAULT_KINDS) {
      const times = this.#random.between(TIMES[kind].least, TIMES[kind].most)
      for (let time = 0; time < times; time += 1) {
        const step = this.#random.between(20, Math.max(20, options.steps - 20))
        this.#planned.set(step, [...(this.#planned.get(step) ?? []), kind])
      }
    }
  }

  /** Does what is planned for a step. */
  strike(step: number): void {
    for (const kind of this.#planned.get(step) ?? []) this.cause(kind)
  }

  /** Kinds that were planned and did not come about yet. */
  missing(counts: FaultCounts): FaultKind[] {
    return FAULT_KINDS.filter((kind) => counts[kind] === 0)
  }

  cause(kind: FaultKind): void {
    this.#witness.saw(`fault: ${kind}`)
    const random = this.#random
    const store = this.#store
    switch (kind) {
      case 'crash':
        return this.#fleet.crashOwner()
      case 'stop':
        return this.#fleet.stopOwner()
      case 'leaseLost':
        return this.#fleet.pauseOwner(random.between(PAUSE_MS.least, PAUSE_MS.most))
      case 'commitFailed':
        store.failing += random.pick([1, 1, 2, 4, 7])
        return
      case 'commitUnheard':
        store.unheard = 'written'
        return
      case 'commitUnwritten':
        store.unheard = random.pick(['lost', 'late'])
        return
      case 'accountRejected':
        store.rejecting = {
          accountId: random.pick(this.#accountIds),
          times: random.between(1, 3),
        }
        return
      case 'storeFailed':
        store.unreachable += random.between(1, 4)
        return
      case 'framesDropped':
        if (random.pick(this.#tabs).cut()) store.counts.framesDropped += 1
        return
      case 'framesDoubled': {
        const tab = random.pick(this.#tabs)
        const [last] = tab.remembered.slice(-1)
        if (last !== undefined) tab.again(last.id, last.command)
        return
      }
      case 'framesDelayed': {
        const way = random.pick(['toServer', 'toClient'] as const)
        const stalled = random.pick(this.#tabs).stall(way, random.between(200, 15_000))
        if (stalled) store.counts.framesDelayed += 1
        return
      }
    }
  }
}
