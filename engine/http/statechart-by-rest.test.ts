import { describe, expect, it } from 'vitest'
import { graphOf } from '#machines/graph'
import { machineOf } from '#machines/registry'
import { statechart } from '#protocol/statechart'
import { AppForTests } from './app-for-tests.ts'

const tests = AppForTests.forThisFile()
const AGENT_CHART = '/api/v1/accounts/acme/statecharts/agent@1'

describe('charts by REST', () => {
  it(
    '[SV3] are shown to who leads, whole, as the machine is defined',
    { timeout: 60_000 },
    async () => {
      for (const personId of ['ada', 'sam']) {
        const told = await tests.ask('GET', AGENT_CHART, { token: await tests.signedIn(personId) })
        expect([personId, told.status]).toEqual([personId, 200])
        const { graph, layout } = statechart.parse(told.json)
        expect(graph).toEqual(graphOf(machineOf('agent@1')))
        expect(layout?.states).toHaveLength(graph.states.length)
      }
    },
  )

  it('[SV3] are no agent’s, nobody’s of another account, and none of what was never released', async () => {
    const ask = async (personId: string, path = AGENT_CHART) =>
      (await tests.ask('GET', path, { token: await tests.signedIn(personId) })).status
    expect(await ask('mia')).toBe(403)
    expect(await ask('max')).toBe(404)
    expect(await ask('ada', AGENT_CHART.replace('@1', '@99'))).toBe(404)
    expect(await ask('ada', AGENT_CHART.replace('agent@1', 'nonsense'))).toBe(400)
  })
})
