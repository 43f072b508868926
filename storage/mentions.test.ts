import { beforeEach, describe, expect, test } from 'vitest'
import { DatabaseForTests } from './database-for-tests.ts'
import { memoryMentionsOf } from './memory-mentions.ts'
import { MemoryStore } from './memory-store.ts'
import { mentionsOf, type StoredMention } from './mentions.ts'
import { PostgresStore } from './postgres-store.ts'
import {
  AT,
  Scribe,
  chatRow,
  closed,
  commentRow,
  customerRow,
  mentionRow,
  rareRows,
} from './store-fixtures.ts'
import { MAX_UNREAD_MENTIONS, type Store } from './store.ts'

const tested = DatabaseForTests.forThisFile()

interface Tested {
  store: Store
  list: (
    accountId: string,
    personId: string,
    chatId: string | null,
    limit: number,
  ) => Promise<StoredMention[]>
}

const STORES: [name: string, open: () => Promise<Tested>][] = [
  [
    'memory',
    async () => {
      const store = new MemoryStore(() => AT)
      return {
        store,
        list: async (accountId, personId, chatId, limit) => {
          const contents = store.contents(accountId)
          return contents === null ? [] : memoryMentionsOf(contents, personId, chatId, limit)
        },
      }
    },
  ],
  [
    'postgres',
    async () => {
      await tested.empty()
      return {
        store: new PostgresStore(tested.database),
        list: (...asked) => mentionsOf(tested.db, ...asked),
      }
    },
  ],
]

const OPEN = chatRow('c1', { customerId: 'u1' })
const OVER = closed(chatRow('c2', { customerId: 'u2' }), AT)

const inOpen = commentRow(OPEN, { commentId: 'k1', seq: 1, text: '@Ben look' })
const inOver = commentRow(OVER, { commentId: 'k2', seq: 1, text: '@Ben and you' })
const later = commentRow(OPEN, { commentId: 'k3', seq: 2 })

describe.each(STORES)('mentions: %s', (_name, open) => {
  let store: Store
  let list: Tested['list']
  let scribe: Scribe

  beforeEach(async () => {
    const opened = await open()
    store = opened.store
    list = opened.list
    scribe = new Scribe('acme')
    await store.register('n1', 600_000)
    await store.claim('n1')
    await store.commit([
      scribe.founding(
        {
          chats: [OPEN, OVER],
          comments: [inOpen, inOver],
          customers: [customerRow('u1'), customerRow('u2')],
        },
        { mentions: [mentionRow('ben', inOpen), mentionRow('ben', inOver)] },
      ),
    ])
    scribe.event('account')
    await store.commit([
      scribe.batch({
        comments: [later],
        readMarks: [{ chatId: 'c1', reader: 'agent:ben', seq: 1, at: AT }],
        rare: rareRows({ mentions: [mentionRow('ben', later), mentionRow('mia', later)] }),
      }),
    ])
  })

  test('[NO10] a load has those beyond the read cursor of their person, with closed chats', async () => {
    const stored = await store.loadAccount('acme')
    expect(stored?.mentions).toEqual([
      mentionRow('ben', later),
      mentionRow('mia', later),
      mentionRow('ben', inOver),
    ])
    expect(stored?.mentionedChats).toEqual([OVER])
  })

  test('[NO10] a load has the newest of each person', async () => {
    const many = Array.from({ length: MAX_UNREAD_MENTIONS + 5 }, (_, n) =>
      commentRow(OPEN, { commentId: `many${n}`, seq: 10 + n }),
    )
    scribe.event('account')
    const mentions = many.map((comment) => mentionRow('ben', comment))
    await store.commit([scribe.batch({ comments: many, rare: rareRows({ mentions }) })])
    const stored = (await store.loadAccount('acme'))?.mentions ?? []
    const bens = stored.filter(({ personId }) => personId === 'ben')
    expect(bens).toHaveLength(MAX_UNREAD_MENTIONS)
    expect(bens[0]?.commentId).toBe(many.at(-1)?.commentId)
    expect(stored.some(({ personId }) => personId === 'mia')).toBe(true)
  })

  test('[NO11] they are listed newest first, read or not, of one person and account', async () => {
    const listed = await list('acme', 'ben', null, 10)
    expect(listed.map(({ mention, isRead }) => [mention.commentId, isRead])).toEqual([
      ['k3', false],
      ['k1', true],
      ['k2', false],
    ])
    expect(listed[1]).toEqual({
      mention: mentionRow('ben', inOpen),
      comment: { author: 'agent:p1', visibleTo: 'staff', text: '@Ben look' },
      chat: OPEN,
      isRead: true,
    })
    expect(await list('acme', 'ben', null, 1)).toHaveLength(1)
    const ofOne = await list('acme', 'ben', 'c2', 10)
    expect(ofOne.map(({ mention }) => mention.commentId)).toEqual(['k2'])
    expect(await list('acme', 'tom', null, 10)).toEqual([])
    expect(await list('globex', 'ben', null, 10)).toEqual([])
  })

  test('[NO11] those of an erased customer are gone', async () => {
    scribe.event('account')
    const rare = rareRows({ erasures: [{ customerId: 'u1', upToSeq: 99, at: AT }] })
    await store.commit([scribe.batch({ rare })])
    const left = (await list('acme', 'ben', null, 10)).map(({ mention }) => mention.commentId)
    expect(left).toEqual(['k2'])
    expect((await store.loadAccount('acme'))?.mentions).toEqual([mentionRow('ben', inOver)])
  })
})
