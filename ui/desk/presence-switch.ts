import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { AgentView } from '#protocol/staff-views'
import { pictureUrl } from '../client/picture-url.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { giveFocusBack } from '../elements/focus-back.ts'
import { icon } from '../elements/icon.ts'
import { deskEvent } from './desk-events.ts'

/** Codes of reasons for being away, until accounts have their own. */
const AWAY_REASONS = ['break', 'lunch', 'meeting', 'training'] as const

/** What a reason for being away is called; one that is not known stands for itself. */
function awayWord(reason: string): string {
  switch (reason) {
    case 'break':
      return msg('Break')
    case 'lunch':
      return msg('Lunch')
    case 'meeting':
      return msg('Meeting')
    case 'training':
      return msg('Training')
    default:
      return reason
  }
}

/**
 * Me: whether I get chats, and the way out.
 *
 * @fires parley-command - `goOnline`, `goAway` or, with nothing in hand, `goOffline`
 * @fires parley-dialog - chats are in hand: ask what becomes of them; or to see oneself
 * @fires parley-sign-out - to leave
 */
@customElement('parley-presence-switch')
export class PresenceSwitch extends LitElement {
  @property({ attribute: false }) me: AgentView | null = null

  @query('.menu') protected menu!: HTMLElement
  @query('.me') protected button!: HTMLButtonElement

  #choose(presence: 'online' | 'offline' | { away: string }): void {
    this.#close()
    if (presence === 'online') {
      this.dispatchEvent(deskEvent('parley-command', { type: 'goOnline' }))
    } else if (presence !== 'offline') {
      this.dispatchEvent(deskEvent('parley-command', { type: 'goAway', reason: presence.away }))
    } else if ((this.me?.inHand ?? 0) > (this.me?.wrapUps.length ?? 0)) {
      this.dispatchEvent(deskEvent('parley-dialog', { kind: 'offline' }))
    } else {
      this.dispatchEvent(deskEvent('parley-command', { type: 'goOffline' }))
    }
  }

  #close(): void {
    this.menu.hidePopover()
    this.button.focus()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0) return
    event.preventDefault()
    const items = [...this.menu.querySelectorAll<HTMLElement>('[role^="menuitem"]')]
    const at = items.findIndex((item) => item.matches(':focus'))
    items[(at + step + items.length) % items.length]?.focus()
  }

  readonly #onToggle = (event: ToggleEvent): void => {
    const isOpen = event.newState === 'open'
    this.button.setAttribute('aria-expanded', String(isOpen))
    if (isOpen) this.menu.querySelector<HTMLElement>('[aria-checked="true"]')?.focus()
  }

  override render() {
    const { me } = this
    if (me === null) return nothing
    return html`
      <button class="me" popovertarget="menu" aria-haspopup="menu" aria-expanded="false">
        <parley-avatar
          .key=${me.agentId}
          .name=${me.name}
          .src=${pictureUrl(me.picture)}
          .presence=${me.presence}
        ></parley-avatar>
        <span class="words">
          <span class="name">${me.name}</span>
          <span class="presence">${presenceWords(me)}</span>
        </span>
        ${icon('down')}
      </button>
      <div
        id="menu"
        class="menu"
        popover
        role="menu"
        aria-label=${msg('Presence')}
        @keydown=${this.#onKey}
        @beforetoggle=${giveFocusBack}
        @toggle=${this.#onToggle}
      >
        <p class="load" role="presentation">
          ${msg(str`${me.inHand} of ${me.limit} chats in hand`)}${me.wrapUps.length > 0 ? msg(str`, ${me.wrapUps.length} being wrapped up`) : nothing}
          ${me.notAccepting === 'belowLimit' ? html`<br />${msg('No more come until one is done.')}` : nothing}
        </p>
        ${this.#item(msg('Online'), 'online', me.presence === 'online', () => this.#choose('online'))}
        ${AWAY_REASONS.map((reason) =>
          this.#item(
            msg(str`Away: ${awayWord(reason)}`),
            'away',
            me.presence === 'away' && me.awayReason === reason,
            () => this.#choose({ away: reason }),
          ),
        )}
        ${this.#item(msg('Offline'), 'offline', me.presence === 'offline', () => this.#choose('offline'))}
        <hr />
        <button
          role="menuitem"
          class="item"
          tabindex="-1"
          @click=${() => {
            this.#close()
            this.dispatchEvent(deskEvent('parley-dialog', { kind: 'profile' }))
          }}
        >
          ${icon('person')} ${msg('Profile and password')}
        </button>
        <button
          role="menuitem"
          class="item"
          tabindex="-1"
          @click=${() => {
            this.#close()
            this.dispatchEvent(
              new CustomEvent('parley-sign-out', { bubbles: true, composed: true }),
            )
          }}
        >
          ${icon('signOut')} ${msg('Sign out')}
        </button>
      </div>
    `
  }

  #item(
    label: string,
    presence: 'online' | 'away' | 'offline',
    isChosen: boolean,
    run: () => void,
  ): TemplateResult {
    return html`
      <button
        role="menuitemradio"
        class="item"
        tabindex="-1"
        aria-checked=${isChosen}
        @click=${run}
      >
        <span class="dot" data-is=${presence}></span>${label} ${isChosen ? icon('check') : nothing}
      </button>
    `
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: inline-flex;
      }
      .me {
        display: flex;
        align-items: center;
        gap: 8px;
        padding: 4px 8px 4px 6px;
        line-height: var(--leading-list);
        text-align: start;
        anchor-name: --me;
        --avatar-size: 30px;
      }
      .me:hover {
        background: var(--fill);
      }
      .words {
        display: grid;
      }
      .name {
        font-size: var(--size-13);
        font-weight: 600;
      }
      .presence {
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .menu {
        position: fixed;
        inset: auto;
        inset-block-start: 52px;
        inset-inline-end: 8px;
        inline-size: 232px;
        margin: 0;
        padding: 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        color: inherit;
        background: var(--ground-raised);
        box-shadow: var(--shadow-float);
      }
      .load {
        padding: 6px 10px 8px;
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .item {
        display: flex;
        align-items: center;
        gap: 10px;
        inline-size: 100%;
        min-block-size: 34px;
        padding-inline: 10px;
        font-size: var(--size-13);
        text-align: start;
      }
      .item:hover,
      .item:focus-visible {
        background: var(--fill);
      }
      .item .icon {
        inline-size: 16px;
        block-size: 16px;
        color: var(--text-2);
      }
      .item .dot + .icon {
        margin-inline-start: auto;
      }
      .item[aria-checked='true'] {
        font-weight: 600;
      }
      .item[aria-checked='true'] .icon {
        margin-inline-start: auto;
      }
      .dot {
        inline-size: 10px;
        block-size: 10px;
        border-radius: var(--radius-full);
        background: none;
        box-shadow: inset 0 0 0 2px var(--grey-8);
      }
      .dot[data-is='online'] {
        background: var(--good-mark);
        box-shadow: none;
      }
      .dot[data-is='away'] {
        background: var(--warn-mark);
        box-shadow: none;
      }
      hr {
        margin: 6px 4px;
        border: 0;
        border-block-start: 1px solid var(--line);
      }
      @media (pointer: coarse) {
        .item {
          min-block-size: 44px;
        }
      }
      @media (max-width: 767px) {
        .words {
          position: absolute;
          inline-size: 1px;
          block-size: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        .me > .icon {
          display: none;
        }
      }
    `,
  ]
}

function presenceWords(me: AgentView): string {
  switch (me.presence) {
    case 'online':
      return me.notAccepting === 'belowLimit' ? msg('Online, at the limit') : msg('Online')
    case 'away': {
      const reason = me.awayReason
      if (reason === null) return msg('Away')
      if (reason === 'missedOffers') return msg('Away, missed offers')
      return msg(str`Away: ${awayWord(reason)}`)
    }
    case 'offline':
      return msg('Offline')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-presence-switch': PresenceSwitch
  }
}
