import { sql } from 'kysely'
import type { Db } from '#storage/database'
import type { Figures } from './figures.ts'

/** Tables whose rows turns change again and again, and those that turns only add to. */
export const CHANGED_TABLES = ['accounts', 'actors', 'chats', 'customers', 'timers'] as const
export const ADDED_TABLES = [
  'commands',
  'comments',
  'journal',
  'messages',
  'outbox',
  'read_marks',
] as const

export type TableName = (typeof CHANGED_TABLES)[number] | (typeof ADDED_TABLES)[number]

/** One table at one moment. */
export interface TableSample {
  /** With indexes and what is stored apart, in bytes. */
  bytes: number
  rows: number
  /** Rows that are gone and not cleaned up yet. */
  dead: number
  /** Since the beginning: updates, and those among them that touched no index. */
  updates: number
  hotUpdates: number
}

/** Server and database at one moment. */
export interface Sample {
  /** Seconds since the first customer came. */
  atS: number
  messages: number
  rssMb: number
  heapMb: number
  actorsAwake: number
  /** Commands whose answer is in memory. */
  remembered: number
  timers: number
  commandsPending: number
  tables: Record<TableName, TableSample>
}

export async function takeSample(
  db: Db,
  figures: Figures,
  { atS, messages }: { atS: number; messages: number },
): Promise<Sample> {
  const figure = (name: string): number => figures.get(name) ?? Number.NaN
  return {
    atS,
    messages,
    rssMb: figure('process_resident_memory_bytes') / 2 ** 20,
    heapMb: figure('nodejs_heap_size_used_bytes') / 2 ** 20,
    actorsAwake: figure('parley_actors_awake'),
    remembered: figure('parley_commands_remembered'),
    timers: figure('parley_timers'),
    commandsPending: figure('parley_commands_pending'),
    tables: await tablesNow(db),
  }
}

async function tablesNow(db: Db): Promise<Record<TableName, TableSample>> {
  const names = [...CHANGED_TABLES, ...ADDED_TABLES]
  const counts = names.map(
    (name) => sql`select ${sql.lit(name)}::text as name, count(*) as rows from ${sql.table(name)}`,
  )
  const { rows } = await sql<TableSample & { name: TableName }>`
    select c.name, c.rows, pg_total_relation_size(s.relid) as bytes, s.n_dead_tup as dead,
      s.n_tup_upd as updates, s.n_tup_hot_upd as "hotUpdates"
    from (${sql.join(counts, sql` union all `)}) c
    join pg_stat_user_tables s on s.relname = c.name`.execute(db)
  return Object.fromEntries(rows.map(({ name, ...table }) => [name, table])) as Record<
    TableName,
    TableSample
  >
}
