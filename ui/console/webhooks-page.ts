import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { live } from 'lit/directives/live.js'
import { WEBHOOK_KINDS, type WebhookKind } from '#protocol/webhook-kinds'
import type { WebhookView } from '#protocol/webhooks'
import type { DeskState } from '../client/desk-state.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { dayAndTime, exactTime } from '../elements/times.ts'
import { consoleAddress } from './console-address.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { Draft } from './draft.ts'
import { choicesField, lineField } from './form-fields.ts'
import { gone, itemHead, pageHead } from './page-head.ts'
import { question, questionOf } from './question.ts'
import type { Run } from './run.ts'
import { section } from './section.ts'
import type { Unsaved } from './unsaved.ts'
import './webhook-log.ts'
import type { WebhookLog } from './webhook-log.ts'
import { stateWords, toldKindWords } from './webhook-words.ts'

/** What of a webhook is set here. */
interface Webhook {
  name: string
  url: string
  kinds: readonly WebhookKind[]
  isOn: boolean
  /** A new one; null keeps the one that is known. */
  secret: string | null
}

/** As many as the signature has that is made with it. */
const SECRET_BYTES = 32

/** Servers that are told what happens: how each does, what it is told, and how it answered. */
@customElement('parley-webhooks-page')
export class WebhooksPage extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'webhooks' | 'webhookDeliveries'> | null =
    null
  @property({ attribute: false }) desk: DeskState | null = null
  /** One of them; `new` for one that is being made. */
  @property({ attribute: false }) webhookId: string | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null
  @property({ attribute: false }) now: () => number = Date.now
  /** Leads to another place of the console. */
  @property({ attribute: false }) go: (address: string) => void = () => {}
  /** Puts words where they can be pasted from. */
  @property({ attribute: false }) copy: (words: string) => Promise<void> = (words) =>
    navigator.clipboard.writeText(words)

  /** Null while they are asked for. */
  @state() protected webhooks: readonly WebhookView[] | null = null
  @state() protected says: string | null = null
  @state() protected refused: string | null = null
  @state() protected copied: boolean | null = null
  /** A new secret that was saved on this page. */
  @state() protected renewed: string | null = null

  @query('parley-webhook-log') protected log!: WebhookLog | null

  protected readonly focusStays = new FocusStays(this)
  readonly #draft = new Draft<Webhook>(
    this,
    () => webhookOf(this.#webhook),
    () => this.unsaved,
  )
  /** Of one that is being made; it is sent and shown once. */
  readonly #firstSecret = newSecret()
  #accountId: string | null = null

  get #webhook(): WebhookView | null {
    return this.webhooks?.find(({ webhookId }) => webhookId === this.webhookId) ?? null
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const accountId = this.desk?.account.accountId ?? null
    if (!changed.has('desk') || accountId === this.#accountId) return
    this.#accountId = accountId
    void this.#load()
  }

  async #load(): Promise<void> {
    if (this.#accountId === null) return
    const answer = await this.rest?.webhooks(this.#accountId)
    if (answer === undefined) return
    this.says = answer.ok ? null : answer.refusal.says
    this.webhooks = answer.ok ? answer.value.webhooks : (this.webhooks ?? [])
  }

  #columns(): Column<WebhookView>[] {
    return [
      {
        id: 'name',
        title: msg('Name'),
        value: ({ name }) => name,
        cell: ({ webhookId, name }) =>
          html`<a href=${consoleAddress('webhooks', webhookId)}>${name}</a>`,
      },
      { id: 'url', title: msg('Server'), folds: true, value: ({ url }) => new URL(url).host },
      {
        id: 'state',
        title: msg('State'),
        value: (one) => stateWords(one, this.now()).words,
        cell: (one) => this.#state(one),
      },
      {
        id: 'deliveredAt',
        title: msg('Told last'),
        value: ({ deliveredAt }) => deliveredAt ?? 0,
        cell: ({ deliveredAt: at }) =>
          at === null
            ? msg('Never')
            : html`<time datetime=${new Date(at).toISOString()} title=${exactTime(at)}
                >${dayAndTime(at, this.now())}</time
              >`,
      },
    ]
  }

  #state(webhook: WebhookView): TemplateResult {
    const { words, is } = stateWords(webhook, this.now())
    const mark = is === 'good' ? icon('check') : is === 'quiet' ? icon('pause') : icon('alert')
    return html`<span class="mark ${is}">${mark}${words}</span>`
  }

  override render() {
    const { webhookId, webhooks } = this
    if (webhookId !== null && webhooks !== null) return this.#one(webhookId)
    return html`
      ${pageHead(
        'webhooks',
        html`<a class="button primary" href=${consoleAddress('webhooks', 'new')}
          >${msg('New webhook')}</a
        >`,
      )}
      ${this.says === null ? nothing : html`<p class="problem" role="alert">${this.says}</p>`}
      <parley-data-table
        .label=${msg('Webhooks')}
        .columns=${this.#columns()}
        .rows=${webhooks}
        .keyOf=${(webhook: WebhookView) => webhook.webhookId}
        .empty=${msg('No server is told anything yet. A CRM, say, learns by a webhook that a chat has ended.')}
      ></parley-data-table>
    `
  }

  #one(webhookId: string): TemplateResult {
    const webhook = this.#webhook
    if (webhook === null) {
      if (webhookId !== 'new') {
        return gone('webhooks', msg('This webhook is not there any more'))
      }
      const says = msg('A server that is told what happens.')
      return html`${itemHead('webhooks', msg('New webhook'), says)} ${this.#form(null)}`
    }
    const isOn = webhook.state === 'on'
    return html`
      ${itemHead(
        'webhooks',
        webhook.name,
        this.#state(webhook),
        html`<span class="actions">
          ${
            isOn
              ? html`<button class="button" @click=${() => void this.#test(webhook)}>
                  ${msg('Send a test event')}
                </button>`
              : nothing
          }
          <button
            class="button quiet danger"
            @click=${() => questionOf(this.renderRoot).showModal()}
          >
            ${msg('Delete webhook …')}
          </button>
        </span>`,
      )}
      ${this.says === null ? nothing : html`<p class="problem" role="alert">${this.says}</p>`}
      ${this.#trouble(webhook)} ${this.#form(webhook)}
      <parley-webhook-log
        .rest=${this.rest}
        .desk=${this.desk}
        .webhookId=${webhookId}
        .isOn=${isOn}
        .run=${this.run}
        .now=${this.now}
      ></parley-webhook-log>
      ${question({
        title: msg(str`Delete the webhook ${webhook.name}?`),
        says: msg('Its server is told nothing more, and its log and secret are gone.'),
        verb: msg('Delete webhook'),
        refused: this.refused,
        answer: () => void this.#delete(webhook),
      })}
    `
  }

  /** What is wrong with it, what follows from that, and what to do. */
  #trouble({ state: is, failingSince }: WebhookView): TemplateResult | typeof nothing {
    if (is === 'on' && failingSince === null) return nothing
    const words =
      is === 'on'
        ? msg('Everything that it was told since then failed; after five days it is switched off.')
        : is === 'off'
          ? msg('What happens now is not told to it.')
          : msg(
              'What happens now is not told to it. Mend its server, switch it on below, and send what failed again.',
            )
    return html`<p class="trouble" data-is=${is === 'off' ? 'quiet' : 'warn'}>
      ${icon(is === 'off' ? 'pause' : 'alert')}<span>${words}</span>
    </p>`
  }

  #form(webhook: WebhookView | null): TemplateResult {
    const draft = this.#draft
    const { value } = draft
    return section({
      id: 'webhook',
      title: msg('The webhook'),
      draft,
      problem: this.#problem(webhook),
      nameOf: fieldName,
      save: () => void this.#save(webhook),
      fields: html`
        ${lineField({
          id: 'name',
          label: fieldName('name'),
          says: msg('For colleagues: what is told there.'),
          value: value.name,
          set: (name) => draft.set({ name }),
        })}
        ${lineField({
          id: 'url',
          label: fieldName('url'),
          says: msg('Each event is sent there by POST, as JSON. Private networks are left out.'),
          value: value.url,
          maxLength: 2_000,
          problem: value.url === '' || isAddress(value.url) ? null : notAnAddress(),
          set: (url) => draft.set({ url }),
        })}
        ${choicesField({
          id: 'kinds',
          label: fieldName('kinds'),
          says: msg('Names of people come with each; words that were said only where it says so.'),
          value: value.kinds,
          options: WEBHOOK_KINDS.map((kind) => ({ value: kind, words: toldKindWords(kind) })),
          empty: '',
          set: (chosen) =>
            draft.set({ kinds: WEBHOOK_KINDS.filter((kind) => chosen.includes(kind)) }),
        })}
        <label class="check strong">
          <input
            type="checkbox"
            id="isOn"
            .checked=${live(value.isOn)}
            @change=${({ target }: Event) => {
              if (target instanceof HTMLInputElement) draft.set({ isOn: target.checked })
            }}
          />
          <b>${fieldName('isOn')}</b>
          <span class="hint">${msg('While it is off, what happens is not kept for it.')}</span>
        </label>
        ${this.#secret(webhook)}
      `,
    })
  }

  #secret(webhook: WebhookView | null): TemplateResult {
    const secret = webhook === null ? this.#firstSecret : (this.#draft.value.secret ?? this.renewed)
    const until = webhook?.formerSecretUntil ?? null
    const isBoth = until !== null && until > this.now()
    if (secret === null) {
      return html`<div class="field">
        <span class="label">${fieldName('secret')}</span>
        <span class="hint"
          >${
            isBoth
              ? msg(str`The one before signs too until ${dayAndTime(until, this.now())}.`)
              : msg(
                  'By it the server knows that what it is told comes from here. It is not shown again.',
                )
          }</span
        >
        <span class="actions"
          ><button type="button" class="button" @click=${() => this.#renew()}>
            ${msg('Make a new secret')}
          </button></span
        >
      </div>`
    }
    return html`<div class="field">
      <label for="secret">${fieldName('secret')}</label>
      <span class="hint" id="secret-says"
        >${
          webhook === null
            ? msg(
                'By it the server knows that what it is told comes from here. Keep it now; it is not shown again.',
              )
            : msg(
                'Keep it now; it is not shown again. Once it is saved, the one before signs too for a day.',
              )
        }</span
      >
      <span class="actions secret">
        <input
          id="secret"
          readonly
          aria-describedby="secret-says"
          .value=${secret}
          @focus=${({ target }: Event) => {
            if (target instanceof HTMLInputElement) target.select()
          }}
        />
        <button type="button" class="button" @click=${() => void this.#copy(secret)}>
          ${msg('Copy')}
        </button>
      </span>
      <span class="hint" role="status"
        >${this.copied === null ? nothing : this.copied ? msg('Copied') : msg('The browser does not let this be copied; select it instead.')}</span
      >
    </div>`
  }

  #problem(webhook: WebhookView | null): string | null {
    const { name, url, kinds, secret } = this.#draft.value
    if (name.trim() === '') return msg('A name is needed.')
    if (!isAddress(url)) return notAnAddress()
    if (kinds.length === 0) return msg('Choose what it is told.')
    const isElsewhere = webhook !== null && new URL(webhook.url).origin !== new URL(url).origin
    if (isElsewhere && secret === null) {
      return msg('Another server gets a secret of its own: make a new one.')
    }
    return null
  }

  #renew(): void {
    this.copied = null
    this.#draft.set({ secret: newSecret() })
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLInputElement>('#secret')?.focus(),
    )
  }

  async #copy(words: string): Promise<void> {
    this.copied = await this.copy(words).then(
      () => true,
      () => false,
    )
  }

  async #save(webhook: WebhookView | null): Promise<void> {
    let madeId: string | null = null
    const isSaved = await this.#draft.save(async () => {
      const { name, url, kinds, isOn, secret } = this.#draft.value
      // Whoever saved before they copied it still can.
      this.renewed = secret ?? this.renewed
      const settled = await this.run?.({
        type: 'saveWebhook',
        webhookId: webhook?.webhookId ?? null,
        name,
        url,
        kinds: [...kinds],
        isOn,
        secret: webhook === null ? this.#firstSecret : secret,
      })
      if (settled?.ok === false) return settled.refusal
      const made = settled?.ack.result['webhookId']
      if (typeof made === 'string') madeId = made
      if (webhook !== null) await this.#load()
      return null
    })
    if (isSaved && webhook === null && madeId !== null) {
      this.go(consoleAddress('webhooks', madeId))
    }
  }

  async #test({ webhookId }: WebhookView): Promise<void> {
    const settled = await this.run?.({ type: 'testWebhook', webhookId })
    if (settled === undefined) return
    this.says = settled.ok ? null : settled.refusal.says
    if (settled.ok) this.log?.watch()
  }

  async #delete({ webhookId }: WebhookView): Promise<void> {
    const settled = await this.run?.({ type: 'deleteWebhook', webhookId })
    if (settled === undefined) return
    this.refused = settled.ok ? null : settled.refusal.says
    if (!settled.ok) return
    questionOf(this.renderRoot).close()
    this.go(consoleAddress('webhooks'))
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    consolePageStyles,
    css`
      .mark {
        display: inline-flex;
        align-items: center;
        gap: 6px;
      }
      .mark.good {
        color: var(--good);
      }
      .mark.warn {
        color: var(--warn);
      }
      .mark.bad {
        color: var(--bad);
      }
      .trouble {
        display: flex;
        gap: 8px;
        max-inline-size: 720px;
        margin-block-end: 16px;
        padding: 10px 14px;
        border-radius: var(--radius);
        font-size: var(--size-13);
        background: var(--fill);
      }
      .trouble .icon {
        flex: none;
      }
      .trouble[data-is='warn'] .icon {
        color: var(--warn);
      }
      .label {
        font-size: var(--size-13);
        font-weight: 600;
      }
      .secret input {
        flex: 1 1 280px;
        font-family: ui-monospace, monospace;
        font-size: var(--size-12);
      }
    `,
  ]
}

function webhookOf(webhook: WebhookView | null): Webhook {
  if (webhook === null) {
    const kinds: readonly WebhookKind[] = ['chatStarted', 'chatClosed']
    return { name: '', url: '', kinds, isOn: true, secret: null }
  }
  const { name, url, kinds, state: is } = webhook
  return { name, url, kinds, isOn: is === 'on', secret: null }
}

/** Letters and digits that nobody guesses. */
function newSecret(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(SECRET_BYTES))
  return `whs_${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function isAddress(url: string): boolean {
  return /^https?:\/\/[^\s/]/.test(url) && URL.canParse(url)
}

function notAnAddress(): string {
  return msg('This is no address of a server: it begins with https://')
}

function fieldName(name: keyof Webhook): string {
  switch (name) {
    case 'name':
      return msg('Name')
    case 'url':
      return msg('Address')
    case 'kinds':
      return msg('What it is told')
    case 'isOn':
      return msg('Tell it what happens')
    case 'secret':
      return msg('Secret')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-webhooks-page': WebhooksPage
  }
}
