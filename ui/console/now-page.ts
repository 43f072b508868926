import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { AgentView, ChatView, GroupView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { addressOf } from '../desk/address.ts'
import { tabOf } from '../desk/chat-lists.ts'
import { deskEvent } from '../desk/desk-events.ts'
import { agentName, groupName } from '../desk/names.ts'
import '../desk/state-chip.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { Ticker } from '../elements/ticker.ts'
import { runningTime } from '../elements/times.ts'
import { number } from '../locales/formats.ts'
import { consoleAddress } from './console-address.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { pageHead } from './page-head.ts'

/** What a wall screen is called in an address. */
const WALL = 'wall'

/**
 * What happens now: lines with their longest wait, agents with what they have in hand, and the open
 * chats, to be read along or taken over at the desk.
 *
 * @fires parley-command - `takeOverChat`
 * @fires parley-dialog - somebody is to be set offline
 */
@customElement('parley-now-page')
export class NowPage extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null
  /** `wall` for the view that a wall screen shows. */
  @property({ attribute: false }) view: string | null = null
  @property({ attribute: false }) now: () => number = Date.now

  protected readonly ticker = new Ticker(this)

  get #groups(): GroupView[] {
    const { desk } = this
    const all = [...(desk?.groups.values() ?? [])]
    if (desk === null || desk.me.role === 'administrator') return all
    return all.filter(({ groupId }) => desk.me.groupIds.includes(groupId))
  }

  get #agents(): AgentView[] {
    const ids = new Set(this.#groups.map(({ groupId }) => groupId))
    return [...(this.desk?.agents.values() ?? [])].filter(
      ({ active, groupIds }) => active && groupIds.some((groupId) => ids.has(groupId)),
    )
  }

  get #chats(): ChatView[] {
    const ids = new Set(this.#groups.map(({ groupId }) => groupId))
    return [...(this.desk?.chats.values() ?? [])]
      .filter(({ open, groupId }) => open && ids.has(groupId))
      .toSorted((a, b) => since(a) - since(b))
  }

  override render() {
    if (this.view === WALL) {
      return html`<div class="wall">
        <a class="crumb" href=${consoleAddress('now')}>${icon('back')}${msg('Now')}</a>
        ${this.#figures()} ${this.#lines()}
      </div>`
    }
    return html`
      ${pageHead(
        'now',
        html`<a class="button" href=${consoleAddress('now', WALL)}>${msg('For a wall screen')}</a>`,
      )}
      ${this.#figures()} ${this.#lines()}
      <h2>${msg('Agents')}</h2>
      <parley-data-table
        .label=${msg('Agents')}
        .columns=${this.#agentColumns()}
        .rows=${this.desk === null ? null : this.#agents}
        .keyOf=${(agent: AgentView) => agent.agentId}
        .empty=${msg('Nobody works in these groups.')}
      ></parley-data-table>
      <h2>${msg('Open chats')}</h2>
      <parley-data-table
        .label=${msg('Open chats')}
        .columns=${this.#chatColumns()}
        .rows=${this.desk === null ? null : this.#chats}
        .keyOf=${(chat: ChatView) => chat.chatId}
        .empty=${msg('No chat is open.')}
      ></parley-data-table>
    `
  }

  // -- figures --------------------------------------------------------------------------------

  #figures(): TemplateResult {
    const groups = this.#groups
    const agents = this.#agents
    const waiting = groups.reduce((sum, group) => sum + group.waiting, 0)
    const oldest = Math.min(...groups.map(({ oldestWaitingAt }) => oldestWaitingAt ?? Infinity))
    const isThere = agents.filter(({ presence }) => presence === 'online').length
    const accepting = agents.filter(({ notAccepting }) => notAccepting === null).length
    const inHand = agents.reduce((sum, agent) => sum + agent.inHand, 0)
    return html`<dl class="figures">
      ${figure(msg('Waiting'), number(waiting))}
      ${figure(
        msg('Longest wait'),
        Number.isFinite(oldest) ? runningTime(this.now() - oldest) : '–',
        Number.isFinite(oldest) ? this.#toneOf(this.now() - oldest) : 'neutral',
      )}
      ${figure(msg('Chats in hand'), number(inHand))}
      ${figure(msg('Agents online'), number(isThere))}
      ${figure(msg('Accepting'), number(accepting), accepting === 0 ? 'bad' : 'neutral')}
    </dl>`
  }

  /** By the account's own limit of the line. */
  #toneOf(wait: number): string {
    const limit = this.desk?.settings.queueLimitMs ?? Infinity
    return wait > limit * 0.8 ? 'bad' : wait > limit * 0.5 ? 'warn' : 'neutral'
  }

  #lines(): TemplateResult {
    return html`<ul class="lines" aria-label=${msg('Lines')}>
      ${this.#groups.map((group) => {
        const wait = group.oldestWaitingAt === null ? null : this.now() - group.oldestWaitingAt
        return html`<li data-tone=${wait === null ? 'neutral' : this.#toneOf(wait)}>
          <b>${group.name}</b>
          <span class="count">${number(group.waiting)}</span>
          <span class="words">
            ${wait === null ? msg('Nobody waits') : msg(str`waiting, longest ${runningTime(wait)}`)}
          </span>
          <span class="words" data-tone=${group.accepting === 0 ? 'warn' : 'neutral'}
            >${
              group.accepting === 0
                ? msg('Nobody accepts')
                : msg(str`${number(group.accepting)} accept`)
            }</span
          >
        </li>`
      })}
    </ul>`
  }

  // -- tables ---------------------------------------------------------------------------------

  #agentColumns(): Column<AgentView>[] {
    return [
      { id: 'name', title: msg('Name'), value: ({ name }) => name },
      {
        id: 'presence',
        title: msg('Presence'),
        value: stateWord,
        cell: (agent) =>
          html`<span class="mark"
            ><span class="dot" data-is=${agent.presence}></span>${stateWord(agent)}</span
          >`,
      },
      {
        id: 'chats',
        title: msg('Chats'),
        isNumber: true,
        value: ({ inHand }) => inHand,
        cell: ({ inHand, limit }) => msg(str`${number(inHand)} of ${number(limit)}`),
      },
      {
        id: 'groups',
        title: msg('Groups'),
        folds: true,
        value: ({ groupIds }) => groupIds.map((one) => groupName(this.desk, one)).join(', '),
      },
      {
        id: 'offline',
        title: msg('Actions'),
        isAction: true,
        value: () => '',
        cell: (agent) => (this.#maySetOffline(agent) ? this.#offlineButton(agent) : nothing),
      },
    ]
  }

  #maySetOffline({ agentId, presence, role }: AgentView): boolean {
    const me = this.desk?.me
    if (presence === 'offline' || agentId === me?.agentId) return false
    return me?.role === 'administrator' || role !== 'administrator'
  }

  #offlineButton({ agentId, name }: AgentView): TemplateResult {
    return html`<button
      class="button quiet"
      aria-label=${msg(str`Set offline: ${name}`)}
      @click=${() => this.dispatchEvent(deskEvent('parley-dialog', { kind: 'offline', agentId }))}
    >
      ${msg('Set offline')}
    </button>`
  }

  #chatColumns(): Column<ChatView>[] {
    const { desk } = this
    return [
      {
        id: 'customer',
        title: msg('Customer'),
        value: ({ customerName }) => customerName,
        cell: (chat) =>
          html`<a href=${this.#addressOf(chat)} title=${msg('Read along at the desk')}
            >${chat.customerName}</a
          >`,
      },
      {
        id: 'state',
        title: msg('State'),
        value: (chat) => since(chat),
        cell: (chat) =>
          html`<parley-state-chip
            .chat=${chat}
            .desk=${desk}
            .now=${this.now}
          ></parley-state-chip>`,
      },
      {
        id: 'group',
        title: msg('Group'),
        folds: true,
        value: ({ groupId }) => groupName(desk, groupId),
      },
      {
        id: 'agent',
        title: msg('Agent'),
        folds: true,
        value: ({ agentId }) => (agentId === null ? '–' : agentName(desk, agentId)),
      },
      {
        id: 'takeOver',
        title: msg('Actions'),
        isAction: true,
        value: () => '',
        cell: (chat) =>
          chat.agentId === null || chat.agentId === desk?.me.agentId || chat.access !== 'full'
            ? nothing
            : html`<button
                class="button quiet"
                aria-label=${msg(str`Take over from ${agentName(desk, chat.agentId)}: ${chat.customerName}`)}
                @click=${() =>
                  this.dispatchEvent(
                    deskEvent('parley-command', { type: 'takeOverChat', chatId: chat.chatId }),
                  )}
              >
                ${msg('Take over')}
              </button>`,
      },
    ]
  }

  #addressOf(chat: ChatView): string {
    const tab = (this.desk === null ? null : tabOf(chat, this.desk)) ?? 'team'
    return addressOf({ tab, chatId: chat.chatId })
  }

  static override styles = [
    base,
    buttons,
    fields,
    consolePageStyles,
    css`
      h2 {
        margin-block: 28px 12px;
        font-size: var(--size-16);
        font-weight: 600;
      }
      .figures {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(132px, 1fr));
        gap: 12px;
        margin: 0 0 12px;
      }
      .figures > div {
        padding: 12px 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        background: var(--ground-raised);
      }
      dt {
        font-size: var(--size-12);
        color: var(--text-2);
      }
      dd {
        font-size: var(--size-28);
        font-weight: 600;
        line-height: var(--leading-list);
        font-variant-numeric: tabular-nums;
      }
      [data-tone='warn'] > dd,
      [data-tone='warn'] > .count,
      .words[data-tone='warn'] {
        color: var(--warn);
      }
      [data-tone='bad'] > dd,
      [data-tone='bad'] > .count {
        color: var(--bad);
      }
      .lines {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(220px, 1fr));
        gap: 12px;
      }
      .lines li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: 0 12px;
        padding: 12px 16px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        background: var(--ground-raised);
        font-size: var(--size-13);
      }
      .lines b {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
        font-weight: 600;
      }
      .lines .count {
        grid-row: 1 / 4;
        grid-column: 2;
        align-self: center;
        font-size: var(--size-28);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      .lines .words {
        color: var(--text-2);
      }
      .wall dd {
        font-size: clamp(2rem, 6vw, 5rem);
      }
      .wall dt,
      .wall .lines li {
        font-size: var(--size-16);
      }
      .wall .lines {
        grid-template-columns: repeat(auto-fill, minmax(300px, 1fr));
      }
      .wall .lines .count {
        font-size: clamp(2rem, 4vw, 3.5rem);
      }
    `,
  ]
}

/** Since when its customer waits, else since when it is as it is: what is first needs somebody first. */
function since(chat: ChatView): number {
  return chat.unansweredSince ?? chat.stateSince
}

function figure(words: string, value: string, tone = 'neutral'): TemplateResult {
  return html`<div data-tone=${tone}>
    <dt>${words}</dt>
    <dd>${value}</dd>
  </div>`
}

function stateWord({ presence, connection }: AgentView): string {
  if (presence !== 'offline' && connection === 'grace') return msg('Connection lost')
  switch (presence) {
    case 'online':
      return msg('Online')
    case 'away':
      return msg('Away')
    case 'offline':
      return msg('Offline')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-now-page': NowPage
  }
}
