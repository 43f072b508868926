import { msg } from '@lit/localize'
import { LitElement, css, html, type PropertyValues } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { base } from '../elements/base.styles.ts'
import { fields } from '../elements/field.styles.ts'

type Unit = 'second' | 'minute' | 'hour' | 'day'

const UNITS: Record<Unit, number> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
}

const ORDER: readonly Unit[] = ['day', 'hour', 'minute', 'second']

/**
 * A stretch of time as a number and its unit.
 *
 * @fires parley-time - another one was put in; `detail.ms`, NaN for what is no number
 */
@customElement('parley-time-input')
export class TimeInput extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true }

  /** In milliseconds. */
  @property({ type: Number }) ms = 0

  /** What it is called. */
  @property() label = ''

  /** What explains it. */
  @property() says = ''

  @property({ type: Boolean }) invalid = false

  @state() protected unit: Unit = 'second'

  @query('input') protected input!: HTMLInputElement
  @query('select') protected select!: HTMLSelectElement

  protected override willUpdate(changed: PropertyValues<this>): void {
    // The unit stays while somebody types; another value comes in the largest unit that it fills.
    if (changed.has('ms') && this.ms !== this.#typed) this.unit = unitOf(this.ms)
  }

  #typed = Number.NaN

  readonly #onInput = (): void => {
    const unit = ORDER.find((one) => one === this.select.value) ?? 'second'
    this.unit = unit
    this.#typed = Math.round(this.input.valueAsNumber * UNITS[unit])
    this.dispatchEvent(new CustomEvent('parley-time', { detail: { ms: this.#typed } }))
  }

  override render() {
    const shown = Number.isNaN(this.ms) ? '' : String(this.ms / UNITS[this.unit])
    return html`
      <input
        type="number"
        min="0"
        step="any"
        inputmode="decimal"
        aria-label=${this.label}
        aria-description=${this.says}
        aria-invalid=${this.invalid}
        .value=${shown}
        @input=${this.#onInput}
      />
      <select aria-label=${`${this.label}: ${msg('unit')}`} @change=${this.#onInput}>
        ${ORDER.toReversed().map(
          (unit) =>
            html`<option value=${unit} .selected=${unit === this.unit}>${unitWord(unit)}</option>`,
        )}
      </select>
    `
  }

  static override styles = [
    base,
    fields,
    css`
      :host {
        display: flex;
        gap: 8px;
        max-inline-size: 260px;
      }
      input:not([type='radio']):not([type='checkbox']) {
        flex: 0 1 110px;
        min-inline-size: 0;
        font-variant-numeric: tabular-nums;
      }
      select {
        flex: 1 1 120px;
        min-inline-size: 0;
      }
    `,
  ]
}

function unitOf(ms: number): Unit {
  if (ms === 0 || Number.isNaN(ms)) return 'minute'
  return ORDER.find((unit) => ms % UNITS[unit] === 0) ?? 'second'
}

function unitWord(unit: Unit): string {
  switch (unit) {
    case 'second':
      return msg('seconds')
    case 'minute':
      return msg('minutes')
    case 'hour':
      return msg('hours')
    case 'day':
      return msg('days')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-time-input': TimeInput
  }
}
