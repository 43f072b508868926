/** A day of a time zone's calendar. Days are counted from 1970-01-01. */
export interface LocalDay {
  day: number
  /** The first day of its month. */
  month: number
  /** Its first moment and the first moment after it, in milliseconds since the epoch. */
  start: number
  end: number
}

const CACHED_DAYS = 400 // of one zone: a year, so that a backfill stays in the cache

const EPOCH = Temporal.PlainDate.from('1970-01-01')
const newestOf = new Map<string, LocalDay>()
const knownOf = new Map<string, Map<number, LocalDay>>()

/** The day that the clocks of a zone show at a moment. Throws for what is no zone. */
export function localDay(zone: string, at: number): LocalDay {
  const newest = newestOf.get(zone)
  if (newest !== undefined && at >= newest.start && at < newest.end) return newest
  const date = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()
  const found = dayOf(zone, date)
  newestOf.set(zone, found)
  return found
}

/** The hour that the clocks of a zone show at a moment, 0 to 23. Throws for what is no zone. */
export function localHour(zone: string, at: number): number {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).hour
}

/** The number of a date, `2026-03-01`. Throws for what is none. */
export function dayNumber(date: string): number {
  return numberOf(Temporal.PlainDate.from(date))
}

/** The date of a day's number. */
export function dateOfDay(day: number): string {
  return EPOCH.add({ days: day }).toString()
}

/** When a day begins in a zone, in milliseconds since the epoch. */
export function startOfDay(zone: string, day: number): number {
  return EPOCH.add({ days: day }).toZonedDateTime(zone).epochMilliseconds
}

function dayOf(zone: string, date: Temporal.PlainDate): LocalDay {
  let known = knownOf.get(zone)
  if (known === undefined) knownOf.set(zone, (known = new Map()))
  const day = numberOf(date)
  let found = known.get(day)
  if (found === undefined) {
    if (known.size >= CACHED_DAYS) known.clear()
    const start = date.toZonedDateTime(zone).epochMilliseconds
    const end = date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds
    found = { day, month: numberOf(date.with({ day: 1 })), start, end }
    known.set(day, found)
  }
  return found
}

function numberOf(date: Temporal.PlainDate): number {
  return EPOCH.until(date, { largestUnit: 'days' }).days
}
