import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { msg, str } from '@lit/localize'
import type { MentionsList } from '#protocol/rest'
import type { DeskState } from '../client/desk-state.ts'
import { pictureUrl } from '../client/picture-url.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { isolated } from '../elements/direction.ts'
import { icon } from '../elements/icon.ts'
import { agoTime, exactTime } from '../elements/times.ts'
import { number } from '../locales/formats.ts'
import { addressOf } from './address.ts'
import { tabOf } from './chat-lists.ts'
import { deskEvent } from './desk-events.ts'
import { agentName, customerName, groupName } from './names.ts'
import { onPopoverToggles } from './popover-menu.ts'
import { menuStyles } from './popover-menu.styles.ts'

type Mention = MentionsList['mentions'][number]

/**
 * What names me: how much of it I have not read, and the way to each comment. Read ones fade.
 *
 * @fires parley-mentions - the list opened, or something new names me: it may be asked for anew
 */
@customElement('parley-mentions-menu')
export class MentionsMenu extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null

  /** The list as it was asked for last; null before. */
  @property({ attribute: false }) mentions: MentionsList['mentions'] | null = null

  /** Gives the time now, in milliseconds since the epoch. */
  @property({ attribute: false }) now: () => number = Date.now

  @query('.menu') protected menu!: HTMLElement
  @query('.button') protected button!: HTMLButtonElement

  #newest = 0

  protected override updated(): void {
    const newest = this.desk?.mentions[0]?.seq ?? 0
    if (newest === this.#newest) return
    this.#newest = newest
    if (this.menu.matches(':popover-open')) this.#ask()
  }

  #ask(): void {
    this.dispatchEvent(deskEvent('parley-mentions', {}))
  }

  readonly #onToggle = (event: ToggleEvent): void => {
    const isOpen = event.newState === 'open'
    this.button.setAttribute('aria-expanded', String(isOpen))
    if (!isOpen) return
    this.#ask()
    void this.updateComplete.then(() => {
      const first = this.menu.querySelector<HTMLElement>('a') ?? this.menu
      first.focus()
    })
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const links = [...this.menu.querySelectorAll<HTMLElement>('a')]
    const at = links.findIndex((link) => link.matches(':focus'))
    links[(at + step + links.length) % links.length]?.focus()
  }

  override render() {
    const count = this.desk?.mentions.length ?? 0
    const words = count === 0 ? msg('Mentions') : msg(str`Mentions, ${number(count)} unread`)
    return html`
      <button
        class="button quiet icon-only"
        popovertarget="mentions"
        aria-label=${words}
        aria-expanded="false"
        title=${words}
      >
        ${icon('mention')}
        ${count === 0 ? nothing : html`<span class="count" aria-hidden="true">${number(count)}</span>`}
      </button>
      <div
        id="mentions"
        class="menu"
        popover
        role="dialog"
        tabindex="-1"
        aria-label=${msg('Mentions')}
        @beforetoggle=${onPopoverToggles}
        @toggle=${this.#onToggle}
        @keydown=${this.#onKey}
      >
        ${this.#content()}
      </div>
    `
  }

  #content(): TemplateResult {
    const { mentions } = this
    if (mentions === null) return html`<p class="none">${msg('Loading')}</p>`
    if (mentions.length === 0) {
      return html`<p class="none">
        ${msg('Nobody has named you in a comment yet. Here you find it when somebody does.')}
      </p>`
    }
    return html`<ul>
      ${mentions.map((mention) => html`<li>${this.#mention(mention)}</li>`)}
    </ul>`
  }

  #mention(mention: Mention): TemplateResult {
    const { commentId, chatId, seq, at, author, text, groupId } = mention
    const { desk } = this
    const authorId = author.slice('agent:'.length)
    const name = agentName(desk, authorId)
    const isUnread = desk?.mentions.some((one) => one.commentId === commentId) ?? false
    const chat = desk?.chats.get(chatId)
    const tab = (chat === undefined || desk === null ? null : tabOf(chat, desk)) ?? 'closed'
    return html`
      <a
        class=${isUnread ? 'unread' : 'read'}
        href=${addressOf({ tab, chatId, at: seq })}
        @click=${() => this.menu.hidePopover()}
      >
        <parley-avatar
          .key=${authorId}
          .name=${name}
          .src=${pictureUrl(desk?.agents.get(authorId)?.picture ?? null)}
        ></parley-avatar>
        <span class="words">
          <span class="head">
            <b dir="auto">${name}</b>
            <time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
              >${agoTime(at, this.now())}</time
            >
          </span>
          <span class="excerpt" dir="auto">${text ?? msg('Erased')}</span>
          <span class="where"
            >${msg(str`Chat with ${isolated(customerName(mention))}`)} ·
            ${groupName(desk, groupId)}</span
          >
        </span>
        ${isUnread ? html`<span class="dot"><span class="hidden-text">${msg('unread')}</span></span>` : nothing}
      </a>
    `
  }

  static override styles = [
    base,
    buttons,
    menuStyles,
    css`
      :host {
        display: inline-flex;
      }
      .button {
        position: relative;
      }
      .count {
        position: absolute;
        inset-block-start: -2px;
        inset-inline-end: -4px;
        min-inline-size: 16px;
        padding-inline: 4px;
        border-radius: var(--radius-full);
        background: var(--accent);
        color: var(--on-accent);
        font-size: 11px;
        font-weight: 600;
        line-height: 16px;
        font-variant-numeric: tabular-nums;
        text-align: center;
      }
      .menu {
        --menu-width: 360px;
        max-block-size: min(480px, calc(100dvh - 72px));
        /* Below the strip, not only below the button in it. */
        margin-block-start: 6px;
      }
      .menu > .none {
        padding: 16px 12px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      a {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) 10px;
        align-items: start;
        gap: 10px;
        padding: 8px 10px;
        border-radius: var(--radius);
        color: inherit;
        text-decoration: none;
        font-size: var(--size-13);
        line-height: var(--leading-list);
        --avatar-size: 32px;
      }
      a:hover,
      a:focus-visible {
        background: var(--fill);
      }
      .words {
        display: grid;
        gap: 2px;
        min-inline-size: 0;
      }
      .head {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 8px;
      }
      b {
        font-weight: 400;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .unread b {
        font-weight: 600;
      }
      time,
      .where {
        flex: none;
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .excerpt {
        display: -webkit-box;
        overflow: hidden;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 2;
        overflow-wrap: anywhere;
      }
      .read b,
      .read .excerpt {
        color: var(--text-3);
      }
      .where {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .dot {
        align-self: center;
        inline-size: 8px;
        block-size: 8px;
        border-radius: var(--radius-full);
        background: var(--accent);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-mentions-menu': MentionsMenu
  }
}
