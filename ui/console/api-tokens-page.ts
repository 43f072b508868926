import { msg, str } from '@lit/localize'
import { LitElement, html, nothing } from 'lit'
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
import { Asked } from './asked.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { Loaded } from './loaded.ts'
import { pageHead } from './page-head.ts'
import { question } from './question.ts'
import { wrong } from './shelf.ts'

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

  /** The one that was made now: it is told this once. */
  @state() protected made: string | null = null
  /** Why none was made. */
  @state() protected says: string | null = null

  @query('#token-name') protected name!: HTMLInputElement

  protected readonly focusStays = new FocusStays(this)
  readonly #revoked = new Asked<Token>(this)
  readonly #loaded = new Loaded<ApiTokens>(
    this,
    () => this.#accountId,
    (accountId) => this.rest?.apiTokens(accountId),
  )

  get #accountId(): string | null {
    return this.desk?.account.accountId ?? null
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
    await this.#loaded.refresh()
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
            @click=${() => void this.#revoked.ask(one)}
          >
            ${msg('Revoke …')}
          </button>`,
      },
    ]
  }

  async #revoke(): Promise<void> {
    const accountId = this.#accountId
    if (accountId === null) return
    const isDone = await this.#revoked.carryOut(async ({ tokenId }) =>
      this.rest?.revokeApiToken(accountId, tokenId),
    )
    if (isDone) await this.#loaded.refresh()
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
      ${wrong(this.says ?? this.#loaded.says)}
      <parley-data-table
        .label=${msg('API tokens')}
        .columns=${this.#columns()}
        .rows=${this.#loaded.value?.tokens ?? null}
        .keyOf=${(token: Token) => token.tokenId}
        .empty=${msg('No program acts here yet.')}
      ></parley-data-table>
      ${question({
        title: msg(str`Revoke the token ${this.#revoked.one?.name ?? ''}?`),
        says: msg('The program that has it is refused from then on.'),
        verb: msg('Revoke'),
        refused: this.#revoked.refused,
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
