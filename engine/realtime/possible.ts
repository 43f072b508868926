import type { AnyMachineSnapshot } from 'xstate'
import { step } from '#machines/step'
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
  { notAccepting, canReach }: Moment,
): string | null {
  if (type === 'comment' || type === 'tagChat') return null
  if (type === 'continueChat') {
    if (chat.open) return 'chatOpen'
    return canReach ? notAccepting : 'notReachable'
  }
  if (type === 'blockCustomer' && !chat.open) return chat.state === 'blocked' ? 'blocked' : null
  if (!chat.open) return 'chatOver'
  const event = trialOf(type, chat, viewer)
  if (event === null) return null
  const forThem = chat.targetAgentId === viewer.personId
  if (type === 'takeChat' && settings.assignment === 'automatic' && !forThem) {
    if (viewer.role === 'agent') return 'byHandOnly'
  }
  const closing = chat.state === 'closing'
  if (closing && (type === 'forwardChat' || type === 'returnChat')) return 'notNow'
  const result = step(snapshot.machine, snapshot, { ...event, at: 0, by: 'system' })
  if (!result.taken) return isRefusalCode(result.code) ? result.code : 'notNow'
  const getsChat = type === 'takeChat' || type === 'takeOverChat'
  return getsChat ? notAccepting : null
}

function trialOf(
  type: StaffCommandType,
  chat: ChatRow,
  viewer: Viewer,
): { type: string; [key: string]: unknown } | null {
  const agentId = viewer.personId
  switch (type) {
    case 'takeChat':
      return { type: 'agentTook', agentId }
    case 'takeOverChat':
      return { type: 'agentTookOver', agentId }
    case 'acceptOffer':
      return { type: 'offerAccepted', agentId }
    case 'declineOffer':
      return { type: 'offerDeclined', agentId }
    case 'declineForward':
      return { type: 'forwardDeclined', agentId }
    case 'sendMessage':
      return { type: 'agentWrote', agentId, messageId: '' }
    case 'forwardChat': {
      const to = { kind: 'group', groupId: chat.groupId, overflowGroupId: null }
      return { type: 'forwarded', to, noteId: null }
    }
    case 'holdChat':
      return { type: 'putOnHold', until: 1, forMs: 1 }
    case 'resumeChat':
      return { type: 'holdEnded' }
    case 'returnChat':
      return { type: 'returnedToQueue', reason: 'agent' }
    case 'closeChat':
      return { type: 'agentClosed' }
    case 'undoClose':
      return { type: 'closeUndone' }
    case 'setPriority':
      return { type: 'priorityChanged', priority: chat.priority + 1 }
    case 'blockCustomer':
      return { type: 'customerBlocked', blockId: '' }
    default:
      return null
  }
}
