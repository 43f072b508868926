import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import type { StaffCommand } from '#protocol/staff-commands'
import { MailServer, headerOf, partOf } from '../testing/mail-server.ts'
import type { TakenMail } from '../testing/mail-server.ts'
import { askForPerson, bubble, reply, take, write } from './at-the-desk.ts'
import { picture } from './pictures.ts'
import { Product } from './product.ts'
import { Visitors, launchBrowser } from './visitors.ts'

/*
 * A customer who leaves, and a real mail server on loopback. The stations build on one another. With
 * `PARLEY_PICTURES` each of them is pictured.
 */

const MIA = 'mia@demo.example'
const ADA = 'ada@demo.example'
const CUSTOMER = 'alice@mail.example'
const PATIENT = { timeout: 40_000 }

let mail: MailServer
let product: Product
let browser: Browser
let visitors: Visitors
let mia: Page
let ada: Page
let back: Page

beforeAll(async () => {
  mail = await MailServer.start()
  product = await Product.start({
    PARLEY_SMTP_URL: mail.url,
    PARLEY_MAIL_FROM: 'Demo <desk@demo.example>',
  })
  browser = await launchBrowser()
  visitors = new Visitors(browser)
  ada = await visitors.staff(product.url, ADA, product.passwordOf(ADA))
  await command(ada, { type: 'changeSettings', change: { missedReplyMs: 10_000 } })
  mia = await visitors.agent(product.url, MIA, product.passwordOf(MIA))
})

afterAll(async () => {
  await browser?.close()
  await product?.stop()
  await mail?.stop()
})

describe('a customer who left', () => {
  it('[EE4] gets the reply by mail, whose link leads back into the chat and stands in no address', async () => {
    const alice = await visitors.customer(product.url)
    await askForPerson(alice, 'My parcel is lost')
    await alice.getByRole('button', { name: 'Get the answer by e-mail' }).click()
    await alice.getByLabel('Get the answer by e-mail').fill(CUSTOMER)
    await alice.getByRole('button', { name: 'Leave message' }).click()
    await take(mia, 'My parcel is lost')
    await alice.context().close()
    await mia.getByText('Your answer goes by e-mail to a***@mail.example').waitFor(PATIENT)
    await picture(mia, 'reach')
    await reply(mia, 'It was found in Lisbon')

    const missed = await mailed(1)
    expect(missed.to).toEqual([CUSTOMER])
    const words = partOf(missed, 'text/plain')
    expect(words).toContain('It was found in Lisbon')
    expect(words).not.toContain('My parcel is lost')
    const link = /http\S+#parley=\S+/.exec(words)?.[0] ?? ''
    back = await visitors.open(link)
    await bubble(back, 'It was found in Lisbon').waitFor(PATIENT)
    await bubble(back, 'My parcel is lost').waitFor()
    expect(back.url()).not.toContain('#')
    await picture(back, 'back')
    await write(back, 'Thank you, I am glad')
    await bubble(mia, 'Thank you, I am glad').waitFor()
    await bubble(mia, 'The customer got the last answer by e-mail').waitFor()
  })

  it('[EE4] gets what was said by mail, asked for in the chat and sent from the desk', async () => {
    await back.getByRole('button', { name: 'Get this chat by e-mail' }).click()
    await picture(back, 'transcript')
    await back.getByRole('button', { name: 'Send it' }).click()
    await back.getByText('It is on its way to you.').waitFor()
    const asked = await mailed(2)
    expect(partOf(asked, 'text/plain')).toContain('My parcel is lost')
    await mia.getByRole('button', { name: 'Send this chat to a***@mail.example' }).click()
    await picture(mia, 'transcript-sent')
    const sent = await mailed(3)
    expect(headerOf(sent, 'Subject')).toBe(headerOf(asked, 'Subject'))
  })

  it('[EE4] hears the farewell of an agent who goes offline and closes the chat', async () => {
    await mia.getByRole('button', { name: /Online/ }).click()
    await mia.getByRole('menuitemradio', { name: 'Offline' }).click()
    const dialog = mia.getByRole('dialog')
    await dialog.getByRole('radio', { name: /^Close/ }).check()
    await dialog
      .getByRole('textbox', { name: 'Farewell to the customer' })
      .fill('Good-bye, and write again')
    await picture(mia, 'farewell')
    await dialog.getByRole('button', { name: 'Go offline' }).click()
    await bubble(back, 'Good-bye, and write again').waitFor()
    await bubble(back, 'ended').waitFor(PATIENT)
  })
})

describe('whoever leads a group', () => {
  it('[EE4] sets a colleague offline from the team’s tab', async () => {
    await mia
      .getByRole('button', { name: /Offline/ })
      .first()
      .click()
    await mia.getByRole('menuitemradio', { name: 'Online' }).click()
    await mia.getByRole('button', { name: /Online/ }).waitFor()
    await ada.getByRole('tab', { name: /Team/ }).click()
    await ada.locator('parley-colleagues summary').click()
    await picture(ada, 'colleagues')
    await ada.getByRole('button', { name: /^Set offline: Mia/ }).click()
    await picture(ada, 'set-offline')
    await ada.getByRole('dialog').getByRole('button', { name: 'Set offline' }).click()
    await mia
      .getByRole('button', { name: /Offline/ })
      .first()
      .waitFor()
    expect(visitors.complaints).toEqual([])
  })
})

/** The n-th mail that the server took, once it did. */
async function mailed(count: number): Promise<TakenMail> {
  for (;;) {
    const one = mail.mails[count - 1]
    if (one !== undefined) return one
    await mail.arrives()
  }
}

/** What an administrator changes by REST, with the sign-in of their page. */
async function command(page: Page, wanted: StaffCommand): Promise<void> {
  const answer = await page.request.post(`${product.url}/api/v1/accounts/demo/commands`, {
    headers: { origin: product.url },
    data: { id: Bun.randomUUIDv7(), command: wanted },
  })
  expect(answer.status()).toBe(200)
}
