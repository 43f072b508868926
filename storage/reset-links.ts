import { sql } from 'kysely'
import type { Db } from './database.ts'
import { tokenHash } from './token-hash.ts'

/** A link by which a person replaces a forgotten password; only the hash of its token is stored. */
export interface ResetLink {
  personId: string
  createdAt: number
  expiresAt: number
}

export async function createResetLink(db: Db, token: string, link: ResetLink): Promise<void> {
  await db
    .insertInto('resetLinks')
    .values({ ...link, tokenHash: tokenHash(token), usedAt: null })
    .execute()
}

/**
 * Sets a new password by a link and uses up all links of its person, in one transaction; gives the
 * person. Null, with nothing changed, for a link that is unknown, over or used: of two who use it at
 * once one does.
 */
export async function resetPassword(
  db: Db,
  { token, passwordHash, now }: { token: string; passwordHash: string; now: number },
): Promise<string | null> {
  const { rows } = await sql<{ personId: string }>`
    with link as (
      update reset_links set used_at = ${now}
      where token_hash = ${tokenHash(token)} and used_at is null and expires_at > ${now}
      returning person_id
    ), others as (
      update reset_links r set used_at = ${now} from link
      where r.person_id = link.person_id and r.used_at is null
        and r.token_hash <> ${tokenHash(token)}
    )
    update people p set password_hash = ${passwordHash} from link
    where p.person_id = link.person_id
    returning p.person_id`.execute(db)
  return rows[0]?.personId ?? null
}

/** Removes links that ended before a time, and says how many. */
export async function sweepResetLinks(db: Db, before: number): Promise<number> {
  const removed = await db
    .deleteFrom('resetLinks')
    .where('expiresAt', '<', before)
    .returning('personId')
    .execute()
  return removed.length
}
