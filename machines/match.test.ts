import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextMatch } from './match.ts'
import type { Candidate, RoutingRules } from './pick-agent.ts'
import { pickAgent } from './pick-agent.ts'
import { WaitingLine } from './waiting-line.ts'
import type { Waiting } from './waiting-line.ts'

const NOW = 1_000
const RULES: RoutingRules = { policy: 'leastBusy', defaultAgentId: null, roundRobinAfter: null }

const waiting = (chatId: string, rest: Partial<Waiting> = {}): Waiting => ({
  chatId,
  groupId: 'billing',
  priority: 0,
  firstWaitingAt: 0,
  passedOver: [],
  targetAgentId: null,
  stickyAgentId: null,
  stickyUntil: 0,
  ...rest,
})

const agent = (agentId: string, rest: Partial<Candidate> = {}): Candidate => ({
  agentId,
  inHand: 0,
  limit: 3,
  idleSince: 0,
  notAccepting: null,
  ...rest,
})

function lineOf(...all: Waiting[]): WaitingLine {
  const line = new WaitingLine()
  for (const one of all) line.insert(one)
  return line
}

const away = (agentId: string) => agent(agentId, { notAccepting: 'online' })
const matched = (line: WaitingLine, agents: Record<string, Candidate[]>) =>
  nextMatch(
    line,
    (groupId) => agents[groupId] ?? [],
    () => RULES,
    NOW,
  )

describe('the next match', () => {
  it('[RT15] is the first chat of the line that anybody may get', () => {
    const line = lineOf(
      waiting('desk', { groupId: 'desk' }),
      waiting('to-bob', { firstWaitingAt: 1, targetAgentId: 'bob' }),
      waiting('second', { firstWaitingAt: 3 }),
      waiting('first', { firstWaitingAt: 2 }),
    )
    const found = matched(line, { billing: [agent('ann'), away('bob')], desk: [away('dan')] })
    expect(found).toMatchObject({ chatId: 'first', agentId: 'ann' })
    expect(found?.decision.reason).toBe('onlyOne')
  })

  it('[RT15] is none where nobody may get any', () => {
    expect(matched(lineOf(), { billing: [agent('ann')] })).toBeNull()
    expect(matched(lineOf(waiting('1')), { billing: [away('ann')] })).toBeNull()
    const byHand = nextMatch(
      lineOf(waiting('1')),
      () => [agent('ann')],
      () => ({ ...RULES, policy: 'byHand' }),
      NOW,
    )
    expect(byHand).toBeNull()
  })

  it('[RT15] may be of a chat forwarded to an agent of another group', () => {
    const found = nextMatch(
      lineOf(waiting('1', { targetAgentId: 'zoe' })),
      (_groupId, target) => (target === 'zoe' ? [agent('zoe')] : [agent('ann')]),
      () => RULES,
      NOW,
    )
    expect(found?.agentId).toBe('zoe')
  })

  it('[RT16] asks each group once, however many wait and nobody accepts', () => {
    const line = new WaitingLine()
    for (let i = 0; i < 20_000; i++) {
      line.insert(waiting(`c${i}`, { groupId: i % 2 === 0 ? 'billing' : 'desk' }))
    }
    let asked = 0
    const candidatesOf = () => {
      asked++
      return [away('ann')]
    }
    expect(nextMatch(line, candidatesOf, () => RULES, NOW)).toBeNull()
    expect(nextMatch([...line], candidatesOf, () => RULES, NOW)).toBeNull()
    expect(asked).toBe(4)
  })

  it('[RT17] lets no equal overtake that came later', () => {
    const anyId = fc.constantFrom('ann', 'bob', 'cid')
    const anyWaiting = fc
      .record({
        chatId: fc.integer({ min: 0, max: 99 }).map(String),
        groupId: fc.constantFrom('billing', 'desk', 'empty'),
        priority: fc.nat(1),
        firstWaitingAt: fc.nat(5),
        passedOver: fc.uniqueArray(anyId),
        targetAgentId: fc.option(anyId, { freq: 3 }),
        stickyAgentId: fc.option(anyId),
        stickyUntil: fc.constantFrom(0, NOW + 1),
      })
      .map(({ chatId, ...rest }) => waiting(chatId, rest))
    const anyAgent = fc.record({
      agentId: anyId,
      inHand: fc.nat(2),
      notAccepting: fc.constantFrom(null, 'online', 'belowLimit'),
    }) as fc.Arbitrary<Partial<Candidate> & { agentId: string }>
    const anyTeam = fc
      .uniqueArray(anyAgent, { selector: (a) => a.agentId })
      .map((team) => team.map(({ agentId, ...rest }) => agent(agentId, rest)))
    const anyPolicy = fc.constantFrom('byHand', 'leastBusy', 'longestIdle', 'roundRobin')

    fc.assert(
      fc.property(
        fc.uniqueArray(anyWaiting, { selector: (w) => w.chatId, maxLength: 30 }),
        fc.record({ billing: anyTeam, desk: anyTeam, empty: fc.constant([]) }),
        fc.record({ billing: anyPolicy, desk: anyPolicy, empty: anyPolicy }),
        (all, teams, policies) => {
          const line = lineOf(...all)
          const teamOf = (groupId: string) => teams[groupId as keyof typeof teams]
          const rulesOf = (groupId: string): RoutingRules => ({
            ...RULES,
            policy: policies[groupId as keyof typeof policies],
          })
          // Until nobody gets anything more: each time the first whom anybody may get.
          for (;;) {
            const found = nextMatch(line, teamOf, rulesOf, NOW)
            const first = [...line].find(
              (w) => pickAgent(w, teamOf(w.groupId), rulesOf(w.groupId), NOW) !== null,
            )
            expect(found?.chatId).toBe(first?.chatId)
            expect(nextMatch([...line], teamOf, rulesOf, NOW)).toEqual(found)
            if (found === null) return
            line.remove(found.chatId)
          }
        },
      ),
    )
  })
})
