import { msg, str } from '@lit/localize'
import { LitElement, type PropertyValues, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { SignIns } from '#protocol/rest'
import { deviceWords } from '../desk/device-words.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { agoTime, exactTime } from '../elements/times.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'

/** Where a member is signed in, and the way to end all of it. */
@customElement('parley-member-sign-ins')
export class MemberSignIns extends LitElement {
  @property() accountId = ''
  @property() personId = ''
  @property() name = ''
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'signInsOf' | 'signOutMember'> | null =
    null
  @property({ attribute: false }) now: () => number = Date.now

  @state() protected signIns: SignIns['signIns'] | null = null
  /** Why there is nothing to see, or why nothing was ended. */
  @state() protected refused: string | null = null
  @state() protected ended = false

  protected readonly focusStays = new FocusStays(this)

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('personId') && !changed.has('accountId')) return
    this.signIns = null
    this.refused = null
    this.ended = false
    void this.#load()
  }

  async #load(): Promise<void> {
    const { personId } = this
    const answer = await this.rest?.signInsOf(this.accountId, personId)
    if (answer === undefined || personId !== this.personId) return
    if (answer.ok) this.signIns = answer.value.signIns
    else this.refused = answer.refusal.says
  }

  async #end(): Promise<void> {
    const answer = await this.rest?.signOutMember(this.accountId, this.personId)
    if (answer === undefined) return
    this.refused = answer.ok ? null : answer.refusal.says
    this.ended = answer.ok
    if (answer.ok) await this.#load()
  }

  override render() {
    return html`<section class="section" aria-labelledby="sign-ins">
      <div class="section-head">
        <h2 id="sign-ins">${msg('Signed in')}</h2>
        <p>${msg('Where this person has the desk open, or had it within two weeks.')}</p>
      </div>
      <div class="fields">
        ${this.#list()}
        ${this.refused === null ? nothing : html`<p class="problem" role="alert">${this.refused}</p>`}
        <p role="status">${this.ended ? msg(str`${this.name} is signed out`) : nothing}</p>
      </div>
    </section>`
  }

  #list() {
    const { signIns } = this
    if (signIns === null) return nothing
    const others = signIns.filter(({ current }) => !current)
    if (signIns.length === 0) return html`<p class="hint">${msg('Nowhere at present.')}</p>`
    return html`
      <ul>
        ${signIns.map(
          ({ device, address, lastSeenAt, current }) =>
            html`<li>
              <span title=${device}>${deviceWords(device)}</span>
              <small
                >${
                  current
                    ? msg('This one')
                    : html`${msg('Last seen')}
                        <time title=${exactTime(lastSeenAt)}
                          >${agoTime(lastSeenAt, this.now())}</time
                        >`
                }${address === '' ? nothing : ` · ${address}`}</small
              >
            </li>`,
        )}
      </ul>
      ${
        others.length === 0
          ? nothing
          : html`<div class="actions">
              <button class="button" @click=${() => void this.#end()}>
                ${msg('Sign out everywhere')}
              </button>
            </div>`
      }
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    consolePageStyles,
    css`
      :host {
        display: block;
      }
      ul {
        list-style: none;
        margin: 0;
        padding: 0;
        display: grid;
        gap: 12px;
      }
      li {
        display: grid;
        gap: 2px;
      }
      small {
        color: var(--text-2);
        font-size: var(--size-13);
      }
      [role='status']:empty {
        display: none;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-member-sign-ins': MemberSignIns
  }
}
