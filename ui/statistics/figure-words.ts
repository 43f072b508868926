import { msg } from '@lit/localize'
import type { CountedFigure, ReportName } from '#protocol/statistics'
import { inLanguage, number, plural } from '../locales/formats.ts'

/** What can be listed. */
export const FIGURES = [
  'chats',
  'answered',
  'unanswered',
  'botResolved',
  'handedOver',
  'abandoned',
  'blocked',
  'leftMessage',
  'cameAgain',
  'forwards',
  'forwardsIn',
  'overflows',
  'returned',
  'offers',
  'accepted',
  'declined',
  'missed',
  'within',
  'rated',
] as const satisfies CountedFigure[]

export function reportWords(report: ReportName): string {
  switch (report) {
    case 'account':
      return msg('Overview')
    case 'groups':
      return msg('Groups')
    case 'agents':
      return msg('Agents')
    case 'channels':
      return msg('Channels')
  }
}

/** What a figure counts, as a heading. */
export function figureWords(figure: CountedFigure): string {
  switch (figure) {
    case 'chats':
      return msg('Chats')
    case 'answered':
      return msg('Answered')
    case 'unanswered':
      return msg('Unanswered')
    case 'botResolved':
      return msg('Solved by the bot')
    case 'handedOver':
      return msg('Handed over by the bot')
    case 'abandoned':
      return msg('Gave up waiting')
    case 'blocked':
      return msg('Blocked')
    case 'leftMessage':
      return msg('Left a message')
    case 'forwards':
      return msg('Forwarded')
    case 'cameAgain':
      return msg('Came again')
    case 'forwardsIn':
      return msg('Arrived forwarded')
    case 'overflows':
      return msg('Overflowed')
    case 'returned':
      return msg('Taken back unanswered')
    case 'offers':
      return msg('Offered')
    case 'accepted':
      return msg('Accepted')
    case 'declined':
      return msg('Declined')
    case 'missed':
      return msg('Missed')
    case 'within':
      return msg('Taken in time')
    case 'rated':
      return msg('Rated')
  }
}

const percents = inLanguage(
  (locale) => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
)
const ratings = inLanguage(
  (locale) => new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
)
const dates = inLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
)
const months = inLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { month: 'short', year: '2-digit', timeZone: 'UTC' }),
)

const moments = inLanguage((locale) => {
  const made = new Map<string, Intl.DateTimeFormat>()
  return (timeZone: string): Intl.DateTimeFormat => {
    const known = made.get(timeZone)
    if (known !== undefined) return known
    const how = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const
    const format = new Intl.DateTimeFormat(locale, how)
    made.set(timeZone, format)
    return format
  }
})

/** `27 Nov 2026, 15:25`, by the clocks of a time zone. */
export function momentWords(at: number, timeZone: string): string {
  return moments()(timeZone).format(at)
}

/** A dash where there is nothing to say. */
export const NONE = '–'

export function shareWords(share: number | null): string {
  return share === null ? NONE : percents().format(share)
}

export function ratingWords(average: number | null): string {
  return average === null ? NONE : decimal(average)
}

/** With one place: `4.2`. */
export function decimal(n: number): string {
  return ratings().format(n)
}

/** `42 s`, `3:05 min`, `2:10 h`: two parts at most. */
export function durationWords(ms: number | null): string {
  if (ms === null) return NONE
  const seconds = Math.round(ms / 1_000)
  if (seconds < 60) return `${number(seconds)} s`
  const minutes = Math.floor(seconds / 60)
  if (minutes < 60) return `${minutes}:${twoDigits(seconds % 60)} min`
  return `${number(Math.floor(minutes / 60))}:${twoDigits(minutes % 60)} h`
}

/** A day or month of a chart. */
export function placeWords(from: string, grain: 'day' | 'month'): string {
  const at = new Date(`${from}T00:00:00Z`)
  return (grain === 'day' ? dates() : months()).format(at)
}

/** How long a time within is: `30 s`, `1 minute`. */
export function withinWords(ms: number): string {
  if (ms < 60_000) return `${number(ms / 1_000)} s`
  const minutes = ms / 60_000
  return plural(minutes, { one: msg('1 minute'), other: `${number(minutes)} ${msg('minutes')}` })
}

function twoDigits(n: number): string {
  return String(n).padStart(2, '0')
}
