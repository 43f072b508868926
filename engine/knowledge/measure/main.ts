/*
 * `npm run prompters`: how often the right article is the first, or among the first five, that the
 * knowledge prompter gives, beside plain BM25 over the same texts. It does not measure how good the
 * articles are, and counts an answer that names another article as wrong, however right it is.
 */
import { parseArgs } from 'node:util'
import { withTemporaryPostgres } from '#storage/embedded-postgres'
import { readArticles, readConversations } from './care-data.ts'
import { measure } from './measure.ts'
import { explanation, recallOf } from './report.ts'

const USAGE = `Usage: npm run prompters -- [options]

  --data FILE      conversations with the article that answered, a JSON object a line
                   (../shared/data/customer-care.jsonl)
  --articles FILE  the articles: article, company, url, parted by tabs
                   (../shared/data/articles.tsv)
  --json           nothing but the JSON line
`

try {
  const { data, articles, json } = readOptions(process.argv.slice(2))
  const known = await readArticles(articles)
  const conversations = await readConversations(data)
  const tell = (asked: number): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r${asked} of ${conversations.length} `)
  }
  const asked = await withTemporaryPostgres(({ url }) => measure(url, known, conversations, tell))
  if (process.stderr.isTTY) process.stderr.write('\n')
  if (!json) process.stderr.write(`${explanation(asked)}\n`)
  process.stdout.write(`${JSON.stringify(recallOf(asked))}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 2
}

/** @throws Error with how to call it. */
function readOptions(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      options: {
        data: { type: 'string', default: '../shared/data/customer-care.jsonl' },
        articles: { type: 'string', default: '../shared/data/articles.tsv' },
        json: { type: 'boolean', default: false },
      },
    })
    return values
  } catch (error) {
    throw new Error(USAGE, { cause: error })
  }
}
