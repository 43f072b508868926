import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { MAX_LINE_LENGTH } from '#protocol/limits'
import type { ForwardTo } from '#protocol/staff-commands'
import type { AgentView, ChatView, GroupView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { pictureUrl } from '../client/picture-url.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { acceptWords, nobodyAccepts, othersAccepting, waitWords } from './accepting.ts'
import { deskEvent } from './desk-events.ts'
import { dialogStyles } from './dialog.styles.ts'
import { subjectOf } from './many-possible.ts'
import { number, plural } from '../locales/formats.ts'

/**
 * Asks where a chat goes next: each target says who accepts and how many wait.
 *
 * @fires parley-command - `forwardChat`, once for each chat
 */
@customElement('parley-forward-dialog')
export class ForwardDialog extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null
  /** What is forwarded: one chat, or many with the same words. */
  @property({ attribute: false }) chats: readonly ChatView[] = []

  /** Which of those that were selected are left out, and why. */
  @property() leftOut: string | null = null

  /** How many comments of this chat only I can see; they stay with me. */
  @property({ type: Number }) personalComments = 0

  @state() protected chosen: ForwardTo | null = null
  @state() protected words = ''

  @query('dialog') protected dialog!: HTMLDialogElement

  /**
   * Opens it anew, with a target that is chosen already or none. The focus returns to where it was
   * when it closes.
   */
  async show(to: ForwardTo | null = null): Promise<void> {
    this.chosen = to
    this.words = ''
    await this.updateComplete
    this.renderRoot.querySelector('form')?.reset()
    this.dialog.showModal()
    if (to === null) return
    const chosen = this.renderRoot.querySelector<HTMLInputElement>(`[value="${keyOf(to)}"]`)
    if (chosen === null) return
    chosen.checked = true
    chosen.focus()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget
    const { chats, chosen } = this
    if (!(form instanceof HTMLFormElement) || chosen === null) return
    const note = new FormData(form).get('note')
    this.dialog.close()
    for (const { chatId } of chats) {
      this.dispatchEvent(
        deskEvent('parley-command', {
          type: 'forwardChat',
          chatId,
          to: chosen,
          ...(typeof note === 'string' && note.trim() !== '' ? { note: note.trim() } : {}),
        }),
      )
    }
  }

  override render() {
    const { desk, chats } = this
    if (desk === null || chats.length === 0) return nothing
    const groups = [...desk.groups.values()]
      .filter(({ name }) => this.#matches(name))
      .sort(
        (a, b) =>
          Number(othersAccepting(b, desk) > 0) - Number(othersAccepting(a, desk) > 0) ||
          a.name.localeCompare(b.name),
      )
    const agents = [...desk.agents.values()]
      .filter(({ active, agentId }) => active && agentId !== desk.me.agentId)
      .filter(({ name }) => this.#matches(name))
      .sort((a, b) => rankOf(a) - rankOf(b) || a.name.localeCompare(b.name))
    const there = agents.filter((agent) => !isOff(agent))
    const off = agents.filter(isOff)
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${this.#onSubmit}>
          <div class="dialog-head">
            <h2 id="title">${msg(str`Forward ${subjectOf(chats)}`)}</h2>
            <p>
              ${
                chats.length === 1
                  ? msg('Your part ends; the customer is told the group’s public name.')
                  : msg('Your part in them ends; each customer is told the group’s public name.')
              }
            </p>
            ${this.leftOut === null ? nothing : html`<p>${this.leftOut}.</p>`}
          </div>
          <div class="dialog-body">
            <input
              dir="auto"
              type="search"
              aria-label=${msg('Find a group or agent')}
              placeholder=${msg('Find a group or agent')}
              autocomplete="off"
              .value=${this.words}
              @input=${(event: Event) => {
                if (event.target instanceof HTMLInputElement) this.words = event.target.value
              }}
            />
            <div class="targets">
              ${
                groups.length === 0
                  ? nothing
                  : html`<fieldset class="choices">
                      <legend>${msg('Groups')}</legend>
                      ${groups.map((group) => this.#group(group))}
                    </fieldset>`
              }
              <fieldset class="choices">
                <legend>${msg('Bot')}</legend>
                ${this.#bot()}
              </fieldset>
              ${
                agents.length === 0
                  ? nothing
                  : html`<fieldset class="choices">
                      <legend>${msg('Agents')}</legend>
                      ${there.map((agent) => this.#agent(agent))}
                      ${
                        off.length === 0
                          ? nothing
                          : html`<details ?open=${this.words.trim() !== ''}>
                              <summary>${msg(str`${off.length} offline`)}</summary>
                              ${off.map((agent) => this.#agent(agent))}
                            </details>`
                      }
                    </fieldset>`
              }
            </div>
            ${this.#warning()}
            <div class="field">
              <label for="note">${msg('A word to the next one')}</label>
              <textarea
                dir="auto"
                id="note"
                name="note"
                rows="2"
                maxlength=${MAX_LINE_LENGTH}
              ></textarea>
              ${
                this.personalComments > 0
                  ? html`<p class="hint">
                      ${plural(this.personalComments, {
                        one: msg(
                          str`${number(this.personalComments)} personal comment stays with you.`,
                        ),
                        other: msg(
                          str`${number(this.personalComments)} personal comments stay with you.`,
                        ),
                      })}
                    </p>`
                  : html`<p class="hint">${msg('Only staff sees it.')}</p>`
              }
            </div>
          </div>
          <div class="dialog-foot">
            <button type="button" class="button" @click=${() => this.dialog.close()}>
              ${msg('Cancel')}
            </button>
            <button class="button primary" ?disabled=${this.chosen === null}>
              ${msg('Forward')}
            </button>
          </div>
        </form>
      </dialog>
    `
  }

  #matches(name: string): boolean {
    return name.toLocaleLowerCase().includes(this.words.trim().toLocaleLowerCase())
  }

  #group(group: GroupView): TemplateResult {
    const { groupId, name, waiting } = group
    const accepting = this.desk === null ? 0 : othersAccepting(group, this.desk)
    const isThere = this.chats.every((chat) => chat.groupId === groupId)
    return html`
      <label class="choice">
        <input
          type="radio"
          name="to"
          value=${keyOf({ kind: 'group', groupId })}
          @change=${() => {
            this.chosen = { kind: 'group', groupId }
          }}
        />
        <span class="mark">${icon('group')}</span>
        <span class="what">
          <b dir="auto">${name}</b>
          ${
            isThere
              ? html`<small>
                  ${this.chats.length === 1 ? msg('It is in this group now') : msg('They are in this group now')}
                </small>`
              : nothing
          }
        </span>
        <span class="side"> ${acceptWords(accepting)} · ${waitWords(waiting)} </span>
      </label>
    `
  }

  #agent(agent: AgentView): TemplateResult {
    const { agentId, name, picture, presence } = agent
    const off = isOff(agent)
    return html`
      <label class="choice ${off ? 'off' : ''}">
        <input
          type="radio"
          name="to"
          value=${keyOf({ kind: 'agent', agentId })}
          ?disabled=${off}
          @change=${() => {
            this.chosen = { kind: 'agent', agentId }
          }}
        />
        <parley-avatar
          .key=${agentId}
          .name=${name}
          .src=${pictureUrl(picture)}
          .presence=${off ? 'offline' : presence}
        ></parley-avatar>
        <span class="what"><b dir="auto">${name}</b></span>
        <span class="side"> ${off ? msg('Offline') : loadWords(agent)} </span>
      </label>
    `
  }

  #bot(): TemplateResult {
    return html`
      <label class="choice">
        <input
          type="radio"
          name="to"
          value=${keyOf({ kind: 'bot' })}
          @change=${() => {
            this.chosen = { kind: 'bot' }
          }}
        />
        <span class="mark">${icon('bot')}</span>
        <span class="what"><b>${msg('The bot of the channel')}</b></span>
      </label>
    `
  }

  #warning(): TemplateResult | typeof nothing {
    const { chosen, desk } = this
    const group = chosen?.kind === 'group' ? desk?.groups.get(chosen.groupId) : undefined
    const agent = chosen?.kind === 'agent' ? desk?.agents.get(chosen.agentId) : undefined
    const minutes = Math.max(1, Math.round((desk?.settings.forwardLimitMs ?? 0) / 60_000))
    if (group !== undefined && desk !== null && othersAccepting(group, desk) === 0) {
      return html`<p class="warning" role="status">
        ${icon('alert')} ${nobodyAccepts(group, desk)}
      </p>`
    }
    if (agent !== undefined && agent.notAccepting !== null) {
      return html`<p class="warning" role="status">
        ${icon('alert')}
        ${
          agent.notAccepting === 'belowLimit'
            ? msg(str`${agent.name} has no room now:`)
            : msg(str`${agent.name} does not accept chats now:`)
        }
        ${
          this.chats.length === 1
            ? msg(str`the chat waits up to ${minutes} min.`)
            : msg(str`the chats wait up to ${minutes} min.`)
        }
      </p>`
    }
    return nothing
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    css`
      .targets {
        display: grid;
        gap: 12px;
        max-block-size: min(380px, 44dvh);
        overflow-y: auto;
        padding-inline: 12px;
        margin-inline: -12px;
        padding-block-end: 20px;
        mask-image: linear-gradient(to bottom, black calc(100% - 20px), transparent);
      }
      summary {
        padding: 7px 10px;
        margin-inline: -10px;
        border-radius: var(--radius);
        font-size: var(--size-13);
        color: var(--text-2);
        cursor: pointer;
      }
      summary:hover {
        background: var(--fill);
      }
      .mark {
        display: grid;
        place-items: center;
        inline-size: 28px;
        block-size: 28px;
        border-radius: var(--radius);
        background: var(--fill);
        color: var(--text-2);
      }
      parley-avatar {
        --avatar-size: 28px;
      }
    `,
  ]
}

function isOff({ presence, connection }: AgentView): boolean {
  return presence === 'offline' || connection === 'gone'
}

/** A target as the value of its radio button. */
function keyOf(to: ForwardTo): string {
  switch (to.kind) {
    case 'group':
      return `group:${to.groupId}`
    case 'agent':
      return `agent:${to.agentId}`
    case 'bot':
      return 'bot'
  }
}

/** Who could take it comes first. */
function rankOf({ presence, notAccepting }: AgentView): number {
  if (notAccepting === null) return 0
  return presence === 'offline' ? 2 : 1
}

/** `3 of 5 in hand`. */
function loadWords({ presence, inHand, limit }: AgentView): string {
  const load = msg(str`${number(inHand)} of ${number(limit)} in hand`)
  return presence === 'away' ? `${msg('Away')} · ${load}` : load
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-forward-dialog': ForwardDialog
  }
}
