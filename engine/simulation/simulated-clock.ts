import type { Clock } from '../ports.ts'

interface Appointment {
  at: number
  order: number
  callback: (() => void) | null
}

/**
 * Time of a simulated world: it passes only when it is told to, from one appointment to the next.
 *
 * V1 appointments are kept in the order of their times, those of one time in the order in which
 * they were made. V2 everything that one appointment sets going in promises has happened before
 * the next one is kept.
 */
export class SimulatedClock implements Clock {
  #now: number
  #order = 0
  readonly #heap: Appointment[] = []
  /** Set to stop the world where it is. */
  halted = false

  constructor(startsAt: number) {
    this.#now = startsAt
  }

  now(): number {
    return this.#now
  }

  monotonic(): number {
    return this.#now
  }

  schedule(delayMs: number, callback: () => void): () => void {
    const at = this.#now + Math.max(0, Math.ceil(delayMs))
    const appointment: Appointment = { at, order: (this.#order += 1), callback }
    push(this.#heap, appointment)
    return () => {
      appointment.callback = null
    }
  }

  /** Lets time pass, and everything happen that is due until then. */
  async pass(durationMs: number): Promise<void> {
    const until = this.#now + durationMs
    await settled()
    for (let next = this.#heap[0]; next !== undefined && next.at <= until; next = this.#heap[0]) {
      pop(this.#heap)
      if (next.callback === null) continue
      this.#now = next.at
      next.callback()
      await settled() // V2
      if (this.halted) return
    }
    this.#now = until
  }
}

/** Resolves when no promise has anything left to do: a new task begins only then. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}

/** V1 */
function isBefore(a: Appointment, b: Appointment): boolean {
  return a.at < b.at || (a.at === b.at && a.order < b.order)
}

function push(heap: Appointment[], appointment: Appointment): void {
  let at = heap.push(appointment) - 1
  while (at > 0) {
    const parent = (at - 1) >> 1
    const above = heap[parent]
    if (above === undefined || isBefore(above, appointment)) break
    heap[at] = above
    at = parent
  }
  heap[at] = appointment
}

function pop(heap: Appointment[]): void {
  const last = heap.pop()
  if (last === undefined || heap.length === 0) return
  let at = 0
  for (;;) {
    let child = 2 * at + 1
    const left = heap[child]
    if (left === undefined) break
    const right = heap[child + 1]
    let first = left
    if (right !== undefined && isBefore(right, left)) {
      first = right
      child += 1
    }
    if (isBefore(last, first)) break
    heap[at] = first
    at = child
  }
  heap[at] = last
}
