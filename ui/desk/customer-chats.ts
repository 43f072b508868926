import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { ChatView } from '#protocol/staff-views'
import type { CustomerView } from '#protocol/customer-card'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { isolated } from '../elements/direction.ts'
import { icon, type IconName } from '../elements/icon.ts'
import { linkedText } from '../elements/linked-text.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import { addressOf } from './address.ts'
import { agentName, channelName, customerName, groupName } from './names.ts'
import { closedWords } from './notice-words.ts'
import { stateWords } from './state-words.ts'

/** One thing that happened with a customer. */
interface Happening {
  key: string
  at: number
  icon: IconName
  body: TemplateResult
}

/**
 * What happened with a customer, newest first: chats over all channels, and where it is wanted
 * blocks and notes. A chat that one may read is a link to it.
 */
@customElement('parley-customer-chats')
export class CustomerChats extends LitElement {
  @property({ attribute: false }) customer: CustomerView | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  /** The chat that is shown already. */
  @property() but = ''

  /** Whether blocks, notes and the first visit are shown too. */
  @property({ type: Boolean }) whole = false

  override render() {
    const { customer } = this
    if (customer === null) return nothing
    const happenings = [
      ...customer.chats.filter(({ chatId }) => chatId !== this.but).map((chat) => this.#chat(chat)),
      ...(this.whole ? this.#others(customer) : []),
    ].sort((a, b) => b.at - a.at)
    if (happenings.length === 0) return html`<p class="none">${msg('No earlier chats')}</p>`
    return html`<ol>
      ${repeat(
        happenings,
        ({ key }) => key,
        (happening) =>
          html`<li>
            ${icon(happening.icon)}
            <div class="what">${happening.body}</div>
            <time datetime=${new Date(happening.at).toISOString()} title=${exactTime(happening.at)}
              >${dayAndTime(happening.at, this.now())}</time
            >
          </li>`,
      )}
    </ol>`
  }

  #chat(chat: ChatView): Happening {
    const { chatId, openedAt, open, state, agentId } = chat
    const words = open
      ? stateWords(chat, this.desk, this.now()).label
      : state === 'blocked'
        ? msg('Ended by a block')
        : closedWords(chat.closeReason)
    const where = [groupName(this.desk, chat.groupId), channelName(this.desk, chat.channelId)]
    if (agentId !== null) where.push(agentName(this.desk, agentId))
    return {
      key: `chat ${chatId}`,
      at: openedAt,
      icon: 'chat',
      body: html`${
          chat.access === 'full'
            ? html`<a href=${addressOf({ tab: 'mine', chatId })}>${words}</a>`
            : html`<span>${words}</span>`
        } <small>${where.join(' · ')}</small>`,
    }
  }

  #others({ customerId, createdAt, notes, blocks, parts }: CustomerView): Happening[] {
    const name = (author: string) => isolated(agentName(this.desk, author.slice('agent:'.length)))
    return [
      ...notes.map(({ noteId, at, text, author }): Happening => ({
        key: `note ${noteId}`,
        at,
        icon: 'comment',
        body: html`<span class="text plain">${linkedText(text)}</span>
          <small>${msg(str`Note by ${name(author)}`)}</small>`,
      })),
      ...blocks.map(({ blockId, at, by, reason }): Happening => ({
        key: `block ${blockId}`,
        at,
        icon: 'block',
        body: html`<span>${msg('Blocked')}${reason === '' ? '' : `: ${isolated(reason)}`}</span>
          <small>${msg(str`by ${name(by)}`)}</small>`,
      })),
      ...blocks.flatMap(({ blockId, endedAt, endedBy }): Happening[] =>
        endedAt === null
          ? []
          : [
              {
                key: `unblock ${blockId}`,
                at: endedAt,
                icon: 'check',
                body: html`<span>${msg('Unblocked')}</span>
                  <small>${msg(str`by ${name(endedBy ?? '')}`)}</small>`,
              },
            ],
      ),
      ...parts.flatMap((part): Happening[] =>
        part.mergedAt === null
          ? []
          : [
              {
                key: `merged ${part.customerId}`,
                at: part.mergedAt,
                icon: 'customer',
                body: html`<span>${msg(str`Merged with ${isolated(customerName(part))}`)}</span>
                  <small>${msg(str`by ${name(part.mergedBy ?? '')}`)}</small>`,
              },
            ],
      ),
      {
        key: `first ${customerId}`,
        at: createdAt,
        icon: 'customer',
        body: html`<span>${msg('Wrote for the first time')}</span>`,
      },
    ]
  }

  static override styles = [
    base,
    css`
      :host {
        display: block;
        font-size: var(--size-13);
      }
      li {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto;
        gap: 2px 8px;
        padding-block: 6px;
        line-height: var(--leading-list);
      }
      li > .icon {
        color: var(--text-3);
        margin-block-start: 1px;
      }
      .what {
        overflow-wrap: anywhere;
      }
      a {
        color: var(--accent-text);
        display: inline-block;
        min-block-size: 24px;
      }
      .text {
        white-space: pre-wrap;
      }
      small,
      time {
        font-size: var(--size-12);
        color: var(--text-3);
      }
      small {
        display: block;
      }
      time {
        white-space: nowrap;
        font-variant-numeric: tabular-nums;
      }
      .none {
        color: var(--text-3);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-customer-chats': CustomerChats
  }
}
