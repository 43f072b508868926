import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { MAX_LINE_LENGTH } from '#protocol/limits'
import type { CustomerEntry, CustomerView } from '#protocol/customer-card'
import type { StaffClient } from '../client/staff-client.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import './customer-block.ts'
import './customer-chats.ts'
import './customer-details.ts'
import './customer-notes.ts'
import './customer-parts.ts'
import { customersAddress } from './customers-address.ts'
import { customersPageStyles } from './customers-page.styles.ts'
import { nothingStyles } from './nothing.styles.ts'
import { deskEvent } from './desk-events.ts'
import './erase-dialog.ts'
import './merge-dialog.ts'
import type { MergeDialog } from './merge-dialog.ts'
import type { EraseDialog } from './erase-dialog.ts'
import { chatCount } from './chat-count.ts'
import { customerName } from './names.ts'

/** A list is asked for when somebody has stopped typing for this long. */
const SEARCH_PAUSE_MS = 250

/**
 * The customers of an account: a list that one searches, and one of them with all that is known.
 *
 * @fires parley-command - what changes a customer
 * @fires parley-dialog - the customer is to be blocked
 */
@customElement('parley-customers-page')
export class CustomersPage extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null

  /** Who is looked at; null for the list alone. */
  @property() customer: string | null = null

  /** Whether there is room for one column only. */
  @property({ type: Boolean, reflect: true }) narrow = false

  @state() protected search = ''
  @state() protected blocked = false
  /** Who may be the same person as who is looked at. */
  @state() protected found: readonly CustomerEntry[] | null = null
  @state() protected comparedId: string | null = null

  @query('parley-erase-dialog') protected eraseDialog!: EraseDialog
  @query('parley-merge-dialog') protected mergeDialog!: MergeDialog

  protected readonly subscription = new Subscription(this, () => this.client)
  protected readonly focusStays = new FocusStays(this)
  #pause: ReturnType<typeof setTimeout> | undefined
  #asked = 0

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    clearTimeout(this.#pause)
  }

  protected override willUpdate(_changed: PropertyValues<this>): void {
    if (this.client?.desk == null) return
    if (this.client.customers.list === null) this.#ask()
    if (this.customer !== null) this.client.customers.open(this.customer)
  }

  #ask(): void {
    clearTimeout(this.#pause)
    const { blocked } = this
    this.client?.customers.search({ search: this.search.trim(), blocked })
  }

  readonly #onSearch = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return
    this.search = event.target.value
    clearTimeout(this.#pause)
    this.#pause = setTimeout(() => this.#ask(), SEARCH_PAUSE_MS)
  }

  async #find(search: string): Promise<void> {
    this.found = null
    const asked = (this.#asked += 1)
    const found = (await this.client?.customers.find(search)) ?? []
    // Other words were asked for meanwhile.
    if (asked === this.#asked) this.found = found
  }

  #compare(customerId: string | null): void {
    this.comparedId = customerId
    if (customerId !== null) this.client?.customers.open(customerId)
  }

  #compared(): CustomerView | null {
    const opened = this.comparedId === null ? null : this.client?.customers.get(this.comparedId)
    return opened?.kind === 'ready' ? opened.customer : null
  }

  readonly #onRowKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')]
    const at = rows.findIndex((row) => row === event.target)
    event.preventDefault()
    rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus()
  }

  #filter(blocked: boolean): void {
    this.blocked = blocked
    this.#ask()
  }

  override render() {
    return html`
      <section class="list" aria-label=${msg('Customers')} data-behind=${this.customer !== null}>
        ${this.#head()} ${this.#rows()}
      </section>
      <main class="one" data-behind=${this.customer === null}>${this.#one()}</main>
    `
  }

  #head(): TemplateResult {
    const leads = this.client?.desk != null && this.client.desk.me.role !== 'agent'
    return html`<div class="head">
      <h1>${msg('Customers')}</h1>
      <div class="search">
        ${icon('search')}
        <input
          dir="auto"
          type="search"
          aria-label=${msg('Search customers')}
          placeholder=${msg('Name, e-mail, phone or id')}
          maxlength=${MAX_LINE_LENGTH}
          .value=${this.search}
          @input=${this.#onSearch}
          @change=${() => this.#ask()}
        />
      </div>
      ${
        leads
          ? html`<div class="filter" role="group" aria-label=${msg('Which customers')}>
              ${[false, true].map(
                (blocked) =>
                  html`<button
                    aria-pressed=${this.blocked === blocked}
                    @click=${() => this.#filter(blocked)}
                  >
                    ${blocked ? msg('Blocked') : msg('All')}
                  </button>`,
              )}
            </div>`
          : nothing
      }
    </div>`
  }

  #rows(): TemplateResult {
    const list = this.client?.customers.list ?? null
    if (list?.refusal != null) {
      return html`<div class="nothing" role="status">
        <p class="title">${msg('The list did not load')}</p>
        <p>${list.refusal.says}</p>
        <button class="button" @click=${() => this.#ask()}>${msg('Try again')}</button>
      </div>`
    }
    if (list === null || list.customers === null) {
      return html`<div class="skeleton" role="status" aria-label=${msg('Loading')}>
        ${[1, 2, 3, 4].map(() => html`<span></span>`)}
      </div>`
    }
    if (list.customers.length === 0) return this.#empty(list.query.search)
    return html`<ul class="rows" @keydown=${this.#onRowKey}>
        ${repeat(
          list.customers,
          ({ customerId }) => customerId,
          (entry) => this.#row(entry),
        )}
      </ul>
      ${
        list.next === null
          ? nothing
          : html`<button
              class="button more"
              ?disabled=${list.loading}
              @click=${() => this.client?.customers.more()}
            >
              ${list.loading ? msg('Loading') : msg('Show more')}
            </button>`
      }`
  }

  #empty(search: string): TemplateResult {
    const [title, hint] =
      search !== ''
        ? [
            msg('Nobody is found'),
            msg('Each word finds the beginning of a word of the name or address.'),
          ]
        : this.blocked
          ? [msg('Nobody is blocked'), msg('Whoever is blocked appears here.')]
          : [msg('No customers yet'), msg('Customers of chats that you may read appear here.')]
    return html`<div class="nothing" role="status">
      ${icon('customer')}
      <p class="title">${title}</p>
      <p>${hint}</p>
    </div>`
  }

  #row(entry: CustomerEntry): TemplateResult {
    const { customerId, email, phone, createdAt, lastClosedAt } = entry
    const at = lastClosedAt ?? createdAt
    const second =
      entry.erasedAt !== null ? msg('Erased') : (email ?? phone ?? msg('Gave no address'))
    return html`<li>
      <a
        class="row"
        href=${customersAddress(customerId)}
        aria-current=${customerId === this.customer ? 'true' : nothing}
      >
        <parley-avatar .key=${customerId} .name=${entry.customerName}></parley-avatar>
        <span class="words">
          <span class="name" dir="auto">${customerName(entry)}</span>
          <span class="second" dir="auto">${second}</span>
        </span>
        <span class="facts">
          <time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
            >${dayAndTime(at, this.#now())}</time
          >
          ${
            entry.block === null
              ? entry.hasOpenChat
                ? html`<span class="mark open">${msg('Open chat')}</span>`
                : nothing
              : html`<span class="mark blocked">${icon('block')}${msg('Blocked')}</span>`
          }
        </span>
      </a>
    </li>`
  }

  readonly #now = (): number => this.client?.now() ?? Date.now()

  #one(): TemplateResult {
    const { customer: customerId, client } = this
    if (customerId === null) {
      return html`<div class="nothing">
        ${icon('customer')}
        <p class="title">${msg('Nobody is chosen')}</p>
        <p>${msg('Choose a customer from the list.')}</p>
      </div>`
    }
    const opened = client?.customers.get(customerId) ?? { kind: 'loading' as const }
    const back = this.narrow
      ? html`<a
          class="button quiet icon-only back"
          href=${customersAddress()}
          aria-label=${msg('Back to the list')}
          >${icon('back')}</a
        >`
      : nothing
    switch (opened.kind) {
      case 'loading':
        return html`${back}
          <div class="skeleton" role="status" aria-label=${msg('Loading')}>
            <span></span><span></span>
          </div>`
      case 'refused':
        return html`${back}
          <div class="nothing" role="status">
            ${icon('customer')}
            <p class="title">${msg('This customer is not here')}</p>
            <p>${msg('There is nobody by this address, or not for you.')}</p>
          </div>`
      case 'ready':
        return html`<div class="top">${back}${this.#top(opened.customer)}</div>
          ${this.#known(opened.customer)}
          <parley-erase-dialog .customer=${opened.customer}></parley-erase-dialog>
          <parley-merge-dialog
            .customer=${opened.customer}
            .found=${this.found}
            .other=${this.#compared()}
            .myRole=${client?.desk?.me.role ?? 'agent'}
            @parley-find-customer=${({ detail }: CustomEvent<{ search: string }>) =>
              void this.#find(detail.search)}
            @parley-compare=${({ detail }: CustomEvent<{ customerId: string | null }>) =>
              this.#compare(detail.customerId)}
          ></parley-merge-dialog>`
    }
  }

  #top(customer: CustomerView): TemplateResult {
    const { customerId, erasedAt, block } = customer
    const chats = chatCount(customer.chats.length)
    const lastChat = customer.chats.find(({ access }) => access === 'full')
    const mayBlock =
      lastChat !== undefined && block === null && this.client?.desk?.me.role !== 'agent'
    return html`
      <parley-avatar .key=${customerId} .name=${customer.customerName}></parley-avatar>
      <div class="who">
        <h2 dir="auto">${customerName(customer)}</h2>
        <p>
          ${msg(str`${chats} over ${customer.channelName}`)} · <span class="id">${customerId}</span>
        </p>
      </div>
      <div class="acts">
        <button class="button quiet" @click=${() => void this.mergeDialog.show()}>
          ${icon('customer')}${msg('Merge')}
        </button>
        ${
          mayBlock
            ? html`<button
                class="button quiet danger"
                @click=${() =>
                  this.dispatchEvent(
                    deskEvent('parley-dialog', { kind: 'block', chatId: lastChat.chatId }),
                  )}
              >
                ${icon('block')}${msg('Block customer')}
              </button>`
            : nothing
        }
        ${
          customer.mayErase && !isEmpty(customer)
            ? html`<button class="button quiet danger" @click=${() => void this.eraseDialog.show()}>
                ${msg('Erase customer')}
              </button>`
            : nothing
        }
      </div>
      ${
        erasedAt === null
          ? nothing
          : html`<p class="tombstone" role="status">
              ${msg(str`Erased on ${exactTime(erasedAt)}`)}
            </p>`
      }
    `
  }

  #known(customer: CustomerView): TemplateResult {
    const desk = this.client?.desk ?? null
    const parts = { customer, desk, now: this.#now }
    return html`<div class="known">
      <div class="column">
        ${
          customer.block === null
            ? nothing
            : html`<parley-customer-block
                .customer=${parts.customer}
                .desk=${parts.desk}
                .now=${parts.now}
              ></parley-customer-block>`
        }
        <section>
          <h3>${msg('Details')}</h3>
          <parley-customer-details .customer=${customer}></parley-customer-details>
        </section>
        ${
          customer.parts.length === 0
            ? nothing
            : html`<section>
                <h3>${msg('One person')}</h3>
                <parley-customer-parts .customer=${customer}></parley-customer-parts>
              </section>`
        }
        <section>
          <h3>${msg('Notes')}</h3>
          <parley-customer-notes
            .customer=${parts.customer}
            .desk=${parts.desk}
            .now=${parts.now}
          ></parley-customer-notes>
        </section>
      </div>
      <section class="column">
        <h3>${msg('What happened')}</h3>
        <parley-customer-chats
          whole
          .customer=${parts.customer}
          .desk=${parts.desk}
          .now=${parts.now}
        ></parley-customer-chats>
      </section>
    </div>`
  }

  static override styles = [base, buttons, fields, nothingStyles, customersPageStyles]
}

/** Whether nothing is left to erase: no chat went on after the last time, and nothing is known. */
function isEmpty({ erasedAt, chats, notes, blocks, details }: CustomerView): boolean {
  if (erasedAt === null) return false
  const { name, email, phone, language, attributes } = details
  const isKnown = [name, email, phone, language].some((known) => known !== null)
  const isOld = chats.every(({ closedAt }) => closedAt !== null && closedAt <= erasedAt)
  const isQuiet = blocks.every(({ at }) => at <= erasedAt)
  return isOld && isQuiet && !isKnown && attributes.length === 0 && notes.length === 0
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-customers-page': CustomersPage
  }
}
