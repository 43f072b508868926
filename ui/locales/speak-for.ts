import { languageOf, renderAnew, speak } from './language.ts'
import { bringWords } from './bring-words.ts'

/**
 * Speaks the language of an element in a page of others: its own, else the page's, else the first of
 * the browser's that we know. It is one for all elements of ours on the page.
 */
export async function speakFor(element: HTMLElement): Promise<void> {
  const wanted = [element.lang, document.documentElement.lang, ...navigator.languages]
  if (await speak(languageOf(wanted), bringWords)) renderAnew(document)
}
