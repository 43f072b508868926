import type { AnyMachineSnapshot } from 'xstate'
import type { ChatContext } from '#machines/chat'
import type { ChatEvent } from '#machines/chat-events'
import { whyNot as whyNotTaken } from '#machines/next-events'
import { chatSample } from '#machines/sample-events'
import type { StaffCommandType } from '#protocol/staff-commands'
import type { Possibilities } from '#protocol/staff-views'
import { isRefusalCode } from '#protocol/refusals'
import type { ChatRow } from '#storage/rows'
import { mayCommand } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import type { Settings } from '../host/settings.ts'

/** The commands whose buttons a desk shows above a conversation. */
const SHOWN: readonly StaffCommandType[] = [
  'takeChat',
  'takeOverChat',
  'acceptOffer',
  'declineOffer',
  'declineForward',
  'sendMessage',
  'comment',
  'forwardChat',
  'holdChat',
  'resumeChat',
  'returnChat',
  'closeChat',
  'undoClose',
  'continueChat',
  'tagChat',
  'setPriority',
  'blockCustomer',
]

/** What besides the chat and the viewer's rights decides. */
export interface Moment {
  /** Why this viewer gets no chat now; null where they do. */
  notAccepting: string | null
  /** Whether the customer of a chat that is over would get what is written. */
  canReach: boolean
  /** Whether the customer of a chat that is over is blocked now. */
  isBlocked: boolean
}

/**
 * What this viewer can do with a chat now: null where the statechart would take it, else the code
 * with which it would refuse. What the viewer's role can never do is not in it.
 */
export function possibleNow(
  chat: ChatRow,
  snapshot: AnyMachineSnapshot,
  viewer: Viewer,
  settings: Settings,
  moment: Moment,
): Possibilities {
  const possible: Possibilities = {}
  for (const type of SHOWN) {
    if (!mayCommand(type, chat, viewer, settings)) continue
    possible[type] = whyNot(type, chat, snapshot, viewer, settings, moment)
  }
  return possible
}

function whyNot(
  type: StaffCommandType,
  chat: ChatRow,
  snapshot: AnyMachineSnapshot,
  viewer: Viewer,
  settings: Settings,
  { notAccepting, canReach, isBlocked }: Moment,
): string | null {
  if (type === 'comment') return chat.erasedAt === null ? null : 'erased'
  if (type === 'tagChat') return null
  if (type === 'continueChat') {
    if (chat.open) return 'chatOpen'
    if (isBlocked) return 'blocked'
    return canReach ? notAccepting : 'notReachable'
  }
  if (type === 'blockCustomer' && !chat.open) return chat.state === 'blocked' ? 'blocked' : null
  if (!chat.open) return 'chatOver'
  const event = eventOf(type)
  if (event === null) return null
  const forThem = chat.targetAgentId === viewer.personId
  if (type === 'takeChat' && settings.assignment === 'automatic' && !forThem) {
    if (viewer.role === 'agent') return 'byHandOnly'
  }
  const closing = chat.state === 'closing'
  if ((closing || chat.state.startsWith('assigned.')) && chat.agentId !== viewer.personId) {
    if (type === 'takeChat') return 'taken'
    if (type === 'sendMessage') return 'holdsChat'
  }
  if (closing && (type === 'forwardChat' || type === 'returnChat')) return 'notNow'
  const context: unknown = snapshot.context
  const sample = chatSample(event, context as ChatContext, viewer.personId)
  const code = whyNotTaken(snapshot, sample, 0)
  if (code !== null) return isRefusalCode(code) ? code : 'notNow'
  const getsChat = type === 'takeChat' || type === 'takeOverChat'
  return getsChat ? notAccepting : null
}

/** What a command would let happen to the chart; null where the chart has no say. */
function eventOf(type: StaffCommandType): ChatEvent['type'] | null {
  switch (type) {
    case 'takeChat':
      return 'agentTook'
    case 'takeOverChat':
      return 'agentTookOver'
    case 'acceptOffer':
      return 'offerAccepted'
    case 'declineOffer':
      return 'offerDeclined'
    case 'declineForward':
      return 'forwardDeclined'
    case 'sendMessage':
      return 'agentWrote'
    case 'forwardChat':
      return 'forwarded'
    case 'holdChat':
      return 'putOnHold'
    case 'resumeChat':
      return 'holdEnded'
    case 'returnChat':
      return 'returnedToQueue'
    case 'closeChat':
      return 'agentClosed'
    case 'undoClose':
      return 'closeUndone'
    case 'setPriority':
      return 'priorityChanged'
    case 'blockCustomer':
      return 'customerBlocked'
    default:
      return null
  }
}
