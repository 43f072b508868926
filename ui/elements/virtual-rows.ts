import { html, nothing, type ReactiveController, type TemplateResult } from 'lit'
import type { ReactiveControllerHost } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { VirtualizerController, defaultRangeExtractor } from '@tanstack/lit-virtual'

/** What is rendered beyond the window, so that a wheel's turn shows no blank. */
const OVERSCAN = 6

/** A page is kept in sight by this many rows, so that one sees where one was. */
const KEPT_OF_PAGE = 1

export interface VirtualRowsOptions<T> {
  /** The element that scrolls, and the rows' list in it. */
  scroller: () => HTMLElement | null
  keyOf: (item: T) => string
  /** Height of a row, as a multiple of the page's font size: rows grow with it. */
  heightRem: (item: T) => number
  /** Whether the row holds something that can be focused. */
  canFocus?: (item: T) => boolean
}

/** What follows from a list alone, with the page's font size. */
interface OfItems {
  rem: number
  count: number
  places: ReadonlyMap<string, number>
  estimateSize: (index: number) => number
  getItemKey: (index: number) => string | number
}

/** Where a row is, for whoever renders it. */
export interface RowPlace {
  index: number
  /** The one row that the Tab key reaches. */
  isTabbable: boolean
}

/**
 * A long list of which only the rows in sight exist, moved through by keys.
 *
 * V1 the row with the focus exists as long as it has it. V2 one row is reached by Tab: where the
 * focus was last, else the selected one, else the first. V3 rows stand in the document in their order.
 * V4 as long as it is given the same list, scrolling costs what is in sight, however long the list is.
 */
export class VirtualRows<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #options: VirtualRowsOptions<T>
  readonly #virtual: VirtualizerController<HTMLElement, HTMLElement>
  #items: readonly T[] = []
  #ofItems: OfItems | null = null
  #active: string | null = null
  #wanted: string | null = null

  constructor(host: ReactiveControllerHost & HTMLElement, options: VirtualRowsOptions<T>) {
    this.#host = host
    this.#options = options
    this.#virtual = new VirtualizerController<HTMLElement, HTMLElement>(host, this.#asked())
    host.addController(this)
  }

  /** The row that keys start from. */
  get active(): string | null {
    return this.#active
  }

  /** Forgets where the focus was: another list is shown. */
  reset(): void {
    this.#active = null
    this.#wanted = null
    this.#virtual.getVirtualizer().scrollToOffset(0)
  }

  /** The row that something happened in. */
  keyAt({ target }: Event): string | null {
    const row = target instanceof Element ? target.closest('[data-index]') : null
    const item = this.#items[Number(row?.getAttribute('data-index') ?? -1)]
    return item === undefined ? null : this.#options.keyOf(item)
  }

  /** Gives the row that keys start from the focus, or the first one; false where there is none. */
  focusActive(): boolean {
    const at = this.#active === null ? undefined : this.#known().places.get(this.#active)
    const index = at ?? this.#near(0, 1)
    if (index === null) return false
    this.focusRow(index)
    return true
  }

  /** How many rows follow those in sight. */
  get rowsBelow(): number {
    const last = this.#virtual.getVirtualizer().range?.endIndex
    return last === undefined ? 0 : this.#items.length - 1 - last
  }

  hostUpdated(): void {
    const key = this.#wanted
    if (key === null) return
    const row = this.#rowAt(this.#known().places.get(key) ?? -1)
    if (row === null) return
    this.#wanted = null
    row.focus({ preventScroll: true })
  }

  readonly onFocus = (event: FocusEvent): void => {
    const row = event.target instanceof Element ? event.target.closest('[data-index]') : null
    const item = this.#items[Number(row?.getAttribute('data-index') ?? -1)]
    if (item === undefined) return
    this.#active = this.#options.keyOf(item)
    this.#host.requestUpdate()
  }

  readonly onKey = (event: KeyboardEvent): void => {
    const row = event.target instanceof Element ? event.target.closest('[data-index]') : null
    if (row === null) return
    const at = Number(row.getAttribute('data-index'))
    const to = this.#target(event.key, at)
    if (to === null) return
    event.preventDefault()
    this.focusRow(to)
  }

  /** Brings a row into sight; the focus stays where it is. */
  show(index: number): void {
    const item = this.#items[index]
    if (item === undefined) return
    this.#active = this.#options.keyOf(item)
    this.#virtual.getVirtualizer().scrollToIndex(index, { align: 'auto' })
  }

  /** Brings a row into sight and gives it the focus. */
  focusRow(index: number): void {
    const item = this.#items[index]
    if (item === undefined) return
    this.#active = this.#options.keyOf(item)
    this.#wanted = this.#active
    this.#virtual.getVirtualizer().scrollToIndex(index, { align: 'auto' })
    this.#host.requestUpdate()
  }

  render(
    items: readonly T[],
    selected: string | null,
    row: (item: T, place: RowPlace) => TemplateResult,
    label: string,
  ): TemplateResult {
    if (items !== this.#items) this.#ofItems = null
    this.#items = items
    const virtual = this.#virtual.getVirtualizer()
    virtual.setOptions({ ...virtual.options, ...this.#asked() })
    const tabbable = this.#tabbable(selected)
    return html`
      <ul
        class="virtual"
        aria-label=${label}
        .style=${`block-size: ${virtual.getTotalSize()}px`}
        @focusin=${this.onFocus}
        @keydown=${this.onKey}
      >
        ${repeat(
          virtual.getVirtualItems(),
          ({ key }) => key,
          ({ index, start, size }) => {
            const item = items[index]
            if (item === undefined) return nothing
            return html`<li
              data-index=${index}
              aria-setsize=${items.length}
              aria-posinset=${index + 1}
              .style=${`transform: translateY(${start}px); block-size: ${size}px`}
            >
              ${row(item, { index, isTabbable: this.#options.keyOf(item) === tabbable })}
            </li>`
          },
        )}
      </ul>
    `
  }

  /** V2 */
  #tabbable(selected: string | null): string | null {
    const { keyOf } = this.#options
    const focusable = (item: T) => this.#canFocus(item)
    for (const wanted of [this.#active, selected]) {
      if (wanted !== null && this.#known().places.has(wanted)) return wanted
    }
    const first = this.#items.find(focusable)
    return first === undefined ? null : keyOf(first)
  }

  #target(key: string, at: number): number | null {
    const virtual = this.#virtual.getVirtualizer()
    const range = virtual.range
    const page = Math.max(
      1,
      (range === null ? 1 : range.endIndex - range.startIndex) - KEPT_OF_PAGE,
    )
    const last = this.#items.length - 1
    switch (key) {
      case 'ArrowDown':
        return this.#near(at + 1, 1)
      case 'ArrowUp':
        return this.#near(at - 1, -1)
      case 'Home':
        return this.#near(0, 1)
      case 'End':
        return this.#near(last, -1)
      case 'PageDown':
        return this.#near(Math.min(last, at + page), -1)
      case 'PageUp':
        return this.#near(Math.max(0, at - page), 1)
      default:
        return null
    }
  }

  /** The next row from here on that can be focused; the last or first one there is, else none. */
  #near(from: number, step: 1 | -1): number | null {
    for (let index = from; index >= 0 && index < this.#items.length; index += step) {
      const item = this.#items[index]
      if (item !== undefined && this.#canFocus(item)) return index
    }
    return null
  }

  #canFocus(item: T): boolean {
    return this.#options.canFocus?.(item) ?? true
  }

  #rowAt(index: number): HTMLElement | null {
    const row = this.#host.shadowRoot?.querySelector(`.virtual > [data-index="${index}"]`)
    return row?.querySelector<HTMLElement>('a, button') ?? null
  }

  #asked() {
    const { count, estimateSize, getItemKey, places } = this.#known()
    const active = this.#active === null ? undefined : places.get(this.#active)
    return {
      count,
      getScrollElement: this.#options.scroller,
      estimateSize,
      getItemKey,
      overscan: OVERSCAN,
      // V1, V3
      rangeExtractor: (range: Parameters<typeof defaultRangeExtractor>[0]) => {
        const shown = defaultRangeExtractor(range)
        if (active === undefined || shown.includes(active)) return shown
        return [...shown, active].sort((a, b) => a - b)
      },
    }
  }

  /** V4: the virtualizer measures every row anew whenever it is given another `getItemKey`. */
  #known(): OfItems {
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    if (this.#ofItems?.rem === rem) return this.#ofItems
    const items = this.#items
    const { keyOf, heightRem } = this.#options
    this.#ofItems = {
      rem,
      count: items.length,
      places: new Map(items.map((item, index) => [keyOf(item), index])),
      estimateSize: (index) => {
        const item = items[index]
        return item === undefined ? 0 : heightRem(item) * rem
      },
      getItemKey: (index) => {
        const item = items[index]
        return item === undefined ? index : keyOf(item)
      },
    }
    return this.#ofItems
  }
}
