import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { MAX_CLOSE_REASONS } from '#protocol/limits'
import type { SettingsChange } from '#protocol/staff-commands'
import type { SettingsView } from '#protocol/staff-views'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { consolePageStyles } from './console-page.styles.ts'
import { pageWords } from './console-pages.ts'
import { Draft } from './draft.ts'
import { textField } from './form-fields.ts'
import type { Run } from './run.ts'
import { section } from './section.ts'
import {
  DAY,
  MEGABYTE,
  problemOf,
  settingsSections,
  type SettingField,
  type SettingsSection,
} from './settings-fields.ts'
import './time-input.ts'
import type { Unsaved } from './unsaved.ts'

/** What one of what is typed is worth. */
const UNITS = { count: 1, megabytes: MEGABYTE, days: DAY }

type FieldOf<Kind extends SettingField['kind']> = Extract<SettingField, { kind: Kind }>

/** Every setting of the account, each with what it does in a sentence; each section saves by itself. */
@customElement('parley-settings-page')
export class SettingsPage extends LitElement {
  @property({ attribute: false }) settings: SettingsView | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null
  /** Gives an id to a new reason for closing. */
  @property({ attribute: false }) newId: () => string = () => crypto.randomUUID()

  readonly #drafts = new Map<string, Draft<SettingsView>>()

  #draftOf(id: string): Draft<SettingsView> {
    const known = this.#drafts.get(id)
    if (known !== undefined) return known
    const saved = () => this.settings ?? NOTHING
    const made = new Draft<SettingsView>(this, saved, () => this.unsaved)
    this.#drafts.set(id, made)
    return made
  }

  override render() {
    const { title, says } = pageWords('settings')
    return html`
      <div class="page-head">
        <div>
          <h1>${title}</h1>
          <p>${says}</p>
        </div>
      </div>
      ${this.settings === null ? skeleton() : settingsSections().map((one) => this.#section(one))}
    `
  }

  #section({ id, title, says, fields: all }: SettingsSection): TemplateResult {
    const draft = this.#draftOf(id)
    const problem = all.map((field) => problemOf(field, draft.value)).find((one) => one !== null)
    return section({
      id,
      title,
      says,
      draft,
      problem: problem ?? null,
      nameOf: (name) => all.find((field) => field.name === name)?.label ?? name,
      fields: all.map((field) => this.#field(field, draft)),
      save: () =>
        void draft.save(async (values) => {
          const { version: _version, ...change } = values
          const settled = await this.run?.({ type: 'changeSettings', change: toChange(change) })
          return settled?.ok === false ? settled.refusal : null
        }),
    })
  }

  #field(field: SettingField, draft: Draft<SettingsView>): TemplateResult {
    const problem = problemOf(field, draft.value)
    switch (field.kind) {
      case 'choice':
        return this.#choice(field, draft)
      case 'switch':
        return this.#switch(field, draft)
      case 'classes':
        return this.#classes(field, draft)
      case 'count':
      case 'megabytes':
      case 'days':
        return this.#number(field, draft, problem)
      case 'time':
        return this.#time(field, draft, problem)
      case 'origins':
        return this.#origins(field, draft, problem)
      case 'reasons':
        return this.#reasons(field, draft, problem)
      case 'zone':
        return this.#zone(field, draft)
    }
  }

  #choice({ name, label, says, options }: FieldOf<'choice'>, draft: Draft<SettingsView>) {
    return html`<fieldset aria-describedby=${`${name}-says`}>
      <legend>${label}</legend>
      <p class="hint says" id=${`${name}-says`}>${says}</p>
      ${options.map(
        (option) =>
          html`<label class="check">
            <input
              type="radio"
              name=${name}
              value=${option.value}
              .checked=${draft.value[name] === option.value}
              @change=${() => draft.set({ [name]: option.value })}
            />
            <b>${option.words}</b>
            <span class="hint">${option.says}</span>
          </label>`,
      )}
    </fieldset>`
  }

  #switch({ name, label, says }: FieldOf<'switch'>, draft: Draft<SettingsView>) {
    return html`<label class="check strong">
      <input
        type="checkbox"
        name=${name}
        .checked=${draft.value[name]}
        @change=${(event: Event) => draft.set({ [name]: inputOf(event).checked })}
      />
      <b>${label}</b>
      <span class="hint">${says}</span>
    </label>`
  }

  #classes({ name, label, says, options }: FieldOf<'classes'>, draft: Draft<SettingsView>) {
    const chosen = draft.value.fileClasses
    return html`<fieldset aria-describedby=${`${name}-says`}>
      <legend>${label}</legend>
      <p class="hint says" id=${`${name}-says`}>${says}</p>
      ${options.map(
        ({ value, words }) =>
          html`<label class="check">
            <input
              type="checkbox"
              name=${name}
              value=${value}
              .checked=${chosen.includes(value)}
              @change=${(event: Event) => {
                const wanted = inputOf(event).checked
                const all = options.map((option) => option.value)
                const kept = (one: typeof value) => (one === value ? wanted : chosen.includes(one))
                draft.set({ fileClasses: all.filter(kept) })
              }}
            />
            <b>${words}</b>
          </label>`,
      )}
    </fieldset>`
  }

  #number(
    field: FieldOf<'count' | 'megabytes' | 'days'>,
    draft: Draft<SettingsView>,
    problem: string | null,
  ) {
    const { name, label, says } = field
    const unit = UNITS[field.kind]
    const value = draft.value[name] / unit
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <span class="hint" id=${`${name}-says`}>${says}</span>
      <input
        id=${name}
        class="short"
        type="number"
        min=${field.kind === 'days' ? 0 : 1}
        step="any"
        inputmode="decimal"
        aria-describedby=${`${name}-says`}
        aria-invalid=${problem !== null}
        .value=${Number.isNaN(value) ? '' : String(value)}
        @input=${(event: Event) => {
          const typed = inputOf(event).valueAsNumber
          draft.set({ [name]: Math.round(typed * unit) })
        }}
      />
      ${problemLine(problem)}
    </div>`
  }

  #time(
    { name, label, says }: FieldOf<'time'>,
    draft: Draft<SettingsView>,
    problem: string | null,
  ) {
    return html`<div class="field">
      <span class="label" aria-hidden="true">${label}</span>
      <span class="hint">${says}</span>
      <parley-time-input
        .label=${label}
        .says=${says}
        .ms=${draft.value[name]}
        ?invalid=${problem !== null}
        @parley-time=${({ detail }: CustomEvent<{ ms: number }>) => draft.set({ [name]: detail.ms })}
      ></parley-time-input>
      ${problemLine(problem)}
    </div>`
  }

  #origins(
    { name, label, says }: FieldOf<'origins'>,
    draft: Draft<SettingsView>,
    problem: string | null,
  ) {
    return textField({
      id: name,
      label,
      says,
      value: draft.value.embedOrigins.join('\n'),
      maxLength: 10_000,
      problem,
      set: (text) => {
        const lines = text.split('\n').map((line) => line.trim())
        draft.set({ embedOrigins: lines.filter((line) => line !== '') })
      },
      isLate: true,
    })
  }

  #zone({ name, label, says }: FieldOf<'zone'>, draft: Draft<SettingsView>) {
    const chosen = draft.value.timeZone
    const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone'), chosen])]
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <span class="hint" id=${`${name}-says`}>${says}</span>
      <select
        id=${name}
        aria-describedby=${`${name}-says`}
        @change=${(event: Event) => {
          if (event.target instanceof HTMLSelectElement) draft.set({ [name]: event.target.value })
        }}
      >
        ${zones.map((zone) => html`<option value=${zone} .selected=${zone === chosen}>${zone.replaceAll('_', ' ')}</option>`)}
      </select>
    </div>`
  }

  /** A line a reason: one that is there already keeps its id, and old chats their reason. */
  #reasons(
    { name, label, says }: FieldOf<'reasons'>,
    draft: Draft<SettingsView>,
    problem: string | null,
  ) {
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <span class="hint" id=${`${name}-says`}>${says}</span>
      <textarea
        id=${name}
        rows=${Math.min(8, Math.max(3, draft.value.closeReasons.length + 1))}
        maxlength=${MAX_CLOSE_REASONS * 81}
        aria-describedby=${`${name}-says`}
        aria-invalid=${problem !== null}
        .value=${draft.value.closeReasons.map((reason) => reason.name).join('\n')}
        @change=${(event: Event) => {
          if (!(event.target instanceof HTMLTextAreaElement)) return
          draft.set({ closeReasons: this.#reasonsIn(event.target.value) })
        }}
      ></textarea>
      ${problemLine(problem)}
    </div>`
  }

  #reasonsIn(text: string): SettingsView['closeReasons'] {
    const known = new Map(this.settings?.closeReasons.map((one) => [one.name, one.reasonId]))
    const names = text.split('\n').map((line) => line.trim().slice(0, 80))
    return [...new Set(names)]
      .filter((name) => name !== '')
      .map((name) => ({ reasonId: known.get(name) ?? this.newId(), name }))
  }

  static override styles = [
    base,
    buttons,
    fields,
    consolePageStyles,
    css`
      .says {
        margin-block-end: 4px;
      }
      .skeleton {
        max-inline-size: 720px;
        block-size: 220px;
        margin-block-end: 24px;
        border-radius: var(--radius-card);
        background: var(--fill);
      }
    `,
  ]
}

function problemLine(problem: string | null): TemplateResult | typeof nothing {
  return problem === null ? nothing : html`<span class="problem">${icon('alert')}${problem}</span>`
}

function skeleton(): TemplateResult {
  return html`<div class="skeleton"></div>
    <div class="skeleton"></div>`
}

function inputOf(event: Event): HTMLInputElement {
  if (!(event.target instanceof HTMLInputElement)) throw new TypeError('no input')
  return event.target
}

/** What changed of the settings as a command says it: the version is the server's. */
function toChange(change: Partial<Omit<SettingsView, 'version'>>): SettingsChange {
  return change
}

/** Before the desk came there is nothing to change. */
const NOTHING = {} as SettingsView

declare global {
  interface HTMLElementTagNameMap {
    'parley-settings-page': SettingsPage
  }
}
