import postgres, { type Sql } from 'postgres'
import { StoreUnavailable } from './store.ts'
import { storeError } from './store-error.ts'

type Options = NonNullable<Parameters<typeof postgres>[1]>

/**
 * The one connection that writes batches.
 *
 * B1 A client whose connection broke is never used again: its successor starts with a clean state.
 * B2 Work is handed to a connection that was made before. So what fails while connecting is known
 *    not to have been sent.
 * B3 Work that outlives its deadline breaks the connection: a dead network must not hold batches
 *    for ever.
 */
export class BatchConnection {
  #current: { client: Sql; isBroken: boolean; isReady: boolean } | null = null
  #isClosed = false

  constructor(
    private readonly url: string,
    private readonly options: Options,
    private readonly deadlineMs: number,
  ) {}

  /**
   * Runs work that writes.
   * @throws Rejected, StoreUnavailable or OutcomeUnknown, as `storeError` tells them apart.
   */
  async run<T>(work: (client: Sql) => Promise<T>): Promise<T> {
    const connection = await this.#ready()
    const deadline = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      connection.isBroken = true
      deadline.reject(new Error(`no answer of the database within ${this.deadlineMs} ms`))
    }, this.deadlineMs)
    try {
      return await Promise.race([work(connection.client), deadline.promise])
    } catch (error) {
      throw storeError(error, 'write')
    } finally {
      clearTimeout(timer)
      if (connection.isBroken) this.#discard(connection.client)
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true
    const current = this.#current
    this.#current = null
    await current?.client.end({ timeout: 5 })
  }

  async #ready(): Promise<{ client: Sql; isBroken: boolean }> {
    if (this.#isClosed) throw new StoreUnavailable('the database was closed')
    if (this.#current?.isBroken) this.#discard(this.#current.client)
    const connection = (this.#current ??= this.#open())
    if (connection.isReady) return connection
    try {
      await connection.client.unsafe('select 1')
      connection.isReady = true
      return connection
    } catch (error) {
      this.#discard(connection.client)
      throw storeError(error, 'read')
    }
  }

  #open(): { client: Sql; isBroken: boolean; isReady: boolean } {
    const connection = {
      client: postgres(this.url, {
        ...this.options,
        max: 1,
        onclose: () => {
          connection.isBroken = true
        },
      }),
      isBroken: false,
      isReady: false,
    }
    return connection
  }

  #discard(client: Sql): void {
    if (this.#current?.client === client) this.#current = null
    // It is broken already: what ending it says is of no use to anybody.
    client.end({ timeout: 0 }).catch(() => {})
  }
}
