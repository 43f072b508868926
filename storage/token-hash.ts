import { createHash } from 'node:crypto'

/** What is stored of a token: its SHA-256, base64url. Tokens are random, so they need no salt. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
