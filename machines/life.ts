import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import type { Stamp } from './actor-ref.ts'
import { delayNameOf } from './delay-name.ts'
import { birth, step, timerEvent } from './step.ts'
import type { Effect, Refused, Taken } from './step.ts'

/** An event as a story tells it: who and when may be left out. */
export type Told<Event> = Event extends Stamp & { type: string }
  ? Omit<Event, keyof Stamp | 'type'> & Pick<Event, 'type'> & Partial<Stamp>
  : never

/** Between two events of a story that say no time. */
const TICK_MS = 1_000

/**
 * An actor's life as a story tells it: given what happened, when something happens, then this.
 * It keeps the timer table that a host would keep.
 */
export class Life<Event extends Stamp & { type: string }> {
  readonly machine: AnyStateMachine
  /** Running delays by timer id, with their budgets in milliseconds. */
  readonly timers = new Map<string, number>()
  snapshot: AnyMachineSnapshot
  now: number
  /** What the last event did; the birth, before there was one. */
  last: Taken | Refused

  constructor(machine: AnyStateMachine, input: Stamp) {
    this.machine = machine
    this.now = input.at
    const born = birth(machine, input)
    this.snapshot = born.snapshot
    this.last = born
    this.#keepTimers(born)
  }

  /** What happened before; throws if one of these is refused. */
  given(...events: Told<Event>[]): this {
    for (const event of events) {
      this.when(event)
      if (!this.last.taken) throw new Error(`Refused: ${event.type} (${this.last.code})`)
    }
    return this
  }

  when(event: Told<Event>): this {
    const { at, by }: Partial<Stamp> = event
    this.now = at ?? this.now + TICK_MS
    return this.#take({ ...event, at: this.now, by: by ?? 'system' })
  }

  /** The delay of that name runs out; throws if it is not running. */
  whenTimeIsUp(delay: string): this {
    const timerId = this.timerOf(delay)
    this.now += this.timers.get(timerId) ?? 0
    this.timers.delete(timerId)
    return this.#take(timerEvent(timerId, this.now))
  }

  /** The names of the delays that run, in alphabetical order. */
  get running(): string[] {
    return [...this.timers.keys()].map((id) => delayNameOf(id) ?? id).sort()
  }

  timerOf(delay: string): string {
    const timerId = [...this.timers.keys()].find((id) => delayNameOf(id) === delay)
    if (timerId === undefined) throw new Error(`Not running: ${delay}`)
    return timerId
  }

  /** What the last event asks of the host. */
  get effects(): Effect[] {
    return this.last.taken ? this.last.effects : []
  }

  /** The code with which the last event was refused, null if it was taken. */
  get refusal(): string | null {
    return this.last.taken ? null : this.last.code
  }

  #take(event: Parameters<typeof step>[2]): this {
    this.last = step(this.machine, this.snapshot, event)
    if (this.last.taken) {
      this.snapshot = this.last.snapshot
      this.#keepTimers(this.last)
    }
    return this
  }

  #keepTimers({ timers }: Taken): void {
    for (const [timerId, budget] of timers) {
      if (budget === null) this.timers.delete(timerId)
      else this.timers.set(timerId, budget)
    }
  }
}
