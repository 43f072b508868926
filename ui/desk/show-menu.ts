import { msg, str } from '@lit/localize'
import { LitElement, css, html } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { onMenuKey, onMenuToggle, onPopoverToggles } from './popover-menu.ts'
import { menuStyles } from './popover-menu.styles.ts'
import type { Shows } from './stream-filter.ts'

const CHOICES: readonly Shows[] = ['everything', 'messages', 'comments']

/**
 * What of a conversation is shown.
 *
 * @fires parley-shows - another choice; `detail.shows`
 */
@customElement('parley-show-menu')
export class ShowMenu extends LitElement {
  @property() shows: Shows = 'everything'

  @query('.menu') protected menu!: HTMLElement
  @query('.button') protected button!: HTMLElement

  #choose(shows: Shows): void {
    this.menu.hidePopover()
    this.button.focus()
    this.dispatchEvent(new CustomEvent('parley-shows', { detail: { shows } }))
  }

  override render() {
    return html`
      <button
        class="button quiet"
        popovertarget="shows"
        aria-haspopup="menu"
        aria-expanded="false"
        aria-label=${msg(str`Show: ${choiceWords(this.shows).name}`)}
        title=${msg('What is shown of this chat')}
        data-filters=${this.shows !== 'everything'}
      >
        ${icon('eye')}<span class="label">${msg('Show')}</span
        ><span class="chevron">${icon('down')}</span>
      </button>
      <div
        id="shows"
        class="menu"
        popover
        role="menu"
        aria-label=${msg('Show')}
        @keydown=${onMenuKey}
        @beforetoggle=${onPopoverToggles}
        @toggle=${onMenuToggle}
      >
        ${CHOICES.map((shows) => {
          const { name, hint } = choiceWords(shows)
          return html`<button
            role="menuitemradio"
            tabindex="-1"
            aria-checked=${this.shows === shows}
            @click=${() => this.#choose(shows)}
          >
            <b>${name}</b><small>${hint}</small>${icon('check')}
          </button>`
        })}
      </div>
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
        padding-inline: 10px;
        font-weight: 400;
      }
      .chevron .icon {
        inline-size: 12px;
        block-size: 12px;
      }
      [data-filters='true'] {
        color: var(--accent-text);
        background: var(--accent-soft);
      }
      .menu > button {
        display: grid;
        grid-template-columns: 1fr 16px;
        gap: 0;
        min-block-size: 44px;
      }
      .menu small {
        grid-area: 2 / 1;
      }
      .menu .icon {
        grid-area: 1 / 2 / 3;
        visibility: hidden;
      }
      .menu [aria-checked='true'] .icon {
        visibility: visible;
      }
      @container conversation (max-width: 640px) {
        .label,
        .chevron {
          display: none;
        }
      }
    `,
  ]
}

function choiceWords(shows: Shows): { name: string; hint: string } {
  switch (shows) {
    case 'everything':
      return { name: msg('Everything'), hint: msg('Messages and comments') }
    case 'messages':
      return { name: msg('Messages'), hint: msg('Comments are hidden') }
    case 'comments':
      return { name: msg('Comments'), hint: msg('Messages are hidden') }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-show-menu': ShowMenu
  }
}
