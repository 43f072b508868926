import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { CountedChats } from '#protocol/statistics'
import type { DeskState } from '../client/desk-state.ts'
import type { CountedCursor, ReportAsked } from '../client/rest.ts'
import type { ConsoleRest } from '../console/console-book.ts'
import { consolePageStyles } from '../console/console-page.styles.ts'
import type { Column } from '../console/data-table.ts'
import '../console/data-table.ts'
import { addressOf } from '../desk/address.ts'
import { agentName, customerName, groupName } from '../desk/names.ts'
import { replayAddress } from '../desk/replay-address.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { durationWords, figureWords, momentWords, NONE, withinWords } from './figure-words.ts'
import { daysWords } from './periods.ts'
import type { StatisticsPlace } from './statistics-place.ts'

type Counted = CountedChats['chats'][number]

/** Which figure, of whom, over which days. */
export type CountedAsked = ReportAsked & NonNullable<StatisticsPlace['list']>

/** The chats that one figure counts: each leads to what was said in it, and to its replay. */
@customElement('parley-counted-list')
export class CountedList extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'countedChats'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) asked: CountedAsked | null = null
  /** Whose figure it is; null for the account. */
  @property({ attribute: false }) name: string | null = null
  /** Where the report is. */
  @property() back = ''

  /** Null while they are asked for. */
  @state() protected chats: readonly Counted[] | null = null
  @state() protected next: CountedCursor | null = null
  @state() protected says: string | null = null
  protected readonly focusStays = new FocusStays(this)
  #question = 0
  #askedFor: string | null = null

  protected override willUpdate(changed: PropertyValues<this>): void {
    const asked = JSON.stringify([this.desk?.account.accountId, this.asked])
    if (!this.hasUpdated || changed.has('desk') || changed.has('asked')) {
      if (asked === this.#askedFor) return
      this.#askedFor = asked
      this.chats = null
      this.next = null
      void this.#load(null)
    }
  }

  /** What overtakes a newer question is not shown. */
  async #load(after: CountedCursor | null): Promise<void> {
    const { rest, asked, desk } = this
    if (rest === null || asked === null || desk === null) return
    const question = ++this.#question
    const answer = await rest.countedChats(desk.account.accountId, asked, after)
    if (question !== this.#question) return
    this.says = answer.ok ? null : answer.refusal.says
    if (!answer.ok) {
      this.chats ??= []
      return
    }
    this.chats = [...(after === null ? [] : (this.chats ?? [])), ...answer.value.chats]
    this.next = answer.value.next
  }

  override render() {
    const { asked, name } = this
    if (asked === null) return nothing
    const { figure, withinMs, report } = asked
    const what =
      figure === 'within' ? msg(str`Taken within ${withinWords(withinMs)}`) : figureWords(figure)
    const title = name === null ? what : msg(str`${name}: ${what}`)
    return html`
      <div class="page-head">
        <div>
          <a class="crumb" href=${this.back}>${icon('back')}${msg('Statistics')}</a>
          <h1>${title}</h1>
          <p>
            ${daysWords(asked)} · ${msg(str`time zone ${this.desk?.settings.timeZone ?? 'UTC'}`)} ·
            ${msg('those that came last first')}
            ${
              report === 'agents'
                ? html`· ${msg('a chat that was joined several times stands here once')}`
                : nothing
            }
          </p>
        </div>
      </div>
      ${this.says === null ? nothing : html`<p class="problem" role="alert">${this.says}</p>`}
      <parley-data-table
        .label=${title}
        .columns=${this.#columns()}
        .rows=${this.chats}
        .keyOf=${({ chat }: Counted) => chat.chatId}
        .empty=${msg('There is no such chat that you may read.')}
      ></parley-data-table>
      ${
        this.next === null
          ? nothing
          : html`<p class="more">
              <button class="button" @click=${() => void this.#load(this.next)}>
                ${msg('Load earlier chats')}
              </button>
            </p>`
      }
    `
  }

  #columns(): Column<Counted>[] {
    const { desk } = this
    const zone = desk?.settings.timeZone ?? 'UTC'
    const time = (id: string, title: string, of: (one: Counted) => number | null) => ({
      id,
      title,
      isNumber: true,
      folds: true,
      value: (one: Counted) => of(one) ?? -1,
      cell: (one: Counted) => durationWords(of(one)),
    })
    return [
      {
        id: 'customer',
        title: msg('Customer'),
        value: ({ chat }) => customerName(chat),
        cell: ({ chat }) =>
          html`<a href=${addressOf({ tab: 'closed', chatId: chat.chatId })}
            ><bdi>${customerName(chat)}</bdi></a
          >`,
      },
      {
        id: 'came',
        title: msg('Came'),
        value: ({ cameAt }) => cameAt,
        cell: ({ cameAt }) =>
          html`<time datetime=${new Date(cameAt).toISOString()}
            >${momentWords(cameAt, zone)}</time
          >`,
      },
      {
        id: 'group',
        title: msg('Group'),
        folds: true,
        value: ({ chat }) => groupName(desk, chat.groupId),
      },
      {
        id: 'agent',
        title: msg('Agent'),
        folds: true,
        value: ({ chat }) => (chat.agentId === null ? NONE : agentName(desk, chat.agentId)),
      },
      time('waiting', msg('Wait'), ({ waitingMs }) => waitingMs),
      time('response', msg('First response'), ({ firstResponseMs }) => firstResponseMs),
      time('duration', msg('Duration'), ({ durationMs }) => durationMs),
      {
        id: 'rating',
        title: msg('Rating'),
        isNumber: true,
        folds: true,
        value: ({ chat }) => chat.rating ?? -1,
        cell: ({ chat }) => (chat.rating === null ? NONE : String(chat.rating)),
      },
      {
        id: 'replay',
        title: msg('Actions'),
        isAction: true,
        value: () => '',
        cell: ({ chat }) =>
          html`<a
            class="button quiet"
            href=${replayAddress({ kind: 'chat', actorId: chat.chatId })}
            aria-label=${msg(str`Replay the chat with ${customerName(chat)}`)}
            >${icon('replay')}${msg('Replay')}</a
          >`,
      },
    ]
  }

  static override styles = [
    base,
    buttons,
    consolePageStyles,
    css`
      .more {
        display: flex;
        justify-content: center;
        margin-block-start: 16px;
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-counted-list': CountedList
  }
}
