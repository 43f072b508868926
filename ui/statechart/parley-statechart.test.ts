import { expect, fixture, html, nextFrame, oneEvent } from '@open-wc/testing'
import { emulateMedia, sendKeys, setViewport } from '@web/test-runner-commands'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { DOOR } from '../testing/chart-fixtures.ts'
import type { StateCount } from './chart-facts.ts'
import { heatBounds, heatOf } from './chart-facts.ts'
import './parley-statechart.ts'
import type { ParleyStatechart } from './parley-statechart.ts'
import { pngOf } from './save-picture.ts'

const NOW = 1_764_000_000_000
const MINUTE = 60_000

const counts = (shut: number, wide: number) =>
  new Map<string, StateCount>([
    ['door.shut', { count: shut, medianSince: NOW - 2 * MINUTE, oldestSince: NOW - 9 * MINUTE }],
    ['door.open', { count: wide, medianSince: null, oldestSince: null }],
    ['door.open.wide', { count: wide, medianSince: NOW - MINUTE, oldestSince: NOW - MINUTE }],
  ])

async function show(room = '1000px'): Promise<ParleyStatechart> {
  const frame = await fixture<HTMLElement>(html`
    <div .style=${`inline-size: ${room}; block-size: 460px`}>
      <parley-statechart .chart=${DOOR} .now=${() => NOW}></parley-statechart>
    </div>
  `)
  const chart = find<ParleyStatechart>(frame, 'parley-statechart')
  await rendered(chart)
  return chart
}

/** Until what the size of its room decides is rendered too. */
async function rendered(chart: ParleyStatechart): Promise<void> {
  await nextFrame()
  await chart.updateComplete
  await nextFrame()
  await chart.updateComplete
}

const stateOf = (chart: ParleyStatechart, id: string) =>
  find<SVGGElement>(inside(chart), `[data-state="${id}"]`)

const wordsOf = (chart: ParleyStatechart, id: string, kind: string) =>
  textOf(stateOf(chart, id).parentElement?.querySelector(kind) ?? null)

/** Without what is said of it on hovering. */
const ownWords = (text: Element) =>
  [...text.childNodes]
    .filter(({ nodeType }) => nodeType === Node.TEXT_NODE)
    .map(({ textContent }) => textContent)
    .join('')
    .trim()

const outline = (chart: ParleyStatechart) =>
  inside(find(inside(chart), 'parley-statechart-outline'))

const item = (chart: ParleyStatechart, id: string) =>
  find(outline(chart), `[role="treeitem"][data-id="${id}"]`)

describe('parley-statechart', () => {
  before(async () => {
    adoptTokens()
    await setViewport({ width: 1100, height: 700 })
  })

  it('[US1] is accessible: idle, live, about one actor, in the dark, as an outline, and loading', async () => {
    const chart = await show()
    await isAccessible(chart)
    chart.counts = counts(12, 3)
    chart.rates = new Map([['door.shut#0', 7]])
    chart.rateWords = 'in the last minute'
    await rendered(chart)
    await isAccessible(chart)
    await emulateMedia({ colorScheme: 'dark' })
    chart.counts = null
    chart.active = ['door', 'door.open', 'door.open.wide']
    chart.path = ['door.shut#0', 'door.open.justOpened#0']
    await rendered(chart)
    await isAccessible(chart)
    await emulateMedia({ colorScheme: 'light' })
    chart.view = 'outline'
    chart.showActions()
    await rendered(chart)
    await isAccessible(chart)
    chart.chart = null
    await rendered(chart)
    await isAccessible(chart)
  })

  it('[US2] is moved through by arrow keys along its ways, and a state is chosen by Enter', async () => {
    const chart = await show()
    stateOf(chart, 'door.shut').focus()
    await sendKeys({ press: 'ArrowRight' })
    await rendered(chart)
    expect(inside(chart).activeElement).to.equal(stateOf(chart, 'door.open'))
    await sendKeys({ press: 'ArrowRight' })
    await rendered(chart)
    expect(inside(chart).activeElement).to.equal(stateOf(chart, 'door.open.wide'))
    setTimeout(() => void sendKeys({ press: 'Enter' }))
    const chosen = await oneEvent(chart, 'parley-state-select')
    expect(chosen.detail).to.deep.equal({ stateId: 'door.open.wide' })
    await sendKeys({ press: 'Home' })
    await rendered(chart)
    expect(inside(chart).activeElement).to.equal(stateOf(chart, 'door.shut'))
    const tabbable = [...inside(chart).querySelectorAll('.state[tabindex="0"]')]
    expect(tabbable).to.deep.equal([stateOf(chart, 'door.shut')])
  })

  it('[US2] says what a state is while it has the focus, until Escape', async () => {
    const chart = await show()
    find(inside(chart), '.tools button').focus()
    stateOf(chart, 'door.shut').focus()
    await sendKeys({ press: 'Home' })
    await rendered(chart)
    expect(textOf(inside(chart).querySelector('.card'))).to.contain(
      'What shut is. someone pushed [is unlocked] to Open',
    )
    await sendKeys({ press: 'Escape' })
    await rendered(chart)
    expect(inside(chart).querySelector('.card')).to.equal(null)
  })

  it('[US3] shows how many are where as a number and by the scale of load, and says both', async () => {
    const chart = await show()
    chart.counts = counts(12, 3)
    await rendered(chart)
    const shut = stateOf(chart, 'door.shut')
    expect(wordsOf(chart, 'door.shut', '.count')).to.equal('12')
    expect(shut.dataset['heat']).to.equal('5')
    expect(stateOf(chart, 'door.open.wide').dataset['heat']).to.equal('3')
    expect(stateOf(chart, 'door.open.justOpened').dataset['heat']).to.equal('0')
    expect(wordsOf(chart, 'door.open', '.total')).to.equal('3')
    expect(shut.getAttribute('aria-label')).to.equal(
      'Shut, 12 there now, 2 min, oldest 9 min, What shut is.',
    )
    expect(textOf(inside(chart).querySelector('.legend'))).to.contain('there now')
    expect(heatOf(0, 9)).to.equal(0)
    expect(heatBounds(100)).to.deep.equal([1, 5, 17, 37, 65])
    expect(heatBounds(1)).to.deep.equal([1])
  })

  it('[LV1] has larger words in short lines from afar, and all of them near', async () => {
    const chart = await show()
    const words = () => [...inside(chart).querySelectorAll('.label text')].map(ownWords)
    const sizeOf = (kind: string) =>
      Number.parseFloat(getComputedStyle(find(inside(chart), kind)).fontSize)
    expect(words()).to.include.members(['someone pushed', '[is unlocked]', 'was pushed on'])
    const [title, label] = [sizeOf('.title'), sizeOf('.label text')]
    for (let press = 0; press < 3; press += 1) button(inside(chart), 'Smaller').click()
    await rendered(chart)
    expect(words()).to.deep.equal([
      ...['someone', 'pushed', 'was pushed', 'on', 'after', 'closing', 'time'],
    ])
    expect(sizeOf('.title')).to.be.greaterThan(title)
    expect(sizeOf('.label text')).to.be.greaterThan(label)
    await isAccessible(chart)
  })

  it('[LV1] keeps numbers and times apart, from afar and near, however many are there', async () => {
    const chart = await show()
    for (const many of [16, 128, 12_400]) {
      chart.counts = new Map([
        [
          'door.shut',
          { count: many, medianSince: NOW - 59 * MINUTE, oldestSince: NOW - 99 * MINUTE },
        ],
      ])
      for (const press of ['Larger', 'Smaller', 'Smaller', 'Smaller', 'All of it']) {
        button(inside(chart), press).click()
        await rendered(chart)
        const box = stateOf(chart, 'door.shut').parentElement
        const number = find(box ?? chart, '.count').getBoundingClientRect()
        for (const time of box?.querySelectorAll('.dwell') ?? []) {
          expect(number.right, `${many} ${press}`).to.be.lessThan(time.getBoundingClientRect().left)
        }
      }
    }
  })

  it('[LV2] keeps what is framed in sight where the whole is too small to be read', async () => {
    const chart = await show('320px')
    chart.view = 'picture'
    await rendered(chart)
    const scale = () =>
      Number(
        /scale\(([\d.]+)\)/.exec(find(inside(chart), '.world').getAttribute('style') ?? '')?.[1],
      )
    const whole = scale()
    expect(whole).to.be.lessThan(0.48)
    chart.framed = ['door.open.wide']
    await rendered(chart)
    expect(scale()).to.be.at.least(0.6)
    const stage = find(inside(chart), '.stage').getBoundingClientRect()
    const box = find(stateOf(chart, 'door.open.wide'), '.box').getBoundingClientRect()
    expect([box.left >= stage.left, box.right <= stage.right]).to.deep.equal([true, true])
    button(inside(chart), 'All of it').click()
    await rendered(chart)
    expect(scale()).to.equal(whole)
    chart.framed = []
    await rendered(chart)
    chart.framed = ['door.shut']
    await rendered(chart)
    expect(scale()).to.be.at.least(0.6)
  })

  it('[LV2] stays whole where all of it can be read', async () => {
    const chart = await show()
    const look = () => find(inside(chart), '.world').getAttribute('style')
    const whole = look()
    chart.framed = ['door.open.wide']
    await rendered(chart)
    expect(look()).to.equal(whole)
    expect(inside(chart).querySelector('.overview')).to.equal(null)
  })

  it('[US4] draws busy ways wider, with their number, and moves a dot along what was taken', async () => {
    const chart = await show()
    chart.rates = new Map([['door.shut#0', 7]])
    await rendered(chart)
    const way = find(inside(chart), '[data-edge="door.shut#0"]')
    expect(way.dataset['busy']).to.equal('true')
    expect(textOf(inside(chart).querySelector('.passes'))).to.equal('7')
    const width = (edge: string) =>
      Number.parseFloat(
        getComputedStyle(find(inside(chart), `[data-edge="${edge}"] .line`)).strokeWidth,
      )
    expect(width('door.shut#0')).to.be.greaterThan(width('door.open#0'))
    chart.rates = new Map([['door.shut#0', 9]])
    await rendered(chart)
    expect(inside(chart).querySelectorAll('.dot')).to.have.length(1)
  })

  it('[US4] moves nothing where motion is not wanted', async () => {
    await emulateMedia({ reducedMotion: 'reduce' })
    const chart = await show()
    chart.rates = new Map([['door.shut#0', 7]])
    await rendered(chart)
    chart.rates = new Map([['door.shut#0', 9]])
    await rendered(chart)
    expect(inside(chart).querySelectorAll('.dot')).to.have.length(0)
    await emulateMedia({ reducedMotion: 'no-preference' })
  })

  it('[US5] marks where one actor is and the way that it came, the last step most strongly', async () => {
    const chart = await show()
    chart.active = ['door', 'door.open', 'door.open.wide']
    chart.path = ['door.shut#0', 'door.open.justOpened#0']
    chart.notes = new Map([['door.open#0', '0:42 left']])
    await rendered(chart)
    const step = (edge: string) => find(inside(chart), `[data-edge="${edge}"]`).dataset['step']
    expect([
      step('door.shut#0'),
      step('door.open.justOpened#0'),
      step('door.open#0'),
    ]).to.deep.equal(['1', '0', undefined])
    expect(stateOf(chart, 'door.open.wide').dataset['active']).to.equal('true')
    expect(textOf(inside(chart).querySelector('.note'))).to.equal('0:42 left')
  })

  it('[US6] renders at most once a frame, however often it is told something new', async () => {
    const chart = await show()
    let renders = 0
    const render = chart.render.bind(chart)
    chart.render = () => {
      renders += 1
      return render()
    }
    let frames = 0
    let goesOn = true
    const count = (): void => {
      frames += 1
      if (goesOn) requestAnimationFrame(count)
    }
    requestAnimationFrame(count)
    for (let round = 0; round < 100; round++) {
      for (let change = 0; change < 10; change++) {
        chart.counts = counts(round, change)
        await Promise.resolve()
      }
      await new Promise((resolve) => {
        const channel = new MessageChannel()
        channel.port1.addEventListener('message', () => resolve(null))
        channel.port1.start()
        channel.port2.postMessage(null)
      })
    }
    await rendered(chart)
    goesOn = false
    expect(renders).to.be.greaterThan(0)
    expect(renders).to.be.at.most(frames + 2)
    expect(wordsOf(chart, 'door.shut', '.count')).to.equal('99')
  })

  it('[US7] is its outline where there is little room or no layout, with the same numbers and choice', async () => {
    const chart = await show('420px')
    expect(chart.shown).to.equal('outline')
    chart.counts = counts(12, 3)
    chart.rates = new Map([['door.shut#0', 7]])
    chart.rateWords = 'in the last minute'
    await rendered(chart)
    expect(textOf(item(chart, 'door.shut'))).to.contain('12 there now')
    expect(textOf(item(chart, 'door.shut#0'))).to.equal(
      'someone pushed [is unlocked] to Open 7 in the last minute',
    )
    setTimeout(() => item(chart, 'door.open.wide').click())
    expect((await oneEvent(chart, 'parley-state-select')).detail).to.deep.equal({
      stateId: 'door.open.wide',
    })
    setTimeout(() => item(chart, 'door.shut#0').click())
    expect((await oneEvent(chart, 'parley-transition-select')).detail).to.deep.equal({
      transitionIds: ['door.shut#0'],
    })
    const wide = await show()
    wide.chart = { ...DOOR, layout: null }
    await rendered(wide)
    expect(wide.shown).to.equal('outline')
  })

  it('[US7] is a tree that is moved through by arrow keys', async () => {
    const chart = await show('420px')
    item(chart, 'door.shut').focus()
    await sendKeys({ press: 'ArrowDown' })
    expect(outline(chart).activeElement).to.equal(item(chart, 'door.shut#0'))
    await sendKeys({ press: 'ArrowDown' })
    expect(outline(chart).activeElement).to.equal(item(chart, 'door.open'))
    await sendKeys({ press: 'End' })
    expect(outline(chart).activeElement).to.equal(item(chart, 'door.open.wide'))
    await sendKeys({ press: 'ArrowLeft' })
    expect(outline(chart).activeElement).to.equal(item(chart, 'door.open'))
    setTimeout(() => void sendKeys({ press: 'Enter' }))
    expect((await oneEvent(chart, 'parley-state-select')).detail).to.deep.equal({
      stateId: 'door.open',
    })
  })

  it('[US8] is zoomed by buttons, keys and a wheel with a modifier, moved by dragging, and fitted', async () => {
    const chart = await show()
    const world = () => find<SVGGElement>(inside(chart), '.world').getAttribute('style') ?? ''
    const scale = () => Number(/scale\(([\d.]+)\)/.exec(world())?.[1])
    const first = world()
    button(inside(chart), 'Larger').click()
    await rendered(chart)
    const larger = scale()
    expect(larger).to.be.greaterThan(1)
    stateOf(chart, 'door.shut').focus()
    await sendKeys({ press: '-' })
    await rendered(chart)
    expect(scale()).to.be.lessThan(larger)
    const stage = find(inside(chart), '.stage')
    stage.dispatchEvent(new WheelEvent('wheel', { deltaY: -120, ctrlKey: true, cancelable: true }))
    await rendered(chart)
    expect(scale()).to.be.greaterThan(1)
    const zoomed = scale()
    const plain = new WheelEvent('wheel', { deltaY: -120, cancelable: true })
    stage.dispatchEvent(plain)
    await rendered(chart)
    expect([scale(), plain.defaultPrevented]).to.deep.equal([zoomed, false])
    const before = world()
    chart.pan(-1, 0)
    await rendered(chart)
    expect(world()).not.to.equal(before)
    button(inside(chart), 'All of it').click()
    await rendered(chart)
    expect(world()).to.equal(first)
  })

  it('[US9] is saved as a drawing that needs nothing else, and as a bitmap', async () => {
    const chart = await show()
    chart.counts = counts(12, 3)
    await rendered(chart)
    const drawing = chart.toSvg()
    const parsed = new DOMParser().parseFromString(drawing, 'image/svg+xml')
    expect(parsed.querySelector('parsererror')).to.equal(null)
    expect(parsed.documentElement.getAttribute('viewBox')).to.equal('0 0 900 300')
    expect(drawing).not.to.match(/class=|style=|var\(|url\(|aria-/)
    expect(parsed.documentElement.textContent).to.contain('someone pushed')
    const bitmap = await pngOf(drawing)
    expect(bitmap?.type).to.equal('image/png')
    expect(bitmap?.size).to.be.greaterThan(1_000)
  })
})
