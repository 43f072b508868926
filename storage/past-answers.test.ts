import { beforeEach, expect, test } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import { learnPastAnswers, storedPastAnswers } from './past-answers.ts'
import { PostgresStore } from './postgres-store.ts'
import type { ChatRow, MessageRow } from './rows.ts'
import {
  AT,
  Scribe,
  articleRow,
  chatRow,
  closed,
  detailsRow,
  messageRow,
  rareRows,
} from './store-fixtures.ts'

const tested = DatabaseForTests.forThisFile()
let store: PostgresStore
let scribe: Scribe

beforeEach(async () => {
  await tested.empty()
  store = new PostgresStore(tested.database)
  await store.register('n1', 600_000)
  await store.claim('n1')
  scribe = new Scribe('acme')
})

const ALL = { groupIds: null }

/** A chat that is over, in which this was said: by the customer `?`, by an agent `!`. */
function talk(chatId: string, lines: string[], row: Partial<ChatRow> = {}) {
  const chat = closed(chatRow(chatId, row), AT)
  const messages = lines.map((line, index): MessageRow => {
    const author = line.startsWith('?') ? `customer:${chat.customerId}` : 'agent:p1'
    const text = line.slice(1).trim()
    return messageRow(chat, { customerSeq: index + 1, author, text, at: AT + index })
  })
  return { chats: [chat], messages }
}

function words(question: string, reader: { groupIds: string[] | null } = ALL, accountId = 'acme') {
  return storedPastAnswers(tested.db).words(accountId, question, reader)
}

/** The answers that have any of the words, as they were said. */
async function answers(question: string, reader?: { groupIds: string[] | null }) {
  const found = (await words(question, reader)).words.flatMap(({ documents }) => documents)
  const ids = [...new Set(found.map(({ answerId }) => answerId))]
  const said = await storedPastAnswers(tested.db).said('acme', ids)
  return said.map(({ texts }) => texts.join(' | ')).toSorted()
}

test('[PM6] questions and answers are taken from chats that ended, each with what led to it', async () => {
  const { chats, messages } = talk('c1', [
    '? Where is my parcel?',
    '? It is late',
    '! It is on its way',
    '! See https://shop.example/track',
    '? And the invoice?',
    '! It comes by mail',
    '? Thanks',
  ])
  const open = { ...talk('c2', ['? My parcel', '! Still open']) }
  await store.commit([
    scribe.founding({
      chats: [...chats, ...open.chats.map((chat) => ({ ...chat, open: true, closedAt: null }))],
      messages: [...messages, ...open.messages],
    }),
  ])
  expect(await learnPastAnswers(tested.db)).toBe(1)
  expect(await learnPastAnswers(tested.db)).toBe(0)
  expect(await answers('parcel')).toEqual(['It is on its way | See https://shop.example/track'])
  expect(await answers('invoice')).toEqual(['It comes by mail'])
  expect(await answers('thanks')).toEqual([])
  expect((await words('parcel')).count).toBe(2)
})

test('[PM6] they count for the article whose address, or else page, an answer names', async () => {
  const articles = [
    articleRow('track', { url: 'https://www.shop.example/Track/' }),
    articleRow('other', { url: 'https://shop.example/other?id=1' }),
    articleRow('nowhere'),
  ]
  const talks = [
    talk('c1', ['? parcel', '! See http://shop.example/track.']),
    talk('c2', ['? parcel', '! See (https://shop.example/other?id=2#x)']),
    talk('c3', ['? parcel', '! Nothing to read']),
  ]
  const rows = {
    chats: talks.flatMap(({ chats }) => chats),
    messages: talks.flatMap(({ messages }) => messages),
  }
  await store.commit([scribe.founding(rows, { articles })])
  await learnPastAnswers(tested.db)
  const found = await words('parcels')
  expect(found.uses.toSorted((a, b) => (a.articleId < b.articleId ? -1 : 1))).toMatchObject([
    { articleId: 'other', count: 1 },
    { articleId: 'track', count: 1 },
  ])
  const [word] = found.words
  expect(word).toMatchObject({ word: 'parcel' })
  const led = word?.documents.map(({ articleId }) => articleId) ?? []
  expect(new Set(led)).toEqual(new Set([null, 'other', 'track']))
})

test('[PM7] only those of the account and of chats that ended in the reader’s groups are given', async () => {
  const other = new Scribe('globex')
  const mine = talk('c1', ['? my parcel', '! Words for billing'], { groupId: 'billing' })
  const theirs = talk('c2', ['? my parcel', '! Words for sales'], { groupId: 'sales' })
  await store.commit([
    scribe.founding({
      chats: [...mine.chats, ...theirs.chats],
      messages: [...mine.messages, ...theirs.messages],
    }),
    other.founding(talk('c3', ['? my parcel', '! Words of others'])),
  ])
  await learnPastAnswers(tested.db)
  expect(await answers('parcel', { groupIds: ['billing'] })).toEqual(['Words for billing'])
  expect(await answers('parcel', { groupIds: [] })).toEqual([])
  expect(await answers('parcel')).toEqual(['Words for billing', 'Words for sales'])
  expect((await words('parcel', { groupIds: ['sales'] })).count).toBe(1)
})

test('[PM8] what is erased is found and said no more', async () => {
  const { chats, messages } = talk('c1', ['? my parcel', '! Your parcel, Ada'])
  await store.commit([scribe.founding({ chats, messages })])
  await learnPastAnswers(tested.db)
  const said = () => storedPastAnswers(tested.db).said('acme', ['message-c1-2'])
  expect(await said()).toHaveLength(1)
  scribe.event('account')
  const erasures = [{ customerId: 'customer-of-c1', upToSeq: 99, at: AT }]
  await store.commit([scribe.batch({ rare: rareRows({ erasures }) })])
  expect(await said()).toEqual([])
  expect((await words('parcel')).count).toBe(0)
  expect(await learnPastAnswers(tested.db)).toBe(0)
})

test('[PM6] words are reduced as the customer’s language has them, else as most articles', async () => {
  const german = talk('c1', ['? Wo sind meine Pakete', '! Unterwegs'])
  const unknown = talk('c2', ['? where are my parcels', '! Underway'])
  const rows = {
    chats: [...german.chats, ...unknown.chats],
    messages: [...german.messages, ...unknown.messages],
  }
  const customerDetails = [detailsRow('customer-of-c1', { language: 'de-CH' })]
  await store.commit([scribe.founding(rows, { customerDetails, articles: [articleRow('a')] })])
  await learnPastAnswers(tested.db)
  expect(await answers('Paket')).toEqual(['Unterwegs'])
  expect(await answers('parcel')).toEqual(['Underway'])
})
