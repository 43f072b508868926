import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ChatView } from '#protocol/staff-views'
import type { ConversationState } from '../client/conversation-state.ts'
import type { OpenCustomer } from '../client/customer-book.ts'
import type { DeskState } from '../client/desk-state.ts'
import type { CustomerWhere } from '../client/staff-client.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { linkedText } from '../elements/linked-text.ts'
import { clockTime, dayAndTime, exactTime } from '../elements/times.ts'
import { addressOf } from './address.ts'
import { chartsAddress } from './charts-address.ts'
import { deskEvent } from './desk-events.ts'
import { agentName, channelName, customerName, groupName } from './names.ts'
import './customer-block.ts'
import './customer-chats.ts'
import './customer-details.ts'
import './customer-notes.ts'
import './customer-parts.ts'
import { customersAddress } from './customers-address.ts'
import { noticeWords } from './notice-words.ts'
import { masked } from './reach-words.ts'
import { replayAddress } from './replay-address.ts'
import { waitingSince } from './state-words.ts'

/**
 * What is known of a customer and what became of the chat.
 *
 * @fires parley-command - what changes the customer
 * @fires parley-side - the panel is to be folded
 */
@customElement('parley-customer-panel')
export class CustomerPanel extends LitElement {
  @property({ attribute: false }) conversation: ConversationState | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  /** The conversation's customer; null before it is asked for. */
  @property({ attribute: false }) customer: OpenCustomer | null = null
  /** The page that the customer is on; null where that is not known. */
  @property({ attribute: false }) page: CustomerWhere | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  override render() {
    const { conversation } = this
    return html`
      <button
        class="button quiet icon-only fold"
        aria-label=${msg('Fold the panel')}
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
    const subject = conversation.handover?.subject ?? null
    const facts: [string, string | TemplateResult][] = [
      ...(subject === null ? [] : [[msg('Subject'), subject] satisfies [string, string]]),
      [msg('Group'), groupName(this.desk, chat.groupId)],
      [msg('Channel'), channelName(this.desk, chat.channelId)],
      [
        msg('Agent'),
        chat.agentId === null ? msg('Nobody yet') : agentName(this.desk, chat.agentId),
      ],
      [msg('Opened'), time(chat.openedAt, now)],
    ]
    if (chat.firstWaitingAt !== null)
      facts.push([
        waitingSince(chat) === null ? msg('First waited') : msg('Waiting since'),
        time(chat.firstWaitingAt, now),
      ])
    if (chat.priority !== 0) facts.push([msg('Priority'), String(chat.priority)])
    if (chat.leftMessage) facts.push([msg('Left a message'), msg('Answer by e-mail')])
    if (chat.closedAt !== null) facts.push([msg('Closed'), time(chat.closedAt, now)])
    const reason = this.desk?.settings.closeReasons.find(
      ({ reasonId }) => reasonId === chat.closeReasonId,
    )
    if (reason !== undefined) facts.push([msg('Reason'), reason.name])
    if (chat.rating !== null) facts.push([msg('Rating'), msg(str`${chat.rating} of 5`)])
    return html`
      <section class="card">
        <parley-avatar .key=${chat.customerId} .name=${chat.customerName}></parley-avatar>
        <div>
          <h2 dir="auto"><a href=${customersAddress(chat.customerId)}>${customerName(chat)}</a></h2>
          <p class="presence">
            <span class="dot" data-is=${chat.customerPresent ? 'here' : 'left'}></span>
            ${chat.customerPresent ? msg('Here now') : msg('Left the page')}
          </p>
        </div>
        ${this.#page()}
      </section>
      ${this.#person()}
      <section>
        <h3>${msg('Chat')}</h3>
        ${listOf(facts)} ${this.#transcript(chat)}
        <a
          class="earlier"
          href=${addressOf({ tab: 'closed', chatId: chat.chatId, query: { customer: chat.customerId } })}
          >${msg('Closed chats of this customer')}</a
        >
        ${
          chat.continues === null
            ? nothing
            : html`<a class="earlier" href=${addressOf({ tab: 'mine', chatId: chat.continues })}>
                ${msg('Goes on from an earlier chat')}
              </a>`
        }
        ${
          this.desk === null || this.desk.me.role === 'agent'
            ? nothing
            : html`<a class="earlier" href=${chartsAddress({ kind: 'chat', actorId: chat.chatId })}
                  >${msg('Show in statechart')}</a
                >
                <a class="earlier" href=${replayAddress({ kind: 'chat', actorId: chat.chatId })}
                  >${msg('Replay what happened')}</a
                >`
        }
      </section>
      ${foundOut(conversation)} ${this.#earlier(conversation)} ${this.#history(conversation)}
    `
  }

  /** To the address that is known, where there is one and mail is sent. */
  #transcript({ chatId }: ChatView): TemplateResult | typeof nothing {
    const { customer, desk } = this
    const email = customer?.kind === 'ready' ? customer.customer.details.email : null
    if (email === null || desk?.sendsMail !== true) return nothing
    return html`<button
      class="button transcript"
      @click=${() => this.dispatchEvent(deskEvent('parley-command', { type: 'sendTranscript', chatId }))}
    >
      ${icon('mail')} ${msg(str`Send this chat to ${masked(email.value)}`)}
    </button>`
  }

  #page(): TemplateResult | typeof nothing {
    const { page } = this
    if (page === null) return nothing
    const { host, pathname } = new URL(page.address)
    return html`<p class="page">
      <a
        dir="auto"
        href=${page.address}
        target="_blank"
        rel="noreferrer noopener"
        title=${page.address}
        >${page.title.trim() === '' ? `${host}${pathname}` : page.title}</a
      >
      <small dir="ltr">${host}${pathname === '/' ? '' : pathname}</small>
    </p>`
  }

  #person(): TemplateResult {
    const { customer, desk, now } = this
    if (customer?.kind === 'refused') {
      return html`<section>
        <h3>${msg('Details')}</h3>
        <p class="quiet">${msg('What is known of the customer did not load.')}</p>
      </section>`
    }
    if (customer?.kind !== 'ready') {
      return html`<section aria-label=${msg('Loading')} class="skeleton">
        <span></span><span></span><span></span>
      </section>`
    }
    const { erasedAt, block } = customer.customer
    return html`
      ${
        erasedAt === null
          ? nothing
          : html`<section>
              <p class="quiet">${msg(str`Erased on ${exactTime(erasedAt)}`)}</p>
            </section>`
      }
      ${
        block === null
          ? nothing
          : html`<section>
              <parley-customer-block
                .customer=${customer.customer}
                .desk=${desk}
                .now=${now}
              ></parley-customer-block>
            </section>`
      }
      <section>
        <h3>${msg('Details')}</h3>
        <parley-customer-details .customer=${customer.customer}></parley-customer-details>
      </section>
      ${
        customer.customer.parts.length === 0
          ? nothing
          : html`<section>
              <h3>${msg('One person')}</h3>
              <parley-customer-parts .customer=${customer.customer}></parley-customer-parts>
            </section>`
      }
      <section>
        <h3>${msg('Notes')}</h3>
        <parley-customer-notes
          .customer=${customer.customer}
          .desk=${desk}
          .now=${now}
        ></parley-customer-notes>
      </section>
    `
  }

  #earlier({ chat }: ConversationState): TemplateResult | typeof nothing {
    if (this.customer?.kind !== 'ready') return nothing
    return html`<section>
      <h3>${msg('Earlier chats')}</h3>
      <parley-customer-chats
        .customer=${this.customer.customer}
        .but=${chat.chatId}
        .desk=${this.desk}
        .now=${this.now}
      ></parley-customer-chats>
    </section>`
  }

  #history({ messages, comments }: ConversationState): TemplateResult | typeof nothing {
    const now = this.now()
    const events = [...messages, ...comments]
      .filter(({ kind, data, text }) => data !== null && (kind === 'notice' || text === null))
      .sort((a, b) => b.seq - a.seq)
    if (events.length === 0) return nothing
    return html`
      <section>
        <details>
          <summary>${msg('History of this chat')} <span>${events.length}</span></summary>
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
        </details>
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
        flex-wrap: wrap;
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
      h2 a {
        color: inherit;
        text-decoration: none;
      }
      h2 a:hover {
        text-decoration: underline;
      }
      .transcript {
        margin-block: 8px 4px;
        padding-block: 6px;
        max-inline-size: 100%;
        font-size: var(--size-13);
        line-height: var(--leading-list);
        overflow-wrap: anywhere;
        text-align: start;
        white-space: normal;
      }
      .page {
        flex-basis: 100%;
        font-size: var(--size-13);
        line-height: var(--leading-list);
        overflow-wrap: anywhere;
      }
      .page a {
        display: inline-block;
        min-block-size: 24px;
        color: var(--accent-text);
      }
      .page small {
        display: block;
        font-size: var(--size-12);
        color: var(--text-3);
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .quiet:not(.button) {
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .skeleton {
        display: grid;
        gap: 8px;
      }
      .skeleton span {
        block-size: 18px;
        border-radius: var(--radius);
        background: var(--fill);
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
        overflow-wrap: anywhere;
        color: var(--text-3);
      }
      dd {
        overflow-wrap: anywhere;
      }
      dd a {
        color: var(--accent-text);
      }
      .earlier {
        display: block;
        inline-size: fit-content;
        margin-block-start: 10px;
        font-size: var(--size-13);
        color: var(--accent-text);
      }
      summary {
        font-size: var(--size-12);
        font-weight: 600;
        color: var(--text-3);
        cursor: pointer;
      }
      summary span {
        font-weight: 400;
        font-variant-numeric: tabular-nums;
      }
      summary + ol {
        margin-block-start: 8px;
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

/** What bots found out before people had the chat. */
function foundOut({ handover }: ConversationState): TemplateResult | typeof nothing {
  if (handover === null || handover.attributes.length === 0) return nothing
  return html`<section>
    <h3>${msg('Found out by the bot')}</h3>
    ${listOf(handover.attributes.map(({ name, value }) => [name, linkedText(value)]))}
  </section>`
}

function listOf(facts: readonly [string, unknown][]): TemplateResult {
  return html`<dl>
    ${facts.map(
      ([name, value]) =>
        html`<div>
          <dt dir="auto">${name}</dt>
          <dd dir="auto">${value}</dd>
        </div>`,
    )}
  </dl>`
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
