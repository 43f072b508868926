import type { AccountBatch, Store } from '#storage/store'
import type { Host } from '../host/host.ts'
import { hostDesk } from '../host/host-desk.ts'
import type { CapturingStore } from './capturing-store.ts'
import { say } from './host-load.ts'
import type { Lane } from './lane.ts'
import { expectDone } from './world.ts'

/** Rows are made for about this many events at once, so that they do not fill the memory. */
const EVENTS_AHEAD = 4_000

/** Where the rows of the limit come from: a host whose batches are kept instead of written. */
export interface Scribe {
  host: Host
  kept: CapturingStore
  lanes: Lane[]
}

/**
 * Writes batches of these sizes one after the other, again and again until the time is up, and
 * gives events a second. The rows are the host's own, made ahead while the clock stands still:
 * what is timed is the store's `commit` alone.
 */
export async function runLimit(
  store: Store,
  scribe: Scribe,
  sizes: readonly number[],
  seconds: number,
): Promise<number> {
  const next = endless(sizes)
  let events = 0
  let tookMs = 0
  while (tookMs < seconds * 1_000) {
    const ahead: AccountBatch[][] = []
    scribe.kept.begin()
    for (let made = 0; made < EVENTS_AHEAD;) {
      const size = next()
      made += size
      await speak(scribe, size)
    }
    ahead.push(...scribe.kept.end())
    Bun.gc(true) // what making them left behind is not the limit's
    const startedAt = performance.now()
    for (const batches of ahead) {
      const { fenced } = await store.commit(batches)
      if (fenced.length > 0) throw new Error(`Fenced: ${fenced.join(', ')}`)
      events += eventsOf(batches)
      if (performance.now() - startedAt + tookMs >= seconds * 1_000) {
        tookMs += performance.now() - startedAt
        // The rest is written as well: the next batches build on it.
        for (const rest of ahead.slice(ahead.indexOf(batches) + 1)) await store.commit(rest)
        return (events / tookMs) * 1_000
      }
    }
    tookMs += performance.now() - startedAt
  }
  return (events / tookMs) * 1_000
}

/** One event in each of the next lanes, which the scribe's host gathers in one batch. */
async function speak(scribe: Scribe, size: number): Promise<void> {
  const desk = hostDesk(scribe.host)
  const speaking = scribe.lanes.splice(0, size)
  scribe.lanes.push(...speaking)
  const answers = await Promise.all(speaking.map((lane) => say(desk, lane.next())))
  answers.forEach(expectDone)
}

function eventsOf(batches: AccountBatch[]): number {
  return batches.reduce((events, { commands }) => events + commands.length, 0)
}

function endless(sizes: readonly number[]): () => number {
  let place = 0
  return () => {
    const size = sizes[place % sizes.length]
    place += 1
    if (size === undefined) throw new Error('The host wrote no batch')
    return size
  }
}
