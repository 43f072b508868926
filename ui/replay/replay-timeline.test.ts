import { expect, fixture, html, oneEvent } from '@open-wc/testing'
import { emulateMedia, sendMouse, setViewport } from '@web/test-runner-commands'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { CHAT_STEPS, manySteps, replayedStep } from '../testing/replay-fixtures.ts'
import { NOW } from '../testing/staff-fixtures.ts'
import './replay-timeline.ts'
import type { ReplayTimeline } from './replay-timeline.ts'
import { bandRows } from './state-bands.ts'
import { stepNear, timeScale } from './time-scale.ts'

const MINUTE = 60_000

async function show(steps = CHAT_STEPS, index = 1): Promise<ReplayTimeline> {
  const timeline = await fixture<ReplayTimeline>(html`
    <parley-replay-timeline
      .steps=${steps}
      .total=${steps.length}
      .index=${index}
    ></parley-replay-timeline>
  `)
  // its size is told after a frame
  for (let frame = 0; frame < 3; frame++) {
    await new Promise(requestAnimationFrame)
    await timeline.updateComplete
  }
  return timeline
}

const slider = (timeline: ReplayTimeline) => find(inside(timeline), '[role="slider"]')

const press = (timeline: ReplayTimeline, key: string) =>
  slider(timeline).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true }),
  )

describe('the scale of time', () => {
  it('[RX2] draws what took long as it took, long waits short and alike, and says them apart', () => {
    const times = [0, 2_000, 6_000, 6_000, 14 * MINUTE, 14 * MINUTE + 3_000, 90 * MINUTE]
    const { at, waits } = timeScale(times, 1_000)
    expect(waits.map(({ after, ms }) => [after, ms])).to.deep.equal([
      [3, 14 * MINUTE - 6_000],
      [5, 76 * MINUTE - 3_000],
    ])
    const lengths = waits.map(({ from, to }) => Math.round(to - from))
    expect(new Set(lengths).size).to.equal(1)
    const gap = (place: number) => (at[place + 1] ?? 0) - (at[place] ?? 0)
    // twice the time is twice the way, beside what tells moments apart
    expect((gap(1) - gap(2)) / (gap(0) - gap(2))).to.be.closeTo(2, 0.01)
    expect(gap(2)).to.be.greaterThan(6)
    expect(at.at(-1)).to.be.closeTo(1_000, 0.01)
  })

  it('[RX2] finds the step that is drawn nearest, of as many as there are', () => {
    const times = Array.from({ length: 10_000 }, (_, place) => place * 1_000)
    const scale = timeScale(times, 1_200)
    expect(scale.at.every((place, step) => place >= (scale.at[step - 1] ?? 0))).to.equal(true)
    expect(stepNear(scale, -5)).to.equal(0)
    expect(stepNear(scale, 5_000)).to.equal(9_999)
    for (const step of [0, 17, 5_000, 9_999])
      expect(stepNear(scale, scale.at[step] ?? 0)).to.equal(step)
    expect(timeScale([NOW], 500).waits).to.deep.equal([])
  })
})

describe('the bands of states', () => {
  it('[RX3] join steps that stay, and have a row for each region', () => {
    const [row, ...others] = bandRows(CHAT_STEPS.map(({ state }) => state))
    expect(others).to.deep.equal([])
    expect(row?.bands.map(({ state, from, to }) => [state, from, to])).to.deep.equal([
      ['queued.inLine', 0, 1],
      ['assigned.awaitingAgent', 1, 2],
      ['assigned.awaitingCustomer', 2, 3],
      ['closed', 3, 4],
    ])
    const agent = bandRows([
      'presence.offline connection.gone wrapUp.none',
      'presence.online connection.gone wrapUp.none',
    ])
    expect(agent.map(({ region, bands }) => [region, bands.length])).to.deep.equal([
      ['presence', 2],
      ['connection', 1],
      ['wrapUp', 1],
    ])
  })
})

describe('parley-replay-timeline', () => {
  before(async () => {
    adoptTokens()
    await setViewport({ width: 1200, height: 700 })
    await emulateMedia({ reducedMotion: 'reduce' })
  })

  it('[RX1] is accessible, in light and dark', async () => {
    const timeline = await show()
    await isAccessible(timeline)
    await emulateMedia({ colorScheme: 'dark' })
    await isAccessible(timeline)
    await emulateMedia({ colorScheme: 'light' })
  })

  it('[RX2] says a long wait, and the time of the step in words', async () => {
    const timeline = await show()
    expect(textOf(find(inside(timeline), '.track'))).to.contain('waited 15 min')
    expect(textOf(find(inside(timeline), '.said'))).to.match(/Step 2 of 4 .*15 min after the one/)
  })

  it('[RX3] names states beside their colours', async () => {
    const timeline = await show()
    const names = [...inside(timeline).querySelectorAll('.name')].map((one) => one.textContent)
    expect(names).to.include('In line')
    expect(names).to.include('Closed')
  })

  it('[RX4] is a slider that says step, time and state, and is moved by keys', async () => {
    const timeline = await show()
    const { ariaValueText, ariaValueNow, ariaValueMax } = slider(timeline)
    expect([ariaValueNow, ariaValueMax]).to.deep.equal(['2', '4'])
    expect(ariaValueText).to.match(/Step 2 of 4: Agent assigned, .*, Assigned › Awaiting agent/)
    const went: number[] = []
    timeline.addEventListener('parley-step', (event) => {
      if (event instanceof CustomEvent) went.push(event.detail.index)
    })
    for (const key of ['ArrowRight', 'ArrowLeft', 'Home', 'End', 'PageUp', 'a'])
      press(timeline, key)
    expect(went).to.deep.equal([2, 0, 0, 3, 3])
  })

  it('[RX4] goes to the step nearest to a click, and along while it is dragged', async () => {
    const timeline = await show(manySteps(11), 0)
    const went: number[] = []
    timeline.addEventListener('parley-step', (event) => {
      if (!(event instanceof CustomEvent)) return
      went.push(event.detail.index)
      timeline.index = event.detail.index
    })
    const box = slider(timeline).getBoundingClientRect()
    const y = Math.round(box.top + 30)
    const x = (share: number) => Math.round(box.left + (box.width - 72) * share)
    await sendMouse({ type: 'move', position: [x(0.5), y] })
    await sendMouse({ type: 'down' })
    await sendMouse({ type: 'move', position: [x(0.8), y] })
    await sendMouse({ type: 'move', position: [x(1.2), y] })
    await sendMouse({ type: 'up' })
    await sendMouse({ type: 'move', position: [x(0.1), y] })
    expect(went[0]).to.equal(5)
    expect(went.at(-1)).to.equal(10)
  })

  it('[RX4] has buttons for the first, previous, next and last step; what leads nowhere does nothing', async () => {
    const timeline = await show(CHAT_STEPS, 3)
    expect(button(inside(timeline), 'Next step').ariaDisabled).to.equal('true')
    const asked = oneEvent(timeline, 'parley-step')
    button(inside(timeline), 'Next step').click()
    button(inside(timeline), 'Previous step').click()
    expect((await asked).detail.index).to.equal(2)
  })

  it('[RX11] draws ten thousand steps with some hundred shapes, and says what is not read yet', async () => {
    const timeline = await show(manySteps(10_000), 5_000)
    const root = inside(timeline)
    expect(root.querySelectorAll('.band').length).to.be.lessThan(1_300)
    expect(textOf(find(root, '.said'))).to.contain('Step 5,001 of 10,000')
    timeline.total = 20_000
    await timeline.updateComplete
    expect(root.querySelector('.unread')).not.to.equal(null)
  })

  it('[RX2] is there with one step alone', async () => {
    const timeline = await show([replayedStep({ type: 'born' })], 0)
    expect(textOf(find(inside(timeline), '.said'))).to.contain('Step 1 of 1')
  })
})
