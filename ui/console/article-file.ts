import { msg, str } from '@lit/localize'
import { MAX_ARTICLE_LENGTH, MAX_LINE_LENGTH } from '#protocol/limits'
import { number } from '../locales/formats.ts'

/** An article as a file has it. */
export interface FiledArticle {
  title: string
  url: string | null
  language: string | null
  text: string
}

/**
 * Reads a file of Markdown or plain text. The title is that of its front matter, else its first
 * heading, else the file's name; address and language are the front matter's.
 */
export function articleIn(fileName: string, content: string): FiledArticle {
  const { facts, rest } = withoutFrontMatter(
    content.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n'),
  )
  const heading = /^\s*#\s+(.+?)\s*#*\n?(?:\n|$)/.exec(rest)
  const named = facts.get('title')
  // A heading that says the title again is not said twice.
  const isTitle = heading !== null && (named === undefined || named === heading[1])
  const text = isTitle ? rest.slice(heading[0].length) : rest
  return {
    title: (named ?? heading?.[1] ?? nameOf(fileName)).slice(0, MAX_LINE_LENGTH),
    url: addressIn(facts.get('url') ?? facts.get('link') ?? facts.get('permalink')),
    language: languageIn(facts.get('language') ?? facts.get('lang')),
    text: text.trim(),
  }
}

/** Why a file cannot be an article; null where it can. */
export function problemWithFile(content: string): string | null {
  if (content.includes('\0') || content.includes('\uFFFD')) return msg('This is no text.')
  if (content.trim() === '') return msg('It is empty.')
  return null
}

/** Why an article is not taken; null where it can be. */
export function problemWithArticle({ text }: Pick<FiledArticle, 'text'>): string | null {
  return text.length > MAX_ARTICLE_LENGTH
    ? msg(str`It is longer than ${number(MAX_ARTICLE_LENGTH)} letters.`)
    : null
}

/** `---`, lines of `name: value`, `---`. */
function withoutFrontMatter(content: string): { facts: Map<string, string>; rest: string } {
  const [whole, lines] = /^---\n([\s\S]*?)\n---(?:\n|$)/.exec(content) ?? []
  if (whole === undefined || lines === undefined) return { facts: new Map(), rest: content }
  const facts = lines.split('\n').flatMap((line): [string, string][] => {
    const [, name, value] = /^(\w+):\s*(.+?)\s*$/.exec(line) ?? []
    if (name === undefined || value === undefined) return []
    return [[name.toLowerCase(), value.replace(/^(["'])(.*)\1$/, '$2')]]
  })
  return { facts: new Map(facts), rest: content.slice(whole.length) }
}

function nameOf(fileName: string): string {
  const words = fileName
    .replace(/\.\w{1,8}$/, '')
    .replace(/[-_]+/g, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

function addressIn(words: string | undefined): string | null {
  return words !== undefined && /^https?:\/\//.test(words) && URL.canParse(words) ? words : null
}

function languageIn(words: string | undefined): string | null {
  return words !== undefined && /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(words) ? words : null
}
