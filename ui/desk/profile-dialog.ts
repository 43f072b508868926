import { msg, str } from '@lit/localize'
import { LitElement, css, html, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { MIN_PASSWORD_LENGTH } from '#protocol/limits'
import type { Preferences, SignIns } from '#protocol/rest'
import type { AgentView } from '#protocol/staff-views'
import type { AttentionPorts } from '../client/attention-ports.ts'
import { pictureUrl } from '../client/picture-url.ts'
import type { Rest } from '../client/rest.ts'
import '../elements/avatar.ts'
import { base } from '../elements/base.styles.ts'
import { buttons } from '../elements/button.styles.ts'
import { fields } from '../elements/field.styles.ts'
import { FocusStays } from '../elements/focus-stays.ts'
import { icon } from '../elements/icon.ts'
import { agoTime, exactTime } from '../elements/times.ts'
import { LANGUAGES } from '../locales/language.ts'
import { deskEvent } from './desk-events.ts'
import { deviceWords } from './device-words.ts'
import { dialogStyles } from './dialog.styles.ts'
import { smallPicture } from './small-picture.ts'

type Section = 'profile' | 'preferences' | 'password' | 'signIns'

const sections = (): [Section, string][] => [
  ['profile', msg('Profile')],
  ['preferences', msg('Preferences')],
  ['password', msg('Password')],
  ['signIns', msg('Signed in')],
]

type Notification = keyof Preferences['notifications']

/** How one wants to be told. */
function ways(): [Notification, string][] {
  return [
    ['badge', msg('Count what is unread in the title of the page')],
    ['sound', msg('Play quiet sounds')],
    ['desktop', msg('Show notifications while I look elsewhere')],
    ['words', msg('Let them say what customers wrote, for everybody to read')],
  ]
}

/** Of what. */
function happenings(): [Notification, string][] {
  return [
    ['newInLine', msg('A chat comes to me, or waits in a line of mine')],
    ['ownMessages', msg('A customer writes in a chat of mine')],
    ['mentions', msg('A colleague names me in a comment')],
    ['limits', msg('My time to answer is nearly over')],
  ]
}

export type ProfileRest = Pick<
  Rest,
  | 'preferences'
  | 'savePreferences'
  | 'bringPicture'
  | 'changePassword'
  | 'signIns'
  | 'signOutOf'
  | 'signOutElsewhere'
>

/**
 * Oneself: who one is in this account; what one prefers, the password and the sign-ins, in all.
 *
 * @fires parley-command - `saveProfile`
 */
@customElement('parley-profile-dialog')
export class ProfileDialog extends LitElement {
  @property({ attribute: false }) me: AgentView | null = null

  /** What this account is called. */
  @property() account = ''

  @property({ attribute: false }) rest: ProfileRest | null = null

  /** Whether notifications are shown, and how to allow them; null where that is not known. */
  @property({ attribute: false }) notifications: Pick<AttentionPorts, 'permit' | 'ask'> | null =
    null

  /** Gives the time now, in milliseconds since the epoch. */
  @property({ attribute: false }) now: () => number = Date.now

  @state() protected section: Section = 'profile'
  @state() protected picture: string | null = null
  @state() protected preferences: Preferences | null = null
  @state() protected signIns: SignIns['signIns'] | null = null
  @state() protected says: { words: string; isError: boolean } | null = null
  @state() protected isBusy = false

  @query('dialog') protected dialog!: HTMLDialogElement
  @query('#name') protected name!: HTMLInputElement
  @query('#public-name') protected publicName!: HTMLInputElement
  @query('#file') protected file!: HTMLInputElement
  @query('#current') protected current!: HTMLInputElement
  @query('#next') protected next!: HTMLInputElement
  @query('#language') protected language!: HTMLSelectElement
  @query('#speaks') protected speaks!: HTMLInputElement
  protected readonly focusStays = new FocusStays(this)

  async show(): Promise<void> {
    this.#go('profile')
    this.picture = this.me?.picture ?? null
    await this.updateComplete
    this.dialog.showModal()
  }

  #go(section: Section): void {
    this.section = section
    this.says = null
    if (section === 'preferences') void this.#loadPreferences()
    if (section === 'signIns') void this.#loadSignIns()
  }

  async #loadPreferences(): Promise<void> {
    const answer = await this.rest?.preferences()
    if (answer?.ok === true) this.preferences = answer.value
    else if (answer !== undefined) this.#fail(answer.refusal.says)
  }

  async #loadSignIns(): Promise<void> {
    const answer = await this.rest?.signIns()
    if (answer?.ok === true) this.signIns = answer.value.signIns
    else if (answer !== undefined) this.#fail(answer.refusal.says)
  }

  #fail(words: string): void {
    this.says = { words, isError: true }
  }

  #done(words: string): void {
    this.says = { words, isError: false }
  }

  /** Asks once at a time; says what went wrong, or `words`. */
  async #ask(
    ask: (rest: ProfileRest) => Promise<{ ok: true } | { ok: false; refusal: { says: string } }>,
    words: string,
  ): Promise<boolean> {
    if (this.isBusy || this.rest === null) return false
    this.isBusy = true
    const answer = await ask(this.rest)
    this.isBusy = false
    if (answer.ok) this.#done(words)
    else this.#fail(answer.refusal.says)
    return answer.ok
  }

  readonly #onFile = async (): Promise<void> => {
    const file = this.file.files?.[0]
    this.file.value = ''
    if (file === undefined || this.rest === null) return
    const image = await smallPicture(file)
    if (image === null) {
      this.#fail(msg('This file cannot be read as an image.'))
      return
    }
    const answer = await this.rest.bringPicture(image)
    if (answer.ok) this.picture = answer.value.picture
    else this.#fail(answer.refusal.says)
  }

  readonly #onProfile = (): void => {
    const name = this.name.value.trim()
    const publicName = this.publicName.value.trim()
    if (name === '' || publicName === '') {
      this.#fail(msg('Both names are needed.'))
      return
    }
    const { picture } = this
    this.dispatchEvent(
      deskEvent('parley-command', { type: 'saveProfile', name, publicName, picture }),
    )
    this.dialog.close()
  }

  readonly #onPreferences = async (): Promise<void> => {
    if (this.preferences === null) return
    const language = this.language.value
    const speaks = this.speaks.value.split(/[\s,;]+/).filter((one) => one !== '')
    const preferences = { ...this.preferences, language: language === '' ? null : language, speaks }
    const isSaved = await this.#ask((rest) => rest.savePreferences(preferences), msg('Saved.'))
    if (isSaved) this.preferences = preferences
  }

  readonly #onPassword = async (): Promise<void> => {
    const next = this.next.value
    if (next.length < MIN_PASSWORD_LENGTH) {
      this.#fail(msg(str`A new password has ${MIN_PASSWORD_LENGTH} characters or more.`))
      return
    }
    const isChanged = await this.#ask(
      (rest) => rest.changePassword(this.current.value, next),
      msg('Changed. You are signed out everywhere else.'),
    )
    if (!isChanged) return
    this.current.value = ''
    this.next.value = ''
  }

  async #signOut(sessionId: string | null): Promise<void> {
    const isDone = await this.#ask(
      (rest) => (sessionId === null ? rest.signOutElsewhere() : rest.signOutOf(sessionId)),
      sessionId === null ? msg('Signed out everywhere else.') : msg('Signed out there.'),
    )
    if (isDone) await this.#loadSignIns()
  }

  readonly #onSubmit = (event: SubmitEvent): void => {
    event.preventDefault()
    if (this.section === 'profile') this.#onProfile()
    else if (this.section === 'preferences') void this.#onPreferences()
    else if (this.section === 'password') void this.#onPassword()
  }

  override render() {
    const { me, section } = this
    if (me === null) return nothing
    return html`
      <dialog aria-labelledby="title">
        <form @submit=${this.#onSubmit} novalidate>
          <div class="dialog-head">
            <h2 id="title">${msg('You', { id: 'oneself' })}</h2>
            <nav aria-label=${msg('About you')}>
              ${sections().map(
                ([one, words]) => html`
                  <button
                    type="button"
                    aria-current=${one === section ? 'page' : nothing}
                    @click=${() => this.#go(one)}
                  >
                    ${words}
                  </button>
                `,
              )}
            </nav>
          </div>
          <div class="dialog-body">${this.#body(me)}</div>
          <div class="dialog-foot">
            <p class="says" role="status" data-is=${this.says?.isError === true ? 'error' : 'done'}>
              ${this.says?.words}
            </p>
            <button type="button" class="button" @click=${() => this.dialog.close()}>
              ${msg('Close')}
            </button>
            ${
              section === 'signIns'
                ? nothing
                : html`<button class="button primary" aria-disabled=${this.isBusy}>
                    ${section === 'password' ? msg('Change password') : msg('Save')}
                  </button>`
            }
          </div>
        </form>
      </dialog>
    `
  }

  #body(me: AgentView): TemplateResult | typeof nothing {
    switch (this.section) {
      case 'profile':
        return this.#profile(me)
      case 'preferences':
        return this.#preferences()
      case 'password':
        return this.#password()
      case 'signIns':
        return this.#signIns()
    }
  }

  #profile(me: AgentView): TemplateResult {
    return html`
      <div class="picture">
        <parley-avatar
          .key=${me.agentId}
          .name=${me.name}
          .src=${pictureUrl(this.picture)}
        ></parley-avatar>
        <input id="file" type="file" accept="image/*" hidden @change=${this.#onFile} />
        <button type="button" class="button" @click=${() => this.file.click()}>
          ${msg('Choose a picture')}
        </button>
        ${
          this.picture === null
            ? nothing
            : html`<button
                type="button"
                class="button"
                @click=${() => {
                  this.picture = null
                }}
              >
                ${msg('Remove')}
              </button>`
        }
      </div>
      <div class="field">
        <label for="name">${msg('Name')}</label>
        <input dir="auto" id="name" maxlength="100" autocomplete="off" .value=${me.name} />
        <span class="hint">${msg(str`For colleagues in ${this.account}.`)}</span>
      </div>
      <div class="field">
        <label for="public-name">${msg('Public name')}</label>
        <input
          dir="auto"
          id="public-name"
          maxlength="100"
          autocomplete="off"
          .value=${me.publicName}
        />
        <span class="hint">${msg(str`For customers of ${this.account}, with the picture.`)}</span>
      </div>
    `
  }

  #preferences(): TemplateResult {
    const { preferences } = this
    if (preferences === null) return html`<p class="hint">${msg('Loading …')}</p>`
    return html`
      <div class="field">
        <label for="language">${msg('Language of the pages')}</label>
        <select id="language">
          <option value="">${msg('As the browser prefers')}</option>
          ${Object.entries(LANGUAGES).map(
            ([language, name]) => html`
              <option
                value=${language}
                lang=${language}
                ?selected=${language === preferences.language}
              >
                ${name}
              </option>
            `,
          )}
        </select>
      </div>
      <div class="field">
        <label for="speaks">${msg('Languages you can answer in')}</label>
        <input
          dir="auto"
          id="speaks"
          placeholder=${msg('en, de')}
          autocomplete="off"
          .value=${preferences.speaks.join(', ')}
        />
      </div>
      <fieldset class="checks">
        <legend class="label">${msg('Keys')}</legend>
        <label>
          <input
            type="checkbox"
            name="single-keys"
            .checked=${preferences.singleKeys}
            @change=${({ target }: Event) => {
              if (!(target instanceof HTMLInputElement)) return
              this.preferences = { ...preferences, singleKeys: target.checked }
            }}
          />
          ${msg('Single letters do something while I do not type')}
        </label>
      </fieldset>
      <fieldset class="checks">
        <legend class="label">${msg('How I am told')}</legend>
        ${ways().map((way) => this.#check(preferences, way))}
        ${this.#whyNoNotifications(preferences)}
      </fieldset>
      <fieldset class="checks">
        <legend class="label">${msg('What I am told of')}</legend>
        ${happenings().map((happening) => this.#check(preferences, happening))}
      </fieldset>
    `
  }

  #check(preferences: Preferences, [key, words]: [Notification, string]): TemplateResult {
    const permit = this.notifications?.permit() ?? 'granted'
    const isOut = key === 'desktop' && permit === 'unsupported'
    return html`
      <label>
        <input
          type="checkbox"
          name=${key}
          ?disabled=${isOut}
          .checked=${preferences.notifications[key] && !isOut}
          @change=${({ target }: Event) => {
            if (!(target instanceof HTMLInputElement)) return
            const chosen = this.preferences ?? preferences
            const notifications = { ...chosen.notifications, [key]: target.checked }
            this.preferences = { ...chosen, notifications }
            if (key === 'desktop' && target.checked) void this.#allow()
          }}
        />
        ${words}
      </label>
    `
  }

  /** A browser asks its person only after a click. */
  async #allow(): Promise<void> {
    await this.notifications?.ask()
    this.requestUpdate()
  }

  #whyNoNotifications({ notifications }: Preferences): TemplateResult | typeof nothing {
    const permit = this.notifications?.permit() ?? 'granted'
    if (permit === 'unsupported') {
      return html`<p class="hint">${msg('This browser shows no notifications.')}</p>`
    }
    if (!notifications.desktop || permit === 'granted') return nothing
    return html`<p class="hint blocked" role="status">
      ${icon('alert')}
      ${
        permit === 'denied'
          ? msg('This browser blocks notifications of this page; allow them in its settings.')
          : msg('This browser has not been allowed to show them yet.')
      }
      ${
        permit === 'default'
          ? html`<button type="button" class="button" @click=${() => void this.#allow()}>
              ${msg('Allow')}
            </button>`
          : nothing
      }
    </p>`
  }

  #password(): TemplateResult {
    return html`
      <div class="field">
        <label for="current">${msg('Current password')}</label>
        <input id="current" type="password" autocomplete="current-password" />
      </div>
      <div class="field">
        <label for="next">${msg('New password')}</label>
        <input id="next" type="password" autocomplete="new-password" />
        <span class="hint">
          ${msg(str`${MIN_PASSWORD_LENGTH} characters or more. You are signed out everywhere else.`)}
        </span>
      </div>
    `
  }

  #signIns(): TemplateResult {
    const { signIns } = this
    if (signIns === null) return html`<p class="hint">${msg('Loading …')}</p>`
    const now = this.now()
    return html`
      <ul class="sign-ins">
        ${signIns.map(
          ({ sessionId, device, address, lastSeenAt, current }) => html`
            <li>
              <span class="what">
                <b title=${device}>${deviceWords(device)}</b>
                <small>
                  ${
                    current
                      ? html`${icon('check')} ${msg('This one')}`
                      : html`${msg('Last seen')}
                          <time title=${exactTime(lastSeenAt)}>${agoTime(lastSeenAt, now)}</time>`
                  }${address === '' ? nothing : ` · ${address}`}
                </small>
              </span>
              ${
                current
                  ? nothing
                  : html`<button
                      type="button"
                      class="button"
                      aria-label=${msg(str`Sign out ${deviceWords(device)}`)}
                      @click=${() => void this.#signOut(sessionId)}
                    >
                      ${msg('Sign out')}
                    </button>`
              }
            </li>
          `,
        )}
      </ul>
      ${
        signIns.length < 2
          ? html`<p class="hint">${msg('You are signed in here only.')}</p>`
          : html`<button
              type="button"
              class="button elsewhere"
              @click=${() => void this.#signOut(null)}
            >
              ${msg('Sign out everywhere else')}
            </button>`
      }
    `
  }

  static override styles = [
    base,
    buttons,
    fields,
    dialogStyles,
    css`
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: 4px;
        margin-block-start: 8px;
      }
      nav button {
        min-block-size: 30px;
        padding-inline: 10px;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      nav button:hover {
        background: var(--fill);
      }
      nav [aria-current] {
        color: var(--accent-text);
        background: var(--accent-soft);
        font-weight: 600;
      }
      .dialog-body {
        min-block-size: 244px;
        align-content: start;
      }
      .picture {
        display: flex;
        align-items: center;
        flex-wrap: wrap;
        gap: 8px;
        --avatar-size: 64px;
      }
      .picture parley-avatar {
        margin-inline-end: 8px;
      }
      .checks {
        display: grid;
        gap: 8px;
        margin: 0;
        padding: 0;
        border: 0;
        font-size: var(--size-13);
      }
      .checks .blocked {
        display: flex;
        align-items: center;
        gap: 8px;
        color: var(--warn);
      }
      .checks .blocked .icon {
        flex: none;
        inline-size: 16px;
        block-size: 16px;
      }
      .checks legend {
        padding: 0;
        margin-block-end: 8px;
      }
      .checks label {
        display: flex;
        align-items: center;
        gap: 8px;
        min-block-size: 24px;
      }
      .sign-ins {
        display: grid;
      }
      .sign-ins li {
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        padding-block: 8px;
        border-block-end: 1px solid var(--line);
      }
      .what {
        display: grid;
        min-inline-size: 0;
        font-size: var(--size-13);
      }
      .what b {
        font-weight: 600;
      }
      .what small {
        font-size: var(--size-12);
        color: var(--text-3);
        overflow-wrap: anywhere;
      }
      .what .icon {
        inline-size: 12px;
        block-size: 12px;
        vertical-align: -1px;
      }
      .elsewhere {
        justify-self: start;
      }
      .dialog-foot {
        align-items: center;
      }
      .says {
        flex: 1;
        margin: 0;
        font-size: var(--size-13);
        color: var(--text-2);
      }
      .says[data-is='error'] {
        color: var(--bad);
      }
      @media (max-width: 479px) {
        nav {
          gap: 0;
          margin-inline: -8px;
        }
        nav button {
          padding-inline: 8px;
        }
      }
      @media (pointer: coarse) {
        nav button,
        .checks label {
          min-block-size: 44px;
        }
      }
    `,
  ]
}

declare global {
  interface HTMLElementTagNameMap {
    'parley-profile-dialog': ProfileDialog
  }
}
