import { html } from 'hono/html'
import type { CustomerItem } from '#protocol/customer-frames'
import type { LetterWords } from './letter-words.ts'

/** What a customer reads of what was said. */
export type Said = Pick<CustomerItem, 'from' | 'name' | 'text' | 'files' | 'at'>

/** A mail to a customer, before it is words. */
export interface Letter {
  words: LetterWords
  greeting: string
  said: readonly Said[]
  /** The time zone of the group; of who reads it none is known. */
  timeZone: string
  /** Where the chat goes on; null for nowhere. */
  wayBack: string | null
  footer: string
}

/** The same letter twice: for programs that show text, and for those that show HTML. */
export async function written(letter: Letter): Promise<{ text: string; html: string }> {
  const page = await asHtml(letter)
  // It is a text object with a mark on it; a mail wants the text.
  return { text: asText(letter), html: page.toString() }
}

function asText({ words, greeting, said, timeZone, wayBack, footer }: Letter): string {
  const lines = said.map((one) => {
    const files = one.files.map(({ name }) => `[${words.file(name)}]`)
    const parts = [one.text, ...files].filter((part) => part !== '')
    return `${whoAndWhen(one, words, timeZone)}\n${indented(parts.join('\n'))}`
  })
  const way = wayBack === null ? [] : [`${words.open}:\n${wayBack}`]
  return `${[greeting, ...lines, ...way, `-- \n${footer}`].join('\n\n')}\n`
}

const BODY = 'font: 15px/1.45 system-ui, sans-serif; color: #1b2226; max-width: 36em'
const SAID = 'margin: 0 0 16px; padding: 10px 14px; border-radius: 10px; background: #f0f3f4'
const SMALL = 'margin: 0 0 4px; font-size: 13px; color: #55626a'
const BUTTON =
  'display: inline-block; padding: 10px 18px; border-radius: 6px; background: #0b6478; color: #ffffff; text-decoration: none; font-weight: 600'

function asHtml(letter: Letter): ReturnType<typeof html> {
  const { words, greeting, said, timeZone, wayBack, footer } = letter
  return html`<!doctype html>
    <html lang="${words.language}">
      <body style="margin: 0; padding: 24px; background: #ffffff">
        <div style="${BODY}">
          <p style="margin: 0 0 20px">${greeting}</p>
          ${said.map(
            (one) =>
              html`<div style="${SAID}">
                <p style="${SMALL}">${whoAndWhen(one, words, timeZone)}</p>
                ${one.text === '' ? '' : html`<div dir="auto" style="white-space: pre-wrap; overflow-wrap: anywhere">${one.text}</div>`}
                ${one.files.map(({ name }) => html`<div style="${SMALL}">${words.file(name)}</div>`)}
              </div> `,
          )}
          ${wayBack === null ? '' : html`<p style="margin: 24px 0"><a href="${wayBack}" style="${BUTTON}">${words.open}</a></p>`}
          <p style="${SMALL}">${footer}</p>
        </div>
      </body>
    </html> `
}

function whoAndWhen({ from, name, at }: Said, words: LetterWords, timeZone: string): string {
  const who = from === 'me' ? words.you : (name ?? words.notice)
  const when = new Intl.DateTimeFormat(words.locale, {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  }).format(at)
  return `${who}, ${when} (${timeZone})`
}

function indented(words: string): string {
  return words
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n')
}
