import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { adoptTokens, find, inside, isAccessible, textOf } from '../testing/look.ts'
import { agentView, deskState } from '../testing/staff-fixtures.ts'
import type { Colleagues } from './colleagues.ts'
import './colleagues.ts'

const groupIds = agentView().groupIds
const AGENTS = [
  agentView(),
  agentView({ agentId: 'jonas', name: 'Jonas Lind', inHand: 3 }),
  agentView({ agentId: 'tomas', name: 'Tomás Herrera', presence: 'offline', inHand: 0 }),
  agentView({ agentId: 'ada', name: 'Ada Okafor', role: 'administrator', presence: 'away' }),
  agentView({ agentId: 'zoe', name: 'Zoe of elsewhere', groupIds: ['elsewhere'] }),
]

async function show(role: 'agent' | 'supervisor' | 'administrator') {
  const asked: unknown[] = []
  const element = await fixture<Colleagues>(html`
    <parley-colleagues
      .desk=${deskState({ me: agentView({ role }), agents: AGENTS })}
      @parley-dialog=${({ detail }: CustomEvent) => asked.push(detail)}
    ></parley-colleagues>
  `)
  const details = find<HTMLDetailsElement>(inside(element), 'details')
  details.open = true
  const names = [...inside(element).querySelectorAll('li b')].map(textOf)
  const buttons = [...inside(element).querySelectorAll('button')]
  return { element, asked, names, buttons }
}

describe('parley-colleagues', () => {
  before(adoptTokens)

  it('[UW5] is accessible, by axe and by keyboard', async () => {
    const { element, asked } = await show('supervisor')
    await isAccessible(element)
    find(inside(element), 'summary').focus()
    await sendKeys({ press: 'Tab' })
    const focused = inside(element).activeElement?.getAttribute('aria-label')
    expect(focused).to.equal('Set offline: Jonas Lind')
    await sendKeys({ press: 'Enter' })
    expect(asked).to.deep.equal([{ kind: 'offline', agentId: 'jonas' }])
  })

  it('[UW5] shows who shares a group with me, who is there first, and how much is in hand', async () => {
    const { element, names } = await show('supervisor')
    expect(groupIds).not.to.include('elsewhere')
    expect(names).to.deep.equal(['Jonas Lind', 'Ada Okafor', 'Tomás Herrera'])
    expect(textOf(find(inside(element), 'summary'))).to.contain('1 online, 1 away')
    expect(textOf(find(inside(element), 'li'))).to.contain('3 of 4 in hand')
  })

  it('[UW5] offers to set offline whom one leads, and nobody else', async () => {
    const labels = async (role: Parameters<typeof show>[0]) =>
      (await show(role)).buttons.map((one) => one.getAttribute('aria-label'))
    expect(await labels('agent')).to.deep.equal([])
    expect(await labels('supervisor')).to.deep.equal(['Set offline: Jonas Lind'])
    expect(await labels('administrator')).to.deep.equal([
      'Set offline: Jonas Lind',
      'Set offline: Zoe of elsewhere',
      'Set offline: Ada Okafor',
    ])
  })
})
