import { describe, expect, it } from 'vitest'
import type { StaffTopic } from '#protocol/staff-frames'
import { settled } from '../testing/manual-clock.ts'
import { arranged } from './arranged.ts'
import { ANOTHER, VIEWERS } from './cast.ts'
import type { ViewerName } from './cast.ts'
import type { Rig } from './rig.ts'
import { SEES, STATES } from './who-may.ts'

const NAMES = Object.keys(VIEWERS) as ViewerName[]
const GRID = NAMES.flatMap((viewer) =>
  (['byHand', 'automatic'] as const).map((assignment) => [viewer, assignment] as const),
)
const LEADS: readonly ViewerName[] = [
  'supervisor of the group',
  'supervisor of another group',
  'administrator',
]

/** What somebody is told who wants to look on: `shown`, or the code of a refusal. */
async function watched(rig: Rig, personId: string, topic: StaffTopic): Promise<string> {
  const end = await rig.staff(personId)
  await end.say({ type: 'subscribe', topic })
  await settled()
  const [refused] = end.of('topicRefused')
  const shown = end.of('actor').length + end.of('machines').length
  return refused?.refusal.code ?? (shown > 0 ? 'shown' : 'nothing')
}

describe('the live chart of a chat', () => {
  it.each(GRID)('[SV12] is there for %s, %s, as far as they lead and see it', async (...of) => {
    const [viewer, assignment] = of
    const personId = VIEWERS[viewer]
    for (const state of STATES) {
      const sees = SEES[assignment][viewer][state]
      if (sees === '') continue
      const { rig, chatId } = await arranged(state, personId, assignment)
      const expected = LEADS.includes(viewer) && sees === 'full' ? 'shown' : 'notFound'
      expect(await watched(rig, personId, `actor:chat:${chatId}`), state).toBe(expected)
    }
  })
})

describe('the live charts of agents, groups and the account', () => {
  it.each(NAMES)('[SV8] [SV12] are there for %s as far as they lead them', async (viewer) => {
    const personId = VIEWERS[viewer]
    const { rig } = await arranged('queued', personId, 'byHand')
    const isAdministrator = viewer === 'administrator'
    const leads = viewer === 'supervisor of the group' || isAdministrator
    const told: Record<string, string> = {}
    const topics = [
      `actor:agent:${ANOTHER}`,
      'actor:agent:nobody',
      'machines:acme',
      'machines:support',
      'machines:nowhere',
    ] as const
    for (const topic of topics) told[topic] = await watched(rig, personId, topic)
    expect(told).toEqual({
      [`actor:agent:${ANOTHER}`]: leads ? 'shown' : 'notFound',
      'actor:agent:nobody': 'notFound',
      'machines:acme': isAdministrator ? 'shown' : 'forbidden',
      'machines:support': leads ? 'shown' : 'forbidden',
      'machines:nowhere': 'notFound',
    })
  })
})
