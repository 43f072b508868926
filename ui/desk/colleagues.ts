import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { AgentView } from '#protocol/staff-views'
import { pictureUrl } from '../client/picture-url.ts'
import type { DeskState } from '../client/desk-state.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { deskEvent } from './desk-events.ts'

const PRESENCES = ['online', 'away', 'offline'] as const

/**
 * Who of my groups is there, and with how much in hand; whoever leads them sets them offline.
 *
 * @fires parley-dialog - a colleague is to be set offline: ask what becomes of the chats in hand
 */
@customElement('parley-colleagues')
export class Colleagues extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null

  override render() {
    const { desk } = this
    if (desk === null) return nothing
    const colleagues = colleaguesOf(desk)
    if (colleagues.length === 0) return nothing
    return html`
      <details>
        <summary>
          ${msg('Colleagues')} <span class="counts">${countWords(colleagues)}</span>
        </summary>
        <ul>
          ${colleagues.map((one) => this.#colleague(one, desk))}
        </ul>
      </details>
    `
  }

  #colleague(one: AgentView, desk: DeskState): TemplateResult {
    const { agentId, name, picture, presence } = one
    return html`
      <li>
        <parley-avatar
          .key=${agentId}
          .name=${name}
          .src=${pictureUrl(picture)}
          .presence=${presence}
        ></parley-avatar>
        <span class="who">
          <b dir="auto">${name}</b>
          <small>${placeWords(one)}</small>
        </span>
        ${
          presence !== 'offline' && maySetOffline(one, desk)
            ? html`<button
                class="button"
                aria-label=${msg(str`Set offline: ${name}`)}
                @click=${() =>
                  this.dispatchEvent(deskEvent('parley-dialog', { kind: 'offline', agentId }))}
              >
                ${msg('Set offline')}
              </button>`
            : nothing
        }
      </li>
    `
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      details {
        border-block-end: 1px solid var(--line);
      }
      summary {
        padding: 8px 16px;
        font-size: var(--size-12);
        font-weight: 600;
        color: var(--text-2);
        cursor: pointer;
      }
      summary:focus-visible {
        outline: 2px solid var(--ring);
        outline-offset: -2px;
      }
      .counts {
        font-weight: 400;
        color: var(--text-3);
        font-variant-numeric: tabular-nums;
      }
      ul {
        max-block-size: 260px;
        margin: 0;
        padding: 0 16px 8px;
        overflow-y: auto;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 10px;
        min-block-size: 40px;
        --avatar-size: 28px;
      }
      .who {
        display: grid;
        flex: 1;
        min-inline-size: 0;
        line-height: var(--leading-list);
      }
      b {
        font-size: var(--size-13);
        font-weight: 400;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      small {
        font-size: var(--size-12);
        color: var(--text-3);
        font-variant-numeric: tabular-nums;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .button {
        min-block-size: 28px;
        padding-inline: 10px;
        font-size: var(--size-12);
        white-space: nowrap;
      }
      @media (pointer: coarse) {
        .button {
          min-block-size: 44px;
        }
      }
    `,
  ]
}

/** Who shares a group with me, or everybody where I administer: who is there first. */
export function colleaguesOf({ agents, me }: DeskState): AgentView[] {
  const isMine = ({ groupIds }: AgentView): boolean =>
    me.role === 'administrator' || groupIds.some((groupId) => me.groupIds.includes(groupId))
  return [...agents.values()]
    .filter((one) => one.active && one.agentId !== me.agentId && isMine(one))
    .toSorted(
      (a, b) =>
        PRESENCES.indexOf(a.presence) - PRESENCES.indexOf(b.presence) ||
        a.name.localeCompare(b.name),
    )
}

function maySetOffline({ role }: AgentView, { me }: DeskState): boolean {
  if (me.role === 'administrator') return true
  return me.role === 'supervisor' && role !== 'administrator'
}

function countWords(colleagues: readonly AgentView[]): string {
  const count = (presence: AgentView['presence']): number =>
    colleagues.filter((one) => one.presence === presence).length
  const [online, away] = [count('online'), count('away')]
  return away === 0 ? msg(str`${online} online`) : msg(str`${online} online, ${away} away`)
}

function placeWords({ presence, inHand, limit }: AgentView): string {
  const hand = msg(str`${inHand} of ${limit} in hand`)
  if (presence === 'offline') return inHand === 0 ? msg('Offline') : msg(str`Offline, ${hand}`)
  return presence === 'away' ? msg(str`Away, ${hand}`) : hand
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-colleagues': Colleagues
  }
}
