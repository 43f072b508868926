import { randomInt } from 'node:crypto'

/** Letters that are not mistaken for others when read aloud or copied from paper. */
const CONSONANTS = 'bdfghjkmnprstvz'
const VOWELS = 'aeiou'

/** Ten syllables of 75 each are 62 bits. */
const SYLLABLES = 10

/** A random password that one can read and type: `tavo-kire-munu-sapo-defi`. */
export function readablePassword(): string {
  const syllables = Array.from({ length: SYLLABLES }, () => pick(CONSONANTS) + pick(VOWELS))
  return syllables.join('').replace(/(.{4})(?=.)/g, '$1-')
}

function pick(letters: string): string {
  return letters.charAt(randomInt(letters.length))
}
