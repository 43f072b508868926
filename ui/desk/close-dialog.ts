import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ChatView, SettingsView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { deskEvent } from './desk-events.ts'
import { dialogStyles } from './dialog.styles.ts'
import { subjectOf } from './many-possible.ts'
import './tag-picker.ts'
import type { NewTag } from './tag-picker.ts'

/** Whether closing asks anything in this account; where not, one click closes. */
export function closingAsks(desk: DeskState | null): boolean {
  return (desk?.settings.closeReasons.length ?? 0) > 0
}

/**
 * Asks why a chat is closed, or many are, and lets one tag them on the way.
 *
 * @fires parley-command - `closeChat`, once for each chat
 * @fires parley-new-tag - a tag is to be made, and chosen here
 */
@customElement('parley-close-dialog')
export class CloseDialog extends LitElement {
  @property({ attribute: false }) chats: readonly ChatView[] = []

  /** Which of those that were selected are left out, and why. */
  @property() leftOut: string | null = null

  @property({ attribute: false }) desk: DeskState | null = null

  @state() protected reasonId: string | null = null
  @state() protected tagIds: readonly string[] = []

  @query('dialog') protected dialog!: HTMLDialogElement

  async show(): Promise<void> {
    this.reasonId = null
    this.tagIds = this.#carried()
    await this.updateComplete
    this.renderRoot.querySelector('form')?.reset()
    this.dialog.showModal()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { chats, reasonId } = this
    if (this.#isMissing()) return
    this.dialog.close()
    for (const { chatId, tagIds } of chats) {
      const added = this.tagIds.filter((tagId) => !tagIds.includes(tagId))
      this.dispatchEvent(
        deskEvent('parley-command', {
          type: 'closeChat',
          chatId,
          ...(added.length === 0 ? {} : { tagIds: added }),
          ...(reasonId === null ? {} : { reasonId }),
        }),
      )
    }
  }

  readonly #onTag = ({ detail }: CustomEvent<{ tagId: string; chosen: boolean }>): void => {
    // What the chat carries already is taken off in the top pane, not on the way out.
    if (this.#carried().includes(detail.tagId)) return
    this.tagIds = detail.chosen
      ? [...this.tagIds, detail.tagId]
      : this.tagIds.filter((tagId) => tagId !== detail.tagId)
  }

  /** The tags that all of them carry. */
  #carried(): readonly string[] {
    const [first, ...others] = this.chats
    return (first?.tagIds ?? []).filter((tagId) =>
      others.every(({ tagIds }) => tagIds.includes(tagId)),
    )
  }

  #isMissing(): boolean {
    const { closeReasons = [], closeReasonRequired = false } = this.desk?.settings ?? {}
    return closeReasonRequired && closeReasons.length > 0 && this.reasonId === null
  }

  override render() {
    const { chats, desk } = this
    if (chats.length === 0 || desk === null) return nothing
    const { closeReasons, closeReasonRequired } = desk.settings
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${this.#onSubmit}>
          <div class="dialog-head">
            <h2 id="title">
              ${
                chats.length === 1
                  ? msg(str`Close the chat with ${subjectOf(chats)}`)
                  : msg(str`Close ${subjectOf(chats)}`)
              }
            </h2>
            ${this.leftOut === null ? nothing : html`<p>${this.leftOut}.</p>`}
          </div>
          <div class="dialog-body">
            ${closeReasons.length === 0 ? nothing : this.#reasons(closeReasons, closeReasonRequired)}
            <div class="field">
              <span class="label">${msg('Tags')}</span>
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
            <button type="button" class="button" @click=${() => this.dialog.close()}>
              ${msg('Cancel')}
            </button>
            <button class="button primary" ?disabled=${this.#isMissing()}>
              ${chats.length === 1 ? msg('Close chat') : msg(str`Close ${subjectOf(chats)}`)}
            </button>
          </div>
        </form>
      </dialog>
    `
  }

  #reasons(reasons: SettingsView['closeReasons'], isRequired: boolean): TemplateResult {
    return html`
      <fieldset class="choices">
        <legend>${isRequired ? msg('Reason') : msg('Reason, if you like')}</legend>
        ${reasons.map(
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
              <span class="what wide"><b dir="auto">${name}</b></span>
            </label>
          `,
        )}
      </fieldset>
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    css`
      .wide {
        grid-column: 2 / -1;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-close-dialog': CloseDialog
  }
}
