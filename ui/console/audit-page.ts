import { msg } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { AUDIT_KINDS } from '#protocol/audit-kinds'
import type { AccountSetup, AuditEntry } from '#protocol/console'
import type { DeskState } from '../client/desk-state.ts'
import type { AuditAsked } from '../client/rest.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import { aboutWords, byWords, kindWords } from './audit-words.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import { pageWords } from './console-pages.ts'
import type { Column } from './data-table.ts'
import './data-table.ts'

/** Who changed what: narrowed by person and kind, the newest first, read on as far as one wants. */
@customElement('parley-audit-page')
export class AuditPageElement extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'audit'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) setup: AccountSetup | null = null
  @property({ attribute: false }) now: () => number = Date.now

  @state() protected asked: AuditAsked = {}
  /** Null while they are asked for. */
  @state() protected entries: readonly AuditEntry[] | null = null
  @state() protected next: number | null = null
  @state() protected says: string | null = null
  protected readonly focusStays = new FocusStays(this)
  #question = 0
  #accountId: string | null = null

  protected override willUpdate(changed: PropertyValues<this>): void {
    const accountId = this.desk?.account.accountId ?? null
    if (!changed.has('desk') || accountId === this.#accountId) return
    this.#accountId = accountId
    void this.#load(null)
  }

  #narrow(change: AuditAsked): void {
    this.asked = { ...this.asked, ...change }
    this.entries = null
    void this.#load(null)
  }

  /** What overtakes a newer question is not shown. */
  async #load(before: number | null): Promise<void> {
    const accountId = this.#accountId
    if (this.rest === null || accountId === null) return
    const question = ++this.#question
    const answer = await this.rest.audit(accountId, this.asked, before)
    if (question !== this.#question) return
    if (!answer.ok) {
      this.says = answer.refusal.says
      this.entries ??= []
      return
    }
    this.says = null
    this.entries = [...(before === null ? [] : (this.entries ?? [])), ...answer.value.entries]
    this.next = answer.value.next
  }

  #columns(): Column<AuditEntry>[] {
    const { setup, desk } = this
    return [
      {
        id: 'at',
        title: msg('When'),
        value: ({ seq }) => seq,
        cell: ({ at }) =>
          html`<time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
            >${dayAndTime(at, this.now())}</time
          >`,
      },
      { id: 'by', title: msg('Who'), value: ({ by }) => byWords(by, setup) },
      { id: 'kind', title: msg('What'), value: ({ kind }) => kindWords(kind) },
      { id: 'about', title: msg('Of what'), value: (entry) => aboutWords(entry, setup, desk) },
    ]
  }

  override render() {
    const { title, says } = pageWords('audit')
    const people = this.setup?.members ?? []
    return html`
      <div class="page-head">
        <div>
          <h1>${title}</h1>
          <p>${says}</p>
        </div>
      </div>
      <div class="toolbar">
        <div class="field">
          <label for="who">${msg('Who')}</label>
          <select id="who" @change=${(event: Event) => this.#narrow({ personId: chosenIn(event) })}>
            <option value="">${msg('Everybody')}</option>
            ${people.map(({ personId, name }) => html`<option value=${personId}>${name}</option>`)}
          </select>
        </div>
        <div class="field">
          <label for="what">${msg('What')}</label>
          <select
            id="what"
            @change=${(event: Event) => {
              const kind = AUDIT_KINDS.find((one) => one === chosenIn(event))
              this.#narrow({ kind })
            }}
          >
            <option value="">${msg('Everything')}</option>
            ${AUDIT_KINDS.map((kind) => html`<option value=${kind}>${kindWords(kind)}</option>`)}
          </select>
        </div>
      </div>
      ${this.says === null ? nothing : html`<p class="problem" role="alert">${this.says}</p>`}
      <parley-data-table
        .label=${title}
        .columns=${this.#columns()}
        .rows=${this.entries}
        .keyOf=${({ seq, kind }: AuditEntry) => `${seq} ${kind}`}
        .empty=${msg('Nothing of this kind has happened.')}
      ></parley-data-table>
      ${
        this.next === null
          ? nothing
          : html`<p class="more">
              <button class="button" @click=${() => void this.#load(this.next)}>
                ${msg('Load older entries')}
              </button>
            </p>`
      }
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    consolePageStyles,
    css`
      .toolbar .field {
        flex: 0 1 240px;
        min-inline-size: 160px;
      }
      .more {
        margin-block-start: 16px;
      }
    `,
  ]
}

function chosenIn(event: Event): string | undefined {
  const value = event.target instanceof HTMLSelectElement ? event.target.value : ''
  return value === '' ? undefined : value
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-audit-page': AuditPageElement
  }
}
