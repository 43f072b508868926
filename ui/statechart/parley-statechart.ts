import { msg, str } from '@lit/localize'
import {
  LitElement,
  html,
  nothing,
  svg,
  type PropertyValues,
  type SVGTemplateResult,
  type TemplateResult,
} from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Statechart, StatechartLayout, StatechartState } from '#protocol/statechart'
import { readState } from '#protocol/statechart-words'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { icon } from '../elements/icon.ts'
import { number } from '../locales/formats.ts'
import {
  HEAT_STEPS,
  heatBounds,
  heatOf,
  widthOf,
  type Counts,
  type Rates,
  type StateCount,
} from './chart-facts.ts'
import { ChartIndex, type Box, type Edge } from './chart-index.ts'
import { stateName } from './chart-names.ts'
import {
  dwellLines,
  labelRows,
  nameOf,
  shareOf,
  shortDwell,
  spokenState,
  titleRows,
  wayWords,
} from './chart-words.ts'
import { arrowPath, linePath } from './line-path.ts'
import { PassingDots } from './passing-dots.ts'
import { pictureOf, savePng, saveSvg } from './save-picture.ts'
import './statechart-outline.ts'
import { statechartStyles } from './parley-statechart.styles.ts'
import { fitted, framed, moved, showing, zoomed, type Size, type View } from './viewport.ts'

/** Below this there is no room for a picture: its outline says the same. */
const PICTURE_FROM_PX = 600

/** Below this scale words are drawn larger, and conditions are left to those who look closer. */
const NEAR_FROM = 0.8

/** Type sizes and lines in units of the picture; the server lays out for them. */
const NEAR = {
  ...{ title: 20, header: 19, count: 26, dwell: 11.5 },
  ...{ label: 12.5, line: 16, passes: 14, slip: 14 },
}
const FAR = {
  ...{ title: 24, header: 24, count: 34, dwell: 18 },
  ...{ label: 18, line: 21, passes: 20, slip: 17 },
}
const TITLE_LINE = 27
const LABEL_GAP = 6
const SLIP_LINE = 20

/** A number of more digits, and times of more letters, than stand beside one another are set smaller. */
const COUNT_DIGITS = 3
const DWELL_LETTERS = 13

const ZOOM_STEP = 1.25
const PAN_STEP_PX = 80

/** Where few are anywhere, none of it is much. */
const LEAST_SCALE = 10

/** A press that moved less than this is a click. */
const CLICK_PX = 4

/** Of the way that an actor came, so many steps are marked; the newest most strongly. */
const MARKED_STEPS = 12

export type ChartView = 'picture' | 'outline'

/**
 * Draws any statechart that it is given as data, and says the same as an outline. It fetches
 * nothing; the layout is the server's, and what changes only changes what is drawn already. However
 * often it is told something new, it renders at most once a frame.
 *
 * @fires parley-state-select - a state was chosen; `detail.stateId`
 * @fires parley-transition-select - a transition was chosen; `detail.transitionIds`, those of its line
 */
@customElement('parley-statechart')
export class ParleyStatechart extends LitElement {
  /** The machine as a graph, with its layout; without a layout there is the outline alone. */
  @property({ attribute: false }) chart: Statechart | null = null

  /** How many are in each state now; null where it is about one actor, or about none. */
  @property({ attribute: false }) counts: Counts | null = null

  /** How often each transition was taken, in the stretch of time that `rateWords` names. */
  @property({ attribute: false }) rates: Rates | null = null

  @property({ attribute: false }) rateWords = ''

  /** States that are active now. */
  @property({ attribute: false }) active: readonly string[] = []

  /** Transitions by which it came here, oldest first. */
  @property({ attribute: false }) path: readonly string[] = []

  /** A word of the moment beside transitions: the time that a delay has left. */
  @property({ attribute: false }) notes: ReadonlyMap<string, string> = new Map()

  /** The state that is chosen. */
  @property() selected: string | null = null

  /**
   * States that are kept in sight, the most important one first, readable and with what is around
   * them, until one moves the picture oneself; empty for the whole picture.
   */
  @property({ attribute: false }) framed: readonly string[] = []

  /** The way and the states are only imagined. */
  @property({ type: Boolean }) imagined = false

  @property({ attribute: false }) now: () => number = () => Date.now()

  /** What one chose to see; null for what there is room for. */
  @property() view: ChartView | null = null

  @state() protected room: Size = { width: 0, height: 0 }
  /** Of the picture's frame, as it was told last: asking for it would lay out the page each time. */
  @state() protected stageRoom: Size | null = null
  @state() protected look: View | null = null
  @state() protected showsActions = false
  @state() protected saves = false
  @state() protected pointed: string | null = null
  @state() protected tabbable: string | null = null

  @query('svg.picture') protected picture!: SVGSVGElement | null
  @query('.stage') protected stage!: HTMLElement | null

  #index: ChartIndex | null = null
  /** Whether what is seen is chosen by us: the whole, or what is framed. */
  #isFitted = true
  /** Whether all of it was asked for, although something is framed. */
  #isWhole = false
  #pointers = new Map<number, { x: number; y: number }>()
  #pressed: { x: number; y: number } | null = null
  #watchedStage: HTMLElement | null = null
  readonly #dots = new PassingDots(() => this.stage?.querySelector('.dots') ?? null)
  readonly #resizes = new ResizeObserver((entries) => {
    for (const { target, contentRect } of entries) {
      const { width, height } = contentRect
      if (target === this) {
        this.room = sameOr(this.room, { width, height })
        this.toggleAttribute('data-small', width < PICTURE_FROM_PX)
      } else if (width > 0) this.stageRoom = sameOr(this.stageRoom, { width, height })
    }
  })

  override connectedCallback(): void {
    super.connectedCallback()
    this.#resizes.observe(this)
    if (this.hasUpdated) this.requestUpdate()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resizes.disconnect()
    this.#watchedStage = null
    this.#dots.end()
  }

  /** At most once a frame; a page that nobody sees renders when it is looked at again. */
  protected override async scheduleUpdate(): Promise<void> {
    if (this.hasUpdated) await new Promise((resolve) => requestAnimationFrame(resolve))
    await super.scheduleUpdate()
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('chart')) {
      this.#index = this.chart === null ? null : new ChartIndex(this.chart)
      this.#isFitted = true
      this.tabbable = null
      this.pointed = null
    }
    const layout = this.chart?.layout ?? null
    const stage = this.#stageSize()
    // What begins to be framed is looked at, also where all of it was asked for before.
    const wasFree = (changed.get('framed') ?? this.framed).length === 0
    if (changed.has('chart') || (wasFree && this.framed.length > 0)) this.#isWhole = false
    if (this.#isFitted && layout !== null && stage.width > 0) {
      this.look = this.#follows ? this.#framing(layout, stage) : fitted(layout, stage)
    }
  }

  protected override updated(changed: PropertyValues<this>): void {
    this.#watchStage()
    const before = changed.get('rates')
    if (changed.has('rates') && before != null && this.rates !== null) {
      this.#dots.pass(this.#passedSince(before, this.rates))
    }
  }

  #watchStage(): void {
    const { stage } = this
    if (stage === this.#watchedStage) return
    if (this.#watchedStage !== null) this.#resizes.unobserve(this.#watchedStage)
    if (stage !== null) this.#resizes.observe(stage)
    this.#watchedStage = stage
  }

  /** What is shown now. */
  get shown(): ChartView {
    if (this.chart?.layout == null) return 'outline'
    if (this.view !== null) return this.view
    return this.room.width > 0 && this.room.width < PICTURE_FROM_PX ? 'outline' : 'picture'
  }

  /** Puts the focus where Tab reaches the chart: in its picture, or in its outline. */
  override focus(): void {
    const outline = this.renderRoot.querySelector('parley-statechart-outline')?.shadowRoot
    const at = (outline ?? this.picture)?.querySelector<HTMLElement | SVGElement>('[tabindex="0"]')
    at?.focus()
  }

  /** Shows what each state and transition does, too. */
  showActions(): void {
    this.showsActions = true
  }

  /** The whole picture, as large as there is room. */
  fit(): void {
    this.#isFitted = true
    this.#isWhole = true
    this.requestUpdate()
  }

  /** Keeps in sight what is framed, again. */
  follow(): void {
    this.#isFitted = true
    this.#isWhole = false
    this.requestUpdate()
  }

  get #follows(): boolean {
    return this.framed.length > 0 && this.#isFitted && !this.#isWhole
  }

  /** What is framed, with the newest way and its words. */
  #framing(layout: StatechartLayout, stage: Size): View {
    const states = this.framed.flatMap((id) => this.#index?.boxes.get(id) ?? [])
    const last = this.path.at(-1)
    const ways = layout.edges
      .filter(({ transitions }) => last !== undefined && transitions.includes(last))
      .flatMap(({ points, label }) => [boundsOf(points), label])
    return framed([...states, ...ways], layout, stage)
  }

  zoom(factor: number): void {
    const { width, height } = this.#stageSize()
    this.#zoomAt(factor, { x: width / 2, y: height / 2 })
  }

  /** What is saved is seen in its own size: all words are in it, whatever one sees now. */
  async #withAllWords(save: () => unknown): Promise<void> {
    this.saves = true
    await this.updateComplete
    void save()
    this.saves = false
  }

  /** The whole picture as a drawing of its own, as it looks now; empty where there is none. */
  toSvg(): string {
    const layout = this.chart?.layout
    return this.picture === null || layout == null ? '' : pictureOf(this.picture, layout)
  }

  override render() {
    const index = this.#index
    if (index === null) {
      return html`<div class="loading" role="status" aria-label=${msg('The chart is being loaded')}>
        <span></span><span></span><span></span>
      </div>`
    }
    const { shown } = this
    return html`
      ${this.#tools(index, shown)}
      ${shown === 'picture' ? this.#stage(index) : this.#outline(index)}
    `
  }

  // -- tools ----------------------------------------------------------------------------------

  #tools(index: ChartIndex, shown: ChartView): TemplateResult {
    const hasLayout = index.chart.layout !== null
    return html`<div class="tools" role="toolbar" aria-label=${msg('Chart')}>
      ${
        hasLayout
          ? html`<div class="switch" role="group" aria-label=${msg('View')}>
              ${this.#viewButton('picture', msg('Chart'), shown)}
              ${this.#viewButton('outline', msg('Outline'), shown)}
            </div>`
          : nothing
      }
      <button
        class="button quiet"
        aria-pressed=${this.showsActions}
        title=${msg('What each state and transition does')}
        @click=${() => {
          this.showsActions = !this.showsActions
        }}
      >
        ${msg('Actions')}
      </button>
      ${shown === 'picture' ? this.#pictureTools() : nothing}
    </div>`
  }

  #viewButton(view: ChartView, words: string, shown: ChartView): TemplateResult {
    return html`<button
      aria-pressed=${shown === view}
      @click=${() => {
        this.view = view
      }}
    >
      ${words}
    </button>`
  }

  #pictureTools(): TemplateResult {
    const name = this.chart?.graph.machine.replace('@', '-') ?? 'chart'
    return html`
      <span class="gap"></span>
      <button
        class="button quiet icon-only"
        aria-label=${msg('Smaller')}
        @click=${() => this.zoom(1 / ZOOM_STEP)}
      >
        ${icon('minus')}
      </button>
      <button
        class="button quiet icon-only"
        aria-label=${msg('Larger')}
        @click=${() => this.zoom(ZOOM_STEP)}
      >
        ${icon('plus')}
      </button>
      <button
        class="button quiet icon-only"
        aria-label=${msg('All of it')}
        title=${msg('All of it')}
        @click=${() => this.fit()}
      >
        ${icon('fit')}
      </button>
      ${
        this.framed.length === 0
          ? nothing
          : html`<button
              class="button quiet"
              aria-pressed=${this.#follows}
              title=${msg('Keep in sight where it is')}
              @click=${() => this.follow()}
            >
              ${msg('Follow')}
            </button>`
      }
      <button
        class="button quiet"
        title=${msg('Save the picture as SVG')}
        @click=${() => void this.#withAllWords(() => saveSvg(this.toSvg(), name))}
      >
        SVG
      </button>
      <button
        class="button quiet"
        title=${msg('Save the picture as PNG')}
        @click=${() => void this.#withAllWords(() => savePng(this.toSvg(), name))}
      >
        PNG
      </button>
    `
  }

  // -- picture --------------------------------------------------------------------------------

  #stage(index: ChartIndex): TemplateResult {
    const { look } = this
    const layout = index.chart.layout
    if (layout === null) return html``
    const { x, y, scale } = look ?? { x: 0, y: 0, scale: 1 }
    const { width, height } = this.#stageSize()
    const words = msg(str`Chart of ${stateName(index.states.get(index.root)?.key ?? '')}`)
    return html`<div
      class="stage"
      @wheel=${this.#onWheel}
      @pointerdown=${this.#onPress}
      @pointermove=${this.#onMove}
      @pointerup=${this.#onRelease}
      @pointercancel=${this.#onRelease}
      @keydown=${this.#onKey}
    >
      <svg
        class="picture"
        role="group"
        aria-label=${words}
        viewBox="0 0 ${width} ${height}"
        data-near=${this.#isNear}
        data-one=${this.counts === null && this.active.length > 0}
        data-imagined=${this.imagined}
      >
        <g
          class="world"
          data-follows=${this.#follows}
          .style=${`transform: translate(${x}px, ${y}px) scale(${scale})`}
        >
          ${this.#around(index)}
          <g class="lines" aria-hidden="true">${this.#lines(index)}</g>
          ${this.#leaves(index)}
          <g class="labels" aria-hidden="true">${this.#labels(index)}</g>
        </g>
      </svg>
      <div
        class="dots"
        aria-hidden="true"
        data-follows=${this.#follows}
        .style=${`transform: translate(${x}px, ${y}px) scale(${scale})`}
      ></div>
      ${this.#legend()} ${this.#overview(index, layout)} ${this.#card(index)}
    </div>`
  }

  #around(index: ChartIndex): SVGTemplateResult[] {
    return index.shown
      .filter(({ id }) => !index.isLeaf(id))
      .map((one) => this.#state(one, index, false))
  }

  #leaves(index: ChartIndex): SVGTemplateResult[] {
    return index.shown
      .filter(({ id }) => index.isLeaf(id))
      .map((one) => this.#state(one, index, true))
  }

  #state(one: StatechartState, index: ChartIndex, isLeaf: boolean): SVGTemplateResult {
    const { id } = one
    const box = index.boxes.get(id)
    if (box === undefined) return svg``
    const { x, y, width, height } = box
    const count = this.#countOf(id, index)
    const heat = isLeaf && count !== null ? heatOf(count.count, this.#most(index)) : 0
    const isActive = this.active.includes(id)
    const facts = { count, isActive, now: this.now() }
    const radius = isLeaf ? 12 : 16
    return svg`<g class=${isLeaf ? 'leaf' : 'outer'} data-heat=${heat}><g
      class="state"
      role="button"
      id=${`state-${id}`}
      tabindex=${this.#tabbable(index) === id ? 0 : -1}
      aria-label=${spokenState(id, index, facts)}
      aria-pressed=${this.selected === id}
      data-state=${id}
      data-heat=${heat}
      data-kind=${one.type}
      data-active=${isActive}
      data-selected=${this.selected === id}
      @click=${(event: Event) => this.#onState(event, id)}
      @pointerenter=${() => this.#point(isLeaf ? id : null)}
      @pointerleave=${() => this.#point(null)}
      @focus=${() => this.#focused(id)}
      @blur=${() => this.#point(null)}
    >
      <rect class="box" x=${x} y=${y} width=${width} height=${height} rx=${radius}></rect>
      ${
        index.isEnd(id)
          ? svg`<rect class="end" x=${x + 4} y=${y + 4} width=${width - 8} height=${height - 8} rx=${radius - 4}></rect>`
          : nothing
      }
      ${isLeaf ? nothing : svg`<rect class="header" x=${x} y=${y} width=${width} height="52"></rect>`}
      </g>
      <g class="words" aria-hidden="true">
        ${isLeaf ? this.#inLeaf(one, box, count) : this.#inOuter(one, box, count)}
      </g>
    </g>`
  }

  /** Nobody is counted where chats end: there they leave what is live. */
  #countOf(id: string, index: ChartIndex): StateCount | null {
    if (this.counts === null) return null
    return this.counts.get(id) ?? (index.isEnd(id) ? null : NOBODY)
  }

  /** The sizes of the moment. */
  get #sizes(): typeof NEAR {
    return this.#isNear ? NEAR : FAR
  }

  get #isNear(): boolean {
    return this.saves || (this.look?.scale ?? 1) >= NEAR_FROM
  }

  #inLeaf(
    { key }: StatechartState,
    { x, y, width, height }: Box,
    count: StateCount | null,
  ): SVGTemplateResult {
    const { rows, share } = titleRows(key)
    const size = this.#sizes.title * share
    if (count === null) {
      const first = y + height / 2 + size * 0.35 - ((rows.length - 1) * TITLE_LINE * share) / 2
      return svg`${rows.map(
        (words, row) =>
          svg`<text class="title" x=${x + width / 2} y=${first + TITLE_LINE * share * row} text-anchor="middle" font-size=${size}>${words}</text>`,
      )}`
    }
    const words = number(count.count)
    const digits = Math.min(1, COUNT_DIGITS / words.length)
    return svg`
      ${rows.map(
        (line, row) =>
          svg`<text class="title" x=${x + 16} y=${y + 31 + TITLE_LINE * share * row} font-size=${size}>${line}</text>`,
      )}
      <text class="count" x=${x + 16} y=${y + height - 15} font-size=${this.#sizes.count * digits}>${words}</text>
      ${this.#dwellOf(count, x + width - 14, y + height - 15)}
    `
  }

  /** Beside a number: near both times, from afar how long half of them are there. */
  #dwellOf(count: StateCount, x: number, y: number): SVGTemplateResult[] {
    const lines = this.#isNear
      ? dwellLines(count, this.now())
      : [shortDwell(count, this.now())].filter((words) => words !== '')
    return lines.map(
      (words, row) =>
        svg`<text class="dwell" x=${x} y=${y - 16 * (lines.length - 1 - row)} text-anchor="end" font-size=${this.#sizes.dwell * Math.min(1, DWELL_LETTERS / words.length)}>${words}</text>`,
    )
  }

  #inOuter(
    { key }: StatechartState,
    { x, y, width }: Box,
    count: StateCount | null,
  ): SVGTemplateResult {
    const { share } = titleRows(key)
    const { header, count: size } = this.#sizes
    return svg`
      <text class="title" x=${x + 20} y=${y + 35} font-size=${header * share}>${stateName(key)}</text>
      ${
        count === null
          ? nothing
          : svg`<text class="total" x=${x + width - 20} y=${y + 35} text-anchor="end" font-size=${size * 0.8}>${number(count.count)}</text>`
      }
    `
  }

  #lines(index: ChartIndex): SVGTemplateResult {
    const { layout } = index.chart
    if (layout === null) return svg``
    const steps = this.#steps()
    return svg`
      ${layout.initials.map(
        ({ x, y, points }) => svg`
          <path class="line first" d=${linePath(points)}></path>
          <path class="arrow" d=${arrowPath(points)}></path>
          <circle class="first" cx=${x} cy=${y} r="6"></circle>
        `,
      )}
      ${repeat(
        layout.edges,
        ({ id }) => id,
        (edge) => {
          const passes = this.#passesOf(edge)
          const step = this.#stepOf(edge, steps)
          const d = linePath(edge.points)
          return svg`<g
            class="way"
            data-edge=${edge.id}
            data-step=${step ?? nothing}
            data-busy=${passes > 0}
            data-near=${this.#isBeside(edge, index)}
            @click=${() => this.#onWay(edge)}
          >
            <path class="hit" d=${d}></path>
            <path class="line" d=${d} .style=${`--width: ${widthOf(passes)}`}></path>
            <path class="arrow" d=${arrowPath(edge.points)}></path>
          </g>`
        },
      )}
      ${layout.slips.map(
        ({
          x,
          y,
          width,
          height,
          states,
        }) => svg`<g class="slip" data-active=${states.some((id) => this.active.includes(id))}>
          <rect x=${x} y=${y} width=${width} height=${height} rx="8"></rect>
          ${states.map(
            (id, row) =>
              svg`<text x=${x + width / 2} y=${y + 20 + row * SLIP_LINE} text-anchor="middle" font-size=${this.#slipSize(id, index)}>${this.#slipName(id, index)}</text>`,
          )}
        </g>`,
      )}
    `
  }

  #labels(index: ChartIndex): SVGTemplateResult[] {
    const steps = this.#steps()
    return (index.chart.layout?.edges ?? []).map((edge) => this.#label(edge, index, steps))
  }

  /** In the middle of its place, which has room for the words from afar and from near. */
  #label(edge: Edge, index: ChartIndex, steps: ReadonlyMap<string, number>): SVGTemplateResult {
    const { x, y, width, height } = edge.label
    const { rows, share } = labelRows(edge, index, this.#isNear)
    const { label: size, line, passes: passesSize } = this.#sizes
    const passes = this.#passesOf(edge)
    const notes = edge.transitions.flatMap((id) => this.notes.get(id) ?? [])
    const counted =
      notes.length > 0
        ? { kind: 'note', words: notes.join(' · ') }
        : passes > 0
          ? { kind: 'passes', words: number(passes) }
          : null
    const step = line * share
    const gaps = rows.map(({ place }, row) => (place === (rows[row - 1]?.place ?? place) ? 0 : 1))
    const starts = rows.map(
      (_, row) => row * step + LABEL_GAP * share * sum(gaps.slice(0, row + 1)),
    )
    const end = rows.length * step + LABEL_GAP * share * sum(gaps)
    const needed = end + (counted === null ? 0 : line)
    const top = y + Math.max(0, (height - needed) / 2)
    const middle = x + width / 2
    return svg`<g
      class="label"
      data-step=${this.#stepOf(edge, steps) ?? nothing}
      data-near=${this.#isBeside(edge, index)}
      @click=${() => this.#onWay(edge)}
    >
      <rect class="under" x=${x + 2} y=${top} width=${Math.max(0, width - 4)} height=${needed} rx="4"></rect>
      ${rows.map(
        ({ words, isGuard, technical }, row) =>
          svg`<text class=${isGuard ? 'guard' : 'trigger'} x=${middle} y=${top + (starts[row] ?? 0) + step * 0.78} text-anchor="middle" font-size=${size * share}><title>${technical}</title>${words}</text>`,
      )}
      ${
        counted === null
          ? nothing
          : svg`<text class=${counted.kind} x=${middle} y=${top + end + line * 0.78} text-anchor="middle" font-size=${passesSize}>${counted.words}</text>`
      }
    </g>`
  }

  #legend(): TemplateResult | typeof nothing {
    if (this.counts === null || this.#index === null) return nothing
    const bounds = heatBounds(this.#most(this.#index))
    return html`<div class="legend" aria-hidden="true">
      ${bounds.map((least, place) => {
        const next = bounds[place + 1]
        const words =
          next === undefined
            ? place === 0
              ? number(least)
              : `${number(least)}+`
            : next - 1 === least
              ? number(least)
              : `${number(least)}–${number(next - 1)}`
        const heat = bounds.length === 1 ? HEAT_STEPS : heatOf(least, this.#most(this.#index))
        return html`<span data-heat=${heat}>${words}</span>`
      })}
      <span class="what"
        >${this.#isNear ? msg('there now') : msg('there now, and their median time')}</span
      >
    </div>`
  }

  /** Where in the whole one is, as long as something is framed. */
  #overview(
    index: ChartIndex,
    { width, height }: StatechartLayout,
  ): TemplateResult | typeof nothing {
    const { look } = this
    if (this.framed.length === 0 || look === null) return nothing
    const stage = this.#stageSize()
    const seen = { x: -look.x / look.scale, y: -look.y / look.scale }
    const isWhole = stage.width / look.scale >= width && stage.height / look.scale >= height
    if (isWhole) return nothing
    return html`<svg
      class="overview"
      viewBox="0 0 ${width} ${height}"
      aria-hidden="true"
      .style=${`aspect-ratio: ${width} / ${height}`}
    >
      ${index.shown.map(({ id }) => {
        const box = index.boxes.get(id)
        return box === undefined
          ? nothing
          : svg`<rect
              class=${index.isLeaf(id) ? 'one' : 'around'}
              data-active=${this.active.includes(id)}
              x=${box.x} y=${box.y} width=${box.width} height=${box.height} rx="10"
            ></rect>`
      })}
      <rect
        class="seen"
        x=${seen.x}
        y=${seen.y}
        width=${stage.width / look.scale}
        height=${stage.height / look.scale}
      ></rect>
    </svg>`
  }

  /** What is said of a state that is pointed at, or that has the focus. */
  #card(index: ChartIndex): TemplateResult | typeof nothing {
    const id = this.pointed
    const box = id === null ? undefined : index.boxes.get(id)
    const { look } = this
    if (id === null || box === undefined || look === null) return nothing
    const one = index.states.get(id)
    const left = Math.max(8, look.x + box.x * look.scale)
    const top = look.y + (box.y + box.height) * look.scale + 6
    const isLow = top > this.#stageSize().height - 160
    const place = isLow
      ? `inset-block-end: ${this.#stageSize().height - (look.y + box.y * look.scale) + 6}px`
      : `inset-block-start: ${top}px`
    const isRight = left > this.#stageSize().width - 300
    const side = isRight ? 'inset-inline-end: 8px' : `inset-inline-start: ${left}px`
    return html`<div class="card" role="tooltip" .style=${`${place}; ${side}`}>
      <p class="name">${nameOf(id, index)} <code>${one?.key}</code></p>
      ${one?.description == null ? nothing : html`<p>${one.description}</p>`}
      ${this.showsActions && one !== undefined ? this.#actionsOf(one) : nothing}
      <ul>
        ${(index.from.get(id) ?? []).map(
          (way) =>
            html`<li>
              ${wayWords(way, index)}
              ${
                this.showsActions && way.actions.length > 0
                  ? html`<span class="does">${way.actions.join(', ')}</span>`
                  : nothing
              }
            </li>`,
        )}
      </ul>
    </div>`
  }

  #actionsOf({ entry, exit }: StatechartState): TemplateResult {
    return html`${
      entry.length === 0
        ? nothing
        : html`<p class="does">${msg('On entering:')} ${entry.join(', ')}</p>`
    }${
      exit.length === 0
        ? nothing
        : html`<p class="does">${msg('On leaving:')} ${exit.join(', ')}</p>`
    }`
  }

  #outline(index: ChartIndex): TemplateResult {
    return html`<parley-statechart-outline
      .index=${index}
      .counts=${this.counts}
      .most=${this.#most(index)}
      .rates=${this.rates}
      .rateWords=${this.rateWords}
      .active=${this.active}
      .path=${this.path}
      .notes=${this.notes}
      .selected=${this.selected}
      .now=${this.now}
      ?actions=${this.showsActions}
      @parley-outline-state=${({ detail }: CustomEvent<string>) => this.#choose(detail)}
      @parley-outline-way=${({ detail }: CustomEvent<string>) => this.#chooseWays([detail])}
    ></parley-statechart-outline>`
  }

  // -- what is drawn how ------------------------------------------------------------------------

  #most(index: ChartIndex | null): number {
    let most = LEAST_SCALE
    for (const { id } of index?.shown ?? []) {
      if (index?.isLeaf(id) === true) most = Math.max(most, this.counts?.get(id)?.count ?? 0)
    }
    return most
  }

  #passesOf({ transitions }: Edge): number {
    return transitions.reduce((sum, id) => sum + (this.rates?.get(id) ?? 0), 0)
  }

  /** By transition, how many steps ago it was taken last. */
  #steps(): Map<string, number> {
    const steps = new Map<string, number>()
    for (const [place, id] of this.path.slice(-MARKED_STEPS).entries()) {
      steps.set(id, Math.min(this.path.length, MARKED_STEPS) - 1 - place)
    }
    return steps
  }

  #stepOf({ transitions }: Edge, steps: ReadonlyMap<string, number>): number | null {
    const found = transitions.flatMap((id) => steps.get(id) ?? [])
    return found.length === 0 ? null : Math.min(...found)
  }

  /** Whether a line begins or ends at the state that is pointed at or chosen. */
  #isBeside({ transitions }: Edge, index: ChartIndex): boolean {
    const id = this.pointed ?? this.selected
    if (id === null) return false
    return transitions.some((one) => {
      const way = index.transitions.get(one)
      return way !== undefined && (way.source === id || way.targets.includes(id))
    })
  }

  #slipSize(id: string, index: ChartIndex): number {
    const laidOut = id === index.root ? 'Any state' : readState(index.states.get(id)?.key ?? id)
    return this.#sizes.slip * shareOf([this.#slipName(id, index)], [laidOut])
  }

  #slipName(id: string, index: ChartIndex): string {
    return id === index.root ? msg('Any state') : stateName(index.states.get(id)?.key ?? id)
  }

  #passedSince(before: Rates, now: Rates): Map<string, readonly number[]> {
    const passed = new Map<string, readonly number[]>()
    for (const edge of this.chart?.layout?.edges ?? []) {
      const isNew = edge.transitions.some((id) => (now.get(id) ?? 0) > (before.get(id) ?? 0))
      if (isNew) passed.set(edge.id, edge.points)
    }
    return passed
  }

  #stageSize(): Size {
    return this.stageRoom ?? this.room
  }

  // -- what one does --------------------------------------------------------------------------

  #tabbable(index: ChartIndex): string | null {
    return this.tabbable ?? this.selected ?? this.active.at(-1) ?? index.shown[0]?.id ?? null
  }

  #choose(stateId: string): void {
    const detail = { stateId }
    this.dispatchEvent(
      new CustomEvent('parley-state-select', { detail, bubbles: true, composed: true }),
    )
  }

  #chooseWays(transitionIds: readonly string[]): void {
    const detail = { transitionIds }
    this.dispatchEvent(
      new CustomEvent('parley-transition-select', { detail, bubbles: true, composed: true }),
    )
  }

  #onState(event: Event, id: string): void {
    event.stopPropagation()
    this.tabbable = id
    this.#choose(id)
  }

  #onWay(edge: Edge): void {
    this.#chooseWays(edge.transitions)
  }

  #point(id: string | null): void {
    if (this.pointed !== id) this.pointed = id
  }

  #focused(id: string): void {
    this.tabbable = id
    const isByKey = this.picture?.querySelector('.state:focus-visible') != null
    if (isByKey) this.#point(id)
    const box = this.#index?.boxes.get(id)
    const isWhole = this.#isFitted && !(this.#follows && isByKey)
    if (box === undefined || this.look === null || isWhole) return
    this.#isFitted = false
    this.look = showing(this.look, box, this.#stageSize())
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const index = this.#index
    const at = event.target instanceof Element ? event.target.getAttribute('data-state') : null
    if (index === null || event.altKey || event.metaKey || event.ctrlKey) return
    const done = this.#keyDone(event.key, at, index)
    if (done) event.preventDefault()
  }

  #keyDone(key: string, at: string | null, index: ChartIndex): boolean {
    switch (key) {
      case '+':
      case '=':
        this.zoom(ZOOM_STEP)
        return true
      case '-':
        this.zoom(1 / ZOOM_STEP)
        return true
      case '0':
        this.fit()
        return true
      case 'Escape':
        if (this.pointed === null) return false
        this.#point(null)
        return true
      case 'Home':
        this.#focusState(index.shown[0]?.id ?? null)
        return true
      case 'Enter':
      case ' ':
        if (at === null) return false
        this.#choose(at)
        return true
      default:
        if (!key.startsWith('Arrow') || at === null) return false
        this.#focusState(index.towards(at, key))
        return true
    }
  }

  #focusState(id: string | null): void {
    if (id === null) return
    this.tabbable = id
    void this.updateComplete.then(() => {
      const found = this.picture?.querySelector<SVGGElement>(`[data-state="${CSS.escape(id)}"]`)
      found?.focus()
    })
  }

  readonly #onWheel = (event: WheelEvent): void => {
    if (!event.ctrlKey && !event.metaKey) return
    event.preventDefault()
    this.#zoomAt(Math.exp(-event.deltaY / 300), this.#pointOf(event))
  }

  readonly #onPress = (event: PointerEvent): void => {
    if (event.button !== 0) return
    this.#pointers.set(event.pointerId, this.#pointOf(event))
    this.#pressed = this.#pointOf(event)
  }

  readonly #onMove = (event: PointerEvent): void => {
    const before = this.#pointers.get(event.pointerId)
    const layout = this.chart?.layout
    if (before === undefined || layout == null || this.look === null) return
    const point = this.#pointOf(event)
    const other = [...this.#pointers].find(([id]) => id !== event.pointerId)?.[1]
    this.#pointers.set(event.pointerId, point)
    if (other !== undefined) {
      const factor =
        Math.hypot(point.x - other.x, point.y - other.y) /
        (Math.hypot(before.x - other.x, before.y - other.y) || 1)
      this.#zoomAt(factor, { x: (point.x + other.x) / 2, y: (point.y + other.y) / 2 })
      return
    }
    const from = this.#pressed ?? point
    if (Math.hypot(point.x - from.x, point.y - from.y) < CLICK_PX && this.#isFitted) return
    if (!this.stage?.hasPointerCapture(event.pointerId))
      this.stage?.setPointerCapture(event.pointerId)
    this.#isFitted = false
    this.look = moved(this.look, point.x - before.x, point.y - before.y, layout, this.#stageSize())
  }

  readonly #onRelease = (event: PointerEvent): void => {
    this.#pointers.delete(event.pointerId)
    this.#pressed = null
  }

  /** Moves what is seen, for whoever has no pointer to drag with. */
  pan(dx: number, dy: number): void {
    const layout = this.chart?.layout
    if (layout == null || this.look === null) return
    this.#isFitted = false
    this.look = moved(this.look, dx * PAN_STEP_PX, dy * PAN_STEP_PX, layout, this.#stageSize())
  }

  #zoomAt(factor: number, at: { x: number; y: number }): void {
    if (this.look === null) return
    this.#isFitted = false
    this.look = zoomed(this.look, factor, at)
  }

  #pointOf(event: MouseEvent): { x: number; y: number } {
    const box = this.stage?.getBoundingClientRect()
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) }
  }

  static override styles = [base, buttons, statechartStyles]
}

/** The box around a line, x and y in turn. */
function boundsOf(points: readonly number[]): Box {
  const xs = points.filter((_, place) => place % 2 === 0)
  const ys = points.filter((_, place) => place % 2 === 1)
  const [x, y] = [Math.min(...xs), Math.min(...ys)]
  return { id: '', x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0)
}

/** The one before where they are the same, so that nothing is drawn anew. */
function sameOr(before: Size | null, size: Size): Size {
  return before?.width === size.width && before.height === size.height ? before : size
}

const NOBODY = { count: 0, medianSince: null, oldestSince: null }

declare global {
  interface HTMLElementTagNameMap {
    'parley-statechart': ParleyStatechart
  }
}
