import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { type ArticleReader, hasTrigrams, storedArticles } from './articles.ts'
import { DatabaseForTests } from './database-for-tests.ts'
import { PostgresStore } from './postgres-store.ts'
import { Scribe, articleRow, rareRows } from './store-fixtures.ts'

const tested = DatabaseForTests.forThisFile()
let store: PostgresStore
let scribe: Scribe

const STAFF: ArticleReader = { audience: 'staff', groupIds: null }

beforeEach(async () => {
  await tested.empty()
  store = new PostgresStore(tested.database)
  await store.register('n1', 600_000)
  await store.claim('n1')
  scribe = new Scribe('acme')
})

/** By word, which articles have it. */
async function found(question: string, reader = STAFF, accountId = 'acme') {
  const { words } = await storedArticles(tested.db).words(accountId, question, reader)
  return Object.fromEntries(
    words.map(({ word, documents }) => [word, documents.map((one) => one.articleId).toSorted()]),
  )
}

test('[PM1] words are found by their stems, as the language of each article has them', async () => {
  const articles = [
    articleRow('en', { title: 'Resetting passwords' }),
    articleRow('de', { title: 'Passwörter zurücksetzen', language: 'de-AT' }),
    articleRow('xx', { title: 'Resetting', language: null }),
  ]
  await store.commit([scribe.founding({}, { articles })])
  expect(await found('How was the password reset?')).toMatchObject({
    password: ['en'],
    reset: ['en'],
  })
  expect(await found('Mein Passwort')).toMatchObject({ passwort: ['de'] })
  expect(await found('resetting')).toMatchObject({ reset: ['en'], resetting: ['xx'] })
  expect(await found('the of and')).not.toHaveProperty('of', ['en'])
})

test('[PM1] a word counts most in a title, then in an address, then in a text', async () => {
  const articles = [
    articleRow('title', { title: 'Refund' }),
    articleRow('url', { title: 'Money', url: 'https://help.example/en/refund?refund=1' }),
    articleRow('text', { title: 'Money', text: '# Other\nA **refund** takes a week.' }),
    articleRow('host', { title: 'Money', url: 'https://refund.example/x' }),
  ]
  await store.commit([scribe.founding({}, { articles })])
  const { words, count } = await storedArticles(tested.db).words('acme', 'refunds', STAFF)
  expect(count).toBe(4)
  const [refund] = words
  const inOrder = refund?.documents.toSorted((a, b) => b.weight - a.weight) ?? []
  expect(inOrder.map(({ articleId, inTitle }) => [articleId, inTitle])).toEqual([
    ['title', true],
    ['url', false],
    ['text', false],
  ])
  expect(inOrder.every(({ weight }) => weight > 0 && weight <= 1)).toBe(true)
  expect(inOrder[0]).toMatchObject({ length: 1, titleLength: 1 })
})

test('[PM2] a misspelt word is found by what it is like, where Postgres may', async () => {
  const articles = [articleRow('a', { title: 'Premiere renderer settings' })]
  await store.commit([scribe.founding({}, { articles })])
  expect(await hasTrigrams(tested.db)).toBe(true)
  expect(Object.values(await found('rendererr'))).toEqual([['a']])
  expect(Object.values(await found('umbrella'))).toEqual([[]])
})

test('[PM2] without the extension everything else is found', async () => {
  const url = await tested.newDatabase()
  const { openDatabase } = await import('./database.ts')
  const { migrate } = await import('./migrate.ts')
  const other = await openDatabase(url)
  try {
    await migrate(other.db)
    await sql`drop extension pg_trgm cascade`.execute(other.db)
    expect(await hasTrigrams(other.db)).toBe(false)
    const { count } = await storedArticles(other.db).words('acme', 'rendererr', STAFF)
    expect(count).toBe(0)
  } finally {
    await other.close()
  }
})

test('[PM3] a reader is given what is for them: of the account, audience and groups', async () => {
  const articles = [
    articleRow('all'),
    articleRow('secret', { audience: 'staff' }),
    articleRow('sales', { groupIds: ['sales'] }),
    articleRow('gone', { title: '', deleted: true }),
  ].map((row) => ({ ...row, title: row.deleted ? '' : `Refund ${row.articleId}` }))
  const other = new Scribe('globex')
  await store.commit([
    scribe.founding({}, { articles }),
    other.founding({}, { articles: [articleRow('foreign', { title: 'Refund' })] }),
  ])
  const of = async (reader: ArticleReader) => (await found('refund', reader)).refund
  expect(await of(STAFF)).toEqual(['all', 'sales', 'secret'])
  expect(await of({ audience: 'staff', groupIds: ['billing'] })).toEqual(['all', 'secret'])
  expect(await of({ audience: 'customer', groupIds: ['sales'] })).toEqual(['all', 'sales'])
  const listed = async (reader: ArticleReader) => {
    const page = await storedArticles(tested.db).list('acme', reader, null, 10)
    return page.articles.map(({ articleId }) => articleId)
  }
  expect(await listed({ audience: 'customer', groupIds: [] })).toEqual(['all'])
  expect(await listed(STAFF)).toEqual(['all', 'sales', 'secret'])
})

test('[PM4] articles are listed by title, in pages that leave nothing out', async () => {
  const articles = ['e', 'b', 'd', 'a', 'c'].map((id) => articleRow(id, { title: 'Same' }))
  await store.commit([scribe.founding({}, { articles })])
  const shelf = storedArticles(tested.db)
  const first = await shelf.list('acme', STAFF, null, 3)
  const second = await shelf.list('acme', STAFF, first.next, 3)
  expect([...first.articles, ...second.articles].map(({ articleId }) => articleId)).toEqual([
    'a',
    'b',
    'c',
    'd',
    'e',
  ])
  expect(second.next).toBeNull()
  expect(first.articles[0]).toEqual(articles[3])
})

test('[PM4] whoever saves an article anew finds it by its new words, and not by the old ones', async () => {
  const article = articleRow('a', { title: 'Refund' })
  await store.commit([scribe.founding({}, { articles: [article] })])
  scribe.event('account')
  const changed = { ...article, title: 'Invoice', language: null }
  await store.commit([scribe.batch({ rare: rareRows({ articles: [changed] }) })])
  expect(await found('refund invoice')).toEqual({ refund: [], invoice: ['a'] })
  expect(await storedArticles(tested.db).named('acme', ['a', 'b'])).toEqual([changed])
  scribe.event('account')
  const gone = { ...changed, title: '', deleted: true }
  await store.commit([scribe.batch({ rare: rareRows({ articles: [gone] }) })])
  expect(await storedArticles(tested.db).named('acme', ['a'])).toEqual([])
  expect((await store.loadAccount('acme'))?.articles).toEqual([])
})

test('[PM5] whatever somebody asks, the database takes, and a long question is cut', async () => {
  await store.commit([scribe.founding({}, { articles: [articleRow('a')] })])
  for (const question of ["it's a\\b ' \\\\ !&|():*", '', '🙂 %_ <%', "x'y", 'ﬁ İ ʼ ٣']) {
    await found(question)
  }
  const long = Array.from({ length: 300 }, (_, n) => `word${n}`).join(' ')
  expect(Object.keys(await found(long))).toHaveLength(40)
})
