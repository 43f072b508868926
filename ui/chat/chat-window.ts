import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { CustomerItem } from '#protocol/customer-frames'
import type { ChannelView } from '#protocol/rest'
import { spokenWords } from '../client/file-size.ts'
import { browserClock } from '../client/clock.ts'
import type { CustomerClient } from '../client/customer-client.ts'
import type { Refusal } from '../client/refused.ts'
import { TypingSignal } from '../client/typing-signal.ts'
import { pictureUrl } from '../client/picture-url.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import '../elements/connection-notice.ts'
import { DropTarget, pastedFiles } from '../elements/drop-target.ts'
import { fields } from '../elements/field.styles.ts'
import { fileButton } from '../elements/file-button.ts'
import { fileStyles } from '../elements/file.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { linkedText } from '../elements/linked-text.ts'
import { Subscription } from '../elements/subscription.ts'
import { clockTime, dayName, exactTime } from '../elements/times.ts'
import { chatWindowStyles } from './chat-window.styles.ts'
import { customerStream, type Delivery, type Line, type StreamPart } from './customer-stream.ts'
import { bringSeldom } from './widget-parts.ts'
import { WidgetDraft } from './widget-draft.ts'

/** Closer to the end than this means: reading along. */
const NEAR_END_PX = 60

/** The log for screen readers keeps few lines; what is older was read. */
const LOG_LINES = 10

const notAnAddress = (): string => msg('This does not look like an e-mail address.')

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

  /** `stay`: the customer was offered to leave an address and would rather wait here. */
  @state() protected dialog: 'none' | 'end' | 'leaveMessage' | 'stay' | 'transcript' = 'none'
  /** What is wrong with the e-mail address. */
  @state() protected emailSays: string | null = null
  @state() protected alert: string | null = null
  @state() protected hasText = false
  @state() protected below = 0

  @query('textarea') protected textarea!: HTMLTextAreaElement | null
  @query('.scroller') protected scroller!: HTMLElement

  protected readonly subscription = new Subscription(this, () => this.client)
  protected readonly uploads = new Subscription(this, () => this.client?.attachments ?? null)
  protected readonly focusStays = new FocusStays(this)
  readonly #drop = new DropTarget(
    this,
    () => this.#takesFiles,
    (files) => this.#addFiles(files),
  )
  readonly #typing = new TypingSignal(browserClock, (typing) => this.client?.sayTyping(typing))
  /** A keyboard that slides in takes room away; who read along goes on reading along. */
  readonly #resizes = new ResizeObserver(() => {
    if (this.#wasNearEnd) this.#toEnd()
  })
  #wasNearEnd = true
  /** How far one could scroll when it was scrolled to the end. */
  #range = 0
  #observed: Element | null = null
  #announcedN: number | null = null
  #count = 0
  #spoken: { key: number; text: string }[] = []
  #draft: WidgetDraft | null = null

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
    this.#observed = null
    this.#typing.stop()
  }

  override focus(): void {
    this.textarea?.focus()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { scroller } = this
    if (changed.has('channel') && this.channel !== null) {
      this.#draft = new WidgetDraft(this.channel.channelId)
    }
    this.#wasNearEnd =
      !scroller || changed.has('client') || changed.has('shown') || this.#isNearEnd()
    if (changed.has('client')) this.#announcedN = null
    this.#announce()
    this.#bringNeeded()
    const count = (this.client?.items.length ?? 0) + (this.client?.unsent.length ?? 0)
    const wroteMyself = (this.client?.unsent.length ?? 0) > 0 && count > this.#count
    if (wroteMyself) this.#wasNearEnd = true
    if (!this.#wasNearEnd && count > this.#count) this.below += count - this.#count
    if (this.#wasNearEnd) this.below = 0
    this.#count = count
  }

  /** What few conversations have a use for comes when this one has. */
  #bringNeeded(): void {
    const { client } = this
    if (client === null) return
    if (client.chat.canRate) bringSeldom('rating')
    if (!client.attachments.isEmpty) bringSeldom('chosenFiles')
    const hasFiles = [...client.items, ...client.unsent].some(({ files }) => files?.length)
    if (hasFiles) bringSeldom('sentFiles')
  }

  protected override firstUpdated(): void {
    this.#resizes.observe(this.scroller)
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('channel')) this.#takeUpDraft()
    // What stands in the stream grows when its pictures and players are there.
    const stream = this.scroller.querySelector('.stream')
    if (stream !== this.#observed) {
      if (this.#observed !== null) this.#resizes.unobserve(this.#observed)
      if (stream !== null) this.#resizes.observe(stream)
      this.#observed = stream
    }
    if (this.#wasNearEnd) this.#toEnd()
    this.#look()
  }

  /** What was begun before a reload stands there again. */
  #takeUpDraft(): void {
    const { textarea } = this
    const words = this.#draft?.get() ?? ''
    if (textarea === null || textarea.value !== '' || words === '') return
    textarea.value = words
    this.hasText = words.trim() !== ''
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
    const words = this.textarea?.value ?? ''
    this.hasText = words.trim() !== ''
    this.#draft?.set(words)
    if (this.hasText) this.#typing.touch()
    else this.#typing.stop()
  }

  get #takesFiles(): boolean {
    const isOpen = this.client?.chat.state !== 'blocked'
    return isOpen && (this.channel?.files.classes.length ?? 0) > 0
  }

  #addFiles(files: readonly File[]): void {
    const { client, channel } = this
    if (!this.#takesFiles || client === null || channel === null || files.length === 0) return
    client.attachments.add(files, channel.files.maxBytes)
    this.focus()
  }

  readonly #onPaste = (event: ClipboardEvent): void => {
    const files = pastedFiles(event)
    if (files.length === 0) return
    event.preventDefault()
    this.#addFiles(files)
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
    if (typeof email === 'string') void this.#leaveMessage(email.trim())
  }

  /** The form folds when the address was taken; until then it keeps what was typed. */
  async #leaveMessage(email: string): Promise<void> {
    this.emailSays = email === '' ? notAnAddress() : null
    const refusal = email === '' ? null : await this.client?.ask({ type: 'leaveMessage', email })
    if (refusal) this.emailSays = refusal.code === 'invalid' ? notAnAddress() : refusal.says
    if (this.emailSays === null) this.dialog = 'none'
    await this.updateComplete
    if (this.emailSays === null) this.focus()
    else this.renderRoot.querySelector<HTMLElement>('#email')?.focus()
  }

  /** Shows a form in the window's foot, or folds it; the focus goes along. */
  async #turn(dialog: 'leaveMessage' | 'stay' | 'end'): Promise<void> {
    this.dialog = dialog
    this.emailSays = null
    await this.updateComplete
    if (dialog === 'stay') this.focus()
    else this.renderRoot.querySelector<HTMLElement>('.card input, .card button')?.focus()
  }

  /** Escape leaves the question, not the chat. */
  readonly #onCardKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    this.dialog = 'none'
    this.renderRoot.querySelector<HTMLElement>('.tools .word')?.focus()
  }

  #send(): void {
    const { textarea, client } = this
    if (!textarea || !client) return
    const { attachments } = client
    // What is under way goes with it: until then what is written stays.
    if (attachments.why !== null) return
    const words = textarea.value.trim()
    textarea.value = ''
    this.#draft?.set('')
    if (words !== '' || !attachments.isEmpty) client.sendMessage(words, attachments.take())
    this.hasText = false
    this.alert = null
    this.#typing.stop()
  }

  async #ask(command: Parameters<CustomerClient['ask']>[0]) {
    this.dialog = 'none'
    this.focus()
    const refusal = (await this.client?.ask(command)) ?? null
    this.alert = refusal?.says ?? null
  }

  readonly #fold = (): void => {
    this.dispatchEvent(new CustomEvent('parley-fold', { bubbles: true }))
  }

  #toEnd(): void {
    const { scroller } = this
    scroller.scrollTop = scroller.scrollHeight
    this.#range = scroller.scrollHeight - scroller.clientHeight
  }

  #isNearEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller
    // What grew under whoever read along did not take them from the end.
    if (this.#wasNearEnd && scrollHeight - clientHeight !== this.#range) return true
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
    for (const { n, from, name, text: said, files } of client.items) {
      if (n <= this.#announcedN) continue
      const text = spokenWords(said, files)
      const words = from === 'me' ? msg('Sent') : name === null ? text : `${name}: ${text}`
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
      ></parley-connection-notice>
      <div class="middle">
        <div
          class="scroller"
          role="region"
          aria-label=${msg('Conversation')}
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
                  this.#toEnd()
                }}
              >
                ${icon('down')} ${msg(str`${this.below} new`)}
              </button>`
            : nothing
        }
      </div>
      <div role="log" class="hidden-text" aria-label=${msg('New messages')}>
        ${repeat(
          this.#spoken,
          ({ key }) => key,
          ({ text }) => html`<p>${text}</p>`,
        )}
      </div>
      <div role="status" class="hidden-text">
        ${client?.typing ? msg(str`${this.#withName()} is typing`) : ''}
      </div>
      ${this.alert === null ? nothing : html`<p class="alert" role="alert">${this.alert}</p>`}
      ${this.#card()} ${this.#composer()}
      ${
        this.#drop.isOver
          ? html`<div class="drop-here" aria-hidden="true">
              ${icon('attach')} ${msg('Drop files to send them')}
            </div>`
          : nothing
      }
    `
  }

  #header(): TemplateResult {
    const isOpen = ['bot', 'waiting', 'talking', 'onHold'].includes(this.client?.chat.state ?? '')
    const withWhom = this.client?.chat.with ?? null
    return html`
      <header part="header" role="none">
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
          <h2 dir="auto">${this.#withName()}</h2>
          <p>${this.#withWords()}</p>
        </div>
        <div class="tools">
          ${
            this.#hasTranscript
              ? html`<button
                  aria-label=${msg('Get this chat by e-mail')}
                  title=${msg('Get this chat by e-mail')}
                  @click=${() => void this.#openTranscript()}
                >
                  ${icon('mail')}
                </button>`
              : nothing
          }
          ${
            this.client?.chat.canTalkToBot
              ? html`<button
                  aria-label=${msg('Back to the bot')}
                  title=${msg('Back to the bot')}
                  @click=${() => this.#ask({ type: 'talkToBot' })}
                >
                  ${icon('bot')}
                </button>`
              : nothing
          }
          ${
            isOpen
              ? html`<button class="word" @click=${() => void this.#turn('end')}>
                  ${msg('End chat')}
                </button>`
              : nothing
          }
          <button
            aria-label=${msg('Fold the chat')}
            title=${msg('Fold the chat')}
            @click=${this.#fold}
          >
            ${icon('down')}
          </button>
        </div>
      </header>
    `
  }

  #withName(): string {
    return this.client?.chat.with?.name ?? this.channel?.name ?? msg('Chat')
  }

  /** Whom one talks to, honestly. */
  #withWords(): string {
    const { chat } = this.client ?? {}
    const kind = chat?.with?.kind
    switch (chat?.state) {
      case 'bot':
        return msg('You are talking to a bot')
      case 'waiting':
        return msg('Waiting for a person')
      case 'talking':
        return kind === 'bot' ? msg('You are talking to a bot') : msg('A person is here for you')
      case 'onHold':
        return msg('Is looking into it and will answer')
      case 'ended':
        return msg('This chat has ended')
      case 'blocked':
        return msg('This chat is closed')
      case 'none':
      case undefined:
        if (this.channel === null) return ''
        return this.channel.answering
          ? msg('Write to us, we are here')
          : msg('Nobody is here now; leave a message')
    }
  }

  #stream(): TemplateResult {
    const { client, failure } = this
    if (failure !== null && (client === null || client.items.length === 0)) {
      return html`<p class="notice">
        ${failure} ${msg('What you write is kept; try again in a moment.')}
      </p>`
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
      case 'parted':
        return html`<p class="parted">${msg('New chat')}</p>`
      case 'notice':
        return html`<p class="notice" title=${exactTime(part.at)}>${linkedText(part.text)}</p>`
      case 'group':
        return html`
          <div class="group ${part.from}" role="group" aria-label=${groupName(part)}>
            ${
              part.from === 'me'
                ? nothing
                : html`<p class="author">
                    <b dir="auto">${part.name}</b>
                    ${part.from === 'bot' ? html`<span class="tag">${msg('Bot')}</span>` : nothing}
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
    const { text, files, at, delivery, buttons: choices, key } = line
    const isLastOfItsKind = next === undefined || next.delivery !== delivery
    const canChoose = isLastGroup && next === undefined && this.client?.chat.canTalkToPerson
    return html`
      <div class="line ${delivery ?? ''}">
        ${
          text === '' && files.length > 0
            ? nothing
            : html`<div class="bubble" title=${exactTime(at)}>${linkedText(text)}</div>`
        }
        ${
          files.length === 0
            ? nothing
            : html`<parley-sent-files
                .files=${files}
                .base=${this.client?.base ?? location.origin}
                @parley-stale=${({ detail }: CustomEvent<{ fileId: string }>) =>
                  void this.client?.freshenFile(detail.fileId)}
              ></parley-sent-files>`
        }
        ${
          delivery === 'failed'
            ? html`<p class="meta bad">
                <span>${icon('alert')} ${msg('Not sent')}</span>
                <button @click=${() => this.client?.retry(key)}>${msg('Try again')}</button>
                <button @click=${() => this.client?.discard(key)}>${msg('Delete')}</button>
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
                  (choice) =>
                    html`<button class="button" @click=${() => this.#choose(choice)}>
                      ${choice.label}
                    </button>`,
                )}
              </div>`
            : nothing
        }
      </div>
    `
  }

  /** Says what the bot offers to say, or does what the widget could do anyway. */
  #choose({ label, action }: CustomerItem['buttons'][number]): void {
    if (action === 'say') this.client?.sendMessage(label, [])
    else if (action === 'leaveMessage') void this.#turn('leaveMessage')
    else void this.#ask({ type: action })
  }

  get #hasTranscript(): boolean {
    const { client, channel } = this
    if (client === null || client.items.length === 0 || client.chat.state === 'blocked')
      return false
    return channel?.sendsMail === true
  }

  async #openTranscript(): Promise<void> {
    bringSeldom('transcript')
    this.dialog = 'transcript'
    await customElements.whenDefined('parley-transcript')
    await this.updateComplete
    const form = this.renderRoot.querySelector('parley-transcript')
    await form?.updateComplete
    form?.focus()
  }

  readonly #askTranscript = async (email: string | null): Promise<Refusal | null> => {
    const command = { type: 'sendTranscript', ...(email === null ? {} : { email }) } as const
    return (await this.client?.ask(command)) ?? null
  }

  #card(): TemplateResult | typeof nothing {
    const { chat } = this.client ?? {}
    if (this.dialog === 'transcript') {
      return html`<parley-transcript
        .ask=${this.#askTranscript}
        @parley-done=${() => {
          this.dialog = 'none'
          this.focus()
        }}
      ></parley-transcript>`
    }
    if (this.dialog === 'end') {
      return html`
        <div class="card" role="group" aria-label=${msg('End chat')} @keydown=${this.#onCardKey}>
          <p>${msg('End this chat? You can write again at any time.')}</p>
          <div class="row end">
            <button
              class="button quiet"
              @click=${() => {
                this.dialog = 'none'
                this.focus()
              }}
            >
              ${msg('Keep talking')}
            </button>
            <button class="button primary" @click=${() => this.#ask({ type: 'endChat' })}>
              ${msg('End chat')}
            </button>
          </div>
        </div>
      `
    }
    const lastNotice = this.client?.items.findLast(({ kind }) => kind === 'notice')
    const isWithBot = chat?.state === 'bot'
    const isOffered = lastNotice?.code === 'leaveMessage' || lastNotice?.unstaffed === true
    const isShown =
      this.dialog === 'leaveMessage' || (isOffered && !isWithBot && this.dialog !== 'stay')
    if (chat?.canLeaveMessage && !isShown && !isWithBot) {
      return html`
        <p class="aside">
          ${msg('Rather not wait?')}
          <button @click=${() => this.#turn('leaveMessage')}>
            ${msg('Get the answer by e-mail')}
          </button>
        </p>
      `
    }
    if (chat?.canLeaveMessage && isShown) {
      return html`
        <form class="card" novalidate @submit=${this.#onLeaveMessage}>
          <label class="label" for="email">${msg('Get the answer by e-mail')}</label>
          ${
            isWithBot
              ? nothing
              : html`<p class="hint">
                  ${msg('You can also stay here; your place in the line is kept.')}
                </p>`
          }
          <input
            dir="auto"
            id="email"
            name="email"
            type="email"
            maxlength="254"
            autocomplete="email"
            placeholder="you@example.com"
            aria-invalid=${this.emailSays !== null}
            aria-describedby="email-says"
          />
          <p class="error" id="email-says" role="alert">${this.emailSays}</p>
          <div class="row end">
            <button type="button" class="button quiet" @click=${() => this.#turn('stay')}>
              ${msg('Not now')}
            </button>
            <button class="button primary">${msg('Leave message')}</button>
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
              ${icon('person')} ${msg('Talk to a person')}
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
    const attachments = this.client?.attachments ?? null
    const isNothing = !this.hasText && (attachments?.isEmpty ?? true)
    if (state === 'blocked') {
      return html`<p class="ended">${msg('You cannot write here any more.')}</p>`
    }
    return html`
      ${this.#rating()}
      ${state === 'ended' ? html`<p class="ended">${msg('Write again to start a new chat.')}</p>` : nothing}
      <form class="composer" part="composer" @submit=${this.#onSubmit}>
        <parley-attachment-chips .attachments=${attachments}></parley-attachment-chips>
        ${
          this.channel !== null && this.#takesFiles
            ? fileButton(this.channel.files, false, (files) => this.#addFiles(files))
            : nothing
        }
        <textarea
          dir="auto"
          rows="1"
          aria-label=${msg('Your message')}
          placeholder=${msg('Write a message')}
          maxlength=${MAX_TEXT_LENGTH}
          enterkeyhint="send"
          @input=${this.#onInput}
          @keydown=${this.#onKey}
          @paste=${this.#onPaste}
          @blur=${() => this.#typing.stop()}
        ></textarea>
        <button
          class="send"
          aria-label=${msg('Send')}
          title=${attachments?.why ?? msg('Send')}
          aria-disabled=${isNothing || (attachments?.why ?? null) !== null}
        >
          ${icon('send')}
        </button>
      </form>
    `
  }

  static override styles = [base, buttons, fields, fileStyles, chatWindowStyles]
}

function groupName({ from, name }: Extract<StreamPart, { kind: 'group' }>): string {
  if (from === 'me') return msg('You', { id: 'customerSelf' })
  return from === 'bot' ? `${name}, bot` : (name ?? '')
}

function deliveryWord(delivery: Delivery): string {
  switch (delivery) {
    case 'sending':
      return msg('Sending')
    case 'sent':
      return msg('Sent')
    case 'read':
      return msg('Read')
    case 'failed':
      return msg('Not sent')
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
