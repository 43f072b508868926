import { msg, str } from '@lit/localize'
import type { DeskState } from '../client/desk-state.ts'
import { isolated } from '../elements/direction.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import { agentName, groupName } from './names.ts'

type Data = Readonly<Record<string, unknown>>

/** A notice or a note to staff in words: what happened, by whom, where to. */
export function noticeWords(data: Data, desk: DeskState | null, now: number): string {
  const agent = (key: string) => isolated(agentName(desk, text(data, key) ?? null))
  const group = (key: string) => isolated(groupName(desk, text(data, key) ?? ''))
  const isMine = (key: string) => text(data, key) === desk?.me.agentId
  switch (data['code']) {
    case 'erased': {
      const { erasedAt } = data
      return typeof erasedAt === 'number'
        ? msg(str`Erased on ${exactTime(erasedAt)}`)
        : msg('Words of an erased customer')
    }
    case 'forwardNote':
      return msg('Words of an erased customer')
    case 'opened':
      return msg('Chat opened')
    case 'waiting':
      return msg('Joined the line')
    case 'joined':
      return isMine('agentId') ? msg('You joined') : msg(str`${agent('agentId')} joined`)
    case 'forwarded':
      return msg(str`Forwarded to ${group('groupId')}`)
    case 'forwardedToBot':
      return msg('Forwarded to the bot')
    case 'returned':
      return text(data, 'agentId') === undefined
        ? msg('Returned to the line')
        : msg(str`${agent('agentId')} returned it to the line${returnWords(text(data, 'reason'))}`)
    case 'onHold':
      return typeof data['until'] === 'number'
        ? msg(str`On hold until ${dayAndTime(data['until'], now)}`)
        : msg('On hold')
    case 'leaveMessage':
      return msg('The customer was offered to leave a message')
    case 'closed':
      return closedWords(text(data, 'reason') ?? null)
    case 'blocked':
      return msg('The customer was blocked')
    case 'stillBlocked':
      return msg('The customer was told again that they are blocked')
    case 'responseLimitReached':
      return msg(str`${agent('agentId')} did not answer in time; back in the line`)
    case 'offerMissed':
      return msg(str`${agent('agentId')} missed the offer`)
    case 'offerDeclined':
      return msg(str`${agent('agentId')} declined the offer`)
    case 'offerWithdrawn':
      return msg(str`The offer to ${agent('agentId')} was withdrawn`)
    case 'overflowed':
      return msg(str`Waited too long in ${group('fromGroupId')}; moved to ${group('toGroupId')}`)
    case 'forwardExpired':
      return msg('Nobody took it in time; back in the line it came from')
    case 'forwardDeclined':
      return msg(str`${agent('agentId')} declined the forwarded chat`)
    case 'botSilent':
      return msg('The bot did not answer in time')
    case 'botFailed':
      return failureWords(text(data, 'reason'))
    case 'botHandover':
      return msg('Handed over by the bot')
    case 'botRequested':
      return text(data, 'fromAgentId') === undefined
        ? msg('The customer went back to the bot')
        : msg(str`The customer went back from ${agent('fromAgentId')} to the bot`)
    case 'blockHeld':
      return msg('The customer is blocked: they were told so again, and the bot keeps the chat')
    case 'takenOver':
      return msg(str`${agent('byAgentId')} took over from ${agent('fromAgentId')}`)
    case 'customerLeft':
      return msg('The customer left')
    case 'customerReturned':
      return msg('The customer is back')
    case 'rated': {
      const words = text(data, 'words')
      const score = String(data['score'])
      return words === undefined
        ? msg(str`Rated ${score} of 5`)
        : msg(str`Rated ${score} of 5: “${isolated(words)}”`)
    }
    case 'closeUndone':
      return msg('Closing was undone')
    case 'repliesMailed': {
      const count = Number(data['count'])
      return count === 1
        ? msg('The customer got the last answer by e-mail')
        : msg(str`The customer got the last ${count} answers by e-mail`)
    }
    case 'transcriptMailed':
      return msg('The customer got this chat by e-mail')
    case 'repliesNotMailed':
      return data['reason'] === 'enough'
        ? msg('Not sent by e-mail: the customer’s address got as many as it may in a day')
        : msg('Not sent by e-mail: the mail server did not take it')
    case 'transcriptNotMailed':
      return data['reason'] === 'enough'
        ? msg(
            'This chat was not sent: the customer’s address got as many e-mails as it may in a day',
          )
        : msg('This chat was not sent by e-mail: the mail server did not take it')
    case 'holdEnded':
      return isMine('agentId')
        ? msg('The hold is over: you owe an answer')
        : msg(str`The hold is over: ${agent('agentId')} owes an answer`)
    default:
      return typeof data['code'] === 'string' ? data['code'] : ''
  }
}

/** Why a chat ended. */
export function closedWords(reason: string | null): string {
  switch (reason) {
    case 'solved':
      return msg('Closed by the agent')
    case 'endedByCustomer':
      return msg('Ended by the customer')
    case 'abandoned':
      return msg('The customer left before anybody answered')
    case 'idle':
      return msg('Closed after a long silence')
    case 'blocked':
      return msg('Closed: the customer was blocked')
    default:
      return msg('Closed')
  }
}

/** Why the bot's customer came to people. */
function failureWords(reason: string | undefined): string {
  switch (reason) {
    case 'nonsense':
      return msg('The bot’s answer could not be understood')
    case 'resting':
      return msg('The bot is left alone for a while because it failed')
    default:
      return msg('The bot could not be reached')
  }
}

function returnWords(reason: string | undefined): string {
  switch (reason) {
    case 'connectionLost':
      return msg(' (connection lost)')
    case 'wentOffline':
      return msg(' (went offline)')
    case 'deactivated':
      return msg(' (deactivated)')
    default:
      return ''
  }
}

function text(data: Data, key: string): string | undefined {
  const value = data[key]
  return typeof value === 'string' ? value : undefined
}
