import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import type { StaffCommand } from '#protocol/staff-commands'
import { bubble, composer, reply, said, take, type, write } from './at-the-desk.ts'
import { picture } from './pictures.ts'
import { Product } from './product.ts'
import { Service } from './services.ts'
import { Visitors, launchBrowser } from './visitors.ts'

/*
 * From the bot to people and back, on the pages alone: the demo's bot answers from articles, then a
 * webhook of somebody else takes its place. With `PARLEY_PICTURES` each station of it is pictured.
 */

const MIA = 'mia@demo.example'
const ADA = 'ada@demo.example'

const SECRET = 'a-secret-of-more-than-16-letters'
const PATIENT = { timeout: 20_000 }

const LOST = {
  subject: 'A lost parcel',
  attributes: { Order: 'A-17', Carrier: 'https://carrier.example/track/A-17' },
  note: 'She waits since Monday',
}

let product: Product
let browser: Browser
let visitors: Visitors
let bot: Service
let prompter: Service
let ada: Page
let mia: Page

beforeAll(async () => {
  bot = await Service.start(SECRET, (asked) => webhookBot(wordsIn(asked)))
  prompter = await Service.start(SECRET, (asked) => {
    const { question } = asked as { question: string }
    return {
      suggestions: [
        {
          text: `Our carrier says of “${question}”: tomorrow before noon.`,
          match: 64,
          sources: [{ title: 'Carrier', url: 'https://carrier.example/' }],
        },
      ],
    }
  })
  product = await Product.start({ PARLEY_ALLOW_PRIVATE: '1' })
  browser = await launchBrowser()
  visitors = new Visitors(browser)
  ada = await visitors.staff(product.url, ADA, product.passwordOf(ADA))
  mia = await visitors.agent(product.url, MIA, product.passwordOf(MIA))
})

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  bot?.stop()
  prompter?.stop()
})

describe('a bot, people, and their prompters', () => {
  it('[EE8] the demo’s bot answers first, from articles, and gives who asks for one a person', async () => {
    const alice = await visitors.customer(product.url)
    await type(alice, 'Where do I find the invoice of my order?')
    await bubble(alice, 'The invoice comes by mail when the parcel leaves').waitFor(PATIENT)
    await picture(alice, 'bot-answers')
    expect(await waiting(mia)).toBe(0)
    await type(alice, 'I want to talk to a human')
    await bubble(alice, 'You are in line').waitFor(PATIENT)
    await take(mia, /human/)
    await bubble(mia, 'The invoice comes by mail').waitFor()
    await reply(mia, 'Hello Alice, what is it about?')
    await bubble(alice, 'Hello Alice').waitFor()
    await alice.getByRole('button', { name: 'Back to the bot' }).click()
    await bubble(alice, 'You are talking to our assistant again').waitFor(PATIENT)
    await type(alice, 'How can I cancel an order?')
    await bubble(alice, 'Before it is loaded an order can be cancelled').waitFor(PATIENT)
    await mia.getByRole('tab', { name: /Mine/ }).click()
    expect(await mia.locator('parley-chat-list').getByText('Hello Alice').count()).toBe(0)
  })

  it('[EE8] a webhook offers buttons and hands over with a subject, what it found out and a word', async () => {
    await useWebhooks()
    const bea = await visitors.customer(product.url)
    await type(bea, 'Hello')
    await bubble(bea, 'What is it about?').waitFor(PATIENT)
    await picture(bea, 'bot-buttons')
    await bea.getByRole('button', { name: 'My parcel is lost' }).click()
    await bubble(bea, 'A colleague looks for it.').waitFor(PATIENT)
    await bubble(bea, 'You are in line').waitFor(PATIENT)

    await mia.getByRole('tab', { name: /In queue/ }).click()
    await mia.locator('parley-chat-list').getByText(LOST.subject).waitFor(PATIENT)
    await mia.evaluate(() => {
      location.hash = '#/queue'
    })
    await picture(mia, 'queue-with-subject')
    await take(mia, LOST.subject)
    await mia.locator('parley-conversation header').getByText(LOST.subject).waitFor()
    const panel = mia.locator('parley-customer-panel')
    for (const words of ['Found out by the bot', 'A-17', LOST.attributes.Carrier]) {
      await panel.getByText(words).first().waitFor()
    }
    await bubble(mia, LOST.note).waitFor()
    await picture(mia, 'handed-over')
    expect(await said(bea).innerText()).not.toMatch(/A-17|since Monday/)
  })

  it('[EE8] both prompters suggest: one is edited, one sent as it is, one is for earlier words', async () => {
    const bea = customerPage()
    await mia.getByRole('button', { name: 'Suggestions', exact: true }).click()
    await write(bea, 'When does it arrive?')
    const card = mia.getByRole('group', { name: /^Suggestion, matches 64 %/ })
    await card.waitFor(PATIENT)
    await mia
      .getByRole('group', { name: /^Suggestion/ })
      .nth(1)
      .waitFor(PATIENT)
    await picture(mia, 'suggestions')
    await card.getByRole('button', { name: 'Insert' }).click()
    await expect.poll(() => composer(mia).inputValue()).toContain('tomorrow before noon')
    await composer(mia).fill('It comes tomorrow before noon.')
    await composer(mia).press('Enter')
    await bubble(bea, 'It comes tomorrow before noon.').waitFor(PATIENT)

    await write(bea, 'And the invoice?')
    const asked = mia
      .getByRole('group', { name: /^Suggestion, matches/ })
      .filter({ hasText: '“And the invoice?”' })
    await asked.waitFor(PATIENT)
    await asked.getByRole('button', { name: 'Send as it is' }).click()
    await bubble(bea, 'Our carrier says of “And the invoice?”').waitFor(PATIENT)

    // The second thing that she wrote, of all before the last one.
    const earlier = said(mia)
      .getByRole('button', { name: /^Suggest answers to what/ })
      .nth(1)
    await earlier.focus()
    await earlier.click()
    await mia.getByText('Our carrier says of “My parcel is lost”').waitFor(PATIENT)
    await picture(mia, 'earlier-message')
  })

  it('[EE8] assistants are asked beside the chat, and the last ten questions are walked through', async () => {
    await mia.getByRole('tab', { name: 'Prompters' }).click()
    const assistants = mia.locator('parley-assistants')
    await assistants.getByLabel('Prompter').selectOption({ label: 'Carrier' })
    for (let n = 1; n <= 11; n += 1) {
      await assistants.getByRole('textbox', { name: 'Question' }).fill(`Question ${n}`)
      await assistants.getByRole('button', { name: 'Ask' }).click()
      await assistants.getByText(`of “Question ${n}”`).waitFor(PATIENT)
    }
    await assistants.getByText('10 of 10').waitFor()
    await picture(mia, 'assistants')
    await mia.getByRole('tab', { name: 'Prompters' }).click()
    await assistants.getByLabel('Prompter').selectOption({ label: 'Carrier' })
    for (let step = 0; step < 9; step += 1) {
      await assistants.getByRole('button', { name: 'The question before' }).click()
    }
    await assistants.getByText('1 of 10').waitFor()
    await assistants.getByText('of “Question 2”').waitFor()
    await assistants.getByRole('button', { name: 'The question after' }).click()
    await assistants.getByText('of “Question 3”').waitFor()
    await mia.getByRole('tab', { name: 'Customer', exact: true }).click()
  })

  it('[EE8] back to the bot, at any time; and a blocked customer who asks it for a person stays there', async () => {
    const bea = customerPage()
    await bea.getByRole('button', { name: 'Back to the bot' }).click()
    await bubble(bea, 'You are talking to our assistant again').waitFor(PATIENT)
    await type(bea, 'Hello again')
    await bea.getByRole('button', { name: 'My parcel is lost' }).last().waitFor(PATIENT)
    await bea.getByRole('button', { name: 'Talk to a person' }).last().click()
    await take(mia, LOST.subject)
    await mia.getByRole('button', { name: /^Block customer/ }).click()
    const dialog = mia.getByRole('dialog')
    await dialog.getByLabel('Reason, for staff').fill('Threats')
    await dialog.getByLabel('Message, for the customer').fill('We do not serve you any more.')
    await dialog.getByRole('button', { name: 'Block customer' }).click()
    await bea.getByText('We do not serve you any more.').first().waitFor(PATIENT)

    await type(bea, 'Hello?')
    await bubble(bea, 'What is it about?').waitFor(PATIENT)
    const told = () => said(bea).getByText('We do not serve you any more.').count()
    const before = await told()
    await type(bea, 'My parcel is lost')
    await expect.poll(told, PATIENT).toBe(before + 1)
    await bea.getByRole('button', { name: 'Talk to a person' }).last().click()
    await expect.poll(told, PATIENT).toBe(before + 2)
    await picture(bea, 'blocked-with-bot')
    expect(await waiting(mia)).toBe(0)
    expect(bot.asked.at(-1)).toMatchObject({ blocked: true })
    expect(visitors.complaints).toEqual([])
  })
})

/** What somebody else's bot says. */
function webhookBot(words: string): unknown {
  if (/parcel is lost/.test(words)) {
    return { messages: [{ text: 'A colleague looks for it.' }], handover: LOST }
  }
  return {
    messages: [
      {
        text: 'What is it about?',
        buttons: [
          { label: 'My parcel is lost' },
          { label: 'Talk to a person', action: 'talkToPerson' },
        ],
      },
    ],
  }
}

function wordsIn(asked: unknown): string {
  const { message } = asked as { message: { text: string } | null }
  return message?.text ?? ''
}

/** The page of the customer who came last. */
function customerPage(): Page {
  const pages = browser.contexts().flatMap((context) => context.pages())
  const last = pages.findLast((page) => page.url().includes('/demo'))
  if (last === undefined) throw new Error('no customer is there')
  return last
}

async function waiting(page: Page): Promise<number> {
  const words = await page.getByRole('tab', { name: /In queue/ }).innerText()
  return Number(/\d+/.exec(words)?.[0] ?? 0)
}

/** A webhook gets the demo's customers, and another one suggests beside the articles. */
async function useWebhooks(): Promise<void> {
  const { botId } = await asAda({
    type: 'saveBot',
    botId: null,
    name: 'Pine',
    serves: { kind: 'webhook', url: bot.url, secret: SECRET },
    groups: [],
  })
  await asAda({
    type: 'saveChannel',
    channelId: 'demo',
    kind: 'widget',
    name: 'Website',
    groupId: 'support',
    botId: String(botId),
    allowedOrigins: [],
    colour: '#0b6478',
  })
  await asAda({
    type: 'savePrompter',
    prompterId: null,
    kind: 'webhook',
    name: 'Carrier',
    readsChats: true,
    isAsked: true,
    url: prompter.url,
    model: null,
    instructions: null,
    secret: SECRET,
  })
  await mia.reload()
  await mia.getByRole('tab', { name: /Mine/ }).waitFor()
}

/** What an administrator sets up; gives the answer. */
async function asAda(command: StaffCommand): Promise<Record<string, unknown>> {
  return ada.evaluate(
    async (body) => {
      const headers = { 'content-type': 'application/json' }
      const options = { method: 'POST', headers, body: JSON.stringify(body) }
      const response = await fetch('/api/v1/accounts/demo/commands', options)
      if (!response.ok) throw new Error(await response.text())
      const { result } = (await response.json()) as { result: Record<string, unknown> }
      return result
    },
    { id: Bun.randomUUIDv7(), command },
  )
}
