import { Connection } from '#storage/connection'
import type { Store, StoredAccount } from '#storage/store'
import { START_MS } from './host-load.ts'
import type { Stretch } from './host-load.ts'
import type { Lane } from './lane.ts'
import { CREATE_SEQUENCE, writeAlone } from './one-transaction.ts'

/** More connections than this make two cores no faster, and Postgres has 50 for all. */
export const MOST_CONNECTIONS = 32

/** Writes one transaction per event, on connections of its own. */
export class SimpleLoad {
  readonly #connections: Connection[]
  readonly #accounts: Map<string, StoredAccount>

  private constructor(connections: Connection[], accounts: Map<string, StoredAccount>) {
    this.#connections = connections
    this.#accounts = accounts
  }

  /** Opens as many connections as chats are under way, at most `MOST_CONNECTIONS`. */
  static async open(options: {
    url: string
    store: Store
    lanes: Lane[]
    inFlight: number
  }): Promise<SimpleLoad> {
    const { url, store, lanes, inFlight } = options
    const accounts = new Map<string, StoredAccount>()
    for (const accountId of new Set(lanes.map((lane) => lane.accountId))) {
      const stored = await store.loadAccount(accountId)
      if (stored === null) throw new Error(`There is no account ${accountId}`)
      accounts.set(accountId, stored)
    }
    const connections = await Promise.all(
      Array.from({ length: Math.min(inFlight, MOST_CONNECTIONS) }, () =>
        Connection.open(url, { applicationName: 'parley bench', settings: {} }),
      ),
    )
    await connections[0]?.query(CREATE_SEQUENCE)
    return new SimpleLoad(connections, accounts)
  }

  /**
   * Each connection writes events of its own share of the lanes until the time is up; what is
   * written before all are busy does not count.
   */
  async run(lanes: Lane[], seconds: number): Promise<Stretch> {
    let events = 0
    const startAt = performance.now() + START_MS
    const endAt = startAt + seconds * 1_000
    await Promise.all(
      this.#connections.map(async (connection, place) => {
        const share = lanes.filter((_, index) => index % this.#connections.length === place)
        for (let next = 0; performance.now() < endAt; next += 1) {
          const lane = share[next % share.length]
          if (lane !== undefined) await this.#write(connection, lane)
          const writtenAt = performance.now()
          if (writtenAt >= startAt && writtenAt < endAt) events += 1
        }
      }),
    )
    return { events, tookMs: seconds * 1_000 }
  }

  /** One event of each of these lanes. */
  async once(lanes: Lane[]): Promise<void> {
    const [connection] = this.#connections
    if (connection === undefined) throw new Error('No connection')
    for (const lane of lanes) await this.#write(connection, lane)
  }

  async close(): Promise<void> {
    await Promise.all(this.#connections.map((connection) => connection.close()))
  }

  #write(connection: Connection, lane: Lane): Promise<void> {
    const stored = this.#accounts.get(lane.accountId)
    if (stored === undefined) throw new Error(`There is no account ${lane.accountId}`)
    return writeAlone(connection, stored, lane)
  }
}
