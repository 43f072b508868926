import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { DeskState } from '../client/desk-state.ts'
import { noticeWords } from '../desk/notice-words.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { number, plural } from '../locales/formats.ts'
import { namesOf, type Names } from './names.ts'
import type { SaidLine } from './said-lines.ts'
import { momentWords, secondTime, whoWords } from './step-words.ts'

/** Lines around the step that exist; more are asked for. */
const BEFORE = 60
const AFTER = 24

/**
 * What was said in a chat until a step; what is to come stands below, pale. Each line leads to its
 * step.
 *
 * @fires parley-step - another step is to be looked at; `detail.index`, from 0
 * @fires parley-earlier - lines before the first one here are wanted
 */
@customElement('parley-replay-said')
export class ReplaySaid extends LitElement {
  /** In their order. */
  @property({ attribute: false }) lines: readonly SaidLine[] = []

  /** The step that is looked at, from 0. */
  @property({ type: Number }) index = 0

  /** Whether there are lines before these. */
  @property({ type: Boolean }) more = false

  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) names: Names = namesOf(null, null)

  @state() protected earlier = BEFORE

  protected readonly focusStays = new FocusStays(this)

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('lines') && changed.get('lines')?.length === 0) this.earlier = BEFORE
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('index') && !changed.has('lines')) return
    const last = [...this.renderRoot.querySelectorAll('.line:not(.later)')].at(-1)
    const end = this.renderRoot.querySelector('.now')
    this.#bringInSight(end ?? last)
  }

  /** Moves these lines alone: the page around them stays where one reads it. */
  #bringInSight(line: Element | undefined): void {
    const scroller = this.renderRoot.querySelector('.scroller')
    if (line === undefined || scroller === null) return
    const [{ top, bottom }, sight] = [
      line.getBoundingClientRect(),
      scroller.getBoundingClientRect(),
    ]
    if (top < sight.top) scroller.scrollTop += top - sight.top
    else if (bottom > sight.bottom) scroller.scrollTop += bottom - sight.bottom
  }

  override render() {
    const { lines } = this
    if (lines.length === 0) {
      return html`<p class="none">${msg('Nothing was said yet.')}</p>`
    }
    const until = lines.findLastIndex(({ index }) => index <= this.index) + 1
    const from = Math.max(0, until - this.earlier)
    const to = Math.min(lines.length, until + AFTER)
    const left = lines.length - to
    return html`<div class="scroller" tabindex="0" role="region" aria-label=${msg('What was said')}>
      ${from > 0 || this.more ? this.#earlier(from) : nothing}
      <ol>
        ${repeat(
          lines.slice(from, to),
          ({ seq }) => seq,
          (line, place) => html`
            ${this.#line(line, lines[from + place - 1])}
            ${from + place === until - 1 && until < lines.length ? this.#now() : nothing}
          `,
        )}
      </ol>
      ${
        left > 0
          ? html`<p class="left">
              ${plural(left, {
                one: msg(str`and ${number(left)} more`),
                other: msg(str`and ${number(left)} more`),
              })}
            </p>`
          : nothing
      }
    </div>`
  }

  #earlier(from: number): TemplateResult {
    return html`<button
      class="button quiet earlier"
      @click=${() => {
        if (from > 0) this.earlier += BEFORE
        else this.dispatchEvent(new CustomEvent('parley-earlier'))
      }}
    >
      ${msg('Show earlier lines')}
    </button>`
  }

  #now(): TemplateResult {
    return html`<li class="now"><span>${msg('to come')}</span></li>`
  }

  #line(line: SaidLine, before: SaidLine | undefined): TemplateResult {
    const isLater = line.index > this.index
    const isHere = line.index === this.index
    const kind = kindOf(line)
    const isSame = before?.author === line.author && kindOf(before) === kind
    const who = whoWords(line.author, this.names)
    const when = momentWords(line.at)
    return html`<li class="line ${kind} ${isLater ? 'later' : ''}">
      ${kind === 'notice' || isSame ? nothing : this.#who(line, who)}
      <button
        class="bubble"
        aria-current=${isHere ? 'step' : nothing}
        title=${when}
        @click=${() =>
          this.dispatchEvent(
            new CustomEvent('parley-step', {
              detail: { index: line.index },
              bubbles: true,
              composed: true,
            }),
          )}
      >
        <span class="text">${this.#words(line)}</span>${
          isLater ? html`<span class="hidden"> (${msg('to come')})</span>` : nothing
        }
      </button>
    </li>`
  }

  #who(line: SaidLine, who: string): TemplateResult {
    const note =
      line.kind !== 'comment'
        ? null
        : line.comment.visibleTo === 'author'
          ? msg('only you')
          : msg('only agents see this')
    return html`<p class="who">
      <b>${who}</b> <time datetime=${new Date(line.at).toISOString()}>${secondTime(line.at)}</time>
      ${note === null ? nothing : html`<span class="note">${icon('comment')}${note}</span>`}
    </p>`
  }

  #words(line: SaidLine): unknown {
    const { text, data, files } = line.kind === 'message' ? line.message : line.comment
    if (data !== null && text === null) return noticeWords(data, this.desk, line.at)
    const said = text ?? msg('Words of an erased customer')
    if (files.length === 0) return said
    return html`${said}<span class="files"
        >${icon('attach')}${files.map(({ name }) => name).join(', ')}</span
      >`
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-direction: column;
        min-block-size: 0;
      }
      .scroller {
        flex: 1;
        min-block-size: 0;
        overflow-y: auto;
        padding: 4px 16px 24px;
      }
      .scroller:focus-visible {
        outline: 2px solid var(--ring);
        outline-offset: -2px;
      }
      ol {
        display: grid;
        gap: 4px;
      }
      .line {
        display: grid;
        justify-items: start;
        min-inline-size: 0;
      }
      .agent {
        justify-items: end;
      }
      .notice {
        justify-items: center;
        margin-block: 4px;
      }
      .who {
        display: flex;
        flex-wrap: wrap;
        gap: 0 6px;
        margin-block: 8px 3px;
        color: var(--text-2);
        font-size: var(--size-12);
        font-variant-numeric: tabular-nums;
      }
      .who b {
        color: var(--text);
        font-weight: 600;
      }
      .note {
        display: inline-flex;
        align-items: center;
        gap: 3px;
      }
      .icon {
        inline-size: 13px;
        block-size: 13px;
      }
      .bubble {
        max-inline-size: 94%;
        min-block-size: 24px;
        padding: 7px 12px;
        border-radius: var(--radius-card);
        background: var(--fill);
        font-size: var(--size-13);
        text-align: start;
        overflow-wrap: anywhere;
      }
      .text {
        white-space: pre-wrap;
      }
      .agent .bubble {
        background: var(--accent-soft);
      }
      .bot .bubble {
        background: none;
        box-shadow: inset 0 0 0 1px var(--line-strong);
      }
      .comment .bubble {
        border-inline-start: 3px solid var(--comment-edge);
        border-radius: 4px var(--radius-card) var(--radius-card) 4px;
        background: var(--comment);
        color: var(--comment-text);
      }
      .notice .bubble {
        padding: 3px 10px;
        background: none;
        color: var(--text-2);
        font-size: var(--size-12);
        text-align: center;
      }
      .bubble:hover {
        box-shadow: inset 0 0 0 1px var(--line-control);
      }
      .bubble[aria-current] {
        box-shadow: 0 0 0 2px var(--accent);
      }
      .later .bubble {
        background: none;
        box-shadow: inset 0 0 0 1px var(--line);
        color: var(--text-3);
      }
      .later .who,
      .later .who b {
        color: var(--text-3);
        font-weight: 400;
      }
      .later.notice .bubble {
        box-shadow: none;
      }
      .now {
        display: flex;
        align-items: center;
        gap: 10px;
        margin-block: 12px 4px;
        color: var(--text-2);
        font-size: var(--size-12);
      }
      .now::before,
      .now::after {
        content: '';
        flex: 1;
        border-block-start: 1px dashed var(--line-strong);
      }
      .files {
        display: flex;
        align-items: center;
        gap: 4px;
        color: var(--text-2);
        font-size: var(--size-12);
      }
      .earlier {
        margin-block: 4px;
        inline-size: 100%;
      }
      .none,
      .left {
        padding: 16px;
        color: var(--text-2);
        font-size: var(--size-13);
        text-align: center;
      }
      .hidden {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    `,
  ]
}

/** On whose side a line stands. */
function kindOf(line: SaidLine): 'notice' | 'comment' | 'agent' | 'bot' | 'customer' {
  if (line.kind === 'comment') return line.comment.kind === 'note' ? 'notice' : 'comment'
  if (line.message.kind === 'notice') return 'notice'
  const [kind] = line.author.split(':')
  return kind === 'agent' || kind === 'bot' ? kind : 'customer'
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-replay-said': ReplaySaid
  }
}
