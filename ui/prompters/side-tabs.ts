import { msg } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { StaffClient } from '../client/staff-client.ts'
import { base } from '../elements/base.styles.ts'
import { Subscription } from '../elements/subscription.ts'
import './assistants.ts'

type SideTab = 'customer' | 'prompters'

/**
 * The side of a conversation: its customer, and prompters to ask. Where there is nobody to ask, the
 * customer is all.
 *
 * @slot - the customer
 */
@customElement('parley-side-tabs')
export class SideTabs extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null
  @property() chat = ''

  @state() protected tab: SideTab = 'customer'

  protected readonly subscription = new Subscription(this, () => this.client)

  protected override updated(): void {
    if (this.client?.desk) void this.client.prompters.look()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    this.tab = this.tab === 'customer' ? 'prompters' : 'customer'
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[aria-selected=true]')?.focus(),
    )
  }

  override render() {
    const hasAssistants = (this.client?.prompters.assistants.length ?? 0) > 0
    if (!hasAssistants) return html`<slot></slot>`
    const isCustomer = this.tab === 'customer'
    return html`
      <div class="tabs" role="tablist" aria-label=${msg('Beside the chat')} @keydown=${this.#onKey}>
        ${this.#tabButton('customer', msg('Customer'))}
        ${this.#tabButton('prompters', msg('Prompters'))}
      </div>
      <div id="customer" role="tabpanel" aria-labelledby="tab-customer" ?hidden=${!isCustomer}>
        <slot></slot>
      </div>
      <div id="prompters" role="tabpanel" aria-labelledby="tab-prompters" ?hidden=${isCustomer}>
        ${
          isCustomer
            ? nothing
            : html`<parley-assistants
                .client=${this.client}
                .chat=${this.chat}
              ></parley-assistants>`
        }
      </div>
    `
  }

  #tabButton(tab: SideTab, label: string) {
    const isChosen = this.tab === tab
    return html`<button
      role="tab"
      id="tab-${tab}"
      aria-controls=${tab}
      aria-selected=${isChosen}
      tabindex=${isChosen ? 0 : -1}
      @click=${() => (this.tab = tab)}
    >
      ${label}
    </button>`
  }

  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
        block-size: 100%;
        background: var(--ground-sunken);
      }
      .tabs {
        flex: none;
        display: flex;
        gap: 16px;
        padding-inline: 16px;
        border-block-end: 1px solid var(--line);
      }
      .tabs button {
        min-block-size: 44px;
        padding: 0 2px;
        font: inherit;
        background: none;
        border: 0;
        font-size: var(--size-13);
        color: var(--text-2);
        border-block-end: 2px solid transparent;
        border-radius: 0;
      }
      .tabs [aria-selected='true'] {
        font-weight: 600;
        color: var(--text);
        border-block-end-color: var(--accent);
      }
      [role='tabpanel'] {
        flex: 1;
        min-block-size: 0;
        overflow-y: auto;
      }
      [hidden] {
        display: none;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-side-tabs': SideTabs
  }
}
