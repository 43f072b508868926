import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PolicyName } from './decision.ts'
import { MAX_LISTED, pickAgent } from './pick-agent.ts'
import type { Candidate, RoutingRules } from './pick-agent.ts'
import type { Waiting } from './waiting-line.ts'

const NOW = 1_000

const WAITING: Waiting = {
  chatId: 'chat-1',
  groupId: 'billing',
  priority: 0,
  firstWaitingAt: 0,
  passedOver: [],
  targetAgentId: null,
  stickyAgentId: null,
  stickyUntil: 0,
}

const agent = (agentId: string, rest: Partial<Candidate> = {}): Candidate => ({
  agentId,
  inHand: 0,
  limit: 3,
  idleSince: 0,
  notAccepting: null,
  ...rest,
})

const by = (policy: PolicyName, rest: Partial<RoutingRules> = {}): RoutingRules => ({
  policy,
  defaultAgentId: null,
  roundRobinAfter: null,
  ...rest,
})

interface Case {
  name: string
  waiting?: Partial<Waiting>
  agents: Candidate[]
  rules?: RoutingRules
  gets: string | null
  because?: string
}

const two = [agent('ann', { inHand: 2 }), agent('bob', { inHand: 1 })]

const CASES: Case[] = [
  { name: '[RT5] by hand nobody', agents: two, rules: by('byHand'), gets: null },
  {
    name: '[RT5] by hand nobody, also of a forward, a default agent and a sticky one',
    agents: two,
    waiting: { targetAgentId: 'ann', stickyAgentId: 'ann', stickyUntil: NOW + 1 },
    rules: by('byHand', { defaultAgentId: 'ann' }),
    gets: null,
  },
  { name: '[RT6] nobody where there is nobody', agents: [], gets: null },
  {
    name: '[RT6] nobody where nobody accepts',
    agents: [
      agent('ann', { notAccepting: 'online' }),
      agent('bob', { notAccepting: 'connected' }),
      agent('cid', { notAccepting: 'belowLimit' }),
    ],
    gets: null,
  },
  {
    name: '[RT6] the one who accepts',
    agents: [agent('ann', { notAccepting: 'online' }), agent('bob', { inHand: 2 })],
    gets: 'bob',
    because: 'onlyOne',
  },
  {
    name: '[RT7] not the agent passed over, while another accepts',
    waiting: { passedOver: ['bob'] },
    agents: two,
    gets: 'ann',
    because: 'onlyOne',
  },
  {
    name: '[RT7] one passed over, if all who accept are',
    waiting: { passedOver: ['bob', 'ann'] },
    agents: [...two, agent('cid', { notAccepting: 'belowLimit' })],
    gets: 'bob',
    because: 'leastBusy',
  },
  {
    name: '[RT7] not the default agent and not the sticky one who were passed over',
    waiting: { passedOver: ['ann', 'bob'], stickyAgentId: 'ann', stickyUntil: NOW + 1 },
    agents: [...two, agent('cid', { inHand: 2 })],
    rules: by('leastBusy', { defaultAgentId: 'bob' }),
    gets: 'cid',
    because: 'onlyOne',
  },
  {
    name: '[RT8] the agent it was forwarded to, busier and passed over or not',
    waiting: { targetAgentId: 'ann', passedOver: ['ann'] },
    agents: two,
    rules: by('leastBusy', { defaultAgentId: 'bob' }),
    gets: 'ann',
    because: 'forwardedToThem',
  },
  {
    name: '[RT8] nobody else if that agent does not accept',
    waiting: { targetAgentId: 'ann' },
    agents: [agent('ann', { notAccepting: 'connected' }), agent('bob')],
    gets: null,
  },
  {
    name: '[RT8] nobody if that agent is not there',
    waiting: { targetAgentId: 'zoe' },
    agents: two,
    gets: null,
  },
  {
    name: "[RT9] the group's default agent, before the sticky one",
    waiting: { stickyAgentId: 'bob', stickyUntil: NOW + 1 },
    agents: two,
    rules: by('leastBusy', { defaultAgentId: 'ann' }),
    gets: 'ann',
    because: 'defaultAgent',
  },
  {
    name: '[RT9] by the policy at once if the default agent does not accept',
    agents: [agent('ann', { notAccepting: 'belowLimit' }), ...two.slice(1), agent('cid')],
    rules: by('leastBusy', { defaultAgentId: 'ann' }),
    gets: 'cid',
    because: 'leastBusy',
  },
  {
    name: '[RT10] the sticky agent before the time is over',
    waiting: { stickyAgentId: 'ann', stickyUntil: NOW + 1 },
    agents: two,
    gets: 'ann',
    because: 'sticky',
  },
  {
    name: '[RT10] by the policy from then on',
    waiting: { stickyAgentId: 'ann', stickyUntil: NOW },
    agents: two,
    gets: 'bob',
    because: 'leastBusy',
  },
  {
    name: '[RT10] by the policy at once if the sticky agent does not accept',
    waiting: { stickyAgentId: 'ann', stickyUntil: NOW + 1 },
    agents: [agent('ann', { notAccepting: 'online' }), agent('bob', { inHand: 1 }), agent('cid')],
    gets: 'cid',
    because: 'leastBusy',
  },
  {
    name: '[RT11] least busy: the fewest in hand',
    agents: [agent('ann', { inHand: 1, idleSince: 1 }), agent('bob', { idleSince: 9 })],
    gets: 'bob',
    because: 'leastBusy',
  },
  {
    name: '[RT11] least busy: of equals the longest idle',
    agents: [agent('ann', { idleSince: 9 }), agent('bob', { idleSince: 1 })],
    gets: 'bob',
  },
  {
    name: '[RT11] least busy: of those the smaller id',
    agents: [agent('bob'), agent('ann')],
    gets: 'ann',
  },
  {
    name: '[RT12] longest idle, however busy',
    agents: [agent('ann', { idleSince: 9 }), agent('bob', { idleSince: 1, inHand: 2 })],
    rules: by('longestIdle'),
    gets: 'bob',
    because: 'longestIdle',
  },
  {
    name: '[RT12] longest idle: of equals the smaller id',
    agents: [agent('bob'), agent('ann')],
    rules: by('longestIdle'),
    gets: 'ann',
  },
  {
    name: '[RT13] round robin: begins with the smallest id',
    agents: [agent('bob'), agent('ann')],
    rules: by('roundRobin'),
    gets: 'ann',
    because: 'roundRobin',
  },
  {
    name: '[RT13] round robin: the next one after the last, who may have left',
    agents: [agent('dan'), agent('ann'), agent('bob')],
    rules: by('roundRobin', { roundRobinAfter: 'cid' }),
    gets: 'dan',
  },
  {
    name: '[RT13] round robin: anew after the largest id, leaving out who does not accept',
    agents: [agent('ann', { notAccepting: 'online' }), agent('bob'), agent('cid')],
    rules: by('roundRobin', { roundRobinAfter: 'cid' }),
    gets: 'bob',
  },
]

describe('a chat goes to', () => {
  it.each(CASES)('$name', ({ waiting, agents, rules, gets, because }) => {
    const picked = pickAgent({ ...WAITING, ...waiting }, agents, rules ?? by('leastBusy'), NOW)
    expect(picked?.agentId ?? null).toBe(gets)
    if (because !== undefined) expect(picked?.decision.reason).toBe(because)
  })

  it('[RT13] round robin gives each agent one in a round', () => {
    const agents = ['cid', 'ann', 'bob'].map((id) => agent(id))
    const got: string[] = []
    for (let i = 0; i < 6; i++) {
      const rules = by('roundRobin', { roundRobinAfter: got.at(-1) ?? null })
      got.push(pickAgent(WAITING, agents, rules, NOW)?.agentId ?? '')
    }
    expect(got).toEqual(['ann', 'bob', 'cid', 'ann', 'bob', 'cid'])
  })
})

describe('a decision', () => {
  it('[RT14] lists who was considered, the chosen one first, and who was left out and why', () => {
    const agents = [
      agent('ann', { inHand: 2, idleSince: 4 }),
      agent('bob', { inHand: 1, idleSince: 5 }),
      agent('cid', { notAccepting: 'connected' }),
      agent('dan'),
    ]
    const waiting = { ...WAITING, passedOver: ['dan'], stickyAgentId: 'ann', stickyUntil: NOW + 1 }
    expect(pickAgent(waiting, agents, by('leastBusy'), NOW)?.decision).toEqual({
      policy: 'leastBusy',
      reason: 'sticky',
      considered: [
        { agentId: 'ann', inHand: 2, idleSince: 4 },
        { agentId: 'bob', inHand: 1, idleSince: 5 },
      ],
      leftOut: [
        { agentId: 'cid', reason: 'connected' },
        { agentId: 'dan', reason: 'passedOver' },
      ],
    })
    const forwarded = { ...WAITING, targetAgentId: 'bob' }
    expect(pickAgent(forwarded, agents, by('roundRobin'), NOW)?.decision.leftOut).toEqual([
      { agentId: 'ann', reason: 'notTheTarget' },
      { agentId: 'cid', reason: 'connected' },
      { agentId: 'dan', reason: 'notTheTarget' },
    ])
  })

  it('[RT14] stays small in a large group', () => {
    const agents = Array.from({ length: 300 }, (_, i) =>
      agent(`agent-${i}`, { notAccepting: i % 2 === 0 ? null : 'online', inHand: 300 - i }),
    )
    const rules = by('leastBusy', { defaultAgentId: 'agent-0' })
    const decision = pickAgent(WAITING, agents, rules, NOW)?.decision
    expect(decision?.considered).toHaveLength(MAX_LISTED)
    expect(decision?.leftOut).toHaveLength(MAX_LISTED)
    expect(decision?.considered[0]?.agentId).toBe('agent-0')
  })

  it('[RT6] never names an agent who does not accept, whatever the rules', () => {
    const anyAgent = fc.record({
      agentId: fc.constantFrom('ann', 'bob', 'cid', 'dan', 'eve'),
      inHand: fc.nat(3),
      limit: fc.constant(3),
      idleSince: fc.nat(3),
      notAccepting: fc.constantFrom(null, 'online', 'connected', 'belowLimit'),
    }) as fc.Arbitrary<Candidate>
    const anyId = fc.constantFrom(null, 'ann', 'bob', 'zoe')
    fc.assert(
      fc.property(
        fc.uniqueArray(anyAgent, { selector: (a) => a.agentId }),
        fc.constantFrom<PolicyName>('leastBusy', 'longestIdle', 'roundRobin'),
        fc.record({ target: anyId, sticky: anyId, first: anyId, after: anyId }),
        fc.subarray(['ann', 'bob', 'cid', 'dan', 'eve']),
        (agents, policy, { target, sticky, first, after }, passedOver) => {
          const waiting = {
            ...WAITING,
            passedOver,
            targetAgentId: target,
            stickyAgentId: sticky,
            stickyUntil: NOW + 1,
          }
          const rules = { policy, defaultAgentId: first, roundRobinAfter: after }
          const picked = pickAgent(waiting, agents, rules, NOW)
          const able = agents.filter(
            (a) => a.notAccepting === null && (target === null || a.agentId === target),
          )
          if (picked === null) expect(able).toEqual([])
          else expect(able.map((a) => a.agentId)).toContain(picked.agentId)
          if (picked !== null && target === null && passedOver.includes(picked.agentId)) {
            expect(able.every((a) => passedOver.includes(a.agentId))).toBe(true)
          }
          const shuffled = pickAgent(waiting, agents.toReversed(), rules, NOW)
          expect(shuffled?.agentId).toBe(picked?.agentId)
        },
      ),
    )
  })
})
