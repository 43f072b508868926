import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { CustomerCursor, CustomerPage } from '#protocol/customer-card'
import type { DeskState } from '../client/desk-state.ts'
import { customersAddress } from '../desk/customers-address.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { agentName } from '../desk/names.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { pageHead } from './page-head.ts'
import { question, questionOf } from './question.ts'
import type { Run } from './run.ts'

type Blocked = CustomerPage['customers'][number]

/** Whom agents do not serve any more: why, by whom, and the way back. */
@customElement('parley-blocked-page')
export class BlockedPage extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'customers'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) now: () => number = Date.now

  /** Null while they are asked for. */
  @state() protected customers: readonly Blocked[] | null = null
  @state() protected next: CustomerCursor | null = null
  @state() protected says: string | null = null
  /** Whom one is asked about. */
  @state() protected chosen: Blocked | null = null
  @state() protected refused: string | null = null

  protected readonly focusStays = new FocusStays(this)
  #accountId: string | null = null

  protected override willUpdate(changed: PropertyValues<this>): void {
    const accountId = this.desk?.account.accountId ?? null
    if (!changed.has('desk') || accountId === this.#accountId) return
    this.#accountId = accountId
    void this.#load(null)
  }

  async #load(after: CustomerCursor | null): Promise<void> {
    const accountId = this.#accountId
    if (this.rest === null || accountId === null) return
    const answer = await this.rest.customers(accountId, { search: '', blocked: true }, after)
    if (!answer.ok) {
      this.says = answer.refusal.says
      this.customers ??= []
      return
    }
    this.says = null
    const before = after === null ? [] : (this.customers ?? [])
    this.customers = [...before, ...answer.value.customers]
    this.next = answer.value.next
  }

  #columns(): Column<Blocked>[] {
    const by = (one: Blocked) => agentName(this.desk, one.block?.by.split(':')[1] ?? null)
    return [
      {
        id: 'customer',
        title: msg('Customer'),
        value: ({ customerName }) => customerName,
        cell: ({ customerId, customerName }) =>
          html`<a href=${customersAddress(customerId)}>${customerName}</a>`,
      },
      { id: 'reason', title: msg('Reason'), value: ({ block }) => block?.reason ?? '' },
      {
        id: 'message',
        title: msg('What the customer was told'),
        folds: true,
        value: ({ block }) => block?.message ?? '',
      },
      { id: 'by', title: msg('By'), folds: true, value: by },
      {
        id: 'at',
        title: msg('When'),
        value: ({ block }) => block?.at ?? 0,
        cell: ({ block }) =>
          block === null
            ? ''
            : html`<time title=${exactTime(block.at)}>${dayAndTime(block.at, this.now())}</time>`,
      },
      {
        id: 'unblock',
        title: msg('Actions'),
        isAction: true,
        value: () => '',
        cell: (one) =>
          html`<button
            class="button"
            aria-label=${msg(str`Unblock ${one.customerName}`)}
            @click=${() => void this.#ask(one)}
          >
            ${msg('Unblock …')}
          </button>`,
      },
    ]
  }

  async #ask(one: Blocked): Promise<void> {
    this.chosen = one
    this.refused = null
    await this.updateComplete
    questionOf(this.renderRoot).showModal()
  }

  override render() {
    const { chosen } = this
    return html`
      ${pageHead('blocked')}
      ${this.says === null ? nothing : html`<p class="problem" role="alert">${this.says}</p>`}
      <parley-data-table
        .label=${msg('Blocked customers')}
        .columns=${this.#columns()}
        .rows=${this.customers}
        .keyOf=${(one: Blocked) => one.customerId}
        .empty=${msg('Nobody is blocked.')}
      ></parley-data-table>
      ${
        this.next === null
          ? nothing
          : html`<p class="more">
              <button class="button" @click=${() => void this.#load(this.next)}>
                ${msg('Load more')}
              </button>
            </p>`
      }
      ${question({
        title: msg(str`Unblock ${chosen?.customerName ?? ''}?`),
        says: msg('Agents serve this customer again from the next message on.'),
        verb: msg('Unblock'),
        refused: this.refused,
        answer: () => void this.#unblock(),
      })}
    `
  }

  async #unblock(): Promise<void> {
    const { chosen } = this
    if (chosen === null) return
    const settled = await this.run?.({ type: 'unblockCustomer', customerId: chosen.customerId })
    if (settled === undefined) return
    this.refused = settled.ok ? null : settled.refusal.says
    if (!settled.ok) return
    questionOf(this.renderRoot).close()
    this.customers = this.customers?.filter((one) => one !== chosen) ?? null
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    consolePageStyles,
    css`
      .more {
        margin-block-start: 16px;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-blocked-page': BlockedPage
  }
}
