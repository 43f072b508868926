import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { Request } from '../client/prompter-book.ts'
import type { StaffClient } from '../client/staff-client.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'
import { number } from '../locales/formats.ts'
import { whyNothing } from './prompter-words.ts'
import './suggestion-card.ts'

/**
 * Where agents ask prompters: choose one, ask, and go back through what it was asked before.
 *
 * @fires parley-insert - words are to be edited where one writes; `detail.text`
 * @fires parley-send - words are to be sent as they are; `detail.text`
 */
@customElement('parley-assistants')
export class Assistants extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null
  @property() chat = ''

  @state() protected chosen = ''
  /** Which of its requests is shown, from the newest on. */
  @state() protected back = 0

  protected readonly subscription = new Subscription(this, () => this.client)

  protected override updated(): void {
    if (this.client?.desk) void this.client.prompters.look()
  }

  get #prompterId(): string | null {
    const all = this.client?.prompters.assistants ?? []
    return (all.find(({ prompterId }) => prompterId === this.chosen) ?? all[0])?.prompterId ?? null
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault()
    const form = event.currentTarget
    const prompterId = this.#prompterId
    if (!(form instanceof HTMLFormElement) || prompterId === null) return
    const question = new FormData(form).get('question')
    if (typeof question !== 'string' || question.trim() === '') return
    this.back = 0
    form.reset()
    void this.client?.prompters.ask(prompterId, question.trim(), this.chat)
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.isComposing || event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    if (event.target instanceof HTMLTextAreaElement) event.target.form?.requestSubmit()
  }

  override render() {
    const book = this.client?.prompters
    const all = book?.assistants ?? []
    const prompterId = this.#prompterId
    if (book === undefined || prompterId === null) {
      return html`<p class="nothing">
        ${book?.list === null ? '' : msg('There is no prompter to ask. An administrator sets them up.')}
      </p>`
    }
    const asked = book.asked(prompterId)
    const back = Math.min(this.back, Math.max(0, asked.length - 1))
    const request = asked.at(-1 - back)
    return html`
      <div class="assistants">
        <label>
          <span>${msg('Prompter')}</span>
          <select
            @change=${(event: Event) => {
              if (!(event.target instanceof HTMLSelectElement)) return
              this.chosen = event.target.value
              this.back = 0
            }}
          >
            ${all.map(
              (one) =>
                html`<option value=${one.prompterId} ?selected=${one.prompterId === prompterId}>
                  ${one.name}
                </option>`,
            )}
          </select>
        </label>
        <form @submit=${(event: SubmitEvent) => this.#submit(event)}>
          <label>
            <span>${msg('Question')}</span>
            <textarea
              name="question"
              rows="3"
              required
              maxlength=${MAX_TEXT_LENGTH}
              @keydown=${this.#onKey}
            ></textarea>
          </label>
          <button class="button primary">${icon('spark')} ${msg('Ask')}</button>
        </form>
        ${asked.length === 0 ? nothing : this.#walk(asked.length, back)}
        <div class="answers" role="status">
          ${request === undefined ? nothing : this.#answer(request)}
        </div>
      </div>
    `
  }

  #walk(count: number, back: number): TemplateResult {
    const place = count - back
    const step = (by: number, label: string, drawing: 'back' | 'forwardTo') => {
      const to = back + by
      const cannot = to < 0 || to >= count
      return html`<button
        class="button quiet icon-only ${drawing}"
        aria-label=${label}
        title=${label}
        aria-disabled=${cannot}
        @click=${() => {
          if (!cannot) this.back = to
        }}
      >
        ${icon('back')}
      </button>`
    }
    return html`<div class="walk" role="group" aria-label=${msg('What was asked before')}>
      ${step(1, msg('The question before'), 'back')}
      <span>${msg(str`${number(place)} of ${number(count)}`)}</span>
      ${step(-1, msg('The question after'), 'forwardTo')}
    </div>`
  }

  #answer(request: Request): TemplateResult {
    const { question, answer, refusal, done } = request
    const why = refusal?.says ?? (answer === null ? null : whyNothing(answer))
    return html`
      <p class="question" dir="auto">${question}</p>
      ${
        answer === null && refusal === null
          ? html`<p class="note">${msg('Looks for an answer …')}</p>`
          : why === null
            ? answer?.suggestions
                .filter(({ suggestionId }) => !done.includes(suggestionId))
                .map(
                  (suggestion) =>
                    html`<parley-suggestion-card
                      .suggestion=${suggestion}
                      .why=${null}
                      @parley-insert=${() => this.client?.prompters.inserts(request, suggestion)}
                      @parley-send=${() =>
                        this.client?.prompters.done(request, suggestion, 'taken')}
                      @parley-dismiss=${() =>
                        this.client?.prompters.done(request, suggestion, 'dismissed')}
                    ></parley-suggestion-card>`,
                )
            : html`<p class="note ${answer?.state === 'answered' ? '' : 'ill'}">
                ${answer?.state === 'answered' ? nothing : icon('alert')}${why}
              </p>`
      }
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: block;
      }
      .assistants {
        display: flex;
        flex-direction: column;
        gap: 12px;
        padding: 16px;
      }
      label {
        display: grid;
        gap: 4px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      form {
        display: grid;
        gap: 8px;
      }
      form .button {
        justify-self: end;
      }
      textarea {
        resize: vertical;
        font: inherit;
      }
      .walk {
        display: flex;
        gap: 4px;
        align-items: center;
        justify-content: center;
        font-size: var(--size-12);
        font-variant-numeric: tabular-nums;
        color: var(--text-2);
      }
      .forwardTo .icon {
        scale: -1 1;
      }
      .forwardTo:dir(rtl) .icon {
        scale: 1 1;
      }
      .answers {
        display: grid;
        gap: 8px;
      }
      .question {
        padding: 6px 10px;
        border-radius: var(--radius-card);
        overflow-wrap: anywhere;
        background: color-mix(in oklab, var(--grey-12) 7%, transparent);
      }
      .note,
      .nothing {
        display: flex;
        gap: 6px;
        align-items: center;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .nothing {
        padding: 16px;
      }
      .note .icon {
        inline-size: 16px;
        block-size: 16px;
        color: var(--warn);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-assistants': Assistants
  }
}
