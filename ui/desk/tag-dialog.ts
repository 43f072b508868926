import { msg, str } from '@lit/localize'
import { LitElement, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { deskEvent } from './desk-events.ts'
import { dialogStyles } from './dialog.styles.ts'
import { subjectOf } from './many-possible.ts'
import './tag-picker.ts'
import type { NewTag } from './tag-picker.ts'

/**
 * Asks which tags many chats get; those that they have, they keep.
 *
 * @fires parley-command - `tagChat`, for each chat and each tag that it does not have
 * @fires parley-new-tag - a tag is to be made, and chosen here
 */
@customElement('parley-tag-dialog')
export class TagDialog extends LitElement {
  @property({ attribute: false }) chats: readonly ChatView[] = []
  @property({ attribute: false }) desk: DeskState | null = null

  /** Which of those that were selected are left out, and why. */
  @property() leftOut: string | null = null

  @state() protected tagIds: readonly string[] = []

  @query('dialog') protected dialog!: HTMLDialogElement

  async show(): Promise<void> {
    this.tagIds = []
    await this.updateComplete
    const picker = this.renderRoot.querySelector('parley-tag-picker')
    picker?.reset()
    await picker?.updateComplete
    this.dialog.showModal()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.tagIds.length === 0) return
    this.dialog.close()
    for (const { chatId, tagIds } of this.chats) {
      for (const tagId of this.tagIds) {
        if (tagIds.includes(tagId)) continue
        this.dispatchEvent(deskEvent('parley-command', { type: 'tagChat', chatId, tagId }))
      }
    }
  }

  readonly #onTag = ({ detail }: CustomEvent<{ tagId: string; chosen: boolean }>): void => {
    this.tagIds = detail.chosen
      ? [...this.tagIds, detail.tagId]
      : this.tagIds.filter((tagId) => tagId !== detail.tagId)
  }

  override render() {
    const { chats, desk } = this
    if (chats.length === 0 || desk === null) return nothing
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${this.#onSubmit}>
          <div class="dialog-head">
            <h2 id="title">${msg(str`Tag ${subjectOf(chats)}`)}</h2>
            <p>${msg('Tags that are there already stay.')}</p>
            ${this.leftOut === null ? nothing : html`<p>${this.leftOut}.</p>`}
          </div>
          <div class="dialog-body">
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
          <div class="dialog-foot">
            <button type="button" class="button" @click=${() => this.dialog.close()}>
              ${msg('Cancel')}
            </button>
            <button class="button primary" ?disabled=${this.tagIds.length === 0}>
              ${msg('Tag')} ${chats.length === 1 ? 'chat' : subjectOf(chats)}
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
    'parley-tag-dialog': TagDialog
  }
}
