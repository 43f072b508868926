import { msg, str } from '@lit/localize'
import { LitElement, css, html, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { TagColour } from '#protocol/staff-commands'
import type { TagView } from '#protocol/staff-views'
import type { DeskState } from '../client/desk-state.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { TAG_COLOURS, tagStyles } from '../desk/tag-mark.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { Asked } from './asked.ts'
import { consoleAddress } from './console-address.ts'
import { consolePageStyles } from './console-page.styles.ts'
import { Draft } from './draft.ts'
import { lineField } from './form-fields.ts'
import { gone } from './page-head.ts'
import type { Run } from './run.ts'
import { save } from './save.ts'
import { section } from './section.ts'
import { linkTo, listOf, oneOf } from './shelf.ts'
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

  readonly #deleted = new Asked<TagView>(this)
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
    return listOf<TagView>({
      page: 'tags',
      make: msg('New tag'),
      label: msg('Tags'),
      columns: [
        {
          id: 'name',
          title: msg('Name'),
          value: ({ name }) => name,
          cell: ({ tagId: id, name }) => linkTo('tags', id, name),
        },
        { id: 'colour', title: msg('Colour'), value: ({ colour }) => colourWord(colour) },
      ],
      rows: tags?.toSorted((a, b) => a.name.localeCompare(b.name)) ?? null,
      keyOf: (tag) => tag.tagId,
      empty: msg(
        'There are no tags yet. Agents put them on chats, and lists and figures are split by them.',
      ),
    })
  }

  #one(tagId: string): TemplateResult {
    const tag = this.#tag
    if (tagId !== 'new' && tag === null) return gone('tags', msg('This tag is not there any more'))
    return oneOf({
      page: 'tags',
      one: tag,
      title: tag?.name ?? msg('New tag'),
      says: msg('A word that agents put on chats.'),
      body: this.#form(tag),
      deletion: {
        asked: this.#deleted,
        verb: msg('Delete tag'),
        title: msg(str`Delete the tag ${tag?.name ?? ''}?`),
        says: msg('Chats that carry it keep it; no chat gets it any more.'),
        answer: () => void this.#delete(),
      },
    })
  }

  #form(tag: TagView | null): TemplateResult {
    const draft = this.#draft
    return section({
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
    })
  }

  async #save(tag: TagView | null): Promise<void> {
    const tagId = tag?.tagId ?? null
    const saved = await save(this.#draft, this.run, () => {
      const { name, colour } = this.#draft.value
      return { type: 'saveTag', tagId, name, colour }
    })
    if (saved !== null && tagId === null) this.go(consoleAddress('tags'))
  }

  async #delete(): Promise<void> {
    const act = async ({ tagId }: TagView) => this.run?.({ type: 'deleteTag', tagId })
    if (await this.#deleted.carryOut(act)) this.go(consoleAddress('tags'))
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
