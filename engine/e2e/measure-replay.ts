import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { ServerProcess } from '../operation/server-process.ts'
import { watchFrames } from './frame-watch.ts'
import { frameFigures, medianOf, rounded } from './frames.ts'
import { makeManyChats } from './many-chats.ts'
import { launchBrowser } from './visitors.ts'

/*
 * `npm run measure-replay -- [--steps 10000] [--runs 3] [--json]`: how long it takes until a long
 * past can be played back, and how it is stepped and scrubbed through, beside a short one in the
 * same browser; of several runs the median of each figure. A real browser, server and database on
 * this machine share its processors, so it says what somebody sees here; networks and slower
 * computers it does not measure.
 */

const SHORT = 20
const PRESSES = 120
const MOVES = 120
/** What a hand or a key that is held gives a second. */
const EVERY_MS = 30
const PATIENCE_MS = 60_000
const MOST_RUNS = 20
const MOST_STEPS = 100_000

const USAGE = 'Usage: npm run measure-replay -- [--steps 10000] [--runs 3] [--json]'

interface Options {
  steps: number
  runs: number
  json: boolean
}

type Figures = Record<string, number>

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

async function measure(dataFolder: string, { steps, runs, json }: Options): Promise<void> {
  const made = await makeManyChats(dataFolder, { chats: 2, messages: steps, others: SHORT })
  const admin = made.signIns.find(({ role }) => role === 'administrator')
  const shortChatId = made.chatIds[1]
  if (admin === undefined || shortChatId === undefined) throw new Error('nothing was made')
  const server = new ServerProcess({ PARLEY_DATA: dataFolder, DATABASE_URL: '' })
  await server.start()
  const browser = await launchBrowser()
  try {
    const short: Figures[] = []
    const long: Figures[] = []
    for (let run = 0; run < runs; run += 1) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const page = await context.newPage()
      page.setDefaultTimeout(PATIENCE_MS)
      await page.addInitScript(watchFrames)
      await page.goto(`${server.baseUrl}/sign-in`)
      await page.getByLabel(/e-?mail/i).fill(admin.email)
      await page.getByLabel('Password', { exact: true }).fill(admin.password)
      await page.keyboard.press('Enter')
      await page.getByRole('tab', { name: /In queue/ }).waitFor()
      // Once for what a first look loads: the page's own part, and the chart.
      await played(page, shortChatId)
      short.push(await played(page, shortChatId))
      long.push(await played(page, made.longChatId))
      await context.close()
    }
    tell(json, { what: 'short', runs, ...medianOf(short) })
    tell(json, { what: 'long', runs, ...medianOf(long) })
  } finally {
    await browser.close()
    await server.stop()
  }
}

/** From the address to the first step, and to the last; then by keys and by the pointer. */
async function played(page: Page, chatId: string): Promise<Figures> {
  await page.evaluate(() => {
    location.hash = '#/queue'
  })
  const timeline = page.getByRole('slider', { name: 'Steps in time' })
  await timeline.waitFor({ state: 'detached' })
  const began = performance.now()
  await page.evaluate((id) => {
    location.hash = `#/replay/chat/${id}`
  }, chatId)
  await timeline.waitFor()
  const firstStepMs = rounded(performance.now() - began)
  await page.locator('parley-replay-timeline rect.unread').waitFor({ state: 'detached' })
  const wholeMs = rounded(performance.now() - began)
  const steps = Number(await timeline.getAttribute('aria-valuemax'))

  await timeline.press('Home')
  const stepped = await framesWhile(page, PRESSES, () => page.keyboard.press('ArrowRight'))
  const box = await timeline.boundingBox()
  if (box === null) throw new Error('there is no timeline')
  const y = box.y + box.height / 3
  await page.mouse.move(box.x + 1, y)
  await page.mouse.down()
  const scrubbed = await framesWhile(page, MOVES, (n) =>
    page.mouse.move(box.x + (box.width * n) / MOVES, y),
  )
  await page.mouse.up()
  return {
    steps,
    firstStepMs,
    wholeMs,
    ...named('step', frameFigures(stepped)),
    ...named('scrub', frameFigures(scrubbed)),
  }
}

/** The times between the frames of the page while something is done so many times, evenly. */
async function framesWhile(
  page: Page,
  times: number,
  act: (n: number) => Promise<void>,
): Promise<number[]> {
  const watched = page.evaluate((ms) => window.frameWatch(ms), times * EVERY_MS)
  const began = performance.now()
  for (let n = 1; n <= times; n += 1) {
    await act(n)
    const early = began + n * EVERY_MS - performance.now()
    if (early > 0) await page.waitForTimeout(early)
  }
  return watched
}

function named(act: string, figures: object): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [
      `${act}${name.charAt(0).toUpperCase()}${name.slice(1)}`,
      Number(value),
    ]),
  )
}

function asked(): Options | null {
  try {
    const { values } = parseArgs({
      options: {
        steps: { type: 'string', default: '10000' },
        runs: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
      },
    })
    const [steps, runs] = [Number(values.steps), Number(values.runs)]
    const isMeant = Number.isInteger(steps) && steps >= 2 && steps <= MOST_STEPS
    const isWhole = Number.isInteger(runs) && runs >= 1 && runs <= MOST_RUNS
    return isMeant && isWhole ? { steps, runs, json: values.json } : null
  } catch {
    return null
  }
}

function tell(json: boolean, line: Record<string, unknown>): void {
  const words = Object.entries(line).map(([name, value]) => `${name} ${String(value)}`)
  process.stdout.write(`${json ? JSON.stringify(line) : words.join('  ')}\n`)
}
