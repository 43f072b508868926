import {
  CamelCasePlugin,
  Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
  sql,
} from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import { BatchConnection } from './batch-connection.ts'
import { ConnectionPool } from './connection-pool.ts'
import type { SessionSettings } from './connection.ts'
import { DatabaseError } from './database-error.ts'
import { codeOf } from './store-error.ts'
import type { Tables } from './tables.ts'

/** Queries over all tables. */
export type Db = Kysely<Tables>

/** Open pools of one database; `close` ends them all. */
export interface Database {
  /** What screens, loads and sweeps ask. */
  db: Db
  /** Leases and shards: apart, so that a slow query never costs a lease. */
  control: Db
  batch: BatchConnection
  close(): Promise<void>
}

/** Connections for reads, where nothing else is said. */
export const READERS = 4

export interface DatabaseOptions {
  /** Connections for reads. */
  readers?: number
  applicationName?: string
  /** How long a batch may wait for a lock: for a raise that waits for an orphan, or a table lock. */
  lockTimeoutMs?: number
  /** How long a batch may take in the server. */
  statementTimeoutMs?: number
}

const READ_TIMEOUT_MS = 30_000 // an archive page of a cold database
const RAISE_TIMEOUT_MS = 30_000 // a raise waits for a batch, which has its own timeout
const CONTROL_CONNECTIONS = 2 // a lease is renewed while a raise waits
const DEADLINE_MARGIN_MS = 5_000 // the server's own timeout speaks first

/**
 * Opens the pools and makes sure of the first connection.
 *
 * @throws DatabaseError `badUrl`, `unreachable`, `starting`, `notAllowed` or `noSuchDatabase`.
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  checkUrl(url)
  const {
    readers = READERS,
    applicationName = 'parley',
    lockTimeoutMs = 5_000,
    statementTimeoutMs = 10_000,
  } = options
  const pool = (name: string, max: number, settings: SessionSettings) =>
    new ConnectionPool(url, { applicationName: `${applicationName} ${name}`, settings }, max)
  const db = queries(pool('reads', readers, { statement_timeout: READ_TIMEOUT_MS }))
  const control = queries(
    pool('control', CONTROL_CONNECTIONS, {
      statement_timeout: RAISE_TIMEOUT_MS,
      lock_timeout: RAISE_TIMEOUT_MS,
    }),
  )
  const batch = new BatchConnection(
    url,
    {
      applicationName: `${applicationName} batches`,
      settings: {
        lock_timeout: lockTimeoutMs,
        statement_timeout: statementTimeoutMs,
        // a process that stops in the middle of a transaction must not hold shards for ever
        idle_in_transaction_session_timeout: statementTimeoutMs,
        plan_cache_mode: 'force_generic_plan', // one plan for batches of all sizes
      },
    },
    statementTimeoutMs + DEADLINE_MARGIN_MS,
  )
  const close = async () => {
    await Promise.all([db.destroy(), control.destroy(), batch.close()])
  }
  try {
    await sql`select 1`.execute(db)
  } catch (error) {
    await close()
    throw connectionError(error, url)
  }
  return { db, control, batch, close }
}

function queries(pool: ConnectionPool): Db {
  return new Kysely<Tables>({
    dialect: new PostgresJSDialect({ postgres: () => pool }),
    plugins: [new SnakeCaseQueries()],
  })
}

/** Queries are in camel case; results are already, once per statement instead of once per row. */
class SnakeCaseQueries implements KyselyPlugin {
  readonly #camelCase = new CamelCasePlugin()

  transformQuery(args: PluginTransformQueryArgs): RootOperationNode {
    return this.#camelCase.transformQuery(args)
  }

  async transformResult(args: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    return args.result
  }
}

function checkUrl(url: string): void {
  const parsed = URL.canParse(url) ? new URL(url) : null
  if (parsed && ['postgres:', 'postgresql:'].includes(parsed.protocol)) return
  throw new DatabaseError(
    'badUrl',
    'DATABASE_URL is not a Postgres address: it looks like postgres://user:password@host:5432/name',
  )
}

function connectionError(error: unknown, url: string): DatabaseError {
  const { host, pathname, username } = new URL(url)
  const code = codeOf(error)
  if (code === '3D000') {
    const name = decodeURIComponent(pathname.slice(1))
    return new DatabaseError('noSuchDatabase', `There is no database ${name} at ${host}.`, error)
  }
  if (code.startsWith('28')) {
    return new DatabaseError('notAllowed', `Postgres at ${host} refuses ${username}.`, error)
  }
  if (code === '57P03') {
    return new DatabaseError('starting', `Postgres at ${host} is starting or stopping.`, error)
  }
  return new DatabaseError('unreachable', `Postgres at ${host} cannot be reached.`, error)
}
