import type { Json } from '#storage/json'
import type { Turn } from '../host/turn.ts'
import { orderIfUnseen } from './mails.ts'

/** A first socket of an agent opened. */
export function agentConnected(turn: Turn, agentId: string): Record<string, Json> {
  if (!turn.isAgent(agentId)) return {}
  if (turn.agent(agentId).value.connection !== 'connected') {
    turn.stepAgent(agentId, { type: 'socketOpened' })
  }
  return {}
}

/** The last socket of an agent closed. */
export function agentDisconnected(turn: Turn, agentId: string): Record<string, Json> {
  if (turn.isAgent(agentId) && turn.agent(agentId).value.connection === 'connected') {
    turn.stepAgent(agentId, { type: 'socketClosed' })
  }
  return {}
}

/** A customer's first socket opened, or the last one closed. */
export function customerPresent(
  turn: Turn,
  customerId: string,
  present: boolean,
): Record<string, Json> {
  const chatId = turn.findCustomer(customerId)?.openChatId ?? null
  if (chatId === null) return {}
  turn.prepare([chatId])
  if (turn.chat(chatId).customerPresent !== present) {
    turn.stepChat(chatId, { type: present ? 'customerReturned' : 'customerLeft' })
    if (!present) orderIfUnseen(turn, chatId)
  }
  return {}
}
