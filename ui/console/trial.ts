import { msg, str } from '@lit/localize'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { css, html, nothing, type TemplateResult } from 'lit'
import { MAX_TEXT_LENGTH } from '#protocol/limits'
import type { TrialProblem } from '#protocol/trials'
import type { Answer } from '../client/answer.ts'
import { icon } from '../elements/icon.ts'
import { number } from '../locales/formats.ts'

interface Tried {
  tookMs: number
  problem: TrialProblem | null
}

/** What something was asked to try it out, and what came of that. */
export class Trial<Value extends Tried> implements ReactiveController {
  /** Null until it answered. */
  value: Value | null = null
  /** Why it could not be asked at all. */
  says: string | null = null
  isUnderWay = false

  readonly #host: ReactiveControllerHost

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {}

  async ask(ask: () => Promise<Answer<Value>> | undefined): Promise<void> {
    if (this.isUnderWay) return
    this.isUnderWay = true
    this.value = null
    this.says = null
    this.#host.requestUpdate()
    const answer = await ask()
    this.isUnderWay = false
    if (answer?.ok === true) this.value = answer.value
    else this.says = answer?.refusal.says ?? null
    this.#host.requestUpdate()
  }
}

interface TrialParts<Value extends Tried> {
  trial: Trial<Value>
  title: string
  says: string
  label: string
  /** What else is said with it. */
  more?: unknown
  ask: (words: string) => void
  /** What it answered, as it will look. */
  answered: (value: Value) => unknown
}

/** A part of a page in which something is asked without anything coming of it. */
export function trialSection<Value extends Tried>(parts: TrialParts<Value>): TemplateResult {
  const { trial, title, says, label, more = nothing, ask, answered } = parts
  return html`<form
    class="section"
    aria-labelledby="trial"
    @submit=${(event: SubmitEvent) => {
      event.preventDefault()
      if (!(event.currentTarget instanceof HTMLFormElement)) return
      const words = new FormData(event.currentTarget).get('words')
      if (typeof words === 'string' && words.trim() !== '') ask(words.trim())
    }}
  >
    <div class="section-head">
      <h2 id="trial">${title}</h2>
      <p>${says}</p>
    </div>
    <div class="fields">
      <div class="field">
        <label for="words">${label}</label>
        <textarea id="words" name="words" rows="2" required maxlength=${MAX_TEXT_LENGTH}></textarea>
      </div>
      ${more}
      <div class="actions">
        <button class="button" aria-disabled=${trial.isUnderWay}>
          ${icon('play')}${msg('Try it')}
        </button>
      </div>
      <div class="tried" role="status">${outcome(trial, answered)}</div>
    </div>
  </form>`
}

function outcome<Value extends Tried>(
  { value, says, isUnderWay }: Trial<Value>,
  answered: (value: Value) => unknown,
): unknown {
  if (isUnderWay) return html`<p class="quiet-words">${msg('It is asked …')}</p>`
  if (says !== null) return html`<p class="problem">${icon('alert')}${says}</p>`
  if (value === null) return nothing
  const took = html`<span class="took">${icon('clock')}${tookWords(value.tookMs)}</span>`
  if (value.problem !== null) {
    return html`<p class="outcome">
      <span class="bad">${icon('alert')}${problemWords(value.problem)}</span> ${took}
    </p>`
  }
  return html`<p class="outcome">
      <span class="good">${icon('check')}${msg('It answered')}</span> ${took}
    </p>
    ${answered(value)}`
}

function tookWords(ms: number): string {
  return ms < 1_000 ? msg(str`${number(ms)} ms`) : msg(str`${number(Math.round(ms / 100) / 10)} s`)
}

/** Why something that was tried out has no answer. */
export function problemWords({ code, status }: TrialProblem): string {
  switch (code) {
    case 'late':
      return msg('It did not answer in time.')
    case 'unreachable':
      return msg('Nothing answers at its address.')
    case 'notAllowed':
      return msg('Its address is inside a private network, and this server asks none of these.')
    case 'redirected':
      return msg('It leads to another address, which is not followed.')
    case 'tooLarge':
      return msg('Its answer is too large.')
    case 'status':
      return msg(str`It answered with the status ${status ?? ''}.`)
    case 'nonsense':
      return msg('Its answer is not what it should be.')
    case 'unsigned':
      return msg('Its answer is not signed with the secret.')
    case 'tooBroad':
      return msg('These words are everywhere; a question with rarer ones finds something.')
    case 'incomplete':
      return msg('It is not set up whole.')
    case 'fault':
      return msg('Something went wrong here.')
  }
}

export const trialStyles = css`
  .tried {
    display: grid;
    gap: 8px;
  }
  .tried:empty {
    display: none;
  }
  .outcome {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: var(--size-13);
  }
  .took {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    color: var(--text-2);
    font-variant-numeric: tabular-nums;
  }
  .took .icon {
    inline-size: 14px;
    block-size: 14px;
  }
`
