import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { live } from 'lit/directives/live.js'
import type { AccountSetup, GroupSetup } from '#protocol/console'
import { MAX_GROUP_NUMBER } from '#protocol/limits'
import type { DeskState } from '../client/desk-state.ts'
import type { Refusal } from '../client/refused.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { runningTime } from '../elements/times.ts'
import { number, plural } from '../locales/formats.ts'
import { consoleAddress } from './console-address.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { Draft } from './draft.ts'
import { choiceField, choicesField, lineField } from './form-fields.ts'
import './hours-input.ts'
import { gone, itemHead, pageHead } from './page-head.ts'
import { question, questionOf } from './question.ts'
import type { Run } from './run.ts'
import { save } from './save.ts'
import { section } from './section.ts'
import type { Unsaved } from './unsaved.ts'

type Group = Pick<
  GroupSetup,
  'name' | 'publicName' | 'overflowGroupId' | 'defaultAgentId' | 'number' | 'hours'
>

interface Members {
  personIds: string[]
}

const NEW: Group = {
  name: '',
  publicName: '',
  overflowGroupId: null,
  defaultAgentId: null,
  number: null,
  hours: null,
}

/** The teams of the account: their names, who is in them, and where chats go that wait too long. */
@customElement('parley-groups-page')
export class GroupsPage extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) setup: AccountSetup | null = null
  /** One of them; `new` for one that is being made. */
  @property({ attribute: false }) groupId: string | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null
  @property({ attribute: false }) now: () => number = Date.now
  @property({ attribute: false }) newId: () => string = () => crypto.randomUUID()
  /** Leads to another place of the console. */
  @property({ attribute: false }) go: (address: string) => void = () => {}

  @state() protected successorId: string | null = null
  @state() protected refused: string | null = null

  protected readonly focusStays = new FocusStays(this)
  readonly #draft = new Draft<Group>(
    this,
    () => this.#group ?? NEW,
    () => this.unsaved,
  )
  readonly #members = new Draft<Members>(
    this,
    () => ({ personIds: this.#memberIds() }),
    () => this.unsaved,
  )

  get #group(): GroupSetup | null {
    return this.setup?.groups.find(({ groupId }) => groupId === this.groupId) ?? null
  }

  get #isAdministrator(): boolean {
    return this.desk?.me.role === 'administrator'
  }

  #memberIds(): string[] {
    const id = this.groupId
    const members = this.setup?.members ?? []
    return members
      .filter(({ active, groupIds }) => active && id !== null && groupIds.includes(id))
      .map(({ personId }) => personId)
  }

  #columns(): Column<GroupSetup>[] {
    const { desk, setup } = this
    const countOf = (groupId: string) =>
      setup?.members.filter((one) => one.active && one.groupIds.includes(groupId)).length ?? 0
    return [
      {
        id: 'name',
        title: msg('Name'),
        value: ({ name }) => name,
        cell: ({ groupId, name, publicName }) =>
          html`<a href=${consoleAddress('groups', groupId)}>${name}</a>${
              publicName === name ? nothing : html`<small>${publicName}</small>`
            }`,
      },
      {
        id: 'members',
        title: msg('Members'),
        isNumber: true,
        value: ({ groupId }) => countOf(groupId),
      },
      {
        id: 'accepting',
        title: msg('Accepting'),
        isNumber: true,
        value: ({ groupId }) => desk?.groups.get(groupId)?.accepting ?? 0,
      },
      {
        id: 'waiting',
        title: msg('Waiting'),
        isNumber: true,
        value: ({ groupId }) => desk?.groups.get(groupId)?.waiting ?? 0,
        cell: ({ groupId }) => this.#waiting(groupId),
      },
      {
        id: 'overflow',
        title: msg('Overflow'),
        folds: true,
        value: ({ overflowGroupId }) => this.#nameOf(overflowGroupId) ?? '–',
      },
      {
        id: 'number',
        title: msg('Number'),
        folds: true,
        isNumber: true,
        value: ({ number: own }) => own ?? '–',
      },
    ]
  }

  #waiting(groupId: string): string {
    const group = this.desk?.groups.get(groupId)
    if (group === undefined || group.waiting === 0) return number(0)
    const since = group.oldestWaitingAt
    const longest = since === null ? '' : ` · ${runningTime(this.now() - since)}`
    return `${number(group.waiting)}${longest}`
  }

  #nameOf(groupId: string | null): string | null {
    return this.setup?.groups.find((one) => one.groupId === groupId)?.name ?? null
  }

  override render() {
    const { setup, groupId } = this
    if (groupId !== null && setup !== null) return this.#one(groupId)
    return html`
      ${pageHead(
        'groups',
        this.#isAdministrator
          ? html`<a class="button primary" href=${consoleAddress('groups', 'new')}>
              ${msg('New group')}
            </a>`
          : nothing,
      )}
      <parley-data-table
        .label=${msg('Groups')}
        .columns=${this.#columns()}
        .rows=${setup?.groups ?? null}
        .keyOf=${(group: GroupSetup) => group.groupId}
        .empty=${msg('There are no groups yet.')}
      ></parley-data-table>
    `
  }

  #one(groupId: string): TemplateResult {
    const group = this.#group
    if (groupId === 'new' && this.#isAdministrator) {
      return html`${itemHead('groups', msg('New group'), msg('Name it; then say who is in it.'))}
      ${this.#form(null)}`
    }
    if (group === null) return gone('groups', msg('This group is not there any more'))
    const mayDelete = this.#isAdministrator && (this.setup?.groups.length ?? 0) > 1
    return html`
      ${itemHead(
        'groups',
        group.name,
        msg('What waits here waits in one line, whatever channel it came from.'),
        mayDelete
          ? html`<button class="button quiet danger" @click=${() => this.#askToDelete(group)}>
              ${msg('Delete group …')}
            </button>`
          : nothing,
      )}
      ${this.#isAdministrator ? this.#form(group) : nothing} ${this.#memberForm(group)}
      ${mayDelete ? this.#deleteQuestion(group) : nothing}
    `
  }

  #form(group: GroupSetup | null): TemplateResult {
    const draft = this.#draft
    const { value } = draft
    const others = (this.setup?.groups ?? []).filter((one) => one.groupId !== group?.groupId)
    const members = (this.setup?.members ?? []).filter(
      ({ active, groupIds }) => active && group !== null && groupIds.includes(group.groupId),
    )
    return section({
      id: 'group',
      title: msg('The group'),
      draft,
      problem: problemOf(value),
      nameOf: fieldName,
      save: () => void this.#save(group),
      fields: html`
        ${lineField({
          id: 'name',
          label: fieldName('name'),
          says: msg('For colleagues.'),
          value: value.name,
          set: (name) => draft.set({ name }),
        })}
        ${lineField({
          id: 'publicName',
          label: fieldName('publicName'),
          says: msg('What customers read: whom they wait for.'),
          value: value.publicName,
          set: (publicName) => draft.set({ publicName }),
        })}
        ${choiceField({
          id: 'overflowGroupId',
          label: fieldName('overflowGroupId'),
          says: msg('Where chats go that waited too long here.'),
          none: msg('Nowhere: the customer may leave a message'),
          value: value.overflowGroupId,
          options: others.map((one) => ({ value: one.groupId, words: one.name })),
          set: (overflowGroupId) => draft.set({ overflowGroupId }),
        })}
        ${
          group === null
            ? nothing
            : choiceField({
                id: 'defaultAgentId',
                label: fieldName('defaultAgentId'),
                says: msg(
                  'Who is chosen first while accepting, where chats are assigned automatically.',
                ),
                none: msg('Nobody in particular'),
                value: value.defaultAgentId,
                options: members.map(({ personId, name }) => ({ value: personId, words: name })),
                set: (defaultAgentId) => draft.set({ defaultAgentId }),
              })
        }
        ${this.#numberField(value, draft)}
        <div class="field">
          <span class="label">${fieldName('hours')}</span>
          <span class="hint">
            ${msg('When customers are told that nobody is there, and when limits stand still.')}
          </span>
          <parley-hours-input
            .hours=${value.hours}
            .zone=${this.desk?.settings.timeZone ?? 'UTC'}
            @parley-hours=${({ detail }: CustomEvent<Pick<Group, 'hours'>>) => draft.set(detail)}
          ></parley-hours-input>
        </div>
      `,
    })
  }

  #numberField({ number: own }: Group, draft: Draft<Group>): TemplateResult {
    return html`<div class="field">
      <label for="number">${fieldName('number')}</label>
      <span class="hint" id="number-says">
        ${msg('By which bots name it when they hand over; no other group has it. Empty: none.')}
      </span>
      <input
        id="number"
        class="short"
        type="number"
        min="1"
        max=${MAX_GROUP_NUMBER}
        step="1"
        inputmode="numeric"
        aria-describedby="number-says"
        aria-invalid=${!isNumber(own)}
        .value=${live(own === null ? '' : String(own))}
        @input=${(event: Event) => {
          if (!(event.target instanceof HTMLInputElement)) return
          draft.set({ number: event.target.value === '' ? null : event.target.valueAsNumber })
        }}
      />
    </div>`
  }

  async #save(group: GroupSetup | null): Promise<void> {
    const groupId = group?.groupId ?? this.newId()
    const saved = await save(this.#draft, this.run, () => {
      return { type: 'saveGroup', groupId, ...fieldsOf(this.#draft.value) }
    })
    if (saved !== null && group === null) this.go(consoleAddress('groups', groupId))
  }

  #memberForm(group: GroupSetup): TemplateResult {
    const draft = this.#members
    const mayMove = this.#isAdministrator || (this.desk?.me.groupIds ?? []).includes(group.groupId)
    return section({
      id: 'members',
      title: msg('Members'),
      says: msg('Who leaves finishes what is in hand.'),
      draft,
      nameOf: () => msg('Members'),
      save: () => void draft.save(() => this.#saveMembers(group)),
      fields: choicesField({
        id: 'personIds',
        label: msg('Who gets chats of this group'),
        value: draft.value.personIds,
        empty: msg('Nobody works here yet.'),
        options: (this.setup?.members ?? [])
          .filter(({ active }) => active)
          .map(({ personId, name }) => ({ value: personId, words: name, isFixed: !mayMove })),
        set: (personIds) => draft.set({ personIds }),
      }),
    })
  }

  /** One by one: of who was moved already nothing is taken back by the refusal of another one. */
  async #saveMembers({ groupId }: GroupSetup): Promise<Refusal | null> {
    const wanted = new Set(this.#members.value.personIds)
    const moved = (this.setup?.members ?? []).filter(
      ({ active, personId, groupIds }) =>
        active && wanted.has(personId) !== groupIds.includes(groupId),
    )
    for (const { personId, role, name, publicName, groupIds, chatLimit } of moved) {
      const others = groupIds.filter((one) => one !== groupId)
      const settled = await this.run?.({
        type: 'saveMember',
        personId,
        role,
        name,
        publicName,
        groupIds: wanted.has(personId) ? [...others, groupId] : others,
        chatLimit,
      })
      if (settled?.ok === false) return settled.refusal
    }
    return null
  }

  #askToDelete({ groupId }: GroupSetup): void {
    this.refused = null
    this.successorId = this.setup?.groups.find((one) => one.groupId !== groupId)?.groupId ?? null
    questionOf(this.renderRoot).showModal()
  }

  #deleteQuestion(group: GroupSetup): TemplateResult {
    const others = (this.setup?.groups ?? []).filter(({ groupId }) => groupId !== group.groupId)
    return question({
      title: msg(str`Delete ${group.name}?`),
      says: this.#whatRefersTo(group),
      choice: choiceField({
        id: 'successor',
        label: msg('Its successor'),
        says: msg(
          'What waits moves there in order, and what refers to this group refers to it from then on. The archive keeps the name.',
        ),
        value: this.successorId,
        options: others.map(({ groupId, name }) => ({ value: groupId, words: name })),
        set: (successorId) => {
          this.successorId = successorId
        },
      }),
      verb: msg('Delete group'),
      refused: this.refused,
      answer: () => void this.#delete(group),
    })
  }

  #whatRefersTo({ groupId }: GroupSetup): string {
    const channels = this.setup?.channels.filter((one) => one.groupId === groupId).length ?? 0
    const waiting = this.desk?.groups.get(groupId)?.waiting ?? 0
    const uses = plural(channels, {
      one: msg(str`${number(channels)} channel leads here`),
      other: msg(str`${number(channels)} channels lead here`),
    })
    const waits = plural(waiting, {
      one: msg(str`${number(waiting)} chat waits`),
      other: msg(str`${number(waiting)} chats wait`),
    })
    return `${uses}, ${waits}.`
  }

  async #delete({ groupId }: GroupSetup): Promise<void> {
    const { successorId } = this
    if (successorId === null) return
    const settled = await this.run?.({ type: 'deleteGroup', groupId, successorId })
    if (settled === undefined) return
    this.refused = settled.ok ? null : settled.refusal.says
    if (!settled.ok) return
    questionOf(this.renderRoot).close()
    this.go(consoleAddress('groups'))
  }

  static override styles = [base, buttons, fields, dialogStyles, consolePageStyles]
}

function fieldsOf(group: Group): Group {
  const { name, publicName, overflowGroupId, defaultAgentId, number: own, hours } = group
  return { name, publicName, overflowGroupId, defaultAgentId, number: own, hours }
}

/** What is wrong with a group; null where it can be saved. */
function problemOf({ name, publicName, number: own, hours }: Group): string | null {
  if (name.trim() === '' || publicName.trim() === '') return msg('Both names are needed.')
  if (!isNumber(own)) return msg(str`The number is a whole one, up to ${number(MAX_GROUP_NUMBER)}.`)
  if (hours !== null && hours.weekly.length === 0) return msg('It is never open.')
  return null
}

function isNumber(own: number | null): boolean {
  return own === null || (Number.isInteger(own) && own >= 1 && own <= MAX_GROUP_NUMBER)
}

function fieldName(name: keyof Group): string {
  switch (name) {
    case 'name':
      return msg('Name')
    case 'publicName':
      return msg('Public name')
    case 'overflowGroupId':
      return msg('Overflow group')
    case 'defaultAgentId':
      return msg('Default agent')
    case 'number':
      return msg('Number for bots')
    case 'hours':
      return msg('Opening hours')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-groups-page': GroupsPage
  }
}
