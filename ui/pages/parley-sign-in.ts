import { msg } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { restOf, type Rest } from '../client/rest.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { logo } from '../elements/logo.ts'
import { tokens } from '../tokens.ts'
import { signInStyles } from './sign-in.styles.ts'

/**
 * Signing in with e-mail and password.
 *
 * @fires parley-signed-in - the session's cookie is set
 */
@customElement('parley-sign-in')
export class SignIn extends LitElement {
  @property({ attribute: false }) rest: Pick<Rest, 'signIn'> = restOf(location.origin)

  @state() protected isBusy = false
  @state() protected says: string | null = null
  @state() protected isPasswordShown = false

  @query('#email') protected email!: HTMLInputElement
  @query('#password') protected password!: HTMLInputElement

  protected override firstUpdated(): void {
    this.email.focus()
  }

  readonly #onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (this.isBusy) return
    this.isBusy = true
    this.says = null
    const answer = await this.rest.signIn(this.email.value.trim(), this.password.value)
    this.isBusy = false
    if (answer.ok) {
      this.dispatchEvent(new CustomEvent('parley-signed-in'))
      return
    }
    this.says = answer.refusal.says
    await this.updateComplete
    this.password.select()
    this.password.focus()
  }

  override render() {
    return html`
      <div class="head">
        ${logo()}
        <h1>${msg('Sign in to Parley')}</h1>
      </div>
      <form @submit=${this.#onSubmit}>
        <div class="field">
          <label for="email">${msg('E-mail')}</label>
          <input
            dir="auto"
            id="email"
            type="email"
            name="email"
            autocomplete="username"
            required
            aria-describedby=${this.says === null ? nothing : 'says'}
          />
        </div>
        <div class="field">
          <label for="password">${msg('Password')}</label>
          <div class="with-button">
            <input
              dir="auto"
              id="password"
              type=${this.isPasswordShown ? 'text' : 'password'}
              name="password"
              autocomplete="current-password"
              required
              aria-describedby=${this.says === null ? nothing : 'says'}
            />
            <button
              type="button"
              class="show"
              aria-label=${this.isPasswordShown ? msg('Hide password') : msg('Show password')}
              @click=${() => {
                this.isPasswordShown = !this.isPasswordShown
              }}
            >
              ${this.isPasswordShown ? msg('Hide') : msg('Show')}
            </button>
          </div>
        </div>
        <div role="alert" id="says">
          ${this.says === null ? nothing : html`<p class="error">${icon('alert')} ${this.says}</p>`}
        </div>
        <button class="button primary" aria-disabled=${this.isBusy}>
          ${this.isBusy ? msg('Signing in …') : msg('Sign in')}
        </button>
        <p class="forgot"><a href="#forgotten">${msg('Forgotten your password?')}</a></p>
      </form>
    `
  }

  static override styles = [
    tokens,
    base,
    buttons,
    fields,
    signInStyles,
    css`
      .forgot {
        margin: 0;
        text-align: center;
        font-size: var(--size-13);
      }
      .forgot a {
        display: inline-block;
        padding-block: 4px;
        color: var(--accent-text);
      }
      .with-button {
        position: relative;
      }
      .with-button input {
        padding-inline-end: 64px !important;
      }
      .show {
        position: absolute;
        inset-block: 4px;
        inset-inline-end: 4px;
        padding-inline: 10px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .show:hover {
        background: var(--fill);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-sign-in': SignIn
  }
}
