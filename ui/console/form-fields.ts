import { html, nothing, type TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { icon } from '../elements/icon.ts'

interface FieldParts {
  id: string
  label: string
  /** What it is for, in a sentence. */
  says?: string
  /** What is wrong with it; null where nothing is. */
  problem?: string | null
}

/** A line of text. */
export function lineField(
  parts: FieldParts & {
    value: string
    set: (value: string) => void
    maxLength?: number
    isFixed?: boolean
  },
): TemplateResult {
  const { id, value, set, maxLength = 100, isFixed = false, problem = null } = parts
  return field(
    parts,
    html`<input
      id=${id}
      autocomplete="off"
      maxlength=${maxLength}
      ?readonly=${isFixed}
      aria-describedby=${`${id}-says`}
      aria-invalid=${problem !== null}
      .value=${live(value)}
      @input=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) set(event.target.value)
      }}
    />`,
  )
}

/** Text of several lines. */
export function textField(
  parts: FieldParts & {
    value: string
    set: (value: string) => void
    maxLength: number
    rows?: number
    /** Whether it counts once one is done with it, not with each letter. */
    isLate?: boolean
  },
): TemplateResult {
  const { id, value, set, maxLength, rows = 3, problem = null, isLate = false } = parts
  const take = (event: Event): void => {
    if (event.target instanceof HTMLTextAreaElement) set(event.target.value)
  }
  return field(
    parts,
    html`<textarea
      id=${id}
      rows=${rows}
      maxlength=${maxLength}
      aria-describedby=${`${id}-says`}
      aria-invalid=${problem !== null}
      .value=${isLate ? value : live(value)}
      @input=${isLate ? nothing : take}
      @change=${take}
    ></textarea>`,
  )
}

/** One of several, by a value that is no other one's; null stands for none. */
export function choiceField<Value extends string>(
  parts: FieldParts & {
    value: Value | null
    options: readonly { value: Value; words: string }[]
    /** What none is called; where it is absent one has to be chosen. */
    none?: string
    set: (value: Value | null) => void
    isFixed?: boolean
  },
): TemplateResult {
  const { id, value, options, none, set, isFixed = false, problem = null } = parts
  return field(
    parts,
    html`<select
      id=${id}
      ?disabled=${isFixed}
      aria-describedby=${`${id}-says`}
      aria-invalid=${problem !== null}
      @change=${(event: Event) => {
        if (!(event.target instanceof HTMLSelectElement)) return
        const chosen = event.target.value
        set(options.find((one) => one.value === chosen)?.value ?? null)
      }}
    >
      ${none === undefined ? nothing : html`<option value="" .selected=${value === null}>${none}</option>`}
      ${options.map(
        (one) =>
          html`<option value=${one.value} .selected=${one.value === value}>${one.words}</option>`,
      )}
    </select>`,
  )
}

/** Any of several. */
export function choicesField(
  parts: FieldParts & {
    value: readonly string[]
    options: readonly { value: string; words: string; isFixed?: boolean }[]
    set: (value: string[]) => void
    /** What is said where there is nothing to choose. */
    empty: string
  },
): TemplateResult {
  const { id, label, says, value, options, set, empty } = parts
  return html`<fieldset aria-describedby=${`${id}-says`}>
    <legend>${label}</legend>
    ${says === undefined ? nothing : html`<p class="hint" id=${`${id}-says`}>${says}</p>`}
    ${options.length === 0 ? html`<p class="quiet-words">${empty}</p>` : nothing}
    ${options.map(
      (one) =>
        html`<label class="check">
          <input
            type="checkbox"
            name=${id}
            value=${one.value}
            ?disabled=${one.isFixed === true}
            .checked=${live(value.includes(one.value))}
            @change=${(event: Event) => {
              if (!(event.target instanceof HTMLInputElement)) return
              const others = value.filter((chosen) => chosen !== one.value)
              set(event.target.checked ? [...others, one.value] : others)
            }}
          />
          <b>${one.words}</b>
        </label>`,
    )}
  </fieldset>`
}

function field(
  { id, label, says, problem = null }: FieldParts,
  control: TemplateResult,
): TemplateResult {
  return html`<div class="field">
    <label for=${id}>${label}</label>
    ${says === undefined ? nothing : html`<span class="hint" id=${`${id}-says`}>${says}</span>`}
    ${control}
    ${problem === null ? nothing : html`<span class="problem">${icon('alert')}${problem}</span>`}
  </div>`
}
