import { msg } from '@lit/localize'
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

/** One of a few, each with a sentence. */
export function radioField<Value extends string>(
  parts: FieldParts & {
    value: Value
    options: readonly { value: Value; words: string; says: string }[]
    set: (value: Value) => void
  },
): TemplateResult {
  const { id, label, says, value, options, set } = parts
  return html`<fieldset aria-describedby=${says === undefined ? nothing : `${id}-says`}>
    <legend>${label}</legend>
    ${says === undefined ? nothing : html`<p class="hint" id=${`${id}-says`}>${says}</p>`}
    ${options.map(
      (one) =>
        html`<label class="check strong">
          <input
            type="radio"
            name=${id}
            value=${one.value}
            .checked=${live(one.value === value)}
            @change=${() => set(one.value)}
          />
          <b>${one.words}</b>
          <span class="hint">${one.says}</span>
        </label>`,
    )}
  </fieldset>`
}

/** Whether something is so, with what follows from it. */
export function switchField(
  parts: Required<Pick<FieldParts, 'id' | 'label' | 'says'>> & {
    value: boolean
    set: (value: boolean) => void
  },
): TemplateResult {
  const { id, label, says, value, set } = parts
  return html`<label class="check strong">
    <input
      type="checkbox"
      id=${id}
      .checked=${live(value)}
      @change=${(event: Event) => {
        if (event.target instanceof HTMLInputElement) set(event.target.checked)
      }}
    />
    <b>${label}</b>
    <span class="hint">${says}</span>
  </label>`
}

/** A number, as it is typed; null where it is none. */
export function countField(
  parts: FieldParts & {
    value: number | null
    from: number
    to: number
    /** What stands behind it. */
    unit?: string
    set: (value: number | null) => void
  },
): TemplateResult {
  const { id, value, from, to, unit, set, problem = null } = parts
  return field(
    parts,
    html`<span class="with-unit">
      <input
        id=${id}
        class="short"
        type="number"
        min=${from}
        max=${to}
        aria-describedby=${`${id}-says`}
        aria-invalid=${problem !== null}
        .value=${live(value === null ? '' : String(value))}
        @input=${(event: Event) => {
          if (!(event.target instanceof HTMLInputElement)) return
          set(event.target.value === '' ? null : event.target.valueAsNumber)
        }}
      />${unit === undefined ? nothing : html`<span>${unit}</span>`}
    </span>`,
  )
}

/**
 * What opens or signs something: it is shown while it is put in, and never again. Null keeps the one
 * that is known.
 */
export function secretField(
  parts: FieldParts & {
    value: string | null
    isKnown: boolean
    maxLength: number
    set: (value: string | null) => void
    /** Makes one that nobody guesses; absent where it comes from elsewhere. */
    make?: () => string
  },
): TemplateResult {
  const { id, value, isKnown, maxLength, set, make, problem = null } = parts
  const isKept = isKnown && value === null
  return field(
    parts,
    html`<span class="secret">
      ${
        isKept
          ? html`<span class="quiet-words">${msg('One is set; nobody is shown it.')}</span>`
          : html`<input
              id=${id}
              autocomplete="off"
              spellcheck="false"
              maxlength=${maxLength}
              aria-describedby=${`${id}-says`}
              aria-invalid=${problem !== null}
              .value=${live(value ?? '')}
              @input=${(event: Event) => {
                if (!(event.target instanceof HTMLInputElement)) return
                set(event.target.value === '' && isKnown ? null : event.target.value)
              }}
            />`
      }
      ${
        make === undefined
          ? isKept
            ? html`<button id=${id} type="button" class="button" @click=${() => set('')}>
                ${msg('Replace')}
              </button>`
            : nothing
          : html`<button
              id=${isKept ? id : nothing}
              type="button"
              class="button"
              @click=${() => set(make())}
            >
              ${isKept ? msg('Make a new one') : msg('Make one')}
            </button>`
      }
    </span>`,
  )
}

/** A secret of 256 bits, in letters, digits, `-` and `_`. */
export function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32))
  const letters = btoa(String.fromCharCode(...bytes))
  return letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
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
