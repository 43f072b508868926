import type { ChoiceKind, HandEvent } from './observations.ts'

/** Who had which chat when, as the journal tells it. */
export interface Hands {
  /** Chats that two agents had at the end of one turn. */
  double: { chatId: string; agentIds: string[]; seq: number }[]
  /** Agents with more chats and offers than their limit at the end of a turn that gave them one. */
  over: { agentId: string; count: number; limit: number; seq: number }[]
  /** Chats that an agent got while away or offline. */
  unwanted: { chatId: string; agentId: string; seq: number }[]
  /** What agents had in hand when they went offline. */
  offline: {
    accountId: string
    agentId: string
    turn: number
    choice: ChoiceKind
    chatIds: string[]
  }[]
  /** Whether an agent had a chat at a sequence. */
  had(chatId: string, agentId: string, seq: number): boolean
}

interface Agent {
  limit: number
  chats: Set<string>
  offers: Set<string>
  isOnline: boolean
}

const NOBODY: Agent = { limit: 0, chats: new Set(), offers: new Set(), isOnline: false }

/** Walks through the events of agents' actors of any number of accounts, in the order of each journal. */
export function walkHands(events: readonly HandEvent[]): Hands {
  const agents = new Map<string, Agent>()
  const holders = new Map<string, Set<string>>()
  const spells = new Map<string, { from: number; to: number }[]>()
  const double: Hands['double'] = []
  const over: Hands['over'] = []
  const unwanted: Hands['unwanted'] = []
  const offline: Hands['offline'] = []

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

  let given = new Map<string, { agentId: string; seq: number }>()
  const judge = (): void => {
    for (const [chatId, { agentId, seq }] of given) {
      const { limit, chats, offers } = agents.get(agentId) ?? NOBODY
      const count = chats.size + offers.size
      if (count > limit) over.push({ agentId, count, limit, seq })
      const together = holdersOf(chatId)
      if (together.size > 1) double.push({ chatId, agentIds: [...together], seq })
    }
    given = new Map()
  }

  let turnBefore = ''
  for (const { accountId, seq, turn, agentId, event } of events) {
    // One agent hears that the chat came before or after another hears that it left.
    const thisTurn = `${accountId} ${turn}`
    if (thisTurn !== turnBefore) judge()
    turnBefore = thisTurn
    const agent = agents.get(agentId) ?? {
      limit: 0,
      chats: new Set(),
      offers: new Set(),
      isOnline: false,
    }
    agents.set(agentId, agent)
    switch (event.type) {
      case 'limit':
        agent.limit = event.limit
        break
      case 'online':
        agent.isOnline = true
        break
      case 'away':
        agent.isOnline = false
        break
      case 'offline':
        agent.isOnline = false
        offline.push({ accountId, agentId, turn, choice: event.choice, chatIds: [...agent.chats] })
        break
      case 'given':
        if (!agent.isOnline) unwanted.push({ chatId: event.chatId, agentId, seq })
        if (event.as === 'chat') {
          agent.chats.add(event.chatId)
          begin(event.chatId, agentId, seq)
        } else {
          agent.offers.add(event.chatId)
        }
        given.set(event.chatId, { agentId, seq })
        break
      case 'accepted':
        agent.offers.delete(event.chatId)
        agent.chats.add(event.chatId)
        begin(event.chatId, agentId, seq)
        given.set(event.chatId, { agentId, seq })
        break
      case 'left':
        agent.offers.delete(event.chatId)
        if (agent.chats.delete(event.chatId)) end(event.chatId, agentId, seq)
        break
    }
  }
  judge()

  return {
    double,
    over,
    unwanted,
    offline,
    had: (chatId, agentId, seq) =>
      spells.get(`${chatId} ${agentId}`)?.some(({ from, to }) => from <= seq && seq < to) === true,
  }
}
