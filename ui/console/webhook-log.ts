import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { DELIVERY_STATES, TOLD_KINDS } from '#protocol/webhook-kinds'
import type { WebhookDelivery } from '#protocol/webhooks'
import type { DeskState } from '../client/desk-state.ts'
import type { DeliveriesAsked } from '../client/rest.ts'
import { addressOf } from '../desk/address.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import { number, plural } from '../locales/formats.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { question, questionOf } from './question.ts'
import type { Run } from './run.ts'
import { answerWords, deliveryStateWords, toldKindWords } from './webhook-words.ts'

const HOUR_MS = 3_600_000

/** What was asked to be told is looked for so long after, in milliseconds: most is told by then. */
const LOOK_AGAIN_MS = [800, 3_000, 10_000]

/** How far back what was given up is told again; the log goes no further than the last. */
const PERIODS = [1, 24, 3 * 24, 30 * 24] as const

/** What a webhook was told, with each answer: narrowed, read on, and told again. */
@customElement('parley-webhook-log')
export class WebhookLog extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'webhookDeliveries'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) webhookId = ''
  /** Whether it is told anything now. */
  @property({ type: Boolean }) isOn = false
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) now: () => number = Date.now

  @state() protected asked: DeliveriesAsked = {}
  /** Null while they are asked for. */
  @state() protected deliveries: readonly WebhookDelivery[] | null = null
  @state() protected next: number | null = null
  @state() protected says: string | null = null
  @state() protected hours: (typeof PERIODS)[number] = 24
  @state() protected refused: string | null = null

  protected readonly focusStays = new FocusStays(this)
  #questions = 0
  #timers: ReturnType<typeof setTimeout>[] = []

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    for (const timer of this.#timers) clearTimeout(timer)
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('webhookId') || changed.has('rest')) void this.#load(null)
  }

  /** Looks again a few times: something was asked to be told just now. */
  watch(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers = LOOK_AGAIN_MS.map((ms) => setTimeout(() => void this.#load(null), ms))
    void this.#load(null)
  }

  #narrow(change: DeliveriesAsked): void {
    this.asked = { ...this.asked, ...change }
    this.deliveries = null
    void this.#load(null)
  }

  /** What overtakes a newer question is not shown. */
  async #load(before: number | null): Promise<void> {
    const accountId = this.desk?.account.accountId
    if (this.rest === null || accountId === undefined) return
    const asking = ++this.#questions
    const answer = await this.rest.webhookDeliveries(accountId, this.webhookId, this.asked, before)
    if (asking !== this.#questions) return
    this.says = answer.ok ? null : answer.refusal.says
    if (!answer.ok) {
      this.deliveries ??= []
      return
    }
    const older = before === null ? [] : (this.deliveries ?? [])
    this.deliveries = [...older, ...answer.value.deliveries]
    this.next = answer.value.next
  }

  #columns(): Column<WebhookDelivery>[] {
    return [
      {
        id: 'at',
        title: msg('When'),
        value: ({ at }) => at,
        cell: ({ at }) => this.#time(at),
      },
      {
        id: 'kind',
        title: msg('What'),
        value: ({ kind }) => toldKindWords(kind),
        cell: (one) => this.#kind(one),
      },
      {
        id: 'state',
        title: msg('State'),
        value: ({ state: is }) => deliveryStateWords(is),
        cell: (one) => this.#state(one),
      },
      {
        id: 'answer',
        title: msg('Answer'),
        folds: true,
        value: ({ tries }) => tries.at(-1)?.status ?? 0,
        cell: (one) => answer(one),
      },
      {
        id: 'tries',
        title: msg('Tries'),
        isNumber: true,
        folds: true,
        value: ({ tries }) => tries.length,
        cell: ({ tries }) => html`<span title=${triesWords(tries)}>${number(tries.length)}</span>`,
      },
      {
        id: 'again',
        title: msg('Actions'),
        isAction: true,
        value: () => '',
        cell: (one) =>
          this.isOn
            ? html`<button
                class="button"
                aria-label=${msg(str`Send again: ${toldKindWords(one.kind)}, ${dayAndTime(one.at, this.now())}`)}
                @click=${() => void this.#again({ eventId: one.eventId })}
              >
                ${msg('Send again')}
              </button>`
            : nothing,
      },
    ]
  }

  #time(at: number): TemplateResult {
    return html`<time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
      >${dayAndTime(at, this.now())}</time
    >`
  }

  #kind({ kind, chatId }: WebhookDelivery): unknown {
    if (chatId === null) return toldKindWords(kind)
    const tab = this.desk?.chats.has(chatId) === true ? 'team' : 'closed'
    return html`<a href=${addressOf({ tab, chatId })} title=${msg('Show the chat at the desk')}
      >${toldKindWords(kind)}</a
    >`
  }

  #state({ state: is, nextAt, tries }: WebhookDelivery): TemplateResult {
    const words = deliveryStateWords(is)
    switch (is) {
      case 'delivered':
        return html`<span class="mark">${icon('check')}${words}</span>`
      case 'failed':
        return html`<span class="mark bad">${icon('alert')}${words}</span>${why(tries)}`
      case 'pending':
        return html`<span class="mark ${tries.length > 0 ? 'warn' : ''}"
            >${icon('clock')}${words}</span
          >${
            tries.length === 0 || nextAt === null
              ? nothing
              : html`${why(tries)}<small
                    >${msg(str`again ${dayAndTime(nextAt, this.now())}`)}</small
                  >`
          }`
    }
  }

  async #again(what: { eventId: string } | { failedSince: number }): Promise<boolean> {
    const settled = await this.run?.({ type: 'resendToWebhook', webhookId: this.webhookId, what })
    if (settled === undefined) return false
    if (!settled.ok) {
      this.says = settled.refusal.says
      this.refused = settled.refusal.says
      return false
    }
    this.watch()
    return true
  }

  async #allAgain(): Promise<void> {
    const failedSince = Math.max(0, this.now() - this.hours * HOUR_MS)
    if (await this.#again({ failedSince })) questionOf(this.renderRoot).close()
  }

  override render() {
    return html`<section aria-labelledby="log">
      <div class="head">
        <h2 id="log">${msg('What it was told')}</h2>
        <p>
          ${msg('Each event of the last thirty days, with how its server answered. What was sent is not kept.')}
        </p>
      </div>
      <div class="toolbar">
        <div class="field">
          <label for="state">${msg('State')}</label>
          <select
            id="state"
            @change=${(event: Event) =>
              this.#narrow({ state: DELIVERY_STATES.find((one) => one === chosenIn(event)) })}
          >
            <option value="">${msg('Any')}</option>
            ${DELIVERY_STATES.map((one) => html`<option value=${one}>${deliveryStateWords(one)}</option>`)}
          </select>
        </div>
        <div class="field">
          <label for="told">${msg('What')}</label>
          <select
            id="told"
            @change=${(event: Event) =>
              this.#narrow({ kind: TOLD_KINDS.find((one) => one === chosenIn(event)) })}
          >
            <option value="">${msg('Everything')}</option>
            ${TOLD_KINDS.map((one) => html`<option value=${one}>${toldKindWords(one)}</option>`)}
          </select>
        </div>
        <button class="button" @click=${() => void this.#load(null)}>
          ${icon('retry')}${msg('Refresh')}
        </button>
        ${
          this.isOn
            ? html`<button class="button" @click=${() => this.#ask()}>
                ${msg('Send what failed again …')}
              </button>`
            : nothing
        }
      </div>
      ${this.says === null ? nothing : html`<p class="problem" role="alert">${this.says}</p>`}
      <parley-data-table
        .label=${msg('What it was told')}
        .columns=${this.#columns()}
        .rows=${this.deliveries}
        .keyOf=${({ eventId }: WebhookDelivery) => eventId}
        .empty=${msg('Nothing of this kind was told. A test event shows whether the way is open.')}
      ></parley-data-table>
      ${
        this.next === null
          ? nothing
          : html`<p class="more">
              <button class="button" @click=${() => void this.#load(this.next)}>
                ${msg('Load older events')}
              </button>
            </p>`
      }
      ${this.isOn ? this.#question() : nothing}
    </section>`
  }

  #question(): TemplateResult {
    return question({
      title: msg('Send what failed again?'),
      says: msg(
        'Everything that was given up and happened in this time is sent once more, under the same ids.',
      ),
      choice: html`<div class="field">
        <label for="period">${msg('Happened in')}</label>
        <select
          id="period"
          @change=${(event: Event) => {
            const hours = Number(chosenIn(event))
            this.hours = PERIODS.find((one) => one === hours) ?? 24
          }}
        >
          ${PERIODS.map(
            (hours) =>
              html`<option value=${hours} .selected=${hours === this.hours}>
                ${periodWords(hours)}
              </option>`,
          )}
        </select>
      </div>`,
      verb: msg('Send again'),
      refused: this.refused,
      answer: () => void this.#allAgain(),
    })
  }

  #ask(): void {
    this.refused = null
    questionOf(this.renderRoot).showModal()
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    consolePageStyles,
    css`
      .head {
        margin-block: 32px 16px;
      }
      .head h2 {
        font-size: var(--size-16);
        font-weight: 600;
      }
      .head p {
        margin-block-start: 2px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .toolbar .field {
        flex: 0 1 220px;
        min-inline-size: 140px;
      }
      .more {
        margin-block-start: 16px;
      }
    `,
  ]
}

/** The newest answer: its status, how long it took, and how it begins. */
function answer({ tries }: WebhookDelivery): unknown {
  const last = tries.at(-1)
  if (last === undefined) return '–'
  const took = last.status === null ? nothing : html` · ${number(last.tookMs)} ms`
  const begins = last.answer?.trim() ?? ''
  return html`<span>${answerWords(last)}${took}</span>${
      begins === ''
        ? nothing
        : html`<small class="clip" dir="auto" title=${begins}>${begins.slice(0, 120)}</small>`
    }`
}

/** Where there is no room for answers, the newest stands with the state. */
function why(tries: WebhookDelivery['tries']): unknown {
  const last = tries.at(-1)
  return last === undefined ? nothing : html`<small class="narrow">${answerWords(last)}</small>`
}

function triesWords(tries: WebhookDelivery['tries']): string {
  return tries.map((one) => `${exactTime(one.at)}: ${answerWords(one)}`).join('\n')
}

function periodWords(hours: number): string {
  return hours <= 24
    ? plural(hours, { one: msg('The last hour'), other: msg(str`The last ${number(hours)} hours`) })
    : msg(str`The last ${number(hours / 24)} days`)
}

function chosenIn(event: Event): string {
  return event.target instanceof HTMLSelectElement ? event.target.value : ''
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-webhook-log': WebhookLog
  }
}
