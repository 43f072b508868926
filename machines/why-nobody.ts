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
 * chat of a lane: who passed a chat over is left out only while another one accepts.
 */
export function whyNobody(
  { targetAgentId }: Pick<Waiting, 'targetAgentId'>,
  agents: readonly Onlooker[],
  { policy }: Pick<RoutingRules, 'policy'>,
): Unmatched | null {
  if (policy === 'byHand') return { policy, leftOut: [], others: 0 }
  const leftOut: Unmatched['leftOut'] = []
  for (const { agentId, notAccepting, state } of agents) {
    const isMeant = targetAgentId === null || targetAgentId === agentId
    if (isMeant && notAccepting === null) return null
    if (leftOut.length < MAX_LISTED) {
      leftOut.push({ agentId, reason: notAccepting ?? 'notTheTarget', state })
    }
  }
  return { policy, leftOut, others: Math.max(0, agents.length - MAX_LISTED) }
}
