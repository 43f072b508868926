import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { TagColour } from '#protocol/staff-commands'
import type { TagView } from '#protocol/staff-views'
import { base } from '../elements/base.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { TAG_COLOURS, tagStyles } from './tag-mark.ts'

export interface NewTag {
  name: string
  colour: TagColour
}

/**
 * Tags to choose from: typing filters, arrows move, Enter puts a tag on or takes it off. Who may
 * gets a name that is not there yet offered as a new tag.
 *
 * @fires parley-tag-toggle - `detail.tagId`, `detail.chosen`
 * @fires parley-tag-create - `detail` is `NewTag`
 */
@customElement('parley-tag-picker')
export class TagPicker extends LitElement {
  /** Everything that the account has; deleted ones show only while they are chosen. */
  @property({ attribute: false }) tags: readonly TagView[] = []
  @property({ attribute: false }) chosen: readonly string[] = []
  @property({ type: Boolean }) creates = false

  @state() protected words = ''
  @state() protected at = 0

  @query('input') protected input!: HTMLInputElement

  override focus(): void {
    this.input.focus()
  }

  /** Forgets what was typed. */
  reset(): void {
    this.words = ''
    this.at = 0
  }

  #shown(): TagView[] {
    const words = this.words.trim().toLocaleLowerCase()
    return this.tags
      .filter(({ deleted, tagId }) => !deleted || this.chosen.includes(tagId))
      .filter(({ name }) => name.toLocaleLowerCase().includes(words))
      .toSorted((a, b) => a.name.localeCompare(b.name))
  }

  /** The name that would be new; null where it is there already or one may not. */
  #newName(): string | null {
    const name = this.words.trim()
    const isThere = this.tags.some(
      (tag) => !tag.deleted && tag.name.toLowerCase() === name.toLowerCase(),
    )
    return this.creates && name !== '' && !isThere ? name : null
  }

  #toggle({ tagId }: TagView): void {
    const detail = { tagId, chosen: !this.chosen.includes(tagId) }
    this.dispatchEvent(new CustomEvent('parley-tag-toggle', { detail }))
    this.focus()
  }

  #create(name: string): void {
    const colour = TAG_COLOURS[this.tags.length % TAG_COLOURS.length] ?? 'slate'
    this.dispatchEvent(new CustomEvent<NewTag>('parley-tag-create', { detail: { name, colour } }))
    this.reset()
    this.focus()
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    const shown = this.#shown()
    const name = this.#newName()
    const count = shown.length + (name === null ? 0 : 1)
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0 && count > 0) {
      event.preventDefault()
      this.at = (Math.min(this.at, count - 1) + step + count) % count
      void this.updateComplete.then(() =>
        this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' }),
      )
    }
    if (event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    const tag = shown[this.at]
    if (tag !== undefined) this.#toggle(tag)
    else if (name !== null) this.#create(name)
  }

  override render() {
    const shown = this.#shown()
    const name = this.#newName()
    return html`
      <input
        type="text"
        dir="auto"
        role="combobox"
        aria-label=${msg('Find a tag')}
        aria-expanded="true"
        aria-controls="tags"
        aria-activedescendant=${shown.length > 0 || name !== null ? `tag-${this.at}` : nothing}
        placeholder=${this.creates ? msg('Find or create a tag') : msg('Find a tag')}
        autocomplete="off"
        maxlength="40"
        .value=${this.words}
        @input=${(event: Event) => {
          if (event.target instanceof HTMLInputElement) this.words = event.target.value
          this.at = 0
        }}
        @keydown=${this.#onKey}
      />
      <div id="tags" role="listbox" aria-label=${msg('Tags')} aria-multiselectable="true">
        ${repeat(
          shown,
          ({ tagId }) => tagId,
          (tag, index) => this.#option(tag, index),
        )}
        ${
          name === null
            ? nothing
            : html`<div
                id="tag-${shown.length}"
                role="option"
                aria-selected="false"
                class=${this.at === shown.length ? 'active' : ''}
                @click=${() => this.#create(name)}
              >
                ${icon('tag')}<span class="name">${msg(str`Create “${name}”`)}</span>
              </div>`
        }
      </div>
      ${
        shown.length === 0 && name === null
          ? html`<p class="hint">
              ${
                this.words.trim() === ''
                  ? msg('There are no tags yet. A supervisor can create them.')
                  : msg('No tag has this name.')
              }
            </p>`
          : nothing
      }
    `
  }

  #option(tag: TagView, index: number): TemplateResult {
    const isChosen = this.chosen.includes(tag.tagId)
    return html`
      <div
        id="tag-${index}"
        role="option"
        aria-selected=${isChosen}
        class=${this.at === index ? 'active' : ''}
        data-colour=${tag.colour}
        @click=${() => this.#toggle(tag)}
      >
        <i class="tag-dot"></i><span class="name">${tag.name}</span>
        ${tag.deleted ? html`<span class="hint">${msg('deleted')}</span>` : nothing}
        ${isChosen ? icon('check') : nothing}
      </div>
    `
  }

  static override styles = [
    base,
    fields,
    tagStyles,
    css`
      :host {
        display: grid;
        gap: 6px;
      }
      [role='listbox'] {
        max-block-size: 232px;
        overflow-y: auto;
        overscroll-behavior: contain;
      }
      [role='option'] {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 32px;
        padding-inline: 10px;
        border-radius: var(--radius);
        font-size: var(--size-13);
        cursor: default;
      }
      [role='option']:hover {
        background: var(--fill);
      }
      input:focus-visible ~ [role='listbox'] .active {
        background: var(--accent-soft);
        outline: 1px solid var(--accent-line);
        outline-offset: -1px;
      }
      .name {
        flex: 1;
        min-inline-size: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      [role='option'] .icon {
        inline-size: 16px;
        block-size: 16px;
        color: var(--text-2);
      }
      .hint {
        padding-inline: 10px;
      }
      @media (pointer: coarse) {
        [role='option'] {
          min-block-size: 44px;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-tag-picker': TagPicker
  }
}
