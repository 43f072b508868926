import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import type { StaffCommand } from '#protocol/staff-commands'
import type { DemoSignIn } from '../bootstrap/demo-account.ts'
import { ServerProcess } from '../operation/server-process.ts'
import { makeManyChats } from './many-chats.ts'
import { Visitors, launchBrowser } from './visitors.ts'

const CHATS = 300
const MESSAGES = 1_200

/** Others use this machine too. */
const PATIENT = { timeout: 20_000 }

let data: string
let server: ServerProcess
let browser: Browser
let visitors: Visitors
let signIns: DemoSignIn[]
let longChatId: string

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'parley-lists-'))
  ;({ signIns, longChatId } = await makeManyChats(data, { chats: CHATS, messages: MESSAGES }))
  server = new ServerProcess({ PARLEY_DATA: data, DATABASE_URL: '' })
  await server.start()
  browser = await launchBrowser()
  visitors = new Visitors(browser)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await rm(data, { recursive: true, force: true })
})

describe('the lists of a desk in a real browser', () => {
  it('[LI8] find what was said, open it at its line, and count as the server does', async () => {
    const page = await signIn()
    await expectCounts(page, { queue: CHATS })

    // The oldest words of a long chat, found by the keyboard alone.
    await page.keyboard.press('/')
    await page.keyboard.type('4711')
    await page.keyboard.press('Enter')
    await page.getByText('Nothing found').waitFor()
    const words = 'hello charged 2'
    await page.getByRole('searchbox', { name: 'Search in all chats' }).fill(words)
    await page.keyboard.press('Enter')
    const found = page.getByRole('list', { name: 'Found' }).getByRole('link')
    await found.first().waitFor()
    const marks = await found.first().locator('mark').allTextContents()
    expect(new Set(marks)).toEqual(new Set(['hello', 'charged', '2']))
    const old = await oldestLine(page, words)
    await page.evaluate((hash) => {
      location.hash = hash
    }, `#/search/chat/${longChatId}/at/${old.seq}?text=x`)
    const line = page.getByRole('region', { name: 'Conversation' }).getByText(old.excerpt).first()
    await line.waitFor()
    await expect.poll(() => isInView(line), PATIENT).toBe(true)

    // Close two chats; the archive has them, the tabs do not.
    await command(page, { type: 'changeSettings', change: { undoMs: 1 } })
    const chats = await desk(page)
    const closing = chats.filter(({ chatId }) => chatId !== longChatId).slice(0, 2)
    for (const { chatId } of closing) await command(page, { type: 'closeChat', chatId })
    await page.getByRole('link', { name: 'Close the search' }).click()
    await expectCounts(page, { queue: CHATS - 2 })
    await page.getByRole('tab', { name: 'Closed' }).click()
    const closed = page.getByRole('list', { name: 'Closed chats' }).getByRole('link')
    await expect.poll(() => closed.count(), PATIENT).toBe(2)
    await closed.first().click()
    await page.getByText('Comments can still be added').waitFor()
    await page.getByRole('button', { name: /Filters/ }).click()
    await page.getByLabel('Group', { exact: true }).selectOption({ label: 'Billing' })
    await page.getByText('No closed chat is like that').waitFor()
    expect(page.url()).toContain('group=billing')
    await page.goBack()
    await expect.poll(() => closed.count(), PATIENT).toBe(2)
    expect(visitors.complaints).toEqual([])
  })
})

function signIn(): Promise<Page> {
  const admin = signIns.find(({ role }) => role === 'administrator')
  return visitors.staff(server.baseUrl, admin?.email ?? '', admin?.password ?? '')
}

interface DeskAnswer {
  chats: { chatId: string; state: string; open: boolean }[]
  next: string | null
}

/** All open chats, as the server tells them page by page. */
async function desk(page: Page): Promise<DeskAnswer['chats']> {
  const chats: DeskAnswer['chats'] = []
  for (let after = ''; ;) {
    const answer: DeskAnswer = await page.evaluate(
      async (place) => (await fetch(`/api/v1/accounts/demo/desk${place}`)).json(),
      after === '' ? '' : `?afterChatId=${after}`,
    )
    chats.push(...answer.chats)
    if (answer.next === null) return chats
    after = answer.next
  }
}

/** What the tabs say is what the server has. */
async function expectCounts(page: Page, expected: { queue: number }): Promise<void> {
  const tab = page.getByRole('tab', { name: /In queue/ })
  await expect
    .poll(() => tab.innerText(), PATIENT)
    .toMatch(new RegExp(`In queue\\s*${expected.queue}$`))
  const chats = await desk(page)
  expect(chats.filter(({ state }) => state === 'queued')).toHaveLength(expected.queue)
}

/** The oldest line of the long chat with these words, as the server tells page by page. */
async function oldestLine(page: Page, words: string): Promise<{ seq: number; excerpt: string }> {
  let oldest: { seq: number; excerpt: string } | null = null
  for (let query = ''; ;) {
    const path = `/api/v1/accounts/demo/search?limit=100&text=${encodeURIComponent(words)}${query}`
    const { lines, next } = await page.evaluate(async (asked) => (await fetch(asked)).json(), path)
    for (const line of lines) if (line.chat.chatId === longChatId) oldest = line
    if (next === null) break
    query = `&beforeSeq=${next.seq}&beforeLineId=${next.lineId}`
  }
  if (oldest === null) throw new Error('the long chat does not have these words')
  return oldest
}

async function command(page: Page, asked: StaffCommand): Promise<void> {
  const body = { id: Bun.randomUUIDv7(), command: asked }
  const status = await page.evaluate(async (sent) => {
    const headers = { 'content-type': 'application/json' }
    const options = { method: 'POST', headers, body: JSON.stringify(sent) }
    return (await fetch('/api/v1/accounts/demo/commands', options)).status
  }, body)
  expect(status).toBe(200)
}

async function isInView(line: ReturnType<Page['getByText']>): Promise<boolean> {
  const box = await line.boundingBox()
  return box !== null && box.y > 100 && box.y + box.height < 800
}
