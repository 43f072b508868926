import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { MAX_LINE_LENGTH } from '#protocol/limits'
import type { CustomerEntry, CustomerView } from '#protocol/customer-card'
import type { AgentView } from '#protocol/staff-views'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { deskEvent } from './desk-events.ts'
import { dialogStyles } from './dialog.styles.ts'
import {
  blockedWith,
  mergeCommand,
  partsOf,
  unverifiedOf,
  whyNoMerge,
  type MergeBar,
  type Side,
  type Two,
} from './merge-plan.ts'
import './merge-preview.ts'
import { customerName } from './names.ts'

/** Others are asked for when somebody has stopped typing for this long. */
const SEARCH_PAUSE_MS = 250

/**
 * Makes two customers one person: first who the other one is, then both side by side.
 *
 * @fires parley-find-customer - others are to be found; `detail.search`
 * @fires parley-compare - another customer is to be shown beside; `detail.customerId`, null for none
 * @fires parley-command - `mergeCustomers`
 */
@customElement('parley-merge-dialog')
export class MergeDialog extends LitElement {
  @property({ attribute: false }) customer: CustomerView | null = null
  /** Who was found; null while nobody is known yet. */
  @property({ attribute: false }) found: readonly CustomerEntry[] | null = null
  /** Who is shown beside; null before one was chosen, or while that one is loading. */
  @property({ attribute: false }) other: CustomerView | null = null
  @property() myRole: AgentView['role'] = 'agent'

  @state() protected stays: Side = 'first'
  @state() protected chosen: ReadonlyMap<string, Side> = new Map()
  @state() protected search = ''

  @query('dialog') protected dialog!: HTMLDialogElement
  @query('#search, parley-merge-preview') protected first!: HTMLElement | null

  protected readonly focusStays = new FocusStays(this, () => this.first)
  #pause: ReturnType<typeof setTimeout> | undefined

  /** Opens it anew, with those who may well be the same person. */
  async show(): Promise<void> {
    this.#begin(this.customer?.email ?? this.customer?.phone ?? '')
    await this.updateComplete
    this.renderRoot.querySelector('form')?.reset()
    this.dialog.showModal()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#pause)
  }

  #begin(search: string): void {
    this.search = search
    this.stays = 'first'
    this.chosen = new Map()
    this.#compare(null)
    this.#find()
  }

  #compare(customerId: string | null): void {
    this.dispatchEvent(new CustomEvent('parley-compare', { detail: { customerId } }))
  }

  #find(): void {
    clearTimeout(this.#pause)
    const search = this.search.trim()
    this.dispatchEvent(new CustomEvent('parley-find-customer', { detail: { search } }))
  }

  readonly #onSearch = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    this.search = event.target.value
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#find(), SEARCH_PAUSE_MS)
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { customer: first, other: second } = this
    if (first === null || second === null) return
    const two = { first, second }
    if (whyNoMerge(two, this.myRole) !== null) return
    this.dialog.close()
    this.dispatchEvent(deskEvent('parley-command', mergeCommand(two, this.stays, this.chosen)))
  }

  override render() {
    const { customer: first, other: second } = this
    if (first === null) return nothing
    const two = second === null ? null : { first, second }
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${this.#onSubmit}>
          <div class="dialog-head">
            <h2 id="title">${msg(str`Merge ${customerName(first)}`)}</h2>
            <p>
              ${msg('Two customers become one person for staff. Customers notice nothing: each goes on seeing only their own chats. It can be undone.')}
            </p>
          </div>
          <div class="dialog-body">${two === null ? this.#who(first) : this.#both(two)}</div>
          <div class="dialog-foot">
            ${
              two === null
                ? nothing
                : html`<button
                    type="button"
                    class="button quiet back"
                    @click=${() => this.#begin(this.search)}
                  >
                    ${icon('back')} ${msg('Someone else')}
                  </button>`
            }
            <button type="button" class="button" @click=${() => this.dialog.close()}>
              ${msg('Cancel')}
            </button>
            <button
              class="button primary"
              ?disabled=${two === null || whyNoMerge(two, this.myRole) !== null}
            >
              ${msg('Merge customers')}
            </button>
          </div>
        </form>
      </dialog>
    `
  }

  #who(first: CustomerView): TemplateResult {
    return html`
      <div class="find">
        <label for="search">${msg('Who is the same person?')}</label>
        <input
          dir="auto"
          id="search"
          type="search"
          placeholder=${msg('Name, e-mail, phone or id')}
          autocomplete="off"
          maxlength=${MAX_LINE_LENGTH}
          .value=${this.search}
          @input=${this.#onSearch}
          @keydown=${(event: KeyboardEvent) => {
            if (event.key !== 'Enter') return
            event.preventDefault()
            this.#find()
          }}
        />
      </div>
      ${this.#found(first)}
    `
  }

  #found(first: CustomerView): TemplateResult {
    if (this.found === null) {
      return html`<div class="skeleton" role="status" aria-label=${msg('Loading')}>
        <span></span><span></span><span></span>
      </div>`
    }
    const own = new Set(partsOf(first).map(({ customerId }) => customerId))
    const others = this.found.filter(({ customerId }) => !own.has(customerId))
    if (others.length === 0) {
      return html`<p class="nobody" role="status">
        ${msg('Nobody else is found. Fewer words find more.')}
      </p>`
    }
    return html`<ul class="others" aria-label=${msg('Customers')}>
      ${others.map((entry) => this.#entry(entry))}
    </ul>`
  }

  #entry(entry: CustomerEntry): TemplateResult {
    const { customerId, email, phone, channelName, isVerified } = entry
    return html`<li>
      <button type="button" class="other" @click=${() => this.#compare(customerId)}>
        <parley-avatar .key=${customerId} .name=${entry.customerName}></parley-avatar>
        <span class="what">
          <b dir="auto">${customerName(entry)}</b>
          <small dir="auto">${email ?? phone ?? msg('Gave no address')}</small>
        </span>
        <small class="side">
          ${channelName}
          ${isVerified ? html`<span>${icon('check')} ${msg('Verified')}</span>` : nothing}
        </small>
      </button>
    </li>`
  }

  #both(two: Two): TemplateResult {
    const bar = whyNoMerge(two, this.myRole)
    const [unverified, blocked] = [unverifiedOf(two), blockedWith(two)]
    return html`
      ${bar === null ? nothing : warning(barWords(bar))}
      ${
        bar !== null || unverified === null
          ? nothing
          : html`${warning(
                msg(
                  str`Nobody has proved that ${customerName(unverified)} is this person. What is verified stays as it is, and everything else of both will stand on one card.`,
                ),
              )}
              <label class="choice sure">
                <input type="checkbox" required />
                <span class="what">
                  ${msg(str`I know that ${customerName(unverified)} is not verified`)}
                </span>
              </label>`
      }
      ${
        blocked === null
          ? nothing
          : warning(
              blocked.hasOpenChat
                ? msg(
                    str`${customerName(blocked)} will be blocked too, and the open chat ends. Taking one out again unblocks nobody.`,
                  )
                : msg(
                    str`${customerName(blocked)} will be blocked too. Taking one out again unblocks nobody.`,
                  ),
            )
      }
      <parley-merge-preview
        .two=${two}
        .stays=${this.stays}
        .chosen=${this.chosen}
        @parley-stays=${({ detail }: CustomEvent<{ side: Side }>) => {
          this.stays = detail.side
        }}
        @parley-choose=${({ detail }: CustomEvent<{ key: string; side: Side }>) => {
          this.chosen = new Map(this.chosen).set(detail.key, detail.side)
        }}
      ></parley-merge-preview>
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    css`
      dialog {
        inline-size: min(620px, calc(100vw - 32px));
      }
      .find {
        display: grid;
        gap: 6px;
      }
      .find label {
        font-size: var(--size-12);
        font-weight: 600;
        color: var(--text-3);
      }
      .others {
        display: grid;
        gap: 2px;
        min-block-size: 120px;
        align-content: start;
      }
      .other {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        align-items: center;
        gap: 10px;
        inline-size: calc(100% + 20px);
        min-block-size: 48px;
        margin-inline: -10px;
        padding: 6px 10px;
        text-align: start;
        line-height: var(--leading-list);
        border-radius: var(--radius);
        --avatar-size: 32px;
      }
      .other:hover {
        background: var(--fill);
      }
      .what b,
      .what small {
        display: block;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .what b {
        font-weight: 600;
      }
      .other small {
        font-size: var(--size-12);
        color: var(--text-2);
      }
      .side {
        display: grid;
        gap: 2px;
        justify-items: end;
      }
      .side span {
        display: inline-flex;
        align-items: center;
        gap: 3px;
        color: var(--accent-text);
      }
      .side .icon {
        inline-size: 12px;
        block-size: 12px;
      }
      .nobody {
        min-block-size: 120px;
        padding-block: 24px;
        text-align: center;
        color: var(--text-2);
      }
      .skeleton {
        display: grid;
        gap: 8px;
        min-block-size: 120px;
      }
      .skeleton span {
        block-size: 40px;
        border-radius: var(--radius);
        background: var(--fill);
      }
      .choice.sure {
        grid-template-columns: auto minmax(0, 1fr);
      }
      .choice.sure .what {
        grid-column: 2;
      }
      .back {
        margin-inline-end: auto;
      }
    `,
  ]
}

function warning(words: string): TemplateResult {
  return html`<p class="warning">${icon('alert')}<span>${words}</span></p>`
}

function barWords(bar: MergeBar): string {
  switch (bar) {
    case 'samePerson':
      return msg('These are one person already.')
    case 'twoIdentities':
      return msg('Both are verified on the same channel: they are two people.')
    case 'leadsOnly':
      return msg('One of them is verified: a supervisor or an administrator has to do this.')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-merge-dialog': MergeDialog
  }
}
