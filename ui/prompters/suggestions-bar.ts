import { msg } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Request } from '../client/prompter-book.ts'
import type { StaffClient } from '../client/staff-client.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'
import { whyNothing } from './prompter-words.ts'
import './suggestion-card.ts'

/**
 * What prompters suggest for a chat, above where one writes. It asks for each new message of the
 * customer by itself, where that is switched on.
 *
 * @fires parley-insert - words are to be edited where one writes; `detail.text`
 * @fires parley-send - words are to be sent as they are; `detail.text`
 * @fires parley-done - nothing is left here: one goes on writing
 */
@customElement('parley-suggestions-bar')
export class SuggestionsBar extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null
  @property() chat = ''

  /** Why nothing can be sent now; null where it can. */
  @property() why: string | null = null

  protected readonly subscription = new Subscription(this, () => this.client)

  protected override updated(_changed: PropertyValues<this>): void {
    const opened = this.client?.conversation(this.chat)
    if (opened?.kind !== 'ready') return
    const newest = opened.conversation.messages.findLast(
      ({ author, kind }) => kind === 'text' && author.startsWith('customer:'),
    )
    this.client?.prompters.saw(this.chat, newest?.messageId ?? null)
  }

  #close(): void {
    this.client?.prompters.fold(this.chat)
    this.dispatchEvent(new CustomEvent('parley-done'))
  }

  override render() {
    const requests = this.client?.prompters.suggested(this.chat) ?? []
    if (requests.length === 0) return nothing
    return html`
      <section aria-label=${msg('Suggestions')} @keydown=${this.#onKey}>
        <div class="cards">
          ${repeat(
            requests,
            ({ prompterId }) => prompterId,
            (request) => this.#of(request),
          )}
        </div>
        <button
          class="button quiet icon-only fold"
          aria-label=${msg('Fold suggestions')}
          title=${msg('Fold suggestions')}
          @click=${() => this.#close()}
        >
          ${icon('down')}
        </button>
      </section>
      <p class="hidden-text" role="status">${this.#said(requests)}</p>
    `
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return
    event.stopPropagation()
    this.#close()
  }

  #said(requests: readonly Request[]): string {
    const isAny = requests.some(({ answer }) => (answer?.suggestions.length ?? 0) > 0)
    return isAny ? msg('There are suggestions') : ''
  }

  #nameOf({ prompterId }: Request): string {
    return this.client?.prompters.list?.find((one) => one.prompterId === prompterId)?.name ?? ''
  }

  #of(request: Request): TemplateResult | TemplateResult[] {
    const { answer, refusal, done } = request
    const name = this.#nameOf(request)
    if (answer === null && refusal === null) {
      return html`<div class="note waiting">
        <b dir="auto">${name}</b> <span>${msg('Looks for an answer …')}</span>
      </div>`
    }
    const why = refusal?.says ?? (answer === null ? '' : whyNothing(answer))
    if (why !== null) {
      const isWell = answer?.state === 'answered'
      return html`<div class="note ${isWell ? '' : 'ill'}">
        ${isWell ? nothing : icon('alert')}<b dir="auto">${name}</b> <span>${why}</span>
      </div>`
    }
    return (answer?.suggestions ?? [])
      .filter(({ suggestionId }) => !done.includes(suggestionId))
      .map(
        (suggestion) =>
          html`<parley-suggestion-card
            .suggestion=${suggestion}
            .why=${this.why}
            @parley-insert=${() => this.client?.prompters.inserts(request, suggestion)}
            @parley-send=${() => {
              this.client?.prompters.done(request, suggestion, 'taken')
              this.#close()
            }}
            @parley-dismiss=${() => {
              this.client?.prompters.done(request, suggestion, 'dismissed')
              this.#afterDismissal()
            }}
          ></parley-suggestion-card>`,
      )
  }

  /** The focus goes to the card that took the place, or back to writing. */
  #afterDismissal(): void {
    void this.updateComplete.then(() => {
      const card = this.renderRoot.querySelector('parley-suggestion-card')
      if (card === null) return this.#close()
      return card.updateComplete.then(() => card.renderRoot.querySelector('button')?.focus())
    })
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      section {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: start;
        padding-inline-end: 8px;
        border-block-start: 1px solid var(--line);
        background: var(--ground);
      }
      .cards {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(276px, 320px);
        gap: 8px;
        overflow-x: auto;
        max-block-size: 260px;
        padding: 8px 8px 8px 16px;
        padding-inline: 16px 8px;
        scroll-padding-inline: 16px;
        scroll-snap-type: x proximity;
      }
      .cards > * {
        scroll-snap-align: start;
      }
      .note {
        align-self: center;
        display: flex;
        flex-wrap: wrap;
        gap: 2px 6px;
        align-items: center;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .note b {
        color: var(--text);
      }
      .note .icon {
        inline-size: 16px;
        block-size: 16px;
        color: var(--warn);
      }
      .fold {
        margin-block-start: 8px;
      }
      @media (width < 768px) {
        .cards {
          grid-auto-columns: minmax(276px, 84%);
          max-block-size: 224px;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-suggestions-bar': SuggestionsBar
  }
}
