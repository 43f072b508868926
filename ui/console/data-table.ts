import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { number } from '../locales/formats.ts'

/** A column of rows of one kind. */
export interface Column<Row> {
  id: string
  title: string
  /** What it is sorted by, and looked for in. */
  value: (row: Row) => string | number
  /** What stands in its cell; its value, unless something else is said. */
  cell?: (row: Row) => unknown
  /** It holds what can be done with a row: nothing to sort by. */
  isAction?: boolean
  /** Numbers stand at the end. */
  isNumber?: boolean
  /** It says which row this is: it stays in view while the others are moved sideways. */
  isName?: boolean
  /** Goes first where there is little room. */
  folds?: boolean
}

/** Rows on one page. */
const PAGE = 25

/** From so many rows on one may look for something. */
const MANY = 8

/**
 * A table that is sorted by its heads, filtered by words and read page by page, by keyboard too:
 * Page up and Page down turn its pages.
 */
@customElement('parley-data-table')
export class DataTable<Row = unknown> extends LitElement {
  @property({ attribute: false }) columns: readonly Column<Row>[] = []
  @property({ attribute: false }) rows: readonly Row[] | null = null
  @property({ attribute: false }) keyOf: (row: Row) => string = String

  /** What it lists. */
  @property() label = ''

  /** What is said where nothing is. */
  @property() empty = ''

  @state() protected sortedBy: { id: string; isDown: boolean } | null = null
  @state() protected words = ''
  @state() protected page = 0

  protected readonly focusStays = new FocusStays(this)

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('rows')) this.page = Math.min(this.page, this.#pages(this.#found()) - 1)
  }

  #found(): readonly Row[] {
    const words = this.words.toLocaleLowerCase().split(/\s+/).filter(Boolean)
    const rows = (this.rows ?? []).filter((row) => {
      const text = this.columns
        .map(({ value }) => value(row))
        .join(' ')
        .toLocaleLowerCase()
      return words.every((word) => text.includes(word))
    })
    const column = this.columns.find(({ id }) => id === this.sortedBy?.id)
    if (column === undefined) return rows
    const down = this.sortedBy?.isDown === true ? -1 : 1
    return rows.toSorted((a, b) => down * compare(column.value(a), column.value(b)))
  }

  #pages(found: readonly Row[]): number {
    return Math.max(1, Math.ceil(found.length / PAGE))
  }

  #sort(id: string): void {
    const isSame = this.sortedBy?.id === id
    this.sortedBy = { id, isDown: isSame ? !(this.sortedBy?.isDown ?? false) : false }
    this.page = 0
  }

  #turn(step: 1 | -1): void {
    this.page = Math.min(Math.max(0, this.page + step), this.#pages(this.#found()) - 1)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'PageDown' ? 1 : event.key === 'PageUp' ? -1 : null
    if (step === null) return
    event.preventDefault()
    this.#turn(step)
  }

  override render() {
    const { rows, columns, label } = this
    if (rows === null)
      return html`<div class="skeleton" role="status" aria-label=${msg('Loading …')}></div>`
    if (rows.length === 0) return html`<p class="empty">${this.empty}</p>`
    const found = this.#found()
    const shown = found.slice(this.page * PAGE, (this.page + 1) * PAGE)
    return html`
      ${
        rows.length < MANY
          ? nothing
          : html`<input
              type="search"
              class="words"
              aria-label=${msg(str`Look for in: ${label}`)}
              placeholder=${msg('Look for …')}
              .value=${this.words}
              @input=${(event: Event) => {
                if (!(event.target instanceof HTMLInputElement)) return
                this.words = event.target.value
                this.page = 0
              }}
            />`
      }
      <div class="scroll" @keydown=${this.#onKey}>
        <table aria-label=${label}>
          <thead>
            <tr>
              ${columns.map((column) => this.#head(column))}
            </tr>
          </thead>
          <tbody>
            ${repeat(shown, this.keyOf, (row) => this.#row(row))}
          </tbody>
        </table>
      </div>
      ${found.length === 0 ? html`<p class="empty" role="status">${msg('Nothing has these words.')}</p>` : nothing}
      ${found.length > PAGE ? this.#foot(found) : nothing}
    `
  }

  #head(column: Column<Row>): TemplateResult {
    const { id, title, isAction = false } = column
    if (isAction) {
      return html`<th scope="col"><span class="hidden-text">${title}</span></th>`
    }
    const isSorted = this.sortedBy?.id === id
    const direction = this.sortedBy?.isDown === true ? 'descending' : 'ascending'
    return html`<th
      scope="col"
      class=${classOf(column)}
      aria-sort=${isSorted ? direction : nothing}
    >
      <button @click=${() => this.#sort(id)}>
        ${title}<span class="arrow" data-is=${isSorted ? direction : 'no'}>${icon('down')}</span>
      </button>
    </th>`
  }

  #row(row: Row): TemplateResult {
    return html`<tr>
      ${this.columns.map((column) => {
        const { cell, value } = column
        return html`<td class=${classOf(column)}>
          ${cell === undefined ? value(row) : cell(row)}
        </td>`
      })}
    </tr>`
  }

  #foot(found: readonly Row[]): TemplateResult {
    const from = this.page * PAGE + 1
    const to = Math.min(found.length, from + PAGE - 1)
    return html`<div class="foot">
      <span role="status"
        >${msg(str`${number(from)} to ${number(to)} of ${number(found.length)}`)}</span
      >
      <button class="button" aria-disabled=${this.page === 0} @click=${() => this.#turn(-1)}>
        ${msg('Previous page')}
      </button>
      <button
        class="button"
        aria-disabled=${this.page + 1 >= this.#pages(found)}
        @click=${() => this.#turn(1)}
      >
        ${msg('Next page')}
      </button>
    </div>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: block;
      }
      input.words:not([type='radio']):not([type='checkbox']) {
        max-inline-size: 320px;
        margin-block-end: 12px;
      }
      .scroll {
        overflow-x: auto;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        background: var(--ground-raised);
      }
      table {
        inline-size: 100%;
        border-collapse: collapse;
        font-size: var(--size-13);
      }
      th {
        padding: 0;
        text-align: start;
        background: var(--ground-sunken);
        border-block-end: 1px solid var(--line);
      }
      th button {
        display: flex;
        align-items: center;
        gap: 2px;
        inline-size: 100%;
        min-block-size: 36px;
        padding-inline: 12px;
        font-size: var(--size-12);
        font-weight: 600;
        color: var(--text-2);
        white-space: nowrap;
        border-radius: 0;
      }
      th button:hover {
        color: var(--text);
        background: var(--fill);
      }
      th button:focus-visible {
        outline-offset: -2px;
      }
      .arrow {
        display: inline-flex;
        inline-size: 14px;
      }
      .arrow .icon {
        inline-size: 14px;
        block-size: 14px;
      }
      .arrow[data-is='no'] {
        visibility: hidden;
      }
      .arrow[data-is='ascending'] {
        rotate: 180deg;
      }
      td {
        min-block-size: 40px;
        padding: 8px 12px;
        border-block-end: 1px solid var(--line);
        vertical-align: middle;
        overflow-wrap: break-word;
        max-inline-size: 420px;
      }
      tr:last-child td {
        border-block-end: 0;
      }
      tbody tr:hover {
        background: var(--ground-sunken);
      }
      .number {
        text-align: end;
        font-variant-numeric: tabular-nums;
      }
      th.number button {
        flex-direction: row-reverse;
      }
      td a {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-block-size: 24px;
        color: var(--accent-text);
        font-weight: 600;
        text-decoration: none;
      }
      td a:hover {
        text-decoration: underline;
        text-underline-offset: 2px;
      }
      .name {
        position: sticky;
        inset-inline-start: 0;
        z-index: 1;
        min-inline-size: 132px;
      }
      td.name {
        background: var(--ground-raised);
      }
      tbody tr:hover td.name {
        background: var(--ground-sunken);
      }
      td.number a {
        font-weight: inherit;
        color: inherit;
        text-decoration: underline;
        text-decoration-color: var(--line-strong);
        text-underline-offset: 3px;
      }
      td.number a:hover {
        color: var(--accent-text);
        text-decoration-color: currentColor;
      }
      td .button a {
        font-weight: inherit;
      }
      td small,
      .dim {
        font-size: var(--size-12);
        color: var(--text-3);
      }
      td small {
        display: block;
      }
      .clip {
        max-inline-size: 36ch;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .narrow {
        display: none;
      }
      .mark {
        display: inline-flex;
        align-items: center;
        gap: 6px;
        vertical-align: middle;
      }
      .dot {
        flex: none;
        inline-size: 10px;
        block-size: 10px;
        border-radius: var(--radius-full);
        box-shadow: inset 0 0 0 2px var(--grey-8);
      }
      .dot[data-is='online'] {
        background: var(--good-mark);
        box-shadow: none;
      }
      .dot[data-is='away'] {
        background: var(--warn-mark);
        box-shadow: none;
      }
      .swatch {
        flex: none;
        inline-size: 14px;
        block-size: 14px;
        border-radius: 4px;
        border: 1px solid var(--line-strong);
      }
      .by[data-tone='good'] {
        color: var(--good);
      }
      .by[data-tone='bad'] {
        color: var(--bad);
      }
      .warn {
        color: var(--warn);
      }
      .bad {
        color: var(--bad);
      }
      .empty {
        padding: 24px 0;
        color: var(--text-3);
      }
      .skeleton {
        block-size: 200px;
        border-radius: var(--radius-card);
        background: var(--fill);
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: flex-end;
        gap: 8px;
        padding-block-start: 12px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      @media (max-width: 767px) {
        .folds {
          display: none;
        }
        .narrow {
          display: block;
        }
      }
    `,
  ]
}

function classOf<Row>({ isNumber, isName, folds }: Column<Row>): string {
  const classes = [isNumber === true && 'number', isName === true && 'name', folds && 'folds']
  return classes.filter(Boolean).join(' ')
}

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : String(a).localeCompare(String(b), undefined, { numeric: true })
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-data-table': DataTable
  }
}
