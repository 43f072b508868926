import type { Decision } from './decision.ts'
import { pickAgent } from './pick-agent.ts'
import type { Candidate, RoutingRules } from './pick-agent.ts'
import { WaitingLine } from './waiting-line.ts'
import type { Waiting } from './waiting-line.ts'

/**
 * The next chat to be given and who gets it: the first in the line that anybody may get, null
 * where there is none. What stands before it can be got by nobody now, so no equal is overtaken.
 *
 * @param candidatesOf a group's agents; for a chat that was forwarded to one agent the list must
 * hold that agent, of the group or not.
 *
 * Called after every turn. Of a `WaitingLine` it looks only at the first chat of each lane (what
 * the first one cannot get, none behind it can); any other line is walked, each lane asked once.
 */
export function nextMatch(
  line: Iterable<Waiting>,
  candidatesOf: (groupId: string, targetAgentId: string | null) => readonly Candidate[],
  rulesOf: (groupId: string) => RoutingRules,
  now: number,
): { chatId: string; agentId: string; decision: Decision } | null {
  const shut = new Map<string, Set<string | null>>()
  for (const waiting of line instanceof WaitingLine ? line.heads() : line) {
    const { chatId, groupId, targetAgentId } = waiting
    const shutOfGroup = shut.get(groupId)
    if (shutOfGroup?.has(targetAgentId)) continue
    const candidates = candidatesOf(groupId, targetAgentId)
    const picked = pickAgent(waiting, candidates, rulesOf(groupId), now)
    if (picked !== null) return { chatId, ...picked }
    if (shutOfGroup === undefined) shut.set(groupId, new Set([targetAgentId]))
    else shutOfGroup.add(targetAgentId)
  }
  return null
}
