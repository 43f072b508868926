import { customElement } from 'lit/decorators.js'
import { ParleyDesk, type DeskShows } from '../desk/parley-desk.ts'

/**
 * Who one talks to: what is known of the customer of the chat of `chat-id`, notes, and earlier chats.
 *
 * @csspart customer - the card
 */
@customElement('parley-customer-card')
export class ParleyCustomerCard extends ParleyDesk {
  protected override readonly shows: DeskShows = 'customer'
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-customer-card': ParleyCustomerCard
  }
}
