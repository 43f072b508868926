import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { CustomerView, KnownValue } from '#protocol/customer-card'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { icon } from '../elements/icon.ts'
import { enumerated, plural } from '../locales/formats.ts'
import {
  compared,
  isConflict,
  partsOf,
  shownSide,
  type Compared,
  type Side,
  type Two,
} from './merge-plan.ts'
import { customerName } from './names.ts'

const SIDES: readonly Side[] = ['first', 'second']

/**
 * Two customers side by side: what is known of each, with where it is from, and which of it is going
 * to be shown.
 *
 * @fires parley-stays - another one is to stand for both; `detail.side`
 * @fires parley-choose - another value is to be shown; `detail.key`, `detail.side`
 */
@customElement('parley-merge-preview')
export class MergePreview extends LitElement {
  @property({ attribute: false }) two: Two | null = null
  @property() stays: Side = 'first'
  @property({ attribute: false }) chosen: ReadonlyMap<string, Side> = new Map()

  /** Puts the focus on who stays. */
  override focus(): void {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector<HTMLInputElement>('input:checked')?.focus()
    })
  }

  override render() {
    const { two } = this
    if (two === null) return nothing
    return html`
      <fieldset class="pair heads">
        <legend>${msg('Who stays')}</legend>
        ${SIDES.map((side) => this.#head(two[side], side))}
      </fieldset>
      ${compared(two).map((row) => this.#row(row))}
      <div class="pair facts">${SIDES.map((side) => this.#facts(two[side]))}</div>
    `
  }

  #head(customer: CustomerView, side: Side): TemplateResult {
    const channels = [...new Set(partsOf(customer).map(({ channelName }) => channelName))]
    return html`<label class="head">
      <input
        type="radio"
        name="stays"
        .checked=${this.stays === side}
        @change=${() => this.#say('parley-stays', { side })}
      />
      <parley-avatar .key=${customer.customerId} .name=${customer.customerName}></parley-avatar>
      <span class="who">
        <b dir="auto">${customerName(customer)}</b>
        <small>${enumerated(channels)}</small>
        <small class="verified"
          >${
            customer.isVerified
              ? html`${icon('check')} ${msg('Verified')}`
              : html`${msg('Not verified')}`
          }</small
        >
      </span>
    </label>`
  }

  #row(row: Compared): TemplateResult {
    const shown = shownSide(row, this.stays, this.chosen)
    const isOpen = isConflict(row) && row.fast === null
    return html`<fieldset class="pair values">
      <legend>${row.field === null ? row.name : fieldWords(row.field)}</legend>
      ${SIDES.map((side) => this.#value(row, side, shown === side, isOpen))}
    </fieldset>`
  }

  #value(row: Compared, side: Side, isShown: boolean, isOpen: boolean): TemplateResult {
    const known = row[side]
    if (known === null) return html`<span class="value none">–</span>`
    const words = html`<span class="words">
      <bdi>${known.value}</bdi>
      <small>${sourceWords(known)}</small>
    </span>`
    if (!isOpen) {
      return html`<span class="value" ?data-shown=${isShown}
        >${words}${
          isShown ? nothing : html`<span class="hidden-text">${msg('is not shown')}</span>`
        }</span
      >`
    }
    return html`<label class="value" ?data-shown=${isShown}>
      <input
        type="radio"
        name=${row.key}
        .checked=${isShown}
        @change=${() => this.#say('parley-choose', { key: row.key, side })}
      />
      ${words}
    </label>`
  }

  #facts({ chats, notes, blocks }: CustomerView): TemplateResult {
    const open = chats.filter((chat) => chat.open).length
    const facts = [
      plural(chats.length, { one: msg('1 chat'), other: msg(str`${chats.length} chats`) }),
      ...(open === 0 ? [] : [msg(str`${open} open`)]),
      plural(notes.length, { one: msg('1 note'), other: msg(str`${notes.length} notes`) }),
      ...(blocks.length === 0
        ? []
        : [
            plural(blocks.length, {
              one: msg('1 block'),
              other: msg(str`${blocks.length} blocks`),
            }),
          ]),
    ]
    return html`<span>${facts.join(' · ')}</span>`
  }

  #say(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail }))
  }

  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 10px;
        font-size: var(--size-13);
        line-height: var(--leading-list);
      }
      .pair {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 8px;
        margin: 0;
        padding: 0;
        border: 0;
        min-inline-size: 0;
      }
      legend {
        padding: 0 0 3px;
        font-size: var(--size-12);
        font-weight: 600;
        color: var(--text-3);
        overflow-wrap: anywhere;
      }
      .head,
      .value {
        display: flex;
        gap: 8px;
        min-inline-size: 0;
        padding: 7px 10px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        color: var(--text-2);
        overflow-wrap: anywhere;
      }
      .head {
        align-items: flex-start;
        padding: 10px;
        --avatar-size: 32px;
      }
      label {
        cursor: pointer;
      }
      label:hover {
        background: var(--fill);
      }
      label:has(:focus-visible) {
        outline: 2px solid var(--ring);
        outline-offset: 1px;
      }
      label input:focus-visible {
        outline: none;
      }
      .head:has(:checked),
      .value[data-shown] {
        border-color: var(--accent-text);
        background: var(--accent-soft);
        color: var(--text);
      }
      input {
        flex: none;
        margin: 2px 0 0;
        accent-color: var(--accent);
      }
      .who,
      .words {
        display: grid;
        gap: 1px;
        min-inline-size: 0;
      }
      .who b {
        font-weight: 600;
        color: var(--text);
      }
      small {
        font-size: var(--size-12);
        color: var(--text-2);
      }
      .verified {
        display: flex;
        align-items: center;
        gap: 3px;
      }
      .verified .icon {
        inline-size: 12px;
        block-size: 12px;
        color: var(--accent-text);
      }
      .none {
        border-style: dashed;
        color: var(--text-3);
      }
      .facts {
        font-size: var(--size-12);
        color: var(--text-2);
      }
      .facts span {
        padding-inline: 10px;
      }
      @media (pointer: coarse) {
        .head,
        .value {
          min-block-size: 44px;
        }
      }
    `,
  ]
}

function fieldWords(field: NonNullable<Compared['field']>): string {
  switch (field) {
    case 'name':
      return msg('Name')
    case 'email':
      return msg('E-mail')
    case 'phone':
      return msg('Phone')
    case 'language':
      return msg('Language')
  }
}

function sourceWords({ from }: KnownValue): string {
  switch (from) {
    case 'verified':
      return msg('From a signed identity')
    case 'customer':
      return msg('From the customer')
    case 'staff':
      return msg('From staff')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-merge-preview': MergePreview
  }
}
