import { sql } from 'kysely'
import type { Db } from './database.ts'
import { tokenHash } from './token-hash.ts'

/** A sign-in of a person; only the hash of its token is stored. */
export interface Session {
  personId: string
  /** The one account that it reaches, of a page that embeds the desk; null for all of the person's. */
  accountId: string | null
  createdAt: number
  expiresAt: number
  lastSeenAt: number
}

/** A sign-in with where it was made, as its person is shown it; known by the hash of its token. */
export interface SignInOf extends Omit<Session, 'personId'>, Where {
  sessionId: string
}

/** What a browser said of itself, and the network address it came from. */
export interface Where {
  device: string
  address: string
}

export async function createSession(
  db: Db,
  token: string,
  { personId, accountId, createdAt, expiresAt }: Omit<Session, 'lastSeenAt'>,
  { device, address }: Where,
): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      tokenHash: tokenHash(token),
      personId,
      accountId,
      createdAt,
      expiresAt,
      lastSeenAt: createdAt,
      device,
      address,
      revokedAt: null,
    })
    .execute()
}

/** Null for a session that is unknown, over or revoked. */
export async function findSession(db: Db, token: string, now: number): Promise<Session | null> {
  const session = await db
    .selectFrom('sessions')
    .select(['personId', 'accountId', 'createdAt', 'expiresAt', 'lastSeenAt'])
    .where('tokenHash', '=', tokenHash(token))
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .executeTakeFirst()
  return session ?? null
}

export async function seeSession(db: Db, token: string, now: number): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ lastSeenAt: now })
    .where('tokenHash', '=', tokenHash(token))
    .where('lastSeenAt', '<', now)
    .execute()
}

/** False where there was nothing to revoke. */
export async function revokeSession(db: Db, token: string, now: number): Promise<boolean> {
  const revoked = await db
    .updateTable('sessions')
    .set({ revokedAt: now })
    .where('tokenHash', '=', tokenHash(token))
    .where('revokedAt', 'is', null)
    .returning('personId')
    .execute()
  return revoked.length > 0
}

/** Revokes all sessions of a person, but for one that is kept, and says how many. */
export async function revokeSessionsOf(
  db: Db,
  personId: string,
  now: number,
  keep: { token: string } | null = null,
): Promise<number> {
  let update = db
    .updateTable('sessions')
    .set({ revokedAt: now })
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
  if (keep) update = update.where('tokenHash', '<>', tokenHash(keep.token))
  return (await update.returning('personId').execute()).length
}

/** The sessions of a person that are neither over nor revoked, the one seen last first. */
export async function sessionsOf(db: Db, personId: string, now: number): Promise<SignInOf[]> {
  return db
    .selectFrom('sessions')
    .select([
      'tokenHash as sessionId',
      'accountId',
      'createdAt',
      'expiresAt',
      'lastSeenAt',
      'device',
      'address',
    ])
    .where('personId', '=', personId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('lastSeenAt', 'desc')
    .orderBy('tokenHash')
    .execute()
}

/** Revokes sessions of a person by their ids; gives those that were revoked. */
export async function revokeSessionsById(
  db: Db,
  personId: string,
  sessionIds: readonly string[],
  now: number,
): Promise<string[]> {
  const revoked = await db
    .updateTable('sessions')
    .set({ revokedAt: now })
    .where('personId', '=', personId)
    .where('tokenHash', '=', sql<string>`any(${sessionIds})`)
    .where('revokedAt', 'is', null)
    .returning('tokenHash')
    .execute()
  return revoked.map((row) => row.tokenHash)
}

/** Removes sessions that ended before a time, and says how many. */
export async function sweepSessions(db: Db, before: number): Promise<number> {
  const removed = await db
    .deleteFrom('sessions')
    .where('expiresAt', '<', before)
    .returning('personId')
    .execute()
  return removed.length
}
