import { msg, str } from '@lit/localize'
import { css, html, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { VirtualRows } from '../elements/virtual-rows.ts'
import type { Selection } from './selection.ts'

/** What a list tells its selection. */
export interface Selectable<T> {
  selection: () => Selection | null
  rows: VirtualRows<T>
  /** The ids that can be selected, from top to bottom. */
  order: () => readonly string[]
}

/**
 * Selecting in a long list: a box on each row, ranges by Shift, all by Ctrl or Cmd + A, `x` for the
 * row with the focus, Escape for nothing. The rows themselves stay links.
 */
export class SelectableRows<T> {
  readonly #list: Selectable<T>

  constructor(list: Selectable<T>) {
    this.#list = list
  }

  /** After the list moved its focus. */
  readonly onKey = (event: KeyboardEvent): void => {
    const selection = this.#list.selection()
    const { key, shiftKey, altKey } = event
    const isCommand = event.ctrlKey || event.metaKey
    if (selection === null || event.isComposing || altKey) return
    if (key === 'Escape' && selection.size > 0) {
      event.preventDefault()
      selection.clear()
      return
    }
    const from = this.#list.rows.keyAt(event)
    if (from === null) return
    const { active } = this.#list.rows
    if (isCommand && key.toLowerCase() === 'a') {
      event.preventDefault()
      selection.all(this.#list.order())
    } else if (!isCommand && !shiftKey && key === 'x') {
      event.preventDefault()
      if (this.#list.order().includes(from)) selection.toggle(from)
    } else if (!isCommand && shiftKey && active !== null && active !== from) {
      selection.reach(from, active, this.#list.order())
    }
  }

  /** A click with Shift selects instead of opening. */
  readonly onClick = (event: MouseEvent): void => {
    const selection = this.#list.selection()
    const to = this.#list.rows.keyAt(event)
    if (selection === null || to === null || !event.shiftKey) return
    if (!(event.target instanceof HTMLInputElement)) event.preventDefault()
    selection.reach(this.#list.rows.active ?? to, to, this.#list.order())
  }

  /** The box of a row. Tab passes it by: a row is one stop, and `x` is its key. */
  box(id: string, name: string): TemplateResult {
    const selection = this.#list.selection()
    return html`<label class="choose">
      <input
        type="checkbox"
        tabindex="-1"
        aria-label=${msg(str`Select ${name}`)}
        aria-keyshortcuts="x"
        .checked=${live(selection?.has(id) ?? false)}
        @click=${(event: MouseEvent) => {
          if (!event.shiftKey) selection?.toggle(id)
        }}
      />
    </label>`
  }
}

/** Boxes stand where pictures do: on the row under pointer or focus, and on all while any is checked. */
export const selectableStyles = css`
  .choose {
    position: absolute;
    inset-block: 0;
    inset-inline-start: 0;
    z-index: 1;
    display: grid;
    place-items: center;
    inline-size: 56px;
    cursor: pointer;
    opacity: 0;
  }
  .choose input {
    inline-size: 18px;
    block-size: 18px;
    margin: 0;
    accent-color: var(--accent);
    cursor: pointer;
  }
  li:hover > .choose,
  li:focus-within > .choose,
  .selecting .choose {
    opacity: 1;
  }
  li:hover > .choose ~ .row > parley-avatar,
  li:focus-within > .choose ~ .row > parley-avatar,
  .selecting .choose ~ .row > parley-avatar {
    visibility: hidden;
  }
  li:has(> .choose :checked) > .row:not([aria-current]) {
    background: var(--accent-softer);
  }
  @media (pointer: coarse) {
    li:hover > .choose:not(.selecting *, :focus-within) {
      opacity: 0;
    }
    li:hover > .choose:not(.selecting *, :focus-within) ~ .row > parley-avatar {
      visibility: visible;
    }
  }
`
