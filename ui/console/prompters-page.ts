import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import {
  MAX_INSTRUCTIONS_LENGTH,
  MAX_ADDRESS_LENGTH,
  MAX_SECRET_LENGTH,
  MODEL_DEADLINE_MS,
  WEBHOOK_DEADLINE_MS,
} from '#protocol/limits'
import type { PrompterList, PrompterView } from '#protocol/prompters'
import type { StaffCommand } from '#protocol/staff-commands'
import type { PrompterTrial } from '#protocol/trials'
import type { DeskState } from '../client/desk-state.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { clockTime } from '../elements/times.ts'
import { number, plural } from '../locales/formats.ts'
import '../prompters/suggestion-card.ts'
import { Asked } from './asked.ts'
import { consoleAddress } from './console-address.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import type { Column } from './data-table.ts'
import { Draft } from './draft.ts'
import {
  lineField,
  newSecret,
  radioField,
  secretField,
  switchField,
  textField,
} from './form-fields.ts'
import { Loaded } from './loaded.ts'
import { gone } from './page-head.ts'
import type { Run } from './run.ts'
import { save, type AnyDraft } from './save.ts'
import { section } from './section.ts'
import { linkTo, listOf, oneOf, wrong } from './shelf.ts'
import { Trial, trialSection, trialStyles } from './trial.ts'
import type { Unsaved } from './unsaved.ts'

type Kind = PrompterView['kind']

interface Settings {
  kind: Kind
  name: string
  url: string
  model: string
  instructions: string
  /** Null keeps the one that is known. */
  secret: string | null
}

type Uses = Pick<PrompterView, 'readsChats' | 'isAsked'>

/** One that is made helps everywhere at once. */
const NEW_USES: Uses = { readsChats: true, isAsked: true }

/** Who suggests answers to agents: how they are set up, what agents make of them, and a try-out. */
@customElement('parley-prompters-page')
export class PromptersPage extends LitElement {
  @property({ attribute: false }) rest: Pick<ConsoleRest, 'prompters' | 'tryPrompter'> | null = null
  @property({ attribute: false }) desk: DeskState | null = null
  /** One of them; `new` for one that is being made. */
  @property({ attribute: false }) prompterId: string | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null
  /** Leads to another place of the console. */
  @property({ attribute: false }) go: (address: string) => void = () => {}

  protected readonly focusStays = new FocusStays(this)
  readonly #deleted = new Asked<PrompterView>(this)
  readonly #trial = new Trial<PrompterTrial>(this)
  readonly #loaded = new Loaded<PrompterList>(
    this,
    () => this.#accountId,
    (accountId) => this.rest?.prompters(accountId),
  )
  readonly #settings = new Draft<Settings>(
    this,
    () => settingsOf(this.#prompter),
    () => this.unsaved,
  )
  readonly #uses = new Draft<Uses>(
    this,
    () => this.#prompter ?? NEW_USES,
    () => this.unsaved,
  )

  get #accountId(): string | null {
    return this.desk?.account.accountId ?? null
  }

  get #prompter(): PrompterView | null {
    const all = this.#loaded.value?.prompters ?? []
    return all.find(({ prompterId }) => prompterId === this.prompterId) ?? null
  }

  override render() {
    const { value, says } = this.#loaded
    if (this.prompterId !== null) {
      return value === null && says === null ? nothing : this.#one(this.prompterId, says)
    }
    return listOf<PrompterView>({
      page: 'prompters',
      make: msg('New prompter'),
      label: msg('Prompters'),
      columns: columns(),
      rows: value?.prompters ?? null,
      keyOf: ({ prompterId }) => prompterId,
      empty: msg('There are none yet. One that answers from articles needs nothing but a name.'),
      says,
    })
  }

  #one(prompterId: string, says: string | null): TemplateResult {
    const prompter = this.#prompter
    if (says !== null) return html`${wrong(says)}`
    if (prompterId !== 'new' && prompter === null) {
      return gone('prompters', msg('This prompter is not there any more'))
    }
    return oneOf({
      page: 'prompters',
      one: prompter,
      title: prompter?.name ?? msg('New prompter'),
      says: prompter === null ? msg('Say what it is; then try it out.') : kindSays(prompter.kind),
      body: html`
        ${prompter === null ? nothing : resting(prompter)} ${this.#settingsForm(prompter)}
        ${prompter === null ? nothing : this.#rest(prompter)}
      `,
      deletion: {
        asked: this.#deleted,
        verb: msg('Delete prompter'),
        title: msg(str`Delete ${prompter?.name ?? ''}?`),
        says: msg('It suggests nothing any more; its settings and its secret are gone.'),
        answer: () => void this.#delete(),
      },
    })
  }

  #rest(prompter: PrompterView): TemplateResult {
    return html`${this.#usesForm(prompter)} ${acceptance(prompter)} ${this.#tryOut(prompter)}`
  }

  #settingsForm(prompter: PrompterView | null): TemplateResult {
    const draft = this.#settings
    const { value } = draft
    return section({
      id: 'prompter',
      title: msg('The prompter'),
      draft,
      problem: problemWith(value, prompter),
      nameOf: fieldName,
      save: () => void this.#save(draft, prompter),
      fields: html`
        ${lineField({
          id: 'name',
          label: fieldName('name'),
          says: msg('What agents choose it by.'),
          value: value.name,
          set: (name) => draft.set({ name }),
        })}
        ${
          prompter === null
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
        ${value.kind === 'knowledge' ? nothing : this.#place(draft, prompter)}
      `,
    })
  }

  /** What is set of a service. */
  #place(draft: Draft<Settings>, prompter: PrompterView | null): TemplateResult {
    const { value } = draft
    const isModel = value.kind === 'model'
    const seconds = number((isModel ? MODEL_DEADLINE_MS : WEBHOOK_DEADLINE_MS) / 1_000)
    return html`
      ${lineField({
        id: 'url',
        label: fieldName('url'),
        says: isModel
          ? msg(
              str`Where the service is: what stands before /chat/completions. It has ${seconds} seconds to answer.`,
            )
          : msg(str`Where it is asked. It has ${seconds} seconds to answer.`),
        value: value.url,
        maxLength: MAX_ADDRESS_LENGTH,
        problem: value.url === '' || isAddress(value.url) ? null : msg('This is no web address.'),
        set: (url) => draft.set({ url: url.trim() }),
      })}
      ${
        isModel
          ? html`${lineField({
              id: 'model',
              label: fieldName('model'),
              says: msg('What the service calls it.'),
              value: value.model,
              set: (model) => draft.set({ model }),
            })}
            ${textField({
              id: 'instructions',
              label: fieldName('instructions'),
              says: msg('What it is told besides the articles: the tone, say. It may be empty.'),
              value: value.instructions,
              maxLength: MAX_INSTRUCTIONS_LENGTH,
              rows: 4,
              set: (instructions) => draft.set({ instructions }),
            })}`
          : nothing
      }
      ${secretField({
        id: 'secret',
        label: fieldName('secret'),
        says: isModel
          ? msg('The key that the service wants, if it wants one. It is not shown again.')
          : msg(
              'Signs what it is asked, so that it knows us. Copy it to your program before you save: it is not shown again.',
            ),
        value: value.secret,
        isKnown: isKnownAt(value, prompter),
        maxLength: MAX_SECRET_LENGTH,
        set: (secret) => draft.set({ secret }),
        ...(isModel ? {} : { make: newSecret }),
      })}
    `
  }

  #usesForm(prompter: PrompterView): TemplateResult {
    const draft = this.#uses
    const { value } = draft
    return section({
      id: 'uses',
      title: msg('Where it helps'),
      says: msg('Neither switches it off: what it is and what it counted stays.'),
      draft,
      nameOf: (name) => (name === 'readsChats' ? msg('In chats') : msg('When asked')),
      save: () => void this.#save(draft, prompter),
      fields: html`
        ${switchField({
          id: 'readsChats',
          label: msg('In chats'),
          says: msg(
            'Suggests by itself for what customers write, where an agent switches that on.',
          ),
          value: value.readsChats,
          set: (readsChats) => draft.set({ readsChats }),
        })}
        ${switchField({
          id: 'isAsked',
          label: msg('When asked'),
          says: msg('Agents ask it in words of their own, beside the conversation.'),
          value: value.isAsked,
          set: (isAsked) => draft.set({ isAsked }),
        })}
      `,
    })
  }

  async #save(draft: AnyDraft, prompter: PrompterView | null): Promise<void> {
    const result = await save(draft, this.run, () =>
      commandOf(
        prompter,
        draft === this.#settings ? this.#settings.value : settingsOf(prompter),
        draft === this.#uses ? this.#uses.value : (prompter ?? NEW_USES),
      ),
    )
    if (result === null) return
    await this.#loaded.refresh()
    const made = result['prompterId']
    if (prompter === null && typeof made === 'string') this.go(consoleAddress('prompters', made))
  }

  async #delete(): Promise<void> {
    const isDone = await this.#deleted.carryOut(async ({ prompterId }) =>
      this.run?.({ type: 'deletePrompter', prompterId }),
    )
    if (isDone) this.go(consoleAddress('prompters'))
  }

  #tryOut({ prompterId }: PrompterView): TemplateResult {
    return trialSection({
      trial: this.#trial,
      title: msg('Try it out'),
      says: msg('As it is saved now, with what you may read. Nobody else sees it.'),
      label: msg('What a customer or an agent would ask'),
      ask: (question) => {
        const accountId = this.#accountId
        void this.#trial
          .ask(() =>
            accountId === null
              ? undefined
              : this.rest?.tryPrompter(accountId, prompterId, question),
          )
          .then(() => this.#loaded.refresh())
      },
      answered: ({ suggestions }) =>
        suggestions.length === 0
          ? html`<p class="quiet-words">${msg('It has nothing that fits.')}</p>`
          : suggestions.map(
              (one) =>
                html`<parley-suggestion-card still .suggestion=${one}></parley-suggestion-card>`,
            ),
    })
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    consolePageStyles,
    trialStyles,
    css`
      .figures {
        display: flex;
        flex-wrap: wrap;
        gap: 12px 32px;
        margin: 0;
        padding: 16px 20px 20px;
      }
      .figures dt {
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .figures dd {
        margin: 0;
        font-size: var(--size-20);
        font-weight: 600;
        font-variant-numeric: tabular-nums;
      }
    `,
  ]
}

function columns(): Column<PrompterView>[] {
  const count = (name: 'taken' | 'edited' | 'dismissed') => ({
    value: ({ acceptance }: PrompterView) => acceptance?.[name] ?? 0,
    cell: ({ acceptance }: PrompterView) => number(acceptance?.[name] ?? 0),
    isNumber: true,
  })
  return [
    {
      id: 'name',
      title: msg('Name'),
      value: ({ name }) => name,
      cell: ({ prompterId, name }) => linkTo('prompters', prompterId, name),
    },
    { id: 'kind', title: msg('Kind'), value: ({ kind }) => kindWord(kind), folds: true },
    {
      id: 'uses',
      title: msg('Where it helps'),
      value: usesWords,
      cell: (prompter) =>
        prompter.restsUntil === null
          ? usesWords(prompter)
          : html`${usesWords(prompter)}<small class="warn"
                >${msg(str`Rests until ${clockTime(prompter.restsUntil)}`)}</small
              >`,
    },
    { id: 'taken', title: msg('Taken'), ...count('taken') },
    { id: 'edited', title: msg('Edited'), folds: true, ...count('edited') },
    { id: 'dismissed', title: msg('Dismissed'), folds: true, ...count('dismissed') },
  ]
}

function usesWords({ readsChats, isAsked }: Uses): string {
  if (readsChats && isAsked) return msg('In chats and when asked')
  if (readsChats) return msg('In chats')
  return isAsked ? msg('When asked') : msg('Off')
}

function resting({ restsUntil }: PrompterView): unknown {
  return restsUntil === null
    ? nothing
    : html`<p class="problem resting">
        ${msg(str`It failed a few times and is left alone until ${clockTime(restsUntil)}; one that answers when it is tried out is asked again at once.`)}
      </p>`
}

/** What agents made of its suggestions. */
function acceptance({ acceptance: made }: PrompterView): unknown {
  const { taken = 0, edited = 0, dismissed = 0 } = made ?? {}
  const all = taken + edited + dismissed
  const rows = [
    [msg('Taken as it was'), number(taken)],
    [msg('Edited before'), number(edited)],
    [msg('Dismissed'), number(dismissed)],
    [
      msg('Used'),
      all === 0 ? '–' : msg(str`${number(Math.round(((taken + edited) / all) * 100))} %`),
    ],
  ]
  return html`<section class="section" aria-labelledby="acceptance">
    <div class="section-head">
      <h2 id="acceptance">${msg('What agents made of it')}</h2>
      <p>
        ${plural(all, {
          one: msg(str`Of ${number(all)} suggestion about which an agent said something.`),
          other: msg(str`Of ${number(all)} suggestions about which an agent said something.`),
        })}
      </p>
    </div>
    <dl class="figures">
      ${rows.map(
        ([name, figure]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${figure}</dd>
          </div>`,
      )}
    </dl>
  </section>`
}

function settingsOf(prompter: PrompterView | null): Settings {
  const { url = null, model = null, instructions = null } = prompter?.settings ?? {}
  return {
    kind: prompter?.kind ?? 'knowledge',
    name: prompter?.name ?? '',
    url: url ?? '',
    model: model ?? '',
    instructions: instructions ?? '',
    secret: null,
  }
}

function commandOf(
  prompter: PrompterView | null,
  { kind, name, url, model, instructions, secret }: Settings,
  { readsChats, isAsked }: Uses,
): StaffCommand {
  const isModel = kind === 'model'
  return {
    type: 'savePrompter',
    prompterId: prompter?.prompterId ?? null,
    kind,
    name,
    readsChats,
    isAsked,
    url: kind === 'knowledge' ? null : url,
    model: isModel ? model : null,
    instructions: isModel && instructions.trim() !== '' ? instructions : null,
    secret: kind === 'knowledge' || secret === '' ? null : secret,
  }
}

/** Whether a secret is known for where it is now: another place wants its own. */
function isKnownAt({ url }: Settings, prompter: PrompterView | null): boolean {
  return prompter?.settings?.hasSecret === true && prompter.settings.url === url
}

function problemWith(value: Settings, prompter: PrompterView | null): string | null {
  const { kind, name, url, model, secret } = value
  if (name.trim() === '') return msg('A name is needed.')
  if (kind === 'knowledge') return null
  if (!isAddress(url)) return msg('An address is needed.')
  if (kind === 'model') return model.trim() === '' ? msg('A model is needed.') : null
  const isSigned = secret === null ? isKnownAt(value, prompter) : secret !== ''
  return isSigned ? null : msg('A secret is needed for this address.')
}

function isAddress(url: string): boolean {
  return /^https?:\/\//.test(url) && URL.canParse(url)
}

const KINDS: readonly Kind[] = ['knowledge', 'webhook', 'model']

function kindWord(kind: Kind): string {
  switch (kind) {
    case 'knowledge':
      return msg('From articles')
    case 'webhook':
      return msg('A program of yours')
    case 'model':
      return msg('A language model')
  }
}

function kindSays(kind: Kind): string {
  switch (kind) {
    case 'knowledge':
      return msg('Built in: finds articles, and what agents answered before.')
    case 'webhook':
      return msg('Asked over HTTP, with signed questions; it answers what it likes.')
    case 'model':
      return msg(
        'Any service with the interface of OpenAI’s chat completions; it answers from the articles that are found.',
      )
  }
}

function fieldName(name: keyof Settings): string {
  switch (name) {
    case 'kind':
      return msg('Kind')
    case 'name':
      return msg('Name')
    case 'url':
      return msg('Address')
    case 'model':
      return msg('Model')
    case 'instructions':
      return msg('Instructions')
    case 'secret':
      return msg('Secret')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-prompters-page': PromptersPage
  }
}
