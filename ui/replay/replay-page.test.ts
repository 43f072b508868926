import { expect, fixture, fixtureCleanup, html } from '@open-wc/testing'
import { emulateMedia, setViewport } from '@web/test-runner-commands'
import type { ReplayedStepView, WhatCouldBe, WhatIfField } from '#protocol/replay'
import { Past } from '../client/past.ts'
import { replayRestOf } from '../client/replay-rest.ts'
import { conversationFrom } from '../client/conversation-state.ts'
import { placeAt } from '../desk/address.ts'
import { chartsPlaceAt } from '../desk/charts-address.ts'
import '../desk/customer-panel.ts'
import type { CustomerPanel } from '../desk/customer-panel.ts'
import { replayAddress, replayPlaceAt, type ReplayPlace } from '../desk/replay-address.ts'
import { byKeyboard, focusedName, keys, tabTo } from '../testing/by-keyboard.ts'
import {
  adoptTokens,
  button,
  find,
  inside,
  isAccessible,
  settled,
  textOf,
} from '../testing/look.ts'
import {
  CHAT_STEPS,
  manySteps,
  readerOf,
  replayedStep,
  WOULD_CLOSE,
} from '../testing/replay-fixtures.ts'
import {
  NOW,
  agentView,
  commentView,
  connectedDesk,
  conversationSnapshot,
  deskState,
  messageView,
} from '../testing/staff-fixtures.ts'
import './replay-page.ts'
import type { ReplayPage } from './replay-page.ts'

const MINUTE = 60_000

const CHAT: ReplayPlace = { kind: 'chat', actorId: 'chat1', step: null }
const AGENT: ReplayPlace = { kind: 'agent', actorId: 'mia', step: null }

const SAID = {
  messages: [
    messageView({ messageId: 'm1', seq: 2, text: 'Is anybody there?', at: NOW - 20 * MINUTE }),
    messageView({
      messageId: 'm2',
      seq: 5,
      author: 'agent:mia',
      text: 'I am.',
      at: NOW - 4 * MINUTE,
    }),
    messageView({
      messageId: 'n1',
      seq: 6,
      author: 'system',
      kind: 'notice',
      text: null,
      data: { code: 'closed', reason: 'idle' },
      at: NOW - 2 * MINUTE,
    }),
  ],
  comments: [commentView({ seq: 4, text: 'A regular', at: NOW - 5 * MINUTE })],
}

/** What was to happen later, so that a test lets it. */
class Laters {
  readonly #runs = new Map<() => void, number>()

  readonly later = (run: () => void, ms: number): (() => void) => {
    this.#runs.set(run, ms)
    return () => this.#runs.delete(run)
  }

  get soonest(): number | null {
    const times = [...this.#runs.values()]
    return times.length === 0 ? null : Math.max(...times)
  }

  pass(): void {
    const runs = [...this.#runs.keys()]
    this.#runs.clear()
    for (const run of runs) run()
  }
}

async function show(
  options: {
    place?: ReplayPlace
    steps?: readonly ReplayedStepView[]
    reader?: ReturnType<typeof readerOf>
    role?: 'administrator' | 'agent'
    narrow?: boolean
  } = {},
) {
  const { place = CHAT, steps = CHAT_STEPS, role = 'administrator', narrow = false } = options
  // one page at a time, as people have it
  fixtureCleanup()
  const me = agentView({ role })
  const people = ['mia', 'tom', 'lou'].map((agentId) =>
    agentView({ agentId, name: agentId.replace(/^./, (first) => first.toUpperCase()) }),
  )
  const { client, network } = connectedDesk({
    desk: { me, agents: [me, ...people] },
    conversation: SAID,
  })
  const laters = new Laters()
  const reader = options.reader ?? readerOf(steps)
  const page = await fixture<ReplayPage>(html`
    <parley-replay-page
      .style=${'block-size: 820px'}
      .client=${client}
      .reader=${reader}
      .place=${place}
      .later=${laters.later}
      ?narrow=${narrow}
    ></parley-replay-page>
  `)
  await rendered(page)
  return { page, client, network, laters, reader, root: inside(page) }
}

async function rendered(page: ReplayPage): Promise<void> {
  for (let turn = 0; turn < 3; turn++) {
    await settled()
    await page.updateComplete
    await new Promise(requestAnimationFrame)
  }
}

const part = (page: ReplayPage, tag: string) => inside(find(inside(page), tag))
const stepWords = (page: ReplayPage) => textOf(part(page, 'parley-replay-step'))
const shownStep = (page: ReplayPage) =>
  textOf(find(part(page, 'parley-replay-timeline'), '.said b'))

/** The files that the page gave to the browser from now on, each with its name. */
function savedBy(page: ReplayPage): () => Promise<string[]> {
  const files: Promise<string>[] = []
  page.save = (content, name) => {
    files.push(content.text().then((text) => `${name}: ${text}`))
  }
  return () => Promise.all(files)
}

async function go(page: ReplayPage, index: number): Promise<void> {
  const detail = { index }
  find(inside(page), 'parley-replay-timeline').dispatchEvent(
    new CustomEvent('parley-step', { detail }),
  )
  await rendered(page)
}

describe('parley-replay-page', () => {
  before(async () => {
    adoptTokens()
    await setViewport({ width: 1440, height: 900 })
  })
  beforeEach(() => emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' }))

  it('[RX1] is accessible: a chat, its steps, an agent, in the dark, narrow', async () => {
    const { page, root } = await show()
    await go(page, 1)
    await isAccessible(page)
    button(root, 'Steps').click()
    await rendered(page)
    await isAccessible(page)
    await emulateMedia({ colorScheme: 'dark' })
    const agent = await show({
      place: AGENT,
      steps: [
        replayedStep({
          type: 'born',
          machine: 'agent@1',
          state: 'presence.offline connection.gone wrapUp.none',
        }),
      ],
    })
    await isAccessible(agent.page)
    await emulateMedia({ colorScheme: 'light' })
    const narrow = await show({ narrow: true })
    await isAccessible(narrow.page)
  })

  it('[RX1] is accessible while it loads, where there is nothing, and for who may not', async () => {
    const loading = await show({ reader: readerOf([], { steps: () => new Promise(() => {}) }) })
    await isAccessible(loading.page)
    const says = 'There is no such chat.'
    const refusal = { code: 'notFound' as const, says }
    const nothing = await show({
      reader: readerOf([], { steps: () => Promise.resolve({ ok: false, refusal }) }),
    })
    expect(textOf(nothing.root)).to.contain(says)
    await isAccessible(nothing.page)
    const agent = await show({ role: 'agent' })
    expect(textOf(agent.root)).to.contain('Replays are for those who lead')
    await isAccessible(agent.page)
  })

  it('[RX4] begins at the beginning, or at the step that its address names', async () => {
    const { page } = await show()
    expect(shownStep(page)).to.equal('Step 1 of 4')
    const third = await show({ place: { ...CHAT, step: 3 } })
    expect(shownStep(third.page)).to.equal('Step 3 of 4')
    expect(replayPlaceAt(replayAddress({ ...CHAT, step: 3 }))).to.deep.equal({ ...CHAT, step: 3 })
    expect(replayPlaceAt('#/replay/chat')).to.equal(null)
    expect(replayPlaceAt('#/mine')).to.equal(null)
    // What can be nobody's id is asked of no server.
    for (const id of ['%00%2F..', 'a b', 'ü', 'a'.repeat(65), '%E0%A4%A']) {
      expect(replayPlaceAt(`#/replay/chat/${id}`)).to.equal(null)
      expect(chartsPlaceAt(`#/statecharts/chat/${id}?group=${id}`)).to.deep.include({
        actorId: null,
        groupId: null,
      })
      expect(placeAt(`#/team/chat/${id}`)).to.deep.include({ tab: 'team', chatId: null })
    }
  })

  it('[RX5] plays at the speed that is chosen, stops at the end and begins anew', async () => {
    const { page, laters } = await show()
    const timeline = find(inside(page), 'parley-replay-timeline')
    const play = (playing: boolean) =>
      timeline.dispatchEvent(new CustomEvent('parley-play', { detail: { playing } }))
    timeline.dispatchEvent(new CustomEvent('parley-speed', { detail: { perSecond: 2 } }))
    play(true)
    expect(laters.soonest).to.equal(500)
    for (const step of [2, 3, 4]) {
      laters.pass()
      await rendered(page)
      expect(shownStep(page)).to.equal(`Step ${step} of 4`)
    }
    laters.pass()
    await rendered(page)
    expect(button(part(page, 'parley-replay-timeline'), 'Play')).not.to.equal(null)
    play(true)
    await rendered(page)
    expect(shownStep(page)).to.equal('Step 1 of 4')
    await go(page, 2)
    expect(button(part(page, 'parley-replay-timeline'), 'Play')).not.to.equal(null)
  })

  it('[RX6] moves chart, words, step and timeline together; a line leads to its step', async () => {
    const { page, root } = await show()
    await go(page, 1)
    const chart = find<HTMLElement & { active: string[]; path: string[] }>(
      root,
      'parley-statechart',
    )
    expect(chart.active).to.include('chat.assigned.awaitingAgent')
    expect(chart.path).to.deep.equal(['chat.queued.inLine#0'])
    const said = part(page, 'parley-replay-said')
    const later = () => [...said.querySelectorAll('.later .text')].map(textOf)
    expect(later()).to.deep.equal(['I am.', 'Closed after a long silence'])
    expect(textOf(said)).to.contain('A regular')
    button(said, 'I am.').click()
    await rendered(page)
    expect(shownStep(page)).to.equal('Step 3 of 4')
    expect(later()).to.deep.equal(['Closed after a long silence'])
    expect(stepWords(page)).to.contain('Agent wrote')
  })

  it('[RX6] moves the lines alone: where there is little room, chart and step stay in sight', async () => {
    await setViewport({ width: 390, height: 844 })
    const { page, root } = await show({ narrow: true, place: { ...CHAT, step: 4 } })
    await go(page, 2)
    expect(find(root, '.body').scrollTop).to.equal(0)
    await setViewport({ width: 1440, height: 900 })
  })

  it('[RX7] tells a step in words: who by name, guards, what changed by path, effects and limits', async () => {
    const { page } = await show()
    expect(stepWords(page)).to.contain('Chat began')
    expect(stepWords(page)).to.contain('Line › group Orders')
    expect(stepWords(page)).to.contain('Asked the bot dead letter: given up')
    await go(page, 1)
    const words = stepWords(page)
    for (const expected of [
      'Agent assigned',
      'Queued › In line',
      'Assigned › Awaiting agent',
      'because is another agent',
      'Agent nothing →now Mia',
      'Told the customer: Mia joined in the same turn',
      'queue limit over',
      'chat@1',
    ]) {
      expect(words).to.contain(expected)
    }
    expect(words).not.to.match(/\bmia\b/)
    await go(page, 3)
    expect(stepWords(page)).to.match(/time Idle limit ran out/)
  })

  it('[RX8] says why routing chose whom: the order, the rule, and who was left out', async () => {
    const { page } = await show({ place: { ...CHAT, step: 2 } })
    const why = textOf(inside(find(part(page, 'parley-replay-step'), 'parley-replay-decision')))
    for (const expected of [
      'Why Mia',
      'Mia had the fewest chats in hand.',
      'Considered, least busy first',
      '1 Mia 0 in hand',
      '2 Tom 2 in hand',
      'Lou was not online',
    ]) {
      expect(why).to.contain(expected)
    }
  })

  it('[RX16] says why the chat waited, stretch by stretch, and how many stood before it', async () => {
    const { page } = await show()
    const waiting = () =>
      textOf(inside(find(part(page, 'parley-replay-step'), 'parley-replay-waiting')))
    for (const expected of [
      'In Orders for 15 min',
      '2 chats stood before it; 0 from 08:48:00 on.',
      'Nobody could get it (least busy first): Mia was offline and 2 more',
      'Mia was at the limit of chats',
    ]) {
      expect(waiting()).to.contain(expected)
    }
    await go(page, 1)
    expect(waiting()).to.equal('')
  })

  it('[RX9] asks what if, fills in what may be chosen, and shows where it leads as never happened', async () => {
    const { page, root, reader } = await show({ place: { ...CHAT, step: 2 } })
    button(root, 'What if').click()
    await rendered(page)
    const asking = part(page, 'parley-replay-what-if')
    await isAccessible(page)
    const choice = find<HTMLSelectElement>(asking, '#event')
    expect([...choice.options].map(textOf)).to.deep.equal([
      'Agent wrote',
      'Put on hold',
      'Customer ended',
      'Response limit',
      'Agent took',
    ])
    choice.value = '1'
    choice.dispatchEvent(new Event('change'))
    await rendered(page)
    const minutes = find<HTMLInputElement>(asking, 'input')
    minutes.value = '5'
    minutes.dispatchEvent(new Event('change'))
    button(asking, 'See where it leads').click()
    await rendered(page)
    expect(reader.asked).to.deep.equal([
      {
        after: 2,
        event: { type: 'putOnHold', forMs: 5 * MINUTE, until: NOW - 5 * MINUTE + 5 * MINUTE },
      },
    ])
    expect(textOf(find(root, '.banner'))).to.contain('This did not happen')
    expect(textOf(asking)).to.contain('was not done')
    const chart = find<HTMLElement & { active: string[]; imagined: boolean }>(
      root,
      'parley-statechart',
    )
    expect([chart.imagined, chart.active.includes('chat.closed')]).to.deep.equal([true, true])
    await isAccessible(page)
    button(asking, 'Back to what happened').click()
    await rendered(page)
    expect(chart.imagined).to.equal(false)
    expect(stepWords(page)).to.contain('Agent assigned')
  })

  it('[RX9] asks with what the form shows: gone agents and groups, and the bot, are among it', async () => {
    const event = (type: string, more: object, field: WhatIfField) => ({
      event: { type, ...more },
      code: null,
      fields: [field],
    })
    const to = { kind: 'group', groupId: 'closed-down', overflowGroupId: null }
    const could: WhatCouldBe = {
      state: 'assigned.awaitingAgent',
      events: [
        event('agentWrote', { agentId: 'left' }, { name: 'agentId', kind: 'agent' }),
        event('lineMoved', { groupId: 'any' }, { name: 'groupId', kind: 'group' }),
        event('forwarded', { to }, { name: 'to', kind: 'target', botId: 'greeter' }),
      ],
      delays: [],
    }
    const reader = readerOf(CHAT_STEPS, {
      whatCouldBe: () => Promise.resolve({ ok: true, value: could }),
    })
    const { page, root } = await show({ reader, place: { ...CHAT, step: 2 } })
    const shown: unknown[] = []
    button(root, 'What if').click()
    await rendered(page)
    const asking = part(page, 'parley-replay-what-if')
    for (const place of could.events.keys()) {
      const choice = find<HTMLSelectElement>(asking, '#event')
      choice.value = String(place)
      choice.dispatchEvent(new Event('change'))
      await rendered(page)
      const field = find<HTMLSelectElement>(asking, 'select:not(#event)')
      shown.push(textOf(field.selectedOptions[0] ?? null))
      if (place === 2) {
        const words = [...field.options].map(textOf)
        expect(words).to.include.members(['Group Orders', 'Bot', 'Mia'])
        field.selectedIndex = words.indexOf('Bot')
        field.dispatchEvent(new Event('change'))
      }
      button(asking, 'See where it leads').click()
      await rendered(page)
      button(asking, 'Try something else').click()
      await rendered(page)
    }
    expect(shown).to.deep.equal(['A former agent', 'Orders', 'Group a former group'])
    expect(reader.asked).to.deep.equal([
      { after: 2, event: { type: 'agentWrote', agentId: 'left' } },
      { after: 2, event: { type: 'lineMoved', groupId: 'orders' } },
      { after: 2, event: { type: 'forwarded', to: { kind: 'bot', botId: 'greeter' } } },
    ])
  })

  it('[RX9] says which guard refuses, and that nothing takes what is not known', async () => {
    const refused = { taken: false as const, code: 'holdsChat', state: 'assigned.awaitingAgent' }
    const { page, root } = await show({
      reader: readerOf(CHAT_STEPS, { whatIf: () => Promise.resolve({ ok: true, value: refused }) }),
    })
    button(root, 'What if').click()
    await rendered(page)
    button(part(page, 'parley-replay-what-if'), 'See where it leads').click()
    await rendered(page)
    expect(textOf(part(page, 'parley-replay-what-if'))).to.contain('The guard “holds chat” says no')
    expect(WOULD_CLOSE.taken).to.equal(true)
  })

  it('[RX10] gives the journal as a file, with what was said only where that is asked for', async () => {
    const { page, root } = await show()
    button(root, 'Export').click()
    await isAccessible(page)
    const saved = savedBy(page)
    button(root, 'Download').click()
    await rendered(page)
    expect(await saved()).to.deep.equal(['journal-chat-chat1.json: chat:chat1'])
    expect(find(root, '#export').matches(':popover-open')).to.equal(false)
    button(root, 'Export').click()
    find<HTMLInputElement>(root, '#export input').click()
    button(root, 'Download').click()
    await rendered(page)
    expect((await saved()).at(-1)).to.equal('journal-chat-chat1.json: chat:chat1 with words')
    const agent = await show({ place: AGENT, steps: manySteps(3) })
    expect(agent.root.querySelector('#export input')).to.equal(null)
    expect(textOf(find(agent.root, '#export'))).to.contain('Download')
    const long = await show({ place: AGENT, steps: manySteps(5_001) })
    expect(textOf(find(long.root, '#export'))).not.to.contain('Download')
    expect(textOf(find(long.root, '#export'))).to.contain('npx parley export')
  })

  it('[RX10] says why there is no file, and gives it when it is asked for again', async () => {
    const says = 'That was too much at a time.'
    const refusal = { code: 'tooManyRequests' as const, says }
    let refuses = true
    const { page, root } = await show({
      reader: readerOf(CHAT_STEPS, {
        journal: () =>
          Promise.resolve(refuses ? { ok: false, refusal } : { ok: true, value: 'the file' }),
      }),
    })
    const saved = savedBy(page)
    button(root, 'Export').click()
    button(root, 'Download').click()
    await rendered(page)
    expect(textOf(find(root, '#export [role=alert]'))).to.equal(says)
    await isAccessible(page)
    refuses = false
    button(root, 'Download').click()
    await rendered(page)
    expect(await saved()).to.deep.equal(['journal-chat-chat1.json: the file'])
    expect(root.querySelector('#export [role=alert]')).to.equal(null)
  })

  it('[RX10] is read with the token of who looks, and told whole', async () => {
    const asked: [string, RequestInit | undefined][] = []
    const answers = [
      new Response('{"format":1,\n"events":[]}'),
      new Response(JSON.stringify({ refusal: { code: 'forbidden', says: 'No.' } }), {
        status: 403,
      }),
    ]
    const rest = replayRestOf('https://desk.example', async (url, init) => {
      asked.push([url, init])
      return answers.shift() ?? Response.error()
    })
    expect(await rest.journal('acme', AGENT, false)).to.deep.equal({
      ok: true,
      value: '{"format":1,\n"events":[]}',
    })
    expect(await rest.journal('acme', CHAT, true)).to.deep.include({ ok: false })
    expect(asked.map(([url]) => url)).to.deep.equal([
      'https://desk.example/api/v1/accounts/acme/agents/mia/journal',
      'https://desk.example/api/v1/accounts/acme/chats/chat1/journal?words=true',
    ])
  })

  it('[RX11] reads a long past page by page, and has only the rows in sight', async () => {
    const { page } = await show({ place: AGENT, steps: manySteps(10_000) })
    await rendered(page)
    expect(shownStep(page)).to.equal('Step 1 of 10,000')
    const list = part(page, 'parley-replay-steps')
    expect(list.querySelectorAll('.row').length).to.be.within(5, 60)
    await go(page, 9_999)
    await rendered(page)
    expect(textOf(list.querySelector('.row[aria-current]'))).to.contain('10,000')
    expect(list.querySelectorAll('.row').length).to.be.within(5, 60)
  })

  it('[RX12] is led to from a conversation by who leads, and not by an agent', async () => {
    const panel = (role: 'supervisor' | 'agent') =>
      fixture<CustomerPanel>(
        html`<parley-customer-panel
          .conversation=${conversationFrom(conversationSnapshot())}
          .desk=${deskState({ me: agentView({ role }) })}
          .now=${() => NOW}
        ></parley-customer-panel>`,
      )
    const link = (one: CustomerPanel) =>
      inside(one).querySelector('a[href^="#/replay"]')?.getAttribute('href') ?? null
    expect(link(await panel('supervisor'))).to.equal('#/replay/chat/chat1')
    expect(link(await panel('agent'))).to.equal(null)
  })

  it('[RX12] tells its address the step that one stopped at, once for many', async () => {
    const { page, laters } = await show()
    const told: number[] = []
    page.addEventListener('parley-replay-step', (event) => {
      if (event instanceof CustomEvent) told.push(event.detail.step)
    })
    for (const index of [1, 2, 3]) await go(page, index)
    expect(told).to.deep.equal([])
    laters.pass()
    expect(told).to.deep.equal([4])
  })

  it('[RX14] keeps the chart readable and the active states in sight, until one moves it', async () => {
    const { page, root } = await show()
    const chart = find(root, 'parley-statechart')
    const scaleOf = () =>
      Number(
        /scale\(([\d.]+)\)/.exec(find(inside(chart), '.world').getAttribute('style') ?? '')?.[1],
      )
    const isInSight = (id: string) => {
      const stage = find(inside(chart), '.stage').getBoundingClientRect()
      const box = find(inside(chart), `[data-state="${id}"] .box`).getBoundingClientRect()
      return box.left >= stage.left && box.right <= stage.right && box.top >= stage.top
    }
    expect(scaleOf()).to.be.at.least(0.6)
    expect(isInSight('chat.queued.inLine')).to.equal(true)
    await go(page, 2)
    expect(scaleOf()).to.be.at.least(0.6)
    expect(isInSight('chat.assigned.awaitingCustomer')).to.equal(true)
    button(inside(chart), 'All of it').click()
    await rendered(page)
    expect(scaleOf()).to.be.lessThan(0.5)
    await go(page, 3)
    expect(scaleOf()).to.be.lessThan(0.5)
    button(inside(chart), 'Follow').click()
    await rendered(page)
    expect(isInSight('chat.closed')).to.equal(true)
  })

  it('[RX15] goes on where reading failed, and says where machines of today differ', async () => {
    let fails = true
    const whole = readerOf(manySteps(300))
    const refusal = { code: 'transient' as const, says: 'The server cannot be reached.' }
    const { page, root } = await show({
      reader: readerOf([], {
        steps: (accountId, actor, after, limit) =>
          after > 0 && fails
            ? Promise.resolve({ ok: false, refusal })
            : whole.steps(accountId, actor, after, limit),
      }),
    })
    expect(textOf(find(root, '.notice'))).to.contain(refusal.says)
    fails = false
    button(root, 'Try again').click()
    await rendered(page)
    expect(root.querySelector('.notice')).to.equal(null)
    expect(shownStep(page)).to.equal('Step 1 of 300')
    const difference = 'chat:chat1 at step 5: expected a, got b'
    const differs = await show({
      reader: readerOf(CHAT_STEPS, {
        steps: () =>
          Promise.resolve({
            ok: true,
            value: {
              actor: 'chat:chat1',
              steps: [...CHAT_STEPS],
              more: false,
              last: 9,
              difference,
              erasedAt: null,
            },
          }),
      }),
    })
    expect(textOf(find(differs.root, '.notice'))).to.contain(difference)
  })

  it('[UQ4] says that all that was said was erased, and when', async () => {
    const erasedAt = Date.UTC(2026, 2, 4, 9)
    const { page, root } = await show({
      reader: readerOf(CHAT_STEPS, {
        steps: () =>
          Promise.resolve({
            ok: true,
            value: {
              actor: 'chat:chat1',
              steps: [...CHAT_STEPS],
              more: false,
              last: CHAT_STEPS.length,
              difference: null,
              erasedAt,
            },
          }),
      }),
    })
    const notice = find(root, '.notice')
    expect(textOf(notice)).to.contain('was erased on').and.to.contain('2026')
    await isAccessible(page)
  })

  it('[RX15] reads on when the server says that something happened', async () => {
    const steps = [...CHAT_STEPS]
    const { page, network } = await show({ reader: readerOf(steps) })
    const tell = async (at: number) => {
      network.socket.sayNumbered({
        type: 'actor',
        topic: 'actor:chat:chat1',
        actor: {
          machine: 'chat@1',
          active: ['chat'],
          path: [{ at, by: 'timer', event: 'born', transitions: [] }],
          timers: [],
          next: [],
        },
      })
      network.socket.flush()
      await rendered(page)
    }
    await tell(NOW)
    steps.push(replayedStep({ step: 5, state: 'closed' }))
    await tell(NOW + 1)
    expect(shownStep(page)).to.equal('Step 1 of 5')
  })

  it('[RX15] reads once more where something happened while it read', async () => {
    const steps = manySteps(3)
    const whole = readerOf(steps)
    const past = new Past(
      readerOf([], {
        steps: async (...asked) => {
          const page = await whole.steps(...asked)
          // As the server answers, the next thing happens, and is said.
          if (steps.length === 3) {
            steps.push(replayedStep({ step: 4 }))
            void past.read()
          }
          return page
        },
      }),
      'acme',
      AGENT,
      () => {},
    )
    await past.read()
    expect(past.steps.map(({ step }) => step)).to.deep.equal([1, 2, 3, 4])
  })

  it('[RX15] takes the pause that the server asks for, and goes on by itself', async () => {
    const whole = readerOf(manySteps(700))
    const pauses: number[] = []
    const says = 'That was too much at a time.'
    const refusal = { code: 'tooManyRequests' as const, says, retryAfterMs: 4_000 }
    const past = new Past(
      readerOf([], {
        steps: (...asked) =>
          asked[2] > 0 && pauses.length < 2
            ? Promise.resolve({ ok: false, refusal })
            : whole.steps(...asked),
      }),
      'acme',
      AGENT,
      () => {},
      async (ms) => void pauses.push(ms),
    )
    await past.read()
    expect([past.steps.length, past.refusal]).to.deep.equal([700, null])
    expect(pauses).to.deep.equal([4_000, 4_000])
  })

  it('[RX15] stops reading when nobody looks any more', async () => {
    let changes = 0
    const past = new Past(readerOf(manySteps(2_000)), 'acme', AGENT, () => {
      changes++
      past.end()
    })
    await past.read()
    expect(changes).to.equal(1)
    expect(past.isWhole).to.equal(false)
  })
})

byKeyboard(
  [
    'parley-replay-page',
    'parley-replay-timeline',
    'parley-replay-steps',
    'parley-replay-said',
    'parley-replay-step',
    'parley-replay-what-if',
  ],
  () => {
    before(async () => {
      adoptTokens()
      await setViewport({ width: 1440, height: 900 })
      await emulateMedia({ reducedMotion: 'reduce' })
    })

    it('[RX13] a chat is stepped through, played, asked what if and exported', async () => {
      const { page, laters } = await show({
        steps: CHAT_STEPS.map((step) =>
          step.step === 2 ? { ...step, data: { ...step.data, chatId: 'chat9' } } : step,
        ),
      })
      // Whoever comes here steps at once.
      expect(focusedName()).to.contain('Steps in time')
      await keys('ArrowRight')
      expect(shownStep(page)).to.equal('Step 2 of 4')
      await keys('End')
      expect(shownStep(page)).to.equal('Step 4 of 4')
      await keys('Home')
      await keys('Space')
      laters.pass()
      await rendered(page)
      expect(shownStep(page)).to.equal('Step 2 of 4')
      await keys('Space')
      await isAccessible(page)

      await tabTo('I am.', 'Shift+Tab')
      await keys('Enter')
      expect(shownStep(page)).to.equal('Step 3 of 4')
      await tabTo('Steps', 'Shift+Tab')
      await keys('Enter')
      await rendered(page)
      await tabTo('Agent wrote')
      await keys('ArrowUp', 'Enter')
      expect(shownStep(page)).to.equal('Step 2 of 4')
      await isAccessible(page)

      await tabTo('Replay the chat')
      await keys('ArrowRight', 'ArrowLeft')
      expect(shownStep(page)).to.equal('Step 2 of 4')
      await tabTo('What if')
      await keys('Enter')
      await rendered(page)
      expect(focusedName()).to.contain('After this step')
      await isAccessible(page)
      await tabTo('See where it leads')
      await keys('Enter')
      await rendered(page)
      await tabTo('Back to what happened')
      await keys('Enter')
      await rendered(page)
      expect(focusedName()).to.contain('Steps in time')

      await tabTo('Export', 'Shift+Tab')
      await keys('Enter')
      await tabTo('With what was said')
      await keys('Space')
      await rendered(page)
      const saved = savedBy(page)
      await tabTo('Download')
      await keys('Enter')
      await rendered(page)
      expect(await saved()).to.deep.equal(['journal-chat-chat1.json: chat:chat1 with words'])
      expect(focusedName()).to.contain('Export')
    })
  },
)
