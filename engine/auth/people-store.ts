import type { ChannelRow } from '#storage/rows'

/** Who signs in, above accounts. */
export interface Person {
  personId: string
  email: string
  name: string
  /** Null for somebody who never chose one: such a person cannot sign in. */
  passwordHash: string | null
}

export interface SessionRow {
  tokenHash: string
  personId: string
  createdAt: number
  expiresAt: number
  lastSeenAt: number
  revokedAt: number | null
}

export interface ApiTokenRow {
  tokenId: string
  tokenHash: string
  accountId: string
  personId: string
  name: string
  createdAt: number
  lastUsedAt: number | null
  revokedAt: number | null
}

/** A place where a person works. */
export interface AccountOfPerson {
  accountId: string
  name: string
  role: 'agent' | 'supervisor' | 'administrator'
}

/** What signing in needs to have remembered. All of it throws what storage throws. */
export interface PeopleStore {
  person(personId: string): Promise<Person | null>
  /** Upper and lower case are one. */
  personByEmail(email: string): Promise<Person | null>
  setPassword(personId: string, passwordHash: string): Promise<void>
  addSession(session: SessionRow): Promise<void>
  session(tokenHash: string): Promise<SessionRow | null>
  sessionSeen(tokenHash: string, at: number): Promise<void>
  revokeSession(tokenHash: string, at: number): Promise<void>
  /** Gives the hashes of those that it ended. */
  revokeSessionsOf(personId: string, at: number): Promise<string[]>
  apiToken(tokenHash: string): Promise<ApiTokenRow | null>
  /** Where the person is an active member, by name. */
  accountsOfPerson(personId: string): Promise<AccountOfPerson[]>
}

/** What making people known needs. */
export interface Enrolment extends Pick<PeopleStore, 'personByEmail' | 'setPassword'> {
  addPerson(person: Person & { createdAt: number }): Promise<void>
}

/** Which account a channel is of, and its row. */
export interface ChannelStore {
  channel(channelId: string): Promise<{ accountId: string; channel: ChannelRow } | null>
}
