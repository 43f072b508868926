import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { MAX_NOTE_LENGTH } from '#protocol/limits'
import type { CustomerNoteView, CustomerView } from '#protocol/customer-card'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { linkedText } from '../elements/linked-text.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import { addNote, deleteNote } from './customer-events.ts'
import { agentName } from './names.ts'

/**
 * What staff noted about a customer, newest first. Customers never see it.
 *
 * @fires parley-command - `addNote`, `deleteNote`
 */
@customElement('parley-customer-notes')
export class CustomerNotes extends LitElement {
  @property({ attribute: false }) customer: CustomerView | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  /** What is written and not added yet; of another customer it is not. */
  @state() protected draft: { customerId: string; text: string } = { customerId: '', text: '' }
  protected readonly focusStays = new FocusStays(this)

  get #text(): string {
    return this.draft.customerId === this.customer?.customerId ? this.draft.text : ''
  }

  readonly #onInput = (event: Event): void => {
    if (!(event.target instanceof HTMLTextAreaElement) || this.customer === null) return
    this.draft = { customerId: this.customer.customerId, text: event.target.value }
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    this.#add()
  }

  #add(): void {
    const text = this.#text.trim()
    if (text === '' || this.customer === null) return
    this.dispatchEvent(addNote(this.customer.customerId, text))
    this.draft = { customerId: '', text: '' }
  }

  override render() {
    const { customer } = this
    if (customer === null) return nothing
    return html`
      <form
        @submit=${(event: SubmitEvent) => {
          event.preventDefault()
          this.#add()
        }}
      >
        <textarea
          dir="auto"
          aria-label=${msg('Note about the customer, only agents see it')}
          placeholder=${msg('Add a note')}
          rows="1"
          maxlength=${MAX_NOTE_LENGTH}
          .value=${this.#text}
          @input=${this.#onInput}
          @keydown=${this.#onKey}
        ></textarea>
        ${
          this.#text.trim() === ''
            ? nothing
            : html`<button class="button primary">${msg('Add note')}</button>`
        }
      </form>
      <ul>
        ${repeat(
          customer.notes.toReversed(),
          ({ noteId }) => noteId,
          (note) => this.#note(note, customer.customerId),
        )}
      </ul>
    `
  }

  #note(
    { noteId, text, author, at, mayDelete }: CustomerNoteView,
    customerId: string,
  ): TemplateResult {
    const name = agentName(this.desk, author.slice('agent:'.length))
    return html`<li>
      <p class="text plain">${linkedText(text)}</p>
      <p class="by">
        <span
          ><bdi>${name}</bdi>,
          <time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
            >${dayAndTime(at, this.now())}</time
          ></span
        >
        ${
          mayDelete
            ? html`<button
                aria-label=${msg(str`Delete the note by ${name}`)}
                title=${msg('Delete')}
                @click=${() => this.dispatchEvent(deleteNote(customerId, noteId))}
              >
                ${icon('close')}
              </button>`
            : nothing
        }
      </p>
    </li>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: block;
        font-size: var(--size-13);
      }
      form {
        display: grid;
        gap: 6px;
        justify-items: end;
      }
      textarea {
        min-block-size: 36px;
        field-sizing: content;
        max-block-size: 200px;
      }
      ul {
        display: grid;
      }
      li {
        padding-block: 8px;
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      .text a {
        color: var(--accent-text);
      }
      .text {
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .by {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .by button {
        display: grid;
        place-items: center;
        inline-size: 24px;
        block-size: 24px;
      }
      .by button:hover {
        background: var(--fill);
        color: var(--bad);
      }
      @media (pointer: coarse) {
        .by button {
          inline-size: 44px;
          block-size: 44px;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-customer-notes': CustomerNotes
  }
}
