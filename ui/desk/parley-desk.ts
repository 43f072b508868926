import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { keyed } from 'lit/directives/keyed.js'
import type { CloseReason } from '#protocol/close-codes'
import type { StaffCommand } from '#protocol/staff-commands'
import type { AgentView, ChatView } from '#protocol/staff-views'
import type { AttentionPorts } from '../client/attention-ports.ts'
import type { ConnectionStatus } from '../client/connection.ts'
import type { ConversationState } from '../client/conversation-state.ts'
import type { OpenCustomer } from '../client/customer-book.ts'
import type { DeskState } from '../client/desk-state.ts'
import { ownerOf } from '../client/kept-files.ts'
import type { StaffClient } from '../client/staff-client.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { DeskLink } from '../embed/desk-link.ts'
import type { GetToken } from '../embed/embed-tokens.ts'
import type { SeatTaken } from '../embed/shared-desks.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import '../elements/connection-notice.ts'
import { icon } from '../elements/icon.ts'
import { logo } from '../elements/logo.ts'
import { Subscription } from '../elements/subscription.ts'
import type { ReplayReader } from '../client/replay-rest.ts'
import { tokens } from '../tokens.ts'
import './account-switch.ts'
import type { KnownAccount } from './account-switch.ts'
import { addressOf, pathOf, placeAt, type Place, type Stop } from './address.ts'
import { doneWords, endsMyPart, nextOfMine } from './after-action.ts'
import './block-dialog.ts'
import type { BlockDialog } from './block-dialog.ts'
import './chat-list.ts'
import type { ChatList } from './chat-list.ts'
import { chatLists, tabCounts, tabOf, tabsOf, type Tab } from './chat-lists.ts'
import { commandDesk } from './command-desk.ts'
import './command-bar.ts'
import { commandOf, runCommand, type DeskPart } from './commands.ts'
import './close-dialog.ts'
import type { CloseDialog } from './close-dialog.ts'
import './conversation.ts'
import type { Conversation } from './conversation.ts'
import './customer-panel.ts'
import '../prompters/side-tabs.ts'
import './customers-page.ts'
import { chartsAddress, chartsPlaceAt, type ChartsPlace } from './charts-address.ts'
import { customersAddress, customersPlaceAt, type CustomersPlace } from './customers-address.ts'
import { replayAddress, replayPlaceAt, type ReplayPlace } from './replay-address.ts'
import type { DeskEvents } from './desk-events.ts'
import { DeskKeys } from './desk-keys.ts'
import { Drafts } from './drafts.ts'
import { Finding, type Finder } from './finding.ts'
import './forward-dialog.ts'
import type { ForwardDialog } from './forward-dialog.ts'
import './keys-dialog.ts'
import './many-dialogs.ts'
import type { ManyDialogs, ManyDone } from './many-dialogs.ts'
import './mentions-menu.ts'
import './offers.ts'
import './offline-dialog.ts'
import type { OfflineDialog } from './offline-dialog.ts'
import './search-field.ts'
import type { SearchField } from './search-field.ts'
import './search-list.ts'
import { nothingStyles } from './nothing.styles.ts'
import { parleyDeskStyles } from './parley-desk.styles.ts'
import './presence-switch.ts'
import './profile-dialog.ts'
import type { ProfileDialog, ProfileRest } from './profile-dialog.ts'
import { refusalSays } from './refusal-words.ts'
import { customerName } from './names.ts'
import { Selection } from './selection.ts'
import './quick-replies-dialog.ts'
import type { QuickRepliesDialog } from './quick-replies-dialog.ts'
import './splitter.ts'
import { stripStyles } from './strip.styles.ts'
import { toastStyles } from './toast.styles.ts'
import './wrap-up-chip.ts'
import { number, plural } from '../locales/formats.ts'

/** Conversations that stay followed after one looked elsewhere; a socket may follow twenty. */
const KEPT_OPEN = 8

/** How long a refusal stands before it goes by itself. */
const TOAST_MS = 8_000

const DRAWER_BELOW_PX = 1280
const ONE_COLUMN_BELOW_PX = 768

const transcriptSent = (): string => msg('The chat goes to the customer by e-mail')

/** Widths of columns are the browser's, not the account's. */
const WIDTHS_KEY = 'parley:desk-widths'

type Layout = 'wide' | 'drawer' | 'narrow'

/** What the desk says for a moment: a refusal, or what was done and may be undone. */
interface Toast {
  words: string
  kind: 'refused' | 'done'
  /** The chats whose closing can be undone. */
  undo: readonly string[]
}

/** After these one goes on by writing. */
const LEADS_TO_WRITING: ReadonlySet<StaffCommand['type']> = new Set<StaffCommand['type']>([
  'takeChat',
  'takeOverChat',
  'acceptOffer',
  'undoClose',
  'holdChat',
  'resumeChat',
])

/** What of the desk an element shows. */
export type DeskShows = 'desk' | 'list' | 'conversation' | 'customer'

/**
 * The agents' desk: the list, a conversation, its customer.
 *
 * In a page of others it connects itself: name `account` and give `getToken`.
 *
 * @slot brand - in place of the logo, at the start of the strip
 * @slot actions - at the end of the strip, before one's presence
 * @fires {CustomEvent<{ chatId: string | null }>} parley-place - another conversation is shown, or none
 * @fires {CustomEvent<{ unread: number }>} parley-unread - how many messages are unread changed
 * @fires {CustomEvent<null>} parley-shut-out - the server lets this sign-in no longer into the account
 * @fires {CustomEvent<{ accountId: string }>} parley-account - another account was chosen, where there are several
 * @fires {CustomEvent<null>} parley-signed-out - I asked to leave; not in a page of others
 * @csspart strip - what stands above all
 * @csspart rail - the ways to chats and customers
 * @csspart list - the list of chats
 * @csspart conversation - the conversation
 * @csspart customer - the column of the customer
 * @cssprop --accent - the colour of what can be done
 * @cssprop --accent-text - the same as text
 * @cssprop --ground - the ground
 * @cssprop --ground-sunken - the ground of strip, rail and columns
 * @cssprop --text - the text
 * @cssprop --line - lines that part things
 * @cssprop --radius - how round controls are
 * @cssprop --font - the family of the text
 */
@customElement('parley-desk')
export class ParleyDesk extends LitElement {
  /** Address of the server to connect to; where this script came from, if it is left out. */
  @property() server: string = new URL(import.meta.url).origin

  /** The account to connect to; none where the page gives a client. */
  @property() account = ''

  /** For whom the tokens are, where a page shows the desks of several people. */
  @property() person = ''

  /** Asks the page for a token of its server's, whenever one is needed. */
  @property({ attribute: false }) getToken: GetToken | null = null

  /** The chat that is shown; null for none. */
  @property({ attribute: 'chat-id' }) chatId: string | null = null

  /** The connection to one account; another one shows that account instead. @internal */
  @property({ attribute: false }) client: StaffClient | null = null

  /** What reads closed chats and searches; without it neither is offered. @internal */
  @property({ attribute: false }) finder: Finder | null = null

  /** What reads statecharts and replays; without it they are not offered. @internal */
  @property({ attribute: false }) charts: ReplayReader | null = null

  /** For what is one's own, in whatever account. @internal */
  @property({ attribute: false }) rest: ProfileRest | null = null

  /** Whether notifications are shown, and how to allow them; null where that is not known. @internal */
  @property({ attribute: false }) notifications: Pick<AttentionPorts, 'permit' | 'ask'> | null =
    null

  /** Sounds are wanted, and the browser waits for a gesture. @internal */
  @property({ type: Boolean }) soundBlocked = false

  /** The accounts that one may choose from. @internal */
  @property({ attribute: false }) accounts: readonly KnownAccount[] = []

  /** Since when the server could not be asked who one is; null while there is no such trouble. @internal */
  @property({ attribute: false }) unreachableSince: number | null = null

  /** True where the session belongs to no account. @internal */
  @property({ type: Boolean }) homeless = false

  /** Whether keys without Ctrl, Cmd or Alt are wanted. */
  @property({ attribute: false }) singleKeys = true

  /** Whether the place in the desk is the page's address. @internal */
  @property({ type: Boolean }) routes = false

  @state() protected place: Place = { tab: 'mine', chatId: null }
  /** Null while one is among the chats. */
  @state() protected customersPlace: CustomersPlace | null = null
  /** Null while one is not among the statecharts. */
  @state() protected chartsPlace: ChartsPlace | null = null
  /** Null while nothing is played back. */
  @state() protected replayPlace: ReplayPlace | null = null
  @state() protected layout: Layout = 'wide'
  @state() protected sideOpen = false
  @state() protected toast: Toast | null = null
  @state() protected dialogChat: string | null = null
  @state() protected widths = keptWidths()
  @state() protected finding: Finding | null = null

  @query('parley-search-field') protected searchField!: SearchField | null
  @query('parley-conversation') protected conversation!: Conversation | null
  @query('parley-chat-list') protected list!: ChatList | null
  @query('dialog.drawer') protected drawer!: HTMLDialogElement | null
  @query('parley-forward-dialog') protected forwardDialog!: ForwardDialog
  @query('parley-block-dialog') protected blockDialog!: BlockDialog
  @query('parley-close-dialog') protected closeDialog!: CloseDialog
  @query('parley-quick-replies-dialog') protected quickRepliesDialog!: QuickRepliesDialog
  @query('parley-many-dialogs') protected manyDialogs!: ManyDialogs
  @query('parley-profile-dialog') protected profileDialog!: ProfileDialog | null
  @query('parley-offline-dialog') protected offlineDialog!: OfflineDialog

  /** What of the desk there is; the rest is elsewhere on the page, or nowhere. */
  protected readonly shows: DeskShows = 'desk'

  protected readonly link = new DeskLink(this)
  protected readonly subscription = new Subscription(this, () => this.client)
  protected readonly focusStays = new FocusStays(this, () => this.conversation)
  protected readonly keys = new DeskKeys(this, {
    isPage: () => this.routes,
    singleKeys: () => this.singleKeys,
    run: (id) => {
      const why = runCommand(id, this.#commands)
      if (why !== null) this.say(`${commandOf(id).words()}: ${why}.`)
    },
  })
  readonly #commands = commandDesk({
    root: () => this.renderRoot,
    client: () => this.client,
    place: () => this.place,
    open: (part) => this.#open(part),
    go: (place) => this.#go(place),
    goNextAfter: (chatId) => {
      this.#next = { after: chatId, stop: this.#commands.neighbour(1) }
    },
    run: (command) => void this.#run(command),
    ask: (dialog) => void this.#ask(dialog),
  })
  /** Where one asked to go after a chat that is being closed. */
  #next: { after: string; stop: Stop | null } | null = null
  readonly #selection = new Selection()
  #drafts = new Drafts('', null)
  #recent: string[] = []
  #followed: { client: StaffClient; chatId: string } | null = null
  #unread = -1
  #toldChat: string | null = null
  #seat: SeatTaken | null = null
  #seatOf: string | null = null
  #clientBefore: StaffClient | null = null
  #me: AgentView | null = null
  #meOf: string | null = null
  #shutOutOf: StaffClient | null = null
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
    listen('parley-many', (many) => void this.manyDialogs.ask(many))
    listen('parley-tab', (tab) => this.#go({ tab, chatId: this.place.chatId }))
    listen('parley-filter', (filter) => {
      this.#go({ tab: 'closed', chatId: this.place.chatId, query: filter })
    })
    listen('parley-search', ({ text }) => this.#search(text))
    listen('parley-dialog', (dialog) => void this.#ask(dialog))
    listen('parley-new-tag', (tag) => void this.#makeTag(tag))
    listen('parley-quick-replies', () => void this.client?.askQuickReplies())
    listen('parley-mentions', () => void this.client?.askMentions())
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
    this.#resizes.observe(this)
    if (!this.routes) return
    if (!this.#showPage(location.hash)) this.place = this.#placeHere()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('hashchange', this.#onAddress)
    this.#resizes.disconnect()
    clearTimeout(this.#toastTimer)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const seat = this.link.follow()
    if (seat !== this.#seat) this.#sit(seat)
    if (changed.has('client') || this.client !== this.#clientBefore) {
      this.#clientBefore = this.client
      this.#forgetAccount()
    }
    const isAsked = this.chatId !== this.place.chatId && this.chatId !== this.#toldChat
    if (isAsked && this.client?.desk) this.#show(this.chatId)
    const desk = this.client?.desk
    if (desk && this.#drafts.owner !== ownerOf(desk)) this.#drafts = new Drafts(ownerOf(desk))
    this.#find(desk?.account.accountId)
    this.#follow()
    // A client that other parts of a page share shows what they show.
    if (this.routes) this.client?.showLists(this.#showsLists)
    // closed before it goes: so the focus returns to where it was
    if (!this.sideOpen) this.drawer?.close()
  }

  protected override firstUpdated(): void {
    this.#measure()
    if (this.routes && this.place.chatId !== null) this.#arrive()
  }

  protected override updated(): void {
    if (this.drawer !== null && !this.drawer.open) this.drawer.showModal()
    this.#tellPlace()
    const { status, desk } = this.client ?? {}
    if (status?.kind === 'over' && status.reason === 'unauthorized') this.#shutOut()
    if (desk === null || desk === undefined) return
    this.#tellUnread(tabCounts(desk).unread)
  }

  /** In a page of others: what was connected for this element, or nothing any more. */
  #sit(seat: SeatTaken | null): void {
    this.#seat = seat
    if (seat !== null) {
      // Put back, it shows what it showed; in another account that is nothing.
      if (this.#seatOf !== null && this.#seatOf !== seat.key) this.chatId = null
      if (this.client !== seat.client) this.#toldChat = null
      this.#seatOf = seat.key
    }
    this.client = seat?.client ?? null
    this.finder = seat?.rest ?? null
  }

  /** What the page asked for. */
  #show(chatId: string | null): void {
    if (chatId === null) this.#go({ ...this.place, chatId: null, at: null })
    else this.showChat(chatId, null)
  }

  readonly #onAddress = (): void => {
    if (!this.routes) return
    if (this.#showPage(location.hash)) this.sideOpen = false
    else this.#moveTo(this.#placeHere())
  }

  /** Shows another page of the desk than its chats, where an address leads to one. */
  #showPage(hash: string): boolean {
    this.customersPlace = customersPlaceAt(hash)
    this.chartsPlace = chartsPlaceAt(hash)
    this.replayPlace = replayPlaceAt(hash)
    // Who never looks at charts does not load what draws them.
    if (this.chartsPlace !== null) void import('../statechart/statecharts-page.ts')
    if (this.replayPlace !== null) void import('../replay/replay-page.ts')
    return this.#isElsewhere
  }

  get #isElsewhere(): boolean {
    return this.customersPlace !== null || this.chartsPlace !== null || this.replayPlace !== null
  }

  /** Of charts only a chosen state lists its chats, and a replay lists none. */
  get #showsLists(): boolean {
    if (this.replayPlace !== null) return false
    return this.chartsPlace === null || this.chartsPlace.state !== null
  }

  #moveTo(place: Place): void {
    const from = this.place.chatId
    this.place = place
    if (place.chatId === from) return
    if (place.chatId !== null) this.#arrive()
    else if (from !== null) this.#comeBack(from)
  }

  /** Where the page's address leads; one that leads nowhere becomes the one of the start. */
  #placeHere(): Place {
    const place = placeAt(location.hash)
    if (location.hash !== '' && location.hash !== addressOf(place)) {
      history.replaceState(null, '', addressOf(place))
    }
    return place
  }

  /** What is typed on is one place: Back leads to where one was before. */
  #search(text: string): void {
    const place: Place = { tab: 'search', chatId: this.place.chatId, query: { text } }
    if (this.place.tab !== 'search' || !this.routes) return this.#go(place)
    history.replaceState(null, '', addressOf(place))
    this.customersPlace = null
    this.chartsPlace = null
    this.replayPlace = null
    this.place = place
  }

  #find(accountId: string | undefined): void {
    const { finder } = this
    if (finder === null || accountId === undefined) this.finding = null
    else if (this.finding?.accountId !== accountId) this.finding = new Finding(finder, accountId)
    this.finding?.arrive(this.place, this.client?.erasures ?? 0)
    for (const chatId of this.client?.erasedChats ?? []) this.#drafts.forget(chatId)
  }

  /** Inside a page with addresses of its own, links lead to places in the desk only. */
  readonly #onClick = (event: Event): void => {
    if (this.routes) return
    const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement)
    const href = link?.getAttribute('href')
    if (href === null || href === undefined || !href.startsWith('#/')) return
    event.preventDefault()
    if (!this.#showPage(href)) this.#go(placeAt(href))
  }

  /** The conversation that is shown; null for none. @internal */
  get shownChat(): string | null {
    return this.customersPlace === null ? this.place.chatId : null
  }

  /** Shows a chat, at the line of a sequence where one is named. @internal */
  showChat(chatId: string, seq: number | null): void {
    const { desk } = this.client ?? {}
    const chat = desk?.chats.get(chatId)
    const tab = (chat === undefined || !desk ? null : tabOf(chat, desk)) ?? 'closed'
    this.#go({ tab, chatId, at: seq })
  }

  #go(place: Place): void {
    if (this.routes) {
      location.hash = addressOf(place)
      return
    }
    this.customersPlace = null
    this.chartsPlace = null
    this.replayPlace = null
    this.#moveTo(place)
  }

  /** The focus goes where one writes, unless that would raise a keyboard over the screen. */
  #arrive(): void {
    this.sideOpen = false
    void this.updateComplete
      .then(() => this.conversation?.updateComplete)
      .then(() => {
        if (this.layout === 'narrow') this.conversation?.focusTop()
        else this.conversation?.focus()
      })
  }

  /** The focus goes to the row that one came from. */
  #comeBack(chatId: string): void {
    this.sideOpen = false
    void this.updateComplete
      .then(() => this.list?.updateComplete)
      .then(() => {
        this.list?.focusChat(chatId)
      })
  }

  /** Of the account before nothing stays: what shows it is made anew, with the client as its key. */
  #forgetAccount(): void {
    this.#recent = []
    this.#selection.clear()
    this.#drafts = new Drafts('', null)
    this.#isLeaving = false
    this.sideOpen = false
    this.dialogChat = null
    this.toast = null
    this.#showPage(this.routes ? location.hash : '')
    const isPlace = this.routes && !this.#isElsewhere
    this.place = isPlace ? this.#placeHere() : { tab: 'mine', chatId: null }
    this.#tellUnread(0)
  }

  /** What one looks at is no news. */
  #tellPlace(): void {
    const { shownChat } = this
    if (shownChat === this.#toldChat) return
    this.#toldChat = shownChat
    this.chatId = shownChat
    this.#tell('parley-place', { chatId: shownChat })
  }

  #tellUnread(unread: number): void {
    if (unread === this.#unread) return
    this.#unread = unread
    this.#tell('parley-unread', { unread })
  }

  /** The page hears it, through whatever it has around the desk. */
  #tell(type: string, detail: object | null = null): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }))
  }

  /** Said once: the page decides where one goes from here. */
  #shutOut(): void {
    if (this.#shutOutOf === this.client) return
    this.#shutOutOf = this.client
    this.#tell('parley-shut-out')
  }

  #measure(): void {
    const { width } = this.getBoundingClientRect()
    if (width === 0) return
    const layout =
      width < ONE_COLUMN_BELOW_PX ? 'narrow' : width < DRAWER_BELOW_PX ? 'drawer' : 'wide'
    if (layout !== this.layout) this.sideOpen = false
    this.layout = layout
  }

  #follow(): void {
    const { chatId } = this.place
    const { client } = this
    const customerId = this.#opened()?.chat.customerId
    if (customerId !== undefined) client?.customers.open(customerId)
    if (client === null || chatId === null || this.shows === 'list') {
      this.#followed = null
      return
    }
    if (this.#followed?.client === client && this.#followed.chatId === chatId) return
    this.#followed = { client, chatId }
    client.open(chatId)
    this.#recent = [chatId, ...this.#recent.filter((one) => one !== chatId)]
    for (const old of this.#recent.splice(KEPT_OPEN)) client.leave(old)
  }

  async #run(command: StaffCommand): Promise<void> {
    const ended = endsMyPart(command, this.client?.desk ?? null) ? command : null
    const customer = ended === null ? '' : this.#customerName(ended.chatId)
    const settled = await this.client?.command(command)
    if (settled === undefined) return
    if (!settled.ok) {
      this.#isLeaving = false
      const agentId = command.type === 'goOffline' ? command.agentId : undefined
      const isOffline = settled.refusal.code === 'chatsInHand'
      if (isOffline) await this.#ask({ kind: 'offline', ...(agentId && { agentId }) })
      else this.say(refusalSays(settled.refusal, this.client?.desk ?? null))
      return
    }
    if (command.type === 'goOffline' && this.#isLeaving) this.#left()
    if (command.type === 'sendTranscript') this.#say(`${transcriptSent()}.`, [], 'done')
    const { chatId } = settled.ack.result
    if (command.type === 'continueChat' && typeof chatId === 'string') {
      this.#drafts.carry(command.chatId, chatId)
      this.#go({ tab: 'mine', chatId })
    }
    const leadsToMine = ['takeChat', 'takeOverChat', 'acceptOffer'].includes(command.type)
    if (leadsToMine && 'chatId' in command) this.#go({ tab: 'mine', chatId: command.chatId })
    if (LEADS_TO_WRITING.has(command.type) && 'chatId' in command) {
      if (command.type === 'undoClose') this.toast = null
      if (command.chatId === this.place.chatId) this.#arrive()
    }
    const desk = this.client?.desk
    if (ended === null || !desk) return
    const undo = ended.type === 'closeChat' && desk.settings.undoMs > 0 ? [ended.chatId] : []
    const hasDraft = this.#drafts.get(ended.chatId, 'message').trim() !== ''
    const isSaidThere = hasDraft && undo.length > 0 // by the bar that counts down
    if (!isSaidThere) this.#say(`${doneWords(ended, desk, customer)}.`, undo, 'done')
    // words that were begun keep one where they are: there one says what becomes of them
    if (hasDraft || this.place.chatId !== ended.chatId) return
    const next = this.#next?.after === ended.chatId ? this.#next : null
    this.#next = null
    if (next === null) this.#go({ tab: 'mine', chatId: nextOfMine(desk, ended.chatId) })
    else this.#go({ ...this.place, chatId: null, at: null, ...next.stop })
  }

  #open(part: Extract<DeskPart, 'side' | 'customers' | 'signOut' | 'search'>): void {
    switch (part) {
      case 'side':
        if (this.layout !== 'wide') this.sideOpen = !this.sideOpen
        else this.renderRoot.querySelector<HTMLElement>('aside')?.focus()
        break
      case 'customers':
        if (this.routes) location.hash = customersAddress()
        else this.#showPage(customersAddress())
        break
      case 'search':
        if (this.searchField === null) this.#go({ tab: 'search', chatId: null, query: {} })
        else this.searchField.focus()
        break
      case 'signOut':
        this.#signOut()
        break
    }
  }

  #customerName(chatId: string): string {
    const chat = this.client?.desk?.chats.get(chatId)
    return chat === undefined ? msg('The customer') : customerName(chat)
  }

  async #makeTag({ name, colour, made }: DeskEvents['parley-new-tag']): Promise<void> {
    const settled = await this.client?.command({ type: 'saveTag', tagId: null, name, colour })
    if (settled === undefined) return
    if (!settled.ok) {
      this.say(refusalSays(settled.refusal, this.client?.desk ?? null))
      return
    }
    const { tagId } = settled.ack.result
    if (typeof tagId === 'string') made(tagId)
  }

  /** Why it was refused, in words; null where it was not. */
  readonly #saveReply = async (command: StaffCommand): Promise<string | null> => {
    const settled = await this.client?.command(command)
    if (settled === undefined) return msg('There is no connection.')
    if (!settled.ok) return settled.refusal.says
    await this.client?.askQuickReplies(0)
    return null
  }

  /** Says something that happened, for a while. @internal */
  say(words: string): void {
    this.#say(words)
  }

  #say(words: string, undo: readonly string[] = [], kind: Toast['kind'] = 'refused'): void {
    this.toast = { words, kind, undo }
    clearTimeout(this.#toastTimer)
    const undoMs = this.client?.desk?.settings.undoMs ?? TOAST_MS
    this.#toastTimer = setTimeout(
      () => {
        this.toast = null
      },
      undo.length === 0 ? TOAST_MS : undoMs,
    )
  }

  async #undo(chatIds: readonly string[]): Promise<void> {
    this.toast = null
    const [chatId, ...others] = chatIds
    if (chatId === undefined) return
    if (others.length > 0) return this.manyDialogs.undo(chatIds)
    await this.#run({ type: 'undoClose', chatId })
    this.#go({ tab: 'mine', chatId })
  }

  readonly #onManyDone = ({ detail }: CustomEvent<ManyDone>): void => {
    this.#say(detail.words, detail.undo, detail.isRefused ? 'refused' : 'done')
  }

  async #ask(dialog: DeskEvents['parley-dialog']): Promise<void> {
    if (dialog.kind === 'profile') {
      await this.profileDialog?.show()
      return
    }
    if (dialog.kind === 'offline') {
      await this.offlineDialog.show(dialog.agentId ?? null)
      return
    }
    if (dialog.kind === 'quickReplies') {
      await this.quickRepliesDialog.show()
      return
    }
    this.dialogChat = dialog.chatId
    await this.updateComplete
    const dialogs = {
      block: this.blockDialog,
      close: this.closeDialog,
    }
    if (dialog.kind === 'forward') await this.forwardDialog.show(dialog.to ?? null)
    else await dialogs[dialog.kind].show()
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
    this.#tell('parley-signed-out')
  }

  #resize(column: 'list' | 'side', width: number): void {
    this.widths = { ...this.widths, [column]: width }
    try {
      localStorage.setItem(WIDTHS_KEY, JSON.stringify(this.widths))
    } catch {
      // storage is barred: the width lasts as long as this page
    }
  }

  #customerOf(conversation: ConversationState | null): OpenCustomer | null {
    if (conversation === null) return null
    return this.client?.customers.get(conversation.chat.customerId) ?? null
  }

  #opened(): ConversationState | null {
    const { chatId } = this.place
    const opened = chatId === null ? null : this.client?.conversation(chatId)
    return opened?.kind === 'ready' ? opened.conversation : null
  }

  override render() {
    const { client, place } = this
    const desk = client?.desk ?? null
    const known: readonly Tab[] = desk === null ? [] : tabsOf(desk)
    const tab = known.find((one) => one === place.tab) ?? 'mine'
    const { status } = client ?? {}
    if (this.homeless || (client?.deskRefusal ?? null) !== null) {
      return html`${this.#strip()}${this.#over('forbidden')}`
    }
    const isSignedOut = status?.kind === 'over' && status.reason === 'unauthorized'
    if (status?.kind === 'over' && (!isSignedOut || this.#seat !== null)) {
      return html`${this.#strip()}${this.#over(status.reason)}`
    }
    const account = client?.accountId ?? null
    return html`${this.#strip()}${keyed(account, this.#profile())}${keyed(client, this.#content(tab))}`
  }

  /** Stays while the socket is another one: a new password begins a new session. */
  #profile(): TemplateResult {
    const { client } = this
    const desk = client?.desk ?? null
    this.#me = desk?.me ?? (client?.accountId === this.#meOf ? this.#me : null)
    this.#meOf = client?.accountId ?? null
    return html`<parley-profile-dialog
      .me=${this.#me}
      .account=${desk?.account.name ?? ''}
      .rest=${this.rest}
      .notifications=${this.notifications}
      .now=${() => client?.now() ?? Date.now()}
    ></parley-profile-dialog>`
  }

  #content(tab: Tab): TemplateResult {
    const { client, layout, place } = this
    const desk = client?.desk ?? null
    const now = () => client?.now() ?? Date.now()
    const { status } = client ?? {}
    return html`
      <parley-connection-notice
        .status=${status ?? this.#statusWithoutClient()}
      ></parley-connection-notice>
      <parley-offers .desk=${desk} .now=${now}></parley-offers>
      ${
        this.shows === 'desk'
          ? html`<div
              class="columns"
              data-layout=${layout}
              data-page=${this.#isElsewhere ? 'page' : 'chats'}
              data-has-chat=${place.chatId !== null}
              .style=${`--list: ${this.widths.list}px; --side: ${this.widths.side}px`}
            >
              ${this.#rail()} ${this.#page() ?? this.#chats(tab, now)}
            </div>`
          : html`<div class="alone">${this.#alone(this.shows, tab, now)}</div>`
      }
      <parley-forward-dialog
        .desk=${desk}
        .chats=${this.#dialogChats()}
        .personalComments=${this.#personalComments()}
      ></parley-forward-dialog>
      <parley-close-dialog .desk=${desk} .chats=${this.#dialogChats()}></parley-close-dialog>
      <parley-many-dialogs
        .client=${client}
        .selection=${this.#selection}
        @parley-many-done=${this.#onManyDone}
      ></parley-many-dialogs>
      <parley-quick-replies-dialog
        .replies=${client?.quickReplies ?? []}
        ?keepsShelf=${desk !== null && desk.me.role !== 'agent'}
        .run=${this.#saveReply}
      ></parley-quick-replies-dialog>
      <parley-block-dialog
        .chats=${this.#dialogChats()}
        .message=${desk?.settings.texts.blocked ?? ''}
      ></parley-block-dialog>
      <parley-offline-dialog
        .desk=${desk}
        @parley-stay=${() => {
          this.#isLeaving = false
        }}
      ></parley-offline-dialog>
      <parley-command-bar .commands=${this.#commands}></parley-command-bar>
      <parley-keys-dialog ?single=${this.singleKeys}></parley-keys-dialog>
      <div class="toasts" role="alert">
        ${
          this.toast === null
            ? nothing
            : html`<div class="toast">
                ${icon(this.toast.kind === 'done' ? 'check' : 'alert')}<span
                  >${this.toast.words}</span
                >
                ${this.toast.undo.length === 0 ? nothing : this.#undoButton(this.toast.undo)}
                <button
                  aria-label=${msg('Dismiss')}
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

  #chats(tab: Tab, now: () => number): TemplateResult {
    const { client, layout, place } = this
    const desk = client?.desk ?? null
    const isSearch = place.tab === 'search'
    const back = addressOf({ ...place, tab: isSearch ? 'search' : tab, chatId: null })
    return html`
      ${
        isSearch
          ? html`<parley-search-list
              class="list"
              role="region"
              aria-label=${msg('Search')}
              .desk=${desk}
              .search=${this.finding?.found ?? null}
              .text=${place.query?.['text'] ?? ''}
              .selected=${place.chatId}
              .at=${place.at ?? null}
              ?field=${layout === 'narrow'}
              .now=${now}
            ></parley-search-list>`
          : this.#list(tab, now)
      }
      <main>
        <parley-splitter
          label=${msg('Width of the list')}
          .width=${this.widths.list}
          @parley-resize=${(event: CustomEvent<{ width: number }>) =>
            this.#resize('list', event.detail.width)}
        ></parley-splitter>
        ${
          place.chatId === null
            ? this.#nothingChosen()
            : this.#talk(place.chatId, { back, isAlone: false })
        }
        ${this.#showsSide() && layout === 'wide' ? this.#sideSplitter() : nothing}
      </main>
      ${this.#side(desk, now)}
    `
  }

  /** One part of the desk, in a place of its own. */
  #alone(shows: Exclude<DeskShows, 'desk'>, tab: Tab, now: () => number): TemplateResult {
    const { client, place } = this
    switch (shows) {
      case 'list':
        return this.#list(tab, now)
      case 'conversation':
        if (place.chatId === null) return this.#nothingChosen()
        return this.#talk(place.chatId, { back: '', isAlone: true })
      case 'customer':
        return this.#customerOfChat(client?.desk ?? null, now, false)
    }
  }

  #list(tab: Tab, now: () => number): TemplateResult {
    const { client, place } = this
    return html`<parley-chat-list
      class="list"
      part="list"
      role="region"
      aria-label=${msg('Chats')}
      .desk=${client?.desk ?? null}
      .tab=${tab}
      .selected=${place.chatId}
      .drafts=${this.#drafts}
      .archive=${this.finding?.archive ?? null}
      .filter=${place.query ?? {}}
      .selection=${this.#selection}
      .now=${now}
    ></parley-chat-list>`
  }

  #talk(chatId: string, { back, isAlone }: { back: string; isAlone: boolean }): TemplateResult {
    const { layout, place } = this
    return html`<parley-conversation
      part="conversation"
      .client=${this.client}
      .chat=${chatId}
      .drafts=${this.#drafts}
      .back=${back}
      .at=${place.at ?? null}
      ?narrow=${layout === 'narrow' && !isAlone}
      ?drawer=${layout !== 'wide' && !isAlone}
    ></parley-conversation>`
  }

  /** What stands in the place of the chats; null where they do. */
  #page(): TemplateResult | null {
    if (this.customersPlace !== null) return this.#customers()
    if (this.replayPlace !== null) return this.#replay(this.replayPlace)
    if (this.chartsPlace === null) return null
    return html`<parley-statecharts-page
      .client=${this.client}
      .reader=${this.charts}
      .place=${this.chartsPlace}
      ?narrow=${this.layout === 'narrow'}
    ></parley-statecharts-page>`
  }

  #replay(place: ReplayPlace): TemplateResult {
    return html`<parley-replay-page
      .client=${this.client}
      .reader=${this.charts}
      .place=${place}
      ?narrow=${this.layout === 'narrow'}
      @parley-replay-step=${({ detail }: CustomEvent<{ step: number }>) => {
        // Steps are one place: Back leads to where one was before.
        if (this.routes) history.replaceState(null, '', replayAddress({ ...place, ...detail }))
      }}
    ></parley-replay-page>`
  }

  #customers(): TemplateResult {
    const isNarrow = this.layout === 'narrow'
    return html`
      <parley-customers-page
        .client=${this.client}
        .customer=${this.customersPlace?.customerId ?? null}
        ?narrow=${isNarrow}
      ></parley-customers-page>
    `
  }

  #undoButton(chatIds: readonly string[]): TemplateResult {
    return html`<button class="undo" @click=${() => this.#undo(chatIds)}>${msg('Undo')}</button>`
  }

  #statusWithoutClient(): ConnectionStatus {
    return this.unreachableSince === null
      ? { kind: 'idle' }
      : { kind: 'waiting', since: this.unreachableSince }
  }

  #strip(): TemplateResult | typeof nothing {
    const { desk } = this.client ?? {}
    if (this.shows !== 'desk') return nothing
    const isEmbedded = this.#seat !== null
    return html`
      <header class="strip" part="strip">
        <slot name="brand"
          >${
            isEmbedded
              ? html`<span class="brand">${logo()}<span>Parley</span></span>`
              : html`<a class="brand" href="/" aria-label=${msg('Parley, start page')}
                  >${logo()}<span>Parley</span></a
                >`
          }</slot
        >
        <parley-account-switch
          .accounts=${this.#accounts()}
          .current=${this.client?.accountId ?? desk?.account.accountId ?? null}
          @parley-account=${({ detail }: CustomEvent<{ accountId: string }>) =>
            this.#tell('parley-account', detail)}
          @parley-accounts-open=${() => this.client?.askAccounts()}
        ></parley-account-switch>
        <span class="gap"></span>
        ${this.#searching()}
        ${
          this.soundBlocked
            ? html`<button
                class="button quiet sound"
                title=${msg('The browser plays no sound before you click somewhere')}
              >
                ${icon('mute')}<span>${msg('Click to hear sounds')}</span>
              </button>`
            : nothing
        }
        <parley-mentions-menu
          .desk=${desk ?? null}
          .mentions=${this.client?.mentions ?? null}
          .now=${() => this.client?.now() ?? Date.now()}
        ></parley-mentions-menu>
        <parley-wrap-up-chip
          .me=${desk?.me ?? null}
          .now=${() => this.client?.now() ?? Date.now()}
        ></parley-wrap-up-chip>
        <slot name="actions"></slot>
        <parley-presence-switch
          .me=${desk?.me ?? null}
          ?embedded=${isEmbedded}
        ></parley-presence-switch>
      </header>
    `
  }

  #searching(): TemplateResult | typeof nothing {
    if (this.finder === null) return nothing
    const { tab, query = {} } = this.place
    if (this.layout === 'narrow') {
      return html`<a
        class="button quiet icon-only"
        href=${addressOf({ tab: 'search', chatId: null, query: {} })}
        aria-label=${msg('Search in all chats')}
        >${icon('search')}</a
      >`
    }
    return html`<parley-search-field
      .text=${tab === 'search' ? (query['text'] ?? '') : ''}
    ></parley-search-field>`
  }

  /** What the session said, with what was told since; one's presence here is the desk's. */
  #accounts(): KnownAccount[] {
    const { desk, accounts: told } = this.client ?? {}
    return (told ?? this.accounts).map((account) =>
      account.accountId === desk?.account.accountId
        ? { ...account, presence: desk.me.presence, unread: 0 }
        : account,
    )
  }

  #rail(): TemplateResult {
    return html`
      <nav class="rail" part="rail" aria-label=${msg('Desk')}>
        <a
          href=${addressOf({ tab: 'mine', chatId: null })}
          aria-current=${this.#isElsewhere ? nothing : 'page'}
        >
          ${icon('chat')}<span>${msg('Chats')}</span>
        </a>
        <a
          href=${customersAddress()}
          aria-current=${this.customersPlace === null ? nothing : 'page'}
        >
          ${icon('customer')}<span>${msg('Customers')}</span>
        </a>
        ${
          this.charts !== null && this.client?.desk != null && this.client.desk.me.role !== 'agent'
            ? html`<a
                href=${chartsAddress()}
                aria-current=${
                  this.chartsPlace === null && this.replayPlace === null ? nothing : 'page'
                }
              >
                ${icon('statechart')}<span>${msg('Charts')}</span>
              </a>`
            : nothing
        }
        ${this.#consoleLink()}
      </nav>
    `
  }

  /** Where those who lead set up the account: a page of its own. */
  #consoleLink(): TemplateResult | typeof nothing {
    const desk = this.client?.desk ?? null
    if (!this.routes || desk === null || desk.me.role === 'agent') return nothing
    return html`<a href=${pathOf(desk.account.accountId, 'console')}>
      ${icon('settings')}<span>${msg('Console')}</span>
    </a>`
  }

  #side(desk: DeskState | null, now: () => number): TemplateResult | typeof nothing {
    const isDrawer = this.layout !== 'wide'
    const { chatId } = this.place
    if (chatId === null || !this.#showsSide()) return nothing
    const panel = html`<parley-side-tabs
      .client=${this.client}
      .chat=${chatId}
      @parley-insert=${this.#onInsert}
      @parley-send=${this.#onSendSuggestion}
      >${this.#customerOfChat(desk, now, isDrawer)}</parley-side-tabs
    >`
    if (isDrawer) {
      return html`<dialog
        class="drawer"
        aria-label=${msg('Customer')}
        @close=${this.#foldSide}
        @click=${(event: Event) => {
          if (event.target === event.currentTarget) this.#foldSide()
        }}
      >
        <aside aria-label=${msg('Customer')}>${panel}</aside>
      </dialog>`
    }
    return html`<aside aria-label=${msg('Customer')} tabindex="-1">${panel}</aside>`
  }

  #customerOfChat(desk: DeskState | null, now: () => number, isDrawer: boolean): TemplateResult {
    const { chatId } = this.place
    return html`<parley-customer-panel
      part="customer"
      .conversation=${this.#opened()}
      .customer=${this.#customerOf(this.#opened())}
      .page=${chatId === null ? null : (this.client?.page(chatId) ?? null)}
      .desk=${desk}
      .now=${now}
      ?drawer=${isDrawer}
    ></parley-customer-panel>`
  }

  /** What an assistant said goes where one writes; on a narrow page the drawer makes room for it. */
  readonly #onInsert = (event: CustomEvent<{ text: string }>): void => {
    event.stopPropagation()
    this.sideOpen = false
    const writes = this.renderRoot.querySelector('parley-conversation')?.writes ?? null
    void writes?.insert(event.detail.text)
  }

  readonly #onSendSuggestion = (event: CustomEvent<{ text: string }>): void => {
    event.stopPropagation()
    const { chatId } = this.place
    if (chatId !== null) this.client?.sendMessage(chatId, event.detail.text, [])
  }

  #showsSide(): boolean {
    const { chatId } = this.place
    if (chatId === null || (this.layout !== 'wide' && !this.sideOpen)) return false
    const kind = this.client?.conversation(chatId)?.kind
    return kind !== 'refused' && kind !== 'gone'
  }

  #sideSplitter(): TemplateResult {
    return html`<parley-splitter
      label=${msg('Width of the customer’s column')}
      column="after"
      .width=${this.widths.side}
      @parley-resize=${(event: CustomEvent<{ width: number }>) =>
        this.#resize('side', event.detail.width)}
    ></parley-splitter>`
  }

  readonly #foldSide = (): void => {
    this.sideOpen = false
  }

  #nothingChosen(): TemplateResult {
    const desk = this.client?.desk ?? null
    const waiting = desk === null ? 0 : tabCounts(desk).queue
    return html`
      <div class="nothing">
        ${icon('chat')}
        <p class="title">
          ${desk?.me.presence === 'offline' ? msg('You are offline') : msg('No chat is open here')}
        </p>
        ${
          desk?.me.presence === 'offline'
            ? html`<p>${msg('Go online; then chats can come.')}</p>
                ${this.#listGoesOnline ? nothing : this.#goOnline()}`
            : waiting > 0
              ? html`<p>
                  <a href=${addressOf({ tab: 'queue', chatId: null })}
                    >${plural(waiting, {
                      one: msg(str`${number(waiting)} customer waits in the queue`),
                      other: msg(str`${number(waiting)} customers wait in the queue`),
                    })}</a
                  >
                </p>`
              : html`<p>${msg('Choose one from the list.')}</p>`
        }
      </div>
    `
  }

  /** The list has a way to go online of its own, where nothing is in it. */
  get #listGoesOnline(): boolean {
    const desk = this.client?.desk ?? null
    return desk !== null && this.place.tab === 'mine' && chatLists(desk).mine.length === 0
  }

  #goOnline(): TemplateResult {
    return html`<button class="button primary" @click=${() => void this.#run({ type: 'goOnline' })}>
      ${msg('Go online')}
    </button>`
  }

  #over(reason: CloseReason): TemplateResult {
    const isOld = reason === 'wrongVersion' || reason === 'badFrame'
    return html`
      <div class="nothing">
        ${icon('alert')}
        <p class="title">
          ${isOld ? msg('This page is older than the server') : msg('This account does not let you in')}
        </p>
        <p>
          ${
            isOld
              ? msg('Drafts are kept. Load the page again to go on.')
              : msg(
                  'Your role here may have changed. Ask an administrator, or choose another account.',
                )
          }
        </p>
        <button class="button primary" @click=${() => location.reload()}>
          ${msg('Load again')}
        </button>
      </div>
    `
  }

  /** The chat that the dialogs are about. */
  #dialogChats(): readonly ChatView[] {
    const id = this.dialogChat
    if (id === null) return []
    const opened = this.client?.conversation(id)
    const chat =
      opened?.kind === 'ready'
        ? opened.conversation.chat
        : (this.client?.desk?.chats.get(id) ?? this.client?.customers.chat(id))
    return chat === undefined || chat === null ? [] : [chat]
  }

  #personalComments(): number {
    return this.#opened()?.comments.filter(({ visibleTo }) => visibleTo === 'author').length ?? 0
  }

  static override styles = [
    tokens,
    base,
    buttons,
    nothingStyles,
    stripStyles,
    toastStyles,
    parleyDeskStyles,
  ]
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
