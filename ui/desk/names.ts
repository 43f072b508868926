import { msg, str } from '@lit/localize'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'

/** How the server calls a customer who gave no name. */
const MADE_UP = /^Visitor ([A-Z0-9]{0,4})$/

/** Whether a customer gave no name. */
export function isNameless({ customerName: name }: Pick<ChatView, 'customerName'>): boolean {
  return MADE_UP.test(name)
}

/** What a customer is called: whoever gave no name is a visitor in the language of who reads it. */
export function customerName({ customerName: name }: Pick<ChatView, 'customerName'>): string {
  const visitor = MADE_UP.exec(name)?.[1]
  return visitor === undefined ? name : msg(str`Visitor ${visitor}`)
}

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
  return tag.deleted ? msg(str`${tag.name} (deleted)`) : tag.name
}

/** Who wrote, as staff reads it: `customer:<id>`, `agent:<id>`, `bot:<id>` or `system`. */
export function authorName(desk: DeskState | null, chat: ChatView, author: string): string {
  const [kind, id = ''] = author.split(':')
  switch (kind) {
    case 'customer':
      return customerName(chat)
    case 'agent':
      return agentName(desk, id)
    case 'bot':
      return msg('Bot')
    default:
      return 'Parley'
  }
}
