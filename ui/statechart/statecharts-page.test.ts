import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { Statechart } from '#protocol/statechart'
import { chartsAddress, chartsPlaceAt, type ChartsPlace } from '../desk/charts-address.ts'
import '../desk/customer-panel.ts'
import type { CustomerPanel } from '../desk/customer-panel.ts'
import { conversationFrom } from '../client/conversation-state.ts'
import { adoptTokens, find, inside, isAccessible, settled, textOf } from '../testing/look.ts'
import {
  NOW,
  agentView,
  chatView,
  connectedDesk,
  conversationSnapshot,
  deskState,
} from '../testing/staff-fixtures.ts'
import type { ParleyStatechart } from './parley-statechart.ts'
import './statecharts-page.ts'
import type { StatechartsPage } from './statecharts-page.ts'

const MINUTE = 60_000

const state = (id: string, parent: string | null, description: string | null = null) => ({
  id,
  key: id.split('.').at(-1) ?? id,
  type: 'atomic' as const,
  parent,
  initial: null,
  description,
  entry: [],
  exit: [],
})

const CHAT: Statechart = {
  graph: {
    machine: 'chat@1',
    root: 'chat',
    states: [
      state('chat', null),
      state('chat.queued', 'chat'),
      state('chat.queued.inLine', 'chat.queued', 'Nobody said yes.'),
      state('chat.assigned', 'chat'),
      state('chat.assigned.awaitingAgent', 'chat.assigned'),
    ],
    transitions: [
      {
        id: 'chat.queued.inLine#0',
        source: 'chat.queued.inLine',
        kind: 'event',
        event: 'agentTook',
        delay: null,
        guard: null,
        guards: [],
        targets: ['chat.assigned'],
        actions: ['giveToAgent'],
        reenter: false,
      },
    ],
  },
  layout: null,
}

const ALL: ChartsPlace = {
  kind: 'chat',
  actorId: null,
  groupId: null,
  window: 'minute',
  state: null,
}

const administrator = agentView({ role: 'administrator' })

const WAITING = [1, 2].map((which) =>
  chatView({
    chatId: `waits${which}`,
    customerName: `Waiting ${which}`,
    state: 'queued',
    agentId: null,
    stateSince: NOW - which * MINUTE,
  }),
)

async function show(place: Partial<ChartsPlace> = {}, me = administrator, chats = WAITING) {
  const agents = [me, agentView({ agentId: 'mia', name: 'Mia' })]
  const { client, network } = connectedDesk({ desk: { me, agents, chats } })
  const page = await fixture<StatechartsPage>(html`
    <parley-statecharts-page
      .client=${client}
      .place=${{ ...ALL, ...place }}
      .reader=${{ statechart: () => Promise.resolve({ ok: true as const, value: CHAT }) }}
    ></parley-statecharts-page>
  `)
  await settled()
  await page.updateComplete
  const tell = async (frame: object) => {
    network.socket.sayNumbered(frame)
    network.socket.flush()
    await settled()
    await page.updateComplete
    await rendered(page)
  }
  return { page, client, network, tell }
}

async function rendered(page: StatechartsPage): Promise<void> {
  const chart = inside(page).querySelector('parley-statechart')
  await new Promise((resolve) => requestAnimationFrame(resolve))
  await chart?.updateComplete
}

const machines = (minute: number) => ({
  type: 'machines',
  topic: 'machines:acme',
  whole: true,
  countedSince: NOW - 60 * MINUTE,
  machines: [
    {
      machine: 'chat@1',
      states: [
        {
          state: 'chat.queued.inLine',
          count: 2,
          medianSince: NOW - MINUTE,
          oldestSince: NOW - 2 * MINUTE,
        },
      ],
      transitions: [{ transition: 'chat.queued.inLine#0', minute, hour: 40 }],
    },
  ],
})

const outlineOf = (page: StatechartsPage) =>
  inside(find(inside(find(inside(page), 'parley-statechart')), 'parley-statechart-outline'))

describe('parley-statecharts-page', () => {
  before(async () => {
    adoptTokens()
    await setViewport({ width: 1280, height: 800 })
  })

  it('[US10] is accessible, live and loading, and follows one thing at a time', async () => {
    const { page, network, tell } = await show()
    await isAccessible(page)
    expect(network.socket.heardOf('subscribe').at(-1)).to.deep.include({ topic: 'machines:acme' })
    await tell(machines(3))
    expect(textOf(find(outlineOf(page), '[data-id="chat.queued.inLine"]'))).to.contain('2')
    expect(textOf(find(outlineOf(page), '[data-id="chat.queued.inLine#0"]'))).to.contain('3')
    await isAccessible(page)
    page.place = { ...ALL, groupId: 'billing' }
    await page.updateComplete
    expect(network.socket.heardOf('unsubscribe').at(-1)).to.deep.include({ topic: 'machines:acme' })
    expect(network.socket.heardOf('subscribe').at(-1)).to.deep.include({
      topic: 'machines:billing',
    })
    page.remove()
    expect(network.socket.heardOf('unsubscribe').at(-1)).to.deep.include({
      topic: 'machines:billing',
    })
  })

  it('[US10] has an address for each view, and is none of an agent’s', async () => {
    const places: Partial<ChartsPlace>[] = [
      {},
      { kind: 'agent' },
      { groupId: 'billing', window: 'hour' },
      { state: 'chat.queued.inLine' },
      { kind: 'agent', actorId: 'mira' },
      { actorId: 'chat-1' },
    ]
    for (const place of places) {
      expect(chartsPlaceAt(chartsAddress(place))).to.deep.equal({ ...ALL, ...place })
    }
    expect(chartsAddress()).to.equal('#/statecharts')
    expect(chartsPlaceAt('#/mine')).to.equal(null)
    const { page, network } = await show({}, agentView({ role: 'agent' }))
    expect(textOf(inside(page))).to.contain('for those who lead')
    expect(
      network.socket.heardOf('subscribe').filter(({ topic }) => topic !== 'desk'),
    ).to.have.length(0)
  })

  it('[US10] counts in the last minute or the last hour', async () => {
    const { page, tell } = await show({ window: 'hour' })
    await tell(machines(3))
    expect(textOf(find(outlineOf(page), '[data-id="chat.queued.inLine#0"]'))).to.contain(
      '40 in the last hour',
    )
  })

  it('[US11] lists who is in the chosen state, longest first, with links', async () => {
    const { page, tell } = await show({ state: 'chat.queued' })
    await tell(machines(1))
    const rows = [...inside(page).querySelectorAll('.rows .name')].map(textOf)
    expect(rows).to.deep.equal(['Waiting 2', 'Waiting 1'])
    const links = [...inside(page).querySelectorAll<HTMLAnchorElement>('.rows a')]
    expect(links.map((link) => link.getAttribute('href')).slice(0, 2)).to.deep.equal([
      '#/team/chat/waits2',
      '#/statecharts/chat/waits2',
    ])
    await isAccessible(page)
  })

  it('[LV2] frames the state that is chosen, or where one actor is, the innermost first', async () => {
    const { page, tell } = await show({ state: 'chat.queued' })
    const framed = () => find<ParleyStatechart>(inside(page), 'parley-statechart').framed
    expect(framed()).to.deep.equal(['chat.queued'])
    const same = framed()
    await tell(machines(1))
    expect(framed()).to.equal(same)
    page.place = { ...ALL, actorId: 'waits1' }
    await settled()
    await page.updateComplete
    await tell({
      type: 'actor',
      topic: 'actor:chat:waits1',
      actor: {
        ...{ machine: 'chat@1', path: [], timers: [], next: [] },
        active: ['chat', 'chat.queued', 'chat.queued.inLine'],
      },
    })
    expect(framed()).to.deep.equal(['chat.queued.inLine', 'chat.queued', 'chat'])
    page.place = ALL
    await settled()
    await page.updateComplete
    expect(framed()).to.deep.equal([])
  })

  it('[US11] offers what can be done with each, and says why where the machine refuses it', async () => {
    const { page, tell } = await show({ state: 'chat' }, administrator, [
      chatView({
        chatId: 'taken',
        customerName: 'Taken',
        state: 'assigned.awaitingAgent',
        agentId: 'mia',
      }),
      chatView({ chatId: 'ending', customerName: 'Ending', state: 'closing', agentId: 'mia' }),
    ])
    await tell(machines(1))
    const asked: unknown[] = []
    for (const type of ['parley-dialog', 'parley-command']) {
      page.addEventListener(type, (event) => {
        if (event instanceof CustomEvent) asked.push(event.detail)
      })
    }
    const act = (words: string) => find<HTMLButtonElement>(inside(page), `[aria-label="${words}"]`)
    act('Forward Taken').click()
    act('Take over from Mia: Taken').click()
    expect(asked).to.deep.equal([
      { kind: 'forward', chatId: 'taken' },
      { type: 'takeOverChat', chatId: 'taken' },
    ])
    expect(act('Forward Ending').getAttribute('aria-disabled')).to.equal('true')
    expect(act('Forward Ending').title).to.equal('It is closing; undo that first')
    act('Forward Ending').click()
    expect(asked).to.have.length(2)
    await isAccessible(page)
  })

  it('[US12] shows one chat: what runs, what can happen next and why not, and the way it came', async () => {
    const { page, tell } = await show({ actorId: 'waits1' })
    await tell({
      type: 'actor',
      topic: 'actor:chat:waits1',
      actor: {
        machine: 'chat@1',
        active: ['chat', 'chat.queued', 'chat.queued.inLine'],
        path: [{ at: NOW, by: 'customer:c1', event: 'born', transitions: [] }],
        timers: [{ delay: 'queueLimit', transitions: [], dueAt: NOW + 90_000, budgetMs: 120_000 }],
        next: [
          { event: 'agentTook', code: null, transitions: ['chat.queued.inLine#0'] },
          { event: 'customerReturned', code: 'isAbsent', transitions: [] },
        ],
      },
    })
    const words = textOf(find(inside(page), 'aside'))
    expect(words).to.contain('queue limit')
    expect(words).to.contain('agent took')
    expect(words).to.contain('customer returned is absent')
    expect(words).to.contain('began')
    expect(find(outlineOf(page), '[data-id="chat.queued.inLine"]').dataset['active']).to.equal(
      'true',
    )
    await isAccessible(page)
  })

  it('[US12] is led to from a conversation by who leads, and not by an agent', async () => {
    const panel = async (role: 'supervisor' | 'agent') =>
      fixture<CustomerPanel>(
        html`<parley-customer-panel
          .conversation=${conversationFrom(conversationSnapshot())}
          .desk=${deskState({ me: agentView({ role }) })}
          .now=${() => NOW}
        ></parley-customer-panel>`,
      )
    const link = (one: CustomerPanel) =>
      inside(one).querySelector('a[href^="#/statecharts"]')?.getAttribute('href') ?? null
    expect(link(await panel('supervisor'))).to.equal('#/statecharts/chat/chat1')
    expect(link(await panel('agent'))).to.equal(null)
  })
})
