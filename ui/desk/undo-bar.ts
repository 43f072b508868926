import { msg, str } from '@lit/localize'
import { LitElement, css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { Ticker } from '../elements/ticker.ts'

/**
 * The time in which closing can be undone.
 *
 * @fires parley-undo - it is to be undone
 */
@customElement('parley-undo-bar')
export class UndoBar extends LitElement {
  /** When it is too late. */
  @property({ attribute: false }) until: number | null = null

  /** How long it was in all, in milliseconds. */
  @property({ attribute: false }) span = 10_000

  /** Whether a message was begun and not sent. */
  @property({ type: Boolean }) draft = false

  @property({ type: Boolean }) disabled = false
  @property({ attribute: false }) now: () => number = () => Date.now()

  protected readonly ticker = new Ticker(this)

  override render() {
    const left = Math.max(0, (this.until ?? 0) - this.now())
    const seconds = Math.ceil(left / 1_000)
    return html`
      <div class="bar" role="status">
        <progress
          aria-label=${msg('Time left to undo')}
          max=${Math.max(1, this.span)}
          .value=${left}
        ></progress>
        <span
          >${msg('The chat closes')}
          <span aria-hidden="true">${msg(str`in ${seconds}`)} s</span
          >${this.draft ? '. Your draft was not sent.' : ''}</span
        >
        <button
          class="button"
          ?disabled=${this.disabled}
          @click=${() => this.dispatchEvent(new CustomEvent('parley-undo'))}
        >
          ${icon('undo')} ${msg('Undo')}
        </button>
      </div>
    `
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      .bar {
        position: relative;
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        padding: 8px 12px 8px 20px;
        font-size: var(--size-13);
        background: var(--accent-softer);
        border-block-start: 1px solid var(--line);
        font-variant-numeric: tabular-nums;
      }
      progress {
        position: absolute;
        inset: -1px 0 auto;
        inline-size: 100%;
        block-size: 2px;
        appearance: none;
        border: 0;
        background: none;
      }
      progress::-webkit-progress-bar {
        background: none;
      }
      progress::-webkit-progress-value {
        background: var(--accent-text);
        transition: inline-size 1s linear;
      }
      progress::-moz-progress-bar {
        background: var(--accent-text);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-undo-bar': UndoBar
  }
}
