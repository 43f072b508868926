import { msg, str } from '@lit/localize'
import { LitElement, html, type PropertyValues } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import uPlot from 'uplot'
import { base } from '../elements/base.styles.ts'
import { lineChartStyles } from './line-chart.styles.ts'
import type { Measure } from './measures.ts'

/** One line, with a value for each place of the chart; null where there is none. */
export interface ChartLine {
  name: string
  values: readonly (number | null)[]
  /** It stands behind the others, to compare them with. */
  isBehind?: boolean
}

/** How the values of a chart are said and measured. */
export type ChartScale = Pick<Measure, 'say' | 'steps' | 'atLeast' | 'atMost'>

const HEIGHT = 248
/** Room at the end for the names of the lines, where there is enough. */
const NAMES_WIDTH = 148
const NAMES_FROM_WIDTH = 560
const NAME_HEIGHT = 20

/** What tells lines apart: colours by their names as custom properties, and dashes. */
const COLOURS = ['--chart-1', '--chart-2', '--chart-3', '--chart-4', '--chart-5'] as const
const DASHES: (number[] | undefined)[] = [undefined, undefined, undefined, [8, 4], [3, 4]]

/**
 * A few lines over time, each named at its end. It is read by keyboard too: the arrows go from place
 * to place and say what is there; the figures behind it stand in a table elsewhere.
 */
@customElement('parley-line-chart')
export class LineChart extends LitElement {
  /** What the places are called, in order. */
  @property({ attribute: false }) places: readonly string[] = []
  @property({ attribute: false }) lines: readonly ChartLine[] = []
  @property({ attribute: false }) scale: ChartScale | null = null
  /** What it shows. */
  @property() label = ''

  @state() protected at: number | null = null
  @state() protected tops: readonly number[] = []
  @query('.plot') protected plot!: HTMLElement | null
  @query('.colours') protected colours!: HTMLElement | null

  #chart: uPlot | null = null
  readonly #sizes = new ResizeObserver(() => this.#fit())
  readonly #scheme = matchMedia('(prefers-color-scheme: dark)')

  override connectedCallback(): void {
    super.connectedCallback()
    this.#sizes.observe(this)
    this.#scheme.addEventListener('change', this.#draw)
    if (this.hasUpdated) this.#draw()
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#sizes.disconnect()
    this.#scheme.removeEventListener('change', this.#draw)
    this.#chart?.destroy()
    this.#chart = null
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('lines') || changed.has('places')) this.at = null
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('lines') || changed.has('places') || changed.has('scale')) this.#draw()
  }

  get #width(): number {
    const space = this.clientWidth
    return Math.max(160, space < NAMES_FROM_WIDTH ? space : space - NAMES_WIDTH)
  }

  #fit(): void {
    this.#chart?.setSize({ width: this.#width, height: HEIGHT })
    this.#placeNames()
  }

  readonly #draw = (): void => {
    this.#chart?.destroy()
    this.#chart = null
    const { plot, places, lines, scale } = this
    if (plot === null || scale === null || places.length === 0) return
    const data: uPlot.AlignedData = [
      places.map((_place, index) => index),
      ...lines.map(({ values }) => [...values]),
    ]
    this.#chart = new uPlot(this.#options(scale), data, plot)
    this.#placeNames()
  }

  #options(scale: ChartScale): uPlot.Options {
    const { places, lines } = this
    const { say, steps, atLeast, atMost } = scale
    const axis = {
      stroke: this.#colour('--text-3'),
      font: `12px ${getComputedStyle(this).fontFamily}`,
      grid: { stroke: this.#colour('--line'), width: 1 },
      ticks: { show: false },
    }
    return {
      width: this.#width,
      height: HEIGHT,
      padding: [10, 12, 0, 0],
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 8 } },
      hooks: {
        // Only then it knows where its values lie.
        ready: [() => this.#placeNames()],
        setCursor: [
          ({ cursor }) => {
            this.at = cursor.idx ?? null
          },
        ],
      },
      scales: {
        x: { time: false },
        y: { range: (_chart, _least, most) => [0, atMost ?? Math.max(atLeast, most * 1.08)] },
      },
      axes: [
        {
          ...axis,
          grid: { show: false },
          size: 28,
          space: 76,
          incrs: [1, 2, 3, 5, 7, 14, 28, 60],
          values: (_chart, splits) => splits.map((split) => places[split] ?? ''),
        },
        {
          ...axis,
          size: (_chart, values) => 16 + 7 * Math.max(2, ...(values ?? []).map(widthOf)),
          space: 44,
          incrs: steps,
          values: (_chart, splits) => splits.map((split) => say(split)),
        },
      ],
      series: [
        {},
        ...lines.map(({ name, isBehind = false }, index): uPlot.Series => {
          const stroke = this.#colour(isBehind ? '--grey-8' : (COLOURS[index] ?? '--text-3'))
          const dash = isBehind ? [4, 4] : DASHES[index]
          return {
            label: name,
            stroke,
            width: isBehind ? 1.5 : 2,
            ...(dash === undefined ? {} : { dash }),
            ...(lines.length <= 2 && index === 0 ? { fill: this.#colour('--accent-softer') } : {}),
            points: { show: places.length < 3, size: 6, fill: stroke },
          }
        }),
      ],
    }
  }

  /** Names stand beside the ends of their lines, and never over each other. */
  #placeNames(): void {
    const chart = this.#chart
    if (chart === null) return
    const above = chart.bbox.top / devicePixelRatio
    const wanted = this.lines
      .map(({ values }, index) => {
        const last = values.findLast((value) => value !== null) ?? 0
        return { index, top: above + chart.valToPos(last, 'y') - NAME_HEIGHT / 2 }
      })
      .sort((one, other) => one.top - other.top)
    const tops: number[] = []
    let most = above + chart.bbox.height / devicePixelRatio
    for (const { index, top } of wanted.toReversed()) {
      tops[index] = Math.min(top, most - NAME_HEIGHT)
      most = tops[index] ?? 0
    }
    this.tops = tops
  }

  /** What a colour is on this page: a canvas knows no custom properties. */
  #colour(name: string): string {
    const { colours } = this
    if (colours === null) return 'currentColor'
    colours.style.color = `var(${name})`
    return getComputedStyle(colours).color
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const last = this.places.length - 1
    const to = {
      ArrowLeft: Math.max(0, (this.at ?? last + 1) - 1),
      ArrowRight: Math.min(last, (this.at ?? -1) + 1),
      Home: 0,
      End: last,
    }[event.key]
    if (to === undefined || last < 0) return
    event.preventDefault()
    this.at = to
    const chart = this.#chart
    chart?.setCursor({ left: chart.valToPos(to, 'x'), top: 0 }, false)
  }

  override render() {
    return html`
      <span class="colours" hidden></span>
      <p class="said" role="status">${this.#said()}</p>
      <div
        class="frame"
        role="group"
        tabindex="0"
        aria-label=${this.label}
        aria-describedby="how"
        @keydown=${this.#onKey}
      >
        <div class="plot" aria-hidden="true"></div>
        <div class="names" aria-hidden="true">
          ${this.lines.map(
            ({ name, isBehind = false }, index) =>
              html`<span
                class="name"
                data-line=${isBehind ? 'behind' : index + 1}
                title=${name}
                .style=${`inset-block-start: ${this.tops[index] ?? 0}px`}
                >${name}</span
              >`,
          )}
        </div>
      </div>
      <p id="how" class="hidden-text">${msg('The arrow keys go from point to point.')}</p>
    `
  }

  /** What is where the pointer or the arrow keys are; else which line is which. */
  #said(): unknown {
    const { at, lines, scale } = this
    const marks = lines.map(({ name, values, isBehind = false }, index) => {
      const value = at === null ? null : (scale?.say(values[at] ?? null) ?? '')
      return html`<span class="key" data-line=${isBehind ? 'behind' : index + 1}
        >${value === null ? name : msg(str`${name}: ${value}`)}</span
      >`
    })
    return at === null ? marks : html`<b>${this.places[at] ?? ''}</b>${marks}`
  }

  static override styles = [base, lineChartStyles]
}

function widthOf(words: string): number {
  return words.length
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-line-chart': LineChart
  }
}
