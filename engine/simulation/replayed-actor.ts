import type { AnyMachineSnapshot } from 'xstate'
import type { By } from '#machines/actor-ref'
import { CURRENT, machineOf } from '#machines/registry'
import { birth, budgetOf, step, toPlain } from '#machines/step'
import type { PlainSnapshot, Taken } from '#machines/step'
import type { JournalRow } from '#storage/rows'

/** A delay that runs, as the chart alone says it. */
export interface ReplayedTimer {
  armedAt: number
  budgetMs: number
  armedSeq: number
  /** In whose hours it began; null for an agent's. */
  groupId: string | null
}

/** An actor made again from its journal, with nothing but its chart. */
export class ReplayedActor {
  readonly machine: string
  snapshot: AnyMachineSnapshot
  seq = 1
  readonly timers = new Map<string, ReplayedTimer>()

  /** @throws Error where the row is no birth, or of a machine that is not current. */
  constructor(row: JournalRow) {
    const kind = row.actor.startsWith('chat:') ? 'chat' : 'agent'
    if (row.type !== 'born' || row.machine !== CURRENT[kind]) {
      throw new Error(`${row.actor} begins with ${row.type} of ${row.machine}`)
    }
    this.machine = row.machine
    const input: unknown = row.data
    const taken = birth(machineOf(row.machine), input as { at: number; by: By })
    this.snapshot = taken.snapshot
    this.#follow(taken, row)
  }

  get plain(): PlainSnapshot {
    return toPlain(this.snapshot)
  }

  /** Lets the next event happen; gives the code where the chart does not take it. */
  take(row: JournalRow): string | null {
    this.timers.delete(row.type)
    const data: unknown = row.data
    const event = { ...(data as object), type: row.type, at: row.at, by: row.by as By }
    const result = step(machineOf(this.machine), this.snapshot, event)
    if (!result.taken) return result.code
    this.snapshot = result.snapshot
    this.seq = row.actorSeq
    this.#follow(result, row)
    return null
  }

  /** The budget that a running delay has now; null where it has none. */
  budgetOf(timerId: string): number | null {
    return budgetOf(machineOf(this.machine), this.snapshot, timerId)
  }

  /** The group whose hours count for this actor. */
  protected get groupId(): string | null {
    return null
  }

  #follow(taken: Taken, row: JournalRow): void {
    const { groupId } = this
    for (const [timerId, budgetMs] of taken.timers) {
      if (budgetMs === null) this.timers.delete(timerId)
      else this.timers.set(timerId, { armedAt: row.at, budgetMs, armedSeq: row.actorSeq, groupId })
    }
  }
}
