import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { QuickReplyView } from '#protocol/staff-views'
import { base } from '../elements/base.styles.ts'
import { icon } from '../elements/icon.ts'
import { deskEvent } from './desk-events.ts'
import { NOTHING_KNOWN, filled, openPlaces, type PlaceholderValues } from './placeholders.ts'

/** As many as one can look over. */
const SHOWN = 8

/** `/` at the start of the text or of a word, and what was typed after it. */
const ASKED = /(?:^|\s)\/([\p{L}\p{N}_-]*)$/u

/**
 * Quick replies for the text field inside it: `/` at the start of a word opens the list, typing
 * filters, arrows move, Enter and Tab insert, Escape closes.
 *
 * @slot - one textarea
 * @fires parley-quick-replies - they are needed
 * @fires parley-dialog - they are to be managed
 */
@customElement('parley-quick-replies')
export class QuickReplies extends LitElement {
  @property({ attribute: false }) replies: readonly QuickReplyView[] | null = null
  @property({ attribute: false }) values: PlaceholderValues = NOTHING_KNOWN

  /** What was typed after the slash; null while the list is closed. */
  @state() protected asked: string | null = null
  @state() protected at = 0
  @state() protected open: readonly string[] = []

  /** The slash that was closed without choosing does not open the list again. */
  #closedAt: number | null = null

  constructor() {
    super()
    this.addEventListener('keydown', this.#onKey, { capture: true })
    this.addEventListener('input', this.#onInput)
    this.addEventListener('focusin', this.#onInput)
    this.addEventListener('focusout', this.#onLeave)
  }

  #field(): HTMLTextAreaElement | null {
    return this.querySelector('textarea')
  }

  #shown(): QuickReplyView[] {
    const words = (this.asked ?? '').toLocaleLowerCase()
    const all = this.replies ?? []
    const begins = all.filter(({ shortcut }) => shortcut.toLocaleLowerCase().startsWith(words))
    const holds = all.filter(
      (reply) => !begins.includes(reply) && reply.text.toLocaleLowerCase().includes(words),
    )
    return [...begins, ...holds].slice(0, SHOWN)
  }

  readonly #onInput = (): void => {
    const field = this.#field()
    if (field === null) return
    this.open = openPlaces(field.value)
    const found = field.readOnly ? null : ASKED.exec(field.value.slice(0, field.selectionStart))
    const asked = found?.[1] ?? null
    const slashAt = asked === null ? null : field.selectionStart - asked.length - 1
    if (slashAt === null || slashAt !== this.#closedAt) this.#closedAt = null
    if (this.#closedAt !== null) return
    if (asked !== null && this.asked === null) {
      this.at = 0
      this.dispatchEvent(deskEvent('parley-quick-replies', {}))
    }
    if (asked !== this.asked) this.at = 0
    this.asked = asked
  }

  readonly #onLeave = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && this.contains(event.relatedTarget)) return
    this.asked = null
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (this.asked === null || event.isComposing) return
    const shown = this.#shown()
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const isChoice = (event.key === 'Enter' && !event.shiftKey) || event.key === 'Tab'
    const reply = shown[this.at]
    if (step !== 0 && shown.length > 0) this.at = (this.at + step + shown.length) % shown.length
    else if (event.key === 'Escape') this.#close()
    else if (isChoice && reply !== undefined) this.#insert(reply)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #close(): void {
    const field = this.#field()
    this.#closedAt = (field?.selectionStart ?? 0) - (this.asked?.length ?? 0) - 1
    this.asked = null
  }

  #insert({ text }: QuickReplyView): void {
    const field = this.#field()
    if (field === null || this.asked === null) return
    const end = field.selectionStart
    const start = end - this.asked.length - 1
    this.asked = null
    field.focus()
    field.setRangeText(filled(text, this.values), start, end, 'end')
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  override render() {
    return html`
      ${this.asked === null ? nothing : this.#list(this.#shown())}
      <slot></slot>
      <p class="open" role="status">
        ${
          this.open.length === 0
            ? nothing
            : html`${icon('alert')}<span>${msg('Left to fill in:')} ${this.open.join(' ')}</span>`
        }
      </p>
      <span class="hidden-text" role="status">${this.#spoken()}</span>
    `
  }

  /** The focus stays in the field, so what is chosen there is said. */
  #spoken(): string {
    if (this.asked === null) return ''
    const shown = this.#shown()
    const reply = shown[this.at]
    if (reply === undefined) return msg('No quick reply')
    return msg(str`Quick reply ${this.at + 1} of ${shown.length}: ${reply.shortcut}, ${reply.text}`)
  }

  #list(shown: QuickReplyView[]): TemplateResult {
    return html`
      <div class="list" @mousedown=${(event: Event) => event.preventDefault()}>
        ${
          shown.length === 0
            ? html`<p class="none">
                ${
                  this.replies === null
                    ? msg('Loading')
                    : this.replies.length === 0
                      ? msg('There are no quick replies yet.')
                      : msg('No quick reply begins like this.')
                }
              </p>`
            : html`<ul>
                ${shown.map(
                  (reply, index) =>
                    html`<li
                      class=${index === this.at ? 'active' : ''}
                      @click=${() => this.#insert(reply)}
                    >
                      <b>/${reply.shortcut}</b><span>${filled(reply.text, this.values)}</span>
                      ${reply.whose === 'own' ? html`<small>${msg('Mine', { id: 'replyMine' })}</small>` : nothing}
                    </li>`,
                )}
              </ul>`
        }
        <button
          type="button"
          tabindex="-1"
          @click=${() => {
            this.#close()
            this.dispatchEvent(deskEvent('parley-dialog', { kind: 'quickReplies' }))
          }}
        >
          ${icon('reply')} ${msg('Manage quick replies')}
        </button>
      </div>
    `
  }

  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: relative;
      }
      .list {
        position: absolute;
        inset-inline: 12px;
        inset-block-end: calc(100% + 44px);
        z-index: 10;
        max-inline-size: 640px;
        padding: 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        background: var(--ground-raised);
        box-shadow: var(--shadow-float);
      }
      li {
        display: flex;
        align-items: baseline;
        gap: 10px;
        min-block-size: 32px;
        padding: 6px 10px;
        border-radius: var(--radius);
        font-size: var(--size-13);
        line-height: var(--leading-list);
        cursor: default;
      }
      li:hover {
        background: var(--fill);
      }
      li.active {
        background: var(--accent-soft);
      }
      li b {
        flex: none;
        min-inline-size: 72px;
        color: var(--accent-text);
      }
      li span {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--text-2);
      }
      small {
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .none {
        padding: 6px 10px;
        font-size: var(--size-13);
        color: var(--text-3);
      }
      button {
        all: unset;
        display: flex;
        align-items: center;
        gap: 6px;
        inline-size: 100%;
        min-block-size: 32px;
        padding-inline: 10px;
        box-sizing: border-box;
        margin-block-start: 4px;
        border-block-start: 1px solid var(--line);
        font-size: var(--size-12);
        color: var(--text-2);
        cursor: pointer;
      }
      button:hover {
        color: var(--text);
      }
      button .icon {
        inline-size: 15px;
        block-size: 15px;
      }
      .open:not(:has(span)) {
        display: none;
      }
      .open {
        display: flex;
        align-items: center;
        gap: 6px;
        padding: 2px 16px 6px;
        font-size: var(--size-12);
        color: var(--warn);
      }
      .open .icon {
        inline-size: 15px;
        block-size: 15px;
      }
      @media (pointer: coarse) {
        li,
        button {
          min-block-size: 44px;
          align-items: center;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-quick-replies': QuickReplies
  }
}
