import type { Json } from '#storage/json'
import type { OfflineChoice, StaffCommand, StaffCommandType } from '#protocol/staff-commands'
import { leads, mayCommand } from '../authorise.ts'
import type { Viewer } from '../authorise.ts'
import { refuse } from '../host/answer.ts'
import type { Turn } from '../host/turn.ts'
import { forward, say } from './staff-chat.ts'

type Result = Record<string, Json>
type Of<T extends StaffCommandType> = Extract<StaffCommand, { type: T }>

const DONE: Result = {}

export function goOnline(turn: Turn, viewer: Viewer, _command: Of<'goOnline'>): Result {
  if (turn.agent(viewer.personId).value.presence === 'online') return DONE
  turn.stepAgent(viewer.personId, { type: 'wentOnline' })
  return DONE
}

export function goAway(turn: Turn, viewer: Viewer, command: Of<'goAway'>): Result {
  turn.stepAgent(viewer.personId, { type: 'wentAway', reason: command.reason })
  return DONE
}

/** Oneself, or a colleague on their behalf; with a choice for the chats in hand. */
export function goOffline(turn: Turn, viewer: Viewer, command: Of<'goOffline'>): Result {
  const agentId = command.agentId ?? viewer.personId
  if (agentId !== viewer.personId && !leads(viewer, turn.member(agentId))) refuse('forbidden')
  const { value, context } = turn.agent(agentId)
  if (value.presence === 'offline') return DONE
  const inHand = context.chats.length
  if (inHand > 0 && command.choice === undefined) refuse('chatsInHand', { count: inHand })
  const choice: OfflineChoice = command.choice ?? { kind: 'keep' }
  turn.prepare([...context.chats, ...context.offers])
  // First, so that customers are told honestly whether anybody is left.
  turn.stepAgent(agentId, { type: 'wentOffline', choice: withoutWords(choice) })
  for (const chatId of context.chats) settle(turn, viewer, chatId, choice)
  return DONE
}

/** What of a choice may stand in the journal. */
function withoutWords(choice: OfflineChoice): OfflineChoice {
  return choice.kind === 'close' ? { kind: 'close' } : choice
}

/** Done with everything that was being wrapped up. Refused where nothing is. */
export function endWrapUp(turn: Turn, viewer: Viewer, _command: Of<'endWrapUp'>): Result {
  turn.stepAgent(viewer.personId, { type: 'wrapUpEnded' })
  return DONE
}

/**
 * Of a colleague's chats, whoever sets them offline decides over those that they might forward or
 * close themselves; the others go back to their lines, where nothing is lost.
 */
function settle(turn: Turn, viewer: Viewer, chatId: string, choice: OfflineChoice): void {
  const chat = turn.chat(chatId)
  // Its ten seconds of undoing run on; it is closed in all but name.
  if (chat.state === 'closing') return
  const act = choice.kind === 'close' ? 'closeChat' : 'forwardChat'
  const decides = choice.kind === 'keep' || mayCommand(act, chat, viewer, turn.settings.values)
  const theirs: OfflineChoice = decides ? choice : { kind: 'return' }
  switch (theirs.kind) {
    case 'keep':
      return
    case 'return':
      turn.stepChat(chatId, { type: 'returnedToQueue', reason: 'wentOffline' })
      return
    case 'forward':
      forward(turn, chat, { kind: 'group', groupId: theirs.groupId }, viewer, null)
      return
    case 'bot':
      forward(turn, chat, { kind: 'bot' }, viewer, null)
      return
    case 'close':
      if (theirs.farewell !== undefined && chat.agentId !== null) {
        say(turn, chat, chat.agentId, theirs.farewell)
      }
      turn.stepChat(chatId, { type: 'agentClosed' })
      return
  }
}
