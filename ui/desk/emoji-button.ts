import { msg } from '@lit/localize'
import { LitElement, css, html, nothing, svg } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { giveFocusBack } from '../elements/focus-back.ts'
import { placeAbove } from './popover-menu.ts'
import { ariaKeys, withKey } from './shortcuts.ts'

const smile = svg`<circle cx="12" cy="12" r="8.5"/><path d="M8.5 14a4.2 4.2 0 0 0 7 0M9 9.5v.6M15 9.5v.6"/>`

/**
 * Opens the picker of emoji, which is loaded when it is wanted first.
 *
 * @fires parley-emoji - one was chosen; `detail.unicode`
 */
@customElement('parley-emoji-button')
export class EmojiButton extends LitElement {
  /** Why nothing can be written now; null where it can. */
  @property({ attribute: false }) why: string | null = null

  @state() protected isLoaded = false
  @state() protected isOpen = false

  @query('button') protected button!: HTMLButtonElement
  @query('[popover]') protected panel!: HTMLElement

  async open(): Promise<void> {
    if (this.why !== null) return
    await import('./emoji-picker.ts')
    this.isLoaded = true
    await this.updateComplete
    placeAbove(this.panel, this.button)
    this.panel.showPopover()
  }

  override render() {
    return html`
      <button
        type="button"
        aria-label=${msg('Insert an emoji')}
        title=${withKey(msg('Insert an emoji'), 'emoji')}
        aria-keyshortcuts=${ariaKeys('emoji')}
        aria-haspopup="dialog"
        aria-expanded=${this.isOpen}
        aria-disabled=${this.why !== null}
        @click=${() => void this.open()}
      >
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${smile}</svg>
      </button>
      <div
        popover
        role="dialog"
        aria-label=${msg('Emoji')}
        @beforetoggle=${giveFocusBack}
        @toggle=${({ newState }: ToggleEvent) => {
          this.isOpen = newState === 'open'
        }}
        @parley-emoji=${() => this.panel.hidePopover()}
      >
        ${
          this.isLoaded && this.isOpen ? html`<parley-emoji-picker></parley-emoji-picker>` : nothing
        }
      </div>
    `
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: inline-flex;
      }
      button {
        display: grid;
        place-items: center;
        inline-size: 32px;
        block-size: 32px;
        color: var(--text-2);
      }
      button:hover {
        background: var(--fill);
      }
      button[aria-disabled='true'] {
        color: var(--grey-8);
        cursor: default;
        background: none;
      }
      [popover] {
        position: fixed;
        inset: auto;
        margin: 0;
        padding: 0;
        inline-size: min(344px, calc(100vw - 16px));
        block-size: 340px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        color: inherit;
        background: var(--ground-raised);
        box-shadow: var(--shadow-float);
        overflow: hidden;
      }
      @media (pointer: coarse) {
        button {
          inline-size: 44px;
          block-size: 44px;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-emoji-button': EmojiButton
  }
}
