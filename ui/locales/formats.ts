import { spoken } from './language.ts'

/**
 * What `make` gives for the language that is spoken, as the browser's country writes it; made once
 * for each.
 */
export function inLanguage<Made>(make: (locale: string) => Made): () => Made {
  const made = new Map<string, Made>()
  return () => {
    const locale = formatLocale()
    const known = made.get(locale)
    if (known !== undefined) return known
    const one = make(locale)
    made.set(locale, one)
    return one
  }
}

/** `en-GB` of a browser that says so where English is spoken, whatever else it prefers. */
function formatLocale(): string {
  const language = spoken()
  const tag = navigator.languages.find((one) => one.split('-', 1)[0] === language)
  if (tag !== undefined && tag !== language) return tag
  return language === 'en' ? 'en-GB' : language
}

const rules = inLanguage((locale) => new Intl.PluralRules(locale))
const numbers = inLanguage((locale) => new Intl.NumberFormat(locale))
const conjunctions = inLanguage((locale) => new Intl.ListFormat(locale, { type: 'conjunction' }))
const enumerations = inLanguage(
  (locale) => new Intl.ListFormat(locale, { type: 'unit', style: 'short' }),
)

/** The words for so many: languages have up to six forms, and `other` always. */
export function plural<Words>(
  count: number,
  forms: Partial<Record<Intl.LDMLPluralRule, Words>> & { other: Words },
): Words {
  return forms[rules().select(count)] ?? forms.other
}

/** `1,234`. */
export function number(count: number): string {
  return numbers().format(count)
}

/** `Ann, Ben and Cem`. */
export function listed(words: readonly string[]): string {
  return conjunctions().format(words)
}

/** `one, two, three`. */
export function enumerated(words: readonly string[]): string {
  return enumerations().format(words)
}
