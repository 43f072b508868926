// The opening hours of a group, and time counted in them. All times are whole milliseconds since
// 1970 (UTC); all functions are pure.
//
// K1 A local day is the time from its first moment to the next day's, whatever the clocks do between.
// K2 Open spans are half-open, disjoint and in order: `start` belongs to one, `end` does not.
// K3 Everything here is read off the same spans, so that the functions agree with each other.

import { openingHours } from '#protocol/opening-hours'
import type { OpeningHours } from '#protocol/opening-hours'

const LONGEST_CLOSED_DAYS = 366 // a budget that waits longer than a year for a day that opens is lost
const CACHED_DAYS = 400 // of one calendar: a year, so that a budget's walk stays in the cache
interface Span {
  start: number
  end: number
}

/**
 * Reads opening hours as they are stored or sent; `null` means always open.
 * @throws ZodError when they are neither.
 */
export function parseHours(json: unknown): OpeningHours | null {
  return openingHours.nullable().parse(json)
}

/** Whether it is open at `at`; the moment of closing is closed already. */
export function isOpen(hours: OpeningHours | null, at: number): boolean {
  return hours === null || nextOpening(hours, at) === at
}

/** The first open moment at or after `at`; null if there is none within 366 days. */
export function nextOpening(hours: OpeningHours | null, at: number): number | null {
  if (hours === null) return at
  for (const { start } of spansFrom(hours, at)) return Math.max(start, at)
  return null
}

/**
 * When a budget of `budgetMs` of open time that starts at `from` runs out: the first moment by which
 * that much was open, so `from` itself for an empty budget, and the closing for one that just fits.
 * Null if it never does, because nothing opens for 366 days.
 */
export function deadline(
  hours: OpeningHours | null,
  from: number,
  budgetMs: number,
): number | null {
  if (hours === null || budgetMs <= 0) return from + Math.max(0, budgetMs)
  let left = budgetMs
  for (const span of spansFrom(hours, from)) {
    const start = Math.max(span.start, from)
    if (left <= span.end - start) return start + left
    left -= span.end - start
  }
  return null
}

/** Open milliseconds between two times; 0 when `to` is not after `from`. */
export function openBetween(hours: OpeningHours | null, from: number, to: number): number {
  if (to <= from) return 0
  if (hours === null) return to - from
  let open = 0
  for (const span of spansFrom(hours, from)) {
    if (span.start >= to) break
    open += Math.min(span.end, to) - Math.max(span.start, from)
  }
  return open
}

/** The open spans that end after `at`, until nothing opens for 366 days. */
function* spansFrom(hours: OpeningHours, at: number): Generator<Span> {
  const here = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(hours.timeZone)
  // A clock that is set back over midnight shows yesterday's date on the first moments of today, or
  // today's on the last of yesterday: from the day before on, no span is missed.
  let day = here.toPlainDate().subtract({ days: 1 })
  for (let closedDays = 0; closedDays <= LONGEST_CLOSED_DAYS; day = day.add({ days: 1 })) {
    const spans = spansOn(hours, day).filter((span) => span.end > at)
    yield* spans
    closedDays = spans.length > 0 ? 0 : closedDays + 1
  }
}

const cache = new WeakMap<OpeningHours, Map<string, Span[]>>()

function spansOn(hours: OpeningHours, day: Temporal.PlainDate): Span[] {
  let days = cache.get(hours)
  if (days === undefined) cache.set(hours, (days = new Map()))
  const key = day.toString()
  let spans = days.get(key)
  if (spans === undefined) {
    if (days.size >= CACHED_DAYS) days.clear()
    days.set(key, (spans = readSpans(hours, day)))
  }
  return spans
}

/** What is open on one local day: its own hours up to midnight, and the rest of the night before. */
function readSpans(hours: OpeningHours, day: Temporal.PlainDate): Span[] {
  if (hours.holidays.includes(day.toString())) return []
  const zone = hours.timeZone
  const whole = { start: startOf(day, zone), end: startOf(day.add({ days: 1 }), zone) }
  const yesterday = day.dayOfWeek === 1 ? 7 : day.dayOfWeek - 1
  const spans: Span[] = []
  for (const { weekday, from, to } of hours.weekly) {
    const overnight = to <= from
    if (weekday === day.dayOfWeek) {
      const end = overnight || to === '24:00' ? whole.end : momentOf(day, to, zone)
      spans.push({ start: momentOf(day, from, zone), end })
    }
    if (overnight && weekday === yesterday) {
      spans.push({ start: whole.start, end: momentOf(day, to, zone) })
    }
  }
  return merge(spans.map((span) => within(span, whole)).filter(({ start, end }) => start < end))
}

function startOf(day: Temporal.PlainDate, zone: string): number {
  return day.toZonedDateTime(zone).epochMilliseconds
}

/**
 * The moment at which the clocks of `zone` first show `time`. A time that they skip on that day is
 * the moment of the skip.
 */
function momentOf(day: Temporal.PlainDate, time: string, zone: string): number {
  const wanted = day.toPlainDateTime(time)
  const moment = wanted.toZonedDateTime(zone) // ambiguous: the first; skipped: as much later
  if (moment.toPlainDateTime().equals(wanted)) return moment.epochMilliseconds
  const after = moment.add({ milliseconds: 1 }) // the skip itself is *before* this one
  return (after.getTimeZoneTransition('previous') ?? moment).epochMilliseconds
}

function within(span: Span, whole: Span): Span {
  return { start: Math.max(span.start, whole.start), end: Math.min(span.end, whole.end) }
}

function merge(spans: Span[]): Span[] {
  const merged: Span[] = []
  for (const span of spans.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1)
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end)
    else merged.push({ ...span })
  }
  return merged
}
