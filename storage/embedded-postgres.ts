/**
 * The Postgres server that Parley brings along for those who have none.
 *
 * What holds, as the code cites it:
 * E1 one product to a data folder: a kernel lock, held from before the first look to after the stop.
 * E2 one server to a cluster: under the lock, a server that still runs is an orphan, and is stopped.
 * E3 only a verified postmaster of this very cluster is signalled, and none is ever killed.
 * E4 a cluster is there whole or not at all: it is made beside its place and renamed.
 * E5 the data folder names its database; it is never taken for another's and never made anew
 *    while it is merely out of reach.
 */
export { createDatabase } from './embedded/create-database.ts'
export { EmbeddedPostgresError } from './embedded/embedded-postgres-error.ts'
export type { EmbeddedPostgresProblem } from './embedded/embedded-postgres-error.ts'
export { startEmbeddedPostgres } from './embedded/start-embedded-postgres.ts'
export type { EmbeddedOptions, EmbeddedPostgres } from './embedded/start-embedded-postgres.ts'
export { reachPostgres } from './embedded/reach-postgres.ts'
export { startLastingPostgres } from './embedded/lasting-postgres.ts'
export { startTemporaryPostgres, withTemporaryPostgres } from './embedded/temporary-postgres.ts'
