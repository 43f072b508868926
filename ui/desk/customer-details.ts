import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import { MAX_ATTRIBUTE_NAME_LENGTH, MAX_LINE_LENGTH } from '#protocol/limits'
import type { CustomerView, KnownValue } from '#protocol/customer-card'
import type { CustomerChange } from '#protocol/staff-commands'
import { addressWords } from '../elements/address-words.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { icon } from '../elements/icon.ts'
import { saveCustomer } from './customer-events.ts'

interface Field {
  key: 'name' | 'email' | 'phone' | 'language'
  label: string
  type: 'text' | 'email' | 'tel'
  most: number
  pattern?: string
  hint?: string
}

const fieldsOf = (): readonly Field[] => [
  { key: 'name', label: msg('Name'), type: 'text', most: 120 },
  { key: 'email', label: msg('E-mail'), type: 'email', most: 254 },
  {
    key: 'phone',
    label: msg('Phone'),
    type: 'tel',
    most: 40,
    pattern: String.raw`\+?[\d\s\(\)\.\/\-]*\d[\d\s\(\)\.\/\-]*`,
    hint: msg('Digits, spaces and + ( ) . / - only'),
  },
  {
    key: 'language',
    label: msg('Language'),
    type: 'text',
    most: 35,
    pattern: '[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*',
    hint: msg('A language tag, such as de or pt-BR'),
  },
]

/** What is being edited: a field, an attribute by its name, or a new attribute. */
type Edited = { kind: 'field' | 'attribute'; name: string } | { kind: 'new' }

/**
 * What is known of a customer, each value edited where it stands. What a signed identity says
 * stands fast and is marked.
 *
 * @fires parley-command - `saveCustomer`
 */
@customElement('parley-customer-details')
export class CustomerDetails extends LitElement {
  @property({ attribute: false }) customer: CustomerView | null = null

  @state() protected edited: Edited | null = null

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || this.edited === null) return
    event.preventDefault()
    event.stopPropagation()
    this.#close()
  }

  #edit(edited: Edited): void {
    this.edited = edited
    void this.updateComplete.then(() => {
      const input = this.renderRoot.querySelector<HTMLInputElement>('form input')
      input?.focus()
      input?.select()
    })
  }

  /** The focus returns to what opened the form. */
  #close(): void {
    const { edited } = this
    this.edited = null
    if (edited === null) return
    const key = edited.kind === 'new' ? 'new' : `${edited.kind} ${edited.name}`
    void this.updateComplete.then(() => {
      const opener = [...this.renderRoot.querySelectorAll<HTMLElement>('[data-key]')].find(
        (one) => one.dataset['key'] === key,
      )
      opener?.focus()
    })
  }

  #save(change: CustomerChange): void {
    if (this.customer === null) return
    this.dispatchEvent(saveCustomer(this.customer.customerId, change))
    this.#close()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    const { edited } = this
    const form = event.currentTarget
    if (!(form instanceof HTMLFormElement) || edited === null) return
    const data = new FormData(form)
    const words = (name: string): string => {
      const value = data.get(name)
      return typeof value === 'string' ? value.trim() : ''
    }
    const value = words('value') === '' ? null : words('value')
    if (edited.kind === 'field') {
      this.#save({ [edited.name]: value })
      return
    }
    const name = edited.kind === 'new' ? words('name') : edited.name
    if (name === '') return
    this.#save({ attributes: [{ name, value }] })
  }

  override render() {
    const { customer } = this
    if (customer === null) return nothing
    const { attributes } = customer.details
    return html`
      <dl @keydown=${this.#onKey}>
        ${fieldsOf().map((field) => this.#field(field, customer.details[field.key]))}
        ${repeat(
          attributes,
          ({ name }) => name,
          (attribute) => this.#attribute(attribute.name, attribute),
        )}
      </dl>
      ${
        this.edited?.kind === 'new'
          ? this.#newAttribute()
          : html`<button class="add" data-key="new" @click=${() => this.#edit({ kind: 'new' })}>
              ${msg('Add attribute')}
            </button>`
      }
    `
  }

  #field(field: Field, known: KnownValue | null): TemplateResult {
    const { key, label, type, most, pattern, hint } = field
    const isEdited = this.edited?.kind === 'field' && this.edited.name === key
    return html`<div class="row">
      <dt>${label}</dt>
      <dd>
        ${
          isEdited
            ? html`<form @submit=${this.#onSubmit}>
                <input
                  dir="auto"
                  name="value"
                  type=${type}
                  maxlength=${most}
                  pattern=${pattern ?? nothing}
                  title=${hint ?? nothing}
                  aria-label=${label}
                  autocomplete="off"
                  .value=${known?.value ?? ''}
                />
                ${this.#choices()}
              </form>`
            : this.#value({ kind: 'field', name: key }, label, known)
        }
      </dd>
    </div>`
  }

  #attribute(name: string, known: KnownValue): TemplateResult {
    const isEdited = this.edited?.kind === 'attribute' && this.edited.name === name
    return html`<div class="row">
      <dt dir="auto">${name}</dt>
      <dd>
        ${
          isEdited
            ? html`<form @submit=${this.#onSubmit}>
                <input
                  dir="auto"
                  name="value"
                  maxlength=${MAX_LINE_LENGTH}
                  aria-label=${name}
                  autocomplete="off"
                  .value=${known.value}
                />
                ${this.#choices()}
              </form>`
            : this.#value({ kind: 'attribute', name }, name, known)
        }
      </dd>
    </div>`
  }

  #newAttribute(): TemplateResult {
    return html`<form class="new" @submit=${this.#onSubmit} @keydown=${this.#onKey}>
      <input
        dir="auto"
        name="name"
        required
        maxlength=${MAX_ATTRIBUTE_NAME_LENGTH}
        aria-label=${msg('Name of the attribute')}
        placeholder=${msg('Attribute')}
        autocomplete="off"
      />
      <input
        dir="auto"
        name="value"
        required
        maxlength=${MAX_LINE_LENGTH}
        aria-label=${msg('Value of the attribute')}
        placeholder=${msg('Value')}
        autocomplete="off"
      />
      ${this.#choices()}
    </form>`
  }

  #choices(): TemplateResult {
    return html`<span class="choices">
      <button class="button icon-only" type="submit" aria-label=${msg('Save')}>
        ${icon('check')}
      </button>
      <button
        class="button quiet icon-only"
        type="button"
        aria-label=${msg('Cancel')}
        @click=${() => this.#close()}
      >
        ${icon('close')}
      </button>
    </span>`
  }

  #value(
    edited: Exclude<Edited, { kind: 'new' }>,
    label: string,
    known: KnownValue | null,
  ): TemplateResult {
    if (known?.from === 'verified') {
      return html`<span class="fast"
        ><bdi>${known.value}</bdi
        ><span class="verified" title=${msg('From a signed identity')}
          >${icon('check')}<span class="hidden-text">${msg(', verified')}</span></span
        ></span
      >`
    }
    const from =
      known === null ? '' : known.from === 'staff' ? msg('From staff') : msg('From the customer')
    return html`<button
      class="value"
      data-key="${edited.kind} ${edited.name}"
      title=${from === '' ? nothing : from}
      aria-label=${known === null ? msg(str`${label}: Add`) : msg(str`${label}: ${known.value}. ${from}. Edit`)}
      @click=${() => this.#edit(edited)}
    >
      ${known === null ? html`<span class="none">${msg('Add')}</span>` : html`<bdi>${shown(edited, known.value)}</bdi>`}
    </button>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    css`
      :host {
        display: block;
        font-size: var(--size-13);
      }
      dl {
        display: grid;
        gap: 2px;
      }
      .row {
        display: grid;
        grid-template-columns: 72px minmax(0, 1fr);
        gap: 8px;
        align-items: baseline;
      }
      dt {
        color: var(--text-3);
        overflow-wrap: anywhere;
      }
      dd {
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .value,
      .fast {
        display: block;
        min-block-size: 26px;
        padding: 3px 6px;
        margin-inline-start: -6px;
        text-align: start;
        overflow-wrap: anywhere;
      }
      .value {
        inline-size: calc(100% + 6px);
      }
      .value:hover {
        background: var(--fill);
      }
      .none {
        color: var(--text-3);
      }
      .verified {
        display: inline-grid;
        place-items: center;
        inline-size: 15px;
        block-size: 15px;
        margin-inline-start: 5px;
        border-radius: var(--radius-full);
        background: var(--accent);
        color: var(--on-accent);
        font-size: 9px;
        vertical-align: -2px;
      }
      .verified .icon {
        stroke-width: 3;
      }
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        padding-block: 2px;
      }
      form input:not([type='radio']):not([type='checkbox']) {
        flex: 1 1 110px;
        inline-size: auto;
        min-inline-size: 0;
        min-block-size: 32px;
        padding: 4px 8px;
      }
      .choices {
        display: inline-flex;
        gap: 2px;
      }
      .new {
        margin-block-start: 6px;
      }
      .add {
        min-block-size: 26px;
        margin-block-start: 4px;
        padding: 3px 6px;
        margin-inline-start: -6px;
        color: var(--accent-text);
      }
      .add:hover {
        background: var(--fill);
      }
      @media (pointer: coarse) {
        .value,
        .add {
          min-block-size: 44px;
        }
        .row {
          align-items: center;
        }
      }
    `,
  ]
}

/** A value as it is shown: an address breaks before its parts. */
function shown({ kind, name }: Exclude<Edited, { kind: 'new' }>, value: string): unknown {
  return kind === 'field' && name === 'email' ? addressWords(value) : value
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-customer-details': CustomerDetails
  }
}
