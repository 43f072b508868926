/*
 * `npm run soak`: whether memory and tables stay flat under an hour's worth of messages.
 *
 * Not measured: weeks, fragmentation over days, a database larger than its memory. The load is an
 * hour's count of messages at whatever rate the machine gives, not an hour of time: what grows with
 * time alone is not seen. Clients, server and Postgres share the machine's cores.
 */
import { WrongArguments, readSoakOptions } from './options.ts'
import { soak } from './soak.ts'
import type { SoakReport } from './soak.ts'
import { tellFailure, toldAll } from './tell.ts'
import {
  MEMORY_TOLERANCE,
  MEMORY_TOLERANCE_MB,
  TABLE_TOLERANCE,
  TABLE_TOLERANCE_MB,
} from './verdict.ts'

try {
  const options = readSoakOptions(process.argv.slice(2))
  const report = await soak(options)
  toldAll()
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : inWords(report))
  process.exit(report.flat ? 0 : 1)
} catch (error) {
  process.exit(tellFailure(error, error instanceof WrongArguments))
}

function inWords(report: SoakReport): string {
  const { swept } = report
  const tables = Object.entries(report.bloat).map(([name, table]) => {
    const { firstMb, lastMb, firstRows, lastRows, hotRatio, flat } = table
    const hot =
      hotRatio === null ? '' : `, ${Math.round(hotRatio * 100)} % of updates without an index`
    const sizes = `${firstMb} → ${lastMb} MB, ${firstRows} → ${lastRows} rows`
    return `  ${name.padEnd(11)} ${sizes}${hot}${flat ? '' : '  not flat'}`
  })
  return `${report.messages} messages of ${report.chats} chats in ${report.minutes} minutes, ${report.messagesPerSecond} a second
memory      ${report.rssFirstMb} → ${report.rssLastMb} MB (may grow by ${MEMORY_TOLERANCE * 100} % and ${MEMORY_TOLERANCE_MB} MB)
tables      (may grow as their rows do, and by ${TABLE_TOLERANCE * 100} % and ${TABLE_TOLERANCE_MB} MB)
${tables.join('\n')}
retention   removed ${swept.commands} commands, ${swept.outbox} deliveries, ${swept.journal} journal rows, ${swept.lines} of lines; kept ${report.keptS} s
${report.flat ? 'Flat.' : `Not flat: ${report.notFlat.join(', ')}.`}
`
}
