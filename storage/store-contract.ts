import { beforeEach, describe, expect, test } from 'vitest'
import type { WebhookDeliveryRow, WebhookResend, WebhookSettlement } from './webhook-rows.ts'
import type { Feed } from './feed.ts'
import type { LineShelf } from './line-shelf.ts'
import type { Outlived } from './outlived.ts'
import { noFigures } from './statistics-rows.ts'
import type { AskedFigures, AskedStays, StatisticsShelf } from './statistics.ts'
import type { ChatRow, FileRow, MessageRow } from './rows.ts'
import {
  AT,
  Scribe,
  actorRow,
  articleRow,
  botRow,
  blockRow,
  chatRow,
  closed,
  commandRow,
  commentRow,
  customerRow,
  detailsRow,
  handoverRow,
  classesWith,
  figureRow,
  fileRow,
  groupRow,
  lineRow,
  mentionRow,
  messageRow,
  noteRow,
  outboxRow,
  webhookDeliveryRow,
  webhookRow,
  webhookTry,
  prompterRow,
  rareRows,
  stayRow,
  timerRow,
  usedFileRow,
} from './store-fixtures.ts'
import type { StoredFiles } from './stored-files.ts'
import { Rejected, SHARD_COUNT, type Store } from './store.ts'

/** A fresh, empty store under test. */
export interface StoreUnderTest {
  store: Store
  feed: Feed
  files: StoredFiles
  lines: LineShelf
  statistics: StatisticsShelf
  outlived: Outlived
  /** Lets the lease of a node run out now, and of no node with a lease ten times as long. */
  expireLease(incarnation: string): Promise<void>
}

const LEASE_MS = 600_000
const LONG_LEASE_MS = 10 * LEASE_MS
const DAY_MS = 86_400_000
const ALL_SHARDS = Array.from({ length: SHARD_COUNT }, (_, shard) => shard)

/** What every store and feed promises; each implementation runs it. */
export function storeContract(name: string, makeStore: () => Promise<StoreUnderTest>): void {
  describe(`store contract: ${name}`, () => {
    let store: Store
    let feed: Feed
    let files: StoredFiles
    let lines: LineShelf
    let statistics: StatisticsShelf
    let outlived: Outlived
    let expireLease: StoreUnderTest['expireLease']
    let scribe: Scribe

    beforeEach(async () => {
      const made = await makeStore()
      store = made.store
      feed = made.feed
      files = made.files
      lines = made.lines
      statistics = made.statistics
      outlived = made.outlived
      expireLease = (incarnation) => made.expireLease(incarnation)
      await store.register('n1', LEASE_MS)
      await store.claim('n1')
      scribe = new Scribe('acme')
    })

    const found = () => store.commit([scribe.founding()])

    describe('batches', () => {
      test('[ST24] an account that was never founded is null, and has no rows', async () => {
        expect(await store.loadAccount('acme')).toBeNull()
        expect(await store.loadChats('acme', ['c1'])).toEqual([])
        expect(await store.loadActors('acme', ['chat:c1'])).toEqual([])
        expect(await store.loadCustomers('acme', ['u1'])).toEqual([])
      })

      test('[ST24] a load gives every row that batches wrote, as it was last written', async () => {
        const group = groupRow('billing', { hours: { timeZone: 'Europe/Berlin', weekly: [] } })
        const member = {
          personId: 'p1',
          role: 'agent' as const,
          name: 'Ada',
          publicName: 'Ada from billing',
          groupIds: ['billing', 'sales'],
          chatLimit: 3,
          active: true,
          picture: null,
        }
        const channel = {
          channelId: 'widget',
          kind: 'widget' as const,
          name: 'Website',
          groupId: 'billing',
          botId: null,
          settings: { colour: '#123456' },
        }
        const settings = { version: 1, settings: { limits: { idle: 600 } } }
        const tag = { tagId: 't1', name: 'Refund', colour: 'teal', deleted: false }
        const reply = (replyId: string, ownerId: string | null) => ({
          ...{ replyId, ownerId, shortcut: 'hello', text: 'Hello "you"', deleted: false },
        })
        const own = reply('r1', 'p1')
        await store.commit([
          scribe.founding(
            {},
            {
              settings,
              groups: [group],
              members: [member],
              channels: [channel],
              tags: [tag],
              quickReplies: [own, reply('r2', null)],
              articles: [articleRow('a1', { groupIds: ['g1'] }), articleRow('a2')],
              bots: [botRow('b1', { groups: [{ number: 3, groupId: 'g1' }] }), botRow('b2')],
              prompters: [prompterRow('p1', { secret: 's' }), prompterRow('p2')],
            },
          ),
        ])
        scribe.event('agent:p1')
        scribe.event('chat:c1')
        const agent = actorRow('agent:p1', { machine: 'agent@1' })
        const chat = chatRow('c1', { seq: 3 })
        const timer = timerRow('chat:c1')
        const paused = timerRow('chat:c1', { timerId: 'idleLimit', dueAt: null })
        await store.commit([
          scribe.batch({
            actors: [agent, actorRow('chat:c1')],
            chats: [chat],
            timersSet: [timer, paused],
            customers: [customerRow(chat.customerId, { openChatId: 'c1' })],
          }),
        ])
        scribe.event('chat:c1')
        const later = {
          ...chat,
          seq: 4,
          state: 'assigned.awaitingAgent',
          agentId: 'p1',
          unread: 2,
          tagIds: ['t1', 't2'],
          closeReasonId: 'spam',
          rating: 4,
          ratedAt: AT,
          mailDueAt: AT + 120_000,
          mailedSeq: 3,
          mailedAt: AT,
        }
        const newer = actorRow('chat:c1', { seq: 2, snapshot: { value: 'assigned' } })
        await store.commit([
          scribe.batch({
            actors: [newer],
            chats: [later],
            timersSet: [{ ...timer, armedSeq: 2 }],
            timersGone: [{ actor: 'chat:c1', timerId: 'idleLimit' }],
            customers: [customerRow(chat.customerId, { streamSeq: 7 })],
            rare: rareRows({
              groups: [{ ...group, roundRobinAfter: 'p1' }],
              tags: [{ ...tag, deleted: true }],
              quickReplies: [{ ...reply('r2', null), text: '', deleted: true }],
              articles: [articleRow('a2', { title: '', deleted: true })],
              bots: [botRow('b2', { deleted: true })],
              prompters: [prompterRow('p2', { deleted: true })],
            }),
          }),
        ])

        expect(await store.loadAccount('acme')).toEqual({
          accountId: 'acme',
          name: 'Acme',
          shard: scribe.shard,
          seq: 4,
          turn: 4,
          accountActorSeq: 1,
          erasedSeq: 0,
          settings,
          groups: [{ ...group, roundRobinAfter: 'p1' }],
          members: [member],
          channels: [channel],
          tags: [{ ...tag, deleted: true }],
          quickReplies: [own],
          articles: [{ articleId: 'a1', groupIds: ['g1'] }],
          webhooks: [],
          bots: [botRow('b1', { groups: [{ number: 3, groupId: 'g1' }] })],
          prompters: [prompterRow('p1', { secret: 's' })],
          agents: [agent],
          agentsSince: [{ actor: agent.actor, at: AT }],
          openChats: [later],
          handovers: [],
          lastWords: [],
          timers: [{ ...timer, armedSeq: 2 }],
          customerNames: [],
          uploads: [],
          mentions: [],
          mentionedChats: [],
        })
        expect(await store.loadActors('acme', ['chat:c1', 'chat:none', 'agent:p1'])).toEqual([
          agent,
          newer,
        ])
        expect(await store.loadCustomers('acme', [chat.customerId])).toEqual([
          {
            row: customerRow(chat.customerId, { streamSeq: 7 }),
            details: null,
            notes: [],
            closedIn: [],
            parts: [],
            block: null,
          },
        ])
      })

      test('[SC1] a customer comes with what is known, the heads of notes, and where chats ended', async () => {
        await found()
        const open = chatRow('c3', { customerId: 'u1' })
        const chats = [
          closed(chatRow('c1', { customerId: 'u1', groupId: 'sales' }), AT),
          closed(chatRow('c2', { customerId: 'u1', groupId: 'sales' }), AT),
          open,
          closed(chatRow('c4', { customerId: 'u2' }), AT),
        ]
        const details = detailsRow('u1', {
          name: 'Ada "Ä" Nwosu',
          email: 'ada@mail.example',
          phone: '+49 170 1',
          language: 'de',
          attributes: [{ name: 'plan', value: 'pro', from: 'staff' }],
          sources: { name: 'verified' },
        })
        scribe.event('account')
        const customerDetails = [details, detailsRow('u2', { name: 'Bo' })]
        const customerNotes = [noteRow('n2', 'u1'), noteRow('n1', 'u1'), noteRow('n3', 'u2')]
        const blocks = [blockRow('b1', 'u1'), { ...blockRow('b2', 'u1'), message: 'Not with us.' }]
        await store.commit([
          scribe.batch({
            chats,
            customers: [customerRow('u1', { blockId: 'b2' })],
            rare: rareRows({ customerDetails, customerNotes, blocks }),
          }),
        ])
        scribe.event('account')
        const rare = rareRows({ customerNotesGone: ['n2', 'never'] })
        await store.commit([scribe.batch({ rare })])
        const head = { noteId: 'n1', author: 'agent:p1' }
        expect(await store.loadCustomers('acme', ['u1'])).toEqual([
          {
            row: customerRow('u1', { blockId: 'b2' }),
            details,
            notes: [head],
            closedIn: ['sales'],
            parts: [],
            block: { blockId: 'b2', reason: 'rude', message: 'Not with us.' },
          },
        ])
        // Only of whose chats are open: desks show these all the time.
        const names = (await store.loadAccount('acme'))?.customerNames
        expect(names).toEqual([{ customerId: 'u1', name: 'Ada "Ä" Nwosu' }])
        expect(await feed.customerNames('acme', ['u1', 'u2', 'u3'])).toEqual(
          new Map([
            ['u1', 'Ada "Ä" Nwosu'],
            ['u2', 'Bo'],
          ]),
        )
      })

      test('[SM1] a customer comes with who was merged into it and its block; names are those of the person', async () => {
        await found()
        scribe.event('account')
        const part = { mergedInto: 'u1', mergedBy: 'agent:p1' }
        const customers = [
          customerRow('u1', { blockId: 'b1' }),
          customerRow('u2', { ...part, mergedAt: AT + 2 }),
          customerRow('u3', { ...part, mergedAt: AT + 1 }),
        ]
        const customerDetails = [
          detailsRow('u1', { name: 'Ada', prefers: { name: 'u1' } }),
          detailsRow('u2', { name: 'ada n', called: 'Ada' }),
          detailsRow('u3', { called: 'Ada' }),
        ]
        const rare = rareRows({ customerDetails, blocks: [blockRow('b1', 'u1')] })
        const chats = ['u2', 'u3'].map((customerId) => chatRow(`of-${customerId}`, { customerId }))
        await store.commit([scribe.batch({ chats, customers, rare })])
        const [head, second] = await store.loadCustomers('acme', ['u1', 'u2'])
        expect(head).toMatchObject({
          parts: ['u3', 'u2'],
          block: { blockId: 'b1', reason: 'rude', message: 'No.' },
          details: { prefers: { name: 'u1' } },
        })
        expect(second).toMatchObject({ row: customers[1], parts: [], block: null })
        const names = (await store.loadAccount('acme'))?.customerNames
        expect(names?.map(({ name }) => name)).toEqual(['Ada', 'Ada'])
        expect([...(await feed.customerNames('acme', ['u2', 'u3'])).values()]).toEqual([
          'Ada',
          'Ada',
        ])
      })

      test('[SV20] the newest rows of a journal say whose they are, and journals come whole', async () => {
        await found()
        const one = scribe.event('chat:c1', { at: 10 })
        await store.commit([scribe.batch({})])
        const two = scribe.event('agent:a1', { at: 20 })
        const three = scribe.event('chat:c1', { at: 30 })
        await store.commit([scribe.batch({})])
        const touched = await feed.touched('acme', three.seq, 2)
        expect(touched.actors.toSorted((a, b) => (a.actor < b.actor ? -1 : 1))).toEqual([
          { actor: 'agent:a1', actorSeq: two.actorSeq },
          { actor: 'chat:c1', actorSeq: three.actorSeq },
        ])
        expect([touched.since, touched.isAll]).toEqual([20, false])
        const upToTwo = await feed.touched('acme', two.seq, 100)
        expect(upToTwo.actors).toContainEqual({ actor: 'chat:c1', actorSeq: one.actorSeq })
        expect(upToTwo.isAll).toBe(true)
        expect(await feed.journals('acme', ['chat:c1', 'chat:c9'])).toEqual([one, three])
        expect(await feed.journals('acme', [])).toEqual([])
        expect(await feed.touched('globex', 9, 9)).toEqual({ actors: [], since: null, isAll: true })
      })

      test('[SC2] an erasure takes the words of one customer up to a sequence, and leaves rows and codes', async () => {
        await found()
        const ours = chatRow('c1', { customerId: 'u1' })
        const theirs = chatRow('c2', { customerId: 'u2' })
        scribe.event('chat:c1')
        const notice = { kind: 'notice', text: null, data: { code: 'joined' } } as const
        await store.commit([
          scribe.batch({
            chats: [ours, theirs],
            messages: [
              messageRow(ours, { customerSeq: 1, seq: 2 }),
              messageRow(ours, { ...notice, customerSeq: 2, seq: 2 }),
              messageRow(theirs, { seq: 2 }),
            ],
            comments: [commentRow(ours, { seq: 2 }), commentRow(theirs, { seq: 2 })],
            rare: rareRows({ blocks: [blockRow('b1', 'u1')] }),
          }),
        ])
        scribe.event('account')
        scribe.event('chat:c1')
        await store.commit([
          scribe.batch({
            messages: [messageRow(ours, { customerSeq: 3, seq: 4 })],
            rare: rareRows({ erasures: [{ customerId: 'u1', upToSeq: 3, at: AT }] }),
          }),
        ])
        const texts = async (chatId: string) => {
          const { messages, comments } = await feed.conversation('acme', chatId, null, 10)
          return [...messages, ...comments].map(({ text, data }) => [text, data])
        }
        expect(await texts('c1')).toEqual([
          [null, null],
          [null, { code: 'joined' }],
          ['Hello', null],
          [null, null],
        ])
        expect((await texts('c2')).every(([text]) => text !== null)).toBe(true)
      })

      test('[ER30] erasing marks the chats that are over, once, and the account; a chat that began after it is not erased', async () => {
        await found()
        const old = closed(chatRow('c1', { customerId: 'u1' }), AT)
        const others = closed(chatRow('c2', { customerId: 'u2' }), AT)
        for (const { chatId } of [old, others]) scribe.event(`chat:${chatId}`)
        await store.commit([scribe.batch({ chats: [old, others] })])
        expect((await store.loadAccount('acme'))?.erasedSeq).toBe(0)
        const { seq: upToSeq } = scribe.event('account')
        const next = closed(chatRow('c3', { customerId: 'u1' }), AT + 5)
        scribe.event('chat:c3')
        const erasures = [{ customerId: 'u1', upToSeq, at: AT + 5 }]
        await store.commit([scribe.batch({ chats: [next], rare: rareRows({ erasures }) })])
        const erasedAt = async () =>
          (await store.loadChats('acme', ['c1', 'c2', 'c3'])).map((chat) => chat.erasedAt)
        expect(await erasedAt()).toEqual([AT + 5, null, null])
        expect((await store.loadAccount('acme'))?.erasedSeq).toBe(upToSeq)
        // Whoever still has the row as it was does not bring it back, and again changes nothing.
        scribe.event('chat:c1')
        const again = [{ customerId: 'u1', upToSeq, at: AT + 9 }]
        await store.commit([
          scribe.batch({ chats: [{ ...old, rating: 4 }], rare: rareRows({ erasures: again }) }),
        ])
        expect(await erasedAt()).toEqual([AT + 5, null, null])
      })

      test('[ER31] one chat is erased alone: its words, files, mentions and what was said of its mails', async () => {
        await found()
        const [ours, later] = [
          closed(chatRow('c1', { customerId: 'u1' }), AT),
          closed(chatRow('c2', { customerId: 'u1' }), AT),
        ]
        const comment = commentRow(ours, { data: { files: [{ name: 'scan.pdf' }] } })
        const of = (chat: ChatRow, fileId: string) =>
          usedFileRow(fileId, { chatId: chat.chatId, customerId: 'u1' })
        const { seq } = scribe.event('chat:c1')
        await store.commit([
          scribe.batch({
            chats: [ours, later],
            messages: [
              messageRow(ours, { seq, data: { files: [{ name: 'photo.png' }] } }),
              messageRow(later, { seq, customerSeq: 2 }),
            ],
            comments: [comment, commentRow(later)],
            outbox: [outboxRow('c1', { effectId: 'mail' })],
            rare: rareRows({
              blocks: [blockRow('b1', 'u1')],
              files: [of(ours, 'f1'), of(later, 'f2')],
              mentions: [mentionRow('p1', comment)],
            }),
          }),
        ])
        await store.settleOutbox([
          {
            accountId: 'acme',
            effectId: 'mail',
            outcome: { kind: 'retry', at: AT, error: 'ada@mail.example is unknown' },
          },
        ])
        const { seq: upToSeq } = scribe.event('account')
        const erasedChats = [{ chatId: 'c1', customerId: 'u1', upToSeq, at: AT + 5 }]
        await store.commit([scribe.batch({ rare: rareRows({ erasedChats }) })])
        const said = async (chatId: string) => {
          const { chat, messages, comments } = await feed.conversation('acme', chatId, null, 9)
          return [
            chat?.erasedAt,
            ...[...messages, ...comments].map(({ text, data }) => text ?? data),
          ]
        }
        expect(await said('c1')).toEqual([AT + 5, null, null])
        expect(await said('c2')).toEqual([null, 'Hello', 'Knows us for years'])
        const theirs = await files.filesOfCustomer('acme', 'u1')
        expect(theirs.map(({ state, name }) => [state, name])).toEqual([
          ['dropped', ''],
          ['used', 'Größe "1".pdf'],
        ])
        expect((await store.loadAccount('acme'))?.mentions).toEqual([])
        expect((await files.expiredFiles(1, 9)).map(({ fileId }) => fileId)).toEqual(['f1'])
      })

      test('[ER32] what accounts keep for a time only is found: chats by their end, then people of whom something is still known', async () => {
        const settings = { version: 1, settings: { retentionMs: DAY_MS } }
        await store.commit([scribe.founding({}, { settings })])
        expect(await outlived.accountsThatForget(ALL_SHARDS)).toEqual([
          { accountId: 'acme', retentionMs: DAY_MS },
        ])
        expect(await outlived.accountsThatForget([])).toEqual([])
        const over = (chatId: string, at: number, customerId: string) =>
          closed(chatRow(chatId, { customerId }), at)
        const chats = [over('c2', AT, 'u2'), over('c1', AT - 9, 'u1'), over('c3', AT + 9, 'u1')]
        scribe.event('account')
        await store.commit([
          scribe.batch({
            chats: [...chats, chatRow('c4', { customerId: 'u4' })],
            customers: [
              customerRow('u1', { lastChatId: 'c3' }),
              customerRow('u2', { lastChatId: 'c2' }),
              customerRow('u3', { mergedInto: 'u2' }),
              customerRow('u4', { lastChatId: 'c2', openChatId: 'c4' }),
              customerRow('u5', { lastChatId: 'c2', blockId: 'b1' }),
              customerRow('u6', { lastChatId: 'c2' }),
            ],
            rare: rareRows({
              customerDetails: [
                detailsRow('u1', { name: 'Ada' }),
                detailsRow('u3', { phone: '1' }),
                detailsRow('u4', { name: 'Ben' }),
                detailsRow('u5', { name: 'Cem' }),
                detailsRow('u6', { erasedAt: AT }),
              ],
            }),
          }),
        ])
        const ids = async (before: number) =>
          (await outlived.outlivedChats('acme', before, 9)).map(({ chatId }) => chatId)
        expect(await ids(AT + 1)).toEqual(['c1', 'c2'])
        expect(await outlived.outlivedChats('acme', AT + 1, 1)).toEqual([
          { chatId: 'c1', customerId: 'u1' },
        ])
        expect(await ids(AT - 9)).toEqual([])
        expect((await outlived.outlivedPeople('acme', AT + 1, '', 9)).customerIds).toEqual([])
        const { seq: upToSeq } = scribe.event('account')
        const erasedChats = ['c1', 'c2'].map((chatId) => {
          return { chatId, customerId: chatId === 'c1' ? 'u1' : 'u2', upToSeq, at: AT + 99 }
        })
        await store.commit([scribe.batch({ rare: rareRows({ erasedChats }) })])
        expect(await ids(AT + 1)).toEqual([])
        expect(await outlived.outlivedPeople('acme', AT + 1, '', 9)).toEqual({
          customerIds: ['u2'],
          last: null,
        })
        expect(await outlived.outlivedPeople('acme', AT + 1, '', 2)).toEqual({
          customerIds: ['u2'],
          last: 'u2',
        })
        expect((await outlived.outlivedPeople('acme', AT + 1, 'u2', 9)).customerIds).toEqual([])
      })

      test('[SC7] what bots said with handovers is found by its id, of open chats with the account, and is erased', async () => {
        await found()
        const open = chatRow('c1', { customerId: 'u1', subjectId: 's1', handoverId: 'h2' })
        const over = closed(chatRow('c2', { customerId: 'u1', handoverId: 'h3' }), AT)
        const theirs = chatRow('c3', { customerId: 'u2', handoverId: 'h4' })
        const [first, second] = [handoverRow('h1', open), handoverRow('h2', open)]
        const [third, fourth] = [handoverRow('h3', over), handoverRow('h4', theirs)]
        scribe.event('chat:c1')
        const handovers = [first, second, third, fourth]
        await store.commit([
          scribe.batch({ chats: [open, over, theirs], rare: rareRows({ handovers }) }),
        ])
        const loaded = await store.loadAccount('acme')
        expect(loaded?.openChats).toEqual([open, theirs])
        expect(loaded?.handovers).toEqual([second, fourth])
        expect(await feed.handovers('acme', ['h3', 'h1', 'none'])).toEqual([first, third])
        scribe.event('account')
        const later = handoverRow('h5', open, { seq: 3 })
        await store.commit([
          scribe.batch({
            rare: rareRows({
              handovers: [later],
              erasures: [{ customerId: 'u1', upToSeq: 2, at: AT }],
            }),
          }),
        ])
        const erased = { subject: null, attributes: [] }
        expect(await feed.handovers('acme', ['h1', 'h2', 'h3', 'h4', 'h5'])).toEqual([
          { ...first, ...erased },
          { ...second, ...erased },
          { ...third, ...erased },
          fourth,
          later,
        ])
      })

      test('[ST24] a load gives how the last words of open chats begin', async () => {
        await found()
        const words = (chat: ChatRow, text: string) => messageRow(chat, { text, at: AT + 1 })
        const open = chatRow('c1', { lastMessageId: 'message-c1-1' })
        const over = closed(chatRow('c2', { lastMessageId: 'message-c2-1' }), AT)
        scribe.event('chat:c1')
        const silent = chatRow('c4', { lastMessageId: 'message-c4-1' })
        const messages = [
          words(open, `${'x'.repeat(139)}${'ä'.repeat(9)}`),
          words(over, 'Bye'),
          { ...words(silent, ''), data: { files: [{ name: 'photo.png' }, { name: 'b.txt' }] } },
        ]
        const chats = [open, over, chatRow('c3'), silent]
        await store.commit([scribe.batch({ chats, messages })])
        const of = ({ chatId, seq, author, at }: MessageRow) => ({ chatId, seq, author, at })
        const [first, , third] = messages
        // One without words is called by its first file.
        expect((await store.loadAccount('acme'))?.lastWords).toEqual([
          { ...(first && of(first)), text: `${'x'.repeat(139)}ä` },
          { ...(third && of(third)), text: 'photo.png' },
        ])
      })

      test('[ST24] a closed chat is loaded by its id only', async () => {
        await found()
        scribe.event('chat:c1')
        const chat = closed(chatRow('c1'), AT)
        await store.commit([scribe.batch({ chats: [chat] })])
        expect((await store.loadAccount('acme'))?.openChats).toEqual([])
        expect(await store.loadChats('acme', ['c1'])).toEqual([chat])
      })

      test('[ST25] a command that is there already rejects the whole batch, of all accounts', async () => {
        const other = new Scribe('globex')
        scribe.event('chat:c1')
        await store.commit([scribe.founding({ commands: [commandRow('k1')] }), other.founding()])
        scribe.event('chat:c1')
        other.event('chat:c2')
        const batches = [
          other.batch({ chats: [chatRow('c2')], messages: [messageRow(chatRow('c2'))] }),
          scribe.batch({ commands: [commandRow('k2'), commandRow('k1', { digest: 'd2' })] }),
        ]
        await expect(store.commit(batches)).rejects.toThrow(Rejected)
        expect((await store.loadAccount('acme'))?.seq).toBe(2)
        expect(await store.loadAccount('globex')).toMatchObject({ seq: 1, openChats: [] })
        expect(await feed.customerStream('globex', 'customer-of-c2', 0, 10)).toEqual([])
        expect(
          await store.findCommands([{ accountId: 'acme', sender: 'agent:p1', commandId: 'k2' }]),
        ).toEqual([])
      })

      test('[ST33] the same command id of another sender or account is another command', async () => {
        const other = new Scribe('globex')
        const commands = [commandRow('k1'), commandRow('k1', { sender: 'customer:u1' })]
        await store.commit([
          scribe.founding({ commands }),
          other.founding({ commands: [commandRow('k1')] }),
        ])
        expect(
          await store.findCommands([
            { accountId: 'acme', sender: 'customer:u1', commandId: 'k1' },
            { accountId: 'acme', sender: 'customer:u2', commandId: 'k1' },
          ]),
        ).toEqual([{ ...commandRow('k1', { sender: 'customer:u1' }), accountId: 'acme' }])
      })

      test("[ST25] an actor's sequence is written once", async () => {
        await found()
        scribe.event('chat:c1')
        await store.commit([scribe.batch()])
        scribe.event('chat:c1', { actorSeq: 1 })
        await expect(store.commit([scribe.batch()])).rejects.toThrow(Rejected)
      })

      test("[ST25] a number of a customer's stream is written once", async () => {
        await found()
        scribe.event('chat:c1')
        const chat = chatRow('c1')
        await store.commit([scribe.batch({ chats: [chat], messages: [messageRow(chat)] })])
        scribe.event('chat:c1')
        const again = messageRow(chat, { messageId: 'm2', seq: 3 })
        await expect(store.commit([scribe.batch({ messages: [again] })])).rejects.toThrow(Rejected)
      })

      test('[ST25] two batches of one account, and two versions of one row, are rejected', async () => {
        await found()
        scribe.event('chat:c1')
        const batch = scribe.batch({ actors: [actorRow('chat:c1'), actorRow('chat:c1')] })
        await expect(store.commit([batch])).rejects.toThrow(Rejected)
        const empty = { ...batch, actors: [] }
        await expect(store.commit([empty, empty])).rejects.toThrow(Rejected)
        expect(await store.commit([empty])).toEqual({ fenced: [] })
      })

      test('[ST26] of an account on a lost shard nothing is written, of all others everything', async () => {
        const other = new Scribe('globex')
        await store.commit([scribe.founding(), other.founding()])
        await store.raise('n1', [scribe.shard])
        scribe.event('chat:c1')
        other.event('chat:c2')
        const rare = rareRows({ groups: [groupRow('billing')] })
        const batches = [
          scribe.batch({ chats: [chatRow('c1')], commands: [commandRow('k1')], rare }),
          other.batch({ chats: [chatRow('c2')], commands: [commandRow('k1')], rare }),
        ]
        expect(await store.commit(batches)).toEqual({ fenced: ['acme'] })
        const nothing = { seq: 1, openChats: [], groups: [] }
        expect(await store.loadAccount('acme')).toMatchObject(nothing)
        expect(await store.loadAccount('globex')).toMatchObject({
          seq: 2,
          openChats: [chatRow('c2')],
          groups: [groupRow('billing')],
        })
        const key = { sender: 'agent:p1', commandId: 'k1' }
        const found_ = await store.findCommands([
          { ...key, accountId: 'acme' },
          { ...key, accountId: 'globex' },
        ])
        expect(found_.map((row) => row.accountId)).toEqual(['globex'])
      })

      test('[ST26] a fenced batch is fenced, not rejected, whatever its rows are', async () => {
        scribe.event('chat:c1')
        await store.commit([scribe.founding({ commands: [commandRow('k1')] })])
        await store.raise('n1', [scribe.shard])
        scribe.event('chat:c1')
        const batch = scribe.batch({ commands: [commandRow('k1')] })
        expect(await store.commit([batch])).toEqual({ fenced: ['acme'] })
      })

      test('[ST26] the epoch of another shard does not count', async () => {
        await found()
        await store.raise('n1', [(scribe.shard + 1) % SHARD_COUNT])
        scribe.event('chat:c1')
        expect(await store.commit([scribe.batch()])).toEqual({ fenced: [] })
      })

      test('[ST27] a batch that starts at another sequence than the account has is fenced', async () => {
        await found()
        scribe.event('chat:c1')
        const batch = scribe.batch({ chats: [chatRow('c1')] })
        expect(await store.commit([{ ...batch, fromSeq: 0 }])).toEqual({ fenced: ['acme'] })
        expect(await store.commit([batch])).toEqual({ fenced: [] })
        expect(await store.commit([batch])).toEqual({ fenced: ['acme'] })
      })

      test('[ST28] a customer has at most one open chat on a channel', async () => {
        await found()
        scribe.event('chat:c1')
        const first = chatRow('c1', { customerId: 'u1' })
        await store.commit([scribe.batch({ chats: [first] })])
        const from = scribe.seq
        scribe.event('chat:c2')
        const second = chatRow('c2', { customerId: 'u1' })
        await expect(store.commit([scribe.batch({ chats: [second] })])).rejects.toThrow(Rejected)
        scribe.seq = from
        scribe.event('chat:c3')
        const elsewhere = chatRow('c3', { customerId: 'u1', channelId: 'api' })
        expect(await store.commit([scribe.batch({ chats: [elsewhere] })])).toEqual({ fenced: [] })
      })

      test('[ST28] a chat that closes makes room for the next in the same batch, in any order', async () => {
        await found()
        scribe.event('chat:c9')
        const first = chatRow('c9', { customerId: 'u1' })
        await store.commit([scribe.batch({ chats: [first] })])
        scribe.event('chat:c9')
        const next = chatRow('c1', { customerId: 'u1' })
        expect(await store.commit([scribe.batch({ chats: [next, closed(first, AT)] })])).toEqual({
          fenced: [],
        })
        expect((await store.loadAccount('acme'))?.openChats).toEqual([next])
      })

      test('[ST29] an account is founded once, and only on an own shard', async () => {
        const founding = scribe.founding({}, { groups: [groupRow('billing')] })
        expect(await store.commit([{ ...founding, epoch: 0 }])).toEqual({ fenced: ['acme'] })
        expect(await store.loadAccount('acme')).toBeNull()
        expect(await store.commit([founding])).toEqual({ fenced: [] })
        await expect(store.commit([founding])).rejects.toThrow(Rejected)
        const unknown = new Scribe('globex')
        unknown.event('chat:c1')
        expect(await store.commit([unknown.batch()])).toEqual({ fenced: ['globex'] })
      })

      test("[ST48] a channel's id belongs to one account", async () => {
        const channel = {
          channelId: 'widget',
          kind: 'widget' as const,
          name: 'Website',
          groupId: 'billing',
          botId: null,
          settings: null,
        }
        await store.commit([scribe.founding({}, { channels: [channel] })])
        const other = new Scribe('globex').founding({}, { channels: [channel] })
        await expect(store.commit([other])).rejects.toThrow(Rejected)
        expect(await store.loadAccount('globex')).toBeNull()
      })

      test('[ST40] texts and JSON come back as they were written', async () => {
        await found()
        scribe.event('chat:c1')
        const chat = chatRow('c1')
        const texts = [
          '',
          '"',
          '\\',
          '\\"\\\\',
          "'; drop",
          '{a,b}',
          'NULL',
          'null',
          '\n\r\t',
          '😀é',
        ]
        texts.push('\\u0000 in words', '  blanks  ', '$1', '\u0001\u007f\u2028')
        const messages = texts.map((text, index) =>
          messageRow(chat, { customerSeq: index + 1, text, data: { text, none: null, n: [1.5] } }),
        )
        messages.push(
          messageRow(chat, { customerSeq: texts.length + 1, text: null, kind: 'notice' }),
        )
        await store.commit([scribe.batch({ chats: [chat], messages })])
        expect(await feed.customerStream('acme', chat.customerId, 0, 100)).toEqual(messages)
      })

      test('[ST40] a text with U+0000 is rejected', async () => {
        await found()
        scribe.event('chat:c1')
        const messages = [messageRow(chatRow('c1'), { text: 'a\u0000b' })]
        await expect(store.commit([scribe.batch({ messages })])).rejects.toThrow(Rejected)
      })

      test('[ST24] rows that go in or come out are copies', async () => {
        scribe.event('chat:c1')
        const chat = chatRow('c1')
        const batch = scribe.founding({ chats: [chat] })
        await store.commit([batch])
        chat.passedOver.push('p2')
        const loaded = await store.loadChats('acme', ['c1'])
        expect(loaded[0]?.passedOver).toEqual(['p1'])
        loaded[0]?.passedOver.push('p3')
        expect((await store.loadChats('acme', ['c1']))[0]?.passedOver).toEqual(['p1'])
      })
    })

    describe('leases and shards', () => {
      test('[ST30] a lease is renewed while it is valid, and never revives', async () => {
        expect(await store.renew('n1', LEASE_MS)).toBe(true)
        expect(await store.renew('nobody', LEASE_MS)).toBe(false)
        await expireLease('n1')
        expect(await store.renew('n1', LEASE_MS)).toBe(false)
        expect(await store.claim('n1')).toEqual([])
      })

      test('[ST30] an incarnation is never used twice', async () => {
        await expireLease('n1')
        await expect(store.register('n1', LEASE_MS)).rejects.toThrow(Rejected)
      })

      test('[ST31] a claim takes what nobody holds, with a raised epoch, and gives all that is owned', async () => {
        await store.register('n2', LONG_LEASE_MS)
        expect(await store.claim('n2')).toEqual([])
        expect(await store.claim('n1')).toEqual(ALL_SHARDS.map((shard) => ({ shard, epoch: 1 })))
        await expireLease('n1')
        expect(await store.claim('n2')).toEqual(ALL_SHARDS.map((shard) => ({ shard, epoch: 2 })))
        expect(await store.claim('n2')).toEqual(ALL_SHARDS.map((shard) => ({ shard, epoch: 2 })))
      })

      test('[ST32] a raise raises own shards only, and gives those still owned', async () => {
        expect(await store.raise('n1', [3, 1])).toEqual([
          { shard: 1, epoch: 2 },
          { shard: 3, epoch: 2 },
        ])
        await store.register('n2', LONG_LEASE_MS)
        expect(await store.raise('n2', [1])).toEqual([])
        await expireLease('n1')
        await store.claim('n2')
        expect(await store.raise('n1', [1])).toEqual([])
        expect(await store.raise('n2', [1, 2])).toEqual([
          { shard: 1, epoch: 4 },
          { shard: 2, epoch: 3 },
        ])
      })

      test('[ST32] a release gives all shards up, and ends the lease', async () => {
        expect(await store.owner()).toBe('n1')
        await store.release('n1')
        expect(await store.owner()).toBeNull()
        expect(await store.renew('n1', LEASE_MS)).toBe(false)
        await store.register('n2', LEASE_MS)
        expect(await store.claim('n2')).toHaveLength(SHARD_COUNT)
        expect(await store.owner()).toBe('n2')
        await expireLease('n2')
        expect(await store.owner()).toBeNull()
      })

      test('[ST26] a batch of before the take-over is fenced after it', async () => {
        await found()
        await expireLease('n1')
        await store.register('n2', LEASE_MS)
        await store.claim('n2')
        scribe.event('chat:c1')
        expect(await store.commit([scribe.batch()])).toEqual({ fenced: ['acme'] })
      })
    })

    describe('who must be awake', () => {
      const wake = (until: number) => store.accountsToWake(ALL_SHARDS, until)

      test('[ST34] an account with a timer that is due until then', async () => {
        scribe.event('chat:c1')
        const timersSet = [
          timerRow('chat:c1'),
          timerRow('chat:c1', { timerId: 'idleLimit', dueAt: null }),
        ]
        await store.commit([scribe.founding({ timersSet })])
        expect(await wake(AT + 59_999)).toEqual([])
        expect(await wake(AT + 60_000)).toEqual(['acme'])
        const others = ALL_SHARDS.filter((shard) => shard !== scribe.shard)
        expect(await store.accountsToWake(others, AT + 60_000)).toEqual([])
        expect(await store.accountsToWake([], AT + 60_000)).toEqual([])
      })

      test('[ST34] an account with an agent whose connection is not gone', async () => {
        const agent = (connection: string) =>
          actorRow('agent:p1', { snapshot: { value: { presence: 'online', connection } } })
        await store.commit([scribe.founding({ actors: [agent('grace')] })])
        expect(await wake(0)).toEqual(['acme'])
        scribe.event('agent:p1')
        await store.commit([scribe.batch({ actors: [agent('gone')] })])
        expect(await wake(0)).toEqual([])
      })

      test('[ST34] an account with a delivery that may be tried until then', async () => {
        await store.commit([scribe.founding({ outbox: [outboxRow('c1')] })])
        expect(await wake(AT - 1)).toEqual([])
        expect(await wake(AT)).toEqual(['acme'])
        const [taken] = await store.takeOutbox(ALL_SHARDS, AT, 10)
        if (!taken) throw new Error('nothing to deliver')
        await store.settleOutbox([{ ...taken, outcome: { kind: 'done' } }])
        expect(await wake(AT)).toEqual([])
      })
    })

    describe('webhooks', () => {
      const take = async (now: number, perWebhook = 10) =>
        (await store.takeWebhookDeliveries(ALL_SHARDS, now, perWebhook)).map(
          ({ webhookId, eventId, attempts }) => `${webhookId} ${eventId} ${attempts}`,
        )
      const settle = (
        eventId: string,
        outcome: WebhookSettlement['outcome'],
        more: Partial<WebhookSettlement> = {},
      ) =>
        store.settleWebhookDelivery({
          accountId: 'acme',
          webhookId: 'w1',
          eventId,
          outcome,
          tried: webhookTry(),
          counts: true,
          ...more,
        })
      const founded = (rows: WebhookDeliveryRow[]) =>
        store.commit([
          scribe.founding(
            { webhookDeliveries: rows },
            { webhooks: [webhookRow('w1'), webhookRow('w2')] },
          ),
        ])

      test('[WH60] what webhooks are to be told is written with its batch, and each thing once', async () => {
        const rows = [
          webhookDeliveryRow('w1', 'c1', 1),
          webhookDeliveryRow('w2', null, 1, { data: { by: 'agent:ada', nested: ['"\\', null] } }),
        ]
        await founded(rows)
        expect(await store.takeWebhookDeliveries(ALL_SHARDS, AT, 10)).toEqual(
          rows.map((row) => ({ ...row, accountId: 'acme', attempts: 0 })),
        )
        expect(await take(AT - 1)).toEqual([])
        expect(await store.takeWebhookDeliveries([], AT, 10)).toEqual([])
        scribe.event('chat:c1')
        const again = scribe.batch({ webhookDeliveries: rows.slice(0, 1) })
        await expect(store.commit([again])).rejects.toThrow(Rejected)
      })

      test('[WH61] of a chat the next event waits for the first try of the one before, at each webhook', async () => {
        await founded([
          webhookDeliveryRow('w1', 'c1', 1),
          webhookDeliveryRow('w1', 'c1', 2),
          webhookDeliveryRow('w1', 'c2', 3),
          webhookDeliveryRow('w1', null, 4),
          webhookDeliveryRow('w1', null, 5),
          webhookDeliveryRow('w2', 'c1', 1),
        ])
        const others = ['w1 chat:c2:3:0 0', 'w1 account:4:0 0', 'w1 account:5:0 0']
        const ofTheOther = 'w2 chat:c1:1:0 0'
        expect(await take(AT)).toEqual(['w1 chat:c1:1:0 0', ...others, ofTheOther])
        expect(await take(AT, 2)).toEqual(['w1 chat:c1:1:0 0', 'w1 chat:c2:3:0 0', ofTheOther])
        await settle('chat:c1:1:0', { kind: 'retry', at: AT + 5_000 })
        expect(await take(AT)).toEqual(['w1 chat:c1:2:0 0', ...others, ofTheOther])
        expect(await take(AT + 5_000)).toContain('w1 chat:c1:1:0 1')
      })

      test('[WH62] what is settled says how the webhook does since', async () => {
        await founded([webhookDeliveryRow('w1', 'c1', 1), webhookDeliveryRow('w1', 'c1', 2)])
        const [one, two] = ['chat:c1:1:0', 'chat:c1:2:0']
        const failing = { webhookId: 'w1', failingSince: AT, deliveredAt: null }
        const again = { kind: 'retry', at: AT } as const
        expect(await settle(one, again)).toEqual({ ...failing, failures: 1, triedAt: AT })
        const later = { tried: webhookTry({ at: AT + 9 }) }
        expect(await settle(one, { kind: 'failed' }, later)).toEqual({
          ...failing,
          failures: 2,
          triedAt: AT + 9,
        })
        expect(await settle(two, { kind: 'failed' }, { counts: false })).toBeNull()
        expect(await take(AT)).toEqual([])
        const told = { tried: webhookTry({ at: AT + 20 }) }
        expect(await settle(two, { kind: 'delivered' }, told)).toEqual({
          webhookId: 'w1',
          failingSince: null,
          failures: 0,
          deliveredAt: AT + 20,
          triedAt: AT + 20,
        })
      })

      test('[WH63] one event, or all that was given up since a time, is to be told again', async () => {
        await founded([
          webhookDeliveryRow('w1', 'c1', 1, { at: AT - 5 }),
          webhookDeliveryRow('w1', 'c2', 2),
          webhookDeliveryRow('w1', 'c3', 3),
          webhookDeliveryRow('w2', 'c2', 2),
        ])
        for (const eventId of ['chat:c1:1:0', 'chat:c2:2:0'])
          await settle(eventId, { kind: 'failed' })
        await settle('chat:c2:2:0', { kind: 'failed' }, { webhookId: 'w2' })
        await settle('chat:c3:3:0', { kind: 'delivered' })
        expect(await take(AT)).toEqual([])
        const resend = async (what: WebhookResend['what']) => {
          scribe.event('account')
          const webhookResends = [{ webhookId: 'w1', what, at: AT + 50 }]
          await store.commit([scribe.batch({ rare: rareRows({ webhookResends }) })])
        }
        await resend({ since: AT })
        expect(await take(AT + 49)).toEqual([])
        expect(await take(AT + 50)).toEqual(['w1 chat:c2:2:0 0'])
        await resend({ eventId: 'chat:c3:3:0' })
        await resend({ eventId: 'chat:nothing:1:0' })
        expect(await take(AT + 50)).toEqual(['w1 chat:c2:2:0 0', 'w1 chat:c3:3:0 0'])
      })

      test('[WH64] a load gives the webhooks that were not deleted', async () => {
        const kept = webhookRow('w1', { kinds: ['chatClosed'], formerSecret: 'f', formerUntil: AT })
        const rare = { webhooks: [kept, webhookRow('w2')] }
        await store.commit([scribe.founding({}, rare)])
        scribe.event('account')
        const webhooks = [webhookRow('w2', { deleted: true, secret: null })]
        await store.commit([scribe.batch({ rare: rareRows({ webhooks }) })])
        expect((await store.loadAccount('acme'))?.webhooks).toEqual([kept])
      })

      test('[WH65] what stands in a log is kept for thirty days, told or not', async () => {
        await founded([webhookDeliveryRow('w1', 'c1', 1), webhookDeliveryRow('w1', 'c2', 2)])
        await settle('chat:c1:1:0', { kind: 'delivered' })
        expect((await store.sweep(AT + 30 * DAY_MS)).webhooks).toBe(0)
        expect((await store.sweep(AT + 30 * DAY_MS + 1)).webhooks).toBe(2)
        expect(await take(AT + 31 * DAY_MS)).toEqual([])
      })
    })

    describe('outbox', () => {
      const take = async (now: number, limit = 10) =>
        (await store.takeOutbox(ALL_SHARDS, now, limit)).map(({ effectId, attempts }) => ({
          effectId,
          attempts,
        }))

      test('[ST35] of each chat only the oldest unsettled delivery is taken, as it was written', async () => {
        const rows = [
          outboxRow('c1', { seq: 1, effectId: 'e2' }),
          outboxRow('c1', { seq: 1, effectId: 'e1' }),
          outboxRow('c1', { seq: 2, effectId: 'e0' }),
          outboxRow('c2', { seq: 3, effectId: 'e3' }),
        ]
        await store.commit([scribe.founding({ outbox: rows })])
        expect(await store.takeOutbox(ALL_SHARDS, AT, 10)).toEqual([
          { ...rows[0], accountId: 'acme', attempts: 0 },
          { ...rows[3], accountId: 'acme', attempts: 0 },
        ])
        expect(await take(AT, 1)).toEqual([{ effectId: 'e2', attempts: 0 }])
        expect(await take(AT - 1)).toEqual([])
        expect(await store.takeOutbox([], AT, 10)).toEqual([])
      })

      test('[ST35] a delivery to be tried again holds back its chat until then', async () => {
        const rows = [outboxRow('c1', { seq: 1 }), outboxRow('c1', { seq: 2 })]
        await store.commit([scribe.founding({ outbox: rows })])
        const outcome = { kind: 'retry', at: AT + 5_000, error: 'HTTP 503' } as const
        await store.settleOutbox([{ accountId: 'acme', effectId: 'chat:c1:1:0', outcome }])
        expect(await take(AT + 4_999)).toEqual([])
        expect(await take(AT + 5_000)).toEqual([{ effectId: 'chat:c1:1:0', attempts: 1 }])
      })

      test('[ST35] what is done or dead makes room for the next; settling again changes nothing', async () => {
        const rows = [1, 2, 3].map((seq) => outboxRow('c1', { seq }))
        await store.commit([scribe.founding({ outbox: rows })])
        const settle = (seq: number, kind: 'done' | 'dead') =>
          store.settleOutbox([
            {
              accountId: 'acme',
              effectId: `chat:c1:${seq}:0`,
              outcome: kind === 'done' ? { kind } : { kind, error: 'HTTP 410' },
            },
          ])
        await settle(1, 'done')
        expect(await take(AT)).toEqual([{ effectId: 'chat:c1:2:0', attempts: 0 }])
        await settle(2, 'dead')
        expect(await take(AT)).toEqual([{ effectId: 'chat:c1:3:0', attempts: 0 }])
        await settle(3, 'done')
        await settle(3, 'dead')
        expect(await take(AT)).toEqual([])
        await store.settleOutbox([])
      })

      test('[ST25] an effect is written once', async () => {
        await store.commit([scribe.founding({ outbox: [outboxRow('c1')] })])
        scribe.event('chat:c1')
        const batch = scribe.batch({ outbox: [outboxRow('c1')] })
        await expect(store.commit([batch])).rejects.toThrow(Rejected)
      })
    })

    describe('waiting lines', () => {
      const asked = { groupId: 'support', targetAgentId: '', fromTurn: 3, toTurn: 5 }
      const rows = [
        lineRow(1),
        lineRow(2, { kind: 'entered', chatId: 'c1', data: { priority: 0, ahead: 2 } }),
        lineRow(3, { data: { policy: 'roundRobin' } }),
        lineRow(3, { kind: 'entered', chatId: 'c2' }),
        lineRow(4, { targetAgentId: 'ann' }),
        lineRow(4, { groupId: 'sales' }),
        lineRow(5, { kind: 'left', chatId: 'c1' }),
        lineRow(6),
      ]

      test('[WY10] of a lane the answer of a turn is found, and what came from then on', async () => {
        await store.commit([scribe.founding({ lines: rows.slice(0, 4) })])
        await store.commit([scribe.batch({ lines: rows.slice(4) })])
        const found = await lines.line('acme', asked, 10)
        expect(found).toMatchObject({ answer: rows[2], more: false })
        expect(found.rows).toHaveLength(3)
        expect(found.rows).toEqual(expect.arrayContaining([rows[2], rows[3], rows[6]]))
        expect(found.rows.map(({ turn }) => turn)).toEqual([3, 3, 5])
        const later = await lines.line('acme', { ...asked, fromTurn: 4, toTurn: null }, 10)
        expect(later).toEqual({ answer: rows[2], rows: [rows[6], rows[7]], more: false })
        const forward = { ...asked, targetAgentId: 'ann' }
        expect(await lines.line('acme', forward, 10)).toMatchObject({ answer: null })
      })

      test('[WY10] no more is given than was asked for, and none of another account', async () => {
        await store.commit([scribe.founding({ lines: rows })])
        const some = await lines.line('acme', { ...asked, fromTurn: 1, toTurn: null }, 2)
        expect(some).toMatchObject({ more: true, rows: [rows[0], rows[1]] })
        const none = { answer: null, rows: [], more: false }
        expect(await lines.line('other', asked, 10)).toEqual(none)
      })
    })

    describe('retention', () => {
      test('[ST36] command ids are kept for seven days', async () => {
        const commands = [commandRow('old'), commandRow('new', { at: AT + DAY_MS })]
        await store.commit([scribe.founding({ commands })])
        expect((await store.sweep(AT + 7 * DAY_MS)).commands).toBe(0)
        expect((await store.sweep(AT + 7 * DAY_MS + 1)).commands).toBe(1)
        const keys = commands.map((row) => ({ ...row, accountId: 'acme' }))
        expect((await store.findCommands(keys)).map((row) => row.commandId)).toEqual(['new'])
      })

      test('[ST36] deliveries that were made are kept for a day, dead letters for thirty, others for ever', async () => {
        const rows = ['c1', 'c2', 'c3'].map((chatId) => outboxRow(chatId))
        await store.commit([scribe.founding({ outbox: rows })])
        await store.settleOutbox([
          { accountId: 'acme', effectId: 'chat:c1:1:0', outcome: { kind: 'done' } },
          { accountId: 'acme', effectId: 'chat:c2:1:0', outcome: { kind: 'dead', error: 'gone' } },
        ])
        expect((await store.sweep(AT + DAY_MS)).outbox).toBe(0)
        expect((await store.sweep(AT + DAY_MS + 1)).outbox).toBe(1)
        expect((await store.sweep(AT + 30 * DAY_MS)).outbox).toBe(0)
        expect((await store.sweep(AT + 30 * DAY_MS + 1)).outbox).toBe(1)
        expect((await store.sweep(AT + 1_000 * DAY_MS)).outbox).toBe(0)
        expect(await store.takeOutbox(ALL_SHARDS, AT, 10)).toHaveLength(1)
      })

      test('[ST36] the journal of a chat goes 400 days after its closing, all at once; its words stay', async () => {
        await found()
        const old = closed(chatRow('c1', { customerId: 'u1' }), AT)
        const open = chatRow('c2')
        for (const actor of ['chat:c1', 'chat:c1', 'chat:c2', 'agent:p1']) scribe.event(actor)
        const actors = [actorRow('chat:c1', { seq: 2 }), actorRow('chat:c2')]
        const messages = [messageRow(old, { seq: 3 })]
        await store.commit([scribe.batch({ chats: [old, open], actors, messages })])
        expect((await store.sweep(AT + 400 * DAY_MS)).journal).toBe(0)
        expect((await store.sweep(AT + 400 * DAY_MS + 1)).journal).toBe(2)
        expect((await store.sweep(AT + 400 * DAY_MS + 1)).journal).toBe(0)
        expect(await store.loadChats('acme', ['c1'])).toEqual([old])
        expect(await feed.customerStream('acme', 'u1', 0, 10)).toEqual(messages)
      })

      test('[WY11] what happened to lines goes after 400 days', async () => {
        const rows = [lineRow(1), lineRow(2, { at: AT + DAY_MS })]
        await store.commit([scribe.founding({ lines: rows })])
        expect((await store.sweep(AT + 400 * DAY_MS)).lines).toBe(0)
        expect((await store.sweep(AT + 400 * DAY_MS + 1)).lines).toBe(1)
        const asked = { groupId: 'support', targetAgentId: '', fromTurn: 1, toTurn: null }
        expect((await lines.line('acme', asked, 10)).rows).toEqual([rows[1]])
      })

      test('[ST36] one sweep takes a bounded number of rows', async () => {
        const commands = Array.from({ length: 5_001 }, (_, n) => commandRow(`k${n}`))
        await store.commit([scribe.founding({ commands })])
        expect((await store.sweep(AT + 8 * DAY_MS)).commands).toBe(5_000)
        expect((await store.sweep(AT + 8 * DAY_MS)).commands).toBe(1)
      })
    })

    describe('files', () => {
      const rows = (...some: FileRow[]) => scribe.batch({ rare: rareRows({ files: some }) })

      test('[ST87] a load gives the uploads that wait, as they were last written', async () => {
        await found()
        const begun = fileRow('f1', { state: 'begun', mime: '', chatId: null })
        await store.commit([rows(begun, fileRow('f2'), fileRow('f3'), fileRow('f4'))])
        const ready = {
          ...begun,
          state: 'ready' as const,
          mime: 'image/png',
          kind: 'image' as const,
        }
        const inComment = { messageId: null, commentId: 'k1', audience: 'author' } as const
        const used = usedFileRow('f2', inComment)
        await store.commit([rows(ready, used, fileRow('f3', { state: 'dropped' }))])
        expect((await store.loadAccount('acme'))?.uploads).toEqual([ready, fileRow('f4')])
        expect(await files.file('acme', 'f2')).toEqual(used)
        expect(await files.file('acme', 'nothing')).toBeNull()
        expect(await files.file('globex', 'f2')).toBeNull()
      })

      test('[ST88] expired uploads are found and forgotten; what was used never is', async () => {
        await found()
        const late = fileRow('f1', { expiresAt: AT + 5 })
        const early = fileRow('f2', { expiresAt: AT + 3, state: 'dropped' })
        const later = fileRow('f3', { expiresAt: AT + 9 })
        const used = usedFileRow('f4', { at: 0 })
        await store.commit([rows(late, early, later, used)])
        const expired = [early, late].map((row) => ({ ...row, accountId: 'acme' }))
        expect(await files.expiredFiles(AT + 9, 10)).toEqual(expired)
        expect(await files.expiredFiles(AT + 9, 1)).toEqual(expired.slice(0, 1))
        const keys = ['f1', 'f2', 'f4'].map((fileId) => ({ accountId: 'acme', fileId }))
        await files.forgetFiles([...keys, { accountId: 'globex', fileId: 'f3' }])
        expect(await files.filesOfCustomer('acme', used.customerId)).toEqual([used, later])
      })

      test('[ST89] every file of a customer is found, and no other customer’s', async () => {
        await found()
        const unsent = fileRow('f1', { chatId: null, uploadedBy: 'customer:customer-of-c1' })
        const sent = usedFileRow('f2', { at: AT - 1 })
        const comments = usedFileRow('f3', { messageId: null, commentId: 'k1', audience: 'staff' })
        const others = fileRow('f4', { customerId: 'customer-of-c2' })
        await store.commit([rows(unsent, sent, comments, others)])
        const theirs = await files.filesOfCustomer('acme', 'customer-of-c1')
        expect(theirs).toEqual([sent, unsent, comments])
        expect(await files.filesOfCustomer('globex', 'customer-of-c1')).toEqual([])
      })
    })

    describe('feed', () => {
      test('[ST37] changes are every thing that has an event since, as it is now', async () => {
        await found()
        scribe.event('chat:c1')
        scribe.event('chat:c2')
        const [one, two] = [chatRow('c1', { seq: 2 }), chatRow('c2', { seq: 3 })]
        await store.commit([
          scribe.batch({
            chats: [one, two],
            messages: [messageRow(one, { seq: 2 }), messageRow(two, { seq: 3 })],
            comments: [commentRow(one, { seq: 2 })],
          }),
        ])
        scribe.event('chat:c2')
        scribe.event('agent:p1')
        const later = { ...two, seq: 4, agentId: 'p1' }
        const message = messageRow(two, { seq: 4, customerSeq: 2 })
        const comment = commentRow(two, { seq: 5 })
        const agent = actorRow('agent:p1')
        await store.commit([
          scribe.batch({
            chats: [later],
            messages: [message],
            comments: [comment],
            actors: [agent, actorRow('chat:c2')],
          }),
        ])
        expect(await feed.changesSince('acme', 3, 100)).toEqual({
          seq: 5,
          chats: [later],
          messages: [message],
          comments: [comment],
          agents: [agent],
        })
        const all = await feed.changesSince('acme', 0, 100)
        expect(all?.chats).toEqual([one, later])
        expect(all?.messages.map((row) => row.seq)).toEqual([2, 3, 4])
        expect(await feed.changesSince('acme', 5, 100)).toEqual({
          seq: 5,
          chats: [],
          messages: [],
          comments: [],
          agents: [],
        })
      })

      test('[ST37] too many changes, a cursor ahead and an unknown account give null', async () => {
        await found()
        for (let n = 0; n < 5; n++) scribe.event('chat:c1')
        await store.commit([scribe.batch()])
        expect(await feed.changesSince('acme', 1, 5)).toMatchObject({ seq: 6 })
        expect(await feed.changesSince('acme', 1, 4)).toBeNull()
        expect(await feed.changesSince('acme', 7, 5)).toBeNull()
        expect(await feed.changesSince('globex', 0, 5)).toBeNull()
      })

      test('[ST38] a conversation has the newest of both streams, ascending, and pages back', async () => {
        await found()
        const chat = chatRow('c1', { customerId: 'u1' })
        const before = closed(chatRow('c0', { customerId: 'u1' }), AT)
        for (let n = 0; n < 9; n++) scribe.event('chat:c1')
        const message = (seq: number, of = chat) => messageRow(of, { seq, customerSeq: seq })
        const messages = [message(2, before), ...[3, 4, 6, 7].map((seq) => message(seq))]
        const comments = [5, 8].map((seq) => commentRow(chat, { seq }))
        const readMarks = [{ chatId: 'c1', reader: 'customer', seq: 6, at: AT }]
        await store.commit([scribe.batch({ chats: [before, chat], messages, comments, readMarks })])
        expect(await feed.conversation('acme', 'c1', null, 3)).toEqual({
          seq: 10,
          chat,
          messages: [message(4), message(6), message(7)],
          comments,
          readMarks,
          more: true,
        })
        const earlier = await feed.conversation('acme', 'c1', 6, 3)
        expect(earlier.messages).toEqual([message(3), message(4)])
        expect(earlier.comments).toEqual([commentRow(chat, { seq: 5 })])
        expect(await feed.conversation('acme', 'none', null, 3)).toEqual({
          seq: 10,
          chat: null,
          messages: [],
          comments: [],
          readMarks: [],
          more: false,
        })
      })

      test('[ST38] pages of a conversation leave nothing out, however unevenly both streams lie', async () => {
        await found()
        const chat = chatRow('c1', { customerId: 'u1' })
        for (let n = 0; n < 30; n++) scribe.event('chat:c1')
        // Old comments, then many messages; three messages of one turn lie across a page's end.
        const comments = [2, 3, 20].map((seq) => commentRow(chat, { seq }))
        const seqs = [4, 5, 6, 7, 8, 9, 9, 9, 12, 13, 14, 15, 21]
        const messages = seqs.map((seq, index) => messageRow(chat, { seq, customerSeq: index + 1 }))
        await store.commit([scribe.batch({ chats: [chat], messages, comments })])
        const read: string[] = []
        for (let before: number | null = null, more = true; more;) {
          const page = await feed.conversation('acme', 'c1', before, 5)
          const items = [...page.messages, ...page.comments]
          read.push(...items.map((item) => ('messageId' in item ? item.messageId : item.commentId)))
          before = Math.min(...items.map(({ seq }) => seq))
          more = page.more
        }
        expect(read.toSorted()).toEqual(
          [
            ...messages.map(({ messageId }) => messageId),
            ...comments.map(({ commentId }) => commentId),
          ].toSorted(),
        )
      })

      test("[ST39] a customer's stream resumes above a number, and has a tail", async () => {
        await found()
        scribe.event('chat:c1')
        const chat = chatRow('c1', { customerId: 'u1' })
        const other = chatRow('c2', { customerId: 'u2' })
        const messages = [1, 2, 3, 4].map((customerSeq) => messageRow(chat, { customerSeq }))
        await store.commit([scribe.batch({ messages: [...messages, messageRow(other)] })])
        expect(await feed.customerStream('acme', 'u1', 1, 2)).toEqual([messages[1], messages[2]])
        expect(await feed.customerStream('acme', 'u1', 4, 2)).toEqual([])
        expect(await feed.customerTail('acme', 'u1', 2)).toEqual([messages[2], messages[3]])
        expect(await feed.customerTail('acme', 'u3', 2)).toEqual([])
        expect(await feed.customerStream('globex', 'u1', 0, 2)).toEqual([])
        const [, , third] = messages
        expect(await feed.words('acme', ['message-c1-3', 'none'], 3)).toEqual([
          {
            messageId: 'message-c1-3',
            chatId: 'c1',
            author: third?.author,
            text: third?.text?.slice(0, 3),
            at: third?.at,
          },
        ])
      })

      test('[ST39] what a customer sees at once ends with their newest chat', async () => {
        await found()
        scribe.event('chat:c1')
        const before = chatRow('c0', { customerId: 'u1', open: false })
        const chat = chatRow('c1', { customerId: 'u1' })
        const messages = [
          messageRow(before, { customerSeq: 1 }),
          messageRow(chat, { customerSeq: 2 }),
          messageRow(chat, { customerSeq: 3 }),
        ]
        const mark = { chatId: 'c1', reader: 'staff', seq: 2, at: AT }
        const others = [
          { ...mark, reader: 'agent:p1', seq: 3 },
          { ...mark, chatId: 'c0', seq: 1 },
        ]
        const readMarks = [mark, ...others]
        await store.commit([scribe.batch({ chats: [before, chat], messages, readMarks })])
        expect(await feed.customerScreen('acme', 'u1', 2)).toEqual({
          messages: messages.slice(1),
          chat,
          staffRead: 2,
        })
        const nothing = { messages: [], chat: null, staffRead: 0 }
        expect(await feed.customerScreen('acme', 'u3', 2)).toEqual(nothing)
        expect(await feed.customerScreen('globex', 'u1', 2)).toEqual(nothing)
      })

      test('[ST39] read marks are found by chat, each reader once', async () => {
        await found()
        scribe.event('chat:c1')
        const mark = { chatId: 'c1', reader: 'agent:p1', seq: 2, at: AT }
        await store.commit([scribe.batch({ readMarks: [mark] })])
        scribe.event('chat:c1')
        const later = { ...mark, seq: 3, at: AT + 1 }
        const other = { ...mark, chatId: 'c2' }
        await store.commit([scribe.batch({ readMarks: [later, other] })])
        expect(await feed.readMarks('acme', ['c1', 'c3'])).toEqual([later])
      })

      test('[SS1] stays and figures are written with their batch, figures by adding them up', async () => {
        await found()
        scribe.event('chat:c1')
        const figures = [figureRow({ chats: 1, waitingMs: 9, waiting: classesWith(3) })]
        const stay = stayRow('c1', { seq: scribe.seq, waitingMs: 9 })
        const chats = [chatRow('c1', { open: false, closedAt: AT })]
        await store.commit([scribe.batch({ chats, stays: [stay], figures })])
        scribe.event('chat:c1')
        await store.commit([scribe.batch({ figures })])
        const span = { grain: 'day', from: 20_000, to: 20_001 } as const
        const asked = { zone: 'UTC', kind: 'account', ids: null } as const
        const [sum] = await statistics.figures('acme', asked, [span])
        const counts = { ...noFigures(), chats: 2, waitingMs: 18, waiting: classesWith(3, 2) }
        expect(sum?.counts).toEqual(counts)
        expect(await statistics.figures('acme', { ...asked, zone: 'Asia/Tokyo' }, [span])).toEqual(
          [],
        )
        expect(await statistics.figures('globex', asked, [span])).toEqual([])
        expect(await statistics.series('acme', asked, span)).toEqual([
          { id: '', day: 20_000, counts },
        ])
      })

      test('[SS2] of a fenced account nothing is counted', async () => {
        await found()
        scribe.event('chat:c1')
        const figures = [figureRow({ chats: 1 })]
        const batch = { ...scribe.batch({ figures }), epoch: 99 }
        expect(await store.commit([batch])).toEqual({ fenced: ['acme'] })
        const asked = { zone: 'UTC', kind: 'account', ids: null } as const
        const span = { grain: 'day', from: 20_000, to: 20_001 } as const
        expect(await statistics.figures('acme', asked, [span])).toEqual([])
      })

      test('[SS3] what a figure counts is listed, who came last first, none twice or missing', async () => {
        await found()
        for (const name of ['c1', 'c2', 'c3']) scribe.event(`chat:${name}`)
        const closed = { open: false, state: 'closed', closedAt: AT }
        const chats = [
          chatRow('c1', { ...closed, customerId: 'u1' }),
          chatRow('c2', { ...closed, customerId: 'u2', groupId: 'sales' }),
          chatRow('c3', { ...closed, customerId: 'u3', rating: 4 }),
        ]
        const stays = [
          stayRow('c1', { cameAt: AT, answered: 1 }),
          stayRow('c2', { cameAt: AT + 1 }),
          stayRow('c3', { cameAt: AT + 1, answered: 1, last: true, waitingMs: 61_000 }),
          stayRow('c3', { kind: 'agent', id: 'p1', cameAt: AT + 1, chats: 2, answered: 1 }),
        ]
        await store.commit([scribe.batch({ chats, stays })])
        const asked: AskedStays = {
          kind: 'account',
          id: '',
          channelId: null,
          subjectId: null,
          groupIds: null,
          cameFrom: AT,
          cameBefore: AT + 2,
          which: { figure: 'chats' },
        }
        const idsOf = async (more: Partial<AskedStays>) =>
          (await statistics.counted('acme', { ...asked, ...more }, null, 9)).stays.map(
            ({ chat }) => chat.chatId,
          )
        expect(await idsOf({})).toEqual(['c3', 'c2', 'c1'])
        expect(await idsOf({ which: { figure: 'answered' } })).toEqual(['c3', 'c1'])
        expect(await idsOf({ which: { figure: 'unanswered' } })).toEqual(['c2'])
        expect(await idsOf({ which: { figure: 'rated' } })).toEqual(['c3'])
        expect(await idsOf({ which: { figure: 'within', ms: 60_000 } })).toEqual(['c2', 'c1'])
        expect(await idsOf({ groupIds: ['sales'] })).toEqual(['c2'])
        expect(await idsOf({ cameBefore: AT + 1 })).toEqual(['c1'])
        expect(await idsOf({ channelId: 'elsewhere' })).toEqual([])
        const ofAgent = { kind: 'agent', id: 'p1', which: { figure: 'unanswered' } } as const
        expect(await idsOf(ofAgent)).toEqual(['c3'])
        const first = await statistics.counted('acme', asked, null, 2)
        expect(first.next).toEqual({ cameAt: AT + 1, chatId: 'c2' })
        const second = await statistics.counted('acme', asked, first.next, 2)
        expect(second.stays.map(({ chat }) => chat.chatId)).toEqual(['c1'])
        expect(second.next).toBeNull()
      })

      test('[SS5] figures are summed by what chats are about, and by hours of the days of the week', async () => {
        await found()
        scribe.event('chat:c1')
        const group = { kind: 'group', id: 'sales' } as const
        const at = (hour: number, n: number) => {
          return noFigures().hours.map((_none, index) => (index === hour ? n : 0))
        }
        const figures = [
          figureRow({ chats: 3, hours: at(9, 3) }, group),
          figureRow({ chats: 1, hours: at(9, 1) }, { ...group, subjectId: 's1' }),
          figureRow({ chats: 2, hours: at(23, 2) }, { ...group, day: 20_001 }),
        ]
        const chat = chatRow('c1', { open: false, closedAt: AT, subjectId: 's1' })
        const stays = [
          stayRow('c1', { ...group, cameAt: AT, subjectId: 's1' }),
          stayRow('c2', { ...group, cameAt: AT }),
        ]
        const handovers = [
          handoverRow('h1', chat, { subject: 'A lost parcel' }),
          handoverRow('h2', chat, { subject: 'A parcel', seq: 3 }),
        ]
        await store.commit([
          scribe.batch({ chats: [chat], stays, figures, rare: rareRows({ handovers }) }),
        ])
        const days = { from: 20_000, to: 20_001 }
        const asked = { zone: 'UTC', kind: 'group', ids: null } as const
        const parted = { ...asked, bySubject: true }
        const chatsOf = async (which: AskedFigures) =>
          (await statistics.figures('acme', which, [{ grain: 'day', ...days }])).map(
            ({ id, subjectId, counts }) => [id, subjectId, counts.chats],
          )
        expect(await chatsOf(asked)).toEqual([['sales', '', 5]])
        expect(await chatsOf(parted)).toEqual([['sales', 's1', 1]])
        const more = figureRow({ chats: 4 }, { ...group, subjectId: 's2', day: 20_001 })
        scribe.event('chat:c1')
        await store.commit([scribe.batch({ figures: [more] })])
        expect(await chatsOf({ ...parted, most: 1 })).toEqual([['sales', 's2', 4]])
        // Day 20,000 is a Friday.
        const week = await statistics.hours('acme', asked, days)
        expect([week[4]?.[9], week[5]?.[23], week.flat().reduce((sum, n) => sum + n, 0)]).toEqual([
          3, 2, 5,
        ])
        expect(await statistics.subjects('acme', ['s1', 's2'])).toEqual(
          new Map([['s1', 'A parcel']]),
        )
        const list: AskedStays = {
          ...group,
          channelId: null,
          subjectId: 's1',
          groupIds: null,
          cameFrom: AT,
          cameBefore: AT + 1,
          which: { figure: 'chats' },
        }
        const page = await statistics.counted('acme', list, null, 9)
        expect(page.stays.map((one) => one.chat.chatId)).toEqual(['c1'])
      })

      test('[SS4] figures of a time zone begin anew with its book, which has what came before', async () => {
        await found()
        scribe.event('account')
        const figures = [figureRow({ chats: 1 })]
        await store.commit([scribe.batch({ figures })])
        scribe.event('account')
        const figureBook = { zone: 'UTC', fromSeq: 2, begunAt: AT }
        await store.commit([scribe.batch({ figures, rare: rareRows({ figureBook }) })])
        const asked = { zone: 'UTC', kind: 'account', ids: null } as const
        const span = { grain: 'day', from: 20_000, to: 20_001 } as const
        const [sum] = await statistics.figures('acme', asked, [span])
        expect(sum?.counts.chats).toBe(1)
      })

      test('[NO12] a read cursor never goes back', async () => {
        await found()
        scribe.event('chat:c1')
        const mark = { chatId: 'c1', reader: 'agent:p1', seq: 5, at: AT }
        await store.commit([scribe.batch({ readMarks: [mark] })])
        scribe.event('chat:c1')
        await store.commit([scribe.batch({ readMarks: [{ ...mark, seq: 2, at: AT + 1 }] })])
        expect(await feed.readMarks('acme', ['c1'])).toEqual([mark])
      })
    })
  })
}
