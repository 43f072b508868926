import { readFile } from 'node:fs/promises'
import { z } from 'zod'

/** A conversation that ended with an answer which led to an article. */
export interface CareConversation {
  company: string
  /** What the customer asked; what was said before by whomever where the customer said nothing. */
  question: string
  answer: string
  articleId: string
  url: string
}

export interface CareArticle {
  articleId: string
  company: string
  url: string
}

const conversation = z.object({
  company: z.string().min(1),
  messages: z.array(z.object({ from: z.string(), text: z.string() })),
  answer: z.object({ text: z.string(), article: z.coerce.string(), url: z.string() }),
})

/** @throws Error with the file and line that is wrong. */
export async function readConversations(file: string): Promise<CareConversation[]> {
  const lines = (await readFile(file, 'utf8')).split('\n')
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return []
    const read = conversation.safeParse(JSON.parse(line))
    if (!read.success) throw new Error(`${file}:${index + 1}: ${read.error.issues[0]?.message}`)
    const { company, messages, answer } = read.data
    const asked = messages.filter(({ from }) => from === 'customer')
    const question = (asked.length > 0 ? asked : messages).map(({ text }) => text).join('\n')
    const { text, article: articleId, url } = answer
    // Whoever cut the address out of the text left it beside it.
    const words = text.includes(url) ? text : `${text} ${url}`
    return [{ company, question, answer: words, articleId, url }]
  })
}

/** Of a file with a line of names: `article`, `company` and `url`, parted by tabs. */
export async function readArticles(file: string): Promise<CareArticle[]> {
  const [names = '', ...lines] = (await readFile(file, 'utf8')).split('\n')
  const columns = names.trim().split('\t')
  const [article, company, url] = ['article', 'company', 'url'].map((name) => columns.indexOf(name))
  if ([article, company, url].includes(-1)) {
    throw new Error(`${file}: the first line names article, company and url`)
  }
  return lines.flatMap((line) => {
    const values = line.trimEnd().split('\t')
    const at = (index: number | undefined): string => values[index ?? -1] ?? ''
    return line.trim() === ''
      ? []
      : [{ articleId: at(article), company: at(company), url: at(url) }]
  })
}

/** The words of an address, as a title: of its path and the place on the page, not of its host. */
export function titleOf(url: string): string {
  const rest = url.replace(/^[a-z]+:\/\/[^/]*/i, '').replace(/\?[^#]*/, ' ')
  const words = rest.match(/[\p{L}\p{N}]+/gu) ?? []
  return words.join(' ').slice(0, 500)
}
