import { SERVICE_TIMES_MS } from '#protocol/service-times'
import type { CountedFigure, ReportName } from '#protocol/statistics'
import { consoleAddress } from '../console/console-address.ts'
import { FIGURES } from './figure-words.ts'
import { MEASURES, type MeasureName } from './measures.ts'
import { PERIODS, isDay, type Days, type PeriodName } from './periods.ts'

/** What counts as taken in time where nothing else is asked for. */
const SERVED_WITHIN_MS = 60_000

export const REPORTS = ['account', 'groups', 'agents', 'channels'] as const

/** Where one is in the statistics: all of it stands in the address. */
export interface StatisticsPlace {
  report: ReportName
  /** By its name; `own` where days were chosen. */
  period: PeriodName | 'own'
  /** The days that were chosen. */
  own: Days | null
  withinMs: number
  /** Whether the days before are shown, too. */
  compares: boolean
  /** What is charted. */
  measure: MeasureName
  /** Whether groups and agents are parted by what bots say that chats are about. */
  bySubject: boolean
  /** The figure whose chats are listed, and whose it is: empty for the account. */
  list: { figure: CountedFigure; id: string; subjectId: string | null } | null
}

type Query = Readonly<Record<string, string>>

/** What an address says; what it does not say, or says wrongly, is as usual. */
export function statisticsPlaceIn(query: Query): StatisticsPlace {
  const { from = '', to = '', of = '', about = null } = query
  const own = isDay(from) && isDay(to) && from <= to ? { from, to } : null
  const figure = FIGURES.find((one) => one === query['figure'])
  return {
    report: REPORTS.find((one) => one === query['report']) ?? 'account',
    period: own === null ? (PERIODS.find((one) => one === query['period']) ?? 'last30') : 'own',
    own,
    withinMs: SERVICE_TIMES_MS.find((ms) => String(ms) === query['within']) ?? SERVED_WITHIN_MS,
    compares: query['before'] !== 'no',
    measure: MEASURES.find((one) => one === query['show']) ?? 'chats',
    bySubject: query['by'] === 'subject',
    list: figure === undefined ? null : { figure, id: of, subjectId: about },
  }
}

/** Where all of this stands; what is as usual is not said. */
export function statisticsAddress(place: StatisticsPlace): string {
  const { report, period, own, withinMs, compares, measure, bySubject, list } = place
  const query: Record<string, string> = {}
  if (report !== 'account') query['report'] = report
  if (period === 'own' && own !== null) Object.assign(query, own)
  else if (period !== 'last30') query['period'] = period
  if (withinMs !== SERVED_WITHIN_MS) query['within'] = String(withinMs)
  if (!compares) query['before'] = 'no'
  if (measure !== 'chats') query['show'] = measure
  if (bySubject) query['by'] = 'subject'
  if (list !== null) query['figure'] = list.figure
  if (list !== null && list.id !== '') query['of'] = list.id
  if (list !== null && list.subjectId !== null) query['about'] = list.subjectId
  return consoleAddress('statistics', null, query)
}
