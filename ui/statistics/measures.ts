import { msg, str } from '@lit/localize'
import type { ReportPoint, ReportRow } from '#protocol/statistics'
import { number, plural } from '../locales/formats.ts'
import { durationWords, ratingWords, shareWords } from './figure-words.ts'
import { signed, signedPercent, signedRating } from './signed.ts'

/** What is charted over the days, and compared with the days before. */
export const MEASURES = [
  'chats',
  'answered',
  'serviceLevel',
  'waiting',
  'firstResponse',
  'rating',
] as const

export type MeasureName = (typeof MEASURES)[number]

/** What of a line of a report a measure is. */
export type Measured = Omit<ReportPoint, 'from'>

export interface Measure {
  title: string
  of: (what: Measured) => number | null
  say: (value: number | null) => string
  /** How it changed, in words. */
  sayChange: (now: number, before: number) => string
  /** What is better: more of it, less of it, or neither. */
  better: 'more' | 'less' | null
  /** The steps that an axis may have, in its unit, and how far it goes at least. */
  steps: number[]
  atLeast: number
  /** Where it cannot go beyond. */
  atMost: number | null
}

const COUNT_STEPS = [1, 2, 5].flatMap((n) => [n, n * 10, n * 100, n * 1_000, n * 10_000, n * 1e5])
const SECOND_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400]

export function measureOf(name: MeasureName): Measure {
  switch (name) {
    case 'chats':
      return count(msg('Chats'), ({ chats }) => chats, null)
    case 'answered':
      return count(msg('Answered'), ({ answered }) => answered, null)
    case 'serviceLevel':
      return {
        title: msg('Taken in time'),
        of: ({ serviceLevel }) => serviceLevel,
        say: shareWords,
        sayChange: (now, before) => {
          const points = Math.round((now - before) * 100)
          return plural(points, {
            one: msg(str`${signed(points)} point`),
            other: msg(str`${signed(points)} points`),
          })
        },
        better: 'more',
        steps: [0.1, 0.25, 0.5],
        atLeast: 1,
        atMost: 1,
      }
    case 'waiting':
      return time(msg('Wait'), ({ waitingMs }) => waitingMs)
    case 'firstResponse':
      return time(msg('First response'), ({ firstResponseMs }) => firstResponseMs)
    case 'rating':
      return {
        title: msg('Rating'),
        of: ({ rating }) => rating,
        say: ratingWords,
        sayChange: (now, before) => signedRating(now - before),
        better: 'more',
        steps: [0.5, 1],
        atLeast: 5,
        atMost: 5,
      }
  }
}

/** A whole line of a report, as a point is. */
export function measured(row: ReportRow): Measured {
  return {
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

function count(title: string, of: Measure['of'], better: Measure['better']): Measure {
  const say = (value: number | null): string => number(value ?? 0)
  const steps = COUNT_STEPS.toSorted(upwards)
  return { title, of, say, sayChange: percent, better, steps, atLeast: 4, atMost: null }
}

function time(title: string, of: Measure['of']): Measure {
  const steps = SECOND_STEPS.map((n) => n * 1_000)
  return {
    title,
    of,
    say: durationWords,
    sayChange: percent,
    better: 'less',
    steps,
    atLeast: 4_000,
    atMost: null,
  }
}

function percent(now: number, before: number): string {
  return signedPercent((now - before) / before)
}

function upwards(a: number, b: number): number {
  return a - b
}
