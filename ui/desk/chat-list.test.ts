import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { ChatView } from '#protocol/staff-views'
import { adoptTokens, button, find, inside, textOf, isAccessible } from '../testing/look.ts'
import { NOW, agentView, chatView, deskState, settingsView } from '../testing/staff-fixtures.ts'
import './chat-list.ts'
import type { ChatList } from './chat-list.ts'
import { chatLists, tabsOf } from './chat-lists.ts'
import { Drafts } from './drafts.ts'
import { waitingTone } from './state-words.ts'

const queued = (chatId: string, minutes: number): ChatView =>
  chatView({
    chatId,
    customerName: chatId,
    state: 'queued',
    agentId: null,
    firstWaitingAt: NOW - minutes * 60_000,
    unansweredSince: null,
    stateSince: NOW - minutes * 60_000,
  })

async function show(chats: ChatView[], tab: 'mine' | 'queue' | 'team' = 'queue') {
  return fixture<ChatList>(html`
    <parley-chat-list
      .desk=${deskState({ chats })}
      .tab=${tab}
      .drafts=${new Drafts('acme', null)}
      .now=${() => NOW}
    ></parley-chat-list>
  `)
}

const names = (list: ChatList) => [...inside(list).querySelectorAll('.name')].map(textOf)
const rows = (list: ChatList) => [...inside(list).querySelectorAll<HTMLElement>('.row')]

describe('parley-chat-list', () => {
  before(adoptTokens)

  it('[UZ3] every tab is seen whole in the narrowest list, with its count', async () => {
    const list = await show(Array.from({ length: 120 }, (_, at) => queued(`Ada ${at}`, at)))
    list.style.inlineSize = '280px'
    await list.updateComplete
    const { right } = find(inside(list), '.tabs').getBoundingClientRect()
    for (const tab of inside(list).querySelectorAll('[role="tab"]')) {
      expect(tab.getBoundingClientRect().right).to.be.at.most(right)
    }
    for (const count of inside(list).querySelectorAll('.count')) {
      expect(count.scrollWidth).to.be.at.most(count.getBoundingClientRect().width + 1)
    }
  })

  it('[BO82] a row says what a chat is about before its last words, however narrow it is', async () => {
    const subject = 'A parcel that was to come on Monday and is lost since, with all that was in it'
    const list = await show([queued('Ada', 3), { ...queued('Bo', 9), subject }])
    list.style.inlineSize = '280px'
    await list.updateComplete
    await isAccessible(list)
    const [bo, ada] = rows(list)
    const second = find(bo ?? list, '.second')
    expect(textOf(find(second, '.subject'))).to.equal(subject)
    expect(textOf(second)).to.match(/in it\s*Where is my parcel/)
    expect(second.scrollWidth).to.be.at.most(second.getBoundingClientRect().width + 1)
    const preview = find(second, '.preview').getBoundingClientRect()
    expect(preview.width).to.be.above(40)
    expect(ada?.querySelector('.subject')).to.equal(null)
  })

  it('[UI36] is accessible: filled, empty and loading', async () => {
    const list = await show([queued('Ada', 3), queued('Bo', 9)])
    await isAccessible(list)
    list.desk = deskState({ chats: [] })
    await list.updateComplete
    await isAccessible(list)
    expect(textOf(inside(list))).to.contain('Nobody waits')
    list.desk = null
    await list.updateComplete
    await isAccessible(list)
  })

  it('[UI36] moves through rows by arrow keys', async () => {
    const list = await show([queued('Ada', 3), queued('Bo', 9), queued('Cem', 6)])
    rows(list)[0]?.focus()
    await sendKeys({ press: 'ArrowDown' })
    expect(inside(list).activeElement).to.equal(rows(list)[1])
    await sendKeys({ press: 'End' })
    expect(inside(list).activeElement).to.equal(rows(list)[2])
    await sendKeys({ press: 'Home' })
    expect(inside(list).activeElement).to.equal(rows(list)[0])
    expect(rows(list)[0]?.getAttribute('href')).to.equal('#/queue/chat/Bo')
  })

  it('[UI37] stands still while focus is in it, and offers what is new', async () => {
    const list = await show([queued('Ada', 3), queued('Bo', 9)])
    expect(names(list)).to.deep.equal(['Bo', 'Ada'])
    rows(list)[0]?.focus()
    list.desk = deskState({ chats: [queued('Ada', 3), queued('Zoe', 20)] })
    await list.updateComplete
    expect(names(list)).to.deep.equal(['Bo', 'Ada'])
    expect(textOf(rows(list)[0] ?? null)).to.contain('No longer here')
    button(inside(list), '1 new').click()
    await list.updateComplete
    expect(names(list)).to.deep.equal(['Zoe', 'Ada'])
  })

  it('[UI37] takes its order up again when the pointer leaves', async () => {
    const list = await show([queued('Ada', 3)])
    const area = find(inside(list), '.rows')
    area.dispatchEvent(new PointerEvent('pointerenter'))
    list.desk = deskState({ chats: [queued('Ada', 3), queued('Zoe', 20)] })
    await list.updateComplete
    expect(names(list)).to.deep.equal(['Ada'])
    area.dispatchEvent(new PointerEvent('pointerleave'))
    await list.updateComplete
    expect(names(list)).to.deep.equal(['Zoe', 'Ada'])
  })

  it('[UI38] has a queue only where chats are taken by hand, and counts its chats', async () => {
    const list = await show([queued('Ada', 3), queued('Bo', 9), chatView()])
    const tabs = () => [...inside(list).querySelectorAll('[role="tab"]')].map(textOf)
    expect(tabs()).to.deep.equal(['Mine 1', 'In queue 2', 'Team 0', 'Closed'])
    list.desk = deskState({
      chats: [queued('Ada', 3)],
      settings: settingsView({ assignment: 'automatic' }),
    })
    list.tab = 'mine'
    await list.updateComplete
    expect(tabs()).to.deep.equal(['Mine 0', 'Team 1', 'Closed'])
    expect(tabsOf(deskState({ settings: settingsView() }))).to.include('queue')
  })

  it('[UI38] puts what is offered or forwarded to me with mine', () => {
    const offered = chatView({ chatId: 'o', state: 'offered', agentId: 'mira' })
    const forwarded = chatView({
      chatId: 'f',
      state: 'forwarded',
      agentId: null,
      targetAgentId: 'mira',
    })
    const others = chatView({ chatId: 'x', agentId: 'jonas' })
    const lists = chatLists(deskState({ chats: [chatView(), offered, forwarded, others] }))
    expect(lists.mine.map(({ chatId }) => chatId).sort()).to.deep.equal(['chat1', 'f', 'o'])
    expect(lists.team.map(({ chatId }) => chatId)).to.deep.equal(['x'])
  })

  it('[UI39] colours waiting times by the limits of the account', () => {
    const desk = deskState({ me: agentView() })
    const waits = (seconds: number) =>
      waitingTone(chatView({ unansweredSince: NOW - seconds * 1_000 }), desk, NOW)
    expect([60, 100, 170].map(waits)).to.deep.equal(['neutral', 'warn', 'bad'])
    const inLine = (minutes: number) => waitingTone(queued('Ada', minutes), desk, NOW)
    expect([4, 6, 9].map(inLine)).to.deep.equal(['neutral', 'warn', 'bad'])
  })

  it('[UI83] says that there are no words yet, and of a chat not mine to read whose it is', async () => {
    const list = await show([
      { ...queued('Ada', 1), preview: null },
      { ...queued('Ben', 2), preview: null, access: 'row' },
    ])
    const previews = [...inside(list).querySelectorAll('.preview')].map(textOf)
    expect(previews).to.have.members(['No words yet', 'Orders'])
    const team = await show([chatView({ agentId: 'jonas', preview: null, access: 'row' })], 'team')
    expect(textOf(inside(team).querySelector('.preview'))).to.equal('Orders · Jonas Lind')
    expect(textOf(inside(team).querySelector('.place'))).to.equal('Orders')
  })
})
