import type { Db } from './database.ts'
import { tokenHash } from './token-hash.ts'

/** A token with which a program acts in an account for a person; only its hash is stored. */
export interface ApiToken {
  tokenId: string
  accountId: string
  personId: string
  name: string
  createdAt: number
  lastUsedAt: number | null
}

const COLUMNS = ['tokenId', 'accountId', 'personId', 'name', 'createdAt', 'lastUsedAt'] as const

export async function createApiToken(
  db: Db,
  token: string,
  row: Omit<ApiToken, 'lastUsedAt'>,
): Promise<void> {
  await db
    .insertInto('apiTokens')
    .values({ ...row, tokenHash: tokenHash(token), lastUsedAt: null, revokedAt: null })
    .execute()
}

/** Null for a token that is unknown or revoked. */
export async function findApiToken(db: Db, token: string): Promise<ApiToken | null> {
  const found = await db
    .selectFrom('apiTokens')
    .select(COLUMNS)
    .where('tokenHash', '=', tokenHash(token))
    .where('revokedAt', 'is', null)
    .executeTakeFirst()
  return found ?? null
}

export async function useApiToken(db: Db, tokenId: string, now: number): Promise<void> {
  await db
    .updateTable('apiTokens')
    .set({ lastUsedAt: now })
    .where('tokenId', '=', tokenId)
    .execute()
}

/** The tokens of an account that are not revoked, oldest first. */
export function apiTokensOf(db: Db, accountId: string): Promise<ApiToken[]> {
  return db
    .selectFrom('apiTokens')
    .select(COLUMNS)
    .where('accountId', '=', accountId)
    .where('revokedAt', 'is', null)
    .orderBy('createdAt')
    .orderBy('tokenId')
    .execute()
}

/** False where the account has no such token, or it was revoked before. */
export async function revokeApiToken(
  db: Db,
  accountId: string,
  tokenId: string,
  now: number,
): Promise<boolean> {
  const revoked = await db
    .updateTable('apiTokens')
    .set({ revokedAt: now })
    .where('accountId', '=', accountId)
    .where('tokenId', '=', tokenId)
    .where('revokedAt', 'is', null)
    .returning('tokenId')
    .execute()
  return revoked.length > 0
}
