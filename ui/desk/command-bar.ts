import { msg } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { base } from '../elements/base.styles.ts'
import { icon } from '../elements/icon.ts'
import { barItems, type BarItem } from './bar-items.ts'
import type { CommandDesk } from './commands.ts'
import { dialogStyles } from './dialog.styles.ts'
import { keyMark } from './shortcuts.ts'

/** What was used lately is the browser's, not the account's: ids of commands, no names. */
const LATELY_KEY = 'parley:commands-lately'
const KEPT = 8

/**
 * All commands, and the chats, groups and agents to go or forward to: typing filters, arrows choose,
 * Enter does it. What is not possible now is there and says why.
 */
@customElement('parley-command-bar')
export class CommandBar extends LitElement {
  @property({ attribute: false }) commands: CommandDesk | null = null

  @state() protected words = ''
  @state() protected at = 0
  @state() protected isOpen = false

  @query('dialog') protected dialog!: HTMLDialogElement
  @query('input') protected input!: HTMLInputElement

  #lately: readonly string[] = kept()

  /** Opens it anew. The focus returns to where it was when it closes. */
  async show(): Promise<void> {
    this.words = ''
    this.at = 0
    this.isOpen = true
    await this.updateComplete
    this.dialog.showModal()
    this.input.focus()
  }

  #items(): readonly BarItem[] {
    return this.commands === null ? [] : barItems(this.commands, this.words, this.#lately)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    const items = this.#items()
    const to = targetOf(event.key, this.at, items.length)
    if (to !== null) {
      event.preventDefault()
      this.at = to
      void this.updateComplete.then(() =>
        this.renderRoot
          .querySelector('[aria-selected="true"]')
          ?.scrollIntoView({ block: 'nearest' }),
      )
    } else if (event.key === 'Enter') {
      event.preventDefault()
      const item = items[this.at]
      if (item !== undefined) this.#choose(item)
    }
  }

  /** Closed first: so the focus is back before what is done moves it on. */
  #choose(item: BarItem): void {
    if (item.why !== null) return
    this.dialog.close()
    if (item.command !== null) this.#remember(item.command)
    item.run()
  }

  #remember(id: string): void {
    this.#lately = [id, ...this.#lately.filter((one) => one !== id)].slice(0, KEPT)
    try {
      localStorage.setItem(LATELY_KEY, JSON.stringify(this.#lately))
    } catch {
      // storage is barred: it lasts as long as this page
    }
  }

  override render() {
    const items = this.isOpen ? this.#items() : []
    return html`
      <dialog
        aria-label=${msg('All commands')}
        @close=${() => {
          this.isOpen = false
        }}
        @click=${(event: Event) => {
          if (event.target === event.currentTarget) this.dialog.close()
        }}
      >
        <div class="field">
          ${icon('search')}
          <input
            type="text"
            dir="auto"
            role="combobox"
            aria-label=${msg('Find a command, a chat, a group or an agent')}
            aria-expanded="true"
            aria-controls="commands"
            aria-autocomplete="list"
            aria-activedescendant=${items.length === 0 ? nothing : `item-${this.at}`}
            placeholder=${msg('Find a command, a chat, a group or an agent')}
            autocomplete="off"
            spellcheck="false"
            maxlength="100"
            .value=${this.words}
            @input=${(event: Event) => {
              if (event.target instanceof HTMLInputElement) this.words = event.target.value
              this.at = 0
            }}
            @keydown=${this.#onKey}
          />
        </div>
        <div id="commands" role="listbox" aria-label=${msg('Commands')}>
          ${repeat(
            items,
            ({ id }) => id,
            (item, index) => this.#item(item, index),
          )}
        </div>
        <p class="none" role="status" ?data-says=${this.isOpen && items.length === 0}>
          ${this.isOpen && items.length === 0 ? msg('Nothing is called like that.') : nothing}
        </p>
      </dialog>
    `
  }

  #item(item: BarItem, index: number): TemplateResult {
    const { words, place, why, command } = item
    return html`
      <div
        id="item-${index}"
        role="option"
        aria-selected=${index === this.at}
        aria-disabled=${why !== null}
        @click=${() => this.#choose(item)}
        @pointermove=${() => {
          this.at = index
        }}
      >
        <span class="words" dir="auto">${words}</span>
        <span class="place">${why ?? place}</span>
        ${command === null ? nothing : keyMark(command)}
      </div>
    `
  }

  static override styles = [
    base,
    dialogStyles,
    css`
      dialog {
        inline-size: min(600px, calc(100vw - 32px));
        margin-block-start: 12dvh;
        max-block-size: 70dvh;
      }
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      .field {
        position: relative;
        border-block-end: 1px solid var(--line);
      }
      .field .icon {
        position: absolute;
        inset-block-start: 15px;
        inset-inline-start: 16px;
        color: var(--text-3);
      }
      input {
        inline-size: 100%;
        block-size: 48px;
        padding-inline: 44px 16px;
        font: inherit;
        font-size: var(--size-16);
        color: inherit;
        background: none;
        border: 0;
        outline: none;
      }
      .field:focus-within {
        box-shadow: inset 0 -1px 0 var(--ring);
      }
      input::placeholder {
        color: var(--text-3);
        opacity: 1;
      }
      [role='listbox'] {
        min-block-size: 0;
        overflow-y: auto;
        overscroll-behavior: contain;
        padding: 6px;
      }
      [role='listbox']:empty {
        padding: 0;
      }
      [role='option'] {
        display: flex;
        align-items: baseline;
        gap: 12px;
        min-block-size: 36px;
        padding: 8px 12px;
        border-radius: var(--radius);
        line-height: var(--leading-list);
        cursor: default;
      }
      [role='option'][aria-selected='true'] {
        background: var(--accent-soft);
      }
      .words {
        flex: none;
        max-inline-size: 60%;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      [aria-disabled='true'] .words {
        color: var(--text-3);
      }
      .place {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: var(--size-12);
        color: var(--text-3);
      }
      [aria-selected='true'] .place,
      [aria-selected='true'][aria-disabled='true'] .words {
        color: var(--text-2);
      }
      kbd {
        flex: none;
        font: inherit;
        font-size: var(--size-12);
        color: var(--text-2);
        white-space: nowrap;
      }
      .none {
        padding-inline: 20px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .none[data-says] {
        padding-block: 16px;
      }
      @media (pointer: coarse) {
        [role='option'] {
          min-block-size: 44px;
          align-items: center;
        }
        kbd {
          display: none;
        }
      }
    `,
  ]
}

function targetOf(key: string, at: number, count: number): number | null {
  if (count === 0) return null
  switch (key) {
    case 'ArrowDown':
      return (at + 1) % count
    case 'ArrowUp':
      return (at - 1 + count) % count
    case 'PageDown':
      return Math.min(count - 1, at + 8)
    case 'PageUp':
      return Math.max(0, at - 8)
    default:
      return null
  }
}

function kept(): readonly string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(LATELY_KEY) ?? '[]')
    return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : []
  } catch {
    return []
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-command-bar': CommandBar
  }
}
