import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { StaffCommand } from '#protocol/staff-commands'
import type { ChatView, Possibilities } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import type { IconName } from '../elements/icon.ts'
import { dayAndTime } from '../elements/times.ts'
import { actionButton, actionStyles } from './action-button.ts'
import { closingAsks } from './close-dialog.ts'
import { deskEvent } from './desk-events.ts'
import { standsAgainst } from './refusal-words.ts'

const HOUR = 3_600_000

/** Commands that need nothing but the chat. */
type Plain = Extract<
  StaffCommand['type'],
  | 'takeChat'
  | 'takeOverChat'
  | 'acceptOffer'
  | 'declineOffer'
  | 'declineForward'
  | 'resumeChat'
  | 'returnChat'
  | 'closeChat'
  | 'continueChat'
>

/**
 * What can be done with a chat, each always in its place. What is refused now can be focused and
 * says why; what a role can never do is not there.
 *
 * @fires parley-command - what needs no question
 * @fires parley-dialog - what asks first
 */
@customElement('parley-chat-actions')
export class ChatActions extends LitElement {
  @property({ attribute: false }) chat: ChatView | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) possible: Possibilities | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  @query('.hold') protected holdMenu!: HTMLElement | null

  #run(type: Plain): void {
    const { chat } = this
    if (chat === null) return
    this.dispatchEvent(deskEvent('parley-command', { type, chatId: chat.chatId }))
  }

  /** One click, unless the account wants to know why. */
  #close({ chatId }: ChatView): void {
    if (closingAsks(this.desk)) {
      this.dispatchEvent(deskEvent('parley-dialog', { kind: 'close', chatId }))
    } else {
      this.#run('closeChat')
    }
  }

  #hold(until: number): void {
    this.holdMenu?.hidePopover()
    const { chat } = this
    if (chat === null) return
    this.dispatchEvent(
      deskEvent('parley-command', { type: 'holdChat', chatId: chat.chatId, until }),
    )
  }

  override render() {
    const { chat } = this
    if (chat === null) return nothing
    return html`
      <div class="actions" role="group" aria-label="Actions">
        ${this.#joining(chat)}
        ${this.#action('Forward', 'forward', 'forwardChat', () =>
          this.dispatchEvent(deskEvent('parley-dialog', { kind: 'forward', chatId: chat.chatId })),
        )}
        ${this.#holding(chat)}
        ${this.#action('Return', 'return', 'returnChat', () => this.#run('returnChat'))}
        ${
          chat.open
            ? this.#action('Close chat', 'closeChat', 'closeChat', () => this.#close(chat))
            : this.#action('Continue', 'retry', 'continueChat', () => this.#run('continueChat'))
        }
        <span class="apart"></span>
        ${this.#action(
          'Block customer',
          'block',
          'blockCustomer',
          () =>
            this.dispatchEvent(deskEvent('parley-dialog', { kind: 'block', chatId: chat.chatId })),
          'danger',
        )}
      </div>
    `
  }

  /** The one way in that fits: accept, take, take over. */
  #joining(chat: ChatView): TemplateResult | typeof nothing {
    const meId = this.desk?.me.agentId
    if (chat.state === 'offered' && chat.agentId === meId) {
      return html`
        ${this.#action('Accept', 'check', 'acceptOffer', () => this.#run('acceptOffer'), 'primary')}
        ${this.#action('Decline', 'close', 'declineOffer', () => this.#run('declineOffer'), 'plain')}
      `
    }
    if (chat.targetAgentId !== null && chat.targetAgentId === meId) {
      return html`
        ${this.#action('Take chat', 'take', 'takeChat', () => this.#run('takeChat'), 'primary')}
        ${this.#action(
          'Decline',
          'close',
          'declineForward',
          () => this.#run('declineForward'),
          'plain',
        )}
      `
    }
    if (chat.agentId === meId || !chat.open) return nothing
    const take = standsAgainst(this.possible, 'takeChat')
    const takeOver = standsAgainst(this.possible, 'takeOverChat')
    const isWaiting = chat.state === 'queued' || chat.state === 'forwarded'
    if (isWaiting && (take.why === null || takeOver.hidden || takeOver.why !== null)) {
      return this.#action('Take chat', 'take', 'takeChat', () => this.#run('takeChat'), 'primary')
    }
    return this.#action(
      'Take over',
      'take',
      'takeOverChat',
      () => this.#run('takeOverChat'),
      'plain',
    )
  }

  #holding(chat: ChatView): TemplateResult | typeof nothing {
    if (chat.state === 'assigned.onHold') {
      return this.#action('End hold', 'hold', 'resumeChat', () => this.#run('resumeChat'))
    }
    const now = this.now()
    const times: [string, number][] = [
      ['In 15 minutes', now + HOUR / 4],
      ['In 1 hour', now + HOUR],
      ['In 3 hours', now + 3 * HOUR],
      ['Until the morning', tomorrowMorning(now)],
    ]
    return html`
      ${this.#action('Hold', 'hold', 'holdChat', (event) => {
        const { currentTarget } = event
        if (currentTarget instanceof HTMLElement) place(this.holdMenu, currentTarget)
        this.holdMenu?.showPopover()
      })}
      <div
        class="hold"
        popover
        role="menu"
        aria-label="Hold until"
        @keydown=${this.#onMenuKey}
        @toggle=${this.#onToggle}
      >
        <p role="presentation">I owe an answer</p>
        ${times.map(
          ([label, until]) => html`
            <button role="menuitem" tabindex="-1" @click=${() => this.#hold(until)}>
              ${label}<span>${dayAndTime(until, now)}</span>
            </button>
          `,
        )}
      </div>
    `
  }

  readonly #onToggle = (event: ToggleEvent): void => {
    if (event.newState === 'open') {
      this.holdMenu?.querySelector<HTMLElement>('[role="menuitem"]')?.focus()
    }
  }

  readonly #onMenuKey = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step === 0 || this.holdMenu === null) return
    event.preventDefault()
    const items = [...this.holdMenu.querySelectorAll<HTMLElement>('[role="menuitem"]')]
    const at = items.findIndex((item) => item.matches(':focus'))
    items[(at + step + items.length) % items.length]?.focus()
  }

  #action(
    label: string,
    name: IconName,
    type: StaffCommand['type'],
    run: (event: Event) => void,
    kind: 'quiet' | 'primary' | 'danger' | 'plain' = 'quiet',
  ): TemplateResult | typeof nothing {
    const { why, hidden } = standsAgainst(this.possible, type)
    return actionButton({ label, icon: name, why, hidden, kind, run })
  }

  static override styles = [
    base,
    buttons,
    actionStyles,
    css`
      :host {
        display: block;
        container: actions / inline-size;
      }
      .actions {
        display: flex;
        align-items: center;
        gap: 2px;
        min-block-size: 36px;
        white-space: nowrap;
      }
      .apart {
        flex: 1;
      }
      .button.quiet {
        padding-inline: 10px;
        font-weight: 400;
      }
      .button.primary,
      .button:not(.quiet) {
        margin-inline-end: 6px;
      }
      .action:first-child .button:not(.quiet) {
        margin-inline-start: 10px;
      }
      .tip {
        inset-inline: 0 auto;
      }
      .apart + .action .tip {
        inset-inline: auto 0;
      }
      .hold {
        position: fixed;
        inset: auto;
        margin: 0;
        inline-size: 252px;
        padding: 6px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        color: inherit;
        background: var(--ground-raised);
        box-shadow: var(--shadow-float);
      }
      .hold p {
        padding: 6px 10px;
        font-size: var(--size-12);
        color: var(--text-3);
      }
      .hold button {
        display: flex;
        justify-content: space-between;
        gap: 12px;
        inline-size: 100%;
        min-block-size: 34px;
        padding-inline: 10px;
        align-items: center;
        font-size: var(--size-13);
      }
      .hold button span {
        color: var(--text-3);
        font-variant-numeric: tabular-nums;
      }
      .hold button:hover,
      .hold button:focus-visible {
        background: var(--fill);
      }
      @container actions (max-width: 600px) {
        .button.quiet .label {
          position: absolute;
          inline-size: 1px;
          block-size: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
        .button.quiet {
          inline-size: 36px;
          padding: 0;
        }
        .action:has(.quiet) .tip b {
          display: block;
        }
        .action:has(.quiet):hover .tip,
        .action:has(.quiet :focus-visible) .tip,
        .action:has(.quiet:focus-visible) .tip {
          opacity: 1;
          visibility: visible;
        }
      }
      @media (pointer: coarse) {
        .button.quiet {
          min-inline-size: 44px;
        }
        .hold button {
          min-block-size: 44px;
        }
      }
    `,
  ]
}

/** Below the button that opens it, inside the window. */
function place(menu: HTMLElement | null, button: HTMLElement): void {
  if (menu === null) return
  const { bottom, left } = button.getBoundingClientRect()
  const start = Math.max(8, Math.min(left, window.innerWidth - 260))
  menu.style.insetBlockStart = `${bottom + 4}px`
  menu.style.left = `${start}px`
}

function tomorrowMorning(now: number): number {
  const day = new Date(now)
  day.setDate(day.getDate() + 1)
  return day.setHours(9, 0, 0, 0)
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-chat-actions': ChatActions
  }
}
