/**
 * How well words fit what was typed: 0 is best, null is not at all. A start of the words fits better
 * than a start of one of them, that better than a middle, and that better than letters in order.
 */
export function fit(typed: string, words: string): number | null {
  const wanted = plain(typed)
  const text = plain(words)
  if (wanted === '') return 0
  if (text.startsWith(wanted)) return 0
  if (text.includes(` ${wanted}`)) return 1
  if (text.includes(wanted)) return 2
  if (initials(text).startsWith(wanted)) return 3
  const gaps = gapsIn(wanted.replaceAll(' ', ''), text)
  return gaps === null || wanted.length < 2 ? null : 4 + gaps
}

/** How many letters stand between those that were typed, in their order; null where one is missing. */
function gapsIn(letters: string, text: string): number | null {
  let at = -1
  let gaps = 0
  for (const letter of letters) {
    const next = text.indexOf(letter, at + 1)
    if (next < 0) return null
    if (at >= 0) gaps += next - at - 1
    at = next
  }
  // letters all over a long text are chance
  return gaps > letters.length * 3 ? null : gaps
}

function initials(text: string): string {
  return text
    .split(/\s+/)
    .map((word) => word.slice(0, 1))
    .join('')
}

/** Small letters without accents: `Jérôme` is found by `jero`. */
function plain(words: string): string {
  return words
    .trim()
    .toLocaleLowerCase()
    .normalize('NFD')
    .replaceAll(/\p{Diacritic}/gu, '')
}
