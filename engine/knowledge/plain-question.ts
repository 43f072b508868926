/** So much of a question counts, in UTF-16 units: who tells more has said what it is about by then. */
const MOST = 4_000

/** What a question is asked with: without addresses, entities of HTML and names by which people are called. */
export function plainQuestion(text: string): string {
  return text
    .replace(/https?\s*:\s*\/\/\S+/gi, ' ')
    .replace(/\S+@\S+/g, ' ')
    .replace(/@\w+/g, ' ')
    .replace(/&#?\w+;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, MOST)
}
