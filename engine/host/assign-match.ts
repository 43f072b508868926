import { nextMatch } from '#machines/match'
import type { Decision } from '#machines/decision'
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
      (groupId) => account.candidatesOf(groupId),
      (groupId) => account.rulesOf(groupId),
      now,
    )
    if (found !== null) return found
  }
  return null
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
