import type { Job } from './job.ts'

/**
 * The accepted jobs of one account that have not had their turn.
 *
 * M1 jobs of one lane run in the order in which they came. M2 a job that waits for something holds
 * up its own lane only. M3 while the gathering batch is full, everything waits, in order.
 */
export class Mailbox {
  readonly #isFull: () => boolean
  readonly #attempt: (job: Job) => void
  /** Closed lanes, with what came behind the job that waits. */
  readonly #lanes = new Map<string, Job[]>()
  /** M3; null while there is room. */
  #backlog: Job[] | null = null

  constructor(isFull: () => boolean, attempt: (job: Job) => void) {
    this.#isFull = isFull
    this.#attempt = attempt
  }

  isClosed(lane: string): boolean {
    return this.#lanes.has(lane)
  }

  admit(job: Job): void {
    if (this.#backlog !== null) {
      this.#backlog.push(job)
      return
    }
    if (this.#isFull()) {
      this.#backlog = [job]
      return
    }
    const behind = this.#lanes.get(job.lane)
    if (behind === undefined) this.#attempt(job)
    else behind.push(job)
  }

  /** Closes the lane of a job that must wait (M2). */
  close(lane: string): void {
    if (!this.#lanes.has(lane)) this.#lanes.set(lane, [])
  }

  /** Opens a lane again: first the job that waited, if it goes on, then those behind it. */
  open(lane: string, first: Job | null): void {
    const behind = this.#lanes.get(lane) ?? []
    this.#lanes.delete(lane)
    if (first !== null) this.admit(first)
    for (const job of behind) this.admit(job)
  }

  /** Goes on with what waited for room. */
  drain(): void {
    const waiting = this.#backlog
    if (waiting === null) return
    this.#backlog = null
    let next = 0
    while (next < waiting.length && !this.#isFull()) {
      const job = waiting[next]
      next += 1
      if (job !== undefined) this.admit(job)
    }
    if (next < waiting.length) this.#backlog = waiting.slice(next)
  }

  /** Empties everything; gives what waited. */
  clear(): Job[] {
    const jobs = [...this.#lanes.values(), this.#backlog ?? []].flat()
    this.#lanes.clear()
    this.#backlog = null
    return jobs
  }
}
