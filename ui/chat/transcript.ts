import { msg } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Refusal } from '../client/refused.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'

/**
 * Sends the chat by e-mail: to the address that is known, else it asks for one.
 *
 * @fires parley-done - the customer is done with it
 */
@customElement('parley-transcript')
export class Transcript extends LitElement {
  /** Asks for it, with the address that was typed, if any; resolves with why not. */
  @property({ attribute: false }) ask: (email: string | null) => Promise<Refusal | null> = () =>
    Promise.resolve(null)

  /** `asked`: no address is known; `sent`: it is under way. */
  @state() protected stage: 'offered' | 'asked' | 'sent' = 'offered'
  @state() protected says = ''

  override focus(): void {
    const find = (what: string) => this.renderRoot.querySelector<HTMLElement>(what)
    ;(find('input') ?? find('.primary') ?? find('button'))?.focus()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement)) return
    const email = new FormData(form).get('email')
    void this.#send(typeof email === 'string' ? email.trim() : null)
  }

  async #send(email: string | null): Promise<void> {
    this.says = ''
    const refusal = email === '' ? NO_ADDRESS : await this.ask(email)
    if (refusal === null) this.stage = 'sent'
    else if (refusal.code === 'noAddress') this.stage = 'asked'
    if (refusal !== null && !(refusal.code === 'noAddress' && email === null)) {
      this.says = wordsOf(refusal)
    }
    await this.updateComplete
    this.focus()
  }

  #done(): void {
    this.dispatchEvent(new CustomEvent('parley-done'))
  }

  override render() {
    if (this.stage === 'sent') {
      return html`<p role="status">${msg('It is on its way to you.')}</p>
        <div class="row end">
          <button class="button" @click=${() => this.#done()}>${msg('Close')}</button>
        </div>`
    }
    return html`
      <form novalidate @submit=${this.#onSubmit}>
        <p id="what">${msg('Get this chat by e-mail')}</p>
        ${
          this.stage === 'asked'
            ? html`<input
                name="email"
                type="email"
                maxlength="254"
                autocomplete="email"
                placeholder="you@example.com"
                aria-labelledby="what"
                aria-invalid=${this.says !== ''}
                aria-describedby="says"
              />`
            : nothing
        }
        <p class="error" id="says" role="alert">${this.says}</p>
        <div class="row end">
          <button type="button" class="button quiet" @click=${() => this.#done()}>
            ${msg('Not now')}
          </button>
          <button class="button primary">${msg('Send it')}</button>
        </div>
      </form>
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: block;
        padding: 12px 16px;
        border-block-start: 1px solid var(--line);
        font-size: var(--size-13);
      }
      form,
      :host > p {
        display: grid;
        gap: 8px;
      }
      .error:empty {
        display: none;
      }
      .error {
        color: var(--bad);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        justify-content: flex-end;
      }
    `,
  ]
}

const NO_ADDRESS: Refusal = { code: 'invalid', says: '' }

function wordsOf({ code, says }: Refusal): string {
  if (code === 'invalid') return msg('This does not look like an e-mail address.')
  if (code === 'mailedEnough') return msg('It was sent as often as it can be today.')
  return says
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-transcript': Transcript
  }
}
