import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Column } from '../console/data-table.ts'
import '../console/data-table.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { placeWords, reportWords } from './figure-words.ts'
import './line-chart.ts'
import type { ChartLine } from './line-chart.ts'
import { MEASURES, measureOf, type Measure } from './measures.ts'
import { daysWords, shortDaysWords } from './periods.ts'
import { reportChartStyles } from './report-chart.styles.ts'
import type { ShownReport } from './shown-report.ts'
import { statisticsAddress } from './statistics-place.ts'

/** One point of the chart as a line of its table. */
interface Place {
  from: string
  words: string
  values: (number | null)[]
}

/** A measure over the days of a report: as lines, and as the table behind them. */
@customElement('parley-report-chart')
export class ReportChart extends LitElement {
  @property({ attribute: false }) shown: ShownReport | null = null

  @state() protected asTable = false

  override render() {
    const { shown } = this
    if (shown === null) return nothing
    const measure = measureOf(shown.place.measure)
    const lines = linesOf(shown, measure)
    const places = placesOf(shown, lines)
    const { report } = shown.report
    const label = msg(str`${measure.title}, ${reportWords(report)}, ${daysWords(shown.report)}`)
    return html`<section class="card" aria-labelledby="measures">
      <div class="head">
        <h2 id="measures">
          ${report === 'account' ? msg('Over time') : msg('Those with most chats')}
        </h2>
        ${this.#measures(shown)}
        <button
          class="button quiet"
          aria-pressed=${this.asTable}
          @click=${() => {
            this.asTable = !this.asTable
          }}
        >
          ${msg('As a table')}
        </button>
      </div>
      ${
        this.asTable
          ? html`<parley-data-table
              .label=${label}
              .columns=${placeColumns(lines, measure)}
              .rows=${places}
              .keyOf=${({ from }: Place) => from}
            ></parley-data-table>`
          : html`<parley-line-chart
              .label=${label}
              .places=${places.map(({ words }) => words)}
              .lines=${lines}
              .scale=${measure}
            ></parley-line-chart>`
      }
    </section>`
  }

  #measures({ place }: ShownReport): TemplateResult {
    const isAgents = place.report === 'agents'
    // Agents are joined: nobody waits for one, and so none takes a chat in time.
    const shown = MEASURES.filter(
      (one) => !isAgents || (one !== 'serviceLevel' && one !== 'waiting'),
    )
    return html`<nav class="measures" aria-label=${msg('What is charted')}>
      ${shown.map(
        (one) =>
          html`<a
            href=${statisticsAddress({ ...place, measure: one })}
            aria-current=${one === place.measure ? 'true' : nothing}
            >${measureOf(one).title}</a
          >`,
      )}
    </nav>`
  }

  static override styles = [base, buttons, reportChartStyles]
}

/** Of the account how it was and how it was before; else a line for each of those with most. */
function linesOf({ report: { report, series, from, to }, before }: ShownReport, measure: Measure) {
  if (report !== 'account') {
    return series.map(({ name, points }): ChartLine => ({
      name,
      values: points.map((point) => measure.of(point)),
    }))
  }
  const lines: ChartLine[] = []
  const [now] = series
  const [was] = before?.series ?? []
  if (now !== undefined) {
    lines.push({
      name: shortDaysWords({ from, to }),
      values: now.points.map((point) => measure.of(point)),
    })
  }
  if (before !== null && was !== undefined) {
    const values = was.points.map((point) => measure.of(point))
    lines.push({
      name: shortDaysWords(before),
      values: (now?.points ?? []).map((_point, index) => values[index] ?? null),
      isBehind: true,
    })
  }
  return lines
}

function placesOf({ report }: ShownReport, lines: readonly ChartLine[]): Place[] {
  return (report.series[0]?.points ?? []).map(({ from }, index) => ({
    from,
    words: placeWords(from, report.grain),
    values: lines.map(({ values }) => values[index] ?? null),
  }))
}

function placeColumns(lines: readonly ChartLine[], { say }: Measure): Column<Place>[] {
  return [
    { id: 'when', title: msg('When'), value: ({ from }) => from, cell: ({ words }) => words },
    ...lines.map(({ name }, index): Column<Place> => ({
      id: String(index),
      title: name,
      isNumber: true,
      value: ({ values }) => values[index] ?? -1,
      cell: ({ values }) => say(values[index] ?? null),
    })),
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-report-chart': ReportChart
  }
}
