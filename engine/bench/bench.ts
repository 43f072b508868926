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
import type { HostStretch, Stretch } from './host-load.ts'
import type { Lane } from './lane.ts'
import { runLimit, writeOnce } from './limit-load.ts'
import type { Scribe } from './limit-load.ts'
import { SimpleLoad } from './simple-load.ts'
import { foundWorld } from './world.ts'

/** How long one of the three runs before it is the next one's turn. */
const STRETCH_S = 1

/** Durable events a second of each of the three, and the times to answer of the host. */
export interface Alternation {
  host: number
  limit: number
  simple: number
  latenciesMs: number[]
}

interface Round {
  host: HostStretch
  limit: Stretch
  simple: Stretch
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
  /** Commands in each batch that the host wrote since all its lanes started. */
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

  get database(): Database {
    return this.#parts.database
  }

  /** Runs the host until it is as fast as it will be: nothing is loaded or compiled any more. */
  async warmUp(inFlight: number): Promise<void> {
    const { host, hostLanes } = this.#parts
    while (!isWarm(host, hostLanes)) await this.#runHost(inFlight, STRETCH_S)
  }

  /**
   * Alternates host, limit and simple, for `seconds` each, or as long as the limit takes for the
   * same events; gives each alternation as it ends. In an alternation they take turns about every
   * second, so that noise hits all alike.
   */
  async *alternate(
    inFlight: number,
    seconds: number,
    alternations: number,
  ): AsyncGenerator<Alternation> {
    const { url, store, scribe, limitLanes, simpleLanes } = this.#parts
    const lanes = simpleLanes.slice(0, inFlight)
    await sayAll(scribe.host, limitLanes.slice(0, inFlight)) // chats of no level before sleep by now
    const simple = await SimpleLoad.open({ url, store, lanes, inFlight })
    const stretch = async (stretchS: number): Promise<Round> => ({
      // The limit follows the host, and writes batches of the sizes that the host just wrote.
      host: await this.#runHost(inFlight, stretchS),
      limit: await this.#runLimit(inFlight),
      simple: await simple.run(lanes, stretchS),
    })
    try {
      await stretch(Math.min(seconds, STRETCH_S))
      const rounds = Math.max(1, Math.round(seconds / STRETCH_S))
      for (let done = 0; done < alternations; done += 1) {
        const all: Round[] = []
        while (all.length < rounds) all.push(await stretch(seconds / rounds))
        yield {
          host: rateOf(all.map(({ host }) => host)),
          limit: rateOf(all.map(({ limit }) => limit)),
          simple: rateOf(all.map((round) => round.simple)),
          latenciesMs: all.flatMap(({ host }) => host.latenciesMs),
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

  #runHost(inFlight: number, seconds: number): Promise<HostStretch> {
    const { host, hostLanes, sizes } = this.#parts
    const started = (): void => {
      sizes.length = 0
    }
    return runHost({ host, lanes: hostLanes.slice(0, inFlight), seconds, started })
  }

  #runLimit(inFlight: number): Promise<Stretch> {
    const { store, scribe, limitLanes, sizes } = this.#parts
    return runLimit(store, scribe, limitLanes.slice(0, inFlight), [...sizes])
  }
}

function rateOf(stretches: readonly Stretch[]): number {
  const sum = (pick: (each: Stretch) => number) =>
    stretches.reduce((total, each) => total + pick(each), 0)
  return (sum(({ events }) => events) / sum(({ tookMs }) => tookMs)) * 1_000
}

function shardsOf(host: Host): OwnedShard[] {
  return Array.from({ length: SHARD_COUNT }, (_, shard) => shard).flatMap((shard) => {
    const epoch = host.lease.epochOf(shard)
    return epoch === null ? [] : [{ shard, epoch }]
  })
}
