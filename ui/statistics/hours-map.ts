import { msg, str } from '@lit/localize'
import { html, nothing, type TemplateResult } from 'lit'
import type { Report } from '#protocol/statistics'
import { inLanguage, number } from '../locales/formats.ts'

/** A Monday at midnight, for the names of days and hours. */
const MONDAY = Date.UTC(2024, 0, 1)
const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const shortDays = named({ weekday: 'short' })
const longDays = named({ weekday: 'long' })
const clock = named({ hour: '2-digit', minute: '2-digit' })

function named(how: Intl.DateTimeFormatOptions): () => Intl.DateTimeFormat {
  return inLanguage((locale) => new Intl.DateTimeFormat(locale, { ...how, timeZone: 'UTC' }))
}

/**
 * When chats came, by day of the week and hour: a table whose cells are the darker the more came in
 * them. Nothing where the report has none of it, or nobody came.
 */
export function hoursMap({ hours, from, to }: Report): TemplateResult | typeof nothing {
  const most = Math.max(0, ...(hours ?? []).flat())
  if (hours === null || most === 0) return nothing
  const days = weekdaysIn({ from, to })
  return html`<section class="card" aria-labelledby="hours">
    <h2 id="hours">${msg('When they came')}</h2>
    <table class="hours">
      <thead>
        <tr>
          <td></td>
          ${hourNumbers().map(
            (hour) => html`<th scope="col" aria-label=${hourWords(hour)}><span>${hour}</span></th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${days.map(
          (day) =>
            html`<tr>
              <th scope="row" aria-label=${dayWords(day)}>${shortDays().format(dayAt(day))}</th>
              ${hourNumbers().map((hour) => cell(hours[day]?.[hour] ?? 0, most, day, hour))}
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="note">${busiestWords(hours, most)}</p>
  </section>`
}

function cell(count: number, most: number, day: number, hour: number): TemplateResult {
  return html`<td
    .style=${`--load: ${Math.round((count / most) * 100) / 100}`}
    title=${msg(str`${dayWords(day)} ${hourWords(hour)}: ${number(count)}`)}
  >
    <span>${number(count)}</span>
  </td>`
}

function busiestWords(hours: readonly number[][], most: number): string {
  const day = hours.findIndex((row) => row.includes(most))
  const hour = hours[day]?.indexOf(most) ?? 0
  return msg(
    str`Most came on ${dayWords(day)} from ${hourWords(hour)}: ${number(most)}. Hours are those in which chats came to the agents.`,
  )
}

/** Of less than a week the days that are in it, else all seven, Monday first. */
function weekdaysIn({ from, to }: { from: string; to: string }): number[] {
  const first = Date.parse(`${from}T00:00:00Z`)
  const count = (Date.parse(`${to}T00:00:00Z`) - first) / DAY_MS + 1
  if (count >= 7) return [0, 1, 2, 3, 4, 5, 6]
  return Array.from({ length: count }, (_, index) => {
    return (new Date(first + index * DAY_MS).getUTCDay() + 6) % 7
  })
}

function hourNumbers(): number[] {
  return Array.from({ length: 24 }, (_, hour) => hour)
}

function dayAt(day: number): number {
  return MONDAY + day * DAY_MS
}

function dayWords(day: number): string {
  return longDays().format(dayAt(day))
}

function hourWords(hour: number): string {
  return clock().format(MONDAY + hour * HOUR_MS)
}
