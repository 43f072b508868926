import { msg } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { keyed } from 'lit/directives/keyed.js'
import type { CloseReason } from '#protocol/close-codes'
import type { StaffCommand } from '#protocol/staff-commands'
import type { DeskState } from '../client/desk-state.ts'
import type { StaffClient } from '../client/staff-client.ts'
import '../desk/account-switch.ts'
import type { KnownAccount } from '../desk/account-switch.ts'
import { pathOf } from '../desk/address.ts'
import { chartsAddress } from '../desk/charts-address.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { nothingStyles } from '../desk/nothing.styles.ts'
import '../desk/offline-dialog.ts'
import type { OfflineDialog } from '../desk/offline-dialog.ts'
import '../desk/presence-switch.ts'
import '../desk/profile-dialog.ts'
import type { ProfileDialog, ProfileRest } from '../desk/profile-dialog.ts'
import { refusalSays } from '../desk/refusal-words.ts'
import { stripStyles } from '../desk/strip.styles.ts'
import { toastStyles } from '../desk/toast.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import '../elements/connection-notice.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { logo } from '../elements/logo.ts'
import { Subscription } from '../elements/subscription.ts'
import '../statistics/statistics-page.ts'
import { tokens } from '../tokens.ts'
import './api-tokens-page.ts'
import './articles-page.ts'
import './audit-page.ts'
import './blocked-page.ts'
import './bots-page.ts'
import './channels-page.ts'
import { consoleAddress, consolePlaceAt, type ConsolePlace } from './console-address.ts'
import { ConsoleBook, type ConsoleRest } from './console-book.ts'
import { maySeePage, navigation, pageWords, type ConsolePageId } from './console-pages.ts'
import './groups-page.ts'
import './now-page.ts'
import { parleyConsoleStyles } from './parley-console.styles.ts'
import './past-page.ts'
import './people-page.ts'
import './prompters-page.ts'
import './quick-replies-page.ts'
import type { Run } from './run.ts'
import './settings-page.ts'
import './tags-page.ts'
import './texts-page.ts'
import { Unsaved } from './unsaved.ts'
import './webhooks-page.ts'

/** How long something that was said stands before it goes by itself. */
const TOAST_MS = 8_000

/**
 * Where those who lead set up an account, see what happens in it and answer for it. One page is
 * shown at a time; what was changed and not saved there is asked about before it is left.
 *
 * @fires parley-account - another account was chosen; `detail.accountId`
 * @fires parley-signed-out - I asked to leave
 * @fires parley-shut-out - the server lets this sign-in no longer into the account
 */
@customElement('parley-console')
export class ParleyConsole extends LitElement {
  /** The connection to one account; another one shows that account instead. */
  @property({ attribute: false }) client: StaffClient | null = null

  /** What is asked by REST besides. */
  @property({ attribute: false }) asks: ConsoleRest | null = null

  /** For what is one's own, in whatever account. */
  @property({ attribute: false }) rest: ProfileRest | null = null

  /** The accounts that one may choose from. */
  @property({ attribute: false }) accounts: readonly KnownAccount[] = []

  /** Since when the server could not be asked who one is; null while there is no such trouble. */
  @property({ attribute: false }) unreachableSince: number | null = null

  /** True where the session belongs to no account. */
  @property({ type: Boolean }) homeless = false

  /** Null at the start, where the pages are listed. */
  @state() protected place: ConsolePlace | null = null
  @state() protected toast: string | null = null
  /** Where one asked to go while something is not saved. */
  @state() protected wanted: string | null = null

  @query('parley-profile-dialog') protected profileDialog!: ProfileDialog | null
  @query('parley-offline-dialog') protected offlineDialog!: OfflineDialog | null
  @query('dialog.leave') protected leaveDialog!: HTMLDialogElement
  @query('main') protected main!: HTMLElement | null

  protected readonly subscription = new Subscription(this, () => this.client)
  protected readonly bookSubscription = new Subscription(this, () => this.#book)
  protected readonly focusStays = new FocusStays(this)
  #book: ConsoleBook | null = null
  readonly #unsaved = new Unsaved()
  #hash = ''
  #isLeaving = false
  #shutOutOf: StaffClient | null = null
  #toastTimer: ReturnType<typeof setTimeout> | undefined

  constructor() {
    super()
    this.addEventListener('parley-command', (event) => {
      if (event instanceof CustomEvent) void this.#command(event.detail)
    })
    this.addEventListener('parley-dialog', (event) => {
      if (!(event instanceof CustomEvent)) return
      if (event.detail.kind === 'profile') void this.profileDialog?.show()
      if (event.detail.kind === 'offline') void this.offlineDialog?.show(event.detail.agentId)
    })
    this.addEventListener('parley-sign-out', () => this.#signOut())
    this.addEventListener('click', this.#onClick)
  }

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('hashchange', this.#onAddress)
    window.addEventListener('beforeunload', this.#onUnload)
    this.#arrive()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('hashchange', this.#onAddress)
    window.removeEventListener('beforeunload', this.#onUnload)
    this.#book?.end()
    this.#book = null
    clearTimeout(this.#toastTimer)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('client') && !changed.has('asks')) return
    this.#book?.end()
    this.#unsaved.clear()
    const { client, asks } = this
    this.#book = client === null || asks === null ? null : new ConsoleBook(client, asks)
  }

  protected override updated(): void {
    const { status } = this.client ?? {}
    if (status?.kind !== 'over' || status.reason !== 'unauthorized') return
    if (this.#shutOutOf === this.client) return
    this.#shutOutOf = this.client
    this.dispatchEvent(new CustomEvent('parley-shut-out'))
  }

  /** Says something that happened, for a while. */
  say(words: string): void {
    this.toast = words
    clearTimeout(this.#toastTimer)
    this.#toastTimer = setTimeout(() => {
      this.toast = null
    }, TOAST_MS)
  }

  // -- where one is ---------------------------------------------------------------------------

  readonly #onAddress = (): void => {
    if (location.hash === this.#hash) return
    if (this.#unsaved.any) {
      // Back was pressed: it is undone until somebody says what becomes of what was changed.
      this.#askToLeave(location.hash)
      history.pushState(null, '', this.#hash === '' ? location.pathname : this.#hash)
      return
    }
    this.#arrive()
  }

  readonly #onUnload = (event: BeforeUnloadEvent): void => {
    if (this.#unsaved.any) event.preventDefault()
  }

  readonly #onClick = (event: MouseEvent): void => {
    const link = event.composedPath().find((one) => one instanceof HTMLAnchorElement)
    const href = link?.getAttribute('href')
    if (href === null || href === undefined || isForBrowser(event)) return
    if (this.#unsaved.any && href !== this.#hash) {
      event.preventDefault()
      this.#askToLeave(href)
      return
    }
    const accountId = this.client?.desk?.account.accountId
    // What is the desk's is on its own page.
    if (!href.startsWith('#/') || isOfConsole(href) || accountId === undefined) return
    event.preventDefault()
    location.assign(`${pathOf(accountId)}${href}`)
  }

  #askToLeave(to: string): void {
    this.wanted = to
    this.leaveDialog.showModal()
  }

  readonly #leave = (): void => {
    const to = this.wanted
    this.#unsaved.clear()
    this.leaveDialog.close()
    this.wanted = null
    if (to === null) return
    this.#hash = ''
    if (to.startsWith('#') || to === '') location.hash = to === '' ? '#/' : to
    else location.assign(to)
  }

  /** Pages are made anew, so the focus goes to the top of the new one. */
  #arrive(): void {
    const before = this.place
    this.#hash = location.hash
    this.place = consolePlaceAt(location.hash)
    this.#unsaved.clear()
    if (before?.page === this.place?.page && before?.itemId === this.place?.itemId) return
    void this.updateComplete.then(() => {
      if (this.main !== null) this.main.scrollTop = 0
      if (before !== null) this.main?.focus()
    })
  }

  /** Where a page leads by itself, once what it holds is saved. */
  readonly #go = (address: string): void => {
    this.#unsaved.clear()
    location.hash = address
  }

  // -- what is asked --------------------------------------------------------------------------

  readonly #run: Run = async (command) => {
    const { client } = this
    if (client === null) {
      return { ok: false, refusal: { code: 'transient', says: msg('There is no connection.') } }
    }
    const settled = await client.command(command)
    if (settled.ok) await this.#book?.refresh()
    return settled
  }

  async #command(command: StaffCommand): Promise<void> {
    const settled = await this.#run(command)
    if (settled.ok) {
      if (command.type === 'goOffline' && this.#isLeaving) this.#left()
      return
    }
    this.#isLeaving = false
    if (command.type === 'goOffline' && settled.refusal.code === 'chatsInHand') {
      await this.offlineDialog?.show(command.agentId ?? null)
    } else {
      this.say(refusalSays(settled.refusal, this.client?.desk ?? null))
    }
  }

  #signOut(): void {
    const me = this.client?.desk?.me
    if (me === undefined || me.presence === 'offline') {
      this.#left()
      return
    }
    this.#isLeaving = true
    if (me.inHand > me.wrapUps.length) void this.offlineDialog?.show()
    else void this.#command({ type: 'goOffline' })
  }

  #left(): void {
    this.#isLeaving = false
    this.dispatchEvent(new CustomEvent('parley-signed-out'))
  }

  // -- what is shown --------------------------------------------------------------------------

  override render() {
    const { client } = this
    const desk = client?.desk ?? null
    const { status } = client ?? {}
    if (this.homeless || (client?.deskRefusal ?? null) !== null) {
      return html`${this.#strip(desk)}${over('forbidden')}`
    }
    if (status?.kind === 'over' && status.reason !== 'unauthorized') {
      return html`${this.#strip(desk)}${over(status.reason)}`
    }
    return html`
      ${this.#strip(desk)}
      <parley-connection-notice
        .status=${status ?? this.#statusWithoutClient()}
        .safe=${msg('What is not saved stays on this page.')}
      ></parley-connection-notice>
      ${desk?.me.role === 'agent' ? forOthers(desk) : keyed(client, this.#columns(desk))}
      <parley-profile-dialog
        .me=${desk?.me ?? null}
        .account=${desk?.account.name ?? ''}
        .rest=${this.rest}
        .now=${() => client?.now() ?? Date.now()}
      ></parley-profile-dialog>
      <parley-offline-dialog
        .desk=${desk}
        @parley-stay=${() => {
          this.#isLeaving = false
        }}
      ></parley-offline-dialog>
      ${this.#leaveQuestion()}
      <div class="toasts" role="alert">
        ${
          this.toast === null
            ? nothing
            : html`<div class="toast">
                ${icon('alert')}<span>${this.toast}</span>
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

  #statusWithoutClient() {
    return this.unreachableSince === null
      ? { kind: 'idle' as const }
      : { kind: 'waiting' as const, since: this.unreachableSince }
  }

  #strip(desk: DeskState | null): TemplateResult {
    const told = this.client?.accounts ?? this.accounts
    return html`
      <header class="strip">
        <a class="brand" href="/" aria-label=${msg('Parley, start page')}
          >${logo()}<span>Parley</span></a
        >
        <parley-account-switch
          .accounts=${told}
          .current=${this.client?.accountId ?? desk?.account.accountId ?? null}
          @parley-account=${({ detail }: CustomEvent<{ accountId: string }>) =>
            this.dispatchEvent(new CustomEvent('parley-account', { detail }))}
          @parley-accounts-open=${() => this.client?.askAccounts()}
        ></parley-account-switch>
        <span class="gap"></span>
        <parley-presence-switch .me=${desk?.me ?? null}></parley-presence-switch>
      </header>
    `
  }

  #columns(desk: DeskState | null): TemplateResult {
    const { place } = this
    const isWall = place?.page === 'now' && place.itemId !== null
    return html`<div
      class="columns"
      data-at=${place === null ? 'start' : 'page'}
      data-wall=${isWall}
    >
      ${isWall ? nothing : this.#navigation(desk)}
      <main tabindex="-1">
        ${
          // One of the things that a page lists leads back to them by itself.
          place === null || place.itemId !== null
            ? nothing
            : html`<a class="back" href="#/">${icon('back')}${msg('Console')}</a>`
        }
        ${place === null ? welcome() : keyed(consoleAddress(place.page, place.itemId), this.#page(place, desk))}
      </main>
    </div>`
  }

  #navigation(desk: DeskState | null): TemplateResult {
    const role = desk?.me.role ?? 'administrator'
    const accountId = desk?.account.accountId
    return html`<nav aria-label=${msg('Console')}>
      <a href=${accountId === undefined ? '/desk' : pathOf(accountId)}>
        ${icon('back')}${msg('Back to the desk')}
      </a>
      ${navigation().map(({ title, pages }) => {
        const seen = pages.filter((page) => maySeePage(page, role))
        return seen.length === 0
          ? nothing
          : html`<h2>${title}</h2>
              ${seen.map((page) => this.#link(page))} ${seen[0] === 'now' ? charts() : nothing}`
      })}
    </nav>`
  }

  #link(page: ConsolePageId): TemplateResult {
    return html`<a
      href=${consoleAddress(page)}
      aria-current=${this.place?.page === page ? 'page' : nothing}
      >${pageWords(page).title}</a
    >`
  }

  #page({ page, itemId, query: asked }: ConsolePlace, desk: DeskState | null): TemplateResult {
    if (desk !== null && !maySeePage(page, desk.me.role)) {
      return html`<div class="nothing">
        ${icon('settings')}
        <p class="title">${msg('This page is for administrators')}</p>
        <p>${pageWords(page).says}</p>
      </div>`
    }
    const now = () => this.client?.now() ?? Date.now()
    const setup = this.#book?.setup ?? null
    switch (page) {
      case 'now':
        return html`<parley-now-page .desk=${desk} .view=${itemId} .now=${now}></parley-now-page>`
      case 'people':
        return html`<parley-people-page
          .desk=${desk}
          .setup=${setup}
          .personId=${itemId}
          .rest=${this.asks}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
        ></parley-people-page>`
      case 'groups':
        return html`<parley-groups-page
          .desk=${desk}
          .setup=${setup}
          .groupId=${itemId}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
          .now=${now}
          .go=${this.#go}
        ></parley-groups-page>`
      case 'past':
        return html`<parley-past-page
          .rest=${this.asks}
          .desk=${desk}
          .now=${now}
        ></parley-past-page>`
      case 'channels':
        return html`<parley-channels-page
          .desk=${desk}
          .setup=${setup}
          .channelId=${itemId}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
          .go=${this.#go}
        ></parley-channels-page>`
      case 'texts':
        return html`<parley-texts-page
          .settings=${desk?.settings ?? null}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
        ></parley-texts-page>`
      case 'blocked':
        return html`<parley-blocked-page
          .rest=${this.asks}
          .desk=${desk}
          .run=${this.#run}
          .now=${now}
        ></parley-blocked-page>`
      case 'tags':
        return html`<parley-tags-page
          .desk=${desk}
          .tagId=${itemId}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
          .go=${this.#go}
        ></parley-tags-page>`
      case 'quick-replies':
        return html`<parley-quick-replies-page
          .client=${this.client}
          .replyId=${itemId}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
          .go=${this.#go}
        ></parley-quick-replies-page>`
      case 'statistics':
        return html`<parley-statistics-page
          .rest=${this.asks}
          .desk=${desk}
          .query=${asked}
          .go=${this.#go}
          .now=${now}
        ></parley-statistics-page>`
      case 'articles':
        return html`<parley-articles-page
          .rest=${this.asks}
          .desk=${desk}
          .setup=${setup}
          .articleId=${itemId}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
          .now=${now}
          .go=${this.#go}
        ></parley-articles-page>`
      case 'bots':
        return html`<parley-bots-page
          .rest=${this.asks}
          .desk=${desk}
          .setup=${setup}
          .botId=${itemId}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
          .now=${now}
          .go=${this.#go}
        ></parley-bots-page>`
      case 'prompters':
        return html`<parley-prompters-page
          .rest=${this.asks}
          .desk=${desk}
          .prompterId=${itemId}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
          .go=${this.#go}
        ></parley-prompters-page>`
      case 'settings':
        return html`<parley-settings-page
          .settings=${desk?.settings ?? null}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
        ></parley-settings-page>`
      case 'api-tokens':
        return html`<parley-api-tokens-page
          .rest=${this.asks}
          .desk=${desk}
          .setup=${setup}
          .now=${now}
        ></parley-api-tokens-page>`
      case 'webhooks':
        return html`<parley-webhooks-page
          .rest=${this.asks}
          .desk=${desk}
          .webhookId=${itemId}
          .run=${this.#run}
          .unsaved=${this.#unsaved}
          .now=${now}
          .go=${this.#go}
        ></parley-webhooks-page>`
      case 'audit':
        return html`<parley-audit-page
          .rest=${this.asks}
          .desk=${desk}
          .setup=${setup}
          .now=${now}
        ></parley-audit-page>`
    }
  }

  #leaveQuestion(): TemplateResult {
    return html`<dialog
      class="leave"
      aria-labelledby="leave-title"
      @cancel=${() => {
        this.wanted = null
      }}
    >
      <div class="dialog-head">
        <h2 id="leave-title">${msg('Leave without saving?')}</h2>
        <p>${msg('What was changed on this page is not saved, and is lost by leaving.')}</p>
      </div>
      <div class="dialog-foot">
        <button
          class="button"
          @click=${() => {
            this.wanted = null
            this.leaveDialog.close()
          }}
        >
          ${msg('Stay here')}
        </button>
        <button class="button danger" @click=${this.#leave}>${msg('Leave')}</button>
      </div>
    </dialog>`
  }

  static override styles = [
    tokens,
    base,
    buttons,
    dialogStyles,
    nothingStyles,
    stripStyles,
    toastStyles,
    parleyConsoleStyles,
  ]
}

/** The statecharts are a page of the desk. */
function charts(): TemplateResult {
  return html`<a href=${chartsAddress()}>${msg('Statecharts')}</a>`
}

function welcome(): TemplateResult {
  return html`<div class="nothing">
    ${icon('settings')}
    <p class="title">${msg('Console')}</p>
    <p>${msg('Choose a page from the list.')}</p>
  </div>`
}

function forOthers(desk: DeskState): TemplateResult {
  return html`<div class="nothing">
    ${icon('settings')}
    <p class="title">${msg('The console is for those who lead')}</p>
    <p>${msg('Supervisors and administrators set up the account here.')}</p>
    <a class="button" href=${pathOf(desk.account.accountId)}>${msg('Back to the desk')}</a>
  </div>`
}

function over(reason: CloseReason): TemplateResult {
  const isOld = reason === 'wrongVersion' || reason === 'badFrame'
  return html`<div class="nothing">
    ${icon('alert')}
    <p class="title">
      ${isOld ? msg('This page is older than the server') : msg('This account does not let you in')}
    </p>
    <p>
      ${
        isOld
          ? msg('Load the page again to go on.')
          : msg('Your role here may have changed. Ask an administrator, or choose another account.')
      }
    </p>
    <button class="button primary" @click=${() => location.reload()}>${msg('Load again')}</button>
  </div>`
}

/** Whether a click asks the browser for another tab or window. */
function isForBrowser(event: MouseEvent): boolean {
  return event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
}

function isOfConsole(href: string): boolean {
  return href === '#/' || consolePlaceAt(href) !== null
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-console': ParleyConsole
  }
}
