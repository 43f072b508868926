import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import {
  askForPerson,
  bubble,
  composer,
  forwardTo,
  reply,
  take,
  type,
  write,
} from './at-the-desk.ts'
import { Product } from './product.ts'
import { Visitors, launchBrowser } from './visitors.ts'

const SUPPORT = 'mia@demo.example'
const BILLING = 'ben@demo.example'

let product: Product
let browser: Browser
let visitors: Visitors

beforeAll(async () => {
  product = await Product.start()
  browser = await launchBrowser()
  visitors = new Visitors(browser)
})

afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

describe('customers and agents in real browsers', () => {
  it('[EE1] talk, forward and close through a killed server: nothing lost, twice, or reloaded', async () => {
    const mia = await signIn(SUPPORT)
    const ben = await signIn(BILLING)
    const alice = await customer()
    const bruno = await customer()

    await askForPerson(alice, 'Hello, it is Alice')
    await write(alice, 'I was charged twice')
    await askForPerson(bruno, 'Hello, it is Bruno')
    await write(bruno, 'Where is my order')

    await take(mia, 'I was charged twice')
    await reply(mia, 'Let me look into that')
    await bubble(alice, 'Let me look into that').waitFor()
    await write(alice, 'Thank you')
    await bubble(mia, 'Thank you').waitFor()

    // The plug is pulled while both sides go on writing.
    await product.kill()
    await type(alice, 'Are you still there')
    await composer(mia).fill('One moment')
    await composer(mia).press('Enter')
    await product.run()
    await bubble(mia, 'Are you still there').waitFor({ timeout: 45_000 })
    await bubble(alice, 'One moment').waitFor({ timeout: 45_000 })

    await forwardTo(mia, 'Billing')
    await take(ben, /Are you still there|One moment/)
    await reply(ben, 'The second charge goes back today')
    await bubble(alice, 'The second charge goes back today').waitFor()

    await take(mia, 'Where is my order')
    await reply(mia, 'It left yesterday')
    await bubble(bruno, 'It left yesterday').waitFor()
    await mia.getByRole('button', { name: /^Close chat/ }).click()
    await bubble(bruno, 'ended this chat').waitFor({ timeout: 20_000 })

    // Of what both wrote while nobody served, each side's order is its own.
    const before = [
      'Hello, it is Alice',
      'I was charged twice',
      'Let me look into that',
      'Thank you',
    ]
    const after = 'The second charge goes back today'
    await expectOnce(alice, [...before, 'Are you still there', after])
    await expectOnce(alice, [...before, 'One moment', after])
    await expectOnce(bruno, ['Where is my order', 'It left yesterday'])
    expect(visitors.complaints).toEqual([])
  })
})

function signIn(email: string): Promise<Page> {
  return marked(visitors.agent(product.url, email, product.passwordOf(email)))
}

function customer(): Promise<Page> {
  return marked(visitors.customer(product.url))
}

/** A reload would lose this mark. */
async function marked(arriving: Promise<Page>): Promise<Page> {
  const page = await arriving
  await page.evaluate(() => {
    document.documentElement.dataset.mark = 'kept'
  })
  return page
}

/** Every text once, in this order, on a page that was never reloaded. */
async function expectOnce(page: Page, texts: string[]): Promise<void> {
  expect(await page.evaluate(() => document.documentElement.dataset.mark)).toBe('kept')
  const conversation = page.getByRole('region', { name: 'Conversation' })
  const said = await conversation.innerText()
  const places = texts.map((text) => {
    expect(said.split(text).length - 1, text).toBe(1)
    return said.indexOf(text)
  })
  expect(places).toEqual([...places].sort((a, b) => a - b))
}
