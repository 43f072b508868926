import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { newApiToken } from '#protocol/rest'
import { RestClient } from '../client/rest-client.ts'
import { serveCrm } from '../demo/crm-server.ts'
import { PNG } from '../files/samples.ts'
import { deskScreen } from '../http/rest-screens.ts'
import {
  askForPerson,
  bubble,
  composer,
  isLoaded,
  reply,
  said,
  sendable,
  take,
  write,
} from './at-the-desk.ts'
import { EmbeddingSite } from './embedding-site.ts'
import { Product } from './product.ts'
import { launchBrowser } from './visitors.ts'

const PICTURE = { name: 'broken.png', mimeType: 'image/png', buffer: Buffer.from(PNG) }
const BOSS = 'ada@demo.example'
const ACCOUNT = 'demo'

/** Taking apart and putting together three times, with the time that a desk lingers. */
const LONG_MS = 180_000

let product: Product
let site: EmbeddingSite
let browser: Browser
let crm: ReturnType<typeof serveCrm>

beforeAll(async () => {
  product = await Product.start()
  site = await EmbeddingSite.start()
  browser = await launchBrowser()
  const rest = new RestClient(product.url)
  const { token } = await rest.signIn(BOSS, product.passwordOf(BOSS))
  const made = await fetch(`${product.url}/api/v1/accounts/${ACCOUNT}/api-tokens`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'The CRM' }),
  })
  const apiToken = newApiToken.parse(await made.json()).token
  const desk = await rest.get(`/accounts/${ACCOUNT}/desk`, token, deskScreen)
  const mia = desk.agents.find(({ publicName }) => publicName === 'Mia')
  const [channel] = desk.channels
  if (mia === undefined || channel === undefined) throw new Error('the demo is not as it was')
  const command = (said: Parameters<RestClient['staffCommand']>[3]) =>
    rest.staffCommand(ACCOUNT, token, Bun.randomUUIDv7(), said)
  const { channelId } = channel
  await command({
    type: 'saveChannel',
    channelId,
    kind: 'widget',
    name: 'Website',
    groupId: 'support',
    botId: 'greeter',
    allowedOrigins: [site.origin],
    colour: '#0b6478',
  })
  crm = serveCrm({
    port: 0,
    parley: product.url,
    account: ACCOUNT,
    apiToken,
    personId: mia.agentId,
  })
  const embedOrigins = [site.origin, crm.origin]
  await command({ type: 'changeSettings', change: { embedOrigins, chatLimit: 10 } })
  site.embeds({
    server: product.url,
    account: ACCOUNT,
    apiToken,
    channel: channelId,
    person: mia.agentId,
  })
})

afterAll(async () => {
  await browser?.close()
  await site?.stop()
  await crm?.stop()
  await product?.stop()
})

describe('a page of another origin, under the policy of the guide', () => {
  it(
    '[EM40] has the widget without a single violation',
    async () => {
      const context = await watched()
      const shop = await context.newPage()
      await shop.goto(`${site.origin}/shop`)
      await shop.locator('parley-chat').getByRole('button').first().click()
      await shop.getByRole('textbox', { name: 'Your message' }).waitFor()
      await askForPerson(shop, 'Hello from the shop')
      await write(shop, 'Is the blue one there')
      expect(await violations(shop)).toEqual([])
    },
    LONG_MS,
  )

  it.each(['plain', 'react', 'vue'])(
    '[EM40] [EM41] has the desk in a %s page: mounted, unmounted and mounted again',
    async (framework) => {
      const context = await watched()
      const page = await context.newPage()
      const sockets = new Set<unknown>()
      page.on('websocket', (socket) => {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
      })
      await page.goto(`${site.origin}/${framework}`)
      const customer = await anotherCustomer(`I am with ${framework}`)
      await mount(page)
      await page.getByRole('tab', { name: /Mine/ }).waitFor()
      await goOnline(page)
      await take(page, `I am with ${framework}`)
      await reply(page, 'Good to have you')
      await bubble(customer, 'Good to have you').waitFor()

      // Pictures come both ways, across origins.
      await customer.setInputFiles('input[type=file]', PICTURE)
      await sendable(customer, 'Send').click()
      await isLoaded(said(page).getByRole('img', { name: 'broken.png' }))
      await page.setInputFiles('parley-composer input[type=file]', {
        ...PICTURE,
        name: 'whole.png',
      })
      await sendable(page, 'Send').click()
      await isLoaded(said(page).getByRole('img', { name: 'whole.png' }))
      await isLoaded(said(customer).getByRole('img', { name: 'whole.png' }))

      // What is on its way while the desk is taken out goes out, and what comes is there afterwards.
      await composer(page).fill('Said as it went')
      await composer(page).press('Enter')
      await unmount(page)
      await bubble(customer, 'Said as it went').waitFor()
      await write(customer, 'Said while it was away')
      await mount(page)
      await shown(page)
      await bubble(page, 'Said while it was away').waitFor()
      expect(sockets.size).toBe(1)

      await unmount(page)
      await expect.poll(() => sockets.size, { timeout: 30_000 }).toBe(0)
      const once = await left(page)
      await write(customer, 'Said when it was gone')
      await mount(page)
      await shown(page)
      await bubble(page, 'Said when it was gone').waitFor()
      const words = await said(page).innerText()
      for (const line of ['Good to have you', 'Said as it went', 'Said while it was away']) {
        expect(words.split(line).length - 1, line).toBe(1)
      }
      await unmount(page)
      await expect.poll(() => sockets.size, { timeout: 30_000 }).toBe(0)
      expect(await left(page)).toEqual(once)
      expect(await page.evaluate(() => document.querySelectorAll('style, head link').length)).toBe(
        2,
      )
      expect(await violations(page)).toEqual([])
      await context.close()
    },
    LONG_MS,
  )

  it(
    '[EM42] the made-up CRM has the desk and the card of its customer, on one connection',
    async () => {
      const customer = await anotherCustomer('Is this a CRM')
      const context = await watched()
      const page = await context.newPage()
      const sockets: string[] = []
      page.on('websocket', (socket) => sockets.push(socket.url()))
      await page.goto(crm.origin)
      await take(page, 'Is this a CRM')
      await reply(page, 'It is made up')
      await bubble(customer, 'It is made up').waitFor()
      await page.locator('parley-customer-card').getByText('Details').waitFor()
      await page.getByRole('heading', { name: 'Open deals' }).waitFor()
      const own = `${product.url.replace('http', 'ws')}/api/v1/accounts/${ACCOUNT}/socket`
      expect(sockets).toEqual([own])
      expect(await violations(page)).toEqual([])
    },
    LONG_MS,
  )

  it('[EM40] reported nothing to its server either, and asked for no token in vain', () => {
    expect(site.reports).toEqual([])
    expect(site.given).toBeLessThan(12)
  })
})

/** A browser that counts what pages leave behind, and notes what their policy forbids. */
async function watched(): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    locale: 'en-GB',
  })
  await context.addInitScript(() => {
    const forbidden: string[] = []
    const timers = new Set<unknown>()
    const listeners = new Map<string, number>()
    Object.assign(window, { forbidden, timers, listeners })
    document.addEventListener('securitypolicyviolation', (event) => {
      forbidden.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`)
    })
    // oxlint-disable typescript/unbound-method -- called with what they belong to
    const { setTimeout, clearTimeout, setInterval, clearInterval } = window
    Object.assign(window, {
      setTimeout: (run: () => void, ms: number, ...more: unknown[]) => {
        const timer = setTimeout(() => {
          timers.delete(timer)
          run.call(window, ...(more as []))
        }, ms)
        timers.add(timer)
        return timer
      },
      clearTimeout: (timer: number) => {
        timers.delete(timer)
        clearTimeout(timer)
      },
      setInterval: (run: () => void, ms: number) => {
        const timer = setInterval(run, ms)
        timers.add(timer)
        return timer
      },
      clearInterval: (timer: number) => {
        timers.delete(timer)
        clearInterval(timer)
      },
    })
    const { addEventListener, removeEventListener } = EventTarget.prototype
    // oxlint-enable typescript/unbound-method
    const isCounted = (target: unknown, options: unknown) =>
      (target === window || target === document) &&
      !(typeof options === 'object' && options !== null && 'once' in options)
    const count = (target: unknown, type: string, by: number) => {
      const key = `${target === window ? 'window' : 'document'} ${type}`
      listeners.set(key, (listeners.get(key) ?? 0) + by)
    }
    EventTarget.prototype.addEventListener = function add(type, run, options) {
      if (isCounted(this ?? window, options)) count(this ?? window, type, 1)
      addEventListener.call(this ?? window, type, run, options)
    }
    EventTarget.prototype.removeEventListener = function remove(type, run, options) {
      if (isCounted(this ?? window, options)) count(this ?? window, type, -1)
      removeEventListener.call(this ?? window, type, run, options)
    }
  })
  return context
}

interface Watched extends Window {
  forbidden: string[]
  timers: Set<unknown>
  listeners: Map<string, number>
  mount(): void
  unmount(): void
}

declare const window: Watched

function violations(page: Page): Promise<string[]> {
  return page.evaluate(() => window.forbidden)
}

/** What lives on the page although the desk does not: timers, and listeners by what they listen to. */
function left(page: Page): Promise<unknown> {
  return page.evaluate(() => ({
    timers: window.timers.size,
    listeners: [...window.listeners]
      .filter(([, count]) => count !== 0)
      .map(([what, count]) => `${count} of ${what}`)
      .toSorted(),
    elements: document.querySelectorAll('#root *').length,
  }))
}

async function mount(page: Page): Promise<void> {
  await page.evaluate(() => window.mount())
  await page.locator('parley-desk').waitFor()
}

async function unmount(page: Page): Promise<void> {
  await page.evaluate(() => window.unmount())
  await page.locator('parley-desk').waitFor({ state: 'detached' })
}

/** The chat that was open is open again. */
async function shown(page: Page): Promise<void> {
  await composer(page).waitFor()
}

async function goOnline(page: Page): Promise<void> {
  const offline = page.getByRole('button', { name: /Offline/ })
  const online = page.getByRole('button', { name: /Mia.*Online/ })
  await offline.or(online).first().waitFor()
  if (!(await offline.isVisible())) return
  await offline.click()
  await page.getByRole('menuitemradio', { name: 'Online' }).click()
  await online.waitFor()
}

/** Somebody in the shop, in a browser of their own, who wants a person. */
async function anotherCustomer(words: string): Promise<Page> {
  const context = await watched()
  const page = await context.newPage()
  await page.goto(`${site.origin}/shop`)
  await page.locator('parley-chat').getByRole('button').first().click()
  await page.getByRole('textbox', { name: 'Your message' }).waitFor()
  await askForPerson(page, 'Hello')
  await write(page, words)
  return page
}
