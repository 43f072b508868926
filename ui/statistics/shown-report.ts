import { msg, str } from '@lit/localize'
import { html, type TemplateResult } from 'lit'
import type { CountedFigure, Report, ReportRow } from '#protocol/statistics'
import { number } from '../locales/formats.ts'
import { figureWords } from './figure-words.ts'
import { statisticsAddress, type StatisticsPlace } from './statistics-place.ts'

/** A report as it is shown, with the one of the days before where that is asked for. */
export interface ShownReport {
  report: Report
  before: Report | null
  place: StatisticsPlace
}

/** How many chats a figure lists. */
export function countOf(row: ReportRow, figure: CountedFigure): number {
  switch (figure) {
    case 'within':
      return row.serviceLevel === null ? 0 : Math.round(row.serviceLevel * served(row))
    case 'rated':
      return row.rating.counts.reduce((sum, n) => sum + n, 0)
    case 'offers':
      return row.offers.made
    case 'accepted':
    case 'declined':
    case 'missed':
      return row.offers[figure]
    default:
      return row[figure]
  }
}

/** A figure that leads to the chats that it counts; nothing leads on where it is nothing. */
export function figure(
  { place }: Pick<ShownReport, 'place'>,
  row: ReportRow,
  which: CountedFigure,
  words: string = number(countOf(row, which)),
): TemplateResult | string {
  if (countOf(row, which) === 0) return words
  const { id, subjectId } = row
  const whose = [row.name, row.subject].filter((one) => one !== null)
  const what = (id === '' ? [figureWords(which)] : [...whose, figureWords(which)]).join(', ')
  return html`<a
    class="figure"
    href=${statisticsAddress({ ...place, list: { figure: which, id, subjectId } })}
    aria-label=${msg(str`${what}: ${words}; list these chats`)}
    >${words}</a
  >`
}

/** Who left a message was not there to be served at once. */
function served({ chats, leftMessage }: ReportRow): number {
  return chats - leftMessage
}
