import type { StaffServerFrame, StaffTopic } from '#protocol/staff-frames'
import type { ActorView, StateCount, TransitionCount } from '#protocol/statechart'
import type { Refusal } from './refused.ts'

/** What all machines of an account or group do, by version. */
export interface MachinesState {
  countedSince: number
  counts: ReadonlyMap<string, ReadonlyMap<string, StateCount>>
  passes: ReadonlyMap<string, ReadonlyMap<string, TransitionCount>>
}

export type Watched =
  | { kind: 'loading' }
  | { kind: 'refused'; refusal: Refusal }
  | { kind: 'machines'; machines: MachinesState }
  | { kind: 'actor'; actor: ActorView }

export type WatchTopic = Exclude<StaffTopic, 'desk' | `chat:${string}`>

/** Machines that somebody looks at, as they were told last. */
export class MachineBook {
  readonly #watched = new Map<WatchTopic, Watched>()
  readonly #send: (frame: { type: 'subscribe' | 'unsubscribe'; topic: WatchTopic }) => void

  constructor(send: (frame: { type: 'subscribe' | 'unsubscribe'; topic: WatchTopic }) => void) {
    this.#send = send
  }

  /** Follows these from now on, and no others. */
  watch(topics: readonly WatchTopic[]): void {
    for (const topic of [...this.#watched.keys()]) {
      if (topics.includes(topic)) continue
      this.#watched.delete(topic)
      this.#send({ type: 'unsubscribe', topic })
    }
    for (const topic of topics) {
      if (this.#watched.has(topic)) continue
      this.#watched.set(topic, { kind: 'loading' })
      this.#send({ type: 'subscribe', topic })
    }
  }

  get(topic: WatchTopic): Watched | null {
    return this.#watched.get(topic) ?? null
  }

  /** A new socket follows nothing yet; what was shown stays until it tells anew. */
  resumed(): void {
    for (const topic of this.#watched.keys()) this.#send({ type: 'subscribe', topic })
  }

  told(frame: Extract<StaffServerFrame, { type: 'machines' | 'actor' }>): void {
    if (!this.#watched.has(frame.topic)) return
    if (frame.type === 'actor') {
      this.#watched.set(frame.topic, { kind: 'actor', actor: frame.actor })
      return
    }
    const before = this.#watched.get(frame.topic)
    const known = before?.kind === 'machines' && !frame.whole ? before.machines : null
    this.#watched.set(frame.topic, { kind: 'machines', machines: changed(known, frame) })
  }

  refused(topic: WatchTopic, refusal: Refusal): void {
    if (this.#watched.has(topic)) this.#watched.set(topic, { kind: 'refused', refusal })
  }
}

export function isWatchTopic(topic: StaffTopic): topic is WatchTopic {
  return topic.startsWith('machines:') || topic.startsWith('actor:')
}

function changed(
  known: MachinesState | null,
  { countedSince, machines }: Extract<StaffServerFrame, { type: 'machines' }>,
): MachinesState {
  const counts = new Map(known?.counts)
  const passes = new Map(known?.passes)
  for (const { machine, states, transitions } of machines) {
    const ofStates = new Map(counts.get(machine))
    for (const one of states) ofStates.set(one.state, one)
    counts.set(machine, ofStates)
    const ofTransitions = new Map(passes.get(machine))
    for (const one of transitions) ofTransitions.set(one.transition, one)
    passes.set(machine, ofTransitions)
  }
  return { countedSince, counts, passes }
}
