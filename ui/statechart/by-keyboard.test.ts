import { expect, fixture, html, waitUntil } from '@open-wc/testing'
import { emulateMedia, setViewport } from '@web/test-runner-commands'
import { chartsPlaceAt } from '../desk/charts-address.ts'
import { arrived, byKeyboard, focusedName, keys, tabTo } from '../testing/by-keyboard.ts'
import { DOOR } from '../testing/chart-fixtures.ts'
import { adoptTokens, find, inside, isAccessible } from '../testing/look.ts'
import { NOW, agentView, chatView, connectedDesk } from '../testing/staff-fixtures.ts'
import './statecharts-page.ts'
import type { StatechartsPage } from './statecharts-page.ts'

/** The page at its address, as the desk shows it. */
async function show(address = '#/statecharts') {
  history.replaceState(null, '', address)
  const waiting = chatView({ state: 'shut', agentId: null, stateSince: NOW - 60_000 })
  const { client } = connectedDesk({
    desk: { me: agentView({ role: 'administrator' }), chats: [waiting] },
  })
  const asked: unknown[] = []
  const page = await fixture<StatechartsPage>(html`
    <parley-statecharts-page
      style="block-size: 800px"
      .client=${client}
      .place=${chartsPlaceAt(location.hash)}
      .reader=${{ statechart: () => Promise.resolve({ ok: true as const, value: DOOR }) }}
      @parley-dialog=${({ detail }: CustomEvent) => asked.push(detail)}
    ></parley-statecharts-page>
  `)
  const follow = (): void => {
    page.place = chartsPlaceAt(location.hash)
  }
  addEventListener('hashchange', follow)
  leave = () => removeEventListener('hashchange', follow)
  const chart = () => inside(find(inside(page), 'parley-statechart'))
  await waitUntil(() => chart().querySelector('.tools') !== null)
  return { page, chart, asked }
}

let leave = (): void => {}

/** A change of the address is told a turn later. */
async function addressIs(part: string): Promise<void> {
  await waitUntil(() => location.hash.includes(part), `the address has ${part}`)
  await arrived()
}

byKeyboard(['parley-statecharts-page', 'parley-statechart', 'parley-statechart-outline'], () => {
  before(async () => {
    adoptTokens()
    await setViewport({ width: 1440, height: 900 })
    await emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  })
  afterEach(() => leave())
  after(() => history.replaceState(null, '', '#'))

  it('[UK21] the page: which machines, whose, and counted how', async () => {
    const { page } = await show()
    await tabTo('Agents')
    await keys('Enter')
    await addressIs('/agent')
    await tabTo('Whose machines')
    await keys('ArrowDown')
    await addressIs('group=orders')
    await tabTo('Last hour')
    await keys('Space')
    await addressIs('window=hour')
    expect(focusedName()).to.equal('Last hour')
    await isAccessible(page)
  })

  it('[UK21] the picture: along its ways, a state chosen and left, larger and whole again', async () => {
    const { page, chart } = await show()
    await tabTo('Shut')
    await keys('ArrowRight', 'Home')
    expect(focusedName()).to.contain('Shut')
    await keys('Enter')
    await addressIs('state=door.shut')
    await isAccessible(page)
    await keys('Equal', 'Minus', '0', 'Escape')
    expect(chart().querySelector('.card')).to.equal(null)
    await tabTo('Close')
    await keys('Enter')
    await waitUntil(() => !location.hash.includes('state='))
    await waitUntil(() => focusedName().includes('Shut'))
    await tabTo('Larger', 'Shift+Tab')
    await keys('Enter')
    await tabTo('All of it')
    await keys('Space')
  })

  it('[UK21] the outline: the same states and ways, and what a way does', async () => {
    const { page } = await show()
    await tabTo('Outline')
    await keys('Enter')
    await tabTo('Actions')
    await keys('Space')
    await tabTo('Shut')
    await keys('ArrowDown', 'Enter')
    await isAccessible(page)
    await tabTo('Close')
    await keys('Enter')
    expect(focusedName()).to.contain('someone pushed')
    await keys('End', 'Home', 'Enter')
    await addressIs('state=')
  })
})
