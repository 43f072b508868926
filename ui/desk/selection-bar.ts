import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'
import { actionButton, actionStyles } from './action-button.ts'
import { deskEvent } from './desk-events.ts'
import { MANY_KINDS, manyPossible, type ManyKind } from './many-possible.ts'
import type { Selection } from './selection.ts'

function labelOf(kind: ManyKind): string {
  switch (kind) {
    case 'forward':
      return msg('Forward…')
    case 'tag':
      return msg('Tag…')
    case 'close':
      return msg('Close…')
    case 'block':
      return msg('Block…')
  }
}

/**
 * What can be done with the chats that are selected; says for each action with how many of them.
 *
 * @fires parley-many - something is to be done with those that it can be done with
 */
@customElement('parley-selection-bar')
export class SelectionBar extends LitElement {
  @property({ attribute: false }) selection: Selection | null = null
  /** The chats that are selected, in the order of their list. */
  @property({ attribute: false }) chats: readonly ChatView[] = []
  @property({ attribute: false }) desk: DeskState | null = null

  protected readonly subscription = new Subscription(this, () => this.selection)

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return
    event.preventDefault()
    this.selection?.clear()
  }

  override render() {
    const { selection, chats } = this
    const work = selection?.work ?? null
    const says = selection?.says ?? null
    return html`
      <div class="bar" role="group" aria-label=${msg('Selected chats')} @keydown=${this.#onKey}>
        <div class="line">
          <b role="status">${work === null ? msg(str`${chats.length} selected`) : work.words}</b>
          ${
            work === null
              ? html`<button
                  class="button quiet icon-only"
                  aria-label=${msg('Clear the selection')}
                  aria-keyshortcuts="Escape"
                  title=${msg('Clear the selection')}
                  @click=${() => selection?.clear()}
                >
                  ${icon('close')}
                </button>`
              : html`<button class="button quiet" @click=${() => work.stop()}>
                  ${msg('Stop')}
                </button>`
          }
        </div>
        <div class="line actions">
          ${MANY_KINDS.map((kind) => this.#action(kind, work !== null))}
        </div>
        ${says === null ? nothing : html`<p class="says">${icon('alert')}<span>${says}</span></p>`}
      </div>
    `
  }

  #action(kind: ManyKind, isBusy: boolean): TemplateResult | typeof nothing {
    const possible = manyPossible(kind, this.chats, this.desk)
    const isNone = possible.chats.length === 0
    return actionButton({
      label: labelOf(kind),
      why: isBusy
        ? msg('One thing after the other')
        : isNone
          ? (possible.says ?? msg('Nothing'))
          : null,
      tip: possible.says,
      kind: kind === 'block' ? 'danger' : 'quiet',
      run: () => this.dispatchEvent(deskEvent('parley-many', { kind, selected: this.chats })),
    })
  }

  static override styles = [
    base,
    buttons,
    actionStyles,
    css`
      :host {
        display: block;
      }
      .line {
        display: flex;
        align-items: center;
        min-block-size: 32px;
      }
      .line b {
        flex: 1;
        padding-inline-start: 10px;
        font-size: var(--size-13);
        font-variant-numeric: tabular-nums;
      }
      .actions {
        margin-block-start: 8px;
        gap: 2px;
      }
      .actions .button {
        font-weight: 400;
        padding-inline: 10px;
      }
      .action .tip {
        inset-inline: 0 auto;
      }
      .action:nth-child(n + 3) .tip {
        inset-inline: auto 0;
      }
      .says {
        display: flex;
        gap: 8px;
        margin-block-start: 8px;
        padding: 6px 10px;
        border-radius: var(--radius);
        font-size: var(--size-12);
        line-height: var(--leading-list);
        background: var(--warn-soft);
        color: var(--warn);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-selection-bar': SelectionBar
  }
}
