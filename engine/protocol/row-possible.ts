import type { AgentView, ChatView } from './staff-views.ts'

/** What a client offers for chats of which it has the rows only. */
export const ROW_COMMANDS = ['forwardChat', 'tagChat', 'closeChat', 'blockCustomer'] as const
export type RowCommand = (typeof ROW_COMMANDS)[number]

/** `notYours`: the role and the relation to the chat never allow it. The others: not now. */
export type RowWhyNot = 'notYours' | 'over' | 'closing' | 'blocked'

/**
 * Why a command is not possible, by what the row of a chat says; null where it is. It is the answer
 * that `possible` of the conversation gives, for chats whose conversations were not asked for.
 */
export function rowWhyNot(
  command: RowCommand,
  chat: ChatView,
  me: Pick<AgentView, 'agentId' | 'role' | 'groupIds'>,
): RowWhyNot | null {
  const reads = chat.access === 'full'
  const leads = me.role !== 'agent'
  const isMine = chat.agentId === me.agentId
  switch (command) {
    case 'forwardChat':
      return whyNotGoesOn(chat)
    case 'closeChat':
      return reads && (leads || isMine) ? whyNotGoesOn(chat) : 'notYours'
    case 'tagChat':
      return reads && (leads || isMine) ? null : 'notYours'
    case 'blockCustomer':
      if (!reads || !(leads || mayBlockAsAgent(chat, me))) return 'notYours'
      return chat.state === 'blocked' ? 'blocked' : null
  }
}

const IN_LINE: readonly string[] = ['queued', 'offered', 'forwarded']

function whyNotGoesOn(chat: ChatView): RowWhyNot | null {
  if (!chat.open) return 'over'
  return chat.state === 'closing' ? 'closing' : null
}

/** The chat in hand; in a line or forwarded, those of one's own groups. */
function mayBlockAsAgent(chat: ChatView, me: Pick<AgentView, 'agentId' | 'groupIds'>): boolean {
  if (!chat.open) return false
  if (IN_LINE.includes(chat.state)) return me.groupIds.includes(chat.groupId)
  return chat.agentId === me.agentId
}
