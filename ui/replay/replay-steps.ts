import { msg } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { VirtualRows } from '../elements/virtual-rows.ts'
import { virtualRowsStyles } from '../elements/virtual-rows.styles.ts'
import type { ReplayedStepView } from '#protocol/replay'
import { number } from '../locales/formats.ts'
import { namesOf, type Names } from './names.ts'
import { toneColours } from './replay-timeline.styles.ts'
import { toneOf } from './state-bands.ts'
import { eventWords, momentWords, secondTime, stateNameOf, whoWords } from './step-words.ts'

type Step = ReplayedStepView

/**
 * All steps of a replay as a list, of which only those in sight exist.
 *
 * @fires parley-step - another step is to be looked at; `detail.index`, from 0
 */
@customElement('parley-replay-steps')
export class ReplaySteps extends LitElement {
  @property({ attribute: false }) steps: readonly Step[] = []
  @property({ type: Number }) index = 0
  @property({ attribute: false }) names: Names = namesOf(null, null)

  @query('.scroller') protected scroller!: HTMLElement | null

  readonly #rows = new VirtualRows<Step>(this, {
    scroller: () => this.scroller,
    keyOf: ({ step }) => String(step),
    heightRem: () => 3,
  })

  protected override updated(changed: PropertyValues<this>): void {
    const had = changed.get('steps')?.length ?? this.steps.length
    if (!changed.has('index') && had > this.index) return
    // once the list has its size
    requestAnimationFrame(() => this.#rows.show(this.index))
  }

  override render() {
    const selected = this.steps[this.index]
    return html`<div class="scroller">
      ${this.#rows.render(
        this.steps,
        selected === undefined ? null : String(selected.step),
        (step, { index, isTabbable }) => this.#row(step, index, isTabbable),
        msg('Steps'),
      )}
    </div>`
  }

  #row(step: Step, index: number, isTabbable: boolean): TemplateResult {
    const before = this.steps[index - 1]?.state
    const [path, ...others] = movedTo(before ?? '', step.state)
    return html`<button
      class="row"
      tabindex=${isTabbable ? 0 : -1}
      aria-current=${index === this.index ? 'step' : nothing}
      title=${momentWords(step.at)}
      @click=${() =>
        this.dispatchEvent(
          new CustomEvent('parley-step', { detail: { index }, bubbles: true, composed: true }),
        )}
    >
      <span class="number">${number(step.step)}</span>
      <span class="words">
        <span class="what">${eventWords(step)}</span>
        <span class="who">${whoWords(step.by, this.names)}</span>
      </span>
      <span class="end">
        <time datetime=${new Date(step.at).toISOString()}>${secondTime(step.at)}</time>
        ${
          path === undefined
            ? nothing
            : html`<span class="to" data-tone=${toneOf(path)}
                ><span class="hidden">${msg('led to')}</span> ${stateNameOf(path)}${
                  others.length === 0 ? nothing : ` +${number(others.length)}`
                }</span
              >`
        }
      </span>
    </button>`
  }

  static override styles = [
    base,
    buttons,
    virtualRowsStyles,
    toneColours,
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
        padding-inline: 8px;
      }
      .row {
        display: grid;
        grid-template-columns: 2.25rem minmax(0, 1fr) auto;
        align-items: center;
        gap: 8px;
        inline-size: 100%;
        block-size: calc(100% - 2px);
        padding-inline: 8px;
        border-radius: var(--radius);
        text-align: start;
        line-height: var(--leading-list);
      }
      .row:hover {
        background: var(--fill);
      }
      .row[aria-current] {
        background: var(--accent-soft);
      }
      .number,
      time,
      .who {
        color: var(--text-2);
        font-size: var(--size-12);
        font-variant-numeric: tabular-nums;
      }
      .number {
        text-align: end;
      }
      .words,
      .end {
        display: grid;
        min-inline-size: 0;
      }
      .end {
        justify-items: end;
        gap: 1px;
      }
      .what,
      .who {
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      .what {
        font-size: var(--size-13);
      }
      .row[aria-current] .what {
        font-weight: 600;
      }
      .to {
        padding-inline: 6px;
        border-inline-start: 3px solid var(--tone-edge);
        background: var(--tone);
        color: var(--text);
        font-size: 11px;
        line-height: 16px;
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

/** States of any region that are others than before. */
export function movedTo(before: string, after: string): string[] {
  const old = new Set(before.split(' '))
  return after.split(' ').filter((path) => !old.has(path))
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-replay-steps': ReplaySteps
  }
}
