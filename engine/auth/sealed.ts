import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Words that only we can read and nobody can change: AES-256-GCM, base64url. `about` is bound to
 * them and stands nowhere in them: what is sealed about one thing opens for no other.
 * @param secret 32 bytes.
 */
export function seal(secret: Uint8Array, about: string, words: string): string {
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', secret, nonce)
  cipher.setAAD(Buffer.from(about))
  const sealed = [nonce, cipher.update(words, 'utf8'), cipher.final()]
  return Buffer.concat([...sealed, cipher.getAuthTag()]).toString('base64url')
}

/** What was sealed about this; null for anything else. */
export function unseal(secret: Uint8Array, about: string, text: string): string | null {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return null
  const decipher = createDecipheriv('aes-256-gcm', secret, bytes.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(about))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const words = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
  try {
    return Buffer.concat([decipher.update(words), decipher.final()]).toString('utf8')
  } catch {
    return null
  }
}
