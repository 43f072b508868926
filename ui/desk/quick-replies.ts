import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { QuickReplyView } from '#protocol/staff-views'
import { base } from '../elements/base.styles.ts'
import { icon } from '../elements/icon.ts'
import { deskEvent } from './desk-events.ts'
import { NOTHING_KNOWN, filled, openPlaces, type PlaceholderValues } from './placeholders.ts'
import { TypedList } from './typed-list.ts'
import { typedListStyles } from './typed-list.styles.ts'

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

  /** What is left to fill in. */
  @state() protected open: readonly string[] = []

  protected readonly typed = new TypedList<QuickReplyView>(this, {
    asked: ASKED,
    offered: (asked) => this.#matching(asked),
    written: ({ text }) => filled(text, this.values),
    opens: () => this.dispatchEvent(deskEvent('parley-quick-replies', {})),
  })

  constructor() {
    super()
    this.addEventListener('input', this.#onInput)
    this.addEventListener('focusin', this.#onInput)
  }

  readonly #onInput = (): void => {
    this.open = openPlaces(this.querySelector('textarea')?.value ?? '')
  }

  #matching(asked: string): QuickReplyView[] {
    const words = asked.toLocaleLowerCase()
    const all = this.replies ?? []
    const begins = all.filter(({ shortcut }) => shortcut.toLocaleLowerCase().startsWith(words))
    const holds = all.filter(
      (reply) => !begins.includes(reply) && reply.text.toLocaleLowerCase().includes(words),
    )
    return [...begins, ...holds].slice(0, SHOWN)
  }

  override render() {
    return html`
      ${this.typed.asked === null ? nothing : this.#list(this.typed.shown)}
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
    const { asked, at, shown } = this.typed
    if (asked === null) return ''
    const reply = shown[at]
    if (reply === undefined) return msg('No quick reply')
    return msg(str`Quick reply ${at + 1} of ${shown.length}: ${reply.shortcut}, ${reply.text}`)
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
                      class=${index === this.typed.at ? 'active' : ''}
                      @click=${() => this.typed.insert(reply)}
                    >
                      <b>/${reply.shortcut}</b
                      ><span dir="auto">${filled(reply.text, this.values)}</span>
                      ${reply.whose === 'own' ? html`<small>${msg('Mine', { id: 'replyMine' })}</small>` : nothing}
                    </li>`,
                )}
              </ul>`
        }
        <button
          type="button"
          tabindex="-1"
          @click=${() => {
            this.typed.close()
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
    typedListStyles,
    css`
      :host {
        --list-size: 640px;
      }
      li {
        align-items: baseline;
        min-block-size: 32px;
        padding-block: 6px;
      }
      li b {
        flex: none;
        min-inline-size: 72px;
        color: var(--accent-text);
      }
      li span {
        color: var(--text-2);
      }
      small {
        font-size: var(--size-12);
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
