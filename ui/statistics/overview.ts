import { msg, str } from '@lit/localize'
import { html, nothing, type TemplateResult } from 'lit'
import type { CountedFigure, Durations, ReportRow } from '#protocol/statistics'
import { number } from '../locales/formats.ts'
import { comparison } from './comparison.ts'
import {
  decimal,
  durationWords,
  figureWords,
  NONE,
  shareWords,
  withinWords,
} from './figure-words.ts'
import { measured, measureOf, type MeasureName } from './measures.ts'
import { countOf, figure, type ShownReport } from './shown-report.ts'
import { sparkline } from './sparkline.ts'

/** The figures that are looked at first. */
const HEADLINES: { measure: MeasureName; figure: CountedFigure }[] = [
  { measure: 'chats', figure: 'chats' },
  { measure: 'serviceLevel', figure: 'within' },
  { measure: 'firstResponse', figure: 'answered' },
  { measure: 'rating', figure: 'rated' },
]

/** Few large figures, each with how it went and what it was before. */
export function headlines(shown: ShownReport, row: ReportRow): TemplateResult {
  const before = beforeOf(shown)
  const points = shown.report.series.find(({ id }) => id === row.id)?.points ?? []
  return html`<dl class="headlines">
    ${HEADLINES.map(({ measure: name, figure: which }) => {
      const measure = measureOf(name)
      const value = measure.of(measured(row))
      return html`<div class="card headline">
        <dt>${headlineWords(name, shown)}</dt>
        <dd>
          <span class="large">${figure(shown, row, which, measure.say(value))}</span>
          ${comparison(measure, value, before === null ? null : measure.of(measured(before)))}
          ${sparkline(points.map((point) => measure.of(point)))}
        </dd>
      </div>`
    })}
  </dl>`
}

function headlineWords(name: MeasureName, { report }: ShownReport): string {
  if (name === 'serviceLevel') return msg(str`Taken within ${withinWords(report.withinMs)}`)
  if (name === 'firstResponse') return msg('First response, median')
  return measureOf(name).title
}

const OUTCOMES: CountedFigure[] = [
  'answered',
  'unanswered',
  'abandoned',
  'leftMessage',
  'blocked',
  'forwards',
]

/** Told only where there is one. */
const RARE_OUTCOMES: CountedFigure[] = ['overflows', 'returned', 'cameAgain']

const OFFERS: CountedFigure[] = ['accepted', 'declined', 'missed']

const OF_THE_BOT: CountedFigure[] = ['botResolved', 'handedOver']

/** What came of the chats, as shares of them; what the bot had stands apart. */
export function outcomes(shown: ShownReport, row: ReportRow): TemplateResult {
  const bots = row.botResolved + row.handedOver
  return html`<section class="card" aria-labelledby="outcomes">
    <h2 id="outcomes">${msg('What came of the chats')}</h2>
    <table class="plain">
      ${tableHead(shown, [msg('Chats'), msg('Share')])}
      <tbody>
        ${OUTCOMES.map((one) => outcome(shown, row, one, row.chats))}
        ${RARE_OUTCOMES.filter((one) => countOf(row, one) > 0).map((one) => outcome(shown, row, one, row.chats))}
        ${bots === 0 ? nothing : OF_THE_BOT.map((one) => outcome(shown, row, one, bots))}
      </tbody>
    </table>
    ${
      row.messages.perChat === null
        ? nothing
        : html`<p class="note">
            ${msg(str`${decimal(row.messages.perChat)} messages a chat: ${number(row.messages.customer)} of customers, ${number(row.messages.agent)} of agents.`)}
          </p>`
    }
    ${
      bots === 0
        ? nothing
        : html`<p class="note">
            ${msg(str`Of ${number(bots)} chats that began with the bot; those it solved are in no other figure.`)}
            ${
              row.handoverMs === null
                ? nothing
                : msg(str`It had the others for ${durationWords(row.handoverMs)} on the average.`)
            }
          </p>`
    }
  </section>`
}

function outcome(
  shown: ShownReport,
  row: ReportRow,
  which: CountedFigure,
  whole: number,
): TemplateResult {
  const count = countOf(row, which)
  const share = whole === 0 ? null : count / whole
  const before = beforeOf(shown)
  return html`<tr>
    <th scope="row">${figureWords(which)}</th>
    <td>${figure(shown, row, which)}</td>
    <td class="wide">${bar(share)}</td>
    ${shown.before === null ? nothing : html`<td class="dim">${before === null ? NONE : number(countOf(before, which))}</td>`}
  </tr>`
}

/** How long things took. */
export function times(shown: ShownReport, row: ReportRow): TemplateResult {
  const before = beforeOf(shown)
  const all: [string, (one: ReportRow) => Durations][] = [
    [msg('Wait'), ({ waiting }) => waiting],
    [msg('First response'), ({ firstResponse }) => firstResponse],
    [msg('Later replies'), ({ reply }) => reply],
    [msg('In hand'), ({ handling }) => handling],
    [msg('Until closed'), ({ duration }) => duration],
  ]
  if (row.abandoning.count > 0) all.push([msg('Until given up'), ({ abandoning }) => abandoning])
  return html`<section class="card" aria-labelledby="times">
    <h2 id="times">${msg('How long it took')}</h2>
    <table class="plain">
      ${tableHead(shown, [msg('Median'), msg('9 of 10 within')], msg('Average'))}
      <tbody>
        ${all.map(([words, of]) => {
          const { medianMs, ninetiethMs, averageMs } = of(row)
          return html`<tr>
            <th scope="row">${words}</th>
            <td class="strong">${durationWords(medianMs)}</td>
            <td>${durationWords(ninetiethMs)}</td>
            <td class="folds">${durationWords(averageMs)}</td>
            ${shown.before === null ? nothing : html`<td class="dim">${before === null ? NONE : durationWords(of(before).medianMs)}</td>`}
          </tr>`
        })}
      </tbody>
    </table>
    <p class="note">
      ${msg('Medians are about right; averages are exact. Waiting is from arrival until an agent joins.')}
    </p>
  </section>`
}

/** What became of what was offered; nothing where nothing is offered. */
export function offers(shown: ShownReport, row: ReportRow): TemplateResult | typeof nothing {
  const { made, accepted, declined, missed, acceptance } = row.offers
  if (made === 0) return nothing
  return html`<section class="card" aria-labelledby="offers">
    <h2 id="offers">${msg('Offers')}</h2>
    <table class="plain">
      ${tableHead(shown, [msg('Offers'), msg('Share')])}
      <tbody>
        ${OFFERS.map((one) => outcome(shown, row, one, accepted + declined + missed))}
      </tbody>
    </table>
    <p class="note">
      ${msg(str`${shareWords(acceptance)} of what was asked to the end was accepted; ${number(made)} offers were made in all.`)}
    </p>
  </section>`
}

/** How often each number of stars was given. */
export function ratings(shown: ShownReport, row: ReportRow): TemplateResult | typeof nothing {
  const rated = countOf(row, 'rated')
  if (rated === 0) return nothing
  const before = beforeOf(shown)
  return html`<section class="card" aria-labelledby="ratings">
    <h2 id="ratings">${msg('Ratings')}</h2>
    <table class="plain">
      ${tableHead(shown, [msg('Chats'), msg('Share')])}
      <tbody>
        ${[5, 4, 3, 2, 1].map((stars) => {
          const count = row.rating.counts[stars - 1] ?? 0
          return html`<tr>
            <th scope="row">${msg(str`${stars} of 5`)}</th>
            <td>${number(count)}</td>
            <td class="wide">${bar(count / rated)}</td>
            ${shown.before === null ? nothing : html`<td class="dim">${before === null ? NONE : number(before.rating.counts[stars - 1] ?? 0)}</td>`}
          </tr>`
        })}
      </tbody>
    </table>
    <p class="note">
      ${msg(str`${number(rated)} of ${number(row.chats)} chats were rated, ${shareWords(row.chats === 0 ? null : rated / row.chats)}.`)}
    </p>
  </section>`
}

function tableHead(
  { before }: ShownReport,
  titles: readonly string[],
  folded: string | null = null,
): TemplateResult {
  return html`<thead>
    <tr>
      <td></td>
      ${titles.map((title) => html`<th scope="col">${title}</th>`)}
      ${folded === null ? nothing : html`<th scope="col" class="folds">${folded}</th>`}
      ${before === null ? nothing : html`<th scope="col">${msg('Before')}</th>`}
    </tr>
  </thead>`
}

/** A share as a length, beside its number. */
function bar(share: number | null): TemplateResult {
  return html`<div class="share">
    <span class="bar" aria-hidden="true"
      ><span .style=${`inline-size: ${Math.round((share ?? 0) * 100)}%`}></span
    ></span>
    <span>${shareWords(share)}</span>
  </div>`
}

function beforeOf({ before }: ShownReport): ReportRow | null {
  return before?.rows[0] ?? null
}
