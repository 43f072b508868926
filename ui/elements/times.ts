import { msg, str } from '@lit/localize'
import { inLanguage, number } from '../locales/formats.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const clock = dates({ hour: '2-digit', minute: '2-digit' })
const weekday = dates({ weekday: 'long' })
const date = dates({ day: 'numeric', month: 'long' })
const dateWithYear = dates({ dateStyle: 'long' })
const exact = dates({ dateStyle: 'full', timeStyle: 'medium' })
const nearDay = inLanguage((locale) => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }))

/** In the viewer's zone, which is the browser's. */
function dates(how: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  return inLanguage((locale) => new Intl.DateTimeFormat(locale, how))
}

/** `2:14`, from an hour on `1 h 05`, from a day on `2 d`. Never negative. */
export function runningTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  const minutes = Math.floor(seconds / 60)
  if (ms >= 2 * DAY) return msg(str`${number(Math.floor(ms / DAY))} d`)
  if (minutes >= 60) return msg(str`${Math.floor(minutes / 60)} h ${two(minutes % 60)}`)
  return `${minutes}:${two(seconds % 60)}`
}

/** As `runningTime`, counting down: what began is still left, so it ends with `0:00`. */
export function timeLeft(ms: number): string {
  return runningTime(Math.ceil(ms / 1_000) * 1_000)
}

/** `14:05`. */
export function clockTime(at: number): string {
  return clock().format(at)
}

/** `now`, `2 min`, `14:05`, `yesterday`, `3 May`: short, for a list. */
export function agoTime(at: number, now: number): string {
  const passed = now - at
  if (passed < MINUTE) return msg('now')
  if (passed < HOUR) return msg(str`${Math.floor(passed / MINUTE)} min`)
  const days = daysBetween(at, now)
  if (days === 0) return clockTime(at)
  if (days === 1) return nearDay().format(-1, 'day')
  return date().format(at)
}

/** `14:05`, `yesterday 14:05`, `tomorrow 09:00`, `3 May 14:05`. */
export function dayAndTime(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (days === 0) return clockTime(at)
  const day = Math.abs(days) === 1 ? nearDay().format(-days, 'day') : date().format(at)
  return `${day} ${clockTime(at)}`
}

/** `Today`, `Yesterday`, `Monday`, `3 May`: parts days. */
export function dayName(at: number, now: number): string {
  const days = daysBetween(at, now)
  if (days === 0 || days === 1) return capital(nearDay().format(-days, 'day'))
  if (days > 1 && days < 7) return weekday().format(at)
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? date().format(at)
    : dateWithYear().format(at)
}

/** The whole of it, for hovering and screen readers. */
export function exactTime(at: number): string {
  return exact().format(at)
}

export function isSameDay(a: number, b: number): boolean {
  return new Date(a).toDateString() === new Date(b).toDateString()
}

function daysBetween(at: number, now: number): number {
  const midnight = (time: number) => new Date(time).setHours(0, 0, 0, 0)
  return Math.round((midnight(now) - midnight(at)) / DAY)
}

function capital(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1)
}

function two(number: number): string {
  return String(number).padStart(2, '0')
}
