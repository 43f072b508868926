import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { ServerProcess } from '../operation/server-process.ts'
import { frameFigures, medianOf } from './frames.ts'
import { makeManyChats } from './many-chats.ts'
import { launchBrowser } from './visitors.ts'

/*
 * `npm run measure-desk -- [--runs 3] [--json]`: how long an agent's desk takes with 10,000 chats, and
 * with a chat of 10,000 messages; of several runs the median of each figure. A real browser, server
 * and database on this machine share its processors, so it says what somebody sees here, not what
 * the desk alone costs; networks and slower computers it does not measure.
 */

const CHATS = 10_000
const MESSAGES = 10_000
const SCROLL_FRAMES = 240
const PATIENCE_MS = 60_000
const MOST_RUNS = 20

const USAGE = 'Usage: npm run measure-desk -- [--runs 3] [--json]'

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
  { runs, json }: { runs: number; json: boolean },
): Promise<void> {
  const made = await makeManyChats(dataFolder, { chats: CHATS, messages: MESSAGES })
  const admin = made.signIns.find(({ role }) => role === 'administrator')
  if (admin === undefined) throw new Error('nobody is an administrator')
  const server = new ServerProcess({ PARLEY_DATA: dataFolder, DATABASE_URL: '' })
  await server.start()
  const browser = await launchBrowser()
  try {
    const lists: Figures[] = []
    const chats: Figures[] = []
    for (let run = 0; run < runs; run += 1) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
      const page = await context.newPage()
      page.setDefaultTimeout(PATIENCE_MS)
      await page.addInitScript(watch)
      await page.goto(`${server.baseUrl}/sign-in`)
      await page.getByLabel(/e-?mail/i).fill(admin.email)
      await page.getByLabel('Password', { exact: true }).fill(admin.password)
      await page.keyboard.press('Enter')
      await page.getByRole('tab', { name: /In queue/ }).waitFor()
      lists.push(await measureList(page, `${server.baseUrl}/desk`))
      chats.push(await measureChat(page, made.longChatId))
      await context.close()
    }
    tell(json, { what: 'list', runs, chats: CHATS, ...medianOf(lists) })
    tell(json, { what: 'chat', runs, messages: MESSAGES, ...medianOf(chats) })
  } finally {
    await browser.close()
    await server.stop()
  }
}

type Figures = Record<string, number>

function asked(): { runs: number; json: boolean } | null {
  try {
    const { values } = parseArgs({
      options: {
        runs: { type: 'string', default: '3' },
        json: { type: 'boolean', default: false },
      },
    })
    const runs = Number(values.runs)
    const isWhole = Number.isInteger(runs) && runs >= 1 && runs <= MOST_RUNS
    return isWhole ? { runs, json: values.json } : null
  } catch {
    return null
  }
}

function tell(json: boolean, line: Record<string, unknown>): void {
  const words = Object.entries(line).map(([name, value]) => `${name} ${String(value)}`)
  process.stdout.write(`${json ? JSON.stringify(line) : words.join('  ')}\n`)
}

/** From a fresh page to its first row, and to the last of its chats; then through all of them. */
async function measureList(page: Page, desk: string): Promise<Figures> {
  await page.goto('about:blank')
  await page.goto(`${desk}#/queue`)
  await page.waitForFunction(() => window.deskWatch.rows().length > 0)
  const firstRowMs = await page.evaluate(() => window.deskWatch.firstRowMs)
  const frames = await page.evaluate(
    (count) => window.deskWatch.scroll('rows', 600, count),
    SCROLL_FRAMES,
  )
  const rows = await page.evaluate(() => window.deskWatch.rows().length)
  return { firstRowMs, rowsInPage: rows, ...frameFigures(frames) }
}

/** From the choice of the chat to its words; then upwards, with earlier ones loaded. */
async function measureChat(page: Page, chatId: string): Promise<Figures> {
  const firstLineMs = await page.evaluate((id) => window.deskWatch.open(id), chatId)
  const frames = await page.evaluate(
    (count) => window.deskWatch.scroll('conversation', -600, count),
    SCROLL_FRAMES,
  )
  const lines = await page.evaluate(() => window.deskWatch.lines())
  return { firstLineMs, linesInPage: lines, ...frameFigures(frames) }
}

interface DeskWatch {
  firstRowMs: number
  rows(): Element[]
  lines(): number
  open(chatId: string): Promise<number>
  scroll(what: 'rows' | 'conversation', step: number, count: number): Promise<number[]>
}

declare global {
  interface Window {
    deskWatch: DeskWatch
  }
}

/** Runs in the page, before anything of its own. */
function watch(): void {
  const desk = () => document.querySelector('parley-desk')?.shadowRoot ?? null
  const list = () => desk()?.querySelector('parley-chat-list')?.shadowRoot ?? null
  const conversation = () => desk()?.querySelector('parley-conversation')?.shadowRoot ?? null
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
  const round = (ms: number) => Math.round(ms * 10) / 10
  const lines = () => conversation()?.querySelectorAll('[data-seq]').length ?? 0
  window.deskWatch = {
    firstRowMs: 0,
    rows: () => [...(list()?.querySelectorAll('.row') ?? [])],
    lines,
    async open(chatId) {
      const begun = performance.now()
      location.hash = `#/queue/chat/${chatId}`
      while (lines() === 0) await frame()
      return round(performance.now() - begun)
    },
    async scroll(what, step, count) {
      const scroller =
        what === 'rows'
          ? list()?.querySelector('.rows')
          : conversation()?.querySelector('.scroller')
      const frames: number[] = []
      let last = await frame()
      for (let n = 0; n < count; n += 1) {
        if (scroller) scroller.scrollTop += step
        const now = await frame()
        frames.push(now - last)
        last = now
      }
      return frames
    },
  }
  const look = (): void => {
    if (window.deskWatch.rows().length === 0) requestAnimationFrame(look)
    else window.deskWatch.firstRowMs = round(performance.now())
  }
  requestAnimationFrame(look)
}
