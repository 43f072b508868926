import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import type { SettingsChange, StaffCommand } from '#protocol/staff-commands'
import { PNG } from '../files/samples.ts'
import {
  askForPerson,
  bubble,
  forwardTo,
  isLoaded,
  openChat,
  reply,
  said,
  sendable,
  take,
  write,
} from './at-the-desk.ts'
import { picture } from './pictures.ts'
import { Product } from './product.ts'
import { Visitors, launchBrowser } from './visitors.ts'

/*
 * A working day of two agents, on the pages alone: Mia is of Support, Tom of Support and Billing.
 * With `PARLEY_PICTURES` each station of it is pictured.
 */

const MIA = 'mia@demo.example'
const TOM = 'tom@demo.example'
const SAMIR = 'samir@demo.example'
const ADA = 'ada@demo.example'

const RECEIPT = { name: 'receipt.png', mimeType: 'image/png', buffer: Buffer.from(PNG) }
const PATIENT = { timeout: 20_000 }

let product: Product
let browser: Browser
let visitors: Visitors
let mia: Page
let tom: Page

beforeAll(async () => {
  product = await Product.start()
  browser = await launchBrowser()
  visitors = new Visitors(browser)
  mia = await agent(MIA)
  tom = await agent(TOM)
})

afterAll(async () => {
  await browser?.close()
  await product?.stop()
})

describe('a day of two agents', () => {
  it('[EE3] by hand: taken, commented on with a file, filtered, forwarded with a word, closed and rated', async () => {
    const alice = await customer()
    await askForPerson(alice, 'My invoice is wrong')
    await picture(mia, 'queue')
    await take(mia, 'My invoice is wrong')
    await reply(mia, 'Let me look at it')
    await bubble(alice, 'Let me look at it').waitFor()

    await mia.getByRole('radio', { name: 'Comment' }).click()
    await mia.getByRole('textbox', { name: 'Comment' }).fill('The receipt says something else')
    await mia.setInputFiles('parley-composer input[type=file]', RECEIPT)
    await sendable(mia, 'Add comment').click()
    await isLoaded(said(mia).getByRole('img', { name: 'receipt.png' }))
    await picture(mia, 'comment')

    await show(mia, 'Messages')
    await mia.getByRole('status').getByText('Comments are hidden').waitFor()
    expect(await bubble(mia, 'The receipt says something else').count()).toBe(0)
    await picture(mia, 'filtered')
    await show(mia, 'Comments')
    expect(await bubble(mia, 'My invoice is wrong').count()).toBe(0)
    await mia.getByRole('button', { name: 'Show everything' }).click()
    await bubble(mia, 'My invoice is wrong').waitFor()

    await forwardTo(mia, 'Billing', 'She has the receipt')
    await bubble(alice, 'You are being passed on to Billing').waitFor()
    await take(tom, /My invoice is wrong|Let me look/)
    await bubble(tom, 'She has the receipt').waitFor()
    await reply(tom, 'A new invoice is on its way')
    await picture(tom, 'forwarded')
    await tom.getByRole('button', { name: /^Close chat/ }).click()
    await bubble(alice, 'ended this chat').waitFor(PATIENT)
    await alice.getByRole('button', { name: /^5 of 5/ }).click()
    await picture(alice, 'rated')

    const read = await said(alice).innerText()
    expect(read).not.toContain('receipt')
  })

  it('[EE3] a block: the customer gets the message, then and again, and no chat', async () => {
    const carl = await customer()
    await askForPerson(carl, 'You are all useless')
    await take(mia, 'You are all useless')
    await mia.getByRole('button', { name: /^Block customer/ }).click()
    const dialog = mia.getByRole('dialog')
    await dialog.getByLabel('Reason, for staff').fill('Insults')
    await dialog.getByLabel('Message, for the customer').fill('We do not go on like this.')
    await picture(mia, 'block')
    await dialog.getByRole('button', { name: 'Block customer' }).click()
    await carl.getByText('We do not go on like this.').first().waitFor()
    expect(await countIn(tom, /In queue/)).toBe(0)
    await picture(carl, 'blocked')
  })

  it('[EE3] offline with each of the five choices for a chat in hand', async () => {
    const eve = await customer()
    await askForPerson(eve, 'Where is my parcel')
    await take(mia, 'Where is my parcel')

    await goOffline(mia, /^keep/i)
    await openChat(mia, /Mine/, 'Where is my parcel')
    await reply(mia, 'It left yesterday')
    await bubble(eve, 'It left yesterday').waitFor()
    await goOnline(mia)

    await goOffline(mia, /^return/i)
    await expect.poll(() => countIn(tom, /In queue/), PATIENT).toBe(1)
    await goOnline(mia)

    await take(mia, /It left yesterday|parcel/)
    await goOffline(mia, /^hand/i)
    await bubble(eve, 'You are talking to our assistant again').waitFor(PATIENT)
    await goOnline(mia)

    await picture(eve, 'bot-again')
    await eve.getByRole('button', { name: 'Talk to a person' }).last().click()
    await expect.poll(() => countIn(mia, /In queue/), PATIENT).toBe(1)
    await take(mia, /parcel|yesterday|assistant|person/i)
    await goOffline(mia, /^forward/i, 'Billing')
    await bubble(eve, 'You are being passed on to Billing').waitFor(PATIENT)
    await goOnline(mia)
    await take(tom, /parcel|yesterday|person/i)

    await goOffline(tom, /^close/i)
    await bubble(eve, 'ended this chat').waitFor(PATIENT)
    await goOnline(tom)
  })

  it('[EE3] automatically: no queue to take from, a chat comes by itself', async () => {
    await change({ assignment: 'automatic' })
    await mia.getByRole('tab', { name: /In queue/ }).waitFor({ state: 'detached' })
    const dora = await customer()
    await write(dora, 'Do you sell gift cards')
    await dora.getByRole('button', { name: 'Talk to a person' }).last().click()
    await bubble(dora, 'is with you now').waitFor(PATIENT)
    const has = await bubble(dora, /(Mia|Tom) is with you now/).innerText()
    const their = has.includes('Mia') ? mia : tom
    await openChat(their, /Mine/, /gift cards/)
    await reply(their, 'We do, in all sizes')
    await picture(their, 'automatic')
    await bubble(dora, 'We do, in all sizes').waitFor()
    await change({ assignment: 'byHand' })
    await mia.getByRole('tab', { name: /In queue/ }).waitFor()
  })

  it('[EE3] another account of the same person, without a new sign-in', async () => {
    const samir = await visitors.staff(product.url, SAMIR, product.passwordOf(SAMIR))
    await samir.getByRole('tab', { name: /Team/ }).click()
    await picture(samir, 'team')
    await openChat(samir, /Team/, /gift cards|all sizes/)
    await samir.getByRole('button', { name: /Demo/ }).first().click()
    await picture(samir, 'accounts')
    await samir.getByRole('menuitemradio', { name: /Harbour Books/ }).click()
    await expect.poll(() => samir.url()).toContain('harbour')
    await expect.poll(() => samir.getByText(/gift cards|all sizes/).count(), PATIENT).toBe(0)
    await samir.goBack()
    await samir
      .getByText(/gift cards|all sizes/)
      .first()
      .waitFor(PATIENT)
    expect(visitors.complaints).toEqual([])
  })
})

function agent(email: string): Promise<Page> {
  return visitors.agent(product.url, email, product.passwordOf(email))
}

function customer(): Promise<Page> {
  return visitors.customer(product.url)
}

async function show(page: Page, what: string): Promise<void> {
  await page.getByRole('button', { name: /^Show:/ }).click()
  await page.getByRole('menuitemradio', { name: new RegExp(`^${what}`) }).click()
}

async function countIn(page: Page, tab: RegExp): Promise<number> {
  const words = await page.getByRole('tab', { name: tab }).innerText()
  return Number(/\d+/.exec(words)?.[0] ?? 0)
}

async function goOffline(page: Page, choice: RegExp, group?: string): Promise<void> {
  await page.getByRole('button', { name: /Online/ }).click()
  await page.getByRole('menuitemradio', { name: 'Offline' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('radio', { name: choice }).check()
  if (group !== undefined) {
    const groups = dialog.getByRole('combobox')
    await groups.selectOption({ label: (await optionOf(groups, group)) ?? group })
  }
  await picture(page, `offline-${choice.source.slice(1)}`)
  await dialog.getByRole('button', { name: 'Go offline' }).click()
  await page
    .getByRole('button', { name: /Offline/ })
    .first()
    .waitFor()
}

async function optionOf(select: ReturnType<Page['getByLabel']>, name: string) {
  const labels = await select.locator('option').allInnerTexts()
  return labels.find((label) => label.includes(name))?.trim()
}

async function goOnline(page: Page): Promise<void> {
  await page
    .getByRole('button', { name: /Offline/ })
    .first()
    .click()
  await page.getByRole('menuitemradio', { name: 'Online' }).click()
  await page.getByRole('button', { name: /Online/ }).waitFor()
}

/** What an administrator changes, as the console will. */
async function change(settings: SettingsChange): Promise<void> {
  const ada = await visitors.staff(product.url, ADA, product.passwordOf(ADA))
  const command: StaffCommand = { type: 'changeSettings', change: settings }
  const status = await ada.evaluate(
    async (body) => {
      const headers = { 'content-type': 'application/json' }
      const options = { method: 'POST', headers, body: JSON.stringify(body) }
      return (await fetch('/api/v1/accounts/demo/commands', options)).status
    },
    { id: Bun.randomUUIDv7(), command },
  )
  expect(status).toBe(200)
  await ada.context().close()
}
