import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ReplayedStepView, WhatCouldBe, WhyEntry } from '#protocol/replay'
import type { Statechart } from '#protocol/statechart'
import type { ConversationState } from '../client/conversation-state.ts'
import type { DeskState } from '../client/desk-state.ts'
import { Past, type ActorPlace } from '../client/past.ts'
import type { Refusal } from '../client/refused.ts'
import { readWhy, type ReplayReader } from '../client/replay-rest.ts'
import type { StaffClient } from '../client/staff-client.ts'
import { addressOf } from '../desk/address.ts'
import { chartsAddress } from '../desk/charts-address.ts'
import { agentName, customerName } from '../desk/names.ts'
import { nothingStyles } from '../desk/nothing.styles.ts'
import type { ReplayPlace } from '../desk/replay-address.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { focusedElement, giveFocusBack } from '../elements/focus-back.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { saveFile } from '../elements/save-file.ts'
import { Subscription } from '../elements/subscription.ts'
import { exactTime, isSameDay } from '../elements/times.ts'
import { number, plural } from '../locales/formats.ts'
import { ParleyStatechart } from '../statechart/parley-statechart.ts'
import { namesOf, type Names } from './names.ts'
import { replayPageStyles } from './replay-page.styles.ts'
import './replay-said.ts'
import './replay-step.ts'
import { movedTo } from './replay-steps.ts'
import './replay-timeline.ts'
import type { ReplayTimeline } from './replay-timeline.ts'
import { waitAt } from './replay-waiting.ts'
import './replay-what-if.ts'
import { imaginedWords, type Imagined, type ReplayWhatIf } from './replay-what-if.ts'
import { saidLines, type SaidLine } from './said-lines.ts'
import { eventWords, momentWords, secondTime, tookWords } from './step-words.ts'

/** Transitions of the way that are handed to the chart; it marks the newest. */
const MARKED_STEPS = 12

/** The address follows a moment after one stopped: browsers take no more than some a second. */
const ADDRESS_AFTER_MS = 300

/** Files of longer journals are for the command line. */
const MOST_IN_FILE = 5_000

const OLDER_LINES = 200

/** Who has the focus here keeps it. */
const WRITTEN_IN = 'input, select, textarea, [contenteditable]'

/** Lets something happen later; gives what calls it off. */
export type Later = (run: () => void, ms: number) => () => void

/** A step after which something else is tried. */
interface WhatIf {
  after: number
  could: WhatCouldBe | null
  failed: string | null
  imagined: Imagined | null
}

/**
 * Plays back a chat or an agent: timeline, chart, what was said and what changed, all at one step.
 *
 * @fires parley-replay-step - another step is looked at, for the address; `detail.step`
 */
@customElement('parley-replay-page')
export class ReplayPage extends LitElement {
  @property({ attribute: false }) client: StaffClient | null = null
  @property({ attribute: false }) reader: ReplayReader | null = null
  @property({ attribute: false }) place: ReplayPlace | null = null
  @property({ type: Boolean, reflect: true }) narrow = false
  @property({ attribute: false }) later: Later = afterAWhile
  @property({ attribute: false }) save: (content: Blob, name: string) => void = saveFile

  @state() protected charts: ReadonlyMap<string, Statechart | 'loading' | 'failed'> = new Map()
  @state() protected index = 0
  @state() protected isPlaying = false
  @state() protected perSecond = 1
  @state() protected list: 'said' | 'steps' = 'said'
  @state() protected whatIf: WhatIf | null = null
  @state() protected withWords = false
  @state() protected file: 'none' | 'reading' | Refusal = 'none'
  @state() protected why: readonly WhyEntry[] = []

  @query('parley-replay-timeline') protected timeline!: ReplayTimeline | null
  @query('parley-replay-what-if') protected whatIfPart!: ReplayWhatIf | null
  @query('#export') protected exportMenu!: HTMLElement | null

  protected readonly subscription = new Subscription(this, () => this.client)

  protected readonly focusStays = new FocusStays(this)

  #past: Past | null = null
  #pastOf = ''
  #opened: { client: StaffClient; chatId: string } | null = null
  /** Where the address led, as long as it is not read yet. */
  #wanted: number | null = null
  #stopPlaying: () => void = () => {}
  #stopTelling: () => void = () => {}
  #newest: unknown = null
  /** Whether somebody has just come here, and nothing of it stands yet. */
  #isComing = false
  #lines: { of: readonly unknown[]; lines: readonly SaidLine[] } = { of: [], lines: [] }

  override connectedCallback(): void {
    super.connectedCallback()
    this.addEventListener('keydown', this.#onKey)
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    this.removeEventListener('keydown', this.#onKey)
    this.#forget()
    this.client?.machines.watch([])
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const accountId = this.client?.desk?.account.accountId
    const { place, reader } = this
    if (changed.has('place') && place !== null) this.#wanted = place.step
    const key = place === null ? '' : `${accountId} ${place.kind}:${place.actorId}`
    if (accountId !== undefined && place !== null && reader !== null && key !== this.#pastOf) {
      this.#forget()
      this.#pastOf = key
      this.#isComing = true
      this.index = 0
      this.file = 'none'
      this.list = place.kind === 'chat' ? 'said' : 'steps'
      if (this.#mayRead) {
        this.#past = new Past(reader, accountId, place, () => this.requestUpdate())
        void this.#past.read()
        void this.#readWhy(reader, accountId, place)
      }
    }
    this.#openChat()
    this.#watch()
    this.#arrive()
    this.#loadChart()
  }

  protected override updated(): void {
    this.#reachBack()
    if (this.#isComing && this.timeline !== null) void this.#comeTo(this.timeline)
  }

  /** Whoever came goes through it by keys at once, unless they write somewhere meanwhile. */
  async #comeTo(timeline: ReplayTimeline): Promise<void> {
    this.#isComing = false
    await timeline.updateComplete
    const focused = focusedElement()
    if (focused === null || !focused.matches(WRITTEN_IN)) timeline.focus()
  }

  /** Of what was shown before nothing stays. */
  #forget(): void {
    this.#past?.end()
    this.#past = null
    this.#pastOf = ''
    this.#newest = null
    this.#pause()
    this.#stopTelling()
    this.whatIf = null
    if (this.#opened !== null) this.#opened.client.leave(this.#opened.chatId)
    this.#opened = null
  }

  async #readWhy(reader: ReplayReader, accountId: string, place: ReplayPlace): Promise<void> {
    this.why = []
    if (place.kind !== 'chat') return
    const past = this.#past
    const why = await readWhy(reader, accountId, place.actorId)
    if (this.#past === past) this.why = why
  }

  get #mayRead(): boolean {
    return this.client?.desk != null && this.client.desk.me.role !== 'agent'
  }

  get #steps(): readonly ReplayedStepView[] {
    return this.#past?.steps ?? []
  }

  get #step(): ReplayedStepView | null {
    return this.#steps[this.index] ?? null
  }

  /** Follows the words of the chat; one that the desk follows already stays the desk's. */
  #openChat(): void {
    const { client, place } = this
    if (client === null || place?.kind !== 'chat' || !this.#mayRead) return
    if (this.#opened !== null || client.conversation(place.actorId) !== null) return
    this.#opened = { client, chatId: place.actorId }
    client.open(place.actorId)
  }

  /** What happens from now on is read when the server says that something did. */
  #watch(): void {
    const { client, place } = this
    if (client?.desk == null || place === null || !this.#mayRead) return
    const topic = `actor:${place.kind}:${place.actorId}` as const
    client.machines.watch([topic])
    const watched = client.machines.get(topic)
    const newest = watched?.kind === 'actor' ? watched.actor : null
    if (newest === null || newest === this.#newest) return
    const { reader } = this
    const isFirst = this.#newest === null
    this.#newest = newest
    // The first one, too: something may have happened since it was read.
    void this.#past?.read()
    if (isFirst || reader === null) return
    void this.#readWhy(reader, client.desk.account.accountId, place)
  }

  /** Goes to the step that the address names, as soon as it is here. */
  #arrive(): void {
    if (this.#wanted === null || this.#steps.length === 0) return
    const index = this.#wanted - 1
    if (index < this.#steps.length) this.#wanted = null
    this.index = Math.min(index, this.#steps.length - 1)
  }

  #loadChart(): void {
    const accountId = this.client?.desk?.account.accountId
    const version = this.#step?.machine
    if (this.reader === null || accountId === undefined || version === undefined) return
    if (this.charts.has(version)) return
    this.charts = new Map(this.charts).set(version, 'loading')
    void this.reader.statechart(accountId, version).then((answer) => {
      this.charts = new Map(this.charts).set(version, answer.ok ? answer.value : 'failed')
    })
  }

  /** Lines that are older than the step, and not here yet, are read. */
  #reachBack(): void {
    const conversation = this.#conversation()
    const at = this.#step?.at
    if (conversation?.more !== true || at === undefined) return
    const oldest = conversation.messages[0]?.at ?? 0
    if (oldest > at) void this.client?.loadOlder(conversation.chat.chatId, OLDER_LINES)
  }

  #conversation(): ConversationState | null {
    const { place } = this
    if (place?.kind !== 'chat') return null
    const opened = this.client?.conversation(place.actorId)
    return opened?.kind === 'ready' ? opened.conversation : null
  }

  #names(desk: DeskState): Names {
    const { place } = this
    const chat = this.#conversation()?.chat ?? desk.chats.get(place?.actorId ?? '')
    return namesOf(desk, place?.kind === 'chat' && chat !== undefined ? customerName(chat) : null)
  }

  // -- going through it -----------------------------------------------------------------------

  #go(index: number): void {
    const to = Math.max(0, Math.min(this.#steps.length - 1, index))
    this.#wanted = null
    if (to === this.index) return
    this.index = to
    this.whatIf = null
    this.#stopTelling()
    this.#stopTelling = this.later(() => {
      const detail = { step: to + 1 }
      this.dispatchEvent(
        new CustomEvent('parley-replay-step', { detail, bubbles: true, composed: true }),
      )
    }, ADDRESS_AFTER_MS)
  }

  #play(): void {
    this.#pause()
    this.whatIf = null
    // At the end it begins anew.
    if (this.index >= this.#steps.length - 1) this.#go(0)
    this.isPlaying = true
    this.#playOn()
  }

  #playOn(): void {
    this.#stopPlaying = this.later(() => {
      if (this.index >= this.#steps.length - 1) return this.#pause()
      this.#go(this.index + 1)
      this.#playOn()
    }, 1_000 / this.perSecond)
  }

  #pause(): void {
    this.#stopPlaying()
    this.isPlaying = false
  }

  readonly #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return
    if (this.#steps.length === 0) return
    const path = event.composedPath()
    const isTyped = path.some(
      (one) =>
        one instanceof HTMLInputElement ||
        one instanceof HTMLSelectElement ||
        one instanceof HTMLTextAreaElement,
    )
    if (isTyped) return
    const isPressed = path.some(
      (one) => one instanceof HTMLButtonElement || one instanceof HTMLAnchorElement,
    )
    // The chart has keys of its own.
    if (path.some((one) => one instanceof ParleyStatechart)) return
    switch (event.key) {
      case ' ':
        if (isPressed) return
        if (this.isPlaying) this.#pause()
        else this.#play()
        break
      case 'ArrowLeft':
        this.#go(this.index - 1)
        break
      case 'ArrowRight':
        this.#go(this.index + 1)
        break
      case 'Home':
        this.#go(0)
        break
      case 'End':
        this.#go(this.#steps.length - 1)
        break
      case 'Escape':
        if (this.whatIf === null) return
        this.#endWhatIf()
        break
      default:
        return
    }
    event.preventDefault()
  }

  // -- what if --------------------------------------------------------------------------------

  async #askWhatIf(): Promise<void> {
    const step = this.#step
    if (step === null) return
    this.#pause()
    this.whatIf = { after: step.step, could: null, failed: null, imagined: null }
    const answer = await this.#asked((reader, accountId, actor) =>
      reader.whatCouldBe(accountId, actor, step.step),
    )
    if (answer === null || this.whatIf?.after !== step.step) return
    this.whatIf = answer.ok
      ? { ...this.whatIf, could: answer.value }
      : { ...this.whatIf, failed: answer.refusal.says }
    await this.updateComplete
    await this.whatIfPart?.updateComplete
    this.whatIfPart?.focus()
  }

  readonly #onWhatIf = async ({
    detail,
  }: CustomEvent<{ asked: object; words: string }>): Promise<void> => {
    const { whatIf } = this
    if (whatIf === null) return
    const answer = await this.#asked((reader, accountId, actor) =>
      reader.whatIf(accountId, actor, { ...detail.asked, after: whatIf.after }),
    )
    if (answer === null || this.whatIf?.after !== whatIf.after) return
    this.whatIf = answer.ok
      ? { ...whatIf, imagined: { words: detail.words, answer: answer.value } }
      : { ...whatIf, failed: answer.refusal.says }
  }

  #asked<Answered>(
    ask: (reader: ReplayReader, accountId: string, actor: ActorPlace) => Answered,
  ): Answered | null {
    const accountId = this.client?.desk?.account.accountId
    const { reader, place } = this
    if (reader === null || place === null || accountId === undefined) return null
    return ask(reader, accountId, place)
  }

  #endWhatIf(): void {
    this.whatIf = null
    void this.updateComplete.then(() => this.timeline?.focus())
  }

  // -- what is seen ---------------------------------------------------------------------------

  override render() {
    const desk = this.client?.desk ?? null
    const { place } = this
    if (desk === null || place === null) return this.#loading()
    if (!this.#mayRead) {
      return html`<div class="nothing">
        ${icon('replay')}
        <p class="title">${msg('Replays are for those who lead')}</p>
        <p>${msg('Supervisors play back what they may read, administrators everything.')}</p>
      </div>`
    }
    const past = this.#past
    const step = this.#step
    if (past !== null && step === null && past.refusal !== null) {
      return this.#nothing(past.refusal.says, past)
    }
    if (past !== null && step === null && past.difference !== null) {
      return this.#nothing(past.difference, null)
    }
    if (past === null || step === null) return html`${this.#head(desk, place)}${this.#loading()}`
    const names = this.#names(desk)
    const isChat = place.kind === 'chat'
    return html`
      ${this.#head(desk, place)} ${this.#notice(past)}
      <div class="body">
        <div class="left">
          ${isChat ? this.#listSwitch() : html`<h2 class="left-title">${msg('Steps')}</h2>`}
          ${isChat && this.list === 'said' ? this.#said(desk, names) : this.#list(names)}
        </div>
        <div class="chart">${this.#banner()} ${this.#chart(step)}</div>
        <aside aria-label=${msg('Step')}>${this.#side(step, desk, names)}</aside>
      </div>
      <parley-replay-timeline
        .steps=${this.#steps}
        .total=${past.last}
        .index=${this.index}
        ?playing=${this.isPlaying}
        .perSecond=${this.perSecond}
        @parley-step=${this.#onStep}
        @parley-play=${({ detail }: CustomEvent<{ playing: boolean }>) =>
          detail.playing ? this.#play() : this.#pause()}
        @parley-speed=${({ detail }: CustomEvent<{ perSecond: number }>) => {
          this.perSecond = detail.perSecond
        }}
      ></parley-replay-timeline>
      <p class="hidden" role="status">
        ${this.isPlaying ? nothing : html`${eventWords(step)}, ${momentWords(step.at)}`}
      </p>
    `
  }

  readonly #onStep = ({ detail }: CustomEvent<{ index: number }>): void => {
    this.#pause()
    this.#go(detail.index)
  }

  #loading(): TemplateResult {
    return html`<div
      class="loading"
      role="status"
      aria-label=${msg('The journal is being played back')}
    >
      <span></span><span></span><span></span><span class="line"></span>
    </div>`
  }

  #nothing(why: string, again: Past | null): TemplateResult {
    return html`<div class="nothing" role="status">
      ${icon('alert')}
      <p class="title">${msg('There is nothing to play back here')}</p>
      <p>${why}</p>
      ${
        again === null
          ? nothing
          : html`<button class="button" @click=${() => void again.read()}>
              ${msg('Try again')}
            </button>`
      }
    </div>`
  }

  // -- the head -------------------------------------------------------------------------------

  #head(desk: DeskState, place: ReplayPlace): TemplateResult {
    const agent = place.kind === 'agent' ? desk.agents.get(place.actorId) : undefined
    const names = this.#names(desk)
    const chat = this.#conversation()?.chat ?? desk.chats.get(place.actorId)
    const title = place.kind === 'agent' ? agentName(desk, place.actorId) : names.customer
    return html`<div class="head">
      <parley-avatar
        .key=${chat?.customerId ?? place.actorId}
        .name=${title}
        .picture=${agent?.picture ?? null}
      ></parley-avatar>
      <div class="title">
        <h1>${title}</h1>
        <p>${this.#summary(place)}</p>
      </div>
      <nav aria-label=${msg('Also of this')}>
        ${
          place.kind === 'chat'
            ? html`<a class="button quiet" href=${addressOf({ tab: 'team', chatId: place.actorId })}
                >${icon('chat')}<span>${msg('Open the chat')}</span></a
              >`
            : nothing
        }
        <a class="button quiet" href=${chartsAddress({ kind: place.kind, actorId: place.actorId })}
          >${icon('statechart')}<span>${msg('Live')}</span></a
        >
        ${this.#export(place)}
      </nav>
    </div>`
  }

  #summary({ kind }: ReplayPlace): string {
    const what = kind === 'chat' ? msg('Replay of a chat') : msg('Replay of an agent')
    const [first] = this.#steps
    const last = this.#steps.at(-1)
    if (first === undefined || last === undefined) return what
    const count = Math.max(this.#past?.last ?? 0, this.#steps.length)
    const steps = plural(count, {
      one: msg(str`${number(count)} step`),
      other: msg(str`${number(count)} steps`),
    })
    const until = isSameDay(first.at, last.at) ? secondTime(last.at) : momentWords(last.at)
    const when = `${momentWords(first.at)} – ${until}`
    return `${what} · ${steps} · ${when} · ${tookWords(last.at - first.at)}`
  }

  #export(place: ReplayPlace): TemplateResult {
    const isTooLong = (this.#past?.last ?? 0) > MOST_IN_FILE
    const { file } = this
    return html`<button class="button" popovertarget="export">
        ${icon('download')}<span>${msg('Export')}</span>
      </button>
      <div id="export" popover class="menu" @beforetoggle=${giveFocusBack}>
        <h2>${msg('The journal as a file')}</h2>
        <p>
          ${
            isTooLong
              ? msg(
                  str`It has more than ${number(MOST_IN_FILE)} steps. Such a file is written by “npx parley export”.`,
                )
              : msg('It replays in a test, step by step, and holds ids and numbers only.')
          }
        </p>
        ${
          isTooLong
            ? nothing
            : html`${
                  place.kind === 'chat'
                    ? html`<label class="words">
                        <input
                          type="checkbox"
                          .checked=${this.withWords}
                          @change=${({ target }: Event) => {
                            this.withWords = target instanceof HTMLInputElement && target.checked
                          }}
                        />
                        <span
                          >${msg('With what was said')}<span class="hint"
                            >${msg('The customer’s words and yours; not others’ personal comments.')}</span
                          ></span
                        >
                      </label>`
                    : nothing
                }
                ${typeof file === 'string' ? nothing : html`<p class="error" role="alert">${file.says}</p>`}
                <button
                  class="button primary"
                  aria-disabled=${file === 'reading'}
                  @click=${() => void this.#saveFile(place)}
                >
                  ${file === 'reading' ? msg('Reading the journal') : msg('Download')}
                </button>`
        }
      </div>`
  }

  /** Asks for it as for everything else: a link would bring no token from a page of others. */
  async #saveFile(place: ReplayPlace): Promise<void> {
    if (this.file === 'reading') return
    const reading = this.#asked((reader, accountId, actor) =>
      reader.journal(accountId, actor, this.withWords && place.kind === 'chat'),
    )
    if (reading === null) return
    this.file = 'reading'
    const answer = await reading
    if (this.place?.actorId !== place.actorId) return
    this.file = answer.ok ? 'none' : answer.refusal
    if (!answer.ok) return
    const content = new Blob([answer.value], { type: 'application/json' })
    this.save(content, `journal-${place.kind}-${place.actorId}.json`)
    await this.updateComplete
    this.exportMenu?.hidePopover()
  }

  #notice(past: Past): TemplateResult | typeof nothing {
    if (past.difference !== null) {
      return html`<p class="notice" role="alert">
        ${icon('alert')}<span
          >${msg('From here on the machines of today do something else than was recorded:')}
          ${past.difference}</span
        >
      </p>`
    }
    if (past.refusal === null) return erasedNotice(past.erasedAt)
    return html`<p class="notice" role="alert">
      ${icon('alert')}<span>${msg('The rest could not be read.')} ${past.refusal.says}</span>
      <button class="button" @click=${() => void past.read()}>${msg('Try again')}</button>
    </p>`
  }

  // -- its parts ------------------------------------------------------------------------------

  #listSwitch(): TemplateResult {
    const one = (list: 'said' | 'steps', words: string) =>
      html`<button
        aria-pressed=${this.list === list}
        @click=${() => {
          this.list = list
        }}
      >
        ${words}
      </button>`
    return html`<div class="switch" role="group" aria-label=${msg('Beside the chart')}>
      ${one('said', msg('What was said'))} ${one('steps', msg('Steps'))}
    </div>`
  }

  #said(desk: DeskState, names: Names): TemplateResult {
    const conversation = this.#conversation()
    const opened = this.client?.conversation(this.place?.actorId ?? '')
    if (conversation === null) {
      const isLoading = opened === null || opened === undefined || opened.kind === 'loading'
      return html`<p class="loads">
        ${isLoading ? msg('Loading what was said') : msg('What was said cannot be shown.')}
      </p>`
    }
    return html`<parley-replay-said
      .lines=${this.#linesOf(conversation)}
      .index=${this.index}
      ?more=${conversation.more}
      .desk=${desk}
      .names=${names}
      @parley-step=${this.#onStep}
      @parley-earlier=${() => void this.client?.loadOlder(conversation.chat.chatId, OLDER_LINES)}
    ></parley-replay-said>`
  }

  /** The same as long as nothing of it changed. */
  #linesOf(conversation: ConversationState): readonly SaidLine[] {
    const of = [conversation.messages, conversation.comments, this.#steps]
    if (of.some((one, place) => one !== this.#lines.of[place])) {
      this.#lines = { of, lines: saidLines(conversation, this.#steps) }
    }
    return this.#lines.lines
  }

  #list(names: Names): TemplateResult {
    return html`<parley-replay-steps
      .steps=${this.#steps}
      .index=${this.index}
      .names=${names}
      @parley-step=${this.#onStep}
    ></parley-replay-steps>`
  }

  #banner(): TemplateResult | typeof nothing {
    const imagined = this.whatIf?.imagined
    if (imagined === null || imagined === undefined) return nothing
    return html`<p class="banner">
      ${icon('branch')}<span><b>${msg('What if')}</b> ${imaginedWords(imagined)}</span>
      <span class="not">${msg('This did not happen')}</span>
    </p>`
  }

  #chart(step: ReplayedStepView): TemplateResult {
    const chart = this.charts.get(step.machine)
    if (chart === 'failed') {
      return html`<div class="nothing">
        ${icon('statechart')}
        <p>${msg('The chart did not come. The steps are all here.')}</p>
      </div>`
    }
    const answer = this.whatIf?.imagined?.answer
    const tried = answer?.taken === true ? answer : null
    const before = this.#steps[this.index - 1]
    const state = tried?.state ?? step.state
    const from = tried === null ? before?.state : step.state
    const past = this.#steps.slice(Math.max(0, this.index + 1 - MARKED_STEPS), this.index + 1)
    const path = [...past.flatMap(({ passed }) => passed), ...(tried?.passed ?? [])]
    const root = typeof chart === 'object' ? chart.graph.root : ''
    const inSight = leavesIn(root, inSightOf(from ?? '', state))
    return html`<parley-statechart
      .chart=${typeof chart === 'object' ? chart : null}
      .view=${this.narrow ? 'picture' : null}
      .active=${activeIn(root, state)}
      .path=${path}
      .framed=${inSight}
      ?imagined=${tried !== null}
    ></parley-statechart>`
  }

  #side(step: ReplayedStepView, desk: DeskState, names: Names): TemplateResult {
    const { whatIf } = this
    const before = this.#steps[this.index - 1]?.state ?? null
    if (whatIf !== null) {
      return html`<parley-replay-what-if
        .could=${whatIf.could}
        .failed=${whatIf.failed}
        .imagined=${whatIf.imagined}
        .at=${step.at}
        .desk=${desk}
        .names=${names}
        @parley-what-if=${(event: CustomEvent<{ asked: object; words: string }>) =>
          void this.#onWhatIf(event)}
        @parley-what-if-again=${() => {
          this.whatIf = { ...whatIf, imagined: null }
        }}
        @parley-what-if-end=${() => this.#endWhatIf()}
      ></parley-replay-what-if>`
    }
    return html`<parley-replay-step
        .step=${step}
        .from=${before}
        .waited=${waitAt(this.why, step)}
        .desk=${desk}
        .names=${names}
      ></parley-replay-step>
      <div class="ask">
        <button class="button" @click=${() => void this.#askWhatIf()}>
          ${icon('branch')}${msg('What if something else happened?')}
        </button>
      </div>`
  }

  static override styles = [base, buttons, nothingStyles, replayPageStyles]
}

/** The states that a step's words name, with those around them, by their ids in the graph. */
function activeIn(root: string, state: string): string[] {
  const ids = new Set([root])
  for (const path of state.split(' ')) {
    const keys = path.split('.')
    for (const place of keys.keys()) ids.add(`${root}.${keys.slice(0, place + 1).join('.')}`)
  }
  return [...ids]
}

/** What is to be looked at: where it went and whence; where it went nowhere, where it is. */
function inSightOf(from: string, to: string): string {
  const moved = movedTo(from, to)
  const [first] = moved
  if (first === undefined) return to.split(' ', 1)[0] ?? to
  return [...moved, ...movedTo(to, from)].join(' ')
}

function leavesIn(root: string, state: string): string[] {
  return state.split(' ').map((path) => `${root}.${path}`)
}

function afterAWhile(run: () => void, ms: number): () => void {
  const timer = setTimeout(run, ms)
  return () => clearTimeout(timer)
}

/** That the words are gone, and when; what happened stays. */
function erasedNotice(erasedAt: number | null): TemplateResult | typeof nothing {
  if (erasedAt === null) return nothing
  return html`<p class="notice erased">
    ${icon('block')}<span
      >${msg(str`All that was said here was erased on ${exactTime(erasedAt)}. What happened stays.`)}</span
    >
  </p>`
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-replay-page': ReplayPage
  }
}
