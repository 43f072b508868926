import { msg } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import type { StaffCommand } from '#protocol/staff-commands'
import type { ChatView, Possibilities } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon, type IconName } from '../elements/icon.ts'
import { dayAndTime } from '../elements/times.ts'
import { actionButton, actionStyles } from './action-button.ts'
import { closingAsks } from './close-dialog.ts'
import type { CommandId } from './commands.ts'
import { deskEvent } from './desk-events.ts'
import { onMenuKey, onMenuToggle, onPopoverToggles, placeBelow } from './popover-menu.ts'
import { menuStyles } from './popover-menu.styles.ts'
import { standsAgainst } from './refusal-words.ts'

const HOUR = 3_600_000

/** What folds where a row has no room, one after the other. */
const FOLDS = ['block', 'return', 'hold', 'forward', 'words'] as const

/** What of it has a key. */
const COMMAND_OF: Partial<Record<StaffCommand['type'], CommandId>> = {
  takeChat: 'take',
  takeOverChat: 'take',
  acceptOffer: 'take',
  forwardChat: 'forward',
  holdChat: 'hold',
  resumeChat: 'hold',
  returnChat: 'return',
  closeChat: 'close',
  blockCustomer: 'block',
}

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
>

/**
 * What can be done with a chat, each always in its place. What is refused now can be focused and
 * says why; what a role can never do is not there.
 *
 * @slot - what stands before the actions
 * @fires parley-command - what needs no question
 * @fires parley-dialog - what asks first
 */
@customElement('parley-chat-actions')
export class ChatActions extends LitElement {
  @property({ attribute: false }) chat: ChatView | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) possible: Possibilities | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  @query('.actions') protected row!: HTMLElement | null
  @query('.hold') protected holdMenu!: HTMLElement | null
  @query('.more-menu') protected moreMenu!: HTMLElement | null

  #hadFocus = false
  #words: string | null = null
  readonly #resizes = new ResizeObserver(() => this.#fit())

  override connectedCallback(): void {
    super.connectedCallback()
    this.#resizes.observe(this)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resizes.disconnect()
  }

  protected override willUpdate(): void {
    this.#hadFocus = this.hasUpdated && this.matches(':focus-within')
  }

  /** A button that goes hands its focus to the next one. */
  protected override updated(): void {
    const words = this.row?.textContent ?? null
    if (words !== this.#words) this.#fit()
    this.#words = words
    if (this.#hadFocus && !this.matches(':focus-within')) {
      const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('button')]
      buttons.find((one) => one.checkVisibility())?.focus()
    }
  }

  /** Folds as little as lets every action that is left be seen whole. */
  #fit(): void {
    const { row } = this
    if (row === null) return
    const focused = this.shadowRoot?.activeElement
    delete this.dataset['folds']
    for (let count = 1; count <= FOLDS.length && overflows(row); count++) {
      this.dataset['folds'] = FOLDS.slice(0, count).join(' ')
    }
    if (focused instanceof HTMLElement && !focused.checkVisibility()) {
      this.renderRoot.querySelector<HTMLElement>('.more .button')?.focus()
    }
  }

  /** What stands before the actions takes room too. */
  readonly #observeSlotted = ({ target }: Event): void => {
    if (!(target instanceof HTMLSlotElement)) return
    for (const element of target.assignedElements()) this.#resizes.observe(element)
  }

  /** Opens the choice of how long a chat is held. */
  openHold(): void {
    const buttons = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-holds]')]
    const button = buttons.find((one) => one.checkVisibility())
    if (button === undefined || this.holdMenu === null) return
    placeBelow(this.holdMenu, button)
    this.holdMenu.showPopover()
  }

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
      <div class="actions" role="group" aria-label=${msg('Actions')}>
        <slot @slotchange=${this.#observeSlotted}></slot>
        <span class="forwards">
          ${this.#action(msg('Forward'), 'forward', 'forwardChat', () => this.#ask('forward'))}
        </span>
        <span class="holds" data-holds>${this.#holding(chat)}</span>
        <span class="returns">
          ${this.#action(msg('Return'), 'return', 'returnChat', () => this.#run('returnChat'))}
        </span>
        <span class="closes">
          ${this.#action(msg('Close chat'), 'closeChat', 'closeChat', () => this.#close(chat))}
        </span>
        ${this.#more(chat)}
        <span class="joining">${this.#joining(chat)}</span>
        <span class="apart"></span>
        <span class="blocks">
          ${this.#action(msg('Block customer'), 'block', 'blockCustomer', () => this.#ask('block'), 'danger')}
        </span>
        ${this.#holdMenu()}
      </div>
    `
  }

  #ask(kind: 'forward' | 'block'): void {
    const { chat } = this
    if (chat !== null) this.dispatchEvent(deskEvent('parley-dialog', { kind, chatId: chat.chatId }))
  }

  /** Where there is little room: what is not closing, with its words, in a menu. */
  #more(chat: ChatView): TemplateResult {
    const isHeld = chat.state === 'assigned.onHold'
    return html`
      <span class="more">
        <button
          class="button"
          popovertarget="more"
          data-holds
          aria-haspopup="menu"
          aria-expanded="false"
        >
          ${icon('more')}<span class="words">${msg('More')}</span>
        </button>
        <div
          id="more"
          class="menu more-menu"
          popover
          role="menu"
          aria-label=${msg('More actions')}
          @keydown=${onMenuKey}
          @beforetoggle=${onPopoverToggles}
          @toggle=${onMenuToggle}
        >
          ${this.#item(msg('Forward'), 'forward', 'forwardChat', () => this.#ask('forward'))}
          ${
            isHeld
              ? this.#item(msg('End hold'), 'hold', 'resumeChat', () => this.#run('resumeChat'))
              : this.#item(msg('Hold'), 'hold', 'holdChat', () => this.openHold())
          }
          ${this.#item(msg('Return'), 'return', 'returnChat', () => this.#run('returnChat'))}
          ${this.#item(msg('Block customer'), 'block', 'blockCustomer', () => this.#ask('block'))}
        </div>
      </span>
    `
  }

  #item(
    label: string,
    name: IconName,
    type: StaffCommand['type'],
    run: () => void,
  ): TemplateResult | typeof nothing {
    const { why, hidden } = standsAgainst(this.possible, type, this.chat?.state)
    if (hidden) return nothing
    return html`
      <button
        role="menuitem"
        tabindex="-1"
        aria-disabled=${why === null ? 'false' : 'true'}
        @click=${() => {
          if (why !== null) return
          this.moreMenu?.hidePopover()
          this.renderRoot.querySelector<HTMLElement>('.more .button')?.focus()
          run()
        }}
      >
        ${icon(name)}<b>${label}</b>${why === null ? nothing : html`<small>${why}</small>`}
      </button>
    `
  }

  /** The one way in that fits: accept, take, take over. */
  #joining(chat: ChatView): TemplateResult | typeof nothing {
    const meId = this.desk?.me.agentId
    if (chat.state === 'offered' && chat.agentId === meId) {
      return html`
        ${this.#action(msg('Accept'), 'check', 'acceptOffer', () => this.#run('acceptOffer'), 'primary')}
        ${this.#action(msg('Decline'), 'close', 'declineOffer', () => this.#run('declineOffer'), 'plain')}
      `
    }
    if (chat.targetAgentId !== null && chat.targetAgentId === meId) {
      return html`
        ${this.#action(msg('Take chat'), 'take', 'takeChat', () => this.#run('takeChat'), 'primary')}
        ${this.#action(
          msg('Decline'),
          'close',
          'declineForward',
          () => this.#run('declineForward'),
          'plain',
        )}
      `
    }
    if (chat.agentId === meId || !chat.open) return nothing
    const take = standsAgainst(this.possible, 'takeChat', chat.state)
    const takeOver = standsAgainst(this.possible, 'takeOverChat', chat.state)
    const isWaiting = chat.state === 'queued' || chat.state === 'forwarded'
    if (isWaiting && (take.why === null || takeOver.hidden || takeOver.why !== null)) {
      return this.#action(
        msg('Take chat'),
        'take',
        'takeChat',
        () => this.#run('takeChat'),
        'primary',
      )
    }
    return this.#action(
      msg('Take over'),
      'take',
      'takeOverChat',
      () => this.#run('takeOverChat'),
      'plain',
    )
  }

  #holding(chat: ChatView): TemplateResult | typeof nothing {
    return chat.state === 'assigned.onHold'
      ? this.#action(msg('End hold'), 'hold', 'resumeChat', () => this.#run('resumeChat'))
      : this.#action(msg('Hold'), 'hold', 'holdChat', () => this.openHold())
  }

  #holdMenu(): TemplateResult {
    const now = this.now()
    const times: [string, number][] = [
      [msg('In 15 minutes'), now + HOUR / 4],
      [msg('In 1 hour'), now + HOUR],
      [msg('In 3 hours'), now + 3 * HOUR],
      [msg('Until the morning'), tomorrowMorning(now)],
    ]
    return html`
      <div
        class="menu hold"
        popover
        role="menu"
        aria-label=${msg('Hold until')}
        @keydown=${onMenuKey}
        @beforetoggle=${onPopoverToggles}
        @toggle=${onMenuToggle}
      >
        <p role="presentation">${msg('I owe an answer')}</p>
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

  #action(
    label: string,
    name: IconName,
    type: StaffCommand['type'],
    run: () => void,
    kind: 'quiet' | 'primary' | 'danger' | 'plain' = 'quiet',
  ): TemplateResult | typeof nothing {
    const { why, hidden } = standsAgainst(this.possible, type, this.chat?.state)
    const command = COMMAND_OF[type]
    return actionButton({
      label,
      icon: name,
      why,
      hidden,
      kind,
      run,
      ...(command === undefined ? {} : { command }),
    })
  }

  static override styles = [
    base,
    buttons,
    actionStyles,
    menuStyles,
    css`
      :host {
        display: block;
        contain: inline-size;
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
      .joining {
        display: inline-flex;
        margin-inline-start: 8px;
      }
      .tip {
        inset-inline: 0 auto;
      }
      .blocks .tip {
        inset-inline: auto 0;
      }
      .more {
        display: none;
      }
      .hold button {
        justify-content: space-between;
      }
      .hold button span {
        color: var(--text-3);
        font-variant-numeric: tabular-nums;
      }
      .more-menu button:has(small) {
        display: grid;
        grid-template-columns: auto 1fr;
        padding-block: 6px;
      }
      .more-menu small {
        grid-column: 2;
        white-space: normal;
      }
      :host([data-folds]) .more {
        display: inline-flex;
      }
      :host([data-folds~='block']) .blocks,
      :host([data-folds~='return']) .returns,
      :host([data-folds~='hold']) .holds,
      :host([data-folds~='forward']) .forwards {
        display: none;
      }
      :host([data-folds~='words']) .closes .label,
      :host([data-folds~='words']) .more .words {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      :host([data-folds~='words']) .closes .tip b {
        display: block;
      }
      @media (pointer: coarse) {
        .button.quiet {
          min-inline-size: 44px;
        }
      }
    `,
  ]
}

/** Whether what stands in a row reaches beyond it; what floats above it does not count. */
function overflows(row: HTMLElement): boolean {
  const { left, right } = row.getBoundingClientRect()
  return [...row.children].some((child) => {
    if (!child.checkVisibility() || child.matches('[popover]')) return false
    const box = child.getBoundingClientRect()
    return box.left < left - 1 || box.right > right + 1
  })
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
