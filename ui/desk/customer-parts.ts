import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { CustomerView, PersonPart } from '#protocol/customer-card'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { unmergeCustomer } from './customer-events.ts'
import { customerName } from './names.ts'

/**
 * The customers that a person is, each with its channel; whoever may takes one out again. Nothing of
 * somebody who is one customer.
 *
 * @fires parley-command - `unmergeCustomer`
 */
@customElement('parley-customer-parts')
export class CustomerParts extends LitElement {
  @property({ attribute: false }) customer: CustomerView | null = null

  override render() {
    const { parts = [], mayUnmerge = false } = this.customer ?? {}
    if (parts.length === 0) return nothing
    return html`<ul aria-label=${msg('Customers who are this person')}>
      ${repeat(
        parts,
        ({ customerId }) => customerId,
        (part) => this.#part(part, mayUnmerge),
      )}
    </ul>`
  }

  #part(part: PersonPart, mayUnmerge: boolean): TemplateResult {
    const { customerId, channelName, isVerified, mergedAt } = part
    const name = customerName(part)
    return html`<li>
      <span class="words">
        <span dir="auto">${name}</span>
        <small
          >${channelName}${
            isVerified
              ? html` · <span class="verified">${icon('check')} ${msg('Verified')}</span>`
              : nothing
          }
          · <span class="id">${customerId}</span></small
        >
      </span>
      ${
        mayUnmerge && mergedAt !== null
          ? html`<button
              class="button quiet"
              aria-label=${msg(str`Take out ${name}`)}
              @click=${() => this.dispatchEvent(unmergeCustomer(customerId))}
            >
              ${msg('Take out')}
            </button>`
          : nothing
      }
    </li>`
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        font-size: var(--size-13);
        line-height: var(--leading-list);
      }
      li {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 8px;
        min-block-size: 36px;
        padding-block: 4px;
      }
      li + li {
        border-block-start: 1px solid var(--line);
      }
      .words {
        display: grid;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      small {
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .verified {
        color: var(--accent-text);
        white-space: nowrap;
      }
      .verified .icon {
        inline-size: 11px;
        block-size: 11px;
        vertical-align: -1px;
      }
      .button {
        flex: none;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-customer-parts': CustomerParts
  }
}
