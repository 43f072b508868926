import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { msg, str } from '@lit/localize'
import { pictureUrl } from '../client/picture-url.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { deskEvent } from './desk-events.ts'
import type { Nameable } from './mentions.ts'
import { TypedList } from './typed-list.ts'
import { typedListStyles } from './typed-list.styles.ts'

/** As many as one can look over. */
const SHOWN = 8

/** `@` at the start of a word, and what was typed after it: a name of several words, at the most. */
const ASKED = /(?<![\p{L}\p{N}_])@([\p{L}\p{N}_.'’-]*(?: [\p{L}\p{N}_.'’-]*){0,2})$/u

/**
 * Colleagues to be named in the text field inside it: `@` at the start of a word opens the list,
 * typing filters, arrows move, Enter and Tab insert, Escape closes.
 *
 * @slot - a textarea, or what holds one
 * @fires parley-mentionable - who can be named is needed
 */
@customElement('parley-mention-picker')
export class MentionPicker extends LitElement {
  /** Who can be named here; null until that is known. */
  @property({ attribute: false }) people: readonly Nameable[] | null = null

  /** Nobody is named here. */
  @property({ type: Boolean }) off = false

  protected readonly typed = new TypedList<Nameable>(this, {
    asked: ASKED,
    offered: (asked) => this.#named(asked),
    written: ({ name }) => `@${name} `,
    opens: () => this.dispatchEvent(deskEvent('parley-mentionable', {})),
    isOff: () => this.off,
  })

  #named(asked: string): Nameable[] {
    const words = asked.toLocaleLowerCase()
    const all = this.people ?? []
    const lower = ({ name }: Nameable) => name.toLocaleLowerCase()
    const begins = all.filter((one) => lower(one).startsWith(words))
    const holds = all.filter((one) => !begins.includes(one) && lower(one).includes(` ${words}`))
    return [...begins, ...holds].slice(0, SHOWN)
  }

  override render() {
    return html`
      ${this.typed.asked === null ? nothing : this.#list(this.typed.shown)}
      <slot></slot>
      <span class="hidden-text" role="status">${this.#spoken()}</span>
    `
  }

  /** The focus stays in the field, so what is chosen there is said. */
  #spoken(): string {
    const { asked, at, shown } = this.typed
    if (asked === null) return ''
    const person = shown[at]
    if (person === undefined) return this.#whyNobody()
    return msg(str`Colleague ${at + 1} of ${shown.length}: ${person.name}`)
  }

  #whyNobody(): string {
    if (this.people === null) return msg('Loading')
    return this.people.length === 0
      ? msg('Nobody else sees this chat.')
      : msg('Nobody of this name sees this chat.')
  }

  #list(shown: Nameable[]): TemplateResult {
    return html`
      <div class="list" @mousedown=${(event: Event) => event.preventDefault()}>
        ${
          shown.length === 0
            ? html`<p class="none">${this.#whyNobody()}</p>`
            : html`<ul aria-label=${msg('Name a colleague')}>
                  ${shown.map(
                    (person, index) =>
                      html`<li
                        class=${index === this.typed.at ? 'active' : ''}
                        @click=${() => this.typed.insert(person)}
                      >
                        <parley-avatar
                          .key=${person.personId}
                          .name=${person.name}
                          .src=${pictureUrl(person.picture)}
                        ></parley-avatar>
                        <span dir="auto">${person.name}</span>
                      </li>`,
                  )}
                </ul>
                <p class="note">
                  ${msg('Whoever may not read this chat sees this comment alone.')}
                </p>`
        }
      </div>
    `
  }

  static override styles = [
    base,
    typedListStyles,
    css`
      :host {
        --list-size: 320px;
      }
      li {
        --avatar-size: 24px;
      }
      .note {
        margin-block-start: 4px;
        padding: 6px 10px 2px;
        border-block-start: 1px solid var(--line);
        font-size: var(--size-12);
        line-height: var(--leading-list);
        color: var(--text-3);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-mention-picker': MentionPicker
  }
}
