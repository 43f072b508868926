import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { StaffCommand } from '#protocol/staff-commands'
import type { QuickReplyView } from '#protocol/staff-views'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { dialogStyles } from './dialog.styles.ts'
import { PLACEHOLDERS, placeholderWords } from './placeholders.ts'

/** The one that is being written; without an id a new one. */
type Edited = Omit<QuickReplyView, 'replyId'> & { replyId: string | null }

const NEW: Edited = { replyId: null, whose: 'own', shortcut: '', text: '' }

/** The quick replies, to add, change and delete: one's own, and for who may the account's. */
@customElement('parley-quick-replies-dialog')
export class QuickRepliesDialog extends LitElement {
  @property({ attribute: false }) replies: readonly QuickReplyView[] = []

  /** Whether I may change what all of the account share. */
  @property({ type: Boolean }) keepsShelf = false

  /** Carries a command out; gives why not, in words, or null. */
  @property({ attribute: false }) run: (command: StaffCommand) => Promise<string | null> =
    async () => null

  @state() protected edited: Edited | null = null
  @state() protected says: string | null = null

  @query('dialog') protected dialog!: HTMLDialogElement
  protected readonly focusStays = new FocusStays(this)

  async show(): Promise<void> {
    this.#edit(null)
    await this.updateComplete
    this.dialog.showModal()
  }

  #edit(reply: Edited | null): void {
    this.edited = reply
    this.says = null
    if (reply === null) return
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('#shortcut')?.focus(),
    )
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement) || this.edited === null) return
    const data = new FormData(form)
    const [shortcut, text] = [data.get('shortcut'), data.get('text')]
    if (typeof shortcut !== 'string' || typeof text !== 'string' || text.trim() === '') return
    const whose = data.get('whose') === 'account' ? 'account' : 'own'
    const { replyId } = this.edited
    void this.#save({ type: 'saveQuickReply', replyId, whose, shortcut: shortcut.trim(), text })
  }

  async #save(command: StaffCommand): Promise<void> {
    this.says = await this.run(command)
    if (this.says === null) this.#edit(null)
  }

  #mayChange({ whose }: QuickReplyView): boolean {
    return whose === 'own' || this.keepsShelf
  }

  override render() {
    const { edited } = this
    return html`
      <dialog aria-labelledby="title">
        <div class="dialog-head">
          <h2 id="title">${msg('Quick replies')}</h2>
          <p>${msg('Type / and a shortcut where you write; the text takes its place.')}</p>
        </div>
        ${edited === null ? this.#list() : this.#form(edited)}
      </dialog>
    `
  }

  #list(): TemplateResult {
    return html`
      <div class="dialog-body">
        ${this.says === null ? nothing : html`<p class="error" role="alert">${this.says}</p>`}
        ${
          this.replies.length === 0
            ? html`<p class="hint">${msg('There are none yet. Add the first one.')}</p>`
            : html`<ul>
                ${repeat(
                  this.replies,
                  ({ replyId }) => replyId,
                  (reply) => this.#reply(reply),
                )}
              </ul>`
        }
      </div>
      <div class="dialog-foot">
        <button
          class="button start"
          @click=${() => this.#edit({ ...NEW, whose: this.keepsShelf ? 'account' : 'own' })}
        >
          ${msg('Add a quick reply')}
        </button>
        <button class="button primary" autofocus @click=${() => this.dialog.close()}>
          ${msg('Done')}
        </button>
      </div>
    `
  }

  #reply(reply: QuickReplyView): TemplateResult {
    const { replyId, shortcut, text, whose } = reply
    return html`
      <li>
        <b>/${shortcut}</b>
        <span dir="auto">${text}</span>
        <small>${whose === 'own' ? msg('Mine', { id: 'replyMine' }) : msg('Everybody')}</small>
        ${
          this.#mayChange(reply)
            ? html`<span class="tools">
                <button
                  class="button quiet"
                  aria-label=${msg(str`Edit /${shortcut}`)}
                  @click=${() => this.#edit(reply)}
                >
                  ${msg('Edit')}
                </button>
                <button
                  class="button quiet icon-only danger"
                  aria-label=${msg(str`Delete /${shortcut}`)}
                  title=${msg('Delete')}
                  @click=${() => void this.#save({ type: 'deleteQuickReply', replyId })}
                >
                  ${icon('close')}
                </button>
              </span>`
            : nothing
        }
      </li>
    `
  }

  #form({ replyId, shortcut, text, whose }: Edited): TemplateResult {
    return html`
      <form @submit=${this.#onSubmit}>
        <div class="dialog-body">
          <div class="field">
            <label for="shortcut">${msg('Shortcut')}</label>
            <input
              dir="auto"
              id="shortcut"
              name="shortcut"
              required
              maxlength="32"
              pattern="[\\p{L}\\p{N}]+([\\-_][\\p{L}\\p{N}]+)*"
              title=${msg('Letters and digits, also joined by - or _')}
              autocomplete="off"
              .value=${shortcut}
            />
          </div>
          <div class="field">
            <label for="text">${msg('Text')}</label>
            <textarea
              dir="auto"
              id="text"
              name="text"
              rows="5"
              required
              maxlength=${MAX_TEXT_LENGTH}
              .value=${text}
            ></textarea>
            <p class="hint">
              ${msg('Filled in when it is used:')}
              ${PLACEHOLDERS.map(
                (name) => html`<code title=${placeholderWords(name)}>{${name}}</code> `,
              )}
            </p>
          </div>
          ${
            this.keepsShelf
              ? html`<div class="field">
                  <label for="whose">${msg('Who has it')}</label>
                  <select id="whose" name="whose">
                    <option value="account" ?selected=${whose === 'account'}>
                      ${msg('Everybody')}
                    </option>
                    <option value="own" ?selected=${whose === 'own'}>${msg('Only I')}</option>
                  </select>
                </div>`
              : nothing
          }
          ${this.says === null ? nothing : html`<p class="error" role="alert">${this.says}</p>`}
        </div>
        <div class="dialog-foot">
          <button type="button" class="button" @click=${() => this.#edit(null)}>
            ${msg('Back')}
          </button>
          <button class="button primary">${replyId === null ? msg('Add') : msg('Save')}</button>
        </div>
      </form>
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    css`
      dialog[open] {
        display: flex;
        flex-direction: column;
      }
      form {
        min-block-size: 0;
      }
      .dialog-body {
        grid-template-columns: minmax(0, 1fr);
      }
      li {
        display: flex;
        align-items: center;
        gap: 10px;
        min-block-size: 44px;
        border-block-end: 1px solid var(--line);
        font-size: var(--size-13);
      }
      li:last-child {
        border: 0;
      }
      li b {
        flex: none;
        min-inline-size: 72px;
        color: var(--accent-text);
      }
      li > span:not(.tools) {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        color: var(--text-2);
      }
      small {
        flex: none;
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .tools {
        display: inline-flex;
        flex: none;
      }
      .start {
        margin-inline-end: auto;
      }
      code {
        padding: 1px 5px;
        border-radius: 4px;
        background: var(--fill);
        font-size: var(--size-12);
        white-space: nowrap;
      }
      @media (max-width: 480px) {
        small {
          display: none;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-quick-replies-dialog': QuickRepliesDialog
  }
}
