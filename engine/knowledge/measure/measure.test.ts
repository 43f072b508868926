import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { DatabaseForTests } from '#storage/database-for-tests'
import { bm25 } from './bm25.ts'
import { readArticles, readConversations, titleOf } from './care-data.ts'
import { measure } from './measure.ts'
import { explanation, recallOf } from './report.ts'

const tested = DatabaseForTests.forThisFile()

it('[PM16] reads conversations and articles, and says which line is wrong', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'parley-measure-'))
  try {
    const file = join(folder, 'data.jsonl')
    const line = {
      company: 'Shop',
      messages: [
        { from: 'customer', text: 'Where is it?' },
        { from: 'agent', text: 'Hm' },
      ],
      answer: {
        text: 'Look here',
        article: '7',
        url: 'https://shop.example/track-a_parcel?x=1#how',
      },
    }
    await writeFile(file, `${JSON.stringify(line)}\n`)
    expect(await readConversations(file)).toEqual([
      {
        company: 'Shop',
        question: 'Where is it?',
        answer: `Look here ${line.answer.url}`,
        articleId: '7',
        url: line.answer.url,
      },
    ])
    expect(titleOf(line.answer.url)).toBe('track a parcel how')
    await writeFile(file, '{}\n')
    await expect(readConversations(file)).rejects.toThrow('data.jsonl:1')
    await writeFile(file, 'article\tcompany\turl\n7\tShop\thttps://shop.example/a\n')
    expect(await readArticles(file)).toEqual([
      { articleId: '7', company: 'Shop', url: 'https://shop.example/a' },
    ])
    await writeFile(file, 'nonsense\n')
    await expect(readArticles(file)).rejects.toThrow('names article')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

it('[PM16] beside it stands plain BM25', () => {
  const documents = [
    new Map([
      ['parcel', 1],
      ['late', 1],
    ]),
    new Map([['parcel', 3]]),
    new Map([['invoice', 1]]),
  ]
  expect(bm25(documents, new Map([['late', 1]]))[0]).toBe(0)
  expect(bm25(documents, new Map([['parcel', 1]]))).toEqual([1, 0, 2])
})

it('[PM16] asks what the product asks, each question once, with the rest for its past', async () => {
  const articles = ['track-parcel', 'find-invoice', 'get-refund'].map((slug, index) => ({
    articleId: String(index),
    company: 'Shop',
    url: `https://shop.example/${slug}`,
  }))
  const questions = ['Where is my parcel?', 'I need an invoice', 'Give my money back']
  const conversations = Array.from({ length: 30 }, (_, index) => {
    const at = index % 3
    const url = articles[at]?.url ?? ''
    const question = `${questions[at]} Case ${index}.`
    return { company: 'Shop', question, answer: `See ${url}`, articleId: String(at), url }
  })
  const asked = await measure(await tested.newDatabase(), articles, conversations, () => {})
  expect(asked).toHaveLength(30)
  const recall = recallOf(asked)
  expect(recall).toMatchObject({ recallAt1: 1, recallAt5: 1, bm25At5: 1 })
  expect(Object.keys(recall)).toEqual([
    'recallAt1',
    'recallAt5',
    'bm25At1',
    'bm25At5',
    'msPerRequest',
  ])
  expect(explanation(asked).split('\n')).toHaveLength(7)
})
