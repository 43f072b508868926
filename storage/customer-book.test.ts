import { beforeEach, describe, expect, test } from 'vitest'
import type { CustomerBook, CustomerCursor, CustomerFilter } from './customer-book.ts'
import { DatabaseForTests } from './database-for-tests.ts'
import { memoryCustomerBook } from './memory-customer-book.ts'
import { MemoryStore } from './memory-store.ts'
import { PostgresCustomerBook } from './postgres-customer-book.ts'
import { PostgresStore } from './postgres-store.ts'
import type { Store } from './store.ts'
import {
  AT,
  Scribe,
  blockRow,
  chatRow,
  closed,
  customerRow,
  detailsRow,
  noteRow,
  rareRows,
} from './store-fixtures.ts'

const tested = DatabaseForTests.forThisFile()

const ALL: CustomerFilter = { words: [], idPrefix: null, blocked: false, reader: null }

const BOOKS: [name: string, open: () => Promise<{ store: Store; book: CustomerBook }>][] = [
  [
    'memory',
    async () => {
      const store = new MemoryStore(() => AT)
      return { store, book: memoryCustomerBook((accountId) => store.contents(accountId)) }
    },
  ],
  [
    'postgres',
    async () => {
      await tested.empty()
      return {
        store: new PostgresStore(tested.database),
        book: new PostgresCustomerBook(tested.db),
      }
    },
  ],
]

describe.each(BOOKS)('the book of customers: %s', (_name, open) => {
  let store: Store
  let book: CustomerBook

  beforeEach(async () => {
    const opened = await open()
    store = opened.store
    book = opened.book
    await store.register('n1', 600_000)
    await store.claim('n1')
    const chats = [
      closed(chatRow('c1', { customerId: 'u1', groupId: 'sales', openedAt: AT + 1 }), AT + 2),
      chatRow('c2', { customerId: 'u1', groupId: 'billing', openedAt: AT + 3, agentId: 'p1' }),
      closed(chatRow('c3', { customerId: 'u2', groupId: 'sales' }), AT),
      chatRow('c4', { customerId: 'u3', groupId: 'billing', targetAgentId: 'p2' }),
    ]
    await store.commit([
      new Scribe('acme').founding(
        {
          chats,
          customers: [
            customerRow('u1', { createdAt: AT, openChatId: 'c2' }),
            customerRow('u2', { createdAt: AT + 1, blockId: 'b2' }),
            customerRow('u3', { createdAt: AT + 1 }),
          ],
        },
        rareRows({
          account: { name: 'Acme', createdAt: AT },
          customerDetails: [
            detailsRow('u1', { name: 'José Nwosu-Berg', email: 'jo.se@mail.example' }),
            detailsRow('u2', { name: 'Bo', phone: '+49 (170) 12-34' }),
          ],
          customerNotes: [noteRow('n1', 'u1'), noteRow('n2', 'u2')],
          blocks: [{ ...blockRow('b1', 'u2'), at: AT - 1 }, blockRow('b2', 'u2')],
        }),
      ),
      new Scribe('globex').founding({ customers: [customerRow('u1'), customerRow('foreign')] }),
    ])
  })

  const ids = async (filter: Partial<CustomerFilter>) =>
    (await book.list('acme', { ...ALL, ...filter }, null, 10)).customers.map(
      ({ row }) => row.customerId,
    )

  test('[SC3] the list pages through customers, who came last first, none twice or missing', async () => {
    const pages: string[][] = []
    let after: CustomerCursor | null = null
    do {
      const page = await book.list('acme', ALL, after, 2)
      pages.push(page.customers.map(({ row }) => row.customerId))
      after = page.next
    } while (after !== null)
    expect(pages).toEqual([['u3', 'u2'], ['u1']])
    expect(await book.list('acme', ALL, null, 3)).toMatchObject({ next: null })
    const [, blocked] = (await book.list('acme', ALL, null, 2)).customers
    expect(blocked).toMatchObject({
      row: customerRow('u2', { createdAt: AT + 1, blockId: 'b2' }),
      details: { name: 'Bo' },
      block: blockRow('b2', 'u2'),
      places: [{ groupId: 'sales', open: false }],
    })
  })

  test('[SC4] customers are found by beginnings of words, without accents, of e-mail, phone and id', async () => {
    expect(await ids({ words: ['jose'] })).toEqual(['u1'])
    expect(await ids({ words: ['berg', 'jos'] })).toEqual(['u1'])
    expect(await ids({ words: ['mail', 'jo'] })).toEqual(['u1'])
    expect(await ids({ words: ['4917'] })).toEqual(['u2'])
    expect(await ids({ words: ['170'] })).toEqual(['u2'])
    expect(await ids({ words: ['osu'] })).toEqual([])
    expect(await ids({ words: ['jose', 'bo'] })).toEqual([])
    expect(await ids({ idPrefix: 'u3' })).toEqual(['u3'])
    expect(await ids({ words: ['bo'], idPrefix: 'u1' })).toEqual(['u2', 'u1'])
    expect(await ids({ idPrefix: '_%' })).toEqual([])
  })

  test('[SC4] the list is narrowed to who is blocked, and to chats that somebody may reach', async () => {
    expect(await ids({ blocked: true })).toEqual(['u2'])
    const reader = (personId: string, groupIds: string[]) => ids({ reader: { personId, groupIds } })
    expect(await reader('p9', ['sales'])).toEqual(['u2', 'u1'])
    expect(await reader('p1', [])).toEqual(['u1'])
    expect(await reader('p2', [])).toEqual(['u3'])
    expect(await reader('p9', [])).toEqual([])
  })

  test('[SC5] a customer comes with notes, blocks and chats over all channels', async () => {
    expect(await book.customer('acme', 'u2', 10)).toEqual({
      row: customerRow('u2', { createdAt: AT + 1, blockId: 'b2' }),
      details: detailsRow('u2', { name: 'Bo', phone: '+49 (170) 12-34' }),
      notes: [noteRow('n2', 'u2')],
      blocks: [blockRow('b2', 'u2'), { ...blockRow('b1', 'u2'), at: AT - 1 }],
      chats: [closed(chatRow('c3', { customerId: 'u2', groupId: 'sales' }), AT)],
      closedIn: ['sales'],
      parts: [],
    })
    const one = await book.customer('acme', 'u1', 1)
    expect(one?.chats.map(({ chatId }) => chatId)).toEqual(['c2'])
    expect(one?.closedIn).toEqual(['sales'])
    expect(await book.customer('acme', 'foreign', 1)).toBeNull()
    expect((await book.customer('globex', 'u1', 1))?.chats).toEqual([])
  })

  test('[SM2] customers who are one person are one in the book, whichever of them is asked for', async () => {
    const scribe = new Scribe('acme')
    scribe.seq = 1
    scribe.turn = 1
    scribe.event('chat:c1')
    const merged = { mergedInto: 'u1', mergedAt: AT, mergedBy: 'agent:p1' }
    const part = customerRow('u2', { createdAt: AT + 1, blockId: 'b2', ...merged })
    await store.commit([scribe.batch({ customers: [part] })])
    const { customers } = await book.list('acme', ALL, null, 10)
    expect(customers.map(({ row }) => row.customerId)).toEqual(['u3', 'u1'])
    expect(customers[1]).toMatchObject({
      details: { name: 'José Nwosu-Berg' },
      parts: [{ row: part, details: { name: 'Bo' } }],
    })
    expect(customers[1]?.places).toHaveLength(2)
    for (const words of [['bo'], ['jose'], ['4917']]) expect(await ids({ words })).toEqual(['u1'])
    expect(await ids({ idPrefix: 'u2' })).toEqual(['u1'])
    expect(await ids({ reader: { personId: 'p9', groupIds: ['sales'] } })).toEqual(['u1'])
    const whole = await book.customer('acme', 'u1', 10)
    expect(await book.customer('acme', 'u2', 10)).toEqual(whole)
    expect(whole?.chats.map(({ chatId }) => chatId)).toEqual(['c2', 'c1', 'c3'])
    expect(whole?.notes.map(({ noteId }) => noteId)).toEqual(['n1', 'n2'])
    expect(whole?.blocks.map(({ blockId }) => blockId)).toEqual(['b2', 'b1'])
    expect(whole?.closedIn).toEqual(['sales'])
  })

  test('[SC6] a block that ended says when and by whom', async () => {
    const scribe = new Scribe('acme')
    scribe.seq = 1
    scribe.turn = 1
    scribe.event('chat:c1')
    const blocksEnded = [{ blockId: 'b2', endedAt: AT + 9, endedBy: 'agent:p7' }]
    await store.commit([scribe.batch({ rare: rareRows({ blocksEnded }) })])
    const blocks = (await book.customer('acme', 'u2', 1))?.blocks
    expect(blocks?.map(({ endedAt, endedBy }) => [endedAt, endedBy])).toEqual([
      [AT + 9, 'agent:p7'],
      [null, null],
    ])
  })
})
