import { DatabaseError } from '#storage/database-error'
import { EmbeddedPostgresError } from '#storage/embedded-postgres'
import { FilesUnavailable } from '#storage/file-bytes'
import { demoWords, firstStepsWords } from './bootstrap/words.ts'
import { openLog } from './operation/log.ts'
import { USAGE, WrongSetting, readSettings } from './operation/settings.ts'
import { NoWayForward } from './replay/way-forward.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'

/** What people read goes beside the log where the log is for machines: no password is ever in it. */
const words = process.stdout.isTTY ? process.stdout : process.stderr

try {
  await main(process.argv.slice(2))
} catch (error) {
  words.write(`parley: ${sentence(error)}\n`)
  process.exit(1)
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) {
    process.stdout.write(USAGE)
    return
  }
  const settings = readSettings(args, process.env)
  const log = openLog(settings.logLevel, process.stdout)
  const starting = startServer({ ...settings, log, userInterface: true })
  endBySignal(starting)
  const server = await starting
  if (server.demo !== null) words.write(demoWords(server.url, server.demo))
  else if (server.hasNoAccount) words.write(firstStepsWords(server.url))
  else if (process.stdout.isTTY) words.write(`\n  Parley is at ${server.url}\n\n`)
  await server.databaseEnded
  log.error({}, 'the embedded database ended and does not start again; ending too')
  process.exit(1)
}

/** The first signal ends the server in order, the second at once. */
function endBySignal(starting: Promise<RunningServer>): void {
  let asked = false
  const end = (): void => {
    if (asked) process.exit(130)
    asked = true
    starting
      .then((server) => server.stop())
      .then(
        () => process.exit(0),
        (error: unknown) => {
          words.write(`parley: ${sentence(error)}\n`)
          process.exit(1)
        },
      )
  }
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
}

/** A sentence for whoever runs the server; a stack only where the fault is ours. */
function sentence(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if ('code' in error && error.code === 'EADDRINUSE') {
    return 'The port is in use. Give another one with --port, or end what uses it.'
  }
  const isForPeople =
    error instanceof WrongSetting ||
    error instanceof NoWayForward ||
    error instanceof DatabaseError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof FilesUnavailable
  return isForPeople ? error.message : (error.stack ?? error.message)
}
