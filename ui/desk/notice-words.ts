import type { DeskState } from '../client/desk-state.ts'
import { dayAndTime } from '../elements/times.ts'
import { agentName, groupName } from './names.ts'

type Data = Readonly<Record<string, unknown>>

/** A notice or a note to staff in words: what happened, by whom, where to. */
export function noticeWords(data: Data, desk: DeskState | null, now: number): string {
  const agent = (key: string) => agentName(desk, text(data, key) ?? null)
  const group = (key: string) => groupName(desk, text(data, key) ?? '')
  const isMine = (key: string) => text(data, key) === desk?.me.agentId
  switch (data['code']) {
    case 'erased':
    case 'forwardNote':
      return 'Words of an erased customer'
    case 'opened':
      return 'Chat opened'
    case 'waiting':
      return 'Joined the line'
    case 'joined':
      return isMine('agentId') ? 'You joined' : `${agent('agentId')} joined`
    case 'forwarded':
      return `Forwarded to ${group('groupId')}`
    case 'forwardedToBot':
      return 'Forwarded to the bot'
    case 'returned':
      return text(data, 'agentId') === undefined
        ? 'Returned to the line'
        : `${agent('agentId')} returned it to the line${returnWords(text(data, 'reason'))}`
    case 'onHold':
      return typeof data['until'] === 'number'
        ? `On hold until ${dayAndTime(data['until'], now)}`
        : 'On hold'
    case 'leaveMessage':
      return 'The customer was offered to leave a message'
    case 'closed':
      return closedWords(text(data, 'reason') ?? null)
    case 'blocked':
      return 'The customer was blocked'
    case 'responseLimitReached':
      return `${agent('agentId')} did not answer in time; back in the line`
    case 'offerMissed':
      return `${agent('agentId')} missed the offer`
    case 'offerDeclined':
      return `${agent('agentId')} declined the offer`
    case 'offerWithdrawn':
      return `The offer to ${agent('agentId')} was withdrawn`
    case 'overflowed':
      return `Waited too long in ${group('fromGroupId')}; moved to ${group('toGroupId')}`
    case 'forwardExpired':
      return 'Nobody took it in time; back in the line it came from'
    case 'forwardDeclined':
      return `${agent('agentId')} declined the forwarded chat`
    case 'botSilent':
      return 'The bot did not answer in time'
    case 'takenOver':
      return `${agent('byAgentId')} took over from ${agent('fromAgentId')}`
    case 'customerLeft':
      return 'The customer left'
    case 'customerReturned':
      return 'The customer is back'
    case 'rated': {
      const words = text(data, 'words')
      const score = String(data['score'])
      return words === undefined ? `Rated ${score} of 5` : `Rated ${score} of 5: “${words}”`
    }
    case 'closeUndone':
      return 'Closing was undone'
    case 'holdEnded':
      return isMine('agentId')
        ? 'The hold is over: you owe an answer'
        : `The hold is over: ${agent('agentId')} owes an answer`
    default:
      return typeof data['code'] === 'string' ? data['code'] : ''
  }
}

/** Why a chat ended. */
export function closedWords(reason: string | null): string {
  switch (reason) {
    case 'solved':
      return 'Closed by the agent'
    case 'endedByCustomer':
      return 'Ended by the customer'
    case 'abandoned':
      return 'The customer left before anybody answered'
    case 'idle':
      return 'Closed after a long silence'
    case 'blocked':
      return 'Closed: the customer was blocked'
    default:
      return 'Closed'
  }
}

function returnWords(reason: string | undefined): string {
  switch (reason) {
    case 'connectionLost':
      return ' (connection lost)'
    case 'wentOffline':
      return ' (went offline)'
    case 'deactivated':
      return ' (deactivated)'
    default:
      return ''
  }
}

function text(data: Data, key: string): string | undefined {
  const value = data[key]
  return typeof value === 'string' ? value : undefined
}
