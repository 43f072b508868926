import { msg, str } from '@lit/localize'
import type { Refusal, RefusalCode } from '#protocol/refusals'
import type { Possibilities } from '#protocol/staff-views'
import type { StaffCommandType } from '#protocol/staff-commands'
import type { DeskState } from '../client/desk-state.ts'
import { agentName } from './names.ts'

/** Why a button does nothing now, in words for whoever would press it. */
const words: Partial<Record<string, () => string>> = {
  notNow: () => msg('Not possible in this state of the chat'),
  forbidden: () => msg('Your role does not allow this'),
  holdsChat: () => msg('Someone else has this chat'),
  taken: () => msg('Someone else has this chat'),
  offeredToThem: () => msg('This chat is not offered to you'),
  isAnotherAgent: () => msg('You have this chat already'),
  forwardedToThem: () => msg('This chat was not forwarded to you'),
  mayTakeForwarded: () => msg('This chat was forwarded to someone else'),
  belowLimit: () => msg('You are at your limit of chats at a time'),
  online: () => msg('Go online first'),
  connected: () => msg('The connection is lost'),
  isActive: () => msg('This person is deactivated'),
  byHandOnly: () => msg('Chats are assigned automatically here'),
  noBot: () => msg('This channel has no bot'),
  blocked: () => msg('This customer is blocked'),
  chatOver: () => msg('This chat is over'),
  chatOpen: () => msg('This customer has an open chat'),
  noChat: () => msg('There is no open chat'),
  notReachable: () => msg('The customer is not here, and no e-mail reaches them'),
} satisfies Partial<Record<RefusalCode, () => string>>

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
  if (possible === null) return { hidden: false, why: msg('Loading') }
  const code = possible[type]
  if (code === null) return { hidden: false, why: null }
  if (code === undefined) {
    return { hidden: ROLES_ONLY.has(type), why: msg('Only whoever has the chat can do this') }
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
    return msg(str`${agentName(desk, agentId)} has this chat.`)
  }
  return says === '' ? `${wordsFor(code)}.` : says
}

export function wordsFor(code: string): string {
  return words[code]?.() ?? msg('Not possible now')
}

/** Why a command does not fit a state of the chart; null where that says nothing of its own. */
export function notNowWords(type: StaffCommandType, state: string): string | null {
  const [place] = state.split('.')
  switch (place) {
    case 'closing':
      return type === 'closeChat'
        ? msg('It is closing already')
        : msg('It is closing; undo that first')
    case 'closed':
      return type === 'closeChat' ? msg('It is closed already') : msg('It is closed')
    case 'blocked':
      return type === 'blockCustomer' ? msg('The customer is blocked already') : msg('It is closed')
    case 'bot':
      return type === 'returnChat' ? msg('It is not in a line yet') : msg('The bot has this chat')
    case 'queued':
      return type === 'returnChat' ? msg('It is in the line already') : msg('Take the chat first')
    case 'forwarded':
      return type === 'returnChat' ? msg('It is on its way already') : msg('Take the chat first')
    case 'offered':
      return type === 'returnChat' ? msg('Decline the offer instead') : msg('Accept the chat first')
    case 'assigned':
      return type === 'takeChat' || type === 'acceptOffer' ? msg('Somebody has it already') : null
    default:
      return null
  }
}
