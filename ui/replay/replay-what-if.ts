import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type {
  ReplayedStepView,
  WhatCouldBe,
  WhatIfAnswer,
  WhatIfBody,
  WhatIfField,
} from '#protocol/replay'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { partName, stateName } from '../statechart/chart-names.ts'
import { capital } from './capital.ts'
import { valueName } from './context-names.ts'
import { namesOf, type Names } from './names.ts'
import { outcomeParts } from './replay-step.ts'
import { outcomeStyles } from './replay-step.styles.ts'
import { statePathWords } from './step-words.ts'

type Asked = Omit<WhatIfBody, 'after'>
type Could = WhatCouldBe['events'][number]
type Json = ReplayedStepView['data'][string]

interface Choice {
  words: string
  value: Json
}

const MINUTE = 60_000

/** What was asked, and what the machine said. */
export interface Imagined {
  /** *Agent took*, as it is read. */
  words: string
  answer: WhatIfAnswer
}

/**
 * Another event after a step: chosen, filled in, and answered by the pure machine. All of it says
 * that it did not happen.
 *
 * @fires parley-what-if - something is to be tried; `detail` is what, and its words
 * @fires parley-what-if-again - something else is to be tried after the same step
 * @fires parley-what-if-end - back to what happened
 */
@customElement('parley-replay-what-if')
export class ReplayWhatIf extends LitElement {
  /** What could happen after the step; null while it is asked for. */
  @property({ attribute: false }) could: WhatCouldBe | null = null

  /** Why that is not known; null where nothing is wrong. */
  @property() failed: string | null = null

  /** What was tried, and where it leads; null before. */
  @property({ attribute: false }) imagined: Imagined | null = null

  /** When the step was: durations end from there. */
  @property({ type: Number }) at = 0

  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) names: Names = namesOf(null, null)

  /** The place of the chosen event among those that could be, or the id of a delay. */
  @state() protected chosen: number | string | null = null
  @state() protected values: Readonly<Record<string, Json>> = {}

  @query('select') protected choice!: HTMLSelectElement | null

  /** With the question gone, the focus is at the answer. */
  protected readonly focusStays = new FocusStays(this, () =>
    this.renderRoot.querySelector<HTMLElement>('.answer h2'),
  )

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('could') || this.could === null) return
    const first = this.could.events.findIndex(({ code }) => code === null)
    this.#choose(first >= 0 ? first : (this.could.delays[0]?.id ?? null))
  }

  override focus(): void {
    this.choice?.focus()
  }

  override render() {
    return html`<section class="what-if" aria-label=${msg('What if')}>
      <div class="mark">
        ${icon('branch')}<b>${msg('What if')}</b>
        <span>${msg('Nothing of this happened, and nothing is written.')}</span>
      </div>
      ${this.imagined === null ? this.#asking() : this.#told(this.imagined)}
      <button
        class="button back"
        @click=${() => this.dispatchEvent(new CustomEvent('parley-what-if-end'))}
      >
        ${msg('Back to what happened')}
      </button>
    </section>`
  }

  // -- asking ---------------------------------------------------------------------------------

  #asking(): TemplateResult {
    const { could, failed } = this
    if (failed !== null) return html`<p class="error" role="alert">${failed}</p>`
    if (could === null) {
      return html`<div class="loading" role="status" aria-label=${msg('Asking the machine')}></div>`
    }
    if (could.events.length === 0 && could.delays.length === 0) {
      return html`<p class="over">${msg('Nothing can happen after this step: it is over.')}</p>`
    }
    const event = typeof this.chosen === 'number' ? could.events[this.chosen] : undefined
    return html`<form @submit=${this.#onSubmit}>
      <div class="field">
        <label for="event">${msg('After this step')}</label>
        <select id="event" @change=${this.#onChoice}>
          ${this.#options(could)}
        </select>
        ${
          event?.code == null
            ? nothing
            : html`<p class="hint">
                ${msg(str`As it stands, the guard “${partName(event.code)}” would say no.`)}
              </p>`
        }
      </div>
      ${event === undefined ? nothing : event.fields.map((field) => this.#field(field, event))}
      <button class="button primary">${msg('See where it leads')}</button>
    </form>`
  }

  #options({ events, delays }: WhatCouldBe): TemplateResult {
    const group = (words: string, isMeant: (could: Could) => boolean) => {
      const places = [...events.keys()].filter((place) => {
        const event = events[place]
        return event !== undefined && isMeant(event)
      })
      return places.length === 0
        ? nothing
        : html`<optgroup label=${words}>
            ${places.map(
              (place) =>
                html`<option value=${place} ?selected=${this.chosen === place}>
                  ${stateName(events[place]?.event.type ?? '')}
                </option>`,
            )}
          </optgroup>`
    }
    return html`${group(msg('The machine would take it'), ({ code }) => code === null)}
    ${
      delays.length === 0
        ? nothing
        : html`<optgroup label=${msg('A time limit runs out')}>
            ${delays.map(
              ({ id, name }) =>
                html`<option value=${id} ?selected=${this.chosen === id}>
                  ${stateName(name)}
                </option>`,
            )}
          </optgroup>`
    }
    ${group(msg('A guard would say no'), ({ code }) => code !== null)}`
  }

  #field(field: WhatIfField, { event }: Could): TemplateResult {
    const id = `field-${field.name}`
    const value = this.#valueOf(field, event)
    const set = (to: Json) => {
      this.values = { ...this.values, [field.name]: to }
    }
    const choices = this.#choices(field, asJson(event[field.name]))
    return html`<div class="field">
      <label for=${id}>${fieldWords(field)}</label>
      ${
        choices === null
          ? this.#input(field, id, value, set)
          : this.#select(id, choices, value, set)
      }
    </div>`
  }

  /** What a field says and is asked with: of what may be chosen always one that is shown. */
  #valueOf(field: WhatIfField, event: Could['event']): Json {
    const own = asJson(event[field.name])
    const value = this.values[field.name] ?? own
    const choices = this.#choices(field, own)
    if (choices === null || choices.some((one) => isSame(one.value, value))) return value
    return choices[0]?.value ?? value
  }

  /** What may be chosen; null where it is written. Whom the event names is among it, also when gone. */
  #choices(field: WhatIfField, own: Json): Choice[] | null {
    switch (field.kind) {
      case 'agent':
        return this.#agents(typeof own === 'string' ? own : null)
      case 'group':
        return this.#groups()
      case 'target':
        return this.#targets(field.botId, own)
      case 'chat':
        return field.chats.map((chatId) => ({ words: this.names.chat(chatId), value: chatId }))
      case 'choice':
        return field.choices.map(({ name, value }) => ({ words: capital(valueName(name)), value }))
      default:
        return null
    }
  }

  #input(field: WhatIfField, id: string, value: Json, set: (to: Json) => void): TemplateResult {
    switch (field.kind) {
      case 'number':
      case 'duration': {
        const isTime = field.kind === 'duration'
        const shown = typeof value === 'number' ? (isTime ? value / MINUTE : value) : 1
        return html`<input
          id=${id}
          type="number"
          min=${isTime ? 0.1 : 0}
          step=${isTime ? 'any' : 1}
          required
          .value=${String(shown)}
          @change=${({ target }: Event) => {
            if (!(target instanceof HTMLInputElement) || !target.validity.valid) return
            set(Math.round(target.valueAsNumber * (isTime ? MINUTE : 1)))
          }}
        />`
      }
      default:
        return html`<input
          id=${id}
          maxlength="40"
          .value=${typeof value === 'string' ? value : ''}
          @change=${({ target }: Event) => {
            if (target instanceof HTMLInputElement) set(target.value)
          }}
        />`
    }
  }

  #select(
    id: string,
    options: readonly Choice[],
    value: Json,
    set: (to: Json) => void,
  ): TemplateResult {
    return html`<select
      id=${id}
      @change=${({ target }: Event) => {
        const chosen =
          target instanceof HTMLSelectElement ? options[target.selectedIndex] : undefined
        if (chosen !== undefined) set(chosen.value)
      }}
    >
      ${options.map(
        (one) => html`<option ?selected=${isSame(one.value, value)}>${one.words}</option>`,
      )}
    </select>`
  }

  /** @param own whom the event names, who may have left since. */
  #agents(own: string | null): { words: string; value: string }[] {
    const { desk } = this
    const active = [...(desk?.agents.values() ?? [])].filter((agent) => agent.active)
    const ids = new Set(active.map(({ agentId }) => agentId))
    if (own !== null) ids.add(own)
    return [...ids]
      .map((agentId) => ({ words: this.names.agent(agentId), value: agentId }))
      .toSorted((a, b) => a.words.localeCompare(b.words))
  }

  #groups(): { words: string; value: string }[] {
    return [...(this.desk?.groups.values() ?? [])].map(({ groupId, name }) => ({
      words: name,
      value: groupId,
    }))
  }

  /** @param own where the event leads to, which may be gone since. */
  #targets(botId: string | null, own: Json): Choice[] {
    const toGroup = (words: string, groupId: string): Choice => ({
      words: msg(str`Group ${words}`),
      value: { kind: 'group', groupId, overflowGroupId: null },
    })
    const groups = this.#groups().map(({ words, value }) => toGroup(words, value))
    const gone =
      isObject(own) &&
      typeof own['groupId'] === 'string' &&
      this.desk?.groups.has(own['groupId']) === false
        ? [toGroup(this.names.group(own['groupId']), own['groupId'])]
        : []
    const bot = botId === null ? [] : [{ words: msg('Bot'), value: { kind: 'bot', botId } }]
    const agents = this.#agents(null).map(({ words, value }) => ({
      words,
      value: { kind: 'agent', agentId: value },
    }))
    return [...groups, ...gone, ...bot, ...agents]
  }

  #choose(chosen: number | string | null): void {
    this.chosen = chosen
    this.values = {}
  }

  readonly #onChoice = ({ target }: Event): void => {
    if (!(target instanceof HTMLSelectElement)) return
    const place = Number(target.value)
    this.#choose(Number.isInteger(place) ? place : target.value)
  }

  readonly #onSubmit = (event: Event): void => {
    event.preventDefault()
    const asked = this.#asked()
    if (asked === null) return
    this.dispatchEvent(new CustomEvent('parley-what-if', { detail: asked }))
  }

  /** What is chosen, as it is asked, and in words. */
  #asked(): { asked: Asked; words: string } | null {
    const { could, chosen } = this
    if (could === null || chosen === null) return null
    if (typeof chosen === 'string') {
      const name = could.delays.find(({ id }) => id === chosen)?.name ?? chosen
      return { asked: { delay: chosen }, words: msg(str`${stateName(name)} ran out`) }
    }
    const one = could.events[chosen]
    if (one === undefined) return null
    const event = { ...one.event, ...this.values }
    for (const field of one.fields) event[field.name] = this.#valueOf(field, one.event)
    for (const field of one.fields) {
      if (field.kind !== 'duration' || field.end === null) continue
      const forMs = event[field.name]
      if (typeof forMs === 'number') event[field.end] = this.at + forMs
    }
    return { asked: { event }, words: stateName(event.type) }
  }

  // -- the answer -----------------------------------------------------------------------------

  #told({ words, answer }: Imagined): TemplateResult {
    const before = this.could?.state ?? answer.state
    return html`
      <div class="answer" role="status">
        <h2 tabindex="-1">${words}</h2>
        ${
          answer.taken
            ? nothing
            : html`<p class="refused">
                ${icon('alert')}<span
                  >${
                    answer.code === 'notNow'
                      ? msg(str`Nothing takes it in ${statePathWords(answer.state)}.`)
                      : answer.code === 'invalid'
                        ? msg('It lacks something that the machine counts on.')
                        : msg(
                            str`The guard “${partName(answer.code)}” says no; it stays in ${statePathWords(answer.state)}.`,
                          )
                  }</span
                >
              </p>`
        }
      </div>
      ${answer.taken ? outcomeParts(answer, before, this.desk, this.names, this.at) : nothing}
      <button
        class="button again"
        @click=${() => this.dispatchEvent(new CustomEvent('parley-what-if-again'))}
      >
        ${msg('Try something else')}
      </button>
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    outcomeStyles,
    css`
      :host {
        display: block;
      }
      .what-if {
        display: grid;
        padding: 0 0 20px;
        border: 0;
      }
      .mark {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 2px 8px;
        align-items: center;
        padding: 12px 20px;
        border-block-end: 1px dashed var(--accent-line);
        background: var(--accent-softer);
        color: var(--accent-text);
      }
      .mark span {
        grid-column: 1 / -1;
        color: var(--text-2);
        font-size: var(--size-13);
      }
      .icon {
        inline-size: 18px;
        block-size: 18px;
      }
      form {
        display: grid;
        gap: 14px;
        padding: 16px 20px;
      }
      form .button {
        justify-self: start;
      }
      .answer {
        padding: 14px 20px 10px;
      }
      h2:focus {
        outline: none;
      }
      .refused {
        display: flex;
        gap: 8px;
        color: var(--text-2);
        font-size: var(--size-13);
      }
      .refused .icon {
        color: var(--warn);
      }
      .back,
      .again {
        justify-self: start;
        margin-inline: 20px;
        margin-block-start: 8px;
      }
      .error,
      .over {
        padding: 16px 20px;
      }
      .loading {
        block-size: 36px;
        margin: 20px;
        border-radius: var(--radius);
        background: var(--fill);
      }
    `,
  ]
}

function fieldWords({ name, kind }: WhatIfField): string {
  switch (name) {
    case 'agentId':
      return msg('Who')
    case 'groupId':
      return msg('Group')
    case 'to':
      return msg('To whom')
    case 'reason':
      return msg('Reason')
    case 'priority':
      return msg('Priority')
    case 'limit':
      return msg('Chats at a time')
    case 'chatId':
      return msg('Chat')
    case 'choice':
      return msg('What becomes of the chats in hand')
    case 'as':
      return msg('As')
    default:
      return kind === 'duration' ? msg('Minutes') : stateName(name)
  }
}

function asJson(value: unknown): Json {
  return (value ?? null) as Json
}

function isObject(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isSame(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** Where it would lead, in a few words. */
export function imaginedWords({ words, answer }: Imagined): string {
  return answer.taken
    ? msg(str`${words} → ${statePathWords(answer.state)}`)
    : msg(str`${words}: refused`)
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-replay-what-if': ReplayWhatIf
  }
}
