import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import { cleanErased } from './cleaning.ts'
import { DatabaseForTests } from './database-for-tests.ts'
import { PostgresStore } from './postgres-store.ts'
import {
  AT,
  Scribe,
  chatRow,
  closed,
  commentRow,
  detailsRow,
  messageRow,
  noteRow,
  rareRows,
} from './store-fixtures.ts'

const tested = DatabaseForTests.forThisFile()

/** A word that nobody else says. */
const WORD = 'quillonberry'

beforeEach(() => tested.empty())

/** Which indices and statistics have the word, in bytes. */
async function traces(): Promise<string[]> {
  await sql`checkpoint`.execute(tested.db)
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relkind = 'i' and c.relnamespace = 'public'::regnamespace
      and position(${WORD}::bytea in pg_read_binary_file(pg_relation_filepath(c.oid))) > 0
    union
    select 'statistics of ' || s.tablename || '.' || s.attname from pg_stats s
    where position(${WORD} in s::text) > 0
    order by name`.execute(tested.db)
  return rows.map(({ name }) => name)
}

test('[ER33] no byte of what was erased is left in indices and statistics', async () => {
  const store = new PostgresStore(tested.database)
  await store.register('n1', 600_000)
  await store.claim('n1')
  const scribe = new Scribe('acme')
  await store.commit([scribe.founding()])
  const chat = closed(chatRow('c1', { customerId: 'u1' }), AT)
  const others = closed(chatRow('c2', { customerId: 'u2' }), AT)
  const { seq } = scribe.event('chat:c1')
  const details = [
    detailsRow('u1', { name: WORD, email: `${WORD}@mail.example` }),
    ...['u2', 'u3', 'u4'].map((id) => detailsRow(id, { name: id })),
  ]
  await store.commit([
    scribe.batch({
      chats: [chat, others],
      messages: [messageRow(chat, { seq, text: `I am ${WORD}` }), messageRow(others)],
      comments: [commentRow(chat, { seq, text: `${WORD} again` }), commentRow(others)],
      rare: rareRows({
        customerDetails: details,
        customerNotes: [{ ...noteRow('note', 'u1'), text: WORD }],
      }),
    }),
  ])
  expect(await cleanErased(tested.db, AT)).toEqual({ tables: false, indices: false })
  await sql`analyze`.execute(tested.db)
  await sql`select gin_clean_pending_list('messages_words'::regclass)`.execute(tested.db)
  expect(await traces()).toEqual(
    expect.arrayContaining(['messages_words', 'statistics of customer_details.name']),
  )
  const { seq: upToSeq } = scribe.event('account')
  const erase = async (at: number) =>
    store.commit([
      scribe.batch({
        rare: rareRows({
          customerDetails: [detailsRow('u1', { erasedAt: at })],
          customerNotesGone: ['note'],
          erasures: [{ customerId: 'u1', upToSeq, at }],
        }),
      }),
    ])
  await erase(AT + 1)
  expect(await cleanErased(tested.db, AT + 100_000)).toEqual({ tables: true, indices: true })
  expect(await traces()).toEqual([])
  expect(await cleanErased(tested.db, AT + 900_000)).toEqual({ tables: false, indices: false })
  // Not again within a minute, and then what came since.
  scribe.event('account')
  await erase(AT + 100_000)
  expect(await cleanErased(tested.db, AT + 130_000)).toEqual({ tables: false, indices: false })
  expect(await cleanErased(tested.db, AT + 160_000)).toEqual({ tables: true, indices: true })
})
