import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Download, Page } from 'playwright-core'
import { MACHINES } from '#machines/registry'
import { replay, toReplay } from '#machines/testing'
import type { Statechart } from '#protocol/statechart'
import { askForPerson, bubble, reply, take, write } from './at-the-desk.ts'
import { picture } from './pictures.ts'
import { Product } from './product.ts'
import { Visitors, launchBrowser } from './visitors.ts'

const ADA = 'ada@demo.example'
const MIA = 'mia@demo.example'

/** Of a picture as bitmap: as often as many dots as units. */
const PNG_SCALE = 2

/** Others use this machine too. */
const PATIENT = { timeout: 20_000 }

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

describe('replay in a real browser', () => {
  it('[EE6] plays back a chat that was lived through, by keys, asks what if, and gives a file that replays', async () => {
    const customer = await visitors.customer(product.url)
    const mia = await visitors.agent(product.url, MIA, product.passwordOf(MIA))
    await askForPerson(customer, 'My lamp is broken')
    await take(mia, 'My lamp is broken')
    await reply(mia, 'I send you a new one')
    await write(customer, 'How kind')
    await bubble(mia, 'How kind').waitFor()

    const ada = await visitors.staff(product.url, ADA, product.passwordOf(ADA))
    const [, chatId] = /chat\/([^/?]+)/.exec(mia.url()) ?? []
    await ada.evaluate((hash) => {
      location.hash = hash
    }, `#/team/chat/${chatId}`)
    await bubble(ada, 'How kind').waitFor()
    const place = ada.url()
    await ada.getByRole('link', { name: 'Replay what happened' }).click()
    const slider = ada.getByRole('slider', { name: 'Steps in time' })
    await slider.waitFor()
    await expect.poll(() => slider.getAttribute('aria-valuenow'), PATIENT).toBe('1')

    // By keys alone: to the end, and back to what Mia wrote.
    await slider.press('End')
    const last = Number(await slider.getAttribute('aria-valuenow'))
    // Whether the bot wrote before its customer asked for a person is theirs.
    expect(last).toBeGreaterThan(4)
    const said = ada.locator('parley-replay-said')
    expect(await said.locator('.later').count()).toBe(0)
    const step = ada.locator('parley-replay-step')
    await ada.keyboard.press('ArrowLeft')
    await step.getByRole('heading', { name: 'Agent wrote' }).waitFor()
    await expect.poll(() => said.locator('.later').innerText()).toContain('How kind')
    expect(await step.locator('.top').innerText()).toContain('Mia')
    const active = ada.locator('parley-statechart [data-active="true"][data-state]')
    await expect.poll(async () => (await active.all()).length, PATIENT).toBeGreaterThan(1)
    await picture(ada, 'replay')

    // Other than it went: the customer ends it.
    await ada.getByRole('button', { name: 'What if something else happened?' }).click()
    await ada.getByLabel('After this step').selectOption({ label: 'Customer ended' })
    await ada.getByRole('button', { name: 'See where it leads' }).click()
    await ada.getByText('This did not happen').waitFor()
    expect(await ada.locator('.banner').innerText()).toContain('Closed')
    await picture(ada, 'replay-what-if')
    await ada.keyboard.press('Escape')
    await step.waitFor()

    // The file replays, without words and with them.
    const plain = await exported(ada, false)
    expect(toReplay(plain)).toMatchObject({ pass: true })
    expect(replay(plain).steps).toHaveLength(last)
    expect(plain).not.toContain('lamp')
    const whole = await exported(ada, true)
    expect(toReplay(whole)).toMatchObject({ pass: true })
    expect(whole).toContain('My lamp is broken')

    // Back leads to where one was, however many steps one went.
    await ada.goBack()
    await expect.poll(() => ada.url(), PATIENT).toBe(place)
    await bubble(ada, 'How kind').waitFor()
    expect(visitors.complaints).toEqual([])
  })

  it('[EE7] saves a chart as drawing and bitmap of its own size, and prints it', async () => {
    const ada = await visitors.staff(product.url, ADA, product.passwordOf(ADA))
    for (const kind of ['chat', 'agent'] as const) {
      await ada.goto(`${product.url}/desk/demo#/statecharts/${kind}`)
      const chart = ada.locator('parley-statechart')
      await chart.locator(`[data-state^="${kind}."]`).first().waitFor()
      const { width, height } = await sizeOf(ada, MACHINES.current(kind))

      const svg = await textOf(await saved(ada, 'SVG'))
      const drawn = await ada.evaluate(async (drawing) => {
        const image = new Image()
        image.src = URL.createObjectURL(new Blob([drawing], { type: 'image/svg+xml' }))
        await image.decode()
        return { width: image.naturalWidth, height: image.naturalHeight }
      }, svg)
      expect(drawn).toEqual({ width: Math.round(width), height: Math.round(height) })
      expect(svg).not.toMatch(/class=|style=/)
      // Also those that are left out of a picture that is seen from afar.
      expect(svg).toContain(kind === 'chat' ? '[is answered]' : '[missed too many]')

      const png = await readFile(await (await saved(ada, 'PNG')).path())
      expect(png.subarray(1, 4).toString()).toBe('PNG')
      // The header of a PNG has its size at fixed places.
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
        drawn.width * PNG_SCALE,
        drawn.height * PNG_SCALE,
      ])

      await ada.emulateMedia({ media: 'print' })
      expect(await chart.locator('.tools').isVisible()).toBe(false)
      expect(await chart.locator('.picture').isVisible()).toBe(true)
      expect((await ada.pdf()).byteLength).toBeGreaterThan(5_000)
      await ada.emulateMedia({ media: null })
    }
    expect(visitors.complaints).toEqual([])
  })
})

/** What the page of a replay gives as a file. */
async function exported(page: Page, words: boolean): Promise<string> {
  await page.getByRole('button', { name: 'Export' }).click()
  if (words) await page.getByLabel('With what was said').check()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ])
  return textOf(download)
}

async function saved(page: Page, name: string): Promise<Download> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name, exact: true }).click(),
  ])
  return download
}

async function textOf(download: Download): Promise<string> {
  return readFile(await download.path(), 'utf8')
}

/** How large a chart is, as the server lays it out. */
async function sizeOf(page: Page, version: string): Promise<{ width: number; height: number }> {
  const { layout }: Statechart = await page.evaluate(
    async (name) => (await fetch(`/api/v1/accounts/demo/statecharts/${name}`)).json(),
    version,
  )
  if (layout === null) throw new Error(`${version} has no layout`)
  return layout
}
