import type { ChatContext } from './chat.ts'

/** A chat's state in one word, as it is shown, counted and stored. */
export const CHAT_STATES = [
  'bot.answering',
  'bot.listening',
  'queued',
  'offered',
  'assigned.awaitingAgent',
  'assigned.awaitingCustomer',
  'assigned.onHold',
  'forwarded',
  'closing',
  'closed',
  'blocked',
] as const

export type ChatStateName = (typeof CHAT_STATES)[number]

/**
 * `assigned.awaitingAgent` of `{ assigned: 'awaitingAgent' }`. An offer is `offered`, be the chat in
 * its own line or forwarded. Throws for a value that is no chat's.
 */
export function chatStateOf(value: unknown): ChatStateName {
  const path = pathOf(value)
  const known = CHAT_STATES.find((state) => state === (SHORT[path] ?? path))
  if (known === undefined) throw new Error(`No state of a chat: ${path}`)
  return known
}

export function isOver(state: ChatStateName): boolean {
  return state === 'closed' || state === 'blocked'
}

/** In a line: routing or a person may give it to an agent. */
export function isWaiting(state: ChatStateName): boolean {
  return state === 'queued' || state === 'forwarded'
}

/** Whose hands a chat is in: it counts against that agent's limit. */
export function holderOf(
  state: ChatStateName,
  context: Pick<ChatContext, 'agentId'>,
): { agentId: string; as: 'chat' | 'offer' } | null {
  if (context.agentId === null) return null
  if (state === 'offered') return { agentId: context.agentId, as: 'offer' }
  if (state.startsWith('assigned.') || state === 'closing') {
    return { agentId: context.agentId, as: 'chat' }
  }
  return null
}

const SHORT: Partial<Record<string, ChatStateName>> = {
  'queued.inLine': 'queued',
  'queued.offered': 'offered',
  'forwarded.untaken': 'forwarded',
  'forwarded.offered': 'offered',
}

function pathOf(value: unknown): string {
  if (typeof value === 'string') return value
  return Object.entries(value ?? {})
    .map(([parent, child]) => `${parent}.${String(child)}`)
    .join()
}
