import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { StaffCommand } from '#protocol/staff-commands'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { Ticker } from '../elements/ticker.ts'
import { runningTime } from '../elements/times.ts'
import { deskEvent } from './desk-events.ts'
import { customerName, groupName } from './names.ts'

/**
 * Chats that are offered to me, wherever I am in the desk, with the time left.
 *
 * @fires parley-command - `acceptOffer` or `declineOffer`
 */
@customElement('parley-offers')
export class Offers extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  protected readonly focusStays = new FocusStays(this)
  protected readonly ticker = new Ticker(this)

  override render() {
    const { desk } = this
    const offers = [...(desk?.chats.values() ?? [])].filter(
      ({ state, agentId }) => state === 'offered' && agentId === desk?.me.agentId,
    )
    return html`
      <div role="status">
        ${repeat(
          offers,
          ({ chatId }) => chatId,
          (chat) => this.#offer(chat),
        )}
      </div>
    `
  }

  #offer(chat: ChatView) {
    const { chatId, customerId, groupId, dueAt } = chat
    const name = customerName(chat)
    const say = (type: Extract<StaffCommand['type'], 'acceptOffer' | 'declineOffer'>) =>
      this.dispatchEvent(deskEvent('parley-command', { type, chatId }))
    return html`
      <section class="offer" aria-label=${msg(str`Offer: ${name}`)}>
        <parley-avatar .key=${customerId} .name=${chat.customerName}></parley-avatar>
        <p>
          <b dir="auto">${name}</b>
          <span>${msg('offered to you')} · ${groupName(this.desk, groupId)}</span>
        </p>
        ${
          dueAt === null
            ? nothing
            : html`<span class="left" aria-hidden="true">${runningTime(dueAt - this.now())}</span>`
        }
        <button class="button" @click=${() => say('declineOffer')}>${msg('Decline')}</button>
        <button class="button primary" @click=${() => say('acceptOffer')}>${msg('Accept')}</button>
      </section>
    `
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      .offer {
        display: flex;
        align-items: center;
        gap: 10px;
        padding: 8px 16px;
        background: var(--accent-soft);
        border-block-end: 1px solid var(--accent-line);
      }
      @media (max-width: 480px) {
        .offer {
          padding-inline: 12px;
        }
        parley-avatar {
          display: none;
        }
      }
      p {
        flex: 1;
        min-inline-size: 0;
        font-size: var(--size-13);
        line-height: var(--leading-list);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .left {
        font-weight: 600;
        font-size: var(--size-13);
        color: var(--accent-text);
        font-variant-numeric: tabular-nums;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-offers': Offers
  }
}
