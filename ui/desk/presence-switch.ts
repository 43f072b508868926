import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { AgentView } from '#protocol/staff-views'
import { pictureUrl } from '../client/picture-url.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { awayWord } from './away-words.ts'
import { deskEvent } from './desk-events.ts'
import { onMenuKey, onMenuToggle, onPopoverToggles } from './popover-menu.ts'
import { menuStyles } from './popover-menu.styles.ts'

/** Codes of reasons for being away, until accounts have their own. */
const AWAY_REASONS = ['break', 'lunch', 'meeting', 'training'] as const

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

  /** In a page of others, where one signs in and out there, and is who one is there. */
  @property({ type: Boolean }) embedded = false

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
          <span class="name" dir="auto">${me.name}</span>
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
        @keydown=${onMenuKey}
        @beforetoggle=${onPopoverToggles}
        @toggle=${onMenuToggle}
      >
        <p role="presentation">
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
        ${this.embedded ? nothing : this.#ones()}
      </div>
    `
  }

  /** What is one's own, whatever account this is. */
  #ones(): TemplateResult {
    return html`
      <hr />
      <button
        role="menuitem"
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
        tabindex="-1"
        @click=${() => {
          this.#close()
          this.dispatchEvent(new CustomEvent('parley-sign-out', { bubbles: true, composed: true }))
        }}
      >
        ${icon('signOut')} ${msg('Sign out')}
      </button>
    `
  }

  #item(
    label: string,
    presence: 'online' | 'away' | 'offline',
    isChosen: boolean,
    run: () => void,
  ): TemplateResult {
    return html`
      <button role="menuitemradio" tabindex="-1" aria-checked=${isChosen} @click=${run}>
        <span class="dot" data-is=${presence}></span><b>${label}</b>
        ${isChosen ? icon('check') : nothing}
      </button>
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
        --menu-width: 232px;
        /* Below the strip, not only below the button in it. */
        margin-block-start: 6px;
      }
      .menu .icon {
        color: var(--text-2);
      }
      .dot ~ .icon {
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
