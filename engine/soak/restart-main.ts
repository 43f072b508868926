/*
 * `npm run restart`: how soon a server that starts on a database full of open chats is of use.
 *
 * Not measured: a database on another machine, one larger than its memory, and browsers. Clients,
 * server and Postgres share the machine's cores.
 */
import { WrongArguments, readRestartOptions } from './options.ts'
import { measureRestart } from './restart.ts'
import type { RestartReport } from './restart.ts'
import { tellFailure, toldAll } from './tell.ts'

try {
  const options = readRestartOptions(process.argv.slice(2))
  const report = await measureRestart(options)
  toldAll()
  process.stdout.write(options.json ? `${JSON.stringify(report)}\n` : inWords(report))
  process.exit(report.met ? 0 : 1)
} catch (error) {
  process.exit(tellFailure(error, error instanceof WrongArguments))
}

function inWords(report: RestartReport): string {
  const {
    firstMessageP50Ms,
    firstMessageP99Ms,
    afterKillFirstMessageP50Ms,
    afterKillFirstMessageP99Ms,
  } = report
  return `${report.chats} open chats, server's memory ${report.rssMb} MB
after an orderly end: ready ${report.readyMs} ms after Postgres, first message of a sleeping chat p50 ${firstMessageP50Ms} ms, p99 ${firstMessageP99Ms} ms
after SIGKILL:        ready ${report.afterKillReadyMs} ms after Postgres, first message of a sleeping chat p50 ${afterKillFirstMessageP50Ms} ms, p99 ${afterKillFirstMessageP99Ms} ms
heard by the agent:   p50 ${report.receiptP50Ms} ms, p99 ${report.receiptP99Ms} ms
${report.met ? 'As promised.' : 'Not as promised.'}
`
}
