import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { PDF, PNG } from '../files/samples.ts'
import { isLoaded, said, sendable } from './at-the-desk.ts'
import { Product } from './product.ts'
import { Visitors, launchBrowser } from './visitors.ts'

const SUPPORT = 'mia@demo.example'
const PICTURE = { name: 'receipt.png', mimeType: 'image/png', buffer: Buffer.from(PNG) }
const CONTRACT = { name: 'contract.pdf', mimeType: 'application/pdf', buffer: Buffer.from(PDF) }

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

describe('files in real browsers', () => {
  it('[EE2] a picture in a comment stays with staff, a document in a message is the customer’s to download', async () => {
    const alice = await customer()
    await alice.setInputFiles('input[type=file]', { ...PICTURE, name: 'broken.png' })
    await alice.getByRole('textbox', { name: 'Your message' }).fill('It arrived broken')
    await sendable(alice, 'Send').click()
    await said(alice).getByRole('img', { name: 'broken.png' }).waitFor()
    await alice.getByRole('button', { name: 'Talk to a person' }).last().click()

    const mia = await signIn(SUPPORT)
    await mia.getByRole('tab', { name: /In queue/ }).click()
    await mia.getByText('It arrived broken').first().click()
    await mia.getByRole('button', { name: 'Take chat' }).first().click()
    await isLoaded(said(mia).getByRole('img', { name: 'broken.png' }))

    await mia.getByRole('radio', { name: 'Comment' }).click()
    await mia.getByRole('textbox', { name: 'Comment' }).fill('Her receipt, for us')
    await mia.setInputFiles('parley-composer input[type=file]', PICTURE)
    await sendable(mia, 'Add comment').click()
    await isLoaded(said(mia).getByRole('img', { name: 'receipt.png' }))

    await mia.getByRole('radio', { name: 'Message' }).click()
    await mia.setInputFiles('parley-composer input[type=file]', CONTRACT)
    await sendable(mia, 'Send').click()
    await said(mia)
      .getByRole('link', { name: /contract\.pdf/ })
      .waitFor()

    const link = said(alice).getByRole('link', { name: /contract\.pdf/ })
    await link.waitFor()
    const [download] = await Promise.all([alice.waitForEvent('download'), link.click()])
    expect(download.suggestedFilename()).toBe('contract.pdf')
    expect(await readFile(await download.path())).toEqual(Buffer.from(PDF))
    expect(await said(alice).innerText()).not.toContain('receipt')
    expect(await said(alice).getByRole('img', { name: 'receipt.png' }).count()).toBe(0)
    await isLoaded(said(alice).getByRole('img', { name: 'broken.png' }))
    expect(visitors.complaints).toEqual([])
  })
})

function signIn(email: string): Promise<Page> {
  return visitors.agent(product.url, email, product.passwordOf(email))
}

function customer(): Promise<Page> {
  return visitors.customer(product.url)
}
