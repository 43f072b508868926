import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { ReplayedStepView } from '#protocol/replay'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { icon } from '../elements/icon.ts'
import {
  chosenIn,
  consideredWords,
  leftOutWords,
  policyWords,
  reasonWords,
  type Decision,
} from './decision-words.ts'
import { namesOf, type Names } from './names.ts'

/** Why routing chose whom: who was considered, in which order, and who was left out, in words. */
@customElement('parley-replay-decision')
export class ReplayDecision extends LitElement {
  @property({ attribute: false }) step: ReplayedStepView | null = null
  @property({ attribute: false }) names: Names = namesOf(null, null)

  override render() {
    const { step, names } = this
    const decision = step?.decision ?? null
    if (step === null || decision === null) return nothing
    const chosen = chosenIn(step, names)
    return html`<section>
      <h3>${msg(str`Why ${chosen}`)}</h3>
      <p class="reason">${reasonWords(decision.reason, chosen)}</p>
      ${this.#considered(decision, step.at)} ${this.#leftOut(decision)}
    </section>`
  }

  #considered({ considered, policy }: Decision, at: number): TemplateResult | typeof nothing {
    if (considered.length === 0) return nothing
    return html`<p class="kind">${msg(str`Considered, ${policyWords(policy)}`)}</p>
      <ol>
        ${considered.map(
          (one, place) =>
            html`<li class=${place === 0 ? 'chosen' : ''}>
              <span class="place">${place + 1}</span>
              <span>
                <b>${this.names.agent(one.agentId)}</b>
                ${place === 0 ? icon('check') : nothing}
                <span class="quiet">${consideredWords(one, at)}</span>
              </span>
            </li>`,
        )}
      </ol>`
  }

  #leftOut({ leftOut }: Decision): TemplateResult | typeof nothing {
    if (leftOut.length === 0) return nothing
    return html`<p class="kind">${msg('Left out')}</p>
      <ul>
        ${leftOut.map(
          ({ agentId, reason }) =>
            html`<li>
              <span class="place">${icon('minus')}</span>
              <span>
                <b>${this.names.agent(agentId)}</b>
                <span class="quiet">${leftOutWords(reason)}</span>
              </span>
            </li>`,
        )}
      </ul>`
  }

  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      section {
        padding: 14px 20px;
        border-block-start: 1px solid var(--line);
      }
      h3 {
        margin-block-end: 4px;
        color: var(--text-2);
        font-size: var(--size-12);
        font-weight: 600;
      }
      .reason {
        font-size: var(--size-14);
      }
      .kind {
        margin-block: 10px 6px;
        color: var(--text-2);
        font-size: var(--size-12);
      }
      ol,
      ul {
        display: grid;
        gap: 6px;
        font-size: var(--size-13);
        line-height: 1.35;
      }
      li {
        display: grid;
        grid-template-columns: 20px minmax(0, 1fr);
        gap: 8px;
      }
      b {
        font-weight: 400;
      }
      .chosen b {
        font-weight: 600;
      }
      .place {
        display: grid;
        place-content: center;
        block-size: 18px;
        border-radius: var(--radius-full);
        background: var(--fill);
        color: var(--text-2);
        font-size: 11px;
        font-variant-numeric: tabular-nums;
      }
      .chosen .place {
        background: var(--accent);
        color: var(--on-accent);
      }
      .quiet {
        display: block;
        color: var(--text-2);
        font-size: var(--size-12);
        font-variant-numeric: tabular-nums;
      }
      .icon {
        inline-size: 13px;
        block-size: 13px;
        vertical-align: -2px;
      }
      .chosen .icon {
        color: var(--good);
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-replay-decision': ReplayDecision
  }
}
