import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { CloseReason } from '#protocol/close-codes'
import type { StaffCommand } from '#protocol/staff-commands'
import type { ConnectionStatus } from '../client/connection.ts'
import type { ConversationState } from '../client/conversation-state.ts'
import type { DeskState } from '../client/desk-state.ts'
import { archiveReader, type ArchiveReader } from '../client/archive-reader.ts'
import type { Refusal } from '../client/refused.ts'
import type { Rest } from '../client/rest.ts'
import { searchReader, type SearchReader } from '../client/search-reader.ts'
import type { StaffClient } from '../client/staff-client.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import '../elements/connection-notice.ts'
import { icon } from '../elements/icon.ts'
import { logo } from '../elements/logo.ts'
import { Subscription } from '../elements/subscription.ts'
import { tokens } from '../tokens.ts'
import { addressOf, placeAt, type Place } from './address.ts'
import './block-dialog.ts'
import type { BlockDialog } from './block-dialog.ts'
import './chat-list.ts'
import { filterIn, archiveAsked } from './archive-filter.ts'
import { tabCounts, tabsOf, type Tab } from './chat-lists.ts'
import './close-dialog.ts'
import type { CloseDialog } from './close-dialog.ts'
import './conversation.ts'
import type { Conversation } from './conversation.ts'
import './customer-panel.ts'
import type { DeskEvents } from './desk-events.ts'
import { Drafts } from './drafts.ts'
import './forward-dialog.ts'
import type { ForwardDialog } from './forward-dialog.ts'
import { agentName } from './names.ts'
import './offers.ts'
import './offline-dialog.ts'
import type { OfflineDialog } from './offline-dialog.ts'
import './search-field.ts'
import type { SearchField } from './search-field.ts'
import './search-list.ts'
import { parleyDeskStyles } from './parley-desk.styles.ts'
import './presence-switch.ts'
import { wordsFor } from './refusal-words.ts'
import './quick-replies-dialog.ts'
import type { QuickRepliesDialog } from './quick-replies-dialog.ts'
import './splitter.ts'
import './wrap-up-chip.ts'

/** Conversations that stay followed after one looked elsewhere; a socket may follow twenty. */
const KEPT_OPEN = 8

/** How long a refusal stands before it goes by itself. */
const TOAST_MS = 8_000

const DRAWER_BELOW_PX = 1280
const ONE_COLUMN_BELOW_PX = 768

/** Widths of columns are the browser's, not the account's. */
const WIDTHS_KEY = 'parley:desk-widths'

type Layout = 'wide' | 'drawer' | 'narrow'

/**
 * The agents' desk: the list, a conversation, its customer.
 *
 * @fires parley-account - another account was chosen; `detail.accountId`
 * @fires parley-signed-out - the session is over: by the server, or because I asked
 * @fires parley-unread - how many messages are unread changed; `detail.unread`
 */
@customElement('parley-desk')
export class ParleyDesk extends LitElement {
  /** The connection to one account; another one shows that account instead. */
  @property({ attribute: false }) client: StaffClient | null = null

  /** What reads closed chats and searches; without it neither is offered. */
  @property({ attribute: false }) rest: Pick<Rest, 'closedChats' | 'search'> | null = null

  /** The accounts that one may choose from. */
  @property({ attribute: false }) accounts: readonly { accountId: string; name: string }[] = []

  /** Since when the server could not be asked who one is; null while there is no such trouble. */
  @property({ attribute: false }) unreachableSince: number | null = null

  /** True where the session belongs to no account. */
  @property({ type: Boolean }) homeless = false

  /** Whether the place in the desk is the page's address. */
  @property({ type: Boolean }) routes = false

  @state() protected place: Place = { tab: 'mine', chatId: null }
  @state() protected layout: Layout = 'wide'
  @state() protected sideOpen = false
  @state() protected toast: string | null = null
  @state() protected dialogChat: string | null = null
  @state() protected widths = keptWidths()
  @state() protected archive: ArchiveReader | null = null
  @state() protected found: SearchReader | null = null

  @query('parley-search-field') protected searchField!: SearchField | null
  @query('parley-conversation') protected conversation!: Conversation | null
  @query('parley-forward-dialog') protected forwardDialog!: ForwardDialog
  @query('parley-block-dialog') protected blockDialog!: BlockDialog
  @query('parley-close-dialog') protected closeDialog!: CloseDialog
  @query('parley-quick-replies-dialog') protected quickRepliesDialog!: QuickRepliesDialog
  @query('parley-offline-dialog') protected offlineDialog!: OfflineDialog

  protected readonly subscription = new Subscription(this, () => this.client)
  #drafts = new Drafts('', null)
  #recent: string[] = []
  #unread = -1
  #readFor: string | undefined
  #shows = ''
  #isLeaving = false
  #toastTimer: ReturnType<typeof setTimeout> | undefined
  readonly #resizes = new ResizeObserver(() => this.#measure())

  constructor() {
    super()
    const listen = <Type extends keyof DeskEvents>(
      type: Type,
      run: (detail: DeskEvents[Type]) => void,
    ) => {
      this.addEventListener(type, (event) => {
        event.stopPropagation()
        if (event instanceof CustomEvent) run(event.detail)
      })
    }
    listen('parley-command', (command) => void this.#run(command))
    listen('parley-tab', (tab) => this.#go({ tab, chatId: this.place.chatId }))
    listen('parley-filter', (filter) => {
      this.#go({ tab: 'closed', chatId: this.place.chatId, query: filter })
    })
    listen('parley-search', ({ text }) => this.#search(text))
    listen('parley-dialog', (dialog) => void this.#ask(dialog))
    listen('parley-new-tag', (tag) => void this.#makeTag(tag))
    listen('parley-quick-replies', () => void this.client?.askQuickReplies())
    listen('parley-side', ({ open }) => {
      this.sideOpen = open
    })
    this.addEventListener('parley-sign-out', (event) => {
      event.stopPropagation()
      this.#signOut()
    })
    this.addEventListener('click', this.#onClick)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('hashchange', this.#onAddress)
    document.addEventListener('keydown', this.#onKey)
    this.#resizes.observe(this)
    if (this.routes) this.place = placeAt(location.hash)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('hashchange', this.#onAddress)
    document.removeEventListener('keydown', this.#onKey)
    this.#resizes.disconnect()
    clearTimeout(this.#toastTimer)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('client') && changed.get('client')) {
      this.#recent = []
      this.place = { tab: 'mine', chatId: null }
      if (this.routes) history.replaceState(null, '', addressOf(this.place))
    }
    const accountId = this.client?.desk?.account.accountId
    if (accountId !== undefined && this.#drafts.accountId !== accountId) {
      this.#drafts = new Drafts(accountId)
    }
    if (accountId !== this.#readFor) this.#readOf(accountId)
    this.#read()
    this.#follow()
  }

  protected override firstUpdated(): void {
    this.#measure()
  }

  protected override updated(): void {
    const { status, desk } = this.client ?? {}
    if (status?.kind === 'over' && status.reason === 'unauthorized') this.#left()
    if (desk === null || desk === undefined) return
    const { unread } = tabCounts(desk)
    if (unread === this.#unread) return
    this.#unread = unread
    this.dispatchEvent(new CustomEvent('parley-unread', { detail: { unread } }))
  }

  readonly #onAddress = (): void => {
    if (!this.routes) return
    const place = placeAt(location.hash)
    const isOther = place.chatId !== this.place.chatId
    this.place = place
    if (isOther) this.#arrive()
  }

  /** On a page of its own, a slash leads to the search, unless one types. */
  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
    const [at] = event.composedPath()
    const types =
      at instanceof HTMLInputElement ||
      at instanceof HTMLTextAreaElement ||
      at instanceof HTMLSelectElement ||
      (at instanceof HTMLElement && at.isContentEditable)
    if (types || (!this.routes && !event.composedPath().includes(this))) return
    if (this.searchField === null) return
    event.preventDefault()
    this.searchField.focus()
  }

  /** What is typed on is one place: Back leads to where one was before. */
  #search(text: string): void {
    const place: Place = { tab: 'search', chatId: this.place.chatId, query: { text } }
    if (this.place.tab !== 'search' || !this.routes) return this.#go(place)
    history.replaceState(null, '', addressOf(place))
    this.place = place
  }

  #readOf(accountId: string | undefined): void {
    this.#readFor = accountId
    const { rest } = this
    const isKnown = rest !== null && accountId !== undefined
    this.archive = isKnown ? archiveReader(rest, accountId) : null
    this.found = isKnown ? searchReader(rest, accountId) : null
  }

  /** Asks for what the place shows, once for each arrival there. */
  #read(): void {
    const { tab, query = {} } = this.place
    const shows = `${tab} ${JSON.stringify(query)}`
    if (this.archive === null || shows === this.#shows) return
    this.#shows = shows
    if (tab === 'closed') void this.archive.ask(archiveAsked(filterIn(query)))
    if (tab === 'search' && query['text']) void this.found?.ask(query['text'])
  }

  /** Inside a page with addresses of its own, links lead to places in the desk only. */
  readonly #onClick = (event: Event): void => {
    if (this.routes) return
    const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement)
    const href = link?.getAttribute('href')
    if (href === null || href === undefined || !href.startsWith('#/')) return
    event.preventDefault()
    this.#go(placeAt(href))
  }

  #go(place: Place): void {
    if (this.routes) {
      location.hash = addressOf(place)
      return
    }
    const isOther = place.chatId !== this.place.chatId
    this.place = place
    if (isOther) this.#arrive()
  }

  /** The focus goes where one writes, unless that would raise a keyboard over the screen. */
  #arrive(): void {
    this.sideOpen = false
    if (this.layout === 'narrow') return
    void this.updateComplete
      .then(() => this.conversation?.updateComplete)
      .then(() => {
        this.conversation?.focus()
      })
  }

  #measure(): void {
    const { width } = this.getBoundingClientRect()
    if (width === 0) return
    this.layout =
      width < ONE_COLUMN_BELOW_PX ? 'narrow' : width < DRAWER_BELOW_PX ? 'drawer' : 'wide'
  }

  #follow(): void {
    const { chatId } = this.place
    if (this.client === null || chatId === null) return
    this.client.open(chatId)
    this.#recent = [chatId, ...this.#recent.filter((one) => one !== chatId)]
    for (const old of this.#recent.splice(KEPT_OPEN)) this.client.leave(old)
  }

  async #run(command: StaffCommand): Promise<void> {
    const settled = await this.client?.command(command)
    if (settled === undefined) return
    if (!settled.ok) {
      this.#isLeaving = false
      if (settled.refusal.code === 'chatsInHand') await this.#ask({ kind: 'offline' })
      else this.#say(this.#refusalWords(settled.refusal))
      return
    }
    if (command.type === 'goOffline' && this.#isLeaving) this.#left()
    const { chatId } = settled.ack.result
    if (command.type === 'continueChat' && typeof chatId === 'string') {
      this.#go({ tab: 'mine', chatId })
    }
    const leadsToMine = ['takeChat', 'takeOverChat', 'acceptOffer'].includes(command.type)
    if (leadsToMine && 'chatId' in command) this.#go({ tab: 'mine', chatId: command.chatId })
  }

  async #makeTag({ name, colour, made }: DeskEvents['parley-new-tag']): Promise<void> {
    const settled = await this.client?.command({ type: 'saveTag', tagId: null, name, colour })
    if (settled === undefined) return
    if (!settled.ok) {
      this.#say(this.#refusalWords(settled.refusal))
      return
    }
    const { tagId } = settled.ack.result
    if (typeof tagId === 'string') made(tagId)
  }

  /** Says who has it, where the refusal knows that. */
  #refusalWords({ code, says, details }: Refusal): string {
    const agentId = details?.['agentId']
    if (typeof agentId === 'string' && ['taken', 'holdsChat'].includes(code)) {
      return `${agentName(this.client?.desk ?? null, agentId)} has this chat.`
    }
    return says === '' ? `${wordsFor(code)}.` : says
  }

  /** Why it was refused, in words; null where it was not. */
  readonly #saveReply = async (command: StaffCommand): Promise<string | null> => {
    const settled = await this.client?.command(command)
    if (settled === undefined) return 'There is no connection.'
    if (!settled.ok) return settled.refusal.says
    await this.client?.askQuickReplies(0)
    return null
  }

  #say(words: string): void {
    this.toast = words
    clearTimeout(this.#toastTimer)
    this.#toastTimer = setTimeout(() => {
      this.toast = null
    }, TOAST_MS)
  }

  async #ask(dialog: DeskEvents['parley-dialog']): Promise<void> {
    if (dialog.kind === 'offline') {
      await this.offlineDialog.show()
      return
    }
    if (dialog.kind === 'quickReplies') {
      await this.quickRepliesDialog.show()
      return
    }
    this.dialogChat = dialog.chatId
    await this.updateComplete
    const dialogs = {
      forward: this.forwardDialog,
      block: this.blockDialog,
      close: this.closeDialog,
    }
    await dialogs[dialog.kind].show()
  }

  #signOut(): void {
    const me = this.client?.desk?.me
    if (me === undefined || me.presence === 'offline') {
      this.#left()
      return
    }
    this.#isLeaving = true
    if (me.inHand > me.wrapUps.length) void this.#ask({ kind: 'offline' })
    else void this.#run({ type: 'goOffline' })
  }

  #left(): void {
    this.#isLeaving = false
    this.dispatchEvent(new CustomEvent('parley-signed-out'))
  }

  #resize(column: 'list' | 'side', width: number): void {
    this.widths = { ...this.widths, [column]: width }
    try {
      localStorage.setItem(WIDTHS_KEY, JSON.stringify(this.widths))
    } catch {
      // storage is barred: the width lasts as long as this page
    }
  }

  #opened(): ConversationState | null {
    const { chatId } = this.place
    const opened = chatId === null ? null : this.client?.conversation(chatId)
    return opened?.kind === 'ready' ? opened.conversation : null
  }

  override render() {
    const { client, layout, place } = this
    const desk = client?.desk ?? null
    const now = () => client?.now() ?? Date.now()
    const isSearch = place.tab === 'search'
    const known: readonly Tab[] = desk === null ? [] : tabsOf(desk)
    const tab = known.find((one) => one === place.tab) ?? 'mine'
    const back = addressOf({ ...place, tab: isSearch ? 'search' : tab, chatId: null })
    const { status } = client ?? {}
    if (this.homeless || (client?.deskRefusal ?? null) !== null) {
      return html`${this.#strip()}${this.#over('forbidden')}`
    }
    if (status?.kind === 'over' && status.reason !== 'unauthorized') {
      return html`${this.#strip()}${this.#over(status.reason)}`
    }
    return html`
      ${this.#strip()}
      <parley-connection-notice
        .status=${status ?? this.#statusWithoutClient()}
        safe="What you write is kept and sent then."
      ></parley-connection-notice>
      <parley-offers .desk=${desk} .now=${now}></parley-offers>
      <div
        class="columns"
        data-layout=${layout}
        data-has-chat=${place.chatId !== null}
        .style=${`--list: ${this.widths.list}px; --side: ${this.widths.side}px`}
      >
        ${this.#rail()}
        ${
          isSearch
            ? html`<parley-search-list
                class="list"
                .desk=${desk}
                .search=${this.found}
                .text=${place.query?.['text'] ?? ''}
                .selected=${place.chatId}
                .at=${place.at ?? null}
                ?field=${layout === 'narrow'}
                .now=${now}
              ></parley-search-list>`
            : html`<parley-chat-list
                class="list"
                .desk=${desk}
                .tab=${tab}
                .selected=${place.chatId}
                .drafts=${this.#drafts}
                .archive=${this.archive}
                .filter=${place.query ?? {}}
                .now=${now}
              ></parley-chat-list>`
        }
        <parley-splitter
          label="Width of the list"
          .width=${this.widths.list}
          @parley-resize=${(event: CustomEvent<{ width: number }>) =>
            this.#resize('list', event.detail.width)}
        ></parley-splitter>
        <main>
          ${
            place.chatId === null
              ? this.#nothingChosen()
              : html`<parley-conversation
                  .client=${client}
                  .chat=${place.chatId}
                  .drafts=${this.#drafts}
                  .back=${back}
                  .at=${place.at ?? null}
                  ?narrow=${layout === 'narrow'}
                  ?drawer=${layout !== 'wide'}
                ></parley-conversation>`
          }
        </main>
        ${this.#side(desk, now)}
      </div>
      <parley-forward-dialog
        .desk=${desk}
        .chat=${this.#dialogView()}
        .personalComments=${this.#personalComments()}
      ></parley-forward-dialog>
      <parley-close-dialog .desk=${desk} .chat=${this.#dialogView()}></parley-close-dialog>
      <parley-quick-replies-dialog
        .replies=${client?.quickReplies ?? []}
        ?keepsShelf=${desk !== null && desk.me.role !== 'agent'}
        .run=${this.#saveReply}
      ></parley-quick-replies-dialog>
      <parley-block-dialog .chat=${this.#dialogView()}></parley-block-dialog>
      <parley-offline-dialog
        .desk=${desk}
        @parley-stay=${() => {
          this.#isLeaving = false
        }}
      ></parley-offline-dialog>
      <div class="toasts" role="alert">
        ${
          this.toast === null
            ? nothing
            : html`<div class="toast">
                ${icon('alert')}<span>${this.toast}</span>
                <button
                  aria-label="Dismiss"
                  @click=${() => {
                    this.toast = null
                  }}
                >
                  ${icon('close')}
                </button>
              </div>`
        }
      </div>
    `
  }

  #statusWithoutClient(): ConnectionStatus {
    return this.unreachableSince === null
      ? { kind: 'idle' }
      : { kind: 'waiting', since: this.unreachableSince }
  }

  #strip(): TemplateResult {
    const { desk } = this.client ?? {}
    return html`
      <header>
        <a class="brand" href="/" aria-label="Parley, start page">${logo()}<span>Parley</span></a>
        ${
          this.accounts.length > 1
            ? html`<label class="account">
                <span class="hidden-text">Account</span>
                <select @change=${this.#onAccount}>
                  ${this.accounts.map(
                    ({ accountId, name }) =>
                      html`<option
                        value=${accountId}
                        ?selected=${accountId === desk?.account.accountId}
                      >
                        ${name}
                      </option>`,
                  )}
                </select>
              </label>`
            : html`<span class="account">${desk?.account.name ?? this.accounts[0]?.name}</span>`
        }
        <span class="gap"></span>
        ${this.#searching()}
        <parley-wrap-up-chip
          .me=${desk?.me ?? null}
          .now=${() => this.client?.now() ?? Date.now()}
        ></parley-wrap-up-chip>
        <parley-presence-switch .me=${desk?.me ?? null}></parley-presence-switch>
      </header>
    `
  }

  #searching(): TemplateResult | typeof nothing {
    if (this.rest === null) return nothing
    const { tab, query = {} } = this.place
    if (this.layout === 'narrow') {
      return html`<a
        class="button quiet icon-only"
        href=${addressOf({ tab: 'search', chatId: null, query: {} })}
        aria-label="Search in all chats"
        >${icon('search')}</a
      >`
    }
    return html`<parley-search-field
      .text=${tab === 'search' ? (query['text'] ?? '') : ''}
    ></parley-search-field>`
  }

  readonly #onAccount = (event: Event): void => {
    if (!(event.target instanceof HTMLSelectElement)) return
    const accountId = event.target.value
    this.dispatchEvent(new CustomEvent('parley-account', { detail: { accountId } }))
  }

  #rail(): TemplateResult {
    return html`
      <nav class="rail" aria-label="Desk">
        <a href=${addressOf({ tab: 'mine', chatId: null })} aria-current="page">
          ${icon('chat')}<span>Chats</span>
        </a>
      </nav>
    `
  }

  #side(desk: DeskState | null, now: () => number): TemplateResult | typeof nothing {
    const isDrawer = this.layout !== 'wide'
    const { chatId } = this.place
    if (chatId === null || (isDrawer && !this.sideOpen)) return nothing
    if (this.client?.conversation(chatId)?.kind === 'refused') return nothing
    return html`
      ${
        isDrawer
          ? html`<div
              class="shade"
              @click=${() => {
                this.sideOpen = false
              }}
            ></div>`
          : html`<parley-splitter
              label="Width of the customer's column"
              column="after"
              .width=${this.widths.side}
              @parley-resize=${(event: CustomEvent<{ width: number }>) =>
                this.#resize('side', event.detail.width)}
            ></parley-splitter>`
      }
      <aside
        aria-label="Customer"
        @keydown=${(event: KeyboardEvent) => {
          if (event.key === 'Escape') this.sideOpen = false
        }}
      >
        <parley-customer-panel
          .conversation=${this.#opened()}
          .desk=${desk}
          .now=${now}
          ?drawer=${isDrawer}
        ></parley-customer-panel>
      </aside>
    `
  }

  #nothingChosen(): TemplateResult {
    const desk = this.client?.desk ?? null
    const waiting = desk === null ? 0 : tabCounts(desk).queue
    return html`
      <div class="nothing">
        ${icon('chat')}
        <p class="title">
          ${desk?.me.presence === 'offline' ? 'You are offline' : 'No chat is open here'}
        </p>
        <p>
          ${
            desk?.me.presence === 'offline'
              ? 'Go online with the switch above; then chats can come.'
              : waiting > 0
                ? `${waiting} ${waiting === 1 ? 'customer waits' : 'customers wait'} in the queue.`
                : 'Choose one from the list.'
          }
        </p>
      </div>
    `
  }

  #over(reason: CloseReason): TemplateResult {
    const isOld = reason === 'wrongVersion' || reason === 'badFrame'
    return html`
      <div class="nothing">
        ${icon('alert')}
        <p class="title">
          ${isOld ? 'This page is older than the server' : 'This account does not let you in'}
        </p>
        <p>
          ${
            isOld
              ? 'Drafts are kept. Load the page again to go on.'
              : 'Your role here may have changed. Ask an administrator, or choose another account.'
          }
        </p>
        <button class="button primary" @click=${() => location.reload()}>Load again</button>
      </div>
    `
  }

  #dialogView() {
    const id = this.dialogChat
    if (id === null) return null
    const opened = this.client?.conversation(id)
    return opened?.kind === 'ready'
      ? opened.conversation.chat
      : (this.client?.desk?.chats.get(id) ?? null)
  }

  #personalComments(): number {
    return this.#opened()?.comments.filter(({ visibleTo }) => visibleTo === 'author').length ?? 0
  }

  static override styles = [tokens, base, buttons, parleyDeskStyles]
}

function keptWidths(): { list: number; side: number } {
  const usual = { list: 320, side: 304 }
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(WIDTHS_KEY) ?? 'null')
    return typeof kept === 'object' && kept !== null ? { ...usual, ...kept } : usual
  } catch {
    return usual
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-desk': ParleyDesk
  }
}
