import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { CustomerView } from '#protocol/customer-card'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { isolated } from '../elements/direction.ts'
import { icon } from '../elements/icon.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import { unblockCustomer } from './customer-events.ts'
import { agentName } from './names.ts'

/**
 * That a customer is blocked: why, by whom and since when. Nothing where none is.
 *
 * @fires parley-command - `unblockCustomer`
 */
@customElement('parley-customer-block')
export class CustomerBlock extends LitElement {
  @property({ attribute: false }) customer: CustomerView | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()
  protected readonly focusStays = new FocusStays(this)

  override render() {
    const { customer } = this
    const block = customer?.block ?? null
    if (customer === null || block === null) return nothing
    const { reason, message, by, at } = block
    return html`<section aria-label=${msg('Block')}>
      <p class="head">${icon('block')}<b>${msg('Blocked')}</b></p>
      <p class="plain">${reason}</p>
      <p class="by">
        <bdi>${agentName(this.desk, by.slice('agent:'.length))}</bdi>,
        <time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
          >${dayAndTime(at, this.now())}</time
        >
      </p>
      <p class="by">${msg(str`The customer was told: “${isolated(message)}”`)}</p>
      ${
        customer.mayUnblock
          ? html`<button
              class="button"
              @click=${() => this.dispatchEvent(unblockCustomer(customer.customerId))}
            >
              ${msg('Unblock customer')}
            </button>`
          : nothing
      }
    </section>`
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        font-size: var(--size-13);
      }
      section {
        display: grid;
        gap: 4px;
        justify-items: start;
        padding: 10px 12px;
        border-radius: var(--radius);
        background: var(--bad-soft);
        overflow-wrap: anywhere;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 6px;
        color: var(--bad);
      }
      .by {
        font-size: var(--size-12);
        color: var(--text-2);
      }
      .button {
        margin-block-start: 6px;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-customer-block': CustomerBlock
  }
}
