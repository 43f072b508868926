import { expect } from 'vitest'
import { parleyMatchers } from '../testing.ts'
import type { TriedEvent } from '../testing.ts'

/* Imported once by a test, this gives Vitest the matchers of `../testing.ts`, and their types. */

export { replay } from '../testing.ts'

interface ParleyMatchers<Returned> {
  /** Every step is taken as it was recorded, and leads to what was stored. */
  toReplay(): Returned
  /** Some step leads to a state: `assigned`, or more exactly `assigned.awaitingAgent`. */
  toReach(state: string): Returned
  /** The event is refused after the last step, or after the step that is given. */
  toRefuse(event: TriedEvent, code?: string): Returned
}

declare module 'vitest' {
  interface Matchers<
    R extends void | Promise<void> = void | Promise<void>,
    T = unknown,
  > extends ParleyMatchers<R> {}
}

expect.extend(parleyMatchers)
