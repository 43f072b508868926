import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import type { NobodySpan, WhyEntry } from '#protocol/replay'
import { base } from '../elements/base.styles.ts'
import { icon } from '../elements/icon.ts'
import { number, plural } from '../locales/formats.ts'
import { leftOutWords, policyWords } from './decision-words.ts'
import { namesOf, type Names } from './names.ts'
import { secondTime, tookWords } from './step-words.ts'

export type Waited = Extract<WhyEntry, { kind: 'waited' }>

/** Why a chat waited: for each stretch of it who could not get it, and how many stood before it. */
@customElement('parley-replay-waiting')
export class ReplayWaiting extends LitElement {
  @property({ attribute: false }) waited: Waited | null = null
  @property({ attribute: false }) names: Names = namesOf(null, null)

  override render() {
    const { waited, names } = this
    if (waited === null) return nothing
    const { from, to, groupId, targetAgentId, nobody, toldUntil } = waited
    const where =
      targetAgentId === null ? names.group(groupId) : msg(str`for ${names.agent(targetAgentId)}`)
    return html`<section>
      <h3>${msg('Why it waited')}</h3>
      <p>
        ${
          to === null
            ? msg(str`In ${where} since ${secondTime(from)}; it waits still.`)
            : msg(str`In ${where} for ${tookWords(to - from)}, until ${secondTime(to)}.`)
        }
      </p>
      ${this.#ahead(waited)} ${nobody.map((span) => this.#span(span))}
      ${
        toldUntil === null
          ? nothing
          : html`<p class="quiet">
              ${msg(str`Told until ${secondTime(toldUntil)}: more happened than fits here.`)}
            </p>`
      }
    </section>`
  }

  #ahead({ ahead }: Waited): TemplateResult | typeof nothing {
    const [first] = ahead
    const last = ahead.at(-1)
    if (first === undefined || last === undefined) return nothing
    const words = (count: number) =>
      plural(count, {
        one: msg(str`${number(count)} chat stood before it`),
        other: msg(str`${number(count)} chats stood before it`),
      })
    return html`<p class="quiet">
      ${first.count === 0 ? msg('It stood first') : words(first.count)}${
        last === first
          ? nothing
          : html`; ${msg(str`${number(last.count)} from ${secondTime(last.from)} on`)}`
      }.
    </p>`
  }

  #span(span: NobodySpan): TemplateResult {
    const { from, to, leftOut, others } = span
    const until = to === null ? msg('now') : secondTime(to)
    return html`<div class="span">
      <p class="kind">${secondTime(from)} – ${until}</p>
      <p>${spanWords(span)}</p>
      ${
        leftOut.length === 0
          ? nothing
          : html`<ul>
              ${leftOut.map(
                ({ agentId, reason, state }) =>
                  html`<li>
                    ${icon('minus')}
                    <span
                      >${this.names.agent(agentId)}
                      <span class="quiet">${hindered(reason, state)}</span></span
                    >
                  </li>`,
              )}
              ${others > 0 ? html`<li class="quiet">${msg(str`and ${number(others)} more`)}</li>` : nothing}
            </ul>`
      }
    </div>`
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
        font-size: var(--size-13);
        font-variant-numeric: tabular-nums;
      }
      h3 {
        margin-block-end: 4px;
        color: var(--text-2);
        font-size: var(--size-12);
        font-weight: 600;
      }
      .quiet,
      .kind {
        color: var(--text-2);
      }
      .kind {
        font-size: var(--size-12);
      }
      .span {
        margin-block-start: 10px;
        padding-inline-start: 12px;
        border-inline-start: 2px solid var(--warn-mark);
      }
      ul {
        display: grid;
        gap: 3px;
        margin-block-start: 4px;
      }
      li {
        display: grid;
        grid-template-columns: 14px minmax(0, 1fr);
        gap: 6px;
        line-height: 1.35;
      }
      li.quiet {
        padding-inline-start: 20px;
        grid-template-columns: 1fr;
      }
      .icon {
        inline-size: 13px;
        block-size: 13px;
        margin-block-start: 2px;
        color: var(--text-3);
      }
    `,
  ]
}

function spanWords({ policy, free, leftOut }: NobodySpan): string {
  if (free) return msg('Somebody was free: it was about to be given.')
  if (policy === 'byHand') return msg('By hand: people take chats, no machine gives them.')
  if (policy === null) return msg('Nothing is kept of that time.')
  return leftOut.length === 0
    ? msg('There was nobody who could get it.')
    : msg(str`Nobody could get it (${policyWords(policy)}):`)
}

/** Why not, as exactly as it is known. */
function hindered(reason: string, state: string | null): string {
  switch (state) {
    case 'away':
      return msg('was away')
    case 'offline':
      return msg('was offline')
    case 'grace':
      return msg('had just lost the connection')
    case 'gone':
      return msg('was gone')
    default:
      return leftOutWords(reason)
  }
}

/** The wait that a step stands in; null where nobody waited. */
export function waitAt(
  entries: readonly WhyEntry[],
  { step, at }: { step: number; at: number },
): Waited | null {
  const found = entries.findLast(
    (entry): entry is Waited => entry.kind === 'waited' && entry.step <= step,
  )
  if (found === undefined) return null
  return found.step === step || found.to === null || found.to > at ? found : null
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-replay-waiting': ReplayWaiting
  }
}
