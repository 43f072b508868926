import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { ServerProcess } from '../operation/server-process.ts'
import { launchBrowser } from './visitors.ts'
import { makeManyChats } from './many-chats.ts'

/*
 * How long an agent's desk takes with 10,000 chats, and with a chat of 10,000 messages: one line of
 * JSON each. A real browser, server and database on this machine share its processors, so it says what
 * somebody sees here, not what the desk alone costs; networks and slower computers it does not measure.
 */

const CHATS = 10_000
const MESSAGES = 10_000
const SCROLL_FRAMES = 240
const PATIENCE_MS = 60_000

const data = await mkdtemp(join(tmpdir(), 'parley-measure-'))
try {
  const { signIns, longChatId } = await makeManyChats(data, { chats: CHATS, messages: MESSAGES })
  const admin = signIns.find(({ role }) => role === 'administrator')
  if (admin === undefined) throw new Error('nobody is an administrator')
  const server = new ServerProcess({ PARLEY_DATA: data, DATABASE_URL: '' })
  await server.start()
  const browser = await launchBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } })
    const page = await context.newPage()
    page.setDefaultTimeout(PATIENCE_MS)
    await page.addInitScript(watch)
    await page.goto(`${server.baseUrl}/sign-in`)
    await page.getByLabel(/e-?mail/i).fill(admin.email)
    await page.getByLabel('Password', { exact: true }).fill(admin.password)
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: /In queue/ }).waitFor()
    say({ what: 'list', chats: CHATS, ...(await measureList(page, `${server.baseUrl}/desk`)) })
    say({ what: 'chat', messages: MESSAGES, ...(await measureChat(page, longChatId)) })
  } finally {
    await browser.close()
    await server.stop()
  }
} finally {
  await rm(data, { recursive: true, force: true })
}

function say(line: Record<string, unknown>): void {
  process.stdout.write(`${JSON.stringify(line)}\n`)
}

/** From a fresh page to its first row, and to the last of its chats; then through all of them. */
async function measureList(page: Page, desk: string): Promise<Record<string, number>> {
  await page.goto('about:blank')
  await page.goto(`${desk}#/queue`)
  await page.waitForFunction(() => window.deskWatch.rows().length > 0)
  const firstRowMs = await page.evaluate(() => window.deskWatch.firstRowMs)
  const frames = await page.evaluate(
    (count) => window.deskWatch.scroll('rows', 600, count),
    SCROLL_FRAMES,
  )
  const rows = await page.evaluate(() => window.deskWatch.rows().length)
  return { firstRowMs, rowsInPage: rows, ...summary(frames) }
}

/** From the choice of the chat to its words; then upwards, with earlier ones loaded. */
async function measureChat(page: Page, chatId: string): Promise<Record<string, number>> {
  const firstLineMs = await page.evaluate((id) => window.deskWatch.open(id), chatId)
  const frames = await page.evaluate(
    (count) => window.deskWatch.scroll('conversation', -600, count),
    SCROLL_FRAMES,
  )
  const lines = await page.evaluate(() => window.deskWatch.lines())
  return { firstLineMs, linesInPage: lines, ...summary(frames) }
}

function summary(frames: number[]): Record<string, number> {
  const sorted = frames.toSorted((a, b) => a - b)
  const at = (share: number) => round(sorted[Math.floor(share * (sorted.length - 1))] ?? 0)
  return {
    frames: frames.length,
    frameMedianMs: at(0.5),
    frameP95Ms: at(0.95),
    frameWorstMs: at(1),
    framesOver50Ms: frames.filter((ms) => ms > 50).length,
  }
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10
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
