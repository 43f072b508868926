import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { BotView, Bots } from '#protocol/bots'
import type { AccountSetup } from '#protocol/console'
import {
  BOT_DEADLINE_MS,
  MAX_ADDRESS_LENGTH,
  MAX_BOT_SECRET_LENGTH,
  MIN_BOT_SECRET_LENGTH,
} from '#protocol/limits'
import type { StaffCommand } from '#protocol/staff-commands'
import type { BotTrial } from '#protocol/trials'
import type { DeskState } from '../client/desk-state.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { linkedText } from '../elements/linked-text.ts'
import { clockTime } from '../elements/times.ts'
import { enumerated, listed, number } from '../locales/formats.ts'
import { spoken } from '../locales/language.ts'
import { Asked } from './asked.ts'
import { consoleAddress } from './console-address.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import { Draft } from './draft.ts'
import {
  choiceField,
  countField,
  lineField,
  newSecret,
  radioField,
  secretField,
} from './form-fields.ts'
import { Loaded } from './loaded.ts'
import { gone } from './page-head.ts'
import type { Run } from './run.ts'
import { save, type AnyDraft } from './save.ts'
import { section } from './section.ts'
import { linkTo, listOf, oneOf, wrong } from './shelf.ts'
import { Trial, trialSection, trialStyles } from './trial.ts'
import type { Unsaved } from './unsaved.ts'

type Kind = BotView['serves']['kind']

interface Settings {
  kind: Kind
  name: string
  /** Null where what was typed is no number. */
  threshold: number | null
  url: string
  /** Null keeps the one that is known. */
  secret: string | null
}

/** By group, the number that the bot calls it by. */
interface Numbers {
  numbers: Readonly<Record<string, number | null>>
}

/** So well an article matches that answers, unless somebody says otherwise; in per cent. */
const THRESHOLD = 60

/** Who answers customers first: how they are set up, which channels they have, and a try-out. */
@customElement('parley-bots-page')
export class BotsPage extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'bots' | 'tryBot'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) setup: AccountSetup | null = null
  /** One of them; `new` for one that is being made. */
  @property({ attribute: false }) botId: string | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null
  /** Leads to another place of the console. */
  @property({ attribute: false }) go: (address: string) => void = () => {}

  /** As a customer of which group it is tried out. */
  @state() protected triedFor: string | null = null

  protected readonly focusStays = new FocusStays(this)
  readonly #deleted = new Asked<BotView>(this)
  readonly #trial = new Trial<BotTrial>(this)
  readonly #loaded = new Loaded<Bots>(
    this,
    () => this.#accountId,
    (accountId) => this.rest?.bots(accountId),
  )
  readonly #settings = new Draft<Settings>(
    this,
    () => settingsOf(this.#bot),
    () => this.unsaved,
  )
  readonly #numbers = new Draft<Numbers>(
    this,
    () => numbersOf(this.#bot),
    () => this.unsaved,
  )

  get #accountId(): string | null {
    return this.desk?.account.accountId ?? null
  }

  get #bot(): BotView | null {
    const bots = this.#loaded.value?.bots ?? []
    return bots.find(({ botId }) => botId === this.botId) ?? null
  }

  override render() {
    const { value, says } = this.#loaded
    if (this.botId !== null) {
      return value === null && says === null ? nothing : this.#one(this.botId, says)
    }
    return listOf<BotView>({
      page: 'bots',
      make: msg('New bot'),
      label: msg('Bots'),
      columns: [
        {
          id: 'name',
          title: msg('Name'),
          value: ({ name }) => name,
          cell: ({ botId, name }) => linkTo('bots', botId, name),
        },
        { id: 'kind', title: msg('Kind'), value: ({ serves }) => kindWord(serves.kind) },
        {
          id: 'channels',
          title: msg('Channels'),
          value: (bot) => this.#channelNames(bot),
        },
        { id: 'health', title: msg('How it is'), folds: true, value: healthWords },
      ],
      rows: value?.bots ?? null,
      keyOf: ({ botId }) => botId,
      empty: msg('There are none yet. Without one customers come to people at once.'),
      says,
    })
  }

  #channelNames({ channelIds }: BotView): string {
    const channels = this.setup?.channels ?? []
    const names = channels.filter((one) => channelIds.includes(one.channelId))
    return names.length === 0 ? '–' : enumerated(names.map(({ name }) => name))
  }

  #one(botId: string, says: string | null): TemplateResult {
    const bot = this.#bot
    if (says !== null) return html`${wrong(says)}`
    if (botId !== 'new' && bot === null) {
      return gone('bots', msg('This bot is not there any more'))
    }
    return oneOf({
      page: 'bots',
      one: bot,
      title: bot?.name ?? msg('New bot'),
      says:
        bot === null
          ? msg('Say what it is; then name it in a channel.')
          : kindSays(bot.serves.kind),
      body: html`
        ${bot === null || bot.restsUntil === null ? nothing : resting(bot.restsUntil)}
        ${this.#settingsForm(bot)} ${bot === null ? nothing : this.#whatIsThere(bot)}
      `,
      deletion: {
        asked: this.#deleted,
        verb: msg('Delete bot'),
        title: msg(str`Delete ${bot?.name ?? ''}?`),
        says: msg(
          'Its channels send customers to people at once; its settings and its secret are gone.',
        ),
        answer: () => void this.#delete(),
      },
    })
  }

  #whatIsThere(bot: BotView): TemplateResult {
    return html`${this.#channels(bot)}
    ${bot.serves.kind === 'webhook' ? this.#numbersForm(bot) : nothing} ${this.#tryOut(bot)}`
  }

  #settingsForm(bot: BotView | null): TemplateResult {
    const draft = this.#settings
    const { value } = draft
    return section({
      id: 'bot',
      title: msg('The bot'),
      draft,
      problem: problemWith(value, bot),
      nameOf: fieldName,
      save: () => void this.#save(draft, bot),
      fields: html`
        ${lineField({
          id: 'name',
          label: fieldName('name'),
          says: msg('What customers read above what it says.'),
          value: value.name,
          set: (name) => draft.set({ name }),
        })}
        ${
          bot === null
            ? radioField<Kind>({
                id: 'kind',
                label: fieldName('kind'),
                value: value.kind,
                options: KINDS.map((kind) => ({
                  value: kind,
                  words: kindWord(kind),
                  says: kindSays(kind),
                })),
                set: (kind) => draft.set({ kind }),
              })
            : nothing
        }
        ${value.kind === 'knowledge' ? this.#threshold(draft) : this.#place(draft, bot)}
      `,
    })
  }

  #threshold(draft: Draft<Settings>): TemplateResult {
    const { threshold } = draft.value
    return countField({
      id: 'threshold',
      label: fieldName('threshold'),
      says: msg(
        'So well an article has to match to be an answer. Below it the bot says that it does not know, and the second time in a row it hands over.',
      ),
      value: threshold,
      from: 1,
      to: 100,
      unit: '%',
      problem: isPerCent(threshold) ? null : msg('From 1 to 100.'),
      set: (next) => draft.set({ threshold: next }),
    })
  }

  #place(draft: Draft<Settings>, bot: BotView | null): TemplateResult {
    const { value } = draft
    const seconds = number(BOT_DEADLINE_MS / 1_000)
    return html`
      ${lineField({
        id: 'url',
        label: fieldName('url'),
        says: msg(
          str`Where it is told what customers write. It has ${seconds} seconds, or the account’s limit for bots where that is shorter; then its customer gets a person.`,
        ),
        value: value.url,
        maxLength: MAX_ADDRESS_LENGTH,
        problem: value.url === '' || isAddress(value.url) ? null : msg('This is no web address.'),
        set: (url) => draft.set({ url: url.trim() }),
      })}
      ${secretField({
        id: 'secret',
        label: fieldName('secret'),
        says: msg(
          str`Signs what it hears and what it says; at least ${number(MIN_BOT_SECRET_LENGTH)} letters and signs. Copy it to your program before you save: it is not shown again.`,
        ),
        value: value.secret,
        isKnown: isKnownAt(value, bot),
        maxLength: MAX_BOT_SECRET_LENGTH,
        set: (secret) => draft.set({ secret }),
        make: newSecret,
      })}
    `
  }

  #channels({ channelIds }: BotView): TemplateResult {
    const channels = (this.setup?.channels ?? []).filter((one) =>
      channelIds.includes(one.channelId),
    )
    return html`<section class="section" aria-labelledby="channels">
      <div class="section-head">
        <h2 id="channels">${msg('Its channels')}</h2>
        <p>${msg('A channel names its bot on its own page; it counts for the next chat.')}</p>
      </div>
      <div class="fields">
        ${
          channels.length === 0
            ? html`<p class="quiet-words">
                ${msg('None: no customer comes to it.')}
                <a href=${consoleAddress('channels')}>${msg('Channels')}</a>
              </p>`
            : html`<ul class="names">
                ${channels.map(
                  ({ channelId, name }) => html`<li>${linkTo('channels', channelId, name)}</li>`,
                )}
              </ul>`
        }
      </div>
    </section>`
  }

  #numbersForm(bot: BotView): TemplateResult {
    const draft = this.#numbers
    const groups = this.setup?.groups ?? []
    return section({
      id: 'numbers',
      title: msg('Groups by number'),
      says: msg('By these it names the group that it hands over to; a deleted group’s leads on.'),
      draft,
      problem: problemWithNumbers(draft.value),
      nameOf: () => msg('Groups by number'),
      save: () => void this.#save(draft, bot),
      fields: html`<div class="numbers">
        ${groups.map(({ groupId, name }) =>
          countField({
            id: `number-${groupId}`,
            label: name,
            value: draft.value.numbers[groupId] ?? null,
            from: 1,
            to: 2_147_483_647,
            set: (count) => draft.set({ numbers: { ...draft.value.numbers, [groupId]: count } }),
          }),
        )}
      </div>`,
    })
  }

  async #save(draft: AnyDraft, bot: BotView | null): Promise<void> {
    const result = await save(draft, this.run, () =>
      commandOf(
        bot,
        draft === this.#settings ? this.#settings.value : settingsOf(bot),
        draft === this.#numbers ? this.#numbers.value : numbersOf(bot),
      ),
    )
    if (result === null) return
    await this.#loaded.refresh()
    const made = result['botId']
    if (bot === null && typeof made === 'string') this.go(consoleAddress('bots', made))
  }

  async #delete(): Promise<void> {
    const isDone = await this.#deleted.carryOut(async ({ botId }) =>
      this.run?.({ type: 'deleteBot', botId }),
    )
    if (isDone) this.go(consoleAddress('bots'))
  }

  #tryOut(bot: BotView): TemplateResult {
    const groups = this.setup?.groups ?? []
    const groupId = this.triedFor ?? groups[0]?.groupId ?? null
    return trialSection({
      trial: this.#trial,
      title: msg('Try it out'),
      says: msg('As it is saved now, without a customer: nothing comes of what it answers.'),
      label: msg('What a customer writes'),
      more: choiceField({
        id: 'group',
        label: msg('Group'),
        says: msg('Whose customer writes: articles and opening hours are a group’s.'),
        value: groupId,
        options: groups.map((one) => ({ value: one.groupId, words: one.name })),
        set: (chosen) => {
          this.triedFor = chosen
        },
      }),
      ask: (text) => void this.#try(bot, text, groupId),
      answered: (answer) => this.#answered(answer),
    })
  }

  async #try({ botId }: BotView, text: string, groupId: string | null): Promise<void> {
    const accountId = this.#accountId
    if (accountId === null || groupId === null) return
    const asked = { text, groupId, language: spoken() }
    await this.#trial.ask(() => this.rest?.tryBot(accountId, botId, asked))
    await this.#loaded.refresh()
  }

  #answered({ messages, handover }: BotTrial): TemplateResult {
    return html`
      ${messages.map(
        ({ text, buttons: offered }) =>
          html`<div class="said">
            <p dir="auto">${linkedText(text)}</p>
            ${
              offered.length === 0
                ? nothing
                : html`<p class="offered">
                    ${offered.map(({ label }) => html`<span>${label}</span>`)}
                  </p>`
            }
          </div>`,
      )}
      ${handover === null ? nothing : this.#handover(handover)}
    `
  }

  #handover(handover: NonNullable<BotTrial['handover']>): TemplateResult {
    const { groupId, subject, attributes, note } = handover
    const group = this.setup?.groups.find((one) => one.groupId === groupId)?.name
    const facts: [string, string][] = [
      ...(subject === null ? [] : [[msg('Subject'), subject] as [string, string]]),
      ...Object.entries(attributes),
      ...(note === null ? [] : [[msg('Note'), note] as [string, string]]),
    ]
    return html`<div class="handover">
      <p>
        ${group === undefined ? msg('It hands the customer over to the group’s own line.') : msg(str`It hands the customer over to ${group}.`)}
      </p>
      ${
        facts.length === 0
          ? nothing
          : html`<dl>
              ${facts.map(
                ([name, words]) =>
                  html`<dt dir="auto">${name}</dt>
                    <dd dir="auto">${words}</dd>`,
              )}
            </dl>`
      }
    </div>`
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    consolePageStyles,
    trialStyles,
    css`
      .names {
        display: grid;
        gap: 4px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .fields a {
        color: var(--accent-text);
        font-weight: 600;
      }
      .numbers {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(160px, 1fr));
        gap: 16px;
      }
      .said,
      .handover {
        max-inline-size: 60ch;
        padding: 8px 12px;
        border-radius: var(--radius-card);
        background: var(--fill);
        overflow-wrap: anywhere;
      }
      .said p:first-child {
        white-space: pre-wrap;
        line-height: var(--leading-read);
      }
      .handover {
        border: 1px solid var(--line);
        background: none;
        font-size: var(--size-13);
      }
      .offered {
        display: flex;
        flex-wrap: wrap;
        gap: 6px;
        margin-block-start: 8px;
      }
      .offered span {
        padding: 3px 10px;
        border: 1px solid var(--line-control);
        border-radius: var(--radius-full);
        background: var(--ground-raised);
        font-size: var(--size-13);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 2px 12px;
        margin: 6px 0 0;
      }
      dt {
        color: var(--text-2);
      }
      dd {
        margin: 0;
      }
    `,
  ]
}

function resting(restsUntil: number): TemplateResult {
  return html`<p class="problem">
    ${msg(str`It failed a few times and is left alone until ${clockTime(restsUntil)}: its customers come to people meanwhile. One that answers when it is tried out is asked again at once.`)}
  </p>`
}

function healthWords({ restsUntil }: BotView): string {
  return restsUntil === null ? msg('Well') : msg(str`Rests until ${clockTime(restsUntil)}`)
}

function settingsOf(bot: BotView | null): Settings {
  const nothingYet: Settings = {
    kind: bot?.serves.kind ?? 'knowledge',
    name: bot?.name ?? '',
    threshold: THRESHOLD,
    url: '',
    secret: null,
  }
  if (bot === null) return nothingYet
  return bot.serves.kind === 'webhook'
    ? { ...nothingYet, url: bot.serves.url }
    : { ...nothingYet, threshold: bot.serves.threshold }
}

function numbersOf(bot: BotView | null): Numbers {
  const pairs = (bot?.groups ?? []).map((one) => [one.groupId, one.number])
  return { numbers: Object.fromEntries(pairs) }
}

function commandOf(
  bot: BotView | null,
  { kind, name, threshold, url, secret }: Settings,
  { numbers }: Numbers,
): StaffCommand {
  return {
    type: 'saveBot',
    botId: bot?.botId ?? null,
    name,
    serves:
      kind === 'webhook'
        ? { kind, url, secret: secret === '' ? null : secret }
        : { kind, threshold: threshold ?? THRESHOLD },
    groups: Object.entries(numbers).flatMap(([groupId, count]) =>
      count === null ? [] : { groupId, number: count },
    ),
  }
}

/** Whether a secret is known for where it is now: another place wants its own. */
function isKnownAt({ url }: Settings, bot: BotView | null): boolean {
  return bot?.serves.kind === 'webhook' && bot.serves.url === url
}

function problemWith(value: Settings, bot: BotView | null): string | null {
  const { kind, name, threshold, url, secret } = value
  if (name.trim() === '') return msg('A name is needed.')
  if (kind === 'knowledge') return isPerCent(threshold) ? null : msg('From 1 to 100.')
  if (!isAddress(url)) return msg('An address is needed.')
  if (secret === null && isKnownAt(value, bot)) return null
  return (secret ?? '').length >= MIN_BOT_SECRET_LENGTH
    ? null
    : msg(str`A secret of at least ${number(MIN_BOT_SECRET_LENGTH)} letters and signs is needed.`)
}

function problemWithNumbers({ numbers }: Numbers): string | null {
  const named = Object.values(numbers).filter((one) => one !== null)
  if (named.some((one) => !Number.isInteger(one) || one < 1)) {
    return msg('Numbers are whole, from 1 on.')
  }
  const twice = named.filter((one, place) => named.indexOf(one) !== place)
  return twice.length === 0
    ? null
    : msg(str`Two groups have the same number: ${listed(twice.map(number))}`)
}

function isPerCent(count: number | null): boolean {
  return count !== null && Number.isInteger(count) && count >= 1 && count <= 100
}

function isAddress(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url)
}

const KINDS: readonly Kind[] = ['knowledge', 'webhook']

function kindWord(kind: Kind): string {
  return kind === 'knowledge' ? msg('From articles') : msg('A program of yours')
}

function kindSays(kind: Kind): string {
  return kind === 'knowledge'
    ? msg('Built in: answers from articles for customers, and hands over where it does not know.')
    : msg(
        'Asked over HTTP, with signed questions and answers; it says, offers and hands over what it likes.',
      )
}

function fieldName(name: keyof Settings): string {
  switch (name) {
    case 'kind':
      return msg('Kind')
    case 'name':
      return msg('Name')
    case 'threshold':
      return msg('Least match')
    case 'url':
      return msg('Address')
    case 'secret':
      return msg('Secret')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-bots-page': BotsPage
  }
}
