import type { ApiToken } from '#storage/api-tokens'
import type { AccountOfPerson, DeskOfPerson, Person } from '#storage/people'
import type { Json } from '#storage/json'
import type { ChannelRow } from '#storage/rows'
import type { Session, SignInOf, Where } from '#storage/sessions'

export type { AccountOfPerson, DeskOfPerson, Person }

/**
 * What signing in needs to have remembered. Tokens are given whole; only their hashes are kept. All
 * of it throws what a store throws.
 */
export interface PeopleStore {
  person(personId: string): Promise<Person | null>
  /** Upper and lower case are one. */
  personByEmail(email: string): Promise<Person | null>
  /** The addresses of people, by their ids. */
  emailsOf(personIds: readonly string[]): Promise<ReadonlyMap<string, string>>
  setPassword(personId: string, passwordHash: string): Promise<void>
  addSession(token: string, session: Omit<Session, 'lastSeenAt'>, where: Where): Promise<void>
  /** Null for one that is unknown, over or revoked. */
  session(token: string, now: number): Promise<Session | null>
  sessionSeen(token: string, now: number): Promise<void>
  revokeSession(token: string, now: number): Promise<void>
  /** Gives the hashes of the tokens that are worth nothing any more. */
  revokeSessionsOf(personId: string, now: number): Promise<string[]>
  /** Those of a person that are neither over nor revoked, by the hashes of their tokens. */
  sessionsOf(personId: string, now: number): Promise<SignInOf[]>
  /** Of a person's sessions; gives those that were revoked. */
  revokeSessionsById(personId: string, ids: readonly string[], now: number): Promise<string[]>
  /** Null for one that is unknown or revoked. */
  apiToken(token: string): Promise<ApiToken | null>
  apiTokenUsed(tokenId: string, now: number): Promise<void>
  /** Where the person is an active member, by name. */
  accountsOfPerson(personId: string): Promise<AccountOfPerson[]>
  /** The same, with what waits for the person in each. */
  desksOfPerson(personId: string): Promise<DeskOfPerson[]>
}

/** What making people known needs. */
export interface Enrolment extends Pick<PeopleStore, 'personByEmail' | 'setPassword'> {
  /** False where the e-mail address is taken. */
  addPerson(person: Person): Promise<boolean>
}

/** Which account a channel is of, and its row. */
export interface ChannelStore {
  channel(channelId: string): Promise<{ accountId: string; channel: ChannelRow } | null>
}

/** What an account has set; null where it set nothing, or there is none. */
export interface SettingsStore {
  settings(accountId: string): Promise<Json>
}
