import { countWithin, quantileOf } from '#machines/duration-classes'
import type { Durations, ReportPoint, ReportRow } from '#protocol/statistics'
import type { FigureSpan } from '#storage/statistics'
import type { FigureCounts } from '#storage/statistics-rows'
import { dateOfDay, dayNumber } from './local-day.ts'

/** A period of whole days, both ends included. */
export interface Period {
  from: number
  to: number
}

/** Days of a chart, at most; a longer period is charted by months. */
const MOST_CHARTED_DAYS = 92

export function grainOf({ from, to }: Period): 'day' | 'month' {
  return to - from < MOST_CHARTED_DAYS ? 'day' : 'month'
}

/** A period as its whole months, and the days before and after them: each day once. */
export function spansOf({ from, to }: Period): FigureSpan[] {
  const firstMonth = monthAtOrAfter(from)
  const afterLast = monthAtOrBefore(to + 1)
  if (firstMonth >= afterLast) return [{ grain: 'day', from, to }]
  const spans: FigureSpan[] = [{ grain: 'month', from: firstMonth, to: afterLast - 1 }]
  if (from < firstMonth) spans.push({ grain: 'day', from, to: firstMonth - 1 })
  if (to >= afterLast) spans.push({ grain: 'day', from: afterLast, to })
  return spans
}

/** Where the points of a chart begin, in order. */
export function chartDays(period: Period): number[] {
  if (grainOf(period) === 'day') {
    return Array.from({ length: period.to - period.from + 1 }, (_, index) => period.from + index)
  }
  const days: number[] = []
  for (let month = monthAtOrBefore(period.from); month <= period.to; month = nextMonth(month)) {
    days.push(month)
  }
  return days
}

/** Of whom a line is. */
export interface RowOf {
  id: string
  name: string
  isAgent: boolean
  /** What its chats are about, in a report by subjects. */
  subject?: { subjectId: string; words: string | null } | null
  /** Of an agent, the time away by its reasons. */
  away?: { reason: string; ms: number }[]
}

/** Figures as a report shows them. */
export function toReportRow(
  { id, name, isAgent, subject = null, away = [] }: RowOf,
  counts: FigureCounts,
  withinMs: number,
): ReportRow {
  const { chats, answered, leftMessage, handedOver, customerMessages, agentMessages } = counts
  const served = chats - leftMessage
  return {
    id,
    name,
    subjectId: subject?.subjectId ?? null,
    subject: subject?.words ?? null,
    chats,
    answered,
    unanswered: chats - answered,
    botResolved: counts.botResolved,
    handedOver,
    handoverMs: handedOver === 0 ? null : Math.round(counts.handoverMs / handedOver),
    cameAgain: counts.cameAgain,
    abandoned: counts.abandoned,
    abandoning: durationsOf(counts.abandoning, counts.abandoningMs),
    blocked: counts.blocked,
    leftMessage,
    forwards: counts.forwards,
    forwardsIn: counts.forwardsIn,
    overflows: counts.overflows,
    returned: counts.returned,
    offers: offersOf(counts),
    messages: {
      customer: customerMessages,
      agent: agentMessages,
      perChat: share(customerMessages + agentMessages, chats),
    },
    durationMs: counts.durationMs,
    duration: durationsOf(counts.durations, counts.durationMs),
    waitedMs: counts.waitedMs,
    waiting: durationsOf(counts.waiting, counts.waitingMs),
    firstResponse: durationsOf(counts.firstResponse, counts.firstResponseMs),
    reply: durationsOf(counts.replies, counts.repliesMs),
    handling: durationsOf(counts.handling, counts.handlingMs),
    serviceLevel: isAgent ? null : share(countWithin(counts.waiting, withinMs), served),
    rating: ratingOf(counts.ratings),
    presence: isAgent ? presenceOf(counts, away) : null,
  }
}

function offersOf({ offers, accepted, declined, missed }: FigureCounts): ReportRow['offers'] {
  const acceptance = share(accepted, accepted + declined + missed)
  return { made: offers, accepted, declined, missed, acceptance }
}

function presenceOf(
  { onlineMs, awayMs, busyMs, wrapUpMs, chatMs }: FigureCounts,
  away: { reason: string; ms: number }[],
): ReportRow['presence'] {
  return {
    onlineMs,
    awayMs,
    away: away.toSorted((one, other) => other.ms - one.ms),
    busyMs,
    wrapUpMs,
    occupancy: share(busyMs, onlineMs + awayMs),
    concurrency: share(chatMs, busyMs),
  }
}

/** A point of a chart. */
export function toReportPoint(
  { from, isAgent }: { from: number; isAgent: boolean },
  counts: FigureCounts,
  withinMs: number,
): ReportPoint {
  const row = toReportRow({ id: '', name: '', isAgent }, counts, withinMs)
  return {
    from: dateOfDay(from),
    chats: row.chats,
    answered: row.answered,
    abandoned: row.abandoned,
    botResolved: row.botResolved,
    serviceLevel: row.serviceLevel,
    waitingMs: row.waiting.medianMs,
    firstResponseMs: row.firstResponse.medianMs,
    rating: row.rating.average,
  }
}

function durationsOf(classes: readonly number[], totalMs: number): Durations {
  const count = classes.reduce((sum, n) => sum + n, 0)
  return {
    count,
    averageMs: count === 0 ? null : Math.round(totalMs / count),
    medianMs: quantileOf(classes, 0.5),
    ninetiethMs: quantileOf(classes, 0.9),
  }
}

function ratingOf(counts: readonly number[]): ReportRow['rating'] {
  const given = counts.reduce((sum, n) => sum + n, 0)
  const total = counts.reduce((sum, n, index) => sum + n * (index + 1), 0)
  return { average: given === 0 ? null : total / given, counts: [...counts] }
}

function share(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole
}

function monthAtOrBefore(day: number): number {
  return dayNumber(`${dateOfDay(day).slice(0, 7)}-01`)
}

function monthAtOrAfter(day: number): number {
  const month = monthAtOrBefore(day)
  return month === day ? month : nextMonth(month)
}

function nextMonth(month: number): number {
  return monthAtOrBefore(month + 31)
}
