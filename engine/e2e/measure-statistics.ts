import { parseArgs } from 'node:util'
import { openDatabase } from '#storage/database'
import { withTemporaryPostgres } from '#storage/embedded-postgres'
import { migrate } from '#storage/migrate'
import { makeChats } from '../statistics/made-chats.ts'
import { measureReports } from '../statistics/measure-reports.ts'

/*
 * `npm run measure-statistics -- [--chats 5000000] [--runs 5] [--json]`: how long the database takes
 * for each report over all of an account's closed chats, beside `select count(*)` over the same
 * chats; of several runs the median. It does not measure the network, the page, or turns that count
 * meanwhile.
 */

const USAGE = 'Usage: npm run measure-statistics -- [--chats 5000000] [--runs 5] [--json]'

const options = asked()
if (options === null) {
  process.stderr.write(`${USAGE}\n`)
  process.exit(1)
}
const { chats, runs, json } = options
await withTemporaryPostgres(async (server) => {
  const database = await openDatabase(server.url)
  try {
    await migrate(database.db)
    const size = { groups: 10, agents: 200, channels: 3, days: 730, subjects: 20 }
    const wanted = { accountId: 'acme', chats, until: Date.UTC(2026, 10, 1), ...size }
    const begun = performance.now()
    await makeChats(database.db, wanted, (made) => {
      process.stderr.write(`${made} chats, ${Math.round((performance.now() - begun) / 1_000)} s\n`)
    })
    const madeS = Math.round((performance.now() - begun) / 1_000)
    tell({ what: 'made', chats, ...size, seconds: madeS })
    for (const line of await measureReports(database.db, wanted, runs)) tell({ ...line, runs })
  } finally {
    await database.close()
  }
})

function asked(): { chats: number; runs: number; json: boolean } | null {
  try {
    const { values } = parseArgs({
      options: {
        chats: { type: 'string', default: '5000000' },
        runs: { type: 'string', default: '5' },
        json: { type: 'boolean', default: false },
      },
    })
    const [found, times] = [Number(values.chats), Number(values.runs)]
    const isGood = [found, times].every((n) => Number.isInteger(n) && n >= 1)
    return isGood ? { chats: found, runs: times, json: values.json } : null
  } catch {
    return null
  }
}

function tell(line: Record<string, unknown>): void {
  const words = Object.entries(line).map(([name, value]) => `${name} ${String(value)}`)
  process.stdout.write(`${json ? JSON.stringify(line) : words.join('  ')}\n`)
}
