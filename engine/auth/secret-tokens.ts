import { randomBytes } from 'node:crypto'

/** 256 bits: nobody guesses one, so a plain hash of it may be stored. */
const TOKEN_BYTES = 32

/**
 * A new secret of its kind, in letters, digits, `-` and `_`: `ps_…` a session, `pe_…` a session of
 * an embedding page, `pt_…` an API token, `pr_…` a link for a new password.
 */
export function newToken(kind: 'ps' | 'pe' | 'pt' | 'pr'): string {
  return `${kind}_${randomBytes(TOKEN_BYTES).toString('base64url')}`
}
