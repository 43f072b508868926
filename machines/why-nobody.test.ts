import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hindrance, NotAccepting } from './decision.ts'
import { MAX_LISTED, pickAgent } from './pick-agent.ts'
import type { RoutingRules } from './pick-agent.ts'
import { whyNobody } from './why-nobody.ts'
import type { Onlooker } from './why-nobody.ts'

const agent = (
  agentId: string,
  notAccepting: NotAccepting | null = null,
  state: Hindrance | null = null,
): Onlooker => ({ agentId, inHand: 0, limit: 3, idleSince: 0, notAccepting, state })

const LEAST_BUSY: RoutingRules = {
  policy: 'leastBusy',
  defaultAgentId: null,
  roundRobinAfter: null,
}

const anyAgent = fc
  .tuple(
    fc.constantFrom('ann', 'bob', 'cid', 'dan'),
    fc.constantFrom<NotAccepting | null>(null, 'online', 'connected', 'belowLimit'),
  )
  .map(([agentId, notAccepting]) => agent(agentId, notAccepting))

const anyWaiting = fc.record({
  chatId: fc.constant('chat-1'),
  groupId: fc.constant('billing'),
  priority: fc.constant(0),
  firstWaitingAt: fc.constant(0),
  passedOver: fc.subarray(['ann', 'bob', 'cid', 'dan']),
  targetAgentId: fc.constantFrom(null, 'ann', 'zoe'),
  stickyAgentId: fc.constantFrom(null, 'bob'),
  stickyUntil: fc.constantFrom(0, 9_999),
})

describe('why nobody gets a chat', () => {
  it('[WY1] is said exactly where picking an agent finds nobody, of whichever chat of the lane', () => {
    const agents = fc.uniqueArray(anyAgent, { selector: ({ agentId }) => agentId })
    const policy = fc.constantFrom('byHand', 'leastBusy', 'longestIdle', 'roundRobin' as const)
    fc.assert(
      fc.property(anyWaiting, agents, policy, (waiting, all, name) => {
        const rules: RoutingRules = { ...LEAST_BUSY, policy: name }
        const picked = pickAgent(waiting, all, rules, 1_000)
        expect(whyNobody(waiting, all, rules) === null).toBe(picked !== null)
      }),
    )
  })

  it('[WY1] by hand names nobody: no machine gives chats', () => {
    expect(whyNobody({ targetAgentId: null }, [agent('ann')], { policy: 'byHand' })).toEqual({
      policy: 'byHand',
      leftOut: [],
      others: 0,
    })
  })

  it('[WY2] has a reason for each agent, with the state behind it', () => {
    const all = [
      agent('ann', 'online', 'away'),
      agent('bob', 'connected', 'grace'),
      agent('cid', 'belowLimit'),
    ]
    expect(whyNobody({ targetAgentId: null }, all, LEAST_BUSY)?.leftOut).toEqual([
      { agentId: 'ann', reason: 'online', state: 'away' },
      { agentId: 'bob', reason: 'connected', state: 'grace' },
      { agentId: 'cid', reason: 'belowLimit', state: null },
    ])
  })

  it('[WY2] of a forward to one agent says first why that one does not get it', () => {
    const all = [agent('ann'), agent('bob', 'belowLimit')]
    expect(whyNobody({ targetAgentId: 'bob' }, all, LEAST_BUSY)?.leftOut).toEqual([
      { agentId: 'bob', reason: 'belowLimit', state: null },
      { agentId: 'ann', reason: 'notTheTarget', state: null },
    ])
    expect(whyNobody({ targetAgentId: 'zoe' }, [], LEAST_BUSY)?.leftOut).toEqual([
      { agentId: 'zoe', reason: 'notThere', state: null },
    ])
  })

  it('[WY2] lists at most 50, and says how many more there are', () => {
    const all = Array.from({ length: 120 }, (_, n) => agent(`a${n}`, 'online', 'offline'))
    const why = whyNobody({ targetAgentId: null }, all, LEAST_BUSY)
    expect([why?.leftOut.length, why?.others]).toEqual([MAX_LISTED, 120 - MAX_LISTED])
  })
})
