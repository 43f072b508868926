import type { Refusal, RefusalCode } from '#protocol/refusals'
import type { Possibilities } from '#protocol/staff-views'
import type { StaffCommandType } from '#protocol/staff-commands'
import type { DeskState } from '../client/desk-state.ts'
import { agentName } from './names.ts'

/** Why a button does nothing now, in words for whoever would press it. */
const words: Partial<Record<RefusalCode, string>> = {
  notNow: 'Not possible in this state of the chat',
  forbidden: 'Your role does not allow this',
  holdsChat: 'Someone else has this chat',
  taken: 'Someone else has this chat',
  offeredToThem: 'This chat is not offered to you',
  isAnotherAgent: 'You have this chat already',
  forwardedToThem: 'This chat was not forwarded to you',
  mayTakeForwarded: 'This chat was forwarded to someone else',
  belowLimit: 'You are at your limit of chats at a time',
  online: 'Go online first',
  connected: 'The connection is lost',
  isActive: 'This person is deactivated',
  byHandOnly: 'Chats are assigned automatically here',
  noBot: 'This channel has no bot',
  blocked: 'This customer is blocked',
  chatOver: 'This chat is over',
  chatOpen: 'This customer has an open chat',
  noChat: 'There is no open chat',
}

/** Where these are not possible the role is why; other buttons keep their places. */
const ROLES_ONLY: ReadonlySet<StaffCommandType> = new Set<StaffCommandType>([
  'takeOverChat',
  'continueChat',
  'setPriority',
])

/**
 * What stands against a command: null for nothing, else words, by the state that the chat is in.
 * `hidden` where this role can never do it.
 */
export function standsAgainst(
  possible: Possibilities | null,
  type: StaffCommandType,
  state = '',
): { hidden: boolean; why: string | null } {
  if (possible === null) return { hidden: false, why: 'Loading' }
  const code = possible[type]
  if (code === null) return { hidden: false, why: null }
  if (code === undefined) {
    return { hidden: ROLES_ONLY.has(type), why: 'Only whoever has the chat can do this' }
  }
  if (code === 'notNow' || code === 'chatOver') {
    return { hidden: false, why: notNowWords(type, state) ?? wordsFor(code) }
  }
  return { hidden: code === 'forbidden', why: wordsFor(code) }
}

/** What a refusal says to whoever asked; it names who has the chat, where it knows that. */
export function refusalSays({ code, says, details }: Refusal, desk: DeskState | null): string {
  const agentId = details?.['agentId']
  if (typeof agentId === 'string' && (code === 'taken' || code === 'holdsChat')) {
    return `${agentName(desk, agentId)} has this chat.`
  }
  return says === '' ? `${wordsFor(code)}.` : says
}

export function wordsFor(code: string): string {
  return (words as Record<string, string | undefined>)[code] ?? 'Not possible now'
}

/** Why a command does not fit a state of the chart; null where that says nothing of its own. */
export function notNowWords(type: StaffCommandType, state: string): string | null {
  const [place] = state.split('.')
  switch (place) {
    case 'closing':
      return type === 'closeChat' ? 'It is closing already' : 'It is closing; undo that first'
    case 'closed':
      return type === 'closeChat' ? 'It is closed already' : 'It is closed'
    case 'blocked':
      return type === 'blockCustomer' ? 'The customer is blocked already' : 'It is closed'
    case 'bot':
      return type === 'returnChat' ? 'It is not in a line yet' : 'The bot has this chat'
    case 'queued':
      return type === 'returnChat' ? 'It is in the line already' : 'Take the chat first'
    case 'forwarded':
      return type === 'returnChat' ? 'It is on its way already' : 'Take the chat first'
    case 'offered':
      return type === 'returnChat' ? 'Decline the offer instead' : 'Accept the chat first'
    case 'assigned':
      return type === 'takeChat' || type === 'acceptOffer' ? 'Somebody has it already' : null
    default:
      return null
  }
}
