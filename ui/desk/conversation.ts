import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { guard } from 'lit/directives/guard.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ChatView, Possibilities } from '#protocol/staff-views'
import { browserClock } from '../client/clock.ts'
import type { ConversationState } from '../client/conversation-state.ts'
import { spokenWords } from '../client/file-size.ts'
import type { NamingMe, StaffClient } from '../client/staff-client.ts'
import { TypingSignal } from '../client/typing-signal.ts'
import { pictureUrl } from '../client/picture-url.ts'
import '../elements/avatar.ts'
import { isolated } from '../elements/direction.ts'
import { DropTarget } from '../elements/drop-target.ts'
import { fileStyles } from '../elements/file.styles.ts'
import '../elements/sent-files.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { linkedText } from '../elements/linked-text.ts'
import { Subscription } from '../elements/subscription.ts'
import { agoTime, clockTime, dayName, exactTime } from '../elements/times.ts'
import { actionButton, actionStyles } from './action-button.ts'
import { addressOf } from './address.ts'
import { whereWords } from './after-action.ts'
import './chat-actions.ts'
import './chat-tags.ts'
import '../prompters/prompter-switch.ts'
import '../prompters/suggestions-bar.ts'
import { askAbout } from '../prompters/ask-about.ts'
import './composer.ts'
import type { Composer, Written } from './composer.ts'
import { conversationStyles } from './conversation.styles.ts'
import { deskEvent } from './desk-events.ts'
import type { Drafts, WritingMode } from './drafts.ts'
import './company.ts'
import { markedNames, type Nameable } from './mentions.ts'
import { listed } from '../locales/formats.ts'
import { agentName, authorName, customerName } from './names.ts'
import { closedWords, noticeWords } from './notice-words.ts'
import { GroupKeys } from './group-keys.ts'
import { placeholdersOf } from './placeholder-values.ts'
import { reachOf, type Reach } from './reach-words.ts'
import { standsAgainst } from './refusal-words.ts'
import { ariaKeys, withKey } from './shortcuts.ts'
import { staffStream, type Delivery, type StaffLine, type StaffPart } from './staff-stream.ts'
import './show-menu.ts'
import './state-chip.ts'
import { hiddenSince, type Shows } from './stream-filter.ts'
import './stuck-draft.ts'
import './undo-bar.ts'

/** Closer to the end than this means: reading along. */
const NEAR_END_PX = 60

/** Closer to the beginning of what is here than this: older words are loaded. */
const NEAR_START_PX = 600

/** A chat whose words are not mine to read can still be sent on. */
const ONLY_FORWARD: Possibilities = {
  forwardChat: null,
  takeOverChat: 'forbidden',
  takeChat: 'forbidden',
  holdChat: 'forbidden',
  returnChat: 'forbidden',
  closeChat: 'forbidden',
  tagChat: 'forbidden',
  blockCustomer: 'forbidden',
}

/** The log for screen readers keeps few lines; what is older was read. */
const LOG_LINES = 10

/**
 * One conversation: who it is with and what can be done, what was said, and where to write.
 *
 * @fires parley-command - an action of the top pane
 * @fires parley-dialog - an action that asks first
 * @fires parley-side - the side panel is wanted
 */
@customElement('parley-conversation')
export class Conversation extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null
  @property() chat = ''
  @property({ attribute: false }) drafts: Drafts | null = null

  /** Where the way back leads, in one column. */
  @property() back = '#/mine'

  /** The line that is looked for, by its sequence. */
  @property({ type: Number }) at: number | null = null

  @state() protected below = 0
  @state() protected isOlderFailed = false
  @state() protected shows: Shows = 'everything'

  @query('.scroller') protected scroller!: HTMLElement | null
  @query('parley-composer') protected composer!: Composer | null

  protected readonly subscription = new Subscription(this, () => this.client)
  readonly #typing = new TypingSignal(browserClock, (typing) =>
    this.client?.sayTyping(this.chat, typing),
  )
  /** That a comment is being written is for colleagues alone. */
  readonly #commenting = new TypingSignal(browserClock, (typing) =>
    this.client?.sayTyping(this.chat, typing, 'comment'),
  )
  readonly #drop = new DropTarget(
    this,
    () => this.composer?.takesFiles ?? false,
    (files) => this.composer?.addFiles(files),
  )
  readonly #attachments = (chatId: string, mode: WritingMode) =>
    this.client?.attachments(chatId, mode) ?? null
  /** A composer that grows takes room away, and so do words; who read along goes on reading along. */
  readonly #resizes = new ResizeObserver(() => {
    if (this.#wasNearEnd) this.#toEnd()
  })
  #observed: HTMLElement | null = null
  #wasNearEnd = true
  /** How far one could scroll when it was scrolled to the end. */
  #range = 0
  #newest = 0
  #newAfter: number | null = null
  #isSettled = false
  #groupKeys = new GroupKeys()
  #spoken: { key: string; text: string }[] = []
  #unsentCount = 0
  #barHadFocus = false
  /** What stands at the top while lines come before it: its sequence, and where it stood. */
  #anchor: { seq: string; top: number } | null = null
  #lookedFor: string | null = null
  /** What names me was asked for up to this sequence; -1 where it was not yet. */
  #namesUpTo = -1
  /** What is newer than this counts as new behind a filter. */
  #hiddenAfter = 0

  override connectedCallback(): void {
    super.connectedCallback()
    window.addEventListener('focus', this.#look)
    document.addEventListener('visibilitychange', this.#look)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    window.removeEventListener('focus', this.#look)
    document.removeEventListener('visibilitychange', this.#look)
    this.#sitDown(null)
    this.#resizes.disconnect()
    this.#observed = null
    this.#typing.stop()
    this.#commenting.stop()
  }

  /** Puts the focus where one writes. */
  override focus(): void {
    if (this.composer === null) this.focusTop()
    else this.composer.focus()
  }

  /** Puts the focus above the words, where no keyboard comes up. */
  focusTop(): void {
    this.renderRoot.querySelector<HTMLElement>('h2')?.focus()
  }

  /** Puts the focus on the words, to scroll by keys. */
  focusWords(): void {
    this.scroller?.focus()
  }

  /** Who it is with, and what can be done with it, as the top pane shows it. */
  get about(): { chat: ChatView | null; possible: Possibilities | null } {
    const opened = this.client?.conversation(this.chat)
    if (opened?.kind === 'ready') return opened.conversation
    const chat = this.client?.desk?.chats.get(this.chat) ?? null
    const isUnreadable = opened?.kind === 'refused' || opened?.kind === 'gone'
    return { chat, possible: isUnreadable && chat !== null ? ONLY_FORWARD : null }
  }

  /** Where one writes; null where that is not shown. */
  get writes(): Composer | null {
    return this.composer
  }

  /** Whether there is something that one has not seen. */
  get hasNew(): boolean {
    return this.below > 0 || this.#newAfter !== null
  }

  /** Brings what is unread into sight: the line before it, else the end. */
  toUnread(): void {
    const line = this.scroller?.querySelector('.new')
    if (this.below > 0 || !line) this.#jump()
    else line.scrollIntoView({ block: 'start' })
  }

  openHold(): void {
    this.renderRoot.querySelector('parley-chat-actions')?.openHold()
  }

  openTags(): void {
    this.renderRoot.querySelector('parley-chat-tags')?.open()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('chat') || changed.has('client')) this.#start()
    this.#barHadFocus = this.renderRoot?.querySelector('parley-undo-bar:focus-within') !== null
    const conversation = this.#conversation()
    if (conversation === null) return
    if (!this.#isSettled) this.#settle(conversation)
    this.#takeIn(conversation)
    this.#anchor = this.#wasNearEnd ? null : this.#topLine()
  }

  protected override updated(): void {
    this.#findNames()
    if (this.#barHadFocus && !this.matches(':focus-within')) this.focus()
    const { scroller } = this
    if (scroller === null) return this.#readNames()
    const stream = scroller.querySelector<HTMLElement>('.stream')
    if (stream !== this.#observed) {
      this.#observed = stream
      this.#resizes.disconnect()
      this.#resizes.observe(scroller)
      if (stream !== null) this.#resizes.observe(stream)
    }
    if (this.#wasNearEnd) this.#toEnd()
    else this.#keepPlace(scroller)
    void this.#find()
    this.#look()
  }

  #conversation(): ConversationState | null {
    const opened = this.client?.conversation(this.chat)
    return opened?.kind === 'ready' ? opened.conversation : null
  }

  #start(): void {
    this.#typing.stop()
    this.#isSettled = false
    this.#groupKeys = new GroupKeys()
    this.#wasNearEnd = true
    this.#newAfter = null
    this.#newest = 0
    this.#spoken = []
    this.#unsentCount = 0
    this.#lookedFor = null
    this.#namesUpTo = -1
    this.isOlderFailed = false
    this.shows = 'everything'
    this.below = 0
  }

  /** Remembers, once for each visit, from where on it is new. */
  #settle({ readMarks, chat, messages }: ConversationState): void {
    this.#isSettled = true
    const meId = this.client?.desk?.me.agentId ?? ''
    this.#newest = messages.at(-1)?.seq ?? 0
    this.#newAfter =
      chat.agentId === meId && chat.unread > 0 ? (readMarks[`agent:${meId}`] ?? 0) : null
  }

  /** Counts and speaks what came since; keeps the place of whoever reads further up. */
  #takeIn(conversation: ConversationState): void {
    const { desk } = this.client ?? {}
    const fresh = conversation.messages.filter(({ seq }) => seq > this.#newest)
    const unsent = this.client?.unsent(this.chat).length ?? 0
    const wroteMyself = unsent > this.#unsentCount
    this.#unsentCount = unsent
    this.#wasNearEnd = wroteMyself || this.scroller === null || this.#isNearEnd()
    if (this.#wasNearEnd) this.below = 0
    else this.below += fresh.length
    for (const message of fresh) {
      this.#newest = message.seq
      const isMine = message.author === `agent:${desk?.me.agentId}`
      const name = authorName(desk ?? null, conversation.chat, message.author)
      const words =
        message.kind === 'notice'
          ? noticeWords(message.data ?? {}, desk ?? null, message.at)
          : isMine
            ? msg('Sent')
            : `${name}: ${spokenWords(message.text ?? '', message.files)}`
      this.#spoken = [...this.#spoken, { key: message.messageId, text: words }].slice(-LOG_LINES)
    }
  }

  /** Colleagues see who has the conversation before them: in sight, on a page that is looked at. */
  #sitDown(chatId: string | null): void {
    this.client?.look(chatId)
  }

  readonly #look = (): void => {
    this.#sitDown(document.visibilityState === 'visible' ? this.chat : null)
    this.#readNames()
    const conversation = this.#conversation()
    if (conversation === null || this.scroller === null) return
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return
    if (this.shows === 'comments') return
    const comments = this.shows === 'everything' ? conversation.comments : []
    const newest = Math.max(conversation.messages.at(-1)?.seq ?? 0, comments.at(-1)?.seq ?? 0)
    if (newest > 0 && this.#isNearEnd()) this.client?.markRead(this.chat, newest)
  }

  /** The comments that name me in a chat whose words are not mine to read. */
  get #named(): readonly NamingMe[] {
    return this.#isUnreadable ? (this.client?.namedIn(this.chat) ?? []) : []
  }

  get #isUnreadable(): boolean {
    const opened = this.client?.conversation(this.chat)
    return opened?.kind === 'refused' || opened?.kind === 'gone'
  }

  #findNames(): void {
    const { client, chat } = this
    if (client === null || !client.desk?.chats.has(chat) || !this.#isUnreadable) return
    const newest = client.desk.mentions.find(({ chatId }) => chatId === chat)?.seq ?? 0
    if (newest <= this.#namesUpTo) return
    this.#namesUpTo = newest
    void client.askNamedIn(chat)
  }

  /** What is in sight is read. */
  #readNames(): void {
    const [newest] = this.#named
    if (newest === undefined) return
    if (document.visibilityState !== 'visible' || !document.hasFocus()) return
    this.client?.markRead(this.chat, newest.seq)
  }

  readonly #onScroll = (): void => {
    if ((this.scroller?.scrollTop ?? NEAR_START_PX) < NEAR_START_PX) void this.#loadOlder()
    this.#wasNearEnd = this.#isNearEnd()
    if (!this.#wasNearEnd) return
    this.below = 0
    this.#look()
  }

  readonly #onWrite = ({ detail }: CustomEvent<Written>): void => {
    const { chatId, text, files } = detail
    // What I write does not vanish as I write it.
    if (this.shows !== 'everything' && this.shows !== `${detail.mode}s`) this.#show('everything')
    if (detail.mode === 'message') {
      this.client?.sendMessage(chatId, text, files)
      this.client?.prompters.wrote(chatId, text)
    } else this.client?.comment(chatId, text, detail.visibleTo, files, detail.mentions)
    this.#typing.stop()
    this.#commenting.stop()
  }

  readonly #onTyping = ({ detail }: CustomEvent<{ typing: boolean }>): void => {
    if (detail.typing) this.#typing.touch()
    else this.#typing.stop()
  }

  readonly #onCommenting = ({ detail }: CustomEvent<{ typing: boolean }>): void => {
    if (detail.typing) this.#commenting.touch()
    else this.#commenting.stop()
  }

  #show(shows: Shows): void {
    const conversation = this.#conversation()
    this.shows = shows
    this.#hiddenAfter = Math.max(
      conversation?.messages.at(-1)?.seq ?? 0,
      conversation?.comments.at(-1)?.seq ?? 0,
    )
    this.#wasNearEnd = true
  }

  async #loadOlder(): Promise<void> {
    if (this.isOlderFailed) return
    const refusal = await this.client?.loadOlder(this.chat)
    this.isOlderFailed = refusal !== null && refusal !== undefined
  }

  readonly #onOlder = (): void => {
    this.isOlderFailed = false
    void this.#loadOlder()
  }

  /** The first line in sight. */
  #topLine(): { seq: string; top: number } | null {
    const { scroller } = this
    if (scroller === null) return null
    const lines = scroller.querySelectorAll<HTMLElement>('[data-seq]')
    const edge = scroller.getBoundingClientRect().top
    let from = 0
    let to = lines.length - 1
    while (from < to) {
      const middle = (from + to) >> 1
      const bottom = lines[middle]?.getBoundingClientRect().bottom ?? 0
      if (bottom > edge) to = middle
      else from = middle + 1
    }
    const line = lines[from]
    if (line === undefined) return null
    return { seq: line.dataset['seq'] ?? '', top: line.getBoundingClientRect().top }
  }

  /** What was at the top stays there, whatever came before it. */
  #keepPlace(scroller: HTMLElement): void {
    if (this.#anchor === null) return
    const line = scroller.querySelector(`[data-seq="${this.#anchor.seq}"]`)
    if (line !== null) {
      scroller.scrollTop += line.getBoundingClientRect().top - this.#anchor.top
    }
    this.#anchor = null
  }

  /** Brings the line that is looked for into sight, once for each time that it is looked for. */
  async #find(): Promise<void> {
    const { at, chat, scroller } = this
    const wanted = at === null ? null : `${chat} ${at}`
    if (wanted === this.#lookedFor || scroller === null) return
    if (wanted !== null && this.#conversation() === null) return
    this.#lookedFor = wanted
    if (at === null) return
    await this.client?.loadBackTo(chat, at)
    await this.updateComplete
    if (this.shows !== 'everything') {
      this.shows = 'everything'
      await this.updateComplete
    }
    const line = scroller.querySelector<HTMLElement>(`[data-seq="${at}"]`)
    if (line === null || this.#lookedFor !== wanted) return
    this.#wasNearEnd = false
    line.scrollIntoView({ block: 'center' })
    this.#wasNearEnd = this.#isNearEnd()
    line.classList.add('found')
    line.addEventListener('animationend', () => line.classList.remove('found'), { once: true })
  }

  #isNearEnd(): boolean {
    if (this.scroller === null) return true
    const { scrollHeight, scrollTop, clientHeight } = this.scroller
    // What grew under whoever read along did not take them from the end.
    if (this.#wasNearEnd && scrollHeight - clientHeight !== this.#range) return true
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX
  }

  override render() {
    const opened = this.client?.conversation(this.chat)
    if (opened?.kind === 'refused') {
      return this.#unreadable(this.client?.desk?.chats.get(this.chat) ?? null)
    }
    if (opened?.kind === 'gone') return this.#gone(opened.last)
    const conversation = opened?.kind === 'ready' ? opened.conversation : null
    return html`
      ${this.#top(conversation)} ${this.#filtered(conversation)}
      <div class="middle">
        <div
          class="scroller"
          role="region"
          aria-label=${msg('Conversation')}
          aria-busy=${conversation === null}
          tabindex="0"
          @scroll=${this.#onScroll}
        >
          ${conversation === null ? skeleton() : this.#guarded(conversation)}
        </div>
        ${
          this.below > 0
            ? html`<button class="button jump" @click=${this.#jump}>
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
      ${this.#dropHere(conversation)} ${this.#typers(conversation)} ${this.#bars(conversation)}
      ${this.#composer(conversation)}
    `
  }

  readonly #jump = (): void => {
    this.#toEnd()
    this.focus()
  }

  #toEnd(): void {
    const { scroller } = this
    if (scroller === null) return
    scroller.scrollTop = scroller.scrollHeight
    this.#range = scroller.scrollHeight - scroller.clientHeight
  }

  #top(
    conversation: ConversationState | null,
    possible: Possibilities | null = conversation?.possible ?? null,
    unknown = msg('Loading'),
  ): TemplateResult {
    const desk = this.client?.desk ?? null
    const chat = conversation?.chat ?? desk?.chats.get(this.chat) ?? null
    return html`
      <header>
        <a
          class="button quiet icon-only back"
          href=${this.back}
          aria-label=${msg('Back to the list')}
          >${icon('back')}</a
        >
        <div class="who">
          <h2 tabindex="-1" dir="auto">${chat === null ? unknown : customerName(chat)}</h2>
          <parley-state-chip
            .chat=${chat}
            .desk=${desk}
            .now=${() => this.client?.now() ?? Date.now()}
          ></parley-state-chip>
          ${
            chat !== null && chat.open && !chat.customerPresent
              ? html`<span class="left">${msg('Customer left')}</span>`
              : nothing
          }
          <parley-company
            .people=${this.client?.company(this.chat) ?? []}
            .desk=${desk}
          ></parley-company>
          <parley-chat-tags .chat=${chat} .desk=${desk} .possible=${possible}></parley-chat-tags>
        </div>
        ${subjectOf(chat)}
        <parley-chat-actions
          .chat=${chat}
          .desk=${desk}
          .possible=${possible}
          .now=${() => this.client?.now() ?? Date.now()}
          >${conversation === null ? nothing : this.#showMenu()}</parley-chat-actions
        >
        <button
          class="button quiet icon-only side"
          aria-label=${msg('Customer')}
          title=${withKey(msg('Customer'), 'side')}
          aria-keyshortcuts=${ariaKeys('side')}
          @click=${() => this.dispatchEvent(deskEvent('parley-side', { open: true }))}
        >
          ${icon('panel')}
        </button>
      </header>
    `
  }

  #showMenu(): TemplateResult {
    return html`<parley-show-menu
      .shows=${this.shows}
      @parley-shows=${({ detail }: CustomEvent<{ shows: Shows }>) => this.#show(detail.shows)}
    ></parley-show-menu>`
  }

  /** Says what is not shown, and how much of it is new. */
  #filtered(conversation: ConversationState | null): TemplateResult | typeof nothing {
    const { shows } = this
    if (shows === 'everything' || conversation === null) return nothing
    const me = `agent:${this.client?.desk?.me.agentId}`
    const entries = [...conversation.messages, ...conversation.comments]
    const fresh = hiddenSince(this.#hiddenAfter, entries, shows, me)
    return html`<p class="filtered" role="status">
      ${icon('eye')}
      <span>
        ${shows === 'comments' ? msg('Messages are hidden') : msg('Comments are hidden')}${
          fresh > 0 ? html`, <b>${msg(str`${fresh} new`)}</b>` : nothing
        }
      </span>
      <button @click=${() => this.#show('everything')}>${msg('Show everything')}</button>
    </p>`
  }

  /** A long conversation is not gone through for what changed elsewhere. */
  #guarded(conversation: ConversationState): unknown {
    const { desk } = this.client ?? {}
    const today = new Date(this.client?.now() ?? Date.now()).toDateString()
    const shown = [conversation, this.client?.unsent(this.chat), desk?.agents, desk?.groups]
    const prompters = this.client?.prompters.list
    return guard([...shown, prompters, this.shows, this.#newAfter, this.isOlderFailed, today], () =>
      this.#stream(conversation),
    )
  }

  #stream(conversation: ConversationState): TemplateResult {
    const meId = this.client?.desk?.me.agentId ?? ''
    const parts = this.#groupKeys.keep(
      staffStream({
        conversation,
        unsent: this.client?.unsent(this.chat) ?? [],
        meId,
        newAfter: this.#newAfter,
        shows: this.shows,
      }),
    )
    return html`
      <div class="stream">
        ${
          conversation.more
            ? html`<button class="button quiet older" @click=${this.#onOlder}>
                ${this.isOlderFailed ? msg('Earlier messages did not come. Try again') : msg('Show earlier messages')}
              </button>`
            : nothing
        }
        ${
          parts.length === 0
            ? html`<p class="notice">
                ${this.shows === 'comments' ? msg('No comments yet.') : msg('Nothing was written yet.')}
              </p>`
            : repeat(
                parts,
                ({ key }) => key,
                (part) => this.#part(part, conversation),
              )
        }
      </div>
    `
  }

  #part(part: StaffPart, conversation: ConversationState): TemplateResult {
    const desk = this.client?.desk ?? null
    const now = this.client?.now() ?? Date.now()
    switch (part.kind) {
      case 'day':
        return html`<p class="day"><span>${dayName(part.at, now)}</span></p>`
      case 'new':
        return html`<p class="new"><span>${msg('New')}</span></p>`
      case 'notice':
        return html`<p class="notice" title=${exactTime(part.at)}>
          ${noticeWords(part.data, desk, now)}
          <time datetime=${new Date(part.at).toISOString()}>${clockTime(part.at)}</time>
        </p>`
      case 'messages':
        return this.#messages(part, conversation)
      case 'comments':
        return this.#comments(part, conversation)
    }
  }

  #messages(
    { author, lines }: Extract<StaffPart, { kind: 'messages' }>,
    { chat }: ConversationState,
  ): TemplateResult {
    const desk = this.client?.desk ?? null
    const [kind, id = ''] = author.split(':')
    const name = authorName(desk, chat, author)
    const isStaffs = kind === 'agent'
    const isMine = id === desk?.me.agentId
    return html`
      <div class="group ${isStaffs ? 'agent' : (kind ?? '')}" role="group" aria-label=${name}>
        <parley-avatar
          .key=${id}
          .name=${name}
          .src=${pictureUrl(isStaffs ? (desk?.agents.get(id)?.picture ?? null) : null)}
          .kind=${kind === 'bot' ? 'bot' : 'person'}
        ></parley-avatar>
        <div class="lines">
          <p class="author">
            <b dir="auto">${isMine ? msg('You') : name}</b>
            ${kind === 'bot' && name !== 'Bot' ? html`<span class="tag">${msg('Bot')}</span>` : nothing}
            <time
              datetime=${new Date(lines[0]?.at ?? 0).toISOString()}
              title=${exactTime(lines[0]?.at ?? 0)}
              >${clockTime(lines[0]?.at ?? 0)}</time
            >
            ${kind === 'customer' ? askAbout(this.client, this.chat, lines, name) : nothing}
          </p>
          ${repeat(
            lines,
            ({ key }) => key,
            (line, index) => this.#guardedLine(line, lines[index + 1]),
          )}
        </div>
      </div>
    `
  }

  /** A line that is as it was costs next to nothing, however many there are. */
  #guardedLine(line: StaffLine, next: StaffLine | undefined): unknown {
    const { seq, text, files, at, delivery, says } = line
    return guard([seq, text, files, at, delivery, says, next?.delivery], () =>
      this.#line(line, next),
    )
  }

  #line(line: StaffLine, next: StaffLine | undefined): TemplateResult {
    const { delivery, text, files, at, key } = line
    const isShown = delivery !== null && next?.delivery !== delivery
    return html`
      <div class="line ${delivery ?? ''}" data-seq=${line.seq ?? nothing}>
        <div class="said">
          ${
            text === '' && files.length > 0
              ? nothing
              : html`<div class="bubble" title=${exactTime(at)}>${linkedText(text)}</div>`
          }
          ${this.#files(files)}
        </div>
        ${
          delivery === 'failed'
            ? this.#failed(line)
            : delivery === null
              ? nothing
              : html`<span class=${isShown ? 'mark' : 'hidden-text'} data-key=${key}>
                  ${deliveryMark(delivery)}<span class="hidden-text"
                    >${deliveryWord(delivery)}</span
                  >
                </span>`
        }
      </div>
    `
  }

  #files(files: StaffLine['files']): TemplateResult | typeof nothing {
    if (files.length === 0) return nothing
    return html`<parley-sent-files
      .files=${files}
      .base=${this.client?.base ?? location.origin}
      .linksFor=${this.client?.linksFor ?? null}
      @parley-stale=${({ detail }: CustomEvent<{ fileId: string }>) =>
        void this.client?.freshenFile(this.chat, detail.fileId)}
    ></parley-sent-files>`
  }

  #dropHere(conversation: ConversationState | null): TemplateResult | typeof nothing {
    if (!this.#drop.isOver) return nothing
    const mode = this.composer?.writingMode ?? 'message'
    const name = conversation === null ? msg('the customer') : customerName(conversation.chat)
    return html`<div class="drop-here ${mode}" aria-hidden="true">
      ${icon('attach')}
      ${mode === 'message' ? msg(str`Drop files to send to ${name}`) : msg('Drop files for a comment')}
    </div>`
  }

  #failed({ key, says }: StaffLine): TemplateResult {
    return html`<p class="failed-words">
      ${icon('alert')}<span>${msg(str`Not sent. ${says}`)}</span>
      <button @click=${() => this.client?.retry(this.chat, key)}>${msg('Try again')}</button>
      <button @click=${() => this.client?.discard(this.chat, key)}>${msg('Delete')}</button>
    </p>`
  }

  #comments(
    { author, lines, visibleTo, isNote }: Extract<StaffPart, { kind: 'comments' }>,
    { chat }: ConversationState,
  ): TemplateResult {
    const desk = this.client?.desk ?? null
    const name = authorName(desk, chat, author)
    const isMine = author === `agent:${desk?.me.agentId}`
    const who = visibleTo === 'author' ? msg('only you see this') : msg('only agents see this')
    return html`
      <div class="comments" role="group" aria-label=${msg(str`Comment by ${name}, ${who}`)}>
        <p class="author">
          ${icon('comment')}
          <b dir="auto">${isMine ? msg('You') : name}</b>
          <span>${kindOf(author, isNote)}, ${who}</span>
          <time
            datetime=${new Date(lines[0]?.at ?? 0).toISOString()}
            title=${exactTime(lines[0]?.at ?? 0)}
            >${clockTime(lines[0]?.at ?? 0)}</time
          >
        </p>
        ${repeat(
          lines,
          ({ key }) => key,
          (line) =>
            html`<div class="comment ${line.delivery ?? ''}" data-seq=${line.seq ?? nothing}>
                ${line.text === '' ? nothing : html`<p class="words">${markedNames(line.text, this.#peopleOf(line.mentions), desk?.me.agentId ?? null)}</p>`}
                ${this.#files(line.files)}
              </div>
              ${line.delivery === 'failed' ? this.#failed(line) : nothing}`,
        )}
      </div>
    `
  }

  /** Colleagues as a comment may name them. */
  #peopleOf(personIds: readonly string[]): Nameable[] {
    const { agents } = this.client?.desk ?? {}
    return personIds.flatMap((personId) => {
      const agent = agents?.get(personId)
      return agent === undefined ? [] : [{ personId, name: agent.name, picture: agent.picture }]
    })
  }

  #mentionable(): Nameable[] | null {
    const personIds = this.client?.mentionable(this.chat) ?? null
    return personIds === null
      ? null
      : this.#peopleOf(personIds).sort((a, b) => a.name.localeCompare(b.name))
  }

  #typers(conversation: ConversationState | null): TemplateResult {
    const desk = this.client?.desk ?? null
    const names = (this.client?.typing(this.chat) ?? [])
      .filter((who) => who !== `agent:${desk?.me.agentId}`)
      .map((who) =>
        conversation === null || who === 'customer'
          ? conversation === null
            ? msg('The customer')
            : customerName(conversation.chat)
          : authorName(desk, conversation.chat, who),
      )
      .map(isolated)
    const company = this.client?.company(this.chat) ?? []
    const doing = (what: 'message' | 'comment') =>
      company
        .filter(({ writes }) => writes === what)
        .map(({ personId }) => isolated(agentName(desk, personId)))
    const typing = [...names, ...doing('message')]
    const commenting = doing('comment')
    const said = [
      ...(typing.length === 0
        ? []
        : [
            typing.length === 1
              ? msg(str`${listed(typing)} types`)
              : msg(str`${listed(typing)} type`),
          ]),
      ...(commenting.length === 0
        ? []
        : [
            commenting.length === 1
              ? msg(str`${listed(commenting)} writes a comment`)
              : msg(str`${listed(commenting)} write comments`),
          ]),
    ]
    return html`<p class="typing" role="status">
      ${said.length === 0 ? nothing : html`<i></i><i></i><i></i> ${said.join(', ')} …`}
    </p>`
  }

  #bars(conversation: ConversationState | null): TemplateResult | typeof nothing {
    const chat = conversation?.chat
    if (chat === undefined) return nothing
    if (chat.state === 'closing') {
      return html`<parley-undo-bar
        .until=${chat.dueAt}
        .span=${this.client?.desk?.settings.undoMs ?? 0}
        .now=${() => this.client?.now() ?? Date.now()}
        ?draft=${(this.drafts?.get(this.chat, 'message') ?? '').trim() !== ''}
        ?disabled=${standsAgainst(conversation?.possible ?? null, 'undoClose').why !== null}
        @parley-undo=${() =>
          this.dispatchEvent(
            deskEvent('parley-command', { type: 'undoClose', chatId: chat.chatId }),
          )}
      ></parley-undo-bar>`
    }
    if (!chat.open && conversation !== null) {
      return html`${this.#over(conversation)}${this.#stuckDraft(conversation)}`
    }
    return nothing
  }

  /** What a closed chat leads to: the chat that came after it, or one that goes on from it. */
  #over({ chat, possible }: ConversationState): TemplateResult {
    const after = [...(this.client?.desk?.chats.values() ?? [])].find(
      ({ continues }) => continues === chat.chatId,
    )
    const { hidden, why } = standsAgainst(possible, 'continueChat')
    return html`<div class="over">
      <p>
        ${chat.state === 'blocked' ? msg('The customer is blocked') : closedWords(chat.closeReason)}${
          chat.closedAt === null ? '' : `, ${clockTime(chat.closedAt)}`
        }.
        ${
          after !== undefined
            ? msg('There is a newer chat.')
            : chat.erasedAt === null
              ? msg('Comments can still be added.')
              : msg('Its words were erased.')
        }
      </p>
      ${
        after !== undefined
          ? html`<a class="button" href=${addressOf({ tab: 'mine', chatId: after.chatId })}
              >${msg('Open the new chat')}</a
            >`
          : actionButton({
              label: msg('Continue'),
              icon: 'retry',
              kind: 'plain',
              hidden,
              why,
              run: () =>
                this.dispatchEvent(
                  deskEvent('parley-command', { type: 'continueChat', chatId: chat.chatId }),
                ),
            })
      }
    </div>`
  }

  #composer(conversation: ConversationState | null): TemplateResult {
    const possible = conversation?.possible ?? null
    const message = standsAgainst(possible, 'sendMessage')
    const comment = standsAgainst(possible, 'comment')
    const settings = this.client?.desk?.settings
    return html`
      <parley-suggestions-bar
        .client=${this.client}
        .chat=${this.chat}
        .why=${message.why}
        @parley-insert=${(event: CustomEvent<{ text: string }>) => {
          event.stopPropagation()
          void this.composer?.insert(event.detail.text)
        }}
        @parley-send=${(event: CustomEvent<{ text: string }>) => {
          event.stopPropagation()
          this.client?.sendMessage(this.chat, event.detail.text, [])
        }}
        @parley-done=${() => this.composer?.focus()}
      ></parley-suggestions-bar>
      <parley-composer
        .chat=${this.chat}
        .over=${conversation === null ? null : !conversation.chat.open}
        .drafts=${this.drafts}
        .messageWhy=${message.why === null ? null : this.#whyNoMessage(conversation, message.why)}
        .commentWhy=${comment.why}
        .attachments=${this.#attachments}
        .limits=${settings === undefined ? null : { maxBytes: settings.fileMaxBytes, classes: settings.fileClasses }}
        .customer=${conversation === null ? '' : customerName(conversation.chat)}
        .reach=${this.#reach(conversation)}
        .quickReplies=${this.client?.quickReplies ?? null}
        .placeholders=${placeholdersOf(conversation?.chat ?? null, this.client?.desk ?? null)}
        .people=${this.#mentionable()}
        @parley-write=${this.#onWrite}
        @parley-mentionable=${this.#onMentionable}
        @parley-commenting=${this.#onCommenting}
        @parley-typing=${this.#onTyping}
        ><parley-prompter-switch
          slot="prompter"
          .client=${this.client}
          .chat=${this.chat}
          ?disabled=${message.why !== null}
        ></parley-prompter-switch
      ></parley-composer>
    `
  }

  /** How a customer gets an answer who left. */
  #reach(conversation: ConversationState | null): Reach | null {
    const { client } = this
    const desk = client?.desk ?? null
    if (conversation === null || client === null || desk === null) return null
    const { chat } = conversation
    return reachOf(chat, client.customers.get(chat.customerId), desk)
  }

  readonly #onMentionable = (event: Event): void => {
    event.stopPropagation()
    void this.client?.askMentionable(this.chat)
  }

  /** What to do about it says more than a code. */
  #whyNoMessage(conversation: ConversationState | null, why: string): string {
    const chat = conversation?.chat
    const desk = this.client?.desk ?? null
    if (chat === undefined) return why
    if (chat.erasedAt !== null) return msg('Its words were erased.')
    if (!chat.open) return msg('This chat is over; a comment can still be added')
    if (chat.state === 'closing') return msg('This chat closes; undo that to write')
    if (chat.state === 'queued' || chat.state === 'forwarded')
      return msg('Take this chat to answer')
    if (chat.state === 'offered' && chat.agentId === desk?.me.agentId) {
      return msg('Accept this chat to answer')
    }
    if (chat.state.startsWith('bot.')) return msg('The bot talks with this customer')
    if (chat.agentId !== null && chat.agentId !== desk?.me.agentId) {
      return msg(str`${agentName(desk, chat.agentId)} has this chat; you can add a comment`)
    }
    return why
  }

  #unreadable(row: ChatView | null): TemplateResult {
    return html`
      ${this.#top(null, row === null ? null : ONLY_FORWARD, msg('Not here'))} ${this.#namingMe()}
      <div class="unreadable">
        ${icon('chat')}
        <p class="title">
          ${row === null ? msg('This chat is not here') : msg(str`${customerName(row)}'s chat`)}
        </p>
        <p>
          ${
            row === null
              ? msg('It does not exist, or it is not yours to see.')
              : msg(
                  str`${whereWords(row, this.client?.desk ?? null)} You see that it exists and can forward it; its words are theirs.`,
                )
          }
        </p>
        <a class="button" href=${this.back}>${msg('Back to the list')}</a>
      </div>
    `
  }

  /** What colleagues showed me of a chat that I cannot read, the newest first. */
  #namingMe(): TemplateResult | typeof nothing {
    const desk = this.client?.desk ?? null
    const named = this.#named
    if (named.length === 0) return nothing
    const meId = desk?.me.agentId ?? ''
    const me = this.#peopleOf([meId])
    const now = this.client?.now() ?? Date.now()
    const wordsOf = (text: string | null) =>
      text === null ? msg('Erased') : markedNames(text, me, meId)
    return html`<div
      class="naming-me"
      role="region"
      aria-label=${msg('Comments that name you')}
      tabindex="0"
    >
      ${repeat(
        named,
        ({ commentId }) => commentId,
        ({ author, text, at, seq }) => html`
          <div class="comments">
            <p class="author">
              ${icon('comment')}
              <b dir="auto">${agentName(desk, author.slice('agent:'.length))}</b>
              <span>${msg('Comment that names you')}</span>
              <time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
                >${agoTime(at, now)}</time
              >
            </p>
            <div class="comment" data-seq=${seq}>
              <p class="words">${wordsOf(text)}</p>
            </div>
          </div>
        `,
      )}
    </div>`
  }

  /** It was here, and went where I cannot read it. */
  #gone(last: ChatView): TemplateResult {
    const desk = this.client?.desk ?? null
    const row = desk?.chats.get(this.chat) ?? null
    const draft = this.drafts?.get(this.chat, 'message') ?? ''
    return html`
      ${this.#top(null, row === null ? null : ONLY_FORWARD, customerName(last))} ${this.#namingMe()}
      <div class="unreadable" role="status">
        ${icon('forward')}
        <p class="title">${msg('This chat is no longer with you')}</p>
        <p>
          ${row === null ? msg('It went where you have no part in it.') : whereWords(row, desk)}
        </p>
        ${
          draft.trim() === ''
            ? nothing
            : html`<parley-stuck-draft
                quotes
                .text=${draft}
                @parley-draft-discard=${this.#onDiscardDraft}
              ></parley-stuck-draft>`
        }
        <a class="button" href=${this.back}>${msg('Back to the list')}</a>
      </div>
    `
  }

  #stuckDraft(conversation: ConversationState): TemplateResult | typeof nothing {
    const draft = this.drafts?.get(this.chat, 'message') ?? ''
    if (conversation.chat.open || draft.trim() === '') return nothing
    return html`<parley-stuck-draft
      .text=${draft}
      ?comments=${standsAgainst(conversation.possible, 'comment').why === null}
      @parley-draft-comment=${this.#onDraftToComment}
      @parley-draft-discard=${this.#onDiscardDraft}
    ></parley-stuck-draft>`
  }

  readonly #onDiscardDraft = (): void => {
    this.drafts?.set(this.chat, 'message', '')
    this.composer?.requestUpdate('drafts')
    this.requestUpdate()
    void this.updateComplete.then(() => this.focus())
  }

  readonly #onDraftToComment = (): void => {
    const { drafts, chat, composer } = this
    const words = drafts?.get(chat, 'message') ?? ''
    const begun = drafts?.get(chat, 'comment') ?? ''
    drafts?.set(chat, 'comment', begun.trim() === '' ? words : `${begun}\n${words}`)
    drafts?.set(chat, 'message', '')
    composer?.requestUpdate('drafts')
    composer?.choose('comment')
    this.requestUpdate()
  }

  static override styles = [base, buttons, actionStyles, fileStyles, conversationStyles]
}

/** What kind of words for colleagues these are. */
function kindOf(author: string, isNote: boolean): string {
  if (!isNote) return msg('Comment')
  return author.startsWith('bot:') ? msg('Note with the handover') : msg('Note with the forward')
}

/** What it is about, as the bot said. */
function subjectOf(chat: ChatView | null): TemplateResult | typeof nothing {
  const subject = chat?.subject ?? null
  if (subject === null) return nothing
  return html`<p class="subject" dir="auto" title=${subject}>
    <span class="hidden-text">${msg('Subject')}: </span>${subject}
  </p>`
}

function skeleton(): TemplateResult {
  return html`<div class="stream skeleton" aria-label=${msg('Loading')}>
    <span></span><span></span><span></span><span></span>
  </div>`
}

function deliveryWord(delivery: Delivery): string {
  switch (delivery) {
    case 'sending':
      return msg('Sending')
    case 'sent':
      return msg('Sent')
    case 'delivered':
      return msg('On a device of the customer, not read yet')
    case 'read':
      return msg('Read by the customer')
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
    case 'delivered':
    case 'read':
      return icon('checks')
    case 'failed':
      return icon('alert')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-conversation': Conversation
  }
}
