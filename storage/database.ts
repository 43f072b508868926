import {
  CamelCasePlugin,
  Kysely,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
} from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import postgres, { type Sql } from 'postgres'
import { BatchConnection } from './batch-connection.ts'
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

export interface DatabaseOptions {
  /** Connections for reads. */
  readers?: number
  applicationName?: string
  /** How long a batch may wait for a lock: for a raise that waits for an orphan, or a table lock. */
  lockTimeoutMs?: number
  /** How long a batch may take in the server. */
  statementTimeoutMs?: number
}

const CONNECT_TIMEOUT_S = 5
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
    readers = 4,
    applicationName = 'parley',
    lockTimeoutMs = 5_000,
    statementTimeoutMs = 10_000,
  } = options
  const open = (name: string, max: number, settings: Record<string, string | number>) =>
    postgres(url, clientOptions(`${applicationName} ${name}`, max, settings))
  const reads = open('reads', readers, { statement_timeout: READ_TIMEOUT_MS })
  const control = open('control', CONTROL_CONNECTIONS, {
    statement_timeout: RAISE_TIMEOUT_MS,
    lock_timeout: RAISE_TIMEOUT_MS,
  })
  try {
    await reads`select 1`
  } catch (error) {
    await Promise.all([reads.end({ timeout: 0 }), control.end({ timeout: 0 })])
    throw connectionError(error, url)
  }
  const batch = new BatchConnection(
    url,
    clientOptions(`${applicationName} batches`, 1, {
      lock_timeout: lockTimeoutMs,
      statement_timeout: statementTimeoutMs,
      plan_cache_mode: 'force_generic_plan', // one plan for batches of all sizes
    }),
    statementTimeoutMs + DEADLINE_MARGIN_MS,
  )
  const db = queries(reads)
  const controlDb = queries(control)
  return {
    db,
    control: controlDb,
    batch,
    async close() {
      await Promise.all([db.destroy(), controlDb.destroy(), batch.close()])
    },
  }
}

/**
 * What every connection has: commits wait for the disk whatever the server's default is, columns
 * read as camel case, and numbers of eight bytes as numbers (sequences and times stay below 2^53).
 */
function clientOptions(
  applicationName: string,
  max: number,
  settings: Record<string, string | number>,
) {
  return {
    max,
    connect_timeout: CONNECT_TIMEOUT_S,
    onnotice: () => {},
    transform: { column: { from: postgres.toCamel } },
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
      synchronous_commit: 'on',
      ...settings,
    },
  }
}

function queries(client: Sql): Db {
  return new Kysely<Tables>({
    dialect: new PostgresJSDialect({ postgres: client }),
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
