import { msg, str } from '@lit/localize'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { CustomerView } from '#protocol/customer-card'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { eraseCustomer } from './customer-events.ts'
import { dialogStyles } from './dialog.styles.ts'
import { customerName } from './names.ts'

/**
 * Asks before a customer is erased, which nothing brings back.
 *
 * @fires parley-command - `eraseCustomer`
 */
@customElement('parley-erase-dialog')
export class EraseDialog extends LitElement {
  @property({ attribute: false }) customer: CustomerView | null = null

  @query('dialog') protected dialog!: HTMLDialogElement

  async show(): Promise<void> {
    await this.updateComplete
    this.renderRoot.querySelector('form')?.reset()
    this.dialog.showModal()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.customer === null) return
    this.dialog.close()
    this.dispatchEvent(eraseCustomer(this.customer.customerId))
  }

  override render() {
    if (this.customer === null) return nothing
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${this.#onSubmit}>
          <div class="dialog-head">
            <h2 id="title">${msg(str`Erase ${customerName(this.customer)}`)}</h2>
            <p>${msg('Nothing brings this back.')}</p>
          </div>
          <div class="dialog-body">
            <p>
              ${msg('Deleted now, for everybody: all messages, comments and files of this customer’s chats, whoever wrote them, the notes, the words of blocks, and all that is known of the person. A chat that is open ends.')}
            </p>
            <p>
              ${msg('Stays, for statistics: when chats were, who had them, tags and ratings. Mails that were sent, and backups, are not reached from here.')}
            </p>
            <label class="choice">
              <input type="checkbox" required />
              <span class="what">${msg('I want to delete all this for ever')}</span>
            </label>
          </div>
          <div class="dialog-foot">
            <button type="button" class="button" @click=${() => this.dialog.close()}>
              ${msg('Cancel')}
            </button>
            <button class="button danger">${msg('Erase customer')}</button>
          </div>
        </form>
      </dialog>
    `
  }

  static override styles = [base, buttons, fields, dialogStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-erase-dialog': EraseDialog
  }
}
