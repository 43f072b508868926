import { msg } from '@lit/localize'
import { LitElement, html } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { MAX_LINE_LENGTH } from '#protocol/limits'
import type { SettingsView } from '#protocol/staff-views'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { consolePageStyles } from './console-page.styles.ts'
import { Draft } from './draft.ts'
import { textField } from './form-fields.ts'
import { pageHead } from './page-head.ts'
import type { Run } from './run.ts'
import { section } from './section.ts'
import type { Unsaved } from './unsaved.ts'

type Texts = SettingsView['texts']

/** What customers read in the account's own words; everything else is in their language by itself. */
@customElement('parley-texts-page')
export class TextsPage extends LitElement {
  @property({ attribute: false }) settings: SettingsView | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null

  readonly #draft = new Draft<Texts>(
    this,
    () => this.settings?.texts ?? { blocked: '', farewell: '' },
    () => this.unsaved,
  )

  override render() {
    const draft = this.#draft
    const { value } = draft
    return html`
      ${pageHead('texts')}
      ${section({
        id: 'texts',
        title: msg('When agents end a chat'),
        says: msg('Suggested to agents, who may change the words before they go out.'),
        draft,
        problem:
          value.blocked.trim() === '' || value.farewell.trim() === ''
            ? msg('Both texts are needed.')
            : null,
        nameOf: fieldName,
        save: () =>
          void draft.save(async (texts) => {
            const settled = await this.run?.({ type: 'changeSettings', change: { texts } })
            return settled?.ok === false ? settled.refusal : null
          }),
        fields: html`
          ${textField({
            id: 'farewell',
            label: fieldName('farewell'),
            says: msg('When an agent goes offline and closes the chats in hand.'),
            value: value.farewell,
            maxLength: MAX_LINE_LENGTH,
            set: (farewell) => draft.set({ farewell }),
          })}
          ${textField({
            id: 'blocked',
            label: fieldName('blocked'),
            says: msg('What a blocked customer reads, now and whenever they write again.'),
            value: value.blocked,
            maxLength: MAX_LINE_LENGTH,
            set: (blocked) => draft.set({ blocked }),
          })}
        `,
      })}
    `
  }

  static override styles = [base, buttons, fields, consolePageStyles]
}

function fieldName(name: keyof Texts): string {
  return name === 'blocked' ? msg('Blocked') : msg('Farewell')
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-texts-page': TextsPage
  }
}
