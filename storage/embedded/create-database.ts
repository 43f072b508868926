import postgres from 'postgres'

/**
 * Creates an empty UTF8 database on the server of `url` and answers its address.
 * @throws PostgresError 42P04 when the server has one of that name.
 */
export async function createDatabase(url: string, name: string): Promise<string> {
  await onServer(url, async (sql) => {
    await sql`create database ${sql(name)} encoding 'UTF8' template template0`
  })
  return withDatabase(url, name)
}

/** As `createDatabase`, but keeps the database that is there. */
export async function ensureDatabase(url: string, name: string): Promise<string> {
  await onServer(url, async (sql) => {
    const [found] = await sql`select 1 from pg_database where datname = ${name}`
    if (!found) await sql`create database ${sql(name)} encoding 'UTF8' template template0`
  })
  return withDatabase(url, name)
}

async function onServer(url: string, work: (sql: postgres.Sql) => Promise<void>): Promise<void> {
  const sql = postgres(withDatabase(url, 'postgres'), { max: 1, fetch_types: false })
  try {
    await work(sql)
  } finally {
    await sql.end()
  }
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${encodeURIComponent(name)}`
  return address.href
}
