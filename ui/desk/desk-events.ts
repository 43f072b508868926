import type { ForwardTo, StaffCommand, TagColour } from '#protocol/staff-commands'
import type { ChatView } from '#protocol/staff-views'
import type { Filter } from './archive-filter.ts'
import type { Tab } from './chat-lists.ts'
import type { ManyKind } from './many-possible.ts'

/*
 * What parts of the desk ask for. They bubble inside the desk, which owns the connection; the
 * page hears none of them.
 */
export interface DeskEvents {
  /** Carry out a command; refusals are shown by the desk. */
  'parley-command': StaffCommand
  /** Ask what is needed, and do it with all selected chats that it can be done with. */
  'parley-many': { kind: ManyKind; selected: readonly ChatView[] }
  'parley-tab': Tab
  /** Other filters for the archive. */
  'parley-filter': Filter
  'parley-search': { text: string }
  'parley-dialog':
    | { kind: 'block' | 'close'; chatId: string }
    /** `to` is chosen there already. */
    | { kind: 'forward'; chatId: string; to?: ForwardTo }
    /** Oneself, or a colleague. */
    | { kind: 'offline'; agentId?: string }
    | { kind: 'profile' }
    | { kind: 'quickReplies' }
  /** Make a tag; `made` is told its id, where it was not refused. */
  'parley-new-tag': { name: string; colour: TagColour; made: (tagId: string) => void }
  /** The quick replies are needed, and may be older than a moment. */
  'parley-quick-replies': Record<string, never>
  /** Whom a comment here can name is needed. */
  'parley-mentionable': Record<string, never>
  /** What names me is needed. */
  'parley-mentions': Record<string, never>
  'parley-side': { open: boolean }
}

export function deskEvent<Type extends keyof DeskEvents>(
  type: Type,
  detail: DeskEvents[Type],
): CustomEvent<DeskEvents[Type]> {
  return new CustomEvent(type, { detail, bubbles: true, composed: true })
}
