import { msg } from '@lit/localize'
import { inLanguage } from '../locales/formats.ts'

/** Periods that are asked for by name. */
export const PERIODS = ['today', 'yesterday', 'last7', 'last30', 'thisMonth', 'lastMonth'] as const

export type PeriodName = (typeof PERIODS)[number]

/** Days of a calendar, both ends included: `2026-03-01`. */
export interface Days {
  from: string
  to: string
}

const DAY_MS = 86_400_000

export function periodWords(name: PeriodName): string {
  switch (name) {
    case 'today':
      return msg('Today')
    case 'yesterday':
      return msg('Yesterday')
    case 'last7':
      return msg('Last 7 days')
    case 'last30':
      return msg('Last 30 days')
    case 'thisMonth':
      return msg('This month')
    case 'lastMonth':
      return msg('Last month')
  }
}

/** The days of a period at a moment, by the clocks of a time zone. */
export function daysOf(name: PeriodName, at: number, zone: string): Days {
  const today = dayIn(zone, at)
  switch (name) {
    case 'today':
      return { from: today, to: today }
    case 'yesterday':
      return { from: moved(today, -1), to: moved(today, -1) }
    case 'last7':
      return { from: moved(today, -6), to: today }
    case 'last30':
      return { from: moved(today, -29), to: today }
    case 'thisMonth':
      return { from: firstOfMonth(today), to: today }
    case 'lastMonth':
      return monthBefore(today)
  }
}

/** What a period is compared with: of a whole month the month before, else as many days before. */
export function daysBefore({ from, to }: Days): Days {
  const isMonth = from === firstOfMonth(from) && moved(to, 1) === nextMonth(from)
  if (isMonth) return monthBefore(from)
  const days = (utc(to) - utc(from)) / DAY_MS + 1
  return { from: moved(from, -days), to: moved(from, -1) }
}

const ranges = inLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }),
)
const shortRanges = inLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone: 'UTC' }),
)

/** `1 – 30 November 2026`. */
export function daysWords({ from, to }: Days): string {
  return ranges().formatRange(utc(from), utc(to))
}

/** `1 – 30 Nov`. */
export function shortDaysWords({ from, to }: Days): string {
  return shortRanges().formatRange(utc(from), utc(to))
}

/** Whether text is a day, as fields and addresses have it. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(utc(text)) && moved(text, 0) === text
}

function monthBefore(day: string): Days {
  const last = moved(firstOfMonth(day), -1)
  return { from: firstOfMonth(last), to: last }
}

function firstOfMonth(day: string): string {
  return `${day.slice(0, 7)}-01`
}

function nextMonth(first: string): string {
  return firstOfMonth(moved(first, 31))
}

function dayIn(timeZone: string, at: number): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(at)
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}`
}

/** So many days later; dates without a time know no summer time. */
function moved(day: string, days: number): string {
  const at = utc(day) + days * DAY_MS
  return Number.isNaN(at) ? day : new Date(at).toISOString().slice(0, 10)
}

function utc(day: string): number {
  return Date.parse(`${day}T00:00:00Z`)
}
