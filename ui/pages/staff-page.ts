import { msg, str } from '@lit/localize'
import type { Preferences, Session } from '#protocol/rest'
import type { Ports } from '../client/connection.ts'
import type { KeptFiles } from '../client/kept-files.ts'
import type { Rest } from '../client/rest.ts'
import { StaffClient } from '../client/staff-client.ts'
import type { KnownAccount } from '../desk/account-switch.ts'
import { accountIn, pathOf, type StaffPlace } from '../desk/address.ts'
import type { ProfileRest } from '../desk/profile-dialog.ts'

/** Which account one looked at last. */
const ACCOUNT_KEY = 'parley:account'

/** The session is asked for again this long after the server could not be reached. */
const RETRY_MS = 3_000

export interface StaffPageParts {
  rest: Rest
  ports: Ports
  keptFiles: KeptFiles
  /** Address of the server. */
  base: string
  /** Speaks what a person chose; null for the browser's language. */
  speak: (chosen: string | null) => Promise<void>
  /** Leaves this page for another one. */
  leave: (address: string) => void
}

/** What shows one account to somebody of its staff. */
export interface AccountElement extends HTMLElement {
  client: StaffClient | null
  rest: ProfileRest | null
  accounts: readonly KnownAccount[]
  /** Since when the server could not be asked who one is. */
  unreachableSince: number | null
  /** True where the session belongs to no account. */
  homeless: boolean
  readonly updateComplete: Promise<boolean>
  say(words: string): void
}

/**
 * A page of staff: finds the session, connects one account, shows it in an element.
 *
 * G1 the address says the account, and the page shows the one that it says. G2 one account at a
 * time is connected; of the one before nothing stays. G3 whoever may not see an account any more is
 * told and led to another one; without a session one signs in. G4 by signing out nothing stays of
 * what was begun, in no tab of this browser; a session that ended by itself leaves it to its person.
 */
export abstract class StaffPage<Parts extends StaffPageParts, Shown extends AccountElement> {
  protected readonly parts: Parts
  protected readonly shown: Shown
  readonly #place: StaffPlace
  /** Tells the other tabs of this browser. */
  readonly #signedOut = new BroadcastChannel('parley:signed-out')
  #cancelRetry: () => void = () => {}
  /** A new password ends this session before the answer brings another one. */
  #renewing: Promise<unknown> = Promise.resolve()

  constructor(parts: Parts, shown: Shown, place: StaffPlace) {
    this.parts = parts
    this.shown = shown
    this.#place = place
    shown.rest = {
      ...parts.rest,
      changePassword: (current, next) => {
        const change = parts.rest.changePassword(current, next)
        this.#renewing = change
        return change
      },
      savePreferences: async (chosen) => {
        const answer = await parts.rest.savePreferences(chosen)
        if (answer.ok) void this.prefer(chosen)
        return answer
      },
    }
    shown.addEventListener('parley-signed-out', () => void this.#signOut())
    shown.addEventListener('parley-shut-out', () => void this.#ask())
    shown.addEventListener('parley-account', (event) => {
      if (event instanceof CustomEvent) this.#go(event.detail.accountId)
    })
  }

  /** Another account is shown from now on. */
  protected abstract attend(accountId: string, client: StaffClient): void

  /** Says what the page is called, in the language that is spoken. */
  protected abstract sayTitle(): void

  /** Begins; the element is shown at the end of `parent`. */
  begin(parent: Element): void {
    parent.append(this.shown)
    addEventListener('popstate', this.#onBack)
    this.#signedOut.addEventListener('message', this.#onSignedOut)
    void this.#ask()
  }

  /** Ends it as leaving the page does. */
  end(): void {
    removeEventListener('popstate', this.#onBack)
    this.#signedOut.close()
    this.#cancelRetry()
    this.shown.client?.stop()
    this.shown.remove()
  }

  protected async prefer(preferences: Preferences): Promise<void> {
    await this.parts.speak(preferences.language)
    this.sayTitle()
  }

  async #asPreferred(): Promise<void> {
    const answer = await this.parts.rest.preferences()
    if (answer.ok) await this.prefer(answer.value)
  }

  get #accountId(): string | null {
    return this.shown.client?.accountId ?? null
  }

  async #ask(): Promise<void> {
    await this.#renewing
    const answer = await this.parts.rest.session()
    if (answer.ok) {
      if (this.#accountId === null) void this.#asPreferred()
      this.#arrive(answer.value)
    } else if (answer.refusal.code === 'unauthorized') {
      this.#toSignIn()
    } else {
      this.shown.unreachableSince ??= this.parts.ports.clock.now()
      this.#cancelRetry = this.parts.ports.clock.after(RETRY_MS, () => void this.#ask())
    }
  }

  /** G1, G3 */
  #arrive({ accounts }: Session): void {
    const { shown } = this
    const before = shown.accounts
    shown.unreachableSince = null
    shown.accounts = accounts
    shown.homeless = accounts.length === 0
    const asked = accountIn(location.pathname, this.#place)
    const last = localStorage.getItem(ACCOUNT_KEY)
    const named = (wanted: string | null) => accounts.find((one) => one.accountId === wanted)
    const account = named(asked) ?? named(last) ?? accounts[0]
    const lost = before.find(({ accountId }) => accountId === this.#accountId)
    if (account === undefined) {
      shown.client?.stop()
      shown.client = null
      return
    }
    const isElsewhere = asked !== null && asked !== account.accountId
    if (isElsewhere || asked === null) {
      const hash = isElsewhere ? '' : location.hash
      history.replaceState(null, '', pathOf(account.accountId, this.#place) + hash)
    }
    this.#show(account.accountId)
    if (!isElsewhere) return
    // What was said before another account shows goes with the one before.
    const words =
      lost === undefined
        ? msg(str`You are not in that account. This is ${account.name}.`)
        : msg(str`You left ${lost.name}. This is ${account.name}.`)
    void shown.updateComplete.then(() => shown.say(words))
  }

  #go(accountId: string): void {
    const start = this.#place === 'desk' ? '#/mine' : ''
    history.pushState(null, '', `${pathOf(accountId, this.#place)}${start}`)
    this.#show(accountId)
  }

  readonly #onBack = (): void => {
    const accountId = accountIn(location.pathname, this.#place)
    if (accountId === null || accountId === this.#accountId) return
    if (this.shown.accounts.some((one) => one.accountId === accountId)) this.#show(accountId)
    else void this.#ask()
  }

  /** G2 */
  #show(accountId: string): void {
    const { rest, ports, keptFiles, base } = this.parts
    localStorage.setItem(ACCOUNT_KEY, accountId)
    const before = this.shown.client
    before?.stop()
    const client = new StaffClient(ports, { base, accountId, rest, keptFiles, watchAccounts: true })
    client.accounts = before?.accounts ?? null
    this.shown.client = client
    this.attend(accountId, client)
    client.start()
  }

  readonly #onSignedOut = (): void => {
    this.shown.client?.stop()
    void this.#forgetBegun().then(() => this.#toSignIn())
  }

  async #signOut(): Promise<void> {
    this.shown.client?.stop()
    await this.parts.rest.signOut()
    this.#signedOut.postMessage(null)
    await this.#forgetBegun()
    this.#toSignIn()
  }

  /** G4 */
  async #forgetBegun(): Promise<void> {
    sessionStorage.clear()
    await this.parts.keptFiles.forget()
  }

  #toSignIn(): void {
    const here = location.pathname + location.hash
    this.parts.leave(`/sign-in?next=${encodeURIComponent(here)}`)
  }
}
