import { html, type TemplateResult } from 'lit'
import { linkedText } from '../elements/linked-text.ts'

/** A colleague who can be named in a comment. */
export interface Nameable {
  personId: string
  name: string
  picture: string | null
}

/** A letter or digit: after a name it would be another word. */
const GOES_ON = /^[\p{L}\p{N}_]/u

/** Whom a text names: after an `@` at the start of a word stands the whole name, whatever its case. */
export function namedIn(text: string, people: readonly Nameable[]): string[] {
  const names = placesOf(text, people).map(({ name }) => name)
  return people
    .filter(({ name }) => names.includes(name.toLocaleLowerCase()))
    .map(({ personId }) => personId)
}

/** Text with the names in it marked, and its web addresses as links; mine stands out. */
export function markedNames(
  text: string,
  people: readonly Nameable[],
  meId: string | null,
): (string | TemplateResult)[] {
  const me = people.find(({ personId }) => personId === meId)?.name.toLocaleLowerCase()
  const parts: (string | TemplateResult)[] = []
  let from = 0
  for (const { at, name } of placesOf(text, people)) {
    const until = at + 1 + name.length
    parts.push(...linkedText(text.slice(from, at)))
    parts.push(
      html`<span class="mention ${name === me ? 'me' : ''}">${text.slice(at, until)}</span>`,
    )
    from = until
  }
  parts.push(...linkedText(text.slice(from)))
  return parts
}

/** Where names stand, in lower case; of names that begin alike the longest counts. */
function placesOf(text: string, people: readonly Nameable[]): { at: number; name: string }[] {
  const names = people
    .map(({ name }) => name.toLocaleLowerCase())
    .toSorted((a, b) => b.length - a.length)
  const lower = text.toLocaleLowerCase()
  return [...text.matchAll(/(?<![\p{L}\p{N}_])@/gu)].flatMap(({ index }) => {
    const name = names.find((one) => {
      const after = lower.slice(index + 1 + one.length)
      return lower.startsWith(one, index + 1) && !GOES_ON.test(after)
    })
    return name === undefined ? [] : [{ at: index, name }]
  })
}
