import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { msg, str } from '@lit/localize'
import { pictureUrl } from '../client/picture-url.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { deskEvent } from './desk-events.ts'
import type { Nameable } from './mentions.ts'

/** As many as one can look over. */
const SHOWN = 8

/** `@` at the start of a word, and what was typed after it: a name of several words, at the most. */
const ASKED = /(?<![\p{L}\p{N}_])@([\p{L}\p{N}_.'’-]*(?: [\p{L}\p{N}_.'’-]*){0,2})$/u

/**
 * Colleagues to be named in the text field inside it: `@` at the start of a word opens the list,
 * typing filters, arrows move, Enter and Tab insert, Escape closes.
 *
 * @slot - a textarea, or what holds one
 * @fires parley-mentionable - who can be named is needed
 */
@customElement('parley-mention-picker')
export class MentionPicker extends LitElement {
  /** Who can be named here; null until that is known. */
  @property({ attribute: false }) people: readonly Nameable[] | null = null

  /** Nobody is named here. */
  @property({ type: Boolean }) off = false

  /** What was typed after the sign; null while the list is closed. */
  @state() protected asked: string | null = null
  @state() protected at = 0

  /** The sign whose list was closed without choosing does not open it again. */
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

  #shown(): Nameable[] {
    const words = (this.asked ?? '').toLocaleLowerCase()
    const all = this.people ?? []
    const lower = ({ name }: Nameable) => name.toLocaleLowerCase()
    const begins = all.filter((one) => lower(one).startsWith(words))
    const holds = all.filter((one) => !begins.includes(one) && lower(one).includes(` ${words}`))
    return [...begins, ...holds].slice(0, SHOWN)
  }

  readonly #onInput = (): void => {
    const field = this.#field()
    if (field === null || this.off || field.readOnly) {
      this.asked = null
      return
    }
    const found = ASKED.exec(field.value.slice(0, field.selectionStart))
    const asked = found?.[1] ?? null
    const signAt = asked === null ? null : field.selectionStart - asked.length - 1
    if (signAt === null || signAt !== this.#closedAt) this.#closedAt = null
    if (this.#closedAt !== null) return
    if (asked !== null && this.asked === null) {
      this.dispatchEvent(deskEvent('parley-mentionable', {}))
    }
    if (asked !== this.asked) this.at = 0
    this.asked = asked
    // Several words that are nobody's name are words.
    if (asked?.includes(' ') === true && this.#shown().length === 0) this.asked = null
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
    const person = shown[this.at]
    if (step !== 0 && shown.length > 0) this.at = (this.at + step + shown.length) % shown.length
    else if (event.key === 'Escape') this.#close()
    else if (isChoice && person !== undefined) this.#insert(person)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  #close(): void {
    const field = this.#field()
    this.#closedAt = (field?.selectionStart ?? 0) - (this.asked?.length ?? 0) - 1
    this.asked = null
  }

  #insert({ name }: Nameable): void {
    const field = this.#field()
    if (field === null || this.asked === null) return
    const end = field.selectionStart
    const start = end - this.asked.length - 1
    this.asked = null
    this.#closedAt = start
    field.focus()
    field.setRangeText(`@${name} `, start, end, 'end')
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }))
  }

  override render() {
    return html`
      ${this.asked === null ? nothing : this.#list(this.#shown())}
      <slot></slot>
      <span class="hidden-text" role="status">${this.#spoken()}</span>
    `
  }

  /** The focus stays in the field, so what is chosen there is said. */
  #spoken(): string {
    if (this.asked === null) return ''
    const shown = this.#shown()
    const person = shown[this.at]
    if (person === undefined) return this.#whyNobody()
    return msg(str`Colleague ${this.at + 1} of ${shown.length}: ${person.name}`)
  }

  #whyNobody(): string {
    if (this.people === null) return msg('Loading')
    return this.people.length === 0
      ? msg('Nobody else may read this chat.')
      : msg('Nobody of this name may read this chat.')
  }

  #list(shown: Nameable[]): TemplateResult {
    return html`
      <div class="list" @mousedown=${(event: Event) => event.preventDefault()}>
        ${
          shown.length === 0
            ? html`<p class="none">${this.#whyNobody()}</p>`
            : html`<ul aria-label=${msg('Name a colleague')}>
                ${shown.map(
                  (person, index) =>
                    html`<li
                      class=${index === this.at ? 'active' : ''}
                      @click=${() => this.#insert(person)}
                    >
                      <parley-avatar
                        .key=${person.personId}
                        .name=${person.name}
                        .src=${pictureUrl(person.picture)}
                      ></parley-avatar>
                      <span>${person.name}</span>
                    </li>`,
                )}
              </ul>`
        }
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
        inset-inline-start: 12px;
        inset-block-end: calc(100% + 44px);
        z-index: 10;
        inline-size: min(320px, calc(100% - 24px));
        padding: 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        color: var(--text);
        background: var(--ground-raised);
        box-shadow: var(--shadow-float);
      }
      li {
        display: flex;
        align-items: center;
        gap: 10px;
        min-block-size: 36px;
        padding: 4px 10px;
        border-radius: var(--radius);
        font-size: var(--size-13);
        line-height: var(--leading-list);
        cursor: default;
        --avatar-size: 24px;
      }
      li:hover {
        background: var(--fill);
      }
      li.active {
        background: var(--accent-soft);
      }
      li span {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .none {
        padding: 6px 10px;
        font-size: var(--size-13);
        color: var(--text-3);
      }
      @media (pointer: coarse) {
        li {
          min-block-size: 44px;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-mention-picker': MentionPicker
  }
}
