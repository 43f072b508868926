import { msg, str } from '@lit/localize'
import type { DeskState } from '../client/desk-state.ts'
import { agentName, customerName, groupName } from '../desk/names.ts'

/** What ids are called by who reads a replay. */
export interface Names {
  agent(agentId: string): string
  group(groupId: string): string
  chat(chatId: string): string
  /** The customer of the chat that is played back. */
  customer: string
}

export function namesOf(desk: DeskState | null, customer: string | null): Names {
  return {
    agent: (agentId) => agentName(desk, agentId),
    group: (groupId) => groupName(desk, groupId),
    chat: (chatId) => {
      const chat = desk?.chats.get(chatId)
      return chat === undefined ? msg(str`chat ${chatId.slice(-4)}`) : customerName(chat)
    },
    customer: customer ?? msg('the customer', { id: 'customerAsWho' }),
  }
}
