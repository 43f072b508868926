import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { FoundCustomer, FoundLine } from '#protocol/rest'
import type { DeskState } from '../client/desk-state.ts'
import { foundKey, type Found, type SearchReader } from '../client/search-reader.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'
import { agoTime, exactTime } from '../elements/times.ts'
import { VirtualRows } from '../elements/virtual-rows.ts'
import { virtualRowsStyles } from '../elements/virtual-rows.styles.ts'
import { addressOf, beside, type Stop } from './address.ts'
import { chatListStyles } from './chat-list.styles.ts'
import { chatRowStyles } from './chat-row.styles.ts'
import { markedText } from './marked-text.ts'
import { authorName, customerName, groupName } from './names.ts'
import './search-field.ts'
import { number } from '../locales/formats.ts'

/** Heights of what was found, as multiples of the page's font size. */
const LINE_REM = 5.75
const CUSTOMER_REM = 4.5

/** The next page is asked for when fewer rows than this are left below. */
const READ_AHEAD_ROWS = 15

/** What words were found in: customers, then messages and comments; a row leads to its place. */
@customElement('parley-search-list')
export class SearchList extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) search: SearchReader | null = null
  /** What is looked for. */
  @property() text = ''
  @property() selected: string | null = null
  /** The sequence of the line that is looked at. */
  @property({ type: Number }) at: number | null = null
  /** Whether it shows the field too: there is no room for it elsewhere. */
  @property({ type: Boolean }) field = false
  @property({ attribute: false }) now: () => number = () => Date.now()

  @query('.rows') protected scroller!: HTMLElement | null

  protected readonly subscription = new Subscription(this, () => this.search)
  readonly #virtual = new VirtualRows<Found>(this, {
    scroller: () => this.scroller,
    keyOf: foundKey,
    heightRem: ({ kind }) => (kind === 'customer' ? CUSTOMER_REM : LINE_REM),
  })

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('text') && this.hasUpdated) this.#virtual.reset()
  }

  protected override updated(): void {
    const { search } = this
    if (search?.hasMore && search.refusal === null && this.#virtual.rowsBelow < READ_AHEAD_ROWS) {
      void search.more()
    }
  }

  /** What was found above or below of what is looked at; null at the end. */
  neighbour(step: 1 | -1): Stop | null {
    const found = (this.search?.items ?? []).filter((one) => stopOf(one) !== null)
    const at = found.findIndex((one) => this.#isSelected(one))
    const one = beside(found, at, step)
    return one === null ? null : stopOf(one)
  }

  /** Puts the focus on the row where it was last. */
  focusRows(): void {
    this.#virtual.focusActive()
  }

  override render() {
    return html`
      <div class="head">
        <div class="title-line">
          <h2>${msg('Search')}</h2>
          <a
            class="button quiet icon-only"
            href=${addressOf({ tab: 'mine', chatId: null })}
            aria-label=${msg('Close the search')}
            >${icon('close')}</a
          >
        </div>
        ${this.field ? html`<parley-search-field .text=${this.text}></parley-search-field>` : nothing}
      </div>
      <div class="rows">${this.#rows()}</div>
    `
  }

  #rows(): TemplateResult {
    const { search } = this
    const found = search?.items ?? []
    if (this.text.trim() === '') {
      return html`<div class="empty">
        ${icon('search')}
        <p class="title">${msg('Look for words')}</p>
        <p>${msg('In messages, comments and customers, of open and closed chats.')}</p>
      </div>`
    }
    if (found.length === 0) {
      if (search?.refusal) return this.#failed()
      if (search === null || search.isLoading || search.asked !== this.text) {
        return html`<ul class="skeleton" aria-label=${msg('Loading')} aria-busy="true">
          ${[0, 1, 2, 3].map(() => html`<li><i></i><b></b><b></b></li>`)}
        </ul>`
      }
      return html`<div class="empty" role="status">
        ${icon('search')}
        <p class="title">${msg('Nothing found')}</p>
        <p>${msg('Words are found by how they begin. What you may not read is not found.')}</p>
      </div>`
    }
    return html`
      ${this.#virtual.render(
        found,
        this.#selectedKey(found),
        (one, { isTabbable }) =>
          one.kind === 'customer'
            ? this.#customer(one.customer, isTabbable)
            : this.#line(one.line, isTabbable),
        msg('Found'),
      )}
      ${search?.refusal ? this.#failed() : nothing}
      <p class="hidden-text" role="status">
        ${
          search?.isLoading
            ? msg('Loading')
            : search?.hasMore
              ? msg(str`${number(found.length)} found, more below`)
              : msg(str`${number(found.length)} found`)
        }
      </p>
    `
  }

  #selectedKey(found: readonly Found[]): string | null {
    const selected = found.find((one) => this.#isSelected(one))
    return selected === undefined ? null : foundKey(selected)
  }

  #isSelected(one: Found): boolean {
    const stop = stopOf(one)
    return stop !== null && stop.chatId === this.selected && (stop.at ?? null) === this.at
  }

  #customer(customer: FoundCustomer, isTabbable: boolean): TemplateResult {
    const { name, email, marks, chats } = customer
    const [chat] = chats
    const called = chat === undefined ? '' : customerName(chat)
    const title = name ?? email ?? called
    const chatId = chat?.chatId ?? null
    return html`<a
      class="row"
      href=${addressOf({ tab: 'search', chatId, query: { text: this.text } })}
      aria-current=${this.#isSelected({ kind: 'customer', customer }) ? 'true' : nothing}
      tabindex=${isTabbable ? 0 : -1}
    >
      <parley-avatar .key=${chat?.customerId ?? ''} .name=${title}></parley-avatar>
      <span class="first">
        <span class="name" dir="auto"
          >${
            name === null ? markedText(email ?? title, marks.email) : markedText(name, marks.name)
          }</span
        >
      </span>
      <span class="second">
        <span class="preview" dir="auto"
          >${name !== null && email !== null ? markedText(email, marks.email) : called}</span
        >
      </span>
      <span class="third">
        <span class="place"
          >${msg('Customer')} ·
          ${chat?.open ? msg('in a chat now') : msg('newest chat is closed')}</span
        >
      </span>
    </a>`
  }

  #line(line: FoundLine, isTabbable: boolean): TemplateResult {
    const { chat, seq, at, excerpt, marks, author, kind } = line
    const isMine = author === `agent:${this.desk?.me.agentId}`
    const name = isMine ? msg('You') : authorName(this.desk, chat, author)
    const who = author.startsWith('customer:') ? '' : `${name} · `
    const where = `${groupName(this.desk, chat.groupId)} · ${chat.open ? msg('open') : msg('closed')}`
    return html`<a
      class="row ${kind}"
      href=${addressOf({ tab: 'search', chatId: chat.chatId, at: seq, query: { text: this.text } })}
      aria-current=${this.#isSelected({ kind: 'line', line }) ? 'true' : nothing}
      tabindex=${isTabbable ? 0 : -1}
    >
      <parley-avatar .key=${chat.customerId} .name=${chat.customerName}></parley-avatar>
      <span class="first">
        <span class="name" dir="auto">${customerName(chat)}</span>
        <time class="time" datetime=${new Date(at).toISOString()} title=${exactTime(at)}
          >${agoTime(at, this.now())}</time
        >
      </span>
      <span class="excerpt" dir="auto">${markedText(excerpt, marks)}</span>
      <span class="third">
        <span class="place"
          >${kind === 'comment' ? html`<span class="tag">${msg('Comment')}</span> ` : nothing}${who}${where}</span
        >
      </span>
    </a>`
  }

  #failed(): TemplateResult {
    const { search } = this
    return html`<div class="empty" role="alert">
      ${icon('alert')}
      <p class="title">${msg('The search did not go through')}</p>
      <p>${search?.refusal?.says}</p>
      <button
        class="button"
        @click=${() => void (search?.items.length === 0 ? search.ask(this.text) : search?.more())}
      >
        ${msg('Try again')}
      </button>
    </div>`
  }

  static override styles = [
    base,
    buttons,
    chatListStyles,
    chatRowStyles,
    virtualRowsStyles,
    css`
      .title-line {
        display: flex;
        align-items: center;
        justify-content: space-between;
        padding-inline-start: 8px;
      }
      h2 {
        font-size: var(--size-14);
      }
      parley-search-field {
        margin-block-start: 8px;
      }
      .excerpt {
        margin-block-start: 3px;
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        font-size: var(--size-13);
        color: var(--text-2);
        overflow-wrap: anywhere;
      }
      .row > parley-avatar {
        grid-row: 1 / 4;
      }
      mark {
        background: none;
        color: var(--accent-text);
        font-weight: 600;
        text-decoration: underline;
        text-decoration-thickness: 2px;
        text-underline-offset: 2px;
      }
      .tag {
        padding-inline: 5px;
        border-radius: 4px;
        background: var(--comment);
        color: var(--comment-text);
      }
      .empty .button {
        margin-block-start: 12px;
      }
    `,
  ]
}

/** Where something that was found leads to; null where nobody is in a chat that may be read. */
function stopOf(one: Found): Stop | null {
  if (one.kind === 'line') return { chatId: one.line.chat.chatId, at: one.line.seq }
  const [chat] = one.customer.chats
  return chat === undefined ? null : { chatId: chat.chatId }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-search-list': SearchList
  }
}
