import { expect, fixture, html, nextFrame } from '@open-wc/testing'
import { speak, type Load } from '../locales/language.ts'
import { DOOR } from '../testing/chart-fixtures.ts'
import { adoptTokens, find, inside, textOf } from '../testing/look.ts'
import { conditionName, partName, stateName, triggerName } from './chart-names.ts'
import { shareOf } from './chart-words.ts'
import './parley-statechart.ts'
import type { ParleyStatechart } from './parley-statechart.ts'

const bring: Load = () => import('../locales/de.ts')

const TAKEN = { kind: 'event', event: 'agentTook', delay: null } as const
const LATE = { kind: 'delay', event: null, delay: 'queueLimit' } as const

/** The door, whose states are called as a chat's. */
const CHAT_LIKE = {
  ...DOOR,
  graph: {
    ...DOOR.graph,
    states: DOOR.graph.states.map((one) =>
      one.id === 'door.shut' ? { ...one, key: 'awaitingAgent' } : one,
    ),
  },
}

describe('the names of a chart', () => {
  before(adoptTokens)
  afterEach(() => speak('en', bring))

  it('[UG11] are words of the language of the page', async () => {
    expect([partName('agentTookOver'), stateName('awaitingAgent')]).to.deep.equal([
      'agent took over',
      'Awaiting agent',
    ])
    expect(conditionName('isPresent and not hasOffer')).to.equal('is present and not has offer')
    expect([triggerName(TAKEN), triggerName(LATE)]).to.deep.equal([
      'agent took',
      'after queue limit',
    ])
    await speak('de', bring)
    expect([partName('agentTookOver'), stateName('awaitingAgent')]).to.deep.equal([
      'Agent zog an sich',
      'Agent ist dran',
    ])
    expect(conditionName('isPresent and not hasOffer')).to.equal('ist da und nicht hat Angebot')
    expect(triggerName(LATE)).to.equal('nach Wartefrist')
  })

  it('[UG11] of another chart are its own, as they read', async () => {
    await speak('de', bring)
    expect(partName('someonePushed')).to.equal('someone pushed')
    expect(triggerName({ kind: 'delay', event: null, delay: '500' })).to.equal('after 500 ms')
  })

  it('[UG11] are drawn in their place, with the technical name behind them', async () => {
    await speak('de', bring)
    const chart = await fixture<ParleyStatechart>(html`
      <parley-statechart
        style="inline-size: 1000px; block-size: 460px"
        .chart=${CHAT_LIKE}
      ></parley-statechart>
    `)
    await nextFrame()
    await chart.updateComplete
    await nextFrame()
    await chart.updateComplete
    const shut = find(inside(chart), '[data-state="door.shut"]')
    const lines = shut.parentElement?.querySelectorAll('.title') ?? []
    expect([...lines].map(textOf)).to.deep.equal(['Agent ist', 'dran'])
    expect(textOf(find(inside(chart), '.label title'))).to.equal('someonePushed [isUnlocked]')
  })

  it('[UG11] that are longer than the room for them are set smaller', () => {
    expect(shareOf(['Wartet'], ['Queued'])).to.equal(1)
    expect(shareOf(['zwölf Buchstaben'], ['zwölf Zeich'])).to.equal(0.75)
    expect(shareOf(['drei', 'kurze', 'Zeilen'], ['two short', 'lines'])).to.equal(2 / 3)
    expect(shareOf(['zwanzig Buchstaben hier'], ['acht'])).to.equal(0.55)
  })
})
