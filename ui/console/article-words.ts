import { msg } from '@lit/localize'
import type { ArticleEntry } from '#protocol/knowledge'
import { spoken } from '../locales/language.ts'

/** Languages whose words are compared by their stems. */
const STEMMED =
  'ar ca da de el en es eu fi fr ga hi hu hy id it lt nb ne nl nn pt ro ru sr sv ta tr yi'.split(
    ' ',
  )

/** What a language is called in the one that is spoken. */
export function languageName(language: string): string {
  const names = new Intl.DisplayNames(spoken(), { type: 'language', fallback: 'code' })
  return names.of(language) ?? language
}

/** Languages to choose from, and the one that is set already. */
export function languageOptions(set: string | null): { value: string; words: string }[] {
  const all = set === null || STEMMED.includes(set) ? STEMMED : [...STEMMED, set]
  return all
    .map((value) => ({ value, words: languageName(value) }))
    .toSorted((a, b) => a.words.localeCompare(b.words))
}

export function audienceOptions(): {
  value: ArticleEntry['audience']
  words: string
  says: string
}[] {
  return [
    {
      value: 'customer',
      words: msg('Customers and staff'),
      says: msg('Bots answer from it, and prompters suggest it.'),
    },
    {
      value: 'staff',
      words: msg('Staff alone'),
      says: msg('Prompters suggest it to agents; no bot says a word of it.'),
    },
  ]
}
