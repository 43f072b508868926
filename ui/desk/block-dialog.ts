import { msg, str } from '@lit/localize'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { MAX_LINE_LENGTH } from '#protocol/limits'
import type { ChatView } from '#protocol/staff-views'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { deskEvent } from './desk-events.ts'
import { dialogStyles } from './dialog.styles.ts'
import { number } from '../locales/formats.ts'
import { customerName } from './names.ts'

/**
 * Asks for both words that a block needs: the reason, for staff, and the message, for the customer.
 *
 * @fires parley-command - `blockCustomer`, once for each chat
 */
@customElement('parley-block-dialog')
export class BlockDialog extends LitElement {
  /** Whose customers are blocked; of each customer one chat. */
  @property({ attribute: false }) chats: readonly ChatView[] = []

  /** Which of those that were selected are left out, and why. */
  @property() leftOut: string | null = null

  /** The account's words for a blocked customer: what the message is filled in with. */
  @property() message = ''
  /** Which of the two is missing. */
  @state() protected missing: 'reason' | 'message' | null = null

  @query('dialog') protected dialog!: HTMLDialogElement

  async show(): Promise<void> {
    this.missing = null
    await this.updateComplete
    this.renderRoot.querySelector('form')?.reset()
    this.dialog.showModal()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement)) return
    const data = new FormData(form)
    const [reason, message] = [data.get('reason'), data.get('message')]
    if (typeof reason !== 'string' || typeof message !== 'string') return
    this.missing = reason.trim() === '' ? 'reason' : message.trim() === '' ? 'message' : null
    if (this.missing !== null) {
      this.renderRoot.querySelector<HTMLElement>(`#${this.missing}`)?.focus()
      return
    }
    this.dialog.close()
    for (const { chatId } of this.chats) {
      this.dispatchEvent(
        deskEvent('parley-command', {
          type: 'blockCustomer',
          chatId,
          reason: reason.trim(),
          message: message.trim(),
        }),
      )
    }
  }

  override render() {
    const [chat] = this.chats
    if (chat === undefined) return nothing
    const count = this.chats.length
    return html`
      <dialog aria-labelledby="title">
        <form novalidate @submit=${this.#onSubmit}>
          <div class="dialog-head">
            <h2 id="title">
              ${count === 1 ? msg(str`Block ${customerName(chat)}`) : msg(str`Block ${number(count)} customers`)}
            </h2>
            <p>
              ${
                count === 1
                  ? msg(
                      'All open chats of this customer close. From now on no chat of theirs reaches an agent.',
                    )
                  : msg(
                      'All open chats of these customers close. From now on no chat of theirs reaches an agent.',
                    )
              }
            </p>
            ${this.leftOut === null ? nothing : html`<p>${this.leftOut}.</p>`}
          </div>
          <div class="dialog-body">
            <div class="field">
              <label for="reason">${msg('Reason, for staff')}</label>
              <input
                dir="auto"
                id="reason"
                name="reason"
                aria-required="true"
                aria-invalid=${this.missing === 'reason'}
                aria-describedby=${this.missing === 'reason' ? 'reason-says' : nothing}
                maxlength=${MAX_LINE_LENGTH}
              />
              ${
                this.missing === 'reason'
                  ? html`<p class="error" id="reason-says" role="alert">
                      ${msg('Say why; staff reads it in the list of blocks.')}
                    </p>`
                  : nothing
              }
            </div>
            <div class="field">
              <label for="message">${msg('Message, for the customer')}</label>
              <textarea
                dir="auto"
                id="message"
                name="message"
                rows="3"
                aria-required="true"
                aria-invalid=${this.missing === 'message'}
                aria-describedby=${this.missing === 'message' ? 'message-says' : nothing}
                maxlength=${MAX_LINE_LENGTH}
                .defaultValue=${this.message}
              ></textarea>
              ${
                this.missing === 'message'
                  ? html`<p class="error" id="message-says" role="alert">
                      ${msg('Write what the customer reads.')}
                    </p>`
                  : nothing
              }
              <p class="hint">
                ${
                  count === 1
                    ? msg('The customer gets this now, and again whenever they ask for an agent.')
                    : msg('The customers get this now, and again whenever they ask for an agent.')
                }
              </p>
            </div>
            <p class="hint">
              ${msg('The block follows what this channel knows of the customer. Somebody who comes back under another identity is not recognised. A supervisor can unblock.')}
            </p>
          </div>
          <div class="dialog-foot">
            <button type="button" class="button" @click=${() => this.dialog.close()}>
              ${msg('Cancel')}
            </button>
            <button class="button danger">
              ${count === 1 ? msg('Block customer') : msg(str`Block ${number(count)} customers`)}
            </button>
          </div>
        </form>
      </dialog>
    `
  }

  static override styles = [base, buttons, fields, dialogStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-block-dialog': BlockDialog
  }
}
