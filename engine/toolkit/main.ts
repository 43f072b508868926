/*
 * `npx parley`: what developers and operators do with journals and machines. Each command says in
 * its own usage what it does.
 */
import { resolve } from 'node:path'
import { openDatabase } from '#storage/database'
import { DatabaseError } from '#storage/database-error'
import { EmbeddedPostgresError, reachPostgres } from '#storage/embedded-postgres'
import { requireActors, requireCurrentSchema } from '#storage/migrate'
import { WrongSetting, readSettings } from '../operation/settings.ts'
import type { Bench } from './command.ts'
import { WrongUsage } from './command.ts'
import { runToolkit } from './toolkit.ts'

const bench: Bench = {
  print: (text) => process.stdout.write(text),
  tell: (line) => process.stderr.write(`${line}\n`),
  now: () => Date.now(),
  // The launcher runs us in the checkout; names are meant where it was called.
  pathOf: (name) => resolve(process.env.PARLEY_CALLED_FROM ?? '.', name),
  withDatabase: async (use, asLeftBy = 'thisVersion') => {
    const { databaseUrl, dataFolder } = readSettings([], process.env)
    const embedded = databaseUrl === null ? await reachPostgres({ dataDir: dataFolder }) : null
    try {
      const database = await openDatabase(databaseUrl ?? embedded?.url ?? '')
      try {
        const require = asLeftBy === 'any' ? requireActors : requireCurrentSchema
        await require(database.db)
        return await use(database.db)
      } finally {
        await database.close()
      }
    } finally {
      await embedded?.stop()
    }
  },
}

try {
  process.exitCode = await runToolkit(process.argv.slice(2), bench)
} catch (error) {
  const isForPeople =
    error instanceof WrongUsage ||
    error instanceof WrongSetting ||
    error instanceof DatabaseError ||
    error instanceof EmbeddedPostgresError
  console.error(isForPeople ? error.message : error)
  process.exitCode = 2
}
