import { sql } from 'kysely'
import type { Db } from './database.ts'
import { reading, writing } from './outcome.ts'
import type { MemberRow } from './rows.ts'

/** Who signs in; stands above accounts. */
export interface PersonRow {
  personId: string
  email: string
  name: string
  /** Null for somebody who never had a password. */
  passwordHash: string | null
  createdAt: number
}

export interface SessionRow {
  /** Only the hash of a token is ever stored. */
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

export interface AccountOfPerson {
  accountId: string
  name: string
  role: MemberRow['role']
}

/** People, their sign-ins and the server's secrets. It throws as the store does. */
export class People {
  constructor(private readonly db: Db) {}

  /** Throws `Rejected` where the e-mail address, in upper or lower case, is taken. */
  addPerson(person: PersonRow): Promise<void> {
    return done(this.db.insertInto('people').values(person))
  }

  person(personId: string): Promise<PersonRow | null> {
    return first(this.#people().where('personId', '=', personId))
  }

  /** Upper and lower case are one. */
  personByEmail(email: string): Promise<PersonRow | null> {
    return first(this.#people().where(sql`lower(email)`, '=', sql`lower(${email})`))
  }

  setPassword(personId: string, passwordHash: string): Promise<void> {
    return done(
      this.db.updateTable('people').set({ passwordHash }).where('personId', '=', personId),
    )
  }

  /** Where the person is an active member, by name. */
  accountsOfPerson(personId: string): Promise<AccountOfPerson[]> {
    return reading(() =>
      this.db
        .selectFrom('members')
        .innerJoin('accounts', 'accounts.accountId', 'members.accountId')
        .select(['accounts.accountId', 'accounts.name', 'members.role'])
        .where('members.personId', '=', personId)
        .where('members.active', '=', true)
        .orderBy('accounts.name')
        .orderBy('accounts.accountId')
        .execute(),
    )
  }

  addSession(session: SessionRow): Promise<void> {
    return done(this.db.insertInto('sessions').values(session))
  }

  session(tokenHash: string): Promise<SessionRow | null> {
    return first(this.db.selectFrom('sessions').selectAll().where('tokenHash', '=', tokenHash))
  }

  sessionSeen(tokenHash: string, at: number): Promise<void> {
    return done(
      this.db.updateTable('sessions').set({ lastSeenAt: at }).where('tokenHash', '=', tokenHash),
    )
  }

  revokeSession(tokenHash: string, at: number): Promise<void> {
    return done(
      this.db
        .updateTable('sessions')
        .set({ revokedAt: at })
        .where('tokenHash', '=', tokenHash)
        .where('revokedAt', 'is', null),
    )
  }

  /** Gives the hashes of the sessions that it ended. */
  revokeSessionsOf(personId: string, at: number): Promise<string[]> {
    return writing(async () => {
      const revoked = await this.db
        .updateTable('sessions')
        .set({ revokedAt: at })
        .where('personId', '=', personId)
        .where('revokedAt', 'is', null)
        .returning('tokenHash')
        .execute()
      return revoked.map((row) => row.tokenHash)
    })
  }

  addApiToken(token: ApiTokenRow): Promise<void> {
    return done(this.db.insertInto('apiTokens').values(token))
  }

  /** Revoked ones too. */
  apiToken(tokenHash: string): Promise<ApiTokenRow | null> {
    return first(this.db.selectFrom('apiTokens').selectAll().where('tokenHash', '=', tokenHash))
  }

  revokeApiToken(accountId: string, tokenId: string, at: number): Promise<void> {
    return done(
      this.db
        .updateTable('apiTokens')
        .set({ revokedAt: at })
        .where('accountId', '=', accountId)
        .where('tokenId', '=', tokenId)
        .where('revokedAt', 'is', null),
    )
  }

  /** A secret of this database, made by whoever asks first; all processes get the same. */
  secret(name: string, make: () => Uint8Array, at: number): Promise<Uint8Array> {
    return writing(async () => {
      await this.db
        .insertInto('secrets')
        .values({ name, value: make(), createdAt: at })
        .onConflict((conflict) => conflict.column('name').doNothing())
        .execute()
      const { value } = await this.db
        .selectFrom('secrets')
        .select('value')
        .where('name', '=', name)
        .executeTakeFirstOrThrow()
      return value
    })
  }

  #people() {
    return this.db.selectFrom('people').selectAll()
  }
}

function done(query: { execute(): Promise<unknown> }): Promise<void> {
  return writing(async () => {
    await query.execute()
  })
}

function first<Row>(query: { executeTakeFirst(): Promise<Row | undefined> }): Promise<Row | null> {
  return reading(async () => (await query.executeTakeFirst()) ?? null)
}
