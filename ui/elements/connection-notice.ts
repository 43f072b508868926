import { msg } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ConnectionStatus } from '../client/connection.ts'
import { base } from './base.styles.ts'
import { icon } from './icon.ts'
import { Ticker } from './ticker.ts'

/** Most drops are over within a second; nobody is told of those. */
const QUIET_MS = 5_000

/** Says that the connection is lost, once that lasts, and what is safe meanwhile. */
@customElement('parley-connection-notice')
export class ConnectionNotice extends LitElement {
  @property({ attribute: false }) status: ConnectionStatus = { kind: 'idle' }

  /** What is safe until it is back; what one writes, unless something else is said. */
  @property() safe = ''

  @property({ attribute: false }) now: () => number = () => Date.now()

  protected readonly ticker = new Ticker(this)

  override render() {
    return html`<div role="status">${this.#notice()}</div>`
  }

  #notice() {
    const { status } = this
    if (!('since' in status) || this.now() - status.since < QUIET_MS) return nothing
    return html`
      <p>
        ${icon('offline')}
        <span>
          <strong>${navigator.onLine ? msg('Reconnecting …') : msg('You are offline.')}</strong>
          ${this.safe === '' ? msg('What you write is kept and sent then.') : this.safe}
        </span>
      </p>
    `
  }

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      p {
        display: flex;
        gap: 8px;
        align-items: center;
        justify-content: center;
        padding: 6px 12px;
        font-size: var(--size-13);
        line-height: var(--leading-list);
        background: var(--warn-soft);
        color: var(--warn);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-connection-notice': ConnectionNotice
  }
}
