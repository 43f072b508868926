import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { deskEvent } from './desk-events.ts'
import { dialogStyles } from './dialog.styles.ts'
import './tag-picker.ts'
import type { NewTag } from './tag-picker.ts'

/** Whether closing asks anything in this account; where not, one click closes. */
export function closingAsks(desk: DeskState | null): boolean {
  return (desk?.settings.closeReasons.length ?? 0) > 0
}

/**
 * Asks why a chat is closed, and lets one tag it on the way.
 *
 * @fires parley-command - `closeChat`
 * @fires parley-new-tag - a tag is to be made, and chosen here
 */
@customElement('parley-close-dialog')
export class CloseDialog extends LitElement {
  @property({ attribute: false }) chat: ChatView | null = null
  @property({ attribute: false }) desk: DeskState | null = null

  @state() protected reasonId: string | null = null
  @state() protected tagIds: readonly string[] = []

  @query('dialog') protected dialog!: HTMLDialogElement

  async show(): Promise<void> {
    this.reasonId = null
    this.tagIds = this.chat?.tagIds ?? []
    await this.updateComplete
    this.renderRoot.querySelector('form')?.reset()
    this.dialog.showModal()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { chat, reasonId } = this
    if (chat === null || this.#isMissing()) return
    const added = this.tagIds.filter((tagId) => !chat.tagIds.includes(tagId))
    this.dialog.close()
    this.dispatchEvent(
      deskEvent('parley-command', {
        type: 'closeChat',
        chatId: chat.chatId,
        ...(added.length === 0 ? {} : { tagIds: added }),
        ...(reasonId === null ? {} : { reasonId }),
      }),
    )
  }

  readonly #onTag = ({ detail }: CustomEvent<{ tagId: string; chosen: boolean }>): void => {
    // What the chat carries already is taken off in the top pane, not on the way out.
    if (this.chat?.tagIds.includes(detail.tagId)) return
    this.tagIds = detail.chosen
      ? [...this.tagIds, detail.tagId]
      : this.tagIds.filter((tagId) => tagId !== detail.tagId)
  }

  #isMissing(): boolean {
    return (this.desk?.settings.closeReasonRequired ?? false) && this.reasonId === null
  }

  override render() {
    const { chat, desk } = this
    if (chat === null || desk === null) return nothing
    const { closeReasons, closeReasonRequired } = desk.settings
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${this.#onSubmit}>
          <div class="dialog-head">
            <h2 id="title">Close the chat with ${chat.customerName}</h2>
          </div>
          <div class="dialog-body">
            <fieldset class="choices">
              <legend>Reason${closeReasonRequired ? '' : ', if you like'}</legend>
              ${closeReasons.map(
                ({ reasonId, name }) => html`
                  <label class="choice">
                    <input
                      type="radio"
                      name="reason"
                      value=${reasonId}
                      @change=${() => {
                        this.reasonId = reasonId
                      }}
                    />
                    <span class="what" style="grid-column: 2 / -1"><b>${name}</b></span>
                  </label>
                `,
              )}
            </fieldset>
            <div class="field">
              <span class="label">Tags</span>
              <parley-tag-picker
                .tags=${[...desk.tags.values()]}
                .chosen=${this.tagIds}
                ?creates=${desk.me.role !== 'agent'}
                @parley-tag-toggle=${this.#onTag}
                @parley-tag-create=${({ detail }: CustomEvent<NewTag>) =>
                  this.dispatchEvent(
                    deskEvent('parley-new-tag', {
                      ...detail,
                      made: (tagId) => {
                        this.tagIds = [...this.tagIds, tagId]
                      },
                    }),
                  )}
              ></parley-tag-picker>
            </div>
          </div>
          <div class="dialog-foot">
            <button type="button" class="button" @click=${() => this.dialog.close()}>Cancel</button>
            <button class="button primary" ?disabled=${this.#isMissing()}>Close chat</button>
          </div>
        </form>
      </dialog>
    `
  }

  static override styles = [base, buttons, fields, dialogStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-close-dialog': CloseDialog
  }
}
