import { msg, str } from '@lit/localize'
import type { Preferences, Session } from '#protocol/rest'
import type { AttentionPorts } from '../client/attention-ports.ts'
import type { Ports } from '../client/connection.ts'
import type { KeptFiles } from '../client/kept-files.ts'
import type { Rest } from '../client/rest.ts'
import { StaffClient } from '../client/staff-client.ts'
import '../desk/parley-desk.ts'
import { accountIn, pathOf } from '../desk/address.ts'
import { Attention } from '../desk/attention.ts'
import { number } from '../locales/formats.ts'

/** Which account one looked at last. */
const ACCOUNT_KEY = 'parley:account'

/** The session is asked for again this long after the server could not be reached. */
const RETRY_MS = 3_000

export interface DeskPageParts {
  rest: Rest
  ports: Ports
  attention: AttentionPorts
  keptFiles: KeptFiles
  /** Address of the server. */
  base: string
  /** Speaks what a person chose; null for the browser's language. */
  speak: (chosen: string | null) => Promise<void>
  /** Leaves this page for another one. */
  leave: (address: string) => void
}

/**
 * The desk's page: finds the session, connects one account, shows its desk.
 *
 * G1 the address says the account, and the page shows the one that it says. G2 one account at a
 * time is connected; of the one before nothing stays. G3 whoever may not see an account any more is
 * told and led to another one; without a session one signs in. G4 by signing out nothing stays of
 * what was begun, in no tab of this browser; a session that ended by itself leaves it to its person.
 */
export class DeskPage {
  readonly desk = document.createElement('parley-desk')
  readonly #parts: DeskPageParts
  /** Tells the other tabs of this browser. */
  readonly #signedOut = new BroadcastChannel('parley:signed-out')
  #cancelRetry: () => void = () => {}
  #unread = 0
  #attention: Attention | null = null
  /** As they were heard last; null before. */
  #preferences: Preferences | null = null
  /** A new password ends this session before the answer brings another one. */
  #renewing: Promise<unknown> = Promise.resolve()

  constructor(parts: DeskPageParts) {
    this.#parts = parts
    const { desk } = this
    desk.routes = true
    desk.finder = parts.rest
    desk.charts = parts.rest
    desk.rest = {
      ...parts.rest,
      changePassword: (current, next) => {
        const change = parts.rest.changePassword(current, next)
        this.#renewing = change
        return change
      },
      savePreferences: async (chosen) => {
        const answer = await parts.rest.savePreferences(chosen)
        if (answer.ok) void this.#prefer(chosen)
        return answer
      },
    }
    desk.addEventListener('parley-signed-out', () => void this.#signOut())
    desk.addEventListener('parley-shut-out', () => void this.#ask())
    desk.addEventListener('parley-account', (event) => {
      if (event instanceof CustomEvent) this.#go(event.detail.accountId)
    })
    desk.notifications = parts.attention
    desk.addEventListener('parley-place', () => this.#attention?.changed())
  }

  /** Begins; the desk is shown at the end of `parent`. */
  begin(parent: Element): void {
    parent.append(this.desk)
    addEventListener('popstate', this.#onBack)
    this.#signedOut.addEventListener('message', this.#onSignedOut)
    void this.#ask()
  }

  /** Ends it as leaving the page does. */
  end(): void {
    removeEventListener('popstate', this.#onBack)
    this.#signedOut.close()
    this.#cancelRetry()
    this.#attention?.end()
    this.desk.client?.stop()
    this.desk.remove()
  }

  async #speak(chosen: string | null): Promise<void> {
    await this.#parts.speak(chosen)
    this.#sayTitle()
  }

  #sayTitle(): void {
    const title = msg('Desk · Parley')
    document.title = this.#unread > 0 ? `(${number(this.#unread)}) ${title}` : title
  }

  async #prefer(preferences: Preferences): Promise<void> {
    this.#preferences = preferences
    this.desk.singleKeys = preferences.singleKeys
    this.#attention?.prefer(preferences)
    await this.#speak(preferences.language)
  }

  /** Of what happens in one account; of the one before nothing is told any more. */
  #attend(accountId: string, client: StaffClient): void {
    const { desk } = this
    this.#attention?.end()
    const attention = new Attention(accountId, {
      ports: this.#parts.attention,
      clock: this.#parts.ports.clock,
      desk: () => client.desk,
      now: () => client.now(),
      shown: () => desk.shownChat,
      open: (chatId, seq) => desk.showChat(chatId, seq),
      count: (unread) => {
        this.#unread = unread
        this.#sayTitle()
      },
      blocked: (isBlocked) => {
        desk.soundBlocked = isBlocked
      },
    })
    this.#attention = attention
    this.#unread = 0
    this.#sayTitle()
    client.subscribe(() => {
      if (this.#attention === attention) attention.changed()
    })
    if (this.#preferences !== null) attention.prefer(this.#preferences)
  }

  async #asPreferred(): Promise<void> {
    const answer = await this.#parts.rest.preferences()
    if (answer.ok) await this.#prefer(answer.value)
  }

  get #shown(): string | null {
    return this.desk.client?.accountId ?? null
  }

  async #ask(): Promise<void> {
    await this.#renewing
    const answer = await this.#parts.rest.session()
    if (answer.ok) {
      if (this.#shown === null) void this.#asPreferred()
      this.#arrive(answer.value)
    } else if (answer.refusal.code === 'unauthorized') {
      this.#toSignIn()
    } else {
      this.desk.unreachableSince ??= this.#parts.ports.clock.now()
      this.#cancelRetry = this.#parts.ports.clock.after(RETRY_MS, () => void this.#ask())
    }
  }

  /** G1, G3 */
  #arrive({ accounts }: Session): void {
    const { desk } = this
    const before = desk.accounts
    desk.unreachableSince = null
    desk.accounts = accounts
    desk.homeless = accounts.length === 0
    const asked = accountIn(location.pathname)
    const last = localStorage.getItem(ACCOUNT_KEY)
    const named = (wanted: string | null) => accounts.find((one) => one.accountId === wanted)
    const account = named(asked) ?? named(last) ?? accounts[0]
    const lost = before.find(({ accountId }) => accountId === this.#shown)
    if (account === undefined) {
      desk.client?.stop()
      desk.client = null
      return
    }
    const isElsewhere = asked !== null && asked !== account.accountId
    if (isElsewhere || asked === null) {
      const hash = isElsewhere ? '' : location.hash
      history.replaceState(null, '', pathOf(account.accountId) + hash)
    }
    this.#show(account.accountId)
    if (!isElsewhere) return
    // What was said before another account shows goes with the one before.
    const words =
      lost === undefined
        ? msg(str`You are not in that account. This is ${account.name}.`)
        : msg(str`You left ${lost.name}. This is ${account.name}.`)
    void desk.updateComplete.then(() => desk.say(words))
  }

  #go(accountId: string): void {
    history.pushState(null, '', `${pathOf(accountId)}#/mine`)
    this.#show(accountId)
  }

  readonly #onBack = (): void => {
    const accountId = accountIn(location.pathname)
    if (accountId === null || accountId === this.#shown) return
    if (this.desk.accounts.some((one) => one.accountId === accountId)) this.#show(accountId)
    else void this.#ask()
  }

  /** G2 */
  #show(accountId: string): void {
    const { rest, ports, keptFiles, base } = this.#parts
    localStorage.setItem(ACCOUNT_KEY, accountId)
    const before = this.desk.client
    before?.stop()
    const client = new StaffClient(ports, { base, accountId, rest, keptFiles, watchAccounts: true })
    client.accounts = before?.accounts ?? null
    this.desk.client = client
    this.#attend(accountId, client)
    client.start()
  }

  readonly #onSignedOut = (): void => {
    this.desk.client?.stop()
    void this.#forgetBegun().then(() => this.#toSignIn())
  }

  async #signOut(): Promise<void> {
    this.desk.client?.stop()
    await this.#parts.rest.signOut()
    this.#signedOut.postMessage(null)
    await this.#forgetBegun()
    this.#toSignIn()
  }

  /** G4 */
  async #forgetBegun(): Promise<void> {
    sessionStorage.clear()
    await this.#parts.keptFiles.forget()
  }

  #toSignIn(): void {
    const here = location.pathname + location.hash
    this.#parts.leave(`/sign-in?next=${encodeURIComponent(here)}`)
  }
}
