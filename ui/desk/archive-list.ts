import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { ChatView } from '#protocol/staff-views'
import type { ArchiveReader } from '../client/archive-reader.ts'
import type { DeskState } from '../client/desk-state.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { Subscription } from '../elements/subscription.ts'
import { VirtualRows } from '../elements/virtual-rows.ts'
import { virtualRowsStyles } from '../elements/virtual-rows.styles.ts'
import { addressOf } from './address.ts'
import { filterIn, type Filter, type FilterName } from './archive-filter.ts'
import { chatListStyles } from './chat-list.styles.ts'
import { CHAT_ROW_REM, chatRow } from './chat-row.ts'
import { chatRowStyles } from './chat-row.styles.ts'
import { deskEvent } from './desk-events.ts'
import { agentName, channelName, customerName, groupName, tagName } from './names.ts'
import { rowMarkStyles } from './row-marks.ts'
import { SelectableRows, selectableStyles } from './selectable-rows.ts'
import type { Selection } from './selection.ts'
import './selection-bar.ts'
import { tagStyles } from './tag-mark.ts'
import { chatCount } from './chat-count.ts'

/** The next page is asked for when fewer rows than this are left below. */
const READ_AHEAD_ROWS = 25

/**
 * Closed chats, those closed last first, narrowed by filters that stand in the page's address.
 *
 * @fires parley-filter - other filters were chosen
 */
@customElement('parley-archive-list')
export class ArchiveList extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) archive: ArchiveReader | null = null
  /** As the address has it. */
  @property({ attribute: false }) filter: Readonly<Record<string, string>> = {}
  @property() selected: string | null = null
  @property({ attribute: false }) now: () => number = () => Date.now()

  /** Which of its chats are selected; without one none can be. */
  @property({ attribute: false }) selection: Selection | null = null

  @state() protected isOpen = false

  @query('.rows') protected scroller!: HTMLElement | null

  protected readonly subscription = new Subscription(this, () => this.archive)
  protected readonly selecting = new Subscription(this, () => this.selection)
  protected readonly focusStays = new FocusStays(this)
  readonly #virtual = new VirtualRows<ChatView>(this, {
    scroller: () => this.scroller,
    keyOf: ({ chatId }) => chatId,
    heightRem: () => CHAT_ROW_REM,
  })
  readonly #selectable = new SelectableRows<ChatView>({
    selection: () => this.selection,
    rows: this.#virtual,
    order: () => this.archive?.items.map(({ chatId }) => chatId) ?? [],
  })
  #barHadFocus = false

  protected override willUpdate(changed: PropertyValues<this>): void {
    const bar = this.renderRoot?.querySelector('parley-selection-bar') ?? null
    this.#barHadFocus = bar?.matches(':focus-within') ?? false
    if (changed.has('filter') && this.hasUpdated) {
      this.#virtual.reset()
      this.selection?.clear()
    }
    if ((this.selection?.size ?? 0) === 0) return
    const here = new Set(this.archive?.items.map(({ chatId }) => chatId))
    this.selection?.keep((chatId) => here.has(chatId))
  }

  protected override updated(): void {
    if (this.#barHadFocus && !this.matches(':focus-within')) this.#virtual.focusActive()
    if (this.archive?.hasMore && this.#virtual.rowsBelow < READ_AHEAD_ROWS) {
      if (this.archive.refusal === null) void this.archive.more()
    }
  }

  /** Puts the focus on the row where it was last; false where there is none. */
  focusRows(): boolean {
    return this.#virtual.focusActive()
  }

  #set(name: FilterName, value: string): void {
    const query = { ...filterIn(this.filter), [name]: value }
    this.dispatchEvent(deskEvent('parley-filter', filterIn(query)))
  }

  override render() {
    const filter = filterIn(this.filter)
    const isSelecting = (this.selection?.size ?? 0) > 0 || (this.selection?.work ?? null) !== null
    return html`
      <div class="head">${isSelecting ? this.#bar() : this.#head(filter)}</div>
      <div
        class="rows ${isSelecting ? 'selecting' : ''}"
        @keydown=${this.#selectable.onKey}
        @click=${this.#selectable.onClick}
      >
        ${this.#rows(filter)}
      </div>
    `
  }

  #bar(): TemplateResult {
    const { selection, archive } = this
    return html`<parley-selection-bar
      .selection=${selection}
      .chats=${archive?.items.filter(({ chatId }) => selection?.has(chatId)) ?? []}
      .desk=${this.desk}
    ></parley-selection-bar>`
  }

  #head(filter: Filter): TemplateResult {
    const narrowing = Object.keys(filter).filter((name) => name !== 'text').length
    return html`
      <label class="find">
        ${icon('search')}<span class="hidden-text">${msg('Words in closed chats')}</span>
        <input
          dir="auto"
          type="search"
          placeholder=${msg('Words in closed chats')}
          autocomplete="off"
          maxlength="500"
          .value=${filter.text ?? ''}
          @change=${(event: Event) => this.#set('text', valueOf(event))}
        />
      </label>
      <div class="narrowed">
        <button
          class="toggle"
          aria-expanded=${this.isOpen}
          aria-controls="filters"
          @click=${() => {
            this.isOpen = !this.isOpen
          }}
        >
          ${icon('filter')}
          ${msg('Filters')}${narrowing > 0 ? html` <span class="count">${narrowing}</span>` : nothing}
        </button>
        ${this.isOpen ? nothing : this.#chips(filter)}
      </div>
      <div id="filters" class="filters" ?hidden=${!this.isOpen}>${this.#fields(filter)}</div>
    `
  }

  #fields(filter: Filter): TemplateResult {
    const { desk } = this
    const groups = [...(desk?.groups.values() ?? [])]
      .filter(
        ({ groupId }) => desk?.me.role === 'administrator' || desk?.me.groupIds.includes(groupId),
      )
      .map(({ groupId, name }) => [groupId, name] as const)
    const agents = [...(desk?.agents.values() ?? [])].map(
      ({ agentId, name }) => [agentId, name] as const,
    )
    const channels = [...(desk?.channels.values() ?? [])].map(
      ({ channelId, name }) => [channelId, name] as const,
    )
    // Old chats carry deleted tags too.
    const tags = [...(desk?.tags.values() ?? [])].map(
      ({ tagId }) => [tagId, tagName(desk, tagId)] as const,
    )
    return html`
      ${this.#choice('group', msg('Group'), msg('All groups'), groups, filter)}
      ${this.#choice('agent', msg('Agent'), msg('All agents'), agents, filter)}
      ${
        channels.length > 1
          ? this.#choice('channel', msg('Channel'), msg('All channels'), channels, filter)
          : nothing
      }
      ${tags.length > 0 ? this.#choice('tag', msg('Tag'), msg('Any tag'), tags, filter) : nothing}
      ${this.#day('since', msg('Closed since'), filter)} ${this.#day('until', msg('Until'), filter)}
      ${
        Object.keys(filter).length > 0
          ? html`<button
              class="button quiet"
              @click=${() => this.dispatchEvent(deskEvent('parley-filter', {}))}
            >
              ${msg('Clear filters')}
            </button>`
          : nothing
      }
    `
  }

  #choice(
    name: FilterName,
    label: string,
    all: string,
    choices: readonly (readonly [id: string, name: string])[],
    filter: Filter,
  ): TemplateResult {
    const sorted = choices.toSorted(([, a], [, b]) => a.localeCompare(b))
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <select id=${name} @change=${(event: Event) => this.#set(name, valueOf(event))}>
        <option value="" ?selected=${filter[name] === undefined}>${all}</option>
        ${sorted.map(
          ([id, words]) =>
            html`<option value=${id} ?selected=${filter[name] === id}>${words}</option>`,
        )}
      </select>
    </div>`
  }

  #day(name: 'since' | 'until', label: string, filter: Filter): TemplateResult {
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        type="date"
        .value=${filter[name] ?? ''}
        @change=${(event: Event) => this.#set(name, valueOf(event))}
      />
    </div>`
  }

  #chips(filter: Filter): TemplateResult[] {
    const { desk } = this
    const words: Partial<Record<FilterName, string>> = {
      group: groupName(desk, filter.group ?? ''),
      agent: agentName(desk, filter.agent ?? null),
      customer: this.#customerName(filter.customer),
      channel: channelName(desk, filter.channel ?? ''),
      tag: tagName(desk, filter.tag ?? ''),
      since: `from ${filter.since}`,
      until: `until ${filter.until}`,
    }
    const names = Object.keys(words) as FilterName[]
    return names
      .filter((name) => filter[name] !== undefined)
      .map(
        (name) =>
          html`<button
            class="chip"
            aria-label=${msg(str`Remove the filter ${words[name]}`)}
            @click=${() => this.#set(name, '')}
          >
            ${words[name]} ${icon('close')}
          </button>`,
      )
  }

  #customerName(customerId: string | undefined): string {
    const shown = this.archive?.items.find((chat) => chat.customerId === customerId)
    return shown === undefined ? msg('One customer') : customerName(shown)
  }

  #rows(filter: Filter): TemplateResult {
    const { archive } = this
    const chats = archive?.items ?? []
    if (chats.length === 0) {
      if (archive?.refusal) return this.#failed()
      if (archive === null || archive.isLoading || archive.asked === null) return skeleton()
      return this.#empty(filter)
    }
    return html`
      ${this.#virtual.render(
        chats,
        this.selected,
        (chat, { isTabbable }) =>
          chatRow({
            chat,
            desk: this.desk,
            now: this.now(),
            href: addressOf({ tab: 'closed', chatId: chat.chatId, query: filterIn(this.filter) }),
            isSelected: chat.chatId === this.selected,
            isTabbable,
            ...(this.selection === null
              ? {}
              : { box: this.#selectable.box(chat.chatId, customerName(chat)) }),
          }),
        msg('Closed chats'),
      )}
      ${archive?.refusal ? this.#failed() : nothing}
      <p class="hidden-text" role="status">
        ${archive?.isLoading ? msg('Loading more') : chatCount(chats.length, archive?.hasMore)}
      </p>
    `
  }

  #failed(): TemplateResult {
    return html`<div class="empty" role="alert">
      ${icon('alert')}
      <p class="title">${msg('The archive did not come')}</p>
      <p>${this.archive?.refusal?.says}</p>
      <button class="button" @click=${() => this.#again()}>${msg('Try again')}</button>
    </div>`
  }

  #again(): void {
    const { archive } = this
    if (archive === null || archive.asked === null) return
    void (archive.items.length === 0 ? archive.ask(archive.asked) : archive.more())
  }

  #empty(filter: Filter): TemplateResult {
    const isNarrowed = Object.keys(filter).length > 0
    return html`<div class="empty">
      ${icon('inbox')}
      <p class="title">
        ${isNarrowed ? msg('No closed chat is like that') : msg('No chat was closed yet')}
      </p>
      <p>
        ${
          isNarrowed
            ? msg('Fewer filters find more.')
            : msg('Chats that are over stay here, to be read, commented and continued.')
        }
      </p>
    </div>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    chatListStyles,
    chatRowStyles,
    rowMarkStyles,
    selectableStyles,
    tagStyles,
    virtualRowsStyles,
    css`
      :host {
        flex: 1;
      }
      .head {
        padding-block-start: 0;
      }
      .find {
        margin-block-start: 0;
      }
      .find input:not([type='radio']) {
        min-block-size: 32px;
        padding: 0 8px 0 32px;
        background: var(--ground);
        border-color: var(--line-strong);
      }
      .narrowed {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 6px;
        margin-block-start: 6px;
      }
      .toggle,
      .chip {
        display: inline-flex;
        align-items: center;
        gap: 5px;
        min-block-size: 26px;
        padding-inline: 8px;
        font-size: var(--size-12);
        color: var(--text-2);
        border-radius: var(--radius);
      }
      .toggle:hover,
      .chip:hover {
        background: var(--fill-hover);
      }
      .toggle .icon {
        inline-size: 14px;
        block-size: 14px;
      }
      .chip {
        max-inline-size: 100%;
        background: var(--accent-soft);
        color: var(--accent-text);
        border-radius: var(--radius-full);
      }
      .chip .icon {
        inline-size: 12px;
        block-size: 12px;
      }
      .filters:not([hidden]) {
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(0, 1fr);
        gap: 8px;
        padding: 8px 2px 4px;
      }
      .filters .field > label {
        font-size: var(--size-12);
        font-weight: 400;
        color: var(--text-2);
      }
      .filters input,
      .filters select {
        padding: 4px 8px;
        min-inline-size: 0;
        font-size: var(--size-13);
      }
      .empty .button {
        margin-block-start: 12px;
      }
      @media (pointer: coarse) {
        .find input:not([type='radio']) {
          min-block-size: 44px;
        }
        .toggle,
        .chip {
          min-block-size: 44px;
        }
      }
    `,
  ]
}

function valueOf({ target }: Event): string {
  return target instanceof HTMLInputElement || target instanceof HTMLSelectElement
    ? target.value
    : ''
}

function skeleton(): TemplateResult {
  return html`<ul class="skeleton" aria-label=${msg('Loading')} aria-busy="true">
    ${[0, 1, 2, 3, 4].map(() => html`<li><i></i><b></b><b></b></li>`)}
  </ul>`
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-archive-list': ArchiveList
  }
}
