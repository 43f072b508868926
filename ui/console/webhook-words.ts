import { msg, str } from '@lit/localize'
import type { DeliveryState, NotTold, ToldKind } from '#protocol/webhook-kinds'
import type { WebhookTryView, WebhookView } from '#protocol/webhooks'
import { dayAndTime } from '../elements/times.ts'

/** What an event is called. */
export function toldKindWords(kind: ToldKind): string {
  switch (kind) {
    case 'chatStarted':
      return msg('Chat started')
    case 'chatQueued':
      return msg('Chat came to a line')
    case 'chatAssigned':
      return msg('Chat came to an agent')
    case 'chatForwarded':
      return msg('Chat forwarded')
    case 'chatClosed':
      return msg('Chat closed')
    case 'chatBlocked':
      return msg('Customer blocked')
    case 'chatRated':
      return msg('Chat rated, with the customer’s words')
    case 'messageSaid':
      return msg('Message said, with its words')
    case 'test':
      return msg('Test')
  }
}

/** How a webhook does, in a word, and whether that is good. */
export function stateWords(
  { state, failingSince }: WebhookView,
  now: number,
): { words: string; is: 'good' | 'warn' | 'bad' | 'quiet' } {
  switch (state) {
    case 'off':
      return { words: msg('Off'), is: 'quiet' }
    case 'failed':
      return { words: msg('Switched off: it failed for days'), is: 'bad' }
    case 'gone':
      return { words: msg('Switched off: its server is gone'), is: 'bad' }
    case 'on':
      return failingSince === null
        ? { words: msg('On'), is: 'good' }
        : { words: msg(str`Failing since ${dayAndTime(failingSince, now)}`), is: 'warn' }
  }
}

export function deliveryStateWords(state: DeliveryState): string {
  switch (state) {
    case 'pending':
      return msg('Waits')
    case 'delivered':
      return msg('Told')
    case 'failed':
      return msg('Given up')
  }
}

/** What came of a try: what its server said, or why it said nothing. */
export function answerWords({ status, why }: WebhookTryView): string {
  if (why === null || why === 'status') return status === null ? '–' : String(status)
  const words = whyWords(why)
  return status === null ? words : `${status}: ${words}`
}

function whyWords(why: Exclude<NotTold, 'status'>): string {
  switch (why) {
    case 'late':
      return msg('No answer within 15 seconds')
    case 'unreachable':
      return msg('Not reached')
    case 'notAllowed':
      return msg('In a private network, which this server does not allow')
    case 'redirected':
      return msg('It leads elsewhere, which is not followed')
    case 'off':
      return msg('It was switched off')
  }
}
