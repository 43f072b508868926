import { marksIn } from '#storage/search-words'

/** So much of a text is shown of what was found in it. */
const EXCERPT_LENGTH = 160

/** What stands before the first word that was found. */
const LEAD_LENGTH = 40

export interface Excerpt {
  excerpt: string
  marks: [from: number, to: number][]
}

/** The part of a text around the first of the words, and where the words begin in it. */
export function excerptOf(text: string, words: readonly string[]): Excerpt {
  const [first] = marksIn(text, words)
  const begin = beginOf(text, first?.[0] ?? 0)
  const cut = text.slice(begin, begin + EXCERPT_LENGTH).replaceAll(/\s/g, ' ')
  const isCutBefore = begin > 0
  const isCutAfter = begin + EXCERPT_LENGTH < text.length
  // Half of a pair of surrogates is no character.
  const whole = isCutAfter ? cut.replace(/[\uD800-\uDBFF]$/, '') : cut
  const excerpt = `${isCutBefore ? '…' : ''}${whole}${isCutAfter ? '…' : ''}`
  return { excerpt, marks: marksIn(excerpt, words) }
}

/** Not in the middle of a word, where there is another place. */
function beginOf(text: string, mark: number): number {
  if (mark <= LEAD_LENGTH || text.length <= EXCERPT_LENGTH) return 0
  const lead = text.slice(mark - LEAD_LENGTH, mark)
  const space = lead.search(/\s/)
  return space < 0 ? mark : mark - LEAD_LENGTH + space + 1
}
