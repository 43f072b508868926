import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { ServerProcess } from '../operation/server-process.ts'
import { ROOT } from '../tools/words.ts'
import { bubble, reply, take, write } from './at-the-desk.ts'
import { picture } from './pictures.ts'
import { Visitors, launchBrowser } from './visitors.ts'

const EMAIL = 'ines@harbour.example'
const NAME = 'Ines Moreau'

let data: string
let password: string
let server: ServerProcess
let browser: Browser
let visitors: Visitors

beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), 'parley-console-'))
  password = makeAccount()
  server = new ServerProcess({ PARLEY_DATA: data, DATABASE_URL: '', PARLEY_DEMO: '0' })
  await server.start()
  browser = await launchBrowser()
  visitors = new Visitors(browser)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await rm(data, { recursive: true, force: true })
})

describe('a new account in a real browser', () => {
  it('[CO16] comes from nothing to its first closed chat', async () => {
    const ines = await visitors.staff(server.baseUrl, EMAIL, password)
    await ines.getByRole('link', { name: 'Console' }).click()

    await goTo(ines, 'Settings')
    const assigning = ines.getByRole('form', { name: 'How chats come to agents' })
    await assigning.getByRole('spinbutton', { name: 'Chats at a time' }).fill('6')
    await save(ines, 'How chats come to agents')
    await picture(ines, 'console-settings')

    await goTo(ines, 'Groups')
    await ines.getByRole('link', { name: 'New group' }).click()
    await ines.getByRole('textbox', { name: 'Name', exact: true }).fill('Returns')
    await ines.getByRole('textbox', { name: 'Public name' }).fill('Returns team')
    await ines.getByRole('button', { name: 'Save' }).click()
    await ines.getByRole('heading', { name: 'Returns', exact: true }).waitFor()
    await ines.getByRole('checkbox', { name: NAME }).check()
    await save(ines, 'Members')
    await picture(ines, 'console-group')

    await goTo(ines, 'Channels')
    await ines.getByRole('link', { name: 'New channel' }).click()
    await ines.getByRole('textbox', { name: 'Name', exact: true }).fill('Shop')
    await ines.getByRole('combobox', { name: 'Group' }).selectOption('Returns')
    await ines.getByRole('button', { name: 'Save' }).click()
    const snippet = await ines.locator('pre').textContent()
    const [, channelId = ''] = /channel="([^"]+)"/.exec(snippet ?? '') ?? []
    expect(channelId).not.toBe('')
    await picture(ines, 'console-channel')

    const customer = await visitors.open(`${server.baseUrl}/demo?channel=${channelId}`)
    await customer.locator('parley-chat').getByRole('button').first().click()
    await write(customer, 'This lamp came broken')
    await bubble(customer, 'Returns team').waitFor()

    await ines.getByRole('link', { name: 'Back to the desk' }).click()
    await ines.getByRole('button', { name: /Offline/ }).click()
    await ines.getByText('Online', { exact: true }).click()
    await take(ines, 'This lamp came broken')
    await reply(ines, 'Another one is on its way')
    await bubble(customer, 'Another one is on its way').waitFor()
    await ines.getByRole('button', { name: /^Close chat/ }).click()
    await bubble(customer, 'ended this chat').waitFor({ timeout: 20_000 })

    // Who did all this stands in the audit.
    await ines.getByRole('link', { name: 'Console' }).click()
    await goTo(ines, 'Audit log')
    const row = ines.getByRole('row').filter({ hasText: 'Channel saved' }).first()
    await row.getByText(NAME).waitFor()
    await picture(ines, 'console-audit')
    expect(visitors.complaints).toEqual([])
  })
})

async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click()
  await page.getByRole('heading', { name, exact: true, level: 1 }).waitFor()
}

/** Saves a section, and waits until it says so. */
async function save(page: Page, section: string): Promise<void> {
  const form = page.getByRole('form', { name: section })
  await form.getByRole('button', { name: 'Save' }).click()
  await form.getByText('Saved', { exact: true }).waitFor()
}

/** The first account, as `npm run admin` makes it; gives the password that it prints. */
function makeAccount(): string {
  const wanted = ['--email', EMAIL, '--name', NAME, '--account', 'Harbour & Pine']
  const made = Bun.spawnSync(
    [process.execPath, join(ROOT, 'engine', 'bootstrap', 'main.ts'), ...wanted],
    { env: { ...process.env, PARLEY_DATA: data, DATABASE_URL: '' } },
  )
  const [, printed] = /Password\s+(\S+)/.exec(made.stdout.toString()) ?? []
  if (printed === undefined) throw new Error(`no account was made: ${made.stderr.toString()}`)
  return printed
}
