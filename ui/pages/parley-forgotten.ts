import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { MIN_PASSWORD_LENGTH } from '#protocol/limits'
import { restOf, type Rest } from '../client/rest.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { logo } from '../elements/logo.ts'
import { tokens } from '../tokens.ts'
import { signInStyles } from './sign-in.styles.ts'

type Outcome = 'mailed' | 'noMail' | 'changed'

/**
 * A forgotten password: asks for a link by e-mail, or with a link's token for a new password.
 */
@customElement('parley-forgotten')
export class Forgotten extends LitElement {
  @property({ attribute: false }) rest: Pick<Rest, 'forgot' | 'resetPassword'> = restOf(
    location.origin,
  )

  /** Of the link that led here; null to ask for one. */
  @property() token: string | null = null

  @state() protected isBusy = false
  @state() protected says: string | null = null
  @state() protected done: Outcome | null = null

  @query('input') protected field!: HTMLInputElement
  protected readonly focusStays = new FocusStays(this)

  protected override firstUpdated(): void {
    this.field.focus()
  }

  readonly #onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    if (this.isBusy) return
    const { token } = this
    const words = this.field.value
    if (token !== null && words.length < MIN_PASSWORD_LENGTH) {
      this.says = msg(str`A password has ${MIN_PASSWORD_LENGTH} characters or more.`)
      return
    }
    this.isBusy = true
    this.says = null
    if (token === null) await this.#ask(words.trim())
    else await this.#change(token, words)
    this.isBusy = false
  }

  async #ask(email: string): Promise<void> {
    const answer = await this.rest.forgot(email)
    if (answer.ok) this.done = answer.value.sendsMail ? 'mailed' : 'noMail'
    else this.says = answer.refusal.says
  }

  async #change(token: string, password: string): Promise<void> {
    const answer = await this.rest.resetPassword(token, password)
    if (answer.ok) this.done = 'changed'
    else this.says = answer.refusal.says
  }

  override render() {
    const isReset = this.token !== null
    return html`
      <div class="head">
        ${logo()}
        <h1>${isReset ? msg('Choose a new password') : msg('Forgotten password')}</h1>
      </div>
      ${this.done === null ? this.#form(isReset) : this.#outcome(this.done)}
      <p class="back"><a href="#">${msg('Back to signing in')}</a></p>
    `
  }

  #form(isReset: boolean): TemplateResult {
    return html`
      <form @submit=${this.#onSubmit}>
        ${
          isReset
            ? html`<div class="field">
                <label for="password">${msg('New password')}</label>
                <input
                  id="password"
                  type="password"
                  name="password"
                  autocomplete="new-password"
                  required
                  aria-describedby="hint says"
                />
                <span class="hint" id="hint">
                  ${msg(
                    str`${MIN_PASSWORD_LENGTH} characters or more. You are signed out everywhere.`,
                  )}
                </span>
              </div>`
            : html`<div class="field">
                <label for="email">${msg('E-mail')}</label>
                <input
                  dir="auto"
                  id="email"
                  type="email"
                  name="email"
                  autocomplete="username"
                  required
                  aria-describedby="hint says"
                />
                <span class="hint" id="hint">${msg('With which you sign in.')}</span>
              </div>`
        }
        <div role="alert" id="says">
          ${this.says === null ? nothing : html`<p class="error">${icon('alert')} ${this.says}</p>`}
        </div>
        <button class="button primary" aria-disabled=${this.isBusy}>
          ${isReset ? msg('Change password') : msg('Send a link')}
        </button>
      </form>
    `
  }

  #outcome(done: Outcome): TemplateResult {
    return html`<p class="outcome" role="status">${outcomeWords(done)}</p>`
  }

  static override styles = [
    tokens,
    base,
    buttons,
    fields,
    signInStyles,
    css`
      .back {
        margin-block-start: 16px;
        text-align: center;
        font-size: var(--size-13);
      }
      .back a {
        display: inline-block;
        padding-block: 4px;
        color: var(--accent-text);
      }
    `,
  ]
}

function outcomeWords(outcome: Outcome): string {
  switch (outcome) {
    case 'mailed':
      return msg(
        'If somebody signs in with this address, a link is on its way. It is good for an hour.',
      )
    case 'noMail':
      return msg(
        'This server sends no mail. An administrator of your account can make a link for you.',
      )
    case 'changed':
      return msg('The password is changed. Sign in with the new one.')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-forgotten': Forgotten
  }
}
