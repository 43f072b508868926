import type { Hindrance, Unmatched } from './decision.ts'
import { MAX_LISTED } from './pick-agent.ts'
import type { Candidate, RoutingRules } from './pick-agent.ts'
import type { Waiting } from './waiting-line.ts'

/** An agent as routing sees it, with the state that keeps chats away. */
export interface Onlooker extends Candidate {
  state: Hindrance | null
}

/**
 * Why nobody gets a chat that waits; null where `pickAgent` finds somebody. It is the same for every
 * chat of a lane: who passed a chat over is left out only while another one accepts. Of a forward to
 * one agent that agent comes first.
 */
export function whyNobody(
  { targetAgentId }: Pick<Waiting, 'targetAgentId'>,
  agents: readonly Onlooker[],
  { policy }: Pick<RoutingRules, 'policy'>,
): Unmatched | null {
  if (policy === 'byHand') return { policy, leftOut: [], others: 0 }
  const meant = agents.filter((agent) => isMeant(agent, targetAgentId))
  if (meant.some(({ notAccepting }) => notAccepting === null)) return null
  const leftOut: Unmatched['leftOut'] = meant.map(({ agentId, notAccepting, state }) => ({
    agentId,
    reason: notAccepting ?? 'notThere',
    state,
  }))
  if (targetAgentId !== null && meant.length === 0) {
    leftOut.push({ agentId: targetAgentId, reason: 'notThere', state: null })
  }
  for (const agent of agents) {
    const { agentId, notAccepting, state } = agent
    if (isMeant(agent, targetAgentId)) continue
    leftOut.push({ agentId, reason: notAccepting ?? 'notTheTarget', state })
  }
  const listed = leftOut.slice(0, MAX_LISTED)
  return { policy, leftOut: listed, others: leftOut.length - listed.length }
}

function isMeant({ agentId }: Onlooker, targetAgentId: string | null): boolean {
  return targetAgentId === null || targetAgentId === agentId
}
