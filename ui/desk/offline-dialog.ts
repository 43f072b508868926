import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { MAX_LINE_LENGTH } from '#protocol/limits'
import type { OfflineChoice } from '#protocol/staff-commands'
import type { AgentView, GroupView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { enumerated, number, plural } from '../locales/formats.ts'
import { acceptWords, nobodyAccepts, othersAccepting, waitWords } from './accepting.ts'
import { deskEvent } from './desk-events.ts'
import { dialogStyles } from './dialog.styles.ts'

type Kind = OfflineChoice['kind']

/** What may become of so many chats. */
const choicesFor = (chats: number): { kind: Kind; what: string; hint: string }[] => [
  {
    kind: 'keep',
    what: plural(chats, { one: msg('Keep and finish it'), other: msg('Keep and finish them') }),
    hint: plural(chats, {
      one: msg('No new ones; a lost connection returns it'),
      other: msg('No new ones; a lost connection returns them'),
    }),
  },
  {
    kind: 'return',
    what: plural(chats, {
      one: msg('Return it to its line'),
      other: msg('Return them to their lines'),
    }),
    hint: plural(chats, {
      one: msg('At its place by waiting time'),
      other: msg('At their places by waiting time'),
    }),
  },
  {
    kind: 'forward',
    what: plural(chats, {
      one: msg('Forward it to a group'),
      other: msg('Forward them to a group'),
    }),
    hint: plural(chats, {
      one: msg('The customer is told where it goes'),
      other: msg('Customers are told where they go'),
    }),
  },
  {
    kind: 'bot',
    what: plural(chats, { one: msg('Hand it to the bot'), other: msg('Hand them to the bot') }),
    hint: plural(chats, {
      one: msg('Where its channel has one'),
      other: msg('Where their channel has one'),
    }),
  },
  {
    kind: 'close',
    what: plural(chats, { one: msg('Close it'), other: msg('Close them') }),
    hint: plural(chats, {
      one: msg('With a farewell to the customer, or without'),
      other: msg('With a farewell to each customer, or without'),
    }),
  },
]

/** What somebody has in hand, as far as it is seen here. */
interface InHand {
  /** Of these a choice decides. */
  open: number
  onHold: number
  /** In their ten seconds of undoing. */
  closing: number
  /** Of groups that are not mine. */
  elsewhere: number
}

/**
 * Asks what becomes of the chats in hand when somebody goes offline: oneself, or a colleague whom
 * one sets offline. Cancelling changes nothing.
 *
 * @fires parley-command - `goOffline` with the choice
 * @fires parley-stay - it was cancelled
 */
@customElement('parley-offline-dialog')
export class OfflineDialog extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null

  @state() protected kind: Kind = 'keep'
  @state() protected groupId = ''
  /** The colleague whom it is about; null for oneself. */
  @state() protected agentId: string | null = null

  @query('dialog') protected dialog!: HTMLDialogElement

  async show(agentId: string | null = null): Promise<void> {
    this.agentId = agentId === this.desk?.me.agentId ? null : agentId
    this.kind = this.agentId === null ? 'keep' : 'return'
    this.groupId = this.#groupThatAccepts()
    await this.updateComplete
    this.#fillFarewell()
    this.dialog.showModal()
  }

  /** Who goes: the newest that is known of them. */
  get #who(): AgentView | null {
    const { agentId, desk } = this
    return agentId === null ? (desk?.me ?? null) : (desk?.agents.get(agentId) ?? null)
  }

  /** Nothing is chosen beforehand where nobody would take the chats. */
  #groupThatAccepts(): string {
    const [desk, me] = [this.desk, this.#who]
    if (desk === null || me === null) return ''
    const groups = [...desk.groups.values()]
    return groups.find((one) => othersAccepting(one, { me }) > 0)?.groupId ?? ''
  }

  /** The account's words come first; what was changed lasts as long as the question. */
  #fillFarewell(): void {
    const field = this.renderRoot.querySelector('textarea')
    if (field !== null) field.value = this.desk?.settings.texts.farewell ?? ''
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { kind, groupId } = this
    if (kind === 'forward' && groupId === '') {
      this.renderRoot.querySelector<HTMLElement>('#group')?.focus()
      return
    }
    const ofColleague = this.agentId === null ? {} : { agentId: this.agentId }
    const ofChats = this.#isEmpty ? {} : { choice: this.#choice() }
    this.dialog.close()
    this.dispatchEvent(
      deskEvent('parley-command', { type: 'goOffline', ...ofColleague, ...ofChats }),
    )
  }

  get #isEmpty(): boolean {
    const who = this.#who
    return who !== null && who.inHand - who.wrapUps.length <= 0
  }

  #choice(): OfflineChoice {
    const { kind, groupId } = this
    if (kind === 'forward') return { kind, groupId }
    if (kind !== 'close') return { kind }
    const farewell = this.renderRoot.querySelector('textarea')?.value.trim() ?? ''
    return farewell === '' ? { kind } : { kind, farewell }
  }

  readonly #stay = (): void => {
    this.dispatchEvent(new CustomEvent('parley-stay'))
  }

  override render() {
    const { desk } = this
    const who = this.#who
    if (desk === null || who === null) return nothing
    const isMe = this.agentId === null
    const inHand = inHandOf(who, desk)
    return html`
      <dialog aria-labelledby="title" @cancel=${this.#stay}>
        <form @submit=${this.#onSubmit}>
          <div class="dialog-head">
            <h2 id="title">${isMe ? msg('Go offline') : msg(str`Set ${who.name} offline`)}</h2>
            <p>${this.#question(who, inHand)}</p>
          </div>
          <div class="dialog-body">
            ${this.#last(who, desk)} ${this.#isEmpty ? nothing : this.#choices(who, desk, inHand)}
          </div>
          <div class="dialog-foot">
            <button
              type="button"
              class="button"
              @click=${() => {
                this.dialog.close()
                this.#stay()
              }}
            >
              ${isMe && who.presence === 'online' ? msg('Stay online') : msg('Cancel')}
            </button>
            <button class="button primary">${isMe ? msg('Go offline') : msg('Set offline')}</button>
          </div>
        </form>
      </dialog>
    `
  }

  #question(who: AgentView, { open, onHold, closing, elsewhere }: InHand): string {
    const name = this.agentId === null ? null : who.name
    const all = open + elsewhere
    if (all + closing === 0) return noneInHand(name)
    if (all === 0) return allClosing(name, closing)
    const held =
      onHold === 0
        ? ''
        : onHold === all
          ? msg(', on hold')
          : msg(str`, ${number(onHold)} of them on hold`)
    return inHandQuestion(name, all, held)
  }

  #choices(who: AgentView, desk: DeskState, inHand: InHand): TemplateResult {
    return html`
      <fieldset class="choices" aria-label=${msg('What becomes of the chats in hand')}>
        ${choicesFor(inHand.open + inHand.elsewhere).map(
          ({ kind, what, hint }) => html`
            <label class="choice">
              <input
                type="radio"
                name="kind"
                value=${kind}
                .checked=${this.kind === kind}
                @change=${() => {
                  this.kind = kind
                }}
              />
              <span class="what"><b>${what}</b><small>${hint}</small></span>
            </label>
            ${kind === 'forward' && this.kind === 'forward' ? this.#groups(who, desk) : nothing}
            ${kind === 'close' ? this.#farewell(inHand) : nothing}
          `,
        )}
      </fieldset>
      ${this.#besides(inHand)}
    `
  }

  /** It keeps what was typed while another choice is looked at. */
  #farewell({ open, elsewhere }: InHand): TemplateResult {
    return html`
      <div class="group" ?hidden=${this.kind !== 'close'}>
        <label class="label" for="farewell">
          ${plural(open + elsewhere, { one: msg('Farewell to the customer'), other: msg('Farewell to each customer') })}
        </label>
        <textarea dir="auto" id="farewell" rows="3" maxlength=${MAX_LINE_LENGTH}></textarea>
        <p class="hint">
          ${
            this.agentId === null
              ? msg('Sent as your message; leave it empty to say nothing.')
              : msg('Sent as their message; leave it empty to say nothing.')
          }
        </p>
      </div>
    `
  }

  /** What is in hand and follows no choice. */
  #besides({ onHold, closing, elsewhere }: InHand): TemplateResult | typeof nothing {
    const lines: string[] = []
    if (onHold > 0 && this.kind !== 'keep') {
      lines.push(
        this.kind === 'close'
          ? plural(onHold, {
              one: msg('The answer that is owed on hold is not given: it closes too.'),
              other: msg('The answer that is owed on hold is not given: they close too.'),
            })
          : msg('What is on hold goes too; whoever takes it owes the answer.'),
      )
    }
    if (closing > 0) {
      lines.push(
        plural(closing, {
          one: msg('One chat closes already, whatever is chosen.'),
          other: msg(str`${number(closing)} chats close already, whatever is chosen.`),
        }),
      )
    }
    if (elsewhere > 0 && this.kind !== 'keep') {
      lines.push(
        plural(elsewhere, {
          one: msg('One chat of other groups returns to its line.'),
          other: msg(str`${number(elsewhere)} chats of other groups return to their lines.`),
        }),
      )
    }
    if (lines.length === 0) return nothing
    return html`<ul class="besides">
      ${lines.map((line) => html`<li>${line}</li>`)}
    </ul>`
  }

  #groups(who: AgentView, desk: DeskState): TemplateResult {
    const accepting = (group: GroupView): number => othersAccepting(group, { me: who })
    return html`
      <div class="group">
        <label class="hidden-text" for="group">${msg('Group')}</label>
        <select
          id="group"
          @change=${(event: Event) => {
            if (event.target instanceof HTMLSelectElement) this.groupId = event.target.value
          }}
        >
          <option value="" disabled ?selected=${this.groupId === ''}>
            ${msg('Choose a group')}
          </option>
          ${[...desk.groups.values()].map(
            (group) =>
              html`<option value=${group.groupId} ?selected=${group.groupId === this.groupId}>
                ${group.name} (${acceptWords(accepting(group))}, ${waitWords(group.waiting)})
              </option>`,
          )}
        </select>
        ${this.#warning(who, desk)}
      </div>
    `
  }

  #warning(who: AgentView, desk: DeskState): TemplateResult | typeof nothing {
    const group = desk.groups.get(this.groupId)
    if (group === undefined || othersAccepting(group, { me: who }) > 0) return nothing
    return html`<p class="warning" role="status">${icon('alert')} ${nobodyAccepts(group, desk)}</p>`
  }

  /** Says where nobody is left when they go. */
  #last(who: AgentView, desk: DeskState): TemplateResult | typeof nothing {
    if (who.notAccepting !== null) return nothing
    const groups = who.groupIds
      .map((groupId) => desk.groups.get(groupId))
      .filter((group) => group !== undefined && group.accepting <= 1)
      .map((group) => msg(str`${group?.name} (${group?.waiting} waiting)`))
    if (groups.length === 0) return nothing
    return html`<p class="warning">
      ${icon('alert')}<span
        >${
          this.agentId === null
            ? msg(str`You are the last one in ${enumerated(groups)}.`)
            : msg(str`${who.name} is the last one in ${enumerated(groups)}.`)
        }</span
      >
    </p>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    css`
      .choice {
        grid-template-columns: auto minmax(0, 1fr);
      }
      .choice .what {
        grid-column: 2;
      }
      .group .warning {
        margin-block-start: 8px;
      }
      .group {
        padding-block: 4px 8px;
        padding-inline-start: 26px;
      }
      .group[hidden] {
        display: none;
      }
      .group .hint {
        margin-block-start: 4px;
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .dialog-body:empty {
        display: none;
      }
      .besides {
        margin: 0;
        padding-inline-start: 18px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
    `,
  ]
}

/** Chats that are seen here count by their states; of the others only how many they are is known. */
function inHandOf({ agentId, inHand, wrapUps }: AgentView, desk: DeskState): InHand {
  const theirs = [...desk.chats.values()].filter((chat) => chat.open && chat.agentId === agentId)
  const count = (state: string): number =>
    theirs.filter((chat) => chat.state.startsWith(state)).length
  const closing = count('closing')
  const open = count('assigned.')
  const unseen = Math.max(0, inHand - wrapUps.length - open - closing - count('offered'))
  const onHold = count('assigned.onHold')
  // All of one's own are seen, sooner or later.
  return agentId === desk.me.agentId
    ? { open: open + unseen, onHold, closing, elsewhere: 0 }
    : { open, onHold, closing, elsewhere: unseen }
}

/** Of oneself where nobody is named; so below. */
function noneInHand(name: string | null): string {
  return name === null ? msg('You have no chats in hand.') : msg(str`${name} has no chats in hand.`)
}

function allClosing(name: string | null, count: number): string {
  const n = number(count)
  return name === null
    ? plural(count, {
        one: msg('You have one chat in hand, and it closes already.'),
        other: msg(str`You have ${n} chats in hand, and they close already.`),
      })
    : plural(count, {
        one: msg(str`${name} has one chat in hand, and it closes already.`),
        other: msg(str`${name} has ${n} chats in hand, and they close already.`),
      })
}

function inHandQuestion(name: string | null, count: number, held: string): string {
  const n = number(count)
  return name === null
    ? plural(count, {
        one: msg(str`You have one chat in hand${held}. What becomes of it?`),
        other: msg(str`You have ${n} chats in hand${held}. What becomes of them?`),
      })
    : plural(count, {
        one: msg(str`${name} has one chat in hand${held}. What becomes of it?`),
        other: msg(str`${name} has ${n} chats in hand${held}. What becomes of them?`),
      })
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-offline-dialog': OfflineDialog
  }
}
