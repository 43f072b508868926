import { EmbeddedPostgresError } from './embedded-postgres-error.ts'
import { readRecord } from './data-folder.ts'
import { startEmbeddedPostgres } from './start-embedded-postgres.ts'
import type { EmbeddedOptions } from './start-embedded-postgres.ts'

/**
 * Reaches the database of a data folder for a while: through the server of a product that runs, or
 * through one of our own, which `stop` ends. The folder is never made.
 * @throws EmbeddedPostgresError as a start does; `dataMissing` where there is no database.
 */
export async function reachPostgres(
  options: EmbeddedOptions,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const { dataDir } = options
  const { port, password } = await readRecord(dataDir)
  if (port === undefined) {
    throw new EmbeddedPostgresError(
      'dataMissing',
      `There is no database in ${dataDir}. Name another folder with PARLEY_DATA, or a Postgres ` +
        'of your own with DATABASE_URL.',
    )
  }
  try {
    return await startEmbeddedPostgres(options)
  } catch (error) {
    if (!(error instanceof EmbeddedPostgresError) || error.problem !== 'inUse') throw error
    return { url: `postgres://parley:${password}@127.0.0.1:${port}/parley`, stop: async () => {} }
  }
}
