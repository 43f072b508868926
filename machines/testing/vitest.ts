import { expect } from 'vitest'
import { parleyMatchers } from '../testing.ts'
import type { ParleyMatchers } from '../testing.ts'

/* Imported once by a test, this gives Vitest the matchers of `../testing.ts`, and their types. */

export { replay } from '../testing.ts'

declare module 'vitest' {
  interface Matchers<
    R extends void | Promise<void> = void | Promise<void>,
    T = unknown,
  > extends ParleyMatchers<R> {}
}

expect.extend(parleyMatchers)
