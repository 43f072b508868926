import { msg } from '@lit/localize'
import { LitElement, css, html, nothing } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'

/**
 * Words that were begun as a message and cannot be sent any more: they are kept until one says
 * what becomes of them.
 *
 * @fires parley-draft-comment - they are to be a comment
 * @fires parley-draft-discard - they are not needed
 */
@customElement('parley-stuck-draft')
export class StuckDraft extends LitElement {
  @property() text = ''

  /** Whether the text itself shows; false where a field below shows it. */
  @property({ type: Boolean }) quotes = false

  /** Whether it can be made a comment here. */
  @property({ type: Boolean }) comments = false

  @state() protected copied = false

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has('text')) this.copied = false
  }

  readonly #copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(this.text)
      this.copied = true
    } catch {
      // the clipboard is barred: the words stay where they can be marked
      this.quotes = true
    }
  }

  #say(type: 'parley-draft-comment' | 'parley-draft-discard'): void {
    this.dispatchEvent(new CustomEvent(type))
  }

  override render() {
    return html`
      <div class="bar" role="group" aria-label=${msg('Your draft')}>
        <span class="words">${msg('Your draft was not sent; it is kept here.')}</span>
        ${this.quotes ? html`<blockquote class="plain" tabindex="0">${this.text}</blockquote>` : nothing}
        <span class="choices">
          <button class="button" @click=${this.#copy}>
            ${this.copied ? msg('Copied') : msg('Copy')}
          </button>
          ${
            this.comments
              ? html`<button class="button" @click=${() => this.#say('parley-draft-comment')}>
                  ${msg('Make it a comment')}
                </button>`
              : nothing
          }
          <button class="button" @click=${() => this.#say('parley-draft-discard')}>
            ${msg('Discard')}
          </button>
        </span>
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
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        padding: 8px 12px 8px 20px;
        font-size: var(--size-13);
        color: var(--text-2);
        background: var(--ground-sunken);
        border-block-start: 1px solid var(--line);
        text-align: start;
      }
      :host([quotes]) .bar {
        display: grid;
        margin-block-start: 16px;
        padding: 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
      }
      .words {
        flex: 1 1 200px;
      }
      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      blockquote {
        margin: 0;
        max-block-size: 160px;
        overflow-y: auto;
        color: var(--text);
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-stuck-draft': StuckDraft
  }
}
