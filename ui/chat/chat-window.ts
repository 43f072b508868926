import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { CustomerCommand } from '#protocol/customer-commands'
import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { ChannelView } from '#protocol/rest'
import { browserClock } from '../client/clock.ts'
import type { CustomerClient } from '../client/customer-client.ts'
import { TypingSignal } from '../client/typing-signal.ts'
import { pictureUrl } from '../client/picture-url.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import '../elements/connection-notice.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { linkedText } from '../elements/linked-text.ts'
import { Subscription } from '../elements/subscription.ts'
import { clockTime, dayName, exactTime } from '../elements/times.ts'
import { chatWindowStyles } from './chat-window.styles.ts'
import { customerStream, type Delivery, type Line, type StreamPart } from './customer-stream.ts'
import './rating.ts'

/** Closer to the end than this means: reading along. */
const NEAR_END_PX = 60

/** The log for screen readers keeps few lines; what is older was read. */
const LOG_LINES = 10

/**
 * A customer's conversation: who one talks to, what was said, and where to write.
 *
 * @fires parley-fold - the customer wants it out of the way
 * @csspart header - who one talks to
 * @csspart composer - where one writes
 */
@customElement('parley-chat-window')
export class ChatWindow extends LitElement {
  @property({ attribute: false }) client: CustomerClient | null = null

  /** What the channel says before anybody wrote; null while it is not known. */
  @property({ attribute: false }) channel: ChannelView | null = null

  /** Why the channel could not be asked. */
  @property() failure: string | null = null

  /** Whether the customer can see it: only then something counts as read. */
  @property({ type: Boolean }) shown = false

  @state() protected dialog: 'none' | 'end' | 'leaveMessage' = 'none'
  @state() protected alert: string | null = null
  @state() protected hasText = false
  @state() protected below = 0

  @query('textarea') protected textarea!: HTMLTextAreaElement | null
  @query('.scroller') protected scroller!: HTMLElement

  protected readonly subscription = new Subscription(this, () => this.client)
  readonly #typing = new TypingSignal(browserClock, (typing) => this.client?.sayTyping(typing))
  /** A keyboard that slides in takes room away; who read along goes on reading along. */
  readonly #resizes = new ResizeObserver(() => {
    if (this.#wasNearEnd) this.scroller.scrollTop = this.scroller.scrollHeight
  })
  #wasNearEnd = true
  #announcedN: number | null = null
  #count = 0
  #spoken: { key: number; text: string }[] = []

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('focus', this.#look)
    document.addEventListener('visibilitychange', this.#look)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('focus', this.#look)
    document.removeEventListener('visibilitychange', this.#look)
    this.#resizes.disconnect()
    this.#typing.stop()
  }

  override focus(): void {
    this.textarea?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { scroller } = this
    this.#wasNearEnd =
      !scroller || changed.has('client') || changed.has('shown') || this.#isNearEnd()
    if (changed.has('client')) this.#announcedN = null
    this.#announce()
    const count = (this.client?.items.length ?? 0) + (this.client?.unsent.length ?? 0)
    const wroteMyself = (this.client?.unsent.length ?? 0) > 0 && count > this.#count
    if (wroteMyself) this.#wasNearEnd = true
    if (!this.#wasNearEnd && count > this.#count) this.below += count - this.#count
    if (this.#wasNearEnd) this.below = 0
    this.#count = count
  }

  protected override firstUpdated(): void {
    this.#resizes.observe(this.scroller)
  }

  protected override updated(): void {
    if (this.#wasNearEnd) this.scroller.scrollTop = this.scroller.scrollHeight
    this.#look()
  }

  readonly #look = (): void => {
    const isSeen = this.shown && document.visibilityState === 'visible' && document.hasFocus()
    if (isSeen && this.#isNearEnd()) this.client?.markRead()
  }

  readonly #onScroll = (): void => {
    this.#wasNearEnd = this.#isNearEnd()
    if (!this.#wasNearEnd) return
    this.below = 0
    this.#look()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    this.#send()
  }

  readonly #onInput = (): void => {
    this.hasText = this.textarea?.value.trim() !== ''
    if (this.hasText) this.#typing.touch()
    else this.#typing.stop()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    this.#send()
  }

  readonly #onLeaveMessage = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement)) return
    const email = new FormData(form).get('email')
    if (typeof email === 'string') void this.#ask({ type: 'leaveMessage', email: email.trim() })
  }

  #send(): void {
    const { textarea, client } = this
    if (!textarea || !client || textarea.value.trim() === '') return
    client.sendMessage(textarea.value)
    textarea.value = ''
    this.hasText = false
    this.alert = null
    this.#typing.stop()
  }

  async #ask(command: Exclude<CustomerCommand, { type: 'sendMessage' | 'markRead' }>) {
    this.dialog = 'none'
    const refusal = (await this.client?.ask(command)) ?? null
    this.alert = refusal?.says ?? null
    this.focus()
  }

  readonly #fold = (): void => {
    this.dispatchEvent(new CustomEvent('parley-fold', { bubbles: true }))
  }

  #isNearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX
  }

  /** Says new words of others to screen readers, not those that were there before. */
  #announce(): void {
    const { client } = this
    if (!client?.loaded) return
    const newest = client.items.at(-1)?.n ?? 0
    if (this.#announcedN === null) {
      this.#announcedN = newest
      return
    }
    for (const { n, from, name, text } of client.items) {
      if (n <= this.#announcedN) continue
      const words = from === 'me' ? 'Sent' : name === null ? text : `${name}: ${text}`
      this.#spoken = [...this.#spoken, { key: n, text: words }].slice(-LOG_LINES)
    }
    this.#announcedN = newest
  }

  override render() {
    const { client } = this
    return html`
      ${this.#header()}
      <parley-connection-notice
        .status=${client?.status ?? { kind: 'idle' }}
        safe="What you write is kept and sent then."
      ></parley-connection-notice>
      <div class="middle">
        <div
          class="scroller"
          role="region"
          aria-label="Conversation"
          tabindex="0"
          @scroll=${this.#onScroll}
        >
          ${this.#stream()}
        </div>
        ${
          this.below > 0
            ? html`<button
                class="button jump"
                @click=${() => {
                  this.scroller.scrollTop = this.scroller.scrollHeight
                }}
              >
                ${icon('down')} ${this.below} new
              </button>`
            : nothing
        }
      </div>
      <div role="log" class="hidden-text" aria-label="New messages">
        ${repeat(
          this.#spoken,
          ({ key }) => key,
          ({ text }) => html`<p>${text}</p>`,
        )}
      </div>
      <div role="status" class="hidden-text">
        ${client?.typing ? `${this.#withName()} is typing` : ''}
      </div>
      ${this.alert === null ? nothing : html`<p class="alert" role="alert">${this.alert}</p>`}
      ${this.#card()} ${this.#composer()}
    `
  }

  #header(): TemplateResult {
    const isOpen = ['bot', 'waiting', 'talking', 'onHold'].includes(this.client?.chat.state ?? '')
    const withWhom = this.client?.chat.with ?? null
    return html`
      <header part="header">
        ${
          withWhom?.kind === 'person'
            ? html`<parley-avatar
                class="disc"
                .key=${withWhom.name}
                .name=${withWhom.name}
                .src=${pictureUrl(withWhom.picture, this.client?.base)}
              ></parley-avatar>`
            : html`<span class="mark">${icon(withWhom?.kind === 'bot' ? 'bot' : 'group')}</span>`
        }
        <div class="who">
          <h2>${this.#withName()}</h2>
          <p>${this.#withWords()}</p>
        </div>
        <div class="tools">
          ${
            isOpen
              ? html`<button
                  aria-label="End chat"
                  title="End chat"
                  @click=${() => {
                    this.dialog = 'end'
                  }}
                >
                  ${icon('closeChat')}
                </button>`
              : nothing
          }
          <button aria-label="Fold the chat" title="Fold the chat" @click=${this.#fold}>
            ${icon('down')}
          </button>
        </div>
      </header>
    `
  }

  #withName(): string {
    return this.client?.chat.with?.name ?? this.channel?.name ?? 'Chat'
  }

  /** Whom one talks to, honestly. */
  #withWords(): string {
    const { chat } = this.client ?? {}
    const kind = chat?.with?.kind
    switch (chat?.state) {
      case 'bot':
        return 'You are talking to a bot'
      case 'waiting':
        return 'Waiting for a person'
      case 'talking':
        return kind === 'bot' ? 'You are talking to a bot' : 'A person is here for you'
      case 'onHold':
        return 'Is looking into it and will answer'
      case 'ended':
        return 'This chat has ended'
      case 'blocked':
        return 'This chat is closed'
      case 'none':
      case undefined:
        if (this.channel === null) return ''
        return this.channel.answering
          ? 'Write to us, we are here'
          : 'Nobody is here now; leave a message'
    }
  }

  #stream(): TemplateResult {
    const { client, failure } = this
    if (failure !== null && (client === null || client.items.length === 0)) {
      return html`<p class="notice">${failure} What you write is kept; try again in a moment.</p>`
    }
    if (client === null || !client.loaded) {
      return html`<div class="stream skeleton" aria-hidden="true">
        <span></span><span></span><span></span>
      </div>`
    }
    const parts = customerStream(client.items, client.unsent, client.readN)
    const lastKey = parts.at(-1)?.key
    return html`
      <div class="stream">
        ${
          client.items[0] === undefined || client.items[0].n === 1
            ? this.#welcome(parts.length === 0)
            : nothing
        }
        ${repeat(
          parts,
          ({ key }) => key,
          (part) => this.#part(part, part.key === lastKey),
        )}
        ${
          client.typing
            ? html`<div class="group" aria-hidden="true">
                <span class="typing"><i></i><i></i><i></i></span>
              </div>`
            : nothing
        }
      </div>
    `
  }

  #welcome(isAlone: boolean): TemplateResult | typeof nothing {
    const words = this.channel?.welcome ?? ''
    if (words === '') return nothing
    return html`
      <div class="group">
        ${isAlone ? html`<p class="author"><b>${this.channel?.name}</b></p>` : nothing}
        <div class="line"><div class="bubble">${linkedText(words)}</div></div>
      </div>
    `
  }

  #part(part: StreamPart, isLast: boolean): TemplateResult {
    const now = this.client?.now() ?? Date.now()
    switch (part.kind) {
      case 'day':
        return html`<p class="day">${dayName(part.at, now)}</p>`
      case 'notice':
        return html`<p class="notice" title=${exactTime(part.at)}>${linkedText(part.text)}</p>`
      case 'group':
        return html`
          <div class="group ${part.from}" role="group" aria-label=${groupName(part)}>
            ${
              part.from === 'me'
                ? nothing
                : html`<p class="author">
                    <b>${part.name}</b>
                    ${part.from === 'bot' ? html`<span class="tag">Bot</span>` : nothing}
                  </p>`
            }
            ${repeat(
              part.lines,
              ({ key }) => key,
              (line, index) => this.#line(line, part.lines[index + 1], isLast),
            )}
          </div>
        `
    }
  }

  #line(line: Line, next: Line | undefined, isLastGroup: boolean): TemplateResult {
    const { text, at, delivery, buttons: choices, key } = line
    const isLastOfItsKind = next === undefined || next.delivery !== delivery
    const canChoose = isLastGroup && next === undefined && this.client?.chat.canTalkToPerson
    return html`
      <div class="line ${delivery ?? ''}">
        <div class="bubble" title=${exactTime(at)}>${linkedText(text)}</div>
        ${
          delivery === 'failed'
            ? html`<p class="meta bad">
                <span>${icon('alert')} Not sent</span>
                <button @click=${() => this.client?.retry(key)}>Try again</button>
                <button @click=${() => this.client?.discard(key)}>Delete</button>
              </p>`
            : delivery === null
              ? nothing
              : html`<p class=${isLastOfItsKind ? 'meta' : 'hidden-text'}>
                  <time datetime=${new Date(at).toISOString()}>${clockTime(at)}</time>
                  <span>${deliveryMark(delivery)} ${deliveryWord(delivery)}</span>
                </p>`
        }
        ${
          canChoose && choices.length > 0
            ? html`<div class="choices">
                ${choices.map(
                  ({ label, action }) =>
                    html`<button class="button" @click=${() => this.#ask({ type: action })}>
                      ${label}
                    </button>`,
                )}
              </div>`
            : nothing
        }
      </div>
    `
  }

  #card(): TemplateResult | typeof nothing {
    const { chat } = this.client ?? {}
    if (this.dialog === 'end') {
      return html`
        <div class="card" role="group" aria-label="End chat">
          <p>End this chat? You can write again at any time.</p>
          <div class="row end">
            <button
              class="button quiet"
              @click=${() => {
                this.dialog = 'none'
                this.focus()
              }}
            >
              Keep talking
            </button>
            <button class="button primary" @click=${() => this.#ask({ type: 'endChat' })}>
              End chat
            </button>
          </div>
        </div>
      `
    }
    const wasOffered = this.client?.items.at(-1)?.code === 'leaveMessage'
    if (chat?.canLeaveMessage && !wasOffered && this.dialog !== 'leaveMessage') {
      return html`
        <p class="aside">
          Rather not wait?
          <button
            @click=${() => {
              this.dialog = 'leaveMessage'
            }}
          >
            Get the answer by e-mail
          </button>
        </p>
      `
    }
    if (chat?.canLeaveMessage) {
      return html`
        <form class="card" @submit=${this.#onLeaveMessage}>
          <label class="label" for="email">Get the answer by e-mail</label>
          <p class="hint">You can also stay here; your place in the line is kept.</p>
          <div class="row">
            <input
              id="email"
              name="email"
              type="email"
              required
              maxlength="254"
              autocomplete="email"
              placeholder="you@example.com"
            />
            <button class="button primary">Leave message</button>
          </div>
        </form>
      `
    }
    const offersPerson = this.client?.items.at(-1)?.buttons.length
    if (chat?.canTalkToPerson && !offersPerson) {
      return html`
        <div class="card">
          <div class="row">
            <button class="button" @click=${() => this.#ask({ type: 'talkToPerson' })}>
              ${icon('person')} Talk to a person
            </button>
          </div>
        </div>
      `
    }
    return nothing
  }

  #rating(): TemplateResult | typeof nothing {
    const { client } = this
    if (client === null || !client.chat.canRate) return nothing
    return html`<parley-rating
      .rated=${client.chat.rated}
      @parley-rate=${({ detail }: CustomEvent<{ score: number; words?: string }>) =>
        void this.#rate(detail)}
    ></parley-rating>`
  }

  async #rate(rating: { score: number; words?: string }): Promise<void> {
    const refusal = (await this.client?.ask({ type: 'rateChat', ...rating })) ?? null
    this.alert = refusal?.says ?? null
  }

  #composer(): TemplateResult {
    const state = this.client?.chat.state
    if (state === 'blocked') {
      return html`<p class="ended">You cannot write here any more.</p>`
    }
    return html`
      ${this.#rating()}
      ${state === 'ended' ? html`<p class="ended">Write again to start a new chat.</p>` : nothing}
      <form class="composer" part="composer" @submit=${this.#onSubmit}>
        <textarea
          rows="1"
          aria-label="Your message"
          placeholder="Write a message"
          maxlength=${MAX_TEXT_LENGTH}
          enterkeyhint="send"
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @blur=${() => this.#typing.stop()}
        ></textarea>
        <button class="send" aria-label="Send" title="Send" aria-disabled=${!this.hasText}>
          ${icon('send')}
        </button>
      </form>
    `
  }

  static override styles = [base, buttons, fields, chatWindowStyles]
}

function groupName({ from, name }: Extract<StreamPart, { kind: 'group' }>): string {
  if (from === 'me') return 'You'
  return from === 'bot' ? `${name}, bot` : (name ?? '')
}

function deliveryWord(delivery: Delivery): string {
  switch (delivery) {
    case 'sending':
      return 'Sending'
    case 'sent':
      return 'Sent'
    case 'read':
      return 'Read'
    case 'failed':
      return 'Not sent'
  }
}

function deliveryMark(delivery: Delivery): TemplateResult {
  switch (delivery) {
    case 'sending':
      return icon('clock')
    case 'sent':
      return icon('check')
    case 'read':
      return icon('checks')
    case 'failed':
      return icon('alert')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat-window': ChatWindow
  }
}
