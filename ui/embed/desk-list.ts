import { customElement } from 'lit/decorators.js'
import { ParleyDesk, type DeskShows } from '../desk/parley-desk.ts'

/**
 * The lists of the desk alone: whose chat is chosen is told by `parley-place`, and shown elsewhere.
 *
 * @csspart list - the list of chats
 */
@customElement('parley-desk-list')
export class ParleyDeskList extends ParleyDesk {
  protected override readonly shows: DeskShows = 'list'
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-desk-list': ParleyDeskList
  }
}
