import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { deflateRawSync } from 'node:zlib'
import type { CDPSession, Page } from 'playwright-core'
import { DEMO_ACCOUNT_ID } from '../bootstrap/demo-account.ts'
import { ServerProcess } from '../operation/server-process.ts'
import { watchFrames } from './frame-watch.ts'
import { frameFigures, rounded } from './frames.ts'
import type { FrameFigures } from './frames.ts'
import { MachineLoad } from './machine-load.ts'
import { makeManyChats } from './many-chats.ts'
import { launchBrowser } from './visitors.ts'

/*
 * `npm run measure-statechart -- [--rate 1000] [--seconds 20] [--json]`: what the live statecharts of
 * an account cost their page while chats take so many transitions a second, beside the same page
 * while nothing happens. A browser, server, database and those who make the chats go round share
 * this machine's processors: it says what somebody sees here, and whether the rate was reached.
 */

const CHATS = 160
const SETTLE_MS = 3_000
const PATIENCE_MS = 60_000

const USAGE = 'Usage: npm run measure-statechart -- [--rate 1000] [--seconds 20] [--json]'

interface Figures extends FrameFigures {
  transitionsPerSecond: number
  messagesPerSecond: number
  /** Of the socket, as they were sent: nothing compresses them. */
  bytesPerSecond: number
  /** What they would be, if each were compressed. */
  deflatedPerSecond: number
}

const options = asked()
if (options === null) {
  process.stderr.write(`${USAGE}\n`)
  process.exit(1)
}
const data = await mkdtemp(join(tmpdir(), 'parley-measure-'))
try {
  await measure(data, options)
} finally {
  await rm(data, { recursive: true, force: true })
}

async function measure(
  dataFolder: string,
  { rate, seconds, json }: { rate: number; seconds: number; json: boolean },
): Promise<void> {
  const { signIns, chatIds } = await makeManyChats(dataFolder, { chats: CHATS, messages: 1 })
  const administrator = signIns.find(({ role }) => role === 'administrator')
  if (administrator === undefined) throw new Error('nobody is an administrator')
  const agents = signIns.filter(
    ({ groups, role }) => role === 'agent' && groups.includes('Support'),
  )
  const server = new ServerProcess({ PARLEY_DATA: dataFolder, DATABASE_URL: '' })
  await server.start()
  const browser = await launchBrowser()
  try {
    const { baseUrl } = server
    const accountId = DEMO_ACCOUNT_ID
    const load = await MachineLoad.prepare({
      ...{ baseUrl, accountId, administrator, agents, chatIds, rate },
      failed: (error) => process.stderr.write(`${error.message}\n`),
    })
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    const wire = await watchSocket(page)
    await page.addInitScript(watchFrames)
    await page.goto(`${baseUrl}/sign-in`)
    await page.getByLabel(/e-?mail/i).fill(administrator.email)
    await page.getByLabel('Password', { exact: true }).fill(administrator.password)
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: /Team/ }).waitFor()
    await page.goto(`${baseUrl}/desk#/statecharts`)
    await page.locator('parley-statechart').first().waitFor()
    const still = await stretch(page, wire, load, seconds)
    tell(json, { what: 'still', ...still })
    load.start(rate)
    const busy = await stretch(page, wire, load, seconds)
    load.close()
    tell(json, { what: 'busy', asked: rate, refused: load.refused, ...busy })
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** What comes to the page and how it draws, after a while in which it settles. */
async function stretch(
  page: Page,
  wire: Wire,
  load: MachineLoad,
  seconds: number,
): Promise<Figures> {
  await page.waitForTimeout(SETTLE_MS)
  wire.reset()
  const before = load.taken
  const began = performance.now()
  const frames = await page.evaluate((ms) => window.frameWatch(ms), seconds * 1_000)
  const passed = (performance.now() - began) / 1_000
  const { messages, bytes, deflated } = wire.sums()
  return {
    transitionsPerSecond: rounded((load.taken - before) / passed),
    messagesPerSecond: rounded(messages / passed),
    bytesPerSecond: Math.round(bytes / passed),
    deflatedPerSecond: Math.round(deflated / passed),
    ...frameFigures(frames),
  }
}

interface Wire {
  reset(): void
  sums(): { messages: number; bytes: number; deflated: number }
}

/** Every message that the page's sockets get. */
async function watchSocket(page: Page): Promise<Wire> {
  const session: CDPSession = await page.context().newCDPSession(page)
  let texts: string[] = []
  session.on('Network.webSocketFrameReceived', ({ response }) => texts.push(response.payloadData))
  await session.send('Network.enable')
  return {
    reset() {
      texts = []
    },
    sums() {
      const bytes = texts.map((text) => Buffer.from(text))
      return {
        messages: texts.length,
        bytes: bytes.reduce((sum, { length }) => sum + length, 0),
        deflated: bytes.reduce((sum, one) => sum + deflateRawSync(one).length, 0),
      }
    },
  }
}

function tell(json: boolean, line: Record<string, unknown>): void {
  const words = Object.entries(line).map(([name, value]) => `${name} ${String(value)}`)
  process.stdout.write(`${json ? JSON.stringify(line) : words.join('  ')}\n`)
}

function asked(): { rate: number; seconds: number; json: boolean } | null {
  try {
    const { values } = parseArgs({
      options: {
        rate: { type: 'string', default: '1000' },
        seconds: { type: 'string', default: '20' },
        json: { type: 'boolean', default: false },
      },
    })
    const [rate, seconds] = [Number(values.rate), Number(values.seconds)]
    const isWhole = Number.isInteger(rate) && rate >= 1 && rate <= 5_000
    return isWhole && seconds >= 1 && seconds <= 600 ? { rate, seconds, json: values.json } : null
  } catch {
    return null
  }
}
