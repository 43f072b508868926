import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import {
  closedChats,
  customerDetails,
  deadLetters,
  journalOf,
  members,
  openChatCounts,
} from './lists.ts'
import { PostgresStore } from './postgres-store.ts'
import { AT, Scribe, chatRow, closed, detailsRow, outboxRow } from './store-fixtures.ts'

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

test('[ST60] the archive pages through closed chats, those closed last first, none twice or missing', async () => {
  const other = new Scribe('globex')
  const chats = Array.from({ length: 7 }, (_, n) => closed(chatRow(`c${n}`), AT + (n >> 1)))
  await store.commit([
    scribe.founding({ chats: [...chats, chatRow('open')] }),
    other.founding({ chats: [closed(chatRow('foreign'), AT + 9)] }),
  ])
  const pages: string[][] = []
  for (let after = null, more = true; more;) {
    const page = await closedChats(tested.db, 'acme', {}, after, 3)
    pages.push(page.chats.map((chat) => chat.chatId))
    after = page.next
    more = after !== null
  }
  expect(pages).toEqual([['c6', 'c5', 'c4'], ['c3', 'c2', 'c1'], ['c0']])
  const [first] = (await closedChats(tested.db, 'acme', {}, null, 1)).chats
  expect(first).toEqual(chats[6])
})

test('[ST60] the archive is narrowed by groups, agent, customer, channel, tag, reason and time', async () => {
  const chats = [
    closed(chatRow('c1', { groupId: 'billing', agentId: 'p1' }), AT),
    closed(chatRow('c2', { groupId: 'sales', channelId: 'api', tagIds: ['t1', 't2'] }), AT + 1),
    { ...closed(chatRow('c3', { groupId: 'sales' }), AT + 2), closeReason: 'agent' },
  ]
  await store.commit([scribe.founding({ chats })])
  const ids = async (filter: Parameters<typeof closedChats>[2]) =>
    (await closedChats(tested.db, 'acme', filter, null, 10)).chats.map((chat) => chat.chatId)
  expect(await ids({ groupIds: ['sales', 'none'] })).toEqual(['c3', 'c2'])
  expect(await ids({ groupIds: [] })).toEqual([])
  expect(await ids({ groupIds: null, agentId: 'p1' })).toEqual(['c1'])
  expect(await ids({ customerId: 'customer-of-c2' })).toEqual(['c2'])
  expect(await ids({ channelId: 'widget' })).toEqual(['c3', 'c1'])
  expect(await ids({ tagId: 't2' })).toEqual(['c2'])
  expect(await ids({ tagId: 't' })).toEqual([])
  expect(await ids({ tagId: 't2', channelId: 'widget' })).toEqual([])
  expect(await ids({ closeReason: 'agent' })).toEqual(['c3'])
  expect(await ids({ closedFrom: AT + 1, closedBefore: AT + 2 })).toEqual(['c2'])
})

test('[ST61] details, members, counts and dead letters are of one account', async () => {
  const details = detailsRow('u1', { name: 'Bo', attributes: [{ plan: 'pro' }] })
  const member = {
    personId: 'p1',
    role: 'supervisor' as const,
    name: 'Ada',
    publicName: 'Ada',
    groupIds: ['billing'],
    chatLimit: null,
    active: false,
    picture: null,
  }
  const chats = ['c1', 'c2'].map((id) => chatRow(id))
  chats.push(chatRow('c3', { groupId: 'sales', state: 'bot' }), closed(chatRow('c4'), AT))
  await store.commit([
    scribe.founding(
      { chats, outbox: [outboxRow('c1')] },
      { members: [member], customerDetails: [details] },
    ),
  ])
  const outcome = { kind: 'dead', error: 'HTTP 410' } as const
  await store.settleOutbox([{ accountId: 'acme', effectId: 'chat:c1:1:0', outcome }])
  expect(await customerDetails(tested.db, 'acme', ['u1', 'u2'])).toEqual([details])
  expect(await members(tested.db, 'acme')).toEqual([member])
  expect(await openChatCounts(tested.db, 'acme')).toEqual([
    { groupId: 'billing', state: 'queued', count: 2 },
    { groupId: 'sales', state: 'bot', count: 1 },
  ])
  expect(await deadLetters(tested.db, 'acme', 10)).toEqual([
    { ...outboxRow('c1'), attempts: 1, error: 'HTTP 410' },
  ])
  expect(await customerDetails(tested.db, 'globex', ['u1'])).toEqual([])
  expect(await members(tested.db, 'globex')).toEqual([])
  expect(await openChatCounts(tested.db, 'globex')).toEqual([])
  expect(await deadLetters(tested.db, 'globex', 10)).toEqual([])
})

test("[ST61] an actor's journal comes in its order", async () => {
  const rows = [scribe.event('chat:c1'), scribe.event('chat:c2'), scribe.event('chat:c1')]
  await store.commit([scribe.founding()])
  expect(await journalOf(tested.db, 'acme', 'chat:c1')).toEqual([rows[0], rows[2]])
})

test('[ST62] the chats of a tag are found by an index, closed and open, of one account', async () => {
  const chats = ['c1', 'c2', 'c3'].map((chatId, n) => {
    const tagIds = [[], ['t1', 't2'], ['t2']][n] ?? []
    return closed(chatRow(chatId, { tagIds }), AT + n)
  })
  await store.commit([
    scribe.founding({ chats: [...chats, chatRow('open', { tagIds: ['t2'] })] }),
    new Scribe('globex').founding({ chats: [closed(chatRow('foreign', { tagIds: ['t2'] }), AT)] }),
  ])
  const tagged = sql<{ chatId: string }>`
    select chat_id from chats
    where account_id = 'acme' and tag_ids @> '["t2"]' and tag_ids <> '[]' order by chat_id`
  expect((await tagged.execute(tested.db)).rows.map(({ chatId }) => chatId)).toEqual([
    'c2',
    'c3',
    'open',
  ])
  const plan = await tested.db.connection().execute(async (connection) => {
    await sql`set enable_seqscan = off`.execute(connection)
    const explained = await sql`explain select chat_id from chats
      where tag_ids @> '["t2"]' and tag_ids <> '[]'`.execute(connection)
    await sql`reset enable_seqscan`.execute(connection)
    return JSON.stringify(explained.rows)
  })
  expect(plan).toContain('chats_tags')
})
