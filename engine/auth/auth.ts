import type { Session } from '#protocol/rest'
import type { ChannelRow } from '#storage/rows'
import { mayBeEmbedded } from '../authorise.ts'
import type { Clock } from '../ports.ts'
import type {
  Authenticator,
  CustomerIdentity,
  DeskElsewhere,
  StaffIdentity,
} from '../realtime/connection.ts'
import type { CustomerTokens } from './customer-tokens.ts'
import type { ChannelStore, PeopleStore } from './people-store.ts'
import { VISIT } from './return-links.ts'
import type { ReturnLinks } from './return-links.ts'
import type { LiveSession, Sessions } from './sessions.ts'

/** Tokens that we gave are shorter; longer text is not looked up. */
const MAX_TOKEN_LENGTH = 200

/** That a token was used is written this often, not with every request. */
const USED_EVERY_MS = 10 * 60_000

/** Who holds a token, before it is known in which account. */
interface Holder extends LiveSession {
  /** Of an API token and of an embedding page's. */
  onlyAccountId: string | null
  /** Of an embedding page's token, when it is over. */
  embeddedUntil?: number
}

/**
 * Finds out who is there, for sockets and REST alike. What they may do is not asked here.
 *
 * N1 a token that was not found, ended or was revoked is nobody. N2 a session reaches the accounts
 * in which its person is an active member at this moment, an API token its one account. N3 a visit
 * by the link of a mail ends when its customer is erased, as the link does. N4 a token of an embedding
 * page is its person only in its one account, and only while they are an agent there.
 */
export class Auth implements Authenticator {
  readonly #people: PeopleStore
  readonly #channels: ChannelStore
  readonly #sessions: Sessions
  readonly #customerTokens: CustomerTokens
  readonly #returnLinks: ReturnLinks
  readonly #erasedAt: (accountId: string, customerId: string) => Promise<number | null>
  readonly #clock: Clock

  constructor(options: {
    people: PeopleStore
    channels: ChannelStore
    sessions: Sessions
    customerTokens: CustomerTokens
    returnLinks: ReturnLinks
    /** When a customer was erased last; null for who never was. */
    erasedAt: (accountId: string, customerId: string) => Promise<number | null>
    clock: Clock
  }) {
    this.#clock = options.clock
    this.#people = options.people
    this.#channels = options.channels
    this.#sessions = options.sessions
    this.#customerTokens = options.customerTokens
    this.#returnLinks = options.returnLinks
    this.#erasedAt = options.erasedAt
  }

  /** Without an account: the first of the person's by name. */
  async staff(token: string, accountId: string | null): Promise<StaffIdentity | null> {
    const found = await this.staffOrStranger(token, accountId)
    return found === 'stranger' ? null : found
  }

  /** As `staff`, but tells a person of another account, who is a stranger here, from nobody. */
  async staffOrStranger(
    token: string,
    accountId: string | null,
  ): Promise<StaffIdentity | 'stranger' | null> {
    const holder = await this.#holder(token)
    if (holder === null) return null
    const { sessionId, personId, onlyAccountId, embeddedUntil } = holder
    if (onlyAccountId !== null && accountId !== null && onlyAccountId !== accountId)
      return 'stranger'
    const wanted = accountId ?? onlyAccountId
    const accounts = await this.#people.accountsOfPerson(personId)
    const account = accounts.find((one) => wanted === null || one.accountId === wanted)
    if (embeddedUntil !== undefined) {
      if (account === undefined || !mayBeEmbedded(account)) return null // N4
      return { accountId: account.accountId, personId, sessionId, embeddedUntil }
    }
    return account === undefined
      ? 'stranger'
      : { accountId: account.accountId, personId, sessionId }
  }

  /** Who signed in with this session; null where it is none, and for API tokens. */
  async session(token: string): Promise<Session | null> {
    const isSession = token.startsWith('ps_') && token.length <= MAX_TOKEN_LENGTH
    const live = isSession ? await this.#sessions.find(token) : null
    return live === null ? null : this.describe(live.personId)
  }

  /** Who a person is and where they work. */
  async describe(personId: string): Promise<Session | null> {
    const person = await this.#people.person(personId)
    if (person === null) return null
    return {
      personId,
      name: person.name,
      accounts: await this.#people.accountsOfPerson(personId),
    }
  }

  async customer(channelId: string, token: string): Promise<CustomerIdentity | null> {
    const found = await this.#channels.channel(channelId)
    if (found === null) return null
    const place = { accountId: found.accountId, channelId }
    if (!token.startsWith(VISIT)) return this.#customerTokens.read(place, token)
    const visit = this.#returnLinks.readVisit(place, token)
    if (visit === null) return null
    const { customerId, madeAt, until } = visit
    const erasedAt = await this.#erasedAt(place.accountId, customerId)
    return (erasedAt ?? -1) >= madeAt ? null : { ...place, customerId, until } // N3
  }

  desksOf(personId: string): Promise<DeskElsewhere[]> {
    return this.#people.desksOfPerson(personId)
  }

  channel(channelId: string): Promise<{ accountId: string; channel: ChannelRow } | null> {
    return this.#channels.channel(channelId)
  }

  /** A token for a new customer of a channel; nothing is stored. */
  newCustomer(accountId: string, channelId: string): string {
    return this.#customerTokens.issue({ accountId, channelId })
  }

  async #holder(token: string): Promise<Holder | null> {
    if (token.length > MAX_TOKEN_LENGTH) return null
    if (token.startsWith('ps_')) {
      const session = await this.#sessions.find(token)
      return session === null ? null : { ...session, onlyAccountId: null }
    }
    if (token.startsWith('pe_')) {
      const embedded = await this.#sessions.findEmbedded(token)
      if (embedded === null) return null
      const { sessionId, personId, accountId, expiresAt } = embedded
      return { sessionId, personId, onlyAccountId: accountId, embeddedUntil: expiresAt }
    }
    if (!token.startsWith('pt_')) return null
    const found = await this.#people.apiToken(token)
    if (found === null) return null
    const now = this.#clock.now()
    if ((found.lastUsedAt ?? 0) < now - USED_EVERY_MS) {
      await this.#people.apiTokenUsed(found.tokenId, now)
    }
    return {
      sessionId: `api:${found.tokenId}`,
      personId: found.personId,
      onlyAccountId: found.accountId,
    }
  }
}
