import { msg, str } from '@lit/localize'
import type { ReplayedStepView } from '#protocol/replay'
import { noticeWords } from '../desk/notice-words.ts'
import type { DeskState } from '../client/desk-state.ts'
import { inLanguage, number } from '../locales/formats.ts'
import type { IconName } from '../elements/icon.ts'
import { partName, stateName } from '../statechart/chart-names.ts'
import type { Names } from './names.ts'

type Effect = ReplayedStepView['effects'][number]

const clock = inLanguage(
  (locale) =>
    new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
)
const day = inLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' }),
)

/** `14:05:09`: steps of the same minute are told apart. */
export function secondTime(at: number): string {
  return clock().format(at)
}

/** `Tuesday 3 November, 14:05:09`. */
export function momentWords(at: number): string {
  return `${day().format(at)}, ${secondTime(at)}`
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long something took, in its two largest units: `800 ms`, `14 min`, `1 h 5 min`, `3 d 4 h`. */
export function tookWords(ms: number): string {
  if (ms < SECOND) return msg(str`${number(Math.max(0, Math.round(ms)))} ms`)
  if (ms < MINUTE) return msg(str`${number(Math.floor(ms / SECOND))} s`)
  const pair = (large: number, small: number, one: (n: string) => string, two: typeof one) => {
    const rest = Math.floor((ms % large) / small)
    const words = one(number(Math.floor(ms / large)))
    return rest === 0 ? words : `${words} ${two(number(rest))}`
  }
  const seconds = (n: string) => msg(str`${n} s`)
  const minutes = (n: string) => msg(str`${n} min`)
  const hours = (n: string) => msg(str`${n} h`)
  const days = (n: string) => msg(str`${n} d`)
  if (ms < 10 * MINUTE) return pair(MINUTE, SECOND, minutes, seconds)
  if (ms < HOUR) return minutes(number(Math.floor(ms / MINUTE)))
  return ms < DAY ? pair(HOUR, MINUTE, hours, minutes) : pair(DAY, HOUR, days, hours)
}

/** What happened, as the chart says it: *Agent took*, *Queue limit ran out*. */
export function eventWords({ type, machine }: Pick<ReplayedStepView, 'type' | 'machine'>): string {
  if (type === 'born') {
    return machine.startsWith('agent@') ? msg('Agent began') : msg('Chat began')
  }
  if (type === 'machineMigrated') return msg(str`Went over to ${machine}`)
  const delay = delayIn(type)
  return delay === null ? stateName(type) : msg(str`${stateName(delay)} ran out`)
}

/** The delay that an event of XState's own is about: `xstate.after.queueLimit.chat.queued`. */
export function delayIn(type: string): string | null {
  const [xstate, after, delay] = type.split('.')
  return xstate === 'xstate' && after === 'after' && delay !== undefined ? delay : null
}

/** Who did it, by name. */
export function whoWords(by: string, names: Names): string {
  const [kind, id = ''] = by.split(':')
  switch (kind) {
    case 'agent':
      return names.agent(id)
    case 'customer':
      return names.customer
    case 'bot':
      return msg('the bot', { id: 'botAsWho' })
    case 'timer':
      return msg('time')
    default:
      return 'Parley'
  }
}

/** `assigned.awaitingAgent` as the chart has it: *Assigned › Awaiting agent*; regions in a row. */
export function statePathWords(state: string): string {
  return state
    .split(' ')
    .map((path) => path.split('.').map(stateName).join(' › '))
    .join(' · ')
}

/** The innermost names alone: *Awaiting agent*. */
export function stateNameOf(path: string): string {
  return stateName(path.split('.').at(-1) ?? path)
}

/** What a step asked of the host. */
export function effectWords(
  { type, params }: Pick<Effect, 'type' | 'params'>,
  desk: DeskState | null,
  names: Names,
  now: number,
): string {
  const data: Record<string, unknown> =
    typeof params === 'object' && params !== null && !Array.isArray(params) ? params : {}
  const said = typeof data['code'] === 'string' ? noticeWords(data, desk, now) : ''
  const agent = typeof data['agentId'] === 'string' ? names.agent(data['agentId']) : ''
  switch (type) {
    case 'tellCustomer':
      return msg(str`Told the customer: ${said}`)
    case 'tellStaff':
      return msg(str`Told staff: ${said}`)
    case 'askBot':
      return msg('Asked the bot')
    case 'remindAgent':
      return msg(str`Reminded ${agent}`)
    case 'countMissedOffer':
      return msg(str`Counted a missed offer of ${agent}`)
    case 'returnChats':
      return msg(str`Returned the chats of ${agent}`)
    case 'withdrawOffers':
      return msg(str`Took back the offers to ${agent}`)
    case 'tellAgent':
      return msg('Told the agent: away after missed offers')
    default:
      return stateName(type)
  }
}

/** What became of it; the words and the mark say the same. */
export function outcomeWords(outcome: Effect['outcome']): { words: string; icon: IconName } {
  switch (outcome) {
    case 'inTurn':
      return { words: msg('in the same turn'), icon: 'check' }
    case 'pending':
      return { words: msg('not delivered yet'), icon: 'clock' }
    case 'delivered':
      return { words: msg('delivered'), icon: 'checks' }
    case 'dead':
      return { words: msg('dead letter: given up'), icon: 'alert' }
    case 'forgotten':
      return { words: msg('nothing is kept of it'), icon: 'minus' }
  }
}

/** A guard that let it pass, as the chart reads it. */
export function guardWords(guard: string): string {
  return partName(guard)
}
