import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { By, Stamp } from './actor-ref.ts'
import type { Difference } from './difference.ts'
import { NOT_NOW } from './explain-refusal.ts'
import { graphOf } from './graph.ts'
import { firstDifference } from './json-difference.ts'
import { MACHINES } from './registry.ts'
import { stateWords } from './state-words.ts'
import { birth, budgetOf, step, toPlain } from './step.ts'
import type { Effect, PlainSnapshot, Taken } from './step.ts'
import { MIGRATED } from './versions.ts'
import type { ActorKind, Machines } from './versions.ts'

/** One event of one actor, as the journal keeps it. */
export interface JournalEvent {
  /** `chat:<id>` or `agent:<id>`. */
  actor: string
  /** Dense per actor, from 1. */
  actorSeq: number
  /** `born` for a birth, `machineMigrated`, or the event's type. */
  type: string
  /** The input of a birth, `{ from }` of a migration, or what the event carries. */
  data: unknown
  at: number
  by: string
  /** The version that took the step: `chat@1`. */
  machine: string
}

/** What a step was when it was recorded, where that is known. */
export interface Recorded {
  /** The state after it, in words. */
  state?: string
  /** What it asked of the host, in words. */
  effects?: readonly string[]
}

/** A delay that runs, as the charts alone say it. */
export interface RunningDelay {
  armedAt: number
  budgetMs: number
  /** The step that armed it. */
  armedSeq: number
  /** In whose hours it began; null for an agent's. */
  groupId: string | null
}

/** One step of an actor that was made again from its journal. */
export interface ReplayedStep {
  step: number
  event: JournalEvent
  /** The version that the actor is of from here on. */
  version: string
  /** The state after it, in words, and as XState has it. */
  state: string
  snapshot: AnyMachineSnapshot
  /** The names of the guards that let it pass. */
  guards: string[]
  /** The transitions that it took, by their ids in the machine's graph. */
  passed: string[]
  effects: Effect[]
  /** Delays that began, with their budgets in milliseconds, and null for those that ended. */
  timers: ReadonlyMap<string, number | null>
}

export type Replayed =
  | { kind: 'step'; step: ReplayedStep }
  | { kind: 'difference'; difference: Difference }

/** States that are kept to tell the way by. */
const LONGEST_PATH = 60

/**
 * An actor made again from its journal, with nothing but its chart. This is the only replay there
 * is: the simulation, the toolkit, the server and tests all fold journals with it.
 *
 * R1 the same journal gives the same steps, always: only what stands in it counts. R2 the first
 * difference ends it; what comes after would be a consequence.
 */
export class Replay {
  readonly actor: string
  readonly #machines: Machines
  #version: string | null = null
  #snapshot: AnyMachineSnapshot | null = null
  #seq = 0
  readonly #timers = new Map<string, RunningDelay>()
  readonly #path: string[] = []

  constructor(actor: string, machines: Machines = MACHINES) {
    this.actor = actor
    this.#machines = machines
  }

  /** How many steps it took. */
  get seq(): number {
    return this.#seq
  }

  /** The version that it is of. Throws before its birth. */
  get version(): string {
    if (this.#version === null) throw new Error(`${this.actor} is not born yet`)
    return this.#version
  }

  /** Throws before its birth. */
  get snapshot(): AnyMachineSnapshot {
    if (this.#snapshot === null) throw new Error(`${this.actor} is not born yet`)
    return this.#snapshot
  }

  get plain(): PlainSnapshot {
    return toPlain(this.snapshot)
  }

  /** Delays that run, by their ids. */
  get timers(): ReadonlyMap<string, RunningDelay> {
    return this.#timers
  }

  /** The states that it went through, the newest last. */
  get path(): readonly string[] {
    return this.#path
  }

  /** The budget that a running delay has now; null where it has none. */
  budgetOf(timerId: string): number | null {
    return budgetOf(this.#machines.of(this.version), this.snapshot, timerId)
  }

  /** Lets the next event of the journal happen. */
  take(event: JournalEvent, recorded: Recorded = {}): Replayed {
    const got = this.#take(event)
    if (typeof got === 'string') return this.#differs(event, 'to be taken', got)
    const { version, taken, moved } = got
    this.#version = version
    this.#snapshot = taken.snapshot
    this.#seq = event.actorSeq
    this.#follow(event, taken.timers, moved)
    const state = stateWords(taken.snapshot.value)
    if (recorded.state !== undefined && recorded.state !== state) {
      return this.#differs(event, `the state ${recorded.state}`, state)
    }
    const effects = taken.effects.map(effectWords)
    if (recorded.effects !== undefined && recorded.effects.join() !== effects.join()) {
      const [wanted, told] = [recorded.effects, effects].map((of) => of.join(', ') || 'none')
      return this.#differs(event, `the effects ${wanted}`, told ?? '')
    }
    if (this.#path.at(-1) !== state) this.#path.push(state)
    if (this.#path.length > LONGEST_PATH) this.#path.splice(0, 2, '…')
    return {
      kind: 'step',
      step: {
        step: event.actorSeq,
        event,
        version,
        state,
        snapshot: taken.snapshot,
        guards: guardsOf(this.#machines.of(version), taken.passed),
        passed: taken.passed,
        effects: taken.effects,
        timers: taken.timers,
      },
    }
  }

  /** How what is stored of it after its last event differs from what its journal makes of it. */
  compare(version: string, seq: number, stored: PlainSnapshot): Difference | null {
    const differs = (expected: string, got: string): Difference => ({
      actor: this.actor,
      step: this.#seq,
      event: 'snapshot',
      expected,
      got,
      path: [...this.#path],
    })
    if (seq !== this.#seq) return differs(`${seq} steps`, `${this.#seq}`)
    if (version !== this.version) return differs(version, this.version)
    const kept = toPlain(this.#machines.restore(version, stored))
    const found = firstDifference(kept, this.plain)
    return found && differs(`${found.where} ${found.expected}`, found.got)
  }

  /** The group whose hours count for this actor. */
  protected get groupId(): string | null {
    return null
  }

  /** The step as the chart takes it now, or why it does not. */
  #take(event: JournalEvent): Stepped | string {
    if (event.actorSeq !== this.#seq + 1) return `step ${event.actorSeq} after ${this.#seq}`
    try {
      if (this.#snapshot === null) return this.#bear(event)
      if (event.type === MIGRATED) return this.#migrate(event, this.#snapshot)
      return this.#step(event, this.#snapshot)
    } catch (error) {
      return `a fault: ${error instanceof Error ? error.message : String(error)}`
    }
  }

  #bear(event: JournalEvent): Stepped | string {
    if (event.type !== 'born') return 'no birth'
    const input: unknown = event.data
    const machine = this.#machines.of(event.machine)
    return this.#stepped(event.machine, birth(machine, input as Stamp))
  }

  #step(event: JournalEvent, snapshot: AnyMachineSnapshot): Stepped | string {
    if (event.machine !== this.#version) return `${this.#version}, and no migration from it`
    const stamp = { type: event.type, at: event.at, by: event.by as By }
    const happened = { ...fieldsOf(event.data), ...stamp }
    return this.#stepped(event.machine, step(this.#machines.of(event.machine), snapshot, happened))
  }

  #migrate(event: JournalEvent, snapshot: AnyMachineSnapshot): Stepped {
    const migrated = this.#machines.migrate(this.version, snapshot, event.machine)
    return {
      version: migrated.version,
      taken: {
        taken: true,
        snapshot: migrated.snapshot,
        effects: [],
        timers: new Map(migrated.begun),
        passed: [],
      },
      moved: migrated.moved,
    }
  }

  #stepped(version: string, taken: ReturnType<typeof step>): Stepped | string {
    if (taken.taken) return { version, taken, moved: new Map() }
    return taken.code === NOT_NOW
      ? 'a refusal: nothing takes it in this state'
      : `a refusal: the guard ${taken.code} says no`
  }

  #follow(
    event: JournalEvent,
    timers: Taken['timers'],
    moved: ReadonlyMap<string, string | null>,
  ): void {
    this.#timers.delete(event.type)
    const { groupId } = this
    for (const [old, id] of moved) {
      const running = this.#timers.get(old)
      if (running === undefined || old === id) continue
      this.#timers.delete(old)
      if (id !== null) this.#timers.set(id, running)
    }
    for (const [id, budgetMs] of timers) {
      if (budgetMs === null) this.#timers.delete(id)
      else {
        this.#timers.set(id, { armedAt: event.at, budgetMs, armedSeq: event.actorSeq, groupId })
      }
    }
  }

  #differs(event: JournalEvent, expected: string, got: string): Replayed {
    const { actor } = this
    const path = [...this.#path]
    const about = `${event.type} by ${event.by}`
    return {
      kind: 'difference',
      difference: { actor, step: event.actorSeq, event: about, expected, got, path },
    }
  }
}

interface Stepped {
  version: string
  taken: Taken
  moved: ReadonlyMap<string, string | null>
}

/** Whether an actor is a chat or an agent, by its name. */
export function kindOf(actor: string): ActorKind {
  return actor.startsWith('chat:') ? 'chat' : 'agent'
}

const guardsOfMachines = new WeakMap<AnyStateMachine, ReadonlyMap<string, string[]>>()

/** The names of the guards that stand at transitions; those of a machine are looked up once. */
export function guardsOf(machine: AnyStateMachine, passed: readonly string[]): string[] {
  let guards = guardsOfMachines.get(machine)
  if (guards === undefined) {
    guards = new Map(graphOf(machine).transitions.map((way) => [way.id, way.guards]))
    guardsOfMachines.set(machine, guards)
  }
  return passed.flatMap((id) => guards.get(id) ?? [])
}

/** An effect in two words: what it is, and the code in it. */
export function effectWords({ type, params }: Effect): string {
  const { code } = fieldsOf(params)
  return typeof code === 'string' ? `${type} ${code}` : type
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}
