import { parseArgs } from 'node:util'
import { DEMO_ACCOUNT_ID, DEMO_CHANNEL_ID } from '../bootstrap/demo-account.ts'
import { demoWords } from '../bootstrap/words.ts'
import { RestClient } from '../client/rest-client.ts'
import { openLog } from '../operation/log.ts'
import { readSettings } from '../operation/settings.ts'
import { startServer } from '../server.ts'
import { DIALOGUES } from './dialogues.ts'
import { serveCrm } from './crm-server.ts'
import { paceUntil } from './pace.ts'
import type { Pace } from './pace.ts'
import { prepare } from './prepare.ts'
import { SimulatedAgent } from './simulated-agent.ts'
import { playCustomer } from './simulated-customer.ts'
import { nextVisitor } from './visitors.ts'

const USAGE = `npm run demo [-- --customers N --port N --crm-port N --data FOLDER]

Starts Parley and lets simulated customers and agents talk, through the same interfaces as everybody,
for as long as it runs. What waits is left to people for a few seconds first. The first time they have
two weeks behind them. Beside it, on the next port, stands a made-up CRM that has the desk in its page.
`

/** Customers at once, unless told otherwise: a page that lives, and a queue to look at. */
const CUSTOMERS = 6

try {
  await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`parley: ${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}

async function main(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      customers: { type: 'string', default: String(CUSTOMERS) },
      port: { type: 'string' },
      data: { type: 'string' },
      'crm-port': { type: 'string' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) {
    process.stdout.write(USAGE)
    return
  }
  const customers = Number(values.customers)
  if (!Number.isInteger(customers) || customers < 1 || customers > 100) {
    throw new Error('--customers is a number from 1 to 100')
  }
  const passed = [
    ...(values.port === undefined ? [] : ['--port', values.port]),
    ...(values.data === undefined ? [] : ['--data', values.data]),
  ]
  const settings = readSettings(passed, process.env)
  const crmPort = values['crm-port'] === undefined ? settings.port + 1 : Number(values['crm-port'])
  if (!Number.isInteger(crmPort) || crmPort < 1 || crmPort > 65_535) {
    throw new Error('--crm-port is a number from 1 to 65535')
  }
  const demoCrm = `http://localhost:${crmPort}`
  const { demo, colleagues, crm } = await prepare(settings, demoCrm)
  const log = openLog('warn', process.stderr)
  const server = await startServer({ ...settings, log, userInterface: true, demoCrm })
  const crmServer =
    crm === null
      ? null
      : serveCrm({ port: crmPort, parley: server.url, account: DEMO_ACCOUNT_ID, ...crm })
  if (demo !== null) process.stdout.write(demoWords(server.url, demo))
  process.stdout.write(
    `\n  ${customers} customers and ${colleagues.length} agents talk at ${server.url}\n` +
      (crmServer === null ? '\n' : `  A CRM with the desk in it is at ${crmServer.origin}\n\n`),
  )

  const ending = new AbortController()
  const pace = paceUntil(ending.signal, Math.random)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ending.abort())

  const rest = new RestClient(server.url)
  const strangers = new Set<string>()
  const people = [
    ...colleagues.map(async ({ email, password }) => {
      const { token } = await rest.signIn(email, password)
      await new SimulatedAgent(server.url, DEMO_ACCOUNT_ID, token, strangers, pace).work()
    }),
    ...Array.from({ length: customers }, (_, index) => visitAgain(rest, server.url, index, pace)),
  ]
  await Promise.all(people)
  await crmServer?.stop()
  await server.stop()
  process.exit(0)
}

/** One customer after another, each with the next dialogue. */
async function visitAgain(
  rest: RestClient,
  baseUrl: string,
  first: number,
  pace: Pace,
): Promise<void> {
  await pace.rest(first * 3_000, first * 6_000 + 1)
  for (let next = first; !pace.over; next += 1) {
    const dialogue = DIALOGUES[next % DIALOGUES.length]
    if (dialogue === undefined) return
    try {
      const visitor = nextVisitor(pace)
      await playCustomer(rest, baseUrl, DEMO_CHANNEL_ID, dialogue, visitor, pace)
    } catch {
      // The server went away for a moment, or for good; the next visit tells.
    }
    await pace.rest(5_000, 25_000)
  }
}
