import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { Suggestion } from '#protocol/prompters'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { linkedText } from '../elements/linked-text.ts'
import { sourceWords } from './prompter-words.ts'

/**
 * One suggestion: how well it matches, its words and what comes with it, its sources, and what can
 * be done with it.
 *
 * @fires parley-insert - its words are to be edited; `detail.text`
 * @fires parley-send - it is to be sent as it is; `detail.text`
 * @fires parley-dismiss - it is not wanted
 */
@customElement('parley-suggestion-card')
export class SuggestionCard extends LitElement {
  @property({ attribute: false }) suggestion: Suggestion | null = null

  /** Why nothing can be sent now; null where it can. */
  @property() why: string | null = null

  /** It is only looked at: nothing can be done with it. */
  @property({ type: Boolean }) still = false

  /** What is sent as it is: the words, and the addresses of what comes with them. */
  get #words(): string {
    const { text = '', extras = [] } = this.suggestion ?? {}
    return [text, ...extras.map(({ url }) => url)].join('\n')
  }

  #say(type: 'parley-insert' | 'parley-send' | 'parley-dismiss'): void {
    const detail = { text: this.#words }
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }))
  }

  override render() {
    const { suggestion } = this
    if (suggestion === null) return nothing
    const { match, text, extras, sources } = suggestion
    return html`
      <div class="card" role="group" aria-label=${msg(str`Suggestion, matches ${match} %`)}>
        <p class="head">
          <span class="match">
            <span class="bar" aria-hidden="true"><i .style=${`inline-size: ${match}%`}></i></span>
            <span>${msg(str`${match} %`)}</span>
          </span>
          <span class="sources">${sources.map((source) => this.#source(source))}</span>
        </p>
        <p class="words" dir="auto">${linkedText(text)}</p>
        ${extras.length === 0 ? nothing : html`<div class="extras">${extras.map((one) => this.#extra(one))}</div>`}
        ${this.still ? nothing : this.#acts()}
      </div>
    `
  }

  #acts(): TemplateResult {
    const { why } = this
    const cannot = why !== null
    return html`<div class="acts">
      <button
        class="button"
        aria-disabled=${cannot}
        title=${why ?? nothing}
        @click=${() => cannot || this.#say('parley-insert')}
      >
        ${msg('Insert')}
      </button>
      <button
        class="button"
        aria-disabled=${cannot}
        title=${why ?? nothing}
        @click=${() => cannot || this.#say('parley-send')}
      >
        ${icon('send')} ${msg('Send as it is')}
      </button>
      <button
        class="button quiet icon-only"
        aria-label=${msg('Dismiss')}
        title=${msg('Dismiss')}
        @click=${() => this.#say('parley-dismiss')}
      >
        ${icon('close')}
      </button>
    </div>`
  }

  #source(source: Suggestion['sources'][number]): TemplateResult {
    const words = sourceWords(source)
    return source.url === null
      ? html`<span dir="auto">${words}</span>`
      : html`<a dir="auto" href=${source.url} target="_blank" rel="noreferrer noopener"
          >${words}</a
        >`
  }

  #extra({ kind, url, name }: Suggestion['extras'][number]): TemplateResult {
    if (kind === 'image') {
      return html`<img src=${url} alt=${name} loading="lazy" referrerpolicy="no-referrer" />`
    }
    if (kind === 'audio') {
      return html`<audio controls preload="none" src=${url} aria-label=${name}></audio>`
    }
    return html`<a href=${url} target="_blank" rel="noreferrer noopener"
      >${icon('file')} ${name}</a
    >`
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      .card {
        display: flex;
        flex-direction: column;
        gap: 6px;
        block-size: 100%;
        padding: 8px 10px;
        border: 1px solid var(--line);
        border-radius: var(--radius-card);
        background: var(--ground-raised);
      }
      .head {
        display: flex;
        gap: 10px;
        align-items: baseline;
        font-size: var(--size-12);
        color: var(--text-2);
      }
      .match {
        flex: none;
        display: inline-flex;
        gap: 6px;
        align-items: center;
        font-weight: 600;
        font-variant-numeric: tabular-nums;
        color: var(--text);
      }
      .bar {
        inline-size: 36px;
        block-size: 6px;
        overflow: hidden;
        border-radius: var(--radius-full);
        background: color-mix(in oklab, var(--grey-12) 14%, transparent);
      }
      .bar i {
        display: block;
        block-size: 100%;
        background: var(--accent);
      }
      .sources {
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .sources > * + *::before {
        content: ', ';
      }
      .words {
        flex: 1;
        max-block-size: 132px;
        overflow: auto;
        overflow-wrap: anywhere;
        white-space: pre-wrap;
        font-size: var(--size-13);
        line-height: var(--leading-read);
      }
      a {
        color: var(--accent-text);
      }
      @media (width < 768px) {
        .words {
          max-block-size: 78px;
        }
      }
      .extras {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .extras img {
        max-block-size: 80px;
        max-inline-size: 100%;
        border-radius: var(--radius);
      }
      .extras audio {
        max-inline-size: 100%;
      }
      .extras a {
        display: inline-flex;
        gap: 4px;
        align-items: center;
      }
      .acts {
        display: flex;
        gap: 8px;
        align-items: center;
      }
      .acts .icon-only {
        margin-inline-start: auto;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-suggestion-card': SuggestionCard
  }
}
