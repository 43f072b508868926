import type { Locator, Page } from 'playwright-core'

/*
 * What people do on the pages, by what they read there: at the desk, and as customers in the widget.
 */

/** The words of a conversation, on either side. */
export function said(page: Page): Locator {
  return page.getByRole('region', { name: 'Conversation' })
}

/** The first bubble or notice with these words. */
export function bubble(page: Page, words: string | RegExp): Locator {
  return said(page).getByText(words).first()
}

/** Where an agent writes to the customer. */
export function composer(page: Page): Locator {
  return page.getByRole('textbox', { name: /^Message to/ })
}

/** The button by which it is sent, once all files are uploaded. */
export function sendable(page: Page, name: string): Locator {
  return page
    .locator('button[aria-disabled=false]', { hasText: name })
    .or(page.locator(`button[aria-label="${name}"][aria-disabled=false]`))
}

/** The bytes of a picture came, and are one. */
export async function isLoaded(picture: Locator): Promise<void> {
  await picture.waitFor()
  await picture.evaluate(async (image) => {
    if (image instanceof HTMLImageElement) await image.decode()
  })
}

export async function openChat(page: Page, tab: RegExp, lastWords: string | RegExp): Promise<void> {
  await page.getByRole('tab', { name: tab }).click()
  await page.locator('parley-chat-list').getByText(lastWords).first().click()
}

/** Takes a chat from the queue, and stands where one writes. */
export async function take(page: Page, lastWords: string | RegExp): Promise<void> {
  await openChat(page, /In queue/, lastWords)
  await page.getByRole('button', { name: 'Take chat' }).first().click()
  await composer(page).waitFor()
}

export async function reply(page: Page, words: string): Promise<void> {
  await composer(page).fill(words)
  await composer(page).press('Enter')
  await bubble(page, words).waitFor()
}

/** Sends the open chat on to a group, with a word to the next one. */
export async function forwardTo(page: Page, group: string, word = ''): Promise<void> {
  await page.getByRole('button', { name: /^Forward/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(group, { exact: false }).first().click()
  if (word !== '') await dialog.getByLabel('A word to the next one').fill(word)
  await dialog.getByRole('button', { name: /^Forward/ }).click()
}

/** Types as a customer, without waiting for anything. */
export async function type(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your message' }).fill(words)
  await page.keyboard.press('Enter')
}

/** Writes as a customer, and waits until it is sent. */
export async function write(page: Page, words: string): Promise<void> {
  await type(page, words)
  await page.getByText('Sent').or(page.getByText('Read')).last().waitFor()
}

/** Begins a chat, and leaves the bot for people. */
export async function askForPerson(page: Page, words: string): Promise<void> {
  await write(page, words)
  await page.getByRole('button', { name: 'Talk to a person' }).last().click()
  await bubble(page, 'You are in line').waitFor()
}
