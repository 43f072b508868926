import { nextMatch } from '#machines/match'
import type { Decision } from '#machines/decision'
import type { Onlooker } from '#machines/why-nobody'
import type { Json } from '#storage/json'
import type { Account } from './account.ts'
import type { Turn } from './turn.ts'

export interface Match {
  chatId: string
  agentId: string
  decision: Decision
}

/** The next pair of a waiting chat and an agent, looked for in every line; null where there is none. */
export function findMatch(account: Account, now: number): Match | null {
  for (const line of account.lines.values()) {
    if (line.size === 0) continue
    const found = nextMatch(
      line,
      (groupId, targetAgentId) => candidates(account, groupId, targetAgentId),
      (groupId) => account.rulesOf(groupId),
      now,
    )
    if (found !== null) return found
  }
  return null
}

/** A chat forwarded to one agent goes to that agent, of whichever group. */
export function candidates(
  account: Account,
  groupId: string,
  targetAgentId: string | null,
): Onlooker[] {
  const ofGroup = account.candidatesOf(groupId)
  if (targetAgentId === null || ofGroup.some(({ agentId }) => agentId === targetAgentId)) {
    return ofGroup
  }
  const target = account.members.get(targetAgentId)?.active
    ? account.candidate(targetAgentId)
    : null
  return target === null ? ofGroup : [...ofGroup, target]
}

/** Gives the chat to the agent whom routing found, or offers it where the account uses offers. */
export function assignMatch(
  turn: Turn,
  { chatId, agentId, decision }: Match,
): Record<string, Json> {
  turn.prepare([chatId])
  const { groupId } = turn.chat(chatId)
  const type = turn.settings.values.offers ? 'offerMade' : 'agentAssigned'
  turn.stepChat(chatId, { type, agentId, decision })
  const group = turn.group(groupId)
  if (turn.settings.values.policy === 'roundRobin' && group.roundRobinAfter !== agentId) {
    turn.rare.groups.set(groupId, { ...group, roundRobinAfter: agentId })
    turn.hasRare = true
  }
  return {}
}
