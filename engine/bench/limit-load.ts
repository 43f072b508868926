import type { AccountBatch, Store } from '#storage/store'
import type { Host } from '../host/host.ts'
import type { CapturingStore } from './capturing-store.ts'
import { sayAll } from './host-load.ts'
import type { Stretch } from './host-load.ts'
import type { Lane } from './lane.ts'

/** Rows are made for about this many events at once, so that they do not fill the memory. */
const EVENTS_AHEAD = 4_000

/** Where the rows of the limit come from: a host whose batches are kept instead of written. */
export interface Scribe {
  host: Host
  kept: CapturingStore
}

/**
 * Writes batches of these sizes, one after the other. The rows are the host's own, made ahead while
 * the clock stands still: what is timed is the store's `commit` alone.
 */
export async function runLimit(
  store: Store,
  scribe: Scribe,
  lanes: Lane[],
  sizes: readonly number[],
): Promise<Stretch> {
  if (sizes.length === 0) throw new Error('The host wrote no batch; a longer time is needed')
  const coming = lanesOfBatches(lanes, sizes)
  let events = 0
  let tookMs = 0
  while (coming.length > 0) {
    const ahead = await makeBatches(scribe, coming)
    Bun.gc(true) // what making them left behind is not the limit's to clear away
    const startedAt = performance.now()
    for (const batches of ahead) events += await write(store, batches)
    tookMs += performance.now() - startedAt
  }
  return { events, tookMs }
}

/** One event in each of these lanes, as one batch. */
export async function writeOnce(store: Store, scribe: Scribe, lanes: Lane[]): Promise<void> {
  for (const batches of await makeBatches(scribe, [lanes])) await write(store, batches)
}

/** Takes from what is coming; the next batches build on these, so all must be written. */
async function makeBatches(scribe: Scribe, coming: Lane[][]): Promise<AccountBatch[][]> {
  scribe.kept.begin()
  let events = 0
  let rounds = 0
  while (events < EVENTS_AHEAD) {
    const speaking = coming.shift()
    if (speaking === undefined) break
    await sayAll(scribe.host, speaking)
    rounds += 1
    events += speaking.length
  }
  const made = scribe.kept.end()
  if (made.length !== rounds) throw new Error('What came together did not make one batch')
  return made
}

async function write(store: Store, batches: AccountBatch[]): Promise<number> {
  const { fenced } = await store.commit(batches)
  if (fenced.length > 0) throw new Error(`Fenced: ${fenced.join(', ')}`)
  return batches.reduce((events, { commands }) => events + commands.length, 0)
}

/** The lanes by turns, as many as each batch holds. */
function lanesOfBatches(lanes: Lane[], sizes: readonly number[]): Lane[][] {
  let next = 0
  return sizes.map((size) =>
    Array.from({ length: size }, () => {
      const lane = lanes[next % lanes.length]
      next += 1
      if (lane === undefined) throw new Error('There is no lane')
      return lane
    }),
  )
}
