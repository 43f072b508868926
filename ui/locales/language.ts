import { configureLocalization, type LocaleModule } from '@lit/localize'
import { LitElement } from 'lit'
import { sayRefusals } from '../client/refused.ts'

/** The languages that the pages speak, as they call themselves. English is that of the sources. */
export const LANGUAGES = { en: 'English', de: 'Deutsch' } as const

export type Language = keyof typeof LANGUAGES
export type Translated = Exclude<Language, 'en'>

/** Brings the words of a language. */
export type Load = (language: Translated) => Promise<LocaleModule>

/** Written from right to left; of others that is not so. */
const RIGHT_TO_LEFT: ReadonlySet<string> = new Set(['ar', 'fa', 'he', 'ur'])

/** What is said when the server refuses, in the language that comes along. */
async function bringRefusals(): Promise<void> {
  const { refusalWords } = await import('./refusals.ts')
  sayRefusals(refusalWords)
}

let load: Load = () => Promise.reject(new Error('Nobody brings words'))

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'en',
  targetLocales: ['de'] satisfies Translated[],
  async loadLocale(language) {
    if (!isLanguage(language) || language === 'en') throw new Error('Nothing to translate')
    const [words] = await Promise.all([load(language), bringRefusals()])
    return words
  },
})

/** The first of the wanted languages that is spoken here, English if none is. */
export function languageOf(wanted: readonly (string | null)[]): Language {
  return wanted.map(baseOf).find(isLanguage) ?? 'en'
}

/**
 * Speaks a language from now on; what is shown already has to be rendered anew. Where its words
 * cannot be had what was spoken before stays; resolves with whether it is spoken.
 */
export async function speak(language: Language, bring: Load): Promise<boolean> {
  const before = getLocale()
  load = bring
  try {
    await setLocale(language)
    return true
  } catch {
    await setLocale(before) // else it would wait for the lost words, and never ask again
    return false
  }
}

/** The language that is spoken now. */
export function spoken(): Language {
  return languageOf([getLocale()])
}

export function directionOf(language: string): 'ltr' | 'rtl' {
  return RIGHT_TO_LEFT.has(baseOf(language)) ? 'rtl' : 'ltr'
}

/** Renders all elements of ours inside of `root` anew, wherever they are. */
export function renderAnew(root: ParentNode): void {
  for (const element of root.querySelectorAll('*')) {
    if (!(element instanceof LitElement)) continue
    element.requestUpdate()
    renderAnew(element.renderRoot)
  }
}

/** `de` of `de-AT`. */
function baseOf(tag: string | null): string {
  return tag?.split('-', 1)[0]?.toLowerCase() ?? ''
}

function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag)
}
