import { customElement } from 'lit/decorators.js'
import { ParleyDesk, type DeskShows } from '../desk/parley-desk.ts'

/**
 * One conversation of the desk, with all that can be done in it: the one of `chat-id`.
 *
 * @csspart conversation - the conversation
 */
@customElement('parley-desk-conversation')
export class ParleyDeskConversation extends ParleyDesk {
  protected override readonly shows: DeskShows = 'conversation'
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-desk-conversation': ParleyDeskConversation
  }
}
