import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { findChromium } from '../tools/find-chromium.ts'

/** A browser as tests and measures use it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-background-networking', '--disable-dev-shm-usage'],
  })
}

/** People at their own screens, each with cookies and storage of their own. */
export class Visitors {
  /** What pages threw or complained of. */
  readonly complaints: string[] = []
  readonly #browser: Browser

  constructor(browser: Browser) {
    this.#browser = browser
  }

  async open(address: string): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 1440, height: 900 },
      locale: 'en-GB',
    })
    const page = await context.newPage()
    page.on('pageerror', (error) => this.complaints.push(error.message))
    page.on('console', (line) => {
      // What the server refused, or did not hear, is said by its own tests.
      const isNetwork = /Failed to load|WebSocket/.test(line.text())
      if (line.type() === 'error' && !isNetwork) this.complaints.push(line.text())
    })
    await page.goto(address)
    return page
  }

  /** A customer whose chat stands open on the demo's page. */
  async customer(url: string): Promise<Page> {
    const page = await this.open(`${url}/demo`)
    await page.locator('parley-chat').getByRole('button').first().click()
    await page.getByRole('textbox', { name: 'Your message' }).waitFor()
    return page
  }

  /** Somebody of staff at their desk. */
  async staff(url: string, email: string, password: string): Promise<Page> {
    const page = await this.open(`${url}/sign-in`)
    await page.getByLabel(/e-?mail/i).fill(email)
    await page.getByLabel('Password', { exact: true }).fill(password)
    await page.keyboard.press('Enter')
    await page.getByRole('tab', { name: /Mine/ }).waitFor()
    return page
  }

  /** An agent who is online. */
  async agent(url: string, email: string, password: string): Promise<Page> {
    const page = await this.staff(url, email, password)
    await page.getByRole('button', { name: /Offline/ }).click()
    await page.getByText('Online', { exact: true }).click()
    await page.getByRole('button', { name: /Online/ }).waitFor()
    return page
  }
}
