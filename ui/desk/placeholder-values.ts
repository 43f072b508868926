import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { NOTHING_KNOWN, type PlaceholderValues } from './placeholders.ts'

/** How a customer is called who gave no name: nobody is greeted by that. */
const NAMELESS = /^Visitor [A-Z0-9]{0,4}$/

/** What placeholders stand for in a chat. */
export function placeholdersOf(chat: ChatView | null, desk: DeskState | null): PlaceholderValues {
  if (chat === null) return NOTHING_KNOWN
  return {
    'customer.name': NAMELESS.test(chat.customerName) ? null : chat.customerName,
    'agent.name': desk?.me.publicName ?? null,
    'group.name': desk?.groups.get(chat.groupId)?.publicName ?? null,
    'chat.id': chat.chatId,
  }
}
