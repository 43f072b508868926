import postgres, { type Sql } from 'postgres'
import { isBrokenConnection } from './store-error.ts'

/** Settings of a session, as Postgres names them. */
export type SessionSettings = Record<string, string | number>

type Parameter = NonNullable<Parameters<Sql['unsafe']>[1]>[number]

export interface ConnectionOptions {
  applicationName: string
  settings: SessionSettings
}

const CONNECT_TIMEOUT_S = 5
const CLOSE_TIMEOUT_S = 5 // for what is under way

/**
 * One connection, from its making to its end.
 *
 * C1 It is handed out when the server accepted it. So what fails before was certainly not sent.
 * C2 Once broken it stays broken. The client would connect again by itself, even in the middle of
 *    a transaction, and trips over what the old connection left behind.
 * C3 Nothing is sent on a broken connection: the client would throw where nobody can catch it.
 */
export class Connection {
  readonly #client: Sql
  #isBroken = false
  #isAbandoned = false

  private constructor(url: string, { applicationName, settings }: ConnectionOptions) {
    this.#client = postgres(url, {
      max: 1,
      max_lifetime: null, // it would end a transaction between two queries
      connect_timeout: CONNECT_TIMEOUT_S,
      onnotice: () => {},
      onclose: () => {
        this.#isBroken = true // C2
      },
      // Once per statement, not once per row.
      transform: { column: { from: postgres.toCamel } },
      // Sequences, times and sizes stay below 2^53.
      types: {
        bigint: {
          to: 20,
          from: [20],
          parse: (text: string) => Number(text),
          serialize: (value: unknown) => String(value),
        },
      },
      connection: {
        application_name: applicationName,
        synchronous_commit: 'on', // whatever the server's default is
        ...settings,
      },
    })
  }

  /** @throws what the client or the server says; nothing was sent then. */
  static async open(url: string, options: ConnectionOptions): Promise<Connection> {
    const connection = new Connection(url, options)
    try {
      await connection.#client.unsafe('select 1') // C1
      return connection
    } catch (error) {
      connection.abandon()
      throw isBrokenConnection(error) ? new NotConnected(error) : error
    }
  }

  get isBroken(): boolean {
    return this.#isBroken
  }

  /** Sends one statement, prepared once. @throws what the client or the server says. */
  send<Row extends object>(text: string, parameters: Parameter[] = []) {
    if (this.#isBroken) throw new ConnectionLost() // C3
    const sent = this.#client.unsafe<Row[]>(text, parameters, { prepare: true })
    // The client hears of a broken connection twice, and in between it would wait for ever.
    sent.catch((error: unknown) => {
      if (isBrokenConnection(error)) this.abandon()
    })
    return sent
  }

  /** The rows of one statement. @throws what the client or the server says. */
  async query<Row extends object>(text: string, parameters: Parameter[] = []): Promise<Row[]> {
    return [...(await this.send<Row>(text, parameters))]
  }

  /** Runs `work` in a transaction. @throws what `work` throws, after a roll-back. */
  async transaction<T>(work: () => Promise<T>): Promise<T> {
    await this.send('begin')
    try {
      const result = await work()
      await this.send('commit')
      return result
    } catch (error) {
      if (!this.#isBroken) await this.send('rollback')
      throw error
    }
  }

  /** Ends it at once; what is under way fails. */
  abandon(): void {
    if (this.#isAbandoned) return
    this.#isAbandoned = true
    this.#isBroken = true
    // It is given up: what ending it says is of no use to anybody.
    this.#client.end({ timeout: 0 }).catch(() => {})
  }

  /** Ends it after what is under way. */
  async close(): Promise<void> {
    await this.#client.end({ timeout: CLOSE_TIMEOUT_S })
  }
}

/** The connection broke before it was ready: nothing was sent. */
export class NotConnected extends Error {
  override name = 'NotConnected'
  readonly code = 'NOT_CONNECTED'

  constructor(cause: unknown) {
    super('the connection to the database could not be made', { cause })
  }
}

/** Something was to be sent on a connection that broke before. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
  readonly code = 'CONNECTION_CLOSED'

  constructor() {
    super('the connection to the database broke')
  }
}
