import type { Store } from '#storage/store'
import type { Clock } from '../ports.ts'
import { pause } from '../ports.ts'

/** Between two bites, so that turns have the disk most of the time, in milliseconds. */
const BETWEEN_BITES_MS = 250

/**
 * Removes what retention no longer keeps, a bite at a time, until nothing is left of it.
 * Ends early when `isOver` says so.
 */
export async function sweepAll(
  store: Pick<Store, 'sweep'>,
  clock: Clock,
  isOver: () => boolean,
): Promise<void> {
  while (!isOver()) {
    const swept = await store.sweep(clock.now())
    if (Object.values(swept).every((rows) => rows === 0)) return
    await pause(clock, BETWEEN_BITES_MS)
  }
}
