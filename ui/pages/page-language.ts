import { bringWords } from '../locales/bring-words.ts'
import { directionOf, languageOf, renderAnew, speak, type Language } from '../locales/language.ts'

/** What somebody chose stays for where one is not signed in. */
const KEY = 'parley:language'

/** The language of the page: what was chosen in this browser, else what it prefers. */
export function speakHere(): Promise<void> {
  return speakOnPage(languageOf([remembered(), ...navigator.languages]))
}

/** The page speaks what a person chose; null for what the browser prefers. */
export function speakAsChosen(chosen: string | null): Promise<void> {
  remember(chosen)
  return speakHere()
}

async function speakOnPage(language: Language): Promise<void> {
  if (!(await speak(language, bringWords))) return
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
  renderAnew(document)
}

function remembered(): string | null {
  try {
    return localStorage.getItem(KEY)
  } catch {
    return null
  }
}

function remember(language: string | null): void {
  try {
    if (language === null) localStorage.removeItem(KEY)
    else localStorage.setItem(KEY, language)
  } catch {
    // storage is full or barred: the choice comes with the next session again
  }
}
