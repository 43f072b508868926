import { msg, str } from '@lit/localize'
import { LitElement, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { AccountSetup, MemberSetup } from '#protocol/console'
import type { DeskState } from '../client/desk-state.ts'
import { deskEvent } from '../desk/desk-events.ts'
import { dialogStyles } from '../desk/dialog.styles.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { listed, number } from '../locales/formats.ts'
import { consoleAddress } from './console-address.ts'
import type { ConsoleRest } from './console-book.ts'
import { consolePageStyles } from './console-page.styles.ts'
import './data-table.ts'
import type { Column } from './data-table.ts'
import { Draft } from './draft.ts'
import { choiceField, choicesField, lineField } from './form-fields.ts'
import './member-sign-ins.ts'
import { gone, itemHead, pageHead } from './page-head.ts'
import { question, questionOf } from './question.ts'
import type { Run } from './run.ts'
import { section } from './section.ts'
import type { Unsaved } from './unsaved.ts'

/** What of a person is set here; the limit as it is typed. */
interface Person {
  role: MemberSetup['role']
  name: string
  publicName: string
  groupIds: string[]
  chatLimit: string
}

/** Somebody who is to come. */
interface Invited {
  email: string
  name: string
  role: MemberSetup['role']
  groupIds: string[]
}

/** Who was invited, and what brings them in. */
interface Came {
  name: string
  link: string | null
  /** A mail tells them. */
  mailed: boolean
}

const NOBODY: Invited = { email: '', name: '', role: 'agent', groupIds: [] }

const ROLES = ['agent', 'supervisor', 'administrator'] as const

/**
 * Who works in this account. Administrators set all of it; supervisors say who is in their groups.
 *
 * @fires parley-dialog - somebody is to be set offline
 */
@customElement('parley-people-page')
export class PeoplePage extends LitElement {
  @property({ attribute: false }) desk: DeskState | null = null
  @property({ attribute: false }) setup: AccountSetup | null = null
  @property({ attribute: false }) personId: string | null = null
  @property({ attribute: false }) run: Run | null = null
  @property({ attribute: false }) rest: Pick<
    ConsoleRest,
    'makeResetLink' | 'invite' | 'signInsOf' | 'signOutMember'
  > | null = null
  @property({ attribute: false }) unsaved: Unsaved | null = null

  @state() protected refused: string | null = null
  @state() protected link: string | null = null
  /** Who was invited last, and how they come in; null before. */
  @state() protected came: Came | null = null

  protected readonly focusStays = new FocusStays(this)
  readonly #draft = new Draft<Person>(
    this,
    () => personOf(this.#member),
    () => this.unsaved,
  )

  readonly #invited = new Draft<Invited>(
    this,
    () => NOBODY,
    () => this.unsaved,
  )

  get #member(): MemberSetup | null {
    return this.setup?.members.find(({ personId }) => personId === this.personId) ?? null
  }

  get #isAdministrator(): boolean {
    return this.desk?.me.role === 'administrator'
  }

  #groupName(groupId: string): string {
    return this.setup?.groups.find((one) => one.groupId === groupId)?.name ?? ''
  }

  #columns(): Column<MemberSetup>[] {
    const agents = this.desk?.agents
    return [
      {
        id: 'name',
        title: msg('Name'),
        value: ({ name }) => name,
        cell: ({ personId, name, email }) =>
          html`<a href=${consoleAddress('people', personId)}>${name}</a>${
              email === null ? nothing : html`<small>${email}</small>`
            }`,
      },
      { id: 'role', title: msg('Role'), value: ({ role }) => roleWord(role) },
      {
        id: 'groups',
        title: msg('Groups'),
        folds: true,
        value: ({ groupIds }) =>
          listed(groupIds.map((one) => this.#groupName(one)).filter(Boolean)),
      },
      {
        id: 'presence',
        title: msg('Now'),
        value: (member) => presenceWord(member, this.desk),
        cell: (member) =>
          html`<span class="mark"
            >${
              member.active
                ? html`<span
                    class="dot"
                    data-is=${agents?.get(member.personId)?.presence ?? 'offline'}
                  ></span>`
                : nothing
            }${presenceWord(member, this.desk)}</span
          >`,
      },
      {
        id: 'chats',
        title: msg('Chats'),
        isNumber: true,
        folds: true,
        value: ({ personId }) => agents?.get(personId)?.inHand ?? 0,
        cell: ({ personId }) => {
          const agent = agents?.get(personId)
          return agent === undefined
            ? '–'
            : msg(str`${number(agent.inHand)} of ${number(agent.limit)}`)
        },
      },
    ]
  }

  override render() {
    const { setup, personId } = this
    if (personId !== null && setup !== null) return this.#person()
    return html`
      ${pageHead(
        'people',
        this.#isAdministrator
          ? html`<a class="button primary" href=${consoleAddress('people', 'new')}>
              ${msg('Invite somebody')}
            </a>`
          : nothing,
      )}
      <parley-data-table
        .label=${msg('People')}
        .columns=${this.#columns()}
        .rows=${setup?.members ?? null}
        .keyOf=${(member: MemberSetup) => member.personId}
        .empty=${msg('Nobody works here yet.')}
      ></parley-data-table>
    `
  }

  #person(): TemplateResult {
    if (this.personId === 'new' && this.#isAdministrator) return this.#invitation()
    const member = this.#member
    if (member === null) return gone('people', msg('This person is not in the account'))
    const says = member.email ?? roleWord(member.role)
    return html`
      ${itemHead('people', member.name, says, this.#setOffline(member))} ${this.#form(member)}
      ${this.#isAdministrator ? this.#access(member) : nothing}
      ${this.#isAdministrator && member.active ? this.#signIns(member) : nothing}
    `
  }

  #invitation(): TemplateResult {
    const draft = this.#invited
    const { value } = draft
    return html`
      ${itemHead(
        'people',
        msg('Invite somebody'),
        msg('Whoever works on this server already joins with the password that they have.'),
      )}
      ${this.came === null ? nothing : this.#wayIn(this.came)}
      ${section({
        id: 'invitation',
        title: msg('Who comes'),
        draft,
        problem: whyNotInvited(value),
        nameOf: (name) => (name === 'email' ? msg('E-mail') : fieldName(name)),
        verb: msg('Invite'),
        save: () => void this.#invite(),
        fields: html`
          ${lineField({
            id: 'email',
            label: msg('E-mail'),
            says: msg('To sign in with.'),
            value: value.email,
            maxLength: 254,
            set: (email) => draft.set({ email }),
          })}
          ${lineField({
            id: 'name',
            label: fieldName('name'),
            says: msg('For colleagues; everybody can change their own.'),
            value: value.name,
            set: (name) => draft.set({ name }),
          })}
          ${choiceField({
            id: 'role',
            label: fieldName('role'),
            says: msg(
              'Supervisors lead their groups, administrators the account; each can do what agents can.',
            ),
            value: value.role,
            options: ROLES.map((role) => ({ value: role, words: roleWord(role) })),
            set: (role) => draft.set({ role: role ?? 'agent' }),
          })}
          ${choicesField({
            id: 'groupIds',
            label: fieldName('groupIds'),
            says: msg('Whose chats come to this person.'),
            value: value.groupIds,
            empty: msg('There are no groups yet.'),
            options: (this.setup?.groups ?? []).map(({ groupId, name }) => ({
              value: groupId,
              words: name,
            })),
            set: (groupIds) => draft.set({ groupIds }),
          })}
        `,
      })}
    `
  }

  #wayIn({ name, link, mailed }: Came): TemplateResult {
    return html`<section class="section" aria-labelledby="way-in">
      <div class="section-head">
        <h2 id="way-in">${msg(str`${name} is in`)}</h2>
        <p role="status">${wayInWords({ link, mailed })}</p>
      </div>
      <div class="fields">
        ${
          link === null
            ? nothing
            : html`<input
                readonly
                aria-label=${msg('Link of the invitation')}
                .value=${link}
                @focus=${selectAll}
              />`
        }
      </div>
    </section>`
  }

  async #invite(): Promise<void> {
    const accountId = this.desk?.account.accountId
    const { rest } = this
    if (accountId === undefined || rest === null) return
    const invited = this.#invited.value
    await this.#invited.save(async () => {
      const answer = await rest.invite(accountId, { ...invited, email: invited.email.trim() })
      if (!answer.ok) return answer.refusal
      const { path, mailed } = answer.value
      const link = path === null ? null : new URL(path, location.origin).href
      this.came = { name: invited.name, link, mailed }
      return null
    })
  }

  #setOffline({ personId }: MemberSetup): TemplateResult | typeof nothing {
    const presence = this.desk?.agents.get(personId)?.presence ?? 'offline'
    if (presence === 'offline') return nothing
    return html`<button
      class="button"
      @click=${() =>
        this.dispatchEvent(deskEvent('parley-dialog', { kind: 'offline', agentId: personId }))}
    >
      ${msg('Set offline')}
    </button>`
  }

  #form(member: MemberSetup): TemplateResult {
    const draft = this.#draft
    const { value } = draft
    const isFixed = !this.#isAdministrator
    const mine = this.desk?.me.groupIds ?? []
    const accountLimit = this.desk?.settings.chatLimit ?? 0
    return section({
      id: 'person',
      title: msg('Role and groups'),
      says: isFixed
        ? msg('You say who is in your groups; the rest is an administrator’s.')
        : msg('Effective at once, also where this person is signed in.'),
      draft,
      problem: problemWith(value),
      nameOf: fieldName,
      save: () => void this.#save(member),
      fields: html`
        ${lineField({
          id: 'name',
          label: fieldName('name'),
          says: msg('For colleagues.'),
          value: value.name,
          isFixed,
          set: (name) => draft.set({ name }),
        })}
        ${lineField({
          id: 'publicName',
          label: fieldName('publicName'),
          says: msg('What customers read.'),
          value: value.publicName,
          isFixed,
          set: (publicName) => draft.set({ publicName }),
        })}
        ${choiceField({
          id: 'role',
          label: fieldName('role'),
          says: msg(
            'Supervisors lead their groups, administrators the account; each can do what agents can.',
          ),
          value: value.role,
          isFixed,
          options: ROLES.map((role) => ({ value: role, words: roleWord(role) })),
          set: (role) => draft.set({ role: role ?? 'agent' }),
        })}
        ${choicesField({
          id: 'groupIds',
          label: fieldName('groupIds'),
          says: msg(
            'Whose chats come to this person. Whoever leaves a group finishes what is in hand.',
          ),
          value: value.groupIds,
          empty: msg('There are no groups yet.'),
          options: (this.setup?.groups ?? []).map(({ groupId, name }) => ({
            value: groupId,
            words: name,
            isFixed: isFixed && !mine.includes(groupId),
          })),
          set: (groupIds) => draft.set({ groupIds }),
        })}
        ${lineField({
          id: 'chatLimit',
          label: fieldName('chatLimit'),
          says: msg(
            str`A number for this person alone; empty for the account’s, which is ${number(accountLimit)}.`,
          ),
          value: value.chatLimit,
          maxLength: 3,
          isFixed,
          set: (chatLimit) => draft.set({ chatLimit }),
        })}
      `,
    })
  }

  async #save(member: MemberSetup): Promise<void> {
    await this.#draft.save(async () => {
      const { role, name, publicName, groupIds, chatLimit } = this.#draft.value
      const settled = await this.run?.({
        type: 'saveMember',
        personId: member.personId,
        role,
        name,
        publicName,
        groupIds,
        chatLimit: chatLimit.trim() === '' ? null : Number(chatLimit),
      })
      return settled?.ok === false ? settled.refusal : null
    })
  }

  #access(member: MemberSetup): TemplateResult {
    const { name, active, personId } = member
    const isMe = personId === this.desk?.me.agentId
    return html`<section class="section" aria-labelledby="access">
        <div class="section-head">
          <h2 id="access">${msg('Access')}</h2>
          <p>
            ${
              active
                ? msg(
                    'A password that is forgotten is replaced by a link, which is used once within an hour.',
                  )
                : msg('This person is deactivated: no sign-in, and nothing is in hand.')
            }
          </p>
        </div>
        <div class="fields">
          ${
            this.link === null
              ? nothing
              : html`<div class="field">
                  <label for="link">${msg('Link for a new password')}</label>
                  <span class="hint">${msg('Hand it over in person; it is shown only now.')}</span>
                  <input id="link" readonly .value=${this.link} @focus=${selectAll} />
                </div>`
          }
          ${this.refused === null ? nothing : html`<p class="problem" role="alert">${this.refused}</p>`}
          <div class="actions">
            ${
              active
                ? html`<button class="button" @click=${() => void this.#makeLink()}>
                      ${msg('Make a password link')}
                    </button>
                    ${
                      isMe
                        ? nothing
                        : html`<button
                            class="button quiet danger"
                            @click=${() => questionOf(this.renderRoot).showModal()}
                          >
                            ${msg('Deactivate …')}
                          </button>`
                    }`
                : html`<button class="button" @click=${() => void this.#reactivate(member)}>
                    ${msg('Activate again')}
                  </button>`
            }
          </div>
        </div>
      </section>
      ${question({
        title: msg(str`Deactivate ${name}?`),
        says: msg(
          'Every window of this person closes, and the chats in hand go back to the front of their lines.',
        ),
        verb: msg('Deactivate'),
        refused: this.refused,
        answer: () => void this.#deactivate(),
      })}`
  }

  #signIns({ personId, name }: MemberSetup): TemplateResult {
    return html`<parley-member-sign-ins
      .accountId=${this.desk?.account.accountId ?? ''}
      .personId=${personId}
      .name=${name}
      .rest=${this.rest}
    ></parley-member-sign-ins>`
  }

  async #makeLink(): Promise<void> {
    const accountId = this.desk?.account.accountId
    if (accountId === undefined || this.personId === null) return
    const answer = await this.rest?.makeResetLink(accountId, this.personId)
    if (answer === undefined) return
    this.refused = answer.ok ? null : answer.refusal.says
    this.link = answer.ok ? new URL(answer.value.path, location.origin).href : null
  }

  async #deactivate(): Promise<void> {
    if (this.personId === null) return
    const settled = await this.run?.({ type: 'deactivateMember', personId: this.personId })
    if (settled === undefined) return
    this.refused = settled.ok ? null : settled.refusal.says
    this.link = null
    if (settled.ok) questionOf(this.renderRoot).close()
  }

  async #reactivate(member: MemberSetup): Promise<void> {
    const { personId, role, name, publicName, groupIds, chatLimit } = member
    const saved = { personId, role, name, publicName, groupIds, chatLimit }
    const settled = await this.run?.({ type: 'saveMember', ...saved })
    if (settled !== undefined) this.refused = settled.ok ? null : settled.refusal.says
  }

  static override styles = [base, buttons, fields, dialogStyles, consolePageStyles]
}

function selectAll({ target }: Event): void {
  if (target instanceof HTMLInputElement) target.select()
}

function wayInWords({ link, mailed }: Pick<Came, 'link' | 'mailed'>): string {
  if (mailed) return msg('A mail tells this person how to come in.')
  return link === null
    ? msg('This person has a password on this server, and finds the account beside the others.')
    : msg(
        'Pass this link on: a password is chosen by it, once within seven days. It is shown only now.',
      )
}

function whyNotInvited({ email, name }: Invited): string | null {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email.trim())) return msg('An e-mail address is needed.')
  return name.trim() === '' ? msg('A name is needed.') : null
}

function personOf(member: MemberSetup | null): Person {
  if (member === null) {
    return { role: 'agent', name: '', publicName: '', groupIds: [], chatLimit: '' }
  }
  const { role, name, publicName, groupIds, chatLimit } = member
  return {
    role,
    name,
    publicName,
    groupIds,
    chatLimit: chatLimit === null ? '' : String(chatLimit),
  }
}

function problemWith({ name, publicName, chatLimit }: Person): string | null {
  if (name.trim() === '' || publicName.trim() === '') return msg('Both names are needed.')
  const typed = chatLimit.trim()
  const isLimit = /^\d{1,3}$/.test(typed) && Number(typed) >= 1 && Number(typed) <= 100
  return typed === '' || isLimit ? null : msg('A limit is a number from 1 to 100, or nothing.')
}

function fieldName(name: keyof Person): string {
  switch (name) {
    case 'role':
      return msg('Role')
    case 'name':
      return msg('Name')
    case 'publicName':
      return msg('Public name')
    case 'groupIds':
      return msg('Groups')
    case 'chatLimit':
      return msg('Chats at a time')
  }
}

export function roleWord(role: MemberSetup['role']): string {
  switch (role) {
    case 'agent':
      return msg('Agent')
    case 'supervisor':
      return msg('Supervisor')
    case 'administrator':
      return msg('Administrator')
  }
}

function presenceWord({ personId, active }: MemberSetup, desk: DeskState | null): string {
  if (!active) return msg('Deactivated')
  switch (desk?.agents.get(personId)?.presence) {
    case 'online':
      return msg('Online')
    case 'away':
      return msg('Away')
    default:
      return msg('Offline')
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-people-page': PeoplePage
  }
}
