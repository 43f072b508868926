import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { OwnAccountView } from '#protocol/staff-views'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { number } from '../locales/formats.ts'
import { onMenuKey, onMenuToggle, onPopoverToggles } from './popover-menu.ts'
import { menuStyles } from './popover-menu.styles.ts'

/** An account as far as it is known: what waits there may not have been told yet. */
export type KnownAccount = Pick<OwnAccountView, 'accountId' | 'name'> &
  Partial<Pick<OwnAccountView, 'presence' | 'unread'>>

/** More than this is not counted out in a badge. */
const MOST_COUNTED = 99

/**
 * Which account the desk shows, and the way to one's other ones: each with one's presence there and
 * what is unread. Whoever has one account sees its name only.
 *
 * @fires parley-account - another account was chosen; `detail.accountId`
 * @fires parley-accounts-open - the list opened: what it shows may be asked for anew
 */
@customElement('parley-account-switch')
export class AccountSwitch extends LitElement {
  @property({ attribute: false }) accounts: readonly KnownAccount[] = []

  /** The account that is shown; null before one is. */
  @property({ attribute: false }) current: string | null = null

  @query('.menu') protected menu!: HTMLElement | null
  @query('.button') protected button!: HTMLButtonElement

  /** Whether there is another one to choose. */
  get hasOthers(): boolean {
    return this.accounts.length > 1
  }

  open(): void {
    this.menu?.showPopover()
  }

  #choose(accountId: string): void {
    this.menu?.hidePopover()
    this.button.focus()
    if (accountId === this.current) return
    this.dispatchEvent(new CustomEvent('parley-account', { detail: { accountId } }))
  }

  readonly #onToggle = (event: ToggleEvent): void => {
    onMenuToggle(event)
    if (event.newState === 'open') this.dispatchEvent(new CustomEvent('parley-accounts-open'))
  }

  override render() {
    const { accounts, current } = this
    const shown = accounts.find(({ accountId }) => accountId === current)
    if (accounts.length < 2) {
      return html`<span class="name alone" dir="auto">${(shown ?? accounts[0])?.name}</span>`
    }
    const elsewhere = accounts
      .filter(({ accountId }) => accountId !== current)
      .reduce((sum, { unread = 0 }) => sum + unread, 0)
    return html`
      <button class="button" popovertarget="accounts" aria-haspopup="menu" aria-expanded="false">
        <span class="hidden-text">${msg('Account:')}</span>
        <span class="name" dir="auto">${shown?.name ?? msg('Choose an account')}</span>
        ${elsewhere > 0 ? badge(elsewhere, msg(str`${elsewhere} unread in other accounts`)) : nothing}
        ${icon('down')}
      </button>
      <div
        id="accounts"
        class="menu"
        popover
        role="menu"
        aria-label=${msg('Accounts')}
        @keydown=${onMenuKey}
        @beforetoggle=${onPopoverToggles}
        @toggle=${this.#onToggle}
      >
        ${accounts.map((account) => this.#item(account))}
      </div>
    `
  }

  #item({ accountId, name, presence, unread = 0 }: KnownAccount): TemplateResult {
    return html`
      <button
        role="menuitemradio"
        tabindex="-1"
        aria-checked=${accountId === this.current}
        @click=${() => this.#choose(accountId)}
      >
        <span class="dot" data-is=${presence ?? nothing}></span>
        <span class="words">
          <b dir="auto">${name}</b>
          <small>${presence === undefined ? '' : presenceWord(presence)}</small>
        </span>
        ${unread > 0 ? badge(unread, msg(str`${unread} unread`)) : nothing}
        ${accountId === this.current ? icon('check') : nothing}
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
        min-inline-size: 0;
        padding-inline-start: 8px;
        border-inline-start: 1px solid var(--line-strong);
      }
      .button {
        display: flex;
        align-items: center;
        gap: 6px;
        min-inline-size: 0;
        min-block-size: 32px;
        padding-inline: 8px;
        border: 0;
        background: none;
        box-shadow: none;
        font-size: var(--size-13);
        font-weight: 400;
        color: var(--text-2);
      }
      .button:hover {
        background: var(--fill);
      }
      .name {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .alone {
        padding-inline: 4px;
      }
      .button .icon {
        flex: none;
        inline-size: 14px;
        block-size: 14px;
      }
      .menu {
        --menu-width: 300px;
        /* Below the strip, not only below the button in it. */
        margin-block-start: 6px;
      }
      .menu > button {
        min-block-size: 44px;
      }
      .menu > button > .icon {
        flex: none;
        color: var(--text-2);
      }
      .words {
        flex: 1;
        min-inline-size: 0;
        display: grid;
      }
      b {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .dot {
        flex: none;
        inline-size: 10px;
        block-size: 10px;
        border-radius: var(--radius-full);
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
      .badge {
        flex: none;
        min-inline-size: 18px;
        padding: 1px 5px;
        border-radius: var(--radius-full);
        background: var(--accent);
        color: var(--on-accent);
        font-size: var(--size-12);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        line-height: 16px;
        text-align: center;
      }
    `,
  ]
}

function presenceWord(presence: NonNullable<KnownAccount['presence']>): string {
  switch (presence) {
    case 'online':
      return msg('Online')
    case 'away':
      return msg('Away')
    case 'offline':
      return msg('Offline')
  }
}

function badge(count: number, words: string): TemplateResult {
  const shown = count > MOST_COUNTED ? `${number(MOST_COUNTED)}+` : number(count)
  return html`<span class="badge"
    ><span aria-hidden="true">${shown}</span><span class="hidden-text">, ${words}</span></span
  >`
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-account-switch': AccountSwitch
  }
}
