import { expect, fixture, html } from '@open-wc/testing'
import { defaultPreferences } from '#protocol/default-preferences'
import type { Preferences } from '#protocol/rest'
import type { ChatView } from '#protocol/staff-views'
import { browserAttention } from '../client/attention-ports.ts'
import type { DeskState } from '../client/desk-state.ts'
import { FakeAttention } from '../testing/fake-attention.ts'
import { FakeClock } from '../testing/fake-clock.ts'
import {
  adoptTokens,
  button,
  find,
  inside,
  isAccessible,
  settled,
  textOf,
} from '../testing/look.ts'
import { NOW, agentView, chatView, deskState, settingsView } from '../testing/staff-fixtures.ts'
import { Attention, LIMIT_SOON_MS, newsBetween } from './attention.ts'
import './profile-dialog.ts'
import type { ProfileDialog, ProfileRest } from './profile-dialog.ts'

const HAND = settingsView({ assignment: 'byHand' })
const AUTOMATIC = settingsView({ assignment: 'automatic' })

const QUIET = chatView({ chatId: 'quiet', unread: 0 })

function desk(...chats: ChatView[]): DeskState {
  return deskState({ settings: AUTOMATIC, chats })
}

function attended(chosen: Partial<Preferences['notifications']> = {}) {
  const ports = new FakeAttention()
  const clock = new FakeClock(NOW)
  const told = { count: 0, isBlocked: false, opened: [] as [string, number | null][] }
  const state: { desk: DeskState | null; shown: string | null } = { desk: null, shown: null }
  const attention = new Attention('acme', {
    ports,
    clock,
    desk: () => state.desk,
    now: () => clock.now(),
    shown: () => state.shown,
    open: (...where) => told.opened.push(where),
    count: (unread) => {
      told.count = unread
    },
    blocked: (isBlocked) => {
      told.isBlocked = isBlocked
    },
  })
  const prefer = (notifications: Partial<Preferences['notifications']>) =>
    attention.prefer({
      ...defaultPreferences,
      notifications: { ...defaultPreferences.notifications, ...notifications },
    })
  prefer({ sound: true, desktop: true, ...chosen })
  const show = (next: DeskState) => {
    state.desk = next
    attention.changed()
  }
  return { attention, ports, clock, told, state, prefer, show }
}

describe('what is news', () => {
  const mine = chatView({ chatId: 'c1', unread: 0 })
  const kinds = (before: DeskState, after: DeskState) =>
    newsBetween(before, after).map(({ happening, chatId }) => `${happening} ${chatId}`)

  it('[UA8] is a chat that comes to me, by no act of my own', () => {
    expect(kinds(desk(), desk(mine))).to.deep.equal(['chat c1'])
    const offered = { ...mine, state: 'offered' }
    expect(kinds(desk(), desk(offered))).to.deep.equal(['chat c1'])
    expect(kinds(desk(offered), desk(mine)), 'that I accepted').to.deep.equal([])
    const forwarded = { ...mine, state: 'forwarded', agentId: null, targetAgentId: 'mira' }
    expect(kinds(desk(), desk(forwarded))).to.deep.equal(['chat c1'])
    const theirs = { ...mine, agentId: 'jonas' }
    expect(kinds(desk(theirs), desk(mine)), 'that I took over').to.deep.equal([])
    const waits = { ...mine, state: 'queued', agentId: null }
    const hand = (...chats: ChatView[]) => deskState({ settings: HAND, chats })
    expect(kinds(hand(), hand(waits))).to.deep.equal(['chat c1'])
    expect(kinds(hand(waits), hand(mine)), 'that I took').to.deep.equal([])
  })

  it('[UA8] is a message in a chat of mine, and my name in a comment, wherever', () => {
    const more = { ...mine, seq: 99, unread: 2 }
    expect(kinds(desk(mine), desk(more))).to.deep.equal(['message c1'])
    expect(kinds(desk(more), desk({ ...more, unread: 1 }))).to.deep.equal([])
    const theirs = { ...mine, agentId: 'jonas' }
    expect(kinds(desk(theirs), desk({ ...theirs, unread: 5 }))).to.deep.equal([])
    const mention = { commentId: 'k', chatId: 'old', seq: 3, at: NOW }
    const named = { ...desk(more), mentions: [mention] }
    expect(kinds(desk(mine), named)).to.deep.equal(['mention old', 'message c1'])
    expect(kinds(named, named)).to.deep.equal([])
  })
})

describe('drawing attention', () => {
  const mine = chatView({ chatId: 'c1', unread: 0, customerName: 'Ada Nwosu' })
  const written = { ...mine, seq: 99, unread: 1 }

  it('[UA9] plays a sound of its own for each, where sounds are wanted', () => {
    const { ports, show, prefer } = attended()
    show(desk(mine))
    expect(ports.played, 'what was there before').to.deep.equal([])
    show(desk(written))
    show({ ...desk(written), mentions: [{ commentId: 'k', chatId: 'c1', seq: 3, at: NOW }] })
    show(desk(written, QUIET))
    expect(ports.played).to.deep.equal(['message', 'mention', 'chat'])
    prefer({ sound: false })
    show(desk({ ...written, seq: 100, unread: 2 }, QUIET))
    prefer({ sound: true, ownMessages: false })
    show(desk({ ...written, seq: 101, unread: 3 }, QUIET))
    expect(ports.played).to.have.length(3)
  })

  it('[UA9] tells nothing of the conversation that one looks at', () => {
    const { ports, show, state } = attended()
    show(desk(mine))
    state.shown = 'c1'
    ports.look(true)
    show(desk(written))
    expect([ports.played, ports.notices]).to.deep.equal([[], []])
    ports.look(false)
    show(desk({ ...written, seq: 100, unread: 2 }))
    expect(ports.played).to.deep.equal(['message'])
    expect(ports.notices).to.have.length(1)
  })

  it('[UA9] one tab tells, the others are quiet', () => {
    const { ports, show } = attended()
    show(desk(mine))
    ports.leading.get('parley:attention:acme')?.(false)
    show(desk(written))
    expect([ports.played, ports.notices]).to.deep.equal([[], []])
  })

  it('[UA9] warns once before a response limit strikes, and again for the next one', () => {
    const { ports, clock, show } = attended()
    const owed = { ...mine, state: 'assigned.awaitingAgent', dueAt: NOW + 5 * 60_000 }
    show(desk(owed))
    clock.advance(5 * 60_000 - LIMIT_SOON_MS - 1)
    expect(ports.played).to.deep.equal([])
    clock.advance(1)
    show(desk({ ...owed, seq: 99 }))
    expect(ports.played).to.deep.equal(['limit'])
    expect(ports.notices.map(({ title }) => title)).to.deep.equal(['Ada Nwosu'])
    show(desk({ ...owed, seq: 100, state: 'assigned.awaitingCustomer', dueAt: null }))
    expect(ports.notices).to.deep.equal([])
    show(desk({ ...owed, seq: 101, dueAt: NOW + 20 * 60_000 }))
    clock.advance(20 * 60_000)
    expect(ports.played).to.deep.equal(['limit', 'limit'])
  })

  it('[UA9] says where a browser plays no sound before a gesture', () => {
    const { ports, told, prefer, attention } = attended()
    ports.isUnlocked = false
    prefer({ sound: true })
    expect(told.isBlocked).to.equal(true)
    ports.unlock()
    expect(told.isBlocked).to.equal(false)
    ports.isUnlocked = false
    prefer({ sound: false })
    expect(told.isBlocked).to.equal(false)
    attention.end()
  })

  it('[UA10] counts what is unread in the title and on the icon, unless that is off', () => {
    const { ports, told, show, prefer, attention } = attended()
    show({ ...desk(written), mentions: [{ commentId: 'k', chatId: 'old', seq: 3, at: NOW }] })
    expect([told.count, ports.badged]).to.deep.equal([2, 2])
    prefer({ badge: false })
    expect([told.count, ports.badged]).to.deep.equal([0, 0])
    prefer({ badge: true })
    attention.end()
    expect(ports.badged).to.equal(0)
  })

  it('[UA11] shows a notification with the customer’s name, with words only where they may be read', () => {
    const { ports, show, prefer } = attended()
    const said = { ...written, preview: { author: 'customer:ada', text: 'My card', at: NOW } }
    show(desk(mine))
    show(desk(said))
    expect(ports.notices.map(({ title, body }) => [title, body])).to.deep.equal([
      ['Ada Nwosu', 'New message'],
    ])
    prefer({ desktop: true, words: true })
    show(desk({ ...said, seq: 100, unread: 2 }))
    expect(ports.notices.map(({ body }) => body)).to.deep.equal(['My card'])
    prefer({ desktop: false })
    show(desk({ ...said, seq: 101, unread: 3 }, QUIET))
    expect(ports.notices).to.have.length(1)
  })

  it('[UA11] shows none while the page is looked at; a click opens the chat, reading closes it', () => {
    const { ports, told, show } = attended()
    show(desk(mine))
    ports.look(true)
    show(desk(written))
    expect(ports.notices).to.deep.equal([])
    ports.look(false)
    show(desk({ ...written, seq: 100, unread: 2 }))
    ports.notices[0]?.chosen()
    expect([ports.came, told.opened]).to.deep.equal([1, [['c1', null]]])
    show(desk({ ...written, seq: 101, unread: 3 }))
    show(desk({ ...written, seq: 102, unread: 0 }))
    expect(ports.notices).to.have.length(1)
    const named = [{ commentId: 'k', chatId: 'c1', seq: 7, at: NOW }]
    show({ ...desk({ ...written, seq: 102, unread: 0 }), mentions: named })
    ports.notices.at(-1)?.chosen()
    expect(told.opened.at(-1)).to.deep.equal(['c1', 7])
  })
})

describe('choosing how to be told', () => {
  before(adoptTokens)

  async function shown(ports: FakeAttention) {
    const saved: Preferences[] = []
    const rest = {
      preferences: () => Promise.resolve({ ok: true, value: defaultPreferences } as const),
      savePreferences: (chosen: Preferences) => {
        saved.push(chosen)
        return Promise.resolve({ ok: true, value: null } as const)
      },
    } satisfies Partial<ProfileRest>
    const element = await fixture<ProfileDialog>(html`
      <parley-profile-dialog
        .me=${agentView()}
        .rest=${rest}
        .notifications=${ports}
      ></parley-profile-dialog>
    `)
    await element.show()
    button(inside(element), 'Preferences').click()
    await settled()
    await element.updateComplete
    const box = (name: string) => find<HTMLInputElement>(inside(element), `[name=${name}]`)
    return { element, saved, box }
  }

  it('[UA12] each can be switched off, and the browser is asked by a click only', async () => {
    const ports = new FakeAttention()
    ports.permitted = 'default'
    const { element, saved, box } = await shown(ports)
    await isAccessible(element)
    expect(ports.asked).to.equal(0)
    box('desktop').click()
    await settled()
    expect(ports.asked).to.equal(1)
    box('badge').click()
    box('limits').click()
    await element.updateComplete
    button(inside(element), 'Save').click()
    await settled()
    expect(saved[0]?.notifications).to.deep.equal({
      ...defaultPreferences.notifications,
      desktop: true,
      badge: false,
      limits: false,
    })
  })

  it('[UA12] says where the browser blocks notifications, or has none', async () => {
    const ports = new FakeAttention()
    ports.permitted = 'default'
    ports.answer = 'denied'
    const { element, box } = await shown(ports)
    box('desktop').click()
    await settled()
    await element.updateComplete
    expect(textOf(inside(element))).to.contain('This browser blocks notifications')
    await isAccessible(element)
    ports.permitted = 'unsupported'
    element.requestUpdate()
    await element.updateComplete
    expect(box('desktop').disabled).to.equal(true)
    expect(textOf(inside(element))).to.contain('This browser shows no notifications')
  })
})

describe('what a browser has', () => {
  it('[UA9] one page leads, and gives that up when it ends', async () => {
    const ports = browserAttention()
    const key = `test ${Math.random()}`
    const heard: string[] = []
    const leads = (name: string) =>
      new Promise<() => void>((resolve) => {
        const end = ports.lead(key, (isLeading) => {
          heard.push(`${name} ${isLeading}`)
          if (isLeading) resolve(() => end())
        })
      })
    const endFirst = await leads('first')
    endFirst()
    const endSecond = await leads('second')
    endSecond()
    expect(heard).to.deep.equal(['first true', 'first false', 'second true', 'second false'])
    expect(ports.mayPlay()).to.equal(false)
    ports.play('chat')
    ports.badge(0)
  })
})
