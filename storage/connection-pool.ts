import { Connection, type ConnectionOptions } from './connection.ts'

/**
 * Up to `max` connections, as Kysely's dialect reserves and releases them.
 *
 * P1 A connection has one borrower at a time.
 * P2 A broken connection is never lent again; its place goes to a new one.
 */
export class ConnectionPool {
  readonly options: { max: number }
  readonly #idle: Connection[] = []
  readonly #waiting: ReturnType<typeof Promise.withResolvers<Connection>>[] = []
  #places: number
  #isClosed = false

  constructor(
    private readonly url: string,
    private readonly connectionOptions: ConnectionOptions,
    max: number,
  ) {
    this.options = { max }
    this.#places = max
  }

  /** @throws what opening a connection throws. */
  async reserve() {
    const connection = await this.#borrow()
    return {
      unsafe: (...statement: Parameters<Connection['send']>) => connection.send(...statement),
      release: () => this.#giveBack(connection),
    }
  }

  /** Ends all connections; those that are lent when they come back. */
  async end(): Promise<void> {
    this.#isClosed = true
    for (const waiting of this.#waiting.splice(0)) waiting.reject(closed())
    await Promise.all(this.#idle.splice(0).map((connection) => connection.close()))
  }

  async #borrow(): Promise<Connection> {
    if (this.#isClosed) throw closed()
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (!idle.isBroken) return idle // P2
      this.#places += 1
    }
    if (this.#places > 0) return this.#open()
    const waiting = Promise.withResolvers<Connection>()
    this.#waiting.push(waiting)
    return waiting.promise
  }

  async #open(): Promise<Connection> {
    this.#places -= 1
    try {
      return await Connection.open(this.url, this.connectionOptions)
    } catch (error) {
      this.#places += 1
      this.#serveNext()
      throw error
    }
  }

  #giveBack(connection: Connection): void {
    if (this.#isClosed) {
      connection.abandon()
    } else if (connection.isBroken) {
      this.#places += 1
      this.#serveNext()
    } else {
      const waiting = this.#waiting.shift()
      if (waiting) waiting.resolve(connection)
      else this.#idle.push(connection)
    }
  }

  /** A place is free: whoever waits longest gets a new connection, or hears why not. */
  #serveNext(): void {
    const waiting = this.#waiting.shift()
    if (waiting) this.#open().then(waiting.resolve, waiting.reject)
  }
}

function closed(): Error {
  return Object.assign(new Error('the database was closed'), { code: 'CONNECTION_ENDED' })
}
