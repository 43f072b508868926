import { expect, fixture, html } from '@open-wc/testing'
import { setViewport } from '@web/test-runner-commands'
import type { OpeningHours } from '#protocol/opening-hours'
import { arrived, byKeyboard, keys, tabTo } from '../testing/by-keyboard.ts'
import { connectedConsole } from '../testing/console-fixtures.ts'
import { adoptTokens, button, find, inside, isAccessible, textOf } from '../testing/look.ts'
import './hours-input.ts'
import type { HoursInput } from './hours-input.ts'

const NIGHT: OpeningHours = {
  timeZone: 'Europe/Berlin',
  weekly: [
    { weekday: 1, from: '18:00', to: '24:00' },
    { weekday: 2, from: '20:00', to: '02:00' },
  ],
  holidays: ['2026-12-25'],
}

async function show(hours: OpeningHours | null) {
  let put: OpeningHours | null | undefined
  const element = await fixture<HoursInput>(html`
    <parley-hours-input
      .hours=${hours}
      .zone=${'Europe/Berlin'}
      @parley-hours=${({ detail }: CustomEvent<{ hours: OpeningHours | null }>) => {
        put = detail.hours
        element.hours = detail.hours
      }}
    ></parley-hours-input>
  `)
  return { element, root: inside(element), put: () => put }
}

const timeIn = (root: ParentNode, label: string) =>
  find<HTMLInputElement>(root, `input[aria-label="${label}"]`)

function write(input: HTMLInputElement, value: string): void {
  input.value = value
  input.dispatchEvent(new Event('change'))
}

before(adoptTokens)

byKeyboard(['parley-hours-input'], () => {
  it('[CO21] a group that was always open gets hours, a span more and a day off', async () => {
    const { element, root, put } = await show(null)
    await isAccessible(element)
    await tabTo('Always')
    await keys('ArrowDown')
    await element.updateComplete
    expect(put()?.timeZone).to.equal('Europe/Berlin')
    expect(put()?.weekly).to.have.length(5)
    find(root, '[aria-label="Add hours on Saturday"]').focus()
    await keys('Enter')
    await element.updateComplete
    expect(put()?.weekly.at(-1)).to.deep.equal({ weekday: 6, from: '09:00', to: '17:00' })
    await tabTo('Days off')
    find<HTMLInputElement>(root, '#holiday').value = '2026-12-25'
    await keys('Enter')
    await element.updateComplete
    expect(put()?.holidays).to.deep.equal(['2026-12-25'])
    await isAccessible(element)
    await tabTo('Remove Friday')
    await keys('Enter')
    expect(put()?.holidays).to.deep.equal([])
  })
})

describe('opening hours', () => {
  it('[CO21] that end at midnight, or on the next day, come back as they were', async () => {
    const { element, root, put } = await show(NIGHT)
    expect(timeIn(root, 'Monday, to').value).to.equal('00:00')
    write(timeIn(root, 'Monday, from'), '17:30')
    await element.updateComplete
    expect(put()?.weekly).to.deep.equal([
      { weekday: 1, from: '17:30', to: '24:00' },
      { weekday: 2, from: '20:00', to: '02:00' },
    ])
    write(timeIn(root, 'Tuesday, to'), '00:00')
    expect(put()?.weekly[1]?.to).to.equal('24:00')
    expect(textOf(find(root, '[aria-label="Wednesday"]'))).to.contain('Closed')
    button(root, 'Remove these hours of Monday').click()
    expect(put()?.weekly).to.have.length(1)
  })

  it('[CO21] fit a phone', async () => {
    await setViewport({ width: 390, height: 844 })
    const { element } = await show(NIGHT)
    element.style.inlineSize = '318px'
    await element.updateComplete
    expect(element.scrollWidth).to.be.at.most(318)
    await setViewport({ width: 1280, height: 800 })
  })

  it('[CO20] and the number of a group are saved with it, and what cannot be is said', async () => {
    history.replaceState(null, '', '#/groups/billing')
    const { element, page, sent } = await connectedConsole()
    const groups = page('parley-groups-page')
    const field = find<HTMLInputElement>(groups, '#number')
    expect(field.value).to.equal('7')
    const put = (value: string) => {
      field.value = value
      field.dispatchEvent(new Event('input'))
    }
    put('0')
    await arrived()
    const form = find(groups, 'form[aria-labelledby="group"]')
    expect(textOf(find(form, '[role="status"]'))).to.contain('The number is a whole one')
    put('12')
    inside(find(groups, 'parley-hours-input'))
      .querySelectorAll<HTMLInputElement>('input[type="radio"]')[1]
      ?.click()
    await arrived()
    await isAccessible(element)
    expect(textOf(find(form, '[role="status"]'))).to.contain('Number for bots and Opening hours')
    button(groups, 'Save').click()
    await arrived()
    const command = sent() as { number: number; hours: OpeningHours }
    expect(command).to.include({ type: 'saveGroup', groupId: 'billing', number: 12 })
    expect(command.hours.weekly).to.have.length(5)
    history.replaceState(null, '', location.pathname + location.search)
  })
})
