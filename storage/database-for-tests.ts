import { type RawBuilder, sql } from 'kysely'
import { afterAll, beforeAll } from 'vitest'
import { type Database, type DatabaseOptions, type Db, openDatabase } from './database.ts'
import {
  type EmbeddedPostgres,
  createDatabase,
  startTemporaryPostgres,
} from './embedded-postgres.ts'
import { migrate } from './migrate.ts'

/** A server is made and started on a busy machine. */
export const START_MS = 60_000

/** A real server with one migrated database, for the tests of one file. */
export class DatabaseForTests {
  #server: EmbeddedPostgres | null = null
  #database: Database | null = null
  #url = ''
  #databases = 0

  /** Starts before the tests of this file and stops after them. */
  static forThisFile(options: DatabaseOptions = {}): DatabaseForTests {
    const tested = new DatabaseForTests()
    beforeAll(async () => {
      tested.#server = await startTemporaryPostgres()
      tested.#url = await tested.newDatabase()
      tested.#database = await openDatabase(tested.#url, options)
      await migrate(tested.#database.db)
    }, START_MS)
    afterAll(async () => {
      await tested.#database?.close()
      await tested.#server?.stop()
    }, START_MS)
    return tested
  }

  get database(): Database {
    if (!this.#database) throw new Error('the tests have not begun')
    return this.#database
  }

  get db(): Db {
    return this.database.db
  }

  /** The address of the migrated database. */
  get url(): string {
    return this.#url
  }

  /** The address of the server, with its own database. */
  get serverUrl(): string {
    if (!this.#server) throw new Error('the tests have not begun')
    return this.#server.url
  }

  /** The address of another database on the server, empty. */
  newDatabase(): Promise<string> {
    this.#databases += 1
    return createDatabase(this.serverUrl, `tests_${this.#databases}`)
  }

  /** Empties all tables, as after the first start. */
  async empty(): Promise<void> {
    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_stat_user_tables
      where relname not like 'kysely%' and relname <> 'shards'
      order by relname in ('people', 'accounts')`.execute(this.db)
    const statements = rows.map(({ name }) => `delete from ${name}`)
    await sql.raw(statements.join(';')).execute(this.db)
    await sql`update shards set owner = null, epoch = 0`.execute(this.db)
  }

  /** Runs `work` while another session holds what `lock` locks. */
  async holding<T>(
    lock: RawBuilder<unknown>,
    work: (release: () => void) => Promise<T>,
  ): Promise<T> {
    const held = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const holder = this.database.control.transaction().execute(async (trx) => {
      await lock.execute(trx)
      held.resolve()
      await released.promise
    })
    await Promise.race([held.promise, holder])
    try {
      return await work(released.resolve)
    } finally {
      released.resolve()
      await holder
    }
  }

  /** Resolves when a session of this application name waits for a lock, with its process number. */
  async waitsForLock(application: string): Promise<number> {
    for (;;) {
      const { rows } = await sql<{ pid: number }>`
        select pid from pg_stat_activity
        where application_name = ${application} and wait_event_type = 'Lock'
          and datname = current_database()`.execute(this.db)
      if (rows[0]) return rows[0].pid
    }
  }

  /** Ends the sessions of this application name in this database, and waits until they are gone. */
  async kill(application: string): Promise<void> {
    const found = sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = ${application} and datname = current_database()
        and pid <> pg_backend_pid()`
    while ((await found.execute(this.db)).rows.length > 0);
  }
}
