import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { CustomerPage } from '#protocol/customer-card'
import type { DeskState } from '../client/desk-state.ts'
import { customersAddress } from '../desk/customers-address.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { agentName } from '../desk/names.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import { Asked } from './asked.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import type { Column } from './data-table.ts'
import { Loaded } from './loaded.ts'
import { question } from './question.ts'
import type { Run } from './run.ts'
import { listOf } from './shelf.ts'

type Blocked = CustomerPage['customers'][number]

const ASKED = { search: '', blocked: true }

/** Whom agents do not serve any more: why, by whom, and the way back. */
@customElement('parley-blocked-page')
export class BlockedPage extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'customers'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) now: () => number = Date.now

  protected readonly focusStays = new FocusStays(this)
  readonly #unblocked = new Asked<Blocked>(this)
  readonly #loaded = new Loaded<CustomerPage>(
    this,
    () => this.desk?.account.accountId ?? null,
    (accountId) => this.rest?.customers(accountId, ASKED, null),
  )

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
            @click=${() => void this.#unblocked.ask(one)}
          >
            ${msg('Unblock …')}
          </button>`,
      },
    ]
  }

  override render() {
    const { value, says } = this.#loaded
    const { one, refused } = this.#unblocked
    return html`
      ${listOf<Blocked>({
        page: 'blocked',
        label: msg('Blocked customers'),
        columns: this.#columns(),
        rows: value?.customers ?? null,
        keyOf: ({ customerId }) => customerId,
        empty: msg('Nobody is blocked.'),
        says,
      })}
      ${
        value === null || value.next === null
          ? nothing
          : html`<p class="more">
              <button class="button" @click=${() => void this.#more(value)}>
                ${msg('Load more')}
              </button>
            </p>`
      }
      ${question({
        title: msg(str`Unblock ${one?.customerName ?? ''}?`),
        says: msg('Agents serve this customer again from the next message on.'),
        verb: msg('Unblock'),
        refused,
        answer: () => void this.#unblock(),
      })}
    `
  }

  async #more({ customers, next }: CustomerPage): Promise<void> {
    const accountId = this.desk?.account.accountId
    if (accountId === undefined) return
    const answer = await this.rest?.customers(accountId, ASKED, next)
    if (answer?.ok !== true) return
    this.#loaded.put({ ...answer.value, customers: [...customers, ...answer.value.customers] })
  }

  async #unblock(): Promise<void> {
    const isDone = await this.#unblocked.carryOut(async ({ customerId }) =>
      this.run?.({ type: 'unblockCustomer', customerId }),
    )
    const { value } = this.#loaded
    if (!isDone || value === null) return
    const left = value.customers.filter((one) => one !== this.#unblocked.one)
    this.#loaded.put({ ...value, customers: left })
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
