import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { live } from 'lit/directives/live.js'
import type { OpeningHours, Weekday } from '#protocol/opening-hours'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { inLanguage } from '../locales/formats.ts'

type Span = OpeningHours['weekly'][number]

const WEEK: readonly Weekday[] = [1, 2, 3, 4, 5, 6, 7]
const WORKDAYS: readonly Weekday[] = [1, 2, 3, 4, 5]
const USUAL = { from: '09:00', to: '17:00' }

const weekdays = inLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }),
)
const days = inLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }),
)

/**
 * When a group is open: always, or by the week and the clocks of a place, with days off.
 *
 * @fires parley-hours - other hours were put in; `detail.hours`, null for always
 */
@customElement('parley-hours-input')
export class HoursInput extends LitElement {
  /** Null: always open. */
  @property({ attribute: false }) hours: OpeningHours | null = null

  /** The zone that is proposed where none was chosen. */
  @property() zone = 'UTC'

  protected readonly focusStays = new FocusStays(this)

  #put(hours: OpeningHours | null): void {
    this.dispatchEvent(new CustomEvent('parley-hours', { detail: { hours } }))
  }

  #change(change: Partial<OpeningHours>): void {
    if (this.hours !== null) this.#put({ ...this.hours, ...change })
  }

  #setSpan(index: number, change: Partial<Span>): void {
    const weekly = this.hours?.weekly ?? []
    this.#change({ weekly: weekly.map((one, at) => (at === index ? { ...one, ...change } : one)) })
  }

  #addSpan(weekday: Weekday): void {
    const weekly = this.hours?.weekly ?? []
    const last = weekly.findLast((one) => one.weekday === weekday)
    const span =
      last === undefined ? USUAL : { from: last.to === '24:00' ? '00:00' : last.to, to: '24:00' }
    this.#change({ weekly: [...weekly, { weekday, ...span } satisfies Span] })
  }

  #removeSpan(index: number): void {
    this.#change({ weekly: (this.hours?.weekly ?? []).filter((_one, at) => at !== index) })
  }

  #addHoliday(event: SubmitEvent | Event): void {
    const input = this.renderRoot.querySelector<HTMLInputElement>('#holiday')
    event.preventDefault()
    if (input === null || input.value === '') return
    const holidays = [...new Set([...(this.hours?.holidays ?? []), input.value])].sort()
    input.value = ''
    input.focus()
    this.#change({ holidays })
  }

  override render() {
    return html`
      <fieldset>
        <legend class="hidden-text">${msg('Open')}</legend>
        ${this.#choice(msg('Always'), this.hours === null, () => this.#put(null))}
        ${this.#choice(msg('At hours of the week'), this.hours !== null, () => {
          if (this.hours !== null) return
          const weekly = WORKDAYS.map((weekday) => ({ weekday, ...USUAL }))
          this.#put({ timeZone: this.zone, weekly, holidays: [] })
        })}
      </fieldset>
      ${this.hours === null ? nothing : this.#week(this.hours)}
    `
  }

  #choice(words: string, checked: boolean, choose: () => void): TemplateResult {
    return html`<label class="choice">
      <input type="radio" name="open" .checked=${live(checked)} @change=${choose} />
      <span>${words}</span>
    </label>`
  }

  #week({ timeZone, weekly, holidays }: OpeningHours): TemplateResult {
    const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), timeZone])]
    return html`
      <div class="field">
        <label for="zone">${msg('Time zone')}</label>
        <span class="hint" id="zone-says">
          ${msg('By the clocks of this place, summer time included.')}
        </span>
        <select
          id="zone"
          aria-describedby="zone-says"
          @change=${(event: Event) => {
            if (event.target instanceof HTMLSelectElement) {
              this.#change({ timeZone: event.target.value })
            }
          }}
        >
          ${zones.map(
            (zone) =>
              html`<option value=${zone} .selected=${zone === timeZone}>
                ${zone.replaceAll('_', ' ')}
              </option>`,
          )}
        </select>
      </div>
      <div class="week" role="group" aria-label=${msg('The week')}>
        ${WEEK.map((weekday) => this.#day(weekday, weekly))}
      </div>
      <p class="hint">${msg('An end at or before its beginning is on the next day.')}</p>
      <div class="field">
        <label for="holiday">${msg('Days off')}</label>
        <span class="hint" id="holiday-says">
          ${msg('Closed from midnight to midnight, whatever weekday it is.')}
        </span>
        <div class="add">
          <input
            id="holiday"
            type="date"
            aria-describedby="holiday-says"
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Enter') this.#addHoliday(event)
            }}
          />
          <button type="button" class="button" @click=${(event: Event) => this.#addHoliday(event)}>
            ${msg('Add')}
          </button>
        </div>
        ${
          holidays.length === 0
            ? nothing
            : html`<ul class="holidays">
                ${holidays.map((day) => this.#holiday(day, holidays))}
              </ul>`
        }
      </div>
    `
  }

  #day(weekday: Weekday, weekly: readonly Span[]): TemplateResult {
    // The first of January 2024 was a Monday.
    const name = weekdays().format(Date.UTC(2024, 0, weekday))
    const spans = weekly.flatMap((span, index) => (span.weekday === weekday ? { span, index } : []))
    return html`<div class="day" role="group" aria-label=${name}>
      <span class="name">${name}</span>
      <div class="spans">
        ${spans.length === 0 ? html`<span class="closed">${msg('Closed')}</span>` : nothing}
        ${spans.map(({ span, index }) => this.#span(name, span, index))}
      </div>
      <button
        type="button"
        class="button quiet"
        aria-label=${msg(str`Add hours on ${name}`)}
        @click=${() => this.#addSpan(weekday)}
      >
        ${msg('Add hours')}
      </button>
    </div>`
  }

  #span(name: string, { from, to }: Span, index: number): TemplateResult {
    return html`<div class="span">
      ${this.#time(msg(str`${name}, from`), from, (time) => this.#setSpan(index, { from: time }))}
      <span aria-hidden="true">–</span>
      ${this.#time(msg(str`${name}, to`), to === '24:00' ? '00:00' : to, (time) =>
        this.#setSpan(index, { to: time === '00:00' ? '24:00' : time }),
      )}
      <button
        type="button"
        class="button quiet icon-only"
        aria-label=${msg(str`Remove these hours of ${name}`)}
        title=${msg('Remove')}
        @click=${() => this.#removeSpan(index)}
      >
        ${icon('close')}
      </button>
    </div>`
  }

  #time(label: string, value: string, set: (time: string) => void): TemplateResult {
    return html`<input
      type="time"
      required
      aria-label=${label}
      .value=${live(value)}
      @change=${(event: Event) => {
        if (event.target instanceof HTMLInputElement && event.target.value !== '') {
          set(event.target.value)
        }
      }}
    />`
  }

  #holiday(day: string, holidays: readonly string[]): TemplateResult {
    const name = days().format(Date.parse(`${day}T00:00:00Z`))
    return html`<li>
      <time datetime=${day}>${name}</time>
      <button
        type="button"
        class="button quiet icon-only"
        aria-label=${msg(str`Remove ${name}`)}
        title=${msg('Remove')}
        @click=${() => this.#change({ holidays: holidays.filter((one) => one !== day) })}
      >
        ${icon('close')}
      </button>
    </li>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        gap: 16px;
      }
      fieldset {
        display: grid;
        gap: 4px;
        min-inline-size: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      .choice {
        display: flex;
        align-items: center;
        gap: 10px;
        min-block-size: 28px;
        cursor: pointer;
      }
      .hint {
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .field select {
        max-inline-size: 420px;
      }
      .week {
        display: grid;
        border: 1px solid var(--line);
        border-radius: var(--radius);
      }
      .day {
        display: grid;
        grid-template-columns: minmax(88px, 110px) minmax(0, 1fr) auto;
        align-items: start;
        gap: 4px 12px;
        padding: 6px 10px;
      }
      .day + .day {
        border-block-start: 1px solid var(--line);
      }
      .name,
      .closed {
        font-size: var(--size-13);
        line-height: 36px;
      }
      .closed {
        color: var(--text-3);
      }
      .spans {
        display: grid;
        gap: 4px;
        min-inline-size: 0;
      }
      .span {
        display: flex;
        align-items: center;
        gap: 6px;
      }
      .span input[type='time'] {
        flex: 0 1 140px;
        min-inline-size: 0;
        inline-size: 140px;
        font-variant-numeric: tabular-nums;
      }
      .add {
        display: flex;
        align-items: center;
        gap: 8px;
      }
      .add input[type='date'] {
        inline-size: auto;
      }
      .holidays {
        display: grid;
        gap: 2px;
        max-block-size: 220px;
        overflow-y: auto;
      }
      .holidays li {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        max-inline-size: 420px;
        font-size: var(--size-13);
      }
      @media (max-width: 480px) {
        .day {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .spans {
          grid-area: 2 / 1 / 3 / -1;
        }
        .span input[type='time'] {
          flex-basis: 104px;
        }
        /* Twelve-hour clocks need the room; phones open their picker anyway. */
        .span input::-webkit-calendar-picker-indicator {
          display: none;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-hours-input': HoursInput
  }
}
