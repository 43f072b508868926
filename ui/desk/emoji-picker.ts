import { msg } from '@lit/localize'
import Database from 'emoji-picker-element/database.js'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, query, state } from 'lit/decorators.js'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { stepAlong } from '../elements/direction.ts'
import { spoken } from '../locales/language.ts'

/*
 * The data, its search and what was used lately are emoji-picker-element's. Its own picker writes
 * markup and styles as text, which a page of ours runs nothing of (`require-trusted-types-for`,
 * `style-src 'self'`): what is seen here is therefore ours.
 */

/** Younger emoji are blank boxes on systems that are still in use. */
const NEWEST_VERSION = 15

const COLUMNS = 8
const LATELY = -1
const LATELY_SHOWN = 3 * COLUMNS

/** Groups as the data numbers them, each with a sign; 2 are parts of others. */
const GROUPS: readonly (readonly [group: number, sign: string, words: () => string])[] = [
  [LATELY, '🕘', () => msg('Lately used')],
  [0, '😀', () => msg('Smileys')],
  [1, '👋', () => msg('People')],
  [3, '🐻', () => msg('Nature')],
  [4, '🍎', () => msg('Food')],
  [5, '🚗', () => msg('Travel')],
  [6, '⚽', () => msg('Activities')],
  [7, '💡', () => msg('Objects')],
  [8, '❤️', () => msg('Symbols')],
  [9, '🏁', () => msg('Flags')],
]

interface Shown {
  unicode: string
  name: string
}

/**
 * Emoji by group, lately used first, and by what one types; chosen by pointer or keyboard.
 *
 * @fires parley-emoji - one was chosen; `detail.unicode`
 */
@customElement('parley-emoji-picker')
export class EmojiPicker extends LitElement {
  /** Where the data is; it comes with the pages, and from nowhere else. */
  static source = (language: string): string =>
    new URL(`../emoji/${language}.json`, import.meta.url).href

  @state() protected words = ''
  @state() protected group = 0
  @state() protected shown: readonly Shown[] | null = null
  @state() protected isFailed = false
  /** The one that keys start from. */
  @state() protected at = 0

  @query('input') protected input!: HTMLInputElement

  #database: Database | null = null
  #asked = 0

  protected override firstUpdated(): void {
    this.input.focus()
    void this.#begin()
  }

  async #begin(): Promise<void> {
    const language = spoken()
    this.isFailed = false
    this.#database = new Database({ dataSource: EmojiPicker.source(language), locale: language })
    try {
      const lately = await this.#database.getTopFavoriteEmoji(1)
      this.#ask(lately.length > 0 ? LATELY : 0, '')
    } catch {
      this.#database = null
      this.isFailed = true
    }
  }

  /** Of several questions the last one is answered. */
  #ask(group: number, words: string): void {
    this.group = group
    this.words = words
    this.#asked++
    const asked = this.#asked
    void this.#find(group, words.trim()).then((found) => {
      if (asked !== this.#asked) return
      this.shown = found
      this.at = 0
    })
  }

  async #find(group: number, words: string): Promise<Shown[]> {
    const database = this.#database
    if (database === null) return []
    const found =
      words !== ''
        ? await database.getEmojiBySearchQuery(words)
        : group === LATELY
          ? await database.getTopFavoriteEmoji(LATELY_SHOWN)
          : await database.getEmojiByGroup(group)
    return found.flatMap((emoji) =>
      'unicode' in emoji && emoji.version <= NEWEST_VERSION
        ? [{ unicode: emoji.unicode, name: emoji.annotation }]
        : [],
    )
  }

  #choose({ unicode }: Shown): void {
    void this.#database?.incrementFavoriteEmojiCount(unicode)
    this.dispatchEvent(
      new CustomEvent('parley-emoji', { detail: { unicode }, bubbles: true, composed: true }),
    )
  }

  readonly #onSearchKey = (event: KeyboardEvent): void => {
    if (event.isComposing) return
    const first = this.shown?.[0]
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      this.#focusAt(0)
    } else if (event.key === 'Enter') {
      event.preventDefault()
      if (first !== undefined && this.words.trim() !== '') this.#choose(first)
    }
  }

  readonly #onGridKey = (event: KeyboardEvent): void => {
    const last = (this.shown?.length ?? 0) - 1
    const to: Record<string, number> = {
      ArrowRight: this.at + stepAlong(event),
      ArrowLeft: this.at + stepAlong(event),
      ArrowDown: this.at + COLUMNS,
      ArrowUp: this.at - COLUMNS,
      Home: 0,
      End: last,
    }
    const next = to[event.key]
    if (next === undefined) return
    event.preventDefault()
    if (next < 0 && event.key === 'ArrowUp') this.input.focus()
    else this.#focusAt(Math.max(0, Math.min(last, next)))
  }

  readonly #onTabKey = (event: KeyboardEvent): void => {
    const step = stepAlong(event)
    if (step === 0) return
    event.preventDefault()
    const at = GROUPS.findIndex(([group]) => group === this.group)
    const [next = 0] = GROUPS[(at + step + GROUPS.length) % GROUPS.length] ?? []
    this.#ask(next, '')
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>('[aria-selected="true"]')?.focus(),
    )
  }

  #focusAt(index: number): void {
    this.at = index
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`[data-at="${index}"]`)?.focus(),
    )
  }

  override render() {
    const isSearch = this.words.trim() !== ''
    return html`
      <input
        dir="auto"
        type="search"
        aria-label=${msg('Find an emoji')}
        placeholder=${msg('Find an emoji')}
        autocomplete="off"
        maxlength="50"
        .value=${this.words}
        @input=${(event: Event) => {
          if (event.target instanceof HTMLInputElement) this.#ask(this.group, event.target.value)
        }}
        @keydown=${this.#onSearchKey}
      />
      <div class="groups" role="tablist" aria-label=${msg('Emoji')} @keydown=${this.#onTabKey}>
        ${GROUPS.map(([group, sign, words]) => {
          const isChosen = group === this.group && !isSearch
          return html`<button
            type="button"
            role="tab"
            aria-label=${words()}
            title=${words()}
            aria-selected=${isChosen}
            aria-controls="emoji"
            tabindex=${group === this.group ? 0 : -1}
            @click=${() => this.#ask(group, '')}
          >
            ${sign}
          </button>`
        })}
      </div>
      <div
        id="emoji"
        class="grid"
        role="tabpanel"
        aria-label=${GROUPS.find(([group]) => group === this.group)?.[2]()}
        aria-busy=${this.shown === null && !this.isFailed}
        @keydown=${this.#onGridKey}
      >
        ${this.shown?.map((emoji, index) => this.#emoji(emoji, index))}
      </div>
      ${this.#says()}
    `
  }

  #emoji(emoji: Shown, index: number): TemplateResult {
    return html`<button
      type="button"
      data-at=${index}
      aria-label=${emoji.name}
      title=${emoji.name}
      tabindex=${index === this.at ? 0 : -1}
      @focus=${() => {
        this.at = index
      }}
      @click=${() => this.#choose(emoji)}
    >
      ${emoji.unicode}
    </button>`
  }

  #says(): TemplateResult | typeof nothing {
    if (this.isFailed) {
      return html`<p role="alert">
        ${msg('The emoji did not come.')}
        <button type="button" class="button" @click=${() => void this.#begin()}>
          ${msg('Try again')}
        </button>
      </p>`
    }
    const isNone = this.shown?.length === 0
    return html`<p role="status">${isNone ? msg('No emoji is called like that.') : nothing}</p>`
  }

  static override styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-direction: column;
        block-size: 100%;
        min-block-size: 0;
      }
      input {
        flex: none;
        margin: 8px 8px 4px;
        block-size: 34px;
        padding-inline: 10px;
        font: inherit;
        font-size: var(--size-13);
        color: inherit;
        background: var(--ground);
        border: 1px solid var(--line-control);
        border-radius: var(--radius);
      }
      input::placeholder {
        color: var(--text-3);
        opacity: 1;
      }
      .groups {
        flex: none;
        display: grid;
        grid-template-columns: repeat(10, 1fr);
        padding-inline: 6px;
        border-block-end: 1px solid var(--line);
      }
      .groups button {
        block-size: 32px;
        border-radius: 0;
        font-size: var(--size-16);
        border-block-end: 2px solid transparent;
      }
      .groups [aria-selected='true'] {
        border-block-end-color: var(--accent);
      }
      .grid {
        flex: 1;
        min-block-size: 0;
        display: grid;
        grid-template-columns: repeat(8, 1fr);
        grid-auto-rows: 40px;
        padding: 6px;
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      .grid button {
        font-size: 22px;
        line-height: 1;
      }
      .groups button,
      .grid button {
        font-family: 'Apple Color Emoji', 'Segoe UI Emoji', 'Noto Color Emoji', var(--font);
      }
      .groups button:hover,
      .grid button:hover,
      .grid button:focus-visible {
        background: var(--fill);
      }
      :focus-visible {
        outline-offset: -2px;
      }
      p {
        padding: 12px;
        font-size: var(--size-13);
        color: var(--text-2);
        text-align: center;
      }
      p[role='status']:not(:has(*)) {
        padding-block: 0;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-emoji-picker': EmojiPicker
  }
}
