import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ConversationState } from '../client/conversation-state.ts'
import type { DeskState } from '../client/desk-state.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { clockTime, dayAndTime, exactTime } from '../elements/times.ts'
import { addressOf } from './address.ts'
import { deskEvent } from './desk-events.ts'
import { agentName, groupName } from './names.ts'
import { noticeWords } from './notice-words.ts'

/**
 * What is known of a customer and what became of the chat.
 *
 * @fires parley-side - the panel is to be folded
 */
@customElement('parley-customer-panel')
export class CustomerPanel extends LitElement {
  @property({ attribute: false }) conversation: ConversationState | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  override render() {
    const { conversation } = this
    return html`
      <button
        class="button quiet icon-only fold"
        aria-label="Fold the panel"
        @click=${() => this.dispatchEvent(deskEvent('parley-side', { open: false }))}
      >
        ${icon('close')}
      </button>
      ${conversation === null ? nothing : this.#known(conversation)}
    `
  }

  #known(conversation: ConversationState): TemplateResult {
    const { chat } = conversation
    const now = this.now()
    const facts: [string, string | TemplateResult][] = [
      ['Group', groupName(this.desk, chat.groupId)],
      ['Agent', chat.agentId === null ? 'Nobody yet' : agentName(this.desk, chat.agentId)],
      ['Opened', time(chat.openedAt, now)],
    ]
    if (chat.firstWaitingAt !== null) facts.push(['First waited', time(chat.firstWaitingAt, now)])
    if (chat.priority !== 0) facts.push(['Priority', String(chat.priority)])
    if (chat.leftMessage) facts.push(['Left a message', 'Answer by e-mail'])
    if (chat.closedAt !== null) facts.push(['Closed', time(chat.closedAt, now)])
    const reason = this.desk?.settings.closeReasons.find(
      ({ reasonId }) => reasonId === chat.closeReasonId,
    )
    if (reason !== undefined) facts.push(['Reason', reason.name])
    if (chat.rating !== null) facts.push(['Rating', `${chat.rating} of 5`])
    return html`
      <section class="card">
        <parley-avatar .key=${chat.customerId} .name=${chat.customerName}></parley-avatar>
        <div>
          <h2>${chat.customerName}</h2>
          <p class="presence">
            <span class="dot" data-is=${chat.customerPresent ? 'here' : 'left'}></span>
            ${chat.customerPresent ? 'Here now' : 'Left the page'}
          </p>
        </div>
      </section>
      <section>
        <h3>Chat</h3>
        <dl>
          ${facts.map(
            ([name, value]) =>
              html`<div>
                <dt>${name}</dt>
                <dd>${value}</dd>
              </div>`,
          )}
        </dl>
        <a
          class="earlier"
          href=${addressOf({ tab: 'closed', chatId: chat.chatId, query: { customer: chat.customerId } })}
          >Closed chats of this customer</a
        >
        ${
          chat.continues === null
            ? nothing
            : html`<a class="earlier" href=${addressOf({ tab: 'mine', chatId: chat.continues })}>
                Goes on from an earlier chat
              </a>`
        }
      </section>
      ${this.#history(conversation)}
    `
  }

  #history({ messages, comments }: ConversationState): TemplateResult | typeof nothing {
    const now = this.now()
    const events = [...messages, ...comments]
      .filter(({ kind, data, text }) => data !== null && (kind === 'notice' || text === null))
      .sort((a, b) => b.seq - a.seq)
    if (events.length === 0) return nothing
    return html`
      <section>
        <h3>History of this chat</h3>
        <ol>
          ${events.map(
            ({ data, at }) =>
              html`<li>
                <span>${noticeWords(data ?? {}, this.desk, now)}</span>
                <time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
                  >${clockTime(at)}</time
                >
              </li>`,
          )}
        </ol>
      </section>
    `
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        overflow-y: auto;
        overscroll-behavior: contain;
        background: var(--ground-sunken);
      }
      .fold {
        display: none;
        float: inline-end;
        margin: 8px;
      }
      :host([drawer]) .fold {
        display: inline-flex;
      }
      section {
        padding: 16px 20px;
      }
      section + section {
        border-block-start: 1px solid var(--line);
      }
      .card {
        display: flex;
        align-items: center;
        gap: 12px;
        --avatar-size: 44px;
      }
      h2 {
        font-size: var(--size-16);
        font-weight: 600;
        line-height: var(--leading-list);
        overflow-wrap: anywhere;
      }
      h3 {
        margin-block-end: 8px;
        font-size: var(--size-12);
        font-weight: 600;
        color: var(--text-3);
      }
      .presence {
        display: flex;
        align-items: center;
        gap: 6px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .dot {
        inline-size: 8px;
        block-size: 8px;
        border-radius: var(--radius-full);
        box-shadow: inset 0 0 0 2px var(--grey-8);
      }
      .dot[data-is='here'] {
        background: var(--good-mark);
        box-shadow: none;
      }
      dl {
        display: grid;
        gap: 6px;
        font-size: var(--size-13);
      }
      dl div {
        display: grid;
        grid-template-columns: 96px minmax(0, 1fr);
        gap: 8px;
      }
      dt {
        color: var(--text-3);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .earlier {
        display: inline-block;
        margin-block-start: 10px;
        font-size: var(--size-13);
        color: var(--accent-text);
      }
      ol {
        position: relative;
        display: grid;
        gap: 10px;
        font-size: var(--size-13);
        line-height: var(--leading-list);
      }
      ol::before {
        content: '';
        position: absolute;
        inset-block: 6px;
        inset-inline-start: 3px;
        inline-size: 1px;
        background: var(--line-strong);
      }
      li {
        position: relative;
        display: flex;
        justify-content: space-between;
        gap: 12px;
        padding-inline-start: 18px;
        color: var(--text-2);
      }
      li::before {
        content: '';
        position: absolute;
        inset-block-start: 5px;
        inset-inline-start: 0;
        inline-size: 7px;
        block-size: 7px;
        border-radius: var(--radius-full);
        background: var(--ground-sunken);
        box-shadow: inset 0 0 0 1.5px var(--grey-8);
      }
      li time {
        flex: none;
        color: var(--text-3);
        font-variant-numeric: tabular-nums;
      }
    `,
  ]
}

function time(at: number, now: number): TemplateResult {
  return html`<time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
    >${dayAndTime(at, now)}</time
  >`
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-customer-panel': CustomerPanel
  }
}
