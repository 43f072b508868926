import { Connection, type ConnectionOptions } from './connection.ts'
import { StoreUnavailable } from './store.ts'
import { storeError } from './store-error.ts'

/**
 * The one connection that writes batches.
 *
 * B1 One work at a time, in the order of asking: another's statement never gets into a transaction.
 * B2 A connection that broke has a successor, made when it is needed.
 * B3 Work that outlives its deadline breaks the connection: a dead network must not hold batches
 *    for ever.
 */
export class BatchConnection {
  #connection: Connection | null = null
  #isClosed = false
  #last: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly url: string,
    private readonly options: ConnectionOptions,
    private readonly deadlineMs: number,
  ) {}

  /**
   * Runs work that writes.
   * @throws Rejected, StoreUnavailable or OutcomeUnknown, as `storeError` tells them apart.
   */
  run<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    // B1
    const result = this.#last.then(() => this.#runNow(work))
    this.#last = result.catch(() => {})
    return result
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await this.#last
    await this.#connection?.close()
    this.#connection = null
  }

  async #runNow<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.#ready()
    const deadline = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      // B3
      connection.abandon()
      deadline.reject(new Error(`no answer of the database within ${this.deadlineMs} ms`))
    }, this.deadlineMs)
    try {
      return await Promise.race([work(connection), deadline.promise])
    } catch (error) {
      throw storeError(error, 'write')
    } finally {
      clearTimeout(timer)
    }
  }

  async #ready(): Promise<Connection> {
    if (this.#isClosed) throw new StoreUnavailable('the database was closed')
    if (this.#connection && !this.#connection.isBroken) return this.#connection
    this.#connection?.abandon() // B2
    try {
      this.#connection = await Connection.open(this.url, this.options)
      return this.#connection
    } catch (error) {
      throw storeError(error, 'read')
    }
  }
}
