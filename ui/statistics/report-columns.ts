import { msg } from '@lit/localize'
import { html } from 'lit'
import type { CountedFigure, ReportRow } from '#protocol/statistics'
import type { Column } from '../console/data-table.ts'
import { shortComparison } from './comparison.ts'
import { awayWord } from '../desk/away-words.ts'
import { listed } from '../locales/formats.ts'
import { durationWords, figureWords, ratingWords, shareWords } from './figure-words.ts'
import { measured, measureOf, type MeasureName } from './measures.ts'
import { countOf, figure, type ShownReport } from './shown-report.ts'

/** The columns of a report on groups, agents or channels; what matters most stands first. */
export function reportColumns(shown: ShownReport): Column<ReportRow>[] {
  const { report } = shown.report
  const isAgents = report === 'agents'
  const isOffering = shown.report.rows.some(({ offers }) => offers.made > 0)
  const all: (Column<ReportRow> | null)[] = [
    {
      id: 'name',
      title: msg('Name'),
      isName: true,
      value: rowName,
      cell: (row) =>
        row.subjectId === null ? row.name : html`${row.name}<small>${subjectWords(row)}</small>`,
    },
    compared(shown, 'chats', (row) => figure(shown, row, 'chats')),
    count(shown, 'answered', false),
    count(shown, 'unanswered', false),
    isAgents ? null : count(shown, 'abandoned'),
    isAgents
      ? null
      : compared(
          shown,
          'serviceLevel',
          (row) => figure(shown, row, 'within', shareWords(row.serviceLevel)),
          true,
        ),
    isAgents ? null : time('waiting', msg('Wait'), ({ waiting }) => waiting.medianMs),
    compared(shown, 'firstResponse', (row) => durationWords(row.firstResponse.medianMs), true),
    time('reply', msg('Later replies'), ({ reply }) => reply.medianMs),
    time('duration', msg('Duration'), ({ durationMs }) => durationMs),
    isAgents ? time('online', msg('Online'), (row) => row.presence?.onlineMs ?? null) : null,
    isAgents ? away() : null,
    isAgents
      ? share('occupancy', msg('Occupied'), ({ presence }) => presence?.occupancy ?? null)
      : null,
    isAgents ? atATime() : null,
    isAgents ? time('wrapUp', msg('Wrapping up'), (row) => row.presence?.wrapUpMs ?? null) : null,
    count(shown, 'forwards'),
    count(shown, 'forwardsIn'),
    isAgents ? null : count(shown, 'overflows'),
    count(shown, 'returned'),
    isOffering ? count(shown, 'offers') : null,
    isOffering ? count(shown, 'missed') : null,
    isOffering ? share('acceptance', msg('Acceptance'), ({ offers }) => offers.acceptance) : null,
    report === 'channels' ? count(shown, 'botResolved') : null,
    compared(
      shown,
      'rating',
      (row) => figure(shown, row, 'rated', ratingWords(row.rating.average)),
      true,
    ),
  ]
  return all.filter((column) => column !== null)
}

/** What a line is called: of whom it is, and what its chats are about. */
export function rowName(row: ReportRow): string {
  return row.subjectId === null ? row.name : `${row.name} · ${subjectWords(row)}`
}

function subjectWords({ subject }: ReportRow): string {
  return subject ?? msg('A subject of erased chats')
}

/** Time away, with its reasons beside it. */
function away(): Column<ReportRow> {
  return {
    ...time('away', msg('Away'), ({ presence }) => presence?.awayMs ?? null),
    cell: ({ presence }) => {
      const reasons = (presence?.away ?? []).map(({ reason, ms }) => {
        return `${awayReason(reason)} ${durationWords(ms)}`
      })
      const all = durationWords(presence?.awayMs ?? null)
      if (reasons.length === 0) return all
      return html`<span title=${reasons.join('\n')}
        >${all}<span class="hidden-text"> (${listed(reasons)})</span></span
      >`
    },
  }
}

function awayReason(reason: string): string {
  return reason === 'missedOffers' ? msg('missed offers') : awayWord(reason)
}

/** How many chats an agent had at a time. */
function atATime(): Column<ReportRow> {
  return {
    id: 'concurrency',
    title: msg('At a time'),
    isNumber: true,
    folds: true,
    value: ({ presence }) => presence?.concurrency ?? -1,
    cell: ({ presence }) => ratingWords(presence?.concurrency ?? null),
  }
}

function count(shown: ShownReport, which: CountedFigure, folds = true): Column<ReportRow> {
  return {
    id: which,
    title: figureWords(which),
    isNumber: true,
    folds,
    value: (row) => countOf(row, which),
    cell: (row) => figure(shown, row, which),
  }
}

function time(id: string, title: string, of: (row: ReportRow) => number | null): Column<ReportRow> {
  return {
    id,
    title,
    isNumber: true,
    folds: true,
    value: (row) => of(row) ?? -1,
    cell: (row) => durationWords(of(row)),
  }
}

function share(
  id: string,
  title: string,
  of: (row: ReportRow) => number | null,
): Column<ReportRow> {
  return {
    id,
    title,
    isNumber: true,
    folds: true,
    value: (row) => of(row) ?? -1,
    cell: (row) => shareWords(of(row)),
  }
}

/** A column whose cells say what there was before, too. */
function compared(
  { before: former }: ShownReport,
  name: MeasureName,
  cell: (row: ReportRow) => unknown,
  folds = false,
): Column<ReportRow> {
  const measure = measureOf(name)
  const was = new Map(former?.rows.map((row) => [keyOf(row), row]))
  return {
    id: name,
    title: measure.title,
    isNumber: true,
    folds,
    value: (row) => measure.of(measured(row)) ?? -1,
    cell: (row) => {
      const old = was.get(keyOf(row))
      if (old === undefined) return cell(row)
      const [now, before] = [row, old].map((one) => measure.of(measured(one)))
      return html`${cell(row)}${shortComparison(measure, now ?? null, before ?? null)}`
    },
  }
}

function keyOf({ id, subjectId }: ReportRow): string {
  return `${id} ${subjectId ?? ''}`
}
