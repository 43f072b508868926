import { MAX_FILE_NAME_LENGTH } from '#protocol/limits'

/** Characters that no name needs: of control, and those that turn the direction of what is read. */
const NEVER = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu

/**
 * A file's name as it is kept and shown: the last part of a path, without what could make it read
 * otherwise than it is. `photo\u202Egpj.exe` does not become a picture.
 */
export function cleanFileName(name: string): string {
  const [last = ''] = name.normalize('NFC').split(/[/\\]/).slice(-1)
  const clean = last.replace(NEVER, '').replace(/\s+/g, ' ').trim().replace(/^\.+/, '')
  // A character of two halves that does not fit whole is left out.
  const short = clean.slice(0, MAX_FILE_NAME_LENGTH).replace(/\p{Surrogate}$/u, '')
  return short === '' ? 'file' : short
}
