import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { Ticker } from '../elements/ticker.ts'
import { agoTime, exactTime, runningTime } from '../elements/times.ts'
import { addressOf } from './address.ts'
import { chatListStyles } from './chat-list.styles.ts'
import { chatLists, tabsOf, type Tab } from './chat-lists.ts'
import { deskEvent } from './desk-events.ts'
import type { Drafts } from './drafts.ts'
import { HeldOrder } from './held-order.ts'
import { agentName, groupName } from './names.ts'
import { noticeWords } from './notice-words.ts'
import { rowMarkStyles, rowMarks } from './row-marks.ts'
import { waitingSince, waitingTone } from './state-words.ts'
import { tagStyles } from './tag-mark.ts'

const TAB_NAMES: Record<Tab, string> = { mine: 'Mine', queue: 'In queue', team: 'Team' }

const EMPTY: Record<Tab, { title: string; hint: string }> = {
  mine: { title: 'No chats in hand', hint: 'Chats that you take or get appear here.' },
  queue: { title: 'Nobody waits', hint: 'Customers who wait for a person appear here.' },
  team: { title: 'All quiet', hint: "Your colleagues' chats appear here." },
}

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

  @state() protected words = ''

  protected readonly ticker = new Ticker(this)
  readonly #order = new HeldOrder<ChatView>((chat) => chat.chatId)
  #isPointed = false
  #isFocused = false

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('tab')) this.#order.release()
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

  readonly #onKey = (event: KeyboardEvent): void => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, Home: -1e6, End: 1e6 }
    const step = steps[event.key]
    if (step === undefined) return
    const rows = [...this.renderRoot.querySelectorAll<HTMLElement>('.row')]
    const at = rows.findIndex((row) => row === event.target)
    const next = rows[Math.min(rows.length - 1, Math.max(0, at + step))]
    event.preventDefault()
    next?.focus()
  }

  readonly #onTabKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
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

  #hold(): void {
    this.#order.hold(this.#chats())
  }

  #release(): void {
    if (this.#isPointed || this.#isFocused) return
    this.#order.release()
    this.requestUpdate()
  }

  readonly #refresh = (): void => {
    this.#order.release()
    this.#hold()
    this.requestUpdate()
  }

  #chats(): ChatView[] {
    if (this.desk === null) return []
    const chats = chatLists(this.desk)[this.tab]
    const words = this.words.trim().toLocaleLowerCase()
    if (words === '') return chats
    return chats.filter(({ customerName, preview }) =>
      `${customerName} ${preview?.text ?? ''}`.toLocaleLowerCase().includes(words),
    )
  }

  override render() {
    return html`
      <div class="head">${this.#tabs()} ${this.#find()}</div>
      <div
        class="rows"
        id="rows"
        role="tabpanel"
        aria-labelledby="tab-${this.tab}"
        @pointerenter=${this.#onEnter}
        @pointerleave=${this.#onLeave}
        @focusin=${this.#onFocusIn}
        @focusout=${this.#onFocusOut}
        @keydown=${this.#onKey}
      >
        ${this.desk === null ? this.#skeleton() : this.#rows()}
      </div>
    `
  }

  #tabs(): TemplateResult {
    const { desk } = this
    const lists = desk === null ? null : chatLists(desk)
    const tabs: readonly Tab[] = desk === null ? ['mine', 'team'] : tabsOf(desk)
    return html`
      <div class="tabs" role="tablist" aria-label="Chats" @keydown=${this.#onTabKey}>
        ${tabs.map((tab) => {
          const chats = lists?.[tab] ?? []
          const isNew = tab === 'mine' && chats.some(({ unread }) => unread > 0)
          return html`
            <button
              role="tab"
              id="tab-${tab}"
              aria-controls="rows"
              aria-selected=${this.tab === tab}
              tabindex=${this.tab === tab ? 0 : -1}
              @click=${() => this.dispatchEvent(deskEvent('parley-tab', tab))}
            >
              ${TAB_NAMES[tab]}
              ${lists === null ? nothing : html`<span class="count">${chats.length}</span>`}
              ${isNew ? html`<span class="dot" title="Unread messages"></span>` : nothing}
            </button>
          `
        })}
      </div>
    `
  }

  #find(): TemplateResult {
    return html`
      <label class="find">
        ${icon('search')}<span class="hidden-text">Find in this list</span>
        <input
          type="search"
          placeholder="Find in this list"
          autocomplete="off"
          .value=${this.words}
          @input=${(event: Event) => {
            if (event.target instanceof HTMLInputElement) this.words = event.target.value
          }}
        />
      </label>
    `
  }

  #rows(): TemplateResult {
    const chats = this.#chats()
    const { rows, waiting } = this.#order.shown(chats)
    if (rows.length === 0 && waiting === 0) return this.#empty()
    const tabbable = rows.some(({ item }) => item.chatId === this.selected)
      ? this.selected
      : rows[0]?.item.chatId
    return html`
      ${
        waiting > 0
          ? html`<button class="waiting" @click=${this.#refresh}>${waiting} new</button>`
          : nothing
      }
      <ul>
        ${repeat(
          rows,
          ({ item }) => item.chatId,
          ({ item, isGone }) => this.#row(item, isGone, item.chatId === tabbable),
        )}
      </ul>
    `
  }

  #row(chat: ChatView, isGone: boolean, isTabbable: boolean): TemplateResult {
    const now = this.now()
    const isSelected = chat.chatId === this.selected
    const isUnread = chat.unread > 0 && chat.agentId === this.desk?.me.agentId
    const hasDraft = this.drafts?.has(chat.chatId) ?? false
    return html`
      <li>
        <a
          class="row ${isGone ? 'gone' : ''} ${isUnread ? 'unread' : ''}"
          href=${addressOf({ tab: this.tab, chatId: chat.chatId })}
          aria-current=${isSelected ? 'true' : nothing}
          tabindex=${isTabbable ? 0 : -1}
        >
          <parley-avatar .key=${chat.customerId} .name=${chat.customerName}></parley-avatar>
          <span class="first">
            <span class="name">${chat.customerName}</span>
            ${this.#time(chat, now)}
          </span>
          <span class="second">
            <span class="preview">${this.#preview(chat, now)}</span>
            ${
              isUnread
                ? html`<span class="unread-count">
                    ${chat.unread}<span class="hidden-text"> unread</span>
                  </span>`
                : nothing
            }
          </span>
          <span class="third">
            <span class="place"
              >${
                isGone
                  ? 'No longer here'
                  : chat.access === 'row' && !chat.preview
                    ? groupName(this.desk, chat.groupId)
                    : this.#place(chat)
              }</span
            >
            ${hasDraft ? html`<span class="draft">· Draft</span>` : nothing}
            ${chat.customerPresent ? nothing : html`<span class="left">· left</span>`}
            ${rowMarks(chat, this.desk)}
          </span>
        </a>
      </li>
    `
  }

  #time(chat: ChatView, now: number): TemplateResult {
    if (chat.state === 'offered' && chat.agentId === this.desk?.me.agentId && chat.dueAt !== null) {
      return html`<span class="time" data-tone="accent">
        ${runningTime(chat.dueAt - now)}<span class="hidden-text"> left to accept</span>
      </span>`
    }
    const since = waitingSince(chat)
    if (since !== null) {
      return html`<span class="time waits" data-tone=${waitingTone(chat, this.desk, now)}>
        <span class="hidden-text">waits </span>${runningTime(now - since)}
      </span>`
    }
    const at = chat.preview?.at ?? chat.stateSince
    return html`<time class="time" datetime=${new Date(at).toISOString()} title=${exactTime(at)}
      >${agoTime(at, now)}</time
    >`
  }

  #preview(chat: ChatView, now: number): string {
    const { preview } = chat
    if (preview === null || preview === undefined)
      return chat.access === 'row' ? this.#place(chat) : 'No words yet'
    const [kind, id] = preview.author.split(':')
    switch (kind) {
      case 'agent':
        return id === this.desk?.me.agentId
          ? `You: ${preview.text}`
          : `${agentName(this.desk, id ?? null)}: ${preview.text}`
      case 'bot':
        return `Bot: ${preview.text}`
      case 'system':
        return noticeWords({ code: preview.text }, this.desk, now)
      default:
        return preview.text
    }
  }

  /** What the tab does not say already: where it is, whose it is, what it waits for. */
  #place(chat: ChatView): string {
    const group = groupName(this.desk, chat.groupId)
    const isMine = chat.agentId === this.desk?.me.agentId
    switch (chat.state) {
      case 'offered':
        return `${group} · ${isMine ? 'offered to you' : `offered to ${this.#agent(chat)}`}`
      case 'assigned.onHold':
        return `${isMine ? group : this.#agent(chat)} · on hold`
      case 'forwarded':
        return chat.targetAgentId === null
          ? `${group} · forwarded`
          : `${group} · forwarded to ${
              chat.targetAgentId === this.desk?.me.agentId
                ? 'you'
                : agentName(this.desk, chat.targetAgentId)
            }`
      case 'closing':
        return `${group} · closing`
      case 'bot.answering':
      case 'bot.listening':
        return `${group} · with the bot`
      case 'queued':
        return chat.stickyAgentId === this.desk?.me.agentId
          ? `${group} · you know this customer`
          : group
      default:
        return isMine ? group : `${group} · ${this.#agent(chat)}`
    }
  }

  #agent(chat: ChatView): string {
    return agentName(this.desk, chat.agentId)
  }

  #empty(): TemplateResult {
    if (this.words.trim() !== '') {
      return html`<div class="empty">
        <p class="title">Nothing found</p>
        <p>No chat of this list has these words in its name or last message.</p>
      </div>`
    }
    const { title, hint } = EMPTY[this.tab]
    const isOffline = this.tab === 'mine' && this.desk?.me.presence === 'offline'
    return html`<div class="empty">
      ${icon(this.tab === 'mine' ? 'inbox' : this.tab === 'queue' ? 'clock' : 'group')}
      <p class="title">${title}</p>
      <p>${isOffline ? 'You are offline. Go online to take chats.' : hint}</p>
      ${
        isOffline
          ? html`<button
              class="button"
              @click=${() => this.dispatchEvent(deskEvent('parley-command', { type: 'goOnline' }))}
            >
              Go online
            </button>`
          : nothing
      }
    </div>`
  }

  #skeleton(): TemplateResult {
    return html`<ul class="skeleton" aria-label="Loading" aria-busy="true">
      ${[0, 1, 2, 3, 4].map(() => html`<li><i></i><b></b><b></b></li>`)}
    </ul>`
  }

  static override styles = [base, buttons, tagStyles, rowMarkStyles, chatListStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat-list': ChatList
  }
}
