import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { TagColour } from '#protocol/staff-commands'
import type { TagView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { TAG_COLOURS, tagStyles } from '../desk/tag-mark.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { consoleAddress } from './console-address.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import { Draft } from './draft.ts'
import { lineField } from './form-fields.ts'
import { gone, itemHead, pageHead } from './page-head.ts'
import { question, questionOf } from './question.ts'
import type { Run } from './run.ts'
import { section } from './section.ts'
import type { Unsaved } from './unsaved.ts'

interface Tag {
  name: string
  colour: TagColour
}

/** The account's own words for what chats were about. */
@customElement('parley-tags-page')
export class TagsPage extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null
  /** One of them; `new` for one that is being made. */
  @property({ attribute: false }) tagId: string | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null
  /** Leads to another place of the console. */
  @property({ attribute: false }) go: (address: string) => void = () => {}

  @state() protected refused: string | null = null

  readonly #draft = new Draft<Tag>(
    this,
    () => this.#tag ?? { name: '', colour: 'teal' },
    () => this.unsaved,
  )

  get #tag(): TagView | null {
    const tag = this.desk?.tags.get(this.tagId ?? '')
    return tag === undefined || tag.deleted ? null : tag
  }

  override render() {
    const { desk, tagId } = this
    if (tagId !== null && desk !== null) return this.#one(tagId)
    const tags = desk === null ? null : [...desk.tags.values()].filter(({ deleted }) => !deleted)
    return html`
      ${pageHead(
        'tags',
        html`<a class="button primary" href=${consoleAddress('tags', 'new')}>${msg('New tag')}</a>`,
      )}
      <parley-data-table
        .label=${msg('Tags')}
        .columns=${[
          {
            id: 'name',
            title: msg('Name'),
            value: ({ name }: TagView) => name,
            cell: ({ tagId: id, name }: TagView) =>
              html`<a href=${consoleAddress('tags', id)}>${name}</a>`,
          },
          {
            id: 'colour',
            title: msg('Colour'),
            value: ({ colour }: TagView) => colourWord(colour),
          },
        ]}
        .rows=${tags?.toSorted((a, b) => a.name.localeCompare(b.name)) ?? null}
        .keyOf=${(tag: TagView) => tag.tagId}
        .empty=${msg('There are no tags yet. Agents put them on chats, and lists and figures are split by them.')}
      ></parley-data-table>
    `
  }

  #one(tagId: string): TemplateResult {
    const tag = this.#tag
    if (tagId !== 'new' && tag === null) return gone('tags', msg('This tag is not there any more'))
    const draft = this.#draft
    return html`
      ${itemHead(
        'tags',
        tag?.name ?? msg('New tag'),
        msg('A word that agents put on chats.'),
        tag === null
          ? nothing
          : html`<button
              class="button quiet danger"
              @click=${() => questionOf(this.renderRoot).showModal()}
            >
              ${msg('Delete tag …')}
            </button>`,
      )}
      ${section({
        id: 'tag',
        title: msg('The tag'),
        draft,
        problem: draft.value.name.trim() === '' ? msg('A name is needed.') : null,
        nameOf: (name) => (name === 'name' ? msg('Name') : msg('Colour')),
        save: () => void this.#save(tag),
        fields: html`
          ${lineField({
            id: 'name',
            label: msg('Name'),
            says: msg('Short: it stands in every row of a list.'),
            value: draft.value.name,
            maxLength: 40,
            set: (name) => draft.set({ name }),
          })}
          <fieldset>
            <legend>${msg('Colour')}</legend>
            <div class="colours">
              ${TAG_COLOURS.map(
                (colour) =>
                  html`<label class="check">
                    <input
                      type="radio"
                      name="colour"
                      .checked=${draft.value.colour === colour}
                      @change=${() => draft.set({ colour })}
                    />
                    <b data-colour=${colour}><i class="tag-dot"></i>${colourWord(colour)}</b>
                  </label>`,
              )}
            </div>
          </fieldset>
        `,
      })}
      ${
        tag === null
          ? nothing
          : question({
              title: msg(str`Delete the tag ${tag.name}?`),
              says: msg('Chats that carry it keep it; no chat gets it any more.'),
              verb: msg('Delete tag'),
              refused: this.refused,
              answer: () => void this.#delete(tag),
            })
      }
    `
  }

  async #save(tag: TagView | null): Promise<void> {
    const isSaved = await this.#draft.save(async () => {
      const { name, colour } = this.#draft.value
      const settled = await this.run?.({ type: 'saveTag', tagId: tag?.tagId ?? null, name, colour })
      return settled?.ok === false ? settled.refusal : null
    })
    if (isSaved && tag === null) this.go(consoleAddress('tags'))
  }

  async #delete({ tagId }: TagView): Promise<void> {
    const settled = await this.run?.({ type: 'deleteTag', tagId })
    if (settled === undefined) return
    this.refused = settled.ok ? null : settled.refusal.says
    if (!settled.ok) return
    questionOf(this.renderRoot).close()
    this.go(consoleAddress('tags'))
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    consolePageStyles,
    tagStyles,
    css`
      .colours {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(120px, 1fr));
        gap: 4px 12px;
      }
      .colours b {
        display: inline-flex;
        align-items: center;
        gap: 8px;
      }
    `,
  ]
}

function colourWord(colour: TagColour): string {
  switch (colour) {
    case 'slate':
      return msg('Slate')
    case 'teal':
      return msg('Teal')
    case 'cyan':
      return msg('Cyan')
    case 'blue':
      return msg('Blue')
    case 'indigo':
      return msg('Indigo')
    case 'violet':
      return msg('Violet')
    case 'plum':
      return msg('Plum')
    case 'brown':
      return msg('Brown')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-tags-page': TagsPage
  }
}
