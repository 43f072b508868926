import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { reply } from './at-the-desk.ts'
import { Product } from './product.ts'
import { Visitors, launchBrowser } from './visitors.ts'

/*
 * `npm run pictures [-- --into ui/pictures]`: starts a demonstration of its own, works in it for a
 * while, and takes the pictures that the README shows, light and dark.
 */

const USAGE = 'Usage: npm run pictures [-- --into ui/pictures]'

const ADA = 'ada@demo.example'
const MIA = 'mia@demo.example'

/** Simulated people leave what waits to people first, think, and type. */
const PATIENCE_MS = 180_000

/** Passes are counted by the minute: after so long the busy ways show. */
const LIVELY_MS = 60_000

/** So many chats does the agent take, with these words. */
const WORDS = [
  'Let me look, one moment.',
  'I am on it. Do you have the number of the order?',
  'I am sorry to hear that. Is the rest all right?',
]
const IN_HAND = WORDS.length

const into = asked()
if (into === null) {
  process.stderr.write(`${USAGE}\n`)
  process.exit(1)
}
await mkdir(into, { recursive: true })
process.stdout.write('The demonstration starts; all of it takes some minutes.\n')
const product = await Product.startDemonstration()
const browser = await launchBrowser()
try {
  const visitors = new Visitors(browser)
  const ada = await visitors.staff(product.url, ADA, product.passwordOf(ADA))
  const mia = await visitors.agent(product.url, MIA, product.passwordOf(MIA))
  await takePicture(await atWork(mia), 'desk', into)
  await takePicture(await watching(ada), 'statechart', into)
  await takePicture(await playingBack(ada), 'replay', into)
  await takePicture(await counting(ada), 'statistics', into)
} finally {
  await browser.close()
  await product.stop()
}

function asked(): string | null {
  try {
    const { values } = parseArgs({ options: { into: { type: 'string', default: 'ui/pictures' } } })
    return resolve(values.into)
  } catch {
    return null
  }
}

/** An agent with some chats in hand, in the middle of one. */
async function atWork(page: Page): Promise<Page> {
  page.setDefaultTimeout(PATIENCE_MS)
  for (let inHand = 0; inHand < IN_HAND; inHand += 1) {
    await page.getByRole('tab', { name: /In queue/ }).click()
    await page.locator('parley-chat-list .row').first().click()
    await page.getByRole('button', { name: 'Take chat' }).first().click()
    await reply(page, WORDS[inHand] ?? '')
  }
  await page.getByRole('tab', { name: /Mine/ }).click()
  await page.locator('parley-chat-list .row').first().click()
  return page
}

/** The statechart of all chats, after a while in which people came and went. */
async function watching(page: Page): Promise<Page> {
  page.setDefaultTimeout(PATIENCE_MS)
  await go(page, '#/statecharts')
  await page.locator('parley-statechart [data-state]').first().waitFor()
  await page.waitForTimeout(LIVELY_MS)
  return page
}

/** A chat that went from one group to another, at the step at which it was forwarded. */
async function playingBack(page: Page): Promise<Page> {
  await go(page, '#/closed?group=billing')
  await page.locator('parley-chat-list .row').first().click()
  await page.getByRole('link', { name: 'Replay what happened' }).click()
  const slider = page.getByRole('slider', { name: 'Steps in time' })
  await slider.press('Home')
  const step = page.locator('parley-replay-step').getByRole('heading')
  const last = await slider.getAttribute('aria-valuemax')
  while (!(await step.first().innerText()).startsWith('Forwarded')) {
    if ((await slider.getAttribute('aria-valuenow')) === last)
      throw new Error('it stayed where it was')
    await slider.press('ArrowRight')
  }
  return page
}

/** What two weeks come to. */
async function counting(page: Page): Promise<Page> {
  await page.goto(`${product.url}/console#/statistics`)
  await page.locator('parley-statistics-page canvas').first().waitFor()
  return page
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((address) => {
    location.hash = address
  }, hash)
}

/** Light and dark, without a pointer over anything. */
async function takePicture(page: Page, name: string, folder: string): Promise<void> {
  await page.mouse.move(0, 0)
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.screenshot({
      path: join(folder, `${name}-${colorScheme}.png`),
      animations: 'disabled',
    })
  }
  process.stdout.write(`  ${name}\n`)
}
