import { activeStates } from '#machines/graph'
import type { MachineCounts, StateCount, TransitionCount } from '#protocol/statechart'
import type { AnyStateMachine } from 'xstate'
import { Dwellers } from './dwellers.ts'
import { PassWindow } from './pass-window.ts'

/** Where one actor is. */
export interface Place {
  machine: string
  /** A state value as XState has it. */
  value: unknown
  /** The groups it counts in. */
  groupIds: readonly string[]
  /** Since when it is in a state; null where that is not known. */
  since: number | null
}

interface Counted {
  machine: string
  groupIds: readonly string[]
  /** By state. */
  sinces: ReadonlyMap<string, number | null>
}

/** What of a scope was told last, by machine and by state or transition. */
interface Told {
  states: Map<string, string>
  transitions: Map<string, string>
}

/** One scope: the account, or one of its groups. */
interface Scope {
  /** By machine, then by state. */
  states: Map<string, Map<string, Dwellers>>
  passes: Map<string, Map<string, PassWindow>>
}

/** The scope that everybody of the account counts in. */
const ALL = ''

/**
 * How many actors of an account and of each of its groups are in each state, since when, and which
 * transitions they took. It grows with states, transitions and groups; of actors it keeps a few words.
 */
export class MachineTally {
  readonly #machineOf: (version: string) => AnyStateMachine
  readonly #actors = new Map<string, Counted>()
  readonly #scopes = new Map<string, Scope>()

  constructor(machineOf: (version: string) => AnyStateMachine) {
    this.#machineOf = machineOf
  }

  /** An actor is there now. States that it was in before keep their time. */
  put(actor: string, place: Place): void {
    const before = this.#actors.get(actor)
    const states = activeStates(this.#machineOf(place.machine), place.value)
    const isSame = before !== undefined && before.machine === place.machine
    const sinces = new Map(
      states.map((state): [string, number | null] => {
        const known = isSame ? before.sinces.get(state) : undefined
        return [state, known === undefined ? place.since : known]
      }),
    )
    this.#remove(before)
    const counted: Counted = { machine: place.machine, groupIds: place.groupIds, sinces }
    this.#actors.set(actor, counted)
    for (const scope of this.#scopesOf(counted.groupIds)) {
      const counts = mapIn(scope.states, counted.machine)
      for (const [state, since] of sinces) dwellersIn(counts, state).add(since)
    }
  }

  /** An actor is live no more. */
  drop(actor: string): void {
    this.#remove(this.#actors.get(actor))
    this.#actors.delete(actor)
  }

  /** Transitions were taken; of an actor that counts in these groups. */
  pass(
    machine: string,
    transitions: readonly string[],
    groupIds: readonly string[],
    at: number,
  ): void {
    for (const scope of this.#scopesOf(groupIds)) {
      const windows = mapIn(scope.passes, machine)
      for (const transition of transitions) {
        const window = windows.get(transition) ?? new PassWindow()
        windows.set(transition, window)
        window.add(at)
      }
    }
  }

  /** What differs from what was told last of a scope, and is told from now on. */
  changes(groupId: string | null, told: Told, now: number): MachineCounts[] {
    const scope = this.#scopes.get(groupId ?? ALL)
    if (scope === undefined) return []
    const changes: MachineCounts[] = []
    for (const machine of new Set([...scope.states.keys(), ...scope.passes.keys()])) {
      const states: StateCount[] = []
      for (const [state, dwellers] of scope.states.get(machine) ?? []) {
        const { count, median: medianSince, oldest: oldestSince } = dwellers
        const one = { state, count, medianSince, oldestSince }
        if (isNews(told.states, state, one)) states.push(one)
      }
      const transitions: TransitionCount[] = []
      for (const [transition, window] of scope.passes.get(machine) ?? []) {
        const one = { transition, minute: window.minute(now), hour: window.hour(now) }
        if (isNews(told.transitions, transition, one)) transitions.push(one)
      }
      if (states.length + transitions.length > 0) changes.push({ machine, states, transitions })
    }
    return changes
  }

  #remove(counted: Counted | undefined): void {
    if (counted === undefined) return
    for (const scope of this.#scopesOf(counted.groupIds)) {
      const counts = mapIn(scope.states, counted.machine)
      for (const [state, since] of counted.sinces) counts.get(state)?.remove(since)
    }
  }

  #scopesOf(groupIds: readonly string[]): Scope[] {
    return [ALL, ...groupIds].map((id) => {
      const known = this.#scopes.get(id)
      if (known !== undefined) return known
      const scope: Scope = { states: new Map(), passes: new Map() }
      this.#scopes.set(id, scope)
      return scope
    })
  }
}

/** Nothing was told yet. */
export function nothingTold(): Told {
  return { states: new Map(), transitions: new Map() }
}

export type { Told }

function isNews(told: Map<string, string>, id: string, one: object): boolean {
  const words = JSON.stringify(one)
  if (told.get(id) === words) return false
  told.set(id, words)
  return true
}

function mapIn<T>(maps: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const known = maps.get(key)
  if (known !== undefined) return known
  const made = new Map<string, T>()
  maps.set(key, made)
  return made
}

function dwellersIn(counts: Map<string, Dwellers>, state: string): Dwellers {
  const known = counts.get(state)
  if (known !== undefined) return known
  const made = new Dwellers()
  counts.set(state, made)
  return made
}
