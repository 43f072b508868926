import { msg } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { AgentView } from '#protocol/staff-views'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { Ticker } from '../elements/ticker.ts'
import { runningTime } from '../elements/times.ts'
import { deskEvent } from './desk-events.ts'

/**
 * The time in which what is left to do after a chat holds its place.
 *
 * @fires parley-command - `endWrapUp`
 */
@customElement('parley-wrap-up-chip')
export class WrapUpChip extends LitElement {
  @property({ attribute: false }) me: AgentView | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  protected readonly ticker = new Ticker(this)

  override render() {
    const until = this.me?.wrapUps ?? []
    const last = until.at(-1)
    if (last === undefined) return nothing
    return html`
      <div class="chip" role="group" aria-label=${msg('Wrapping up')}>
        ${icon('clock')}
        <span class="what">
          ${msg('Wrapping up')}${until.length > 1 ? html` <b>${until.length}</b>` : nothing}
        </span>
        <span class="time" role="timer">${runningTime(last - this.now())}</span>
        <button
          class="button quiet"
          title=${msg('Takes chats again')}
          @click=${() => this.dispatchEvent(deskEvent('parley-command', { type: 'endWrapUp' }))}
        >
          ${msg('Done')}
        </button>
      </div>
    `
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: inline-flex;
        flex: none;
      }
      .chip {
        display: flex;
        align-items: center;
        gap: 6px;
        padding-inline: 10px 3px;
        min-block-size: 32px;
        border: 1px solid var(--accent-line);
        border-radius: var(--radius-full);
        background: var(--accent-softer);
        font-size: var(--size-13);
        line-height: var(--leading-list);
        white-space: nowrap;
      }
      .icon {
        inline-size: 16px;
        block-size: 16px;
        color: var(--accent-text);
      }
      .time {
        font-variant-numeric: tabular-nums;
        color: var(--text-2);
      }
      .button {
        min-block-size: 26px;
        padding-inline: 10px;
        border-radius: var(--radius-full);
        color: var(--accent-text);
      }
      @media (max-width: 767px) {
        .what {
          position: absolute;
          inline-size: 1px;
          block-size: 1px;
          overflow: hidden;
          clip-path: inset(50%);
        }
      }
      @media (pointer: coarse) {
        .button {
          min-block-size: 44px;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-wrap-up-chip': WrapUpChip
  }
}
