import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import { closedChats } from './lists.ts'
import { PostgresStore } from './postgres-store.ts'
import type { ChatRow } from './rows.ts'
import { SearchTooBroad, findCustomers, findLines, mergeNewWords, withinTime } from './search.ts'
import type { LineCursor, Seeker } from './search.ts'
import { hasWords, searchWords } from './search-words.ts'
import {
  AT,
  Scribe,
  chatRow,
  closed,
  commentRow,
  customerRow,
  detailsRow,
  messageRow,
} from './store-fixtures.ts'

const tested = DatabaseForTests.forThisFile()
let store: PostgresStore
let scribe: Scribe

const ALL: Seeker = { personId: 'boss', groupIds: null }

beforeEach(async () => {
  await tested.empty()
  store = new PostgresStore(tested.database)
  await store.register('n1', 600_000)
  await store.claim('n1')
  scribe = new Scribe('acme')
})

test('[SE1] words are found as beginnings of words, whatever their case and what joins them', async () => {
  const texts = [
    'Where is my PARCEL, please?',
    'It is parcelled up already',
    'Écrivez à jo.smith@shop.example',
    'See https://shop.example/orders/4711-b?x=1',
    'It’s <b>bold</b> and don’t',
    'Die Größe “stimmt” nicht',
    '東京です。京都',
  ]
  await store.commit([scribe.founding(saying(chatRow('c1'), texts))])
  const found = async (text: string) => {
    const { lines } = await findLines(tested.db, 'acme', searchWords(text), ALL, null, 20)
    return lines.map((line) => texts.indexOf(line.text)).toSorted((a, b) => a - b)
  }
  expect(await found('parcel')).toEqual([0, 1])
  expect(await found('Parcel where')).toEqual([0])
  expect(await found('arcel')).toEqual([])
  expect(await found('ÉCRIVEZ')).toEqual([2])
  expect(await found('smith')).toEqual([2])
  expect(await found('jo.smith@shop.example')).toEqual([2])
  expect(await found('4711')).toEqual([3])
  expect(await found('orders/4711-b')).toEqual([3])
  expect(await found('bold don’t')).toEqual([4])
  expect(await found('größ stimmt')).toEqual([5])
  expect(await found('京都')).toEqual([6])
  for (const [index, text] of texts.entries()) {
    expect(await found(text.slice(0, 40)), text).toContain(index)
    expect(hasWords(text, searchWords(text))).toBe(true)
  }
})

test('[SE1] only what may be the reader’s is found, and nothing of another account', async () => {
  const other = new Scribe('globex')
  const mine = chatRow('mine', { groupId: 'sales', agentId: 'p1' })
  const team = closed(chatRow('team', { groupId: 'billing' }), AT)
  const sales = closed(chatRow('sales', { groupId: 'sales' }), AT)
  const comments = (['staff', 'author'] as const).map((visibleTo, index) =>
    commentRow(team, { seq: index + 1, text: `secret ${visibleTo}`, visibleTo }),
  )
  const messages = [mine, team, sales].map((chat) => messageRow(chat, { text: 'secret words' }))
  await store.commit([
    scribe.founding({ chats: [mine, team, sales], messages, comments }),
    other.founding(saying(chatRow('foreign'), ['secret of others'])),
  ])
  const found = async (seeker: Seeker) => {
    const { lines } = await findLines(tested.db, 'acme', ['secret'], seeker, null, 20)
    return lines.map((line) => `${line.chatId} ${line.visibleTo ?? ''}`.trim()).toSorted()
  }
  expect(await found({ personId: 'p1', groupIds: ['billing'] })).toEqual([
    'mine',
    'team',
    'team author',
    'team staff',
  ])
  expect(await found({ personId: 'p2', groupIds: ['billing'] })).toEqual(['team', 'team staff'])
  expect(await found({ personId: 'p2', groupIds: [] })).toEqual([])
  expect(await found(ALL)).toEqual(['mine', 'sales', 'team', 'team staff'])
  const archived = async (personId: string, word: string) => {
    const filter = { words: { words: [word], personId } }
    const { chats } = await closedChats(tested.db, 'acme', filter, null, 20)
    return chats.map(({ chatId }) => chatId)
  }
  expect(await archived('p1', 'author')).toEqual(['team'])
  expect(await archived('p2', 'author')).toEqual([])
  expect(await archived('p2', 'secret')).toEqual(['team', 'sales'])
})

test('[SE1] customers are found by name and e-mail address, with their newest chats', async () => {
  const chats = [1, 2].map((n) =>
    closed(chatRow(`c${n}`, { customerId: 'u1', openedAt: AT + n }), AT + n),
  )
  const hidden = closed(chatRow('c3', { customerId: 'u2', groupId: 'sales' }), AT)
  const details = [
    { customerId: 'u1', name: 'Ada Nwosu', email: 'ada@shop.example' },
    { customerId: 'u2', name: 'Adam', email: null },
    { customerId: 'u3', name: 'Ada without a chat', email: null },
  ]
  const customerDetails = details.map((one) => ({
    ...one,
    phone: null,
    language: null,
    attributes: [],
    sources: {},
    erasedAt: null,
    called: null,
    prefers: {},
  }))
  await store.commit([scribe.founding({ chats: [...chats, hidden] }, { customerDetails })])
  const reader: Seeker = { personId: 'p1', groupIds: ['billing'] }
  const found = (text: string, seeker: Seeker) =>
    findCustomers(tested.db, 'acme', searchWords(text), seeker, 10)
  expect(await found('ada', reader)).toEqual([{ details: details[0], chats: chats.toReversed() }])
  expect(await found('ada@shop', reader)).toHaveLength(1)
  expect((await found('ada', ALL)).map((one) => one.details.customerId)).toEqual(['u1', 'u2'])
  expect(await findCustomers(tested.db, 'globex', ['ada'], ALL, 10)).toEqual([])
  const { chats: archived } = await closedChats(
    tested.db,
    'acme',
    { words: { words: ['nwosu'], personId: 'p1' } },
    null,
    10,
  )
  expect(archived).toEqual(chats.toReversed())
})

test('[SM3] search and archive know a person by every customer that it is', async () => {
  const chats = [1, 2, 3].map((n) => closed(chatRow(`c${n}`, { customerId: `u${n}` }), AT + n))
  const customers = [
    customerRow('u1'),
    customerRow('u2', { mergedInto: 'u1', mergedAt: AT, mergedBy: 'agent:p1' }),
    customerRow('u3'),
  ]
  const customerDetails = [
    detailsRow('u1', { name: 'Ada Nwosu' }),
    detailsRow('u2', { name: 'Guest', email: 'ada@shop.example', called: 'Ada Nwosu' }),
    detailsRow('u3', { name: 'Bo' }),
  ]
  await store.commit([scribe.founding({ chats, customers }, { customerDetails })])
  const found = await findCustomers(tested.db, 'acme', ['shop'], ALL, 10)
  expect(found.map(({ details, chats: theirs }) => [details, theirs.length])).toEqual([
    [{ customerId: 'u1', name: 'Ada Nwosu', email: null }, 2],
  ])
  const archived = async (filter: Parameters<typeof closedChats>[2]) =>
    (await closedChats(tested.db, 'acme', filter, null, 10)).chats.map(({ chatId }) => chatId)
  for (const word of ['nwosu', 'guest', 'shop']) {
    expect(await archived({ words: { words: [word], personId: 'p1' } })).toEqual(['c2', 'c1'])
  }
  expect(await archived({ customerId: 'u1' })).toEqual(['c2', 'c1'])
  expect(await archived({ customerId: 'u2' })).toEqual(['c2', 'c1'])
  expect(await archived({ customerId: 'u3' })).toEqual(['c3'])
})

test('[ST60] the archive is narrowed by words, and pages on', async () => {
  const chats = [1, 2, 3, 4].map((n) => closed(chatRow(`c${n}`), AT + n))
  const messages = chats.map((chat, n) => messageRow(chat, { text: n === 1 ? 'tea' : 'coffee' }))
  await store.commit([scribe.founding({ chats, messages })])
  const filter = { words: { words: ['coffee'], personId: 'p1' } }
  const first = await closedChats(tested.db, 'acme', filter, null, 2)
  expect(first.chats.map(({ chatId }) => chatId)).toEqual(['c4', 'c3'])
  const second = await closedChats(tested.db, 'acme', filter, first.next, 2)
  expect(second.chats.map(({ chatId }) => chatId)).toEqual(['c1'])
  expect(second.next).toBeNull()
})

test('[SE2] found lines page from the newest on, none twice or left out while rows come', async () => {
  const chat = chatRow('c1')
  const line = (n: number, seq: number) =>
    messageRow(chat, { seq, customerSeq: n, text: `word ${n}`, messageId: `m${n}` })
  // Lines of one turn share a sequence.
  const seqs = [1, 2, 2, 2, 3, 4, 4, 5]
  const messages = seqs.map((seq, n) => line(n, seq))
  const comments = [1, 3].map((seq) => commentRow(chat, { seq, text: 'word' }))
  await store.commit([scribe.founding({ chats: [chat], messages, comments })])
  const read: string[] = []
  let after: LineCursor | null = null
  for (let round = 0; round < 9; round++) {
    const page = await findLines(tested.db, 'acme', ['word'], ALL, after, 3)
    read.push(...page.lines.map(({ lineId }) => lineId))
    after = page.next
    if (after === null) break
    scribe.event('chat:c1')
    await store.commit([scribe.batch({ messages: [line(100 + round, 100 + round)] })])
  }
  expect(read).toEqual([
    'm7',
    'm6',
    'm5',
    'm4',
    'comment-c1-3',
    'm3',
    'm2',
    'm1',
    'm0',
    'comment-c1-1',
  ])
})

test('[SE3] a search that takes too long ends with its own error', async () => {
  const slow = withinTime(tested.db, (trx) => sql`select pg_sleep(60)`.execute(trx), 20)
  await expect(slow).rejects.toBeInstanceOf(SearchTooBroad)
  const broken = withinTime(tested.db, (trx) => sql`select nothing`.execute(trx))
  await expect(broken).rejects.not.toBeInstanceOf(SearchTooBroad)
})

test('[SE4] words are found by an index that has the account in it', async () => {
  const texts = Array.from({ length: 3_000 }, (_, n) => `line ${n} of many words`)
  await store.commit([scribe.founding(saying(chatRow('c1'), texts))])
  await sql`analyze messages`.execute(tested.db)
  const { rows } = await sql<{ 'QUERY PLAN': string }>`
    explain select message_id from messages l where account_id = 'acme' and text is not null
      and (array_to_tsvector(array['account:' || account_id]) || to_tsvector('simple'::regconfig,
        regexp_replace(l.text, '[^[:alnum:]]+', ' ', 'g'))) @@ ${"'account:acme' & '2999':*"}::tsquery`.execute(
    tested.db,
  )
  const plan = rows.map((row) => Object.values(row).join(' ')).join('\n')
  expect(plan).toContain('messages_words')
  const { lines } = await findLines(tested.db, 'acme', ['2999', 'many'], ALL, null, 20)
  expect(lines.map(({ text }) => text)).toEqual(['line 2999 of many words'])
})

test('[SE6] new words are merged into the index apart from commits, and found before and after', async () => {
  const texts = Array.from({ length: 200 }, (_, n) => `fresh words ${n}`)
  await store.commit([scribe.founding(saying(chatRow('c1'), texts))])
  const found = async () => {
    const { lines } = await findLines(tested.db, 'acme', ['fresh', '199'], ALL, null, 20)
    return lines.map(({ text }) => text)
  }
  expect(await found()).toEqual(['fresh words 199'])
  expect(await mergeNewWords(tested.db)).toBeGreaterThan(0)
  expect(await mergeNewWords(tested.db)).toBe(0)
  expect(await found()).toEqual(['fresh words 199'])
})

test('[SE5] whatever text somebody looks for, the database takes', async () => {
  await store.commit([scribe.founding(saying(chatRow('c1'), ["it's a\\b"]))])
  const texts = [
    "'",
    "it's",
    'a\\b',
    '!&|()<->:*',
    "a':*|'b",
    '%_',
    '٣ ß ﬁ İ ʼ',
    'x'.repeat(500),
    '²³',
  ]
  for (const text of texts) {
    const words = searchWords(text)
    await findLines(tested.db, 'acme', words, ALL, null, 5)
    await findCustomers(tested.db, 'acme', words, ALL, 5)
    const filter = { words: { words, personId: 'p1' } }
    await closedChats(tested.db, 'acme', filter, null, 5)
  }
  expect(searchWords("'; drop table chats --")).toEqual(['drop', 'table', 'chats'])
  expect(searchWords('a a b c d e f g h i j')).toHaveLength(8)
})

/** A chat in which these messages were written. */
function saying(chat: ChatRow, texts: string[]) {
  const messages = texts.map((text, n) => messageRow(chat, { customerSeq: n + 1, text }))
  return { chats: [chat], messages }
}
