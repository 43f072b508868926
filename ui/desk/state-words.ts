import { msg, str } from '@lit/localize'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { dayAndTime } from '../elements/times.ts'
import { agentName, groupName } from './names.ts'

export type Tone = 'neutral' | 'accent' | 'warn' | 'bad'

/** Where a chat is in its chart, in words, with the time that runs there. */
export interface StateWords {
  label: string
  tone: Tone
  /** Counts up from here … */
  since: number | null
  /** … or down to here. */
  until: number | null
}

/** Past this share of a limit waiting turns orange, past the next one red. */
const ORANGE = 0.5
const RED = 0.8

export function stateWords(chat: ChatView, desk: DeskState | null, now: number): StateWords {
  const isMine = chat.agentId !== null && chat.agentId === desk?.me.agentId
  const waits = waitingSince(chat)
  const tone = waitingTone(chat, desk, now)
  const counting = (label: string): StateWords => ({ label, tone, since: waits, until: null })
  const resting = (label: string): StateWords => ({
    label,
    tone: 'neutral',
    since: chat.stateSince,
    until: null,
  })
  switch (chat.state) {
    case 'bot.answering':
    case 'bot.listening':
      return resting(msg('With the bot'))
    case 'queued':
      return counting(msg('Queued'))
    case 'offered':
      return {
        label: isMine
          ? msg('Offered to you')
          : msg(str`Offered to ${agentName(desk, chat.agentId)}`),
        tone: isMine ? 'accent' : 'neutral',
        since: null,
        until: chat.dueAt,
      }
    case 'assigned.awaitingAgent':
      return counting(
        isMine ? msg('Waits for you') : msg(str`Waits for ${agentName(desk, chat.agentId)}`),
      )
    case 'assigned.awaitingCustomer':
      return resting(
        isMine ? msg('Answered') : msg(str`Answered by ${agentName(desk, chat.agentId)}`),
      )
    case 'assigned.onHold':
      return {
        ...resting(
          chat.holdUntil === null
            ? msg('On hold')
            : msg(str`On hold until ${dayAndTime(chat.holdUntil, now)}`),
        ),
        since: null,
      }
    case 'forwarded':
      return counting(forwardedWords(chat, desk))
    case 'closing':
      return { label: msg('Closing'), tone: 'neutral', since: null, until: chat.dueAt }
    case 'closed':
      return { ...resting(msg('Closed')), since: null }
    case 'blocked':
      return { ...resting(msg('Blocked')), since: null }
    default:
      return resting(chat.state)
  }
}

/**
 * Since when the customer waits for a person this time; null while nobody owes anything. It runs
 * on when the chat is taken or goes back to its line.
 */
export function waitingSince(chat: ChatView): number | null {
  switch (chat.state) {
    case 'queued':
    case 'forwarded':
    case 'offered':
    case 'assigned.awaitingAgent':
      return chat.unansweredSince ?? chat.stateSince
    default:
      return null
  }
}

/** How bad the waiting is, by the account's own limits. */
export function waitingTone(chat: ChatView, desk: DeskState | null, now: number): Tone {
  const since = waitingSince(chat)
  if (since === null || desk === null) return 'neutral'
  const { settings } = desk
  const limit =
    chat.state === 'assigned.awaitingAgent' ? settings.responseLimitMs : settings.queueLimitMs
  const share = (now - since) / limit
  if (share >= RED) return 'bad'
  return share >= ORANGE ? 'warn' : 'neutral'
}

function forwardedWords(chat: ChatView, desk: DeskState | null): string {
  if (chat.targetAgentId === null) return msg(str`Forwarded to ${groupName(desk, chat.groupId)}`)
  return chat.targetAgentId === desk?.me.agentId
    ? msg('Forwarded to you')
    : msg(str`Forwarded to ${agentName(desk, chat.targetAgentId)}`)
}
