import type { Decision, DecisionReason, NotAccepting, PolicyName } from './decision.ts'
import type { Waiting } from './waiting-line.ts'

/**
 * Agents listed at most as considered, and as many as left out: a decision is journaled with each
 * chat that is given, and few groups have more people at work at once.
 */
export const MAX_LISTED = 50

export interface Candidate {
  agentId: string
  /** Chats that count against the limit. */
  inHand: number
  limit: number
  /** When the agent was last given a chat, else came online: milliseconds since the epoch. */
  idleSince: number
  /** Null for an agent who is accepting. */
  notAccepting: NotAccepting | null
}

export interface RoutingRules {
  policy: PolicyName
  /** The group's first choice. */
  defaultAgentId: string | null
  /** Who got the last chat of the group; round robin goes on after them. */
  roundRobinAfter: string | null
}

type AutomaticPolicy = Exclude<PolicyName, 'byHand'>

/**
 * Which agent a waiting chat goes to, and why; null where nobody may get it, and always under
 * `byHand`. Only accepting agents are considered; those whom the chat passes over only when no
 * other accepts. First the agent it was forwarded to and no other, then the group's default agent,
 * then the sticky one, then the policy.
 */
export function pickAgent(
  waiting: Waiting,
  candidates: readonly Candidate[],
  rules: RoutingRules,
  now: number,
): { agentId: string; decision: Decision } | null {
  const { policy } = rules
  if (policy === 'byHand') return null
  const accepting = candidates.filter((candidate) => candidate.notAccepting === null)
  const eligible = eligibleFor(waiting, accepting)
  const ranked = [...eligible].sort(rankOf(policy, rules.roundRobinAfter))
  const [best] = ranked
  if (best === undefined) return null

  const preferred = (agentId: string | null) =>
    ranked.find((candidate) => candidate.agentId === agentId)
  const settled = (chosen: Candidate, reason: DecisionReason) => ({
    agentId: chosen.agentId,
    decision: {
      policy,
      reason,
      considered: [chosen, ...ranked.filter((candidate) => candidate !== chosen)]
        .slice(0, MAX_LISTED)
        .map(({ agentId, inHand, idleSince }) => ({ agentId, inHand, idleSince })),
      leftOut: leftOut(waiting, candidates, eligible),
    },
  })

  if (waiting.targetAgentId !== null) return settled(best, 'forwardedToThem')
  const defaultAgent = preferred(rules.defaultAgentId)
  if (defaultAgent !== undefined) return settled(defaultAgent, 'defaultAgent')
  const sticky = now < waiting.stickyUntil ? preferred(waiting.stickyAgentId) : undefined
  if (sticky !== undefined) return settled(sticky, 'sticky')
  return settled(best, ranked.length === 1 ? 'onlyOne' : policy)
}

function eligibleFor(waiting: Waiting, accepting: readonly Candidate[]): readonly Candidate[] {
  const { targetAgentId, passedOver } = waiting
  if (targetAgentId !== null) {
    return accepting.filter((candidate) => candidate.agentId === targetAgentId)
  }
  const others = accepting.filter((candidate) => !passedOver.includes(candidate.agentId))
  return others.length > 0 ? others : accepting
}

function leftOut(
  waiting: Waiting,
  candidates: readonly Candidate[],
  eligible: readonly Candidate[],
): Decision['leftOut'] {
  const leftOut: Decision['leftOut'] = []
  const considered = new Set(eligible)
  for (const candidate of candidates) {
    if (leftOut.length === MAX_LISTED) break
    if (considered.has(candidate)) continue
    const otherReason = waiting.targetAgentId === null ? 'passedOver' : 'notTheTarget'
    leftOut.push({
      agentId: candidate.agentId,
      reason: candidate.notAccepting ?? otherReason,
    })
  }
  return leftOut
}

type Rank = (a: Candidate, b: Candidate) => number

function rankOf(policy: AutomaticPolicy, roundRobinAfter: string | null): Rank {
  const ranks: Record<AutomaticPolicy, Rank> = {
    leastBusy: (a, b) => a.inHand - b.inHand || a.idleSince - b.idleSince || byId(a, b),
    longestIdle: (a, b) => a.idleSince - b.idleSince || byId(a, b),
    roundRobin: (a, b) => lapOf(a, roundRobinAfter) - lapOf(b, roundRobinAfter) || byId(a, b),
  }
  return ranks[policy]
}

/** 0 for those after the last one in the circle, 1 for those who come when it starts anew. */
function lapOf({ agentId }: Candidate, after: string | null): number {
  return after === null || agentId > after ? 0 : 1
}

function byId(a: Candidate, b: Candidate): number {
  if (a.agentId === b.agentId) return 0
  return a.agentId < b.agentId ? -1 : 1
}
