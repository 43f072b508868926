import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ReplayedStepView } from '#protocol/replay'
import type { DeskState } from '../client/desk-state.ts'
import { replayAddress } from '../desk/replay-address.ts'
import { base } from '../elements/base.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { exactTime } from '../elements/times.ts'
import { partName } from '../statechart/chart-names.ts'
import { changesIn, factsIn, type Change } from './context-changes.ts'
import { namesOf, type Names } from './names.ts'
import './replay-decision.ts'
import { replayStepStyles } from './replay-step.styles.ts'
import { movedTo } from './replay-steps.ts'
import './replay-waiting.ts'
import type { Waited } from './replay-waiting.ts'
import { toneOf } from './state-bands.ts'
import {
  delayIn,
  effectWords,
  eventWords,
  outcomeWords,
  secondTime,
  statePathWords,
  tookWords,
  whoWords,
} from './step-words.ts'

type Outcome = Pick<ReplayedStepView, 'state' | 'guards' | 'changed' | 'delays'> & {
  effects: (Pick<ReplayedStepView['effects'][number], 'type' | 'params'> & {
    outcome?: ReplayedStepView['effects'][number]['outcome']
  })[]
}

/** A step in words: what happened, who did it, what it led to, and what came of it. */
@customElement('parley-replay-step')
export class ReplayStep extends LitElement {
  @property({ attribute: false }) step: ReplayedStepView | null = null
  /** The state before it; null of a birth. */
  @property({ attribute: false }) from: string | null = null
  /** The wait that the step stands in; null where nobody waited. */
  @property({ attribute: false }) waited: Waited | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) names: Names = namesOf(null, null)

  protected readonly focusStays = new FocusStays(this)

  override render() {
    const { step, names } = this
    if (step === null) return nothing
    const facts = factsIn(step.data, names)
    const { chatId } = step.data
    return html`
      <div class="top">
        <p class="quiet">
          <time datetime=${new Date(step.at).toISOString()} title=${exactTime(step.at)}
            >${secondTime(step.at)}</time
          >
          · ${whoWords(step.by, names)}
        </p>
        <h2>${eventWords(step)}</h2>
        ${
          typeof chatId === 'string' && step.type !== 'born'
            ? html`<p>
                <a href=${replayAddress({ kind: 'chat', actorId: chatId })}
                  >${msg(str`Replay the chat: ${names.chat(chatId)}`)}</a
                >
              </p>`
            : nothing
        }
        ${facts.length === 0 || step.type === 'born' ? nothing : factList(facts)}
      </div>
      ${outcomeParts(step, this.from, this.desk, names, step.at)}
      <parley-replay-waiting .waited=${this.waited} .names=${names}></parley-replay-waiting>
      <parley-replay-decision .step=${step} .names=${names}></parley-replay-decision>
      <p class="quiet machine">
        ${
          step.commandId === null
            ? step.machine
            : msg(str`${step.machine} · command ${step.commandId.slice(-8)}`)
        }
      </p>
    `
  }

  static override styles = [base, replayStepStyles]
}

/** What a step, or one that might have been, led to. */
export function outcomeParts(
  outcome: Outcome,
  before: string | null,
  desk: DeskState | null,
  names: Names,
  at: number,
): TemplateResult {
  const { state, guards, changed, delays, effects } = outcome
  const changes = changesIn(changed, names)
  return html`
    <section class="state">
      ${statesPart(before, state)}
      ${
        guards.length === 0
          ? nothing
          : html`<p class="quiet guards">
              ${icon('check')}<span
                >${msg('because')}
                ${guards.map((guard, place) => html`${place === 0 ? '' : ', '}${partName(guard)}`)}</span
              >
            </p>`
      }
    </section>
    ${
      changes.length === 0
        ? nothing
        : html`<section>
            <h3>${before === null ? msg('What it began with') : msg('What changed')}</h3>
            <dl class="changes">${changes.map((change) => changeRow(change, before === null))}</dl>
          </section>`
    }
    ${
      effects.length === 0
        ? nothing
        : html`<section>
            <h3>${msg('What came of it')}</h3>
            <ul class="effects">
              ${effects.map((effect) => effectRow(effect, desk, names, at))}
            </ul>
          </section>`
    }
    ${
      delays.length === 0
        ? nothing
        : html`<section>
            <h3>${msg('Time limits')}</h3>
            <ul class="effects">
              ${delays.map(
                ({ id, budgetMs }) =>
                  html`<li data-is=${budgetMs === null ? 'over' : 'runs'}>
                    ${icon(budgetMs === null ? 'close' : 'clock')}
                    <span>${partName(delayIn(id) ?? id)}</span>
                    <span class="outcome"
                      >${budgetMs === null ? msg('over') : msg(str`${tookWords(budgetMs)} from here`)}</span
                    >
                  </li>`,
              )}
            </ul>
          </section>`
    }
  `
}

function statesPart(before: string | null, after: string): TemplateResult {
  const moved = movedTo(before ?? '', after)
  if (moved.length === 0) {
    return html`<p class="stays">${msg('Stays in')} ${chip(after.split(' ')[0] ?? after)}</p>`
  }
  return html`${moved.map((path) => {
    const from = before === null ? null : cameFrom(before, path)
    return html`<p class="move">
      ${
        from === null
          ? nothing
          : html`<span class="hidden">${msg('from')} </span>${chip(from)}
              <span class="arrow" aria-hidden="true">→</span>`
      }
      <span class="hidden"> ${msg('to')} </span>${chip(path)}
    </p>`
  })}`
}

/** Of the states before, the one of the same region. */
function cameFrom(before: string, path: string): string | null {
  const paths = before.split(' ')
  if (paths.length === 1) return paths[0] ?? null
  const [region] = path.split('.', 1)
  return paths.find((one) => one.split('.', 1)[0] === region) ?? null
}

function chip(path: string): TemplateResult {
  return html`<span class="chip" data-tone=${toneOf(path)}>${statePathWords(path)}</span>`
}

function changeRow({ path, before, after }: Change, isBirth: boolean): TemplateResult {
  const nobody = html`<span class="no">${msg('nothing')}</span>`
  const now = after === null ? nobody : html`<ins>${after}</ins>`
  if (isBirth) {
    return html`<div class="fact">
      <dt>${path}</dt>
      <dd>${now}</dd>
    </div>`
  }
  return html`<div>
    <dt>${path}</dt>
    <dd>
      ${before === null ? nobody : html`<del>${before}</del>`}
      <span class="arrow" aria-hidden="true">→</span><span class="hidden">${msg('now')} </span>
      ${now}
    </dd>
  </div>`
}

function effectRow(
  effect: Outcome['effects'][number],
  desk: DeskState | null,
  names: Names,
  at: number,
): TemplateResult {
  const { words, icon: mark } =
    effect.outcome === undefined ? NOT_HAPPENED() : outcomeWords(effect.outcome)
  return html`<li data-is=${effect.outcome ?? 'never'}>
    ${icon(mark)}
    <span>${effectWords(effect, desk, names, at)}</span>
    <span class="outcome">${words}</span>
  </li>`
}

const NOT_HAPPENED = () => ({ words: msg('was not done'), icon: 'minus' as const })

function factList(facts: readonly Change[]): TemplateResult {
  return html`<dl class="facts">
    ${facts.map(
      ({ path, after }) =>
        html`<div>
          <dt>${path}</dt>
          <dd>${after}</dd>
        </div>`,
    )}
  </dl>`
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-replay-step': ReplayStep
  }
}
