/** More words than this narrow nothing any more. */
const MAX_WORDS = 8

/** Nobody types a longer word; one that is longer is looked for by its beginning. */
const MAX_WORD_LENGTH = 64

/** What the index of migration 0007 takes for words too. */
const WORD = /[\p{Alphabetic}0-9]+/gu

/** The words that somebody looks for; whatever is no letter or digit parts them, as in the index. */
export function searchWords(text: string): string[] {
  const words = wordsOf(text).map(({ word }) => word.slice(0, MAX_WORD_LENGTH))
  return [...new Set(words)].slice(0, MAX_WORDS)
}

/** Whether each of the words begins a word of the text. */
export function hasWords(text: string, words: readonly string[]): boolean {
  const there = wordsOf(text)
  return words.every((word) => there.some((one) => one.word.startsWith(word)))
}

/** Where the words begin words of the text: from and to, in UTF-16 units. */
export function marksIn(text: string, words: readonly string[]): [from: number, to: number][] {
  return wordsOf(text).flatMap(({ word, at }): [number, number][] => {
    const lengths = words.filter((one) => word.startsWith(one)).map(({ length }) => length)
    return lengths.length === 0 ? [] : [[at, at + Math.max(...lengths)]]
  })
}

function wordsOf(text: string): { word: string; at: number }[] {
  return [...text.matchAll(WORD)].map((found) => ({
    word: found[0].toLowerCase(),
    at: found.index,
  }))
}
