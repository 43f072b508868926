import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ChatView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { Ticker } from '../elements/ticker.ts'
import { runningTime, timeLeft } from '../elements/times.ts'
import { stateWords } from './state-words.ts'

/** Where a chat is in its chart, with the time that runs there. */
@customElement('parley-state-chip')
export class StateChip extends LitElement {
  @property({ attribute: false }) chat: ChatView | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  protected readonly ticker = new Ticker(this)

  override render() {
    if (this.chat === null) return nothing
    const now = this.now()
    const { label, tone, since, until } = stateWords(this.chat, this.desk, now)
    const time =
      until !== null ? timeLeft(until - now) : since !== null ? runningTime(now - since) : null
    return html`
      <span class="chip" data-tone=${tone}>
        <span class="label">${label}</span>
        ${
          time === null
            ? nothing
            : html`<span class="time">${time}${until === null ? '' : ' left'}</span>`
        }
      </span>
    `
  }

  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        min-inline-size: 0;
      }
      .chip {
        display: inline-flex;
        gap: 6px;
        min-inline-size: 0;
        padding: 2px 8px;
        border-radius: var(--radius-full);
        background: var(--fill);
        color: var(--text-2);
        font-size: var(--size-12);
        line-height: 18px;
        white-space: nowrap;
      }
      .label {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .time {
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
      [data-tone='accent'] {
        background: var(--accent-soft);
        color: var(--accent-text);
      }
      [data-tone='warn'] {
        background: var(--warn-soft);
        color: var(--warn);
      }
      [data-tone='bad'] {
        background: var(--bad-soft);
        color: var(--bad);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-state-chip': StateChip
  }
}
