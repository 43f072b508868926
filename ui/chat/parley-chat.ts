import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ChannelView } from '#protocol/rest'
import { channelRestOf, type ChannelRest } from '../client/channel-rest.ts'
import type { CustomerClient } from '../client/customer-client.ts'
import { ChannelMemory } from '../client/customer-memory.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'
import { number, plural } from '../locales/formats.ts'
import { languageOf, renderAnew, speak, spoken } from '../locales/language.ts'
import { tokens } from '../tokens.ts'
import { brandOf } from './brand.ts'
import { pageHere, whenPageChanges } from './page-here.ts'
import { keptByBrowser, takeReturnLink } from './return-link.ts'
import type { ChatWindow } from './chat-window.ts'
import { whenIdle, widgetParts, type WidgetParts } from './widget-parts.ts'

/** What the widget asks by REST. */
type WidgetRest = Pick<
  ChannelRest,
  'channel' | 'newCustomer' | 'uploadFile' | 'removeFile' | 'file'
>

/** As the protocol takes it. */
const LANGUAGE_TAG = /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/

/** Below this the window takes the whole screen. */
const PHONE = '(max-width: 480px)'

/**
 * The customer's chat: a launcher, and the window that opens from it. Stores nothing and connects
 * to nothing but the channel's public words until the customer writes.
 *
 * P1 of all its scripts a page waits for those of the launcher only; the conversation comes when the
 * page is idle, when a pointer or the focus is on the launcher, or with the first opening, whichever
 * is first, and the connection earlier for whoever wrote before. P2 what is done before it is there
 * counts then. P3 where it does not come the window says so, and the next press asks again. P4 whoever
 * follows the link of a mail finds their chat open.
 *
 * @fires {CustomEvent<null>} parley-open - the window opened
 * @fires {CustomEvent<null>} parley-close - the window was folded
 * @fires {CustomEvent<{ unread: number }>} parley-unread - how many messages are unread changed
 * @csspart launcher - the round button
 * @csspart window - the window
 * @cssprop --parley-layer - z-index of launcher and window
 */
@customElement('parley-chat')
export class ParleyChat extends LitElement {
  /** The channel's id. */
  @property() channel = ''

  /** Address of the server; where this script came from, if it is left out. */
  @property() server: string = new URL(import.meta.url).origin

  /** Who writes, where the page knows it; staff sees it once something was written. */
  @property({ attribute: 'customer-name' }) customerName = ''

  /** How they are reached by mail, where the page knows it. */
  @property({ attribute: 'customer-email' }) customerEmail = ''

  /** The language to speak; else the first that the browser prefers and we know, or the page's. */
  @property() override lang = ''

  /** On which side of the page the launcher sits. */
  @property({ reflect: true }) side: 'start' | 'end' = 'end'

  /** Whether the window is open. */
  @property({ type: Boolean, reflect: true }) open = false

  /** The connection; made by the element unless the page gives one. @internal */
  @property({ attribute: false }) client: CustomerClient | null = null

  /** How to ask the server; of `server` unless the page gives one. @internal */
  @property({ attribute: false }) rest: WidgetRest | null = null

  /** How its parts come; over the network unless somebody else brings them. @internal */
  @property({ attribute: false }) parts: WidgetParts = widgetParts

  @state() protected view: ChannelView | null = null
  @state() protected conversation: 'away' | 'here' | 'lost' = 'away'
  @state() protected failure: string | null = null

  @query('dialog') protected dialog!: HTMLDialogElement
  @query('.launcher') protected launcher!: HTMLButtonElement
  @query('parley-chat-window') protected window!: ChatWindow

  protected readonly subscription = new Subscription(this, () => this.client)
  #made: CustomerClient | null = null
  #coming: Promise<boolean> | null = null
  /** A link of a mail that is being exchanged; the connection waits for it. */
  #back: Promise<void> = Promise.resolve()
  #unread = 0
  #endPages: () => void = () => {}

  override connectedCallback(): void {
    super.connectedCallback()
    this.#made?.start()
    this.#endPages = whenPageChanges(() => this.#sayPage())
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#made?.stop()
    this.#endPages()
  }

  /** Opens the window and puts the focus where one writes. */
  show(): void {
    this.open = true
  }

  /** Folds the window; the focus returns to the launcher. */
  fold(): void {
    this.open = false
  }

  /** Brings the conversation, so that opening takes no time; gives whether it is there. P1 */
  prepare(): Promise<boolean> {
    this.#coming ??= this.#bring()
    return this.#coming
  }

  async #bring(): Promise<boolean> {
    this.conversation = 'away'
    try {
      await Promise.all([this.parts.window(), this.#connect()])
      this.conversation = 'here'
    } catch {
      this.conversation = 'lost'
      this.#coming = null // P3
    }
    return this.conversation === 'here'
  }

  protected override firstUpdated(): void {
    whenIdle(() => void this.prepare())
  }

  /** What the customer prefers, whether or not we speak it. */
  #languageTag(): string | null {
    const [tag = ''] = this.lang === '' ? navigator.languages : [this.lang]
    return LANGUAGE_TAG.test(tag) ? tag : null
  }

  async #speak(): Promise<void> {
    const wanted = [this.lang, ...navigator.languages, document.documentElement.lang]
    if (await speak(languageOf(wanted), this.parts.words)) renderAnew(this.renderRoot)
    this.requestUpdate()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('lang')) void this.#speak()
    if ((changed.has('channel') || changed.has('server')) && this.channel !== '') {
      this.view = null
      void this.#askChannel()
      if (this.client === null || this.client === this.#made) this.#changeChannel()
    }
  }

  #sayPage(): void {
    const page = pageHere()
    if (page !== null) this.client?.sayPage(page)
  }

  #introduce(): void {
    const [name, email] = [this.customerName.trim(), this.customerEmail.trim()]
    const { lang } = this
    this.client?.introduce({
      ...(name === '' ? {} : { name }),
      ...(email === '' ? {} : { email }),
      ...(LANGUAGE_TAG.test(lang) ? { language: lang } : {}),
    })
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('client')) this.#sayPage()
    const isWho = changed.has('customerName') || changed.has('customerEmail') || changed.has('lang')
    if (changed.has('client') || isWho) this.#introduce()
    if (changed.has('open') && (this.open || changed.get('open') !== undefined)) this.#moved()
    const unread = this.client?.unread ?? 0
    if (unread === this.#unread) return
    this.#unread = unread
    this.#tell('parley-unread', { unread })
  }

  #changeChannel(): void {
    this.#made?.stop()
    this.#made = null
    this.client = null
    const link = takeReturnLink(this.channel)
    if (link !== null) {
      this.#back = this.#comeBack(link)
      this.open = true
    }
    const isKnown =
      new ChannelMemory(this.channel, keptByBrowser(this.channel)).get().token !== null
    if (isKnown || this.#coming !== null) void this.#connect().catch(() => {}) // P3
  }

  /** P4 */
  async #comeBack(link: string): Promise<void> {
    const { channel: channelId, server } = this
    try {
      const { comeBack } = await this.parts.back()
      await comeBack({ server, channelId, link })
    } catch {
      // As without a link: one can write.
    }
  }

  /** Makes the connection, unless the page gave one. */
  async #connect(): Promise<void> {
    const { channel, server } = this
    if (this.client !== null || channel === '') return
    const { ownClient } = await this.parts.client()
    await this.#back
    const isOver = this.client !== null || channel !== this.channel || server !== this.server
    if (isOver) return
    const storage = keptByBrowser(channel)
    this.#made = ownClient({
      base: server,
      channelId: channel,
      rest: this.#rest(),
      storage,
      language: () => this.#languageTag(),
    })
    this.client = this.#made
    if (this.isConnected) this.#made.start()
  }

  #rest(): WidgetRest {
    return this.rest ?? channelRestOf(this.server)
  }

  async #askChannel(): Promise<void> {
    const answer = await this.#rest().channel(this.channel)
    if (answer.ok) this.view = answer.value
    this.failure = answer.ok ? null : msg('The chat cannot be reached now.')
  }

  #moved(): void {
    if (this.open) {
      if (this.failure !== null) void this.#askChannel()
      if (!this.dialog.open) {
        if (window.matchMedia(PHONE).matches) this.dialog.showModal()
        else this.dialog.show()
      }
      void this.#focusWhenThere()
    } else {
      this.dialog.close()
      this.launcher.focus()
    }
    this.#tell(this.open ? 'parley-open' : 'parley-close')
  }

  /** The page hears it, through whatever it has around the chat. */
  #tell(type: string, detail: object | null = null): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }))
  }

  /** It is told late: by then the window may be open again. */
  readonly #onClose = (): void => {
    if (!this.dialog.open) this.fold()
  }

  /** P2 */
  async #focusWhenThere(): Promise<void> {
    if (!(await this.prepare())) return
    await this.updateComplete
    await this.window.updateComplete
    if (this.open) this.window.focus()
  }

  readonly #prepare = (): void => void this.prepare()

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    this.fold()
  }

  override render() {
    const unread = this.client?.unread ?? 0
    const brand = brandOf(this.view?.colour ?? '')
    const name = this.view?.name ?? ''
    return html`
      <div
        class="root"
        lang=${spoken()}
        .style=${brand === null ? '' : `--brand: ${brand.colour}; --on-brand: ${brand.onColour}`}
      >
        <dialog
          part="window"
          aria-label=${name === '' ? msg('Chat') : msg(str`Chat with ${name}`)}
          @keydown=${this.#onKey}
          @close=${this.#onClose}
        >
          <parley-chat-window
            .client=${this.client}
            .channel=${this.view}
            .failure=${this.failure}
            ?shown=${this.open}
            @parley-fold=${() => this.fold()}
          >
            ${this.conversation === 'here' ? nothing : this.#coverUntilThere(name)}
          </parley-chat-window>
        </dialog>
        <button
          class="launcher"
          part="launcher"
          aria-expanded=${this.open}
          aria-haspopup="dialog"
          aria-label=${launcherName(this.open, unread)}
          @pointerenter=${this.#prepare}
          @focus=${this.#prepare}
          @click=${() => {
            this.open = !this.open
          }}
        >
          ${icon(this.open ? 'down' : 'chat')}
          ${
            unread > 0 && !this.open
              ? html`<span class="badge" aria-hidden="true"
                  >${unread > 99 ? `${number(99)}+` : number(unread)}</span
                >`
              : nothing
          }
        </button>
      </div>
    `
  }

  /** What the window shows until the conversation takes its place, or why that does not come. */
  #coverUntilThere(name: string): TemplateResult {
    return html`
      <header role="none">
        <h2>${name}</h2>
        <button
          aria-label=${msg('Fold the chat')}
          title=${msg('Fold the chat')}
          @click=${() => this.fold()}
        >
          ${icon('down')}
        </button>
      </header>
      <div class="cover" role="status">
        ${
          this.conversation === 'lost'
            ? html`
                <p>${msg('The chat could not be loaded.')}</p>
                <button class="button" @click=${() => void this.#focusWhenThere()}>
                  ${msg('Try again')}
                </button>
              `
            : html`<p class="hidden-text">${msg('Loading …')}</p>
                <span></span><span></span>`
        }
      </div>
    `
  }

  static override styles = [
    tokens,
    base,
    buttons,
    css`
      :host {
        position: fixed;
        inset-block-end: 20px;
        inset-inline-end: 20px;
        z-index: var(--parley-layer, 2147483000);
      }
      :host([side='start']) {
        inset-inline: 20px auto;
      }
      .launcher {
        position: relative;
        display: grid;
        place-items: center;
        inline-size: 56px;
        block-size: 56px;
        border-radius: var(--radius-full);
        background: var(--brand, var(--accent));
        color: var(--on-brand, var(--on-accent));
        font-size: 22px;
        box-shadow: var(--shadow-float);
        transition: scale var(--move);
      }
      .launcher:hover {
        scale: 1.04;
      }
      .launcher:focus-visible {
        outline: 2px solid var(--ring);
        outline-offset: 3px;
      }
      .badge {
        position: absolute;
        inset-block-start: -3px;
        inset-inline-end: -3px;
        min-inline-size: 20px;
        padding-inline: 5px;
        border-radius: var(--radius-full);
        background: var(--bad-solid);
        color: oklch(0.995 0 0);
        font-size: var(--size-12);
        font-weight: 600;
        line-height: 20px;
        text-align: center;
        font-variant-numeric: tabular-nums;
        box-shadow: 0 0 0 2px var(--ground);
      }
      dialog {
        position: absolute;
        inset: auto;
        inset-block-end: 72px;
        inset-inline-end: 0;
        margin: 0;
        inline-size: 380px;
        block-size: min(640px, calc(100dvh - 116px));
        max-inline-size: none;
        max-block-size: none;
        padding: 0;
        border: 1px solid var(--line);
        border-radius: 14px;
        overflow: hidden;
        color: inherit;
        background: var(--ground);
        box-shadow: var(--shadow-float);
        transform-origin: bottom right;
      }
      :host([side='start']) dialog {
        inset-inline: 0 auto;
      }
      dialog:dir(rtl),
      :host([side='start']) dialog {
        transform-origin: bottom left;
      }
      :host([side='start']) dialog:dir(rtl) {
        transform-origin: bottom right;
      }
      parley-chat-window:not(:defined) {
        display: flex;
        flex-direction: column;
        block-size: 100%;
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        min-block-size: 60px;
        padding-inline: 16px 8px;
        background: var(--brand, var(--accent));
        color: var(--on-brand, var(--on-accent));
      }
      h2 {
        font-size: var(--size-16);
        font-weight: 600;
      }
      header button {
        display: grid;
        place-items: center;
        inline-size: 36px;
        block-size: 36px;
        border-radius: var(--radius);
        outline-color: currentColor;
      }
      .cover {
        flex: 1;
        display: flex;
        flex-direction: column;
        align-items: start;
        justify-content: end;
        gap: 12px;
        padding: 16px;
        font-size: var(--size-14);
      }
      .cover span {
        inline-size: 60%;
        block-size: 36px;
        border-radius: var(--radius-card);
        background: var(--fill);
      }
      .cover span:last-child {
        inline-size: 40%;
      }
      dialog[open] {
        animation: grow 180ms ease-out;
      }
      dialog::backdrop {
        background: none;
      }
      @keyframes grow {
        from {
          opacity: 0;
          transform: translateY(12px) scale(0.96);
        }
      }
      @media (max-width: 480px) {
        :host {
          inset-block-end: 16px;
          inset-inline-end: 16px;
        }
        dialog {
          position: fixed;
          inset: 0;
          inline-size: 100%;
          block-size: 100dvh;
          border: 0;
          border-radius: 0;
        }
        :host([open]) .launcher {
          visibility: hidden;
        }
      }
    `,
  ]
}

function launcherName(open: boolean, unread: number): string {
  if (open) return msg('Fold the chat')
  if (unread === 0) return msg('Open the chat')
  return plural(unread, {
    one: msg(str`Open the chat, ${number(unread)} new message`),
    other: msg(str`Open the chat, ${number(unread)} new messages`),
  })
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat': ParleyChat
  }
}
