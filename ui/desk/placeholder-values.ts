import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { isNameless } from './names.ts'
import { NOTHING_KNOWN, type PlaceholderValues } from './placeholders.ts'

/** What placeholders stand for in a chat. */
export function placeholdersOf(chat: ChatView | null, desk: DeskState | null): PlaceholderValues {
  if (chat === null) return NOTHING_KNOWN
  return {
    // nobody is greeted by a name that was made up
    'customer.name': isNameless(chat) ? null : chat.customerName,
    'agent.name': desk?.me.publicName ?? null,
    'group.name': desk?.groups.get(chat.groupId)?.publicName ?? null,
    'chat.id': chat.chatId,
  }
}
