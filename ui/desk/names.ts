import { msg } from '@lit/localize'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'

/** The name of an agent in the account; what an id of nobody known is called says so. */
export function agentName(desk: DeskState | null, agentId: string | null): string {
  if (agentId === null) return msg('Nobody')
  return desk?.agents.get(agentId)?.name ?? msg('A former agent')
}

export function groupName(desk: DeskState | null, groupId: string): string {
  return desk?.groups.get(groupId)?.name ?? msg('a former group')
}

export function channelName(desk: DeskState | null, channelId: string): string {
  return desk?.channels.get(channelId)?.name ?? msg('a former channel')
}

export function tagName(desk: DeskState | null, tagId: string): string {
  const tag = desk?.tags.get(tagId)
  if (tag === undefined) return msg('A former tag')
  return tag.deleted ? `${tag.name} (deleted)` : tag.name
}

/** Who wrote, as staff reads it: `customer:<id>`, `agent:<id>`, `bot:<id>` or `system`. */
export function authorName(desk: DeskState | null, chat: ChatView, author: string): string {
  const [kind, id = ''] = author.split(':')
  switch (kind) {
    case 'customer':
      return chat.customerName
    case 'agent':
      return agentName(desk, id)
    case 'bot':
      return msg('Bot')
    default:
      return 'Parley'
  }
}
