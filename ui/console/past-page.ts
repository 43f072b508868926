import { msg } from '@lit/localize'
import { LitElement, css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ArchivePage } from '#protocol/rest'
import type { AgentView, ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { agentName, groupName } from '../desk/names.ts'
import { closedWords } from '../desk/notice-words.ts'
import { replayAddress } from '../desk/replay-address.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { Loaded } from './loaded.ts'
import { pageHead } from './page-head.ts'
import { leadTo, wrong } from './shelf.ts'

/** What can be played back: the chats that ended last, open ones, and agents. */
@customElement('parley-past-page')
export class PastPage extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'closedChats'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) now: () => number = Date.now

  readonly #closed = new Loaded<ArchivePage>(
    this,
    () => this.desk?.account.accountId ?? null,
    (accountId) => this.rest?.closedChats(accountId, {}, null),
  )

  /** Chats that one may read, the newest first: open ones, then those that are over. */
  get #chats(): ChatView[] | null {
    const closed = this.#closed.value?.chats
    if (this.desk === null || closed === undefined) return null
    const open = [...this.desk.chats.values()].filter((chat) => chat.open && chat.access === 'full')
    return [...open.toSorted((a, b) => b.openedAt - a.openedAt), ...closed]
  }

  get #agents(): AgentView[] | null {
    const { desk } = this
    if (desk === null) return null
    const { role, groupIds } = desk.me
    return [...desk.agents.values()].filter(
      (one) =>
        role === 'administrator' ||
        (one.role !== 'administrator' && one.groupIds.some((id) => groupIds.includes(id))),
    )
  }

  override render() {
    return html`
      ${pageHead('past')} ${wrong(this.#closed.says)}
      <h2>${msg('Chats')}</h2>
      <parley-data-table
        .label=${msg('Chats')}
        .columns=${this.#chatColumns()}
        .rows=${this.#chats}
        .keyOf=${(chat: ChatView) => chat.chatId}
        .empty=${msg('There are no chats yet.')}
      ></parley-data-table>
      <p class="older">
        ${msg('Those that ended last; a conversation that the desk finds leads to its replay too.')}
      </p>
      <h2>${msg('Agents')}</h2>
      <parley-data-table
        .label=${msg('Agents')}
        .columns=${this.#agentColumns()}
        .rows=${this.#agents}
        .keyOf=${(agent: AgentView) => agent.agentId}
        .empty=${msg('Nobody works here yet.')}
      ></parley-data-table>
    `
  }

  #chatColumns(): Column<ChatView>[] {
    const at = ({ closedAt, openedAt }: ChatView) => closedAt ?? openedAt
    return [
      {
        id: 'customer',
        title: msg('Customer'),
        value: ({ customerName }) => customerName,
        cell: ({ chatId: actorId, customerName }) =>
          leadTo(replayAddress({ kind: 'chat', actorId }), customerName),
      },
      {
        id: 'ended',
        title: msg('How it ended'),
        value: ({ open, closeReason }) => (open ? msg('It goes on') : closedWords(closeReason)),
      },
      {
        id: 'group',
        title: msg('Group'),
        folds: true,
        value: ({ groupId }) => groupName(this.desk, groupId),
      },
      {
        id: 'agent',
        title: msg('Agent'),
        folds: true,
        value: ({ agentId }) => (agentId === null ? '–' : agentName(this.desk, agentId)),
      },
      {
        id: 'at',
        title: msg('When'),
        value: at,
        cell: (chat) =>
          html`<time title=${exactTime(at(chat))}>${dayAndTime(at(chat), this.now())}</time>`,
      },
    ]
  }

  #agentColumns(): Column<AgentView>[] {
    return [
      {
        id: 'name',
        title: msg('Name'),
        value: ({ name }) => name,
        cell: ({ agentId: actorId, name }) =>
          leadTo(replayAddress({ kind: 'agent', actorId }), name),
      },
      {
        id: 'groups',
        title: msg('Groups'),
        value: ({ groupIds }) => groupIds.map((id) => groupName(this.desk, id)).join(', '),
      },
    ]
  }

  static override styles = [
    base,
    buttons,
    fields,
    consolePageStyles,
    css`
      h2 {
        margin-block: 24px 8px;
        font-size: var(--size-16);
        font-weight: 600;
      }
      .older {
        margin-block-start: 8px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-past-page': PastPage
  }
}
