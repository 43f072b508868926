import { createHash, randomBytes } from 'node:crypto'

/** 256 bits: nobody guesses one, so a plain hash of it may be stored. */
const TOKEN_BYTES = 32

/** A new secret of its kind, in letters, digits, `-` and `_`: `ps_…` a session, `pt_…` an API token. */
export function newToken(kind: 'ps' | 'pt'): string {
  return `${kind}_${randomBytes(TOKEN_BYTES).toString('base64url')}`
}

/** What is stored of a token: SHA-256, base64url. Looking it up by this takes no secret's time. */
export function hashOfToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
