import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { OfflineChoice } from '#protocol/staff-commands'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { acceptWords, nobodyAccepts, othersAccepting, waitWords } from './accepting.ts'
import { deskEvent } from './desk-events.ts'
import { dialogStyles } from './dialog.styles.ts'
import { enumerated, number, plural } from '../locales/formats.ts'

type Kind = OfflineChoice['kind']

const choices = (): { kind: Kind; what: string; hint: string }[] => [
  {
    kind: 'keep',
    what: msg('Keep and finish them'),
    hint: msg('No new ones; a lost connection returns them'),
  },
  {
    kind: 'return',
    what: msg('Return them to their lines'),
    hint: msg('At their places by waiting time'),
  },
  {
    kind: 'forward',
    what: msg('Forward them to a group'),
    hint: msg('Customers are told where they go'),
  },
  { kind: 'bot', what: msg('Hand them to the bot'), hint: msg('Where their channel has one') },
  {
    kind: 'close',
    what: msg('Close them'),
    hint: msg('Customers get the farewell of the account'),
  },
]

/**
 * Asks what becomes of the chats in hand when somebody goes offline. Cancelling stays online.
 *
 * @fires parley-command - `goOffline` with the choice
 * @fires parley-stay - it was cancelled
 */
@customElement('parley-offline-dialog')
export class OfflineDialog extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null

  @state() protected kind: Kind = 'keep'
  @state() protected groupId = ''

  @query('dialog') protected dialog!: HTMLDialogElement

  async show(): Promise<void> {
    this.kind = 'keep'
    this.groupId = this.#groupThatAccepts()
    await this.updateComplete
    this.dialog.showModal()
  }

  /** Nothing is chosen beforehand where nobody would take the chats. */
  #groupThatAccepts(): string {
    const { desk } = this
    if (desk === null) return ''
    return [...desk.groups.values()].find((one) => othersAccepting(one, desk) > 0)?.groupId ?? ''
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { kind, groupId } = this
    if (kind === 'forward' && groupId === '') {
      this.renderRoot.querySelector<HTMLElement>('#group')?.focus()
      return
    }
    const choice: OfflineChoice = kind === 'forward' ? { kind, groupId } : { kind }
    this.dialog.close()
    this.dispatchEvent(deskEvent('parley-command', { type: 'goOffline', choice }))
  }

  readonly #stay = (): void => {
    this.dispatchEvent(new CustomEvent('parley-stay'))
  }

  override render() {
    const { desk } = this
    if (desk === null) return nothing
    const inHand = desk.me.inHand - desk.me.wrapUps.length
    return html`
      <dialog aria-labelledby="title" @cancel=${this.#stay}>
        <form @submit=${this.#onSubmit}>
          <div class="dialog-head">
            <h2 id="title">${msg('Go offline')}</h2>
            <p>
              ${plural(inHand, {
                one: msg('You have one chat in hand. What becomes of it?'),
                other: msg(str`You have ${number(inHand)} chats in hand. What becomes of them?`),
              })}
            </p>
          </div>
          <div class="dialog-body">
            ${this.#last(desk)}
            <fieldset class="choices" aria-label=${msg('What becomes of the chats in hand')}>
              ${choices().map(
                ({ kind, what, hint }) => html`
                  <label class="choice">
                    <input
                      type="radio"
                      name="kind"
                      value=${kind}
                      .checked=${this.kind === kind}
                      @change=${() => {
                        this.kind = kind
                      }}
                    />
                    <span class="what"><b>${what}</b><small>${hint}</small></span>
                  </label>
                  ${kind === 'forward' && this.kind === 'forward' ? this.#groups(desk) : nothing}
                `,
              )}
            </fieldset>
          </div>
          <div class="dialog-foot">
            <button
              type="button"
              class="button"
              @click=${() => {
                this.dialog.close()
                this.#stay()
              }}
            >
              ${desk.me.presence === 'online' ? msg('Stay online') : msg('Cancel')}
            </button>
            <button class="button primary">${msg('Go offline')}</button>
          </div>
        </form>
      </dialog>
    `
  }

  #groups(desk: DeskState): TemplateResult {
    return html`
      <div class="group">
        <label class="hidden-text" for="group">${msg('Group')}</label>
        <select
          id="group"
          @change=${(event: Event) => {
            if (event.target instanceof HTMLSelectElement) this.groupId = event.target.value
          }}
        >
          <option value="" disabled ?selected=${this.groupId === ''}>
            ${msg('Choose a group')}
          </option>
          ${[...desk.groups.values()].map(
            (group) =>
              html`<option value=${group.groupId} ?selected=${group.groupId === this.groupId}>
                ${group.name} (${acceptWords(othersAccepting(group, desk))},
                ${waitWords(group.waiting)})
              </option>`,
          )}
        </select>
        ${this.#warning(desk)}
      </div>
    `
  }

  #warning(desk: DeskState): TemplateResult | typeof nothing {
    const group = desk.groups.get(this.groupId)
    if (group === undefined || othersAccepting(group, desk) > 0) return nothing
    return html`<p class="warning" role="status">${icon('alert')} ${nobodyAccepts(group, desk)}</p>`
  }

  /** Says where nobody is left when I go. */
  #last(desk: DeskState): TemplateResult | typeof nothing {
    if (desk.me.notAccepting !== null) return nothing
    const groups = desk.me.groupIds
      .map((groupId) => desk.groups.get(groupId))
      .filter((group) => group !== undefined && group.accepting <= 1)
      .map((group) => msg(str`${group?.name} (${group?.waiting} waiting)`))
    if (groups.length === 0) return nothing
    return html`<p class="warning">
      ${icon('alert')} ${msg(str`You are the last one in ${enumerated(groups)}.`)}
    </p>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    css`
      .choice {
        grid-template-columns: auto minmax(0, 1fr);
      }
      .choice .what {
        grid-column: 2;
      }
      .group .warning {
        margin-block-start: 8px;
      }
      .group {
        padding: 4px 0 8px 26px;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-offline-dialog': OfflineDialog
  }
}
