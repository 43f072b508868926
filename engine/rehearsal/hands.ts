import type { HandEvent } from './observations.ts'

/** Who had which chat when, as the journal tells it. */
export interface Hands {
  /** Chats that two agents had at the end of one turn. */
  double: { chatId: string; agentIds: string[]; seq: number }[]
  /** Agents with more chats and offers than their limit at the end of a turn that gave them one. */
  over: { agentId: string; count: number; limit: number; seq: number }[]
  /** Whether an agent had a chat at a sequence. */
  had(chatId: string, agentId: string, seq: number): boolean
}

interface Agent {
  limit: number
  chats: Set<string>
  offers: Set<string>
}

/** Walks through the events of agents' actors of any number of accounts, in the order of each journal. */
export function walkHands(events: readonly HandEvent[]): Hands {
  const agents = new Map<string, Agent>()
  const holders = new Map<string, Set<string>>()
  const spells = new Map<string, { from: number; to: number }[]>()
  const double: Hands['double'] = []
  const over: Hands['over'] = []

  const holdersOf = (chatId: string): Set<string> => {
    const known = holders.get(chatId) ?? new Set()
    holders.set(chatId, known)
    return known
  }
  const begin = (chatId: string, agentId: string, seq: number): void => {
    holdersOf(chatId).add(agentId)
    const key = `${chatId} ${agentId}`
    spells.set(key, [...(spells.get(key) ?? []), { from: seq, to: Infinity }])
  }
  const end = (chatId: string, agentId: string, seq: number): void => {
    holdersOf(chatId).delete(agentId)
    const last = spells.get(`${chatId} ${agentId}`)?.at(-1)
    if (last !== undefined) last.to = seq
  }

  for (const [index, { accountId, seq, turn, agentId, event }] of events.entries()) {
    const agent = agents.get(agentId) ?? { limit: 0, chats: new Set(), offers: new Set() }
    agents.set(agentId, agent)
    switch (event.type) {
      case 'limit':
        agent.limit = event.limit
        break
      case 'given':
        if (event.as === 'offer') {
          agent.offers.add(event.chatId)
        } else {
          agent.chats.add(event.chatId)
          begin(event.chatId, agentId, seq)
        }
        break
      case 'accepted':
        agent.offers.delete(event.chatId)
        agent.chats.add(event.chatId)
        begin(event.chatId, agentId, seq)
        break
      case 'left':
        agent.offers.delete(event.chatId)
        if (agent.chats.delete(event.chatId)) end(event.chatId, agentId, seq)
        break
    }
    const next = events[index + 1]
    if (next !== undefined && next.turn === turn && next.accountId === accountId) {
      // One agent hears that the chat left before another hears that it came: judged at the end.
      if (event.type !== 'given' || next.event.type !== 'given') continue
    }
    if (event.type === 'limit' || event.type === 'left') continue
    const count = agent.chats.size + agent.offers.size
    if (count > agent.limit) over.push({ agentId, count, limit: agent.limit, seq })
    const together = holdersOf(event.chatId)
    if (together.size > 1) double.push({ chatId: event.chatId, agentIds: [...together], seq })
  }

  return {
    double,
    over,
    had: (chatId, agentId, seq) =>
      spells.get(`${chatId} ${agentId}`)?.some(({ from, to }) => from <= seq && seq < to) === true,
  }
}
