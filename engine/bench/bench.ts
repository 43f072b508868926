import { openDatabase } from '#storage/database'
import type { Database } from '#storage/database'
import { migrate } from '#storage/migrate'
import { PostgresStore } from '#storage/postgres-store'
import { SHARD_COUNT } from '#storage/store'
import type { OwnedShard } from '#storage/store'
import type { Host } from '../host/host.ts'
import type { Log } from '../ports.ts'
import { CapturingStore } from './capturing-store.ts'
import { readDurability } from './durability.ts'
import type { Durability } from './durability.ts'
import { isWarm, newHost, runHost, sayAll, sizing } from './host-load.ts'
import type { Lane } from './lane.ts'
import { runLimit, writeOnce } from './limit-load.ts'
import type { Scribe } from './limit-load.ts'
import { SimpleLoad } from './simple-load.ts'
import { foundWorld } from './world.ts'

/** Each of the three runs this long before it is measured. */
const WARM_UP_S = 1

/** One stretch of each of the three, in durable events a second. */
export interface Alternation {
  host: number
  limit: number
  simple: number
  latenciesMs: number[]
}

interface Parts {
  url: string
  database: Database
  store: PostgresStore
  durability: Durability
  host: Host
  hostLanes: Lane[]
  scribe: Scribe
  limitLanes: Lane[]
  simpleLanes: Lane[]
  /** Commands in each batch that the host wrote since the last look. */
  sizes: number[]
}

/** Everything that is measured, set up on one database; each of the three has accounts of its own. */
export class Bench {
  readonly #parts: Parts

  private constructor(parts: Parts) {
    this.#parts = parts
  }

  /**
   * Opens the empty database at `url`, with this many chats for each of the three.
   * @throws NotDurable before anything is written.
   */
  static async open(url: string, chats: number, log: Log): Promise<Bench> {
    const database = await openDatabase(url, { applicationName: 'parley bench' })
    try {
      const durability = await readDurability(database)
      await migrate(database.db)
      const store = new PostgresStore(database)
      const sizes: number[] = []
      const host = newHost(
        sizing(store, (size) => sizes.push(size)),
        log,
      )
      await host.start()
      const kept = new CapturingStore(store, () => shardsOf(host))
      const keeping = newHost(kept, log)
      await keeping.start()
      const scribe = { host: keeping, kept }
      const limitLanes = await foundWorld(keeping, 'limit', chats)
      const simpleLanes = await foundWorld(host, 'simple', chats)
      const hostLanes = await foundWorld(host, 'host', chats)
      return new Bench({
        ...{ url, database, store, durability, host, hostLanes, scribe, limitLanes },
        ...{ simpleLanes, sizes },
      })
    } catch (error) {
      await database.close()
      throw error
    }
  }

  get durability(): Durability {
    return this.#parts.durability
  }

  /** Runs the host until it is as fast as it will be: nothing is loaded or compiled any more. */
  async warmUp(inFlight: number): Promise<void> {
    const { host, hostLanes } = this.#parts
    while (!isWarm(host, hostLanes)) await this.#runHost(inFlight, WARM_UP_S)
  }

  /** Alternates host, limit and simple; gives each alternation as it ends. */
  async *alternate(
    inFlight: number,
    seconds: number,
    alternations: number,
  ): AsyncGenerator<Alternation> {
    const { url, store, simpleLanes } = this.#parts
    const lanes = simpleLanes.slice(0, inFlight)
    const simple = await SimpleLoad.open({ url, store, lanes, inFlight })
    try {
      const warmUpS = Math.min(seconds, WARM_UP_S)
      await this.#runHost(inFlight, warmUpS)
      await this.#runLimit(inFlight, warmUpS)
      await simple.run(lanes, warmUpS)
      for (let done = 0; done < alternations; done += 1) {
        // The limit follows the host, whose batch sizes it has; simple comes first every other time.
        const first = done % 2 === 1 ? await simple.run(lanes, seconds) : null
        const { perSecond, latenciesMs } = await this.#runHost(inFlight, seconds)
        const limit = await this.#runLimit(inFlight, seconds)
        yield {
          host: perSecond,
          limit,
          simple: first ?? (await simple.run(lanes, seconds)),
          latenciesMs,
        }
      }
    } finally {
      await simple.close()
    }
  }

  /** One event in each chat, by each of the three. */
  async once(): Promise<void> {
    const { url, store, host, hostLanes, scribe, limitLanes, simpleLanes } = this.#parts
    await sayAll(host, hostLanes)
    await writeOnce(store, scribe, limitLanes)
    const simple = await SimpleLoad.open({ url, store, lanes: simpleLanes, inFlight: 1 })
    await simple.once(simpleLanes)
    await simple.close()
  }

  async close(): Promise<void> {
    const { host, scribe, database } = this.#parts
    await scribe.host.stop()
    await host.stop()
    await database.close()
  }

  #runHost(inFlight: number, seconds: number) {
    const { host, hostLanes, sizes } = this.#parts
    sizes.length = 0
    return runHost(host, hostLanes.slice(0, inFlight), seconds)
  }

  #runLimit(inFlight: number, seconds: number): Promise<number> {
    const { store, scribe, limitLanes, sizes } = this.#parts
    return runLimit(store, scribe, limitLanes.slice(0, inFlight), sizes, seconds)
  }
}

function shardsOf(host: Host): OwnedShard[] {
  return Array.from({ length: SHARD_COUNT }, (_, shard) => shard).flatMap((shard) => {
    const epoch = host.lease.epochOf(shard)
    return epoch === null ? [] : [{ shard, epoch }]
  })
}
