/*
 * `npm run bench`: how many durable events a second the host makes of what storage can write, and
 * of what one transaction per event would. What it measures and what not stands in `report.ts`.
 */
import { withTemporaryPostgres } from '#storage/embedded-postgres'
import type { Log } from '../ports.ts'
import { Bench } from './bench.ts'
import { NotDurable } from './durability.ts'
import { UsageError, parseOptions } from './options.ts'
import type { Options } from './options.ts'
import { TABLE_HEAD, explanation, resultOf, tableRow } from './report.ts'

const log: Log = {
  info: () => {},
  warn: (about, message) => console.error(message, about),
  error: (about, message) => console.error(message, about),
}

try {
  const options = parseOptions(process.argv.slice(2))
  await withTemporaryPostgres((server) => run(server.url, options))
} catch (error) {
  if (!(error instanceof UsageError) && !(error instanceof NotDurable)) throw error
  console.error(error.message)
  process.exitCode = 1
}

async function run(url: string, options: Options): Promise<void> {
  const { json, seconds, alternations, inFlight } = options
  const chats = Math.max(...inFlight)
  progress('setting up …')
  const bench = await Bench.open(url, chats, log)
  try {
    const explain = json ? console.error : console.log
    explain(`${explanation(bench.durability)}\n`)
    progress('warming up …')
    await bench.warmUp(chats)
    if (!json) console.log(TABLE_HEAD)
    for (const level of inFlight) {
      const done = []
      progress(`${level} in flight …`)
      for await (const alternation of bench.alternate(level, seconds, alternations)) {
        done.push(alternation)
        const { host, limit, simple } = alternation
        const figures = [host, limit, simple].map(Math.round).join(' / ')
        progress(`${level} in flight: ${done.length} of ${alternations}, ${figures} a second`)
      }
      progress('')
      const result = resultOf(level, done)
      const line = json ? JSON.stringify({ ...result, ...bench.durability }) : tableRow(result)
      console.log(line)
    }
  } finally {
    progress('')
    await bench.close()
  }
}

/** One line on a terminal that the next replaces; nothing elsewhere. */
function progress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}
