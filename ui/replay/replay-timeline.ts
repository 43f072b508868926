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
import { guard } from 'lit/directives/guard.js'
import type { ReplayedStepView } from '#protocol/replay'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon, type IconName } from '../elements/icon.ts'
import { number } from '../locales/formats.ts'
import { spoken } from '../locales/language.ts'
import { stateName } from '../statechart/chart-names.ts'
import { timelineStyles, toneColours } from './replay-timeline.styles.ts'
import { bandRows, type Band, type BandRow } from './state-bands.ts'
import {
  eventWords,
  momentWords,
  secondTime,
  stateNameOf,
  statePathWords,
  tookWords,
} from './step-words.ts'
import { stepNear, timeScale, type TimeScale } from './time-scale.ts'

/** What a timeline knows of a step. */
export type TimelineStep = Pick<ReplayedStepView, 'step' | 'at' | 'type' | 'machine' | 'state'>

/** Steps that are played in a second. */
export const SPEEDS = [0.5, 1, 2, 5, 20] as const

const ROW_PX = 26
const ROW_GAP_PX = 3

/** Below this a name would be cut to nothing. */
const NAMED_FROM_PX = 34
const NAME_PAD_PX = 7
const LETTER_PX = 6.4

/** What the state that the last step led to is drawn with. */
const TAIL_PX = 72

/** Page Up and Page Down go so far. */
const LEAP = 10

/**
 * The steps of a replay along their time: states as bands, long waits drawn short and said as such,
 * and one step that is looked at. Dragged, clicked, stepped and played.
 *
 * @fires parley-step - another step is to be looked at; `detail.index`, from 0
 * @fires parley-play - it is to play, or to stop; `detail.playing`
 * @fires parley-speed - it is to play so fast; `detail.perSecond`
 */
@customElement('parley-replay-timeline')
export class ReplayTimeline extends LitElement {
  @property({ attribute: false }) steps: readonly TimelineStep[] = []

  /** How many steps there are, some of which may not be here yet. */
  @property({ type: Number }) total = 0

  /** The step that is looked at, from 0. */
  @property({ type: Number }) index = 0

  @property({ type: Boolean }) playing = false

  @property({ type: Number }) perSecond = 1

  @state() protected width = 0
  @state() protected isDragged = false

  @query('.track') protected track!: HTMLElement | null

  protected readonly focusStays = new FocusStays(this)

  #scale: TimeScale = { at: new Float64Array(), waits: [] }
  #rows: BandRow[] = []
  readonly #resizes = new ResizeObserver(([entry]) => {
    const width = Math.round(entry?.contentRect.width ?? 0)
    if (width !== this.width) this.width = width
  })

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.#resizes.disconnect()
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('steps')) this.#rows = bandRows(this.steps.map((step) => step.state))
    if (changed.has('steps') || changed.has('width') || changed.has('total')) {
      const times = this.steps.map(({ at }) => at)
      this.#scale = timeScale(times, this.width * this.#share - TAIL_PX)
    }
  }

  protected override updated(): void {
    if (this.track !== null) this.#resizes.observe(this.track)
  }

  override focus(): void {
    this.track?.focus()
  }

  /** How much of all there is stands here. */
  get #share(): number {
    if (this.total <= this.steps.length || this.total === 0) return 1
    return Math.max(0.1, this.steps.length / this.total)
  }

  get #last(): number {
    return this.steps.length - 1
  }

  override render() {
    const step = this.steps[this.index]
    if (step === undefined) return nothing
    return html`
      <div class="controls">
        <div class="buttons" role="group" aria-label=${msg('Go through the steps')}>
          ${this.#button('first', msg('First step'), 0)}
          ${this.#button('previous', msg('Previous step'), this.index - 1)}
          <button
            class="button primary icon-only play"
            aria-label=${this.playing ? msg('Pause') : msg('Play')}
            aria-keyshortcuts="Space"
            @click=${() => this.#play(!this.playing)}
          >
            ${icon(this.playing ? 'pause' : 'play')}
          </button>
          ${this.#button('next', msg('Next step'), this.index + 1)}
          ${this.#button('last', msg('Last step'), this.#last)}
        </div>
        <p class="said">${this.#said(step)}</p>
        <div class="speed">
          <label>
            <span>${msg('Speed')}</span>
            <select
              aria-label=${msg('Speed')}
              @change=${(event: Event) => {
                if (event.target instanceof HTMLSelectElement) {
                  this.#tell('parley-speed', { perSecond: Number(event.target.value) })
                }
              }}
            >
              ${SPEEDS.map(
                (perSecond) =>
                  html`<option value=${perSecond} ?selected=${perSecond === this.perSecond}>
                    ${speedWords(perSecond)}
                  </option>`,
              )}
            </select>
          </label>
        </div>
      </div>
      ${this.#track(step)}
    `
  }

  #button(name: IconName, words: string, to: number): TemplateResult {
    const isThere = to >= 0 && to <= this.#last && to !== this.index
    return html`<button
      class="button quiet icon-only"
      aria-label=${words}
      title=${words}
      aria-disabled=${!isThere}
      @click=${() => {
        if (isThere) this.#go(to)
      }}
    >
      ${icon(name)}
    </button>`
  }

  #said({ at, step }: TimelineStep): TemplateResult {
    const before = this.steps[this.index - 1]
    const later = before === undefined ? '' : tookWords(at - before.at)
    const total = Math.max(this.total, this.steps.length)
    return html`<b>${msg(str`Step ${number(step)} of ${number(total)}`)}</b> ·
      ${momentWords(at)}${
        later === '' ? nothing : html` · ${msg(str`${later} after the one before`)}`
      }`
  }

  #track(step: TimelineStep): TemplateResult {
    return html`<div
      class="track"
      role="slider"
      tabindex="0"
      aria-label=${msg('Steps in time')}
      aria-valuemin="1"
      aria-valuemax=${this.steps.length}
      aria-valuenow=${this.index + 1}
      aria-valuetext=${spokenStep(step, this.steps.length)}
      ?data-dragged=${this.isDragged}
      @keydown=${this.#onKey}
      @pointerdown=${this.#onPress}
      @pointermove=${this.#onMove}
      @pointerup=${this.#onRelease}
      @pointercancel=${this.#onRelease}
    >
      ${guard([this.#rows, this.#scale, spoken()], () => this.#past())}
      <span
        class="head"
        aria-hidden="true"
        .style=${`transform: translateX(${this.#scale.at[this.index] ?? 0}px)`}
      ></span>
    </div>`
  }

  /** What stays as it is from step to step. */
  #past(): TemplateResult {
    const { waits } = this.#scale
    const height = this.#rows.length * (ROW_PX + ROW_GAP_PX) - ROW_GAP_PX
    const first = this.steps[0]
    const last = this.steps.at(-1)
    return html`<svg height=${height} aria-hidden="true">
        <defs>
          <pattern
            id="wait"
            width="6"
            height="6"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <line class="hatch" x1="0" y1="0" x2="0" y2="6"></line>
          </pattern>
        </defs>
        ${this.#rows.map((row, place) => this.#row(row, place))}
        ${waits.map(
          ({ from, to }) =>
            svg`<rect class="wait" x=${from} y="0" width=${Math.max(0, to - from)} height=${height}></rect>`,
        )}
        <path class="tick" d=${this.#ticks(height)}></path>
        ${
          this.#share < 1
            ? svg`<rect class="unread" x=${this.width * this.#share} y="0" width=${this.width * (1 - this.#share)} height=${height} rx="4"></rect>`
            : nothing
        }
      </svg>
      ${waits.map(({ from, to, ms }) => {
        const words = waitWords(ms, to - from)
        return words === ''
          ? nothing
          : html`<span
              class="took"
              aria-hidden="true"
              .style=${`inset-inline-start: ${(from + to) / 2}px`}
              >${words}</span
            >`
      })}
      <span class="ends" aria-hidden="true">
        <span>${first === undefined ? nothing : secondTime(first.at)}</span>
        <span>${last === undefined || this.#share < 1 ? nothing : secondTime(last.at)}</span>
      </span>`
  }

  #row({ region, bands }: BandRow, place: number): SVGTemplateResult {
    const y = place * (ROW_PX + ROW_GAP_PX)
    return svg`<g>
      ${this.#drawn(bands).map((band) => this.#band(band, region, y))}
    </g>`
  }

  /** Of bands that are narrower than a dot those that begin in a dot of their own. */
  #drawn(bands: readonly Band[]): Band[] {
    const { at } = this.#scale
    let end = -1
    return bands.filter((band) => {
      const to = Math.round(this.#endOf(band))
      const isSeen = to > end
      if (isSeen) end = Math.max(to, Math.round(at[band.from] ?? 0))
      return isSeen
    })
  }

  #endOf({ to }: Band): number {
    const { at } = this.#scale
    return at[to] ?? this.width * this.#share
  }

  #band(band: Band, region: string | null, y: number): SVGTemplateResult {
    const from = this.#scale.at[band.from] ?? 0
    const width = Math.max(1, this.#endOf(band) - from)
    const name = stateNameOf(band.state)
    const whole = region === null ? name : msg(str`${stateName(region)}: ${name}`)
    const room = Math.floor((width - 2 * NAME_PAD_PX) / LETTER_PX)
    const words =
      room >= whole.length
        ? whole
        : room >= name.length
          ? name
          : room > 3
            ? `${name.slice(0, room - 1)}…`
            : ''
    return svg`<g data-tone=${band.tone}>
      <rect class="band" x=${from} y=${y} width=${width} height=${ROW_PX}></rect>
      <rect class="edge" x=${from} y=${y} width=${Math.min(3, width)} height=${ROW_PX}></rect>
      ${
        width >= NAMED_FROM_PX && words !== ''
          ? svg`<text class="name" x=${from + NAME_PAD_PX} y=${y + 17}>${words}</text>`
          : nothing
      }
      <title>${statePathWords(band.state)}</title>
    </g>`
  }

  /** A mark at each step; one for all that share a dot. */
  #ticks(height: number): string {
    let [path, before] = ['', -1]
    for (const place of this.#scale.at) {
      const x = Math.round(place) + 0.5
      if (x === before) continue
      before = x
      path += `M${x} ${height}v5`
    }
    return path
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const to = this.#target(event.key)
    if (to === null) return
    event.preventDefault()
    event.stopPropagation()
    this.#go(to)
  }

  #target(key: string): number | null {
    switch (key) {
      case 'ArrowRight':
      case 'ArrowUp':
        return this.index + 1
      case 'ArrowLeft':
      case 'ArrowDown':
        return this.index - 1
      case 'PageUp':
        return this.index + LEAP
      case 'PageDown':
        return this.index - LEAP
      case 'Home':
        return 0
      case 'End':
        return this.#last
      default:
        return null
    }
  }

  readonly #onPress = (event: PointerEvent): void => {
    if (event.button !== 0) return
    this.track?.setPointerCapture(event.pointerId)
    this.isDragged = true
    this.#scrubTo(event)
  }

  readonly #onMove = (event: PointerEvent): void => {
    if (this.isDragged) this.#scrubTo(event)
  }

  readonly #onRelease = (): void => {
    this.isDragged = false
  }

  #scrubTo({ clientX }: PointerEvent): void {
    const box = this.track?.getBoundingClientRect()
    if (box === undefined) return
    this.#go(stepNear(this.#scale, clientX - box.left))
  }

  #go(to: number): void {
    const index = Math.max(0, Math.min(this.#last, to))
    if (index !== this.index) this.#tell('parley-step', { index })
  }

  #play(playing: boolean): void {
    this.#tell('parley-play', { playing })
  }

  #tell(name: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  static override styles = [base, buttons, fields, toneColours, timelineStyles]
}

/** What a screen reader says of a step. */
export function spokenStep(step: TimelineStep, count: number): string {
  const [what, when, where] = [eventWords(step), momentWords(step.at), statePathWords(step.state)]
  return msg(str`Step ${number(step.step)} of ${number(count)}: ${what}, ${when}, ${where}`)
}

/** A wait as there is room for it; nothing where there is none. */
function waitWords(ms: number, room: number): string {
  const fits = (words: string) => words.length * LETTER_PX <= room
  const took = tookWords(ms)
  return [msg(str`waited ${took}`), took].find(fits) ?? ''
}

function speedWords(perSecond: number): string {
  return perSecond < 1 ? msg('a step in 2 s') : msg(str`${number(perSecond)} a second`)
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-replay-timeline': ReplayTimeline
  }
}
