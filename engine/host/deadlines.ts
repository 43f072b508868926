import { delayNameOf } from '#machines/delay-name'
import type { ChatLimits } from '#machines/chat-events'
import type { OpeningHours } from '#protocol/opening-hours'
import type { TimerRow } from '#storage/rows'
import { deadline, openBetween } from './calendar.ts'

/** Delays that run by the clock; all others count the open hours of the chat's group. */
const BY_THE_CLOCK = new Set([
  'offerLimit',
  'undoLimit',
  'botLimit',
  'holdTime',
  'grace',
  'wrapUpTime',
])

/** When a budget in milliseconds runs out that begins at a time; null where it never does. */
export function dueAt(
  timerId: string,
  hours: OpeningHours | null,
  from: number,
  budgetMs: number,
): number | null {
  if (isByTheClock(timerId)) return from + budgetMs
  return deadline(hours, from, budgetMs)
}

/** A running delay with another budget: what has passed of it stays passed. */
export function withBudget(
  timer: TimerRow,
  budgetMs: number,
  hours: OpeningHours | null,
  now: number,
): TimerRow {
  const leftMs = Math.max(0, timer.leftMs + budgetMs - timer.budgetMs)
  const due = timer.dueAt === null ? null : dueAt(timer.timerId, hours, timer.since, leftMs)
  return { ...timer, budgetMs, leftMs, dueAt: due === null ? null : Math.max(now, due) }
}

/** A running delay under other hours: what was open of it has passed, the rest runs by the new ones. */
export function withHours(
  timer: TimerRow,
  hours: { before: OpeningHours | null; after: OpeningHours | null },
  now: number,
): TimerRow {
  const { timerId, since } = timer
  if (isByTheClock(timerId)) return timer
  const leftMs = Math.max(0, timer.leftMs - openBetween(hours.before, since, now))
  return { ...timer, leftMs, since: now, dueAt: deadline(hours.after, now, leftMs) }
}

/** The budgets of a chat's delays that come from settings, by the delay's name. */
export function budgetsOf(limits: ChatLimits): Map<string, number> {
  return new Map([
    ['queueLimit', limits.queueMs],
    ['offerLimit', limits.offerMs],
    ['responseLimit', limits.responseMs],
    ['idleLimit', limits.idleMs],
    ['forwardLimit', limits.forwardMs],
    ['undoLimit', limits.undoMs],
    ['botLimit', limits.botMs],
  ])
}

function isByTheClock(timerId: string): boolean {
  return BY_THE_CLOCK.has(delayNameOf(timerId) ?? '')
}
