import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { SERVICE_TIMES_MS } from '#protocol/service-times'
import type { Report, ReportName, ReportRow } from '#protocol/statistics'
import type { Answer } from '../client/answer.ts'
import type { DeskState } from '../client/desk-state.ts'
import { tableAddress, type ReportAsked } from '../client/rest.ts'
import type { ConsoleRest } from '../console/console-book.ts'
import { consolePageStyles } from '../console/console-page.styles.ts'
import '../console/data-table.ts'
import { pageHead } from '../console/page-head.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { dayAndTime } from '../elements/times.ts'
import { number, plural } from '../locales/formats.ts'
import './counted-list.ts'
import { reportWords, withinWords } from './figure-words.ts'
import { hoursMap } from './hours-map.ts'
import { hoursMapStyles } from './hours-map.styles.ts'
import { headlines, offers, outcomes, ratings, times } from './overview.ts'
import { PERIODS, daysBefore, daysOf, daysWords, isDay, periodWords, type Days } from './periods.ts'
import './report-chart.ts'
import { reportColumns, rowName } from './report-columns.ts'
import type { ShownReport } from './shown-report.ts'
import { statisticsPageStyles } from './statistics-page.styles.ts'
import { REPORTS, statisticsAddress, statisticsPlaceIn } from './statistics-place.ts'
import type { StatisticsPlace } from './statistics-place.ts'

/**
 * Reports of the account, its groups, agents and channels over a period, beside the days before: few
 * figures large, a chart of few lines with its table behind it, and every figure leads to the chats
 * that it counts. All that is chosen stands in the address.
 */
@customElement('parley-statistics-page')
export class StatisticsPage extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'report' | 'countedChats'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  /** What the address asks for. */
  @property({ attribute: false }) query: Readonly<Record<string, string>> = {}
  /** Goes to an address. */
  @property({ attribute: false }) go: ((address: string) => void) | null = null
  @property({ attribute: false }) now: () => number = Date.now

  /** Null while the first one is asked for. */
  @state() protected report: Report | null = null
  @state() protected compared: Report | null = null
  @state() protected isAsking = false
  @state() protected says: string | null = null
  protected readonly focusStays = new FocusStays(this)
  #question = 0
  #askedFor: string | null = null

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (this.desk === null || (this.hasUpdated && !changed.has('desk') && !changed.has('query'))) {
      return
    }
    const asked = JSON.stringify([this.desk.account.accountId, this.#asked, this.#place.compares])
    if (asked === this.#askedFor) return
    this.#askedFor = asked
    void this.#load()
  }

  /** Those who lead groups have no figures of the whole account. */
  get #reports(): ReportName[] {
    const isAll = this.desk?.me.role === 'administrator'
    return REPORTS.filter((one) => isAll || one === 'groups' || one === 'agents')
  }

  get #place(): StatisticsPlace {
    const place = statisticsPlaceIn(this.query)
    const [first = 'groups'] = this.#reports
    return this.#reports.includes(place.report) ? place : { ...place, report: first, list: null }
  }

  get #days(): Days {
    const { period, own } = this.#place
    const name = period === 'own' ? 'last30' : period
    return own ?? daysOf(name, this.now(), this.desk?.settings.timeZone ?? 'UTC')
  }

  get #asked(): ReportAsked {
    const { report, withinMs, bySubject } = this.#place
    const by = bySubject && MAY_PART.has(report) ? { by: 'subject' as const } : {}
    return { report, ...this.#days, withinMs, ...by }
  }

  /** What overtakes a newer question is not shown. */
  async #load(): Promise<void> {
    const accountId = this.desk?.account.accountId
    const { rest } = this
    if (rest === null || accountId === undefined) return
    const question = ++this.#question
    const asked = this.#asked
    const isOther = this.report?.report !== asked.report
    if (isOther) this.report = null
    this.isAsking = true
    const nothingBefore: Answer<Report | null> = { ok: true, value: null }
    const [now, before] = await Promise.all([
      rest.report(accountId, asked),
      this.#place.compares
        ? rest.report(accountId, { ...asked, ...daysBefore(asked) })
        : nothingBefore,
    ])
    if (question !== this.#question) return
    this.isAsking = false
    this.says = now.ok ? null : now.refusal.says
    this.report = now.ok ? now.value : null
    this.compared = before.ok ? before.value : null
  }

  #change(change: Partial<StatisticsPlace>): void {
    this.go?.(statisticsAddress({ ...this.#place, ...change }))
  }

  #choosePeriod(name: string): void {
    const period = PERIODS.find((one) => one === name)
    if (period === undefined) this.#change({ period: 'own', own: this.#days })
    else this.#change({ period, own: null })
  }

  #chooseDay(chosen: Partial<Days>): void {
    const days = { ...this.#days, ...chosen }
    const { from, to } = days
    if (!isDay(from) || !isDay(to)) return
    // The end that was not touched follows, so that there is always a period.
    const own = from <= to ? days : chosen.to === undefined ? { from, to: from } : { from: to, to }
    this.#change({ period: 'own', own })
  }

  // -- what is shown --------------------------------------------------------------------------

  override render() {
    const place = this.#place
    if (place.list !== null) return this.#list(place, place.list)
    const { report, compared: before } = this
    const accountId = this.desk?.account.accountId ?? ''
    const download = html`<a class="button" href=${tableAddress(accountId, this.#asked)} download
      >${icon('download')}${msg('Download as CSV')}</a
    >`
    return html`
      ${pageHead('statistics', download)} ${this.#tabs(place)} ${this.#toolbar(place)}
      <p class="about" role="status">${report === null ? nothing : this.#about(report)}</p>
      ${this.says === null ? nothing : this.#problem(this.says)}
      ${
        report === null
          ? this.#waiting()
          : html`<div class="whole" aria-busy=${this.isAsking}>
              ${this.#whole({ report, before, place })}
            </div>`
      }
    `
  }

  #list(place: StatisticsPlace, list: NonNullable<StatisticsPlace['list']>): TemplateResult {
    return html`<parley-counted-list
      .rest=${this.rest}
      .desk=${this.desk}
      .asked=${{ ...this.#asked, ...list }}
      .name=${list.id === '' ? null : this.#nameOf(place.report, list)}
      .back=${statisticsAddress({ ...place, list: null })}
    ></parley-counted-list>`
  }

  #nameOf(report: ReportName, { id, subjectId }: { id: string; subjectId: string | null }): string {
    const known = this.report?.rows.find((row) => row.id === id && row.subjectId === subjectId)
    if (known !== undefined) return rowName(known)
    const { desk } = this
    switch (report) {
      case 'groups':
        return desk?.groups.get(id)?.name ?? ''
      case 'agents':
        return desk?.agents.get(id)?.name ?? ''
      case 'channels':
        return desk?.channels.get(id)?.name ?? ''
      case 'account':
        return ''
    }
  }

  #tabs(place: StatisticsPlace): TemplateResult {
    return html`<nav class="reports" aria-label=${msg('Report')}>
      ${this.#reports.map(
        (report) =>
          html`<a
            href=${statisticsAddress({ ...place, report })}
            aria-current=${report === place.report ? 'page' : nothing}
            >${reportWords(report)}</a
          >`,
      )}
    </nav>`
  }

  #toolbar({ report, period, withinMs, compares, bySubject }: StatisticsPlace): TemplateResult {
    const { from, to } = this.#days
    return html`<div class="toolbar">
      <div class="field">
        <label for="period">${msg('Period')}</label>
        <select id="period" @change=${(event: Event) => this.#choosePeriod(valueIn(event))}>
          ${PERIODS.map(
            (name) =>
              html`<option value=${name} .selected=${name === period}>
                ${periodWords(name)}
              </option>`,
          )}
          <option value="own" .selected=${period === 'own'}>${msg('Other days')}</option>
        </select>
      </div>
      ${
        period === 'own'
          ? html`${dayField('first', msg('From'), from, (day) => this.#chooseDay({ from: day }))}${dayField('last', msg('To'), to, (day) => this.#chooseDay({ to: day }))}`
          : nothing
      }
      <div class="field">
        <label for="within">${msg('In time is within')}</label>
        <select
          id="within"
          @change=${(event: Event) => this.#change({ withinMs: Number(valueIn(event)) })}
        >
          ${SERVICE_TIMES_MS.map(
            (ms) =>
              html`<option value=${ms} .selected=${ms === withinMs}>${withinWords(ms)}</option>`,
          )}
        </select>
      </div>
      <label class="compares">
        <input
          type="checkbox"
          .checked=${compares}
          @change=${() => this.#change({ compares: !compares })}
        />
        ${msg('Compare with the days before')}
      </label>
      ${
        MAY_PART.has(report)
          ? html`<label class="compares">
              <input
                type="checkbox"
                .checked=${bySubject}
                @change=${() => this.#change({ bySubject: !bySubject })}
              />
              ${msg('Split by subject')}
            </label>`
          : nothing
      }
    </div>`
  }

  #about({ zone, stillOpen, computingSince, from, to }: Report): TemplateResult {
    const open = plural(stillOpen, {
      one: msg('1 still open, not counted'),
      other: msg(str`${number(stillOpen)} still open, not counted`),
    })
    return html`<b>${daysWords({ from, to })}</b> · ${msg(str`time zone ${zone}`)} ·
      ${msg('closed chats, by the day on which they came to the agents')}
      ${stillOpen === 0 ? nothing : html` · ${open}`}
      ${
        computingSince === null
          ? nothing
          : html` ·
              <b
                >${msg(str`the past is being counted since ${dayAndTime(computingSince, this.now())}`)}</b
              >`
      }`
  }

  #problem(says: string): TemplateResult {
    return html`<div class="problem" role="alert">
      ${icon('alert')}<span>${says}</span>
      <button class="button" @click=${() => void this.#load()}>${msg('Try again')}</button>
    </div>`
  }

  #waiting(): TemplateResult | typeof nothing {
    if (this.says !== null) return nothing
    return html`<div class="skeletons" role="status" aria-label=${msg('Loading …')}>
      ${[1, 2, 3, 4].map(() => html`<div class="skeleton"></div>`)}
      <div class="skeleton wide"></div>
    </div>`
  }

  #whole(shown: ShownReport): TemplateResult {
    const { rows, report, grain, from, to, series } = shown.report
    const [only] = rows
    const isAccount = report === 'account'
    const isEmpty = rows.every(({ chats, botResolved }) => chats + botResolved === 0)
    if (isEmpty && (isAccount || (rows.length === 0 && !shown.place.bySubject)))
      return this.#empty(shown.report)
    const isCharted = series.length > 0 && (grain === 'month' || from !== to)
    const chart = isCharted
      ? html`<parley-report-chart .shown=${shown}></parley-report-chart>`
      : nothing
    const hours = hoursMap(shown.report)
    if (!isAccount || only === undefined) return html`${chart}${this.#rows(shown)}${hours}`
    return html`${headlines(shown, only)}${chart}
      <div class="pair">
        <div class="pile">${outcomes(shown, only)}${offers(shown, only)}</div>
        <div class="pile">${times(shown, only)}${ratings(shown, only)}</div>
      </div>
      ${hours}`
  }

  #empty({ stillOpen, computingSince }: Report): TemplateResult {
    return html`<div class="nothing">
      ${icon('inbox')}
      <p class="title">${msg('Nothing was counted in these days')}</p>
      <p>
        ${
          computingSince !== null
            ? msg('The past is being counted; figures come as that goes on.')
            : stillOpen === 0
              ? msg('Chats are counted once they are closed. Choose other days above.')
              : msg('Chats are counted once they are closed; those that came are still open.')
        }
      </p>
    </div>`
  }

  #rows(shown: ShownReport): TemplateResult {
    const { rows } = shown.report
    return html`${
        rows.length < MOST_PARTED || !shown.place.bySubject
          ? nothing
          : html`<p class="note">
              ${msg(str`Those with most chats are here, ${number(MOST_PARTED)} lines; the table for spreadsheets has all.`)}
            </p>`
      }
      <parley-data-table
        .label=${reportWords(shown.report.report)}
        .columns=${reportColumns(shown)}
        .rows=${shown.report.rows}
        .keyOf=${({ id, subjectId }: ReportRow) => `${id} ${subjectId ?? ''}`}
        .empty=${shown.place.bySubject ? msg('No bot said what a chat of these days is about.') : msg('Nothing was counted in these days.')}
      ></parley-data-table>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    consolePageStyles,
    statisticsPageStyles,
    hoursMapStyles,
  ]
}

/** Lines of a report by subjects, at most. */
const MOST_PARTED = 300

/** Reports that subjects part. */
const MAY_PART: ReadonlySet<ReportName> = new Set<ReportName>(['groups', 'agents'])

function dayField(
  id: string,
  words: string,
  day: string,
  choose: (day: string) => void,
): TemplateResult {
  return html`<div class="field">
    <label for=${id}>${words}</label>
    <input id=${id} type="date" .value=${day} @change=${(event: Event) => choose(valueIn(event))} />
  </div>`
}

function valueIn(event: Event): string {
  const { target } = event
  const isField = target instanceof HTMLSelectElement || target instanceof HTMLInputElement
  return isField ? target.value : ''
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-statistics-page': StatisticsPage
  }
}
