import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { StatechartState, StatechartTransition } from '#protocol/statechart'
import { base } from '../elements/base.styles.ts'
import { isRightToLeft } from '../elements/direction.ts'
import { number } from '../locales/formats.ts'
import { heatOf, type Counts, type Rates } from './chart-facts.ts'
import type { ChartIndex } from './chart-index.ts'
import { stateName } from './chart-names.ts'
import { dwellOf, wayWords } from './chart-words.ts'
import { outlineStyles } from './statechart-outline.styles.ts'

/**
 * A chart as a tree in words: each state with those inside it and the ways that lead out. For
 * screen readers, phones, and charts that nobody could lay out.
 *
 * @fires parley-outline-state - a state was chosen; `detail` is its id
 * @fires parley-outline-way - a transition was chosen; `detail` is its id
 */
@customElement('parley-statechart-outline')
export class StatechartOutline extends LitElement {
  @property({ attribute: false }) index: ChartIndex | null = null
  @property({ attribute: false }) counts: Counts | null = null
  @property({ attribute: false }) most = 1
  @property({ attribute: false }) rates: Rates | null = null
  @property({ attribute: false }) rateWords = ''
  @property({ attribute: false }) active: readonly string[] = []
  @property({ attribute: false }) path: readonly string[] = []
  @property({ attribute: false }) notes: ReadonlyMap<string, string> = new Map()
  @property({ attribute: false }) selected: string | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()
  @property({ type: Boolean }) actions = false

  /** The one part of the tree that the Tab key reaches, by the id of its state or transition. */
  @state() protected tabbable: string | null = null

  override render() {
    const { index } = this
    if (index === null) return nothing
    const first = index.inner.get(index.root)?.[0]?.id ?? null
    const tabbable = this.tabbable ?? this.selected ?? this.active.at(-1) ?? first
    const own = index.from.get(index.root) ?? []
    return html`<ul role="tree" aria-label=${msg('States')} @keydown=${this.#onKey}>
      ${this.#states(index, index.root, 1, tabbable)}
      ${
        own.length === 0
          ? nothing
          : html`<li role="none" class="state">
              <p class="anywhere">${msg('From any state')}</p>
              <ul role="none" class="ways">
                ${own.map((way) => this.#way(way, index, 1, tabbable))}
              </ul>
            </li>`
      }
    </ul>`
  }

  #states(index: ChartIndex, parent: string, level: number, tabbable: string | null): unknown {
    return repeat(
      index.inner.get(parent) ?? [],
      ({ id }) => id,
      (one) => this.#state(one, index, level, tabbable),
    )
  }

  #state(
    one: StatechartState,
    index: ChartIndex,
    level: number,
    tabbable: string | null,
  ): TemplateResult {
    const { id, description } = one
    const count = this.counts === null ? null : (this.counts.get(id) ?? NOBODY)
    const isActive = this.active.includes(id)
    const ways = index.from.get(id) ?? []
    const isLeaf = index.isLeaf(id)
    const heat = isLeaf && count !== null ? heatOf(count.count, this.most) : 0
    return html`<li role="none" class="state">
      <div
        role="treeitem"
        class="head"
        aria-level=${level}
        aria-description=${description ?? nothing}
        aria-selected=${this.selected === id}
        aria-expanded=${ways.length > 0 || !isLeaf ? 'true' : nothing}
        tabindex=${tabbable === id ? 0 : -1}
        data-id=${id}
        data-active=${isActive}
        data-heat=${heat}
        @click=${() => this.#chooseState(id)}
        @focus=${() => this.#at(id)}
      >
        <span class="name" title=${one.key}>${stateName(one.key)}</span>
        ${isActive ? html`<span class="mark">${msg('now')}</span>` : nothing}
        ${
          count === null
            ? nothing
            : html`<span class="dwell">${isLeaf ? dwellOf(count, this.now()) : nothing}</span
                ><span class="count"
                  >${number(count.count)}<span class="hidden-text"> ${msg('there now')}</span></span
                >`
        }
      </div>
      ${description === null ? nothing : html`<p class="about">${description}</p>`}
      ${
        this.actions && one.entry.length > 0
          ? html`<p class="about">${msg('On entering:')} ${one.entry.join(', ')}</p>`
          : nothing
      }
      <ul role="group" class="ways" aria-label=${msg(str`Ways out of ${stateName(one.key)}`)}>
        ${ways.map((way) => this.#way(way, index, level + 1, tabbable))}
      </ul>
      ${
        isLeaf
          ? nothing
          : html`<ul
              role="group"
              class="inner"
              aria-label=${msg(str`Inside ${stateName(one.key)}`)}
            >
              ${this.#states(index, id, level + 1, tabbable)}
            </ul>`
      }
    </li>`
  }

  #way(
    way: StatechartTransition,
    index: ChartIndex,
    level: number,
    tabbable: string | null,
  ): TemplateResult {
    const passes = this.rates?.get(way.id) ?? 0
    const note = this.notes.get(way.id)
    const wasTaken = this.path.includes(way.id)
    const words = wayWords(way, index)
    return html`<li role="none">
      <div
        role="treeitem"
        class="way"
        aria-level=${level}
        aria-selected="false"
        tabindex=${tabbable === way.id ? 0 : -1}
        data-id=${way.id}
        data-way
        data-taken=${wasTaken}
        @click=${() => this.#chooseWay(way.id)}
        @focus=${() => this.#at(way.id)}
      >
        <span>${words}</span>
        ${wasTaken ? html`<span class="hidden-text">${msg('taken')}</span>` : nothing}
        ${note === undefined ? nothing : html`<span class="note">${note}</span>`}
        ${
          passes === 0
            ? nothing
            : html`<span class="count"
                >${number(passes)}<span class="hidden-text"> ${this.rateWords}</span></span
              >`
        }
        ${
          this.actions && way.actions.length > 0
            ? html`<span class="does">${way.actions.join(', ')}</span>`
            : nothing
        }
      </div>
    </li>`
  }

  #at(id: string): void {
    this.tabbable = id
  }

  #chooseState(id: string): void {
    this.tabbable = id
    this.dispatchEvent(new CustomEvent('parley-outline-state', { detail: id }))
  }

  #chooseWay(id: string): void {
    this.tabbable = id
    this.dispatchEvent(new CustomEvent('parley-outline-way', { detail: id }))
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const items = [...this.renderRoot.querySelectorAll<HTMLElement>('[role="treeitem"]')]
    const at = items.findIndex((item) => item === event.target)
    const item = items[at]
    if (item === undefined || event.altKey || event.metaKey || event.ctrlKey) return
    const level = (one: HTMLElement | undefined) => Number(one?.ariaLevel ?? 0)
    const [inwards, outwards] = isRightToLeft(item)
      ? ['ArrowLeft', 'ArrowRight']
      : ['ArrowRight', 'ArrowLeft']
    const goals: Record<string, () => HTMLElement | undefined> = {
      ArrowDown: () => items[at + 1],
      ArrowUp: () => items[at - 1],
      Home: () => items[0],
      End: () => items.at(-1),
      [inwards]: () => (level(items[at + 1]) > level(item) ? items[at + 1] : undefined),
      [outwards]: () => items.slice(0, at).findLast((one) => level(one) < level(item)),
    }
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      const id = item.dataset['id'] ?? ''
      if (item.dataset['way'] === undefined) this.#chooseState(id)
      else this.#chooseWay(id)
      return
    }
    const goal = goals[event.key]
    if (goal === undefined) return
    event.preventDefault()
    goal()?.focus()
  }

  static override styles = [base, outlineStyles]
}

const NOBODY = { count: 0, medianSince: null, oldestSince: null }

declare global {
  interface HTMLElementTagNameMap {
    'parley-statechart-outline': StatechartOutline
  }
}
