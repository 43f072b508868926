import { sql } from 'kysely'

/** The database's clock in milliseconds: the one clock that all nodes share. */
export const databaseNow = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`
