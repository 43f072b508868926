import { LitElement, css, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { isRightToLeft } from '../elements/direction.ts'

/** How far an arrow key moves it. */
const STEP_PX = 16

/**
 * The edge between two columns: dragged, or moved by arrow keys.
 *
 * @fires parley-resize - the column has another width; `detail.width` in pixels
 */
@customElement('parley-splitter')
export class Splitter extends LitElement {
  @property({ type: Number }) width = 320
  @property({ type: Number }) min = 280
  @property({ type: Number }) max = 360
  /** Whether the column lies before the edge or after it. */
  @property() column: 'before' | 'after' = 'before'
  @property() label = ''

  #from: { x: number; width: number } | null = null

  constructor() {
    super()
    this.addEventListener('pointerdown', (event) => {
      this.setPointerCapture(event.pointerId)
      this.#from = { x: event.clientX, width: this.width }
      event.preventDefault()
    })
    this.addEventListener('pointermove', (event) => {
      if (this.#from !== null) {
        this.#set(this.#from.width + (event.clientX - this.#from.x) * this.#direction)
      }
    })
    this.addEventListener('pointerup', () => {
      this.#from = null
    })
    this.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
      if (step === 0) return
      event.preventDefault()
      this.#set(this.width + step * STEP_PX * this.#direction)
    })
  }

  get #direction(): 1 | -1 {
    return (this.column === 'before') === isRightToLeft(this) ? -1 : 1
  }

  #set(width: number): void {
    const fitting = Math.round(Math.min(this.max, Math.max(this.min, width)))
    if (fitting === this.width) return
    this.dispatchEvent(new CustomEvent('parley-resize', { detail: { width: fitting } }))
  }

  override connectedCallback(): void {
    super.connectedCallback()
    this.setAttribute('role', 'separator')
    this.setAttribute('aria-orientation', 'vertical')
    this.tabIndex = 0
  }

  protected override updated(): void {
    this.setAttribute('aria-label', this.label)
    this.setAttribute('aria-valuenow', String(this.width))
    this.setAttribute('aria-valuemin', String(this.min))
    this.setAttribute('aria-valuemax', String(this.max))
  }

  override render() {
    return html`<span></span>`
  }

  static override styles = css`
    :host {
      position: relative;
      z-index: 2;
      inline-size: 1px;
      background: var(--line);
      cursor: col-resize;
      touch-action: none;
    }
    span {
      position: absolute;
      inset: 0 -4px;
      transition: background-color 120ms ease-out;
    }
    :host(:hover) {
      background: var(--accent-line);
    }
    :host(:focus-visible) {
      outline: 2px solid var(--ring);
    }
  `
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-splitter': Splitter
  }
}
