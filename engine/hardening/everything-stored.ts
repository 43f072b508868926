import { sql } from 'kysely'
import type { Db } from '#storage/database'

/** Who owns what, and until when: renewed all the time. */
const LEASES = new Set(['nodes', 'shards'])

/** A digest of every row of every table, by table. */
export async function everythingStored(db: Db): Promise<Record<string, string>> {
  const digests: Record<string, string> = {}
  for (const name of (await tables(db)).filter((table) => !LEASES.has(table))) {
    const found = await sql<{ digest: string | null; count: number }>`
      select md5(string_agg(row::text, '|' order by row::text)) as digest, count(*)::int as count
      from ${sql.table(name)} as row`.execute(db)
    const [first] = found.rows
    digests[name] = `${first?.count} rows, ${first?.digest}`
  }
  return digests
}

/** Every row of every table, as text: to look for what must not be there. */
export async function wordsStored(db: Db): Promise<string> {
  const words: string[] = []
  for (const name of await tables(db)) {
    const { rows } = await sql<{ row: string }>`
      select row::text as row from ${sql.table(name)} as row`.execute(db)
    words.push(...rows.map(({ row }) => row))
  }
  return words.join('\n')
}

async function tables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where relkind = 'r' and nspname = 'public' and relname not like 'kysely%'
    order by relname`.execute(db)
  return rows.map(({ name }) => name)
}
