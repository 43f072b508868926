import { parseArgs } from 'node:util'
import { z } from 'zod'
import { email, line } from '#protocol/scalars'
import { openDatabase } from '#storage/database'
import { DatabaseError } from '#storage/database-error'
import { EmbeddedPostgresError, startEmbeddedPostgres } from '#storage/embedded-postgres'
import { migrate } from '#storage/migrate'
import { openLog } from '../operation/log.ts'
import { WrongSetting, readSettings } from '../operation/settings.ts'
import { systemClock, systemIds } from '../operation/system-ports.ts'
import { foundWithAdministrator } from './first-administrator.ts'
import { administratorWords } from './words.ts'

const USAGE = `Usage: npm run admin -- --email ADDRESS --account NAME [--name NAME]

  Makes an account with its administrator in the database of DATABASE_URL, and
  prints the password. Without DATABASE_URL, in the embedded one, while no server uses it.

  --email    the administrator's e-mail address, to sign in with
  --account  what the account is called
  --name     the administrator's name; else the e-mail address up to the @
`

const options = z.object({ email, account: line, name: line.optional() })

try {
  await main(process.argv.slice(2))
} catch (error) {
  const isForPeople =
    error instanceof WrongSetting ||
    error instanceof DatabaseError ||
    error instanceof EmbeddedPostgresError
  console.error(isForPeople ? error.message : error)
  process.exitCode = 1
}

async function main(args: string[]): Promise<void> {
  if (args.includes('--help')) {
    console.log(USAGE)
    return
  }
  const wanted = readOptions(args)
  const { databaseUrl, dataFolder } = readSettings([], process.env)
  const log = openLog('warn', process.stderr)
  const embedded =
    databaseUrl === null ? await startEmbeddedPostgres({ dataDir: dataFolder }) : null
  const database = await openDatabase(databaseUrl ?? embedded?.url ?? '')
  try {
    await migrate(database.db)
    const name = wanted.name ?? wanted.email.split('@')[0] ?? wanted.email
    const parts = { database, clock: systemClock, ids: systemIds, log }
    const made = await foundWithAdministrator(parts, { ...wanted, name })
    process.stdout.write(administratorWords(wanted.account, made))
  } finally {
    await database.close()
    await embedded?.stop()
  }
}

function readOptions(args: string[]): z.infer<typeof options> {
  const read = options.safeParse(given(args))
  if (read.success) return read.data
  const [issue] = read.error.issues
  throw new WrongSetting(`--${String(issue?.path[0])}: ${issue?.message ?? 'is wrong'}\n\n${USAGE}`)
}

function given(args: string[]): Record<string, unknown> {
  const known = {
    email: { type: 'string' },
    account: { type: 'string' },
    name: { type: 'string' },
  } as const
  try {
    return parseArgs({ args, options: known, strict: true }).values
  } catch (error) {
    throw new WrongSetting(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
  }
}
