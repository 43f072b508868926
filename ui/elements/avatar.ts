import { LitElement, css, html, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { base } from './base.styles.ts'
import { icon } from './icon.ts'

/** Hues of people: none that could be read as good, waiting or late. */
const HUES = 8

/**
 * A round picture of a person, or initials on a colour made from the id. It says nothing to a screen
 * reader; the name stands beside it.
 */
@customElement('parley-avatar')
export class Avatar extends LitElement {
  /** Whose it is; decides the colour. */
  @property() key = ''

  @property() name = ''

  /** Where the picture is; null, or one that does not load: initials. */
  @property({ attribute: false }) src: string | null = null

  @state() protected broken: string | null = null

  @property({ reflect: true }) kind: 'person' | 'bot' = 'person'

  /** Shows a dot for who is there; null shows none. */
  @property() presence: 'online' | 'away' | 'offline' | null = null

  override connectedCallback(): void {
    super.connectedCallback()
    this.setAttribute('aria-hidden', 'true')
  }

  override render() {
    return html`
      <span class="disc" data-hue=${hueOf(this.key)}> ${this.#inside()} </span>
      ${this.presence === null ? '' : html`<span class="dot" data-is=${this.presence}></span>`}
    `
  }

  #inside(): TemplateResult | string {
    const { src } = this
    if (this.kind === 'bot') return icon('bot')
    if (src === null || src === this.broken) return initialsOf(this.name)
    return html`<img
      src=${src}
      alt=""
      @error=${() => {
        this.broken = src
      }}
    />`
  }

  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
        position: relative;
        inline-size: var(--avatar-size, 32px);
        block-size: var(--avatar-size, 32px);
        flex: none;
        user-select: none;
      }
      .disc {
        --hue: 222;
        display: grid;
        place-items: center;
        inline-size: 100%;
        block-size: 100%;
        border-radius: var(--radius-full);
        font-size: calc(var(--avatar-size, 32px) * 0.38);
        font-weight: 600;
        line-height: 1;
        letter-spacing: 0.01em;
        background: light-dark(oklch(0.9 0.04 var(--hue)), oklch(0.38 0.05 var(--hue)));
        color: light-dark(oklch(0.4 0.075 var(--hue)), oklch(0.9 0.04 var(--hue)));
      }
      img {
        inline-size: 100%;
        block-size: 100%;
        border-radius: inherit;
        object-fit: cover;
      }
      :host([kind='bot']) .disc {
        background: var(--fill);
        color: var(--text-2);
        font-size: calc(var(--avatar-size, 32px) * 0.5);
      }
      [data-hue='1'] {
        --hue: 240;
      }
      [data-hue='2'] {
        --hue: 258;
      }
      [data-hue='3'] {
        --hue: 276;
      }
      [data-hue='4'] {
        --hue: 294;
      }
      [data-hue='5'] {
        --hue: 312;
      }
      [data-hue='6'] {
        --hue: 330;
      }
      [data-hue='7'] {
        --hue: 204;
      }
      .dot {
        position: absolute;
        inset-block-end: -1px;
        inset-inline-end: -1px;
        inline-size: 10px;
        block-size: 10px;
        border-radius: var(--radius-full);
        border: 2px solid var(--ground);
        background: var(--grey-8);
      }
      .dot[data-is='online'] {
        background: var(--good-mark);
      }
      .dot[data-is='away'] {
        background: var(--warn-mark);
      }
    `,
  ]
}

/** `Ada Lovelace` → `AL`, `ada` → `A`; of visitors without a name, `Visitor 7F3A` → `3A`. */
export function initialsOf(name: string): string {
  const visitor = /^Visitor (\w{2,})$/.exec(name.trim())?.[1]
  if (visitor !== undefined) return visitor.slice(-2).toLocaleUpperCase()
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words[0] ?? ''
  const last = words.length > 1 ? (words.at(-1) ?? '') : ''
  return (letter(first) + letter(last)).toLocaleUpperCase()
}

function letter(word: string): string {
  return /[\p{L}\p{N}]\p{M}*/u.exec(word)?.[0] ?? ''
}

function hueOf(key: string): number {
  let hash = 0
  for (const one of key) hash = (hash * 31 + (one.codePointAt(0) ?? 0)) % 2 ** 31
  return hash % HUES
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-avatar': Avatar
  }
}
