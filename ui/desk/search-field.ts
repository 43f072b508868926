import { msg } from '@lit/localize'
import { LitElement, css, html } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { base } from '../elements/base.styles.ts'
import { icon } from '../elements/icon.ts'
import { deskEvent } from './desk-events.ts'
import { ariaKeys } from './shortcuts.ts'

/** A pause in typing of this length asks: shorter than a thought, longer than a key. */
const PAUSE_MS = 300

/**
 * Where one types what to look for, in everything that was said.
 *
 * @fires parley-search - after a pause, or at once with Enter
 */
@customElement('parley-search-field')
export class SearchField extends LitElement {
  @property() text = ''

  @query('input') protected input!: HTMLInputElement

  #pause: ReturnType<typeof setTimeout> | undefined

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#pause)
  }

  override focus(): void {
    this.input.focus()
    this.input.select()
  }

  readonly #onInput = (): void => {
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#ask(), PAUSE_MS)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    if (event.key === 'Enter') {
      event.preventDefault()
      this.#ask()
    } else if (event.key === 'Escape') {
      this.input.value = this.text
      clearTimeout(this.#pause)
      this.input.blur()
    }
  }

  #ask(): void {
    clearTimeout(this.#pause)
    const text = this.input.value.trim()
    if (text !== this.text.trim()) this.dispatchEvent(deskEvent('parley-search', { text }))
  }

  override render() {
    return html`<div role="search">
      <label>
        ${icon('search')}<span class="hidden-text">${msg('Search in all chats')}</span>
        <input
          dir="auto"
          type="search"
          placeholder=${msg('Search in all chats')}
          autocomplete="off"
          maxlength="500"
          aria-keyshortcuts=${ariaKeys('search')}
          .value=${this.text}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @search=${() => this.#ask()}
        />
        <kbd aria-hidden="true">/</kbd>
      </label>
    </div>`
  }

  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      label {
        position: relative;
        display: block;
      }
      .icon {
        position: absolute;
        inset-block-start: 8px;
        inset-inline-start: 9px;
        inline-size: 16px;
        block-size: 16px;
        color: var(--text-3);
      }
      input {
        inline-size: 100%;
        block-size: 32px;
        padding-inline: 32px 28px;
        font: inherit;
        font-size: var(--size-13);
        color: inherit;
        background: var(--ground);
        border: 1px solid var(--line-strong);
        border-radius: var(--radius);
      }
      input::placeholder {
        color: var(--text-3);
        opacity: 1;
      }
      kbd {
        position: absolute;
        inset-block-start: 7px;
        inset-inline-end: 8px;
        min-inline-size: 18px;
        padding-inline: 4px;
        border: 1px solid var(--line-strong);
        border-radius: 4px;
        font: inherit;
        font-size: 11px;
        line-height: 16px;
        text-align: center;
        color: var(--text-3);
        pointer-events: none;
      }
      input:focus ~ kbd,
      input:not(:placeholder-shown) ~ kbd {
        display: none;
      }
      @media (pointer: coarse) {
        input {
          block-size: 44px;
          font-size: var(--size-16);
        }
        .icon {
          inset-block-start: 14px;
        }
        kbd {
          display: none;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-search-field': SearchField
  }
}
