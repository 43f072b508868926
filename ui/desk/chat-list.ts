import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ChatView } from '#protocol/staff-views'
import type { ArchiveReader } from '../client/archive-reader.ts'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { stepAlong } from '../elements/direction.ts'
import { icon } from '../elements/icon.ts'
import { kept } from '../elements/kept.ts'
import { Subscription } from '../elements/subscription.ts'
import { Ticker } from '../elements/ticker.ts'
import { VirtualRows } from '../elements/virtual-rows.ts'
import { virtualRowsStyles } from '../elements/virtual-rows.styles.ts'
import { addressOf, beside, type Stop } from './address.ts'
import './archive-list.ts'
import { chatListStyles } from './chat-list.styles.ts'
import { chatLists, tabCounts, tabsOf, waits, type Tab } from './chat-lists.ts'
import { CHAT_ROW_REM, chatRow } from './chat-row.ts'
import { chatRowStyles } from './chat-row.styles.ts'
import './colleagues.ts'
import { deskEvent } from './desk-events.ts'
import type { Drafts } from './drafts.ts'
import { HeldOrder, type Shown } from './held-order.ts'
import { rowMarkStyles } from './row-marks.ts'
import { SelectableRows, selectableStyles } from './selectable-rows.ts'
import type { Selection } from './selection.ts'
import './selection-bar.ts'
import { tagStyles } from './tag-mark.ts'
import { number, plural } from '../locales/formats.ts'
import { customerName } from './names.ts'

function tabName(tab: Tab): string {
  switch (tab) {
    case 'mine':
      return msg('Mine', { id: 'tabMine' })
    case 'queue':
      return msg('In queue')
    case 'team':
      return msg('Team')
    case 'closed':
      return msg('Closed')
  }
}

function emptyWords(tab: Exclude<Tab, 'closed'>): { title: string; hint: string } {
  switch (tab) {
    case 'mine':
      return {
        title: msg('No chats in hand'),
        hint: msg('Chats that you take or get appear here.'),
      }
    case 'queue':
      return {
        title: msg('Nobody waits'),
        hint: msg('Customers who wait for a person appear here.'),
      }
    case 'team':
      return { title: msg('All quiet'), hint: msg('Your colleagues’ chats appear here.') }
  }
}

/** Height of a section's title, as a multiple of the page's font size. */
const SECTION_REM = 1.875

type Section = 'waiting' | 'others'

/** What stands in a list from top to bottom. */
type Entry =
  | { kind: 'section'; section: Section; count: number }
  | { kind: 'chat'; chat: ChatView; isGone: boolean }

/**
 * The chats of a tab. Its order stands still while pointer or focus is in it.
 *
 * @fires parley-tab - another tab was chosen
 */
@customElement('parley-chat-list')
export class ChatList extends LitElement {
  /** Null while it loads. */
  @property({ attribute: false }) desk: DeskState | null = null
  @property() tab: Tab = 'mine'
  @property() selected: string | null = null
  @property({ attribute: false }) drafts: Drafts | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  /** What the tab of closed chats reads, and what it asks for. */
  @property({ attribute: false }) archive: ArchiveReader | null = null
  @property({ attribute: false }) filter: Readonly<Record<string, string>> = {}

  /** Which of its chats are selected; without one none can be. */
  @property({ attribute: false }) selection: Selection | null = null

  @state() protected words = ''

  protected readonly subscription = new Subscription(this, () => this.selection)
  protected readonly ticker = new Ticker(this)
  @query('.rows') protected scroller!: HTMLElement | null

  readonly #order = new HeldOrder<ChatView>((chat) => chat.chatId)
  readonly #virtual = new VirtualRows<Entry>(this, {
    scroller: () => this.scroller,
    keyOf: (entry) => (entry.kind === 'chat' ? entry.chat.chatId : `section ${entry.section}`),
    heightRem: ({ kind }) => (kind === 'chat' ? CHAT_ROW_REM : SECTION_REM),
    canFocus: ({ kind }) => kind === 'chat',
  })
  readonly #selectable = new SelectableRows<Entry>({
    selection: () => this.selection,
    rows: this.#virtual,
    order: () => this.#shownIds(),
  })
  #hadFocus: 'bar' | 'tab' | null = null
  /** Which chats stood under which title while the list stands still. */
  #heldSections: Map<string, Section> | null = null
  #isPointed = false
  #isFocused = false

  protected override willUpdate(changed: PropertyValues<this>): void {
    const bar = this.renderRoot?.querySelector('parley-selection-bar') ?? null
    const isTab = this.shadowRoot?.activeElement?.matches('[role=tab]') ?? false
    this.#hadFocus = bar?.matches(':focus-within') ? 'bar' : isTab ? 'tab' : null
    if (changed.has('tab') && this.hasUpdated) {
      this.#order.release()
      this.#heldSections = null
      this.#virtual.reset()
      this.selection?.clear()
    }
    if (this.tab !== 'closed') this.#keepSelected()
  }

  /**
   * The focus of a bar that goes returns to the rows, or to the tab of a list without any; that of
   * a tab which is another element in the next list goes along.
   */
  protected override updated(): void {
    if (this.#hadFocus === null || this.matches(':focus-within')) return
    const goesToRows = this.#hadFocus === 'bar' && this.tab !== 'closed'
    const isThere = goesToRows && this.#virtual.focusActive()
    if (!isThere) this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus()
  }

  /** What left the list is not selected any more. */
  #keepSelected(): void {
    const { selection } = this
    // a list that left the page, or has nothing yet, knows nothing of what is selected in another
    if (selection === null || selection.size === 0) return
    if (!this.isConnected || this.desk === null) return
    const here = new Set(this.#chats().map(({ chatId }) => chatId))
    selection.keep((chatId) => here.has(chatId))
  }

  readonly #onEnter = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') return
    this.#isPointed = true
    this.#hold()
  }

  readonly #onLeave = (): void => {
    this.#isPointed = false
    this.#release()
  }

  readonly #onFocusIn = (): void => {
    this.#isFocused = true
    this.#hold()
  }

  readonly #onFocusOut = (event: FocusEvent): void => {
    const to = event.relatedTarget
    if (to instanceof Node && this.renderRoot.querySelector('.rows')?.contains(to)) return
    this.#isFocused = false
    this.#release()
  }

  readonly #onTabKey = (event: KeyboardEvent): void => {
    const step = stepAlong(event)
    if (step === 0 || this.desk === null) return
    const tabs = tabsOf(this.desk)
    const next = tabs[(tabs.indexOf(this.tab) + step + tabs.length) % tabs.length] ?? 'mine'
    this.dispatchEvent(deskEvent('parley-tab', next))
    this.renderRoot.querySelector<HTMLElement>(`#tab-${next}`)?.focus()
  }

  /** Puts the focus on a row, or, where it is not in the list, on the list's tab. */
  focusChat(chatId: string): void {
    const address = addressOf({ tab: this.tab, chatId })
    const row = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')].find(
      (one) => one.getAttribute('href') === address,
    )
    const to = row ?? this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)
    to?.focus()
  }

  /** The chat above or below the one that is looked at; null at the end of the list. */
  neighbour(step: 1 | -1): Stop | null {
    const order = this.tab === 'closed' ? (this.archive?.items.map(idOf) ?? []) : this.#shownIds()
    const at = this.selected === null ? -1 : order.indexOf(this.selected)
    const chatId = beside(order, at, step)
    return chatId === null ? null : { chatId }
  }

  /** Puts the focus on the row where it was last, or on the list's tab where there is none. */
  focusRows(): void {
    const archive = this.renderRoot.querySelector('parley-archive-list')
    if (archive?.focusRows() ?? this.#virtual.focusActive()) return
    this.renderRoot.querySelector<HTMLElement>(`#tab-${this.tab}`)?.focus()
  }

  /** Puts the focus where one narrows the list. */
  focusFind(): void {
    const root = this.renderRoot.querySelector('parley-archive-list')?.shadowRoot ?? this.renderRoot
    root.querySelector<HTMLElement>('.find input')?.focus()
  }

  #hold(): void {
    const chats = this.#chats()
    this.#order.hold(chats)
    this.#heldSections ??= new Map(chats.map((chat) => [chat.chatId, sectionOf(chat)]))
  }

  #release(): void {
    if (this.#isPointed || this.#isFocused) return
    this.#order.release()
    this.#heldSections = null
    this.requestUpdate()
  }

  readonly #refresh = (): void => {
    this.#order.release()
    this.#heldSections = null
    this.#hold()
    this.requestUpdate()
  }

  #shownIds(): readonly string[] {
    return this.#order.shown(this.#chats()).rows.flatMap(here)
  }

  #chats(): readonly ChatView[] {
    if (this.desk === null || this.tab === 'closed') return []
    const chats = chatLists(this.desk)[this.tab]
    const words = this.words.trim().toLocaleLowerCase()
    return words === '' ? chats : this.#matching(chats, words)
  }

  override render() {
    const isSelecting = (this.selection?.size ?? 0) > 0 || (this.selection?.work ?? null) !== null
    if (this.tab === 'closed') {
      return html`
        <div class="head plain">${this.#tabs()}</div>
        <parley-archive-list
          id="rows"
          role="tabpanel"
          aria-labelledby="tab-closed"
          .desk=${this.desk}
          .archive=${this.archive}
          .filter=${this.filter}
          .selected=${this.selected}
          .selection=${this.selection}
          .now=${this.now}
        ></parley-archive-list>
      `
    }
    return html`
      <div class="head">${isSelecting ? this.#bar() : html`${this.#tabs()} ${this.#find()}`}</div>
      <div
        class="rows ${isSelecting ? 'selecting' : ''}"
        id="rows"
        role="tabpanel"
        aria-label=${tabName(this.tab)}
        @keydown=${this.#selectable.onKey}
        @click=${this.#selectable.onClick}
        @pointerenter=${this.#onEnter}
        @pointerleave=${this.#onLeave}
        @focusin=${this.#onFocusIn}
        @focusout=${this.#onFocusOut}
      >
        ${this.desk === null ? this.#skeleton() : this.#rows(this.desk, this.tab)}
      </div>
    `
  }

  #bar(): TemplateResult {
    const { selection } = this
    return html`<parley-selection-bar
      .selection=${selection}
      .chats=${this.#chats().filter(({ chatId }) => selection?.has(chatId))}
      .desk=${this.desk}
    ></parley-selection-bar>`
  }

  #tabs(): TemplateResult {
    const { desk } = this
    const counts = desk === null ? null : tabCounts(desk)
    const tabs: readonly Tab[] = desk === null ? ['mine', 'team', 'closed'] : tabsOf(desk)
    return html`
      <div class="tabs" role="tablist" aria-label=${msg('Chats')} @keydown=${this.#onTabKey}>
        ${tabs.map((tab) => {
          const count = counts === null || tab === 'closed' ? null : counts[tab]
          const isNew = tab === 'mine' && (counts?.unread ?? 0) > 0
          return html`
            <button
              role="tab"
              id="tab-${tab}"
              aria-controls="rows"
              aria-selected=${this.tab === tab}
              tabindex=${this.tab === tab ? 0 : -1}
              @click=${() => this.dispatchEvent(deskEvent('parley-tab', tab))}
            >
              <span class="tab-name">${tabName(tab)}</span>
              ${count === null ? nothing : html`<span class="count">${count}</span>`}
              ${isNew ? html`<span class="dot" title=${msg('Unread messages')}></span>` : nothing}
            </button>
          `
        })}
      </div>
    `
  }

  #find(): TemplateResult {
    return html`
      <label class="find">
        ${icon('search')}<span class="hidden-text">${msg('Find in this list')}</span>
        <input
          dir="auto"
          type="search"
          placeholder=${msg('Find in this list')}
          autocomplete="off"
          .value=${this.words}
          @input=${(event: Event) => {
            if (event.target instanceof HTMLInputElement) this.words = event.target.value
          }}
        />
      </label>
    `
  }

  readonly #matching = kept((chats: readonly ChatView[], words: string): readonly ChatView[] =>
    chats.filter((chat) =>
      `${customerName(chat)} ${chat.preview?.text ?? ''}`.toLocaleLowerCase().includes(words),
    ),
  )

  #rows(desk: DeskState, tab: Exclude<Tab, 'closed'>): TemplateResult {
    const { rows, waiting } = this.#order.shown(this.#chats())
    const entries = this.#entries(rows, tab, this.#heldSections)
    return html`
      ${tab === 'team' ? html`<parley-colleagues .desk=${desk}></parley-colleagues>${this.#unseen(desk)}` : nothing}
      ${
        waiting > 0
          ? html`<button class="waiting" @click=${this.#refresh}>
              ${msg(str`${waiting} new`)}
            </button>`
          : nothing
      }
      ${
        rows.length === 0 && waiting === 0
          ? this.#empty(tab)
          : this.#virtual.render(
              entries,
              this.selected,
              (entry, { isTabbable }) => this.#entry(entry, isTabbable),
              tabName(tab),
            )
      }
    `
  }

  /** Chats under titles, where some of them wait and others do not. */
  readonly #entries = kept(
    (
      rows: Shown<ChatView>['rows'],
      tab: Tab,
      heldSections: ReadonlyMap<string, Section> | null,
    ): Entry[] => {
      const chats = rows.map(({ item, isGone }): Entry => ({ kind: 'chat', chat: item, isGone }))
      if (tab !== 'team') return chats
      const section = ({ item }: { item: ChatView }) =>
        heldSections?.get(item.chatId) ?? sectionOf(item)
      const count = rows.filter((row) => section(row) === 'waiting').length
      if (count === 0) return chats
      const title = (of: Section, length: number): Entry[] =>
        length === 0 ? [] : [{ kind: 'section', section: of, count: length }]
      return [
        ...title('waiting', count),
        ...chats.slice(0, count),
        ...title('others', chats.length - count),
        ...chats.slice(count),
      ]
    },
  )

  #entry(entry: Entry, isTabbable: boolean): TemplateResult {
    if (entry.kind === 'section') {
      return html`<div class="section">
        ${entry.section === 'waiting' ? msg('Waiting') : msg('With the team')}
        <span class="count">${entry.count}</span>
      </div>`
    }
    const { chat, isGone } = entry
    return chatRow({
      chat,
      desk: this.desk,
      now: this.now(),
      href: addressOf({ tab: this.tab, chatId: chat.chatId }),
      isSelected: chat.chatId === this.selected,
      isTabbable,
      isGone,
      hasDraft: this.drafts?.has(chat.chatId) ?? false,
      ...(this.selection === null || isGone
        ? {}
        : { box: this.#selectable.box(chat.chatId, customerName(chat)) }),
    })
  }

  /** Who waits is assigned automatically: an agent sees how many, not who. */
  #unseen(desk: DeskState): TemplateResult | typeof nothing {
    const { waitingUnseen } = tabCounts(desk)
    if (waitingUnseen === 0) return nothing
    return html`<p class="unseen">
      ${icon('clock')}
      <span
        >${plural(waitingUnseen, {
          one: msg(html`<b>1</b> waits to be assigned`),
          other: msg(html`<b>${number(waitingUnseen)}</b> wait to be assigned`),
        })}</span
      >
    </p>`
  }

  #empty(tab: Exclude<Tab, 'closed'>): TemplateResult {
    if (this.words.trim() !== '') {
      return html`<div class="empty">
        <p class="title">${msg('Nothing found')}</p>
        <p>${msg('No chat of this list has these words in its name or last message.')}</p>
      </div>`
    }
    const { title, hint } = emptyWords(tab)
    const isOffline = tab === 'mine' && this.desk?.me.presence === 'offline'
    return html`<div class="empty">
      ${icon(tab === 'mine' ? 'inbox' : tab === 'queue' ? 'clock' : 'group')}
      <p class="title">${title}</p>
      <p>${isOffline ? msg('You are offline. Go online to take chats.') : hint}</p>
      ${
        isOffline
          ? html`<button
              class="button"
              @click=${() => this.dispatchEvent(deskEvent('parley-command', { type: 'goOnline' }))}
            >
              ${msg('Go online')}
            </button>`
          : nothing
      }
    </div>`
  }

  #skeleton(): TemplateResult {
    return html`<ul class="skeleton" aria-label=${msg('Loading')} aria-busy="true">
      ${[0, 1, 2, 3, 4].map(() => html`<li><i></i><b></b><b></b></li>`)}
    </ul>`
  }

  static override styles = [
    base,
    buttons,
    chatListStyles,
    chatRowStyles,
    rowMarkStyles,
    selectableStyles,
    tagStyles,
    virtualRowsStyles,
  ]
}

function here({ item, isGone }: { item: ChatView; isGone: boolean }): string[] {
  return isGone ? [] : [item.chatId]
}

function idOf({ chatId }: ChatView): string {
  return chatId
}

function sectionOf(chat: ChatView): Section {
  return waits(chat) ? 'waiting' : 'others'
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat-list': ChatList
  }
}
