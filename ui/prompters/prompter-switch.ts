import { msg } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { StaffClient } from '../client/staff-client.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'

/** Switches suggestions on and off for a chat; not there where nobody would make any. */
@customElement('parley-prompter-switch')
export class PrompterSwitch extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null
  @property() chat = ''
  @property({ type: Boolean }) disabled = false

  protected readonly subscription = new Subscription(this, () => this.client)

  protected override updated(): void {
    if (this.client?.desk) void this.client.prompters.look()
  }

  override render() {
    const book = this.client?.prompters
    if (book === undefined || book.readers.length === 0) return nothing
    const isOn = book.isOn(this.chat)
    const label = isOn
      ? msg('No more suggestions for this chat')
      : msg('Suggest answers in this chat')
    return html`<button
      type="button"
      class="button quiet icon-only"
      aria-pressed=${isOn}
      aria-disabled=${this.disabled}
      aria-label=${msg('Suggestions')}
      title=${label}
      @click=${() => {
        if (!this.disabled) book.turn(this.chat, !isOn)
      }}
    >
      ${icon('spark')}
    </button>`
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: inline-flex;
        margin-inline: -8px -4px;
      }
      .button.quiet[aria-pressed='true'] {
        color: var(--accent-text);
        background: var(--accent-soft);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-prompter-switch': PrompterSwitch
  }
}
