import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { repeat } from 'lit/directives/repeat.js'
import type { RefusalCode } from '#protocol/refusals'
import { rowWhyNot, type RowWhyNot } from '#protocol/row-possible'
import type { ActorView, Statechart, StatechartTransition } from '#protocol/statechart'
import type { AgentView, ChatView } from '#protocol/staff-views'
import type { Answer } from '../client/answer.ts'
import type { DeskState } from '../client/desk-state.ts'
import type { Watched, WatchTopic } from '../client/machine-book.ts'
import type { StaffClient } from '../client/staff-client.ts'
import { addressOf } from '../desk/address.ts'
import { chartsAddress, type ChartsPlace } from '../desk/charts-address.ts'
import { deskEvent } from '../desk/desk-events.ts'
import { agentName, customerName, groupName } from '../desk/names.ts'
import { nothingStyles } from '../desk/nothing.styles.ts'
import { standsAgainst } from '../desk/refusal-words.ts'
import { replayAddress } from '../desk/replay-address.ts'
import '../desk/state-chip.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'
import { Ticker } from '../elements/ticker.ts'
import { clockTime, exactTime, timeLeft } from '../elements/times.ts'
import { number, plural } from '../locales/formats.ts'
import { agentsIn, chatsIn } from './actors-in-state.ts'
import type { StateCount } from './chart-facts.ts'
import { ChartIndex } from './chart-index.ts'
import { partName } from './chart-names.ts'
import { dwellOf, dwellWords, nameOf, wayWords } from './chart-words.ts'
import './parley-statechart.ts'
import type { ParleyStatechart } from './parley-statechart.ts'
import { statechartsPageStyles } from './statecharts-page.styles.ts'

/** Reads charts. */
export interface ChartReader {
  statechart(accountId: string, version: string): Promise<Answer<Statechart>>
}

/** So many rows of a state are shown; more are asked for. */
const ROWS = 40

/** Where nobody says which version is the newest yet. */
const FIRST = { chat: 'chat@2', agent: 'agent@1' } as const

/**
 * The machines of an account as they run: all chats or agents on their chart, or one of them.
 *
 * @fires parley-dialog - a chat is to be forwarded or closed
 * @fires parley-command - `takeOverChat`
 */
@customElement('parley-statecharts-page')
export class StatechartsPage extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null
  @property({ attribute: false }) reader: ChartReader | null = null
  @property({ attribute: false }) place: ChartsPlace | null = null
  @property({ type: Boolean, reflect: true }) narrow = false

  @state() protected charts: ReadonlyMap<string, Statechart | 'loading' | 'failed'> = new Map()
  @state() protected shownRows = ROWS
  @state() protected way: string | null = null

  @query('parley-statechart') protected drawn!: ParleyStatechart | null

  protected readonly subscription = new Subscription(this, () => this.client)
  protected readonly ticker = new Ticker(this)
  protected readonly focusStays = new FocusStays(this, () => this.drawn)
  #indexes = new WeakMap<Statechart, ChartIndex>()
  #lastFramed: readonly string[] = []

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.client?.machines.watch([])
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('place')) {
      this.shownRows = ROWS
      this.way = null
    }
    const topic = this.#topic()
    if (topic !== null) this.client?.machines.watch([topic])
    this.#load(this.#version())
  }

  readonly #now = (): number => this.client?.now() ?? Date.now()

  /** Whoever may not see the whole account begins with their first group. */
  #groupId(): string | null {
    const desk = this.client?.desk ?? null
    const asked = this.place?.groupId ?? null
    if (asked !== null || desk === null || desk.me.role === 'administrator') return asked
    return desk.me.groupIds[0] ?? null
  }

  #topic(): WatchTopic | null {
    const desk = this.client?.desk ?? null
    const { place } = this
    if (desk === null || place === null || desk.me.role === 'agent') return null
    if (place.actorId !== null) return `actor:${place.kind}:${place.actorId}`
    return `machines:${this.#groupId() ?? desk.account.accountId}`
  }

  #watched(): Watched | null {
    const topic = this.#topic()
    return topic === null ? null : (this.client?.machines.get(topic) ?? null)
  }

  /** Of all versions that live, the newest. */
  #version(): string {
    const kind = this.place?.kind ?? 'chat'
    const watched = this.#watched()
    if (watched?.kind === 'actor') return watched.actor.machine
    const known = watched?.kind === 'machines' ? [...watched.machines.counts.keys()] : []
    const ofKind = known.filter((name) => name.startsWith(`${kind}@`)).toSorted()
    return ofKind.at(-1) ?? FIRST[kind]
  }

  #load(version: string): void {
    const accountId = this.client?.desk?.account.accountId
    if (this.reader === null || accountId === undefined || this.charts.has(version)) return
    this.charts = new Map(this.charts).set(version, 'loading')
    void this.reader.statechart(accountId, version).then((answer) => {
      this.charts = new Map(this.charts).set(version, answer.ok ? answer.value : 'failed')
    })
  }

  #go(change: Partial<ChartsPlace>): void {
    if (this.place === null) return
    const link = document.createElement('a')
    link.href = chartsAddress({ ...this.place, ...change })
    this.renderRoot.append(link)
    link.click()
    link.remove()
  }

  override render() {
    const desk = this.client?.desk ?? null
    const { place } = this
    if (desk === null || place === null) return html`<parley-statechart></parley-statechart>`
    if (desk.me.role === 'agent') {
      return html`<div class="nothing">
        ${icon('statechart')}
        <p class="title">${msg('Statecharts are for those who lead')}</p>
        <p>${msg('Supervisors see those of their groups, administrators all.')}</p>
      </div>`
    }
    const chart = this.charts.get(this.#version())
    const index = typeof chart === 'object' ? this.#indexOf(chart) : null
    const isOpen = place.state !== null || place.actorId !== null || this.way !== null
    return html`
      ${this.#head(desk, place)}
      <div class="body" data-side=${isOpen}>
        <div class="chart">${this.#chart(chart, place)}</div>
        ${index === null || !isOpen ? nothing : this.#side(index, desk, place)}
      </div>
    `
  }

  // -- the head -------------------------------------------------------------------------------

  #head(desk: DeskState, place: ChartsPlace): TemplateResult {
    const groups = [...desk.groups.values()].filter(
      ({ groupId }) => desk.me.role === 'administrator' || desk.me.groupIds.includes(groupId),
    )
    return html`<header>
      <div class="title">
        <h1>${place.actorId === null ? msg('Statecharts') : this.#actorTitle(desk, place)}</h1>
        <p>
          ${
            place.actorId === null
              ? msg('What every chat and agent may do next, and where they are now.')
              : html`<a href=${chartsAddress({ kind: place.kind })}>${msg('All of them')}</a>`
          }
        </p>
      </div>
      ${
        place.actorId === null
          ? html`<div class="choices">
              <nav class="switch" aria-label=${msg('Which chart')}>
                ${this.#kindLink('chat', msg('Chats'), place)}
                ${this.#kindLink('agent', msg('Agents'), place)}
              </nav>
              <select
                aria-label=${msg('Whose machines')}
                @change=${(event: Event) => {
                  if (!(event.target instanceof HTMLSelectElement)) return
                  const { value } = event.target
                  this.#go({ groupId: value === '' ? null : value })
                }}
              >
                ${
                  desk.me.role === 'administrator'
                    ? html`<option value="" ?selected=${place.groupId === null}>
                        ${msg('All groups')}
                      </option>`
                    : nothing
                }
                ${groups.map(
                  ({ groupId, name }) =>
                    html`<option value=${groupId} ?selected=${this.#groupId() === groupId}>
                      ${name}
                    </option>`,
                )}
              </select>
              <div class="switch" role="group" aria-label=${msg('Passes are counted in')}>
                ${this.#windowButton('minute', msg('Last minute'), place)}
                ${this.#windowButton('hour', msg('Last hour'), place)}
              </div>
            </div>`
          : html`<a
              class="button"
              href=${replayAddress({ kind: place.kind, actorId: place.actorId })}
              >${icon('replay')}${msg('Replay')}</a
            >`
      }
    </header>`
  }

  #actorTitle(desk: DeskState, { kind, actorId }: ChartsPlace): string {
    if (kind === 'agent') return agentName(desk, actorId)
    const chat = desk.chats.get(actorId ?? '')
    return chat === undefined ? msg('A chat') : customerName(chat)
  }

  #kindLink(kind: ChartsPlace['kind'], words: string, place: ChartsPlace): TemplateResult {
    return html`<a
      href=${chartsAddress({ ...place, kind, state: null })}
      aria-current=${place.kind === kind ? 'page' : nothing}
      >${words}</a
    >`
  }

  #windowButton(window: ChartsPlace['window'], words: string, place: ChartsPlace): TemplateResult {
    return html`<button
      aria-pressed=${place.window === window}
      @click=${() => this.#go({ window })}
    >
      ${words}
    </button>`
  }

  // -- the chart ------------------------------------------------------------------------------

  #chart(chart: Statechart | 'loading' | 'failed' | undefined, place: ChartsPlace): TemplateResult {
    const watched = this.#watched()
    if (watched?.kind === 'refused' || chart === 'failed') {
      return html`<div class="nothing" role="status">
        ${icon('alert')}
        <p class="title">${msg('There is no chart here')}</p>
        <p>
          ${watched?.kind === 'refused' ? watched.refusal.says : msg('The server did not send it.')}
        </p>
        <a class="button" href=${chartsAddress()}>${msg('All charts')}</a>
      </div>`
    }
    const machine = this.#version()
    const machines = watched?.kind === 'machines' ? watched.machines : null
    const actor = watched?.kind === 'actor' ? watched.actor : null
    const passes = machines?.passes.get(machine)
    const isHour = place.window === 'hour'
    const rates =
      machines === null
        ? null
        : new Map([...(passes ?? [])].map(([id, one]) => [id, isHour ? one.hour : one.minute]))
    return html`<parley-statechart
      .chart=${typeof chart === 'object' ? chart : null}
      .counts=${machines === null ? null : (machines.counts.get(machine) ?? NO_COUNTS)}
      .rates=${rates}
      .rateWords=${isHour ? msg('in the last hour') : msg('in the last minute')}
      .active=${actor?.active ?? []}
      .path=${actor?.path.flatMap(({ transitions }) => transitions) ?? []}
      .notes=${actor === null ? NO_NOTES : this.#notes(actor)}
      .selected=${place.state}
      .framed=${this.#framed(chart, actor, place)}
      .now=${this.#now}
      @parley-state-select=${({ detail }: CustomEvent<{ stateId: string }>) =>
        this.#go({ state: detail.stateId === place.state ? null : detail.stateId })}
      @parley-transition-select=${({ detail }: CustomEvent<{ transitionIds: string[] }>) => {
        this.way = detail.transitionIds[0] ?? null
      }}
    ></parley-statechart>`
  }

  /** Beside its details, what they are about is kept in sight and readable; the same list while it is the same. */
  #framed(
    chart: Statechart | 'loading' | 'failed' | undefined,
    actor: ActorView | null,
    place: ChartsPlace,
  ): readonly string[] {
    const way =
      this.way === null || typeof chart !== 'object'
        ? undefined
        : this.#indexOf(chart).transitions.get(this.way)
    const framed =
      actor !== null
        ? actor.active.toReversed()
        : way !== undefined
          ? [way.source, ...way.targets]
          : place.state === null
            ? []
            : [place.state]
    if (framed.join() !== this.#lastFramed.join()) this.#lastFramed = framed
    return this.#lastFramed
  }

  #notes({ timers }: ActorView): Map<string, string> {
    return new Map(
      timers.flatMap(({ transitions, dueAt }) =>
        transitions.map((id) => [
          id,
          dueAt === null ? msg('paused') : msg(str`${timeLeft(dueAt - this.#now())} left`),
        ]),
      ),
    )
  }

  #indexOf(chart: Statechart): ChartIndex {
    const known = this.#indexes.get(chart) ?? new ChartIndex(chart)
    this.#indexes.set(chart, known)
    return known
  }

  // -- the side -------------------------------------------------------------------------------

  #side(index: ChartIndex, desk: DeskState, place: ChartsPlace): TemplateResult {
    const watched = this.#watched()
    const actor = watched?.kind === 'actor' ? watched.actor : null
    const way = this.way === null ? undefined : index.transitions.get(this.way)
    return html`<aside aria-label=${msg('Details')}>
      ${
        actor === null
          ? nothing
          : html`${this.#timers(actor)} ${this.#next(actor)} ${this.#steps(actor, index, desk)}`
      }
      ${way === undefined ? nothing : this.#wayPart(way, index)}
      ${place.state === null || actor !== null ? nothing : this.#statePart(place.state, index, desk)}
    </aside>`
  }

  #closeButton(close: () => void): TemplateResult {
    return html`<button class="button quiet icon-only" aria-label=${msg('Close')} @click=${close}>
      ${icon('close')}
    </button>`
  }

  #wayPart(way: StatechartTransition, index: ChartIndex): TemplateResult {
    const watched = this.#watched()
    const passes =
      watched?.kind === 'machines'
        ? watched.machines.passes.get(this.#version())?.get(way.id)
        : undefined
    return html`<section>
      <div class="top">
        <h2>${nameOf(way.source, index)}</h2>
        ${this.#closeButton(() => {
          this.way = null
        })}
      </div>
      <p>${wayWords(way, index)}</p>
      ${
        passes === undefined
          ? nothing
          : html`<p class="quiet">
              ${msg(str`${number(passes.minute)} in the last minute, ${number(passes.hour)} in the last hour`)}
            </p>`
      }
      ${
        way.actions.length === 0
          ? nothing
          : html`<p class="quiet">${msg('Does:')} ${way.actions.map(partName).join(', ')}</p>`
      }
    </section>`
  }

  #statePart(stateId: string, index: ChartIndex, desk: DeskState): TemplateResult {
    const watched = this.#watched()
    const count =
      watched?.kind === 'machines'
        ? watched.machines.counts.get(this.#version())?.get(stateId)
        : undefined
    const one = index.states.get(stateId)
    const groupId = this.#groupId()
    const isHere = ({ groupId: of }: ChatView) => groupId === null || of === groupId
    const isTheirs = ({ groupIds }: AgentView) => groupId === null || groupIds.includes(groupId)
    const chats =
      this.place?.kind === 'chat' ? chatsIn(stateId, desk.chats.values()).filter(isHere) : []
    const agents =
      this.place?.kind === 'agent' ? agentsIn(stateId, desk.agents.values()).filter(isTheirs) : []
    const rows = chats.length + agents.length
    // Numbers come oftener than rows.
    const isEmpty = count === undefined || count.count === 0
    return html`<section class="state">
      <div class="top">
        <h2>${nameOf(stateId, index)}</h2>
        ${this.#closeButton(() => this.#go({ state: null }))}
      </div>
      ${one?.description == null ? nothing : html`<p>${one.description}</p>`}
      ${isEmpty ? nothing : this.#countWords(count)}
      <ul class="rows">
        ${repeat(
          chats.slice(0, this.shownRows),
          ({ chatId }) => chatId,
          (chat) => this.#chatRow(chat, desk),
        )}
        ${repeat(
          agents.slice(0, this.shownRows),
          ({ agentId }) => agentId,
          (agent) => this.#agentRow(agent),
        )}
      </ul>
      ${
        rows > this.shownRows
          ? html`<button
              class="button more"
              @click=${() => {
                this.shownRows += ROWS
              }}
            >
              ${msg(str`Show more of ${number(rows)}`)}
            </button>`
          : nothing
      }
      ${rows === 0 && isEmpty ? html`<p class="quiet">${msg('Nobody is here now.')}</p>` : nothing}
    </section>`
  }

  #countWords(count: StateCount): TemplateResult {
    const dwell = dwellOf(count, this.#now())
    const words = plural(count.count, {
      one: msg(str`${number(count.count)} is there now`),
      other: msg(str`${number(count.count)} are there now`),
    })
    return html`<p class="quiet">${words}${dwell === '' ? nothing : html` · ${dwell}`}</p>`
  }

  #chatRow(chat: ChatView, desk: DeskState): TemplateResult {
    const { chatId, customerId, stateSince } = chat
    const name = customerName(chat)
    return html`<li>
      <a class="row" href=${addressOf({ tab: 'team', chatId })}>
        <parley-avatar .key=${customerId} .name=${chat.customerName}></parley-avatar>
        <span class="words">
          <span class="name" dir="auto">${name}</span>
          <span class="second"
            >${groupName(desk, chat.groupId)}${
              chat.agentId === null ? nothing : html` · ${agentName(desk, chat.agentId)}`
            }</span
          >
        </span>
        <time datetime=${new Date(stateSince).toISOString()} title=${exactTime(stateSince)}
          >${dwellWords(this.#now() - stateSince)}</time
        >
      </a>
      <div class="acts">
        <a
          class="button quiet icon-only"
          href=${chartsAddress({ kind: 'chat', actorId: chatId })}
          aria-label=${msg(str`Show ${name} in the statechart`)}
          >${icon('statechart')}</a
        >
        <a
          class="button quiet icon-only"
          href=${replayAddress({ kind: 'chat', actorId: chatId })}
          aria-label=${msg(str`Replay ${name}`)}
          title=${msg('Replay')}
          >${icon('replay')}</a
        >
        ${this.#forwardButton(chat, desk, name)} ${this.#takeOverButton(chat, desk, name)}
      </div>
    </li>`
  }

  /** Where it cannot be, it says why. */
  #forwardButton(chat: ChatView, desk: DeskState, name: string): TemplateResult {
    const { chatId } = chat
    const code = rowWhyNot('forwardChat', chat, desk.me)
    const forwardChat = code === null ? null : CALLED[code]
    const { why } = standsAgainst({ forwardChat }, 'forwardChat', chat.state)
    return html`<button
      class="button quiet icon-only"
      aria-label=${msg(str`Forward ${name}`)}
      aria-disabled=${why !== null}
      title=${why ?? msg('Forward')}
      aria-description=${why ?? nothing}
      @click=${() => {
        if (why === null)
          this.dispatchEvent(deskEvent('parley-dialog', { kind: 'forward', chatId }))
      }}
    >
      ${icon('forward')}
    </button>`
  }

  /** There for a chat that somebody else has, and that may be read. */
  #takeOverButton(
    { chatId, agentId, access }: ChatView,
    desk: DeskState,
    name: string,
  ): TemplateResult | typeof nothing {
    if (agentId === null || agentId === desk.me.agentId || access !== 'full') return nothing
    return html`<button
      class="button quiet icon-only"
      aria-label=${msg(str`Take over from ${agentName(desk, agentId)}: ${name}`)}
      title=${msg('Take over')}
      @click=${() =>
        this.dispatchEvent(deskEvent('parley-command', { type: 'takeOverChat', chatId }))}
    >
      ${icon('take')}
    </button>`
  }

  #agentRow({ agentId, name, inHand, limit, picture }: AgentView): TemplateResult {
    return html`<li>
      <a class="row" href=${chartsAddress({ kind: 'agent', actorId: agentId })}>
        <parley-avatar .key=${agentId} .name=${name} .picture=${picture}></parley-avatar>
        <span class="words">
          <span class="name">${name}</span>
          <span class="second">${msg(str`${number(inHand)} of ${number(limit)} in hand`)}</span>
        </span>
      </a>
      <div class="acts">
        <a
          class="button quiet icon-only"
          href=${replayAddress({ kind: 'agent', actorId: agentId })}
          aria-label=${msg(str`Replay ${name}`)}
          title=${msg('Replay')}
          >${icon('replay')}</a
        >
      </div>
    </li>`
  }

  // -- one actor ------------------------------------------------------------------------------

  #timers({ timers }: ActorView): TemplateResult | typeof nothing {
    if (timers.length === 0) return nothing
    return html`<section>
      <h2>${msg('Running')}</h2>
      <ul class="timers">
        ${timers.map(({ delay, dueAt, budgetMs }) => {
          const left = dueAt === null ? null : Math.max(0, dueAt - this.#now())
          const share = left === null ? 1 : Math.min(1, left / Math.max(1, budgetMs))
          return html`<li>
            <span title=${delay}>${partName(delay)}</span>
            <b>${left === null ? msg('paused') : timeLeft(left)}</b>
            <span class="bar"><span .style=${`inline-size: ${share * 100}%`}></span></span>
          </li>`
        })}
      </ul>
    </section>`
  }

  #next({ next }: ActorView): TemplateResult {
    const possible = next.filter(({ code }) => code === null)
    const refused = next.filter(({ code }) => code !== null)
    return html`<section>
      <h2>${msg('What can happen next')}</h2>
      ${
        next.length === 0
          ? html`<p class="quiet">${msg('Nothing: it is over.')}</p>`
          : html`<ul class="next">
              ${possible.map(({ event }) => html`<li title=${event}>${icon('check')}${partName(event)}</li>`)}
              ${refused.map(
                ({ event, code }) =>
                  html`<li class="no">
                    ${icon('close')}<span title=${event}>${partName(event)}</span>
                    <span class="why" title=${code ?? ''}>${partName(code ?? '')}</span>
                  </li>`,
              )}
            </ul>`
      }
    </section>`
  }

  #steps({ path }: ActorView, index: ChartIndex, desk: DeskState): TemplateResult {
    return html`<section>
      <h2>${msg('The way it came')}</h2>
      <ol class="steps">
        ${path.toReversed().map(({ at, by, event, transitions }) => {
          const last = index.transitions.get(transitions.at(-1) ?? '')
          const to = last?.targets[0]
          return html`<li>
            <time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
              >${clockTime(at)}</time
            >
            <span>
              ${event === 'born' ? msg('began') : partName(event)}${
                to === undefined ? nothing : html` <span class="to">→ ${nameOf(to, index)}</span>`
              }
              <span class="who">${whoDid(by, desk)}</span>
            </span>
          </li>`
        })}
      </ol>
    </section>`
  }

  static override styles = [base, buttons, fields, nothingStyles, statechartsPageStyles]
}

/** What the server calls what a row says. */
const CALLED = {
  notYours: 'forbidden',
  over: 'chatOver',
  closing: 'notNow',
  blocked: 'blocked',
} as const satisfies Record<RowWhyNot, RefusalCode>

const NO_COUNTS: ReadonlyMap<string, StateCount> = new Map()
const NO_NOTES: ReadonlyMap<string, string> = new Map()

function whoDid(by: string, desk: DeskState): string {
  if (by.startsWith('agent:')) return agentName(desk, by.slice('agent:'.length))
  if (by.startsWith('customer:')) return msg('the customer', { id: 'customerAsWho' })
  if (by.startsWith('bot:')) return msg('the bot', { id: 'botAsWho' })
  return by === 'timer' ? msg('time') : 'Parley'
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-statecharts-page': StatechartsPage
  }
}
