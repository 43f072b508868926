import { expect, waitUntil } from '@open-wc/testing'
import { emulateMedia } from '@web/test-runner-commands'
import { arrived, byKeyboard, keys, tabTo } from '../testing/by-keyboard.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { reportOf, reportRow, shownStatistics } from '../testing/statistics-fixtures.ts'
import { durationWords, momentWords } from './figure-words.ts'
import { daysBefore, daysOf, isDay } from './periods.ts'
import { statisticsAddress, statisticsPlaceIn } from './statistics-place.ts'

before(adoptTokens)
after(() => emulateMedia({ colorScheme: 'light' }))

describe('parley-statistics-page', () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    it(`[SU1] is accessible, as a chart, as a table and with a list: ${colorScheme}`, async () => {
      await emulateMedia({ colorScheme })
      const { element, root, go } = await shownStatistics()
      await waitUntil(() => root.querySelector('parley-report-chart') !== null)
      await isAccessible(element)
      button(inside(find(root, 'parley-report-chart')), 'As a table').click()
      await arrived()
      await isAccessible(element)
      await go('#/statistics?report=groups')
      await isAccessible(element)
      await go('#/statistics?report=groups&figure=unanswered&of=billing')
      await isAccessible(element)
    })
  }

  it('[SU2] says whose days these are, how many, and what is not counted', async () => {
    const { root } = await shownStatistics({
      address: '#/statistics?from=2026-03-01&to=2026-03-04',
    })
    const about = textOf(find(root, '.about'))
    expect(about).to.contain('March 2026')
    expect(about).to.contain('time zone Europe/Berlin')
    expect(about).to.contain('2 still open, not counted')
  })

  it('[SU2] says since when the past is being counted', async () => {
    const report = (asked: Parameters<typeof reportOf>[0]) => {
      return { ...reportOf(asked), computingSince: Date.UTC(2026, 2, 1) }
    }
    const { root } = await shownStatistics({ report })
    expect(textOf(find(root, '.about'))).to.contain('the past is being counted since')
  })

  it('[SU4] supervisors see groups and agents, and nothing of the whole account', async () => {
    const { root, asked, go } = await shownStatistics({ role: 'supervisor' })
    await go('#/statistics?report=channels')
    expect(new Set(asked.map(({ report }) => report))).to.deep.equal(new Set(['groups']))
    expect(textOf(find(root, '.reports'))).to.equal('GroupsAgents')
  })

  it('[SU6] a period has its days by the clocks of the account’s time zone', () => {
    const at = Date.UTC(2026, 2, 1, 23, 30)
    expect(daysOf('today', at, 'UTC')).to.deep.equal({ from: '2026-03-01', to: '2026-03-01' })
    expect(daysOf('today', at, 'Europe/Berlin').from).to.equal('2026-03-02')
    expect(daysOf('last7', at, 'UTC')).to.deep.equal({ from: '2026-02-23', to: '2026-03-01' })
    expect(daysOf('lastMonth', at, 'UTC')).to.deep.equal({ from: '2026-02-01', to: '2026-02-28' })
    expect(isDay('2026-02-29')).to.equal(false)
  })

  it('[SU7] is compared with as many days before it, a whole month with the month before', () => {
    const before = (from: string, to: string) => daysBefore({ from, to })
    expect(before('2026-03-02', '2026-03-02')).to.deep.equal({
      from: '2026-03-01',
      to: '2026-03-01',
    })
    expect(before('2026-03-05', '2026-03-11')).to.deep.equal({
      from: '2026-02-26',
      to: '2026-03-04',
    })
    expect(before('2026-03-01', '2026-03-31')).to.deep.equal({
      from: '2026-02-01',
      to: '2026-02-28',
    })
  })

  it('[SU7] a figure says what it was before, and whether that is better', async () => {
    let isFirst = true
    const { root } = await shownStatistics({
      address: '#/statistics?from=2026-03-05&to=2026-03-08',
      report: (asked) => {
        const isNow = isFirst
        isFirst = false
        return {
          ...reportOf(asked),
          rows: [
            reportRow('', 'Acme', isNow ? { serviceLevel: 0.9 } : { serviceLevel: 0.6, chats: 10 }),
          ],
        }
      },
    })
    const [chats, level] = [...root.querySelectorAll('.headline')]
    expect(textOf(chats ?? null)).to.equal('Chats 12 +20% 10 before')
    expect(textOf(level ?? null)).to.equal('Taken within 1 minute 90% +30 points 60% before')
    expect(level?.querySelector('.by')?.getAttribute('data-tone')).to.equal('good')
  })

  it('[SU7] is not compared where nobody wants that', async () => {
    const { root, asked } = await shownStatistics({ address: '#/statistics?before=no' })
    expect(asked).to.have.length(1)
    expect(root.querySelector('.change')).to.equal(null)
  })

  it('[SU8] all that is chosen stands in the address', () => {
    const place = {
      report: 'agents',
      period: 'own',
      own: { from: '2026-03-01', to: '2026-03-04' },
      withinMs: 300_000,
      compares: false,
      measure: 'rating',
      bySubject: true,
      list: { figure: 'rated', id: 'mira', subjectId: 's1' },
    } as const
    const address = statisticsAddress(place)
    const query = Object.fromEntries(new URLSearchParams(address.split('?')[1]))
    expect(statisticsPlaceIn(query)).to.deep.equal(place)
    const usual = statisticsPlaceIn({
      report: 'x',
      from: '2026-03-09',
      to: '2026-03-01',
      within: '7',
    })
    expect(statisticsAddress(usual)).to.equal('#/statistics')
  })

  it('[SU9] is a file for spreadsheets, of the days and the report that are shown', async () => {
    const { root } = await shownStatistics({
      address: '#/statistics?report=groups&from=2026-03-01&to=2026-03-04&within=30000',
    })
    const link = find<HTMLAnchorElement>(root, 'a[download]')
    expect(link.getAttribute('href')).to.equal(
      '/api/v1/accounts/acme/statistics/groups/table?from=2026-03-01&to=2026-03-04&withinMs=30000',
    )
  })

  it('[SU10] says what is missing where nothing was counted', async () => {
    const { element, root } = await shownStatistics({
      report: (asked) => ({
        ...reportOf(asked),
        rows: [reportRow('', 'Acme', { chats: 0, answered: 0 })],
        stillOpen: 0,
      }),
    })
    expect(textOf(find(root, '.nothing'))).to.contain('Nothing was counted in these days')
    await isAccessible(element)
  })

  it('[SU10] says what the server refuses, and tries again', async () => {
    let says: string | null = 'The server is busy.'
    const { element, root } = await shownStatistics({ report: (asked) => says ?? reportOf(asked) })
    expect(textOf(find(root, '.problem'))).to.contain('The server is busy.')
    await isAccessible(element)
    says = null
    button(root, 'Try again').click()
    await arrived()
    expect(root.querySelector('.problem')).to.equal(null)
    expect(root.querySelectorAll('.headline')).to.have.length(4)
  })

  it('[SU12] shows when chats came, by day and hour, and says the busiest hour', async () => {
    const { root } = await shownStatistics({
      address: '#/statistics?from=2026-03-01&to=2026-03-31',
    })
    const rows = [...find(root, '.hours').querySelectorAll('tbody tr')]
    expect(rows).to.have.length(7)
    const cell = rows[1]?.querySelectorAll('td')[9]
    expect(cell?.getAttribute('title')).to.match(/^Tuesday 09:00: 7$/)
    expect(cell?.style.getPropertyValue('--load')).to.equal('1')
    expect(textOf(find(root, '.hours').nextElementSibling)).to.contain('Tuesday from 09:00: 7')
  })

  it('[SU12] of few days shows these alone', async () => {
    const { root } = await shownStatistics({
      address: '#/statistics?from=2026-03-02&to=2026-03-03',
    })
    const rows = [...find(root, '.hours').querySelectorAll('tbody th')]
    expect(rows.map((row) => row.getAttribute('aria-label'))).to.deep.equal(['Monday', 'Tuesday'])
  })

  it('[SU13] splits groups by subject, and the chats behind a figure', async () => {
    const { root, asked, listed, go } = await shownStatistics({
      address: '#/statistics?report=groups&by=subject',
      report: (what) => ({
        ...reportOf(what),
        rows: [
          reportRow('billing', 'Billing', { subjectId: 's1', subject: 'Refund' }),
          reportRow('billing', 'Billing', { subjectId: 's2' }),
        ],
        series: [],
      }),
    })
    expect(asked[0]).to.contain({ report: 'groups', by: 'subject' })
    const table = inside(find(root, 'parley-data-table'))
    const names = [...table.querySelectorAll('td.name')].map((name) => textOf(name))
    expect(names).to.deep.equal(['BillingRefund', 'BillingA subject of erased chats'])
    await go(table.querySelector('td.number a')?.getAttribute('href') ?? '')
    expect(listed).to.deep.equal([{ id: 'billing', subjectId: 's1', figure: 'chats', after: null }])
    expect(textOf(find(inside(find(root, 'parley-counted-list')), 'h1'))).to.equal(
      'Billing · Refund: Chats',
    )
  })

  it('[SU14] tells why agents were away, and what became of offers', async () => {
    const presence = {
      onlineMs: 7_200_000,
      awayMs: 2_400_000,
      away: [
        { reason: 'lunch', ms: 1_800_000 },
        { reason: 'missedOffers', ms: 600_000 },
      ],
      busyMs: 3_600_000,
      wrapUpMs: 60_000,
      occupancy: 0.375,
      concurrency: 1.84,
    }
    const { root, go } = await shownStatistics({
      report: (what) =>
        what.report === 'agents'
          ? { ...reportOf(what), rows: [reportRow('mira', 'Mira', { presence })] }
          : reportOf(what),
    })
    expect(textOf(find(root, '#offers').parentElement)).to.contain('75% of what was asked')
    await go('#/statistics?report=agents')
    const line = textOf(find(inside(find(root, 'parley-data-table')), 'tbody tr'))
    expect(line).to.contain('40:00 min (Lunch 30:00 min and missed offers 10:00 min)')
    expect(line).to.contain('1.8')
  })

  it('[SU11] says times in two parts at most', () => {
    expect(durationWords(null)).to.equal('–')
    expect(durationWords(42_400)).to.equal('42 s')
    expect(durationWords(185_000)).to.equal('3:05 min')
    expect(durationWords(59 * 60_000 + 59_800)).to.equal('1:00 h')
    expect(durationWords(7_800_000)).to.equal('2:10 h')
    expect(momentWords(Date.UTC(2026, 0, 1, 23, 5), 'Europe/Berlin')).to.match(
      /^2 Jan 2026.*00:05$/,
    )
  })
})

byKeyboard(
  ['parley-statistics-page', 'parley-report-chart', 'parley-line-chart', 'parley-counted-list'],
  () => {
    it('[SU3] a figure opens the chats that it counts, and these lead to what was said and its replay', async () => {
      const { element, root, listed, go } = await shownStatistics()
      await tabTo('Unanswered: 3')
      const figure = root.activeElement
      if (!(figure instanceof HTMLAnchorElement)) throw new Error('The figure leads nowhere')
      await go(figure.getAttribute('href') ?? '')
      expect(listed).to.deep.equal([{ id: '', subjectId: null, figure: 'unanswered', after: null }])
      const list = inside(find(root, 'parley-counted-list'))
      const table = inside(find(list, 'parley-data-table'))
      const [chat, replay] = [...table.querySelectorAll('td a')]
      expect(chat?.getAttribute('href')).to.match(/^#\/closed\/chat\//)
      expect(replay?.getAttribute('href')).to.match(/^#\/replay\/chat\//)
      await isAccessible(element)
      await tabTo('Load earlier chats')
      await keys('Enter')
      expect(listed).to.have.length(2)
      expect(find<HTMLAnchorElement>(list, '.crumb').getAttribute('href')).to.equal('#/statistics')
    })

    it('[SU5] a chart is read point by point, and is a table by one button', async () => {
      const { element, root } = await shownStatistics({ address: '#/statistics?before=no' })
      await tabTo('Chats, Overview')
      const section = inside(find(root, 'parley-report-chart'))
      const chart = inside(find(section, 'parley-line-chart'))
      await keys('Home')
      expect(textOf(find(chart, '.said'))).to.contain(': 3')
      await keys('ArrowRight')
      expect(textOf(find(chart, '.said'))).to.contain(': 6')
      await isAccessible(element)
      await tabTo('As a table', 'Shift+Tab')
      await keys('Enter')
      expect(section.querySelector('parley-line-chart')).to.equal(null)
      expect(textOf(inside(find(section, 'parley-data-table')))).to.contain('12')
    })

    it('[SU8] period, threshold and comparison are chosen by keyboard, each an address', async () => {
      const { root, went, asked } = await shownStatistics({
        address: '#/statistics?from=2026-03-03&to=2026-03-04',
      })
      await tabTo('Compare with the days before')
      await keys('Space')
      expect(went.at(-1)).to.contain('before=no')
      const from = find<HTMLInputElement>(root, '#first')
      from.value = '2026-03-09'
      from.dispatchEvent(new Event('change'))
      await arrived()
      expect(asked.at(-1)).to.contain({ from: '2026-03-09', to: '2026-03-09' })
      const within = find<HTMLSelectElement>(root, '#within')
      within.value = '300000'
      within.dispatchEvent(new Event('change'))
      await arrived()
      expect(asked.at(-1)).to.contain({ withinMs: 300_000 })
    })
  },
)
