import { msg, str } from '@lit/localize'
import { html, nothing, type TemplateResult } from 'lit'
import { icon } from '../elements/icon.ts'
import { listed } from '../locales/formats.ts'
import type { Draft } from './draft.ts'

export interface SectionParts<Values extends object> {
  /** For its heading; unique on its page. */
  id: string
  title: string
  /** What it is about, where the title does not say it. */
  says?: string
  fields: unknown
  draft: Draft<Values>
  /** What a value is called. */
  nameOf: (name: keyof Values & string) => string
  /** What is wrong with what was put in; null where it can be saved. */
  problem?: string | null
  /** The verb on its button; *Save*, unless something else is said. */
  verb?: string
  save: () => void
}

/** A part of a form that is saved by itself: it says what changed, and what became of it. */
export function section<Values extends object>(parts: SectionParts<Values>): TemplateResult {
  const { id, title, says, fields, draft, problem = null, verb, save } = parts
  const changed = draft.changed
  return html`<form
    class="section"
    aria-labelledby=${id}
    novalidate
    @submit=${(event: SubmitEvent) => {
      event.preventDefault()
      if (problem === null) save()
    }}
  >
    <div class="section-head">
      <h2 id=${id}>${title}</h2>
      ${says === undefined ? nothing : html`<p>${says}</p>`}
    </div>
    <div class="fields">${fields}</div>
    <div class="section-foot" data-changed=${changed.length > 0}>
      <p role="status">${statusWords(parts, changed)}</p>
      ${
        changed.length === 0
          ? nothing
          : html`<button type="button" class="button" @click=${() => draft.discard()}>
              ${msg('Discard')}
            </button>`
      }
      <button
        class="button primary"
        aria-disabled=${changed.length === 0 || problem !== null || draft.status.kind === 'saving'}
      >
        ${verb ?? msg('Save')}
      </button>
    </div>
  </form>`
}

function statusWords<Values extends object>(
  { draft, nameOf, problem = null }: SectionParts<Values>,
  changed: readonly (keyof Values & string)[],
): unknown {
  const { status } = draft
  if (status.kind === 'saving') return msg('Saving …')
  if (status.kind === 'refused')
    return html`<span class="bad">${icon('alert')}${status.says}</span>`
  if (changed.length === 0) {
    return status.kind === 'saved'
      ? html`<span class="good">${icon('check')}${msg('Saved')}</span>`
      : nothing
  }
  if (problem !== null) return html`<span class="bad">${icon('alert')}${problem}</span>`
  return msg(str`Changed: ${listed(changed.map(nameOf))}`)
}
