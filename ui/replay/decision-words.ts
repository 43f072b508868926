import { msg, str } from '@lit/localize'
import type { ReplayedStepView } from '#protocol/replay'
import { number } from '../locales/formats.ts'
import { partName } from '../statechart/chart-names.ts'
import type { Names } from './names.ts'
import { tookWords } from './step-words.ts'

export type Decision = NonNullable<ReplayedStepView['decision']>

/** By which rule agents were put in order. */
export function policyWords(policy: string): string {
  switch (policy) {
    case 'byHand':
      return msg('by hand')
    case 'leastBusy':
      return msg('least busy first')
    case 'longestIdle':
      return msg('longest without a new chat first')
    case 'roundRobin':
      return msg('in turn')
    default:
      return partName(policy)
  }
}

/** Which rule settled it, about the one who was chosen. */
export function reasonWords(reason: string, name: string): string {
  switch (reason) {
    case 'forwardedToThem':
      return msg(str`The chat was forwarded to ${name}.`)
    case 'defaultAgent':
      return msg(str`${name} is asked first in this group.`)
    case 'sticky':
      return msg(str`${name} served this customer before.`)
    case 'leastBusy':
      return msg(str`${name} had the fewest chats in hand.`)
    case 'longestIdle':
      return msg(str`${name} had gone longest without a new chat.`)
    case 'roundRobin':
      return msg(str`It was the turn of ${name}.`)
    case 'onlyOne':
      return msg(str`${name} was the only one who could take it.`)
    default:
      return partName(reason)
  }
}

/** Why somebody was left out. */
export function leftOutWords(reason: string): string {
  switch (reason) {
    case 'online':
      return msg('was not online')
    case 'connected':
      return msg('had lost the connection')
    case 'belowLimit':
      return msg('was at the limit of chats')
    case 'passedOver':
      return msg('had it already and did not answer in time')
    case 'notTheTarget':
      return msg('is not the one whom it was forwarded to')
    default:
      return partName(reason)
  }
}

/** What counted of somebody who was considered: *2 in hand, no new chat for 4 min*. */
export function consideredWords(
  { inHand, idleSince }: Decision['considered'][number],
  at: number,
): string {
  const idle = tookWords(Math.max(0, at - idleSince))
  return msg(str`${number(inHand)} in hand, no new chat for ${idle}`)
}

/** The one who was chosen: whom the step names. */
export function chosenIn(step: ReplayedStepView, names: Names): string {
  const { agentId } = step.data
  return typeof agentId === 'string' ? names.agent(agentId) : msg('nobody')
}
