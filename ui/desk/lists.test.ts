import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { ArchivePage, FoundLine, SearchPage } from '#protocol/rest'
import type { ChatView } from '#protocol/staff-views'
import { archiveReader } from '../client/archive-reader.ts'
import { deskFrom } from '../client/desk-state.ts'
import type { Answer, ArchiveAsked, ArchiveCursor } from '../client/rest.ts'
import { searchReader } from '../client/search-reader.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import {
  NOW,
  agentView,
  chatView,
  deskSnapshot,
  deskState,
  groupView,
  settingsView,
} from '../testing/staff-fixtures.ts'
import { addressOf, placeAt } from './address.ts'
import { archiveAsked, filterIn } from './archive-filter.ts'
import './archive-list.ts'
import type { ArchiveList } from './archive-list.ts'
import './chat-list.ts'
import type { ChatList } from './chat-list.ts'
import { chatLists, tabCounts } from './chat-lists.ts'
import { Drafts } from './drafts.ts'
import './search-list.ts'
import type { SearchList } from './search-list.ts'

const MANY = 10_000

const queued = (chatId: string, minutes: number, change: Partial<ChatView> = {}): ChatView =>
  chatView({
    chatId,
    customerName: chatId,
    state: 'queued',
    agentId: null,
    firstWaitingAt: NOW - minutes * 60_000,
    unansweredSince: null,
    ...change,
  })

const many = Array.from({ length: MANY }, (_, n) => queued(`c${n}`, MANY - n))

type Lists = ChatList | ArchiveList | SearchList

const rows = (list: Lists) => [...inside(list).querySelectorAll<HTMLElement>('.row')]
const focused = (list: Lists) =>
  inside(list).activeElement?.closest('li')?.getAttribute('aria-posinset') ?? null

async function press(list: Lists, key: string): Promise<void> {
  await sendKeys({ press: key })
  await list.updateComplete
  await list.updateComplete
}

async function show(desk = deskState({ chats: many }), tab: ChatList['tab'] = 'queue') {
  const list = await fixture<ChatList>(html`
    <parley-chat-list
      .style=${'block-size: 600px; inline-size: 320px'}
      .desk=${desk}
      .tab=${tab}
      .drafts=${new Drafts('acme', null)}
      .now=${() => NOW}
    ></parley-chat-list>
  `)
  await waitUntil(() => rows(list).length > 0)
  return list
}

describe('a list of 10,000 chats', () => {
  before(adoptTokens)

  it('[UL1] renders what is in sight, is accessible, and is moved through by keys', async () => {
    const list = await show()
    expect(rows(list).length).to.be.lessThan(40)
    await isAccessible(list)
    rows(list)[0]?.focus()
    await press(list, 'ArrowDown')
    expect(focused(list)).to.equal('2')
    await press(list, 'End')
    expect(focused(list)).to.equal(String(MANY))
    await waitUntil(() => rows(list).length < 40)
    await press(list, 'ArrowUp')
    expect(focused(list)).to.equal(String(MANY - 1))
    await press(list, 'PageUp')
    const page = MANY - 1 - Number(focused(list))
    expect(page).to.be.within(4, 9)
    await press(list, 'PageDown')
    expect(focused(list)).to.equal(String(MANY - 1))
    await press(list, 'Home')
    expect(focused(list)).to.equal('1')
    const order = rows(list).map((row) => Number(row.closest('li')?.dataset['index']))
    expect(order).to.deep.equal(order.toSorted((a, b) => a - b))
    expect(rows(list)[0]?.closest('li')?.getAttribute('aria-setsize')).to.equal(String(MANY))
  })

  it('[WY31] does not go through all of its chats while one scrolls', async () => {
    let looks = 0
    const counting = many.map((chat) => ({
      ...chat,
      get chatId() {
        looks += 1
        return chat.chatId
      },
    }))
    const list = await show(deskState({ chats: counting }))
    const scroller = find(inside(list), '.rows')
    looks = 0
    for (const place of [3_000, 90_000, 300_000]) {
      scroller.scrollTop = place
      await waitUntil(() => Number(rows(list)[0]?.closest('li')?.dataset['index']) > place / 200)
      await list.updateComplete
    }
    expect(looks).to.be.within(30, MANY / 4)
  })

  it('[UL2] keeps its focused row while one scrolls, and one row for the Tab key', async () => {
    const list = await show()
    const tabbable = () => rows(list).filter(({ tabIndex }) => tabIndex === 0)
    expect(tabbable().map((row) => textOf(row.querySelector('.name')))).to.deep.equal(['c0'])
    list.selected = 'c3'
    await list.updateComplete
    expect(tabbable().map((row) => textOf(row.querySelector('.name')))).to.deep.equal(['c3'])
    rows(list)[1]?.focus()
    await list.updateComplete
    const row = inside(list).activeElement
    const scroller = find(inside(list), '.rows')
    scroller.scrollTop = 300_000
    await waitUntil(() => rows(list).some((one) => textOf(one.querySelector('.name')) === 'c4170'))
    expect(inside(list).activeElement).to.equal(row)
    expect(tabbable()).to.deep.equal([row])
    // Rows come and go: the order stands still, and so does the focus.
    list.desk = deskState({ chats: many.slice(2).concat(queued('new', MANY + 1)) })
    await list.updateComplete
    expect(inside(list).activeElement).to.equal(row)
    expect(textOf(row?.querySelector('.third') ?? null)).to.equal('No longer here')
    expect(textOf(button(inside(list), 'new'))).to.equal('1 new')
  })
})

describe('counts', () => {
  const team = [queued('w1', 5), queued('w2', 9), chatView({ chatId: 'x', agentId: 'jonas' })]
  const automatic = settingsView({ assignment: 'automatic' })

  it('[UL3] come from one function, whatever the role sees', async () => {
    const byHand = deskState({ chats: [...team, chatView({ unread: 3 })] })
    expect(tabCounts(byHand)).to.deep.equal({
      mine: 1,
      queue: 2,
      team: 1,
      unread: 3,
      waitingUnseen: 0,
    })
    const groups = [groupView({ waiting: 7 }), groupView({ groupId: 'billing', waiting: 2 })]
    const agent = deskState({ chats: team.slice(2), settings: automatic, groups })
    expect(tabCounts(agent)).to.deep.include({ queue: 0, team: 1, waitingUnseen: 7 })
    const me = agentView({ role: 'supervisor' })
    const leader = deskState({ chats: team, settings: automatic, groups, me })
    expect(tabCounts(leader)).to.deep.include({ queue: 0, team: 3, waitingUnseen: 0 })
    expect(chatLists(leader).team.map(({ chatId }) => chatId)).to.deep.equal(['w2', 'w1', 'x'])

    const list = await show(leader, 'team')
    await isAccessible(list)
    const titles = () => [...inside(list).querySelectorAll('.section')].map(textOf)
    expect(titles()).to.deep.equal(['Waiting 2', 'With the team 1'])
    rows(list)[1]?.focus()
    await press(list, 'ArrowDown')
    expect(textOf(inside(list).activeElement?.querySelector('.name') ?? null)).to.equal('Ada Nwosu')
    list.desk = agent
    ;(inside(list).activeElement as HTMLElement).blur()
    await list.updateComplete
    expect(titles()).to.deep.equal([])
    expect(textOf(find(inside(list), '.unseen'))).to.equal('7 wait to be assigned')
    await isAccessible(list)
  })

  it('[UL4] the queue stands in the order that the account chose', () => {
    const chats = [
      queued('b', 5),
      queued('a', 5),
      queued('old', 9),
      queued('urgent', 1, { priority: 2 }),
    ]
    const order = (queueOrder: 'longestWaiting' | 'newest' | 'priority', of = chats) =>
      chatLists(deskState({ chats: of, settings: settingsView({ queueOrder }) }))
        .queue.map(({ chatId }) => chatId)
        .join(' ')
    for (const of of [chats, chats.toReversed()]) {
      expect(order('longestWaiting', of)).to.equal('old a b urgent')
      expect(order('newest', of)).to.equal('urgent a b old')
      expect(order('priority', of)).to.equal('urgent old a b')
    }
  })
})

const closed = (n: number): ChatView =>
  chatView({
    chatId: `closed${n}`,
    customerName: `Closed ${n}`,
    state: 'closed',
    open: false,
    unread: 0,
    closedAt: NOW - n * 60_000,
    closeReason: 'solved',
  })

/** A server with so many closed chats, thirty a page. */
function archiveOf(count: number) {
  const asked: ArchiveAsked[] = []
  let failing = false
  const closedChats = async (
    _accountId: string,
    asks: ArchiveAsked,
    after: ArchiveCursor | null,
  ): Promise<Answer<ArchivePage>> => {
    if (failing) return { ok: false, refusal: { code: 'transient', says: 'Not now.' } }
    asked.push(asks)
    const from = after === null ? 0 : Number(after.chatId.slice('closed'.length)) + 1
    const length = Math.max(0, Math.min(30, count - from))
    const chats = Array.from({ length }, (_, n) => closed(from + n))
    const last = chats.at(-1)
    const next =
      from + length < count && last?.closedAt
        ? { closedAt: last.closedAt, chatId: last.chatId }
        : null
    return { ok: true, value: { chats, next } }
  }
  const reader = archiveReader({ closedChats }, 'acme')
  return { reader, asked, fail: (is: boolean) => (failing = is) }
}

async function showArchive(reader: ArchiveList['archive'], filter: Record<string, string> = {}) {
  const filters: unknown[] = []
  const list = await fixture<ArchiveList>(html`
    <parley-archive-list
      .style=${'block-size: 600px; inline-size: 320px'}
      .desk=${deskState()}
      .archive=${reader}
      .filter=${filter}
      .now=${() => NOW}
      @parley-filter=${({ detail }: CustomEvent) => filters.push(detail)}
    ></parley-archive-list>
  `)
  return { list, filters }
}

describe('closed chats', () => {
  before(adoptTokens)

  it('[UL5] are accessible, and read on as one scrolls', async () => {
    const { reader, asked } = archiveOf(200)
    const { list } = await showArchive(reader)
    await isAccessible(list)
    await reader.ask({})
    await waitUntil(() => rows(list).length > 0)
    await isAccessible(list)
    expect(reader.items.length).to.be.lessThan(90)
    rows(list)[0]?.focus()
    for (let tries = 0; reader.items.length < 200 && tries < 20; tries++) {
      await press(list, 'End')
      await waitUntil(() => !reader.isLoading)
    }
    expect(reader.items.map(({ chatId }) => chatId)).to.deep.equal(
      Array.from({ length: 200 }, (_, n) => `closed${n}`),
    )
    expect(asked.length).to.equal(7)
    expect(rows(list).length).to.be.lessThan(40)
    expect(rows(list)[0]?.getAttribute('href')).to.match(/^#\/closed\/chat\/closed\d+$/)
  })

  it('[UL5] are narrowed by words, groups, agents and days, by keyboard', async () => {
    const { reader } = archiveOf(3)
    await reader.ask({})
    const { list, filters } = await showArchive(reader, { text: 'tea', group: 'orders' })
    expect(find<HTMLInputElement>(inside(list), 'input[type=search]').value).to.equal('tea')
    button(inside(list), 'Remove the filter Orders').click()
    expect(filters.at(-1)).to.deep.equal({ text: 'tea' })
    const toggle = button(inside(list), 'Filters')
    toggle.focus()
    await sendKeys({ press: 'Enter' })
    await list.updateComplete
    expect(toggle.getAttribute('aria-expanded')).to.equal('true')
    await isAccessible(list)
    const agent = find<HTMLSelectElement>(inside(list), '#agent')
    agent.focus()
    await sendKeys({ type: 'Jonas' })
    agent.dispatchEvent(new Event('change'))
    expect(filters.at(-1)).to.deep.equal({ text: 'tea', group: 'orders', agent: 'jonas' })
    const from = find<HTMLInputElement>(inside(list), '#since')
    from.value = '2026-11-02'
    from.dispatchEvent(new Event('change'))
    expect(filters.at(-1)).to.deep.equal({ text: 'tea', group: 'orders', since: '2026-11-02' })
    button(inside(list), 'Clear filters').click()
    expect(filters.at(-1)).to.deep.equal({})
    const asked = archiveAsked({ since: '2026-11-02', until: '2026-11-02', agent: 'jonas' })
    expect(asked).to.deep.include({ agentId: 'jonas', groupId: undefined })
    const day = (asked.closedBefore ?? 0) - (asked.closedFrom ?? 0)
    expect(day).to.equal(86_400_000)
    expect(new Date(asked.closedFrom ?? 0).getHours()).to.equal(0)
  })

  it('[UX2] are narrowed by a tag, also by a deleted one', async () => {
    const { reader } = archiveOf(3)
    const { list, filters } = await showArchive(reader, { tag: 'old' })
    const tags = [
      { tagId: 'refund', name: 'Refund', colour: 'teal' as const, deleted: false },
      { tagId: 'old', name: 'Old', colour: 'plum' as const, deleted: true },
    ]
    list.desk = deskState({ tags })
    await list.updateComplete
    button(inside(list), 'Filters').click()
    await list.updateComplete
    const choice = find<HTMLSelectElement>(inside(list), '#tag')
    expect([...choice.options].map(textOf)).to.deep.equal(['Any tag', 'Old (deleted)', 'Refund'])
    expect(choice.value).to.equal('old')
    choice.value = 'refund'
    choice.dispatchEvent(new Event('change'))
    expect(filters.at(-1)).to.deep.equal({ tag: 'refund' })
    expect(archiveAsked({ tag: 'refund' }).tagId).to.equal('refund')
    expect(filterIn({ tag: 'no tag' })).to.deep.equal({})
    const account = await showArchive(reader)
    expect(inside(account.list).querySelector('#tag')).to.equal(null)
  })

  it('[UX1] and the filter name channels as they are called now', async () => {
    const { reader } = archiveOf(3)
    await reader.ask({})
    const { list } = await showArchive(reader, { channel: 'web' })
    await waitUntil(() => rows(list).length > 0)
    const channels = () => textOf(rows(list)[0]?.querySelector('.channel') ?? null)
    expect(channels()).to.equal('· Shop')
    const renamed = [
      { channelId: 'web', name: 'Our shop', kind: 'widget' as const },
      { channelId: 'app', name: 'Mobile app', kind: 'api' as const },
    ]
    list.desk = deskState({ channels: renamed })
    await list.updateComplete
    expect(channels()).to.equal('· Our shop')
    expect(textOf(button(inside(list), 'Remove the filter Our shop'))).to.equal('Our shop')
    const choice = find<HTMLSelectElement>(inside(list), '#channel')
    expect([...choice.options].map(textOf)).to.deep.equal([
      'All channels',
      'Mobile app',
      'Our shop',
    ])
    list.desk = deskState({ channels: renamed.slice(0, 1) })
    await list.updateComplete
    expect(rows(list)[0]?.querySelector('.channel')).to.equal(null)
  })

  it('[UL6] that do not come say so, and come when they are tried again', async () => {
    const { reader, fail } = archiveOf(3)
    fail(true)
    await reader.ask({})
    const { list } = await showArchive(reader)
    expect(textOf(inside(list))).to.contain('Not now.')
    await isAccessible(list)
    fail(false)
    button(inside(list), 'Try again').click()
    await waitUntil(() => rows(list).length === 3)
    expect(textOf(inside(list))).not.to.contain('Not now.')
  })

  it('[UL6] of an earlier question are not shown, and none comes twice', async () => {
    const answers: ((page: Answer<ArchivePage>) => void)[] = []
    const closedChats = () =>
      new Promise<Answer<ArchivePage>>((resolve) => {
        answers.push(resolve)
      })
    const reader = archiveReader({ closedChats }, 'acme')
    const page = (chats: ChatView[], next: ArchiveCursor | null): Answer<ArchivePage> => ({
      ok: true,
      value: { chats, next },
    })
    const first = reader.ask({ text: 'a' })
    const second = reader.ask({ text: 'b' })
    answers[1]?.(page([closed(1), closed(2)], { closedAt: 1, chatId: 'closed2' }))
    await second
    answers[0]?.(page([closed(9)], null))
    await first
    expect(reader.items.map(({ chatId }) => chatId)).to.deep.equal(['closed1', 'closed2'])
    const more = reader.more()
    await reader.more()
    expect(answers).to.have.length(3)
    answers[2]?.(page([closed(2), closed(3)], null))
    await more
    expect(reader.items.map(({ chatId }) => chatId)).to.deep.equal([
      'closed1',
      'closed2',
      'closed3',
    ])
    await reader.more()
    expect(answers).to.have.length(3)
  })
})

describe('what was found', () => {
  before(adoptTokens)

  const line = (seq: number, change: Partial<FoundLine> = {}): FoundLine => ({
    kind: 'message',
    lineId: `line${seq}`,
    seq,
    author: 'customer:ada',
    at: NOW - 60_000,
    excerpt: 'Where is my parcel?',
    marks: [[12, 18]],
    chat: chatView(),
    ...change,
  })

  const found: SearchPage = {
    customers: [
      {
        customerId: 'ada',
        name: 'Ada Parcelsen',
        email: 'ada@shop.example',
        marks: { name: [[4, 10]], email: [] },
        chats: [chatView({ chatId: 'newest' })],
      },
    ],
    lines: [line(20), line(7, { kind: 'comment', author: 'agent:mira' })],
    next: null,
  }

  async function showFound(answer: Answer<SearchPage>, text = 'parcel') {
    const reader = searchReader({ search: () => Promise.resolve(answer) }, 'acme')
    if (text !== '') await reader.ask(text)
    const list = await fixture<SearchList>(html`
      <parley-search-list
        .style=${'block-size: 600px; inline-size: 320px'}
        .desk=${deskState()}
        .search=${reader}
        .text=${text}
        .selected=${'chat1'}
        .at=${20}
        .now=${() => NOW}
      ></parley-search-list>
    `)
    return list
  }

  it('[UL7] has its words marked, leads to its place, and is accessible by keyboard', async () => {
    const list = await showFound({ ok: true, value: found })
    await waitUntil(() => rows(list).length === 3)
    await isAccessible(list)
    const marks = [...inside(list).querySelectorAll('mark')].map(textOf)
    expect(marks).to.deep.equal(['Parcel', 'parcel', 'parcel'])
    expect(rows(list).map((row) => row.getAttribute('href'))).to.deep.equal([
      '#/search/chat/newest?text=parcel',
      '#/search/chat/chat1/at/20?text=parcel',
      '#/search/chat/chat1/at/7?text=parcel',
    ])
    expect(textOf(rows(list)[2]?.querySelector('.place') ?? null)).to.match(/^Comment You · Orders/)
    expect(rows(list)[1]?.getAttribute('aria-current')).to.equal('true')
    rows(list)[0]?.focus()
    await press(list, 'End')
    expect(focused(list)).to.equal('3')
  })

  it('[UL7] says what to do where nothing is asked, found, or came', async () => {
    const nothing = await showFound({ ok: true, value: { customers: [], lines: [], next: null } })
    expect(textOf(inside(nothing))).to.contain('Nothing found')
    await isAccessible(nothing)
    const unasked = await showFound({ ok: true, value: found }, '')
    expect(textOf(inside(unasked))).to.contain('Look for words')
    const says = 'These words are in too much to be found in time; add one.'
    const refused = await showFound({ ok: false, refusal: { code: 'tooBroad', says } })
    expect(textOf(inside(refused))).to.contain(says)
    await isAccessible(refused)
  })
})

describe('addresses of lists', () => {
  it('[UL8] are read back as they were written', () => {
    const places = [
      { tab: 'closed', chatId: null, at: null, query: { text: 'a b&c=ä', group: 'g-1' } },
      { tab: 'closed', chatId: 'x_1', at: null, query: { since: '2026-11-02' } },
      { tab: 'search', chatId: 'x', at: 42, query: { text: '50 % #1?' } },
      { tab: 'team', chatId: null, at: null, query: {} },
    ] as const
    for (const place of places) expect(placeAt(addressOf(place))).to.deep.equal(place)
    expect(addressOf({ tab: 'closed', chatId: null, query: { text: '' } })).to.equal('#/closed')
  })

  it('[UL8] that cannot be meant lead to what can', () => {
    expect(placeAt('#/nowhere/chat/%E0%A4%A/at/-x?%')).to.deep.include({ tab: 'mine', at: null })
    const query = {
      group: "' or 1=1",
      since: 'yesterday',
      until: '2026-99-99x',
      text: ' ',
      agent: 'ok',
    }
    expect(filterIn(query)).to.deep.equal({ agent: 'ok' })
    expect(filterIn({ text: 'x'.repeat(501) })).to.deep.equal({})
  })
})

describe('one desk', () => {
  it('[UL3] gives the same lists again, and others when something changed', () => {
    const desk = deskFrom(deskSnapshot({ chats: many.slice(0, 50) }), 10)
    expect(chatLists(desk)).to.equal(chatLists({ ...desk }))
    const settings = settingsView({ assignment: 'automatic' })
    expect(chatLists({ ...desk, settings }).queue).to.have.length(0)
    expect(chatLists(desk).queue).to.have.length(50)
  })
})
