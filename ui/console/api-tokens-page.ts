import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type PropertyValues } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import type { AccountSetup } from '#protocol/console'
import type { ApiTokens } from '#protocol/rest'
import type { DeskState } from '../client/desk-state.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { pageHead } from './page-head.ts'
import { question, questionOf } from './question.ts'

type Token = ApiTokens['tokens'][number]

/** Programs that act in the account: each by a token that was shown once, until it is revoked. */
@customElement('parley-api-tokens-page')
export class ApiTokensPage extends LitElement {
  @property({ attribute: false }) rest: Pick<
    ConsoleRest,
    'apiTokens' | 'makeApiToken' | 'revokeApiToken'
  > | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) setup: AccountSetup | null = null
  @property({ attribute: false }) now: () => number = Date.now

  /** Null while they are asked for. */
  @state() protected tokens: readonly Token[] | null = null
  /** The one that was made now: it is told this once. */
  @state() protected made: string | null = null
  @state() protected says: string | null = null
  @state() protected chosen: Token | null = null
  @state() protected refused: string | null = null

  @query('#token-name') protected name!: HTMLInputElement

  protected readonly focusStays = new FocusStays(this)
  #accountId: string | null = null

  protected override willUpdate(changed: PropertyValues<this>): void {
    const accountId = this.desk?.account.accountId ?? null
    if (!changed.has('desk') || accountId === this.#accountId) return
    this.#accountId = accountId
    void this.#load()
  }

  async #load(): Promise<void> {
    if (this.#accountId === null) return
    const answer = await this.rest?.apiTokens(this.#accountId)
    if (answer === undefined) return
    this.says = answer.ok ? null : answer.refusal.says
    this.tokens = answer.ok ? answer.value.tokens : (this.tokens ?? [])
  }

  readonly #onSubmit = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault()
    const name = this.name.value.trim()
    if (this.#accountId === null || name === '') return
    const answer = await this.rest?.makeApiToken(this.#accountId, name)
    if (answer === undefined) return
    this.says = answer.ok ? null : answer.refusal.says
    if (!answer.ok) return
    this.made = answer.value.token
    this.name.value = ''
    await this.#load()
  }

  #columns(): Column<Token>[] {
    const maker = ({ personId }: Token) =>
      this.setup?.members.find((one) => one.personId === personId)?.name ?? msg('A former agent')
    const time = (at: number) =>
      html`<time title=${exactTime(at)}>${dayAndTime(at, this.now())}</time>`
    return [
      { id: 'name', title: msg('What it is for'), value: ({ name }) => name },
      { id: 'by', title: msg('Acts for'), value: maker },
      {
        id: 'createdAt',
        title: msg('Made'),
        folds: true,
        value: ({ createdAt }) => createdAt,
        cell: ({ createdAt }) => time(createdAt),
      },
      {
        id: 'lastUsedAt',
        title: msg('Used last'),
        value: ({ lastUsedAt }) => lastUsedAt ?? 0,
        cell: ({ lastUsedAt }) => (lastUsedAt === null ? msg('Never') : time(lastUsedAt)),
      },
      {
        id: 'revoke',
        title: msg('Actions'),
        isAction: true,
        value: () => '',
        cell: (one) =>
          html`<button
            class="button"
            aria-label=${msg(str`Revoke ${one.name}`)}
            @click=${() => void this.#ask(one)}
          >
            ${msg('Revoke …')}
          </button>`,
      },
    ]
  }

  async #ask(one: Token): Promise<void> {
    this.chosen = one
    this.refused = null
    await this.updateComplete
    questionOf(this.renderRoot).showModal()
  }

  async #revoke(): Promise<void> {
    if (this.#accountId === null || this.chosen === null) return
    const answer = await this.rest?.revokeApiToken(this.#accountId, this.chosen.tokenId)
    if (answer === undefined) return
    this.refused = answer.ok ? null : answer.refusal.says
    if (!answer.ok) return
    questionOf(this.renderRoot).close()
    await this.#load()
  }

  override render() {
    return html`
      ${pageHead('api-tokens')}
      <form class="toolbar" @submit=${this.#onSubmit}>
        <div class="field">
          <label for="token-name">${msg('What it is for')}</label>
          <input id="token-name" maxlength="80" autocomplete="off" required />
        </div>
        <button class="button primary">${msg('Make a token')}</button>
      </form>
      ${
        this.made === null
          ? nothing
          : html`<div class="section fields">
              <div class="field">
                <label for="made">${msg('The new token')}</label>
                <span class="hint"
                  >${msg('Keep it as one keeps a key; it is shown only now.')}</span
                >
                <input
                  id="made"
                  readonly
                  .value=${this.made}
                  @focus=${({ target }: Event) => {
                    if (target instanceof HTMLInputElement) target.select()
                  }}
                />
              </div>
            </div>`
      }
      ${this.says === null ? nothing : html`<p class="problem" role="alert">${this.says}</p>`}
      <parley-data-table
        .label=${msg('API tokens')}
        .columns=${this.#columns()}
        .rows=${this.tokens}
        .keyOf=${(token: Token) => token.tokenId}
        .empty=${msg('No program acts here yet.')}
      ></parley-data-table>
      ${question({
        title: msg(str`Revoke the token ${this.chosen?.name ?? ''}?`),
        says: msg('The program that has it is refused from then on.'),
        verb: msg('Revoke'),
        refused: this.refused,
        answer: () => void this.#revoke(),
      })}
    `
  }

  static override styles = [base, buttons, fields, dialogStyles, consolePageStyles]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-api-tokens-page': ApiTokensPage
  }
}
