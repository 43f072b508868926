import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { budgetOf, fromPlain, toPlain } from './step.ts'
import type { PlainSnapshot } from './step.ts'

export type ActorKind = 'chat' | 'agent'

/** What the journal calls it when an actor goes over to the next version of its machine. */
export const MIGRATED = 'machineMigrated'

/** A released machine; once actors of it exist somewhere, it is not changed any more. */
export interface MachineVersion {
  /** The kind of actor and the number of the version: `chat@1`. */
  name: string
  machine: AnyStateMachine
  /** How an actor of the version before becomes one of this. Without it, none does. */
  migration?: Migration
  /** Its actors end their lives on it, whatever versions come after. */
  pinned?: true
  /** What its contexts have by now that snapshots of it may lack, which were taken before. */
  added?: Readonly<Record<string, unknown>>
}

/** From one version to the next, a pure function of what is kept of an actor. */
export interface Migration {
  /** Gives JSON without undefined in a state that the next version has. */
  snapshot: (before: PlainSnapshot) => PlainSnapshot
  /** Delays that run on under another id: the new one by the old one, `xstate.after.…` both. */
  timers?: Readonly<Record<string, string>>
}

/** An actor that went over to the next version. */
export interface Migrated {
  from: string
  version: string
  snapshot: AnyMachineSnapshot
  /** By the old id of each delay that may run: its new id, or null where it ends. */
  moved: Map<string, string | null>
  /** Delays that the state before did not have, with their budgets in milliseconds. */
  begun: Map<string, number>
}

/** All versions of all machines, and the ways from one to the next. */
export class Machines {
  readonly #versions = new Map<string, MachineVersion>()

  /** Throws for a name that is none, that is given twice, or that its machine does not have. */
  constructor(versions: readonly MachineVersion[]) {
    for (const version of versions) {
      const { kind, number } = partsOf(version.name)
      if (this.#versions.has(version.name)) throw new Error(`${version.name} is there twice`)
      if (version.machine.id !== kind || version.machine.version !== String(number)) {
        const called = `${version.machine.id}@${version.machine.version}`
        throw new Error(`${version.name} is called ${called} by its machine`)
      }
      this.#versions.set(version.name, version)
    }
  }

  get names(): string[] {
    return [...this.#versions.keys()]
  }

  /** These versions in place of those of the same name, and beside all others. */
  with(...versions: MachineVersion[]): Machines {
    const names = versions.map(({ name }) => name)
    const others = [...this.#versions.values()].filter(({ name }) => !names.includes(name))
    return new Machines([...others, ...versions])
  }

  /** The version that new actors of a kind are born with: the newest. Throws where there is none. */
  current(kind: ActorKind): string {
    const numbers = this.names.map(partsOf).flatMap((of) => (of.kind === kind ? of.number : []))
    if (numbers.length === 0) throw new Error(`No machine of a ${kind}`)
    return `${kind}@${Math.max(...numbers)}`
  }

  knows(version: string): boolean {
    return this.#versions.has(version)
  }

  /** Throws for a version that nobody released. */
  of(version: string): AnyStateMachine {
    return this.#version(version).machine
  }

  /**
   * The versions through which an actor goes to be up to date; none for one that stays as it is,
   * and null where there is no way: the version is unknown, or a migration is missing.
   */
  wayForward(version: string): string[] | null {
    const known = this.#versions.get(version)
    if (known === undefined) return null
    if (known.pinned === true) return []
    const { kind, number } = partsOf(version)
    const next = this.#next(kind, number)
    if (next === null) return []
    if (next.migration === undefined) return null
    const further = this.wayForward(next.name)
    return further === null ? null : [next.name, ...further]
  }

  /** What is kept of an actor as XState wants it, with all that its version has. */
  restore(version: string, plain: PlainSnapshot): AnyMachineSnapshot {
    const { machine, added } = this.#version(version)
    const { context } = plain
    if (added === undefined || typeof context !== 'object') return fromPlain(machine, plain)
    return fromPlain(machine, { ...plain, context: { ...added, ...context } })
  }

  /** Lets an actor go over to a version that follows its own. Throws where there is no way to it. */
  migrate(from: string, snapshot: AnyMachineSnapshot, to: string): Migrated {
    const { machine, migration } = this.#version(to)
    const { kind, number } = partsOf(from)
    if (migration === undefined || this.#next(kind, number)?.name !== to) {
      throw new Error(`No migration leads from ${from} to ${to}`)
    }
    const plain = migration.snapshot(toPlain(snapshot))
    const migrated = this.restore(to, plain)
    const had = delaysIn(snapshot).map((id) => [id, migration.timers?.[id] ?? id] as const)
    const has = delaysIn(migrated)
    const known = had.map(([, id]) => id)
    return {
      from,
      version: to,
      snapshot: migrated,
      moved: new Map(had.map(([old, id]) => [old, has.includes(id) ? id : null])),
      begun: new Map(
        has
          .filter((id) => !known.includes(id))
          .map((id) => [id, budgetOf(machine, migrated, id) ?? 0]),
      ),
    }
  }

  /** Under which id a delay runs after an actor went through versions; itself, where none names it. */
  timerAfter(timerId: string, way: readonly string[]): string {
    return way.reduce((id, to) => this.#version(to).migration?.timers?.[id] ?? id, timerId)
  }

  /** The same without the versions that follow one of them. */
  upTo(version: string): Machines {
    const last = partsOf(version)
    const kept = [...this.#versions.values()].filter(({ name }) => {
      const { kind, number } = partsOf(name)
      return kind !== last.kind || number <= last.number
    })
    return new Machines(kept)
  }

  #version(name: string): MachineVersion {
    const version = this.#versions.get(name)
    if (version === undefined) throw new Error(`No machine ${name}`)
    return version
  }

  #next(kind: string, number: number): MachineVersion | null {
    const later = this.names
      .map(partsOf)
      .filter((of) => of.kind === kind && of.number > number)
      .map((of) => of.number)
    return later.length === 0 ? null : this.#version(`${kind}@${Math.min(...later)}`)
  }
}

/** The ids of the delays of all active states, whether they run or ran out already. */
export function delaysIn(snapshot: AnyMachineSnapshot): string[] {
  const ids = snapshot._nodes.flatMap((node) => node.after.map(({ eventType }) => eventType))
  return [...new Set(ids)]
}

function partsOf(name: string): { kind: string; number: number } {
  const [, kind = '', number = ''] = /^([a-z]+)@([1-9]\d*)$/.exec(name) ?? []
  if (kind === '') throw new Error(`No version of a machine is called ${name}`)
  return { kind, number: Number(number) }
}
