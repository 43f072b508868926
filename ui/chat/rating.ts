import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { MAX_TEXT_LENGTH } from '#protocol/limits'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'

const SCORES = [1, 2, 3, 4, 5]

/**
 * How it was: five buttons, then a word about it, then thanks.
 *
 * @fires parley-rate - `detail.score`, and `detail.words` where there are any
 */
@customElement('parley-rating')
export class Rating extends LitElement {
  /** What was given; null for nothing yet. */
  @property({ attribute: false }) rated: number | null = null

  @state() protected hasWords = false
  protected readonly focusStays = new FocusStays(this)

  #rate(score: number, words: string | null): void {
    this.hasWords = words !== null
    const detail = words === null ? { score } : { score, words }
    this.dispatchEvent(new CustomEvent('parley-rate', { detail }))
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement) || this.rated === null) return
    const words = new FormData(form).get('words')
    if (typeof words === 'string' && words.trim() !== '') this.#rate(this.rated, words.trim())
  }

  override render() {
    const { rated } = this
    return html`
      <div class="scores" role="group" aria-label=${msg('How was this chat?')}>
        <p>${rated === null ? msg('How was this chat?') : msg('Thank you.')}</p>
        ${SCORES.map(
          (score) => html`
            <button
              aria-label=${msg(str`${score} of 5: ${scoreWord(score)}`)}
              aria-pressed=${rated === score}
              title=${scoreWord(score)}
              class=${rated !== null && score <= rated ? 'on' : ''}
              @click=${() => this.#rate(score, null)}
            >
              <svg viewBox="0 0 24 24" aria-hidden="true">
                <path
                  d="m12 3.5 2.6 5.4 5.9.8-4.3 4.1 1 5.9-5.2-2.8-5.2 2.8 1-5.9L3.5 9.7l5.9-.8Z"
                />
              </svg>
            </button>
          `,
        )}
      </div>
      ${
        rated === null || this.hasWords
          ? nothing
          : html`<form @submit=${this.#onSubmit}>
              <input
                dir="auto"
                name="words"
                aria-label=${msg('A word about it, if you like')}
                placeholder=${msg('A word about it, if you like')}
                maxlength=${MAX_TEXT_LENGTH}
                autocomplete="off"
              />
              <button class="button">${msg('Send')}</button>
            </form>`
      }
      <p class="hidden-text" role="status">
        ${rated === null ? '' : ratedWords(rated, this.hasWords)}
      </p>
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: grid;
        gap: 8px;
        padding: 10px 16px;
        border-block-start: 1px solid var(--line);
        font-size: var(--size-13);
      }
      .scores {
        display: flex;
        align-items: center;
      }
      .scores p {
        flex: 1;
      }
      .scores button {
        all: unset;
        display: grid;
        place-items: center;
        inline-size: 36px;
        block-size: 36px;
        border-radius: var(--radius);
        color: var(--grey-9);
        cursor: pointer;
      }
      .scores button:focus-visible {
        outline: 2px solid var(--ring);
      }
      .scores button:hover,
      .scores .on {
        color: var(--brand-text, var(--accent-text));
      }
      svg {
        inline-size: 22px;
        block-size: 22px;
        fill: none;
        stroke: currentColor;
        stroke-width: 1.6;
        stroke-linejoin: round;
      }
      .on svg {
        fill: currentColor;
      }
      form {
        display: flex;
        gap: 8px;
      }
      @media (pointer: coarse) {
        .scores button {
          inline-size: 44px;
          block-size: 44px;
        }
      }
    `,
  ]
}

function scoreWord(score: number): string {
  switch (score) {
    case 1:
      return msg('Poor')
    case 2:
      return msg('Not good')
    case 3:
      return msg('All right')
    case 4:
      return msg('Good')
    default:
      return msg('Very good')
  }
}

function ratedWords(score: number, hasWords: boolean): string {
  return hasWords ? msg(str`Rated ${score} of 5, with your words`) : msg(str`Rated ${score} of 5`)
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-rating': Rating
  }
}
